//! May this path be written? Every writer asks here, and nothing outside this room changes a file that a user could own.

mod files;
mod folder;
mod lock;
mod made;
mod passes;
mod scratch;
mod set;
mod whole;

use crate::input::{folder_around, is_picture};
pub(crate) use files::numbered;
use files::{Known, files_of};
pub use folder::Folder;
use lock::Lock;
pub(crate) use lock::hidden;
use made::Proof;
pub use passes::Passes;
pub use scratch::scratch;
pub use set::Set;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use whole::write_whole;
pub(crate) use whole::{Part, sync_folder};

/// What the hidden name of an output ends with while it is written; that of a file has its ending behind it.
pub(crate) const PART: &str = ".dewax-part";

/// Why a path may not be written, or could not be.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// Its folder is not there.
    #[error("the folder `{0}` does not exist; create it or write elsewhere")]
    NoFolder(PathBuf),
    /// It is a folder.
    #[error("`{0}` is a folder; give a file name")]
    IsFolder(PathBuf),
    /// It should be a folder.
    #[error("`{0}` is to be a folder, and something else has that name; move it away or choose another name")]
    NoPlaceForFolder(PathBuf),
    /// It is a device or the like.
    #[error("`{0}` is no file that can be replaced; give a file name")]
    NoFile(PathBuf),
    /// It is read.
    #[error("writing `{out}` would replace `{file}`, which this run reads; choose another name")]
    Input {
        /// What was to be written.
        out: PathBuf,
        /// The file that is there.
        file: PathBuf,
    },
    /// It is there and nothing proves that dewax made it.
    #[error(
        "`{0}` exists, and it was not made by dewax or was changed since: choose another name, or say --overwrite"
    )]
    Exists(PathBuf),
    /// Pictures that would follow the new ones as if they were of one sequence.
    #[error(
        "`{file}` is not one of the {frames} pictures that are to be written, and dewax did not make it: together they would \
         look like one sequence; move it away or choose another name"
    )]
    Stranger {
        /// The first of them.
        file: PathBuf,
        /// How many are written.
        frames: usize,
    },
    /// The folder is that of an output.
    #[error("`{0}` holds the report of an output; name another folder")]
    OfOutput(PathBuf),
    /// Another run writes it.
    #[error("another dewax is writing `{0}` now; wait for it or choose another name")]
    Busy(PathBuf),
    /// The system said no.
    #[error("cannot {what} `{path}`: {error}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

/// What a run reads, and whether it may replace what is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    reads: Vec<PathBuf>,
    overwrite: bool,
}

impl Guard {
    /// Whether it may replace files that dewax did not make.
    pub fn may_overwrite(&self) -> bool {
        self.overwrite
    }

    /// For a run that reads nothing yet. With `overwrite` it may replace files that dewax did not make; never what it reads.
    pub fn new(overwrite: bool) -> Self {
        Self { reads: Vec::new(), overwrite }
    }

    /// The same, for a run that also reads this file or sequence.
    #[must_use]
    pub fn reading(mut self, path: impl Into<PathBuf>) -> Self {
        self.reads.push(path.into());
        self
    }

    /// Asks only what no permission can allow, such as to replace what is read: before work that would be in vain.
    ///
    /// # Errors
    /// When it can never be written.
    pub fn check(&self, out: &Path) -> Result<(), GuardError> {
        self.check_kind(out, &self.known())
    }

    /// A file of its own: nothing beside it proves whose it is, so one that is there stays unless it may be overwritten.
    ///
    /// # Errors
    /// When it may not be written.
    pub fn file(&self, out: &Path) -> Result<Permit, GuardError> {
        self.permit(out, Proof::default())
    }

