//! The evidence pack: worst frames and figures of a clip in a zip, for a ticket or a colleague. No path and, unless it is to be shown, no prompt.

use super::document::AdviceFile;
use super::prompt_text;
use crate::advise_error::AdviseError;
use crate::job::{JobError, Progress};
use crate::session::Session;
use dewax::check::{Finding, Severity};
use dewax::facts::ShotFacts;
use dewax::px::Rect;
use dewax::recipe::{Look, Recipe};
use dewax::report::{Report, Verdict};
use dewax_media::json::to_json;
use dewax_media::timecode::Counting;
use dewax_media::zipped::zipped;
use dewax_show::evidence_pack::frame_pictures;
use dewax_show::exhibits::loupe_rect;
use dewax_show::face_views::around;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The most frames that are shown: each is three pictures, and whoever reads a ticket reads no more.
const MOST_FRAMES: usize = 12;
/// Flaws that show best beside the beginning of the shot.
const BESIDE_START: [&str; 3] = ["identity", "drift", "seam"];

/// What is packed.
pub(super) struct Packed<'a> {
    pub(super) session: &'a Session<'a>,
    pub(super) report: &'a Report,
    pub(super) advice: &'a AdviceFile,
}

/// A frame that is shown, and why.
struct Wanted {
    frame: usize,
    shot: usize,
    /// For its files' names.
    what: String,
}

/// The zip.
pub(super) fn pack(of: &Packed<'_>, progress: &dyn Progress) -> Result<Vec<u8>, JobError> {
    let analysis = &of.session.analysis;
    let nothing: Recipe = dewax::plan::plan(analysis, &Look::named("off")?, 1)?;
    let mut pictures: Vec<(String, Vec<u8>)> = Vec::new();
    let mut listed = Vec::new();
    let mut wanted = wanted(of.report);
    wanted.sort_by_key(|want| want.frame);
    for want in wanted {
        let frame = of.session.frame(want.frame, &nothing, progress)?.before;
        let Some(facts) = analysis.shots.get(want.shot) else { continue };
        let (width, height) = (frame.width(), frame.height());
        let face = face_in(facts, want.frame, (width, height)).unwrap_or_else(|| {
            loupe_rect(frame.skin.as_deref(), Some(frame.luma()), width, height, width.min(height) / 2)
        });
        let words = format!(
            "frame {}  {}  {}",
            want.frame,
            timecode(of.session, want.frame),
            want.what.replace('_', " ")
        );
        let shown = frame_pictures(&frame, &analysis.clip.picture(), face, &words)?;
        let stem = format!("pictures/shot{}_{}_frame_{:06}", want.shot + 1, want.what, want.frame);
        for (kind, png) in [("face_100", shown.face), ("face_300", shown.large), ("whole", shown.whole)] {
            listed.push(format!("{stem}_{kind}.png"));
            pictures.push((format!("{stem}_{kind}.png"), png));
        }
    }
    let mut files = vec![
        ("README.txt".to_owned(), readme(of).into_bytes()),
        ("figures.json".to_owned(), figures(of, &listed).into_bytes()),
        ("figures.csv".to_owned(), table(of).into_bytes()),
    ];
    if let Some(shown) = of.advice.prompt.as_ref().and_then(|prompt| prompt.shown.as_ref()) {
        files.push(("prompt.txt".to_owned(), prompt_text(&shown.before).into_bytes()));
    }
    files.extend(pictures);
    Ok(zipped(&files).map_err(AdviseError::from)?)
}

/// The worst frame of everything that was found, the worst findings first, and the beginning of the shot where that tells.
fn wanted(report: &Report) -> Vec<Wanted> {
    let mut found: Vec<(usize, &Finding)> = report
        .shots
        .iter()
        .enumerate()
        .flat_map(|(number, shot)| shot.findings.iter().map(move |finding| (number, finding)))
        .filter(|(_, finding)| finding.severity >= Severity::Minor)
        .collect();
    found.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    let mut out: BTreeMap<usize, Wanted> = BTreeMap::new();
    for (shot, finding) in found {
        let first = report.shots.get(shot).map(|shot| shot.shot.first_frame).unwrap_or_default();
        let start = BESIDE_START.contains(&finding.code.as_str()).then(|| (first, "start".to_owned()));
        for (frame, what) in [(finding.worst_frame, finding.code.clone())].into_iter().chain(start) {
            let has_room = out.len() < MOST_FRAMES;
            match out.get_mut(&frame) {
                Some(there) if !there.what.contains(&what) => there.what = format!("{}_{what}", there.what),
                None if has_room => {
                    out.insert(frame, Wanted { frame, shot, what });
                }
                _ => {}
            }
        }
    }
    out.into_values().collect()
}

