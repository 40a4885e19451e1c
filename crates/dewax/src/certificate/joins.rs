//! Whether the step of colour at a join that was to be taken back got less: skin and picture of source and result in the frames on both
//! sides of it. It knows nothing of the grade that was fitted.

use super::{Cause, Fault};
use crate::analysis::mean_skin;
use crate::clip::Picture;
use crate::color::{ciede2000, lab_from_ycc};
use crate::facts::{ShotFacts, SkinColor};
use crate::kernels::{middle, shrink};
use crate::px::{Frame, Plane};
use crate::skin::Small;

/// So many frames on each side are compared: more of them move.
const BESIDE_FRAMES: usize = 3;
/// Cells on the longer side of the picture.
const CELLS: usize = 24;
/// Of what was to go at least this share goes, and this much may be left in any case, CIEDE2000: a mask that breathes and what moves within
/// six frames make as much.
const LEAST_GONE: f32 = 0.5;
const LEAST_DE: f32 = 0.6;
/// Small steps are asked more: this share of them goes, beside so much noise. By judgement: a step of 1 that stays or is reversed is a fault.
const LEAST_GONE_OF_SMALL: f32 = 0.3;
const NOISE_DE: f32 = 0.2;
/// A cell whose mean stays within the first of these on each side of the source does not move by itself: where it steps more in the result than
/// in the source by the second, the step was made there. 8-bit levels of Y', Cb and Cr together, as CIEDE2000 says nothing of bars that are
/// lifted from black. By judgement.
const STEADY_LEVELS: f32 = 0.75;
const MADE_LEVELS: f32 = 2.0;

/// Means on one side of a join, of one file.
#[derive(Clone, Debug, Default)]
struct Side {
    skin: [f32; 3],
    skin_frames: f32,
    cells: Vec<[f32; 3]>,
    /// The cells of its first frame, and how far each went from there, 8-bit levels.
    first: Vec<[f32; 3]>,
    went: Vec<f32>,
    frames: f32,
}

impl Side {
    fn add(&mut self, skin: SkinColor, cells: &[[f32; 3]]) {
        if skin.0[0] > 0.0 {
            self.skin = std::array::from_fn(|k| self.skin[k] + skin.0[k]);
            self.skin_frames += 1.0;
        }
        self.cells.resize(cells.len(), [0.0; 3]);
        for (sum, cell) in self.cells.iter_mut().zip(cells) {
            *sum = std::array::from_fn(|k| sum[k] + cell[k]);
        }
        if self.first.is_empty() {
            self.first = cells.to_vec();
        }
        self.went.resize(cells.len(), 0.0);
        for ((went, first), cell) in self.went.iter_mut().zip(&self.first).zip(cells) {
            *went = went.max(levels_apart(*first, *cell));
        }
        self.frames += 1.0;
    }
}

/// One join: both sides of source and result.
#[derive(Clone, Debug, Default)]
struct Beside {
    /// Number of its frame in the clip.
    frame: usize,
    source: [Side; 2],
    result: [Side; 2],
}

/// The joins of a shot whose steps were to be taken back.
#[derive(Clone, Debug)]
pub(super) struct Joins {
    share: f32,
    all: Vec<Beside>,
}

impl Joins {
    /// Of a shot with these facts, where this share of the steps was to be taken back; none where nothing was.
    pub(super) fn of(facts: &ShotFacts, share: f32) -> Option<Self> {
        let taken = facts.joins.iter().filter(|j| j.is_taken_back());
        let frames = taken.map(|j| facts.shot.first_frame + j.frame);
        let all: Vec<Beside> = frames.map(|frame| Beside { frame, ..Beside::default() }).collect();
        (share > 0.0 && !all.is_empty()).then_some(Self { share, all })
    }

