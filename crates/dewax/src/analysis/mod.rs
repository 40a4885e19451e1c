//! One pass over the frames of a clip: shots, colour of the skin, motion, flicker. Facts, no taste.

mod exposure;
mod follow;
mod patch;
mod scenes;
mod shot;
mod skin;

use crate::clip::{Clip, Picture};
use crate::facts::ShotFacts;
use crate::px::Frame;
use serde::{Deserialize, Serialize};

pub use follow::{Followed, Follower};
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
            Self::BoxOnly => {
                "Faces are boxes only: no landmark-bound texture, no geometry or identity figures."
            }
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

/// Why an analysis that was read from a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadAnalysis(String);

impl Analysis {
    /// Checks what a file could have got wrong: sizes, lengths of columns, shots without gaps.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), BadAnalysis> {
        let bad = |what: &str| Err(BadAnalysis(what.into()));
        let format = &self.clip.format;
        if !(1..=65_536).contains(&format.width) || !(1..=65_536).contains(&format.height) {
            return bad("its picture has no possible size");
        }
        if ![8, 10, 12, 16].contains(&format.bits)
            || self.clip.time_base.den <= 0
            || self.clip.time_base.num <= 0
        {
            return bad("its depth or time base is impossible");
        }
        let mut next = 0usize;
        for s in &self.shots {
            let frames = s.shot.frames;
            if s.shot.first_frame != next || frames == 0 {
                return bad("its shots have gaps");
            }
            next = next.checked_add(frames).ok_or_else(|| BadAnalysis("its shots are too long".into()))?;
            let columns =
                [s.exposure_stops.len(), s.skin_color.len(), s.skin_share.len(), s.patch_levels.len()];
            if columns != [frames; 4] || [s.motion.len(), s.inliers.len()] != [frames - 1; 2] {
                return bad("a column does not have one entry per frame");
            }
        }
        if next != self.clip.frames() {
            return bad("its shots do not cover its frames");
        }
        Ok(())
    }

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
        let rate =
            if frames_per_second.is_finite() && frames_per_second > 0.0 { frames_per_second } else { 24.0 };
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
