//! A page of the drawn face: before is plastic, after is clean.

use super::*;
use crate::exhibits::{Collector, Series};
use crate::face_views::FaceCrop;
use dewax::analysis::Analyser;
use dewax::certificate::{Cause, Fault, FrameProof, SkinProof};
use dewax::clip::Clip;
use dewax::demo::{DrawnFace, Flaws};
use dewax::plan::plan;
use dewax::px::{Mask, Plane};
use dewax::recipe::{Look, Recipe};
use dewax::report::{Delivery, FaceSummary, LikeFace};
use std::sync::Arc;

const HOSTILE: &str = "close-up</title><script>alert('1')</script>\" onload=x.mp4";

/// What was proven of skin and picture.
fn proofs() -> (SkinProof, FrameProof) {
    let skin = SkinProof {
        shot: 0,
        face: 0,
        pairs: 5,
        sticky_before: [1.1, 0.9, 0.2],
        sticky_after: [1.2, 0.9, 0.2],
        sticky_db: [Some(0.7), Some(0.1), None],
        kept_db: [Some(-0.2), Some(0.0), None],
        asked_db: 2.3,
        detail_percent: Some([[0.3, 0.5], [0.85, 1.1]]),
        boil: (1.7, 0.4),
        patch: (2.2, 0.5),
        ghost: None,
        on_screen_levels: Some(0.1),
        added_evenness: Some([1.3, 1.6]),
        skew: Some([0.1, -0.2]),
        regions: Vec::new(),
        not_judged: None,
        holds: true,
        faults: Vec::new(),
    };
    let frame = FrameProof {
        shot: 0,
        exposure: (1.1, 0.1),
        skin_de: Some(0.2),
        mixed: Some(0.01),
        repeated: (0, 12),
        detail_db: [Some(0.0), None],
        noise_levels: Some(0.1),
        touched_levels: Some(0.0),
        seam_levels_px: Some(0.0),
        halo_percent: Some((0.4, 0.4)),
        breath_percent: None,
        contour_px: Some((2.1, 2.1)),
        lens: None,
        retouched: None,
        restored: Vec::new(),
        worst: Vec::new(),
        holds: true,
        faults: Vec::new(),
    };
    (skin, frame)
}

fn sample(width: usize, height: usize, frames: usize) -> (Report, Recipe, Exhibits) {
    let plastic = DrawnFace::new(width, height, frames).with_flaws(Flaws::plastic());
    let clean = DrawnFace::new(width, height, frames);
    let mut analyser = Analyser::new(plastic.picture(), 24.0, None);
    for index in 0..frames {
        analyser.push(&plastic.frame(index));
    }
    let clip = Clip { name: "kling_close-up_0412.mp4".into(), fingerprint: "9c1f".into(), ..plastic.clip() };
    let analysis = analyser.finish(clip, "0.1.0");
    let recipe = plan(&analysis, &Look::named("natural").unwrap(), 1).unwrap();
    let mut report = Report::of(&analysis, Some(&recipe), None);
    let mut collector = Collector::new(&analysis.shots, plastic.picture(), 0..frames, |_| None);
    for index in 0..frames {
        let mut before = plastic.frame(index);
        let (skin, step_px) = (plastic.skin_mask(index), 4);
        let weights = Plane::from_fn(width.div_ceil(4), height.div_ceil(4), |x, y| {
            skin.at((x * step_px + 2) as isize, (y * step_px + 2) as isize)
        });
        before.skin = Some(Arc::new(Mask { weights, step_px, roi: Rect::of(width, height) }));
        collector.take(index, &before, &clean.frame(index));
    }
    let (skin, frame) = proofs();
    let file = vec![
        Proof::made("Every frame is there", true, format!("{frames} of {frames}")),
        Proof::made("Timestamps are those of the source", true, "all the same"),
        Proof::skipped("Sound is bit for bit that of the source", "the source has no sound"),
        Proof::made("Nothing outside the skin was changed by steps bound to it", true, "0 samples"),
    ];
    report.certificate = Some(Certificate::of(file, vec![frame], vec![skin]));
    report.delivery = Some(Delivery {
        path: "kling_close-up_0412_dewax.mov".into(),
        codec: "prores, yuv422p10le".into(),
        range: (0, frames),
        bytes: 48_300_000,
        seconds: 12.4,
        recipe_sha256: "5d41402abc4b2a76b9719d911017c592".repeat(2),
    });
    report.notes.push("The file states no colour tags: BT.709, limited range was assumed.".into());
    let mut exhibits = collector.finish().unwrap();
    let facts = &analysis.shots[0];
    let curve = |title: &str, unit: &str, before: &[f32]| Series {
        title: title.into(),
        unit: unit.into(),
        first_frame: 0,
        before: before.to_vec(),
        after: before.iter().map(|v| v * 0.2).collect(),
    };
    exhibits.shots[0].series = vec![
        curve("Exposure", "stops", &facts.exposure_stops),
        curve("Patch flicker", "8-bit levels", &facts.patch_levels),
    ];
    (report, recipe, exhibits)
}

