//! Where a part was joined on to a shot: the colours of all of the picture step at one frame by one grade, and stay.
//!
//! Blocks are followed from frame to frame along the motion of the picture, skin along its lock. A step that is a join stands out from those
//! around it, leaves no more unexplained than they do, and does not come back: so flicker, a drift, a fade, a flash and what comes before the
//! lens are none. The grade that takes the new colours back is sought on the blocks alone, and the skin has to go with them, as has
//! each half of the picture: most light falls on some of a picture, a grade on all of it. Light that reaches all of it alike is taken for a seam.

use super::blocks::{fine, finest};
pub(super) use super::joins_fit::{Block, Kept, Still};
use super::joins_fit::{apart, fitted_join};
use crate::clip::{Picture, Shot};
use crate::color::{Join, LumaWeights, MOST_JOINS, ycc_from_rgb};
use crate::kernels::middle;
use crate::lock::Lock;
use crate::px::Plane;

/// Code values nearer to the ends are cut off, or about to be: they say nothing of a grade. Three 8-bit levels.
const CUT_OFF: f32 = 0.012;
/// Fewer blocks say nothing.
const LEAST_BLOCKS: usize = 80;
/// Rounds in which blocks that do not follow lose weight (Cauchy's, at twice the median miss).
const ROUNDS: usize = 4;
const FAR: f32 = 2.0;
/// Of the blocks so many tell how large a change is: what moves by itself is among the rest.
const TOLD: f32 = 0.75;
/// Steps of the picture that are looked at at all: half an 8-bit level.
const LEAST_SIZE: f32 = 0.0023;
/// So many steps on each side tell what is usual.
const NEAR: usize = 6;
/// So many frames on each side a step must have, and stay.
const LEAST_NEAR: usize = 3;
/// A join is so many times as large as the median step near it, and as the largest of them.
const TIMES_MEDIAN: f32 = 4.0;
const TIMES_MOST: f32 = 2.5;
/// It leaves no more unexplained than so many times what is usual near it, and this on top: rounding.
const MOST_LEFT: f32 = 1.6;
const LEFT_ON_TOP: f32 = 0.0015;
/// What stays of it may differ from it by this share.
const MOST_GONE: f32 = 0.35;
/// Colours on which the effect of a step is told (Y', Cb, Cr): a dark and a bright grey, a blue, a red.
const PROBED: [[f32; 3]; 4] = [[0.25, 0.0, 0.0], [0.75, 0.0, 0.0], [0.5, 0.08, 0.0], [0.5, 0.0, 0.08]];
const PROBES: usize = 3 * PROBED.len();

/// One grade of the whole picture from a frame to the next, and how well it explains what changed. In shares of full luma.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Step {
    /// How much it changes in the mean.
    size: f32,
    /// How much blocks differ that it explains.
    left: f32,
    /// What it does to [`PROBED`].
    probe: [f32; PROBES],
}

/// The blocks of two frames, those left out that are cut off in either.
pub(super) fn blocks(before: &[Plane<f32>; 3], after: &[Plane<f32>; 3]) -> Vec<Block> {
    let [was, is] = [before, after].map(|planes| planes.each_ref().map(fine));
    let (width, height) = (was[0].width(), was[0].height());
    let mut out = Vec::new();
    for i in 0..was[0].samples().len() {
        let rgb = [&was, &is].map(|planes| [0, 1, 2].map(|c| planes[c].samples()[i]));
        if rgb.iter().flatten().all(|v| (CUT_OFF..=1.0 - CUT_OFF).contains(v)) {
            let halves = [u8::from(2 * (i % width) >= width), u8::from(2 * (i / width) >= height)];
            out.push(Block { rgb, halves });
        }
    }
    out
}

/// The blocks of two frames where they lie, whatever their brightness.
pub(super) fn still(before: &[Plane<f32>; 3], after: &[Plane<f32>; 3]) -> Vec<Still> {
    let (width, height) = (after[0].width(), after[0].height());
    let mut moved = Plane::new(width, height);
    for (i, by) in moved.samples_mut().iter_mut().enumerate() {
        let rgb = [before, after].map(|planes| [0, 1, 2].map(|c| planes[c].samples()[i]));
        *by = apart(rgb[0], rgb[1]);
    }
    let (moved, is) = (finest(&moved), after.each_ref().map(finest));
    let colour = |i: usize| [0, 1, 2].map(|c| is[c].samples()[i]);
    moved.samples().iter().enumerate().map(|(i, by)| Still { rgb: colour(i), moved: *by }).collect()
}

