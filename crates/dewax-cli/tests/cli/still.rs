//! `still grab`, and `--reference`: a frame is a still, and shots are matched to it.

use crate::tools::{Place, Ran, ffmpeg, pictures, program};
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
    assert!(
        back.out.contains("Shot 1 is matched to hero.still") && back.out.contains("shadows "),
        "{back:#?}"
    );
    assert!(back.out.contains("Its colours are matched to hero.still: its skin lay "), "{back:#?}");
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

/// The bytes behind a text in base64 (RFC 4648, section 4).
fn of_base64(text: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0);
    for letter in text.bytes().take_while(|b| *b != b'=') {
        bits = bits << 6 | letters.iter().position(|l| *l == letter).unwrap() as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}

#[test]
fn no_certificate_is_judged_through_a_show_lut() {
    let (place, _clip) = Place::with_clip();
    let (from, to) = (place.at("clip.mp4"), place.at("shifted.mkv"));
    let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
    ffmpeg(["-i", from, "-vf", "lutyuv=v=val+12", "-c:v", "ffv1", to]);
    // All grey: nothing could be told from anything behind it. And one so steep that a level becomes ten.
    place.put("flat.cube", b"LUT_1D_SIZE 2\n0.5 0.5 0.5\n0.5 0.5 0.5\n");
    place.put(
        "steep.cube",
        b"LUT_1D_SIZE 2\nDOMAIN_MIN 0.45 0.45 0.45\nDOMAIN_MAX 0.55 0.55 0.55\n0 0 0\n1 1 1\n",
    );
    let judged = |more: &[&str]| {
        let words = ["verify", "shifted.mkv", "--source", "clip.mp4", "--faces=off", "--json"];
        let ran = run(&place, &[&words[..], more].concat());
        assert!(ran.code.is_some_and(|code| code != 0), "its colours moved: {ran:#?}");
        ran.json()["report"]["certificate"].clone()
    };
    let plain = judged(&[]);
    let skin_de = plain["frame"][0]["skin_de"].as_f64();
    assert!(plain["passed"] == false && skin_de.is_some_and(|de| de > 2.0), "{plain:#}");
    for lut in ["flat.cube", "steep.cube"] {
        assert_eq!(judged(&["--show-lut", lut]), plain, "{lut}");
    }
}

#[test]
fn a_film_is_seen_through_its_show_lut_or_that_of_the_call() {
    let (place, _clip) = Place::with_clip();
    place.put("film.cube", b"LUT_1D_SIZE 2\n1 1 1\n0 0 0\n");
    place.put("call.cube", b"LUT_1D_SIZE 2\n0 0 0\n0.5 0.5 0.5\n");
    let film = "film_version = 1\nname = \"f\"\nshow_lut = \"film.cube\"\nbake_lut = true\n[[shot]]\nname = \"a\"\nfile = \"clip.mp4\"\n";
    let none = film.replace("show_lut = \"film.cube\"\n", "");
    place.put("film.dewax.toml", none.as_bytes());
    run(&place, &["fix", "film.dewax.toml", "-o", "none"]).refused(1, &["film.dewax.toml", "--show-lut"]);
    place.put("film.dewax.toml", film.as_bytes());
    for (out, more, name) in
        [("own", &[][..], "film.cube"), ("said", &["--show-lut", "call.cube"][..], "call.cube")]
    {
        let words = ["fix", "film.dewax.toml", "--look=light", "--faces=off", "-q", "-o", out];
        run(&place, &[&words[..], more].concat()).done();
        let recipe = std::fs::read_to_string(place.at(&format!("{out}/a.mov.dewax/recipe.toml"))).unwrap();
        assert!(recipe.contains(&format!("[show_lut]\nname = \"{name}\"\n")), "{recipe}");
        let page = std::fs::read_to_string(place.at(&format!("{out}/film.html"))).unwrap();
        assert!(page.contains(&format!("Seen through the show LUT {name}")), "{name}");
        let [plain, shown] =
            ["a.mov", "a.shown.mov"].map(|file| pictures(&place.at(&format!("{out}/{file}"))));
        assert!(
            plain.len() == shown.len() && plain.iter().zip(&shown).all(|(plain, shown)| plain != shown),
            "{name}"
        );
    }
}

