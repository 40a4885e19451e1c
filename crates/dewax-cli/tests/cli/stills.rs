//! `stills`: many pictures in one call; one that fails costs only itself, and nothing that is there is lost.

use crate::tools::{Place, Ran, program};
use serde_json::Value;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

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
    for (original, why) in [("raw/eva.png", "no face was found"), ("raw/x.png", "is the picture itself")] {
        let words = ["stills", "in/ada.png", "-o", "out", "--method", "graft", "--faces=off"];
        let ran = run(&place, &[&words[..], &["--original", original]].concat());
        assert!(ran.code == Some(1) && ran.err.contains(why), "{ran:#?}");
    }
}

/// The pixels of a PNG of 8 bits, R, G, B, and its size.
fn pixels(path: &Path) -> (Vec<u8>, usize, usize) {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut out = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut out).unwrap();
    assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Rgb, png::BitDepth::Eight));
    (out, info.width as usize, info.height as usize)
}

/// Writes pixels of the size of a picture as PNG.
fn put(path: &Path, pixels: &[u8], (_, width, height): &(Vec<u8>, usize, usize)) {
    let mut info = png::Info::with_size(*width as u32, *height as u32);
    info.color_type = png::ColorType::Rgb;
    let encoder = png::Encoder::with_info(std::fs::File::create(path).unwrap(), info).unwrap();
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
}

/// The picture as a smoothing filter leaves it: the mean of what is like a pixel around it.
fn smoothed((from, width, height): &(Vec<u8>, usize, usize)) -> Vec<u8> {
    let at = |x: usize, y: usize, c: usize| i32::from(from[(y * width + x) * 3 + c]);
    let mut out = from.clone();
    for (x, y) in (0..*height).flat_map(|y| (0..*width).map(move |x| (x, y))) {
        let mut sums = [0; 4];
        for v in y.saturating_sub(4)..(y + 5).min(*height) {
            for u in x.saturating_sub(4)..(x + 5).min(*width) {
                if (0..3).all(|c| (at(u, v, c) - at(x, y, c)).abs() < 18) {
                    (0..3).for_each(|c| sums[c] += at(u, v, c));
                    sums[3] += 1;
                }
            }
        }
        (0..3).for_each(|c| out[(y * width + x) * 3 + c] = (sums[c] / sums[3].max(1)) as u8);
    }
    out
}

/// A photograph of a face; none where there is none, or no face models.
#[allow(clippy::print_stderr, reason = "what is not tested must be seen")]
fn photograph() -> Option<PathBuf> {
    let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/clips/d_st_photo_4.png");
    if photo.is_file() && crate::tools::dewax(["models", "--json"]).json()["state"] == "ready" {
        return Some(photo);
    }
    eprintln!("*** SKIPPED: no photographs, or no face models, on this machine ***");
    None
}

#[test]
fn what_is_made_can_be_held_to_a_region_and_a_strength_of_a_face() {
    let Some(photo) = photograph() else { return };
    let place = Place::new();
    let original = pixels(&photo);
    let wax = smoothed(&original);
    put(&place.at("wax.png"), &wax, &original);
    let changed = |out: &str, arguments: &[&str]| {
        let words = ["stills", "wax.png", "-o", out, "--method", "pores"];
        let ran = run(&place, &[&words[..], arguments].concat());
        let row: Value =
            serde_json::from_slice(&std::fs::read(place.at(out).join("stills.json")).unwrap()).unwrap();
        let (after, ..) = pixels(&place.at(out).join("wax_dewax.png"));
        let places: Vec<bool> = after.iter().zip(&wax).map(|(a, b)| a != b).collect();
        (places, row["stills"][0].clone(), ran)
    };
    let count = |places: &[bool]| places.iter().filter(|is| **is).count();
    let (all, row, ran) = changed("all", &[]);
    assert!(row["method"] == "pores" && count(&all) > 0, "{ran:#?} {row:#}");
    let (nose, row, _) = changed("nose", &["--regions", "nose"]);
    assert!(row["done"].to_string().contains("held to"), "{row:#}");
    assert!(count(&nose) < count(&all), "{} of {}", count(&nose), count(&all));
    // Nothing is changed that was not changed before, and with nothing wished of its skin still less is.
    assert!(nose.iter().zip(&all).all(|(nose, all)| *all || !*nose));
    let (none, row, _) = changed("none", &["--face-strength", "1=0", "--face-strength", "7=0.5"]);
    assert!(count(&none) < count(&nose) && row["notes"].to_string().contains("number 7"), "{row:#}");
}

#[test]
fn an_original_gives_a_smoothed_face_its_own_skin_back() {
    let Some(photo) = photograph() else { return };
    let place = Place::new();
    let original = pixels(&photo);
    std::fs::copy(&photo, place.at("ada.png")).unwrap();
    put(&place.at("ada_retouched.png"), &smoothed(&original), &original);
    let words = ["stills", "ada_retouched.png", "--original", "ada.png", "-o", "out", "--layers"];
    let ran = run(&place, &words).done();
    let row = data(&place).remove(0);
    assert_eq!((&row["method"], &row["holds"]), (&"hybrid".into(), &true.into()), "{ran:#?} {row:#}");
    let texture_db = row["texture_db"].as_f64().unwrap();
    assert!((-1.0..1.0).contains(&texture_db), "{texture_db} dB beside the original");
    assert!(std::fs::read(place.at("out/ada_retouched_dewax.psd")).unwrap().starts_with(b"8BPS"));
    // The same call once more makes nothing, and the same wish makes the same bytes.
    let bytes = std::fs::read(place.at("out/ada_retouched_dewax.png")).unwrap();
    run(&place, &words).done();
    run(&place, &[&words[..], &["--force"]].concat()).done();
    assert_eq!(std::fs::read(place.at("out/ada_retouched_dewax.png")).unwrap(), bytes);
    // Mirrored it is refused, and texture is made instead.
    let mirrored: Vec<u8> = original
        .0
        .chunks_exact(original.1 * 3)
        .flat_map(|row| row.rchunks_exact(3).flatten())
        .copied()
        .collect();
    put(&place.at("flip.png"), &mirrored, &original);
    let words =
        ["stills", "ada_retouched.png", "--original", "flip.png", "-o", "other", "--method", "hybrid"];
    let ran = run(&place, &words);
    assert!(ran.code == Some(1) && ran.err.contains("does not lie under it"), "{ran:#?}");
}