/// The step between two frames: an affine map of Y', Cb and Cr, by least squares with blocks that do not follow weighing less and less. Nothing
/// of too few blocks.
pub(super) fn step(blocks: &[Block], weights: LumaWeights) -> Step {
    if blocks.len() < LEAST_BLOCKS {
        return Step::default();
    }
    let pairs: Vec<[[f32; 3]; 2]> =
        blocks.iter().map(|b| b.rgb.map(|rgb| ycc_from_rgb(weights, rgb))).collect();
    let mut grade = Affine::NONE;
    for _ in 0..ROUNDS {
        let off: Vec<f32> = pairs.iter().map(|[was, is]| apart(grade.of(*was), *is)).collect();
        let typical = FAR * middle(&mut off.clone(), f32::total_cmp).unwrap_or(0.0) + 1e-6;
        let trust: Vec<f32> = off.iter().map(|o| 1.0 / (1.0 + (o / typical).powi(2))).collect();
        grade = Affine::fitted(&pairs, &trust);
    }
    let told = |of: &dyn Fn(&[[f32; 3]; 2]) -> f32| {
        let mut all: Vec<f32> = pairs.iter().map(of).collect();
        all.sort_by(f32::total_cmp);
        all.truncate((TOLD * all.len() as f32) as usize);
        all.iter().sum::<f32>() / all.len().max(1) as f32
    };
    let mut probe = [0.0; PROBES];
    for (place, colour) in probe.chunks_mut(3).zip(PROBED) {
        let made = grade.of(colour);
        place.iter_mut().enumerate().for_each(|(k, v)| *v = made[k] - colour[k]);
    }
    Step {
        size: pairs.iter().map(|[was, _]| apart(grade.of(*was), *was)).sum::<f32>() / pairs.len() as f32,
        left: told(&|[was, is]| apart(grade.of(*was), *is)),
        probe,
    }
}

/// See [`step`]: `colour + slopes · (colour − centre) + by`.
#[derive(Clone, Copy, Debug)]
struct Affine {
    centre: [f32; 3],
    slopes: [[f32; 3]; 3],
    by: [f32; 3],
}

impl Affine {
    const NONE: Self = Self { centre: [0.0; 3], slopes: [[0.0; 3]; 3], by: [0.0; 3] };
    /// Colours that differ by less do not tell a slope.
    const LEAST_SPREAD: f32 = 0.01;

    fn of(&self, colour: [f32; 3]) -> [f32; 3] {
        let off: [f32; 3] = std::array::from_fn(|k| colour[k] - self.centre[k]);
        std::array::from_fn(|i| {
            colour[i] + self.by[i] + (0..3).map(|k| self.slopes[i][k] * off[k]).sum::<f32>()
        })
    }

    fn fitted(pairs: &[[[f32; 3]; 2]], trust: &[f32]) -> Self {
        let whole: f32 = trust.iter().sum::<f32>().max(1e-6);
        let (mut centre, mut by) = ([0.0f32; 3], [0.0f32; 3]);
        for ([was, is], w) in pairs.iter().zip(trust) {
            for k in 0..3 {
                centre[k] += w * was[k] / whole;
                by[k] += w * (is[k] - was[k]) / whole;
            }
        }
        let (mut spread, mut both) = ([[0.0f32; 3]; 3], [[0.0f32; 3]; 3]);
        (0..3).for_each(|k| spread[k][k] = Self::LEAST_SPREAD.powi(2));
        for ([was, is], w) in pairs.iter().zip(trust) {
            for i in 0..3 {
                let off = w * (was[i] - centre[i]) / whole;
                for k in 0..3 {
                    spread[i][k] += off * (was[k] - centre[k]);
                    both[k][i] += off * (is[k] - was[k] - by[k]);
                }
            }
        }
        let back = inverse(spread);
        let slopes = both.map(|row| std::array::from_fn(|k| (0..3).map(|i| row[i] * back[i][k]).sum()));
        Self { centre, slopes, by }
    }
}

/// Of a symmetric matrix with something on its diagonal.
fn inverse(m: [[f32; 3]; 3]) -> [[f32; 3]; 3] {
    let next = |i: usize| (i + 1) % 3;
    let minor = |r: usize, c: usize| {
        let (a, b, d, e) = (next(r), next(r + 1), next(c), next(c + 1));
        f64::from(m[a][d]) * f64::from(m[b][e]) - f64::from(m[a][e]) * f64::from(m[b][d])
    };
    let whole: f64 = (0..3).map(|c| f64::from(m[0][c]) * minor(0, c)).sum();
    std::array::from_fn(|r| std::array::from_fn(|c| (minor(c, r) / whole.max(1e-18)) as f32))
}

