//! Whether a drift of colour that was to be taken back got less: the mean skin of source and result, half second by half second. It
//! knows nothing of the course that was fitted.

use super::{Cause, Fault};
use crate::analysis::mean_skin;
use crate::clip::Picture;
use crate::facts::{ShotFacts, SkinColor};
use crate::lock::de_at_equal_lightness;
use crate::px::Frame;
use crate::skin::Small;

/// Of what lies between the half seconds farthest apart at most this share may be left, and this much, CIEDE2000: a mask that breathes
/// and a head that turns change the mean of a face by as much.
const MOST_LEFT: f32 = 0.75;
const LEAST_DE: f32 = 0.8;
/// No half second may be farther from the start than it was by more than this.
const MOST_NEW_DE: f32 = 1.0;
/// So many frames are the start of a shot: over half a second a drift is on its way already.
const START_FRAMES: usize = 3;

/// Sums of colours.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    colour: [f32; 3],
    frames: f32,
}

impl Sum {
    fn add(&mut self, colour: SkinColor) {
        if colour.0[0] > 0.0 {
            self.colour = [0, 1, 2].map(|i| self.colour[i] + colour.0[i]);
            self.frames += 1.0;
        }
    }

    fn mean(&self) -> Option<[f32; 3]> {
        (self.frames > 0.0).then(|| self.colour.map(|c| c / self.frames))
    }
}

/// The skin of source and result by half seconds of the shot, where drift was to be taken back.
#[derive(Debug)]
pub(super) struct Drift {
    half_second: usize,
    first_frame: usize,
    start: Sum,
    halves: Vec<[Sum; 2]>,
}

impl Drift {
    /// For a shot with these facts.
    pub(super) fn of(facts: &ShotFacts, half_second: usize) -> Self {
        Self { half_second, first_frame: facts.shot.first_frame, start: Sum::default(), halves: Vec::new() }
    }

    /// Takes a frame of both, the source's with the skin in it, and the result's at the mask's resolution.
    pub(super) fn push(&mut self, picture: &Picture, source: &Frame, result: &Small) {
        let Some(mask) = source.skin.as_deref() else { return };
        let at = source.index.saturating_sub(self.first_frame);
        let is_start = at < START_FRAMES;
        let at = at / self.half_second.max(1);
        if self.halves.len() <= at {
            self.halves.resize(at + 1, [Sum::default(); 2]);
        }
        let colour = |small: &Small| mean_skin(picture, Some(mask), &small.luma, &small.cb, &small.cr);
        let was = colour(&Small::of(picture, source));
        if is_start {
            self.start.add(was);
        }
        self.halves[at][0].add(was);
        self.halves[at][1].add(colour(result));
    }

    /// What is wrong with it.
    pub(super) fn fault(&self, picture: &Picture) -> Option<Fault> {
        let apart = |one, two| de_at_equal_lightness(picture, one, two);
        let spread = |side: usize| {
            let all: Vec<[f32; 3]> = self.halves.iter().filter_map(|h| h[side].mean()).collect();
            let pairs = all.iter().enumerate().flat_map(|(i, a)| all[i + 1..].iter().map(move |b| (*a, *b)));
            pairs.map(|(a, b)| apart(a, b)).fold(0.0, f32::max)
        };
        let (was, is) = (spread(0), spread(1));
        let new = self.start.mean().map_or(0.0, |start| {
            let away = |sum: &Sum| sum.mean().map(|c| apart(start, c));
            let all = self.halves.iter().filter_map(|[was, is]| Some(away(is)? - away(was)?));
            all.fold(0.0, f32::max)
        });
        let seen = if is > MOST_LEFT * was + LEAST_DE {
            format!("the skin drifts by ΔE {is:.1}, in the source by ΔE {was:.1}")
        } else if new > MOST_NEW_DE {
            format!("a part of the shot lies ΔE {new:.1} farther from its start than in the source")
        } else {
            return None;
        };
        Some(Fault { cause: Cause::Colour, seen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;

    #[test]
    fn a_drift_must_get_less_and_nothing_may_get_one() {
        let picture = DrawnFace::new(64, 48, 60).picture();
        let start = [0.5f32, -0.05, 0.08];
        let moved = |by: f32| SkinColor([start[0], start[1] - 0.6 * by, start[2] + by]);
        let judged = |was: [f32; 4], is: [f32; 4]| {
            let facts = ShotFacts::still(crate::clip::Shot { first_frame: 0, frames: 48 });
            let mut drift = Drift::of(&facts, 12);
            drift.start.add(moved(was[0]));
            drift.halves = was
                .iter()
                .zip(is)
                .map(|(w, i)| {
                    let mut sums = [Sum::default(); 2];
                    sums[0].add(moved(*w));
                    sums[1].add(moved(i));
                    sums
                })
                .collect();
            drift.fault(&picture).is_some()
        };
        let was = [0.0, 0.02, 0.04, 0.06];
        assert!(!judged(was, [0.0, 0.001, 0.002, 0.003]));
        assert!(!judged(was, was.map(|v| 0.6 * v)) && judged(was, was.map(|v| 0.95 * v)), "it must get less");
        assert!(judged([0.0, 0.06, 0.0, 0.0], [0.0, 0.0, 0.02, 0.0]), "and no other part worse");
        assert!(judged(was, [0.06, 0.06, 0.06, 0.06]), "and it must end where the shot began");
        assert!(judged(was, was.map(|v| -v)), "not beyond it");
    }
}
