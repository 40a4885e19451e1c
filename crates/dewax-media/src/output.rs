//! The place of an output: checks, a lock, a temporary name in the same folder, and the move to the final name.

use crate::bmff;
use crate::encode::EncodeError;
use crate::input::{Pattern, pattern_url};
use crate::tools::file_url;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// An output that is being written. Dropped before [`Output::commit`], its temporary files go.
#[derive(Debug)]
pub(crate) struct Output {
    path: PathBuf,
    /// The temporary file, or the folder of temporary files of a sequence.
    part: PathBuf,
    pattern: Option<OsString>,
    lock_path: PathBuf,
    /// Held until the end.
    _lock: File,
    done: bool,
}

impl Output {
    /// Checks and locks the place of `out`, which must not be `source`.
    pub(crate) fn open(out: &Path, source: &Path, pictures: bool) -> Result<Self, EncodeError> {
        check_place(out, source)?;
        let name = out.file_name().unwrap_or_default();
        // FFmpeg would take a `%` in the name of the temporary folder for the number's place.
        let plain =
            if pictures { OsString::from(name.to_string_lossy().replace('%', "_")) } else { name.to_owned() };
        let hidden = |ending: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(&plain);
            hidden.push(ending);
            out.with_file_name(hidden)
        };
        let io = |error| EncodeError::Io { path: out.to_owned(), error };
        let lock_path = hidden(".dewax-lock");
        let lock =
            OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path).map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(EncodeError::Busy(out.to_owned())),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let is_pattern = pictures && name.to_str().and_then(Pattern::parse).is_some();
        let mut ending = OsString::from(".dewax-part");
        if !is_pattern {
            ending.push(".");
            ending.push(out.extension().unwrap_or_default());
        }
        let part = hidden(&ending.to_string_lossy());
        let output = Self {
            path: out.to_owned(),
            part,
            pattern: is_pattern.then(|| name.to_owned()),
            lock_path,
            _lock: lock,
            done: false,
        };
        // What a killed run left is in the way.
        output.remove_part();
        if is_pattern {
            std::fs::create_dir(&output.part).map_err(io)?;
        } else {
            File::create(&output.part).map_err(io)?;
        }
        Ok(output)
    }

    /// The final name.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What FFmpeg writes to, in its own words.
    pub(crate) fn url(&self) -> OsString {
        match &self.pattern {
            Some(pattern) => pattern_url(&self.part.join(pattern)),
            None => file_url(&self.part),
        }
    }

    /// Makes what was written durable and gives it its final name. Returns its bytes.
    pub(crate) fn commit(&mut self, matrix: Option<&[i32; 9]>, frames: usize) -> Result<u64, EncodeError> {
        let io = |error| EncodeError::Io { path: self.path.clone(), error };
        let folder = self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut bytes = 0;
        if self.pattern.is_some() {
            let mut names: Vec<OsString> = std::fs::read_dir(&self.part)
                .map_err(io)?
                .map(|entry| entry.map(|entry| entry.file_name()))
                .collect::<Result<_, _>>()
                .map_err(io)?;
            names.sort();
            if names.len() != frames {
                let why = format!("FFmpeg wrote {} pictures of {frames}", names.len());
                return Err(EncodeError::Failed { path: self.path.clone(), frames, why });
            }
            for name in &names {
                let file = OpenOptions::new().write(true).open(self.part.join(name)).map_err(io)?;
                file.sync_all().map_err(io)?;
                bytes += file.metadata().map_err(io)?.len();
            }
            for name in &names {
                std::fs::rename(self.part.join(name), folder.join(name)).map_err(io)?;
            }
            std::fs::remove_dir(&self.part).map_err(io)?;
        } else {
            let mut file = OpenOptions::new().read(true).write(true).open(&self.part).map_err(io)?;
            if let Some(matrix) = matrix {
                bmff::set_display_matrix(&mut file, matrix).map_err(io)?;
            }
            file.sync_all().map_err(io)?;
            bytes = file.metadata().map_err(io)?.len();
            drop(file);
            std::fs::rename(&self.part, &self.path).map_err(io)?;
        }
        self.done = true;
        #[cfg(unix)]
        if let Ok(folder) = File::open(folder) {
            // The name is in place; some file systems refuse to sync a folder, and nothing is to be done then.
            let _ = folder.sync_all();
        }
        Ok(bytes)
    }

    fn remove_part(&self) {
        // Mostly there is nothing to remove; what cannot be removed is noticed when it is written.
        let _ = if self.pattern.is_some() {
            std::fs::remove_dir_all(&self.part)
        } else {
            std::fs::remove_file(&self.part)
        };
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.done {
            self.remove_part();
        }
        // The lock goes with its file; a lock file that stays is harmless.
        let _ = std::fs::remove_file(&self.lock_path);
    }
}

/// Checks that `out` can be written at all: its folder is there, it is no folder itself, and it is not the source.
///
/// # Errors
/// Which of these it is.
pub fn check_place(out: &Path, source: &Path) -> Result<(), EncodeError> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(EncodeError::NoFolder(folder.to_owned()));
    }
    if out.is_dir() || out.file_name().is_none() {
        return Err(EncodeError::IsFolder(out.to_owned()));
    }
    if same_file(out, source) {
        return Err(EncodeError::SameFile(out.to_owned()));
    }
    Ok(())
}

fn same_file(one: &Path, other: &Path) -> bool {
    if let (Ok(one), Ok(other)) = (one.canonicalize(), other.canonicalize()) {
        if one == other {
            return true;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            if let (Ok(one), Ok(other)) = (one.metadata(), other.metadata()) {
                return (one.dev(), one.ino()) == (other.dev(), other.ino());
            }
        }
    }
    // A sequence is not one file; the same pattern is the same files.
    one == other
}
