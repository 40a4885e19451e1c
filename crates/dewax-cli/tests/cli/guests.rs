//! Files that want more than to be treated: lists that lead elsewhere, names that a terminal would obey, an FFmpeg that hangs.

use crate::tools::{Place, Ran, dewax, ffmpeg, program};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A program that runs `body` in the place of FFmpeg or ffprobe, and hands everything else on.
fn fake(place: &Place, name: &str, program: &str, when: &str, body: &str) -> std::path::PathBuf {
    let text = format!("#!/bin/sh\ncase \"$*\" in {when}) {body};; *) exec {program} \"$@\";; esac\n");
    let path = place.put(name, text.as_bytes());
    Command::new("chmod").arg("+x").arg(&path).status().unwrap();
    path
}

/// Waits for the number that a fake has written.
fn number_in(place: &Place, name: &str) -> String {
    let start = Instant::now();
    loop {
        let text = std::fs::read_to_string(place.at(name)).unwrap_or_default();
        if text.ends_with('\n') {
            return text.trim().to_owned();
        }
        assert!(start.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn lives(number: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
    // A process that is dead and not yet buried is dead.
    !stat.is_empty() && !stat.contains(") Z")
}

fn small(place: &Place, name: &str) -> std::path::PathBuf {
    let clip = place.at(name);
    let form =
        ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=24", "-frames:v", "4", "-c:v", "ffv1", "-f", "matroska"];
    ffmpeg(form.into_iter().map(std::ffi::OsStr::new).chain([clip.as_os_str()]));
    clip
}

#[test]
fn lists_lead_nowhere() {
    let place = Place::new();
    small(&place, "secret.mkv");
    let transport = place.at("secret.ts");
    ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", transport.to_str().unwrap()]);
    let hls = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.ts\n#EXT-X-ENDLIST\n";
    let remote = hls.replace("secret.ts", "http://127.0.0.1:9/secret.ts");
    let dash = "<?xml version=\"1.0\"?><MPD><Period><BaseURL>secret.mkv</BaseURL></Period></MPD>";
    for (name, text) in [
        ("hls.mp4", hls),
        ("remote.mp4", remote.as_str()),
        ("dash.mp4", dash),
        ("concat.mp4", "ffconcat version 1.0\nfile secret.mkv\n"),
        ("spaced.mp4", "\n \u{feff}ffconcat version 1.0\nfile secret.mkv\n"),
        ("script.avs", "Version()"),
    ] {
        let clip = place.put(name, text.as_bytes());
        for verb in ["diagnose", "plan", "faces"] {
            dewax([verb.as_ref(), clip.as_os_str()]).refused(1, &[name]);
        }
        let out = place.at("out.mov");
        let ran = dewax(["fix".as_ref(), clip.as_os_str(), "-o".as_ref(), out.as_os_str()]);
        ran.refused(1, &[name]);
        assert!(!out.exists());
    }
    // Nor as a mask, a reference, or the other half of a comparison.
    let (list, clip) = (place.at("hls.mp4"), place.at("secret.mkv"));
    let (list, clip) = (list.to_str().unwrap(), clip.to_str().unwrap());
    dewax(["diagnose", clip, "--mask", list]).refused(1, &["hls.mp4", "leads to other files"]);
    let out = place.at("split.png");
    dewax(["compare", clip, list, "-o", out.to_str().unwrap()]).refused(1, &["hls.mp4"]);
    // A name with a protocol is a name.
    dewax(["diagnose", "http://127.0.0.1:9/x.mp4"]).refused(1, &["does not exist"]);
}

#[test]
fn names_are_shown_and_not_obeyed() {
    let place = Place::new();
    let clip = small(&place, "a\u{1b}[31m\n- shot 1: PASS\u{202e}.mkv");
    let out = place.at("b\u{1b}]0;x\u{7}\n## c.mkv");
    let obeyed = |text: &str| text.contains(['\u{1b}', '\u{7}', '\u{202e}']);
    let mut command = program();
    let ran =
        Ran::of(command.arg("fix").arg(&clip).args(["--look", "off", "--faces", "off", "-o"]).arg(&out));
    assert!(
        ran.out.contains("\\u{1b}[31m\\u{a}- shot") && !obeyed(&ran.out) && !obeyed(&ran.err),
        "{ran:#?}"
    );
    let folder = place.names().into_iter().find(|n| n.ends_with(".dewax")).unwrap();
    for name in ["report.html", "recipe.toml", "changelog.md"] {
        let text = std::fs::read_to_string(place.at(&folder).join(name)).unwrap();
        assert!(!obeyed(&text), "{name}: {text}");
        // In a page a line begins nothing.
        let begins = text.contains("\n- shot 1: PASS") || text.contains("\n## c.mkv");
        assert!(!begins || name.ends_with("html"), "{name}: {text}");
    }
    let missing = place.at("gone\u{1b}[2J\nx.mp4");
    let ran = dewax(["diagnose".as_ref(), missing.as_os_str()]).refused(1, &["gone\\u{1b}[2J"]);
    assert!(!obeyed(&ran.err), "{ran:#?}");
}

/// An FFmpeg that writes its number into `pid` and never answers, when it is to decode.
fn hanging(place: &Place) -> std::path::PathBuf {
    fake(place, "hangs.sh", "ffmpeg", "*rawvideo*", "echo $$ > \"$(dirname \"$0\")/pid\"; exec sleep 600")
}

#[test]
fn a_hung_ffmpeg_can_be_interrupted() {
    let place = Place::new();
    let clip = small(&place, "clip.mkv");
    for name in ["TERM", "INT"] {
        let mut command = program();
        command
            .env("DEWAX_FFMPEG", hanging(&place))
            .arg("fix")
            .arg(&clip)
            .args(["-q", "--faces", "off", "-o"]);
        let child =
            command.arg(place.at("out.mov")).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let number = number_in(&place, "pid");
        Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status().unwrap();
        let ran = Ran::from(child.wait_with_output().unwrap());
        ran.refused(130, &["interrupted"]);
        assert!(!lives(&number), "FFmpeg hangs on");
        std::fs::remove_file(place.at("pid")).unwrap();
        assert_eq!(place.names(), ["clip.mkv", "hangs.sh"]);
    }
}

/// Fixes a clip with a fake in the place of a program, and little patience.
fn fix_with(place: &Place, clip: &Path, variable: &str, fake: &Path) -> Command {
    let mut command = program();
    command.env(variable, fake).env("DEWAX_PATIENCE_S", "2");
    command
        .arg("fix")
        .arg(clip)
        .args(["-q", "--look", "off", "--faces", "off", "-o"])
        .arg(place.at("out.mkv"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn a_hung_ffmpeg_is_named_and_ended() {
    let place = Place::new();
    let clip = small(&place, "clip.mkv");
    let ours = |variable: &str, path: &Path| {
        let ran = Ran::of(&mut fix_with(&place, &clip, variable, path)).refused(1, &["it hung: for 2 s"]);
        std::fs::remove_file(path).unwrap();
        assert_eq!(place.names(), ["clip.mkv"], "{ran:#?}");
    };
    // Amid the pictures that it decodes; while it ends; while it is asked.
    let amid = "(ffmpeg \"$@\" | head -c 9000; sleep 600)";
    ours("DEWAX_FFMPEG", &fake(&place, "b.sh", "ffmpeg", "*rawvideo*pipe:1*", amid));
    ours("DEWAX_FFMPEG", &fake(&place, "d.sh", "ffmpeg", "*pipe:0*", "cat > /dev/null; exec sleep 600"));
    ours("DEWAX_FFPROBE", &fake(&place, "e.sh", "ffprobe", "*show_streams*", "exec sleep 600"));
}

#[test]
fn an_ffmpeg_that_lies_about_what_it_wrote_leaves_nothing() {
    let place = Place::new();
    let clip = small(&place, "clip.mkv");
    std::fs::write(place.at("out.mkv.txt"), "somebody's").unwrap();
    let out = "for out in \"$@\"; do :; done; out=${out#file:}";
    for lie in [
        "cat > /dev/null; exit 0".to_owned(),
        format!("{out}; ffmpeg \"$@\"; truncate -s 40 \"$out\"; exit 0"),
    ] {
        let path = fake(&place, "lies.sh", "ffmpeg", "*pipe:0*", &lie);
        let ran = Ran::of(&mut fix_with(&place, &clip, "DEWAX_FFMPEG", &path));
        let ran = ran.refused(1, &["out.mkv` failed after 4 frames", "cannot be read"]);
        assert!(!ran.err.contains("dewax-part"), "{ran:#?}");
        std::fs::remove_file(path).unwrap();
        assert_eq!(place.names(), ["clip.mkv", "out.mkv.txt"]);
    }
}

#[test]
fn a_slow_ffmpeg_is_no_hung_one() {
    let place = Place::new();
    let clip = small(&place, "clip.mkv");
    // Works for three seconds without a byte.
    let works =
        "sh -c 'end=$(($(date +%s) + 3)); while [ $(date +%s) -lt $end ]; do :; done'; exec ffmpeg \"$@\"";
    let path = fake(&place, "works.sh", "ffmpeg", "*rawvideo*pipe:1*", works);
    Ran::of(&mut fix_with(&place, &clip, "DEWAX_FFMPEG", &path)).done();
}

#[test]
fn a_hung_ffmpeg_does_not_outlive_dewax() {
    let place = Place::new();
    let clip = small(&place, "clip.mkv");
    let mut command = fix_with(&place, &clip, "DEWAX_FFMPEG", &hanging(&place));
    let mut child = command.env("DEWAX_PATIENCE_S", "600").spawn().unwrap();
    let number = number_in(&place, "pid");
    assert!(lives(&number));
    child.kill().unwrap();
    child.wait().unwrap();
    let start = Instant::now();
    while lives(&number) {
        assert!(start.elapsed() < Duration::from_secs(10), "FFmpeg hangs on");
        std::thread::sleep(Duration::from_millis(20));
    }
}
