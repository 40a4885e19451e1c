//! What is written beside a treated clip, with the real FFmpeg: base and texture are the treated picture again, and the matte is the mask
//! that the steps used.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at once, and says its figures"
)]

mod bench;

use bench::{Bench, decode_all};
use dewax::color::Levels;
use dewax::demo::{DrawnFace, Flaws};
use dewax::face::Tier;
use dewax::param::Limits;
use dewax::px::Frame;
use dewax::recipe::Look;
use dewax::stack::Setting;
use dewax_job::fix::{FixWish, Treated, fix, treat};
use dewax_job::job::{Progress, Silent, Stage};
use dewax_job::passes::PassWish;
use dewax_job::session::{Session, SessionWish};
use dewax_job::sidecar::folder_of;
use dewax_media::drawn::write_clip;
use dewax_media::guard::Guard;
use dewax_media::losses::{Opening, open};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

const FRAMES: usize = 4;

fn drawn(bench: &Bench) -> PathBuf {
    let clip = bench.path("face.mkv");
    let face = DrawnFace::new(160, 120, FRAMES).with_flaws(Flaws::plastic());
    write_clip(&bench.tools, &face, &Guard::new(false).file(&clip).unwrap()).unwrap();
    clip
}

/// Texture, and grain that depends on what lies below it.
fn wish(passes: PassWish, bits: u8) -> FixWish {
    let mut look = Look::named("natural").unwrap();
    for text in ["texture.contrast.amount=1", "texture.contrast.limit_levels=8", "grain.amount_levels=2"] {
        look.pin(Setting::read(text, Limits::Beyond).unwrap());
    }
    let mut wish = FixWish::new(look, Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.delivery.bits = Some(bits);
    FixWish { passes, ..wish }
}

fn rendered(bench: &Bench, clip: &Path, out: &str, passes: PassWish, bits: u8) -> Treated {
    let treated = treat(&bench.tools, clip, &bench.path(out), &wish(passes, bits), &Silent).unwrap();
    let steps = treated.recipe.shots[0].running();
    assert!(steps.iter().any(|name| name.starts_with("texture.")) && steps.contains(&"grain"), "{steps:?}");
    treated
}

/// How far base + 2 × (pass − 0.5) is from the treated picture, and base alone, in codes of 10 bits: the farthest, and in the mean.
#[derive(Clone, Copy, Debug, Default)]
struct Apart {
    most: f32,
    mean: f32,
    without: f32,
}

/// Over planes with the same scale, full range or limited.
fn apart(
    base: &Frame,
    pass: &Frame,
    treated: &Frame,
    is_full: bool,
    planes: std::ops::Range<usize>,
) -> Apart {
    let mut far = Apart::default();
    let (mut sum, mut count) = (0.0f64, 0);
    // Of 1023 codes or, limited, of 256 units in an 8-bit level.
    let code = if is_full { 65535.0 / 1023.0 } else { 64.0 };
    for which in planes {
        let middle = match which {
            0 if is_full => 65535.0 / 2.0,
            0 => (16.0 + 219.0 / 2.0) * 256.0,
            _ => 32768.0,
        };
        let all = base
            .plane(which)
            .samples()
            .iter()
            .zip(pass.plane(which).samples())
            .zip(treated.plane(which).samples());
        for ((base, pass), treated) in all {
            let [base, pass, treated] = [*base, *pass, *treated].map(f32::from);
            let codes = (base + 2.0 * (pass - middle) - treated).abs() / code;
            far.most = far.most.max(codes);
            far.without = far.without.max((base - treated).abs() / code);
            sum += f64::from(codes);
            count += 1;
        }
    }
    Apart { mean: (sum / f64::from(count)) as f32, ..far }
}

#[test]
fn base_and_texture_are_the_treated_picture_again() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    // A file of 10 bits is itself rounded and dithered. ProRes is a codec with losses, and the pass doubles them.
    for (out, pass, bits, most, mean) in [
        ("out.mkv", "_.mkv", 16, 0.04, 0.02),
        ("out.mkv", "_.mkv", 10, 1.0, 0.5),
        ("out_%05d.png", "_%05d.png", 16, 0.1, 0.05),
        ("out.mkv", "_.mov", 16, 16.0, 2.0),
    ] {
        let files = ["texture", "base"].map(|name| bench.path(&format!("{name}{pass}")));
        let passes =
            PassWish { texture: Some(files[0].clone()), base: Some(files[1].clone()), ..PassWish::default() };
        let treated = rendered(&bench, &clip, out, passes, bits);
        assert!(
            treated.notes.iter().any(|note| note.contains("base + 2 × (pass − 0.5)")),
            "{:?}",
            treated.notes
        );
        let [texture, base] = files.map(|path| decode_all(&bench, &path));
        let whole = decode_all(&bench, &bench.path(out));
        assert_eq!([whole.len(), texture.len(), base.len()], [FRAMES; 3]);
        // The pictures of ProRes have other chroma planes than the treated film: luma tells.
        let planes = if pass.ends_with("mov") { 0..1 } else { 0..3 };
        let mut worst = Apart::default();
        for ((whole, texture), base) in whole.iter().zip(&texture).zip(&base) {
            let far = apart(&base.frame, &texture.frame, &whole.frame, pass.ends_with("png"), planes.clone());
            worst = Apart {
                most: worst.most.max(far.most),
                mean: worst.mean.max(far.mean),
                without: worst.without.max(far.without),
            };
        }
        println!("{out} of {bits} bits, passes {pass}: {worst:.2?} codes of 10 bits");
        assert!(worst.without > 8.0, "no texture: the test tells nothing");
        assert!(worst.most <= most && worst.mean <= mean, "{pass}: {worst:?}");
    }
}

