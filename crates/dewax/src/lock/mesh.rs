//! The residual mesh: what an affine map does not follow of a jaw or a cheek, as a smooth field of shifts.
//!
//! Gauss-Newton on the flattened bands (Lucas-Kanade with a membrane between the nodes; B. Horn, B. Schunck, "Determining
//! Optical Flow", 1981, for the membrane; Black and Anandan 1996 for the weights). Nodes count by how much of their
//! structure the frame shares, so that noise moves nothing.

use super::band::Bands;
use super::template::{SOME_WEIGHT, Template, slopes};
use super::{Affine, Grid};
use crate::kernels::middle;
use crate::kernels::warp::{self, Field};
use crate::px::Plane;
use rayon::prelude::*;

/// Samples between the nodes of the field along which a frame is sampled.
const FIELD_STEP: usize = 8;
/// How stiff the change of a round is, and the shift as a whole, beside the mean data term of a node.
const STIFF_STEP: f32 = 0.5;
const STIFF_SHIFT: f32 = 0.08;
/// Sweeps of the solver.
const SWEEPS: usize = 30;
/// The largest change of a node in one round, in samples.
const LARGEST_STEP: f32 = 1.5;
/// Nodes may shift by this many eye distances. Beyond is no face that bends but a lock that slips.
pub(super) const LARGEST_SHIFT_IOD: f32 = 0.15;

/// Sums over the samples of a node.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    /// Structure tensor and right side, robustly weighted.
    tensor: [f32; 3],
    right: [f32; 2],
    /// Σw, Σw·K², Σw·J², Σw·K·J of template K and frame J.
    moments: [f32; 4],
    /// The step that the frame's own gradient still asks for: tensor and right side.
    back_tensor: [f32; 3],
    back_right: [f32; 2],
}

/// A node of a frame beside the template.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    /// Correlation of structure, −1..=1.
    pub(super) shared: f32,
    /// Mean square of what is not shared, in squared units of the flattened band.
    pub(super) rest: f32,
    /// Skin samples, as a share of the node's cell.
    pub(super) weight: f32,
    /// How far the way back misses, in lock px.
    pub(super) miss_px: f32,
}

/// A mesh over a template, on its way to a frame.
pub(super) struct Mesher<'a> {
    pub(super) template: &'a Template,
    pub(super) frame: &'a Bands,
    pub(super) affine: Affine,
    pub(super) grid: Grid,
    pub(super) iod_px: f32,
}