#[test]
fn a_show_lut_is_looked_through_and_named_and_never_laid() {
    let (place, _clip) = Place::with_clip();
    // A negative: nobody could take it for what it is seen without.
    place.put("show.cube", b"TITLE \"negative\"\r\nLUT_1D_SIZE 2\r\n1 1 1\r\n0 0 0\r\n");
    let lut = ["--show-lut", "show.cube"];
    let fix = |out: &str, more: &[&str]| {
        let words = ["fix", "clip.mp4", "--look=light", "--faces=off", "-o", out];
        run(&place, &[&words[..], more].concat()).done();
        let text = |name: &str| std::fs::read_to_string(place.at(&format!("{out}.dewax/{name}"))).unwrap();
        (pictures(&place.at(out)), text("report.html"), text("recipe.toml"))
    };
    let (plain, seen) = (fix("plain.mov", &[]), fix("seen.mov", &lut));
    assert!(plain.0 == seen.0, "it is not in what is written");
    let note = "Seen through the show LUT show.cube (\u{201c}negative\u{201d}, 1D, 2, SHA-256 ";
    assert!(seen.1.contains(note) && !plain.1.contains("show LUT"), "{}", seen.1);
    let shown = |page: &str| {
        let text = page.split("data:image/png;base64,").nth(1).unwrap().split('"').next().unwrap();
        place.put("shown.png", &of_base64(text));
        pictures(&place.at("shown.png"))
    };
    assert_ne!(shown(&plain.1), shown(&seen.1), "what people see is seen through it");
    assert!(
        seen.2.contains("[show_lut]\nname = \"show.cube\"\nsha256 = \"") && !plain.2.contains("show_lut")
    );
    // A recipe that was judged so says so where nobody looks through it.
    let again =
        run(&place, &["fix", "clip.mp4", "--recipe", "seen.mov.dewax/recipe.toml", "-v", "-o", "again.mov"]);
    assert!(again.out.contains("was made behind the show LUT show.cube"), "{again:#?}");
    assert_eq!(pictures(&place.at("again.mov")), seen.0);
    let judged = run(
        &place,
        &[&["verify", "seen.mov", "--source", "clip.mp4", "--faces=off", "-v"][..], &lut].concat(),
    );
    assert!(judged.out.contains("Seen through the show LUT"), "{judged:#?}");
    // Behind another, or none, the recipe's is named.
    place.put("other.cube", b"LUT_1D_SIZE 2\n0 0 0\n1 1 1\n");
    let verified = |more: &[&str]| {
        let words = ["verify", "seen.mov", "--source", "clip.mp4", "--faces=off", "-v"];
        run(&place, &[&words[..], more].concat()).out
    };
    assert!(verified(&[]).contains("was made behind the show LUT show.cube"));
    let other = verified(&["--show-lut", "other.cube"]);
    assert!(
        other.contains("show LUT other.cube") && other.contains("behind another show LUT, show.cube"),
        "{other}"
    );
    let cut = ["compare", "clip.mp4", "seen.mov", "--at-cut", "-o", "cut.png"];
    let cut = run(&place, &[&cut[..], &lut].concat());
    assert!(
        cut.code == Some(2) && cut.err.contains("'--at-cut' cannot be used with '--show-lut"),
        "{cut:#?}"
    );
    // Two pictures beside each other are seen through it as well.
    let compare = |out: &str, more: &[&str]| {
        run(&place, &[&["compare", "clip.mp4", "seen.mov", "--frame", "3", "-o", out][..], more].concat())
            .done();
        std::fs::read(place.at(out)).unwrap()
    };
    assert_ne!(compare("plain.png", &[]), compare("seen.png", &lut));
    place.put("broken.cube", b"LUT_1D_SIZE 2\n1 1 1\n0 0\n");
    let broken =
        run(&place, &["plan", "clip.mp4", "--faces=off", "-q", "-o", "r.toml", "--show-lut", "broken.cube"]);
    assert_eq!(broken.code, Some(1), "{broken:#?}");
    assert!(broken.err.contains("broken.cube` is no .cube: line 3: there must be 3 numbers"), "{broken:#?}");
}
