//! What is there stays: no verb writes over what it reads, nor over what somebody else made.

use crate::tools::{Place, Ran, drawn, ffmpeg, pictures, program};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Every file of a folder and of its folders, with its bytes.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(all(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap_or_default());
        }
    }
    found
}

/// Runs in the folder of `place`.
fn run(place: &Place, arguments: &[&str]) -> Ran {
    Ran::of(program().args(arguments).current_dir(place.root()))
}

/// The run is refused in one line with these words, and every file is as it was.
#[track_caller]
fn refuses(place: &Place, arguments: &[&str], words: &[&str]) {
    let before = all(place.root());
    run(place, arguments).refused(1, words);
    let after = all(place.root());
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{arguments:?}");
    assert!(before == after, "{arguments:?} changed a file");
}

/// Numbered pictures `NAME_00001.png` and so on.
fn sequence(place: &Place, name: &str, frames: usize) {
    let out = place.at(&format!("{name}_%05d.png"));
    let count = frames.to_string();
    ffmpeg(["-f", "lavfi", "-i", "testsrc=s=64x48:r=12", "-frames:v", &count, out.to_str().unwrap()]);
}

const QUICK: [&str; 3] = ["--look=off", "--faces=off", "-q"];

fn quick<'a>(words: &[&'a str]) -> Vec<&'a str> {
    words.iter().copied().chain(QUICK).collect()
}

#[test]
fn a_sequence_is_not_written_over_itself_however_it_is_spelt() {
    let place = Place::new();
    sequence(&place, "shot", 4);
    std::fs::create_dir(place.at("sub")).unwrap();
    std::os::unix::fs::symlink(place.root(), place.at("link")).unwrap();
    std::fs::create_dir(place.at("hard")).unwrap();
    for number in 1..=4 {
        let name = format!("shot_{number:05}.png");
        std::fs::hard_link(place.at(&name), place.at("hard").join(&name)).unwrap();
    }
    let absolute = place.at("shot_%05d.png");
    for out in [
        absolute.to_str().unwrap(),
        "shot_%05d.png",
        "shot_%5d.png",
        "sub/../shot_%05d.png",
        "link/shot_%05d.png",
        "hard/shot_%05d.png",
    ] {
        for verb in ["fix", "render"] {
            for more in [&[][..], &["--overwrite"]] {
                let words = quick(&[&[verb, "./shot_%05d.png", "-o", out], more].concat());
                refuses(&place, &words, &[out, "this run reads"]);
            }
        }
    }
}

#[test]
fn a_still_is_not_written_over_itself_by_its_number() {
    let place = Place::new();
    sequence(&place, "pic", 1);
    for more in [&[][..], &["--overwrite"]] {
        let words = quick(&[&["fix", "pic_00001.png", "-o", "pic_%05d.png"], more].concat());
        refuses(&place, &words, &["pic_%05d.png", "this run reads"]);
    }
}

#[test]
fn somebody_elses_pictures_are_not_replaced() {
    let place = Place::new();
    sequence(&place, "pic", 3);
    sequence(&place, "one", 1);
    refuses(
        &place,
        &quick(&["fix", "one_00001.png", "-o", "pic_%05d.png"]),
        &["pic_00001.png", "--overwrite"],
    );
    // Even when it may replace the first, the others would follow the new one as if they were its own.
    let words = quick(&["fix", "one_00001.png", "--overwrite", "-o", "pic_%05d.png"]);
    refuses(&place, &words, &["pic_00002.png", "not"]);
    let alone = place.at("alone_00001.png");
    std::fs::copy(place.at("pic_00002.png"), &alone).unwrap();
    run(&place, &quick(&["fix", "one_00001.png", "--overwrite", "-o", "alone_%05d.png"])).done();
    assert_ne!(std::fs::read(&alone).unwrap(), std::fs::read(place.at("pic_00002.png")).unwrap());
}

#[test]
fn a_shorter_sequence_leaves_nothing_of_the_longer_one() {
    let (place, _clip) = Place::with_clip();
    let numbers = || -> Vec<String> { place.names().into_iter().filter(|n| n.ends_with(".png")).collect() };
    let render = |range: &str, more: &[&str]| {
        run(&place, &quick(&[&["render", "clip.mp4", "-o", "p_%05d.png", "--range", range], more].concat()))
    };
    render("0..5", &[]).done();
    assert_eq!(numbers().len(), 5);
    render("0..3", &[]).done();
    assert_eq!(numbers(), ["p_00001.png", "p_00002.png", "p_00003.png"], "our own tail goes");
    render("0..5", &[]).done();
    place.put("p_00009.png", b"somebody's");
    let words = ["render", "clip.mp4", "-o", "p_%05d.png", "--range", "0..3"];
    refuses(&place, &quick(&words), &["p_00009.png", "--overwrite"]);
    refuses(&place, &quick(&[&words[..], &["--overwrite"]].concat()), &["p_00009.png"]);
    std::fs::remove_file(place.at("p_00009.png")).unwrap();
    place.put("p_00002.png", b"painted over");
    refuses(&place, &quick(&words), &["p_00002.png", "--overwrite"]);
    render("0..3", &["--overwrite"]).done();
    assert_eq!(numbers().len(), 3);
}

