//! The skin mask: where the faces say that skin is, by the colour that each face's own skin has; where no face is known,
//! a soft hue, saturation and luma qualifier. Guided edges, feathered inwards. A frame that comes with a mask keeps it.

mod cover;
pub mod face;
pub mod given;
pub mod shape;

use crate::clip::Picture;
use crate::color::math::sin_cos_deg;
use crate::face::{FaceState, Surface, Topology};
use crate::facts::ShotFacts;
use crate::kernels::{blur, guided, shrink, simd, tile};
use crate::params;
use crate::px::{Frame, LEVEL, Mask, Plane, Rect, Window};
use crate::step::{Context, FaceFilter, Reach, Step, Touches};
use std::sync::Arc;

params! {
    /// Where the skin is.
    pub struct SkinMask {
        /// Strength of the mask; 0 switches it, and every step bound to it, off.
        amount: f32 = 1.0, in 0.0..1.0;
        /// Learn the colour from each face, or from the shot where there is none; false takes the values below.
        auto: bool = true;
        /// Follow the faces; false takes colour alone, as if no face were known.
        faces: bool = true;
        /// How much the skin above the face counts, up to the hair.
        forehead: f32 = 1.0, in 0.0..1.0;
        /// How much ears and temples count.
        ears: f32 = 1.0, in 0.0..1.0;
        /// How much the neck counts.
        neck: f32 = 1.0, in 0.0..1.0;
        /// How much hands and other skin near the face count.
        hands: f32 = 1.0, in 0.0..1.0;
        /// Middle of the skin's hue on the vectorscope, from Cb towards Cr.
        hue_deg: f32 = 123.0, in 0.0..360.0, unit "degrees";
        /// Hue accepted on each side.
        hue_width_deg: f32 = 14.0, in 1.0..60.0, unit "degrees";
        /// Least saturation, as chroma divided by luma.
        sat_min: f32 = 0.06, in 0.0..2.0;
        /// Largest saturation, as chroma divided by luma.
        sat_max: f32 = 0.6, in 0.0..2.0;
        /// Darkest luma that counts as skin.
        luma_min: f32 = 0.1, in 0.0..1.0;
        /// Brightest luma that counts as skin.
        luma_max: f32 = 0.95, in 0.0..1.0;
        /// Detail above which a surface is hair or cloth, not skin: local contrast at the mask's resolution.
        smooth_levels: f32 = 9.0, in 1.0..64.0, unit "levels";
        /// Width of the soft edge, inside the skin, at 1080p.
        feather_px: f32 = 28.0, in 0.0..120.0, unit "px";
    }
}

/// Luma differences below this are skin shading; the mask's edges follow larger ones.
const EDGE_LEVELS: f32 = 10.0;
/// Skin that covers less than this share of the frame is chance.
const LEAST_SHARE: f32 = 0.002;
/// What the guided filter looks at, in mask samples.
const GUIDE_SIGMA: f32 = 2.0;
/// Neighbourhood in which detail is measured, in mask samples.
const CONTRAST_SIGMA: f32 = 1.5;
/// What clears specks of skin colour, in mask samples.
const SPECK_SIGMA: f32 = 2.5;

