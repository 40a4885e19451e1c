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

/// How far codes of 16 bits lie apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Apart {
    /// RMS over all channels, codes.
    pub rms_codes: f64,
    /// The most of one sample, codes.
    pub most_codes: u16,
}

impl PictureFile {
    /// How far a file that was read lies from what should be read back of [`PictureFile::written`] of these pixels, but for the loss of JPEG:
    /// colours freed of an opacity that such a file does not hold multiplied in, grey files made grey by the luma, and codes rounded to the
    /// bits of the file.
    ///
    /// # Errors
    /// When sizes differ.
    pub fn apart(&self, rgb: &Rgb16, written: &Self) -> Result<Apart, PictureFileError> {
        self.fits(rgb, written.kind)?;
        let stored = self.stored(rgb, written.kind);
        let wanted: [&Plane<u16>; 3] = match &stored {
            Stored::Grey(grey) => [grey; 3],
            Stored::Colours(rgb) => rgb.each_ref(),
        };
        let size = |plane: &Plane<u16>| (plane.width(), plane.height());
        if written.rgb.iter().any(|plane| size(plane) != size(wanted[0])) {
            return Err(self.misfit("a written picture of another size"));
        }
        let is_rounded = written.bits == 8;
        let row = |(wanted, found): (&[u16], &[u16])| {
            let (mut squares, mut most) = (0u64, 0u16);
            for (wanted, found) in wanted.iter().zip(found) {
                let wanted = if is_rounded { widened(narrowed(*wanted)) } else { *wanted };
                let apart = wanted.abs_diff(*found);
                squares += u64::from(apart) * u64::from(apart);
                most = most.max(apart);
            }
            (squares, most)
        };
        let step = wanted[0].width().max(1);
        let (squares, most_codes) = wanted
            .into_iter()
            .zip(&written.rgb)
            .map(|(wanted, found)| {
                let rows = wanted.samples().par_chunks(step).zip(found.samples().par_chunks(step));
                rows.map(row).reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1.max(b.1)))
            })
            .fold((0, 0), |a, b| (a.0 + b.0, a.1.max(b.1)));
        let count = (3 * wanted[0].samples().len()).max(1) as f64;
        Ok(Apart { rms_codes: (squares as f64 / count).sqrt(), most_codes })
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