#[test]
fn the_matte_is_the_mask_that_the_steps_used() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    let files = ["matte.mkv", "matte_%05d.png", "matte.mov"].map(|name| bench.path(name));
    for (file, most) in files.iter().zip([0.0005, 0.0005, 0.02]) {
        let passes = PassWish { matte: Some(file.clone()), ..PassWish::default() };
        let treated = rendered(&bench, &clip, "out.mkv", passes, 16);
        let source = open(&bench.tools, &clip, Opening::default()).unwrap();
        let folders = vec![folder_of(&bench.path("out.mkv"))];
        let wish = SessionWish { recipe: Some(&treated.recipe), folders, ..SessionWish::default() };
        let session = Session::open(&bench.tools, source, &wish, &Silent).unwrap();
        let matte = decode_all(&bench, file);
        assert_eq!(matte.len(), FRAMES);
        let (mut worst, mut white) = (0.0f32, 0.0f32);
        for (index, matte) in matte.iter().enumerate() {
            let used = session.frame(index, &treated.recipe, &Silent).unwrap();
            let mask = used.after.skin.as_ref().unwrap();
            let video = bench.probe(file).video;
            let levels = Levels::of_tags(&video.tags, video.format.bits);
            for y in 0..matte.frame.height() {
                for (x, sample) in matte.frame.luma().row(y).iter().enumerate() {
                    let weight = (f32::from(*sample) - levels.black) / levels.luma_span;
                    worst = worst.max((weight - mask.at(x, y)).abs());
                    white = white.max(weight);
                }
            }
        }
        println!("{}: {worst:.5} of 1", file.display());
        assert!(white > 0.9, "no skin: the test tells nothing");
        assert!(worst <= most, "{}: {worst}", file.display());
    }
    // What it leaves is the same clip with the same steps: given back as a mask, nothing outside of it changes.
    let again = FixWish { mask: Some(bench.path("matte.mkv")), ..wish(PassWish::default(), 16) };
    let treated = treat(&bench.tools, &clip, &bench.path("again.mkv"), &again, &Silent).unwrap();
    let proof = treated.certificate.file.iter().find(|p| p.what == "untouched outside the skin").unwrap();
    assert_eq!(proof.holds, Some(true));
}

#[test]
fn passes_are_refused_before_the_work_and_never_take_the_place_of_anything() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    let refused = |passes: PassWish, overwrite: bool, word: &str| {
        let out = bench.path("out.mkv");
        let wish = FixWish { guard: Guard::new(overwrite), ..wish(passes, 10) };
        let said = treat(&bench.tools, &clip, &out, &wish, &Silent).unwrap_err().to_string();
        assert!(said.contains(word), "{word} in {said}");
        assert!(!out.exists() && !bench.leftovers());
    };
    std::fs::write(bench.path("mine.mov"), b"mine").unwrap();
    let matte = |name: &str| PassWish { matte: Some(bench.path(name)), ..PassWish::default() };
    refused(matte("mine.mov"), false, "--overwrite");
    refused(matte("face.mkv"), true, "which this run reads");
    refused(matte("none/matte.mov"), true, "does not exist");
    refused(matte("matte.gif"), true, "does not say what to write");
    refused(PassWish { texture: Some(bench.path("one.png")), ..PassWish::default() }, true, "one picture");
    // A face is named in the file of a matte, where there is one.
    refused(matte("m_{face}.mov"), true, "no face was found");
    refused(matte("{face}/m.mov"), true, "not of its folder");
    refused(
        PassWish { base: Some(bench.path("b_{face}.mov")), ..PassWish::default() },
        true,
        "--matte-out only",
    );
    assert_eq!(std::fs::read(bench.path("mine.mov")).unwrap(), b"mine");
}

