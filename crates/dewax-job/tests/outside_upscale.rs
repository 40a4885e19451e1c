//! Pictures that are made larger, with the real FFmpeg: the whole job runs at the new size, the recipe renders it again, and the judge finds its way
//! back to a source of another size.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all};
use dewax::demo::{DrawnFace, Flaws};
use dewax::face::Tier;
use dewax::kernels::enlarge::enlarged;
use dewax::recipe::{Look, Recipe};
use dewax_job::fix::{FixWish, Treated, treat};
use dewax_job::job::{JobError, Silent};
use dewax_job::ops::verify::{self, VerifyWish};
use dewax_job::sidecar::{RECIPE_FILE, folder_of};
use dewax_job::upscale::{Upscale, UpscaleError};
use dewax_media::drawn::write_clip;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{Opening, open};
use dewax_media::picture::picture_of;
use dewax_show::compare::compare;
use std::path::Path;

const FRAMES: usize = 14;

fn drawn(bench: &Bench) -> std::path::PathBuf {
    let clip = bench.path("face.mkv");
    let face = DrawnFace::new(160, 120, FRAMES).with_flaws(Flaws::plastic());
    write_clip(&bench.tools, &face, &Guard::new(false).file(&clip).unwrap()).unwrap();
    clip
}

fn wish(look: &str, upscale: Upscale) -> FixWish {
    let mut wish = FixWish::new(Look::named(look).unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.delivery.bits = Some(16);
    FixWish { upscale, ..wish }
}

fn treated(bench: &Bench, clip: &Path, out: &str, look: &str, times: usize) -> Treated {
    treat(&bench.tools, clip, &bench.path(out), &wish(look, Upscale::Times(times)), &Silent).unwrap()
}

#[test]
fn the_job_runs_at_the_new_size_and_its_recipe_renders_it_again() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    let first = treated(&bench, &clip, "large.mkv", "natural", 2);
    let format = first.analysis.clip.format;
    assert_eq!((format.width, format.height, first.recipe.source.upscale), (320, 240, 2));
    assert!(first.notes.iter().any(|note| note.contains("2 times as wide")), "{:?}", first.notes);
    assert!(first.certificate.failures().is_empty(), "{:?}", first.certificate.failures());
    let written = decode_all(&bench, &bench.path("large.mkv"));
    assert_eq!((written.len(), written[0].frame.width(), written[0].frame.height()), (FRAMES, 320, 240));

    // Nobody says the size again.
    let text = std::fs::read_to_string(folder_of(&bench.path("large.mkv")).join(RECIPE_FILE)).unwrap();
    assert!(text.contains("\nupscale = 2\n"), "{text}");
    let recipe = Some(Recipe::parse(&text).unwrap());
    let again = FixWish { recipe, ..wish("off", Upscale::default()) };
    treat(&bench.tools, &clip, &bench.path("again.mkv"), &again, &Silent).unwrap();
    let rendered = decode_all(&bench, &bench.path("again.mkv"));
    assert!(written.iter().zip(&rendered).all(|(a, b)| a.frame.same_picture(&b.frame)));
}

#[test]
fn without_a_treatment_it_is_the_source_made_larger() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    treated(&bench, &clip, "large.mkv", "off", 4);
    let source = open(&bench.tools, &clip, Opening::default()).unwrap();
    let picture = picture_of(&source, false);
    let sources = decode_all(&bench, &clip);
    for (frame, made) in sources.iter().zip(decode_all(&bench, &bench.path("large.mkv"))) {
        let wanted = enlarged(&frame.frame, picture.siting, 4);
        for plane in 0..3 {
            assert!(*wanted.plane(plane) == *made.frame.plane(plane), "plane {plane}");
        }
    }
}

#[test]
fn a_larger_file_is_judged_and_compared_beside_its_source() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    treated(&bench, &clip, "large.mkv", "off", 2);
    // Somebody else's file: no recipe lies beside it.
    let foreign = bench.path("foreign.mkv");
    std::fs::copy(bench.path("large.mkv"), &foreign).unwrap();
    let faces = FaceChoice { tier: Some(Tier::ColourOnly), ..FaceChoice::default() };
    let judging = VerifyWish { faces, ..VerifyWish::default() };
    let report = verify::run(&bench.tools, &foreign, &clip, &judging, &Silent).unwrap();
    let certificate = report.certificate.unwrap();
    assert!(certificate.failures().is_empty(), "{:?}", certificate.failures());
    // A softer one does not pass for it.
    bench.clip("soft.mkv", &["-i", foreign.to_str().unwrap(), "-vf", "gblur=sigma=2.5", "-c:v", "ffv1"]);
    let report = verify::run(&bench.tools, &bench.path("soft.mkv"), &clip, &judging, &Silent).unwrap();
    assert!(!report.certificate.unwrap().failures().is_empty());

    let beside = bench.path("beside.png");
    let said = compare(&bench.tools, &clip, &foreign, &beside, &Guard::new(false), Some(3), None).unwrap();
    assert!(said.notes.iter().any(|note| note.contains("made 2 times as large")), "{:?}", said.notes);
}

#[test]
fn a_mask_of_either_size_is_taken() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    for (name, size) in [("own.png", "160x120"), ("large.png", "320x240")] {
        bench.clip(name, &["-f", "lavfi", "-i", &format!("color=white:s={size}"), "-frames:v", "1"]);
        let mut wish = wish("natural", Upscale::Times(2));
        wish.mask = Some(bench.path(name));
        let treated = treat(&bench.tools, &clip, &bench.path("masked.mkv"), &wish, &Silent).unwrap();
        assert!(treated.matte.is_some(), "{name}");
    }
}

#[test]
fn what_would_be_too_large_is_refused_and_auto_says_why_not() {
    let bench = Bench::new();
    let wide = bench.clip("wide.mkv", &["-f", "lavfi", "-i", "testsrc=s=8192x16:d=0.2", "-c:v", "ffv1"]);
    let refused = treat(&bench.tools, &wide, &bench.path("x.mkv"), &wish("off", Upscale::Times(4)), &Silent);
    assert!(
        matches!(refused, Err(JobError::Upscale(UpscaleError::TooLarge { width: 32_768, .. }))),
        "{refused:?}"
    );

    let clip = drawn(&bench);
    let left =
        treat(&bench.tools, &clip, &bench.path("left.mkv"), &wish("off", Upscale::Auto), &Silent).unwrap();
    assert_eq!(left.recipe.source.upscale, 1);
    assert!(left.notes.iter().any(|note| note.contains("no face was found")), "{:?}", left.notes);
}
