//! What is there and fits is not made again, and what dewax made is not treated twice by chance.

use crate::tools::{Place, Ran, ffmpeg, ffprobe, pictures, program};
use std::time::SystemTime;

fn run(place: &Place, arguments: &[&str]) -> Ran {
    let quick = ["--look=off", "--faces=off"];
    Ran::of(program().args(arguments).args(quick).current_dir(place.root()))
}

fn film(place: &Place, name: &str, more: &[&str]) {
    let out = place.at(name);
    let form = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=12", "-frames:v", "6"];
    ffmpeg(form.iter().chain(more).chain(&[out.to_str().unwrap()]));
}

fn made_at(place: &Place, name: &str) -> SystemTime {
    place.at(name).metadata().unwrap().modified().unwrap()
}

#[test]
fn what_is_there_and_fits_is_not_made_again() {
    let place = Place::new();
    film(&place, "a.mp4", &[]);
    let fix = |more: &[&str]| run(&place, &[&["fix", "a.mp4", "-o", "out.mov"], more].concat());
    let first = fix(&[]).done();
    let at = made_at(&place, "out.mov");
    let second = fix(&[]);
    assert_eq!((second.code, made_at(&place, "out.mov")), (first.code, at), "{second:#?}");
    assert!(second.out.contains("is there and fits") && second.out.contains("--force"), "{second:#?}");
    assert!(fix(&["--json"]).json()["clips"][0]["was_there"].as_bool().unwrap());
    // Whatever is wished otherwise is made: one value, one frame less, another codec, by force.
    let mut before = at;
    for more in [
        &["--force"][..],
        &["--set=balance.saturation=0.9"],
        &["--range=0..5"],
        &["--seed=7"],
        &["--codec=prores4444"],
    ] {
        let ran = fix(more).done();
        let now = made_at(&place, "out.mov");
        assert!(now > before && !ran.out.contains("is there and fits"), "{more:?} {ran:#?}");
        before = now;
    }
    // Another source of that name, and a result without its report.
    fix(&["--force"]).done();
    let before = made_at(&place, "out.mov");
    film(&place, "a.mp4", &["-vf", "negate"]);
    fix(&[]).done();
    let after = made_at(&place, "out.mov");
    assert!(after > before, "another source");
    std::fs::remove_file(place.at("out.mov.dewax/report.json")).unwrap();
    fix(&[]).done();
    assert!(made_at(&place, "out.mov") > after, "no report");
    // One that somebody changed is no longer dewax's to judge or to replace.
    let mut bytes = std::fs::read(place.at("out.mov")).unwrap();
    bytes.push(0);
    std::fs::write(place.at("out.mov"), bytes).unwrap();
    fix(&[]).refused(1, &["out.mov", "--overwrite"]);
}

#[test]
fn of_several_clips_only_those_that_are_missing_are_made() {
    let place = Place::new();
    film(&place, "a.mp4", &[]);
    run(&place, &["fix", "a.mp4", "-o", "new/"]).done();
    film(&place, "b.mp4", &[]);
    let ran = run(&place, &["fix", "?.mp4", "-o", "new/"]).done();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].contains("is there and fits") && !lines[1].contains("is there"), "{ran:#?}");
    assert!(lines[2].contains("1 there already"), "{ran:#?}");
}

#[test]
fn a_film_that_dewax_made_is_known_under_any_name() {
    let place = Place::new();
    film(&place, "plain.mp4", &["-metadata", "title=One"]);
    film(&place, "said.mp4", &["-metadata", "title=One", "-metadata", "comment=by Ann"]);
    for source in ["plain.mp4", "said.mp4"] {
        for ending in ["mov", "mp4", "mkv"] {
            let out = format!("out.{ending}");
            run(&place, &["fix", source, "--force", "-o", &out]).done();
            let tags = ffprobe(["-show_entries", "format_tags", place.at(&out).to_str().unwrap()]);
            assert!(tags.contains("treated by dewax") && tags.contains("=One"), "{out}: {tags}");
            assert_eq!(
                tags.contains("omment=by Ann") || tags.contains("OMMENT=by Ann"),
                source == "said.mp4",
                "{tags}"
            );
            let stray = format!("stray/{source}.{ending}");
            std::fs::create_dir_all(place.at("stray")).unwrap();
            std::fs::copy(place.at(&out), place.at(&stray)).unwrap();
            run(&place, &["fix", &stray, "-o", "never.mov"])
                .refused(1, &[&format!("{source}.{ending}"), "made by dewax", "--again"]);
            assert!(!place.at("never.mov").exists());
        }
    }
    let again = run(&place, &["fix", "stray/plain.mp4.mov", "-v", "-o", "twice.mov", "--again"]).done();
    assert!(again.out.contains("treated 2 times"), "{again:#?}");
    let report = std::fs::read_to_string(place.at("twice.mov.dewax/report.html")).unwrap();
    assert!(report.contains("treated 2 times"));
    run(&place, &["fix", "twice.mov", "-o", "never.mov"]).refused(1, &["--again"]);
    let third = run(&place, &["fix", "twice.mov", "-v", "-o", "thrice.mov", "--again"]).done();
    assert!(third.out.contains("treated 3 times"), "{third:#?}");
    // Who renders a recipe, measures or compares says what he wants by that.
    run(&place, &["render", "stray/plain.mp4.mov", "-o", "r.mov"]).done();
    assert_eq!(pictures(&place.at("r.mov")).len(), 6);
}

#[test]
fn a_picture_is_known_by_the_folder_beside_it() {
    let place = Place::new();
    let out = place.at("a.png");
    ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1", out.to_str().unwrap()]);
    run(&place, &["fix", "a.png", "-o", "b.png"]).done();
    run(&place, &["fix", "b.png", "-o", "c.png"]).refused(1, &["b.png", "the folder beside it", "--again"]);
    run(&place, &["fix", "b.png", "-o", "c.png", "--again"]).done();
}

#[test]
fn a_clip_of_the_same_name_does_not_take_the_place_of_another_ones_result() {
    let place = Place::new();
    for (day, more) in [("day1", &["-vf", "hue=s=1"][..]), ("day2", &["-vf", "negate"])] {
        std::fs::create_dir(place.at(day)).unwrap();
        film(&place, &format!("{day}/shot.mp4"), more);
    }
    run(&place, &["fix", "day1/shot.mp4"]).done();
    let at = made_at(&place, "shot_dewax.mov");
    run(&place, &["fix", "day2/shot.mp4"])
        .refused(1, &["shot_dewax.mov", "day1/shot.mp4", "-o", "--overwrite"]);
    assert_eq!(made_at(&place, "shot_dewax.mov"), at);
    // Named, it is what is wanted; and a clip that was made anew where it lay is the same one.
    run(&place, &["fix", "day2/shot.mp4", "-o", "shot_dewax.mov"]).done();
    film(&place, "day2/shot.mp4", &["-vf", "hue=s=0"]);
    run(&place, &["fix", "day2/shot.mp4"]).done();
    run(&place, &["fix", "day1/shot.mp4", "--overwrite"]).done();
}
