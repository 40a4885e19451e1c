//! What a job leaves: the files beside an output, one JSON document, several clips of which one is broken.

use crate::tools::{FRAMES, Place, Ran, dewax, drawn, ffmpeg, pictures, program};

#[test]
fn fix_leaves_the_five_files_and_they_say_the_same() {
    let (place, clip) = Place::with_clip();
    let out = place.at("out.mp4");
    let ran = dewax(["fix", clip.to_str().unwrap(), "-o", out.to_str().unwrap(), "--json"]).done();
    let folder = place.at("out.mp4.dewax");
    let read =
        |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let json = |name: &str| serde_json::from_str::<serde_json::Value>(&read(name)).unwrap();
    let document = ran.json();
    assert_eq!(document["clips"].as_array().unwrap().len(), 1);
    assert_eq!(document["clips"][0]["report"], json("report.json"));
    assert_eq!(json("analysis.json")["clip"]["pts"].as_array().unwrap().len(), FRAMES);
    assert!(read("recipe.toml").contains("recipe_version"));
    assert!(read("changelog.md").contains("clip.mp4"));
    let page = read("report.html");
    assert!(page.starts_with("<!doctype html>") || page.starts_with("<!DOCTYPE html>"), "{:.80}", page);
    assert!(!page.contains("src=\"http") && !page.contains("href=\"http"), "the page needs no network");
    let passed = &json("report.json")["certificate"]["passed"];
    assert_eq!(ran.code, Some(if passed.as_bool().unwrap() { 0 } else { 3 }));
    assert_eq!(place.names(), ["clip.mp4", "out.mp4", "out.mp4.dewax"]);
}

#[test]
fn json_is_one_document_for_every_verb() {
    let (place, clip) = Place::with_clip();
    let clip = clip.to_str().unwrap();
    let out = place.at("out.mkv");
    let out = out.to_str().unwrap();
    let picture = place.at("split.png");
    for arguments in [
        &["diagnose", clip][..],
        &["plan", clip],
        &["render", clip, "--look=off", "-o", out],
        &["verify", out, "--source", clip],
        &["compare", clip, out, "-o", picture.to_str().unwrap()],
        &["faces", clip, "--faces=boxes"],
        &["looks"],
        &["looks", "natural"],
        &["schema", "look"],
        &["doctor"],
    ] {
        let ran = dewax(arguments.iter().chain(&["--json"])).done();
        ran.json();
        assert!(ran.err.is_empty(), "{arguments:?}: {ran:#?}");
    }
    assert!(picture.is_file());
    // Also when it fails: the document names the clip and the reason.
    let ran = dewax(["fix", "nothing.mp4", "--json"]);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.json()["clips"][0]["error"].as_str().unwrap().contains("nothing.mp4"));
}

#[test]
fn one_broken_clip_costs_only_itself() {
    let (place, _clip) = Place::with_clip();
    place.put("broken.mp4", b"no film");
    place.put("second.mp4", drawn());
    place.put("old_dewax.mov", b"a result is not treated again");
    let results = place.at("results");
    std::fs::create_dir(&results).unwrap();
    let mut command = program();
    command.arg("fix").arg(place.root()).args(["--look", "off", "--codec", "h264", "-o"]).arg(&results);
    let ran = Ran::of(&mut command);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert_eq!(ran.err.lines().filter(|l| l.starts_with("dewax: ")).count(), 1, "{ran:#?}");
    for name in ["clip_dewax.mp4", "second_dewax.mp4"] {
        assert_eq!(pictures(&results.join(name)).len(), FRAMES, "{name}");
    }
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!(rows.len(), 4, "a line for each, and one for all: {ran:#?}");
    for (row, name) in rows.iter().zip(["broken.mp4", "clip.mp4", "second.mp4"]) {
        assert!(row.starts_with(name), "{ran:#?}");
        assert_eq!(row.contains("ERROR"), name == "broken.mp4", "{row}");
    }
    assert!(rows[3].starts_with("3 clips: ") && rows[3].ends_with("1 failed"), "{ran:#?}");
    let made = std::fs::read_dir(&results).unwrap().count();
    assert_eq!(made, 4, "two clips, two folders");
}

#[test]
fn a_file_that_something_else_made_is_judged() {
    let (place, clip) = Place::with_clip();
    let waxed = place.at("waxed.mp4");
    let clip_text = clip.to_str().unwrap();
    ffmpeg([
        "-i",
        clip_text,
        "-vf",
        "gblur=sigma=3",
        "-c:v",
        "libx264",
        "-crf",
        "12",
        "-c:a",
        "copy",
        waxed.to_str().unwrap(),
    ]);
    let ran = dewax(["verify", waxed.to_str().unwrap(), "--source", clip_text]);
    assert_eq!(ran.code, Some(3), "wax is never certified: {ran:#?}");
    let ran = dewax(["verify", clip_text, "--source", clip_text]);
    assert_eq!(ran.code, Some(0), "a clip is as good as itself: {ran:#?}");
}

#[test]
fn pictures_go_in_and_out() {
    let (place, clip) = Place::with_clip();
    let pattern = place.at("p_%05d.png");
    let ran = dewax([
        "render",
        clip.to_str().unwrap(),
        "--range=0..3",
        "-q",
        "--look=off",
        "-o",
        pattern.to_str().unwrap(),
    ]);
    ran.done();
    let made: Vec<String> = place.names().into_iter().filter(|n| n.ends_with(".png")).collect();
    assert_eq!(made.len(), 3, "{made:?}");
    let back = place.at("back.mov");
    let ran = dewax([
        "fix",
        pattern.to_str().unwrap(),
        "-q",
        "--again",
        "--look=light",
        "-o",
        back.to_str().unwrap(),
    ]);
    ran.done();
    assert_eq!(pictures(&back).len(), 3);
}

/// An animated PNG is called like a still and is a film.
#[test]
fn a_moving_png_is_a_film() {
    let place = Place::new();
    let clip = place.at("wave.png");
    let form = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=10", "-frames:v", "4", "-f", "apng"];
    ffmpeg(form.into_iter().chain([clip.to_str().unwrap()]));
    let fix = |more: &[&str]| {
        let mut command = program();
        command.current_dir(place.root()).args(["fix", "wave.png", "--look", "off", "--faces", "off", "-q"]);
        Ran::of(command.args(more))
    };
    fix(&[]).done();
    assert_eq!(pictures(&place.at("wave_dewax.mov")).len(), 4);
    fix(&["-o", "one.png"]).refused(2, &["the source has many", ".mov", "%05d"]);
    fix(&["--codec", "png"]).done();
    assert!(place.at("wave_dewax_00001.png").is_file() && place.at("wave_dewax_00004.png").is_file());
    // Of one picture it is a still; a folder of stills has both.
    let single = place.at("single.png");
    let form = ["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1", "-f", "apng"];
    ffmpeg(form.into_iter().chain([single.to_str().unwrap()]));
    let mut command = program();
    command.current_dir(place.root()).args(["fix", "single.png", "--look", "off", "--faces", "off", "-q"]);
    Ran::of(&mut command).done();
    assert!(place.at("single_dewax.png").is_file());
}
