//! Random numbers that depend on (key, row, column) alone: the same pixel of the same frame gets the same number
//! in any order, on any machine. The hash is lowbias32 (C. Wellons, "Prospecting for Hash Functions", 2018).

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{filtered_rows, normal_row, soft_rows};

/// Scrambles 32 bits; every input bit reaches every output bit.
#[inline(always)]
pub fn hash32(value: u32) -> u32 {
    let mut x = value;
    x ^= x >> 16;
    x = x.wrapping_mul(0x7feb_352d);
    x ^= x >> 15;
    x = x.wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}

/// The key of one frame's noise: from the recipe's seed, the use it is for, and the frame's number in the clip.
pub fn key(seed: u32, purpose: u32, frame: usize) -> u32 {
    hash32(seed ^ hash32(purpose ^ hash32(frame as u32 ^ 0x9e37_79b9)))
}

/// Variance of the sum of eight independent bytes: 8 (256² − 1) / 12.
pub(crate) const EIGHT_BYTES_VARIANCE: f64 = 8.0 * 65535.0 / 12.0;
