//! Picture files in this process: pixels in the codes of their own profile, read and written with what they say beside them.
//!
//! A [`PictureFile`] stands as viewers show it, whatever its EXIF says of how it is stored, and what is written says so. Depth and profile
//! stay: 8 bits are no false 16, wide colours stay wide, and the bytes of ICC, XMP and (but for orientation and thumbnail) EXIF are the same.
//! What a kind of file cannot carry is named by [`PictureFile::lost_in`]. Content Credentials are not among what is carried: they are signed
//! for other pixels ([`crate::credentials`] finds them).

mod colours;
mod decoded;
mod error;
mod jpeg_in;
mod jpeg_out;
mod kind;
mod light;
mod planes;
mod png_in;
mod png_out;
mod preview;
mod stored;
mod tiff_in;
mod tiff_out;
mod told;
mod webp;

pub use colours::Profile;
pub use error::PictureFileError;
pub use kind::PictureKind;
pub use preview::jpeg;
pub use stored::Apart;
pub use told::{size, taken};

use crate::psd::{self, PsdError};
use crate::still::{Facts, MAX_BYTES};
use crate::turned::upright;
use colours::{Colours, NoColours};
use decoded::{Decoded, Refusal};
use dewax::px::{Plane, Rgb16};
use rayon::prelude::*;
use std::borrow::Cow;
use std::path::Path;
use stored::Stored;

/// Pixels of a picture at most: beyond any camera's single shot (150 million), and 1.2 GB a picture in memory.
const MOST_PX: usize = 200_000_000;

/// A picture file: pixels, and what it says beside them.
#[derive(Clone, Debug)]
pub struct PictureFile {
    /// The file's name, as people know it.
    pub name: String,
    /// What kind of file it is.
    pub kind: PictureKind,
    /// Its pixels, upright, in the codes of its own profile; of grey ones three equal planes.
    pub rgb: Rgb16,
    /// Bits of a channel in the file: 8 or 16.
    pub bits: u8,
    /// Opacity, 65535 being opaque.
    pub alpha: Option<Plane<u16>>,
    /// Whether the file has one channel of grey; what is written then has, too.
    pub is_grey: bool,
    /// Whether it is stored turned or mirrored, and was set upright.
    pub turned: bool,
    /// What was found and done on the way that people are to know.
    pub notes: Vec<String>,
    facts: Facts,
    colours: Colours,
    /// Whether colours are those on black, opacity multiplied in.
    is_on_black: bool,
}

/// Reads a picture file.
///
/// # Errors
/// When it is not there, of no kind that is read, larger than 200 million pixels or 1 GiB, damaged, or of high dynamic range.
pub fn read(path: &Path) -> Result<PictureFile, PictureFileError> {
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let unreadable = |source| PictureFileError::Unreadable { name: name.clone(), source };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    if length > MAX_BYTES {
        let what = format!("a file of {} GiB", length >> 30);
        return Err(PictureFileError::Form { name, what, cure: "files of up to 1 GiB are".into() });
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    read_bytes(&name, &bytes)
}

/// Reads the bytes of a picture file that people know by `name`.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<PictureFile, PictureFileError> {
    read_within(name, bytes, MOST_PX)
}

/// [`read_bytes`] of at most `most_px` pixels.
pub(crate) fn read_within(name: &str, bytes: &[u8], most_px: usize) -> Result<PictureFile, PictureFileError> {
    let name = name.to_owned();
    let Some(kind) = PictureKind::of(bytes) else { return Err(PictureFileError::Unknown { name }) };
    let decoded = match kind {
        PictureKind::Png => png_in::read(bytes, most_px),
        PictureKind::Jpeg => jpeg_in::read(bytes, most_px),
        PictureKind::Tiff => tiff_in::read(bytes, most_px),
        PictureKind::Webp => webp::read(bytes, most_px),
    };
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(Refusal::Damaged(why)) => return Err(PictureFileError::Damaged { name, why }),
        Err(Refusal::Form(what, cure)) => return Err(PictureFileError::Form { name, what, cure }),
        Err(Refusal::Large((width, height))) => {
            return Err(PictureFileError::Large { name, width, height, most: most_px / 1_000_000 });
        }
    };
    of_decoded(name, kind, decoded, Facts::of(bytes).unwrap_or_default())
}

