//! A source that is not whole is an error, or said with exit code 3 where the user accepts it.

use crate::tools::{Place, Ran, ffmpeg, pictures, program};
use std::path::{Path, PathBuf};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Pictures 1 to `count` of a small moving test picture.
fn sequence(place: &Place, count: usize) -> PathBuf {
    let pattern = place.at("s_%02d.png");
    let frames = count.to_string();
    let source = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=24", "-frames:v", &frames, "-start_number", "1"];
    ffmpeg(source.into_iter().chain([text(&pattern)]));
    pattern
}

fn run(verb: &str, clip: &Path, out: &Path, more: &[&str]) -> Ran {
    let mut command = program();
    command.args([verb, text(clip), "--faces", "off", "--json"]);
    if verb == "fix" {
        command.args(["--look", "off", "-o", text(out)]);
    }
    Ran::of(command.args(more))
}

/// Refused in one line with these words; accepted, it is code 3, and the report says the same.
#[track_caller]
fn is_missing(place: &Place, clip: &Path, words: &[&str], frames: usize) {
    let out = place.at("out.mkv");
    for verb in ["diagnose", "fix"] {
        let ran = run(verb, clip, &out, &[]).refused(1, words);
        assert!(ran.err.contains("--accept-missing") && !out.exists(), "{ran:#?}");
    }
    let ran = run("fix", clip, &out, &["--accept-missing"]);
    assert_eq!(ran.code, Some(3), "{ran:#?}");
    let losses = ran.json()["clips"][0]["report"]["losses"].to_string();
    assert!(words.iter().all(|word| losses.contains(word)), "{losses}");
    assert_eq!(pictures(&out).len(), frames);
    let page = std::fs::read_to_string(place.at("out.mkv.dewax/report.html")).unwrap();
    assert!(page.contains("Missing in the source"));
}

#[test]
fn a_gap_in_a_sequence() {
    let place = Place::new();
    let pattern = sequence(&place, 12);
    let out = place.at("whole.mkv");
    let whole = run("fix", &pattern, &out, &[]);
    assert!(whole.json()["clips"][0]["report"]["losses"].as_array().unwrap().is_empty(), "{whole:#?}");
    std::fs::remove_file(place.at("s_09.png")).unwrap();
    is_missing(&place, &pattern, &["picture 9 is missing", "12"], 8);
}

#[test]
fn a_picture_that_is_damaged_or_of_another_size() {
    let place = Place::new();
    let pattern = sequence(&place, 10);
    let good = std::fs::read(place.at("s_04.png")).unwrap();
    place.put("s_04.png", b"no picture");
    is_missing(&place, &pattern, &["9 of the 10 pictures"], 9);
    let place = Place::new();
    let pattern = sequence(&place, 10);
    place.put("s_04.png", &good[..good.len() / 2]);
    run("fix", &pattern, &place.at("out.mkv"), &[]).refused(1, &["FFmpeg said", "--accept-missing"]);
    ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=32x24", "-frames:v", "1", text(&place.at("s_04.png"))]);
    let out = place.at("out.mkv");
    run("fix", &pattern, &out, &[]).refused(1, &["frame 3", "64x48"]);
    assert!(!out.exists());
    let ran = run("fix", &pattern, &out, &["--accept-missing"]);
    assert_eq!((ran.code, pictures(&out).len()), (Some(3), 9), "{ran:#?}");
    assert!(ran.out.contains("another size"), "{ran:#?}");
    let ran = run("diagnose", &pattern, &out, &["--accept-missing"]);
    assert_eq!(ran.code, Some(3), "{ran:#?}");
}

#[test]
fn a_film_that_is_cut_off() {
    let place = Place::new();
    let whole = place.at("whole.mp4");
    let form =
        ["-f", "lavfi", "-i", "testsrc2=s=96x64:r=24", "-frames:v", "40", "-c:v", "libx264", "-g", "4"];
    ffmpeg(form.into_iter().chain(["-movflags", "+faststart", text(&whole)]));
    let bytes = std::fs::read(&whole).unwrap();
    let clip = place.put("cut.mp4", &bytes[..bytes.len() / 2]);
    let ran = run("diagnose", &clip, &clip, &[]).refused(1, &["cut off", "of the 40 frames that it states"]);
    let there: usize = ran.err.split("; ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!((4..30).contains(&there), "{there}");
    is_missing(&place, &clip, &["cut off", &format!("{there} of the 40 frames")], there);
    let mkv = place.at("whole.mkv");
    ffmpeg(["-i", text(&whole), "-c", "copy", text(&mkv)]);
    let bytes = std::fs::read(&mkv).unwrap();
    let clip = place.put("cut.mkv", &bytes[..bytes.len() / 2]);
    run("diagnose", &clip, &clip, &[]).refused(1, &["cut off"]);
    // One that does not state its length.
    let live = place.at("live.mkv");
    ffmpeg(["-i", text(&whole), "-c", "copy", "-f", "matroska", "-live", "1", text(&live)]);
    let bytes = std::fs::read(&live).unwrap();
    let clip = place.put("cut_live.mkv", &bytes[..bytes.len() / 2]);
    run("diagnose", &clip, &clip, &[]).refused(1, &["ended prematurely"]);
}

/// An edit list shows less than the index counts: that is a choice, and no loss.
#[test]
fn an_edit_list_is_no_loss() {
    let place = Place::new();
    let (whole, cut) = (place.at("whole.mp4"), place.at("edited.mp4"));
    let form =
        ["-f", "lavfi", "-i", "testsrc2=s=96x64:r=24", "-frames:v", "48", "-c:v", "libx264", "-g", "48"];
    ffmpeg(form.into_iter().chain([text(&whole)]));
    ffmpeg(["-ss", "0.5", "-i", text(&whole), "-c", "copy", text(&cut)]);
    let ran = run("diagnose", &cut, &cut, &[]);
    assert!(pictures(&cut).len() < 48, "the cut shows less than it holds");
    assert!(matches!(ran.code, Some(0 | 3)), "{ran:#?}");
    assert!(ran.json()["clips"][0]["report"]["losses"].as_array().unwrap().is_empty(), "{ran:#?}");
}
