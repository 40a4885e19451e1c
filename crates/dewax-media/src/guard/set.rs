//! The folder beside an output: its files appear together, when the output has its name, and the earlier ones go together.

use super::files::numbered;
use super::lock::hidden;
use super::made::{MADE_FILE, Made, Proof, name_of};
use super::whole::{sync_folder, write_whole};
use super::{GuardError, PART, Place};
use crate::credentials::companions;
use crate::input::{folder_around, whole_hash};
use std::path::{Path, PathBuf};

/// The names of what dewax writes into such a folder and replaces with the next output. All else in it stays.
const NAMES: [&str; 10] = [
    MADE_FILE,
    "wish.json",
    "still.json",
    "loupes.jpg",
    "analysis.json",
    "faces.bin",
    "recipe.toml",
    "report.json",
    "report.html",
    "changelog.md",
];
/// It grows from run to run, and people may write into it: it is never replaced by another one.
const GROWS: &str = "changelog.md";

/// The files of one output, prepared under another name.
#[derive(Debug)]
pub struct Set {
    /// As it is called, which may be a link.
    name: String,
    folder: PathBuf,
    staged: PathBuf,
    made: Made,
    is_in_place: bool,
}

/// The folder by its true name, so that one that is a link is not replaced by a folder.
fn true_name(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

fn staged_of(folder: &Path) -> PathBuf {
    hidden(folder, "-new")
}

fn old_of(folder: &Path) -> PathBuf {
    hidden(folder, "-old")
}

fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> GuardError {
    move |error| GuardError::Io { what, path: path.to_owned(), error }
}

impl Set {
    /// Begins the set of an output, in the folder beside it.
    pub fn begin(place: &Place, folder: &Path) -> Result<Self, GuardError> {
        let name = folder.file_name().map(name_of).unwrap_or_default();
        let folder = true_name(folder);
        let staged = staged_of(&folder);
        let made = Made::new(place.path().file_name().map(name_of));
        std::fs::create_dir(&staged).map_err(io("make the folder", &staged))?;
        Ok(Self { name, folder, staged, made, is_in_place: false })
    }

    /// Writes a file of the set.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), GuardError> {
        let file = self.staged.join(name);
        write_whole(&file, bytes)?;
        if name == GROWS {
            return Ok(());
        }
        self.made.note(&format!("{}/{name}", self.name), &file)
    }

    /// Notes a file of the output itself, which still has another name.
    pub fn note(&mut self, name: &std::ffi::OsStr, at: &Path) -> Result<(), GuardError> {
        self.made.note(&name_of(name), at)
    }

    /// Notes a file that belongs to the output and is still to be written.
    pub fn note_bytes(&mut self, path: &Path, bytes: &[u8]) -> Result<(), GuardError> {
        // Under the name that no file of a set has.
        let file = self.staged.join(".companion");
        write_whole(&file, bytes)?;
        self.made.note(&path.file_name().map(name_of).unwrap_or_default(), &file)?;
        std::fs::remove_file(&file).map_err(io("remove", &file))
    }

    /// Writes the record: the set is whole.
    pub fn close(&self) -> Result<(), GuardError> {
        self.made.write(&self.staged)?;
        sync_folder(&self.staged);
        Ok(())
    }

    /// Puts the set in place of the earlier one.
    pub fn put_in_place(mut self) -> Result<(), GuardError> {
        self.is_in_place = true;
        swap(&self.folder)
    }

    /// The files of such a folder that a new set would replace.
    pub(super) fn files_in(folder: &Path) -> Vec<PathBuf> {
        let replaced = NAMES.iter().filter(|name| **name != GROWS);
        let files = replaced.map(|name| folder.join(name)).filter(|file| file.symlink_metadata().is_ok());
        // The record proves itself, if it is one.
        files.filter(|file| !(file.ends_with(MADE_FILE) && Made::read(folder).is_some())).collect()
    }

    /// Brings to an end what a killed run left: its set goes in place when its output already is, else it goes.
    pub(super) fn settle(out: &Path, folder: &Path) -> Result<(), GuardError> {
        let folder = true_name(folder);
        let (staged, old) = (staged_of(&folder), old_of(&folder));
        if staged.is_dir() {
            let is_whole = Made::read(&staged).is_some_and(|made| is_in_place(out, &folder, &staged, &made));
            if is_whole {
                return swap(&folder);
            }
            std::fs::remove_dir_all(&staged).map_err(io("remove", &staged))?;
        }
        if old.is_dir() {
            if folder.symlink_metadata().is_err() {
                return std::fs::rename(&old, &folder).map_err(io("move", &old));
            }
            empty(&old, &folder)?;
        }
        Ok(())
    }
}

