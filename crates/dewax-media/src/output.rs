//! An output while it is written: a temporary name in the same folder, and the move to the final name.

use crate::bmff;
use crate::encoding::EncodeError;
use crate::guard::{PART, Place, hidden, sync_folder};
use crate::input::{Pattern, folder_around, pattern_url};
use crate::tools::file_url;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// What is put into the headers of a finished MP4 or MOV file.
#[derive(Debug, Default)]
pub(crate) struct MovieEntries {
    /// How players turn the picture.
    pub(crate) matrix: Option<[i32; 9]>,
    /// Boxes of the picture's sample entry.
    pub(crate) boxes: Vec<u8>,
}

/// An output that is being written. Dropped before it is put in place, its temporary files go.
#[derive(Debug)]
pub(crate) struct Output {
    place: Place,
    /// The temporary file, or the folder of temporary files of a sequence.
    part: PathBuf,
    pattern: Option<OsString>,
    is_done: bool,
}

/// Removes what a killed run left beside an output that is there and whole. Whoever holds its place may.
pub fn sweep(place: &Place, pictures: bool) {
    // Dropped before it is put in place, its temporary files go.
    drop(Output::at_place(place, pictures));
}

impl Output {
    /// Begins to write what goes to `place`: with `pictures` a file per picture when its name is a pattern.
    pub(crate) fn open(place: &Place, pictures: bool) -> Result<Self, EncodeError> {
        let output = Self::at_place(place, pictures);
        // What a killed run left is in the way.
        output.remove_part();
        let begun = if output.pattern.is_some() {
            std::fs::create_dir(&output.part)
        } else {
            OpenOptions::new().write(true).create_new(true).open(&output.part).map(drop)
        };
        begun.map_err(|error| EncodeError::Io { path: place.path().to_owned(), error })?;
        Ok(output)
    }

    /// Nothing is written yet.
    fn at_place(place: &Place, pictures: bool) -> Self {
        let out = place.path();
        let name = out.file_name().unwrap_or_default();
        let is_pattern = pictures && name.to_str().and_then(Pattern::parse).is_some();
        let mut ending = OsString::from(PART);
        if !is_pattern {
            ending.push(".");
            ending.push(out.extension().unwrap_or_default());
        }
        let part = hidden(out, &ending.to_string_lossy());
        let pattern = is_pattern.then(|| name.to_owned());
        Self { place: place.clone(), part, pattern, is_done: false }
    }

    /// The final name.
    pub(crate) fn path(&self) -> &Path {
        self.place.path()
    }

    /// Where it lies until it is put in place: a file, or a pattern.
    pub(crate) fn at(&self) -> PathBuf {
        self.pattern.as_ref().map_or_else(|| self.part.clone(), |pattern| self.part.join(pattern))
    }

    /// What FFmpeg writes to, in its own words.
    pub(crate) fn url(&self) -> OsString {
        match &self.pattern {
            Some(pattern) => pattern_url(&self.part.join(pattern)),
            None => file_url(&self.part),
        }
    }

    /// Every file of it: its final name, and where it lies until then.
    pub(crate) fn files(&self) -> Result<Vec<(OsString, PathBuf)>, EncodeError> {
        if self.pattern.is_none() {
            let name = self.path().file_name().unwrap_or_default().to_owned();
            return Ok(vec![(name, self.part.clone())]);
        }
        let io = |error| EncodeError::Io { path: self.path().to_owned(), error };
        let entries = std::fs::read_dir(&self.part).map_err(io)?;
        let files = entries.map(|entry| entry.map(|entry| (entry.file_name(), entry.path())));
        let mut files = files.collect::<Result<Vec<_>, _>>().map_err(io)?;
        // By number: `o_10.png` comes after `o_9.png`.
        let pattern = self.pattern.as_ref().and_then(|name| name.to_str()).and_then(Pattern::parse);
        let number = |name: &OsString| pattern.as_ref()?.number_in(name.to_str()?);
        files.sort_by_cached_key(|(name, _)| (number(name), name.clone()));
        Ok(files)
    }

    /// Makes what was written whole and durable. Returns its bytes.
    /// `dress` gives the bytes of a file anew, by its number and where it lies, where something is to be put into it.
    pub(crate) fn seal(
        &self,
        entries: &MovieEntries,
        frames: usize,
        dress: impl Fn(usize, &Path) -> std::io::Result<Option<Vec<u8>>>,
    ) -> Result<u64, EncodeError> {
        let path = || self.path().to_owned();
        let io = |error| EncodeError::Io { path: path(), error };
        let files = self.files()?;
        if self.pattern.is_some() && files.len() != frames {
            let why = format!("FFmpeg wrote {} pictures of {frames}", files.len());
            return Err(EncodeError::Failed { path: path(), frames, why });
        }
        let mut bytes = 0;
        for (number, (_, part)) in files.iter().enumerate() {
            if let Some(bytes) = dress(number, part).map_err(io)? {
                std::fs::write(part, bytes).map_err(io)?;
            }
            let mut file = OpenOptions::new().read(true).write(true).open(part).map_err(io)?;
            if let Some(matrix) = entries.matrix.as_ref().filter(|_| self.pattern.is_none()) {
                bmff::set_display_matrix(&mut file, matrix).map_err(io)?;
            }
            if !entries.boxes.is_empty() {
                bmff::add_to_sample_entry(&mut file, &entries.boxes).map_err(io)?;
            }
            file.sync_all().map_err(io)?;
            bytes += file.metadata().map_err(io)?.len();
        }
        Ok(bytes)
    }

    /// Gives it its final name, if it still may have it. Of an own earlier sequence goes what would follow the new one.
    pub(crate) fn put_in_place(&mut self) -> Result<(), EncodeError> {
        let io = |error| EncodeError::Io { path: self.place.path().to_owned(), error };
        let files = self.files()?;
        let pattern = self.pattern.as_ref().and_then(|name| name.to_str()).and_then(Pattern::parse);
        let number = |name: &OsString| pattern.as_ref()?.number_in(name.to_str()?);
        let first = files.iter().filter_map(|(name, _)| number(name)).min().unwrap_or_default();
        // Before the new ones come, so that no moment leaves pictures that nothing tells to be ours.
        self.place.check()?;
        for stale in self.place.stale(first, files.len())? {
            std::fs::remove_file(&stale).map_err(io)?;
        }
        let path = self.place.path();
        for (name, part) in &files {
            std::fs::rename(part, path.with_file_name(name)).map_err(io)?;
        }
        if self.pattern.is_some() {
            std::fs::remove_dir(&self.part).map_err(io)?;
        }
        sync_folder(folder_around(path));
        self.is_done = true;
        Ok(())
    }

    fn remove_part(&self) {
        // Mostly there is nothing to remove; what cannot be removed is noticed when it is written.
        let _ = if self.pattern.is_some() {
            std::fs::remove_dir_all(&self.part)
        } else {
            std::fs::remove_file(&self.part)
        };
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.is_done {
            self.remove_part();
        }
    }
}
