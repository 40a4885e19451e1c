//! Patches find their place: inverse compositional descent from the best of several guesses (Kroeger et al., section 2.1
//! and 3; S. Baker, I. Matthews, "Lucas-Kanade 20 Years On", IJCV 2004).
//!
//! The guesses are the coarser level's motion and the neighbours' results, in a scan from the upper left and one back:
//! good motion spreads. Scans run within stripes of a fixed number of patch rows, so threads do not change the result.

use super::agree::agree;
use super::found::{Found, Grid};
use super::lanes::{Lanes, sums};
use super::pyramid::{Level, MARGIN_PX};
use super::{Flow, PATCH_PX, Preset};
use crate::kernels::simd;
use rayon::prelude::*;

/// Patch rows of a stripe: many enough that motion spreads, few enough to share among threads.
const STRIPE_ROWS: usize = 16;

/// Pixels of a patch.
const PIXELS: f32 = (PATCH_PX * PATCH_PX) as f32;

/// Added to both squared gradients of a patch, in squared levels: keeps the descent from running off where there is no
/// texture. 64 pixels × a squared gradient of 0.1.
const DAMPING: f32 = 64.0 * 0.1;

/// A step below this many pixels ends the descent: a fifth of the error that remains in practice.
const SETTLED_PX: f32 = 0.04;

/// A neighbour whose motion differs by less than this is no other guess.
const SAME_PX: f32 = 0.05;

/// A descent that leaves its guess by more than half a patch has lost it.
const FARTHEST_PX: f32 = (PATCH_PX / 2) as f32;

/// What is known of a patch before it moves.
pub(super) struct Template {
    values: [Lanes<8>; PATCH_PX],
    across: [Lanes<8>; PATCH_PX],
    down: [Lanes<8>; PATCH_PX],
    /// Sums of the gradients over the patch.
    sums: [f32; 2],
    /// Damped matrix of squared gradients: xx, xy, yy.
    matrix: [f32; 3],
    /// Its inverse.
    inverse: [f32; 3],
}

/// Eight samples from `at` on.
#[inline(always)]
pub(super) fn eight(samples: &[f32], at: usize) -> Lanes<8> {
    Lanes(samples[at..].first_chunk().copied().unwrap_or([0.0; 8]))
}

impl Template {
    #[inline(always)]
    pub(super) fn of(level: &Level, x: usize, y: usize) -> Self {
        let stride = level.stride;
        let start = level.place(x as isize - 1, y as isize - 1);
        let around = &level.samples[start..start + (PATCH_PX + 1) * stride + PATCH_PX + 2];
        let half = Lanes::all(0.5);
        let mut made = Self {
            values: [Lanes::all(0.0); PATCH_PX],
            across: [Lanes::all(0.0); PATCH_PX],
            down: [Lanes::all(0.0); PATCH_PX],
            sums: [0.0; 2],
            matrix: [0.0; 3],
            inverse: [0.0; 3],
        };
        let zero = Lanes::<8>::all(0.0);
        let [mut sum_x, mut sum_y, mut xx, mut xy, mut yy] = [zero; 5];
        for i in 0..PATCH_PX {
            let middle = (i + 1) * stride;
            let gx = (eight(around, middle + 2) - eight(around, middle)) * half;
            let gy = (eight(around, middle + stride + 1) - eight(around, i * stride + 1)) * half;
            (made.values[i], made.across[i], made.down[i]) = (eight(around, middle + 1), gx, gy);
            (sum_x, sum_y) = (sum_x + gx, sum_y + gy);
            (xx, xy, yy) = (xx + gx * gx, xy + gx * gy, yy + gy * gy);
        }
        let [sx, sy, xx, xy, yy] = sums([sum_x, sum_y, xx, xy, yy]);
        // Without the means, as the differences are.
        let xx = (xx - sx * sx / PIXELS).max(0.0) + DAMPING;
        let xy = xy - sx * sy / PIXELS;
        let yy = (yy - sy * sy / PIXELS).max(0.0) + DAMPING;
        let determinant = (xx * yy - xy * xy).max(DAMPING * DAMPING);
        made.sums = [sx, sy];
        made.matrix = [xx, xy, yy];
        made.inverse = [yy / determinant, -xy / determinant, xx / determinant];
        made
    }

