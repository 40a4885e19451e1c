//! Pixels of TIFF: 8 and 16 bits, strips and tiles, both orders of bytes, packed by LZW, deflate and PackBits or not at all.

use super::decoded::{Decoded, Refusal};
use super::planes::{split, widened};
use dewax::px::Plane;
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

/// Bytes that a packed byte can become at most: LZW says some 3800 by a code of 12 bits (TIFF 6.0, section 13). A file with fewer is cut off,
/// or made to fill memory.
const MOST_BY_BYTE: usize = 2600;
/// Bytes of a tag at most: profiles have some hundred thousand.
const MOST_TAG_BYTES: usize = 64 << 20;
/// The tag of extra channels, its word for colours that are on black, and that for opacity beside colours.
const EXTRA: Tag = Tag::ExtraSamples;
const ON_BLACK: u16 = 1;
const BESIDE: u16 = 2;
/// Where Photoshop keeps its layers.
const LAYERS: Tag = Tag::Unknown(37_724);

/// The pixels of a file's first page.
pub(super) fn read(bytes: &[u8], most_px: usize) -> Result<Decoded, Refusal> {
    // What such a file says beside its pixels is not read, and would be lost without a word.
    if matches!(bytes, [b'I', b'I', 43, 0, ..] | [b'M', b'M', 0, 43, ..]) {
        let cure = "save it as a classic TIFF, which holds up to 4 GB".to_owned();
        return Err(Refusal::Form("a BigTIFF (for files beyond 4 GB)".into(), cure));
    }
    let mut limits = Limits::default();
    limits.decoding_buffer_size = most_px.saturating_mul(10);
    limits.intermediate_buffer_size = limits.decoding_buffer_size;
    limits.ifd_value_size = MOST_TAG_BYTES.min(bytes.len());
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(refused)?.with_limits(limits);
    let (width, height) = decoder.dimensions().map_err(refused)?;
    let size = (width as usize, height as usize);
    Refusal::too_large(size, most_px)?;
    let colour = decoder.colortype().map_err(refused)?;
    let extra: Vec<u16> = decoder.find_tag_unsigned_vec(EXTRA).ok().flatten().unwrap_or_default();
    let has_alpha = matches!(extra.first(), Some(&(ON_BLACK | BESIDE)));
    let (channels, alpha) = match colour {
        ColorType::Gray(_) => (1, false),
        // Grey beside other channels.
        ColorType::Multiband { num_samples, .. } if num_samples >= 2 => (usize::from(num_samples), has_alpha),
        ColorType::RGB(_) => (3, false),
        ColorType::RGBA(_) => (4, true),
        ColorType::CMYK(_) => (4, false),
        ColorType::CMYKA(_) => (5, true),
        other => return Err(unusual(format!("{other:?}"))),
    };
    if !matches!(colour.bit_depth(), 8 | 16) {
        return Err(unusual(format!("{} bits a channel", colour.bit_depth())));
    }
    if size.0 * size.1 * channels / MOST_BY_BYTE > bytes.len() {
        return Err(Refusal::Damaged(format!(
            "{} bytes cannot hold {}×{} pixels",
            bytes.len(),
            size.0,
            size.1
        )));
    }
    let mut samples = DecodingResult::U8(Vec::new());
    let layout = decoder.read_image_to_buffer(&mut samples).map_err(refused)?;
    let mut planes = match &samples {
        DecodingResult::U8(all) => apart(all, size, channels, layout.planes, widened),
        DecodingResult::U16(all) => apart(all, size, channels, layout.planes, |code| code),
        _ => return Err(unusual("floating-point or signed numbers (as of high dynamic range)".into())),
    }?;
    let mut notes = Vec::new();
    if let ColorType::Multiband { .. } = colour {
        let kept = 1 + usize::from(alpha);
        if planes.len() > kept {
            notes.push("of its channels only grey and opacity are treated and written".into());
        }
        planes.truncate(kept);
    } else if extra.len() > usize::from(alpha) {
        notes.push(
            "it has channels beside colours and opacity (such as saved selections), which are not written"
                .into(),
        );
    }
    if decoder.find_tag(LAYERS).ok().flatten().is_some() {
        notes
            .push("it has layers of Photoshop: the flat picture is treated, and they are not written".into());
    }
    if decoder.more_images() {
        notes.push("it has further pages: the first alone is treated and written".into());
    }
    let bits = if matches!(samples, DecodingResult::U8(_)) { 8 } else { 16 };
    let mut out = Decoded::of(planes, alpha, bits)?;
    out.is_on_black = alpha && extra.first() == Some(&ON_BLACK);
    out.notes = notes;
    Ok(out)
}

/// The planes of samples that stand pixel by pixel, or plane by plane.
fn apart<T: Copy + Sync>(
    samples: &[T],
    size: (usize, usize),
    channels: usize,
    planes: usize,
    code: impl Fn(T) -> u16 + Sync,
) -> Result<Vec<Plane<u16>>, Refusal> {
    let found = if planes > 1 {
        let own = samples.chunks(size.0 * size.1).take(channels);
        own.map(|plane| split(plane, size, 1, &code).and_then(|mut all| all.pop())).collect()
    } else {
        split(samples, size, channels, code)
    };
    found
        .filter(|planes: &Vec<Plane<u16>>| planes.len() == channels)
        .ok_or_else(|| Refusal::Damaged("its pixels are not all there".into()))
}

fn unusual(what: String) -> Refusal {
    Refusal::Form(format!("a TIFF of {what}"), "save it as RGB or grey of 8 or 16 bits".into())
}

fn refused(error: TiffError) -> Refusal {
    match error {
        TiffError::UnsupportedError(what) => Refusal::Form(
            format!("a TIFF of a form that is not read ({what})"),
            "save it as RGB or grey of 8 or 16 bits, packed by LZW, ZIP or not at all".into(),
        ),
        TiffError::LimitsExceeded => Refusal::Damaged("it asks for more memory than its size needs".into()),
        other => Refusal::Damaged(other.to_string()),
    }
}
