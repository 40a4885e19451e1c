//! Faces that got features of other frames: each is judged beside those frames, and beside its own light and place.

use super::{Cause, Fault};
use crate::clip::Picture;
use crate::color::{ciede2000, lab_from_ycc};
use crate::facts::ShotFacts;
use crate::kernels::{blur, tile};
use crate::px::{Frame, LEVEL, Plane, Rect};
use crate::recipe::RecipeShot;
use crate::step::Restored;
use serde::{Deserialize, Serialize};

/// Detail is what is finer than this sigma, px: blurs of 2 px and more take it away.
const FINE_SIGMA_PX: f32 = 2.0;
/// A restored face may have so much more detail than the good frames, dB, and half a level: poses differ, and grain is counted, too.
const MOST_MORE_DB: f32 = 2.0;
const MOST_MORE_LEVELS: f32 = 0.5;
/// It may have no less than it had by more than this, levels: that would be another blur.
const MOST_LESS_LEVELS: f32 = 0.2;
/// What is coarser than this sigma, eye distances, is light and place of features, and stays: RMS, levels, three times what flickers visibly on a cheek
/// ([`crate::flaw::PATCH_FLOOR_LEVELS`]), for a face's features have more contrast than a cheek.
const COARSE_IOD: f32 = 0.1;
const MOST_COARSE_LEVELS: f32 = 1.5;
/// And the mean colour of the face stays, CIEDE2000: half a just noticeable difference.
const MOST_DE: f32 = 0.5;

/// A run of frames in which a face got features of others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RestoredRun {
    /// Number of the face's track.
    pub face: u32,
    /// First and last frame, by number in the clip.
    pub frames: (usize, usize),
    /// The good frames before and behind, first and last; none where there are none.
    pub from: [Option<(usize, usize)>; 2],
    /// Detail of the face, RMS in 8-bit levels, means over the frames: before, after, and in the good frames.
    pub fine_levels: [f32; 3],
}

impl RestoredRun {
    /// In a sentence: "features of frames 61-66 restored from frames 58-60 and 67-69".
    pub fn words(&self) -> String {
        let run =
            |(from, to): (usize, usize)| if from == to { format!("{from}") } else { format!("{from}-{to}") };
        let from: Vec<String> = self.from.iter().flatten().map(|r| run(*r)).collect();
        let [was, is, good] = self.fine_levels;
        format!(
            "features of frames {} restored from frames {}: detail {was:.1} before, {is:.1} after, {good:.1} levels in those",
            run(self.frames),
            from.join(" and ")
        )
    }
}

/// Judges the restored faces of a shot, frame by frame.
pub(super) struct Restores {
    /// The frames of the shot, by number in the clip; the last is not one.
    shot: (usize, usize),
    runs: Vec<Watched>,
}

/// A run, and what was seen of it.
struct Watched {
    run: Restored,
    was: Vec<f32>,
    is: Vec<f32>,
    good: Vec<f32>,
    /// RMS of what changed coarsely, and of the colour, with the frame: the largest.
    coarse: (f32, usize),
    de: (f32, usize),
}

impl Restores {
    /// Those of no recipe.
    pub(super) const NONE: Self = Self { shot: (0, 0), runs: Vec::new() };

    /// Those of a recipe.
    pub(super) fn of(shot: &RecipeShot) -> Self {
        let steps = shot.stack.steps().iter().filter(|s| !s.is_neutral());
        let watched = |run: Restored| Watched {
            run,
            was: Vec::new(),
            is: Vec::new(),
            good: Vec::new(),
            coarse: (0.0, run.frames.0),
            de: (0.0, run.frames.0),
        };
        let runs = steps.flat_map(|s| s.restored()).map(watched).collect();
        Self { shot: (shot.shot.first_frame, shot.shot.end()), runs }
    }

    /// Takes a frame of source and result.
    pub(super) fn push(&mut self, picture: &Picture, facts: &ShotFacts, source: &Frame, result: &Frame) {
        let index = source.index;
        for one in &mut self.runs {
            let Restored { face, frames, good_frames } = one.run;
            let is_in = (frames.0..=frames.1).contains(&index);
            if !(frames.0.saturating_sub(good_frames)..=frames.1 + good_frames).contains(&index) {
                continue;
            }
            let Some((part, iod_px)) = face_part(facts, face, source) else { continue };
            let before = tile::cut(source.luma(), part);
            if !is_in {
                one.good.push(fine_levels(&before));
                continue;
            }
            let after = tile::cut(result.luma(), part);
            one.was.push(fine_levels(&before));
            one.is.push(fine_levels(&after));
            let mut change = after;
            change.samples_mut().iter_mut().zip(before.samples()).for_each(|(a, b)| *a = (*a - b) / LEVEL);
            let coarse = rms(&blur::gaussian(&change, (COARSE_IOD * iod_px).max(1.0)));
            if coarse > one.coarse.0 {
                one.coarse = (coarse, index);
            }
            let [was, is] = [source, result].map(|frame| mean_lab(picture, frame, part));
            let de = ciede2000(was, is) as f32;
            if de > one.de.0 {
                one.de = (de, index);
            }
        }
    }