/// The picture that was read, upright, with its colours.
fn of_decoded(
    name: String,
    kind: PictureKind,
    decoded: Decoded,
    facts: Facts,
) -> Result<PictureFile, PictureFileError> {
    let mut notes = decoded.notes;
    let orientation = facts.orientation();
    let turned = matches!(orientation, 2..=8);
    if turned {
        notes.push(format!(
            "it is stored turned or mirrored (EXIF orientation {orientation}), and was set upright"
        ));
    }
    let mut facts = facts.set_upright();
    let inks = decoded.colours.len();
    let colours = match Colours::of(&facts, inks) {
        Ok(colours) => Some(colours),
        Err(NoColours::Hdr(curve)) => {
            let what = format!("a picture of high dynamic range ({curve})");
            let cure = "export it with a profile for usual screens".to_owned();
            return Err(PictureFileError::Form { name, what, cure });
        }
        Err(NoColours::Profile(why)) => {
            notes.push(format!("its colour profile is not used, and sRGB assumed: {why}"));
            None
        }
    };
    let mut planes: Vec<Plane<u16>> =
        decoded.colours.into_iter().map(|plane| upright(plane, orientation)).collect();
    let alpha = decoded.alpha.map(|plane| upright(plane, orientation));
    let is_grey = inks == 1;
    if let [grey] = planes.as_slice() {
        planes = vec![grey.clone(), grey.clone(), grey.clone()];
    }
    let (rgb, colours) = match (<Rgb16>::try_from(planes), colours) {
        (Ok(rgb), colours) => (rgb, colours.unwrap_or_else(|| Colours::srgb(false))),
        (Err(inks), Some(of_inks)) if facts.icc.is_some() => {
            let failed = |why| PictureFileError::Colours { name: name.clone(), why };
            let rgb = of_inks.of_inks(&inks).map_err(failed)?;
            notes.push(format!("its four inks ({}) were converted to sRGB", of_inks.profile.name));
            facts.icc = None;
            (rgb, Colours::srgb(false))
        }
        (Err(_), _) => {
            let what = "of four inks (CMYK) without a profile that says what they look like".to_owned();
            let cure = "convert it to RGB in the program that it comes from".to_owned();
            return Err(PictureFileError::Form { name, what, cure });
        }
    };
    let (bits, is_on_black) = (decoded.bits, decoded.is_on_black);
    Ok(PictureFile { name, kind, rgb, bits, alpha, is_grey, turned, notes, facts, colours, is_on_black })
}

impl PictureFile {
    /// Pixels of sRGB that come from no file, with `bits` (8 or 16) to a channel.
    pub fn of_srgb(name: &str, rgb: Rgb16, bits: u8) -> Self {
        Self {
            name: name.to_owned(),
            kind: PictureKind::Png,
            rgb,
            bits,
            alpha: None,
            is_grey: false,
            turned: false,
            notes: Vec::new(),
            facts: Facts::default(),
            colours: Colours::srgb(false),
            is_on_black: false,
        }
    }

    /// Pixels across.
    pub fn width(&self) -> usize {
        self.rgb[0].width()
    }

    /// Pixels down.
    pub fn height(&self) -> usize {
        self.rgb[0].height()
    }

    /// What its colours mean, for people.
    pub fn profile(&self) -> Profile {
        self.colours.profile.clone()
    }