/// Looks for joins while a shot goes by.
#[derive(Default)]
pub(super) struct Seeker {
    /// All steps so far.
    steps: Vec<Step>,
    /// The largest of those that may be joins, [`MOST_JOINS`] at most: which, how large, and their blocks.
    kept: Vec<(usize, f32, Kept)>,
}

impl Seeker {
    /// Takes the step to the next frame of the shot; `blocks` makes its blocks.
    pub(super) fn push(&mut self, step: &Step, blocks: impl FnOnce() -> Kept) {
        let at = self.steps.len();
        self.steps.push(*step);
        if step.size < LEAST_SIZE || step.left > step.size {
            return;
        }
        if self.kept.len() == MOST_JOINS {
            // Flashes and flicker, which come back, push no join out: what both sides are known of is judged first.
            let steps = &self.steps;
            self.kept.retain(|(at, ..)| at + NEAR >= steps.len() || is_apart(steps, *at));
        }
        if self.kept.len() == MOST_JOINS {
            let least = (0..MOST_JOINS).min_by(|a, b| self.kept[*a].1.total_cmp(&self.kept[*b].1));
            let Some(least) = least.filter(|i| self.kept[*i].1 < step.size) else { return };
            self.kept.swap_remove(least);
        }
        self.kept.push((at, step.size, blocks()));
    }

    /// The joins of the shot.
    pub(super) fn found(mut self, picture: &Picture, shot: Shot, locks: &[Lock]) -> Vec<Join> {
        self.kept.sort_by_key(|(at, ..)| *at);
        let apart = self.kept.iter().filter(|(at, ..)| is_apart(&self.steps, *at));
        apart.filter_map(|(at, _, blocks)| fitted_join(*at, blocks, picture, shot, locks)).collect()
    }
}

/// The steps near one.
fn near(steps: &[Step], at: usize) -> Vec<Step> {
    let from = at.saturating_sub(NEAR);
    let to = (at + 1 + NEAR).min(steps.len());
    (from..to).filter(|i| *i != at).map(|i| steps[i]).collect()
}

/// Whether a step may be a join's, beside those near it.
fn is_apart(steps: &[Step], at: usize) -> bool {
    stands_out(steps, at) && stays(steps, at)
}

/// Whether a step is larger than those near it, and explained as well as they are.
fn stands_out(steps: &[Step], at: usize) -> bool {
    let near = near(steps, at);
    let own = &steps[at];
    let median = |of: &dyn Fn(&Step) -> f32| {
        middle(&mut near.iter().map(of).collect::<Vec<f32>>(), f32::total_cmp).unwrap_or(0.0)
    };
    let most = near.iter().map(|s| s.size).fold(0.0, f32::max);
    let is_large = own.size >= TIMES_MEDIAN * median(&|s| s.size) && own.size >= TIMES_MOST * most;
    is_large && own.left <= MOST_LEFT * median(&|s| s.left) + LEFT_ON_TOP
}

/// Whether the picture is on each side of a step where it was near it: flicker and flashes come back.
fn stays(steps: &[Step], at: usize) -> bool {
    // Where the picture is, frame by frame, beside the frame before the step.
    let walk = |steps: &mut dyn Iterator<Item = [f32; PROBES]>| {
        let mut here = [0.0f32; PROBES];
        let (mut sum, mut count) = ([0.0f32; PROBES], 1.0);
        for by in steps.take(NEAR) {
            here = std::array::from_fn(|i| here[i] + by[i]);
            sum = std::array::from_fn(|i| sum[i] + here[i]);
            count += 1.0;
        }
        (sum.map(|v| v / count), count as usize)
    };
    let (before, frames_before) = walk(&mut steps[..at].iter().rev().map(|s| s.probe.map(|v| -v)));
    let (after, frames_after) = walk(&mut steps[at + 1..].iter().map(|s| s.probe));
    let own = steps[at].probe;
    let size = |v: [f32; PROBES]| v.iter().map(|v| v * v).sum::<f32>().sqrt();
    let gone = size(std::array::from_fn(|i| after[i] - before[i]));
    frames_before.min(frames_after) >= LEAST_NEAR && gone <= MOST_GONE * size(own)
}

#[cfg(test)]
#[path = "joins_tests.rs"]
mod tests;
