//! Pixels of WebP: with loss and without, read; without, written.

use super::decoded::{Decoded, Refusal};
use super::planes::{Depth, joined, split, widened};
use crate::still::Facts;
use dewax::px::Plane;
use image_webp::{ColorType, DecodingError, WebPDecoder, WebPEncoder};
use std::io::Cursor;

/// The longest side in pixels: 14 bits.
const LONGEST_PX: usize = 16_384;
/// Bytes that the reader may take for other things than pixels: a profile of usual size many times over.
const MOST_BYTES: usize = 64 << 20;

/// The pixels of a file.
pub(super) fn read(bytes: &[u8], most_px: usize) -> Result<Decoded, Refusal> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let size = (width as usize, height as usize);
    Refusal::too_large(size, most_px)?;
    decoder.set_memory_limit(MOST_BYTES);
    if decoder.is_animated() {
        let cure = "save the picture that you mean as a file of its own".to_owned();
        return Err(Refusal::Form("an animated WebP".into(), cure));
    }
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let length = decoder.output_buffer_size().ok_or(Refusal::Large(size))?;
    let mut samples = vec![0; length];
    decoder.read_image(&mut samples).map_err(damaged)?;
    let planes = split(&samples, size, channels, widened)
        .ok_or_else(|| Refusal::Damaged("its pixels are not all there".into()))?;
    Decoded::of(planes, channels == 4, 8)
}

fn damaged(error: DecodingError) -> Refusal {
    Refusal::Damaged(error.to_string())
}

/// A file of three planes of colours, and opacity last where it `has_alpha`, with what it says beside them.
///
/// # Errors
/// When a side is too long, in words.
pub(super) fn write(planes: &[&Plane<u16>], has_alpha: bool, facts: &Facts) -> Result<Vec<u8>, String> {
    let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
    if width.max(height) > LONGEST_PX {
        return Err(format!("its sides are at most {LONGEST_PX} pixels; write PNG or TIFF"));
    }
    let samples = joined(planes, Depth::Eight);
    let mut out = Vec::new();
    let mut encoder = WebPEncoder::new(&mut out);
    if let Some(icc) = &facts.icc {
        encoder.set_icc_profile(icc.clone());
    }
    if let Some(exif) = &facts.exif {
        encoder.set_exif_metadata(exif.clone());
    }
    if let Some(xmp) = &facts.xmp {
        encoder.set_xmp_metadata(xmp.clone());
    }
    let colour = if has_alpha { ColorType::Rgba8 } else { ColorType::Rgb8 };
    encoder.encode(&samples, width as u32, height as u32, colour).map_err(|error| error.to_string())?;
    Ok(out)
}