    /// The patch laid onto `level` at its place moved by `motion`.
    #[inline(always)]
    pub(super) fn laid(&self, level: &Level, (x, y): (usize, usize), motion: [f32; 2]) -> Found {
        let spot = Spot::of(level, x as f32 + motion[0], y as f32 + motion[1]);
        let zero = Lanes::<8>::all(0.0);
        let [mut sum, mut squares, mut by_x, mut by_y] = [zero; 4];
        let stride = level.stride;
        let under = &level.samples[spot.start..spot.start + PATCH_PX * stride + PATCH_PX + 1];
        let mut above = eight(under, 0).mix(eight(under, 1), spot.along);
        for i in 0..PATCH_PX {
            let next = (i + 1) * stride;
            let below = eight(under, next).mix(eight(under, next + 1), spot.along);
            let apart = above.mix(below, spot.below) - self.values[i];
            (sum, squares) = (sum + apart, squares + apart * apart);
            (by_x, by_y) = (by_x + apart * self.across[i], by_y + apart * self.down[i]);
            above = below;
        }
        let [sum, squares, by_x, by_y] = sums([sum, squares, by_x, by_y]);
        let mean = sum / PIXELS;
        let slope = [by_x - mean * self.sums[0], by_y - mean * self.sums[1]];
        let cost = squares - mean * sum;
        Found { motion, brighter: mean, guess: [0.0; 2], cost, matrix: self.matrix, slope }
    }

    /// The motion of a Gauss-Newton step from `found`.
    #[inline(always)]
    pub(super) fn step(&self, found: &Found) -> [f32; 2] {
        let ([xx, xy, yy], [bx, by]) = (self.inverse, found.slope);
        [-(xx * bx + xy * by), -(xy * bx + yy * by)]
    }
}

/// Where a patch is read between the pixels of a level.
pub(super) struct Spot {
    /// Place of its first sample.
    pub(super) start: usize,
    /// Share of the column to the right.
    pub(super) along: Lanes<8>,
    /// Share of the row below.
    pub(super) below: Lanes<8>,
}

impl Spot {
    /// The patch whose upper left pixel comes to (x, y); one that would lie outside lies along the edge.
    #[inline(always)]
    pub(super) fn of(level: &Level, x: f32, y: f32) -> Self {
        let outside = PATCH_PX as f32;
        let margin = MARGIN_PX as f32;
        let x = x.max(-outside).min(level.width as f32) + margin;
        let y = y.max(-outside).min(level.height as f32) + margin;
        let (column, row) = (x as i32, y as i32);
        Self {
            start: row as usize * level.stride + column as usize,
            along: Lanes::all(x - column as f32),
            below: Lanes::all(y - row as f32),
        }
    }
}

/// The patches of a level, row after row: where they were found.
pub(super) struct Patches {
    pub(super) grid: Grid,
    pub(super) found: Vec<Found>,
}

/// What the search may start from.
pub(super) struct Guesses<'a> {
    /// The next coarser level's flow, in px of that level.
    pub(super) coarser: Option<&'a Flow>,
    /// A flow of the full size known beforehand, in px of the full size, and the number of this level.
    pub(super) known: Option<(&'a Flow, usize)>,
}

impl Guesses<'_> {
    /// Guesses for the patch at (x, y): the first, and maybe another.
    fn at(&self, x: usize, y: usize) -> ([f32; 2], Option<[f32; 2]>) {
        let middle = (PATCH_PX / 2) as f32;
        let (x, y) = (x as f32 + middle, y as f32 + middle);
        let coarser = self.coarser.map(|flow| flow.at(x * 0.5 - 0.5, y * 0.5 - 0.5).map(|v| v * 2.0));
        let known = self.known.map(|(flow, level)| {
            let scale = (1usize << level) as f32;
            let limit = flow.width().max(flow.height()) as f32;
            let clean = |v: f32| if v.abs() <= limit { v / scale } else { 0.0 };
            flow.at(x * scale - 0.5, y * scale - 0.5).map(clean)
        });
        match (coarser, known) {
            (Some(first), other) => (first, other),
            (None, Some(first)) => (first, Some([0.0; 2])),
            (None, None) => ([0.0; 2], None),
        }
    }
}

