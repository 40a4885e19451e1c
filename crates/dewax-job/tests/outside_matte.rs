//! A given mask with the real FFmpeg: it bounds the change whatever it is stored as, and is refused when it does not fit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all, ffmpeg};
use dewax::face::{FaceOptions, FaceState, Mode, Scores, Square, Tier};
use dewax::param::Limits;
use dewax::px::{Mask, Plane, Rect};
use dewax::recipe::{Look, Recipe};
use dewax::skin::given::part_of_face;
use dewax::stack::Setting;
use dewax::stow::Stowed;
use dewax_job::fix::{FixWish, Treated, fix, treat};
use dewax_job::job::{JobError, Silent};
use dewax_job::session::{Session, SessionWish};
use dewax_media::decode::Picture;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{Opening, open};
use dewax_media::target::{Codec, Wishes};
use std::path::{Path, PathBuf};

const FRAMES: usize = 8;

/// A grey clip with noise: nothing of it is of skin colour.
fn grey(bench: &Bench, size: &str) -> PathBuf {
    let graph = format!("color=0x808080:s={size}:r=24,noise=c0s=10:c0f=t,trim=end_frame={FRAMES}");
    bench.clip("grey.mkv", &["-f", "lavfi", "-i", &graph, "-pix_fmt", "yuv420p", "-c:v", "ffv1"])
}

/// A white box of 40x30 on black that moves 8 px to the right in every frame.
fn moving(bench: &Bench, name: &str, frames: usize, more: &[&str]) -> PathBuf {
    let graph = format!(
        "color=black:s=160x120:r=24,format=gbrp[a];color=white:s=40x30:r=24,format=gbrp[b];\
         [a][b]overlay=x=16+8*n:y=24:format=gbrp,trim=end_frame={frames}"
    );
    let path = bench.path(name);
    let fixed = ["-f", "lavfi", "-i", &graph];
    ffmpeg(&[&fixed, more].concat(), &path);
    path
}

fn still(bench: &Bench, name: &str, size: &str, white: &str) -> PathBuf {
    let graph = format!("color=black:s={size}:r=24,format=gbrp,drawbox={white}:color=white:t=fill");
    let path = bench.path(name);
    ffmpeg(&["-f", "lavfi", "-i", &graph, "-frames:v", "1"], &path);
    path
}

/// Grain in the skin, and nothing else.
fn wish(mask: Option<&Path>) -> FixWish {
    let mut look = Look::named("off").unwrap();
    for text in ["mask.amount=1", "skin_grain.amount_levels=4", "skin_grain.auto=false"] {
        look.pin(Setting::read(text, Limits::Beyond).unwrap());
    }
    FixWish {
        faces: FaceChoice { tier: Some(Tier::ColourOnly), options: FaceOptions::default() },
        mask: mask.map(Path::to_owned),
        delivery: Wishes { codec: Some(Codec::Ffv1), ..Wishes::default() },
        ..FixWish::new(look, Guard::new(true))
    }
}

#[track_caller]
fn treated(bench: &Bench, clip: &Path, out: &Path, wish: &FixWish) -> Treated {
    let treated = treat(&bench.tools, clip, out, wish, &Silent).unwrap();
    let proof = treated.certificate.file.iter().find(|p| p.what == "untouched outside the skin").unwrap();
    assert_eq!(proof.holds, Some(true), "{proof:?}");
    treated
}

#[track_caller]
fn refused(bench: &Bench, clip: &Path, out: &Path, wish: &FixWish, words: &[&str]) {
    let error = treat(&bench.tools, clip, out, wish, &Silent).unwrap_err();
    let text = error.to_string();
    assert!(!matches!(error, JobError::Interrupted) && !text.contains('\n'), "{text}");
    for word in words {
        assert!(text.contains(word), "`{word}` is not in `{text}`");
    }
    assert!(!out.exists() && !bench.leftovers(), "{text}");
}

/// The luma samples in which two pictures differ, as the rectangle around them.
fn changed(before: &Picture, after: &Picture) -> Rect {
    around(before, |x, y| before.frame.luma().row(y)[x] != after.frame.luma().row(y)[x])
}

