//! What is in a face for a few frames only: another face that shows through, a second eye, a mouth that is stretched. Each piece of a face
//! is looked for in frames before and behind; what neither side has, beyond what that piece usually lacks, is fleeting.

use super::{POINTS, Places, apart};
use crate::kernels::{blur, middle};
use crate::px::Plane;
use std::collections::VecDeque;

/// Samples per eye distance of what is compared: lids and lips are three of them high.
pub(super) const SAMPLES: f64 = 40.0;
/// Frames beside which a frame is compared, on both sides: what lasts longer is no glitch, and lips are elsewhere.
const GAPS: [usize; 2] = [4, 5];
/// How far later a frame is judged.
pub(super) const LATER: usize = GAPS[1];
/// Side of a piece and the way to the next one, samples: a third and a sixth of an eye distance.
const PIECE: usize = 12;
const STEP: usize = 6;
/// A piece is looked for so far away, samples: expression moves it.
const SEARCH: isize = 2;
/// Structure that counts, between these widths in samples: pores and shading are not compared.
const FINE_SIGMA: f32 = 0.7;
const SLOW_SIGMA: f32 = 4.0;
/// Structure below this, levels², is noise, beside a quarter of what the face's pieces have.
const NOISE_LEVELS2: f32 = 1.0;
const SHARE_OF_USUAL: f32 = 0.25;
/// Frames this near do not say what is usual.
const BESIDE: usize = 4;
/// The spread of what is usual is at least this.
const LEAST_SPREAD: f32 = 0.05;
/// A face in which the median piece stands out by so much is another face. Two camera clips for developing measured at most
/// 0.64 over all of their frames, another face that shows through by half more than 1.3.
const WHOLE: f32 = 0.8;
/// A second feature: this many pieces of plain skin stand out by so much together; a camera's face that grimaces on purpose has 15.8.
const PIECES: usize = 4;
const LOCAL: f32 = 20.0;
/// Plain skin lies farther than this from eyes and mouth, eye distances.
const FROM_EYES_IOD: f64 = 0.42;
const FROM_MOUTH_IOD: f64 = 0.6;
/// A mouth that is wider than before and behind by this share of the eye distance, within two frames. Speech changes it by 0.05.
const STRETCH_IOD: f32 = 0.09;
/// And than it changes otherwise in that shot, times.
const STRETCH_TIMES: f32 = 5.0;
/// Shortest run: a fast turn or a blink of a camera's face blurs one frame (a whole face stood out by 1.03 in one, 0.49 in the next).
const LEAST_RUN: usize = 2;
/// Longest run that is a glitch, frames.
const MOST_RUN: usize = 8;

/// The structure of one frame, small.
pub(super) struct Structure {
    plane: Plane<f32>,
}

impl Structure {
    /// `here` in levels, `per_iod` samples to an eye distance.
    pub(super) fn of(here: &Plane<f32>, per_iod: f64) -> Self {
        let by = per_iod / SAMPLES;
        let size = (here.width() as f64 / by) as usize;
        let small = blur::gaussian(here, (0.4 * by) as f32);
        let small = crate::kernels::warp::warp(&small, [by, 0.0, 0.0, 0.0, by, 0.0], size, size);
        let slow = blur::gaussian(&small, SLOW_SIGMA);
        let mut plane = blur::gaussian(&small, FINE_SIGMA);
        plane.samples_mut().iter_mut().zip(slow.samples()).for_each(|(v, s)| *v -= s);
        Self { plane }
    }

    fn pieces(&self) -> usize {
        (self.plane.width().saturating_sub(PIECE + 2 * SEARCH.unsigned_abs())) / STEP
    }
}

/// How much each piece of a frame lacks on both sides, and has at all; mean squares, levels².
#[derive(Clone, Debug, Default)]
pub(super) struct Lacks {
    lacks: Vec<f32>,
    has: Vec<f32>,
}

/// Compares the frame [`LATER`] before the last one with what is around it. The newest is the last.
pub(super) fn lacks(structures: &VecDeque<Structure>) -> Option<Lacks> {
    let at = structures.len().checked_sub(1 + LATER)?;
    let here = structures.get(at)?;
    let sides = GAPS.iter().flat_map(|g| [at.checked_sub(*g), Some(at + g)]).flatten();
    let others: Vec<&Plane<f32>> = sides.filter_map(|i| Some(&structures.get(i)?.plane)).collect();
    if others.len() < 2 * GAPS.len() {
        return None;
    }
    let count = here.pieces();
    let margin = SEARCH.unsigned_abs();
    let mut out = Lacks::default();
    for i in 0..count * count {
        let (x, y) = (margin + (i % count) * STEP, margin + (i / count) * STEP);
        let mut least = f32::INFINITY;
        for other in &others {
            for (dx, dy) in (-SEARCH..=SEARCH).flat_map(|dy| (-SEARCH..=SEARCH).map(move |dx| (dx, dy))) {
                let (u, v) = ((x as isize + dx) as usize, (y as isize + dy) as usize);
                let mut sum = 0.0f32;
                for row in 0..PIECE {
                    let a = &here.plane.row(y + row)[x..x + PIECE];
                    let b = &other.row(v + row)[u..u + PIECE];
                    sum += a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
                }
                least = least.min(sum);
            }
        }
        let own = (0..PIECE).flat_map(|row| &here.plane.row(y + row)[x..x + PIECE]);
        out.has.push(own.map(|v| v * v).sum::<f32>() / (PIECE * PIECE) as f32);
        out.lacks.push(least / (PIECE * PIECE) as f32);
    }
    Some(out)
}

