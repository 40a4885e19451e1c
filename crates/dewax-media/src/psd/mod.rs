//! Layered pictures for retouchers: Photoshop's PSD and, beyond its size, PSB, always of 16 bits and with the flat picture in it.
//!
//! Written after Adobe Photoshop File Formats Specification (November 2019), as far as pixel layers, one level of groups, layer masks and the
//! facts of a picture go. With 16 bits layers stand in a block `Lr16` behind an empty place for layers; that is where readers look for them.

mod bytes;
mod layers;

use crate::codec::Part;
use crate::probe::Source;
use crate::still::{CAPTIONS, Facts, captions, of_source};
use bytes::Bytes;
use dewax::px::{Plane, Rgb16};
use layers::{Record, channels, flattened, layer_info};
use std::path::{Path, PathBuf};

/// The longest side of a PSD in pixels; a PSB has ten times as much.
const LONGEST_PX: usize = 30_000;
/// A PSD may have as many bytes: readers take its lengths for signed numbers.
const MOST_BYTES: u64 = i32::MAX as u64;
/// Numbers of the facts of a picture: density, ICC profile, EXIF, XMP.
const DENSITY: u16 = 1005;
const PROFILE: u16 = 1039;
const EXIF: u16 = 1058;
const XMP: u16 = 1060;

/// What of a picture's own words it holds.
pub(crate) const CARRIES: &[Part] = &[Part::Profile, Part::Exif, Part::Xmp, Part::Iptc, Part::Density];

/// How a layer lies on what is below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blend {
    /// Instead of it.
    Normal,
    /// Linear Light: below + 2 × layer − 1. Mid grey, 32768, leaves what is below.
    LinearLight,
    /// Overlay: darks multiplied, lights screened. Mid grey leaves what is below.
    Overlay,
}

/// A layer of pixels, as large as the picture.
#[derive(Clone, Debug)]
pub struct Layer {
    /// What people see in the list of layers.
    pub name: String,
    /// How it lies on those below it.
    pub blend: Blend,
    /// Whether it begins unseen.
    pub hidden: bool,
    /// Its pixels.
    pub rgb: Rgb16,
    /// How much of it is seen: 65535 is all.
    pub mask: Option<Plane<u16>>,
}

/// What lies over what, from the bottom upwards.
#[derive(Clone, Debug)]
pub enum Entry {
    /// One layer.
    Layer(Layer),
    /// A named folder of layers, that changes nothing (pass through).
    Group(String, Vec<Layer>),
}

/// A layered picture.
#[derive(Clone, Debug)]
pub struct Document {
    /// All layers as one picture: what programs show that read no layers.
    pub merged: Rgb16,
    /// The layers.
    pub entries: Vec<Entry>,
}

/// Why a layered picture was not written.
#[derive(Debug, thiserror::Error)]
pub enum PsdError {
    /// It has another ending.
    #[error(
        "layers are written as .psd (or .psb, for more than 30 000 pixels a side or 2 GB), and `{0}` is neither"
    )]
    Ending(String),
    /// It is larger than the format.
    #[error(
        "{width}×{height} pixels with these layers are more than a PSD can hold (30 000 a side, 2 GB); name it .psb"
    )]
    Large {
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
    },
    /// A plane has another size than the picture.
    #[error("a layer is not as large as the picture")]
    Size,
    /// The deflater failed.
    #[error("the layers cannot be packed: {0}")]
    Deflate(#[from] std::io::Error),
    /// They are of more than one picture.
    #[error(
        "`{path}` holds the layers of one picture, and {frames} frames are treated: choose one with --range N..N+1"
    )]
    Frames {
        /// Where they were to be written.
        path: PathBuf,
        /// How many there are.
        frames: usize,
    },
}

/// Whether a name is one of a layered picture, PSB among them.
///
/// # Errors
/// When it ends otherwise.
pub fn is_psb(path: &Path) -> Result<bool, PsdError> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("psd") => Ok(false),
        Some("psb") => Ok(true),
        _ => Err(PsdError::Ending(path.display().to_string())),
    }
}

