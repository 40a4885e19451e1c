//! Patch flicker: cheek-sized brightness that comes and goes, seen as the second difference in time of the skin's
//! slow band, along its motion. A second difference is blind to light that changes steadily.

use crate::kernels::{blur, warp};
use crate::lock::Affine;
use crate::px::{LEVEL, Plane};

/// Sigma of the blur that leaves cheek-sized patches, in mask samples (270 rows per frame).
const PATCH_SIGMA: f32 = 3.0;

/// The slow band of a small luma, in stored units.
pub(super) fn slow_band(luma: &Plane<f32>) -> Plane<f32> {
    blur::gaussian(luma, PATCH_SIGMA)
}

/// Patch flicker at the middle of three frames, in 8-bit luma levels.
///
/// `back` and `ahead` lead from samples of the middle frame to the frame before and after; `weights` is the middle
/// frame's mask. The common change of all the skin is exposure, not patches, and is taken out.
pub(super) fn patch_levels(
    [before, middle, after]: [&Plane<f32>; 3],
    back: &Affine,
    ahead: &Affine,
    weights: &Plane<f32>,
) -> Option<f32> {
    let mut values = Vec::new();
    for (y, row) in weights.rows().enumerate().step_by(2) {
        for (x, _) in row.iter().enumerate().step_by(2).filter(|(_, w)| **w > 0.7) {
            let (bx, by) = back.apply(x as f64, y as f64);
            let (ax, ay) = ahead.apply(x as f64, y as f64);
            let sides = warp::at(before, bx, by) + warp::at(after, ax, ay);
            values.push((sides - 2.0 * middle.row(y)[x]) / LEVEL);
        }
    }
    if values.len() < 30 {
        return None;
    }
    let median = |v: &mut [f32]| {
        let mid = v.len() / 2;
        *v.select_nth_unstable_by(mid, f32::total_cmp).1
    };
    let common = median(&mut values);
    for v in &mut values {
        *v = (*v - common).abs();
    }
    // Median absolute deviation to a standard deviation (1.4826), and the second difference of independent values
    // back to one of them (the square root of 1 + 4 + 1).
    Some(median(&mut values) * 1.4826 / 6f32.sqrt())
}