fn around(picture: &Picture, is_in: impl Fn(usize, usize) -> bool) -> Rect {
    let (width, height) = (picture.frame.width(), picture.frame.height());
    let mut rect = Rect { x0: width, y0: height, x1: 0, y1: 0 };
    for y in 0..height {
        for x in (0..width).filter(|&x| is_in(x, y)) {
            rect.x0 = rect.x0.min(x);
            rect.x1 = rect.x1.max(x + 1);
            rect.y0 = rect.y0.min(y);
            rect.y1 = rect.y1.max(y + 1);
        }
    }
    rect
}

#[test]
fn the_change_follows_the_mask_and_stays_inside_it() {
    let bench = Bench::new();
    let clip = grey(&bench, "160x120");
    let before = decode_all(&bench, &clip);
    let mut first: Option<Vec<Picture>> = None;
    for (name, more) in [
        (
            "limited.mkv",
            &["-vf", "scale=out_range=tv,format=yuv420p", "-color_range", "tv", "-c:v", "ffv1"][..],
        ),
        ("grey.mkv", &["-vf", "format=gray", "-c:v", "ffv1"]),
        ("deep.mkv", &["-vf", "scale=out_range=tv,format=yuv444p10le", "-color_range", "tv", "-c:v", "ffv1"]),
        ("alpha.mov", &["-vf", "format=rgba", "-c:v", "png"]),
        ("mask_%05d.png", &["-vf", "format=rgb24"]),
    ] {
        // The second name of the grey mask keeps it apart from the clip.
        let mask = moving(&bench, &format!("m_{name}"), FRAMES, more);
        let out = bench.path("out.mkv");
        treated(&bench, &clip, &out, &wish(Some(&mask)));
        let after = decode_all(&bench, &out);
        assert_eq!(after.len(), FRAMES);
        let masks = decode_all(&bench, &mask);
        for (index, ((a, b), mask)) in before.iter().zip(&after).zip(&masks).enumerate() {
            let white = around(mask, |x, y| mask.frame.luma().row(y)[x] > 32768);
            assert_eq!((white.width(), white.height()), (40, 30), "{name}, frame {index}");
            assert_eq!(changed(a, b), white, "{name}, frame {index}");
            assert_eq!(a.frame.plane(1).row(0), b.frame.plane(1).row(0), "{name}");
        }
        let first = first.get_or_insert_with(|| after.clone());
        let same = first.iter().zip(&after).all(|(a, b)| a.frame.same_picture(&b.frame));
        assert!(same, "{name} gives other pixels than the first");
    }
    // Without a mask nothing here is skin.
    let out = bench.path("out.mkv");
    treat(&bench.tools, &clip, &out, &wish(None), &Silent).unwrap();
    let after = decode_all(&bench, &out);
    assert!(before.iter().zip(&after).all(|(a, b)| a.frame.same_picture(&b.frame)));
}