/// Stops when passes are written.
struct Stops;

impl Progress for Stops {
    fn begin(&self, stage: Stage, _: Option<usize>) {
        STOPS.store(matches!(stage, Stage::Passes), Ordering::Relaxed);
    }

    fn done(&self, _: usize) {}

    fn stopped(&self) -> bool {
        STOPS.load(Ordering::Relaxed)
    }
}

static STOPS: AtomicBool = AtomicBool::new(false);

#[test]
fn who_stops_at_the_passes_keeps_the_treated_clip() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    let (out, base) = (bench.path("kept.mkv"), bench.path("base.mkv"));
    let passes = PassWish { base: Some(base.clone()), ..PassWish::default() };
    let said = treat(&bench.tools, &clip, &out, &wish(passes, 10), &Stops).unwrap_err().to_string();
    assert!(said.contains("kept.mkv") && said.contains("interrupted"), "{said}");
    assert_eq!(decode_all(&bench, &out).len(), FRAMES);
    assert!(!base.exists() && !bench.leftovers());
}

/// A clip as red, green and blue.
fn rgb(bench: &Bench, clip: &Path) -> PathBuf {
    bench.clip("rgb.mkv", &["-i", clip.to_str().unwrap(), "-pix_fmt", "gbrp", "-c:v", "ffv1"])
}

#[test]
fn pictures_of_red_green_and_blue_have_passes_of_them() {
    let bench = Bench::new();
    let clip = rgb(&bench, &drawn(&bench));
    for (out, pass) in [("out.mkv", "_.mkv"), ("out_%05d.png", "_%05d.png")] {
        let files = ["texture", "base", "matte"].map(|name| bench.path(&format!("{name}{pass}")));
        let [texture, base, matte] = files.clone().map(Some);
        let passes = PassWish { texture, base, matte, ..PassWish::default() };
        rendered(&bench, &clip, out, passes, 16);
        assert!(files.iter().all(|path| bench.probe(path).video.rgb), "{pass}");
        let [texture, base, matte] = files.map(|path| decode_all(&bench, &path));
        let whole = decode_all(&bench, &bench.path(out));
        assert_eq!([whole.len(), texture.len(), base.len(), matte.len()], [FRAMES; 4]);
        let mut worst = Apart::default();
        for ((whole, texture), base) in whole.iter().zip(&texture).zip(&base) {
            let far = apart(&base.frame, &texture.frame, &whole.frame, true, 0..3);
            worst = Apart {
                most: worst.most.max(far.most),
                mean: worst.mean.max(far.mean),
                without: worst.without.max(far.without),
            };
        }
        println!("rgb {out}, passes {pass}: {worst:.2?} codes of 10 bits");
        assert!(worst.without > 8.0, "no texture: the test tells nothing");
        assert!(worst.most <= 0.2 && worst.mean <= 0.05, "{pass}: {worst:?}");
        // A matte is grey from black to white in full range.
        let luma = matte.iter().flat_map(|frame| frame.frame.luma().samples());
        assert!(luma.clone().any(|v| *v == 0) && luma.clone().any(|v| *v > 60_000));
    }
}

#[test]
fn a_range_in_the_middle_of_a_shot_has_the_passes_of_those_frames() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    let passes = |name: &str| {
        let file = |kind: &str| Some(bench.path(&format!("{kind}_{name}.mkv")));
        PassWish { texture: file("texture"), base: file("base"), matte: file("matte"), ..PassWish::default() }
    };
    let whole = rendered(&bench, &clip, "whole.mkv", passes("whole"), 16);
    // By the same recipe: a plan of a part may choose otherwise.
    let part = FixWish { range: Some("1..3".into()), recipe: Some(whole.recipe), ..wish(passes("part"), 16) };
    treat(&bench.tools, &clip, &bench.path("part.mkv"), &part, &Silent).unwrap();
    for kind in ["", "texture_", "base_", "matte_"] {
        let [all, some] = ["whole", "part"]
            .map(|name| bench.framemd5(&bench.path(&format!("{kind}{name}.mkv")), "yuv420p16le"));
        assert_eq!((all.len(), some.as_slice()), (FRAMES, &all[1..3]), "{kind}");
        let times = |path: &Path| decode_all(&bench, path).iter().map(|one| one.pts).collect::<Vec<_>>();
        let of_part = times(&bench.path(&format!("{kind}part.mkv")));
        assert_eq!(of_part, times(&bench.path("part.mkv")), "{kind}: as the treated part");
    }
}

