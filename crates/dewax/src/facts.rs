//! What an analysis found in one shot, as steps and checks read it: measurements and motion, no opinion.

use crate::clip::Shot;
use crate::face::{FaceState, FaceTrack, Topology};
use crate::lock::{Affine, PairTexture};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The colour of the skin of a shot, in the plane of the vectorscope.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SkinModel {
    /// Angle of the skin's chroma from Cb towards Cr, in degrees (the vectorscope's skin line is at 123°).
    pub hue_deg: f32,
    /// Half the width of the accepted angles, in degrees.
    pub hue_width_deg: f32,
    /// Least chroma ÷ luma.
    pub sat_min: f32,
    /// Largest chroma ÷ luma.
    pub sat_max: f32,
    /// Least luma, 0..=1.
    pub luma_min: f32,
    /// Largest luma, 0..=1.
    pub luma_max: f32,
    /// Share of the frame that the model was learnt from, 0..=1.
    pub support: f32,
}

/// Mean colour of the skin in one frame, in Y'CbCr (luma 0..=1, chroma −0.5..=0.5).
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SkinColor(
    /// Y', Cb, Cr.
    pub [f32; 3],
);

/// Every this many frames a pair is compared for texture.
pub const PAIR_EVERY_FRAMES: usize = 3;

/// Summary figures of a shot.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShotFigures {
    /// Exposure flicker: RMS of what changes direction from frame to frame in the frame's brightness, in percent.
    pub exposure_flicker_percent: f32,
    /// Patch flicker: cheek-sized brightness changes that come and go, in 8-bit luma levels.
    pub patch_levels: f32,
    /// Boil: 2-8 px texture redrawn from frame to frame in well-aligned skin, in 8-bit luma levels.
    pub boil_levels: f32,
    /// Texture that sticks to the skin, per band of [`crate::lock::BANDS_PX`], in 8-bit luma levels.
    pub sticky_levels: [f32; 3],
    /// Largest CIEDE2000 between a frame's skin (mean of half a second) and the shot's median skin.
    pub skin_drift_de: f32,
    /// Mean share of the frame that is skin, 0..=1.
    pub skin_share: f32,
    /// Mean share of the skin that follows the motion model, 0..=1.
    pub inliers: f32,
}

/// Everything measured in one shot. Columns have one entry per frame unless they say otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShotFacts {
    /// Which frames.
    pub shot: Shot,
    /// The summary.
    pub figures: ShotFigures,
    /// Colour of the skin; none when no skin was found.
    pub skin: Option<SkinModel>,
    /// How much brighter than the shot's smooth course the frame is, in stops.
    pub exposure_stops: Vec<f32>,
    /// Motion of the skin from each frame to the next (one entry fewer than frames).
    pub motion: Vec<Affine>,
    /// How much of the skin follows that motion, 0..=1 (one entry fewer than frames).
    pub inliers: Vec<f32>,
    /// Mean colour of the skin.
    pub skin_color: Vec<SkinColor>,
    /// Share of the frame that is skin, 0..=1.
    pub skin_share: Vec<f32>,
    /// Patch flicker around the frame, in 8-bit luma levels.
    pub patch_levels: Vec<f32>,
    /// Texture of every [`PAIR_EVERY_FRAMES`]th pair.
    pub texture: Vec<PairTexture>,
    /// How many faces were followed.
    pub face_tracks: usize,
    /// The faces. Too large for text: they are stored by themselves.
    #[serde(skip)]
    pub faces: ShotFaces,
}

/// The faces of a shot.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShotFaces {
    /// How their meshes are joined; none when faces are boxes only.
    pub topology: Option<Arc<Topology>>,
    /// The faces, by number.
    pub tracks: Vec<FaceTrack>,
}

impl ShotFaces {
    /// Every face that is held in frame `index` of the clip, also those that are left alone.
    pub fn all(&self, index: usize) -> Vec<&FaceState> {
        self.tracks.iter().filter_map(|t| t.at(index)).filter(|s| s.weight > 0.0).collect()
    }

    /// The faces to be treated in frame `index` of the clip, each with its track.
    pub fn at(&self, index: usize) -> impl Iterator<Item = (&FaceTrack, &FaceState)> {
        let kept = self.tracks.iter().filter(|t| !t.dropped);
        kept.filter_map(move |t| Some((t, t.at(index)?))).filter(|(_, s)| s.weight > 0.0)
    }
}

impl ShotFacts {
    /// Facts of a shot in which nothing was found and nothing moves.
    pub fn still(shot: Shot) -> Self {
        let pairs = shot.frames.saturating_sub(1);
        Self {
            shot,
            figures: ShotFigures::default(),
            skin: None,
            exposure_stops: vec![0.0; shot.frames],
            motion: vec![Affine::IDENTITY; pairs],
            inliers: vec![0.0; pairs],
            skin_color: vec![SkinColor::default(); shot.frames],
            skin_share: vec![0.0; shot.frames],
            patch_levels: vec![0.0; shot.frames],
            texture: Vec::new(),
            face_tracks: 0,
            faces: ShotFaces::default(),
        }
    }

    /// Whether there is anything that a mask could find.
    pub fn has_skin(&self) -> bool {
        self.skin.is_some() || !self.faces.tracks.is_empty()
    }

    /// How much too bright frame `index` of the clip is, in stops.
    pub fn exposure_of(&self, index: usize) -> f32 {
        let at = index.checked_sub(self.shot.first_frame);
        at.and_then(|i| self.exposure_stops.get(i)).copied().unwrap_or(0.0)
    }

    /// Motion of the skin from frame `from` to frame `to` (numbers in the clip), composed from single steps, and the
    /// least share of skin that followed any of them. `None` beyond the shot.
    pub fn motion_between(&self, from: usize, to: usize) -> Option<(Affine, f32)> {
        if !self.shot.contains(from) || !self.shot.contains(to) {
            return None;
        }
        let (first, last) = (from.min(to) - self.shot.first_frame, from.max(to) - self.shot.first_frame);
        let mut map = Affine::IDENTITY;
        let mut inliers = 1.0f32;
        for i in first..last {
            map = map.then(self.motion.get(i)?);
            inliers = inliers.min(*self.inliers.get(i)?);
        }
        Some((if from <= to { map } else { map.inverse()? }, inliers))
    }
}
