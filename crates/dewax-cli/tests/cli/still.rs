//! `still grab`, and `--reference`: a frame is a still, and shots are matched to it.

use crate::tools::{Place, Ran, program};
use dewax::color::Cdl;

fn run(place: &Place, arguments: &[&str]) -> Ran {
    Ran::of(program().args(arguments).current_dir(place.root()))
}

#[test]
fn a_still_is_a_picture_and_what_it_was_taken_of_is_like_it() {
    let (place, _clip) = Place::with_clip();
    let ran = run(&place, &["still", "grab", "clip.mp4@3", "--faces=off", "-o", "hero.still"]);
    let ran = ran.done();
    assert!(ran.out.contains("frame 3 of clip.mp4") && ran.out.contains("L* "), "{ran:#?}");
    let bytes = std::fs::read(place.at("hero.still")).unwrap();
    assert!(bytes.starts_with(b"\x89PNG") && bytes.windows(11).any(|w| w == b"dewax still"));
    assert_eq!(place.names(), ["clip.mp4", "hero.still"]);
    // The clip itself is as its still.
    let same = run(
        &place,
        &["plan", "clip.mp4", "--faces=off", "--reference", "hero.still", "-o", "same.toml", "-v"],
    );
    let same = same.done();
    assert!(same.out.contains("Shot 1 is not matched to hero.still: its skin is as that"), "{same:#?}");
    // What is given by hand is not matched away, and what is graded is led back.
    let graded = ["--balance.slope_blue=0.92", "--balance.offset_red=0.015"];
    run(
        &place,
        &[&["render", "clip.mp4", "--look=off", "--codec=ffv1", "-q", "-o", "graded.mkv"][..], &graded]
            .concat(),
    )
    .done();
    let words = ["plan", "graded.mkv", "--faces=off", "--reference", "hero.still", "-o", "back.toml", "-v"];
    let back = run(&place, &words);
    let back = back.done();
    assert!(back.out.contains("Shot 1 is matched to hero.still"), "{back:#?}");
    let value = |name: &str| -> f64 {
        let text = std::fs::read_to_string(place.at("back.toml")).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = ")).unwrap();
        line.parse().unwrap()
    };
    // What skin of that grade becomes: its blue had become less beside its red, 0.55 of it where 0.61 was.
    let three = |what: &str| ["red", "green", "blue"].map(|colour| value(&format!("{what}_{colour}")) as f32);
    let (slope, offset, power) = (three("slope"), three("offset"), three("power"));
    let [red, _, blue] =
        Cdl { slope, offset, power, saturation: value("saturation") as f32 }.graded([0.735, 0.53, 0.405]);
    assert!(blue / red > 0.58, "{red} {blue}");
}

#[test]
fn what_is_no_still_is_said_in_one_line() {
    let (place, _clip) = Place::with_clip();
    place.put("a.still", b"\x89PNG\r\n\x1a\n");
    for (still, word) in [("a.still", "no still"), ("clip.mp4", "no still"), ("none.still", "none.still")] {
        let ran =
            run(&place, &["plan", "clip.mp4", "--faces=off", "-q", "-o", "r.toml", "--reference", still]);
        assert_eq!(ran.code, Some(1), "{ran:#?}");
        assert!(ran.err.contains(word) && ran.err.lines().count() == 1, "{ran:#?}");
    }
    let late = run(&place, &["still", "grab", "clip.mp4@999", "--faces=off", "-q", "-o", "x.still"]);
    assert!(matches!(late.code, Some(1 | 2)) && late.err.contains("999"), "{late:#?}");
    assert_eq!(place.names(), ["a.still", "clip.mp4"]);
}
