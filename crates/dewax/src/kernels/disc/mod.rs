//! Mean over a disc: what a lens makes of what lies out of its focus. Edges repeated; the rim of the disc counts by how much of it is inside.
//!
//! A disc is a stack of rows, each a run of samples with a part of one at both ends, as wide as the circle is at the row's middle.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::disc;

/// Half widths of the disc's rows, in samples, from the middle one outwards; both sides alike.
pub fn half_widths(radius_px: f32) -> Vec<f32> {
    let radius = radius_px.max(0.0);
    let rows = radius as usize;
    (0..=rows).map(|y| (radius * radius - (y * y) as f32).max(0.0).sqrt()).collect()
}

/// How much all of it counts together.
pub fn area(half: &[f32]) -> f64 {
    let row = |w: &f32| 1.0 + 2.0 * f64::from(*w);
    half.first().map_or(1.0, row) + 2.0 * half.iter().skip(1).map(row).sum::<f64>()
}