#[test]
fn layers_hold_the_flat_picture_and_are_known_again() {
    let bench = Bench::new();
    let clip = rgb(&bench, &drawn(&bench));
    let (out, layers) = (bench.path("flat_%05d.png"), bench.path("layers.psd"));
    let passes = PassWish { layers: Some(layers.clone()), ..PassWish::default() };
    let one = FixWish {
        guard: Guard::new(false),
        keeps_what_fits: true,
        range: Some("1..2".into()),
        ..wish(passes.clone(), 16)
    };
    let fixed = || fix(&bench.tools, &clip, &out, &one, &Silent);
    assert!(!fixed().unwrap().was_there);
    let [flat, merged] =
        [bench.path("flat_00001.png"), layers.clone()].map(|file| bench.framemd5(&file, "gbrp16le"));
    assert_eq!((flat.len(), &flat), (1, &merged), "what FFmpeg reads of both");
    assert!(fixed().unwrap().was_there, "nothing is made twice");
    std::fs::remove_file(&layers).unwrap();
    assert!(!fixed().unwrap().was_there && layers.exists());
    std::fs::write(&layers, b"mine").unwrap();
    let said = fixed().unwrap_err().to_string();
    assert!(said.contains("layers.psd") && said.contains("--overwrite"), "{said}");
    // Of a film there is no one picture, and a TIFF has no such layers.
    let whole = treat(&bench.tools, &clip, &bench.path("film.mkv"), &wish(passes, 16), &Silent);
    let said = whole.unwrap_err().to_string();
    assert!(said.contains(&format!("{FRAMES} frames")) && said.contains("--range"), "{said}");
    let tiff = PassWish { layers: Some(bench.path("layers.tif")), ..PassWish::default() };
    let said = treat(&bench.tools, &clip, &bench.path("film.mkv"), &wish(tiff, 16), &Silent);
    assert!(said.unwrap_err().to_string().contains(".psd"));
    assert!(!bench.leftovers());
}

#[test]
fn passes_are_known_again_wherever_they_lie() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    std::fs::create_dir(bench.path("layers")).unwrap();
    let (out, matte, texture) =
        (bench.path("out.mkv"), bench.path("layers/matte_%05d.png"), bench.path("texture.mkv"));
    let passes =
        PassWish { matte: Some(matte.clone()), texture: Some(texture.clone()), ..PassWish::default() };
    let wish = |passes: &PassWish| FixWish {
        guard: Guard::new(false),
        keeps_what_fits: true,
        ..wish(passes.clone(), 10)
    };
    let fixed = |passes: &PassWish| fix(&bench.tools, &clip, &out, &wish(passes), &Silent);
    assert!(!fixed(&passes).unwrap().was_there);
    let first = bench.framemd5(&texture, "yuv420p16le");
    assert!(fixed(&passes).unwrap().was_there, "nothing is made twice");
    // Only some of them, or none.
    assert!(fixed(&PassWish { matte: None, ..passes.clone() }).unwrap().was_there);
    assert!(fixed(&PassWish::default()).unwrap().was_there);
    // One that is gone is made again, without a question, and so is all that was made for another wish.
    std::fs::remove_file(bench.path("layers/matte_00002.png")).unwrap();
    assert!(!fixed(&passes).unwrap().was_there);
    assert!(
        bench.path("layers/matte_00002.png").exists() && bench.framemd5(&texture, "yuv420p16le") == first
    );
    let other = FixWish { seed: 2, ..wish(&PassWish { texture: None, ..passes.clone() }) };
    assert!(!fix(&bench.tools, &clip, &out, &other, &Silent).unwrap().was_there);
    let both = FixWish { seed: 2, ..wish(&passes) };
    assert!(
        !fix(&bench.tools, &clip, &out, &both, &Silent).unwrap().was_there,
        "the texture is of the first wish"
    );
    assert!(fix(&bench.tools, &clip, &out, &both, &Silent).unwrap().was_there);
    // What somebody changed is his.
    std::fs::write(bench.path("layers/matte_00003.png"), b"mine").unwrap();
    let said = fix(&bench.tools, &clip, &out, &both, &Silent).unwrap_err().to_string();
    assert!(said.contains("matte_00003.png") && said.contains("--overwrite"), "{said}");
    // And what another output has is not this one's.
    let second = FixWish { guard: Guard::new(false), ..both };
    let said = fix(
        &bench.tools,
        &clip,
        &bench.path("second.mkv"),
        &FixWish { passes: PassWish { texture: Some(texture), ..PassWish::default() }, ..second },
        &Silent,
    )
    .unwrap_err()
    .to_string();
    assert!(said.contains("texture.mkv"), "{said}");
    assert!(!bench.leftovers());
}