/// Where the largest face of a frame lies, whole; none where there is none.
fn face_in(facts: &ShotFacts, frame: usize, (width, height): (usize, usize)) -> Option<Rect> {
    let tracks = facts.faces.tracks.iter().filter_map(|track| track.at(frame));
    let face = tracks.filter(|state| state.weight > 0.0).max_by(|a, b| a.iod_px.total_cmp(&b.iod_px))?;
    around(face, 1.0, width, height)
}

/// The timecode of a frame: the clip's own, or counted from 0.
fn timecode(session: &Session<'_>, frame: usize) -> String {
    let rate = session.source.video.frame_rate;
    let start = session.source.timecode.as_deref();
    let counting = Counting::like(start.unwrap_or(":"), rate).or_else(|_| Counting::like(":", rate));
    let Ok(counting) = counting else { return String::new() };
    let first = start.and_then(|start| counting.frame(start).ok()).unwrap_or(0);
    counting.text(first + frame as i64)
}

/// The figures as data.
fn figures(of: &Packed<'_>, pictures: &[String]) -> String {
    let Packed { session, report, advice } = of;
    let shots: Vec<serde_json::Value> = report
        .shots
        .iter()
        .enumerate()
        .map(|(number, shot)| {
            let of_shot = advice.shots.get(number);
            json!({
                "shot": number + 1,
                "first_frame": shot.shot.first_frame,
                "frames": shot.shot.frames,
                "verdict": shot.verdict,
                "findings": shot.findings,
                "most_seconds": of_shot.and_then(|advice| advice.most_seconds),
                "route": of_shot.map(|advice| &advice.route),
            })
        })
        .collect();
    to_json(&json!({
        "dewax": dewax::VERSION,
        "source": advice.source,
        "fingerprint_sha256": session.analysis.clip.fingerprint,
        "picture": report.picture,
        "colour_tags": report.tags,
        "verdict": report.verdict,
        "generator": advice.generator,
        "provenance": advice.provenance,
        "shots": shots,
        "losses": report.losses,
        "pictures": pictures,
    }))
}

/// The figures as a table.
fn table(of: &Packed<'_>) -> String {
    let mut out = String::from(
        "shot,check,severity,value,unit,counts_from,worst_frame,timecode,seconds,sure,in_words\r\n",
    );
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for (number, shot) in of.report.shots.iter().enumerate() {
        for f in &shot.findings {
            let severity = serde_json::to_value(f.severity).ok();
            let _ = write!(
                out,
                "{},{},{},{},{},{},{},{},{:.3},{:.2},{}\r\n",
                number + 1,
                f.code,
                severity.as_ref().and_then(|s| s.as_str()).unwrap_or_default(),
                f.value,
                quoted(&f.unit),
                f.threshold,
                f.worst_frame,
                timecode(of.session, f.worst_frame),
                of.session.analysis.clip.seconds(f.worst_frame),
                f.confidence,
                quoted(&f.text),
            );
        }
    }
    out
}

