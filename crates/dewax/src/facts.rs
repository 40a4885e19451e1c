//! What an analysis found in one shot, as steps and checks read it: measurements and motion, no opinion.

mod attire;
mod lens;
mod shape;
mod soft;
mod spot;
mod stylised;

use crate::clip::Shot;
use crate::color::math::exp2;
use crate::color::{Cdl, ColourCourse, Join, Light, LumaWeights, joins_back};
use crate::face::PersonDrift;
pub use crate::face::ShotFaces;
use crate::flat::{Graft, Original};
use crate::flaw::HALO_PERCENT;
use crate::lock::{
    Affine, Lock, Locked, PairTexture, PictureDrift, SkinDetail, TintStep, between, drift_of_picture,
};
pub use crate::skin::SkinModel;
use crate::skin::{SkinSearch, limbs::Limbs};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use attire::{Attire, AttireFlicker};
pub use shape::{Contour, ContourMotion, FaceShape, SEVERE_WIDTH_PERCENT};
pub use soft::SoftRun;
pub use spot::FoundSpot;
pub use stylised::FEW_TONES;

/// Mean colour of the skin in one frame, in Y'CbCr (luma 0..=1, chroma −0.5..=0.5).
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SkinColor(
    /// Y', Cb, Cr.
    pub [f32; 3],
);

/// Every this many frames pairs are compared for texture.
pub const PAIR_EVERY_FRAMES: usize = 3;

/// How far the frames of these pairs lie apart: the next one; as far as `calm` reads; and so far that two averages made by
/// it share no frame, so that averaged boil cannot pass for texture that sticks.
pub const PAIR_GAPS: [usize; 3] = [1, 4, 10];

/// Every this many frames contours and surfaces are looked at.
pub const GLIMPSE_EVERY_FRAMES: usize = 4;

/// Contours and surfaces of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Glimpse {
    /// The frame, counted from the start of the shot.
    pub frame: usize,
    /// Isolated contours that were measured, in and around the faces; in the whole frame without one.
    pub edges: usize,
    /// Over- and undershoot of the median contour, in percent of its step.
    pub overshoot_percent: f32,
    /// From 10 to 90 % of the step of the median contour, px.
    pub edge_width_px: f32,
    /// Blocks of flat skin that could be compared with what is as bright and as flat around it.
    pub compared_blocks: usize,
    /// Finest band of their median block, in 8-bit luma levels (RMS).
    pub skin_fine_levels: f32,
    /// The same of the cleaner quarter of what is around the skin.
    pub around_fine_levels: f32,
    /// Blocks of skin.
    pub skin_blocks: usize,
    /// Share of the skin's pixels that are as their neighbours, 0..=1.
    pub flat_share: f32,
    /// Share of the skin's pixels that have one of its four commonest tones, 0..=1.
    pub tone_share: f32,
    /// How far these tones lie apart, 8-bit levels.
    pub tone_span_levels: f32,
}

/// How a shot was sharpened: the unsharp mask that explains the mean contour best.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Sharpening {
    /// Amount of the unsharp mask: how much of what a blur took was added, 0..=4.
    pub amount: f32,
    /// Sigma of that blur, luma px, 0.4..=3.
    pub radius_px: f32,
    /// How far contours go beyond their surfaces in the middle frame, in percent of their step.
    pub overshoot_percent: f32,
    /// How far the mean contour lies from what the mask makes of a plain step, in percent of the step (RMS).
    pub misfit_percent: f32,
    /// How many contours told, over all frames that were looked at.
    pub contours: usize,
}

impl Sharpening {
    /// Whether it can be seen: below, a picture is better left.
    pub fn shows(&self) -> bool {
        self.amount > 0.0 && self.overshoot_percent >= HALO_PERCENT
    }

    /// Whether the figures are possible; files may say anything.
    pub fn is_sane(&self) -> bool {
        (0.0..=4.0).contains(&self.amount)
            && (0.4..=3.0).contains(&self.radius_px)
            && self.overshoot_percent.is_finite()
            && self.misfit_percent.is_finite()
    }
}