impl Drop for Set {
    fn drop(&mut self) {
        if !self.is_in_place {
            // Whatever is left of the attempt is of no use to anybody.
            let _ = std::fs::remove_dir_all(&self.staged);
        }
    }
}

/// Whether the output of a prepared set is in its place. Of a sequence some pictures can be, and the others wait for their names: they
/// get them, where nothing of anybody else's is in the way.
fn is_in_place(out: &Path, folder: &Path, staged: &Path, made: &Made) -> bool {
    // Not the set's own files, nor what belongs to the output and follows it.
    let following = companions(out).into_iter().chain([out.with_extension("psd")]);
    let follow: Vec<String> =
        following.map(|path| path.file_name().map(name_of).unwrap_or_default()).collect();
    let of_output = |name: &&String| !name.contains('/') && !follow.contains(name);
    let (new, earlier) = (Proof::beside(out, staged), Proof::beside(out, folder));
    let at = |name: &String| out.with_file_name(name);
    let names: Vec<&String> = made.files.keys().filter(of_output).collect();
    let (there, waiting): (Vec<&String>, Vec<&String>) =
        names.iter().copied().partition(|name| new.holds(&at(name)));
    if there.is_empty() || waiting.is_empty() {
        return !there.is_empty();
    }
    let parts = hidden(out, PART);
    let is_whole = |name: &&String| {
        whole_hash(&parts.join(name))
            .is_ok_and(|now| made.files.get(*name).is_some_and(|noted| now == *noted))
    };
    let is_free = |path: &Path| path.symlink_metadata().is_err() || earlier.holds(path);
    let others: Vec<PathBuf> = numbered(out).into_iter().map(|(_, file)| file).collect();
    let stale = others.iter().filter(|file| !names.iter().any(|name| at(name) == **file));
    let stale: Vec<&PathBuf> = stale.collect();
    if !waiting.iter().all(is_whole)
        || !waiting.iter().all(|name| is_free(&at(name)))
        || !stale.iter().all(|file| earlier.holds(file))
    {
        return false;
    }
    let removed = stale.iter().try_for_each(std::fs::remove_file);
    let moved = removed
        .and_then(|()| waiting.iter().try_for_each(|name| std::fs::rename(parts.join(name), at(name))));
    let _ = std::fs::remove_dir(&parts);
    sync_folder(folder_around(out));
    moved.is_ok()
}

/// The prepared folder takes the place of the one that is there, and whatever else was in that moves over.
fn swap(folder: &Path) -> Result<(), GuardError> {
    let (staged, old) = (staged_of(folder), old_of(folder));
    if folder.symlink_metadata().is_ok() {
        if old.is_dir() {
            empty(&old, folder)?;
        }
        std::fs::rename(folder, &old).map_err(io("move", folder))?;
    }
    std::fs::rename(&staged, folder).map_err(io("move", &staged))?;
    sync_folder(folder_around(folder));
    if old.is_dir() { empty(&old, folder) } else { Ok(()) }
}

/// Moves what is not dewax's from an earlier folder into the one that took its place; then the earlier one goes.
fn empty(old: &Path, folder: &Path) -> Result<(), GuardError> {
    for entry in std::fs::read_dir(old).map_err(io("read", old))? {
        let entry = entry.map_err(io("read", old))?;
        let (from, to) = (entry.path(), folder.join(entry.file_name()));
        let is_set = NAMES.iter().any(|name| entry.file_name() == **name);
        if to.symlink_metadata().is_err() && (!is_set || entry.file_name() == *GROWS) {
            std::fs::rename(&from, &to).map_err(io("move", &from))?;
        } else if (is_set && !from.is_dir()) || is_same(&from, &to) {
            std::fs::remove_file(&from).map_err(io("remove", &from))?;
        } else {
            // Something else of that name: both stay, and the earlier folder can go.
            let free = free_name(&to);
            std::fs::rename(&from, &free).map_err(io("move", &from))?;
        }
    }
    let _ = std::fs::remove_dir(old);
    Ok(())
}

/// Whether both are files with the same bytes.
fn is_same(one: &Path, two: &Path) -> bool {
    let read = |path: &Path| path.is_file().then(|| std::fs::read(path).ok()).flatten();
    read(one).is_some_and(|bytes| read(two) == Some(bytes))
}

/// A name beside that one which nothing has.
fn free_name(taken: &Path) -> PathBuf {
    let name = taken.file_name().map(name_of).unwrap_or_default();
    let named = |n: usize| taken.with_file_name(format!("{name}.earlier-{n}"));
    (1..).map(named).find(|path| path.symlink_metadata().is_err()).unwrap_or_else(|| named(0))
}