    /// Writes a file whose name says what is in it: one that is there with these very bytes is left as it is.
    ///
    /// # Errors
    /// When it may not be written, or the system says no.
    pub fn write_named_by_content(&self, path: &Path, bytes: &[u8]) -> Result<(), GuardError> {
        if std::fs::read(path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        self.file(path)?.write(bytes)
    }

    /// The place of an output, file or sequence, locked until it is dropped. An output that dewax made before, by the record in
    /// `beside`, may be replaced; without such a folder none.
    ///
    /// # Errors
    /// When it may not be written.
    pub fn place(&self, out: &Path, beside: Option<&Path>) -> Result<Place, GuardError> {
        self.place_by(out, beside, None)
    }

    fn place_by(&self, out: &Path, beside: Option<&Path>, proof: Option<Proof>) -> Result<Place, GuardError> {
        self.check_kind(out, &self.known())?;
        let lock = Arc::new(Lock::take(out)?);
        if let Some(folder) = beside {
            Set::settle(out, folder)?;
        }
        let proof = proof.or_else(|| beside.map(|folder| Proof::beside(out, folder))).unwrap_or_default();
        let permit = self.permit(out, proof)?;
        if let Some(folder) = beside {
            permit.check_set(folder)?;
        }
        Ok(Place { permit, _lock: lock })
    }

    fn permit(&self, out: &Path, proof: Proof) -> Result<Permit, GuardError> {
        let permit = Permit { path: out.to_owned(), guard: self.clone(), proof };
        permit.check()?;
        Ok(permit)
    }

    /// Everything that the run reads, as it lies on the disk now.
    fn known(&self) -> Known {
        let mut known = Known::default();
        self.reads.iter().flat_map(|path| files_of(path)).for_each(|file| known.add(&file));
        known
    }

    /// What no permission can allow.
    fn check_kind(&self, out: &Path, known: &Known) -> Result<(), GuardError> {
        let folder = folder_around(out);
        if !folder.is_dir() {
            return Err(GuardError::NoFolder(folder.to_owned()));
        }
        if out.is_dir() || out.file_name().is_none() || out.to_string_lossy().ends_with(['/', '\\']) {
            return Err(GuardError::IsFolder(out.to_owned()));
        }
        for file in files_there(out) {
            if known.has(&file) {
                return Err(GuardError::Input { out: out.to_owned(), file });
            }
            if file.is_dir() || file.metadata().is_ok_and(|meta| !meta.is_file()) {
                return Err(GuardError::NoFile(file));
            }
        }
        Ok(())
    }
}

/// Whether an output, and everything that was written with it into the folder beside it, is there as dewax made it.
pub fn is_as_made(out: &Path, folder: &Path) -> bool {
    Proof::beside(out, folder).holds_all()
}

/// Whether a file, or the first picture of a sequence, is an output of dewax by the record in the folder beside it.
pub fn is_own_file(file: &Path, folder: &Path) -> bool {
    let proof = Proof::beside(file, folder);
    files_there(file).first().is_some_and(|first| proof.holds(first))
}

/// What is there of a file, or of the sequence when it is a pattern of pictures.
fn files_there(out: &Path) -> Vec<PathBuf> {
    let single = out.symlink_metadata().is_ok().then(|| out.to_owned());
    let pictures = if is_picture(out) { numbered(out) } else { Vec::new() };
    single.into_iter().chain(pictures.into_iter().map(|(_, file)| file)).collect()
}

/// A file or sequence that may be written, as far as could be seen when it was asked.
#[derive(Clone, Debug)]
pub struct Permit {
    path: PathBuf,
    guard: Guard,
    proof: Proof,
}

impl Permit {
    /// What may be written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes all of it, unless something came into its place meanwhile.
    ///
    /// # Errors
    /// When that is so, or the system says no.
    pub fn write(&self, bytes: &[u8]) -> Result<(), GuardError> {
        self.check()?;
        write_whole(&self.path, bytes)
    }

    /// Gives a part its name, unless something came into its place meanwhile.
    pub(crate) fn put_in_place(&self, part: Part) -> Result<(), GuardError> {
        self.check()?;
        let io = |error| GuardError::Io { what: "write", path: self.path.clone(), error };
        part.put_in_place().map_err(io)
    }

