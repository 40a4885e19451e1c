//! What of an outline moves by itself: of each point what is quicker than a second, and neither the expression nor the rest of the outline
//! foretells in frames that were not asked for it.

use super::split::{solved, split};
use super::{CAUSES, POINTS, Places, ROWS_IOD, Row, apart};
use crate::color::math::exp;
use crate::face::SEEN_SHARE;
use crate::facts::{Contour, ContourMotion};
use crate::kernels::middle;

/// The slow course that is taken out: the mean over so many seconds on each side.
const COURSE_S: f64 = 0.5;
/// Fewer frames say nothing.
pub(super) const LEAST_ROWS: usize = 24;
/// A point that was seen in a smaller share of the frames is not judged.
const LEAST_SEEN: f64 = 0.9;
/// Points farther away than this foretell a point, eye distances: a warp of an ear or a piece of jaw ends before.
const FAR_IOD: f64 = 0.75;
/// Points nearer than this are the point, weighed by a bell.
const NEAR_IOD: f64 = 0.35;
const NEAR_SIGMA_IOD: f64 = 0.1;
/// What windows miss by, eye distances: what foretells less than this foretells nothing.
const NOISE_IOD: f64 = 0.002;
/// Larger jumps are slips.
const MOST_IOD: f64 = 0.04;
/// The mesh says as much as half of the outline.
const SHARE_OF_CAUSES: f64 = 0.5;
/// The frames are cut into so many pieces; each is foretold from the others.
const PIECES: usize = 6;
/// A second is judged together.
const AROUND_S: f64 = 0.5;
/// The worst frame is one in whose neighbourhood most moves: a bell of so many seconds.
const WORST_S: f64 = 0.2;
/// What stays unexplained of a face that does not breathe: so much, % of the eye distance, and this share of what the outline moves.
const REST_PERCENT: f64 = 0.08;
const REST_SHARE: f64 = 0.35;
/// What is left of a jaw or a cheek where somebody speaks: so much of what the jaw moves. A generated speaker whose jaw moves by 7.5 % and a
/// camera clip of hard grimaces (neutral, 3.3 %) leave 0.18 and 0.13 of it, quiet speech (1 to 5 %) less than the rest; at 0.025 the
/// grimaces were still named, by 1.02 times their limit.
const MOUTH_SHARE: f64 = 0.035;
/// A second in which the head turns and nods by more is not judged, RMS of the nose beside the eyes, eye distances: ears and jaw lie half a
/// head behind the face and go another way. A camera clip of a speaker who turns all the time (3.6 to 14 %) was named by up to 2.8 times the
/// limits; five others reach 3.4 %.
const MOST_TURN_IOD: f64 = 0.035;
/// What was named in quieter seconds is steadied up to so many times as much: the split knows the course of the nose. A jaw that was warped on
/// green, whose head turns half of the time, kept half of it otherwise.
const STEADIED_TURNS: f64 = 2.0;
/// Which cause the jaw is, and which two the nose.
const JAW_CAUSE: usize = 2;
const NOSE_CAUSES: [usize; 2] = [3, 4];
/// At both ends the slow course is known from one side only: so many seconds of them are not judged.
const EDGE_S: f64 = 0.25;
/// Of what moves itself at least this share is unexplained: else it is expression that was not quite explained.
const LEAST_SHARE: f64 = 0.5;

/// How much more than the rest each part of an outline may move. Two camera clips and two generated ones for developing measured at most
/// 1.6 at jaws, 1.3 at cheeks, 1.0 at ears and 1.7 at the hairline, where hair swings; a warp of 1 % there 1.7-2.2, 1.6-2.3 and 1.1-2.1.
fn limit(contour: Contour) -> f64 {
    match contour {
        Contour::Jaw => 1.75,
        Contour::Cheek => 1.6,
        Contour::Ear => 1.25,
        Contour::Hairline => 2.6,
    }
}

