//! Finds FFmpeg and asks what it can do.

use crate::child::capture_both;
pub use crate::child::{Running, Watched, end_children};
pub(crate) use crate::child::{capture, gist};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest FFmpeg whose `-fps_mode passthrough` keeps variable frame rates.
const OLDEST: (u32, u32) = (5, 1);

/// Why FFmpeg cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ToolsError {
    /// No such program.
    #[error(
        "`{name}` was not found ({looked}); install FFmpeg 5.1 or newer (Debian/Ubuntu: apt install ffmpeg; \
         macOS: brew install ffmpeg; Windows: winget install ffmpeg) or set {variable} to its path"
    )]
    Missing {
        /// `ffmpeg` or `ffprobe`.
        name: &'static str,
        /// Where it was looked for.
        looked: String,
        /// The environment variable that overrides the search.
        variable: &'static str,
    },
    /// A program that is there but does not run.
    #[error("`{path}` did not run: {why}; install FFmpeg 5.1 or newer, or set {variable} to a working one")]
    Broken {
        /// The program.
        path: String,
        /// What the system said.
        why: String,
        /// The environment variable that overrides the search.
        variable: &'static str,
    },
    /// A program older than 5.1.
    #[error(
        "`{path}` is FFmpeg {version}, which is too old; install FFmpeg 5.1 or newer, or set DEWAX_FFMPEG to one"
    )]
    TooOld {
        /// The program.
        path: String,
        /// Its version.
        version: String,
    },
}

/// The FFmpeg programs that are used.
#[derive(Debug)]
pub struct Tools {
    /// The `ffmpeg` program.
    pub ffmpeg: PathBuf,
    /// The `ffprobe` program.
    pub ffprobe: PathBuf,
    /// FFmpeg's version as it prints it, such as `5.1.9-0+deb12u1`.
    pub version: String,
    encoders: BTreeSet<String>,
}

impl Tools {
    /// Finds both programs: `$DEWAX_FFMPEG` and `$DEWAX_FFPROBE` when set, else beside each other on `$PATH`.
    ///
    /// # Errors
    /// When one is missing or does not run, or FFmpeg is older than 5.1.
    pub fn find() -> Result<Self, ToolsError> {
        let var = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        let ffmpeg = locate("ffmpeg", "DEWAX_FFMPEG", var("DEWAX_FFMPEG"))?;
        let ffprobe = locate("ffprobe", "DEWAX_FFPROBE", var("DEWAX_FFPROBE"))?;
        Self::at(ffmpeg, ffprobe)
    }

    /// Uses the two given programs. FFmpeg is asked once, for its version and its encoders together: starting it costs more than
    /// most answers. ffprobe is not asked; see [`Self::check_ffprobe`].
    ///
    /// # Errors
    /// When FFmpeg does not run, or is older than 5.1.
    pub fn at(ffmpeg: PathBuf, ffprobe: PathBuf) -> Result<Self, ToolsError> {
        let variable = "DEWAX_FFMPEG";
        let (listed, said) = capture_both(Command::new(&ffmpeg).arg("-encoders"))
            .map_err(|why| broken(&ffmpeg, variable, why))?;
        // A wrapper may keep the banner away.
        let asked = || capture(Command::new(&ffmpeg).arg("-version")).ok();
        let version = version_in(&said)
            .or_else(|| version_in(&String::from_utf8_lossy(&asked()?)))
            .ok_or_else(|| broken(&ffmpeg, variable, "it states no version".to_owned()))?;
        if numbers(&version).is_some_and(|found| found < OLDEST) {
            return Err(ToolsError::TooOld { path: ffmpeg.display().to_string(), version });
        }
        let text = String::from_utf8_lossy(&listed);
        // After a line of dashes, each line is ` V....D name   description`.
        let encoders = text
            .lines()
            .skip_while(|line| !line.trim_start().starts_with("---"))
            .filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned))
            .collect();
        Ok(Self { ffmpeg, ffprobe, version, encoders })
    }

    /// Whether ffprobe runs at all: asked only when it gave no answer, since then a source is not to blame.
    ///
    /// # Errors
    /// When it does not run.
    pub fn check_ffprobe(&self) -> Result<(), ToolsError> {
        let broken = |why| broken(&self.ffprobe, "DEWAX_FFPROBE", why);
        let printed = capture(Command::new(&self.ffprobe).arg("-version")).map_err(broken)?;
        let version = version_in(&String::from_utf8_lossy(&printed));
        version.map(drop).ok_or_else(|| broken("`-version` printed no version".to_owned()))
    }

    /// Whether this FFmpeg has an encoder of that name, such as `prores_ks`.
    pub fn has_encoder(&self, name: &str) -> bool {
        self.encoders.contains(name)
    }

    /// A command that runs `ffmpeg` quietly, with errors only.
    pub(crate) fn ffmpeg_command(&self) -> Command {
        let mut command = Command::new(&self.ffmpeg);
        command.args(["-hide_banner", "-nostdin", "-v", "error"]);
        command
    }
}

