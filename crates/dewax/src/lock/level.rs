//! How much texture a face's skin has beside real skin: one figure per face, from the detail measured through a shot.

use super::detail::SkinDetail;
use crate::color::math::ln;
use crate::skin::{EYE_PERCENT, FACE_PERCENT};

/// Contrast of real skin per band of [`super::BANDS_MM`], in percent of its luma.
pub const REAL_PERCENT: [f32; 2] = [FACE_PERCENT[0].middle, FACE_PERCENT[1].middle];
/// The same of eyes with brows in the finer band.
pub const REAL_EYE_PERCENT: f32 = EYE_PERCENT;
/// A picture is out of focus, or smoothed as a whole, when eyes and brows are this soft, dB below real ones, and the skin has
/// lost at most so much more than they. Compressed camera footage: −7.8 and −3.3; porcelain: 0 to −5.5 and −6.5 to −13.
const SOFT_EYES_DB: f32 = -6.0;
const ALONE_DB: f32 = -5.0;
/// A face counts beside the largest one when it is at least this large.
const LARGE_ENOUGH: f32 = 0.5;
/// No skin shows less, percent: a quarter of an 8-bit level's rounding.
const LEAST_PERCENT: f32 = 0.03;

/// The skin of one face of a shot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkinLevel {
    /// Number of the face's track.
    pub face: u32,
    /// Contrast that sticks to it, per band of [`super::BANDS_MM`], in percent of its light; 0 where it could not be measured.
    pub percent: [f32; 2],
    /// Its skin beside real skin, in the band in which it is barer, dB.
    pub db: f32,
    /// Its finest band that could be measured, dB.
    pub fine_db: f32,
    /// Whether the face is large enough for pores and fine lines to be measured.
    pub has_fine: bool,
    /// Its eyes and brows beside real ones, dB; none where they could not be measured.
    pub eye_db: Option<f32>,
    /// Mean share of the face's skin that is a smooth, pale highlight, 0..=1.
    pub glow_share: f32,
    /// Whether it was measured in single frames only, in which noise counts as skin.
    pub is_still: bool,
}

impl SkinLevel {
    /// Whether eyes and brows are as soft as the skin, so that the picture is out of focus or smoothed as a whole.
    pub fn is_soft_picture(&self) -> bool {
        self.eye_db.is_some_and(|eye| eye < SOFT_EYES_DB && self.fine_db - eye > ALONE_DB)
    }
}

/// The face with the least texture among those that are large in the picture.
pub fn thinnest(detail: &[SkinDetail]) -> Option<SkinLevel> {
    let largest = detail.iter().map(|d| d.px_per_mm).fold(0.0, f32::max);
    let mut numbers: Vec<u32> =
        detail.iter().filter(|d| d.px_per_mm >= LARGE_ENOUGH * largest).map(|d| d.face).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let faces = numbers.into_iter().filter_map(|n| skin_level(n, detail));
    faces.min_by(|a, b| a.db.total_cmp(&b.db))
}

/// What was measured of a face. The upper quartile over its frames: those that move or were compressed hardest show less of
/// a skin than it has, none shows more.
pub fn skin_level(face: u32, detail: &[SkinDetail]) -> Option<SkinLevel> {
    let own: Vec<&SkinDetail> = detail.iter().filter(|d| d.face == face).collect();
    let upper = |pick: &dyn Fn(&SkinDetail) -> f32| {
        let mut all: Vec<f32> = own.iter().map(|d| pick(d)).filter(|&v| v > 0.0).collect();
        all.sort_by(f32::total_cmp);
        all.get((3 * all.len().saturating_sub(1) + 2) / 4).copied()
    };
    // What two frames share can be nothing at all: that is as bare as skin can be, not unknown.
    let measured = |band: usize| own.iter().any(|d| d.eye_percent[band] > 0.0 || d.skin_percent[band] > 0.0);
    let band = |band: usize| {
        let seen = upper(&|d| d.skin_percent[band]).unwrap_or(LEAST_PERCENT);
        measured(band).then(|| db(seen / REAL_PERCENT[band]))
    };
    let (fine, coarse) = (band(0), band(1)?);
    Some(SkinLevel {
        face,
        percent: [0, 1].map(|b| upper(&|d| d.skin_percent[b]).unwrap_or(0.0)),
        db: fine.map_or(coarse, |f| f.min(coarse)),
        fine_db: fine.unwrap_or(coarse),
        has_fine: fine.is_some(),
        eye_db: fine.and(upper(&|d| d.eye_percent[0])).map(|e| db(e / REAL_EYE_PERCENT)),
        glow_share: own.iter().map(|d| d.glow_share).sum::<f32>() / own.len() as f32,
        is_still: own.iter().all(|d| d.gap == 0),
    })
}

fn db(ratio: f32) -> f32 {
    (20.0 * ln(f64::from(ratio.max(1e-3))) / std::f64::consts::LN_10) as f32
}
