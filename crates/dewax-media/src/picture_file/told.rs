//! What is told of a picture file beside its pixels: its size and time without reading it whole, and whether a written one says the same.

use super::PictureFile;
use crate::still::Facts;
use std::path::Path;

/// Pixels across and down of a picture file, by its head; none where it cannot be told.
pub fn size(path: &Path) -> Option<(usize, usize)> {
    imagesize::size(path).ok().map(|size| (size.width, size.height))
}

/// When the picture of a file was taken, as its EXIF says, with the part of the second where that is said.
pub fn taken(path: &Path) -> Option<String> {
    Facts::read(path).ok()??.taken()
}

impl PictureFile {
    /// As [`taken`], of this file.
    pub fn taken(&self) -> Option<String> {
        self.facts.taken()
    }

    /// Whether its codes are those of sRGB.
    pub fn is_srgb(&self) -> bool {
        self.colours.is(&super::Colours::srgb(false))
    }

    /// What of what this file says beside its pixels is not where it should be in the written one, in words.
    pub fn missing_in(&self, written: &Self) -> Vec<&'static str> {
        self.facts_in(written.kind).missing_in(&written.facts, &self.lost_in(written.kind))
    }
}