/// Finds the patches of level `from` on level `to` of the same size.
pub(super) fn search(from: &Level, to: &Level, preset: &Preset, guesses: &Guesses<'_>) -> Patches {
    let grid = Grid::over(from.width, from.height, preset.stride_px);
    let mut found = vec![Found::default(); grid.columns * grid.rows];
    found.par_chunks_mut(grid.columns * STRIPE_ROWS).enumerate().for_each(|(stripe, part)| {
        let first_row = stripe * STRIPE_ROWS;
        simd::run(
            #[inline(always)]
            || {
                let task = Stripe { from, to, grid, first_row, steps: preset.descent_steps.div_ceil(2) };
                task.scan(part, Some(guesses));
                task.scan(part, None);
            },
        );
    });
    agree(&grid, &mut found);
    Patches { grid, found }
}

struct Stripe<'a> {
    from: &'a Level,
    to: &'a Level,
    grid: Grid,
    first_row: usize,
    steps: usize,
}

impl Stripe<'_> {
    /// One scan: from the upper left with guesses, back from the lower right without.
    #[inline(always)]
    fn scan(&self, part: &mut [Found], guesses: Option<&Guesses<'_>>) {
        let (columns, count) = (self.grid.columns, part.len());
        for turn in 0..count {
            let index = if guesses.is_some() { turn } else { count - 1 - turn };
            let (i, j) = (index % columns, index / columns);
            let place = (self.grid.x(i), self.grid.y(self.first_row + j));
            let template = Template::of(self.from, place.0, place.1);
            let mut best = part[index];
            let mut guess = best.guess;
            let neighbours = match guesses {
                Some(guesses) => {
                    let (first, other) = guesses.at(place.0, place.1);
                    best = template.laid(self.to, place, first);
                    guess = first;
                    if let Some(other) = other {
                        self.consider(&template, place, other, &mut best);
                    }
                    [(i > 0).then(|| index - 1), (j > 0).then(|| index - columns)]
                }
                None => {
                    [(i + 1 < columns).then(|| index + 1), (index + columns < count).then(|| index + columns)]
                }
            };
            let before = best.motion;
            for neighbour in neighbours.into_iter().flatten() {
                self.consider(&template, place, part[neighbour].motion, &mut best);
            }
            // On the way back a patch that kept its place has been through its descent.
            if guesses.is_some() || best.motion != before {
                self.descend(&template, place, &mut best);
            }
            best.guess = guess;
            part[index] = best;
        }
    }

    /// Takes `motion` if the patch fits better there.
    #[inline(always)]
    fn consider(&self, template: &Template, place: (usize, usize), motion: [f32; 2], best: &mut Found) {
        if apart(motion, best.motion) > SAME_PX {
            let other = template.laid(self.to, place, motion);
            if other.cost < best.cost {
                *best = other;
            }
        }
    }

    #[inline(always)]
    fn descend(&self, template: &Template, place: (usize, usize), best: &mut Found) {
        let guess = *best;
        for _ in 0..self.steps {
            let step = template.step(best);
            if step[0].abs().max(step[1].abs()) < SETTLED_PX {
                break;
            }
            let next = [best.motion[0] + step[0], best.motion[1] + step[1]];
            let next = template.laid(self.to, place, next);
            // A cost that is no number is not better either.
            let better = next.cost < best.cost;
            if !better {
                break;
            }
            *best = next;
        }
        if apart(best.motion, guess.motion) > FARTHEST_PX {
            *best = guess;
        }
    }
}

/// The longer of the two ways between motions, px.
#[inline(always)]
fn apart(one: [f32; 2], other: [f32; 2]) -> f32 {
    (one[0] - other[0]).abs().max((one[1] - other[1]).abs())
}
