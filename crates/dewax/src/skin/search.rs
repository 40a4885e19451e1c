//! The search for skin: where the faces say that skin is, by the colour that each face's own skin has; where no face is known,
//! a soft hue, saturation and luma qualifier. Guided edges, feathered inwards. A frame that comes with a mask keeps it.

use super::small::{CONTRAST_SIGMA, contrast, mask_of, ramp};
use super::{SkinModel, Small, face, given};
use crate::clip::Picture;
use crate::color::math::sin_cos_deg;
use crate::face::{FaceFilter, FaceState, ShotFaces, Surface, Topology};
use crate::kernels::{blur, guided, simd};
use crate::px::{Frame, LEVEL, Mask, Plane};

/// Luma differences below this are skin shading; the mask's edges follow larger ones.
pub(super) const EDGE_LEVELS: f32 = 10.0;
/// Skin that covers less than this share of the frame is chance.
const LEAST_SHARE: f32 = 0.002;
/// What the guided filter looks at, in mask samples.
pub(super) const GUIDE_SIGMA: f32 = 2.0;
/// What clears specks of skin colour, in mask samples.
const SPECK_SIGMA: f32 = 2.5;

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

    /// What it reads around a place, luma px.
    pub fn reach_px(&self, picture: &Picture) -> usize {
        let filters = 2 * blur::radius_px(CONTRAST_SIGMA)
            + blur::radius_px(SPECK_SIGMA.max(face::MOST_SPECK))
            + blur::radius_px(face::MOST_SOFT)
            + 2 * blur::radius_px(GUIDE_SIGMA)
            + blur::radius_px(self.feather(picture) / 2.0);
        (filters + 3) * picture.mask_step_px()
    }

    /// Feather in mask samples.
    pub(super) fn feather(&self, picture: &Picture) -> f32 {
        self.feather_px * picture.scale() / picture.mask_step_px() as f32
    }

    /// The raw qualifier: 0..=1 per mask sample.
    fn qualify(&self, picture: &Picture, luma: &Plane<f32>, cb: &Plane<f32>, cr: &Plane<f32>) -> Plane<f32> {
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

    /// The mask of one frame of a shot: the one that the frame came with, else that of its faces where there are any,
    /// else by colour alone.
    pub fn find(&self, picture: &Picture, faces: &ShotFaces, frame: &Frame) -> Option<Mask> {
        self.find_some(picture, faces, frame, FaceFilter::All)
    }

    /// [`SkinSearch::find`], of some of the faces only.
    pub fn find_some(
        &self,
        picture: &Picture,
        faces: &ShotFaces,
        frame: &Frame,
        filter: FaceFilter<'_>,
    ) -> Option<Mask> {
        if let Some(given) = &frame.skin {
            return given::kept(given, self.amount, picture, faces, frame.index, filter);
        }
        let small = Small::of(picture, frame);
        if !self.faces || faces.tracks.is_empty() {
            return self.find_colour(picture, &small);
        }
        let chosen = faces.at(frame.index).filter(|(track, _)| filter.has(track.id));
        let each: Vec<(&FaceState, &[Surface])> =
            chosen.map(|(track, state)| (state, &*track.others)).collect();
        self.find_faces(picture, &small, &each, &faces.all(frame.index), faces.topology.as_deref())
    }

    /// The mask of `faces`, each given with the surfaces around it: what is skin of any of them. `all` are the faces of
    /// the frame, also those to be left alone: skin is theirs where they are nearer.
    pub fn find_faces(
        &self,
        picture: &Picture,
        small: &Small,
        faces: &[(&FaceState, &[Surface])],
        all: &[&FaceState],
        topology: Option<&Topology>,
    ) -> Option<Mask> {
        let each = self.find_each(picture, small, faces, all, topology).into_iter().flatten();
        each.reduce(|sum, one| sum.union(&one))
    }

    /// [`SkinSearch::find_faces`], a mask for each of them; none for a face of which no skin is seen.
    pub fn find_each(
        &self,
        picture: &Picture,
        small: &Small,
        faces: &[(&FaceState, &[Surface])],
        all: &[&FaceState],
        topology: Option<&Topology>,
    ) -> Vec<Option<Mask>> {
        let Small { luma, cb, cr } = small;
        let qualified = (!self.auto).then(|| self.qualify(picture, luma, cb, cr));
        let ground = face::Ground { small, all, qualified: qualified.as_ref() };
        let mask_of_face = |(state, others): &(&FaceState, &[Surface])| {
            let (part, own) = face::weights(self, picture, &ground, state, others, topology)?;
            let mut weights = Plane::new(luma.width(), luma.height());
            for (y, row) in own.rows().enumerate() {
                weights.row_mut(part.y0 + y)[part.x0..part.x1].copy_from_slice(row);
            }
            mask_of(weights, picture)
        };
        faces.iter().map(mask_of_face).collect()
    }

    /// The mask by colour alone: qualifier, specks cleared, edges of the luma, feather inwards.
    pub fn find_colour(&self, picture: &Picture, small: &Small) -> Option<Mask> {
        let Small { luma, cb, cr } = small;
        let raw = self.qualify(picture, luma, cb, cr);
        let mut cleared = raw;
        let rough = contrast(luma);
        for (c, &r) in cleared.samples_mut().iter_mut().zip(rough.samples()) {
            *c *= 1.0 - ramp(r / LEVEL, self.smooth_levels * 0.7, self.smooth_levels * 0.8);
        }
        // Specks: skin must be skin in its neighbourhood too.
        let near = blur::gaussian(&cleared, SPECK_SIGMA);
        for (c, &n) in cleared.samples_mut().iter_mut().zip(near.samples()) {
            *c *= ramp(n, 0.35, 0.3);
        }
        let epsilon = (EDGE_LEVELS * LEVEL) * (EDGE_LEVELS * LEVEL);
        let edged = guided::guided(&cleared, luma, GUIDE_SIGMA, epsilon);
        let feather = self.feather(picture);
        let soft = blur::gaussian(&edged, feather / 2.0);
        let mut weights = edged;
        for ((w, &s), &c) in weights.samples_mut().iter_mut().zip(soft.samples()).zip(cleared.samples()) {
            // Blurred, an edge is at one half: what is above that lies inside. Times the guided qualifier, so that
            // eyes, brows and hair inside the face keep out.
            let inside = if feather > 0.0 { ramp(s, 0.5, 0.4) } else { 1.0 };
            let here = if feather > 0.0 { ramp(*w, 0.25, 0.5) } else { c };
            *w = self.amount * inside * here;
        }
        if weights.samples().iter().sum::<f32>() < LEAST_SHARE * weights.samples().len() as f32 {
            return None;
        }
        mask_of(weights, picture)
    }
}
