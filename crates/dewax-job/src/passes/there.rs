//! What is written beside an output, and whether it lies there already: files get their names together, and the next run knows them.

use super::FACE;
use crate::error::JobError;
use crate::sidecar::{WISH_FILE, folder_of};
use dewax_media::encode::Sealed;
use dewax_media::guard::{Passes, Place};
use dewax_media::input::Pattern;
use dewax_media::target::{Codec, by_ending};
use std::path::{Path, PathBuf};

/// A file, or pictures, that are whole and have not got their names yet.
pub(super) enum Ready<'a> {
    Film(Sealed),
    Layers(&'a Place, Vec<u8>),
}

/// Gives files their names, and notes them, so that the next run may replace them.
pub(super) fn put_in_place(all: Vec<Ready<'_>>, out: &Path) -> Result<(), JobError> {
    let mut there = Passes::of(out, &folder_of(out));
    let wish = there.wish(WISH_FILE);
    for pass in &all {
        match pass {
            Ready::Film(film) => {
                for (name, at) in film.files()? {
                    there.will_be(&film.path().with_file_name(name), &at, &wish)?;
                }
            }
            Ready::Layers(place, bytes) => there.will_hold(place.path(), bytes, &wish),
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

/// The names that files of a wish have: with a number for `{face}`, and for each picture.
pub(super) struct Names {
    folder: PathBuf,
    name: String,
    are_pictures: bool,
}

impl Names {
    pub(super) fn of(path: &Path) -> Self {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self {
            folder: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
            name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            are_pictures: by_ending(path).is_ok_and(Codec::is_pictures),
        }
    }

    pub(super) fn has(&self, file: &Path) -> bool {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        file.parent() == Some(&self.folder)
            && if self.name.contains(FACE) {
                numbers_in(&name).any(|face| self.is_of(&self.name.replace(FACE, face), &name))
            } else {
                self.is_of(&self.name, &name)
            }
    }

    /// Whether a file has the name that was wished, or that of one of its pictures.
    fn is_of(&self, wished: &str, name: &str) -> bool {
        let pattern = Pattern::parse(wished).filter(|_| self.are_pictures);
        pattern.map_or(wished == name, |pattern| pattern.number_in(name).is_some())
    }
}

/// Digits of a face's number at most, a `u32`.
const MOST_DIGITS: usize = 10;

/// All that could be the number of a face in a name: digits beside each other, also within more of them.
fn numbers_in(name: &str) -> impl Iterator<Item = &str> {
    let from = move |start: usize| (1..=MOST_DIGITS).filter_map(move |long| name.get(start..start + long));
    let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    (0..name.len()).flat_map(from).filter(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_wish_are_those_that_it_names() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().canonicalize().unwrap();
        for (wished, file, is_one) in [
            ("m.mov", "m.mov", true),
            ("m.%04d.png", "m.0012.png", true),
            ("m.%04d.png", "m.12.png", false),
            ("m.%04d.png", "m.a1.png", false),
            ("m.%04d.png", "m..png", false),
            ("m_{face}.mov", "m_12.mov", true),
            ("m_{face}.mov", "m_a1.mov", false),
            ("m_{face}.mov", "m_.mov", false),
            ("m_{face}.%04d.png", "m_3.0012.png", true),
            ("m_{face}.%04d.png", "m_3.x.png", false),
            ("50%done.mov", "50%done.mov", true),
            ("50%done.mov", "507one.mov", false),
        ] {
            assert_eq!(Names::of(&folder.join(wished)).has(&folder.join(file)), is_one, "{file} of {wished}");
        }
        assert!(!Names::of(&folder.join("m.mov")).has(Path::new("/elsewhere/m.mov")));
    }
}
