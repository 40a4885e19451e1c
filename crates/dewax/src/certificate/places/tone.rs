//! What one smooth curve explains of a change: exposure, gamma, a grade of the whole frame; of a colour also what coloured light does,
//! which moves bright places more than dark ones. Fitted to most of the picture, so that a part that was changed does not bend it.

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

/// `result = offset + gain · x + bend · x² + light · y`, where x is the source's level about its middle and y the brightness there. Only
/// that of luma bends, and only colours have a light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::certificate) struct Tone {
    terms: [f32; 3],
    light: f32,
}

/// A cell: its level in the source and in the result, and what the third term goes with.
type Point = (f32, f32, f32);

/// A level about the middle, in units of the curve.
#[inline]
fn about(level: f32) -> f32 {
    (level - MIDDLE_LEVELS) / UNIT_LEVELS
}

impl Tone {
    pub(in crate::certificate) const NONE: Self =
        Self { terms: [MIDDLE_LEVELS, UNIT_LEVELS, 0.0], light: 0.0 };

    /// What a level becomes, before light.
    #[inline]
    pub(in crate::certificate) fn at(&self, level: f32) -> f32 {
        let x = about(level);
        self.terms[0] + x * (self.terms[1] + x * self.terms[2])
    }

    /// How much stronger contrast becomes around a level.
    #[inline]
    pub(in crate::certificate) fn slope(&self, level: f32) -> f32 {
        let x = about(level);
        (self.terms[1] + 2.0 * x * self.terms[2]) / UNIT_LEVELS
    }

    /// By how much coloured light moves a colour where the source is so bright.
    #[inline]
    pub(in crate::certificate) fn lit(&self, luma_level: f32) -> f32 {
        self.light * about(luma_level)
    }

    /// Whether there is any.
    pub(in crate::certificate) fn has_light(&self) -> bool {
        self.light != 0.0
    }

    /// The curve that explains most of these cells of luma; a straight line unless `bends`.
    pub(in crate::certificate) fn of(
        source: &Plane<f32>,
        result: &Plane<f32>,
        counts: &[bool],
        bends: bool,
    ) -> Self {
        let third = |s: f32| if bends { about(s).powi(2) } else { 0.0 };
        let cells = source.samples().iter().zip(result.samples()).map(|(s, r)| (*s, *r, third(*s)));
        let (base, by) = fitted(&counted(cells, counts));
        Self { terms: [base[0], base[1], by], light: 0.0 }
    }

    /// The straight line and the light that explain most of these cells of a colour.
    pub(in crate::certificate) fn of_colour(
        source: &Plane<f32>,
        result: &Plane<f32>,
        luma: &Plane<f32>,
        counts: &[bool],
    ) -> Self {
        let cells = source.samples().iter().zip(result.samples()).zip(luma.samples());
        let cells = cells.map(|((s, r), y)| (*s, *r, about(*y)));
        let (base, light) = fitted(&counted(cells, counts));
        Self { terms: [base[0], base[1], 0.0], light }
    }
}

/// Of the cells that count as many as are looked at.
fn counted(cells: impl Iterator<Item = Point>, counts: &[bool]) -> Vec<Point> {
    let all: Vec<Point> = cells.zip(counts).filter(|(_, c)| **c).map(|(cell, _)| cell).collect();
    all.iter().copied().step_by(all.len().div_ceil(MOST_CELLS).max(1)).collect()
}

/// Offset and gain, and the share of the third.
type Terms = ([f32; 2], f32);
const UNCHANGED: Terms = ([MIDDLE_LEVELS, UNIT_LEVELS], 0.0);

/// What the terms make of a cell.
#[inline]
fn made((base, by): &Terms, (s, _, third): Point) -> f32 {
    base[0] + about(s) * base[1] + by * third
}

