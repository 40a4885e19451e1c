//! Sampling a plane along an affine map, bicubic (Catmull-Rom: R. Keys, "Cubic convolution interpolation for
//! digital image processing", 1981, a = −1/2). Sharp enough that one sampling does not soften pores.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{at, warp};

use crate::kernels::tile;
use crate::px::{Plane, Rect};

/// The part of a plane of samples that lies under `region` along `map` (from the region's picture to the plane), as one
/// sampling. Only what can be reached is read.
pub fn under(plane: &Plane<u16>, map: [f64; 6], region: Rect) -> Plane<f32> {
    let apply = |(x, y): (usize, usize)| {
        let (x, y) = (x as f64, y as f64);
        (map[0] * x + map[1] * y + map[2], map[3] * x + map[4] * y + map[5])
    };
    let corners =
        [(region.x0, region.y0), (region.x1, region.y0), (region.x0, region.y1), (region.x1, region.y1)]
            .map(apply);
    let span = |pick: fn(&(f64, f64)) -> f64, size: usize| {
        let low = corners.iter().map(pick).fold(f64::INFINITY, f64::min) - 4.0;
        let high = corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max) + 4.0;
        let low = (low.max(0.0) as usize).min(size - 1);
        (low, (high.max(0.0).ceil() as usize).clamp(low + 1, size))
    };
    let ((x0, x1), (y0, y1)) = (span(|c| c.0, plane.width()), span(|c| c.1, plane.height()));
    let part = tile::cut(plane, Rect { x0, y0, x1, y1 });
    let (x, y) = apply((region.x0, region.y0));
    let inner = [map[0], map[1], x - x0 as f64, map[3], map[4], y - y0 as f64];
    warp(&part, inner, region.width(), region.height())
}

/// The four Catmull-Rom weights for a sample `t` (0..1) behind the second of four neighbours.
#[inline(always)]
pub(crate) fn cubic(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3, -0.5 * t2 + 0.5 * t3]
}
