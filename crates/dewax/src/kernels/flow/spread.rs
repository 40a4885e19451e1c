//! From patches to pixels: each pixel takes the mean of the patches over it, weighted by how well they fit it
//! (Kroeger et al., section 2.2: weight 1 / max(1, |difference|)).

use super::lanes::Lanes;
use super::pyramid::Level;
use super::search::{Patches, Spot, eight};
use super::{Flow, PATCH_PX};
use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// Rows that one task of the thread pool makes.
const ROWS_PER_TASK: usize = 32;

/// What the patches say of each pixel of a level.
pub(super) struct Spread {
    /// Motion, px of the level.
    pub(super) flow: Flow,
    /// How much brighter picture two is there, in levels: the means that the patches left out.
    pub(super) brighter: Plane<f32>,
}

/// Spreads the motion of `patches`, which were found from level `from` to level `to`.
pub(super) fn spread(from: &Level, to: &Level, patches: &Patches) -> Spread {
    let (width, height) = (from.width, from.height);
    let mut out = Spread { flow: Flow::still(width, height), brighter: Plane::new(width, height) };
    let chunk = width * ROWS_PER_TASK;
    let (across, down) = (out.flow.dx.samples_mut(), out.flow.dy.samples_mut());
    let light = out.brighter.samples_mut();
    let parts = across.par_chunks_mut(chunk).zip(down.par_chunks_mut(chunk)).zip(light.par_chunks_mut(chunk));
    parts.enumerate().for_each_init(
        || vec![0.0f32; chunk],
        |weights, (task, ((dx, dy), light))| {
            let weights = &mut weights[..dx.len()];
            weights.fill(0.0);
            let y0 = task * ROWS_PER_TASK;
            simd::run(
                #[inline(always)]
                || {
                    sum(from, to, patches, (y0, y0 + dx.len() / width), [weights, dx, dy, light]);
                    // Every pixel lies under a patch, and weights are positive.
                    for (((weight, dx), dy), light) in weights.iter().zip(dx).zip(dy).zip(light) {
                        let share = 1.0 / weight;
                        (*dx, *dy, *light) = (*dx * share, *dy * share, *light * share);
                    }
                },
            );
        },
    );
    out
}

/// Adds the weights, and the motions and brightness times the weights, of the patches over rows `y0..y1`.
#[inline(always)]
fn sum(from: &Level, to: &Level, patches: &Patches, (y0, y1): (usize, usize), sums: [&mut [f32]; 4]) {
    let [weights, dx, dy, light] = sums;
    let (grid, width) = (patches.grid, from.width);
    let one = Lanes::<8>::all(1.0);
    for j in grid.rows_over(y0, y1) {
        let top = grid.y(j);
        let rows = y0.max(top)..y1.min(top + PATCH_PX);
        for i in 0..grid.columns {
            let found = &patches.found[j * grid.columns + i];
            let left = grid.x(i);
            let [mx, my] = found.motion;
            let spot = Spot::of(to, left as f32 + mx, top as f32 + my);
            let [mx, my, mean] = [mx, my, found.brighter].map(Lanes::<8>::all);
            let start = spot.start + (rows.start - top) * to.stride;
            let under = &to.samples[start..start + rows.len() * to.stride + PATCH_PX + 1];
            let mut above = eight(under, 0).mix(eight(under, 1), spot.along);
            for (k, y) in rows.clone().enumerate() {
                let next = (k + 1) * to.stride;
                let below = eight(under, next).mix(eight(under, next + 1), spot.along);
                let apart = above.mix(below, spot.below) - eight(from.row(y), left) - mean;
                let weight = apart.map(|v| 1.0 / if v.abs() > 1.0 { v.abs() } else { 1.0 });
                let at = (y - y0) * width + left;
                add(weights, at, weight * one);
                add(dx, at, weight * mx);
                add(dy, at, weight * my);
                add(light, at, weight * mean);
                above = below;
            }
        }
    }
}

#[inline(always)]
fn add(sums: &mut [f32], at: usize, more: Lanes<8>) {
    for (sum, more) in sums[at..at + PATCH_PX].iter_mut().zip(more.0) {
        *sum += more;
    }
}
