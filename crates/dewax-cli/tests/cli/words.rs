//! The verbs that only print: looks, schemas, completions, the man page, the state of the machine, help.

use crate::tools::{Place, Ran, dewax, program};
use std::io::Read;
use std::process::Stdio;

#[test]
fn looks_can_be_listed_printed_and_used_again() {
    let (place, clip) = Place::with_clip();
    let list = dewax(["looks"]).done();
    for name in ["natural", "light", "film-35", "portrait-close-up", "off", "grain-16mm"] {
        assert!(list.out.lines().any(|l| l.starts_with(name)), "{name}");
        let printed = dewax(["looks", name]).done().out;
        let file = place.put("mine.toml", printed.as_bytes());
        let plan = |look: &str| {
            let ran = dewax(["plan", clip.to_str().unwrap(), "--look", look]).done();
            ran.out.lines().filter(|l| !l.starts_with("look = ")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(plan(name), plan(file.to_str().unwrap()), "{name} as a file is the same look");
    }
    dewax(["looks", "naturel"]).refused(2, &["natural"]);
    dewax(["looks", "grain-35"]).refused(2, &["grain-35mm-50d, grain-35mm-250d"]);
}

#[test]
fn grain_can_be_taken_from_a_stock_and_from_a_reference() {
    let (place, clip) = Place::with_clip();
    let clip = clip.to_str().unwrap();
    let plan = |more: &[&str]| {
        let ran = dewax([&["plan", clip, "--faces", "off", "--look", "off"], more].concat()).done();
        let lines = ran.out.lines().skip_while(|l| *l != "[shot.grain]");
        lines.take(6).map(String::from).collect::<Vec<_>>()
    };
    let stock = plan(&["--stock", "grain-16mm"]);
    assert!(
        stock.contains(&"amount_levels = 3.6".into()) && stock.contains(&"size_px = 3.2".into()),
        "{stock:?}"
    );
    assert!(plan(&["--stock", "grain-16mm", "--grain.size_px", "2"]).contains(&"size_px = 2.0".into()));
    dewax(["plan", clip, "--stock", "light"]).refused(2, &["light", "grain-16mm"]);
    dewax(["plan", clip, "--grain-from", "/no/such.mov"]).refused(1, &["/no/such.mov"]);
    let black = place.put("none.txt", b"no picture");
    dewax(["plan", clip, "--grain-from", black.to_str().unwrap()]).refused(1, &["none.txt"]);
}

#[test]
fn schemas_are_json_and_name_every_step() {
    for name in ["look", "recipe", "analysis", "report", "faces", "film"] {
        let schema = dewax(["schema", name]).done().json();
        assert!(schema["properties"].is_object() || schema["$ref"].is_string(), "{name}");
    }
    let look = dewax(["schema", "look"]).json();
    for step in ["balance", "dehalo", "mask", "calm", "texture.contrast", "skin_grain", "grain", "finish"] {
        assert!(look["properties"][step]["properties"].is_object(), "{step}");
    }
}

#[test]
fn completions_man_page_and_help_are_there() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(dewax(["completions", shell]).done().out.contains("diagnose"), "{shell}");
    }
    assert!(dewax(["man"]).done().out.contains(".TH dewax"));
    let page = dewax(["man", "fix"]).done().out;
    assert!(page.contains(".TH dewax-fix") && page.contains("calm.amount"), "{page}");
    assert!(dewax(["man", "models", "install"]).done().out.contains("wheel"));
    dewax(["man", "frame"]).refused(2, &["no page `dewax-frame`", "dewax-fix,"]);
    let help = dewax(["--help"]);
    assert_eq!(help.code, Some(0));
    assert!(help.out.contains("Exit codes") && help.err.is_empty());
    assert!(dewax(["--version"]).out.starts_with("dewax "));
    assert!(dewax(["fix", "--help"]).out.contains("--calm.amount"));
}

#[test]
fn doctor_says_what_is_there_and_what_is_missing() {
    let well = dewax(["doctor"]);
    assert_eq!(well.code, Some(0), "{well:#?}");
    for word in ["FFmpeg", "libx264", "prores_ks", "ffv1", "faces"] {
        assert!(well.out.contains(word), "{word}: {well:#?}");
    }
    let named = well.out.lines().filter(|line| line.contains("prores_ks"));
    assert_eq!(named.count(), 1, "each encoder once: {well:#?}");
    let bare = Ran::of(program().arg("doctor").env("DEWAX_FFMPEG", "/no/ffmpeg"));
    assert_eq!(bare.code, Some(1));
    assert!(bare.out.contains("MISSING") && bare.out.contains("apt install ffmpeg"), "{bare:#?}");
    let place = Place::new();
    let mut fix = program();
    fix.args(["fix", "x.mp4"]).current_dir(place.root()).env("DEWAX_FFMPEG", "/no/ffmpeg");
    Ran::of(&mut fix).refused(1, &["/no/ffmpeg", "FFmpeg 5.1"]);
}

