//! Sources and wishes that cannot be: one sentence, the right code, nothing under the final name, the source untouched.

use crate::tools::{FRAMES, Place, Ran, dewax, drawn, ffmpeg, pictures, program};
use std::path::Path;
use std::process::Command;

/// Fixing `clip` into `out` is refused in one line that says `words`, and leaves the folder as it was.
#[track_caller]
fn refuses(place: &Place, clip: &Path, out: &str, more: &[&str], words: &[&str]) {
    refuses_with(1, place, clip, out, more, words);
}

/// The same, with that exit code.
#[track_caller]
fn refuses_with(code: i32, place: &Place, clip: &Path, out: &str, more: &[&str], words: &[&str]) {
    let (names, bytes) = (place.names(), std::fs::read(clip).ok());
    for verb in ["fix", "render"] {
        let mut command = program();
        command.arg(verb).arg(clip).arg("-o").arg(out).args(more).current_dir(place.root());
        Ran::of(&mut command).refused(code, words);
        assert_eq!(place.names(), names, "{verb} leaves nothing behind");
        assert_eq!(std::fs::read(clip).ok(), bytes, "{verb} does not touch the source");
    }
}

#[test]
fn sources_that_are_none() {
    let place = Place::new();
    let whole = drawn();
    for (name, bytes) in [
        ("truncated.mp4", &whole[..whole.len() / 2]),
        ("zero.mp4", &[][..]),
        ("text.mp4", b"Dear diary, today I was renamed to a film.\n"),
        ("head.mp4", &whole[..40]),
    ] {
        let clip = place.put(name, bytes);
        refuses(&place, &clip, "out.mov", &[], &[name]);
        dewax(["diagnose".as_ref(), clip.as_os_str()]).refused(1, &[name]);
        dewax(["plan".as_ref(), clip.as_os_str()]).refused(1, &[name]);
    }
}

#[test]
fn sound_without_pictures() {
    let place = Place::new();
    let clip = place.at("sound.mp4");
    ffmpeg(["-f", "lavfi", "-i", "sine=duration=0.2", "-c:a", "aac", clip.to_str().unwrap()]);
    refuses(&place, &clip, "out.mov", &[], &["sound.mp4"]);
}

#[test]
fn a_source_that_is_missing_or_empty() {
    let place = Place::new();
    refuses(&place, &place.at("nothing.mp4"), "out.mov", &[], &["nothing.mp4", "does not exist"]);
    let folder = place.at("folder");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("notes.txt"), "no film").unwrap();
    for verb in ["fix", "diagnose"] {
        dewax([verb.as_ref(), folder.as_os_str()]).refused(1, &["no clip in folder"]);
    }
}

#[test]
fn places_that_cannot_be_written() {
    let (place, clip) = Place::with_clip();
    refuses(&place, &clip, "no/such/folder/out.mov", &[], &["folder"]);
    // A folder is made, but not of a file.
    let folder = place.at("clip.mp4/");
    dewax(["fix".as_ref(), clip.as_os_str(), "-o".as_ref(), folder.as_os_str()])
        .refused(1, &["folder", "clip.mp4/"]);
    refuses(&place, &clip, "clip.mp4", &[], &["clip.mp4"]);
    refuses(&place, &clip, "./clip.mp4", &["--overwrite"], &["clip.mp4"]);
    refuses_with(2, &place, &clip, "out.xyz", &[], &[".mov"]);
    refuses_with(2, &place, &clip, "out", &[], &[".mov"]);
    std::os::unix::fs::symlink(&clip, place.at("link.mp4")).unwrap();
    refuses(&place, &clip, "link.mp4", &["--overwrite"], &["link.mp4"]);
    std::fs::hard_link(&clip, place.at("hard.mp4")).unwrap();
    refuses(&place, &clip, "hard.mp4", &["--overwrite"], &["hard.mp4"]);
}

#[test]
fn what_dewax_did_not_make_is_not_replaced() {
    let (place, clip) = Place::with_clip();
    let foreign = place.put("out.mov", b"somebody's only copy");
    refuses(&place, &clip, "out.mov", &[], &["out.mov", "--overwrite"]);
    assert_eq!(std::fs::read(&foreign).unwrap(), b"somebody's only copy");
    let fix = |more: &[&str]| {
        let mut command = program();
        Ran::of(
            command.arg("fix").arg(&clip).arg("-o").arg(&foreign).args(["--look", "off", "-q"]).args(more),
        )
    };
    fix(&["--overwrite"]).done();
    assert_eq!(pictures(&foreign).len(), FRAMES);
    fix(&[]).done();
}