/// Summary figures of a shot.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShotFigures {
    /// Exposure flicker: RMS of what changes direction from frame to frame in the frame's brightness, in percent.
    pub exposure_flicker_percent: f32,
    /// How much red, green and blue of the whole frame flicker apart from each other, in percent.
    #[serde(default)]
    pub colour_flicker_percent: f32,
    /// Patch flicker: cheek-sized brightness changes that come and go, in 8-bit luma levels.
    pub patch_levels: f32,
    /// Boil: 2-8 px texture redrawn from frame to frame in well-aligned skin, in 8-bit luma levels.
    pub boil_levels: f32,
    /// The same in what is flat around the skin: grain of sensor and film; 0 where that cannot be told.
    #[serde(default)]
    pub grain_levels: f32,
    /// Texture that sticks to the skin, per band of [`crate::lock::BANDS_PX`], in 8-bit luma levels.
    pub sticky_levels: [f32; 3],
    /// What of the texture that sticks is still shared one frame later, per band, 0..=1: of what frames [`PAIR_GAPS`]\[1\]
    /// apart share, the loss on the way to the next gap. Slow boil is gone by then; what the lock misses goes on falling.
    pub lasting: [f32; 3],
    /// Largest change of a face's colour at equal lightness, half a second beside the first half second, CIEDE2000.
    pub skin_drift_de: f32,
    /// Mean share of the frame that is skin, 0..=1.
    pub skin_share: f32,
    /// Mean share of the skin that is locked, 0..=1.
    pub locked: f32,
}

/// A lock in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LockSummary {
    /// Number of the face's track; 0 for skin of which no face is known.
    pub face: u32,
    /// Boil of this skin, as in [`ShotFigures`].
    pub boil_levels: f32,
    /// Patch flicker of this skin, as in [`ShotFigures`].
    pub patch_levels: f32,
    /// Lasting texture of this skin, as in [`ShotFigures`].
    pub lasting: [f32; 3],
    /// Mean share of the skin that is locked over the frames in which the face was there, 0..=1.
    pub locked: f32,
    /// The runs of frames in which it is not locked: first frame and last frame, by number in the clip. They are left
    /// alone.
    pub lost: Vec<(usize, usize)>,
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
    /// The luma (0..=1) at which it is so many stops, where the flicker adds the same everywhere; none where it multiplies.
    #[serde(default)]
    pub exposure_added_to: Option<f32>,
    /// How much brighter red, green and blue are than their smooth courses, in stops; empty where they do not flicker apart.
    #[serde(default)]
    pub channel_stops: Vec<[f32; 3]>,
    /// Mean colour of the skin.
    pub skin_color: Vec<SkinColor>,
    /// Share of the frame that is skin, 0..=1.
    pub skin_share: Vec<f32>,
    /// Patch flicker around the frame, in 8-bit luma levels.
    pub patch_levels: Vec<f32>,
    /// Texture of every [`PAIR_EVERY_FRAMES`]th pair, per lock.
    pub texture: Vec<PairTexture>,
    /// Detail of the skin by its size on the skin, per face and every [`crate::lock::DETAIL_EVERY_FRAMES`]th frame.
    #[serde(default)]
    pub detail: Vec<SkinDetail>,
    /// The colour of the faces, per lock and half second.
    #[serde(default)]
    pub tint: Vec<TintStep>,
    /// The course of the whole picture's colour; none of shots shorter than a second.
    #[serde(default)]
    pub colour_course: Option<ColourCourse>,
    /// Where parts of it were joined on, in order.
    #[serde(default)]
    pub joins: Vec<Join>,
    /// Neck, arms and hands that are hotter than their person's face, by face.
    #[serde(default)]
    pub limbs: Vec<Limbs>,
    /// How often a face held by its mesh was looked at for them; 0 where a mask was given, or no mesh was held.
    #[serde(default)]
    pub limbs_looked: usize,
    /// Whether hands were looked for.
    #[serde(default)]
    pub hands_looked: bool,
    /// Every [`GLIMPSE_EVERY_FRAMES`]th frame: contours and surfaces.
    pub glimpses: Vec<Glimpse>,
    /// How the shot was sharpened; none where too few contours tell, or none of them overshoots.
    #[serde(default)]
    pub sharpening: Option<Sharpening>,
    /// The shape of each face that was held by its mesh.
    pub shapes: Vec<FaceShape>,
    /// How hair, clothes and outlines of persons flicker; of those that could be followed.
    #[serde(default)]
    pub attire: Vec<AttireFlicker>,
    /// How far each person drifts; empty where persons are not told apart.
    #[serde(default)]
    pub persons: Vec<PersonDrift>,
    /// Places of faces that are wrong in a few frames, in order.
    #[serde(default)]
    pub spots: Vec<FoundSpot>,
    /// Frames in which faces are softer than around them, in order.
    #[serde(default)]
    pub soft: Vec<SoftRun>,
    /// The locks, in short.
    pub lock_summaries: Vec<LockSummary>,
    /// The locks. Too large for text: they are stored with the faces.
    #[serde(skip)]
    pub locks: Vec<Lock>,
    /// How many faces were followed.
    pub face_tracks: usize,
    /// The faces. Too large for text: they are stored by themselves.
    #[serde(skip)]
    pub faces: ShotFaces,
    /// Texture of a real skin that the recipe names, for `texture.pores`: no finding, and stored by itself.
    #[serde(skip)]
    pub graft: Option<Arc<Graft>>,
    /// Texture of an original in register with the clip that the recipe names, likewise.
    #[serde(skip)]
    pub original: Option<Arc<Original>>,
}

