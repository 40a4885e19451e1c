//! What was measured before is read where it fits and gives the same bytes; what does not fit is measured anew, and said.

use crate::tools::{Place, Ran, ffmpeg, pictures, program};
use dewax::demo::{DrawnFace, Flaws};
use dewax_media::drawn::write_clip;
use dewax_media::guard::Guard;
use dewax_media::tools::Tools;

/// Frames of the clip: more than `calm` reads on one side.
const FRAMES: usize = 14;
const READ: &str = "What was measured before was read from ";
const ANEW: &str = "was not used, and the clip was measured anew: ";
/// Steps that read the locks and the columns of the analysis.
const FORCED: [&str; 4] =
    ["--set=calm.auto=false", "--set=calm.amount=0.9", "--set=calm.patch=0.9", "--set=balance.deflicker=1"];

/// A folder with a small drawn clip that flickers.
fn place() -> Place {
    let place = Place::new();
    let face = DrawnFace::new(160, 120, FRAMES).with_flaws(Flaws::plastic());
    let permit = Guard::new(false).file(&place.at("clip.mp4")).unwrap();
    write_clip(&Tools::find().unwrap(), &face, &permit).unwrap();
    place
}

/// Runs in the folder of `place`, without face models, with one JSON document for an answer.
fn run(place: &Place, arguments: &[&str]) -> Ran {
    let mut command = program();
    command.args(arguments).args(["--json", "--overwrite"]).current_dir(place.root());
    Ran::of(command.env("DEWAX_MODELS", place.at("no-models"))).done()
}

/// The note on an analysis that was there; empty when there was none.
fn note(ran: &Ran) -> String {
    let document = ran.json();
    let report = document.get("report").or_else(|| document["clips"][0].get("report"));
    let notes = report.and_then(|r| r["notes"].as_array().cloned()).unwrap_or_default();
    let mut of_analysis =
        notes.iter().filter_map(|n| n.as_str()).filter(|n| n.starts_with(READ) || n.contains(ANEW));
    of_analysis.next().unwrap_or_default().to_owned()
}

#[test]
fn what_was_measured_is_read_and_gives_the_same_bytes() {
    let place = place();
    let fixed = run(&place, &[&["fix", "clip.mp4", "-o", "fixed.mov"][..], &FORCED].concat());
    assert_eq!(note(&fixed), "", "there was none");
    std::fs::copy(place.at("fixed.mov.dewax/recipe.toml"), place.at("alone.toml")).unwrap();
    for range in ["0..14", "0..2", "5..9"] {
        let render = |recipe: &str, out: &str| {
            run(&place, &["render", "clip.mp4", "--recipe", recipe, "--range", range, "-o", out])
        };
        let read = render("fixed.mov.dewax/recipe.toml", "read.mov");
        assert!(note(&read).starts_with(READ), "{range}: {read:#?}");
        assert!(!place.at("read.mov.dewax/analysis.json").exists(), "it lies where it was read");
        let measured = render("alone.toml", "measured.mov");
        assert_eq!(note(&measured), "", "{range}");
        assert!(place.at("measured.mov.dewax/analysis.json").is_file(), "what was measured is kept");
        let bytes = |name: &str| std::fs::read(place.at(name)).unwrap();
        assert!(bytes("read.mov") == bytes("measured.mov"), "{range}: other bytes");
        let judged = |ran: &Ran| ran.json()["report"]["certificate"].clone();
        assert_eq!(judged(&read), judged(&measured), "{range}");
        for name in ["read.mov", "measured.mov", "read.mov.dewax", "measured.mov.dewax"] {
            let path = place.at(name);
            if path.is_dir() {
                std::fs::remove_dir_all(path).unwrap()
            } else {
                std::fs::remove_file(path).unwrap()
            }
        }
    }
}

#[test]
fn each_verb_starts_from_what_the_one_before_it_left() {
    let place = place();
    let files = |folder: &str| {
        let mut all: Vec<String> = std::fs::read_dir(place.at(folder))
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        all.sort();
        all
    };
    // diagnose → plan beside it → render → verify.
    run(&place, &["diagnose", "clip.mp4", "--save", "shot"]);
    assert!(note(&run(&place, &["diagnose", "clip.mp4", "--save", "shot"])).contains("shot/analysis.json"));
    run(&place, &["plan", "clip.mp4", "-o", "shot/recipe.toml"]);
    assert_eq!(files("shot").iter().filter(|n| n.ends_with(".dewax")).count(), 0, "it is not kept twice");
    let rendered = run(&place, &["render", "clip.mp4", "--recipe", "shot/recipe.toml", "-o", "out.mov"]);
    assert!(note(&rendered).contains("shot/analysis.json"), "{rendered:#?}");
    // plan alone keeps it in a folder of its own.
    run(&place, &["plan", "clip.mp4", "-o", "r.toml"]);
    assert_eq!(files("r.toml.dewax"), ["analysis.json", "faces.bin", "made.json"]);
    let rendered = run(&place, &["render", "clip.mp4", "--recipe", "r.toml", "-o", "second.mov"]);
    assert!(note(&rendered).contains("r.toml.dewax/analysis.json"), "{rendered:#?}");
    // The same output again, and its judge.
    run(&place, &["fix", "clip.mp4", "-o", "out.mov"]);
    let again = run(&place, &["fix", "clip.mp4", "--look=light", "-o", "out.mov"]);
    assert!(note(&again).contains("out.mov.dewax/analysis.json"), "{again:#?}");
    assert!(files("out.mov.dewax").contains(&"analysis.json".to_owned()), "the new folder has it, too");
    let mut verify = program();
    verify.args(["verify", "out.mov", "--source", "clip.mp4", "--json"]).current_dir(place.root());
    let judged = Ran::of(verify.env("DEWAX_MODELS", place.at("no-models")));
    assert!(!note(&judged).starts_with(READ), "a judge measures for himself: {judged:#?}");
}