impl Mesher<'_> {
    /// Where a lock px lies in the frame.
    fn place(&self, shift: &[[f32; 2]], point: [f64; 2]) -> [f64; 2] {
        let mut by = [0.0f32; 2];
        for (node, share) in self.grid.around(point) {
            by = [by[0] + share * shift[node][0], by[1] + share * shift[node][1]];
        }
        let (x, y) = self.affine.apply(point[0] + f64::from(by[0]), point[1] + f64::from(by[1]));
        [x, y]
    }

    /// Where the samples of a level of the template lie in that level of the frame.
    fn field(&self, shift: &[[f32; 2]], level: usize) -> Field {
        let own = &self.template.bands.levels[level];
        Field::new((own.width(), own.height()), FIELD_STEP, |x, y| {
            let point = self.template.bands.point(level, x as f64, y as f64);
            self.frame.sample(level, self.place(shift, point))
        })
    }

    /// The frame's level, brought to the template.
    fn moved(&self, shift: &[[f32; 2]], level: usize) -> Plane<f32> {
        warp::by_field(&self.frame.levels[level], &self.field(shift, level))
    }

    /// The frame's luma, brought to the template, 8-bit levels.
    pub(super) fn luma(&self, shift: &[[f32; 2]]) -> Plane<f32> {
        warp::by_field(&self.frame.luma, &self.field(shift, 0))
    }

    /// One round: the shifts made better at a level.
    pub(super) fn round(&self, shift: &mut [[f32; 2]], level: usize) {
        let moved = self.moved(shift, level);
        let sums = self.sums(&moved, level, false);
        let step = self.solve(&sums, shift, level);
        let most = LARGEST_STEP * self.template.bands.step_px(level) as f32;
        let farthest = LARGEST_SHIFT_IOD * self.iod_px;
        for (s, d) in shift.iter_mut().zip(step) {
            for i in 0..2 {
                s[i] = (s[i] + d[i].clamp(-most, most)).clamp(-farthest, farthest);
            }
        }
    }

    /// How much of each node the frame shares.
    pub(super) fn likeness(&self, shift: &[[f32; 2]]) -> Vec<Likeness> {
        let moved = self.moved(shift, 0);
        let sums = self.sums(&moved, 0, true);
        let plain: Vec<[f32; 9]> = sums.iter().map(Sums::flat).collect();
        let cell = (f64::from(self.grid.step_px) / self.template.bands.step_px).powi(2) as f32;
        self.grid.smoothed(&plain).into_iter().map(|s| likeness(&s, cell)).collect()
    }

    /// Sums over the cells of the nodes.
    fn sums(&self, moved: &Plane<f32>, level: usize, back: bool) -> Vec<Sums> {
        let template = self.template;
        let (own, weight) = (&template.bands.levels[level], &template.weights[level]);
        let slope = &template.slopes[level];
        let back_slope = back.then(|| slopes(moved, template.bands.step_px(level) as f32));
        let cut = cut(own, moved, weight);
        let grid = self.grid;
        let cell = f64::from(grid.step_px);
        // The node nearest to a sample.
        let nearest = |at: f64, start: f32, count: usize| {
            (((at - f64::from(start)) / cell + 0.5).max(0.0) as usize).min(count - 1)
        };
        let columns: Vec<usize> = (0..own.width())
            .map(|x| nearest(template.bands.point(level, x as f64, 0.0)[0], grid.x, grid.columns))
            .collect();
        let rows: Vec<usize> = (0..own.height())
            .map(|y| nearest(template.bands.point(level, 0.0, y as f64)[1], grid.y, grid.rows))
            .collect();
        let mut out = vec![Sums::default(); grid.nodes()];
        out.par_chunks_mut(grid.columns).enumerate().for_each(|(j, nodes)| {
            let from = rows.partition_point(|&r| r < j);
            let to = rows.partition_point(|&r| r <= j);
            for y in from.max(1)..to.min(own.height().saturating_sub(1)) {
                let (k_row, j_row, w_row) = (own.row(y), moved.row(y), weight.row(y));
                let (gx_row, gy_row) = (slope.gx.row(y), slope.gy.row(y));
                let back_rows = back_slope.as_ref().map(|s| (s.gx.row(y), s.gy.row(y)));
                for x in 1..own.width().saturating_sub(1) {
                    if w_row[x] <= SOME_WEIGHT {
                        continue;
                    }
                    let (k, j) = (k_row[x], j_row[x]);
                    let r = j - k;
                    let t = (1.0 - (r / cut) * (r / cut)).max(0.0);
                    let w = w_row[x] * t * t;
                    let (gx, gy) = (gx_row[x], gy_row[x]);
                    let s = &mut nodes[columns[x]];
                    let add = |to: &mut [f32; 3], right: &mut [f32; 2], gx: f32, gy: f32| {
                        to[0] += w * gx * gx;
                        to[1] += w * gx * gy;
                        to[2] += w * gy * gy;
                        right[0] -= w * gx * r;
                        right[1] -= w * gy * r;
                    };
                    add(&mut s.tensor, &mut s.right, gx, gy);
                    if let Some((bx, by)) = back_rows {
                        add(&mut s.back_tensor, &mut s.back_right, bx[x], by[x]);
                    }
                    let full = w_row[x];
                    for (m, v) in s.moments.iter_mut().zip([1.0, k * k, j * j, k * j]) {
                        *m += full * v;
                    }
                }
            }
        });
        out
    }

    /// The change of shifts that meets the data and stays smooth: Gauss-Seidel on 2 × 2 blocks.
    fn solve(&self, sums: &[Sums], shift: &[[f32; 2]], level: usize) -> Vec<[f32; 2]> {
        let grid = &self.grid;
        let plain: Vec<[f32; 4]> = sums.iter().map(|s| s.moments).collect();
        // What the frame shares of a node's structure decides how much the node has to say.
        let says: Vec<f32> = grid.smoothed(&plain).iter().map(|m| says(shared(m))).collect();
        let traces: Vec<f32> = sums
            .iter()
            .zip(&says)
            .map(|(s, w)| w * (s.tensor[0] + s.tensor[2]))
            .filter(|t| *t > 0.0)
            .collect();
        let mut out = vec![[0.0f32; 2]; sums.len()];
        if traces.is_empty() {
            return out;
        }
        let mean = traces.iter().sum::<f32>() / (2 * traces.len()) as f32;
        // At the coarser level a round is a rough one: stiffer.
        let (stiff, whole) = (STIFF_STEP * mean * (1 + level) as f32, STIFF_SHIFT * mean);
        for _ in 0..SWEEPS {
            for row in 0..grid.rows {
                for column in 0..grid.columns {
                    let at = row * grid.columns + column;
                    let (mut near, mut count) = ([0.0f32; 2], 0.0f32);
                    let mut look = |other: usize| {
                        for i in 0..2 {
                            near[i] += stiff * out[other][i]
                                + whole * (out[other][i] + shift[other][i] - shift[at][i]);
                        }
                        count += stiff + whole;
                    };
                    if column > 0 {
                        look(at - 1);
                    }
                    if column + 1 < grid.columns {
                        look(at + 1);
                    }
                    if row > 0 {
                        look(at - grid.columns);
                    }
                    if row + 1 < grid.rows {
                        look(at + grid.columns);
                    }
                    let (s, w) = (&sums[at], says[at]);
                    let [a, b, c] = s.tensor.map(|t| w * t);
                    let (p, q) = (w * s.right[0] + near[0], w * s.right[1] + near[1]);
                    let (a, c) = (a + count, c + count);
                    let det = a * c - b * b;
                    if det > 0.0 {
                        out[at] = [(c * p - b * q) / det, (a * q - b * p) / det];
                    }
                }
            }
        }
        out
    }
}