impl ShotFigures {
    /// Boil that the surroundings do not share: what they share is grain, and grain is no flaw.
    pub fn own_boil_levels(&self) -> f32 {
        (self.boil_levels.powi(2) - self.grain_levels.powi(2)).max(0.0).sqrt()
    }
}

impl ShotFacts {
    /// How the skin of the shot is looked for, whatever a recipe's mask is: this measures, and judges.
    pub fn skin_search(&self) -> SkinSearch {
        SkinSearch::default().fitted(self.skin.as_ref(), &self.faces)
    }

    /// The limbs of faces that were not dropped since.
    pub fn kept_limbs(&self) -> impl Iterator<Item = &Limbs> {
        let is_dropped = |l: &Limbs| self.faces.tracks.iter().any(|t| t.id == l.face && t.dropped);
        self.limbs.iter().filter(move |l| !is_dropped(l))
    }

    /// Facts of a shot in which nothing was found and nothing moves.
    pub fn still(shot: Shot) -> Self {
        Self {
            shot,
            figures: ShotFigures::default(),
            skin: None,
            exposure_stops: vec![0.0; shot.frames],
            exposure_added_to: None,
            channel_stops: Vec::new(),
            skin_color: vec![SkinColor::default(); shot.frames],
            skin_share: vec![0.0; shot.frames],
            patch_levels: vec![0.0; shot.frames],
            texture: Vec::new(),
            detail: Vec::new(),
            tint: Vec::new(),
            colour_course: None,
            joins: Vec::new(),
            limbs: Vec::new(),
            limbs_looked: 0,
            hands_looked: false,
            glimpses: Vec::new(),
            sharpening: None,
            shapes: Vec::new(),
            attire: Vec::new(),
            persons: Vec::new(),
            spots: Vec::new(),
            soft: Vec::new(),
            lock_summaries: Vec::new(),
            locks: Vec::new(),
            face_tracks: 0,
            faces: ShotFaces::default(),
            graft: None,
            original: None,
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

    /// What takes frame `index` of the clip to the exposure of its shot; `share` says how much of that, and `most` how many stops at
    /// most. Where the light flickers in its colour, red, green and blue have their own.
    pub fn light_back(&self, index: usize, weights: LumaWeights, share: f32, most: f32) -> Light {
        let bounded = |stops: f32| (share * stops).clamp(-most, most);
        let channels = index.checked_sub(self.shot.first_frame).and_then(|i| self.channel_stops.get(i));
        if let Some(stops) = channels {
            return Light::gains(weights, stops.map(|s| exp2(f64::from(-bounded(s))) as f32));
        }
        let stops = bounded(self.exposure_of(index));
        match self.exposure_added_to {
            None => Light::gain(exp2(f64::from(-stops)) as f32, 0.0),
            Some(luma) => Light::gain(1.0, -luma * (exp2(f64::from(stops)) as f32 - 1.0)),
        }
    }

    /// The drift of colour that the whole picture shares with its skin; none where that is light, or cannot be told.
    pub fn drift(&self) -> Option<PictureDrift<'_>> {
        drift_of_picture(&self.tint, self.colour_course.as_ref(), self.shot.frames)
    }

    /// What takes frame `index` of the clip to the colour of the start of its shot; `share` says how much of that.
    pub fn colour_back(&self, index: usize, share: f32) -> Light {
        let at = index.saturating_sub(self.shot.first_frame);
        self.drift().map_or(Light::AS_IT_IS, |drift| drift.course.back(at, share))
    }

    /// Whether a file could have said of its colours what it does.
    pub(crate) fn colours_are_sane(&self) -> bool {
        let frames = self.shot.frames;
        let course = self.colour_course.as_ref().is_none_or(|c| c.is_sane(frames));
        course && Join::are_sane(&self.joins, frames) && self.limbs.iter().all(|l| l.is_sane(frames))
    }

    /// What takes frame `index` of the clip to the colours before the first join of its shot that is taken back, one grade after another;
    /// `share` says how much of each.
    pub fn joins_back(&self, index: usize, share: f32) -> Vec<Cdl> {
        let at = index.saturating_sub(self.shot.first_frame);
        let taken: Vec<Join> = self.joins.iter().filter(|j| j.is_taken_back()).copied().collect();
        joins_back(&taken, at, share)
    }

    /// The same for all joins, also those that are only told: in it, colours on both sides of each can be compared.
    pub fn without_joins(&self, index: usize) -> Vec<Cdl> {
        joins_back(&self.joins, index.saturating_sub(self.shot.first_frame), 1.0)
    }

    /// The locks that hold in both of two frames with the same still space, by numbers in the clip.
    pub fn pairs(&self, from: usize, to: usize) -> impl Iterator<Item = LockPair<'_>> {
        self.locks.iter().filter_map(move |lock| {
            let (here, there) = (lock.held(from)?, lock.held(to)?);
            std::ptr::eq(here.segment, there.segment).then_some(LockPair { face: lock.face, here, there })
        })
    }

