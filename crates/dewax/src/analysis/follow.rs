//! Measures a clip again along the motion and inside the mask that were found in its source, so that source and result
//! are judged by the same ruler: a blurred or frozen result cannot make a motion of its own look good.

use super::{exposure, patch, shot};
use crate::clip::Picture;
use crate::facts::{PAIR_EVERY_FRAMES, ShotFacts, SkinColor};
use crate::lock::{PairTexture, pair_texture};
use crate::px::{Frame, Mask, Plane};
use crate::steps::mask::Small;
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
    /// What the analysis measured in the source itself, for the frames `from..to` of the shot.
    pub fn in_source(facts: &ShotFacts, from: usize, to: usize) -> Self {
        let to = to.min(facts.shot.frames);
        let from = from.min(to);
        Self {
            exposure_stops: facts.exposure_stops[from..to].to_vec(),
            patch: facts.patch_levels[from..to].to_vec(),
            skin_color: facts.skin_color[from..to].to_vec(),
            texture: facts.texture.iter().filter(|p| p.frame >= from && p.frame + 1 < to).copied().collect(),
        }
    }

    /// Exposure flicker, in percent.
    pub fn exposure_percent(&self) -> f32 {
        exposure::flicker_percent(&self.exposure_stops)
    }

    /// Patch flicker: the median over frames, in 8-bit luma levels.
    pub fn patch_levels(&self) -> f32 {
        shot::median(&mut self.patch.iter().copied().filter(|&v| v > 0.0).collect::<Vec<_>>())
    }
}

/// What of a frame the next two still need.
struct Kept {
    frame: Frame,
    blocks: Vec<f32>,
    slow: Plane<f32>,
    mask: Option<Arc<Mask>>,
}

/// Takes successive frames of one shot.
pub struct Follower<'a> {
    picture: &'a Picture,
    facts: &'a ShotFacts,
    rate: f64,
    out: Followed,
    steps: Vec<f64>,
    last: Option<Kept>,
    before: Option<Kept>,
}

impl std::fmt::Debug for Follower<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Follower").field("shot", &self.facts.shot).finish_non_exhaustive()
    }
}

impl<'a> Follower<'a> {
    /// For frames of this kind along the motion in `facts`.
    pub fn new(picture: &'a Picture, facts: &'a ShotFacts, frames_per_second: f64) -> Self {
        let rate = if frames_per_second > 0.0 { frames_per_second } else { 24.0 };
        Self { picture, facts, rate, out: Followed::default(), steps: Vec::new(), last: None, before: None }
    }

    /// Takes the next frame; `frame.index` is its number in the clip, `mask` the source's skin in it.
    pub fn push(&mut self, frame: &Frame, mask: Option<&Arc<Mask>>) {
        let (picture, facts) = (self.picture, self.facts);
        let step_px = picture.mask_step_px();
        let Small { luma, cb, cr } = Small::of(picture, frame);
        self.out.skin_color.push(shot::mean_skin(picture, mask.map(|m| &**m), &luma, &cb, &cr));
        self.out.patch.push(0.0);
        let kept = Kept {
            frame: frame.clone(),
            blocks: exposure::blocks(&luma, picture.levels.black, picture.levels.luma_span),
            slow: patch::slow_band(&luma),
            mask: mask.cloned(),
        };
        if let Some(last) = &self.last {
            self.steps.push(exposure::step_stops(&last.blocks, &kept.blocks));
            let ahead = facts.motion_between(last.frame.index, frame.index);
            let at = last.frame.index.saturating_sub(facts.shot.first_frame);
            if let (Some((map, _)), Some(mask)) = (ahead, &last.mask) {
                if at.is_multiple_of(PAIR_EVERY_FRAMES) {
                    let pair = pair_texture(last.frame.luma(), frame.luma(), &map, mask, at);
                    if pair.share > 0.0 {
                        self.out.texture.push(pair);
                    }
                }
                let back =
                    self.before.as_ref().map(|b| (b, facts.motion_between(last.frame.index, b.frame.index)));
                if let Some((before, Some((back, _)))) = back {
                    let small = |m: &crate::lock::Affine| m.scaled(1.0 / step_px as f64);
                    let slow = [&before.slow, &last.slow, &kept.slow];
                    let levels = patch::patch_levels(slow, &small(&back), &small(&map), &mask.weights);
                    if let Some(slot) = self.out.patch.iter_mut().rev().nth(1) {
                        *slot = levels.unwrap_or(0.0);
                    }
                }
            }
        }
        self.before = self.last.take();
        self.last = Some(kept);
    }

    /// Everything measured.
    pub fn finish(mut self) -> Followed {
        self.out.exposure_stops = exposure::deviations(&self.steps, self.rate);
        self.out.exposure_stops.truncate(self.out.skin_color.len());
        self.out
    }
}