#[test]
fn one_frame_holds_for_all() {
    let bench = Bench::new();
    let clip = grey(&bench, "640x480");
    let before = decode_all(&bench, &clip);
    let picture = still(&bench, "still.png", "640x480", "x=100:y=80:w=201:h=99");
    let short = bench.path("still.mkv");
    ffmpeg(&["-i", &picture.display().to_string(), "-c:v", "ffv1"], &short);
    for mask in [picture, short] {
        let out = bench.path("out.mkv");
        let done = fix(&bench.tools, &clip, &out, &wish(Some(&mask)), &Silent).unwrap();
        let name = mask.file_name().unwrap().to_str().unwrap();
        let note = format!("The skin is what the mask {name} says (a still for all frames).");
        assert!(done.report.notes.contains(&note), "{:?}", done.report.notes);
        assert!(done.report.shots.iter().all(|s| s.faces_note.is_empty()));
        for (a, b) in before.iter().zip(&decode_all(&bench, &out)) {
            let rect = changed(a, b);
            // Weights lie 2 px apart at this size, so that an edge is that soft.
            let near = |got: usize, want: usize| got.abs_diff(want) <= 2;
            assert!(
                near(rect.x0, 100) && near(rect.x1, 301) && near(rect.y0, 80) && near(rect.y1, 179),
                "{rect:?}"
            );
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_in_a_sentence() {
    let bench = Bench::new();
    let clip = grey(&bench, "160x120");
    let out = bench.path("out.mkv");
    let ffv1 = ["-c:v", "ffv1"];
    let short = moving(&bench, "short.mkv", FRAMES - 2, &ffv1);
    refused(&bench, &clip, &out, &wish(Some(&short)), &["`short.mkv` has 6 frames", "has more", "a still"]);
    let long = moving(&bench, "long.mkv", FRAMES + 1, &ffv1);
    refused(
        &bench,
        &clip,
        &out,
        &wish(Some(&long)),
        &["`long.mkv` has more frames", "which has 8", "a still"],
    );
    let small = still(&bench, "small.png", "80x60", "x=0:y=0:w=9:h=9");
    refused(&bench, &clip, &out, &wish(Some(&small)), &["`small.png` is 80x60", "is 160x120", "export"]);
    let none = bench.path("none.mov");
    refused(
        &bench,
        &clip,
        &out,
        &wish(Some(&none)),
        &["the mask cannot be used", "none.mov` does not exist"],
    );
    let text = bench.path("text.mov");
    std::fs::write(&text, "no clip").unwrap();
    refused(&bench, &clip, &out, &wish(Some(&text)), &["the mask cannot be used", "is not a video"]);
    // The mask is a source, too: it is not written over.
    let fits = moving(&bench, "fits.mkv", FRAMES, &ffv1);
    let bytes = std::fs::read(&fits).unwrap();
    let error = treat(&bench.tools, &clip, &fits, &wish(Some(&fits)), &Silent).unwrap_err();
    assert!(error.to_string().contains("choose another name"), "{error}");
    assert_eq!(std::fs::read(&fits).unwrap(), bytes);
}

#[test]
fn a_recipe_with_a_mask_renders_the_same_again_and_in_parts() {
    let bench = Bench::new();
    let clip = grey(&bench, "160x120");
    let mask = moving(&bench, "mask.mkv", FRAMES, &["-c:v", "ffv1"]);
    let (out, again) = (bench.path("out.mkv"), bench.path("again.mkv"));
    let done = treated(&bench, &clip, &out, &wish(Some(&mask)));
    let recipe = Recipe::parse(&done.recipe.to_toml()).unwrap();
    let matte = recipe.matte.clone().unwrap();
    assert_eq!(matte.file, mask.display().to_string());
    let from_recipe = FixWish { recipe: Some(recipe.clone()), ..wish(None) };
    treated(&bench, &clip, &again, &from_recipe);
    let whole = bench.framemd5(&out, "yuv420p");
    assert_eq!(bench.framemd5(&again, "yuv420p"), whole);
    for (range, part) in [("3..6", 3..6), ("7..8", 7..8), ("..2", 0..2)] {
        let slice = FixWish { range: Some(range.into()), ..from_recipe.clone() };
        treated(&bench, &clip, &again, &slice);
        assert_eq!(bench.framemd5(&again, "yuv420p"), whole[part], "{range}");
    }
    // The mask may have moved; another one, or none, is refused.
    let moved = bench.path("moved.mkv");
    std::fs::rename(&mask, &moved).unwrap();
    treated(&bench, &clip, &again, &FixWish { mask: Some(moved), ..from_recipe.clone() });
    assert_eq!(bench.framemd5(&again, "yuv420p"), whole);
    let new = bench.path("new.mkv");
    refused(&bench, &clip, &new, &from_recipe, &["mask.mkv` is not there", "--mask"]);
    let other = still(&bench, "other.png", "160x120", "x=0:y=0:w=9:h=9");
    let with_other = FixWish { mask: Some(other.clone()), ..from_recipe };
    refused(&bench, &clip, &new, &with_other, &["mask.mkv`", "other.png` is another file", "plan again"]);
    let plain = Recipe { matte: None, ..recipe };
    let unplanned = FixWish { recipe: Some(plain), ..wish(Some(&other)) };
    refused(&bench, &clip, &new, &unplanned, &["made without a mask", "other.png`", "plan again"]);
}

#[test]
fn masks_of_turned_clips_lie_where_they_were_painted() {
    let bench = Bench::new();
    let grey = "color=0x808080:s=96x64:r=24,noise=c0s=10:c0f=t,trim=end_frame=3";
    let flat = bench.path("flat.mp4");
    ffmpeg(&["-f", "lavfi", "-i", grey, "-c:v", "libx264", "-pix_fmt", "yuv444p"], &flat);
    let white = "color=black:s=96x64:r=24,format=yuv444p,drawbox=x=10:y=6:w=30:h=20:color=white:t=fill,trim=end_frame=3";
    let stored = bench.path("stored.mp4");
    ffmpeg(&["-f", "lavfi", "-i", white, "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv444p"], &stored);
    let tagged = |from: &Path, name: &str| {
        let path = bench.path(name);
        ffmpeg(&["-i", &from.display().to_string(), "-c", "copy", "-metadata:s:v", "rotate=90"], &path);
        path
    };
    let (clip, as_shown) = (tagged(&flat, "turned.mp4"), tagged(&stored, "tagged.mp4"));
    // FFmpeg's own turn is the judge.
    let upright = bench.path("upright.mkv");
    ffmpeg(&["-i", &as_shown.display().to_string(), "-c:v", "ffv1"], &upright);
    let sources = [bench.path("kept.mov"), bench.path("baked.mkv")];
    let originals = {
        let baked = bench.path("plain.mkv");
        ffmpeg(&["-i", &clip.display().to_string(), "-c:v", "ffv1"], &baked);
        [decode_all(&bench, &clip), decode_all(&bench, &baked)]
    };
    let judge = &decode_all(&bench, &upright)[0];
    let painted =
        [Rect { x0: 10, y0: 6, x1: 40, y1: 26 }, around(judge, |x, y| judge.frame.luma().row(y)[x] > 30_000)];
    assert_eq!((painted[1].width(), painted[1].height()), (20, 30));
    for mask in [&stored, &as_shown, &upright] {
        for ((out, before), want) in sources.iter().zip(&originals).zip(painted) {
            treated(&bench, &clip, out, &wish(Some(mask)));
            for (a, b) in before.iter().zip(&decode_all(&bench, out)) {
                assert_eq!(changed(a, b), want, "{} to {}", mask.display(), out.display());
            }
        }
    }
}

#[test]
fn parts_of_faces_add_up_to_the_whole_mask() {
    let bench = Bench::new();
    let clip = grey(&bench, "160x120");
    let source = open(&bench.tools, &clip, Opening::default()).unwrap();
    let session = Session::open(&bench.tools, source, &SessionWish::default(), &Silent).unwrap();
    let picture = session.analysis.clip.picture();
    let step_px = picture.mask_step_px();
    let (width, height) = (160 / step_px, 120 / step_px);
    let mut weights = Plane::<f32>::new(width, height);
    // One face holds, one fades: what steps used has that in it.
    for y in 0..height {
        for (x, w) in weights.row_mut(y).iter_mut().enumerate() {
            *w = if x < width / 2 { 1.0 } else { 0.3 };
        }
    }
    let used = Mask { weights, step_px, roi: Rect { x0: 0, y0: 0, x1: 160, y1: 120 } };
    let face = |x: f32, weight: f32| FaceState {
        mode: Mode::BoxOnly,
        weight,
        square: Square { x, y: 60.0, side_px: 60.0, turn: [1.0, 0.0] },
        iod_px: 20.0,
        scores: Scores::default(),
        mesh: None,
        skin: None,
        person: Stowed::default(),
        hands: Vec::new(),
    };
    // The last one is not held any more, and lies in the middle.
    let faces = [face(40.0, 1.0), face(120.0, 0.3), face(80.0, 0.0)];
    let states: Vec<&FaceState> = faces.iter().collect();
    let parts: Vec<Option<Mask>> =
        (0..3).map(|which| part_of_face(&used, &picture, &states, which)).collect();
    assert!(parts[0].is_some() && parts[1].is_some() && parts[2].is_none());
    for (x, y) in (0..160).step_by(3).flat_map(|x| (0..120).step_by(3).map(move |y| (x, y))) {
        let sum: f32 = parts.iter().flatten().map(|part| part.at(x, y)).sum();
        assert!((sum - used.at(x, y)).abs() < 1e-5, "{x}, {y}: {sum} of {}", used.at(x, y));
    }
}
