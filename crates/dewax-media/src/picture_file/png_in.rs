//! Pixels of PNG: every colour type and depth, palettes, transparent colours, interlaced.

use super::decoded::{Decoded, Refusal};
use super::planes::{split, widened};
use png::{BitDepth, ColorType, Decoder, Transformations};
use std::io::Cursor;

/// Bytes that a deflated byte can become at most (RFC 1951: 258 bytes by a code of one bit and a distance of one): a file with fewer bytes is
/// cut off, or made to fill memory.
const MOST_BY_BYTE: usize = 1032;

/// The pixels of a file.
pub(super) fn read(bytes: &[u8], most_px: usize) -> Result<Decoded, Refusal> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    // Palettes become colours, one to four bits eight, a transparent colour alpha.
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let info = reader.info();
    let size = (info.width as usize, info.height as usize);
    Refusal::too_large(size, most_px)?;
    let packed = (size.0 * info.bits_per_pixel()).div_ceil(8).saturating_mul(size.1);
    if packed / MOST_BY_BYTE > bytes.len() {
        return Err(Refusal::Damaged(format!(
            "{} bytes cannot hold {}×{} pixels",
            bytes.len(),
            size.0,
            size.1
        )));
    }
    let is_animated = info.animation_control.is_some();
    let length = reader.output_buffer_size().ok_or(Refusal::Large(size))?;
    let mut samples = vec![0; length];
    let frame = reader.next_frame(&mut samples).map_err(damaged)?;
    samples.truncate(frame.buffer_size());
    if !is_animated {
        // What stands behind the pixels is whole, too.
        reader.finish().map_err(damaged)?;
    }
    let is_sixteen = frame.bit_depth == BitDepth::Sixteen;
    let (colours, has_alpha) = match frame.color_type {
        ColorType::Grayscale => (1, false),
        ColorType::GrayscaleAlpha => (1, true),
        ColorType::Rgb => (3, false),
        ColorType::Rgba => (3, true),
        ColorType::Indexed => return Err(Refusal::Damaged("its palette is missing".into())),
    };
    let channels = colours + usize::from(has_alpha);
    let planes = if is_sixteen {
        split(samples.as_chunks::<2>().0, size, channels, u16::from_be_bytes)
    } else {
        split(&samples, size, channels, widened)
    };
    let planes = planes.ok_or_else(|| Refusal::Damaged("its pixels are not all there".into()))?;
    let mut out = Decoded::of(planes, has_alpha, if is_sixteen { 16 } else { 8 })?;
    if is_animated {
        out.notes.push("it is an animation: its first picture alone is treated".into());
    }
    Ok(out)
}

fn damaged(error: png::DecodingError) -> Refusal {
    Refusal::Damaged(error.to_string())
}
