//! Measures a clip again along the motion and inside the mask that were found in its source, so that source and result
//! are judged by the same ruler: a blurred or frozen result cannot make a motion of its own look good.

use super::exposure::Glance;
use super::patch::{Course, Runs};
use super::{course, exposure, figures, skin};
use crate::clip::Picture;
use crate::facts::{ShotFacts, SkinColor};
use crate::lock::low_band;
use crate::px::{Frame, Mask};
use crate::skin::Small;

/// What was measured along a source's motion. Columns have one entry per frame that was pushed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    /// How much brighter than the smooth course each frame is, in stops.
    pub exposure_stops: Vec<f32>,
    /// Patch flicker of each of the shot's locks.
    pub patch: Vec<Course>,
    /// Mean colour of the skin.
    pub skin_color: Vec<SkinColor>,
}

impl Followed {
    /// Exposure flicker, in percent.
    pub fn exposure_percent(&self) -> f32 {
        course::flicker_percent(&self.exposure_stops)
    }

    /// Patch flicker of one of the shot's locks, in 8-bit luma levels.
    pub fn patch_of(&self, lock: usize) -> f32 {
        self.patch.get(lock).map_or(0.0, Course::level)
    }

    /// Patch flicker at every frame: that of the worst lock.
    pub fn patch_course(&self) -> Vec<f32> {
        Course::worst(&self.patch, self.skin_color.len())
    }
}

/// Takes successive frames of one shot.
pub struct Follower<'a> {
    picture: &'a Picture,
    facts: &'a ShotFacts,
    rate: f64,
    out: Followed,
    steps: Vec<exposure::Change>,
    lumas: Vec<f32>,
    last: Option<Glance>,
    /// Per lock, the brightness of its nodes.
    low: Vec<Runs>,
    first_frame: Option<usize>,
}

impl std::fmt::Debug for Follower<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Follower").field("shot", &self.facts.shot).finish_non_exhaustive()
    }
}

impl<'a> Follower<'a> {
    /// For frames of a clip of that kind, along the locks in `facts`.
    pub fn new(picture: &'a Picture, facts: &'a ShotFacts, frames_per_second: f64) -> Self {
        let rate = if frames_per_second > 0.0 { frames_per_second } else { 24.0 };
        let low = vec![Runs::new(rate); facts.locks.len()];
        let out = Followed::default();
        Self {
            picture,
            facts,
            rate,
            out,
            steps: Vec::new(),
            lumas: Vec::new(),
            last: None,
            low,
            first_frame: None,
        }
    }

    /// Takes the next frame, and the same at the mask's resolution; `frame.index` is its number in the clip, `mask` the
    /// source's skin in it.
    pub fn push(&mut self, frame: &Frame, small: Small, mask: Option<&Mask>) {
        let picture = self.picture;
        let Small { luma, cb, cr } = small;
        self.out.skin_color.push(skin::mean_skin(picture, mask, &luma, &cb, &cr));
        self.lumas.push(exposure::mean_luma(&luma, picture));
        let glance = Glance::new(luma, picture.levels.black, picture.levels.luma_span);
        if let Some(last) = &self.last {
            self.steps.push(exposure::change(last, &glance));
        }
        self.last = Some(glance);
        self.first_frame.get_or_insert(frame.index);
        for (lock, runs) in self.facts.locks.iter().zip(&mut self.low) {
            if let Some(here) = lock.held(frame.index) {
                runs.push(frame.index, here.segment, &low_band(frame, &here));
            }
        }
    }

    /// Everything measured.
    pub fn finish(mut self) -> Followed {
        let luma = figures::median(&mut self.lumas);
        self.out.exposure_stops = exposure::course(&self.steps, self.rate, luma).stops;
        self.out.exposure_stops.truncate(self.out.skin_color.len());
        let frames = self.first_frame.map_or(0..0, |first| first..first + self.out.skin_color.len());
        self.out.patch = self.low.into_iter().map(|runs| runs.course(frames.clone())).collect();
        self.out
    }
}