#[test]
fn what_is_damaged_or_does_not_fit_is_measured_anew() {
    let place = place();
    run(&place, &[&["fix", "clip.mp4", "-o", "whole.mkv"][..], &FORCED].concat());
    let recipe = "whole.mkv.dewax/recipe.toml";
    let [json, bin] = ["analysis.json", "faces.bin"].map(|name| place.at("whole.mkv.dewax").join(name));
    let (text, faces) = (std::fs::read_to_string(&json).unwrap(), std::fs::read(&bin).unwrap());
    let render = || {
        // What the last one measured lies beside its output, and would be read.
        let _ = std::fs::remove_dir_all(place.at("part.mkv.dewax"));
        run(&place, &["render", "clip.mp4", "--recipe", recipe, "--range", "4..8", "-o", "part.mkv"])
    };
    let wanted = pictures(&place.at("whole.mkv"))[4..8].to_vec();
    let mut flipped = faces.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let figure = text.replacen("\"skin_share\": 0.", "\"skin_share\": 0.1", 1);
    assert_ne!(figure, text);
    let version = text.replacen("\"analysis_version\": ", "\"analysis_version\": 1", 1);
    for (text, faces, words) in [
        (&text, &flipped, "checksum"),
        (&text, &faces[..faces.len() / 2].to_vec(), "checksum"),
        (&figure, &faces, "not as it was written"),
        (&version, &faces, "version"),
        (&text[..text.len() / 2].to_owned(), &faces, "not an analysis"),
    ] {
        std::fs::write(&json, text).unwrap();
        std::fs::write(&bin, faces).unwrap();
        let ran = render();
        let said = note(&ran);
        assert!(said.contains(ANEW) && said.contains(words), "{words}: {ran:#?}");
        assert_eq!(pictures(&place.at("part.mkv")), wanted, "{words}");
    }
    std::fs::write(&json, &text).unwrap();
    std::fs::remove_file(&bin).unwrap();
    assert!(note(&render()).contains("faces.bin belongs beside it"));
    std::fs::write(&bin, &faces).unwrap();
    assert!(note(&render()).starts_with(READ), "it is whole again");
}

#[test]
fn another_clip_faces_or_mask_are_measured_anew() {
    let place = place();
    let white = "color=white:s=160x120:r=24,format=gray";
    let mask = place.at("mask.mkv");
    ffmpeg(["-f", "lavfi", "-i", white, "-frames:v", "1", "-c:v", "ffv1", mask.to_str().unwrap()]);
    let (clip, other) = (place.at("clip.mp4"), place.at("other.mp4"));
    ffmpeg(["-i", clip.to_str().unwrap(), "-c", "copy", "-metadata", "title=other", other.to_str().unwrap()]);
    let fix = |clip: &str, more: &[&str]| {
        note(&run(&place, &[&["fix", clip, "--look=off", "--force", "-o", "out.mov"][..], more].concat()))
    };
    assert_eq!(fix("clip.mp4", &[]), "");
    assert!(fix("clip.mp4", &[]).starts_with(READ));
    for (clip, more, words) in [
        ("clip.mp4", &["--faces=off"][..], "faces were looked for in another way"),
        ("clip.mp4", &["--faces=off", "--mask=mask.mkv"], "with another mask, or none"),
        ("clip.mp4", &["--faces=off"], "with another mask, or none"),
        ("other.mp4", &["--faces=off"], "`clip.mp4`, whose bytes differ"),
        ("other.mp4", &["--faces=off", "--interlaced=deinterlace"], "fields"),
    ] {
        let said = fix(clip, more);
        assert!(said.contains(ANEW) && said.contains(words), "{words}: {said}");
    }
    // An insert edit leaves length, ends and middle as they are: the time tells.
    let written = |path: &std::path::Path, time: std::time::SystemTime| {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap()
    };
    let measured = place.at("out.mov.dewax/analysis.json").metadata().unwrap().modified().unwrap();
    written(&other, measured + std::time::Duration::from_secs(1));
    let said = fix("other.mp4", &["--faces=off", "--interlaced=deinterlace"]);
    assert!(said.contains(ANEW) && said.contains("written to since"), "{said}");
    written(&other, measured - std::time::Duration::from_secs(1));
    // What took its place fits.
    assert!(fix("other.mp4", &["--faces=off", "--interlaced=deinterlace"]).starts_with(READ));
}

/// What was missing when it was measured is still missing: it is named again, or refused again.
#[test]
fn what_is_missing_is_said_again() {
    let place = place();
    let (clip, cut) = (place.at("clip.mp4"), place.at("cut.mkv"));
    ffmpeg(["-i", clip.to_str().unwrap(), "-c:v", "ffv1", "-an", cut.to_str().unwrap()]);
    let bytes = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() * 3 / 4]).unwrap();
    let words = ["fix", "cut.mkv", "--look=off", "--faces=off", "--force", "-o", "out.mkv"];
    let accepted = || run(&place, &[&words[..], &["--accept-missing"]].concat());
    let (first, second) = (accepted(), accepted());
    assert!(note(&second).starts_with(READ), "{second:#?}");
    let losses = |ran: &Ran| ran.json()["clips"][0]["report"]["losses"].clone();
    assert!(!losses(&first).as_array().unwrap().is_empty(), "{first:#?}");
    assert_eq!((losses(&first), first.code), (losses(&second), second.code));
    let mut refused = program();
    refused.args(words).arg("-q").current_dir(place.root());
    Ran::of(&mut refused).refused(1, &["cut.mkv", "--accept-missing"]);
}