/// The part of the outline in which a point lies, so many points of the oval away from the chin; the chin itself speaks.
fn contour(away: usize) -> Option<Contour> {
    match away {
        4..=5 => Some(Contour::Jaw),
        6..=8 => Some(Contour::Cheek),
        9..=11 => Some(Contour::Ear),
        12.. => Some(Contour::Hairline),
        _ => None,
    }
}

/// Which part of the outline a point of the oval is, and whether on the person's right side; none at the chin.
pub(super) fn part(index: usize, places: &Places) -> Option<(Contour, bool)> {
    let ahead = (index + POINTS - places.chin) % POINTS;
    Some((contour(ahead.min(POINTS - ahead))?, (ahead > POINTS / 2) == places.right_first))
}

/// What was found in some successive frames.
#[derive(Default)]
pub(super) struct Told {
    /// The worst of each part of the outline.
    pub(super) parts: Vec<ContourMotion>,
    /// What a point does by itself, frame by frame, eye distances outward.
    pub(super) breath: Vec<(usize, Vec<f64>)>,
}

/// Judges some successive frames.
pub(super) fn of(rows: &[&Row], places: &Places, rate: f64) -> Told {
    let Some(quick) = Quick::of(rows, places, rate) else { return Told::default() };
    let half = ((AROUND_S * rate).round() as usize).max(6);
    let points: Vec<Point> = (0..POINTS).filter_map(|i| quick.point(i, places, half)).collect();
    if points.len() < POINTS / 3 {
        return Told::default();
    }
    let rows = &rows[quick.judged.clone()];
    let cause = |i: usize| around(&quick.causes[i], half);
    let ([across, down], from) = (NOSE_CAUSES.map(cause), quick.judged.start);
    let turn: Vec<f64> = across.iter().zip(&down).map(|(a, d)| a.hypot(*d)).collect();
    let jaw = cause(JAW_CAUSE).split_off(from);
    let still: Vec<usize> = (0..rows.len()).filter(|&t| turn[from + t] <= MOST_TURN_IOD).collect();
    let usual: Vec<f64> = (0..rows.len())
        .map(|t| {
            let mut moves: Vec<f64> = points.iter().map(|p| p.moves[t]).collect();
            middle(&mut moves, f64::total_cmp).unwrap_or(0.0)
        })
        .collect();
    let mut out: Vec<ContourMotion> = Vec::new();
    for point in &points {
        let Some((contour, is_right)) = part(point.index, places) else { continue };
        let mouth = |t: usize| if contour <= Contour::Cheek { MOUTH_SHARE * jaw[t] } else { 0.0 };
        let rest = |t: usize| limit(contour) * (0.01 * REST_PERCENT + REST_SHARE * usual[t] + mouth(t));
        let excess = |t: usize| {
            let by = point.alone[t] / rest(t);
            if point.alone[t] >= LEAST_SHARE * point.moves[t] { by } else { by.min(0.99) }
        };
        let worst = still.iter().copied().max_by(|&a, &b| excess(a).total_cmp(&excess(b)));
        let Some(worst) = worst else { continue };
        let near = worst.saturating_sub(half)..(worst + half + 1).min(rows.len());
        let most = |all: &[f64]| all.iter().fold(0.0f64, |m, v| m.max(v.abs()));
        let from = quick.judged.start;
        // What is split off is told in full where it is large, what is not foretold where it is small.
        let own = most(&point.breath[from + near.start..from + near.end]) / SEEN_SHARE;
        let peak = most(&point.left[near]).max(own);
        let one = ContourMotion {
            contour,
            is_right,
            percent: (100.0 * point.alone[worst]) as f32,
            limit_percent: (100.0 * point.alone[worst] / excess(worst).max(1e-6)) as f32,
            width_percent: (100.0 * peak / places.width_iod.max(0.5)) as f32,
            frame: rows[point.worst(rate)].frame,
        };
        let same = |c: &&mut ContourMotion| (c.contour, c.is_right) == (contour, is_right);
        match out.iter_mut().find(same) {
            Some(held) if held.excess() >= one.excess() => {}
            Some(held) => *held = one,
            None => out.push(one),
        }
    }
    // Where the head turns more than that nothing is known of what it does by itself; the way there is no step.
    let most_iod = STEADIED_TURNS * MOST_TURN_IOD;
    let known: Vec<f64> = turn.iter().map(|t| (8.0 - 8.0 * t / most_iod).clamp(0.0, 1.0)).collect();
    let breath =
        points.into_iter().map(|p| (p.index, p.breath.iter().zip(&known).map(|(v, k)| v * k).collect()));
    Told { parts: out, breath: breath.collect() }
}