/// The terms that explain most of these cells.
fn fitted(points: &[Point]) -> Terms {
    if points.len() < 16 {
        return UNCHANGED;
    }
    let mut apart: Vec<f32> = points.iter().map(|(s, r, _)| r - s).collect();
    let by = middle(&mut apart, f32::total_cmp).unwrap_or(0.0);
    let mut shifted = UNCHANGED;
    shifted.0[0] += by;
    // An honest file is near its source; what turned black into white is found from all cells alike.
    let near = refine(points, shifted);
    // A straight line first: what bends or is lit is found about it.
    let straight: Vec<Point> = points.iter().map(|(s, r, _)| (*s, *r, 0.0)).collect();
    let far = refine(points, least_squares(&straight, |_| 1.0));
    if near.1 <= 1.05 * far.1 { near.0 } else { far.0 }
}

/// The terms after re-weighting, and the mean of what they do not explain.
fn refine(points: &[Point], start: Terms) -> (Terms, f32) {
    let mut terms = start;
    for round in 0..=ROUNDS {
        let mut sizes: Vec<f32> = points.iter().map(|&p| (p.1 - made(&terms, p)).abs()).collect();
        if round == ROUNDS {
            // A picture of one tone alone would be explained by any curve: what lies off counts, too, up to a bound.
            let bounded: f32 = sizes.iter().map(|v| v.min(MOST_APART_LEVELS)).sum();
            return (terms, bounded / sizes.len() as f32);
        }
        let spread = middle(&mut sizes, f32::total_cmp).unwrap_or(0.0);
        let cut = TUKEY * spread.max(LEAST_SPREAD_LEVELS);
        let weight = |p: Point| {
            let t = 1.0 - ((p.1 - made(&terms, p)) / cut).powi(2);
            t.max(0.0).powi(2)
        };
        terms = least_squares(points, weight);
    }
    (terms, 0.0)
}

fn least_squares(points: &[Point], weight: impl Fn(Point) -> f32) -> Terms {
    let (mut normal, mut right) = ([[0.0f64; 3]; 3], [0.0f64; 3]);
    let mut all = 0.0f64;
    for &point in points {
        let (s, r, third) = point;
        let w = f64::from(weight(point));
        let row = [1.0, f64::from(about(s)), f64::from(third)];
        all += w;
        // What is told is the change: a picture of one tone says nothing of the gain, and keeps 1.
        let change = f64::from(r - s);
        for i in 0..3 {
            right[i] += w * row[i] * change;
            for j in 0..3 {
                normal[i][j] += w * row[i] * row[j];
            }
        }
    }
    if all <= 0.0 {
        return UNCHANGED;
    }
    // A little of the honest answer, no change, where cells do not tell.
    normal[1][1] += 1e-5 * all;
    normal[2][2] += 1e-2 * all;
    let [offset, gain, by] = solve(normal, right).map(|v| v as f32);
    ([MIDDLE_LEVELS + offset, UNIT_LEVELS + gain], by)
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
    fn coloured_light_moves_bright_places_more_and_a_part_of_another_colour_is_none() {
        let luma = Plane::from_fn(64, 48, |x, y| ((x * 37 + y * 91) % 200 + 20) as f32);
        let source = Plane::from_fn(64, 48, |x, y| 128.0 + ((x * 13 + y * 7) % 21) as f32 - 10.0);
        let made = Plane::from_fn(64, 48, |x, y| {
            let by = if x < 16 { -9.0 } else { 0.02 * (luma.row(y)[x] - 16.0) };
            source.row(y)[x] + by
        });
        let tone = Tone::of_colour(&source, &made, &luma, &[true; 64 * 48]);
        for (level, luma_level) in [(120.0, 30.0), (130.0, 120.0), (135.0, 210.0)] {
            let by = tone.at(level) + tone.lit(luma_level) - level;
            assert!((by - 0.02 * (luma_level - 16.0)).abs() < 0.25, "{by} at {luma_level}: {tone:?}");
        }
    }

    #[test]
    fn what_is_turned_round_is_found() {
        let tone = fitted(|_, s| 251.0 - s);
        assert!((tone.slope(120.0) + 1.0).abs() < 0.1, "{tone:?}");
    }
}
