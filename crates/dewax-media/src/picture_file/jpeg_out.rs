//! Pixels as JPEG, colours at full size.

use super::planes::{Depth, join_row};
use dewax::px::Plane;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

/// How finely it is written, on the scale of the Independent JPEG Group. It costs 0.50 and 0.54 codes of 255 (RMS, R'G'B') of two portraits
/// that were JPEG before, and 1.12 of one that never was and has much fine detail, where libjpeg-turbo loses 1.07; the test
/// `jpeg_loses_little_of_photographs` prints them.
const QUALITY: u8 = 98;
/// The longest side in pixels: 16 bits.
const LONGEST_PX: usize = 65_535;

/// A file of one plane of grey or three of colours.
///
/// # Errors
/// When a side is too long, in words.
pub(super) fn write(planes: &[&Plane<u16>]) -> Result<Vec<u8>, String> {
    let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
    let mut pixels = Vec::with_capacity(width * height * planes.len());
    (0..height).for_each(|y| join_row(planes, y, Depth::Eight, &mut pixels));
    encoded(&pixels, (width, height), planes.len() == 1, QUALITY)
}

/// A file of samples of 8 bits, row after row.
///
/// # Errors
/// When a side is too long or samples are missing, in words.
pub(super) fn encoded(
    pixels: &[u8],
    (width, height): (usize, usize),
    is_grey: bool,
    quality: u8,
) -> Result<Vec<u8>, String> {
    if width.max(height) > LONGEST_PX {
        return Err(format!("its sides are at most {LONGEST_PX} pixels; write PNG or TIFF"));
    }
    let (colours, channels) = if is_grey { (ExtendedColorType::L8, 1) } else { (ExtendedColorType::Rgb8, 3) };
    if pixels.len() != channels * width * height {
        return Err(format!("{} samples are no {width}×{height} pixels", pixels.len()));
    }
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode(pixels, width as u32, height as u32, colours)
        .map_err(|error| error.to_string())?;
    Ok(out)
}
