//! Measures a clip again along the motion and inside the mask that were found in its source, so that source and result
//! are judged by the same ruler: a blurred or frozen result cannot make a motion of its own look good.

use super::exposure::Glance;
use super::{exposure, patch, shot};
use crate::clip::Picture;
use crate::facts::{PAIR_EVERY_FRAMES, PAIR_GAPS, ShotFacts, SkinColor};
use crate::lock::{PATCH_FRAMES, PairTexture, low_band, pair_texture, patch_levels};
use crate::px::{Frame, Mask};
use crate::steps::mask::Small;
use std::collections::VecDeque;
use std::sync::Arc;

/// What was measured along a source's motion. Columns have one entry per frame that was pushed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    /// How much brighter than the smooth course each frame is, in stops.
    pub exposure_stops: Vec<f32>,
    /// Patch flicker, in 8-bit luma levels; 0 where it could not be measured.
    pub patch: Vec<f32>,
    /// Mean colour of the skin.
    pub skin_color: Vec<SkinColor>,
    /// Texture of every [`PAIR_EVERY_FRAMES`]th pair.
    pub texture: Vec<PairTexture>,
}

impl Followed {
    /// Exposure flicker, in percent.
    pub fn exposure_percent(&self) -> f32 {
        exposure::flicker_percent(&self.exposure_stops)
    }

    /// Patch flicker: the lower quartile over frames, in 8-bit luma levels.
    pub fn patch_levels(&self) -> f32 {
        patch::level(&self.patch)
    }
}

/// What of a frame later ones still need.
struct Kept {
    frame: Frame,
    glance: Glance,
    mask: Option<Arc<Mask>>,
}

/// Takes successive frames of one shot.
pub struct Follower<'a> {
    picture: &'a Picture,
    facts: &'a ShotFacts,
    rate: f64,
    out: Followed,
    steps: Vec<f64>,
    recent: VecDeque<Kept>,
    /// Per lock the low bands of the last frames, with their numbers: at most [`PATCH_FRAMES`].
    low: Vec<VecDeque<(usize, Vec<[u16; 3]>)>>,
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
        let low = vec![VecDeque::new(); facts.locks.len()];
        Self {
            picture,
            facts,
            rate,
            out: Followed::default(),
            steps: Vec::new(),
            recent: VecDeque::new(),
            low,
        }
    }

    /// Takes the next frame; `frame.index` is its number in the clip, `mask` the source's skin in it.
    pub fn push(&mut self, frame: &Frame, mask: Option<&Arc<Mask>>) {
        let (picture, facts) = (self.picture, self.facts);
        let Small { luma, cb, cr } = Small::of(picture, frame);
        self.out.skin_color.push(shot::mean_skin(picture, mask.map(|m| &**m), &luma, &cb, &cr));
        self.out.patch.push(0.0);
        let glance = Glance::new(luma, picture.levels.black, picture.levels.luma_span);
        if let Some(last) = self.recent.back() {
            self.steps.push(exposure::step_stops(&last.glance, &glance));
        }
        // The gap between is for planning only.
        for gap in [PAIR_GAPS[0], PAIR_GAPS[2]] {
            let Some(before) = self.recent.len().checked_sub(gap).map(|i| &self.recent[i]) else { continue };
            let at = before.frame.index.saturating_sub(facts.shot.first_frame);
            if let Some(mask) = before.mask.as_ref().filter(|_| at.is_multiple_of(PAIR_EVERY_FRAMES)) {
                let pairs = facts.pairs(before.frame.index, frame.index).map(|pair| {
                    let motion = |point: [f64; 2]| pair.motion(point);
                    let noted = PairTexture { face: pair.face, frame: at, gap, ..PairTexture::default() };
                    pair_texture(before.frame.luma(), frame.luma(), &motion, mask, noted)
                });
                self.out.texture.extend(pairs.filter(|p| p.share > 0.0));
            }
        }
        self.follow_patches(frame);
        self.recent.push_back(Kept { frame: frame.clone(), glance, mask: mask.cloned() });
        if self.recent.len() > PAIR_GAPS[PAIR_GAPS.len() - 1] {
            self.recent.pop_front();
        }
    }

    /// Patch flicker at the middle one of the last frames.
    fn follow_patches(&mut self, frame: &Frame) {
        let index = frame.index;
        let middle = self.out.patch.len().checked_sub(1 + PATCH_FRAMES / 2);
        for (lock, kept) in self.facts.locks.iter().zip(&mut self.low) {
            let Some(here) = lock.held(index) else { continue };
            kept.push_back((index, low_band(frame, &here)));
            if kept.len() > PATCH_FRAMES {
                kept.pop_front();
            }
            let first = index + 1 - kept.len();
            let is_run =
                kept.len() == PATCH_FRAMES && kept.iter().enumerate().all(|(i, (n, _))| *n == first + i);
            if !is_run || !here.segment.frames().contains(&first) {
                continue;
            }
            let levels = patch_levels(here.segment, std::array::from_fn(|i| &kept[i].1[..])).unwrap_or(0.0);
            if let Some(slot) = middle.and_then(|at| self.out.patch.get_mut(at)) {
                *slot = slot.max(levels);
            }
        }
    }

    /// Everything measured.
    pub fn finish(mut self) -> Followed {
        self.out.exposure_stops = exposure::deviations(&self.steps, self.rate);
        self.out.exposure_stops.truncate(self.out.skin_color.len());
        self.out
    }
}
