//! Which files a path means, and whether two paths mean one file: by what lies on the disk, never by how it is spelt.

use crate::input::{Pattern, folder_around};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What a file is known by. One file may have several: a node of the file system, and its path without links.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// Device and node: the same for hard links.
    #[cfg(unix)]
    Node(u64, u64),
    /// The path without links, `.` and `..`: for systems that tell no node.
    Path(PathBuf),
}

/// The keys of the file that is there. None when nothing is.
fn keys(path: &Path) -> Vec<Key> {
    path.canonicalize().ok().map(Key::Path).into_iter().chain(node(path)).collect()
}

#[cfg(unix)]
fn node(path: &Path) -> Option<Key> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|meta| Key::Node(meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn node(_: &Path) -> Option<Key> {
    None
}

/// Files that lie on the disk, to be asked whether a path means one of them.
#[derive(Debug, Default)]
pub(super) struct Known(HashSet<Key>);

impl Known {
    pub(super) fn add(&mut self, path: &Path) {
        self.0.extend(keys(path));
    }

    pub(super) fn has(&self, path: &Path) -> bool {
        keys(path).iter().any(|key| self.0.contains(key))
    }
}

/// The files that a path to be read means: itself, or every file of a sequence, also behind a gap.
pub(super) fn files_of(path: &Path) -> Vec<PathBuf> {
    if path.exists() {
        return vec![path.to_owned()];
    }
    numbered(path).into_iter().map(|(_, file)| file).collect()
}

/// The files of a pattern that are there, with their numbers, in order. Where the file system does not tell `A` from `a`,
/// neither does this.
pub(crate) fn numbered(path: &Path) -> Vec<(u64, PathBuf)> {
    let Some(pattern) = path.file_name().and_then(|n| n.to_str()).and_then(Pattern::parse) else {
        return Vec::new();
    };
    let Ok(entries) = std::fs::read_dir(folder_around(path)) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut found: Vec<(u64, PathBuf)> = names
        .filter_map(|name| {
            let number = pattern.number_in(&name).or_else(|| pattern.number_in_any_case(&name))?;
            let file = path.with_file_name(pattern.name(number));
            file.symlink_metadata().is_ok().then_some((number, file))
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_many_spellings() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        std::fs::create_dir(at("sub")).unwrap();
        std::fs::write(at("a_1.png"), "1").unwrap();
        std::fs::write(at("a_2.png"), "2").unwrap();
        std::fs::write(at("a_4.png"), "4").unwrap();
        std::fs::write(at("a_x.png"), "x").unwrap();
        std::fs::hard_link(at("a_2.png"), at("hard")).unwrap();
        let mut known = Known::default();
        let files = files_of(&at("sub/../a_%d.png"));
        assert_eq!(files.len(), 3, "behind the gap too: {files:?}");
        files.iter().for_each(|file| known.add(file));
        for same in ["a_1.png", "./a_4.png", "sub/../a_2.png", "hard"] {
            assert!(known.has(&at(same)), "{same}");
        }
        assert!(!known.has(&at("a_x.png")) && !known.has(&at("a_3.png")));
        let numbers: Vec<u64> = numbered(&at("a_%d.png")).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 2, 4]);
        assert!(numbered(&at("a_1.png")).is_empty());
    }
}
