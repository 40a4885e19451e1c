//! What a recipe may change: a result is judged by what was asked of it.

use super::places::Allowed;
use super::{MOST_TEXTURE_DB, decibel};
use crate::asks::{Asks, Unsharpen};
use crate::clip::Picture;
use crate::color::math::exp;
use crate::kernels::grain::{sigma_px, taps, variance_of_mean};
use crate::kernels::{round_u16, tile, unsharp};
use crate::px::{Plane, Rect};
use crate::recipe::RecipeShot;
use crate::stack::Stack;
use crate::step::Touches;
use crate::steps::STEPS;

/// Sigma of the low band of a small face, px at 1080p: what grain leaves in it falls with the width that it is averaged over.
const LOW_BAND_PX: f32 = 6.0;

/// What a recipe may change: a result is judged by what was asked of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// What the steps ask for together.
    pub(super) asks: Asks,
    /// Grain that is asked for in the skin, that over the whole picture included, RMS, 8-bit levels.
    pub(super) skin_noise_levels: f32,
    /// What of the grain is left where the picture is looked at smaller: its mean size in cells of the mask, and its RMS in
    /// the low band of the skin, 8-bit levels.
    pub(super) touched_levels: f32,
    pub(super) patch_levels: f32,
}

impl Unsharpen {
    /// Whether anything is to be taken back.
    pub(crate) fn is_asked(&self) -> bool {
        self.share > 0.0
    }

    /// A picture as it is to become, in stored units; none where nothing is taken back.
    pub(crate) fn taken_back(self, luma: &Plane<u16>) -> Option<Plane<u16>> {
        if !self.is_asked() {
            return None;
        }
        let was = tile::cut(luma, Rect::of(luma.width(), luma.height()));
        let plain = unsharp::remove(&was, self.amount, self.radius_px);
        let made = was.samples().iter().zip(plain.samples()).map(|(w, p)| w + self.share * (p - w));
        let mut out = luma.clone();
        out.samples_mut().iter_mut().zip(made).for_each(|(o, v)| *o = round_u16(v, 65535.0));
        Some(out)
    }

    /// How much detail between two periods may go with it, in dB, negative.
    pub(crate) fn detail_db(self, (short_px, long_px): (f32, f32)) -> f32 {
        let period_px = (short_px * long_px).sqrt();
        decibel(1.0 - self.share + self.share * unsharp::gain(self.amount, self.radius_px, period_px))
    }
}

impl Asked {
    /// Nothing: any change must be explained. This is how files are judged that dewax did not make.
    pub const NOTHING: Self =
        Self { asks: Asks::NOTHING, skin_noise_levels: 0.0, touched_levels: 0.0, patch_levels: 0.0 };

    /// What a shot's recipe asks for in pictures of this kind, at most.
    pub fn of(shot: &RecipeShot, picture: &Picture, has_mask: bool) -> Self {
        let asks = shot.stacks().map(|stack| asks_of(stack, has_mask)).fold(Asks::NOTHING, Asks::most);
        let sigma = sigma_px(f64::from(asks.noise_size_px * picture.scale()));
        let in_cell = variance_of_mean(&taps(sigma), picture.mask_step_px()) as f32;
        Self {
            asks,
            skin_noise_levels: asks.noise_levels.hypot(asks.skin_noise_levels),
            // The mean size of normal numbers is 0.8 of their RMS.
            touched_levels: 0.8 * asks.noise_levels * in_cell,
            patch_levels: asks.noise_levels * sigma as f32 / (LOW_BAND_PX * picture.scale().max(0.1)),
        }
    }
}

/// What the steps of a stack ask for together, in their order. Without a mask what is bound to the skin does nothing.
fn asks_of(stack: &Stack, has_mask: bool) -> Asks {
    let acts = |touches: Touches| has_mask || touches != Touches::Skin;
    let acting = STEPS.iter().zip(stack.steps()).filter(|(e, _)| acts(e.touches));
    acting.fold(Asks::NOTHING, |all, (_, step)| all.then(step.asks()))
}

/// What new texture on the skin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// Not asked for, or not to be told.
    Unasked,
    /// Asked for, and no more than was asked for.
    AsAsked,
    /// Asked for, but more than that.
    TooMuch,
}

impl Asked {
    /// Whether colours were to be changed.
    pub(super) fn is_graded(&self) -> bool {
        self.asks.colour
    }

    /// What that is for places of the picture.
    pub(super) fn in_places(&self) -> Allowed {
        Allowed {
            noise_levels: self.asks.noise_levels,
            dehalo: self.asks.unsharpen,
            colour: self.asks.colour,
        }
    }

    /// What texture of so much contrast before and after is, per band in percent.
    pub(super) fn made_texture(&self, detail_percent: Option<[[f32; 2]; 2]>) -> Made {
        if self.asks.texture_percent == [0.0; 2] {
            return Made::Unasked;
        }
        let Some([before, after]) = detail_percent else { return Made::Unasked };
        let most = gain(MOST_TEXTURE_DB);
        let is_within = |band: usize| {
            let wanted = self.asks.texture_percent[band].max(self.asks.texture_gain * before[band]);
            after[band] <= most * wanted
        };
        if is_within(0) && is_within(1) { Made::AsAsked } else { Made::TooMuch }
    }
}

/// A ratio of amplitudes, from dB.
pub(super) fn gain(db: f32) -> f32 {
    exp(f64::from(db) * std::f64::consts::LN_10 / 20.0) as f32
}
