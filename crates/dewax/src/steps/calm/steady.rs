//! The low band made steady: what the light on a patch of skin would be without flicker, from the series of the lock.
//!
//! Each node is a short series in time. A straight line is fitted to it over windows of growing length, and the longest
//! window is taken whose estimate still agrees with all shorter ones (the rule of intersecting confidence intervals:
//! A. Goldenshluger, A. Nemirovski, "On spatially adaptive estimation of nonparametric regression", 1997). Flicker is
//! averaged over the long windows; a lamp that is switched on or a head that turns into shade ends the window and stays.

use crate::lock::{Locked, PATCH_FRAMES, SIGMA_OF_FOURTH, fourth};
use crate::px::LEVEL;
use rayon::prelude::*;

/// Frames on each side that can be read.
pub(super) const RADIUS_FRAMES: usize = 12;
/// Half lengths of the windows, in frames.
const WINDOWS: [usize; 7] = [1, 2, 3, 4, 6, 9, RADIUS_FRAMES];
/// Half width of an estimate's confidence interval, in its standard deviations.
const CONFIDENCE: f32 = 2.2;
/// Flicker of a node is at most so many times that of the shot: more is light on a face that moves fast.
const MOST_SIGMA: f32 = 2.5;
/// Flicker below this cannot be told from rounding, 8-bit levels.
const LEAST_SIGMA_LEVELS: f32 = 0.12;

/// What to add to Y', Cb and Cr at every node of a lock in its frame, in stored units, so that the low band is steady.
/// `lit` takes the low band of a frame to the light of the shot: series are compared after that. `patch_levels` is the shot's patch flicker, in 8-bit levels.
pub(super) fn correction<L: Fn([u16; 3]) -> [f32; 3] + Sync>(
    here: &Locked<'_>,
    index: usize,
    lit: &dyn Fn(usize) -> L,
    patch_levels: f32,
) -> Vec<[f32; 3]> {
    let segment = here.segment;
    let frames = segment.frames();
    let from = index.saturating_sub(RADIUS_FRAMES).max(frames.start);
    let to = (index + RADIUS_FRAMES + 1).min(frames.end);
    let near: Vec<(i32, L, &crate::lock::Place)> = (from..to)
        .filter_map(|i| {
            let place = &segment.places[i - segment.first_frame];
            place.holds().then(|| (i as i32 - index as i32, lit(i), place))
        })
        .collect();
    let node = |n: usize| -> [Series; 3] {
        if segment.skin[n] == 0 {
            return [Series::default(); 3];
        }
        let mut all = [Series::default(); 3];
        for (by, lit, place) in &near {
            let trust = f32::from(place.trust[n]) / 255.0;
            all.iter_mut().zip(lit(place.low[n])).for_each(|(series, value)| series.put(*by, value, trust));
        }
        all
    };
    let all: Vec<[Series; 3]> = (0..segment.grid.nodes()).into_par_iter().map(node).collect();
    let spread: Vec<[f32; 4]> = all
        .par_iter()
        .map(|planes| {
            let [a, b, c] = planes.each_ref().map(Series::variance);
            match (a, b, c) {
                (Some(a), Some(b), Some(c)) => [1.0, a, b, c],
                _ => [0.0; 4],
            }
        })
        .collect();
    let spread = segment.grid.smoothed(&spread);
    let found: Vec<[Found; 3]> = all
        .par_iter()
        .zip(&spread)
        .map(|(planes, s)| {
            [0, 1, 2].map(|i| {
                let variance = if s[0] > 0.0 { s[1 + i] / s[0] } else { 0.0 };
                let [least, most] = [LEAST_SIGMA_LEVELS, MOST_SIGMA * patch_levels].map(|v| (v * LEVEL).powi(2));
                planes[i].estimates(variance.min(most).max(least))
            })
        })
        .collect();
    // What all the skin does together shows far below the flicker of a single node: light that changes ends the window of all.
    let common = [0, 1, 2].map(|plane| {
        let mut sums = [[0.0f32; 2]; 2 * RADIUS_FRAMES + 1];
        for (n, s) in all.iter().enumerate() {
            let s = &s[plane];
            let own = s.weights[RADIUS_FRAMES] * f32::from(segment.skin[n]);
            for (sum, (v, w)) in sums.iter_mut().zip(s.values.iter().zip(&s.weights)) {
                *sum = [sum[0] + own * w, sum[1] + own * w * (v - s.values[RADIUS_FRAMES])];
            }
        }
        let mut series = Series::default();
        let whole = sums[RADIUS_FRAMES][0].max(1e-6);
        for (i, [w, v]) in sums.into_iter().enumerate() {
            if w > 0.0 {
                series.put(i as i32 - RADIUS_FRAMES as i32, v / w, (w / whole).min(1.0));
            }
        }
        let least = (LEAST_SIGMA_LEVELS * LEVEL).powi(2);
        series.estimates(series.variance().unwrap_or(least).max(least)).longest
    });
    // Neighbours take windows of about one length, so that no seam runs between them.
    let lengths: Vec<[f32; 4]> = found
        .iter()
        .zip(&all)
        .map(|(f, s)| if s[0].is_known() { [1.0, f[0].longest, f[1].longest, f[2].longest] } else { [0.0; 4] })
        .collect();
    let lengths = segment.grid.smoothed(&lengths);
    let change = |((f, s), l): ((&[Found; 3], &[Series; 3]), &[f32; 4])| {
        [0, 1, 2].map(|i| {
            if !s[i].is_known() || l[0] <= 0.0 {
                return 0.0;
            }
            f[i].at((l[1 + i] / l[0]).min(common[i])) - s[i].values[RADIUS_FRAMES]
        })
    };
    found.iter().zip(&all).zip(&lengths).map(change).collect()
}