#[test]
fn quiet_is_quiet_and_a_closed_pipe_is_nobodys_fault() {
    let (place, clip) = Place::with_clip();
    let ran = dewax(["diagnose", clip.to_str().unwrap(), "-q"]).done();
    assert!(ran.out.is_empty() && ran.err.is_empty(), "{ran:#?}");
    let mut child =
        program().args(["schema", "report"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    child.wait().unwrap();
    assert!(err.is_empty(), "{err}");
    drop(place);
}

#[test]
fn a_report_in_words_and_as_data_say_the_same() {
    let (place, clip) = Place::with_clip();
    let out = place.at("out.mkv");
    let (clip, wanted) = (clip.to_str().unwrap(), out.to_str().unwrap());
    let told = dewax([
        "fix",
        clip,
        "--faces",
        "off",
        "--range",
        "0..10",
        "--grain.amount_levels",
        "0.85",
        "-v",
        "-o",
        wanted,
    ])
    .done()
    .out;
    let text = std::fs::read_to_string(place.at("out.mkv.dewax/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["report_version"], 3);
    let shot = &report["shots"][0];
    assert!(told.contains("shot 1 (frames 0-29)"), "{told}");
    let numbered =
        shot["findings"].as_array().unwrap().iter().chain(report["certificate"]["frame"].as_array().unwrap());
    for one in numbered.chain(report["certificate"]["skin"].as_array().unwrap()) {
        assert_eq!(one["shot"], 1, "words and data count alike: {one}");
    }
    for finding in shot["findings"].as_array().unwrap() {
        let (action, steps) = (&finding["remedy"]["action"], finding["remedy"]["steps"].as_array().unwrap());
        assert!(["leave", "treat", "regenerate"].iter().any(|word| action == word), "{finding}");
        assert_eq!(action == "treat", !steps.is_empty(), "{finding}");
    }
    let treated: Vec<_> = shot["treatment"].as_array().unwrap().iter().collect();
    let line = told.lines().find_map(|line| line.trim().strip_prefix("treated: ")).unwrap();
    let parts: Vec<&str> = line.split("; ").collect();
    assert_eq!(parts.len(), treated.len(), "{line}");
    for (part, one) in parts.iter().zip(&treated) {
        assert!(part.starts_with(&format!("{}: ", one["step"].as_str().unwrap())), "{part}");
        for (name, value) in one["parameters"].as_object().unwrap() {
            let value = value.to_string();
            let words = format!("{name} {}", value.trim_end_matches(".0").trim_matches('"'));
            assert!(part.contains(&words), "`{words}` is not in `{part}`");
        }
    }
    let grain = treated.iter().find(|one| one["step"] == "grain").unwrap();
    assert_eq!((grain["strength"].to_string(), &grain["face"]), ("0.85".into(), &serde_json::Value::Null));
}

/// Ten lines say verdict and why, what was done, whether it holds, and where everything lies; the tables are one flag away.
#[test]
fn ten_lines_say_what_a_client_asks() {
    let (place, _clip) = Place::with_clip();
    let run = |arguments: &[&str]| Ran::of(program().args(arguments).current_dir(place.root())).done();
    let fixed = run(&["fix", "clip.mp4", "-o", "out.mov"]);
    let lines: Vec<&str> = fixed.out.lines().collect();
    assert!(lines.len() + fixed.err.lines().count() <= 10, "{fixed:#?}");
    let begins = |what: &str| {
        let found = lines.iter().find_map(|l| l.trim_start().strip_prefix(what));
        found.unwrap_or_else(|| panic!("no `{what}` in {fixed:#?}")).trim()
    };
    let verdict = begins("clip.mp4:");
    assert!(
        ["TREAT", "LEAVE", "REGENERATE"].iter().any(|v| verdict.starts_with(v))
            && verdict.contains("320x240, 30 frames")
    );
    assert!(begins("why:").contains("flickers"), "{fixed:#?}");
    assert!(begins("done:").contains("flicker of the exposure taken out 100 %"), "{fixed:#?}");
    let proven = begins("certified:");
    assert_eq!(
        proven.starts_with("yes"),
        fixed.code == Some(0) || verdict.starts_with("REGENERATE"),
        "{fixed:#?}"
    );
    for (what, is_file) in [
        ("output:", "out.mov"),
        ("report:", "out.mov.dewax/report.html"),
        ("recipe:", "out.mov.dewax/recipe.toml"),
    ] {
        let said = begins(what);
        assert!(said.starts_with(is_file) && place.at(is_file).is_file(), "{what} {fixed:#?}");
    }
    let all = run(&["verify", "out.mov", "--source", "clip.mp4", "--verbose"]);
    assert!(all.out.contains("timestamps") && all.out.lines().count() > 10, "{all:#?}");
    let seen = run(&["diagnose", "clip.mp4"]);
    assert!(seen.out.lines().count() <= 10 && seen.out.contains("would do:"), "{seen:#?}");
    dewax(["diagnose", "x.mp4", "-v", "-q"]).code.filter(|c| *c == 2).unwrap();
}

/// A recipe holds every value: nothing that is said beside it is passed over in silence.
#[test]
fn a_recipe_wins_and_says_so() {
    let (place, _clip) = Place::with_clip();
    let run = |arguments: &[&str]| Ran::of(program().args(arguments).current_dir(place.root()));
    run(&["plan", "clip.mp4", "--look=off", "--faces=off", "-o", "r.toml"]).done();
    for verb in ["fix", "render"] {
        for said in [
            "--strength=0.5",
            "--look=light",
            "--set=calm.amount=0.1",
            "--calm.amount=0.1",
            "--seed=2",
            "--faces=off",
        ] {
            let name = said.split('=').next().unwrap();
            let ran = run(&[verb, "clip.mp4", "--recipe=r.toml", "-o", "o.mov", said]);
            ran.refused(2, &[name, "it wins", "r.toml"]);
        }
    }
    assert!(!place.at("o.mov").exists());
}