    /// What was restored, and what of that does not hold.
    pub(super) fn finish(self) -> (Vec<RestoredRun>, Vec<Fault>) {
        let mut faults: Vec<Fault> = Vec::new();
        let mut told = Vec::new();
        for one in self.runs.iter().filter(|one| !one.is.is_empty()) {
            for fault in one.faults() {
                if !faults.iter().any(|f| f.cause == fault.cause) {
                    faults.push(fault);
                }
            }
            told.push(one.told(self.shot));
        }
        (told, faults)
    }
}

impl Watched {
    fn told(&self, (first, end): (usize, usize)) -> RestoredRun {
        let Restored { face, frames, good_frames } = self.run;
        let round = |v: f32| (v * 100.0).round() / 100.0;
        let before =
            (frames.0 > first).then(|| (frames.0.saturating_sub(good_frames).max(first), frames.0 - 1));
        let behind = (frames.1 + 1 < end).then(|| (frames.1 + 1, (frames.1 + good_frames).min(end - 1)));
        RestoredRun {
            face,
            frames,
            from: [before, behind],
            fine_levels: [&self.was, &self.is, &self.good].map(|all| round(mean(all))),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        let (from, to) = self.run.frames;
        let [was, is, good] = [&self.was, &self.is, &self.good].map(|all| mean(all));
        let mut out = Vec::new();
        let mut add = |cause: Cause, seen: String| out.push(Fault { cause, seen });
        let may = good.max(was) + MOST_MORE_LEVELS;
        if is > may && super::decibel(is / good.max(was).max(1e-3)) > MOST_MORE_DB {
            add(
                Cause::Unnatural,
                format!(
                    "the face restored in frames {from}-{to} has {is:.1} levels of detail, the good frames {good:.1}"
                ),
            );
        }
        if is < was - MOST_LESS_LEVELS {
            add(
                Cause::Blurred,
                format!(
                    "the face restored in frames {from}-{to} has {is:.1} levels of detail, {was:.1} before"
                ),
            );
        }
        let (coarse, at) = self.coarse;
        if coarse > MOST_COARSE_LEVELS {
            add(
                Cause::Replaced,
                format!(
                    "light or place of the features of the face restored in frame {at} changed by {coarse:.1} levels"
                ),
            );
        }
        let (de, at) = self.de;
        if de > MOST_DE {
            add(
                Cause::Colour,
                format!("the colour of the face restored in frame {at} changed by {de:.1} CIEDE2000"),
            );
        }
        out
    }
}

fn mean(all: &[f32]) -> f32 {
    all.iter().sum::<f32>() / all.len().max(1) as f32
}

/// The part of a frame that the mesh of a face covers, luma px, and its eye distance.
fn face_part(facts: &ShotFacts, face: u32, frame: &Frame) -> Option<(Rect, f32)> {
    let state = facts.faces.tracks.iter().find(|t| t.id == face)?.at(frame.index)?;
    let mesh = state.mesh()?;
    let part = Rect::around_points(&mesh.points, 0.0, (frame.width(), frame.height()));
    (part.width() > 8 && part.height() > 8).then_some((part, state.iod_px))
}

/// RMS of what is fine, levels.
fn fine_levels(luma: &Plane<f32>) -> f32 {
    let mut fine = blur::gaussian(luma, FINE_SIGMA_PX);
    fine.samples_mut().iter_mut().zip(luma.samples()).for_each(|(f, v)| *f = (v - *f) / LEVEL);
    rms(&fine)
}

fn rms(plane: &Plane<f32>) -> f32 {
    let sum: f64 = plane.samples().iter().map(|v| f64::from(v * v)).sum();
    (sum / plane.samples().len().max(1) as f64).sqrt() as f32
}

fn mean_lab(picture: &Picture, frame: &Frame, part: Rect) -> [f64; 3] {
    let mean = |which: usize| {
        let (sx, sy) = if which == 0 { (1, 1) } else { frame.subsampling.factors() };
        let plane = tile::cut(frame.plane(which), part.subsampled(sx, sy));
        let sum: f64 = plane.samples().iter().map(|v| f64::from(*v)).sum();
        (sum / plane.samples().len().max(1) as f64) as f32
    };
    lab_from_ycc(picture.weights, picture.levels.units([mean(0), mean(1), mean(2)]))
}

#[cfg(test)]
#[path = "restored_tests.rs"]
mod tests;