impl SkinMask {
    /// Feather in mask samples.
    fn feather(&self, picture: &Picture) -> f32 {
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
    pub fn find(&self, picture: &Picture, facts: &ShotFacts, frame: &Frame) -> Option<Mask> {
        self.find_some(picture, facts, frame, FaceFilter::All)
    }

    /// [`SkinMask::find`], of some of the faces only.
    fn find_some(
        &self,
        picture: &Picture,
        facts: &ShotFacts,
        frame: &Frame,
        filter: FaceFilter<'_>,
    ) -> Option<Mask> {
        if let Some(given) = &frame.skin {
            return given::kept(given, self.amount, picture, &facts.faces, frame.index, filter);
        }
        let small = Small::of(picture, frame);
        if !self.faces || facts.faces.tracks.is_empty() {
            return self.find_colour(picture, &small);
        }
        let chosen = facts.faces.at(frame.index).filter(|(track, _)| filter.has(track.id));
        let faces: Vec<(&FaceState, &[Surface])> =
            chosen.map(|(track, state)| (state, &*track.others)).collect();
        self.find_faces(picture, &small, &faces, &facts.faces.all(frame.index), facts.faces.topology.as_deref())
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

    /// [`SkinMask::find_faces`], a mask for each of them; none for a face of which no skin is seen.
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

/// Local contrast of a part of a plane, in stored units.
pub fn contrast_of(luma: &Plane<f32>, part: Rect) -> Plane<f32> {
    contrast(&tile::cut(luma, part))
}

/// Local contrast: the standard deviation of luma around each sample, in stored units.
fn contrast(luma: &Plane<f32>) -> Plane<f32> {
    let mean = blur::gaussian(luma, CONTRAST_SIGMA);
    let mut squares = luma.clone();
    for (s, &m) in squares.samples_mut().iter_mut().zip(mean.samples()) {
        *s = (*s - m) * (*s - m);
    }
    let mut out = blur::gaussian(&squares, CONTRAST_SIGMA);
    out.samples_mut().iter_mut().for_each(|v| *v = v.max(0.0).sqrt());
    out
}

/// A frame at the mask's resolution, in stored units.
#[derive(Debug)]
pub struct Small {
    /// Y'.
    pub luma: Plane<f32>,
    /// Cb.
    pub cb: Plane<f32>,
    /// Cr.
    pub cr: Plane<f32>,
}

impl Small {
    /// The frame, shrunk.
    pub fn of(picture: &Picture, frame: &Frame) -> Self {
        let step_px = picture.mask_step_px();
        let luma = shrink::shrink(frame.luma(), step_px);
        let (cb, cr) = (small_chroma(frame, 1, step_px, &luma), small_chroma(frame, 2, step_px, &luma));
        Self { luma, cb, cr }
    }
}

/// Chroma at the mask's resolution.
fn small_chroma(frame: &Frame, which: usize, step_px: usize, luma: &Plane<f32>) -> Plane<f32> {
    let plane = frame.plane(which);
    let (sx, sy) = frame.subsampling.factors();
    let (fits_x, fits_y) = (step_px.is_multiple_of(sx), step_px.is_multiple_of(sy));
    if fits_x && fits_y && sx == sy {
        let small = shrink::shrink(plane, step_px / sx);
        if (small.width(), small.height()) == (luma.width(), luma.height()) {
            return small;
        }
    }
    // Odd steps and 4:2:2: the chroma sample nearest to the block's centre.
    Plane::from_fn(luma.width(), luma.height(), |x, y| {
        let at = |i: usize, f: usize| ((i * step_px + step_px / 2) / f) as isize;
        f32::from(plane.at(at(x, sx), at(y, sy)))
    })
}

/// 0 below `from`, 1 above `from + width`, smooth between.
#[inline(always)]
fn ramp(value: f32, from: f32, width: f32) -> f32 {
    let t = (value - from) / width.max(1e-9);
    let t = if t > 0.0 { if t < 1.0 { t } else { 1.0 } } else { 0.0 };
    t * t * (3.0 - 2.0 * t)
}

/// The mask of these weights; none when there is no weight. Its rectangle is a block wider than the weights, because they
/// are interpolated.
pub fn mask_of(weights: Plane<f32>, picture: &Picture) -> Option<Mask> {
    let blocks = Rect::around(&weights, 0.0);
    let (step_px, format) = (picture.mask_step_px(), &picture.format);
    let roi = Rect {
        x0: blocks.x0 * step_px,
        y0: blocks.y0 * step_px,
        x1: (blocks.x1 * step_px).min(format.width),
        y1: (blocks.y1 * step_px).min(format.height),
    }
    .grown(step_px, format.width, format.height);
    (!roi.is_empty()).then_some(Mask { weights, step_px, roi })
}

impl Step for SkinMask {
    const NAME: &'static str = "mask";
    const DOC: &'static str = "Finds the skin of each face that is followed: face, neck, ears, forehead and hands by the \
        face's own colour under its own light; not eyes, brows, lips, mouth, nostrils, hair and background. Edges follow \
        the picture, the feather lies inside the skin. Changes no pixel: the steps bound to the skin read it. Without \
        a face it goes by colour alone (hue, saturation and luma, learnt from the shot unless told). A mask that is given \
        (`--mask`) is kept as it is, times `amount`; nothing else here applies to it.";
    const TOUCHES: Touches = Touches::Mask;

    fn neutral() -> Self {
        Self { amount: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        let has_faces = self.faces && !facts.faces.tracks.is_empty();
        match facts.skin {
            Some(skin) if self.auto => Self {
                hue_deg: skin.hue_deg,
                hue_width_deg: skin.hue_width_deg,
                sat_min: skin.sat_min,
                sat_max: skin.sat_max,
                luma_min: skin.luma_min,
                luma_max: skin.luma_max,
                ..self.clone()
            },
            None if self.auto && !has_faces => Self { amount: 0.0, ..self.clone() },
            _ => self.clone(),
        }
    }

    fn reach(&self, picture: &Picture) -> Reach {
        let filters = 2 * blur::radius_px(CONTRAST_SIGMA)
            + blur::radius_px(SPECK_SIGMA.max(face::MOST_SPECK))
            + blur::radius_px(face::MOST_SOFT)
            + 2 * blur::radius_px(GUIDE_SIGMA)
            + blur::radius_px(self.feather(picture) / 2.0);
        Reach { halo_px: (filters + 3) * picture.mask_step_px(), ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        out.skin = self.find_some(context.picture, context.facts, source.here(), context.faces).map(Arc::new);
    }
}
