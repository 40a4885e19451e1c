//! The low band made steady: what the light on a patch of skin would be without flicker, from the series of the lock.
//!
//! Each node is a short series in time. A straight line is fitted to it over windows of growing length, and the longest
//! window is taken whose estimate still agrees with all shorter ones (the rule of intersecting confidence intervals:
//! A. Goldenshluger, A. Nemirovski, "On spatially adaptive estimation of nonparametric regression", 1997). Flicker is
//! averaged over the long windows; a lamp that is switched on or a head that turns into shade ends the window and stays.
//! What swings a few times a second is not new in every frame: it is told by second differences over several frames, which a lamp
//! or a turn makes once and a swing all the time, and the windows shorter than a swing are not asked to agree more closely than it is large.

use crate::lock::{Locked, Nodes, PATCH_FRAMES, SIGMA_OF_FOURTH, Segment, fourth};
use crate::px::LEVEL;
use rayon::prelude::*;
use std::sync::Arc;

/// Frames on each side that can be read: a second at 24 frames a second, two swings of the slowest that are seen.
pub(super) const RADIUS_FRAMES: usize = 24;
/// Half lengths of the windows, in frames.
const WINDOWS: [usize; 10] = [1, 2, 3, 4, 6, 9, 12, 16, 20, RADIUS_FRAMES];
/// Half width of an estimate's confidence interval, in its standard deviations.
const CONFIDENCE: f32 = 2.0;
/// What swings is seen in second differences of values so far apart, frames; a second difference beside the RMS of the swing.
const SWING_FRAMES: [usize; 2] = [2, 4];
/// Of them the lower third counts: in a clip of a second, a lamp that is switched on makes every second one large.
const SWING_SHARE: f32 = 1.4 * std::f32::consts::SQRT_2 / 3.5;
const SWING_RANK: usize = 3;
const NEW_RANK: usize = 2;
/// Frames of a swing. A window much shorter than that does not average it, one of n frames leaves this share over πn of it. 9 keeps
/// most of what camera clips with swings of 2.1 to 4.7 Hz lose (0.78 to 0.93), and a corner of light sharp to a frame; with 6 a twentieth
/// less goes.
const SWING_PERIOD_FRAMES: f32 = 9.0;
/// A slope of fewer standard deviations than this is none: half a swing at the end of a shot.
const LEAST_SLOPE: f32 = 2.0;
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
    let near: Vec<(i32, L, Arc<Nodes>)> = (from..to)
        .filter_map(|i| {
            let place = &segment.places[i - segment.first_frame];
            place.holds().then(|| Some((i as i32 - index as i32, lit(i), place.nodes.get()?)))?
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
    let spread: Vec<[f32; 7]> = all
        .par_iter()
        .map(|planes| {
            let [a, b, c] = planes.each_ref().map(Series::spread);
            match (a, b, c) {
                (Some(a), Some(b), Some(c)) => [1.0, a.new, b.new, c.new, a.swing, b.swing, c.swing],
                _ => [0.0; 7],
            }
        })
        .collect();
    let spread = segment.grid.smoothed(&spread);
    let found: Vec<[Found; 3]> = all
        .par_iter()
        .zip(&spread)
        .map(|(planes, s)| {
            [0, 1, 2].map(|i| {
                let known = |v: f32| if s[0] > 0.0 { v / s[0] } else { 0.0 };
                let [least, most] = [LEAST_SIGMA_LEVELS, MOST_SIGMA * patch_levels].map(|v| (v * LEVEL).powi(2));
                let (new, swing) = (known(s[1 + i]), known(s[4 + i]));
                planes[i].estimates(Spread { new: new.min(most).max(least), swing: swing.min(most) })
            })
        })
        .collect();
    // What all the skin does together shows far below the flicker of a single node: light that changes ends the window of all.
    let common = [0, 1, 2].map(|plane| common_window(segment, &all, plane));
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
    let changes: Vec<[f32; 3]> = found.iter().zip(&all).zip(&lengths).map(change).collect();
    let known: Vec<bool> = all.iter().map(|s| s[0].is_known()).collect();
    unblurred(segment, &known, &changes)
}

/// How long a window all the skin together allows for a plane.
fn common_window(segment: &Segment, all: &[[Series; 3]], plane: usize) -> f32 {
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
    let spread = series.spread().unwrap_or_default();
    series.estimates(Spread { new: spread.new.max(least), ..spread }).longest
}

/// From nodes so far apart on what is lost between them is given back, luma px: ten lie on an eye distance, and on faces below 60 px
/// between the eyes what is one or two nodes wide is as fine as texture (up to 16 px). Given back there it is texture in islands, as on a
/// face of 56 px (animatelcm_girl), of which the certificate then refuses all of the step.
const LEAST_STEP_PX: f32 = 6.0;

/// The low band is a blur (0.64 nodes²), and what lies between its nodes and between blocks are others (a sixth each): of blotches of half
/// an eye distance they leave three fifths. Two rounds of "and once more what a pass over the nodes misses" (P. van Cittert, 1931) take
/// half of that back, and never give more than there was. The whole inverse was tried: the edges of a mask become texture, which the
/// certificate refuses as not like skin.
fn unblurred(segment: &Segment, known: &[bool], changes: &[[f32; 3]]) -> Vec<[f32; 3]> {
    if segment.grid.step_px < LEAST_STEP_PX {
        return changes.to_vec();
    }
    let blur = |values: &[[f32; 3]]| -> Vec<[f32; 3]> {
        let weighted = |(v, k): (&[f32; 3], &bool)| if *k { [1.0, v[0], v[1], v[2]] } else { [0.0; 4] };
        let sums = segment.grid.smoothed(&values.iter().zip(known).map(weighted).collect::<Vec<_>>());
        sums.iter().map(|s| [1, 2, 3].map(|i| if s[0] > 0.0 { s[i] / s[0] } else { 0.0 })).collect()
    };
    let once = blur(changes);
    let twice = blur(&once);
    let sharp = |n: usize| {
        let of = |i: usize| 3.0 * (changes[n][i] - once[n][i]) + twice[n][i];
        std::array::from_fn(|i| if known[n] { of(i) } else { 0.0 })
    };
    (0..changes.len()).map(sharp).collect()
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

    /// What flickers: from differences in time, robustly. `None` where there are too few.
    fn spread(&self) -> Option<Spread> {
        let bend = |from: usize| fourth(std::array::from_fn(|k| self.values[from + k]));
        let new = SIGMA_OF_FOURTH * self.typical(PATCH_FRAMES, 1, NEW_RANK, bend)?;
        let swing = |by: usize| {
            let bend = |from: usize| self.values[from] + self.values[from + 2 * by] - 2.0 * self.values[from + by];
            SWING_SHARE * self.typical(3, by, SWING_RANK, bend).unwrap_or(0.0)
        };
        let swing = SWING_FRAMES.iter().map(|&by| swing(by)).fold(0.0, f32::max);
        Some(Spread { new: new * new, swing: swing * swing })
    }

    /// The size below which one in `rank` lies of the differences of `count` values `by` frames apart, where all of them are known.
    fn typical(&self, count: usize, by: usize, rank: usize, bend: impl Fn(usize) -> f32) -> Option<f32> {
        let mut bends = [0.0f32; 2 * RADIUS_FRAMES + 1];
        let mut seen = 0;
        for from in 0..self.values.len() - (count - 1) * by {
            if (0..count).all(|k| self.weights[from + k * by] > 0.3) {
                bends[seen] = bend(from).abs();
                seen += 1;
            }
        }
        let bends = &mut bends[..seen];
        bends.sort_unstable_by(f32::total_cmp);
        (seen >= 3).then(|| bends[seen / rank])
    }

    fn estimates(&self, spread: Spread) -> Found {
        let middle = RADIUS_FRAMES;
        let own = self.values[middle];
        let mut found = Found { values: [own; WINDOWS.len() + 1], longest: 0.0 };
        let half = CONFIDENCE * (spread.new + spread.swing).sqrt();
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
            let (value, variance) = line(s, spread);
            let width = CONFIDENCE * variance.sqrt();
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

/// A straight line at the middle, from its moments, and the variance of that.
fn line(s: [f32; 5], spread: Spread) -> (f32, f32) {
    // Of a swing, a window leaves a share; of what is new in every frame, one over the root of its frames.
    let left = (SWING_PERIOD_FRAMES / (std::f32::consts::PI * s[0])).powi(2).min(1.0);
    let (mean, off) = (s[3] / s[0], s[1] / s[0]);
    let det = s[0] * s[2] - s[1] * s[1];
    // One side alone determines no line: then the mean, as far as it goes.
    if det <= 1e-3 * s[0] * s[2] || s[2] <= 0.0 {
        return (mean, spread.new * (1.0 / s[0]).min(1.0) + spread.swing * left);
    }
    let slope = (s[0] * s[4] - s[1] * s[3]) / det;
    let unsure = LEAST_SLOPE * LEAST_SLOPE * (spread.new + spread.swing * s[0] * left) * s[0] / det;
    let slope = slope * (1.0 - unsure / (slope * slope + 1e-9)).max(0.0);
    let factor = s[2] / det;
    let swing = spread.swing * (left * s[0] * factor).min(1.0);
    (mean - slope * off, spread.new * factor.min(1.0) + swing)
}

/// Variances of what flickers.
#[derive(Clone, Copy, Debug, Default)]
struct Spread {
    /// Of what is new in every frame.
    new: f32,
    /// Of what swings.
    swing: f32,
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
        // As in a shot whose flicker was measured: what a node has more of is light.
        let spread = s.spread().unwrap();
        let found = s.estimates(Spread { new: spread.new.max(0.01), swing: spread.swing.min(MOST_SIGMA * MOST_SIGMA) });
        found.at(found.longest)
    }

    #[test]
    fn flicker_is_averaged() {
        let s = series(|by| 100.0 + noise(by));
        assert!((estimate(&s) - 100.0).abs() < 0.6, "{}", estimate(&s));
        assert!((0.4..2.0).contains(&s.spread().unwrap().new));
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

    /// What is left of swings at places in the middle of a shot, RMS.
    fn left_of(hz: f32, rate: f32) -> f32 {
        let squares: f32 = (0..20)
            .map(|i| {
                let wave = |by: i32| (std::f32::consts::TAU * (hz * by as f32 / rate + i as f32 / 20.0)).sin();
                let s = series(|by| 100.0 + 1.5 * wave(by) + 0.1 * noise(by + 60 * i));
                (estimate(&s) - 100.0).powi(2)
            })
            .sum();
        (squares / 20.0).sqrt() / (1.5 * std::f32::consts::FRAC_1_SQRT_2)
    }

    #[test]
    fn swings_are_averaged_at_24_and_at_12_frames_a_second() {
        for (hz, rate) in [(2.0, 24.0), (3.0, 24.0), (5.0, 24.0), (2.0, 12.0), (3.0, 12.0), (5.0, 12.0)] {
            let left = left_of(hz, rate);
            assert!(left <= 0.2, "{hz} Hz at {rate}: {left} is left");
        }
    }

    #[test]
    fn blotches_are_taken_out_nearly_as_large_as_they_are() {
        let segment = Segment {
            first_frame: 0,
            iod_px: 80.0,
            grid: crate::lock::Grid { x: 0.0, y: 0.0, step_px: 8.0, columns: 40, rows: 12 },
            skin: vec![255; 480],
            face: [0.0; 4],
            places: Vec::new(),
            detail: Vec::new(),
        };
        // Blotches of half an eye distance, bright and dark: ten nodes. Blurred by 0.64 and two sixths of nodes².
        for (period, least) in [(20.0f32, 0.97), (10.0, 0.9), (7.0, 0.8)] {
            let wave = |n: usize| (std::f32::consts::TAU * (n % 40) as f32 / period).cos();
            let left = (-0.5 * (0.64 + 1.0 / 3.0) * (std::f32::consts::TAU / period).powi(2)).exp();
            let changes: Vec<[f32; 3]> = (0..480).map(|n| [left * wave(n); 3]).collect();
            let sharp = unblurred(&segment, &[true; 480], &changes);
            let size = sharp[5 * 40 + 20][0] / wave(20);
            assert!((least..1.005).contains(&size), "{period}: {size} instead of 1, blurred {left}");
            // On a small face it would be as fine as texture.
            for (iod_px, is_left) in [(56.0f32, true), (64.0, false)] {
                let mut small = segment.clone();
                small.grid.step_px = iod_px / 10.0;
                assert_eq!(unblurred(&small, &[true; 480], &changes) == changes, is_left, "{iod_px} px");
            }
        }
    }

    #[test]
    fn what_is_steady_is_not_touched() {
        let s = series(|by| 100.0 + 0.5 * by as f32);
        assert!((estimate(&s) - 100.0).abs() < 1e-3);
        let mut alone = Series::default();
        alone.put(0, 42.0, 1.0);
        assert!(alone.is_known() && alone.spread().is_none());
    }
}
