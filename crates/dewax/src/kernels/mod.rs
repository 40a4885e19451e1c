//! The arithmetic on rows and planes. One folder each: `mod.rs` is the door, `fast.rs` ships, `slow.rs` is the
//! textbook version that tests hold it to.

pub mod blocks;
pub mod blur;
pub mod chroma;
pub mod depth;
pub mod disc;
pub mod edges;
pub mod enlarge;
pub mod exp;
pub mod extent;
pub mod flow;
pub mod grade;
pub mod grain;
pub mod guided;
pub mod light;
pub mod noise;
pub mod recolour;
pub mod regrade;
pub mod rgb;
pub mod shrink;
pub mod simd;
pub mod tile;
pub mod unsharp;
pub mod warp;

/// The middle one of some values, the upper one of two; none of nothing. `order` is the values' `total_cmp`.
pub fn middle<T: Copy>(values: &mut [T], order: impl FnMut(&T, &T) -> std::cmp::Ordering) -> Option<T> {
    let at = values.len() / 2;
    (at < values.len()).then(|| *values.select_nth_unstable_by(at, order).1)
}

/// Rounds to the nearest whole number (ties to even) within 0..=max, max <= 65535.
///
/// Adding 2^23 leaves the integer in the low bits of the float: safe, and several times faster than `as u16`,
/// which must handle NaN and overflow for each lane. NaN becomes 0.
#[inline(always)]
pub fn round_u16(value: f32, max: f32) -> u16 {
    let clamped = if value > 0.0 { if value < max { value } else { max } } else { 0.0 };
    (clamped + 8_388_608.0).to_bits() as u16
}
