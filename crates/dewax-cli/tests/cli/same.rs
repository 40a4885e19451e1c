//! The same pixels: of nothing done, of a part and the whole, at any thread count and instruction set, of a recipe.

use crate::tools::{FRAMES, Place, Ran, dewax, ffmpeg, pictures, program, sound, times};
use std::ffi::OsStr;
use std::path::Path;

/// Every step on, at values that do not wait for a measurement.
const FORCED: &[&str] = &[
    "--set=balance.deflicker=1",
    "--set=balance.slope_red=1.05",
    "--set=balance.saturation=1.1",
    "--set=mask.amount=1",
    "--set=mask.auto=false",
    "--set=mask.feather_px=6",
    "--set=calm.amount=0.9",
    "--set=calm.patch=0.9",
    "--set=calm.auto=false",
    "--set=texture.contrast.amount=0.4",
    "--set=texture.contrast.curve=0.05",
    "--set=skin_grain.amount_levels=1",
    "--set=skin_grain.auto=false",
    "--set=grain.amount_levels=1.5",
    "--set=finish.amount=0.1",
];

#[track_caller]
fn render(clip: &Path, out: &Path, more: &[&str]) -> Ran {
    let (verb, to) = (OsStr::new("render"), OsStr::new("-o"));
    let fixed = [verb, clip.as_os_str(), to, out.as_os_str(), OsStr::new("-q")];
    dewax(fixed.into_iter().chain(more.iter().map(OsStr::new))).done()
}

#[test]
fn a_look_that_does_nothing_is_the_identity() {
    let (place, clip) = Place::with_clip();
    for out in ["off.mov", "off.mkv"] {
        let path = place.at(out);
        let ran = dewax([
            "fix",
            clip.to_str().unwrap(),
            "--look=off",
            "--codec=ffv1",
            "-o",
            path.to_str().unwrap(),
        ]);
        assert_eq!(ran.code, Some(0), "{out} is certified: {ran:#?}");
        assert_eq!(pictures(&path), pictures(&clip), "{out}");
        assert_eq!(sound(&path), sound(&clip), "{out}");
        let (before, after) = (times(&clip), times(&path));
        assert_eq!(before.len(), after.len());
        // Matroska stores whole milliseconds.
        let slack = if out.ends_with("mkv") { 0.000_6 } else { 1e-6 };
        for (b, a) in before.iter().zip(&after) {
            assert!((b - a).abs() <= slack, "{out}: {b} {a}");
        }
    }
}

#[test]
fn the_treatment_does_something() {
    let (place, clip) = Place::with_clip();
    let out = place.at("on.mkv");
    render(&clip, &out, FORCED);
    let (before, after) = (pictures(&clip), pictures(&out));
    assert_eq!(before.len(), after.len());
    assert!(before.iter().zip(&after).all(|(b, a)| b != a), "every picture changes");
}

#[test]
fn a_range_is_a_slice_of_the_whole() {
    let (place, clip) = Place::with_clip();
    let recipe = place.at("recipe.toml");
    let plan = ["plan", clip.to_str().unwrap(), "-q", "-o", recipe.to_str().unwrap()];
    dewax(plan.iter().chain(FORCED)).done();
    let recipe = format!("--recipe={}", recipe.display());
    let whole = place.at("whole.mkv");
    render(&clip, &whole, &[&recipe]);
    let whole = pictures(&whole);
    assert_eq!(whole.len(), FRAMES);
    for (range, from, to) in
        [("0..4", 0, 4), ("11..12", 11, 12), ("7..19", 7, 19), ("1s..", 24, FRAMES), ("..0.5s", 0, 12)]
    {
        let part = place.at("part.mkv");
        render(&clip, &part, &[&recipe, "--range", range, "--overwrite"]);
        assert_eq!(pictures(&part), whole[from..to], "{range}");
    }
}