#[test]
fn one_file_that_says_everything() {
    let (report, recipe, exhibits) = sample(640, 360, 16);
    let toml = recipe.to_toml();
    let html = page(&report, &toml, &exhibits);
    // To look at: the path is printed when the test fails, and stays the same.
    let path = std::env::temp_dir().join("dewax_sample_report.html");
    std::fs::write(&path, &html).unwrap();
    let bytes = html.len();
    assert!(bytes < 4_000_000, "{bytes} bytes, see {}", path.display());
    for text in [
        "kling_close-up_0412.mp4",
        "PASS",
        "Every frame is there",
        "the source has no sound",
        "2–4 px",
        "The file states no colour tags",
        "recipe_version",
        "Patch flicker",
        "data-zoom-to=\"4\"",
        escape(&report.tier_note).as_str(),
    ] {
        assert!(html.contains(text), "the page lacks {text}");
    }
    for finding in &report.shots[0].findings {
        assert!(html.contains(&escape(&finding.text)), "the page lacks {}", finding.text);
    }
    for treatment in &report.shots[0].treatment {
        assert!(html.contains(&escape(&treatment.line())), "the page lacks {treatment:?}");
    }
    // Before, after, twice the whole, two strips of six.
    assert_eq!(html.matches("data:image/png;base64,").count(), 4 + 12);
    for word in ["http://", "https://", "<link", "src=\"/"] {
        assert!(!html.contains(word), "the page reaches out: {word}");
    }
    for tag in ["section", "figure", "table", "div", "details", "svg", "button"] {
        let (open, close) =
            (html.matches(&format!("<{tag}")).count(), html.matches(&format!("</{tag}>")).count());
        assert_eq!(open, close, "<{tag}>");
    }
}

#[test]
fn a_report_from_strangers_stays_text() {
    let (mut report, _, mut exhibits) = sample(160, 90, 4);
    report.source = HOSTILE.into();
    report.notes = vec![HOSTILE.into()];
    report.tags = HOSTILE.into();
    report.dewax = HOSTILE.into();
    report.shots[0].because = HOSTILE.into();
    for treatment in &mut report.shots[0].treatment {
        treatment.step = HOSTILE.into();
        treatment.parameters.insert(HOSTILE.into(), HOSTILE.into());
    }
    report.shots[0].advice = vec![HOSTILE.into()];
    report.shots[0].findings[0].text = HOSTILE.into();
    report.shots[0].findings[0].unit = HOSTILE.into();
    exhibits.shots[0].series[0].title = HOSTILE.into();
    if let Some(delivery) = &mut report.delivery {
        delivery.path = HOSTILE.into();
    }
    if let Some(certificate) = &mut report.certificate {
        certificate.file[0].seen = HOSTILE.into();
        certificate.skin[0].faults = vec![Fault { cause: Cause::Waxed, seen: HOSTILE.into() }];
    }
    let html = page(&report, HOSTILE, &exhibits);
    assert_eq!(html.matches("<script").count(), 1);
    assert!(!html.contains("alert('1')") && !html.contains("\" onload"));
    assert!(!html.contains("close-up<"));
}

#[test]
fn a_diagnosis_and_a_failure() {
    let (mut report, recipe, _) = sample(160, 90, 4);
    if let Some(certificate) = &mut report.certificate {
        certificate.file.push(Proof::made("Frame count", false, "3 of 4"));
        certificate.passed = false;
    }
    let failed = page(&report, &recipe.to_toml(), &Exhibits::default());
    assert!(failed.contains(">FAIL<") && failed.contains("1 check failed") && failed.contains("✗ FAILS"));
    (report.certificate, report.delivery) = (None, None);
    let diagnosis = page(&report, "", &Exhibits::default());
    assert!(!diagnosis.contains("<details") && !diagnosis.contains("id=\"certificate\""));
    report.shots.clear();
    assert!(page(&report, "", &Exhibits::default()).contains("</html>"));
}

#[test]
fn faces_are_shown_with_their_numbers_and_how_to_leave_them_alone() {
    let (mut report, recipe, mut exhibits) = sample(160, 90, 4);
    let before = page(&report, &recipe.to_toml(), &exhibits);
    assert!(!before.contains("<h3>Faces</h3>"), "none was looked for");
    let like = vec![LikeFace { id: 1, shot: 1, score: 0.82, distance: None }];
    let face = FaceSummary {
        id: 3,
        shot: 2,
        first_frame: 10,
        last_frame: 511,
        mesh_frames: 498,
        box_frames: 4,
        lost_frames: 0,
        iod_px: 212.4,
        confidence: 0.9,
        least_confidence: 0.41,
        least_sure_frame: 77,
        dropped: false,
        like,
    };
    report.tier = Tier::Mesh;
    report.shots[0].faces =
        vec![face.clone(), FaceSummary { id: 4, dropped: true, like: Vec::new(), ..face }];
    let png = exhibits.shots[0].before_png.clone();
    exhibits.shots[0].faces =
        vec![FaceCrop { id: 3, frame: 77, confidence: 0.41, least_sure: true, png: png.clone() }];
    let html = page(&report, &recipe.to_toml(), &exhibits);
    for text in [
        "<h3>Faces</h3>",
        "10 to 511",
        "498",
        "212 px",
        "0.41, frame 77",
        "may be face 1 of shot 1 (0.82)",
        "left alone",
        "--drop-track 3",
        "confidence 0.41, least sure",
    ] {
        assert!(html.contains(text), "the page lacks {text}");
    }
    assert_eq!(html.matches("data:image").count(), before.matches("data:image").count() + 1);
    assert!(!html.contains("boxes only"));
    report.tier = Tier::BoxOnly;
    assert!(page(&report, "", &exhibits).contains("boxes only"));
    report.shots[0].faces.clear();
    report.shots[0].faces_note = dewax::report::faces_note(Tier::Mesh, 0).into();
    exhibits.shots[0].faces.clear();
    let html = page(&report, "", &exhibits);
    assert!(html.contains("No face was found in this shot: skin is taken by colour alone."));
    assert!(!html.contains("--drop-track"));
}
