//! Means over neighbours in blocks of trust.

use crate::kernels::blocks::expand_row;
use crate::kernels::{blur, simd};
use crate::px::{LEVEL, Mask, Plane, Rect};
use rayon::prelude::*;

/// Neighbours whose structure differs by up to so many times what boil alone makes are read fully, and by more than so many
/// not at all.
const AGREES: [f32; 2] = [1.6, 2.6];

/// Skin that the mask is less than fully sure of is calmed fully from `1 / FULL_MASK` on: what calm adds is small and has no
/// edge of its own, and half of a flicker is still a flicker.
const FULL_MASK: f32 = 1.7;

/// How far a neighbour agrees with the frame, per block, 0..=1: by the RMS difference without its mean, and by how far that mean lies from
/// that of the middle one of the blocks around it. `boil` is that of the shot, `patches` the most by which patches of its skin may differ, both in
/// stored units.
pub(super) fn agreement(
    now: &Plane<f32>,
    moved: &Plane<f32>,
    block: usize,
    (boil, patches): (f32, f32),
) -> Plane<f32> {
    let (columns, rows) = (now.width().div_ceil(block), now.height().div_ceil(block));
    // Two frames of pure boil differ by √2 of it.
    let ends = |levels: f32| AGREES.map(|times| (times * std::f32::consts::SQRT_2 * levels / LEVEL).powi(2));
    let share = |[full, none]: [f32; 2], v: f32| ((none - v) / (none - full).max(1e-6)).clamp(0.0, 1.0);
    let (boils, patches) = (ends(boil), ends(patches));
    let mut means = Plane::new(columns, rows);
    let mut out = Plane::new(columns, rows);
    let lines = out.samples_mut().par_chunks_mut(columns.max(1));
    lines.zip(means.samples_mut().par_chunks_mut(columns.max(1))).enumerate().for_each(|(j, (row, means))| {
        let (y0, y1) = (j * block, ((j + 1) * block).min(now.height()));
        for (i, (o, mean)) in row.iter_mut().zip(means).enumerate() {
            let (x0, x1) = (i * block, ((i + 1) * block).min(now.width()));
            let (mut sum, mut squares) = (0.0f32, 0.0f32);
            for y in y0..y1 {
                for (a, b) in now.row(y)[x0..x1].iter().zip(&moved.row(y)[x0..x1]) {
                    let d = (b - a) / LEVEL;
                    sum += d;
                    squares += d * d;
                }
            }
            let count = ((x1 - x0) * (y1 - y0)) as f32;
            *mean = sum / count;
            *o = share(boils, (squares / count - *mean * *mean).max(0.0));
        }
    });
    // What differs from block to block by more than patches flicker is something else that came into its place: a shadow that the chin
    // drags over the neck. By the middle neighbour: those beyond the edge of the skin move as they like.
    out.samples_mut().par_chunks_mut(columns.max(1)).enumerate().for_each(|(j, row)| {
        let near = [-1, 0, 1].map(|k| means.row_clamped(j as isize + k));
        for (i, o) in row.iter_mut().enumerate() {
            let columns = [i.saturating_sub(1), i, (i + 1).min(columns - 1)];
            let own = near[1][i];
            let mut by = [0.0f32; 9];
            let all = near.iter().flat_map(|r| columns.map(|c| (r[c] - own).abs()));
            by.iter_mut().zip(all).for_each(|(b, v)| *b = v);
            *o *= share(patches, by.select_nth_unstable_by(4, f32::total_cmp).1.powi(2));
        }
    });
    out
}

/// The running mean of a region over its neighbours.
pub(super) struct Average {
    sum: Plane<f32>,
    weight: Plane<f32>,
}

impl Average {
    pub(super) fn new(region: Rect) -> Self {
        let empty = Plane::new(region.width(), region.height());
        Self { sum: empty.clone(), weight: empty }
    }

    /// Adds `trust · (moved − now)`; trust per block of `cells` samples.
    pub(super) fn add(
        &mut self,
        now: &Plane<f32>,
        moved: &Plane<f32>,
        trust: &Plane<f32>,
        cells: (usize, usize),
    ) {
        let width = self.sum.width().max(1);
        let sums = self.sum.samples_mut().par_chunks_mut(width);
        sums.zip(self.weight.samples_mut().par_chunks_mut(width)).enumerate().for_each_init(
            || vec![0.0f32; width],
            |here, (y, (sums, weights))| {
                expand_row(trust, y, cells, here);
                simd::run(
                    #[inline(always)]
                    || {
                        let pairs = moved.row(y).iter().zip(now.row(y));
                        for (((s, w), &t), (&m, &n)) in sums.iter_mut().zip(weights).zip(here.iter()).zip(pairs) {
                            *s += t * (m - n);
                            *w += t;
                        }
                    },
                );
            },
        );
    }

