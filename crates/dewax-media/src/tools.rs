//! Finds FFmpeg, asks what it can do, and runs it as a child that cannot outlive its owner.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

/// The oldest FFmpeg whose `-fps_mode passthrough` keeps variable frame rates.
const OLDEST: (u32, u32) = (5, 1);

/// How much of a child's error text is kept, in bytes: the end, where the reason is.
const TAIL_BYTES: usize = 16 << 10;

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
    encoders: OnceLock<BTreeSet<String>>,
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

    /// Uses the two given programs.
    ///
    /// # Errors
    /// When one does not run, or FFmpeg is older than 5.1.
    pub fn at(ffmpeg: PathBuf, ffprobe: PathBuf) -> Result<Self, ToolsError> {
        let version = version_of(&ffmpeg, "DEWAX_FFMPEG")?;
        version_of(&ffprobe, "DEWAX_FFPROBE")?;
        if numbers(&version).is_some_and(|found| found < OLDEST) {
            return Err(ToolsError::TooOld { path: ffmpeg.display().to_string(), version });
        }
        Ok(Self { ffmpeg, ffprobe, version, encoders: OnceLock::new() })
    }

    /// Whether this FFmpeg has an encoder of that name, such as `prores_ks`. Asked once, then remembered.
    pub fn has_encoder(&self, name: &str) -> bool {
        self.encoders.get_or_init(|| self.list_encoders()).contains(name)
    }

    fn list_encoders(&self) -> BTreeSet<String> {
        let listed = Command::new(&self.ffmpeg)
            .args(["-hide_banner", "-v", "error", "-encoders"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output();
        let Ok(listed) = listed else { return BTreeSet::new() };
        let text = String::from_utf8_lossy(&listed.stdout);
        // After a line of dashes, each line is ` V....D name   description`.
        text.lines()
            .skip_while(|line| !line.trim_start().starts_with("---"))
            .filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned))
            .collect()
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

fn version_of(path: &Path, variable: &'static str) -> Result<String, ToolsError> {
    let broken = |why: String| ToolsError::Broken { path: path.display().to_string(), why, variable };
    let out = Command::new(path)
        .arg("-version")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| broken(error.to_string()))?;
    let text = String::from_utf8_lossy(&out.stdout);
    let mut words = text.lines().next().unwrap_or_default().split_whitespace();
    words
        .by_ref()
        .find(|word| *word == "version")
        .and_then(|_| words.next())
        .map(str::to_owned)
        .ok_or_else(|| broken(format!("`-version` printed no version ({})", out.status)))
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

/// Children that were started and not dropped.
static LIVING: Mutex<Vec<Weak<Mutex<Child>>>> = Mutex::new(Vec::new());

/// How often a child that is waited for is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// Ends every child that runs, also one that hangs: for who cannot wait any more. Whoever waits for it goes on with an error.
pub fn end_children() {
    let living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
    for child in living.iter().filter_map(Weak::upgrade) {
        // Fails only when it has ended already.
        let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }
}

/// A running child whose error text is collected (its end, at most 16 KiB).
/// It is in a process group of its own, so that ^C in the terminal reaches only dewax, which then
/// decides; it is killed and reaped when dropped.
#[derive(Debug)]
pub struct Running {
    child: Arc<Mutex<Child>>,
    stdin: Option<ChildStdin>,
    stdout: Option<ChildStdout>,
    errors: Arc<Mutex<Vec<u8>>>,
    listener: Option<JoinHandle<()>>,
}

impl Running {
    /// Starts `command`; standard input and output are as the caller set them.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut child = command.stderr(Stdio::piped()).spawn()?;
        let errors = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&errors);
        let listener = child.stderr.take().map(|stderr| std::thread::spawn(move || listen(stderr, &kept)));
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let child = Arc::new(Mutex::new(child));
        let mut living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
        living.retain(|other| other.strong_count() > 0);
        living.push(Arc::downgrade(&child));
        Ok(Self { child, stdin, stdout, errors, listener })
    }

    /// The child's standard input, once.
    pub fn stdin(&mut self) -> Option<ChildStdin> {
        self.stdin.take()
    }

    /// The child's standard output, once.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.stdout.take()
    }

    /// Whether the child has ended. Does not wait.
    ///
    /// # Errors
    /// When the system cannot tell.
    pub fn has_ended(&mut self) -> std::io::Result<bool> {
        self.ended().map(|status| status.is_some())
    }

    fn ended(&self) -> std::io::Result<Option<ExitStatus>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).try_wait()
    }

    /// Waits for the end; returns the status and the end of the error text.
    ///
    /// # Errors
    /// When the system cannot wait for the child.
    pub fn wait(&mut self) -> std::io::Result<(ExitStatus, String)> {
        drop(self.stdin.take());
        // Not one long wait: who ends all children needs the child meanwhile.
        let status = loop {
            match self.ended()? {
                Some(status) => break status,
                None => std::thread::sleep(LOOK_AGAIN),
            }
        };
        if let Some(listener) = self.listener.take() {
            // The thread ends with the pipe and cannot panic; nothing to learn from its result.
            let _ = listener.join();
        }
        Ok((status, self.error_text()))
    }

    /// Ends the child now and waits for it.
    pub fn kill(&mut self) {
        // Both fail only when the child has ended already.
        let _ = self.child.lock().unwrap_or_else(PoisonError::into_inner).kill();
        let _ = self.wait();
    }

    /// The end of what the child wrote to standard error so far.
    pub fn error_text(&self) -> String {
        let kept = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).trim().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.ended(), Ok(Some(_))) {
            self.kill();
        }
    }
}