    /// Where a point of the skin in frame `from` lies in frame `to`; `None` where no lock knows.
    pub fn followed(&self, point: [f64; 2], from: usize, to: usize) -> Option<[f64; 2]> {
        let near = self.pairs(from, to).filter_map(|p| {
            let still = p.here.back()?(point);
            p.here.segment.grid.holds(still).then(|| (p.here.skin(still), p.there.to_frame(still)))
        });
        near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, there)| there)
    }

    /// Facts with the figures of one lock in place of the shot's, for fitting what works by the lock; without the columns.
    #[must_use]
    pub fn figures_of(&self, lock: &LockSummary) -> Self {
        let figures = ShotFigures {
            boil_levels: lock.boil_levels,
            patch_levels: lock.patch_levels,
            lasting: lock.lasting,
            locked: lock.locked,
            ..self.figures
        };
        Self { figures, ..Self::still(self.shot) }
    }
}

/// One lock in two frames.
#[derive(Clone, Debug)]
pub struct LockPair<'a> {
    /// Number of the face's track.
    pub face: u32,
    /// In the one frame.
    pub here: Locked<'a>,
    /// In the other.
    pub there: Locked<'a>,
}

/// Trust in both frames below which a motion counts as unknown.
const LEAST_TRUST: f32 = 0.4;

impl LockPair<'_> {
    /// The map from pixels of the one frame to pixels of the other that is right around `point` of the one; `None` where
    /// it cannot be trusted, and off the face.
    pub fn motion(&self, point: [f64; 2]) -> Option<Affine> {
        let still = self.here.back()?(point);
        let is_face = self.here.segment.is_face(still);
        let trust = self.here.trust(still).min(self.there.trust(still));
        (is_face && trust >= LEAST_TRUST).then(|| between(&self.here, &self.there, point))?
    }
}