    /// The fine part of the change from the frame to its mean with its neighbours (weight 1 for the frame itself): what
    /// of it is shorter than the low band, times `amount`.
    pub(super) fn fine_change(self, sigma_px: f32, amount: f32) -> Plane<f32> {
        let (mut change, mut known) = (self.sum, self.weight);
        for (c, w) in change.samples_mut().iter_mut().zip(known.samples_mut()) {
            let all = *w;
            *w = all.min(1.0);
            *c *= *w / (1.0 + all);
        }
        // Normalised, so that nothing leaks in from where no neighbour is known.
        let (low, near) = rayon::join(|| blur::gaussian(&change, sigma_px), || blur::gaussian(&known, sigma_px));
        let all = change.samples_mut().iter_mut().zip(known.samples());
        for ((c, &k), (&l, &n)) in all.zip(low.samples().iter().zip(near.samples())) {
            *c = amount * (*c - k * l / n.max(1e-3));
        }
        change
    }
}

/// Adds `mask · weight · (fine + coarse)` to the samples of a region. `fine` has a value per sample, `coarse` and `weights`
/// one per block of `cells` samples. `factors`: luma px per sample.
pub(super) fn add_masked(
    plane: &mut Plane<u16>,
    (fine, coarse): (Option<&Plane<f32>>, Option<&Plane<f32>>),
    region: Rect,
    (mask, weights): (&Mask, &Plane<f32>),
    (cells, factors): ((usize, usize), (usize, usize)),
    legal: (f32, f32),
) {
    let (width, columns) = (plane.width().max(1), region.width());
    let rows = plane.samples_mut().par_chunks_mut(width).enumerate();
    rows.skip(region.y0).take(region.height()).for_each_init(
        || (vec![0.0f32; columns * factors.0], vec![0.0f32; columns], vec![0.0f32; columns]),
        |(skin, weight, change), (y, row)| {
            let inner = y - region.y0;
            mask.expand_row(y * factors.1, region.x0 * factors.0, skin);
            expand_row(weights, inner, cells, weight);
            match coarse {
                Some(coarse) => expand_row(coarse, inner, cells, change),
                None => change.fill(0.0),
            }
            if let Some(fine) = fine {
                change.iter_mut().zip(fine.row(inner)).for_each(|(c, f)| *c += f);
            }
            let skin = skin.iter().step_by(factors.0).zip(weight.iter());
            for ((s, &c), (&m, &w)) in row[region.x0..region.x1].iter_mut().zip(change.iter()).zip(skin) {
                let w = w * (m * FULL_MASK).min(1.0);
                if w > 0.0 {
                    let v = f32::from(*s) + w * c;
                    *s = crate::kernels::round_u16(v.max(legal.0), legal.1);
                }
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::noise::normal_row;

    /// Light that rises to the right by `slope` levels per block, with boil of one level.
    fn seen(seed: u32, slope: f32) -> Plane<f32> {
        let mut out: Plane<f32> = Plane::new(96, 96);
        for (y, row) in out.samples_mut().chunks_mut(96).enumerate() {
            normal_row(seed, y as i32, 0, row);
            for (x, v) in row.iter_mut().enumerate() {
                *v = (*v + 100.0 + slope * x as f32 / 12.0) * LEVEL;
            }
        }
        out
    }

    #[test]
    fn boil_agrees_and_light_that_moved_does_not() {
        let mean = |slope: f32, patches: f32| {
            let trust = agreement(&seen(1, 0.0), &seen(2, slope), 12, (LEVEL, patches * LEVEL));
            trust.samples().iter().sum::<f32>() / trust.samples().len() as f32
        };
        assert!(mean(0.0, 0.35) > 0.95, "{}", mean(0.0, 0.35));
        assert!(mean(3.0, 0.35) < 0.3, "{}", mean(3.0, 0.35));
        assert!(mean(3.0, 3.0) > 0.9, "patches that flicker by as much: {}", mean(3.0, 3.0));
    }
}
