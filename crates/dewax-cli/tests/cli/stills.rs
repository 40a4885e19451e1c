//! `stills`: many pictures in one call; one that fails costs only itself, and nothing that is there is lost.

use crate::tools::{Place, Ran, program};
use serde_json::Value;
use std::borrow::Cow;
use std::path::Path;

fn run(place: &Place, arguments: &[&str]) -> Ran {
    Ran::of(program().args(arguments).current_dir(place.root()))
}

/// A picture of 8 bits that `value` tells, with a generator's text and a density.
fn picture(path: &Path, value: impl Fn(usize, usize) -> [u8; 3]) {
    let (width, height) = (96, 128);
    let mut info = png::Info::with_size(width as u32, height as u32);
    info.color_type = png::ColorType::Rgb;
    info.pixel_dims = Some(png::PixelDimensions { xppu: 11811, yppu: 11811, unit: png::Unit::Meter });
    info.icc_profile = None::<Cow<'_, [u8]>>;
    let mut encoder = png::Encoder::with_info(std::fs::File::create(path).unwrap(), info).unwrap();
    encoder.add_text_chunk("parameters".into(), "portrait, Steps: 30".into()).unwrap();
    let pixels: Vec<u8> = (0..width * height).flat_map(|i| value(i % width, i / width)).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
}

/// A wall: nothing in it is skin.
fn wall(salt: usize) -> impl Fn(usize, usize) -> [u8; 3] {
    move |x, y| {
        let v = ((x / 8 * 31 + y / 8 * 57 + salt * 13) % 120) as u8;
        [v, v + 20, v + 90]
    }
}

/// A place with three pictures, one of them broken.
fn place() -> Place {
    let place = Place::new();
    std::fs::create_dir(place.at("in")).unwrap();
    picture(&place.at("in/ada.png"), wall(1));
    picture(&place.at("in/bob_edit.png"), wall(2));
    let bytes = std::fs::read(place.at("in/ada.png")).unwrap();
    std::fs::write(place.at("in/cut.png"), &bytes[..bytes.len() / 2]).unwrap();
    place
}

fn data(place: &Place) -> Vec<Value> {
    let text = std::fs::read_to_string(place.at("out/stills.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["stills"].as_array().unwrap().clone()
}

#[test]
fn a_broken_picture_costs_only_itself_and_what_needs_nothing_is_copied() {
    let place = place();
    let ran = run(&place, &["stills", "in", "-o", "out", "--faces=off"]);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.out.contains("3 pictures: 0 treated, 2 left as they are, 1 not made"), "{ran:#?}");
    assert!(ran.err.contains("cut.png"), "{ran:#?}");
    // Byte for byte, with what it says beside its pixels.
    let same =
        |one: &str, two: &str| std::fs::read(place.at(one)).unwrap() == std::fs::read(place.at(two)).unwrap();
    assert!(same("in/ada.png", "out/ada_dewax.png") && same("in/bob_edit.png", "out/bob_edit_dewax.png"));
    assert!(!place.at("out/cut_dewax.png").exists());
    let rows = data(&place);
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["method"], &rows[0]["holds"]), (&"none".into(), &true.into()));
    assert!(rows[2]["error"].as_str().unwrap().contains("cut.png"));
    let page = std::fs::read_to_string(place.at("out/stills.html")).unwrap();
    assert!(page.contains("2 LEFT, 1 NOT MADE") && page.contains("data:image/jpeg;base64,"));
    let table = std::fs::read_to_string(place.at("out/stills.csv")).unwrap();
    assert_eq!(table.trim_end().lines().count(), 4);
}

#[test]
fn what_is_there_and_fits_is_taken_and_what_a_user_changed_is_kept() {
    let place = place();
    std::fs::remove_file(place.at("in/cut.png")).unwrap();
    run(&place, &["stills", "in", "-o", "out", "--faces=off"]).done();
    let made = |name: &str| place.at(name).metadata().unwrap().modified().unwrap();
    let first = made("out/ada_dewax.png");
    run(&place, &["stills", "in", "-o", "out", "--faces=off"]).done();
    assert_eq!(made("out/ada_dewax.png"), first);
    assert_eq!(data(&place).len(), 2);
    // Somebody painted in the result.
    let mut bytes = std::fs::read(place.at("out/ada_dewax.png")).unwrap();
    let end = bytes.len() - 5;
    bytes[end] ^= 1;
    std::fs::write(place.at("out/ada_dewax.png"), &bytes).unwrap();
    let ran = run(&place, &["stills", "in", "-o", "out", "--faces=off"]);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("ada_dewax.png"), "{ran:#?}");
    assert_eq!(std::fs::read(place.at("out/ada_dewax.png")).unwrap(), bytes);
    // Results are not treated again, and a page that somebody wrote stays.
    let again = run(&place, &["stills", "out/bob_edit_dewax.png", "-o", "more", "--faces=off"]);
    assert!(again.code == Some(1) && again.err.contains("--again"), "{again:#?}");
    std::fs::create_dir(place.at("own")).unwrap();
    place.put("own/stills.html", b"mine");
    run(&place, &["stills", "in", "-o", "own", "--faces=off"]).refused(1, &["stills.html"]);
    assert_eq!(std::fs::read(place.at("own/stills.html")).unwrap(), b"mine");
}

#[test]
fn pairs_are_told_before_any_work_and_wrong_words_are_refused() {
    let place = place();
    std::fs::create_dir(place.at("raw")).unwrap();
    for (name, salt) in [("raw/bob.png", 2), ("raw/eva.png", 9), ("raw/x.png", 1)] {
        picture(&place.at(name), wall(salt));
    }
    let ran = run(&place, &["stills", "in", "-o", "out", "--original", "raw", "--list"]).done();
    for wanted in [
        "ada.png <- x.png (by what it shows) -> out/ada_dewax.png",
        "bob_edit.png <- bob.png (by name)",
        "cut.png: no original: it cannot be read",
    ] {
        assert!(ran.out.contains(wanted), "{wanted}: {ran:#?}");
    }
    assert!(!place.at("out").exists(), "only said");
    for (arguments, words) in [
        (&["--regions", "beard"][..], "beard"),
        (&["--tones", "lights=2"], "0 to 1"),
        (&["--radius", "0"], "--radius"),
        (&["--face-strength", "ada=1"], "ada"),
    ] {
        let all = [&["stills", "in/ada.png", "-o", "out"][..], arguments].concat();
        let ran = run(&place, &all);
        assert!(ran.code != Some(0) && ran.err.contains(words), "{arguments:?}: {ran:#?}");
    }
    // Without an original there is nothing to graft, and without a face no skin to lay it on.
    let ran = run(&place, &["stills", "in/ada.png", "-o", "out", "--method", "hybrid", "--faces=off"]);
    assert!(ran.code == Some(1) && ran.err.contains("--original"), "{ran:#?}");
    let words =
        ["stills", "in/ada.png", "-o", "out", "--method", "graft", "--original", "raw/x.png", "--faces=off"];
    let ran = run(&place, &words);
    assert!(ran.code == Some(1) && ran.err.contains("no face was found"), "{ran:#?}");
}