#[test]
fn no_verb_writes_over_what_it_reads() {
    let (place, clip) = Place::with_clip();
    std::fs::hard_link(&clip, place.at("hard.mp4")).unwrap();
    std::fs::copy(&clip, place.at("after.mp4")).unwrap();
    std::os::unix::fs::symlink(place.root(), place.at("link")).unwrap();
    for out in ["clip.mp4", "hard.mp4", "link/clip.mp4", "./link/./clip.mp4"] {
        for more in [&[][..], &["--overwrite"]] {
            for verb in [
                &["fix", "clip.mp4", "--look=off"][..],
                &["render", "clip.mp4", "--look=off"],
                &["plan", "clip.mp4", "--look=off"],
                &["compare", "clip.mp4", "after.mp4"],
                &["compare", "after.mp4", "clip.mp4"],
                &["faces", "clip.mp4", "--faces=off"],
                &["still", "grab", "clip.mp4", "--faces=off"],
            ] {
                refuses(&place, &[verb, &["-q", "-o", out], more].concat(), &[out, "this run reads"]);
            }
        }
    }
}

#[test]
fn no_verb_replaces_what_it_did_not_make() {
    let (place, _clip) = Place::with_clip();
    let mine: &[u8] = b"somebody's only copy";
    for name in ["mine.mov", "mine.mp4", "mine.png", "mine.json", "mine.toml"] {
        place.put(name, mine);
    }
    std::fs::create_dir(place.at("saved")).unwrap();
    place.put("saved/report.json", mine);
    place.put("saved/before.mp4", mine);
    place.put("saved/faces.json", mine);
    place.put("ada.character.toml", mine);
    std::os::unix::fs::symlink("nowhere", place.at("dangling.toml")).unwrap();
    for (arguments, word) in [
        (&["fix", "clip.mp4", "--look=off", "-o", "mine.mov"][..], "mine.mov"),
        (&["render", "clip.mp4", "--look=off", "-o", "mine.mp4"], "mine.mp4"),
        (&["plan", "clip.mp4", "--look=off", "-o", "mine.toml"], "mine.toml"),
        (&["plan", "clip.mp4", "--look=off", "-o", "dangling.toml"], "dangling.toml"),
        (&["compare", "clip.mp4", "clip.mp4", "-o", "mine.png"], "mine.png"),
        (&["compare", "clip.mp4", "clip.mp4", "-o", "mine.mov"], "mine.mov"),
        (&["faces", "clip.mp4", "--faces=off", "-o", "mine.json"], "mine.json"),
        (&["faces", "clip.mp4", "--faces=off", "-o", "saved"], "faces.json"),
        (&["diagnose", "clip.mp4", "--faces=off", "--save", "saved"], "report.json"),
        (&["character", "ada", "--from", "clip.mp4"], "ada.character.toml"),
        (&["still", "grab", "clip.mp4", "--faces=off", "-o", "mine.png"], "mine.png"),
        (&["demo", "saved"], "before.mp4"),
    ] {
        refuses(&place, &[arguments, &["-q"]].concat(), &[word, "--overwrite"]);
    }
    // No file at all: nothing can be put in its place.
    refuses(
        &place,
        &["plan", "clip.mp4", "--look=off", "-q", "--overwrite", "-o", "/dev/null"],
        &["/dev/null"],
    );
    // Who says so may.
    run(&place, &["plan", "clip.mp4", "--look=off", "-q", "--overwrite", "-o", "mine.toml"]).done();
    assert!(std::fs::read_to_string(place.at("mine.toml")).unwrap().contains("recipe_version"));
    run(&place, &["compare", "clip.mp4", "clip.mp4", "-q", "--overwrite", "-o", "mine.png"]).done();
    run(&place, &["diagnose", "clip.mp4", "--faces=off", "-q", "--overwrite", "--save", "saved"]).done();
    assert_ne!(std::fs::read(place.at("saved/report.json")).unwrap(), mine);
    // And again: now the folder's files are dewax's own.
    run(&place, &["diagnose", "clip.mp4", "--faces=off", "-q", "--save", "saved"]).done();
    assert_eq!(std::fs::read(place.at("saved/before.mp4")).unwrap(), mine);
}

