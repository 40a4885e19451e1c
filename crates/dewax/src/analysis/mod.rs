//! One pass over the frames of a clip: shots, colour of the skin, motion, flicker. Facts, no taste.

mod exposure;
mod patch;
mod scenes;
mod shot;
mod skin;

use crate::clip::{Clip, Picture};
use crate::facts::ShotFacts;
use crate::px::Frame;
use serde::{Deserialize, Serialize};

pub use scenes::SceneFinder;

/// Raised when the meaning of an analysis file changes.
pub const ANALYSIS_VERSION: u32 = 1;

/// How much dewax knew of the faces when it measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Tier {
    /// A face mesh: everything.
    Mesh,
    /// Boxes around faces: no landmarks, no geometry, no identity.
    BoxOnly,
    /// Skin by colour alone: flicker, colour, grain.
    ColourOnly,
}

impl Tier {
    /// What results of this tier leave out, in a sentence for the report; empty when nothing.
    pub fn leaves_out(self) -> &'static str {
        match self {
            Self::Mesh => "",
            Self::BoxOnly => "Faces are boxes only: no landmark-bound texture, no geometry or identity figures.",
            Self::ColourOnly => {
                "Skin is found by colour alone: no face is known, so eyes and lips are kept out only as far as their \
                 colour differs, anything of skin colour counts as skin, and geometry and identity are not judged."
            }
        }
    }
}

/// Everything measured in a clip, as it is stored beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Analysis {
    /// [`ANALYSIS_VERSION`] of the program that wrote it.
    pub analysis_version: u32,
    /// The program that wrote it.
    pub dewax: String,
    /// What it knew of the faces.
    pub tier: Tier,
    /// The clip.
    pub clip: Clip,
    /// Its shots, in order, without gaps.
    pub shots: Vec<ShotFacts>,
}

impl Analysis {
    /// The shot that a frame belongs to.
    pub fn shot_of(&self, frame: usize) -> Option<&ShotFacts> {
        self.shots.iter().find(|s| s.shot.contains(frame))
    }
}

/// Takes frames one by one and keeps only what the next ones can still need.
#[derive(Debug)]
pub struct Analyser {
    picture: Picture,
    scenes: SceneFinder,
    waiting: std::collections::VecDeque<Frame>,
    shot: shot::ShotBuilder,
    done: Vec<ShotFacts>,
    taken: usize,
}

impl Analyser {
    /// For frames of this kind. `frames_per_second` sets how long "smooth" is; 24 when it is not known.
    pub fn new(picture: Picture, frames_per_second: f64) -> Self {
        let rate = if frames_per_second.is_finite() && frames_per_second > 0.0 { frames_per_second } else { 24.0 };
        Self {
            picture,
            scenes: SceneFinder::new(&picture, rate),
            waiting: std::collections::VecDeque::new(),
            shot: shot::ShotBuilder::new(picture, 0, rate),
            done: Vec::new(),
            taken: 0,
        }
    }

    /// Takes the next frame.
    pub fn push(&mut self, frame: &Frame) {
        let mut frame = frame.clone();
        frame.index = self.taken;
        self.taken += 1;
        self.scenes.push(&frame);
        self.waiting.push_back(frame);
        self.drain(false);
    }

    /// Closes the last shot. `clip` must be the clip that the frames came from.
    pub fn finish(mut self, clip: Clip, dewax: &str) -> Analysis {
        self.drain(true);
        if self.shot.frames() > 0 {
            self.done.push(self.shot.finish());
        }
        Analysis {
            analysis_version: ANALYSIS_VERSION,
            dewax: dewax.into(),
            tier: Tier::ColourOnly,
            clip,
            shots: self.done,
        }
    }

    fn drain(&mut self, ended: bool) {
        while let Some(is_cut) = self.waiting.front().and_then(|f| self.scenes.is_cut(f.index, ended)) {
            let Some(frame) = self.waiting.pop_front() else { return };
            if is_cut && self.shot.frames() > 0 {
                let next = self.shot.following(frame.index);
                self.done.push(std::mem::replace(&mut self.shot, next).finish());
            }
            self.shot.push(&frame, &self.picture);
        }
    }
}
