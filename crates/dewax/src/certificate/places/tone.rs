//! What one smooth curve explains of a change: exposure, gamma, a grade of the whole frame. Fitted to most of the picture, so that
//! a part that was changed does not bend it.

use super::super::solve;
use crate::kernels::middle;
use crate::px::Plane;
use crate::skin::SIGMA_OF_MEDIAN;

/// Cells that are looked at, at most about.
const MOST_CELLS: usize = 3000;
/// Rounds of re-weighting.
const ROUNDS: usize = 6;
/// Differences below this are never outliers, 8-bit levels.
const LEAST_SPREAD_LEVELS: f32 = 0.4;
/// Brightness about which the curve is written, and its unit, 8-bit levels.
const MIDDLE_LEVELS: f32 = 126.0;
const UNIT_LEVELS: f32 = 100.0;
/// Cells that lie off by more are off, 8-bit levels.
const MOST_APART_LEVELS: f32 = 20.0;
/// Tukey's biweight at 4.685 robust deviations.
pub(in crate::certificate) const TUKEY: f32 = 4.685 * SIGMA_OF_MEDIAN;

/// `result = offset + gain · x + bend · x²`, where x is the source's level about its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::certificate) struct Tone {
    terms: [f32; 3],
}

impl Tone {
    pub(in crate::certificate) const NONE: Self = Self { terms: [MIDDLE_LEVELS, UNIT_LEVELS, 0.0] };

    /// What a level becomes.
    #[inline]
    pub(in crate::certificate) fn at(&self, level: f32) -> f32 {
        let x = (level - MIDDLE_LEVELS) / UNIT_LEVELS;
        self.terms[0] + x * (self.terms[1] + x * self.terms[2])
    }

    /// How much stronger contrast becomes around a level.
    #[inline]
    pub(in crate::certificate) fn slope(&self, level: f32) -> f32 {
        let x = (level - MIDDLE_LEVELS) / UNIT_LEVELS;
        (self.terms[1] + 2.0 * x * self.terms[2]) / UNIT_LEVELS
    }

    /// The curve that explains most of these cells; a straight line unless `bends`.
    pub(in crate::certificate) fn of(
        source: &Plane<f32>,
        result: &Plane<f32>,
        counts: &[bool],
        bends: bool,
    ) -> Self {
        let all: Vec<(f32, f32)> = source
            .samples()
            .iter()
            .zip(result.samples())
            .zip(counts)
            .filter(|(_, c)| **c)
            .map(|((s, r), _)| (*s, *r))
            .collect();
        let points: Vec<(f32, f32)> =
            all.iter().copied().step_by(all.len().div_ceil(MOST_CELLS).max(1)).collect();
        if points.len() < 16 {
            return Self::NONE;
        }
        let mut apart: Vec<f32> = points.iter().map(|(s, r)| r - s).collect();
        let by = middle(&mut apart, f32::total_cmp).unwrap_or(0.0);
        let mut shifted = Self::NONE;
        shifted.terms[0] += by;
        // An honest file is near its source; what turned black into white is found from all cells alike.
        let near = refine(&points, shifted, bends);
        let far = refine(&points, least_squares(&points, |_| 1.0, false), bends);
        if near.1 <= 1.05 * far.1 { near.0 } else { far.0 }
    }
}

/// The curve after re-weighting, and the mean of what it does not explain.
fn refine(points: &[(f32, f32)], start: Tone, bends: bool) -> (Tone, f32) {
    let mut tone = start;
    for round in 0..=ROUNDS {
        let mut sizes: Vec<f32> = points.iter().map(|(s, r)| (r - tone.at(*s)).abs()).collect();
        if round == ROUNDS {
            // A picture of one tone alone would be explained by any curve: what lies off counts, too, up to a bound.
            let bounded: f32 = sizes.iter().map(|v| v.min(MOST_APART_LEVELS)).sum();
            return (tone, bounded / sizes.len() as f32);
        }
        let spread = middle(&mut sizes, f32::total_cmp).unwrap_or(0.0);
        let cut = TUKEY * spread.max(LEAST_SPREAD_LEVELS);
        let weight = |(s, r): (f32, f32)| {
            let t = 1.0 - ((r - tone.at(s)) / cut).powi(2);
            t.max(0.0).powi(2)
        };
        tone = least_squares(points, weight, bends);
    }
    (tone, 0.0)
}

fn least_squares(points: &[(f32, f32)], weight: impl Fn((f32, f32)) -> f32, bends: bool) -> Tone {
    let (mut normal, mut right) = ([[0.0f64; 3]; 3], [0.0f64; 3]);
    let mut spread = (0.0f64, 0.0f64, 0.0f64);
    for &(s, r) in points {
        let w = f64::from(weight((s, r)));
        let x = f64::from((s - MIDDLE_LEVELS) / UNIT_LEVELS);
        let row = [1.0, x, if bends { x * x } else { 0.0 }];
        spread = (spread.0 + w, spread.1 + w * x, spread.2 + w * x * x);
        // What is told is the change: a picture of one tone says nothing of the gain, and keeps 1.
        let change = f64::from(r - s);
        for i in 0..3 {
            right[i] += w * row[i] * change;
            for j in 0..3 {
                normal[i][j] += w * row[i] * row[j];
            }
        }
    }
    if spread.0 <= 0.0 {
        return Tone::NONE;
    }
    // A little of the honest answer, no change, where cells do not tell.
    normal[1][1] += 1e-5 * spread.0;
    normal[2][2] += 1e-2 * spread.0;
    let terms = solve(normal, right);
    let bend = if bends { terms[2] as f32 } else { 0.0 };
    Tone { terms: [MIDDLE_LEVELS + terms[0] as f32, UNIT_LEVELS + terms[1] as f32, bend] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(change: impl Fn(usize, f32) -> f32) -> Tone {
        let source = Plane::from_fn(64, 48, |x, y| ((x * 37 + y * 91) % 200 + 20) as f32);
        let mut at = 0;
        let result = Plane::from_fn(64, 48, |x, y| {
            at += 1;
            change(at, source.row(y)[x])
        });
        Tone::of(&source, &result, &[true; 64 * 48], true)
    }

    #[test]
    fn a_changed_part_does_not_bend_the_curve() {
        let tone = fitted(|at, s| if at % 3 == 0 { 128.0 } else { 1.03 * s });
        for level in [40.0, 120.0, 200.0] {
            assert!((tone.at(level) - 1.03 * level).abs() < 0.5, "{tone:?}");
        }
    }

    #[test]
    fn what_is_turned_round_is_found() {
        let tone = fitted(|_, s| 251.0 - s);
        assert!((tone.slope(120.0) + 1.0).abs() < 0.1, "{tone:?}");
    }
}