    /// Pixels in this file's profile as sRGB, for measuring, models and pages: what sRGB does not hold is cut off. Pixels of sRGB are not
    /// copied.
    ///
    /// # Errors
    /// When the profile does not lead there.
    pub fn as_srgb<'a>(&self, rgb: &'a Rgb16) -> Result<Cow<'a, Rgb16>, PictureFileError> {
        self.colours.converted(rgb, &Colours::srgb(false)).map_err(|why| self.no_colours(why))
    }

    /// Pixels of sRGB in this file's profile.
    ///
    /// # Errors
    /// When the profile does not lead there, as those of scanners.
    pub fn from_srgb<'a>(&self, rgb: &'a Rgb16) -> Result<Cow<'a, Rgb16>, PictureFileError> {
        Colours::srgb(false).converted(rgb, &self.colours).map_err(|why| self.no_colours(why))
    }

    /// This file's pixels in the profile of another file, as an original beside its retouched version.
    ///
    /// # Errors
    /// When one of the profiles does not lead there.
    pub fn into_profile_of(self, other: &Self) -> Result<Rgb16, PictureFileError> {
        match self.colours.converted(&self.rgb, &other.colours).map_err(|why| self.no_colours(why))? {
            Cow::Owned(rgb) => Ok(rgb),
            Cow::Borrowed(_) => Ok(self.rgb),
        }
    }

    /// A change that was made in sRGB, laid on the pixels `rgb` of this file's profile: `before` is [`PictureFile::as_srgb`] of them, `after`
    /// the same changed. A pixel that did not change keeps its code, in or out of what sRGB holds.
    ///
    /// # Errors
    /// When sizes differ, or the profile does not lead there.
    pub fn with_change(&self, rgb: &Rgb16, before: &Rgb16, after: &Rgb16) -> Result<Rgb16, PictureFileError> {
        let size = |rgb: &Rgb16| rgb.each_ref().map(|plane| (plane.width(), plane.height()));
        if size(rgb) != size(before) || size(rgb) != size(after) {
            return Err(self.misfit("a change of another size"));
        }
        let (was, is) = (self.from_srgb(before)?, self.from_srgb(after)?);
        let mut out = rgb.clone();
        for (channel, own) in out.iter_mut().enumerate() {
            let step = own.width().max(1);
            own.samples_mut().par_chunks_mut(step).enumerate().for_each(|(y, row)| {
                let change = was[channel].row(y).iter().zip(is[channel].row(y));
                for (own, (was, is)) in row.iter_mut().zip(change) {
                    let moved = i32::from(*own) + i32::from(*is) - i32::from(*was);
                    *own = moved.clamp(0, i32::from(u16::MAX)) as u16;
                }
            });
        }
        Ok(out)
    }

    /// The file of these pixels, in this file's profile and upright, with what it says beside them. `bits` are 8 or 16, and not more than the
    /// file has. Grey files become grey ones again, by the luma of what is not grey.
    ///
    /// # Errors
    /// When sizes differ, or the kind does not hold that many bits.
    pub fn written(&self, rgb: &Rgb16, kind: PictureKind, bits: u8) -> Result<Vec<u8>, PictureFileError> {
        let unwritable =
            |why: &str| PictureFileError::Unwritable { name: self.name.clone(), kind, why: why.into() };
        if !matches!(bits, 8 | 16) || bits > kind.most_bits() {
            return Err(unwritable(&format!(
                "it holds {} bits a channel at most, not {bits}",
                kind.most_bits()
            )));
        }
        if bits > self.bits {
            return Err(unwritable("16 bits made of 8 hold no more; ask for 8"));
        }
        self.fits(rgb, kind)?;
        let alpha = self.alpha.as_ref().filter(|_| kind.has_alpha());
        let stored = self.stored(rgb, kind);
        let planes: Vec<&Plane<u16>> = match &stored {
            Stored::Grey(grey) => vec![grey],
            Stored::Colours(rgb) => rgb.iter().collect(),
        };
        let all: Vec<&Plane<u16>> = planes.iter().copied().chain(alpha).collect();
        let facts = self.facts_in(kind);
        let bytes = match kind {
            PictureKind::Png => png_out::write(&all, alpha.is_some(), bits == 16),
            PictureKind::Jpeg => jpeg_out::write(&all),
            PictureKind::Tiff => {
                let how = alpha.map(|_| if self.is_on_black { 1 } else { 2 });
                tiff_out::write(&all, how, bits == 16)
            }
            PictureKind::Webp => webp::write(&all, alpha.is_some(), &facts),
        };
        let bytes = bytes.map_err(|why| unwritable(&why))?;
        if kind == PictureKind::Webp {
            return Ok(bytes);
        }
        facts.put_into(&bytes).ok_or_else(|| unwritable("what it says beside its pixels is too large"))
    }

    /// What of this file such files do not carry, in words.
    pub fn lost_in(&self, kind: PictureKind) -> Vec<&'static str> {
        let mut lost = self.facts.lost_beyond(kind.carries());
        // What such files could carry, but not this one: it is of grey, or too large.
        let left = self.facts_in(kind).lost_beyond(&[]);
        for what in self.facts.lost_beyond(&[]) {
            if !left.contains(&what) && !lost.contains(&what) {
                lost.push(what);
            }
        }
        if self.alpha.is_some() && !kind.has_alpha() {
            lost.push("transparency");
        }
        if self.bits > kind.most_bits() {
            lost.push("16 bits a channel");
        }
        lost
    }

    /// The layered file (PSD or PSB, by the ending of `path`) of a document in this file's profile, with what this file says beside its
    /// pixels; `lost_in_layers` names what it does not carry.
    ///
    /// # Errors
    /// When the name has another ending, or the picture is too large for it.
    pub fn layered(&self, document: &psd::Document, path: &Path) -> Result<Vec<u8>, PsdError> {
        psd::file(document, &self.facts.clone().of_rgb(), psd::is_psb(path)?)
    }

    /// What of this file a layered one does not carry, in words.
    pub fn lost_in_layers(&self) -> Vec<&'static str> {
        let mut lost = self.facts.lost_beyond(psd::CARRIES);
        if self.alpha.is_some() {
            lost.push("transparency");
        }
        lost
    }

    /// What goes into a file of this kind.
    fn facts_in(&self, kind: PictureKind) -> Facts {
        let facts = self.facts.clone();
        let facts = if self.is_written_grey(kind) { facts } else { facts.of_rgb() };
        if kind == PictureKind::Jpeg { facts.within_jpeg() } else { facts }
    }

    fn no_colours(&self, why: String) -> PictureFileError {
        PictureFileError::Colours { name: self.name.clone(), why }
    }

    fn misfit(&self, what: &str) -> PictureFileError {
        PictureFileError::Misfit { name: self.name.clone(), what: what.to_owned() }
    }
}

#[cfg(test)]
pub(crate) use tests::samples;

#[cfg(test)]
mod tests;
