//! `--mask`: a clip or still that says where the skin is, from the flag to the recipe and back.

use crate::tools::{FRAMES, Place, Ran, dewax, ffmpeg, pictures};
use std::path::{Path, PathBuf};

/// Grain in the skin and nothing else, so that every change is the mask's.
const GRAIN: &[&str] =
    &["--look=off", "--set=mask.amount=1", "--set=skin_grain.amount_levels=3", "--set=skin_grain.auto=false"];

/// A mask for the drawn clip: its left half.
fn left_half(place: &Place, name: &str, frames: usize) -> PathBuf {
    let path = place.at(name);
    let graph = "color=black:s=320x240:r=24,format=gbrp,drawbox=x=0:y=0:w=160:h=240:color=white:t=fill";
    let (count, codec) = (frames.to_string(), if name.ends_with("png") { "png" } else { "ffv1" });
    ffmpeg(["-f", "lavfi", "-i", graph, "-frames:v", &count, "-c:v", codec, path.to_str().unwrap()]);
    path
}

fn run(verb: &str, clip: &Path, more: &[&str]) -> Ran {
    dewax([verb, clip.to_str().unwrap()].iter().chain(more))
}

fn flag(mask: &Path) -> String {
    format!("--mask={}", mask.display())
}

/// A hash per picture of the right half.
fn right_half(place: &Place, path: &Path) -> Vec<String> {
    let cut = place.at("cut.mkv");
    ffmpeg([
        "-i",
        path.to_str().unwrap(),
        "-vf",
        "crop=160:240:160:0",
        "-c:v",
        "ffv1",
        cut.to_str().unwrap(),
    ]);
    pictures(&cut)
}

#[test]
fn a_mask_bounds_the_treatment_from_fix_to_verify() {
    let (place, clip) = Place::with_clip();
    let mask = left_half(&place, "mask.mkv", FRAMES);
    let bytes = std::fs::read(&mask).unwrap();
    let (given, out) = (flag(&mask), place.at("out.mkv"));
    let to = format!("--out={}", out.display());
    let ran = run("fix", &clip, &[GRAIN, &["--faces=off", "-v", &given, &to]].concat()).done();
    assert!(ran.out.contains("note: The skin is what the mask mask.mkv says (frame by frame)."), "{ran:#?}");
    assert!(ran.out.contains("0 samples outside the mask changed"), "{ran:#?}");
    let (before, after) = (pictures(&clip), pictures(&out));
    assert!(before.iter().zip(&after).all(|(b, a)| b != a), "every picture changes");
    assert_eq!(right_half(&place, &clip), right_half(&place, &out), "and nothing outside the mask");
    assert_eq!(std::fs::read(&mask).unwrap(), bytes, "the mask is only read");
    // Verify finds the mask in the recipe beside the file, or is told.
    let source = format!("--source={}", clip.display());
    for more in [&["-q"][..], &["-q", &given]] {
        run("verify", &out, &[&[source.as_str()], more].concat()).done();
    }
    let seen = run("diagnose", &clip, &["--faces=off", "--json", &given]).done().json();
    let notes = seen["clips"][0]["report"]["notes"].to_string();
    assert!(notes.contains("what the mask mask.mkv says"), "{notes}");
    let shown = run("faces", &clip, &["--faces=off", "--json", &given]);
    assert_eq!(shown.code, Some(0), "{shown:#?}");
}

#[test]
fn a_recipe_remembers_its_mask() {
    let (place, clip) = Place::with_clip();
    let mask = left_half(&place, "mask.png", 1);
    let recipe = place.at("r.toml");
    let (to, from) = (format!("--out={}", recipe.display()), format!("--recipe={}", recipe.display()));
    run("plan", &clip, &[GRAIN, &["-q", "--faces=off", &flag(&mask), &to]].concat()).done();
    let text = std::fs::read_to_string(&recipe).unwrap();
    assert!(text.contains("[matte]\nfile = ") && text.contains("mask.png"), "{text}");
    let render = |name: &str, more: &[&str]| {
        let (out, path) = (format!("--out={}", place.at(name).display()), place.at(name));
        let ran = run("render", &clip, &[&["-q", from.as_str(), &out], more].concat());
        (ran, path)
    };
    let (first, one) = render("one.mkv", &[]);
    first.done();
    assert_eq!(right_half(&place, &clip), right_half(&place, &one));
    // A still holds for all frames, and in every part of the clip.
    let (part, two) = render("two.mkv", &["--range=7..12"]);
    part.done();
    assert_eq!(pictures(&two), pictures(&one)[7..12]);
    let moved = place.at("moved.png");
    std::fs::rename(&mask, &moved).unwrap();
    render("no.mkv", &[]).0.refused(1, &["mask.png` is not there", "--mask"]);
    render("three.mkv", &[&flag(&moved)]).0.done();
    let other = left_half(&place, "other.mkv", FRAMES);
    render("no.mkv", &[&flag(&other)]).0.refused(1, &["other.mkv` is another file", "its bytes differ"]);
    assert!(!place.at("no.mkv").exists() && !place.at("no.mkv.dewax").exists());
}

#[test]
fn masks_that_do_not_fit_are_refused_in_one_line() {
    let (place, clip) = Place::with_clip();
    let out = place.at("out.mkv");
    let to = format!("--out={}", out.display());
    let fix = |mask: &Path, more: &[&str]| {
        run("fix", &clip, &[&["-q", "--faces=off", flag(mask).as_str(), &to], more].concat())
    };
    let short = left_half(&place, "short.mkv", FRAMES - 3);
    fix(&short, &[]).refused(1, &["`short.mkv` has 27 frames", "`clip.mp4` has more", "give a still"]);
    let long = left_half(&place, "long.mkv", FRAMES + 1);
    fix(&long, &[]).refused(1, &["`long.mkv` has more frames", "which has 30"]);
    let small = place.at("small.png");
    ffmpeg(["-f", "lavfi", "-i", "color=white:s=160x120", "-frames:v", "1", small.to_str().unwrap()]);
    fix(&small, &[]).refused(1, &["`small.png` is 160x120", "`clip.mp4` is 320x240", "export"]);
    fix(&place.at("none.png"), &[]).refused(1, &["the mask cannot be used", "does not exist"]);
    // Whose skin it is, is painted, not chosen.
    let still = left_half(&place, "still.png", 1);
    assert_eq!(fix(&still, &["--drop-track=1"]).code, Some(2));
    assert!(place.names().iter().all(|name| !name.starts_with("out") && !name.starts_with(".out")));
}
