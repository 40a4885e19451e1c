//! Alone in its process: after all children were ended, none begins.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use dewax_media::tools::{Running, end_children};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn no_child_lives_on_and_none_begins() {
    let sleep = || Running::start(Command::new("sleep").arg("60").stdin(Stdio::null()).stdout(Stdio::null()));
    // A script whose own child holds on.
    let script = "sleep 60 & wait";
    let mut child = Running::start(Command::new("sh").args(["-c", script]).stdout(Stdio::null())).unwrap();
    let mut plain = sleep().unwrap();
    let start = Instant::now();
    end_children();
    assert!(!child.wait().unwrap().0.success() && !plain.wait().unwrap().0.success());
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(sleep().unwrap_err().to_string().contains("ending"));
}
