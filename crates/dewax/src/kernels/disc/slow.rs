//! The textbook version: every sample of the disc, in f64.

use super::{area, half_widths};
use crate::px::Plane;

/// [`super::disc`], sample by sample.
pub fn disc(plane: &Plane<f32>, radius_px: f32) -> Plane<f32> {
    let half = half_widths(radius_px);
    let total = area(&half);
    let rows = half.len() as isize - 1;
    Plane::from_fn(plane.width(), plane.height(), |x, y| {
        let mut sum = 0.0f64;
        for j in -rows..=rows {
            let wide = half[j.unsigned_abs()];
            let most = wide.ceil() as isize;
            for i in -most..=most {
                // A sample counts by how much of it lies within the row, from its middle on.
                let counts = (f64::from(wide) - i.unsigned_abs() as f64 + 1.0).clamp(0.0, 1.0);
                let counts = if i == 0 { 1.0 } else { counts };
                sum += counts * f64::from(plane.at(x as isize + i, y as isize + j));
            }
        }
        (sum / total) as f32
    })
}
