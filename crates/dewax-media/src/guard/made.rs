//! The record of what dewax wrote: names and hashes. A file is dewax's own only when a record proves it.

use super::GuardError;
use super::whole::write_whole;
use crate::input::{folder_around, whole_hash};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The record's name in its folder.
pub(crate) const MADE_FILE: &str = "made.json";
/// The version of its form. In 1 a hash knew the ends and the middle of a file only, so that one that was changed elsewhere, as an insert
/// edit does, was taken for dewax's own: such a record proves nothing.
const MADE_VERSION: u32 = 2;

/// Files that dewax wrote, by name, with the SHA-256 of all their bytes when they were whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Made {
    made_version: u32,
    /// The output that the folder lies beside; none when the folder itself is the output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) beside: Option<String>,
    /// Names as seen from the folder that the output lies in.
    pub(super) files: BTreeMap<String, String>,
}

impl Made {
    pub(super) fn new(beside: Option<String>) -> Self {
        Self { made_version: MADE_VERSION, beside, files: BTreeMap::new() }
    }

    /// The record in a folder; none when there is none that can be read.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join(MADE_FILE)).ok()?;
        serde_json::from_str(&text).ok().filter(|made: &Self| made.made_version == MADE_VERSION)
    }

    /// Notes a file of `at`, which will be called `name`.
    pub(super) fn note(&mut self, name: &str, at: &Path) -> Result<(), GuardError> {
        let io = |error| GuardError::Io { what: "read", path: at.to_owned(), error };
        self.files.insert(name.to_owned(), whole_hash(at).map_err(io)?);
        Ok(())
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), GuardError> {
        write_whole(&folder.join(MADE_FILE), crate::json::to_json(self).as_bytes())
    }
}

/// What can prove that a file is dewax's own: a record, and the folder that its names are seen from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    base: PathBuf,
    /// By name; while a file is replaced it is known with its old bytes and with its new ones.
    files: BTreeMap<String, Vec<String>>,
    /// Whether names may lead out of the folder: they are whole paths then, and the folder has its true name.
    is_anywhere: bool,
}

impl Proof {
    /// By the record in the folder beside an output.
    pub(super) fn beside(out: &Path, folder: &Path) -> Self {
        let made = Made::read(folder).filter(|made| made.beside == out.file_name().map(name_of));
        Self::of(out.parent().unwrap_or(Path::new("")), made)
    }

    /// By the record that lies in the folder itself.
    pub(super) fn inside(folder: &Path) -> Self {
        let made = Made::read(folder).filter(|made| made.beside.is_none());
        Self::of(folder, made)
    }

    fn of(base: &Path, made: Option<Made>) -> Self {
        let files = made.unwrap_or_default().files.into_iter().map(|(name, hash)| (name, vec![hash]));
        Self { base: base.to_owned(), files: files.collect(), is_anywhere: false }
    }

    /// By names as seen from a folder of this true name, or whole paths, with the hashes that each file may have.
    pub(super) fn anywhere(base: &Path, files: BTreeMap<String, Vec<String>>) -> Self {
        Self { base: base.to_owned(), files, is_anywhere: true }
    }

    /// Whether the record names files, and every one of them is still as it was written.
    pub(super) fn holds_all(&self) -> bool {
        !self.files.is_empty() && self.files.keys().all(|name| self.holds(&self.base.join(name)))
    }

    /// Whether the record names exactly this file, and the file is still as it was written. A link is none of ours: only files
    /// are written.
    pub(super) fn holds(&self, path: &Path) -> bool {
        let is_file = path.symlink_metadata().is_ok_and(|meta| meta.is_file());
        let noted = self.name_of(path).filter(|_| is_file).and_then(|name| self.files.get(&name));
        noted.is_some_and(|noted| whole_hash(path).is_ok_and(|now| noted.contains(&now)))
    }

    /// The name that a record has for a file; none where it has none for such a place.
    pub(super) fn name_of(&self, path: &Path) -> Option<String> {
        if self.is_anywhere {
            return name_anywhere(&self.base, path);
        }
        let inner = path.parent().unwrap_or(Path::new("")).strip_prefix(&self.base).ok()?;
        Some(noted(&inner.join(path.file_name()?)))
    }
}

/// The name that a record has for a file anywhere: as seen from a folder of this true name, or its whole path.
pub(super) fn name_anywhere(base: &Path, path: &Path) -> Option<String> {
    let folder = folder_around(path).canonicalize().ok()?;
    let inner = folder.strip_prefix(base).unwrap_or(&folder);
    Some(noted(&inner.join(path.file_name()?)))
}

fn noted(path: &Path) -> String {
    let name = path.to_string_lossy().into_owned();
    // Elsewhere it is a letter like others.
    if cfg!(windows) { name.replace('\\', "/") } else { name }
}

/// A name as records have it.
pub(super) fn name_of(name: &std::ffi::OsStr) -> String {
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_ours_by_name_and_bytes_only() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        let folder = at("shot.mov.dewax");
        std::fs::create_dir(&folder).unwrap();
        for name in ["shot.mov", "shot.mp4", "shot.mov.dewax/recipe.toml"] {
            std::fs::write(at(name), "the same bytes").unwrap();
        }
        let mut made = Made::new(Some("shot.mov".into()));
        made.note("shot.mov", &at("shot.mov")).unwrap();
        made.note("shot.mov.dewax/recipe.toml", &at("shot.mov.dewax/recipe.toml")).unwrap();
        made.write(&folder).unwrap();
        let proof = Proof::beside(&at("shot.mov"), &folder);
        assert!(proof.holds(&at("shot.mov")) && proof.holds(&folder.join("recipe.toml")));
        assert!(!proof.holds(&at("shot.mp4")), "another name");
        assert!(!Proof::beside(&at("shot.mp4"), &folder).holds(&at("shot.mov")), "another output's record");
        assert!(!Proof::inside(&folder).holds(&folder.join("recipe.toml")), "another kind of record");
        std::fs::write(at("shot.mov"), "other bytes...").unwrap();
        assert!(!proof.holds(&at("shot.mov")), "another file");
        std::fs::write(folder.join(MADE_FILE), "{}").unwrap();
        assert!(!Proof::beside(&at("shot.mov"), &folder).holds(&folder.join("recipe.toml")));
    }

    #[test]
    fn a_change_anywhere_in_a_large_file_makes_it_somebody_elses() {
        let place = tempfile::tempdir().unwrap();
        let (out, folder) = (place.path().join("shot.mov"), place.path().join("shot.mov.dewax"));
        std::fs::create_dir(&folder).unwrap();
        // Past the parts of a file that tell sources from each other: an insert edit changes a part of a film where it lies.
        let mut bytes = vec![7u8; 8 << 20];
        std::fs::write(&out, &bytes).unwrap();
        let mut made = Made::new(Some("shot.mov".into()));
        made.note("shot.mov", &out).unwrap();
        made.write(&folder).unwrap();
        let proof = Proof::beside(&out, &folder);
        assert!(proof.holds(&out));
        bytes[2 << 20] = 8;
        std::fs::write(&out, &bytes).unwrap();
        assert!(!proof.holds(&out), "the same length, ends and middle");
        bytes[2 << 20] = 7;
        std::fs::write(&out, &bytes).unwrap();
        assert!(proof.holds(&out), "the same bytes again");
    }
}
