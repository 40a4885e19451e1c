//! The obvious versions, in f64, for tests.

use super::{CodeMap, dither_at};

/// [`super::unpack8`], one multiplication per sample.
pub fn unpack8(codes: &[u8]) -> Vec<u16> {
    codes.iter().map(|&c| u16::from(c) * 256).collect()
}

/// [`super::unpack16`], by arithmetic instead of shifts.
pub fn unpack16(bytes: &[u8], bits: u8) -> Vec<u16> {
    let codes = 1u32 << bits;
    bytes
        .chunks_exact(2)
        .map(|b| ((u32::from(b[0]) + 256 * u32::from(b[1])) % codes * (65536 / codes)) as u16)
        .collect()
}

/// [`super::pack16`] as numbers: the code of each sample.
pub fn pack(samples: &[u16], map: &CodeMap, y: usize) -> Vec<u16> {
    let exact = |x: usize, s: u16| {
        f64::from(s) * f64::from(map.scale)
            + f64::from(map.offset)
            + f64::from(map.dither) * f64::from(dither_at(x as u32, y as u32))
    };
    samples
        .iter()
        .enumerate()
        .map(|(x, &s)| exact(x, s).clamp(0.0, f64::from(map.max)).round_ties_even() as u16)
        .collect()
}
