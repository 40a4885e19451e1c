//! FFmpeg as a child that cannot outlive its owner, is watched while it is waited for, and whose errors are collected.

use crate::watch::{self, IS_OVER, LIVING, Pulse, Shared};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How much of a child's error text is kept, in bytes: the end, where the reason is.
const TAIL_BYTES: usize = 16 << 10;

/// How often a child that is waited for is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(2);
/// How long a child that was ended may take to be gone: one that waits for a dead disk never is.
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// Ends every child that runs, also one that hangs, and lets none begin after it: for who cannot wait any more. Whoever waits for one
/// goes on with an error.
pub fn end_children() {
    let living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
    IS_OVER.store(true, Ordering::SeqCst);
    for child in living.iter().filter_map(Weak::upgrade) {
        watch::end(&mut child.process.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// A pipe to or from a child: who waits at it is seen to wait.
#[derive(Debug)]
pub struct Watched<P> {
    pipe: P,
    child: Arc<Shared>,
}

impl<P: Read> Read for Watched<P> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let _waits = self.child.pulse.waits();
        let read = self.pipe.read(buffer);
        self.child.pulse.passed();
        read
    }
}

impl<P: Write> Write for Watched<P> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _waits = self.child.pulse.waits();
        let written = self.pipe.write(bytes);
        self.child.pulse.passed();
        written
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.pipe.flush()
    }
}

/// A running child whose error text is collected (its end, at most 16 KiB).
/// It is in a process group of its own, so that ^C in the terminal reaches only dewax, which then
/// decides; it is killed and reaped when dropped.
#[derive(Debug)]
pub struct Running {
    child: Arc<Shared>,
    stdin: Option<ChildStdin>,
    stdout: Option<ChildStdout>,
    errors: Arc<Mutex<Vec<u8>>>,
    listener: Option<JoinHandle<()>>,
    is_gone: bool,
}

impl Running {
    /// Starts `command`; standard input and output are as the caller set them.
    ///
    /// # Errors
    /// When the program cannot be started, or all children were ended.
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        watch::begin();
        let (mut process, child) = {
            // Held while it starts, so that who ends all children meets every one.
            let mut living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
            if IS_OVER.load(Ordering::SeqCst) {
                return Err(std::io::Error::other("dewax is ending"));
            }
            let mut process = command.stderr(Stdio::piped()).spawn()?;
            let id = process.id();
            watch::tell('+', id);
            let pipes = (process.stdin.take(), process.stdout.take(), process.stderr.take());
            let child = Arc::new(Shared { process: Mutex::new(process), id, pulse: Pulse::default() });
            living.retain(|other| other.strong_count() > 0);
            living.push(Arc::downgrade(&child));
            (pipes, child)
        };
        let errors = Arc::new(Mutex::new(Vec::new()));
        let (kept, heard) = (Arc::clone(&errors), Arc::clone(&child));
        let listener =
            process.2.take().map(|stderr| std::thread::spawn(move || listen(stderr, &kept, &heard.pulse)));
        let (stdin, stdout) = (process.0, process.1);
        Ok(Self { child, stdin, stdout, errors, listener, is_gone: false })
    }

    /// The child's standard input, once.
    pub fn stdin(&mut self) -> Option<Watched<ChildStdin>> {
        let child = Arc::clone(&self.child);
        self.stdin.take().map(|pipe| Watched { pipe, child })
    }

    /// The child's standard output, once.
    pub fn stdout(&mut self) -> Option<Watched<ChildStdout>> {
        let child = Arc::clone(&self.child);
        self.stdout.take().map(|pipe| Watched { pipe, child })
    }

    /// Whether the child has ended. Does not wait.
    ///
    /// # Errors
    /// When the system cannot tell.
    pub fn has_ended(&mut self) -> std::io::Result<bool> {
        self.ended().map(|status| status.is_some())
    }

    /// Whether it was ended because it hung.
    pub(crate) fn has_hung(&self) -> bool {
        self.child.pulse.has_hung()
    }

    fn ended(&mut self) -> std::io::Result<Option<ExitStatus>> {
        let status = self.child.process.lock().unwrap_or_else(PoisonError::into_inner).try_wait();
        if matches!(status, Ok(Some(_))) && !self.is_gone {
            watch::tell('-', self.child.id);
            self.is_gone = true;
        }
        status
    }

    /// Waits for the end; returns the status and the end of the error text.
    ///
    /// # Errors
    /// When the system cannot wait for the child, or it was ended and does not go.
    pub fn wait(&mut self) -> std::io::Result<(ExitStatus, String)> {
        drop(self.stdin.take());
        let mut hung_at = None;
        // Not one long wait: who ends all children needs the child meanwhile.
        let status = loop {
            if let Some(status) = self.ended()? {
                break status;
            }
            let _waits = self.child.pulse.waits();
            std::thread::sleep(LOOK_AGAIN);
            if self.has_hung() && hung_at.get_or_insert_with(Instant::now).elapsed() > GONE_WITHIN {
                return Err(std::io::Error::other(hung_words()));
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
        if !matches!(self.ended(), Ok(Some(_))) {
            watch::end(&mut self.child.process.lock().unwrap_or_else(PoisonError::into_inner));
        }
        // Fails only when the system cannot tell.
        let _ = self.wait();
    }

    /// The end of what the child wrote to standard error so far, and whether it hung.
    pub fn error_text(&self) -> String {
        let kept = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&kept).trim().to_owned();
        if self.has_hung() { format!("{text}\n{}", hung_words()).trim().to_owned() } else { text }
    }
}

/// What is said of a child that hung.
fn hung_words() -> String {
    let patience_s = watch::patience().as_secs_f64();
    format!("it hung: for {patience_s} s it neither gave nor took anything nor worked, so it was ended")
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.ended(), Ok(Some(_))) {
            self.kill();
        }
    }
}

fn listen(mut stderr: impl Read, kept: &Mutex<Vec<u8>>, pulse: &Pulse) {
    let mut piece = [0u8; 4096];
    while let Ok(read) = stderr.read(&mut piece) {
        if read == 0 {
            break;
        }
        pulse.passed();
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
    capture_both(command).map(|(printed, _)| printed)
}

/// The same, and the end of what it said on standard error.
///
/// # Errors
/// As of [`capture`].
pub(crate) fn capture_both(command: &mut Command) -> Result<(Vec<u8>, String), String> {
    let name = Path::new(command.get_program()).file_name().unwrap_or(OsStr::new("ffmpeg")).to_owned();
    let mut running = Running::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))
        .map_err(|error| format!("{} did not start: {error}", name.to_string_lossy()))?;
    let mut printed = Vec::new();
    if let Some(mut stdout) = running.stdout() {
        stdout.read_to_end(&mut printed).map_err(|error| error.to_string())?;
    }
    let (status, said) = running.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok((printed, said)) } else { Err(gist(&said)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gist_has_no_addresses() {
        assert_eq!(
            gist("[mov @ 0x5561] moov atom not found\n\nx: Invalid data\n"),
            "[mov] moov atom not found; x: Invalid data"
        );
        assert_eq!(gist(" "), "FFmpeg gave no reason");
    }

    #[cfg(unix)]
    #[test]
    fn a_dropped_child_is_gone() {
        let mut command = Command::new("sleep");
        command.arg("60");
        let running = Running::start(&mut command).unwrap();
        let id = running.child.id;
        drop(running);
        assert!(!Path::new(&format!("/proc/{id}")).exists());
    }
}
