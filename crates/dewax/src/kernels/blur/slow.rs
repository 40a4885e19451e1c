//! The textbook version: the full two-dimensional sum, in f64.

use super::weights;
use crate::px::Plane;

/// [`super::gaussian`], sample by sample.
pub fn gaussian(plane: &Plane<f32>, sigma_px: f32) -> Plane<f32> {
    let taps = weights(sigma_px);
    let radius = taps.len() as isize - 1;
    Plane::from_fn(plane.width(), plane.height(), |x, y| {
        let mut sum = 0.0;
        for j in -radius..=radius {
            for i in -radius..=radius {
                let w = f64::from(taps[i.unsigned_abs()]) * f64::from(taps[j.unsigned_abs()]);
                sum += w * f64::from(plane.at(x as isize + i, y as isize + j));
            }
        }
        sum as f32
    })
}