/// What of all courses is quick, one list of frames per point.
struct Quick {
    /// Which of the rows are judged.
    judged: std::ops::Range<usize>,
    /// None where a point was not seen.
    points: Vec<Option<Vec<f64>>>,
    causes: Vec<Vec<f64>>,
    /// Frames per second.
    rate: f64,
}

/// A point of the outline.
struct Point {
    index: usize,
    /// What is not foretold, eye distances, frame by frame.
    left: Vec<f64>,
    /// What it does by itself, eye distances, also in frames that are not judged.
    breath: Vec<f64>,
    /// RMS of that, and of all that moves, over the second around each frame.
    alone: Vec<f64>,
    moves: Vec<f64>,
}

impl Point {
    /// The frame in which it is furthest off by itself.
    fn worst(&self, rate: f64) -> usize {
        let sigma = (WORST_S * rate).max(2.0);
        let around = |t: usize| {
            let each = self.left.iter().enumerate();
            each.map(|(s, v)| v * v * exp(-0.5 * ((s as f64 - t as f64) / sigma).powi(2))).sum::<f64>()
        };
        let size = |t: usize| self.left[t].abs() * around(t).sqrt();
        (0..self.left.len()).max_by(|&a, &b| size(a).total_cmp(&size(b))).unwrap_or(0)
    }
}

impl Quick {
    fn of(rows: &[&Row], places: &Places, rate: f64) -> Option<Self> {
        if rows.len() < LEAST_ROWS || places.at.len() != POINTS * ROWS_IOD.len() {
            return None;
        }
        let reach = ((rate * COURSE_S).round() as usize).max(3);
        let course = |of: &dyn Fn(&Row) -> f32| -> Vec<f64> {
            let all: Vec<f64> = rows.iter().map(|r| f64::from(of(r))).collect();
            quick(&all, reach)
        };
        let points = (0..places.at.len()).map(|i| {
            let seen = rows.iter().filter(|r| r.out_iod.get(i).is_some_and(|v| v.is_finite())).count();
            let is_seen = seen as f64 >= LEAST_SEEN * rows.len() as f64;
            is_seen.then(|| {
                let all = course(&|r: &Row| r.out_iod.get(i).copied().unwrap_or(f32::NAN));
                let mean = all.iter().sum::<f64>() / all.len() as f64;
                all.iter().map(|v| (v - mean).clamp(-MOST_IOD, MOST_IOD)).collect()
            })
        });
        let points = points.collect();
        let causes = (0..CAUSES).map(|i| course(&|r: &Row| r.causes[i])).collect();
        let edge = ((EDGE_S * rate) as usize).min(rows.len() / 6);
        Some(Self { judged: edge..rows.len() - edge, points, causes, rate })
    }