/// The values of a node around a frame.
#[derive(Clone, Copy)]
struct Series {
    values: [f32; 2 * RADIUS_FRAMES + 1],
    weights: [f32; 2 * RADIUS_FRAMES + 1],
}

impl Default for Series {
    fn default() -> Self {
        Self { values: [0.0; 2 * RADIUS_FRAMES + 1], weights: [0.0; 2 * RADIUS_FRAMES + 1] }
    }
}

/// The estimates of the windows, shortest first, and up to which of them all agree.
#[derive(Clone, Copy)]
struct Found {
    /// The value itself, then one per window.
    values: [f32; WINDOWS.len() + 1],
    longest: f32,
}

impl Found {
    /// Between the estimates of two windows.
    fn at(&self, window: f32) -> f32 {
        let low = (window as usize).min(WINDOWS.len() - 1);
        self.values[low] + (self.values[low + 1] - self.values[low]) * (window - low as f32).min(1.0)
    }
}

impl Series {
    fn put(&mut self, by: i32, value: f32, weight: f32) {
        let at = (by + RADIUS_FRAMES as i32) as usize;
        (self.values[at], self.weights[at]) = (value, weight);
    }

    /// Whether the frame in the middle can be judged.
    fn is_known(&self) -> bool {
        self.weights[RADIUS_FRAMES] > 0.0
    }

    /// Variance of what flickers: from the fourth differences in time, robustly. `None` where there are too few.
    fn variance(&self) -> Option<f32> {
        let mut bends = [0.0f32; 2 * RADIUS_FRAMES + 2 - PATCH_FRAMES];
        let mut count = 0;
        for (v, w) in self.values.windows(PATCH_FRAMES).zip(self.weights.windows(PATCH_FRAMES)) {
            if w.iter().all(|&w| w > 0.3) {
                bends[count] = fourth([v[0], v[1], v[2], v[3], v[4]]).abs();
                count += 1;
            }
        }
        if count < 3 {
            return None;
        }
        let bends = &mut bends[..count];
        bends.sort_unstable_by(f32::total_cmp);
        let sigma = bends[count / 2] * SIGMA_OF_FOURTH;
        Some(sigma * sigma)
    }

