//! How clips are named: without a verb, by patterns, by folders, and into folders that are made.

use crate::tools::{Place, Ran, ffmpeg, pictures, program};

fn run(place: &Place, arguments: &[&str]) -> Ran {
    Ran::of(program().args(arguments).current_dir(place.root()))
}

/// A film of six small frames, or as many pictures as the pattern gets.
fn film(place: &Place, name: &str, frames: usize) {
    let count = frames.to_string();
    let out = place.at(name);
    std::fs::create_dir_all(out.parent().unwrap()).unwrap();
    let form = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=12", "-frames:v", &count];
    ffmpeg(form.into_iter().chain([out.to_str().unwrap()]));
}

const QUICK: [&str; 2] = ["--look=off", "--faces=off"];

fn quick<'a>(words: &[&'a str]) -> Vec<&'a str> {
    words.iter().copied().chain(QUICK).collect()
}

#[test]
fn a_clip_without_a_verb_is_answered_with_the_verb() {
    let place = Place::new();
    run(&place, &["shot.mp4"]).refused(2, &["`shot.mp4` is no verb", "did you mean: dewax fix shot.mp4"]);
    run(&place, &["-q", "my shots/*.mp4"]).refused(2, &["dewax fix \"my shots/*.mp4\""]);
    let other = run(&place, &["diagnoze"]);
    assert!(
        other.code == Some(2) && other.err.contains("diagnose") && !other.err.contains("dewax fix"),
        "{other:#?}"
    );
}

#[test]
fn quoted_patterns_go_into_a_folder_that_is_made() {
    let place = Place::new();
    ["shots/a1.mp4", "shots/a2.mp4", "shots/b.mov"].iter().for_each(|name| film(&place, name, 6));
    let ran = run(&place, &quick(&["fix", "shots/a*.mp4", "-o", "new/deep/"])).done();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(
        lines.len() == 3 && lines[0].starts_with("a1.mp4") && lines[2].starts_with("2 clips: "),
        "{ran:#?}"
    );
    for name in ["new/deep/a1_dewax.mov", "new/deep/a2_dewax.mov"] {
        assert_eq!(pictures(&place.at(name)).len(), 6, "{name}");
    }
    run(&place, &quick(&["render", "shots/b.mov", "-o", "one/"])).done();
    assert!(place.at("one/b_dewax.mov").is_file());
    let ran = run(&place, &["diagnose", "shots/*", "--faces=off"]).done();
    assert!(ran.out.lines().count() == 4 && ran.out.contains("3 clips: "), "{ran:#?}");
    run(&place, &quick(&["plan", "shots/?1.mp4", "-o", "recipes/"])).done();
    assert!(place.at("recipes/a1.toml").is_file());
    let ran = run(&place, &quick(&["plan", "shots/*.mp4", "-o", "more/"])).done();
    assert!(place.at("more/a1.toml").is_file() && place.at("more/a2.toml").is_file(), "{ran:#?}");
    run(&place, &quick(&["plan", "shots/*.mp4"])).refused(1, &["2 clips have 2 recipes", "-o"]);
    for verb in ["fix", "diagnose", "plan"] {
        run(&place, &[verb, "shots/*.mkv"])
            .refused(1, &["no file matches `shots/*.mkv`", "2 .mp4", "1 .mov"]);
    }
    run(&place, &quick(&["fix", "shots/none.mp4", "-o", "empty/"])).refused(1, &["none.mp4"]);
    assert!(!place.at("empty").exists(), "what was made for nothing goes again");
}

#[test]
fn numbered_pictures_of_a_folder_are_one_clip_and_it_says_so() {
    let place = Place::new();
    film(&place, "frames/f_%04d.png", 9);
    let ran = run(&place, &quick(&["fix", "frames", "-o", "out.mov"])).done();
    assert!(
        ran.err.contains("9 numbered pictures, taken as the one clip") && ran.err.contains("f_%04d.png"),
        "{ran:#?}"
    );
    assert_eq!(pictures(&place.at("out.mov")).len(), 9);
    let ran = run(&place, &quick(&["fix", "frames/*[12].png", "-o", "each/"])).done();
    assert!(
        place.at("each/f_0001_dewax.png").is_file() && place.at("each/f_0002_dewax.png").is_file(),
        "{ran:#?}"
    );
    // A pattern with a number stays one.
    run(&place, &quick(&["fix", "frames/f_%04d.png", "-o", "again.mov"])).done();
    assert_eq!(pictures(&place.at("again.mov")), pictures(&place.at("out.mov")));
}

#[test]
fn a_file_that_grows_much_is_said_before() {
    let place = Place::new();
    film(&place, "a.mp4", 24);
    let ran = run(&place, &quick(&["fix", "a.mp4", "-o", "a.mov"])).done();
    let line = ran.err.lines().next().unwrap_or_default();
    for word in ["a.mp4: about ", " s, about ", "kB (ProRes 422 HQ); --codec h264 is smaller"] {
        assert!(line.contains(word), "{word}: {ran:#?}");
    }
    for more in [&["--codec", "h264", "--crf", "40"][..], &["-q", "--force"]] {
        let ran = run(&place, &quick(&[&["fix", "a.mp4", "-o", "b.mov"], more].concat())).done();
        assert!(ran.err.is_empty(), "{ran:#?}");
    }
}
