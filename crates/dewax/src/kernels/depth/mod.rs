//! Code values in and out: bytes of a raw picture to stored samples, and stored samples to bytes.
//!
//! Reading is a shift. Writing is a linear map (for a change of range), an ordered dither of less than half a
//! code, and rounding: samples that hold exact codes come out as those codes, whatever the dither says.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{pack8, pack16, unpack8, unpack16};

use crate::color::Levels;

/// `out = sample * scale + offset`, from stored samples to codes of the target depth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CodeMap {
    /// Codes per stored unit.
    pub scale: f32,
    /// Code of the stored sample 0.
    pub offset: f32,
    /// The largest code.
    pub max: f32,
    /// Peak of the ordered dither in codes; 0 rounds to nearest. Always below 0.5.
    pub dither: f32,
}

/// How strong the dither is where the target has fewer bits than the samples: below half a code, so that
/// samples which are exact codes already stay what they are.
const DITHER_CODES: f32 = 0.48;

impl CodeMap {
    /// Luma from `levels` to codes of `bits` under `target` levels (built with the same `bits`).
    pub fn luma(levels: &Levels, target: &Levels, bits: u8) -> Self {
        Self::between(levels.black, levels.luma_span, target.black, target.luma_span, bits)
    }

    /// Chroma from `levels` to codes of `bits` under `target` levels.
    pub fn chroma(levels: &Levels, target: &Levels, bits: u8) -> Self {
        Self::between(levels.chroma_zero, levels.chroma_span, target.chroma_zero, target.chroma_span, bits)
    }

    /// Samples whose whole 16 bits count, such as alpha, from `from_bits` to `bits`.
    pub fn full(from_bits: u8, bits: u8) -> Self {
        let top = f32::from((u16::MAX >> (16 - from_bits)) << (16 - from_bits));
        let out_top = f32::from((u16::MAX >> (16 - bits)) << (16 - bits));
        Self::between(0.0, top, 0.0, out_top, bits)
    }

    fn between(zero: f32, span: f32, out_zero: f32, out_span: f32, bits: u8) -> Self {
        let unit = 1.0 / (1u32 << (16 - bits)) as f32;
        let ratio = if span == out_span { 1.0 } else { out_span / span };
        Self {
            scale: ratio * unit,
            offset: (out_zero - zero * ratio) * unit,
            max: ((1u32 << bits) - 1) as f32,
            dither: if bits < 16 { DITHER_CODES } else { 0.0 },
        }
    }
}

/// The ordered dither at pixel (x, y), −1..1: Roberts' R2 low-discrepancy lattice (M. Roberts, "The unreasonable
/// effectiveness of quasirandom sequences", 2018), as a triangle wave so that it has no jump. Fixed in place:
/// dither that changes from frame to frame would be grain nobody asked for.
#[inline(always)]
pub(crate) fn dither_at(x: u32, y: u32) -> f32 {
    let phase = x.wrapping_mul(3_242_174_889).wrapping_add(y.wrapping_mul(2_447_445_414));
    let saw = (phase >> 8) as f32 * (2.0 / 16_777_216.0);
    let wave = if saw > 1.0 { 2.0 - saw } else { saw };
    2.0 * wave - 1.0
}
