//! The lock of an output: held from the first question whether it may be written until everything is in place.

use super::GuardError;
use crate::input::folder_around;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Held as long as it lives. The system takes it back when the program is killed.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock of an output.
    pub(super) fn take(out: &Path) -> Result<Self, GuardError> {
        let path = hidden(out, ".dewax-lock");
        let io = |error| GuardError::Io { what: "write", path: out.to_owned(), error };
        loop {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
            let file = file.map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => GuardError::NoFolder(folder_around(out).to_owned()),
                _ => io(error),
            })?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(GuardError::Busy(out.to_owned())),
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
            let lock = Self { path: path.clone(), file };
            if lock.is_there() {
                return Ok(lock);
            }
            // Who held it has just removed its file: what was locked here has no name any more, so it is dropped.
        }
    }

    /// Whether the file that is locked is the one with the name.
    fn is_there(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let node = |meta: std::fs::Metadata| (meta.dev(), meta.ino());
            match (self.file.metadata(), self.path.metadata()) {
                (Ok(held), Ok(named)) => node(held) == node(named),
                _ => false,
            }
        }
        // Nothing to compare by: the handle alone must be good.
        #[cfg(not(unix))]
        self.file.metadata().is_ok()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.is_there() {
            // The lock goes with its file; a lock file that stays is harmless.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A hidden name beside an output. FFmpeg would take a `%` in it for the number's place.
pub(crate) fn hidden(out: &Path, ending: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default();
    let mut hidden = OsString::from(".");
    match name.to_str() {
        Some(text) => hidden.push(text.replace('%', "_")),
        None => hidden.push(name),
    }
    hidden.push(ending);
    out.with_file_name(hidden)
}