impl Sums {
    fn flat(&self) -> [f32; 9] {
        let [w, kk, jj, kj] = self.moments;
        let [a, b, c] = self.back_tensor;
        [w, kk, jj, kj, a, b, c, self.back_right[0], self.back_right[1]]
    }
}

/// Correlation of structure from Σw, Σw·K², Σw·J², Σw·K·J.
fn shared(m: &[f32]) -> f32 {
    let energy = (m[1] * m[2]).sqrt();
    if energy > 1e-6 { m[3] / energy } else { 0.0 }
}

/// How much a node with that correlation has to say: signal over noise, up to 1.
fn says(shared: f32) -> f32 {
    let s = shared.max(0.0);
    (s * s / (1.02 - s * s).max(0.02)).min(1.0)
}

fn likeness(s: &[f32; 9], cell: f32) -> Likeness {
    let [w, kk, jj, kj, a, b, c, p, q] = *s;
    let det = a * c - b * b;
    let miss = if det > 1e-9 { [(c * p - b * q) / det, (a * q - b * p) / det] } else { [0.0; 2] };
    Likeness {
        shared: shared(&[w, kk, jj, kj]),
        rest: if w > 1e-6 { (kk + jj - 2.0 * kj) / w } else { 0.0 },
        weight: (w / cell).min(1.0),
        miss_px: (miss[0] * miss[0] + miss[1] * miss[1]).sqrt(),
    }
}

/// Tukey's cut for the residuals of two planes, from their median.
fn cut(own: &Plane<f32>, moved: &Plane<f32>, weight: &Plane<f32>) -> f32 {
    let all = own.samples().iter().zip(moved.samples()).zip(weight.samples());
    let mut sizes: Vec<f32> =
        all.step_by(7).filter(|(_, w)| **w > SOME_WEIGHT).map(|((k, j), _)| (j - k).abs()).collect();
    middle(&mut sizes, f32::total_cmp).map_or(1.0, |median| (4.685 * 1.4826 * median).max(1e-3))
}