    fn estimates(&self, variance: f32) -> Found {
        let middle = RADIUS_FRAMES;
        let own = self.values[middle];
        let mut found = Found { values: [own; WINDOWS.len() + 1], longest: 0.0 };
        let half = CONFIDENCE * variance.sqrt();
        let (mut low, mut high) = (own - half, own + half);
        // Moments of a weighted straight line: Σw, Σwk, Σwk², Σwv, Σwkv, of values relative to the middle.
        let mut s = [self.weights[middle].max(0.05), 0.0, 0.0, 0.0, 0.0];
        let mut reached = 0;
        let mut agrees = true;
        for (i, &window) in WINDOWS.iter().enumerate() {
            for k in reached + 1..=window {
                for (at, k) in [(middle - k, -(k as f32)), (middle + k, k as f32)] {
                    let (w, v) = (self.weights[at], self.values[at] - own);
                    for (sum, x) in s.iter_mut().zip([w, w * k, w * k * k, w * v, w * k * v]) {
                        *sum += x;
                    }
                }
            }
            reached = window;
            let det = s[0] * s[2] - s[1] * s[1];
            // One side alone determines no line: then the mean, as far as it goes.
            let (value, factor) = if det > 1e-3 * s[0] * s[2] && s[2] > 0.0 {
                ((s[2] * s[3] - s[1] * s[4]) / det, s[2] / det)
            } else {
                (s[3] / s[0], 1.0 / s[0])
            };
            let width = half * factor.min(1.0).sqrt();
            let value = own + value;
            (low, high) = (low.max(value - width), high.min(value + width));
            agrees &= low <= high;
            found.values[i + 1] = if agrees { value } else { found.values[i] };
            if agrees {
                found.longest = (i + 1) as f32;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(value: impl Fn(i32) -> f32) -> Series {
        let mut out = Series::default();
        for by in -(RADIUS_FRAMES as i32)..=RADIUS_FRAMES as i32 {
            out.put(by, value(by), 1.0);
        }
        out
    }

    /// Deterministic noise of variance 1.
    fn noise(by: i32) -> f32 {
        let mut one = [0.0];
        crate::kernels::noise::normal_row(5, by + 100, 0, &mut one);
        one[0]
    }

    fn estimate(s: &Series) -> f32 {
        let found = s.estimates(s.variance().unwrap().max(0.01));
        found.at(found.longest)
    }

    #[test]
    fn flicker_is_averaged() {
        let s = series(|by| 100.0 + noise(by));
        assert!((estimate(&s) - 100.0).abs() < 0.6, "{}", estimate(&s));
        assert!((0.4..2.0).contains(&s.variance().unwrap()));
    }

    #[test]
    fn a_lamp_and_a_turn_into_shade_survive() {
        for at in -6..=6 {
            let lamp = series(|by| if by >= at { 130.0 } else { 100.0 } + noise(by));
            let truth = if 0 >= at { 130.0 } else { 100.0 };
            assert!((estimate(&lamp) - truth).abs() < 3.0, "lamp at {at}: {}", estimate(&lamp));
            let shade = |by: i32| 100.0 - 4.0 * (by - at).clamp(0, 10) as f32;
            let turn = series(|by| shade(by) + noise(by));
            // The corner is rounded by less than what one frame changes.
            assert!((estimate(&turn) - shade(0)).abs() < 4.0, "shade at {at}: {}", estimate(&turn));
        }
    }

    #[test]
    fn what_is_steady_is_not_touched() {
        let s = series(|by| 100.0 + 0.5 * by as f32);
        assert!((estimate(&s) - 100.0).abs() < 1e-3);
        let mut alone = Series::default();
        alone.put(0, 42.0, 1.0);
        assert!(alone.is_known() && alone.variance().is_none());
    }
}
