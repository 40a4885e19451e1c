//! Grain in the skin only: for skin that was generated without any texture, where nothing can be lifted.

use crate::deed::Deed;
use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::flaw::Flaw;
use crate::kernels::{middle, noise, round_u16, simd};
use crate::params;
use crate::px::{Frame, LEVEL, Window};
use crate::step::{Blame, Context, Step, Told, Touches, given_nothing};
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
        /// With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty
        /// filter cleaned it and left them as they were; 0 leaves it clean.
        recall: f32 = 1.0, in 0.0..1.0, since 4 before 0.0;
    }
}

/// What this noise is for, as part of its key.
const PURPOSE: u32 = 0x736b_696e;
/// Skin with this much sticky texture in its finest bands needs no grain: measured on real skin in real clips.
const RICH_TEXTURE_LEVELS: f32 = 1.6;

/// What is left of the grain in skin on which texture is made.
const BESIDE_TEXTURE: f32 = 0.5;
/// Noise that is missing is known when a glimpse compared at least so many blocks.
const LEAST_BLOCKS: usize = 24;
/// Most that is given back: beyond it the surroundings are textured rather than noisy.
const MOST_RECALLED_LEVELS: f32 = 2.0;

/// RMS of the fine noise that the skin lacks beside what is around it, 8-bit levels: what must be added to the skin's to
/// have theirs, independent noise adding by squares; the middle of all glimpses that could tell. 0 when none could.
fn missing_levels(facts: &ShotFacts) -> f32 {
    let telling = facts.glimpses.iter().filter(|g| g.compared_blocks >= LEAST_BLOCKS);
    let square = |v: f32| v * v;
    let mut missing: Vec<f32> = telling
        .map(|g| (square(g.around_fine_levels) - square(g.skin_fine_levels)).max(0.0).sqrt())
        .filter(|v| v.is_finite())
        .collect();
    middle(&mut missing, f32::total_cmp).unwrap_or(0.0)
}

/// Sigma of the blur that makes grains of this size, in pixels of the picture.
pub fn sigma_px(size_px: f32, picture: &Picture) -> f32 {
    // A Gaussian's full width at half maximum is 2.355 sigma.
    (size_px * picture.scale() / 2.355).max(0.3)
}

impl Step for SkinGrain {
    const NAME: &'static str = "skin_grain";
    const DOC: &'static str = "Puts fine grain into the skin and nowhere else, stronger in mid tones than in highlights: the \
        modest answer to porcelain skin that has no texture to lift, and to skin that was cleaned below its \
        surroundings. New in every frame, like grain, and the same whenever the same frame is rendered.";
    const TOUCHES: Touches = Touches::Skin;
    const NEEDS: &'static [&'static str] = &["mask"];
    const STRENGTHS: &'static [&'static str] = &["amount_levels"];
    const BLAME: &'static [Blame] = &[Blame::skin(0, &[Cause::Noise]), Blame::frame(2, &[Cause::Seam])];

    fn neutral() -> Self {
        Self { amount_levels: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount_levels == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        Deed::levels("fine grain laid on the skin", self.amount_levels).into_iter().collect()
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        if !self.auto || Step::is_neutral(self) {
            return self.clone();
        }
        let [finest, fine, _] = facts.figures.sticky_levels;
        let texture = (finest * finest + fine * fine).sqrt();
        let lack = (1.0 - texture / RICH_TEXTURE_LEVELS).clamp(0.0, 1.0);
        let recalled = (self.recall * missing_levels(facts)).min(MOST_RECALLED_LEVELS);
        let amount = (self.amount_levels * lack).max(recalled);
        Self { amount_levels: (amount * 100.0).round() / 100.0, ..self.clone() }
    }

    fn treats(&self, flaw: Flaw) -> bool {
        flaw == Flaw::Porcelain
    }

    fn asks(&self) -> Asks {
        Asks { skin_noise_levels: self.amount_levels, ..Asks::NOTHING }
    }

    fn beside(&self, told: &Told) -> Self {
        if told.rests() {
            return given_nothing(self);
        }
        // Where texture is made, grain is half of an answer. Recipes are read by people: three places are enough.
        let share = if told.steps.makes_texture { BESIDE_TEXTURE } else { 1.0 };
        Self { amount_levels: (share * self.amount_levels * 1000.0).round() / 1000.0, ..self.clone() }
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
        /// Rows that one thread makes at a time: few enough to share out, many enough to be worth it. Noise is a function of its place.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Shot;
    use crate::facts::Glimpse;

    /// A shot with rich texture, whose skin and surroundings have this fine noise.
    fn shot(skin: f32, around: f32, blocks: usize) -> ShotFacts {
        let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 12 });
        facts.figures.sticky_levels = [9.0, 9.0, 9.0];
        let seen = Glimpse {
            skin_fine_levels: skin,
            around_fine_levels: around,
            compared_blocks: blocks,
            ..Glimpse::default()
        };
        // One glimpse that saw something else does not count.
        facts.glimpses = vec![seen, Glimpse { around_fine_levels: 90.0, ..seen }, seen];
        facts
    }

    fn amount(step: &SkinGrain, facts: &ShotFacts) -> f32 {
        Step::fitted(step, facts).amount_levels
    }

    #[test]
    fn skin_that_was_cleaned_gets_its_noise_back() {
        let usual = SkinGrain::default();
        assert_eq!(amount(&usual, &shot(0.5, 1.3, 80)), 1.2, "by squares");
        assert_eq!(amount(&usual, &shot(1.3, 0.5, 80)), 0.0, "noisier than its surroundings");
        assert_eq!(amount(&usual, &shot(0.5, 1.3, 5)), 0.0, "too little to tell");
        assert_eq!(amount(&usual, &shot(0.0, 9.0, 80)), MOST_RECALLED_LEVELS);
        assert_eq!(amount(&SkinGrain { recall: 0.5, ..usual.clone() }, &shot(0.5, 1.3, 80)), 0.6);
        assert_eq!(amount(&SkinGrain { recall: 0.0, ..usual.clone() }, &shot(0.5, 1.3, 80)), 0.0);
        // Porcelain without any texture: the larger of the two.
        let mut porcelain = shot(0.5, 0.6, 80);
        porcelain.figures.sticky_levels = [0.0; 3];
        assert_eq!(amount(&usual, &porcelain), usual.amount_levels);
        assert!(SkinGrain::neutral().fitted(&shot(0.0, 9.0, 80)).is_neutral(), "off stays off");
    }
}
