//! The obvious version, in f64.

use super::size;
use crate::px::Plane;

/// [`super::shrink`], block by block.
pub fn shrink(plane: &Plane<u16>, step_px: usize) -> Plane<f32> {
    let (out_w, out_h) = size(plane.width(), plane.height(), step_px);
    Plane::from_fn(out_w, out_h, |i, j| {
        let (mut sum, mut count) = (0.0, 0.0);
        for y in j * step_px..((j + 1) * step_px).min(plane.height()) {
            for x in i * step_px..((i + 1) * step_px).min(plane.width()) {
                sum += f64::from(plane.row(y)[x]);
                count += 1.0;
            }
        }
        (sum / count) as f32
    })
}