#[test]
fn wishes_that_cannot_be() {
    let (place, clip) = Place::with_clip();
    let look = place.put("look.toml", b"look_version = 1\nname = ");
    let future = place.put("future.toml", b"look_version = 99\nname = \"x\"\nabout = \"y\"\n");
    let recipe = place.put("recipe.toml", b"[recipe]\n");
    let as_text = |p: &Path| p.to_str().unwrap().to_string();
    for (more, words) in [
        (vec!["--look", "naturel"], vec!["naturel", "natural"]),
        (vec!["--look", "nothing.toml"], vec!["nothing.toml"]),
        (vec!["--look", &as_text(&look)], vec!["look.toml"]),
        (vec!["--look", &as_text(&future)], vec!["look_version", "99"]),
        (vec!["--recipe", &as_text(&recipe)], vec!["recipe.toml"]),
        (vec!["--recipe", "none.toml"], vec!["none.toml"]),
        (vec!["--set", "clam.amount=1"], vec!["clam", "calm"]),
        (vec!["--set", "calm.amunt=1"], vec!["amunt", "amount"]),
        (vec!["--set", "calm.amount=nan"], vec!["nan"]),
        (vec!["--set", "calm.amount=9"], vec!["9"]),
        (vec!["--set", "calm.amount=1e39"], vec!["1e39"]),
        (vec!["--set", "calm.amount=inf"], vec!["inf"]),
        (vec!["--only-track", "99"], vec!["no face 99"]),
        (vec!["--drop-track", "99"], vec!["no face 99"]),
        (vec!["--crf", "nan"], vec!["NaN"]),
        (vec!["--crf", "1e30"], vec!["51"]),
        (vec!["--range", "0s..nans"], vec!["range"]),
        (vec!["--range", "0..99999999999999999999"], vec!["range"]),
        (vec!["--set", "calm.amount"], vec!["step.parameter=value"]),
        (vec!["--finish.amount", "0.9"], vec!["--beyond-limits"]),
        (vec!["--range", "3..3"], vec!["range"]),
        (vec!["--range", "0..31"], vec!["range", "30"]),
        (vec!["--range", "9s..10s"], vec!["range"]),
        (vec!["--range=-1..3"], vec!["range"]),
        (vec!["--range", "a..b"], vec!["a..b", "2s..4s"]),
        (vec!["--range", "5"], vec!["2s..4s"]),
        (vec!["--codec", "h264"], vec![]),
        (vec!["--bits", "9"], vec!["9"]),
        (vec!["--crf", "12"], vec!["12"]),
        (vec!["--preset", "fast"], vec!["fast"]),
    ] {
        // h264 does go into .mov; everything else is refused whatever the ending.
        let out = if more[0] == "--codec" { "out.png" } else { "out.mov" };
        // What a file says is not the arguments' fault.
        let is_of_file = more.iter().any(|word| word.ends_with(".toml"));
        refuses_with(if is_of_file { 1 } else { 2 }, &place, &clip, out, &more, &words);
    }
}

#[test]
fn words_that_are_no_arguments() {
    for wrong in [
        &["fix"][..],
        &["fix", "x.mp4", "--nonesuch"],
        &["fix", "x.mp4", "--codec", "divx"],
        &["fix", "x.mp4", "--threads", "0"],
        &["fix", "x.mp4", "--seed", "-1"],
        &["render", "x.mp4"],
        &["verify", "x.mp4"],
        &["dance"],
        &["schema", "dream"],
        &[],
    ] {
        let ran = dewax(wrong);
        assert_eq!(ran.code, Some(2), "{wrong:?}: {ran:#?}");
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{wrong:?}: {ran:#?}");
    }
    let ran = Ran::of(program().args(["looks"]).env("DEWAX_CPU", "z80"));
    ran.refused(2, &["z80"]);
}

#[test]
fn another_clips_recipe_is_refused() {
    let (place, clip) = Place::with_clip();
    let other = place.at("other.mp4");
    ffmpeg(["-f", "lavfi", "-i", "testsrc=size=64x48:duration=0.5", other.to_str().unwrap()]);
    let recipe = place.at("other.toml");
    dewax(["plan".as_ref(), other.as_os_str(), "-q".as_ref(), "-o".as_ref(), recipe.as_os_str()]).done();
    refuses(&place, &clip, "out.mov", &["--recipe", "other.toml"], &["other.mp4", "clip.mp4"]);
}

#[test]
fn the_smallest_picture_works() {
    let place = Place::new();
    for frames in [1, 2] {
        let raw = place.put("raw", &[120, 110, 140].repeat(frames));
        let name = format!("{frames}.mkv");
        let clip = place.at(&name);
        let form =
            ["-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", "1x1", "-framerate", "24", "-i"];
        let words = form.into_iter().chain([raw.to_str().unwrap(), "-c:v", "ffv1", clip.to_str().unwrap()]);
        ffmpeg(words);
        let out = place.at(&format!("out_{name}"));
        let ran = dewax(["fix".as_ref(), clip.as_os_str(), "-q".as_ref(), "-o".as_ref(), out.as_os_str()]);
        if ran.code == Some(1) {
            ran.refused(1, &[&name]);
            assert!(!out.exists());
        } else {
            ran.done();
            assert_eq!(pictures(&out).len(), frames);
        }
    }
}

/// The file may not grow beyond 64 KiB: what a full disk and a quota look like to a program, without being root.
#[test]
fn a_file_that_cannot_grow_leaves_nothing() {
    let (place, clip) = Place::with_clip();
    let names = place.names();
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -f 128; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_dewax"), "fix"]);
    shell.arg(&clip).args(["-q", "-o", "out.mkv"]).current_dir(place.root());
    Ran::of(&mut shell).refused(1, &["out.mkv"]);
    assert_eq!(place.names(), names);
}

/// A disk that is really full, where this process may mount one.
#[test]
fn a_full_disk_leaves_nothing() {
    let (place, clip) = Place::with_clip();
    let disk = place.at("disk");
    std::fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|o| o.status.success()) {
        // Not allowed here: the test before this one asks the same of a limited file.
        return;
    }
    let out = disk.join("out.mkv");
    let ran = dewax(["fix".as_ref(), clip.as_os_str(), "-q".as_ref(), "-o".as_ref(), out.as_os_str()]);
    let left = std::fs::read_dir(&disk).unwrap().count();
    Command::new("umount").arg(&disk).status().unwrap();
    ran.refused(1, &["out.mkv"]);
    assert_eq!(left, 0, "files left on the full disk");
}