    /// Takes a frame of both, the source's as it was given, with the skin in it, and the result's at the mask's resolution.
    pub(super) fn push(&mut self, picture: &Picture, source: &Frame, result: &Small) {
        let index = source.index;
        let near = |b: &Beside| (b.frame..b.frame + BESIDE_FRAMES).contains(&(index + BESIDE_FRAMES));
        let side = |b: &Beside| match index {
            i if (b.frame..b.frame + BESIDE_FRAMES).contains(&i) => Some(1),
            _ if near(b) => Some(0),
            _ => None,
        };
        if self.all.iter().all(|b| side(b).is_none()) {
            return;
        }
        let mask = source.skin.as_deref();
        let skin = |small: &Small| mean_skin(picture, mask, &small.luma, &small.cb, &small.cr);
        let given = Small::of(picture, source);
        for beside in &mut self.all {
            if let Some(side) = side(beside) {
                beside.source[side].add(skin(&given), &cells(picture, &given));
                beside.result[side].add(skin(result), &cells(picture, result));
            }
        }
    }

    /// What is wrong with them.
    pub(super) fn fault(&self, picture: &Picture) -> Option<Fault> {
        let most = |was: f32| {
            let of_small = (1.0 - LEAST_GONE_OF_SMALL * self.share) * was + NOISE_DE;
            ((1.0 - LEAST_GONE * self.share) * was + LEAST_DE).min(of_small)
        };
        for beside in &self.all {
            for (what, of) in [
                ("the skin", skin_step as fn(&Picture, &[Side; 2]) -> Option<f32>),
                ("the picture", cells_step),
            ] {
                let steps = of(picture, &beside.source).zip(of(picture, &beside.result));
                if let Some((was, is)) = steps.filter(|(was, is)| *is > most(*was)) {
                    let seen = format!(
                        "at the seam before frame {} {what} still steps by ΔE {is:.1}, in the source by ΔE {was:.1}",
                        beside.frame
                    );
                    return Some(Fault { cause: Cause::Colour, seen });
                }
            }
            if let Some((was, is)) = made_step(beside) {
                let seen = format!(
                    "at the seam before frame {} a part of the picture that stays steps by {is:.1} levels, in the source by {was:.1}",
                    beside.frame
                );
                return Some(Fault { cause: Cause::Colour, seen });
            }
        }
        None
    }
}

/// The mean colours of a frame in cells.
fn cells(picture: &Picture, small: &Small) -> Vec<[f32; 3]> {
    let step = (small.luma.width().max(small.luma.height()) / CELLS).max(1);
    let of = |plane: &Plane<f32>| shrink::shrink_f32(plane, step);
    let planes = [of(&small.luma), of(&small.cb), of(&small.cr)];
    let samples = |i: usize| picture.levels.units([0, 1, 2].map(|k| planes[k].samples()[i]));
    (0..planes[0].samples().len()).map(samples).collect()
}

fn de(picture: &Picture, one: [f32; 3], other: [f32; 3]) -> f32 {
    ciede2000(lab_from_ycc(picture.weights, one), lab_from_ycc(picture.weights, other)) as f32
}

/// How far the mean skin steps; none where it is not seen on both sides.
fn skin_step(picture: &Picture, sides: &[Side; 2]) -> Option<f32> {
    let mean = |s: &Side| (s.skin_frames > 0.0).then(|| s.skin.map(|v| v / s.skin_frames));
    Some(de(picture, mean(&sides[0])?, mean(&sides[1])?))
}

/// How far each cell steps.
fn steps(of: impl Fn([f32; 3], [f32; 3]) -> f32, sides: &[Side; 2]) -> Vec<f32> {
    let mean = |s: &Side, i: usize| s.cells[i].map(|v| v / s.frames.max(1.0));
    let count = sides[0].cells.len().min(sides[1].cells.len());
    (0..count).map(|i| of(mean(&sides[0], i), mean(&sides[1], i))).collect()
}

/// How far the median cell steps; none where one side was not seen.
fn cells_step(picture: &Picture, sides: &[Side; 2]) -> Option<f32> {
    middle(&mut steps(|one, other| de(picture, one, other), sides), f32::total_cmp)
}

