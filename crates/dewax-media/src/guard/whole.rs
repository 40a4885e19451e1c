//! Files that appear whole or not at all: written under a temporary name beside their place, synced, then renamed.

use super::GuardError;
use crate::input::folder_around;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file that is being written under a temporary name. Dropped before it is put in place, it goes.
#[derive(Debug)]
pub(crate) struct Part {
    part: PathBuf,
    path: PathBuf,
    done: bool,
}

impl Part {
    /// A temporary name beside `path`, with its ending, so that FFmpeg knows what to write. Two runs have two names.
    pub(crate) fn of(path: &Path) -> Self {
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{}.dewax-part", std::process::id()));
        if let Some(ending) = path.extension() {
            name.push(".");
            name.push(ending);
        }
        Self { part: path.with_file_name(name), path: path.to_owned(), done: false }
    }

    /// Where it is written.
    pub(crate) fn at(&self) -> &Path {
        &self.part
    }

    /// Writes all of it.
    fn write(&self, bytes: &[u8]) -> std::io::Result<()> {
        // What a killed run of the same number left is in the way; mostly there is nothing.
        let _ = fs::remove_file(&self.part);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&self.part)?;
        file.write_all(bytes)
    }

    /// Writes all of it: where it lies until it has its name. `path` is that name, for words.
    pub(super) fn filled(&self, bytes: &[u8], path: &Path) -> Result<&Path, GuardError> {
        let io = |error| GuardError::Io { what: "write", path: path.to_owned(), error };
        self.write(bytes).map_err(io)?;
        Ok(&self.part)
    }

    /// Makes it durable and gives it its name.
    pub(crate) fn put_in_place(mut self) -> std::io::Result<()> {
        OpenOptions::new().write(true).open(&self.part)?.sync_all()?;
        fs::rename(&self.part, &self.path)?;
        self.done = true;
        sync_folder(folder_around(&self.path));
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.done {
            // Whatever is left of the attempt is of no use to anybody; mostly there is nothing.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// Writes a file that may be written: whoever calls this has asked.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), GuardError> {
    let part = Part::of(path);
    let written = part.write(bytes).and_then(|()| part.put_in_place());
    written.map_err(|error| GuardError::Io { what: "write", path: path.to_owned(), error })
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        // The name is in place; some file systems refuse to sync a folder, and nothing is to be done then.
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.txt");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        drop(Part::of(&path));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_whole(Path::new("/proc/none/file"), b"x").is_err());
    }
}
