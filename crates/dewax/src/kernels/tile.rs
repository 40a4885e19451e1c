//! Cutting a region out of a plane of samples as f32, and putting a treated one back.

use super::round_u16;
use crate::px::{Plane, Rect};

/// The samples of `roi` as f32, in the plane's own units. The region must lie within the plane.
pub fn cut<T: Copy + Default + Into<f32>>(plane: &Plane<T>, roi: Rect) -> Plane<f32> {
    let mut out = Plane::new(roi.width(), roi.height());
    for y in 0..roi.height() {
        let from = &plane.row(roi.y0 + y)[roi.x0..roi.x1];
        for (o, &s) in out.row_mut(y).iter_mut().zip(from) {
            *o = s.into();
        }
    }
    out
}

/// Writes one row of treated values to columns `x0..` of a row of samples, rounded and kept within `legal`.
#[inline(always)]
pub fn put_row(values: &[f32], legal: (f32, f32), out: &mut [u16]) {
    for (o, &v) in out.iter_mut().zip(values) {
        *o = round_u16(if v > legal.0 { v } else { legal.0 }, legal.1);
    }
}

/// Lays a share of what was made over the part of a plane that it is for, by its weights (0..=1): samples of weight 0 stay to the code, the
/// others within `legal`. `made` and `weights` have the size of `part`.
pub fn lay(
    plane: &mut Plane<u16>,
    made: &Plane<f32>,
    (part, weights): (Rect, &Plane<f32>),
    share: f32,
    legal: (f32, f32),
) {
    for y in 0..part.height() {
        let row = &mut plane.row_mut(part.y0 + y)[part.x0..part.x1];
        for ((s, &m), &w) in row.iter_mut().zip(made.row(y)).zip(weights.row(y)) {
            let w = share * w;
            if w > 0.0 {
                let v = f32::from(*s);
                *s = round_u16((v + w * (m - v)).max(legal.0), legal.1);
            }
        }
    }
}