/// What was measured, how, and what it is worth.
fn readme(of: &Packed<'_>) -> String {
    let Packed { session, report, advice } = of;
    let mut out = format!(
        "What was measured in {}\n\nProgram: dewax {}\nSource: {} (SHA-256 over its length and three samples of its bytes: {})\nPicture: {}\n\
         Colours: {} (? = assumed)\nVerdict: {}{}\n",
        advice.source,
        dewax::VERSION,
        advice.source,
        session.analysis.clip.fingerprint,
        report.picture,
        report.tags,
        report.verdict.name(),
        if report.verdict == Verdict::Treat { " (no trial repair was made for this pack)" } else { "" },
    );
    if !report.tier_note.is_empty() {
        let _ = writeln!(out, "Not known: {}", report.tier_note);
    }
    for loss in &report.losses {
        let _ = writeln!(out, "MISSING in the source: {loss}");
    }
    match &advice.generator {
        Some(generator) if generator.is_told => {
            let _ = writeln!(out, "Generator: {}, by the marks in the file", generator.name);
        }
        Some(generator) => {
            let _ = writeln!(out, "Generator: {}, as whoever made this pack said", generator.name);
        }
        None => out.push_str("Generator: the file does not say\n"),
    }
    for mark in &advice.provenance.marks {
        let _ = writeln!(out, "Mark ({}): {}", mark.place, mark.says);
    }
    out.push_str("\nWhat was found\n");
    for (number, shot) in report.shots.iter().enumerate() {
        let (first, last) = (shot.shot.first_frame, shot.shot.end().saturating_sub(1));
        let _ = writeln!(out, "\nShot {}, frames {first} to {last}: {}", number + 1, shot.verdict.name());
        for f in shot.findings.iter().filter(|f| f.severity >= Severity::Minor) {
            let at = timecode(session, f.worst_frame);
            let _ = writeln!(out, "  {}: {} (worst at frame {}, {at})", f.code, f.text, f.worst_frame);
        }
        if shot.findings.iter().all(|f| f.severity < Severity::Minor) {
            out.push_str("  Nothing beyond the thresholds.\n");
        }
    }
    out.push_str("\nHow it was measured, and from where on it counts\n");
    let all: Vec<&Finding> = report.shots.iter().flat_map(|shot| &shot.findings).collect();
    for check in dewax::checks::CHECKS {
        let Some(own) = all.iter().find(|finding| finding.code == check.name) else { continue };
        let _ = writeln!(
            out,
            "\n{} (counts from {} {})\n  {}",
            check.name, own.threshold, own.unit, check.measures
        );
    }
    out.push_str(
        "\nFiles\n  figures.json and figures.csv: every figure, also of what was found to be fine\n  \
         pictures/*_face_100.png: the face at that frame, pixel by pixel; *_face_300.png: its middle, three times as large, not smoothed;\n  \
         *_whole.png: the whole frame with the face's place. Frames are counted from 0. \"start\" is the first frame of the shot.\n\n\
         A figure is a measurement with an error, and a threshold says where camera footage of the test set ends: neither is a proof.\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::check::Remedy;

    #[test]
    fn the_worst_frames_are_shown_once_and_beside_the_start_where_that_tells() {
        let mut report: Report = {
            let clip = dewax::demo::DrawnFace::new(64, 48, 48).clip();
            let facts = ShotFacts::still(dewax::clip::Shot { first_frame: 0, frames: 48 });
            let analysis = dewax::analysis::Analysis {
                analysis_version: dewax::analysis::ANALYSIS_VERSION,
                dewax: dewax::VERSION.into(),
                tier: dewax::face::Tier::ColourOnly,
                face_options: dewax::face::FaceOptions::default(),
                made_with: dewax::analysis::MadeWith::default(),
                noticed: dewax::analysis::Noticed::default(),
                clip,
                shots: vec![facts],
            };
            Report::of(&analysis, None, None)
        };
        let finding = |code: &str, worst_frame, severity| Finding {
            code: code.into(),
            shot: 0,
            worst_frame,
            value: 1.0,
            unit: String::new(),
            threshold: 1.0,
            severity,
            remedy: Remedy::Leave,
            confidence: 1.0,
            text: String::new(),
        };
        report.shots[0].findings = vec![
            finding("boil", 30, Severity::Clear),
            finding("halo", 30, Severity::Minor),
            finding("identity", 40, Severity::Clear),
            finding("porcelain", 12, Severity::Fine),
        ];
        let told: Vec<(usize, String)> = wanted(&report).into_iter().map(|w| (w.frame, w.what)).collect();
        assert_eq!(told, [(0, "start".into()), (30, "boil_halo".into()), (40, "identity".into())]);
        let many = (0..40).map(|frame| finding("boil", frame, Severity::Minor));
        report.shots[0].findings = many.chain([finding("halo", 47, Severity::Clear)]).collect();
        let told = wanted(&report);
        assert!(told.len() == MOST_FRAMES && told.iter().any(|w| w.what == "halo"));
    }
}
