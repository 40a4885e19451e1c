//! A folder of files that are written together, such as a saved diagnosis, with a record that lets dewax replace them later.

use super::made::{MADE_FILE, Made, Proof};
use super::{Guard, GuardError, Part, Permit, Place};
use std::path::{Path, PathBuf};

/// A folder, and which of its files were written. Folders that were made for it go again when nothing is in them.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    guard: Guard,
    proof: Proof,
    made: Made,
    new: Vec<PathBuf>,
}

impl Guard {
    /// A folder for files with these names. Makes it, and those around it.
    ///
    /// # Errors
    /// When one of the files may not be written, or the folder not be made.
    pub fn folder(&self, path: &Path, names: &[&str]) -> Result<Folder, GuardError> {
        let around = |path: &Path| (!path.as_os_str().is_empty()).then(|| path.to_owned());
        let missing = path.ancestors().filter_map(around).take_while(|p| p.symlink_metadata().is_err());
        let missing: Vec<PathBuf> = missing.collect();
        let is_there = missing.is_empty();
        if is_there && !path.as_os_str().is_empty() && !path.is_dir() {
            return Err(GuardError::NoPlaceForFolder(path.to_owned()));
        }
        let made = Made::read(path);
        if made.as_ref().is_some_and(|made| made.beside.is_some()) {
            return Err(GuardError::OfOutput(path.to_owned()));
        }
        let made = made.unwrap_or_else(|| Made::new(None));
        let folder = Folder {
            path: path.to_owned(),
            guard: self.clone(),
            proof: Proof::inside(path),
            made,
            new: missing,
        };
        let io = |error| GuardError::Io { what: "make the folder", path: path.to_owned(), error };
        if !is_there {
            std::fs::create_dir_all(path).map_err(io)?;
        } else if folder.path.join(MADE_FILE).exists() && Made::read(path).is_none() {
            // Something of that name that is no record.
            folder.permit(MADE_FILE)?;
        }
        names.iter().try_for_each(|name| folder.permit(name).map(drop))?;
        Ok(folder)
    }
}

impl Folder {
    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file in it.
    ///
    /// # Errors
    /// When it may not be written.
    pub fn permit(&self, name: &str) -> Result<Permit, GuardError> {
        self.guard.permit(&self.path.join(name), self.proof.clone())
    }

    /// The locked place of a clip in it.
    ///
    /// # Errors
    /// When it may not be written.
    pub fn place(&self, name: &str) -> Result<Place, GuardError> {
        self.guard.place_by(&self.path.join(name), None, Some(self.proof.clone()))
    }

    /// Writes a file in it.
    ///
    /// # Errors
    /// When it may not be written or the system says no.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), GuardError> {
        self.permit(name)?.write(bytes)?;
        self.wrote(name)
    }

    /// Writes a file in it that a run which is killed on the way must leave so that the next one can write it again: the record knows it
    /// before it has its name.
    ///
    /// # Errors
    /// When it may not be written or the system says no.
    pub fn renew(&mut self, name: &str, bytes: &[u8]) -> Result<(), GuardError> {
        // The record could not name the old one and the new one.
        self.remove(name)?;
        let permit = self.permit(name)?;
        let aside = Part::of(&self.path.join(name));
        self.made.note(name, aside.filled(bytes, &self.path.join(name))?)?;
        self.made.write(&self.path)?;
        permit.put_in_place(aside)
    }

    /// Writes a file in it whose name says what is in it.
    ///
    /// # Errors
    /// When it may not be written or the system says no.
    pub fn write_named_by_content(&self, name: &str, bytes: &[u8]) -> Result<(), GuardError> {
        self.guard.write_named_by_content(&self.path.join(name), bytes)
    }

    /// Takes away a file that an earlier run left, unless it is somebody else's.
    ///
    /// # Errors
    /// When it is, or the system says no.
    pub fn remove(&mut self, name: &str) -> Result<(), GuardError> {
        let file = self.path.join(name);
        if file.symlink_metadata().is_err() {
            return Ok(());
        }
        self.permit(name)?;
        self.made.files.remove(name);
        std::fs::remove_file(&file).map_err(|error| GuardError::Io { what: "remove", path: file, error })
    }

    /// Notes that a file in it is written, so that it may be replaced later.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn wrote(&mut self, name: &str) -> Result<(), GuardError> {
        self.made.note(name, &self.path.join(name))?;
        self.made.write(&self.path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The innermost first.
        for folder in &self.new {
            // Mostly it is full by now and stays.
            let _ = std::fs::remove_dir(folder);
        }
    }
}
