//! Which codes a file of a kind holds of a picture: the one rule for what is written, and for what is expected when it is read back.

use super::planes::{freed_of, grey_of, narrowed, widened};
use super::{PictureFile, PictureFileError, PictureKind};
use dewax::px::{Plane, Rgb16};
use rayon::prelude::*;
use std::borrow::Cow;

/// The channels of colours that go into a file.
pub(super) enum Stored<'a> {
    Grey(Plane<u16>),
    Colours(Cow<'a, Rgb16>),
}

impl PictureFile {
    /// What is read back of [`PictureFile::written`] of these pixels, before the loss of JPEG: colours freed of an opacity that such a file
    /// does not hold multiplied in, grey files made grey by the luma, and codes rounded to `bits`, 8 or 16.
    ///
    /// # Errors
    /// When sizes differ.
    pub fn read_back(&self, rgb: &Rgb16, kind: PictureKind, bits: u8) -> Result<Rgb16, PictureFileError> {
        self.fits(rgb, kind)?;
        let mut out = match self.stored(rgb, kind) {
            Stored::Grey(grey) => [grey.clone(), grey.clone(), grey],
            Stored::Colours(rgb) => rgb.into_owned(),
        };
        if bits == 8 {
            let round = |code: &mut u16| *code = widened(narrowed(*code));
            out.iter_mut().for_each(|plane| plane.samples_mut().par_iter_mut().for_each(round));
        }
        Ok(out)
    }

    /// Refuses pixels whose planes differ in size from each other, or from the opacity that goes into a file of this kind with them.
    pub(super) fn fits(&self, rgb: &Rgb16, kind: PictureKind) -> Result<(), PictureFileError> {
        let size = (rgb[0].width(), rgb[0].height());
        let alpha = self.alpha.as_ref().filter(|_| kind.has_alpha());
        if rgb.iter().chain(alpha).any(|plane| (plane.width(), plane.height()) != size) {
            return Err(self.misfit("a picture whose planes or opacity have another size"));
        }
        Ok(())
    }

    /// The channels of a file of this kind of these pixels, which fit it, in 16 bits.
    pub(super) fn stored<'a>(&self, rgb: &'a Rgb16, kind: PictureKind) -> Stored<'a> {
        // TIFF alone says whether opacity is multiplied into its colours.
        let alpha =
            self.alpha.as_ref().filter(|_| kind.has_alpha() && self.is_on_black && kind != PictureKind::Tiff);
        let rgb = alpha.map_or(Cow::Borrowed(rgb), |alpha| Cow::Owned(freed_of(rgb, alpha)));
        if self.is_written_grey(kind) { Stored::Grey(grey_of(&rgb)) } else { Stored::Colours(rgb) }
    }

    /// Whether a grey file becomes one of this kind with one channel: WebP has none, and PNG allows no profile of R'G'B' on one, but files
    /// that had it anyway stay as they were.
    pub(super) fn is_written_grey(&self, kind: PictureKind) -> bool {
        let fits = match kind {
            PictureKind::Webp => false,
            PictureKind::Png => self.kind == PictureKind::Png || !self.facts.is_of_rgb(),
            PictureKind::Jpeg | PictureKind::Tiff => true,
        };
        self.is_grey && fits
    }
}
