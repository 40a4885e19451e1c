//! Neighbouring patches agree: each takes the motion that fits its own equations and, less exactly, its neighbours'.
//!
//! A patch on smooth skin follows the noise, and one on an edge knows only the motion across it. The squared gradients
//! of a patch over the variance of what it leaves unexplained say how exactly it knows its motion, and in which
//! direction (its information matrix). A neighbour knows as much about this patch, less what motion may change from
//! patch to patch. So rich texture keeps its own motion, and blank areas take that of the nearest texture.
//!
//! Not in the paper: without it the error of portraits was up to 1.5 times as large.

use super::PATCH_PX;
use super::found::{Found, Grid};
use super::lanes::{Lanes, groups, groups_mut};
use crate::kernels::simd;
use rayon::prelude::*;

/// How often each patch asks its neighbours. 1 was worse on smooth skin, 4 in fine texture.
const PASSES: usize = 2;

/// Variance by which the motions of neighbours differ beyond what the coarser level knew, px² of the level.
const CHANGE: f32 = 0.005;

/// Variance of a pixel that even the best fit leaves unexplained, squared levels.
const LEAST_VARIANCE: f32 = 0.03;

/// Square of the difference, px², at which a neighbour counts half: it may lie on another thing.
const OTHER_THING: f32 = 3.0 * 3.0;

/// Weights of a patch itself, its four next neighbours, and the four at the corners.
const WEIGHTS: [f32; 3] = [2.0, 2.0, 1.0];

/// Patches that are worked on at once.
const WIDE: usize = 16;

/// A number per patch, row by row, with a margin of one patch all round.
struct Numbers {
    stride: usize,
    data: Vec<f32>,
}

impl Numbers {
    fn of(grid: &Grid, found: &[Found], number: impl Fn(&Found) -> f32) -> Self {
        let stride = grid.columns.next_multiple_of(WIDE) + 2;
        let mut data = vec![0.0; stride * (grid.rows + 2)];
        for (to, from) in data.chunks_exact_mut(stride).skip(1).zip(found.chunks_exact(grid.columns)) {
            for (to, from) in to[1..].iter_mut().zip(from) {
                *to = number(from);
            }
        }
        Self { stride, data }
    }
}

/// What a patch knows of a motion: its information matrix (xx, xy, yy), when the motion is another's by `change` px².
/// The inverse of the sum of this variance and the inverse of the patch's own matrix.
#[inline(always)]
pub(super) fn known(found: &Found, change: f32) -> [f32; 3] {
    let pixels = (PATCH_PX * PATCH_PX) as f32;
    let share = 1.0 / (found.cost.max(0.0) / pixels + LEAST_VARIANCE);
    let [xx, xy, yy] = found.matrix.map(|value| value * share);
    let determinant = xx * yy - xy * xy;
    let share = 1.0 / (1.0 + change * (xx + yy) + change * change * determinant);
    [(xx + change * determinant) * share, xy * share, (yy + change * determinant) * share]
}

/// Moves the patches of `grid` so that neighbours agree. Motions are compared without what the coarser level said.
pub(super) fn agree(grid: &Grid, found: &mut [Found]) {
    let own = [0, 1, 2].map(|i| Numbers::of(grid, found, |f| known(f, 0.0)[i]));
    let lent = [0, 1, 2].map(|i| Numbers::of(grid, found, |f| known(f, CHANGE)[i]));
    let mut motion = [0, 1].map(|i| Numbers::of(grid, found, |f| f.motion[i] - f.guess[i]));
    let stride = motion[0].stride;
    let mut next = [vec![0.0; motion[0].data.len()], vec![0.0; motion[1].data.len()]];
    for _ in 0..PASSES {
        let [across, down] = &mut next;
        let inside = stride..stride * (grid.rows + 1);
        let rows = across[inside.clone()].par_chunks_mut(stride).zip(down[inside].par_chunks_mut(stride));
        rows.enumerate().for_each(|(j, (across, down))| {
            simd::run(
                #[inline(always)]
                || agree_row(&own, &lent, &motion, j * stride, [across, down]),
            );
        });
        for (now, next) in motion.iter_mut().zip(&mut next) {
            std::mem::swap(&mut now.data, next);
        }
    }
    for (j, row) in found.chunks_exact_mut(grid.columns).enumerate() {
        let start = (j + 1) * stride + 1;
        for (i, patch) in row.iter_mut().enumerate() {
            patch.motion = [0, 1].map(|axis| patch.guess[axis] + motion[axis].data[start + i]);
        }
    }
}

/// One row of patches; `above` is where the row above starts.
#[inline(always)]
fn agree_row(
    own: &[Numbers; 3],
    lent: &[Numbers; 3],
    motion: &[Numbers; 2],
    above: usize,
    out: [&mut [f32]; 2],
) {
    let stride = motion[0].stride;
    let count = (stride - 2) / WIDE;
    let here = above + stride + 1;
    let view = |numbers: &'_ Numbers, at: usize, k: usize| -> Lanes<WIDE> {
        Lanes(groups::<WIDE>(&numbers.data, at, count)[k])
    };
    let [out_x, out_y] = out.map(|row| groups_mut::<WIDE>(row, 1, count));
    for k in 0..count {
        let itself = Lanes::all(WEIGHTS[0]);
        let (mx, my) = (view(&motion[0], here, k), view(&motion[1], here, k));
        let mut xx = view(&own[0], here, k) * itself;
        let mut xy = view(&own[1], here, k) * itself;
        let mut yy = view(&own[2], here, k) * itself;
        let [mut bx, mut by] = [Lanes::<WIDE>::all(0.0); 2];
        for (row, column) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1), (2, 2)] {
            let at = above + row * stride + column;
            let weight = if row == 1 || column == 1 { WEIGHTS[1] } else { WEIGHTS[2] };
            let (dx, dy) = (view(&motion[0], at, k) - mx, view(&motion[1], at, k) - my);
            let trust = (dx * dx + dy * dy).map(|d| weight / (1.0 + d * (1.0 / OTHER_THING)));
            let [a, b, c] =
                [view(&lent[0], at, k) * trust, view(&lent[1], at, k) * trust, view(&lent[2], at, k) * trust];
            (xx, xy, yy) = (xx + a, xy + b, yy + c);
            (bx, by) = (bx + a * dx + b * dy, by + b * dx + c * dy);
        }
        // The cells beyond the last patch know nothing; they stay where they are.
        let share = (xx * yy - xy * xy).map(|d| 1.0 / if d > 1e-9 { d } else { 1e-9 });
        out_x[k] = (mx + (yy * bx - xy * by) * share).0;
        out_y[k] = (my + (xx * by - xy * bx) * share).0;
    }
}