#[test]
fn donors_are_not_written_over() {
    let (place, _clip) = Place::with_clip();
    let white = "color=white:s=320x240:r=24,format=gbrp";
    let mask = place.at("mask.mkv");
    ffmpeg(["-f", "lavfi", "-i", white, "-frames:v", "1", "-c:v", "ffv1", mask.to_str().unwrap()]);
    std::fs::copy(place.at("clip.mp4"), place.at("donor.mp4")).unwrap();
    std::fs::hard_link(place.at("donor.mp4"), place.at("same.mp4")).unwrap();
    run(&place, &quick(&["plan", "clip.mp4", "-o", "r.toml"])).done();
    std::fs::hard_link(place.at("r.toml"), place.at("r.mov")).unwrap();
    let look = run(&place, &["looks", "light"]).done().out;
    place.put("my.toml", look.as_bytes());
    for arguments in [
        &["--mask=mask.mkv", "-o", "mask.mkv"][..],
        &["--texture-from=donor.mp4", "-o", "donor.mp4"],
        &["--texture-from=donor.mp4", "-o", "same.mp4"],
        &["--grain-from=donor.mp4", "-o", "./donor.mp4"],
        &["--recipe=r.toml", "-o", "r.mov"],
    ] {
        for verb in ["fix", "render"] {
            let words = [&[verb, "clip.mp4", "-q", "--overwrite"], arguments].concat();
            refuses(&place, &words, &["this run reads"]);
        }
    }
    for arguments in [
        &["--look=my.toml", "-o", "my.toml"][..],
        &["--mask=mask.mkv", "-o", "mask.mkv"],
        &["--texture-from=donor.mp4", "-o", "donor.mp4"],
        &["--grain-from=donor.mp4", "-o", "same.mp4"],
    ] {
        refuses(
            &place,
            &[&["plan", "clip.mp4", "-q", "--overwrite"], arguments].concat(),
            &["this run reads"],
        );
    }
    // One clip's result is another clip of the same call.
    std::fs::copy(place.at("clip.mp4"), place.at("clip_dewax.mp4")).unwrap();
    let bytes = std::fs::read(place.at("clip_dewax.mp4")).unwrap();
    let words = ["fix", "clip.mp4", "clip_dewax.mp4", "--codec=h264", "--overwrite", "-o", "./"];
    let ran = run(&place, &quick(&words));
    assert!(ran.code == Some(1) && ran.err.contains("this run reads"), "{ran:#?}");
    assert_eq!(std::fs::read(place.at("clip_dewax.mp4")).unwrap(), bytes);
}

#[test]
fn one_stem_is_not_one_output() {
    let (place, _clip) = Place::with_clip();
    run(&place, &quick(&["fix", "clip.mp4", "-o", "shot.mov"])).done();
    let first = all(&place.at("shot.mov.dewax"));
    place.put("shot.mp4", b"an original");
    refuses(&place, &quick(&["fix", "clip.mp4", "-o", "shot.mp4"]), &["shot.mp4", "--overwrite"]);
    run(&place, &quick(&["fix", "clip.mp4", "-o", "shot.mp4", "--overwrite"])).done();
    assert!(all(&place.at("shot.mov.dewax")) == first, "each output has its own folder");
    assert!(place.at("shot.mp4.dewax/report.html").is_file());
    // An own output that somebody else changed is no longer one.
    place.put("shot.mov", b"graded, with love");
    refuses(&place, &quick(&["fix", "clip.mp4", "-o", "shot.mov"]), &["shot.mov", "--overwrite"]);
    // A folder of that name, with nothing to prove that it is dewax's own.
    std::fs::create_dir(place.at("new.mov.dewax")).unwrap();
    place.put("new.mov.dewax/recipe.toml", b"somebody's");
    refuses(&place, &quick(&["fix", "clip.mp4", "-o", "new.mov"]), &["recipe.toml", "--overwrite"]);
    // What lies in an own folder and is not dewax's stays.
    place.put("shot.mp4.dewax/notes.txt", b"call Ann");
    run(&place, &quick(&["fix", "clip.mp4", "-o", "shot.mp4"])).done();
    assert_eq!(std::fs::read(place.at("shot.mp4.dewax/notes.txt")).unwrap(), b"call Ann");
}

#[test]
fn a_render_leaves_no_report_of_another_file() {
    let (place, _clip) = Place::with_clip();
    run(&place, &quick(&["fix", "clip.mp4", "-o", "out.mov"])).done();
    assert!(place.at("out.mov.dewax/report.json").is_file());
    run(&place, &quick(&["render", "clip.mp4", "-o", "out.mov", "--set=balance.saturation=0.9"])).done();
    assert!(!place.at("out.mov.dewax/report.json").exists(), "it was about the file before");
    assert!(place.at("out.mov.dewax/recipe.toml").is_file());
}