    /// A point of the oval; `None` where it was not seen in all rows.
    fn point(&self, index: usize, places: &Places, half: usize) -> Option<Point> {
        let seen = |row: usize| self.points[row * POINTS + index].is_some();
        if !(0..ROWS_IOD.len()).all(seen) {
            return None;
        }
        let along = |i: usize| {
            let (a, b) = (places.out[i % POINTS], places.out[index]);
            a[0] * b[0] + a[1] * b[1]
        };
        let frames = self.causes[0].len();
        let (mut own, mut weight, mut others) = (vec![0.0f64; frames], 0.0f64, Vec::new());
        for (i, course) in self.points.iter().enumerate() {
            let Some(course) = course else { continue };
            let by = apart(places.at[i], places.at[index]);
            if by > FAR_IOD {
                others.push(course.as_slice());
            } else if by <= NEAR_IOD {
                let w = exp(-0.5 * (by / NEAR_SIGMA_IOD).powi(2)) * along(i);
                weight += w.abs();
                own.iter_mut().zip(course).for_each(|(o, v)| *o += w * v);
            }
        }
        own.iter_mut().for_each(|v| *v /= weight.max(1e-9));
        let like = likeness(&others, &self.causes, frames);
        let foretold = foretold(&like, &own, frames);
        let breath = split(&like, &own, self.rate);
        let judged = self.judged.clone();
        let left: Vec<f64> = judged.clone().map(|t| own[t] - foretold[t]).collect();
        let moves = around(&own[judged], half);
        Some(Point { index, alone: around(&left, half), moves, left, breath })
    }
}

/// A course without its slow part. What is not a number becomes 0.
fn quick(all: &[f64], reach: usize) -> Vec<f64> {
    let slow = |t: usize| {
        let near = &all[t.saturating_sub(reach)..(t + reach + 1).min(all.len())];
        let (mut sum, mut count) = (0.0f64, 0.0f64);
        for v in near.iter().filter(|v| v.is_finite()) {
            sum += v;
            count += 1.0;
        }
        sum / count.max(1.0)
    };
    (0..all.len()).map(|t| if all[t].is_finite() { all[t] - slow(t) } else { 0.0 }).collect()
}

/// RMS over the frames around each one.
fn around(all: &[f64], half: usize) -> Vec<f64> {
    let mean = |t: usize| {
        let near = &all[t.saturating_sub(half)..(t + half + 1).min(all.len())];
        (near.iter().map(|v| v * v).sum::<f64>() / near.len() as f64).sqrt()
    };
    (0..all.len()).map(mean).collect()
}

/// How alike frames are in what may explain a point: mean products, frame by frame.
fn likeness(others: &[&[f64]], causes: &[Vec<f64>], frames: usize) -> Vec<f64> {
    let mut like = vec![0.0f64; frames * frames];
    let mut add = |course: &[f64], by: f64| {
        for (row, a) in like.chunks_mut(frames).zip(course) {
            row.iter_mut().zip(course).for_each(|(l, b)| *l += by * a * b);
        }
    };
    let count = others.len().max(1) as f64;
    let power = |c: &[f64]| c.iter().map(|v| v * v).sum::<f64>() / frames as f64;
    let mean = others.iter().map(|c| power(c)).sum::<f64>() / count;
    others.iter().for_each(|c| add(c, 1.0 / count));
    for cause in causes {
        // Each as large as a point of the outline: they are told in other sizes.
        let own = power(cause).max(1e-12);
        add(cause, SHARE_OF_CAUSES * mean / own / causes.len() as f64);
    }
    like
}

/// What frames that are not asked foretell of a course (kernel ridge regression, piece by piece left out).
fn foretold(like: &[f64], own: &[f64], frames: usize) -> Vec<f64> {
    let mut out = vec![0.0f64; frames];
    for piece in 0..PIECES {
        let (from, to) = (piece * frames / PIECES, (piece + 1) * frames / PIECES);
        let asked: Vec<usize> = (0..frames).filter(|t| !(from..to).contains(t)).collect();
        let n = asked.len();
        let mut matrix = vec![0.0f64; n * n];
        for (i, &a) in asked.iter().enumerate() {
            for (j, &b) in asked.iter().enumerate() {
                matrix[i * n + j] = like[a * frames + b];
            }
            matrix[i * n + i] += NOISE_IOD * NOISE_IOD;
        }
        let right: Vec<f64> = asked.iter().map(|&t| own[t]).collect();
        let Some((weights, _)) = solved(matrix, right) else { continue };
        for t in from..to {
            out[t] = asked.iter().zip(&weights).map(|(&a, w)| like[t * frames + a] * w).sum();
        }
    }
    out
}

#[cfg(test)]
#[path = "unexplained_tests.rs"]
mod tests;
