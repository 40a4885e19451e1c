//! The record of what was written beside an output because somebody wished it there, mattes and other layers: wherever they lie, the next run knows
//! them again.

use super::made::{Proof, name_anywhere, name_of};
use super::whole::write_whole;
use super::{Guard, GuardError, Place};
use crate::input::{folder_around, hex, whole_hash};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The record's name in the folder beside the output: its own, so that the output is dewax's also where a matte of it was moved away.
const PASSES_FILE: &str = "passes.json";
/// The version of its form.
const PASSES_VERSION: u32 = 1;

/// As many hashes of a file are kept: one more for each run that was killed while it gave names.
const MOST_HASHES: usize = 8;

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
    /// SHA-256 of all of its bytes as they were meant last; behind it those that it may still have where a run was killed before that.
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
    /// The names of those that this run writes.
    own: BTreeSet<String>,
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
            own: BTreeSet::new(),
        }
    }

    /// What proves a file by the first so many of its hashes.
    fn proof(&self, hashes: usize) -> Proof {
        let first = |file: &Written| file.sha256.iter().take(hashes).cloned().collect();
        let files = self.record.files.iter().map(|(name, file)| (name.clone(), first(file)));
        Proof::anywhere(&self.base, files.collect())
    }

    /// The place of one of them, locked until it is dropped: one that dewax wrote may be replaced.
    ///
    /// # Errors
    /// When it may not be written.
    pub fn place(&self, guard: &Guard, path: &Path) -> Result<Place, GuardError> {
        guard.place_by(path, None, Some(self.proof(MOST_HASHES)))
    }

    /// Whether there are files that `is_wished`, all of them as they were written for what is now wished of the output (the file `wish` in the folder
    /// beside it). One that still has its bytes from before, where a run was killed, is none of them.
    pub fn are_there(&self, wish: &str, is_wished: impl Fn(&Path) -> bool) -> bool {
        let Ok(wish) = whole_hash(&self.folder.join(wish)) else { return false };
        let proof = self.proof(1);
        let mut wished = self.record.files.iter().map(|(name, file)| (self.base.join(name), file));
        let mut count = 0;
        wished.all(|(path, file)| {
            let counts = is_wished(&path);
            count += usize::from(counts);
            !counts || file.wish == wish && proof.holds(&path)
        }) && count > 0
    }

    /// What is now wished of the output, as files of a wish are known by: the hash of the file `wish` in the folder beside it.
    pub fn wish(&self, wish: &str) -> String {
        whole_hash(&self.folder.join(wish)).unwrap_or_default()
    }

    /// Says that a file at `at`, made for what [`Self::wish`] names, is about to get the name `path`, so that a run which is killed on the way leaves one that the next can replace.
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
        let Some(name) = name_anywhere(&self.base, path) else { return };
        let mut sha256 = vec![hash];
        for before in self.record.files.remove(&name).map(|file| file.sha256).unwrap_or_default() {
            if !sha256.contains(&before) {
                sha256.push(before);
            }
        }
        if sha256.len() > MOST_HASHES {
            let now = whole_hash(path).ok();
            let mut rest = sha256.split_off(1);
            rest.retain(|before| Some(before) == now.as_ref());
            sha256.append(&mut rest);
        }
        self.own.insert(name.clone());
        self.record.files.insert(name, Written { sha256, wish: wish.to_owned() });
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

    /// Says that all that this run writes have their names, and forgets files that are gone.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn are_in_place(&mut self) -> Result<(), GuardError> {
        let base = self.base.clone();
        self.record.files.retain(|name, _| base.join(name).symlink_metadata().is_ok());
        let own = self.record.files.iter_mut().filter(|(name, _)| self.own.contains(*name));
        own.for_each(|(_, file)| file.sha256.truncate(1));
        self.write()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of an output with its folder, and of files beside it.
    struct Beside {
        _place: tempfile::TempDir,
        out: PathBuf,
        folder: PathBuf,
    }

    impl Beside {
        fn new() -> Self {
            let place = tempfile::tempdir().unwrap();
            let (out, folder) = (place.path().join("shot.mov"), place.path().join("shot.mov.dewax"));
            std::fs::create_dir(&folder).unwrap();
            Self { _place: place, out, folder }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.out.with_file_name(name)
        }

        fn passes(&self) -> Passes {
            Passes::of(&self.out, &self.folder)
        }

        /// A run that writes files of these bytes for a wish; a killed one gives none its name.
        fn run(&self, wish: &str, bytes: &str, names: &[&str], is_killed: bool) {
            std::fs::write(self.folder.join("wish.json"), wish).unwrap();
            let mut passes = self.passes();
            let wish = passes.wish("wish.json");
            for name in names {
                let part = self.at("part");
                std::fs::write(&part, bytes).unwrap();
                passes.will_be(&self.at(name), &part, &wish).unwrap();
            }
            passes.write().unwrap();
            if is_killed {
                return;
            }
            for name in names {
                let place = passes.place(&Guard::default(), &self.at(name)).unwrap();
                std::fs::write(place.path(), bytes).unwrap();
            }
            passes.are_in_place().unwrap();
        }

        fn is_there(&self, name: &str) -> bool {
            let wished = self.at(name).canonicalize().unwrap();
            self.passes().are_there("wish.json", |path| path == wished)
        }

        fn may_replace(&self, name: &str) -> bool {
            self.passes().place(&Guard::default(), &self.at(name)).is_ok()
        }
    }

    #[test]
    fn what_a_killed_run_left_is_not_what_it_meant_but_still_dewaxs_own() {
        let beside = Beside::new();
        beside.run("first", "old", &["m.png"], false);
        assert!(beside.is_there("m.png"));
        for kill in 0..2 * MOST_HASHES {
            beside.run("second", &format!("new {kill}"), &["m.png"], true);
            assert!(!beside.is_there("m.png"), "the old bytes, for another wish");
            assert!(beside.may_replace("m.png"), "after {kill} kills");
        }
        beside.run("second", "new", &["m.png"], false);
        assert!(beside.is_there("m.png"));
        std::fs::write(beside.at("m.png"), "old").unwrap();
        assert!(!beside.may_replace("m.png"), "what was replaced is forgotten");
    }

    #[test]
    fn a_run_settles_only_what_it_writes() {
        let beside = Beside::new();
        beside.run("first", "old", &["m.png", "t.png"], false);
        beside.run("second", "new", &["m.png", "t.png"], true);
        beside.run("third", "newer", &["m.png"], false);
        assert!(beside.is_there("m.png") && !beside.is_there("t.png"));
        assert!(beside.may_replace("t.png"), "it has the bytes of the first run");
        beside.run("fourth", "newest", &["t.png"], false);
        assert!(beside.is_there("t.png"));
    }
}
