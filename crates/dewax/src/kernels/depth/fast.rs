//! The versions that ship: straight loops the compiler vectorises.

use super::{CodeMap, dither_at};
use crate::kernels::{round_u16, simd};

/// One row of 8-bit codes to stored samples.
pub fn unpack8(codes: &[u8], out: &mut [u16]) {
    simd::run(
        #[inline(always)]
        || {
            for (o, &c) in out.iter_mut().zip(codes) {
                *o = u16::from(c) << 8;
            }
        },
    );
}

/// One row of little-endian 16-bit words that hold `bits`-bit codes (9..=16) to stored samples.
/// Bits above the code are dropped, so that a broken stream cannot make samples out of range.
pub fn unpack16(bytes: &[u8], bits: u8, out: &mut [u16]) {
    let shift = 16 - u32::from(bits.clamp(1, 16));
    simd::run(
        #[inline(always)]
        || {
            for (o, b) in out.iter_mut().zip(bytes.chunks_exact(2)) {
                *o = u16::from_le_bytes([b[0], b[1]]) << shift;
            }
        },
    );
}

/// Row `y` of stored samples to 8-bit codes.
pub fn pack8(samples: &[u16], map: &CodeMap, y: usize, out: &mut [u8]) {
    let map = *map;
    simd::run(
        #[inline(always)]
        || {
            for (x, (o, &s)) in out.iter_mut().zip(samples).enumerate() {
                *o = code(s, &map, x, y) as u8;
            }
        },
    );
}

/// Row `y` of stored samples to little-endian 16-bit words that hold codes of the map's depth.
pub fn pack16(samples: &[u16], map: &CodeMap, y: usize, out: &mut [u8]) {
    let map = *map;
    simd::run(
        #[inline(always)]
        || {
            for (x, (o, &s)) in out.chunks_exact_mut(2).zip(samples).enumerate() {
                o.copy_from_slice(&code(s, &map, x, y).to_le_bytes());
            }
        },
    );
}

#[inline(always)]
fn code(sample: u16, map: &CodeMap, x: usize, y: usize) -> u16 {
    let v = f32::from(sample) * map.scale + map.offset + map.dither * dither_at(x as u32, y as u32);
    round_u16(v, map.max)
}