    /// Asks again.
    fn check(&self) -> Result<(), GuardError> {
        self.guard.check_kind(&self.path, &self.guard.known())?;
        files_there(&self.path).into_iter().try_for_each(|file| self.check_owner(file))
    }

    fn check_owner(&self, file: PathBuf) -> Result<(), GuardError> {
        if self.guard.overwrite || self.proof.holds(&file) { Ok(()) } else { Err(GuardError::Exists(file)) }
    }

    /// Whether the set of files in the folder beside the output may be replaced. What the run reads of it stays as it is.
    fn check_set(&self, folder: &Path) -> Result<(), GuardError> {
        if folder.symlink_metadata().is_ok() && !folder.is_dir() {
            return Err(GuardError::NoPlaceForFolder(folder.to_owned()));
        }
        let known = self.guard.known();
        for file in Set::files_in(folder) {
            if !known.has(&file) {
                self.check_owner(file)?;
            }
        }
        Ok(())
    }
}

/// The place of an output: it may be written, and nobody else writes it while this lives.
#[derive(Clone, Debug)]
pub struct Place {
    permit: Permit,
    _lock: Arc<Lock>,
}

impl Place {
    /// Whether the files of its folder may still be replaced: somebody can have changed one while the output was made.
    ///
    /// # Errors
    /// When one of them is not dewax's own any more.
    pub fn check_folder(&self, folder: &Path) -> Result<(), GuardError> {
        self.permit.check_set(folder)
    }

    /// The output's name.
    pub fn path(&self) -> &Path {
        self.permit.path()
    }

    /// Writes all of it, unless something came into its place meanwhile.
    ///
    /// # Errors
    /// When that is so, or the system says no.
    pub fn write(&self, bytes: &[u8]) -> Result<(), GuardError> {
        self.permit.write(bytes)
    }

    /// Asks again whether it may be written.
    ///
    /// # Errors
    /// When something came into its place meanwhile.
    pub(crate) fn check(&self) -> Result<(), GuardError> {
        self.permit.check()
    }

    /// The pictures that would stay beside `frames` new ones from `first` on and must go: our own of an earlier sequence.
    ///
    /// # Errors
    /// When one of them is somebody else's: it would be taken for a part of the new sequence.
    pub fn stale(&self, first: u64, frames: usize) -> Result<Vec<PathBuf>, GuardError> {
        let new = first..first.saturating_add(frames as u64);
        let there = if is_picture(self.path()) { numbered(self.path()) } else { Vec::new() };
        let mut stale = Vec::new();
        for (_, file) in there.into_iter().filter(|(number, _)| !new.contains(number)) {
            if !self.permit.proof.holds(&file) {
                return Err(GuardError::Stranger { file, frames });
            }
            stale.push(file);
        }
        Ok(stale)
    }

    /// Another file that belongs to the output, such as the source's statement of origin.
    ///
    /// # Errors
    /// When it may not be written.
    pub fn companion(&self, path: &Path) -> Result<Permit, GuardError> {
        self.permit.guard.permit(path, self.permit.proof.clone())
    }

    /// Takes a file away that the earlier output's record proves to be dewax's own; any other stays.
    ///
    /// # Errors
    /// When the system says no.
    pub fn remove_own(&self, file: &Path) -> Result<(), GuardError> {
        if !self.permit.proof.holds(file) || self.permit.guard.known().has(file) {
            return Ok(());
        }
        let io = |error| GuardError::Io { what: "remove", path: file.to_owned(), error };
        std::fs::remove_file(file).map_err(io)
    }

    /// The bytes of a file of the set that the run reads: they stay as they are.
    pub fn kept(&self, file: &Path) -> Option<Vec<u8>> {
        let is_read = file.is_file() && self.permit.guard.known().has(file);
        is_read.then(|| std::fs::read(file).ok()).flatten()
    }
}

#[cfg(test)]
mod tests;
