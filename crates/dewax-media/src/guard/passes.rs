//! The record of what was written beside an output because somebody wished it there, mattes and other layers: wherever they lie, the next run knows
//! them again.

use super::made::{Proof, name_of};
use super::whole::write_whole;
use super::{Guard, GuardError, Place};
use crate::input::{folder_around, hex, whole_hash};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The record's name in the folder beside the output: its own, so that the output is dewax's also where a matte of it was moved away.
const PASSES_FILE: &str = "passes.json";
/// The version of its form.
const PASSES_VERSION: u32 = 1;

/// What is known of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    passes_version: u32,
    /// The output that they belong to.
    beside: String,
    /// By name as seen from the folder that the output lies in; those that lie elsewhere with their whole path.
    files: BTreeMap<String, Written>,
}

/// A file that dewax wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// SHA-256 of all of its bytes; while a new one takes its place, also of that.
    sha256: Vec<String>,
    /// What made it: SHA-256 of the file that says what was wished of the output.
    wish: String,
}

/// The files beside an output.
#[derive(Clone, Debug)]
pub struct Passes {
    folder: PathBuf,
    /// The folder that the output lies in, by its true name.
    base: PathBuf,
    record: Record,
}

impl Passes {
    /// Those of an output with this folder beside it.
    pub fn of(out: &Path, folder: &Path) -> Self {
        let beside = out.file_name().map(name_of).unwrap_or_default();
        let around = folder_around(out);
        let text = std::fs::read_to_string(folder.join(PASSES_FILE)).ok();
        let read = text.and_then(|text| serde_json::from_str(&text).ok());
        let own = read.filter(|r: &Record| r.passes_version == PASSES_VERSION && r.beside == beside);
        Self {
            folder: folder.to_owned(),
            base: around.canonicalize().unwrap_or_else(|_| around.to_owned()),
            record: own.unwrap_or(Record { passes_version: PASSES_VERSION, beside, files: BTreeMap::new() }),
        }
    }

    fn proof(&self) -> Proof {
        let files = self.record.files.iter().map(|(name, file)| (name.clone(), file.sha256.clone()));
        Proof::anywhere(&self.base, files.collect())
    }

    /// The place of one of them, locked until it is dropped: one that dewax wrote may be replaced.
    ///
    /// # Errors
    /// When it may not be written.
    pub fn place(&self, guard: &Guard, path: &Path) -> Result<Place, GuardError> {
        guard.place_by(path, None, Some(self.proof()))
    }

    /// Whether there are files that `is_wished`, all of them as they were written, for what is now wished of the output (the file `wish` in the folder
    /// beside it).
    pub fn are_there(&self, wish: &str, is_wished: impl Fn(&Path) -> bool) -> bool {
        let Ok(wish) = whole_hash(&self.folder.join(wish)) else { return false };
        let proof = self.proof();
        let mut wished = self.record.files.iter().map(|(name, file)| (self.base.join(name), file));
        let mut count = 0;
        wished.all(|(path, file)| {
            let counts = is_wished(&path);
            count += usize::from(counts);
            !counts || file.wish == wish && proof.holds(&path)
        }) && count > 0
    }

    /// Says that a file at `at` is about to get the name `path`, so that a run which is killed on the way leaves one that the next can replace.
    ///
    /// # Errors
    /// When it cannot be read, or the record not be written.
    pub fn will_be(&mut self, path: &Path, at: &Path, wish: &str) -> Result<(), GuardError> {
        let io = |error| GuardError::Io { what: "read", path: at.to_owned(), error };
        self.will_have(path, whole_hash(at).map_err(io)?, wish);
        Ok(())
    }

    /// The same of bytes that are about to be written.
    pub fn will_hold(&mut self, path: &Path, bytes: &[u8], wish: &str) {
        self.will_have(path, hex(&Sha256::digest(bytes)), wish);
    }

    fn will_have(&mut self, path: &Path, hash: String, wish: &str) {
        let Some(name) = self.proof().name_of(path) else { return };
        let wish = whole_hash(&self.folder.join(wish)).unwrap_or_default();
        let before = self.record.files.get(&name).and_then(|file| file.sha256.first().cloned());
        let sha256 = std::iter::once(hash).chain(before).collect();
        self.record.files.insert(name, Written { sha256, wish });
    }

    /// Writes the record. Somebody else's file of its name stays, and nothing is noted then.
    ///
    /// # Errors
    /// When the system says no.
    pub fn write(&self) -> Result<(), GuardError> {
        let file = self.folder.join(PASSES_FILE);
        let is_own = std::fs::read_to_string(&file).map_or_else(
            |_| file.symlink_metadata().is_err(),
            |text| serde_json::from_str::<Record>(&text).is_ok(),
        );
        if !is_own || !self.folder.is_dir() {
            return Ok(());
        }
        write_whole(&file, crate::json::to_json(&self.record).as_bytes())
    }

    /// Says that all of them have their names, and forgets those that are gone.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn are_in_place(&mut self) -> Result<(), GuardError> {
        let base = self.base.clone();
        self.record.files.retain(|name, _| base.join(name).symlink_metadata().is_ok());
        self.record.files.values_mut().for_each(|file| file.sha256.truncate(1));
        self.write()
    }
}
