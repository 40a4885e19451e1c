//! Pixels as JPEG, colours at full size.

use super::planes::{Depth, joined};
use dewax::px::Plane;
use mozjpeg_rs::{Encoder, Preset, Subsampling};

/// How finely it is written, on the scale of the Independent JPEG Group. Of detail of 0.2 to 0.3 levels, as generated and smoothed pictures have
/// it around a face, 98 loses 1.5 dB, 99 loses 0.6 and is a third larger, and nothing is lost at 100, which is larger by another third.
const QUALITY: u8 = 99;
/// The longest side in pixels: 16 bits.
const LONGEST_PX: usize = 65_535;

/// A file of one plane of grey or three of colours.
///
/// # Errors
/// When a side is too long, in words.
pub(super) fn write(planes: &[&Plane<u16>]) -> Result<Vec<u8>, String> {
    let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
    let pixels = joined(planes, Depth::Eight);
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
    let channels = if is_grey { 1 } else { 3 };
    if pixels.len() != channels * width * height {
        return Err(format!("{} samples are no {width}×{height} pixels", pixels.len()));
    }
    // Plain rounding: what the other ways of this encoder save, they take from fine detail.
    let encoder = Encoder::new(Preset::BaselineFastest).quality(quality).subsampling(Subsampling::S444);
    let (width, height) = (width as u32, height as u32);
    let file = if is_grey {
        encoder.encode_gray(pixels, width, height)
    } else {
        encoder.encode_rgb(pixels, width, height)
    };
    file.map_err(|error| error.to_string())
}
