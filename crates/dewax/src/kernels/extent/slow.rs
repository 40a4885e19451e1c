//! The textbook version: every sample of every square.

use crate::px::Plane;

/// [`super::extent`], sample by sample.
pub fn extent(plane: &Plane<f32>, radius_px: usize) -> Plane<f32> {
    let radius = radius_px as isize;
    Plane::from_fn(plane.width(), plane.height(), |x, y| {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for j in -radius..=radius {
            for i in -radius..=radius {
                let sample = f64::from(plane.at(x as isize + i, y as isize + j));
                low = low.min(sample);
                high = high.max(sample);
            }
        }
        (high - low) as f32
    })
}
