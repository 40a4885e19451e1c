//! The low band of the skin at the nodes of a lock: brightness and colour of patches, without pores.

use super::Locked;
use crate::kernels::{blur, shrink};
use crate::px::{Frame, Plane, Rect};
use rayon::prelude::*;

/// Samples per node, on both axes.
const PER_NODE: usize = 3;
/// Sigma of the low band, in nodes.
pub const LOW_SIGMA_NODES: f32 = 0.8;

/// A plane of a frame around a lock, made small: pores are averaged away before it is sampled.
struct Shrunk {
    plane: Plane<f32>,
    origin: [f64; 2],
    step_px: [f64; 2],
}

impl Shrunk {
    fn of(frame: &Frame, which: usize, part: Rect, step_px: usize) -> Self {
        let (sx, sy) = if which == 0 { (1, 1) } else { frame.subsampling.factors() };
        let own = part.subsampled(sx, sy);
        let own = Rect {
            x1: own.x1.min(frame.plane(which).width()),
            y1: own.y1.min(frame.plane(which).height()),
            ..own
        };
        let step = (step_px / sx.max(sy)).max(1);
        Self {
            plane: shrink::shrink_part(frame.plane(which), own, step),
            origin: [(own.x0 * sx) as f64, (own.y0 * sy) as f64],
            step_px: [(step * sx) as f64, (step * sy) as f64],
        }
    }

    /// The value at a luma px, bilinear, edges repeated.
    fn at(&self, point: [f64; 2]) -> f32 {
        let (last_x, last_y) = (self.plane.width() - 1, self.plane.height() - 1);
        let along = |i: usize, last: usize| {
            let at = ((point[i] + 0.5 - self.origin[i]) / self.step_px[i] - 0.5).clamp(0.0, last as f64);
            (at as usize, (at - at.floor()) as f32)
        };
        let ((x, s), (y, t)) = (along(0, last_x), along(1, last_y));
        let (above, below) = (self.plane.row(y), self.plane.row((y + 1).min(last_y)));
        let right = (x + 1).min(last_x);
        let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
        mix(mix(above[x], above[right], s), mix(below[x], below[right], s), t)
    }
}

/// The low band of a frame at every node of a lock: Y', Cb, Cr in stored units. Only this lock's skin counts, the same of
/// it in every frame, so that a mask that breathes does not make flicker.
pub fn low_band(frame: &Frame, lock: &Locked<'_>) -> Vec<[u16; 3]> {
    let grid = &lock.segment.grid;
    let bounds = lock.bounds(frame.width(), frame.height());
    let part = bounds.grown(2 * grid.step_px.ceil() as usize, frame.width(), frame.height());
    if part.is_empty() {
        return vec![[0; 3]; grid.nodes()];
    }
    let step_px = ((grid.step_px / 4.0).round() as usize).max(1);
    let planes = [0, 1, 2].map(|which| Shrunk::of(frame, which, part, step_px));
    let (columns, rows) = (grid.columns * PER_NODE, grid.rows * PER_NODE);
    let middle = (PER_NODE / 2) as f64;
    let pitch = f64::from(grid.step_px) / PER_NODE as f64;
    let mut samples = vec![[0.0f32; 4]; columns * rows];
    samples.par_chunks_mut(columns).enumerate().for_each(|(j, row)| {
        for (i, o) in row.iter_mut().enumerate() {
            let point = [
                f64::from(grid.x) + (i as f64 - middle) * pitch,
                f64::from(grid.y) + (j as f64 - middle) * pitch,
            ];
            let weight = lock.skin(point).max(1e-4);
            let place = lock.to_frame(point);
            let [y, b, r] = [0, 1, 2].map(|which| planes[which].at(place));
            *o = [weight, weight * y, weight * b, weight * r];
        }
    });
    let sigma = LOW_SIGMA_NODES * PER_NODE as f32;
    let blurred: Vec<Plane<f32>> = (0..4)
        .into_par_iter()
        .map(|i| {
            let plane = Plane::from_fn(columns, rows, |x, y| samples[y * columns + x][i]);
            blur::gaussian(&plane, sigma)
        })
        .collect();
    let mut out = Vec::with_capacity(grid.nodes());
    for row in 0..grid.rows {
        for column in 0..grid.columns {
            let (x, y) = (column * PER_NODE + PER_NODE / 2, row * PER_NODE + PER_NODE / 2);
            let at = |i: usize| blurred[i].row(y)[x];
            out.push([1, 2, 3].map(|i| crate::kernels::round_u16(at(i) / at(0), 65535.0)));
        }
    }
    out
}

/// Frames that [`fourth`] looks at.
pub(crate) const PATCH_FRAMES: usize = 5;

/// The fourth difference of successive values: blind to light that changes steadily, and nearly so to light that changes
/// over ten frames, as on a head that turns.
#[inline]
pub(crate) fn fourth(v: [f32; PATCH_FRAMES]) -> f32 {
    v[0] + v[4] - 4.0 * (v[1] + v[3]) + 6.0 * v[2]
}

/// Median absolute fourth difference to the standard deviation of independent values: 1.4826 (normal noise) over the square
/// root of 1 + 16 + 36 + 16 + 1.
pub(crate) const SIGMA_OF_FOURTH: f32 = 1.4826 / 8.366_6;