/// The file of a layered picture that gets the name `path`, with what the picture file `source` says beside its pixels (profile, EXIF, XMP,
/// captions, density); `upright` where it was turned as its EXIF said.
///
/// # Errors
/// When the name has another ending, or the picture is too large for it.
pub fn to_bytes(
    document: &Document,
    path: &Path,
    source: &Source,
    upright: bool,
) -> Result<Vec<u8>, PsdError> {
    let facts = of_source(source).unwrap_or_default().of_treated(upright);
    file(document, &facts, is_psb(path)?)
}

/// What of a source a layered picture does not carry, in words.
pub fn lost_of(source: &Source) -> Vec<&'static str> {
    let facts = of_source(source).unwrap_or_default();
    let mut lost = facts.untold;
    if !facts.texts.is_empty() {
        lost.push("texts (such as a prompt)");
    }
    if source.video.format.alpha {
        lost.push("transparency");
    }
    lost
}

/// The bytes of the file.
pub(crate) fn file(document: &Document, facts: &Facts, is_psb: bool) -> Result<Vec<u8>, PsdError> {
    let [red, ..] = &document.merged;
    let (width, height) = (red.width(), red.height());
    let too_large = PsdError::Large { width, height };
    let most = if is_psb { 10 * LONGEST_PX } else { LONGEST_PX };
    if width.max(height) > most {
        return Err(too_large);
    }
    let records = flattened(&document.entries);
    let planes = || document.merged.iter().chain(records.iter().flat_map(Record::planes));
    if planes().any(|plane| (plane.width(), plane.height()) != (width, height)) {
        return Err(PsdError::Size);
    }
    let channels = channels(&records)?;
    let mut out = Bytes::new(is_psb);
    out.put(b"8BPS");
    out.u16(if is_psb { 2 } else { 1 });
    out.put(&[0; 6]);
    out.u16(3);
    out.u32(height as u32);
    out.u32(width as u32);
    out.u16(16);
    // Red, green and blue; no palette.
    out.u16(3);
    out.u32(0);
    out.counted32(|out| resources(facts, out));
    out.counted_wide(|out| {
        // No layers here, no mask of all: they are of 16 bits.
        out.wide(0);
        out.u32(0);
        out.put(b"8BIMLr16");
        out.counted_wide(|out| {
            layer_info(&records, &channels, (width, height), out);
            out.even_out(4);
        });
    });
    // The flat picture is not compressed: of 16 bits the one packing that is allowed makes it larger.
    out.u16(0);
    for plane in &document.merged {
        plane.samples().iter().for_each(|sample| out.u16(*sample));
    }
    let out = out.into_vec();
    if !is_psb && out.len() as u64 > MOST_BYTES {
        return Err(too_large);
    }
    Ok(out)
}

/// What a picture says beside its pixels.
fn resources(facts: &Facts, out: &mut Bytes) {
    let mut put = |number: u16, content: &[u8]| {
        out.put(b"8BIM");
        out.u16(number);
        // No name.
        out.u16(0);
        out.counted32(|out| out.put(content));
        out.even_out(2);
    };
    if let Some((across, down)) = facts.density {
        put(DENSITY, &density(across, down));
    }
    let own = facts.iptc.as_deref().and_then(captions);
    let all = [
        (CAPTIONS, own),
        (PROFILE, facts.icc.as_deref()),
        (EXIF, facts.exif.as_deref()),
        (XMP, facts.xmp.as_deref()),
    ];
    for (number, content) in all {
        if let Some(content) = content {
            put(number, content);
        }
    }
}

/// Pixels per metre as pixels per inch in 16.16 bits, shown as such, with sizes in centimetres.
fn density(across: u32, down: u32) -> Vec<u8> {
    let mut out = Bytes::new(false);
    for metre in [across, down] {
        out.u32((f64::from(metre) * 0.0254 * 65536.0).round() as u32);
        out.u16(1);
        out.u16(2);
    }
    out.into_vec()
}

#[cfg(test)]
mod tests;
