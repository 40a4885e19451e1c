//! The skin mask: says where and how far skin is treated. How skin is found stands in `skin`.

use crate::deed::Deed;
use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::params;
use crate::px::{Frame, Window};
use crate::skin::SkinSearch;
use crate::step::{Context, Reach, Step, Touches};
use std::sync::Arc;

params! {
    /// Where the skin is.
    pub struct SkinMask {
        /// Strength of the mask; 0 switches it, and every step bound to it, off.
        amount: f32 = 1.0, in 0.0..1.0;
        /// Learn the colour from each face, or from the shot where there is none; false takes the values below.
        auto: bool = true;
        /// Follow the faces; false takes colour alone, as if no face were known.
        faces: bool = true, since 2 before false;
        /// How much the skin above the face counts, up to the hair.
        forehead: f32 = 1.0, in 0.0..1.0, since 2 before 1.0;
        /// How much ears and temples count.
        ears: f32 = 1.0, in 0.0..1.0, since 2 before 1.0;
        /// How much the neck counts.
        neck: f32 = 1.0, in 0.0..1.0, since 2 before 1.0;
        /// How much hands and other skin near the face count.
        hands: f32 = 1.0, in 0.0..1.0, since 2 before 1.0;
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

impl SkinMask {
    /// How this mask looks for skin.
    pub fn search(&self) -> SkinSearch {
        SkinSearch {
            amount: self.amount,
            auto: self.auto,
            faces: self.faces,
            forehead: self.forehead,
            ears: self.ears,
            neck: self.neck,
            hands: self.hands,
            hue_deg: self.hue_deg,
            hue_width_deg: self.hue_width_deg,
            sat_min: self.sat_min,
            sat_max: self.sat_max,
            luma_min: self.luma_min,
            luma_max: self.luma_max,
            smooth_levels: self.smooth_levels,
            feather_px: self.feather_px,
        }
    }
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

    fn deeds(&self) -> Vec<Deed> {
        Vec::new()
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        let found = self.search().fitted(facts.skin.as_ref(), &facts.faces);
        Self {
            amount: found.amount,
            hue_deg: found.hue_deg,
            hue_width_deg: found.hue_width_deg,
            sat_min: found.sat_min,
            sat_max: found.sat_max,
            luma_min: found.luma_min,
            luma_max: found.luma_max,
            ..self.clone()
        }
    }

    fn reach(&self, picture: &Picture) -> Reach {
        Reach { halo_px: self.search().reach_px(picture), ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let (faces, filter) = (&context.facts.faces, context.faces);
        out.skin = self.search().find_some(context.picture, faces, source.here(), filter).map(Arc::new);
    }
}
