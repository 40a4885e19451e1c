//! Micro-contrast of the skin: lifts the band of fine shading that plastic skin lacks, with coring against noise.

use crate::deed::Deed;
use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::flaw::Flaw;
use crate::kernels::{blur, round_u16, simd, tile};
use crate::params;
use crate::px::{Frame, LEVEL, Window};
use crate::step::{Blame, Context, Reach, Step, Touches};
use rayon::prelude::*;

params! {
    /// Contrast of fine skin shading.
    pub struct TextureContrast {
        /// Gain of the fine band; 0.3 lifts it by 30 %.
        amount: f32 = 0.25, in 0.0..2.0, cap 0.8;
        /// Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise.
        fine_px: f32 = 0.9, in 0.3..4.0, unit "px";
        /// Coarsest detail that is lifted, as the sigma of a blur at 1080p.
        coarse_px: f32 = 4.5, in 1.0..16.0, unit "px";
        /// Detail smaller than this is left alone.
        core_levels: f32 = 0.35, in 0.0..4.0, unit "levels";
        /// No pixel is changed by more than this, so that no contour gets a halo.
        limit_levels: f32 = 3.0, in 0.0..16.0, cap 8.0, unit "levels";
        /// Soft S-curve in the skin's mid tones; 0.1 steepens them by 10 %.
        curve: f32 = 0.04, in 0.0..0.5, cap 0.2;
        /// Middle of that curve, as luma.
        curve_middle: f32 = 0.55, in 0.2..0.8;
    }
}

/// Half the width of the tones that the curve moves, as luma.
const CURVE_REACH: f32 = 0.3;

impl TextureContrast {
    fn sigmas_px(&self, picture: &Picture) -> (f32, f32) {
        let scale = picture.scale();
        let fine = (self.fine_px * scale).max(0.4);
        (fine, (self.coarse_px * scale).max(fine * 2.0))
    }
}

impl Step for TextureContrast {
    const NAME: &'static str = "texture.contrast";
    const DOC: &'static str = "Lifts the contrast of fine shading in the skin, cored and limited so that neither noise nor \
        contours grow, and steepens the skin's mid tones a little. Wants calmed skin: contrast on flicker freezes it \
        into relief.";
    const TOUCHES: Touches = Touches::Skin;
    const NEEDS: &'static [&'static str] = &["balance", "mask", "calm"];
    const STRENGTHS: &'static [&'static str] = &["amount", "curve"];
    const BLAME: &'static [Blame] = &[
        Blame::skin(0, &[Cause::Sharpened]),
        Blame::skin(1, &[Cause::OnScreen, Cause::Unnatural]),
        Blame::frame(0, &[Cause::Seam]),
    ];

    fn neutral() -> Self {
        Self { amount: 0.0, curve: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0 && self.curve == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        let deeds = [
            Deed::share("fine shading of the skin lifted", self.amount),
            Deed::share("mid tones of the skin steepened", self.curve),
        ];
        deeds.into_iter().flatten().collect()
    }

    fn fitted(&self, facts: &crate::facts::ShotFacts) -> Self {
        let middle = match facts.skin {
            Some(skin) => ((skin.luma_min + skin.luma_max) / 2.0).clamp(0.2, 0.8),
            None => self.curve_middle,
        };
        Self { curve_middle: (middle * 100.0).round() / 100.0, ..self.clone() }
    }

    fn treats(&self, flaw: Flaw) -> bool {
        flaw == Flaw::Porcelain
    }

    fn asks(&self) -> Asks {
        Asks { texture_gain: 1.0 + (self.amount + self.curve), ..Asks::NOTHING }
    }

    fn reach(&self, picture: &Picture) -> Reach {
        let (fine, coarse) = self.sigmas_px(picture);
        Reach { halo_px: blur::radius_px(coarse).max(blur::radius_px(fine)), ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let Some(mask) = here.skin.clone() else { return };
        let picture = context.picture;
        let (fine_px, coarse_px) = self.sigmas_px(picture);
        let region = mask.roi.grown(blur::radius_px(coarse_px), here.width(), here.height());
        let luma = tile::cut(here.luma(), region);
        let (fine, coarse) = (blur::gaussian(&luma, fine_px), blur::gaussian(&luma, coarse_px));
        let (amount, curve) = (self.amount, self.curve * CURVE_REACH);
        let (core, limit) = ((self.core_levels * LEVEL).max(1.0), self.limit_levels * LEVEL);
        let levels = picture.levels;
        let middle = levels.black + self.curve_middle * levels.luma_span;
        let reach = CURVE_REACH * levels.luma_span;
        let plane = out.plane_mut(0);
        let width = plane.width();
        let rows = plane.samples_mut().par_chunks_mut(width.max(1)).enumerate();
        rows.skip(mask.roi.y0).take(mask.roi.height()).for_each_init(
            || (vec![0.0f32; mask.roi.width()], vec![0.0f32; mask.roi.width()]),
            |(weights, values), (y, row)| {
                mask.expand_row(y, mask.roi.x0, weights);
                let inside = mask.roi.x0 - region.x0..mask.roi.x1 - region.x0;
                let at = y - region.y0;
                let (l, f, c) =
                    (&luma.row(at)[inside.clone()], &fine.row(at)[inside.clone()], &coarse.row(at)[inside]);
                simd::run(
                    #[inline(always)]
                    || {
                        let bands = l.iter().zip(f).zip(c);
                        for ((v, &w), ((&l, &f), &c)) in values.iter_mut().zip(weights.iter()).zip(bands) {
                            let band = f - c;
                            // Soft coring: d³ / (d² + core²) is flat at 0 and becomes d well above the core.
                            let cored = band * (band * band) / (band * band + core * core);
                            let lift = (amount * cored).clamp(-limit, limit);
                            let d = ((c - middle) / reach).clamp(-1.0, 1.0);
                            let s = 1.0 - d * d;
                            *v = l + w * (lift + curve * levels.luma_span * d * s * s);
                        }
                    },
                );
                let part = &mut row[mask.roi.x0..mask.roi.x1];
                simd::run(
                    #[inline(always)]
                    || {
                        for ((s, &v), &w) in part.iter_mut().zip(values.iter()).zip(weights.iter()) {
                            let new = round_u16(v.max(levels.legal.0), levels.legal.1);
                            *s = if w > 0.0 { new } else { *s };
                        }
                    },
                );
            },
        );
    }
}