fn listen(mut stderr: impl Read, kept: &Mutex<Vec<u8>>) {
    let mut piece = [0u8; 4096];
    while let Ok(read) = stderr.read(&mut piece) {
        if read == 0 {
            break;
        }
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(piece.get(..read).unwrap_or_default());
        let excess = kept.len().saturating_sub(TAIL_BYTES);
        kept.drain(..excess);
    }
}

/// The lines of FFmpeg's errors that a person needs: the last few, without memory addresses, joined by `; `.
pub(crate) fn gist(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(|line| without_address(line.trim())).filter(|line| !line.is_empty()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let from = lines.len().saturating_sub(4);
    let gist = lines.split_off(from).join("; ");
    if gist.is_empty() { "FFmpeg gave no reason".to_owned() } else { gist }
}

/// `[mov,mp4 @ 0x55d0] text` becomes `[mov,mp4] text`: the address differs from run to run.
fn without_address(line: &str) -> String {
    match (line.find(" @ 0x"), line.find(']')) {
        (Some(at), Some(end)) if at < end => format!("{}{}", &line[..at], &line[end..]),
        _ => line.to_owned(),
    }
}

/// Runs `command` to its end and returns what it printed.
///
/// # Errors
/// A sentence: the program did not start, or the gist of its errors when it failed.
pub(crate) fn capture(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = Path::new(command.get_program()).file_name().unwrap_or(OsStr::new("ffmpeg")).to_owned();
    let mut running = Running::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))
        .map_err(|error| format!("{} did not start: {error}", name.to_string_lossy()))?;
    let mut printed = Vec::new();
    if let Some(mut stdout) = running.stdout() {
        stdout.read_to_end(&mut printed).map_err(|error| error.to_string())?;
    }
    let (status, errors) = running.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(printed) } else { Err(gist(&errors)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(numbers("5.1.9-0+deb12u1"), Some((5, 1)));
        assert_eq!(numbers("n7.1"), Some((7, 1)));
        assert_eq!(numbers("2024-01-01-git-abc"), None);
        assert_eq!(numbers("N-117"), None);
    }

    #[test]
    fn the_gist_has_no_addresses() {
        assert_eq!(
            gist("[mov @ 0x5561] moov atom not found\n\nx: Invalid data\n"),
            "[mov] moov atom not found; x: Invalid data"
        );
        assert_eq!(gist(" "), "FFmpeg gave no reason");
    }

    #[test]
    fn a_missing_program_says_how_to_install() {
        let error = locate("ffmpeg", "DEWAX_FFMPEG", Some(PathBuf::from("/no/such/ffmpeg"))).unwrap_err();
        assert!(error.to_string().contains("install FFmpeg 5.1"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_dropped_child_is_gone() {
        let mut command = Command::new("sleep");
        command.arg("60");
        let running = Running::start(&mut command).unwrap();
        let id = running.child.lock().unwrap().id();
        drop(running);
        assert!(!Path::new(&format!("/proc/{id}")).exists());
    }
}
