//! What is written beside an output, and whether it lies there already: files get their names together, and the next run knows them.

use super::FACE;
use crate::error::JobError;
use crate::sidecar::{WISH_FILE, folder_of};
use dewax_media::encode::Sealed;
use dewax_media::guard::{Passes, Place};
use std::path::{Path, PathBuf};

/// A file, or pictures, that are whole and have not got their names yet.
pub(super) enum Ready<'a> {
    Film(Sealed),
    Layers(&'a Place, Vec<u8>),
}

/// Gives files their names, and notes them, so that the next run may replace them.
pub(super) fn put_in_place(all: Vec<Ready<'_>>, out: &Path) -> Result<(), JobError> {
    let mut there = Passes::of(out, &folder_of(out));
    for pass in &all {
        match pass {
            Ready::Film(film) => {
                for (name, at) in film.files()? {
                    there.will_be(&film.path().with_file_name(name), &at, WISH_FILE)?;
                }
            }
            Ready::Layers(place, bytes) => there.will_hold(place.path(), bytes, WISH_FILE),
        }
    }
    there.write()?;
    for pass in all {
        match pass {
            Ready::Film(film) => drop(film.put_in_place()?),
            Ready::Layers(place, bytes) => place.write(&bytes)?,
        }
    }
    Ok(there.are_in_place()?)
}

/// The names that files of a wish have: with a number for `{face}`, or for each picture.
pub(super) struct Names {
    folder: PathBuf,
    before: String,
    behind: String,
}

impl Names {
    pub(super) fn of(path: &Path) -> Self {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Pictures of a face have both: what stands between them is no longer told apart.
        let pictures = name.find('%').and_then(|at| Some((at, at + name[at..].find('d')? + 1)));
        let face = name.find(FACE).map(|at| (at, at + FACE.len()));
        let places = || pictures.into_iter().chain(face);
        let first = places().map(|(start, _)| start).min().unwrap_or(name.len());
        let last = places().map(|(_, end)| end).max().unwrap_or(name.len());
        let (before, behind) = (name[..first].to_owned(), name[last..].to_owned());
        Self { folder: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()), before, behind }
    }

    pub(super) fn has(&self, file: &Path) -> bool {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let rest = name.strip_prefix(&self.before).and_then(|rest| rest.strip_suffix(&self.behind));
        file.parent() == Some(&self.folder)
            && rest.is_some_and(|number| number.is_empty() || number.contains(|c: char| c.is_ascii_digit()))
    }
}
