//! The search for skin: where the faces say that skin is, by the colour that each face's own skin has; where no face is known,
//! a soft hue, saturation and luma qualifier. Guided edges, feathered inwards. A frame that comes with a mask keeps it.

use super::SkinModel;
use super::small::ramp;
use crate::clip::Picture;
use crate::color::math::sin_cos_deg;
use crate::face::ShotFaces;
use crate::kernels::simd;
use crate::px::Plane;

/// Luma differences below this are skin shading; the mask's edges follow larger ones.
pub(super) const EDGE_LEVELS: f32 = 10.0;
/// Skin that covers less than this share of the frame is chance.
pub(super) const LEAST_SHARE: f32 = 0.002;
/// What the guided filter looks at, in mask samples.
pub(super) const GUIDE_SIGMA: f32 = 2.0;
/// What clears specks of skin colour, in mask samples.
pub(super) const SPECK_SIGMA: f32 = 2.5;

/// How skin is looked for. The defaults are those by which clips are measured and results judged, whatever a recipe's mask is.
#[derive(Clone, Debug, PartialEq)]
pub struct SkinSearch {
    /// Strength of the mask; 0 switches it, and every step bound to it, off.
    pub amount: f32,
    /// Learn the colour from each face, or from the shot where there is none; false takes the values below.
    pub auto: bool,
    /// Follow the faces; false takes colour alone, as if no face were known.
    pub faces: bool,
    /// How much the skin above the face counts, up to the hair.
    pub forehead: f32,
    /// How much ears and temples count.
    pub ears: f32,
    /// How much the neck counts.
    pub neck: f32,
    /// How much hands and other skin near the face count.
    pub hands: f32,
    /// Middle of the skin's hue on the vectorscope, from Cb towards Cr.
    pub hue_deg: f32,
    /// Hue accepted on each side.
    pub hue_width_deg: f32,
    /// Least saturation, as chroma divided by luma.
    pub sat_min: f32,
    /// Largest saturation, as chroma divided by luma.
    pub sat_max: f32,
    /// Darkest luma that counts as skin.
    pub luma_min: f32,
    /// Brightest luma that counts as skin.
    pub luma_max: f32,
    /// Detail above which a surface is hair or cloth, not skin: local contrast at the mask's resolution.
    pub smooth_levels: f32,
    /// Width of the soft edge, inside the skin, at 1080p.
    pub feather_px: f32,
}

impl Default for SkinSearch {
    fn default() -> Self {
        Self {
            amount: 1.0,
            auto: true,
            faces: true,
            forehead: 1.0,
            ears: 1.0,
            neck: 1.0,
            hands: 1.0,
            hue_deg: 123.0,
            hue_width_deg: 14.0,
            sat_min: 0.06,
            sat_max: 0.6,
            luma_min: 0.1,
            luma_max: 0.95,
            smooth_levels: 9.0,
            feather_px: 28.0,
        }
    }
}

impl SkinSearch {
    /// The same search for the skin of a shot: the colour that was learnt there, and none where there is neither skin nor face.
    #[must_use]
    pub fn fitted(self, skin: Option<&SkinModel>, faces: &ShotFaces) -> Self {
        let has_faces = self.faces && !faces.tracks.is_empty();
        match skin {
            Some(skin) if self.auto => Self {
                hue_deg: skin.hue_deg,
                hue_width_deg: skin.hue_width_deg,
                sat_min: skin.sat_min,
                sat_max: skin.sat_max,
                luma_min: skin.luma_min,
                luma_max: skin.luma_max,
                ..self
            },
            None if self.auto && !has_faces => Self { amount: 0.0, ..self },
            _ => self,
        }
    }

    /// Feather in mask samples.
    pub(super) fn feather(&self, picture: &Picture) -> f32 {
        self.feather_px * picture.scale() / picture.mask_step_px() as f32
    }

    /// The raw qualifier: 0..=1 per mask sample.
    pub(super) fn qualify(
        &self,
        picture: &Picture,
        luma: &Plane<f32>,
        cb: &Plane<f32>,
        cr: &Plane<f32>,
    ) -> Plane<f32> {
        let levels = &picture.levels;
        let (sin, cos) = sin_cos_deg(f64::from(self.hue_deg));
        let (sin, cos) = (sin as f32, cos as f32);
        let tan = |degrees: f32| {
            let (s, c) = sin_cos_deg(f64::from(degrees.min(80.0)));
            (s / c) as f32
        };
        let (inner, outer) = (tan(self.hue_width_deg * 0.7), tan(self.hue_width_deg * 1.3));
        let (sat_lo, sat_hi) = (self.sat_min, self.sat_max);
        let (luma_lo, luma_hi) = (self.luma_min, self.luma_max);
        let mut out = Plane::new(luma.width(), luma.height());
        simd::run(
            #[inline(always)]
            || {
                let chroma = cb.samples().iter().zip(cr.samples());
                for ((o, &y), (&b, &r)) in out.samples_mut().iter_mut().zip(luma.samples()).zip(chroma) {
                    let y = (y - levels.black) / levels.luma_span;
                    let b = (b - levels.chroma_zero) / levels.chroma_span;
                    let r = (r - levels.chroma_zero) / levels.chroma_span;
                    let along = b * cos + r * sin;
                    let across = (r * cos - b * sin).abs();
                    // |across| / along is the tangent of the angle from the skin's hue.
                    let hue = ramp(across - inner * along, 0.0, (outer - inner) * along.max(1e-4));
                    let sat = along / (y.max(0.0) + 0.05);
                    let soft = 0.25 * sat_lo.max(0.02);
                    let sat_in = 1.0 - ramp(sat_lo - sat, -soft, 2.0 * soft);
                    let sat_out = ramp(sat - sat_hi, 0.0, 0.25 * sat_hi);
                    let dark = 1.0 - ramp(luma_lo - y, -0.02, 0.06);
                    let bright = ramp(y - luma_hi, 0.0, 0.05);
                    let all = (1.0 - hue) * sat_in * (1.0 - sat_out) * dark * (1.0 - bright);
                    *o = if along > 0.004 { all } else { 0.0 };
                }
            },
        );
        out
    }
}
