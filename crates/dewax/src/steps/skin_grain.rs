//! Grain in the skin only: for skin that was generated without any texture, where nothing can be lifted.

use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::kernels::{noise, round_u16, simd};
use crate::params;
use crate::px::{Frame, LEVEL, Window};
use crate::step::{Context, Step, Touches};
use rayon::prelude::*;

params! {
    /// Fine grain in the skin.
    pub struct SkinGrain {
        /// RMS of the grain in the skin's mid tones.
        amount_levels: f32 = 0.9, in 0.0..8.0, cap 3.0, unit "levels";
        /// Size of a grain at 1080p: full width at half maximum.
        size_px: f32 = 1.7, in 1.0..8.0, unit "px";
        /// Less where the skin has texture of its own; false puts the same on every skin.
        auto: bool = true;
    }
}

/// What this noise is for, as part of its key.
const PURPOSE: u32 = 0x736b_696e;
/// Skin with this much sticky texture in its finest bands needs no grain: measured on real skin in real clips.
const RICH_TEXTURE_LEVELS: f32 = 1.6;

/// Sigma of the blur that makes grains of this size, in pixels of the picture.
pub fn sigma_px(size_px: f32, picture: &Picture) -> f32 {
    // A Gaussian's full width at half maximum is 2.355 sigma.
    (size_px * picture.scale() / 2.355).max(0.3)
}

impl Step for SkinGrain {
    const NAME: &'static str = "skin_grain";
    const DOC: &'static str = "Puts fine grain into the skin and nowhere else, stronger in mid tones than in highlights: the \
        modest answer to porcelain skin that has no texture to lift. New in every frame, like grain, and the same \
        whenever the same frame is rendered.";
    const TOUCHES: Touches = Touches::Skin;
    const NEEDS: &'static [&'static str] = &["mask"];

    fn neutral() -> Self {
        Self { amount_levels: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount_levels == 0.0
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        if !self.auto {
            return self.clone();
        }
        let [finest, fine, _] = facts.figures.sticky_levels;
        let texture = (finest * finest + fine * fine).sqrt();
        let lack = (1.0 - texture / RICH_TEXTURE_LEVELS).clamp(0.0, 1.0);
        Self { amount_levels: (self.amount_levels * lack * 100.0).round() / 100.0, ..self.clone() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let Some(mask) = here.skin.clone() else { return };
        let levels = context.picture.levels;
        let key = noise::key(context.seed, PURPOSE, here.index);
        let sigma = sigma_px(self.size_px, context.picture);
        let strength = self.amount_levels * LEVEL;
        let roi = mask.roi;
        let plane = out.plane_mut(0);
        let width = plane.width().max(1);
        let luma = here.luma();
        const BAND: usize = 64;
        plane.samples_mut().par_chunks_mut(width * BAND).enumerate().for_each(|(band, rows)| {
            let (from, to) = ((band * BAND).max(roi.y0), ((band + 1) * BAND).min(roi.y1));
            if from >= to {
                return;
            }
            let mut weights = vec![0.0f32; roi.width()];
            noise::soft_rows(key, sigma, (roi.x0 as i32, roi.width()), (from as i32, to - from), |i, grain| {
                let y = from + i;
                mask.expand_row(y, roi.x0, &mut weights);
                let start = (y - band * BAND) * width;
                let row = &mut rows[start + roi.x0..start + roi.x1];
                let before = &luma.row(y)[roi.x0..roi.x1];
                simd::run(
                    #[inline(always)]
                    || {
                        for (((s, &l), &g), &w) in row.iter_mut().zip(before).zip(grain).zip(&weights) {
                            let t = (f32::from(l) - levels.black) / levels.luma_span;
                            let v = f32::from(*s) + w * strength * tone(t) * g;
                            let new = round_u16(v.max(levels.legal.0), levels.legal.1);
                            *s = if w > 0.0 { new } else { *s };
                        }
                    },
                );
            });
        });
    }
}

/// Strength over luma: full in the mid tones of skin, less in highlights, none in black.
#[inline(always)]
fn tone(t: f32) -> f32 {
    let rise = (t * 4.0).clamp(0.0, 1.0);
    let fall = ((1.02 - t) * 2.2).clamp(0.0, 1.0);
    rise * fall
}