#[test]
fn a_recipe_beside_its_output_can_be_rendered_again() {
    let (place, _clip) = Place::with_clip();
    run(&place, &quick(&["fix", "clip.mp4", "-o", "out.mov"])).done();
    let recipe = place.at("out.mov.dewax/recipe.toml");
    let text = format!("# mine\n{}", std::fs::read_to_string(&recipe).unwrap());
    std::fs::write(&recipe, &text).unwrap();
    run(&place, &["fix", "clip.mp4", "-q", "--recipe=out.mov.dewax/recipe.toml", "-o", "out.mov"]).done();
    assert_eq!(std::fs::read_to_string(&recipe).unwrap(), text, "what was read is as it was");
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(120), "it never came");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_refused_second_run_changes_nothing() {
    let (place, _clip) = Place::with_clip();
    run(&place, &quick(&["plan", "clip.mp4", "-o", "wanted.toml"])).done();
    let first = |out: &Path| {
        let mut command = program();
        command.args(["fix", "clip.mp4", "-q", "--look=light", "-o"]).arg(out).current_dir(place.root());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    Ran::of(&mut first(Path::new("alone.mov"))).done();
    let child = first(Path::new("out.mov")).spawn().unwrap();
    wait_until(|| place.names().iter().any(|n| n.starts_with(".out.mov.dewax-part")));
    run(&place, &quick(&["fix", "clip.mp4", "-o", "out.mov"])).refused(1, &["another dewax", "out.mov"]);
    Ran::from(child.wait_with_output().unwrap()).done();
    let recipe = |out: &str| std::fs::read_to_string(place.at(out).join("recipe.toml")).unwrap();
    assert_eq!(recipe("out.mov.dewax"), recipe("alone.mov.dewax"));
}

/// Whenever a run is killed, file and folder beside it are both of the run before, or both of this one.
#[test]
fn a_killed_run_leaves_no_mixture() {
    let (place, _clip) = Place::with_clip();
    let again = |set: &str| {
        let mut command = program();
        command
            .args(quick(&["fix", "clip.mp4", "--range=0..8", "-o", "out.mov", set]))
            .current_dir(place.root());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let sets = ["--set=balance.saturation=1", "--set=balance.saturation=0.9"];
    let mut whole = Vec::new();
    let mut time = Duration::ZERO;
    for set in sets {
        let start = Instant::now();
        Ran::of(&mut again(set)).done();
        time = start.elapsed();
        let recipe = std::fs::read_to_string(place.at("out.mov.dewax/recipe.toml")).unwrap();
        whole.push((pictures(&place.at("out.mov")), recipe));
    }
    assert_ne!(whole[0], whole[1]);
    for moment in 0..8 {
        let mut child = again(sets[moment % 2]).spawn().unwrap();
        std::thread::sleep(time.mul_f64((moment as f64 + 0.5) / 8.0));
        child.kill().unwrap();
        child.wait().unwrap();
        let recipe = std::fs::read_to_string(place.at("out.mov.dewax/recipe.toml")).unwrap();
        let found = (pictures(&place.at("out.mov")), recipe);
        assert!(whole.contains(&found), "moment {moment}: a mixture");
        let report = std::fs::read_to_string(place.at("out.mov.dewax/report.json")).unwrap();
        assert!(report.contains("out.mov"), "moment {moment}");
    }
    Ran::of(&mut again(sets[0])).done();
    let hidden: Vec<String> = place.names().into_iter().filter(|n| n.starts_with('.')).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
    assert_eq!(pictures(&place.at("out.mov")).len(), 8);
}

#[test]
fn statements_of_origin_replace_nothing_by_chance() {
    let (place, clip) = Place::with_clip();
    let mut bytes = std::fs::read(&clip).unwrap();
    let content = b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81\0\0\0\0manifest\0\0\0\0\0\0\0\0\0STORE";
    bytes.extend((content.len() as u32 + 8).to_be_bytes());
    bytes.extend(b"uuid");
    bytes.extend(content);
    std::fs::write(&clip, bytes).unwrap();
    let beside = place.put("out.mov.c2pa", b"somebody's");
    refuses(&place, &quick(&["fix", "clip.mp4", "-o", "out.mov"]), &["out.mov.c2pa", "--overwrite"]);
    run(&place, &quick(&["fix", "clip.mp4", "-o", "out.mov", "--overwrite"])).done();
    assert_eq!(std::fs::read(&beside).unwrap(), b"STORE");
    run(&place, &quick(&["render", "clip.mp4", "-o", "out.mov"])).done();
    assert_eq!(std::fs::read(&beside).unwrap(), b"STORE", "a render keeps it as well");
    run(&place, &quick(&["fix", "clip.mp4", "-o", "out.mov"])).done();
    let plain = place.put("plain.mp4", drawn());
    run(&place, &quick(&["fix", plain.to_str().unwrap(), "-o", "out.mov"])).done();
    assert!(!beside.exists(), "it was about another source");
}
