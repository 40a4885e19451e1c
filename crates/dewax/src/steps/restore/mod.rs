//! Faces that are soft, smeared or morphing for a few frames get their features back from good frames of the same clip.

mod donor;
mod mix;
mod place;

use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::deed::Deed;
use crate::facts::{ShotFacts, SoftRun};
use crate::kernels::tile;
use crate::params;
use crate::px::{Frame, Window};
use crate::step::{Blame, Context, Reach, Restored, Step, Touched, Touches};
use donor::Donor;
use place::Place;

params! {
    /// Frames in which a face is soft.
    pub struct SoftFrames {
        /// Number of the face's track.
        face: i64 = 1, in 0..1_000_000;
        /// The first frame of the clip in which it is soft, the first of the clip being 0.
        first_frame: i64 = 0, in 0..100_000_000;
        /// The last frame in which it is.
        last_frame: i64 = 0, in 0..100_000_000;
        /// How soft it is at most: the sigma of a Gaussian blur.
        sigma_px: f32 = 2.0, in 0.5..40.0, unit "px";
    }
}

params! {
    /// Features of soft frames from good ones.
    pub struct Restore {
        /// How much of what a soft frame lacks is given back.
        amount: f32 = 0.8, in 0.0..1.0;
        /// Whether frames that the analysis found soft are taken.
        auto: bool = true;
        /// Soft frames that were given by hand.
        given: [SoftFrames] = [], most 200;
        /// Soft frames that the analysis found.
        found: [SoftFrames] = [], most 200;
    }
}

/// Runs of no more frames than this are restored: farther from its good frames a face has another pose.
const MOST_FRAMES: i64 = 16;
/// Good frames are looked for in so many frames on each side of a run.
const GOOD_FRAMES: i64 = 3;

impl Step for Restore {
    const NAME: &'static str = "restore";
    const DOC: &'static str = "Gives faces that are soft or smeared for a few frames their features back: what is finer than the blur comes from good \
        frames before and behind, brought under the soft frame by the lock and a smooth motion, and only where they, blurred, look as \
        the soft frame does: an eye or a mouth that is open otherwise is left. Light, colour and place stay the soft frame's. Where no frame is \
        good, nothing is done, and no face is invented.";
    const TOUCHES: Touches = Touches::Frame;
    const BLAME: &'static [Blame] = &[
        Blame::skin(2, &[Cause::Replaced, Cause::Unnatural, Cause::Flicker]),
        Blame::frame(2, &[Cause::Replaced, Cause::Flicker]),
    ];
    const SINCE: i64 = 12;

    fn neutral() -> Self {
        Self { amount: 0.0, auto: false, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0 || (self.given.is_empty() && self.found.is_empty())
    }

    fn deeds(&self) -> Vec<Deed> {
        let frames: i64 = self.runs().map(|r| r.last_frame - r.first_frame + 1).sum();
        if self.is_neutral() || frames <= 0 {
            return Vec::new();
        }
        vec![Deed { what: "soft frames of faces given features of good frames", much: frames as f32, unit: "frames" }]
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        let inside = |r: &&SoftFrames| {
            usize::try_from(r.last_frame).is_ok_and(|last| last >= facts.shot.first_frame)
                && usize::try_from(r.first_frame).is_ok_and(|first| first < facts.shot.end())
        };
        let given = self.given.iter().filter(inside).cloned().collect();
        let frame = |n: usize| i64::try_from(facts.shot.first_frame + n).unwrap_or(i64::MAX);
        let of = |run: &SoftRun| SoftFrames {
            face: i64::from(run.face),
            first_frame: frame(run.first_frame),
            last_frame: frame(run.last_frame),
            sigma_px: run.most_sigma_px().clamp(0.5, 40.0),
        };
        let found = match self.auto {
            true => facts.soft.iter().map(of).collect(),
            false => self.found.iter().filter(inside).cloned().collect(),
        };
        Self { given, found, ..self.clone() }
    }

    fn asks(&self) -> Asks {
        Asks::NOTHING
    }

    fn reach(&self, picture: &Picture) -> Reach {
        let length = |r: &SoftFrames| r.last_frame - r.first_frame + GOOD_FRAMES;
        let far = self.runs().map(length).max().unwrap_or(0).max(0) as usize;
        let halo_px = (place::REACH_SHARE * picture.format.width.max(picture.format.height) as f32) as usize;
        Reach { back_frames: far, ahead_frames: far, halo_px }
    }

    fn retouched(&self, facts: &ShotFacts, index: usize, size: (usize, usize)) -> Vec<Touched> {
        let here = self.at(index).filter_map(|run| Place::of(facts, run, index, size));
        here.map(|place| Touched { part: place.part, weights: place.weights((1, 1)), is_face: true }).collect()
    }

    fn restored(&self) -> Vec<Restored> {
        let number = |n: i64| usize::try_from(n).ok();
        let of = |run: &SoftFrames| {
            let frames = (number(run.first_frame)?, number(run.last_frame)?);
            Some(Restored { face: u32::try_from(run.face).ok()?, frames, good_frames: GOOD_FRAMES as usize })
        };
        self.runs().filter_map(of).collect()
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let size = (here.width(), here.height());
        for run in self.at(here.index) {
            let Some(place) = Place::of(context.facts, run, here.index, size) else { continue };
            let donors = self.donors(run, source, &place);
            let Some(made) = mix::mixed(&place, here, &donors) else { continue };
            for (which, (plane, part, weights)) in made.into_iter().enumerate() {
                tile::lay(out.plane_mut(which), &plane, (part, &weights), self.amount, context.picture.levels.legal);
            }
        }
    }
}

impl Restore {
    fn runs(&self) -> impl Iterator<Item = &SoftFrames> {
        let is_short = |r: &&SoftFrames| (0..MOST_FRAMES).contains(&(r.last_frame - r.first_frame));
        self.given.iter().chain(&self.found).filter(is_short)
    }

    /// The runs of which a frame is one.
    fn at(&self, index: usize) -> impl Iterator<Item = &SoftFrames> {
        self.runs().filter(move |r| r.has(index))
    }

    /// The good frames on both sides of a run, brought under a frame of it.
    fn donors(&self, run: &SoftFrames, source: &Window<'_>, place: &Place<'_>) -> Vec<Donor> {
        let here = source.here();
        let index = i64::try_from(here.index).unwrap_or(i64::MAX);
        let is_soft = |frame: &Frame| self.at(frame.index).any(|r| r.face == run.face);
        let side = |step: isize| {
            let edge = if step < 0 { index - run.first_frame } else { run.last_frame - index };
            let from = isize::try_from(edge).unwrap_or(0) + 1;
            (from..from + GOOD_FRAMES as isize).filter_map(move |far| source.off(step * far))
        };
        let good: Vec<&Frame> = side(-1).chain(side(1)).filter(|f| !is_soft(f)).collect();
        let own = place.own(here);
        good.into_iter().filter_map(|frame| Donor::under(run, place, &own, frame)).collect()
    }
}

impl SoftFrames {
    fn has(&self, index: usize) -> bool {
        i64::try_from(index).is_ok_and(|n| (self.first_frame..=self.last_frame).contains(&n))
    }
}

#[cfg(test)]
mod tests;