/// One frame as it is judged.
pub(super) struct Seen<'a> {
    /// Counted from the start of the shot.
    pub(super) frame: usize,
    pub(super) lacks: Option<&'a Lacks>,
    /// Width of the mouth, eye distances.
    pub(super) mouth_iod: f32,
}

/// Runs of frames in which something is fleeting, first and last one.
pub(super) fn runs(seen: &[Seen<'_>], places: &Places, eyes_and_mouth: [[f64; 2]; 3]) -> Vec<(usize, usize)> {
    let out: Vec<bool> = {
        let stretched = stretched(seen);
        let strange = strange(seen, places, eyes_and_mouth);
        stretched.iter().zip(strange).map(|(a, b)| *a || b).collect()
    };
    let mut runs = Vec::new();
    let mut at = 0;
    while at < out.len() {
        let from = at;
        while at < out.len() && out[at] {
            at += 1;
        }
        // What is there from the first frame on, or to the last one, is no glitch that comes and goes.
        if at > from && from > 0 && at < out.len() && (LEAST_RUN..=MOST_RUN).contains(&(at - from)) {
            runs.push((seen[from].frame, seen[at - 1].frame));
        }
        at = at.max(from + 1);
    }
    runs
}

/// Frames in which the mouth is wider than on both sides.
fn stretched(seen: &[Seen<'_>]) -> Vec<bool> {
    let width = |i: usize| seen[i].mouth_iod;
    let jump = |t: usize| -> f32 {
        let (Some(before), true) = (t.checked_sub(GAPS[0]), t + GAPS[0] < seen.len()) else { return 0.0 };
        // Wider alone: lips that purse are narrow for three frames, too.
        (width(t) - width(before).max(width(t + GAPS[0]))).max(0.0)
    };
    let jumps: Vec<f32> = (0..seen.len()).map(jump).collect();
    let mut sorted = jumps.clone();
    sorted.sort_by(f32::total_cmp);
    let usual = sorted.get(sorted.len() * 4 / 5).copied().unwrap_or(0.0);
    jumps.iter().map(|j| *j >= STRETCH_IOD.max(STRETCH_TIMES * usual)).collect()
}

/// Frames in which pieces of the face are neither before nor behind.
fn strange(seen: &[Seen<'_>], places: &Places, [right, left, mouth]: [[f64; 2]; 3]) -> Vec<bool> {
    let Some(count) = seen.iter().filter_map(|s| s.lacks).map(|l| l.lacks.len()).max() else {
        return vec![false; seen.len()];
    };
    let side = (count as f64).sqrt().round() as usize;
    let middle_of = |i: usize| {
        let at = |k: usize| (SEARCH as f64 + (k * STEP) as f64 + PIECE as f64 / 2.0) / SAMPLES;
        [at(i % side.max(1)), at(i / side.max(1))]
    };
    let inner: Vec<usize> = (0..count).filter(|&i| is_inside(middle_of(i), places)).collect();
    let plain = |i: usize| {
        let p = middle_of(i);
        apart(p, right) > FROM_EYES_IOD && apart(p, left) > FROM_EYES_IOD && apart(p, mouth) > FROM_MOUTH_IOD
    };
    if inner.len() < 4 * PIECES {
        return vec![false; seen.len()];
    }
    let mut all: Vec<f32> =
        seen.iter().filter_map(|s| s.lacks).flat_map(|l| inner.iter().map(|&i| l.has[i])).collect();
    let floor = SHARE_OF_USUAL * middle(&mut all, f32::total_cmp).unwrap_or(0.0) + NOISE_LEVELS2;
    let course = |i: usize| -> Vec<Option<f32>> {
        let mut has: Vec<f32> = seen.iter().filter_map(|s| Some(s.lacks?.has[i])).collect();
        let usual = middle(&mut has, f32::total_cmp).unwrap_or(0.0) + floor;
        seen.iter().map(|s| Some(s.lacks?.lacks[i] / usual)).collect()
    };
    let outs: Vec<(usize, Vec<f32>)> = inner.iter().map(|&i| (i, outstanding(&course(i)))).collect();
    (0..seen.len())
        .map(|t| {
            let mut every: Vec<f32> = outs.iter().map(|(_, z)| z[t]).collect();
            let whole = middle(&mut every, f32::total_cmp).unwrap_or(0.0);
            let mut skin: Vec<f32> = outs.iter().filter(|(i, _)| plain(*i)).map(|(_, z)| z[t]).collect();
            skin.sort_by(|a, b| b.total_cmp(a));
            whole >= WHOLE || skin.get(PIECES - 1).is_some_and(|z| *z >= LOCAL)
        })
        .collect()
}

/// How far each frame of a course stands out from those around, in spreads.
fn outstanding(course: &[Option<f32>]) -> Vec<f32> {
    (0..course.len())
        .map(|t| {
            let Some(here) = course[t] else { return 0.0 };
            let others = course.iter().enumerate().filter(|(s, _)| s.abs_diff(t) > BESIDE);
            let mut usual: Vec<f32> = others.filter_map(|(_, v)| *v).collect();
            let Some(base) = middle(&mut usual, f32::total_cmp) else { return 0.0 };
            usual.iter_mut().for_each(|v| *v = (*v - base).abs());
            let spread = 1.5 * middle(&mut usual, f32::total_cmp).unwrap_or(0.0) + LEAST_SPREAD;
            (here - base) / spread
        })
        .collect()
}

/// Whether a point lies within the outline, eye distances (even and odd crossings).
fn is_inside(p: [f64; 2], places: &Places) -> bool {
    let oval = &places.at[..POINTS];
    let crossings = (0..POINTS).filter(|&i| {
        let (a, b) = (oval[i], oval[(i + 1) % POINTS]);
        (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0] + (p[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
#[path = "fleeting_tests.rs"]
mod tests;
