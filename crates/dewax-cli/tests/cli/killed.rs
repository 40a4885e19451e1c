//! Jobs that are ended from outside: killed at ten moments, and interrupted.

use crate::tools::{FRAMES, Place, Ran, drawn, pictures, program, wait_until};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn fix(clip: &Path, out: &Path) -> Command {
    let mut command = program();
    command.arg("fix").arg(clip).args(["-q", "--look", "light", "-o"]).arg(out);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn signal(child: &Child, name: &str) {
    assert!(
        Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status().unwrap().success()
    );
}

#[test]
fn a_killed_run_leaves_no_broken_file_and_can_be_run_again() {
    let (place, clip) = Place::with_clip();
    let out = place.at("out.mov");
    let start = Instant::now();
    let whole = Ran::of(&mut fix(&clip, &place.at("first.mov"))).done();
    let time = start.elapsed();
    for moment in 0..10 {
        let mut child = fix(&clip, &out).spawn().unwrap();
        std::thread::sleep(time.mul_f64((f64::from(moment) + 0.5) / 10.0));
        child.kill().unwrap();
        child.wait().unwrap();
        // Either nothing is there, or the file was whole before the run was killed; never a piece of one.
        if out.exists() {
            assert_eq!(pictures(&out).len(), FRAMES, "moment {moment}: a broken file has the final name");
        }
        if moment % 3 == 0 || out.exists() {
            let again = Ran::of(&mut fix(&clip, &out));
            assert_eq!(again.code, whole.code, "moment {moment}, run again: {again:#?}");
            assert_eq!(pictures(&out).len(), FRAMES);
            let hidden: Vec<String> = place.names().into_iter().filter(|n| n.starts_with('.')).collect();
            assert!(hidden.is_empty(), "moment {moment}: {hidden:?}");
        }
        let _ = std::fs::remove_file(&out);
        let _ = std::fs::remove_dir_all(place.at("out.mov.dewax"));
    }
    assert_eq!(std::fs::read(&clip).unwrap(), drawn(), "the source is as it was");
}

/// The moment that matters most: the file has its final name, and the run that made it is not yet at its end.
#[test]
fn a_run_killed_after_the_file_has_its_name_can_be_run_again() {
    let (place, clip) = Place::with_clip();
    let out = place.at("out.mov");
    let mut child = fix(&clip, &out).spawn().unwrap();
    assert!(wait_until(Duration::from_secs(300), || out.exists()), "the render never ended");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(pictures(&out).len(), FRAMES);
    Ran::of(&mut fix(&clip, &out)).done();
}

#[test]
fn an_interrupted_run_says_130_and_leaves_only_the_source() {
    let (place, clip) = Place::with_clip();
    let out = place.at("out.mov");
    let is_part = |name: &String| name.contains("dewax-part");
    for name in ["INT", "TERM"] {
        let child = fix(&clip, &out).spawn().unwrap();
        let began = wait_until(Duration::from_secs(300), || place.names().iter().any(is_part));
        assert!(began, "the render never began: {:?}", place.names());
        signal(&child, name);
        let ran = Ran::from(child.wait_with_output().unwrap());
        ran.refused(130, &["interrupted"]);
        assert_eq!(place.names(), ["clip.mp4"], "SIG{name}");
    }
    assert_eq!(std::fs::read(&clip).unwrap(), drawn());
}

#[test]
fn an_interrupted_batch_stops() {
    let (place, clip) = Place::with_clip();
    let second = place.put("second.mp4", drawn());
    let results = place.at("results");
    std::fs::create_dir(&results).unwrap();
    let mut command = program();
    command.arg("fix").args([&clip, &second]).args(["-q", "-o"]).arg(&results);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let entries = || std::fs::read_dir(&results).unwrap().count();
    assert!(wait_until(Duration::from_secs(300), || entries() > 0));
    signal(&child, "INT");
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{ran:#?}");
    assert_eq!(entries(), 0);
}