fn locate(name: &'static str, variable: &'static str, given: Option<PathBuf>) -> Result<PathBuf, ToolsError> {
    if let Some(path) = given {
        return if path.is_file() {
            Ok(path)
        } else {
            Err(ToolsError::Missing { name, looked: format!("{variable} says {}", path.display()), variable })
        };
    }
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|dir| dir.join(&file))
        .find(|candidate| candidate.is_file())
        .ok_or(ToolsError::Missing { name, looked: "not in any folder of PATH".to_owned(), variable })
}

fn broken(path: &Path, variable: &'static str, why: String) -> ToolsError {
    ToolsError::Broken { path: path.display().to_string(), why, variable }
}

/// The version in the line that every FFmpeg program begins with: `ffmpeg version 5.1.9-0+deb12u1 Copyright …`.
fn version_in(text: &str) -> Option<String> {
    // Libraries warn in front of it, also of versions.
    let of_program = |line: &str| {
        let rest = ["ffmpeg", "ffprobe"].into_iter().find_map(|name| line.trim_start().strip_prefix(name))?;
        let mut words = rest.split_whitespace();
        words.next().filter(|word| *word == "version").and(words.next()).map(str::to_owned)
    };
    text.lines().find_map(of_program)
}

/// Major and minor of a release such as `5.1.9-0+deb12u1` or `n7.1`; `None` for a build from the repository,
/// which is taken for new enough.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('n').split(|c: char| !c.is_ascii_digit());
    let major: u32 = parts.next()?.parse().ok()?;
    // Dates such as 2024-01-01-git are builds from the repository.
    (major < 1000).then_some((major, parts.next().and_then(|p| p.parse().ok()).unwrap_or(0)))
}

/// `path` as FFmpeg must be told it: with the protocol, so that a leading dash or a colon in the name is harmless.
pub(crate) fn file_url(path: &Path) -> std::ffi::OsString {
    let mut url = std::ffi::OsString::from("file:");
    url.push(path);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_states_the_version_is_found() {
        let said = "ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers\n  built with gcc 12";
        assert_eq!(version_in(said).as_deref(), Some("5.1.9-0+deb12u1"));
        for warning in [
            "libva info: VA-API version 1.14.0",
            "ffmpeg: /usr/lib/libx.so: no version information available",
        ] {
            assert_eq!(version_in(&format!("{warning}\n{said}")).as_deref(), Some("5.1.9-0+deb12u1"));
        }
        assert_eq!(version_in("nothing of the kind"), None);
    }

    #[test]
    fn versions() {
        assert_eq!(numbers("5.1.9-0+deb12u1"), Some((5, 1)));
        assert_eq!(numbers("n7.1"), Some((7, 1)));
        assert_eq!(numbers("2024-01-01-git-abc"), None);
        assert_eq!(numbers("N-117"), None);
    }

    #[test]
    fn a_missing_program_says_how_to_install() {
        let error = locate("ffmpeg", "DEWAX_FFMPEG", Some(PathBuf::from("/no/such/ffmpeg"))).unwrap_err();
        assert!(error.to_string().contains("install FFmpeg 5.1"), "{error}");
    }
}