/// How far apart two colours lie, 8-bit levels.
fn levels_apart(one: [f32; 3], other: [f32; 3]) -> f32 {
    255.0 * one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

/// How far the cell steps, in source and result, that steps most beyond what it did, of those that do not move by themselves, in 8-bit levels.
/// None where none does.
fn made_step(beside: &Beside) -> Option<(f32, f32)> {
    let [source, result] = [&beside.source, &beside.result].map(|sides| steps(levels_apart, sides));
    let went = beside.source[0].went.iter().zip(&beside.source[1].went);
    let all = source.iter().zip(&result).zip(went);
    let steady = all.filter(|(_, (before, after))| before.max(**after) <= STEADY_LEVELS);
    let made = steady.map(|((was, is), _)| (*was, *is)).filter(|(was, is)| is - was > MADE_LEVELS);
    made.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;

    #[test]
    fn a_step_must_go_as_far_as_was_asked() {
        let picture = DrawnFace::new(64, 48, 24).picture();
        let at = |by: f32| [0.5 + by, -0.05 - 0.3 * by, 0.08 + 0.5 * by];
        let judged = |share: f32, was: f32, is: f32, around: f32| {
            let side = |skin: f32, cell: f32| {
                let mut side = Side::default();
                side.add(SkinColor(at(skin)), &[at(cell); 9]);
                side
            };
            let beside = Beside {
                frame: 12,
                source: [side(0.0, 0.0), side(was, was)],
                result: [side(0.0, 0.0), side(is, around)],
            };
            Joins { share, all: vec![beside] }.fault(&picture).is_some()
        };
        assert!(!judged(1.0, 0.06, 0.01, 0.01));
        assert!(judged(1.0, 0.06, 0.05, 0.01), "the skin still steps");
        assert!(judged(1.0, 0.06, 0.0, 0.05), "what is around it still steps");
        assert!(judged(1.0, 0.06, -0.05, 0.0), "it went beyond");
        assert!(!judged(0.3, 0.06, 0.045, 0.045), "a third was asked for");
        // The one of ΔE 1.
        let one = 0.06 / de(&picture, at(0.0), at(0.06));
        assert!((de(&picture, at(0.0), at(one)) - 1.0).abs() < 0.15);
        assert!(!judged(1.0, one, 0.1 * one, 0.1 * one));
        assert!(judged(1.0, one, one, one), "left as it was");
        assert!(judged(1.0, one, -one, -one), "reversed");
        assert!(judged(1.0, 0.4 * one, 0.65 * one, 0.0), "larger than it was");
    }

    #[test]
    fn what_stays_may_not_step() {
        let picture = DrawnFace::new(64, 48, 24).picture();
        let (bar, lifted) = ([0.0; 3], [0.04, 0.0, 0.0]);
        let ground = |by: f32| [0.5 + by, -0.05, 0.08];
        // Two rows of bars among sixteen cells; the third number is how far they move by themselves.
        let judged = |of_result: [f32; 3], moves: f32| {
            let side = |bar: [f32; 3], by: f32| {
                let mut side = Side::default();
                for frame in 0..3 {
                    let mut cells = [ground(by); 16];
                    cells[..2].fill([bar[0] + moves * frame as f32, bar[1], bar[2]]);
                    side.add(SkinColor(ground(by)), &cells);
                }
                side
            };
            let beside = Beside {
                frame: 12,
                source: [side(bar, 0.0), side(bar, 0.06)],
                result: [side(bar, 0.0), side(of_result, 0.0)],
            };
            Joins { share: 1.0, all: vec![beside] }.fault(&picture).map(|f| f.seen)
        };
        assert_eq!(judged(bar, 0.0), None);
        assert!(judged(lifted, 0.0).is_some_and(|seen| seen.contains("that stays")));
        assert_eq!(judged(lifted, 0.1), None, "what moves by itself says nothing");
    }
}