#[test]
fn threads_and_instructions_change_no_byte() {
    let (place, clip) = Place::with_clip();
    let machine = dewax(["doctor", "--json"]).json();
    let levels: Vec<String> =
        machine["instructions"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_string()).collect();
    let mut ways = vec![("1 thread".to_string(), None, "1"), ("4 threads".to_string(), None, "4")];
    for level in ["sse2", "avx2", "neon"].into_iter().filter(|l| levels.iter().any(|have| have == l)) {
        ways.push((level.to_string(), Some(level), "2"));
    }
    let mut first: Option<Vec<u8>> = None;
    for (name, level, threads) in &ways {
        let out = place.at("out.mov");
        let mut command = program();
        command
            .arg("render")
            .arg(&clip)
            .args(["-q", "--overwrite", "--codec=ffv1", "--threads", threads, "-o"])
            .arg(&out);
        if let Some(level) = level {
            command.env("DEWAX_CPU", level);
        }
        Ran::of(command.args(FORCED)).done();
        let bytes = std::fs::read(&out).unwrap();
        let same = first.get_or_insert_with(|| bytes.clone()) == &bytes;
        assert!(same, "{name} writes other bytes than {}", ways[0].0);
    }
}

#[test]
fn the_same_call_writes_the_same_bytes_in_every_container() {
    let (place, clip) = Place::with_clip();
    let recipe = place.at("recipe.toml");
    dewax(["plan", clip.to_str().unwrap(), "-q", "-o", recipe.to_str().unwrap()]).done();
    let recipe = format!("--recipe={}", recipe.display());
    for ending in ["mov", "mp4", "mkv"] {
        let [one, two] = ["one", "two"].map(|n| place.at(&format!("{n}.{ending}")));
        render(&clip, &one, &[&recipe, "--range=0..6"]);
        render(&clip, &two, &[&recipe, "--range=0..6"]);
        assert!(std::fs::read(&one).unwrap() == std::fs::read(&two).unwrap(), ".{ending} differs");
    }
}

#[test]
fn plan_and_render_are_fix() {
    let (place, clip) = Place::with_clip();
    let taste = ["--look=film-35", "--seed=7", "--set=calm.amount=0.5"];
    let (recipe, fixed, rendered) = (place.at("r.toml"), place.at("fixed.mov"), place.at("rendered.mov"));
    let clip_text = clip.to_str().unwrap();
    dewax(["plan", clip_text, "-q", "-o", recipe.to_str().unwrap()].iter().chain(&taste)).done();
    dewax(["fix", clip_text, "-q", "-o", fixed.to_str().unwrap()].iter().chain(&taste)).done();
    render(&clip, &rendered, &["--recipe", recipe.to_str().unwrap()]);
    let beside = place.at("fixed.mov.dewax").join("recipe.toml");
    assert_eq!(std::fs::read_to_string(&recipe).unwrap(), std::fs::read_to_string(&beside).unwrap());
    assert!(
        std::fs::read(&fixed).unwrap() == std::fs::read(&rendered).unwrap(),
        "fix and plan + render differ"
    );
    // Without -o the recipe goes to standard output, and is the same.
    let printed = dewax(["plan", clip_text].iter().chain(&taste)).done();
    assert_eq!(printed.out, std::fs::read_to_string(&recipe).unwrap());
}

#[test]
fn odd_sizes_and_odd_names_work() {
    let place = Place::new();
    let clip = place.at("-a b'%d [x]:\"é.mkv");
    let source = "testsrc=size=35x27:rate=12:duration=0.5";
    let made = place.at("made.mkv");
    ffmpeg(["-f", "lavfi", "-i", source, "-c:v", "ffv1", "-pix_fmt", "yuv420p", made.to_str().unwrap()]);
    std::fs::rename(&made, &clip).unwrap();
    let out = place.at("o u't\"$.mkv");
    let ran =
        dewax(["fix".as_ref(), clip.as_os_str(), "-o".as_ref(), out.as_os_str(), "--look=off".as_ref()]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let copy = place.at("copy.mkv");
    std::fs::copy(&clip, &copy).unwrap();
    let result = place.at("result.mkv");
    std::fs::copy(&out, &result).unwrap();
    assert_eq!(pictures(&copy), pictures(&result));
}
