//! What a recipe may change: a result is judged by what was asked of it.

use super::places::Allowed;
use super::{MOST_TEXTURE_DB, decibel};
use crate::clip::Picture;
use crate::color::math::exp;
use crate::kernels::grain::{sigma_px, taps, variance_of_mean};
use crate::kernels::{round_u16, tile, unsharp};
use crate::param::Params;
use crate::px::{LEVEL, Plane, Rect};
use crate::recipe::RecipeShot;
use crate::stack::Stack;
use crate::step::Step;
use crate::steps::balance::Balance;
use crate::steps::dehalo::Dehalo;
use crate::steps::finish::Finish;
use crate::steps::grain::Grain;
use crate::steps::skin_grain::SkinGrain;
use crate::steps::texture_contrast::TextureContrast;
use crate::steps::texture_pores::Pores;

/// Sigma of the low band of a small face, px at 1080p: what grain leaves in it falls with the width that it is averaged over.
const LOW_BAND_PX: f32 = 6.0;

/// What of balance takes back what was measured, and grades nothing.
const MEASURED: [&str; 2] = ["deflicker", "drift"];

/// What a recipe may change: a result is judged by what was asked of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// Largest gain of fine skin texture, 1 = none.
    pub(super) texture_gain: f32,
    /// Largest gain of contours, 1 = none.
    pub(super) sharpen_gain: f32,
    /// Contrast to which texture made on the skin brings it, per band of [`crate::lock::BANDS_MM`], in percent; 0 is none.
    pub(super) texture_percent: [f32; 2],
    /// Grain that is asked for in the skin and around it, RMS, 8-bit levels.
    pub(super) skin_noise_levels: f32,
    pub(super) noise_levels: f32,
    /// What of that grain is left where the picture is looked at smaller: its mean size in cells of the mask, and its RMS in
    /// the low band of the skin, 8-bit levels.
    pub(super) touched_levels: f32,
    pub(super) patch_levels: f32,
    /// Whether colours are to be changed.
    pub(super) colour: bool,
    /// How much of the drift of the picture's colour is to be taken back, 0..=1.
    pub(super) drift: f32,
    /// The sharpening that is to be taken back.
    pub(super) dehalo: Unsharpen,
}

/// A sharpening that a recipe takes back, and how much of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Unsharpen {
    /// The share, 0..=1; 0 takes nothing back.
    pub(super) share: f32,
    /// Amount of the unsharp mask.
    pub(super) amount: f32,
    /// Sigma of its blur, luma px.
    pub(super) radius_px: f32,
}

impl Unsharpen {
    /// Whether anything is to be taken back.
    pub(super) fn is_asked(&self) -> bool {
        self.share > 0.0
    }

    /// A picture as it is to become, in stored units; none where nothing is taken back.
    pub(super) fn taken_back(self, luma: &Plane<u16>) -> Option<Plane<u16>> {
        if self.share == 0.0 {
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
    pub(super) fn detail_db(self, (short_px, long_px): (f32, f32)) -> f32 {
        let period_px = (short_px * long_px).sqrt();
        decibel(1.0 - self.share + self.share * unsharp::gain(self.amount, self.radius_px, period_px))
    }
}

/// How far the cells of two pictures lie apart, mean, 8-bit levels.
pub(super) fn apart_levels(one: &Plane<u16>, other: &Plane<u16>, cell_px: usize) -> f32 {
    let cell_px = cell_px.max(1);
    let (columns, rows) = (one.width() / cell_px, one.height() / cell_px);
    let of_row = |row: usize| -> f32 {
        let mut sums = vec![0.0f32; columns];
        for y in row * cell_px..(row + 1) * cell_px {
            let pairs = one.row(y).iter().zip(other.row(y)).map(|(a, b)| f32::from(*a) - f32::from(*b));
            pairs.enumerate().for_each(|(x, v)| {
                if let Some(sum) = sums.get_mut(x / cell_px) {
                    *sum += v;
                }
            });
        }
        sums.iter().map(|v| v.abs()).sum()
    };
    let sum: f32 = (0..rows).map(of_row).sum();
    sum / ((columns * rows).max(1) * cell_px * cell_px) as f32 / LEVEL
}

impl Asked {
    /// Nothing: any change must be explained. This is how files are judged that dewax did not make.
    pub const NOTHING: Self = Self {
        texture_gain: 1.0,
        sharpen_gain: 1.0,
        texture_percent: [0.0; 2],
        skin_noise_levels: 0.0,
        noise_levels: 0.0,
        touched_levels: 0.0,
        patch_levels: 0.0,
        colour: false,
        drift: 0.0,
        dehalo: Unsharpen { share: 0.0, amount: 0.0, radius_px: 1.0 },
    };

    /// What a shot's recipe asks for in pictures of this kind, at most.
    pub fn of(shot: &RecipeShot, picture: &Picture, has_mask: bool) -> Self {
        let stacks = std::iter::once(&shot.stack).chain(shot.faces.iter().map(|f| &f.stack));
        stacks.map(|stack| Self::of_stack(stack, picture, has_mask)).fold(Self::NOTHING, |a, b| Self {
            texture_gain: a.texture_gain.max(b.texture_gain),
            sharpen_gain: a.sharpen_gain.max(b.sharpen_gain),
            texture_percent: [0, 1].map(|i| a.texture_percent[i].max(b.texture_percent[i])),
            skin_noise_levels: a.skin_noise_levels.max(b.skin_noise_levels),
            noise_levels: a.noise_levels.max(b.noise_levels),
            touched_levels: a.touched_levels.max(b.touched_levels),
            patch_levels: a.patch_levels.max(b.patch_levels),
            colour: a.colour || b.colour,
            drift: a.drift.max(b.drift),
            dehalo: if b.dehalo.share > a.dehalo.share { b.dehalo } else { a.dehalo },
        })
    }

    fn of_stack(stack: &Stack, picture: &Picture, has_mask: bool) -> Self {
        let number = |step: &str, param: &str| stack.number(step, param);
        let contrast = number(TextureContrast::NAME, "amount") + number(TextureContrast::NAME, "curve");
        let sharpen_gain = 1.0 + number(Finish::NAME, "amount");
        let grain = number(Grain::NAME, "amount_levels");
        let of_skin = number(SkinGrain::NAME, "amount_levels");
        let sigma = sigma_px(f64::from(number(Grain::NAME, "size_px") * picture.scale()));
        let in_cell = variance_of_mean(&taps(sigma), picture.mask_step_px()) as f32;
        let graded = stack.step(Balance::NAME).is_some_and(|balance| {
            let neutral = Balance::neutral();
            let differs = |name: &str| balance.get(name) != Params::get(&neutral, name);
            Balance::LIST.iter().any(|spec| !MEASURED.contains(&spec.name) && differs(spec.name))
        });
        let dehalo = Unsharpen {
            share: number(Dehalo::NAME, "amount"),
            amount: number(Dehalo::NAME, "sharpened"),
            radius_px: number(Dehalo::NAME, "radius_px"),
        };
        Self {
            texture_gain: if has_mask { (1.0 + contrast) * sharpen_gain } else { sharpen_gain },
            sharpen_gain,
            texture_percent: if has_mask && number(Pores::NAME, "amount") > 0.0 {
                ["fine_percent", "coarse_percent"].map(|name| number(Pores::NAME, name))
            } else {
                [0.0; 2]
            },
            skin_noise_levels: (grain * grain + of_skin * of_skin).sqrt() * sharpen_gain,
            noise_levels: grain * sharpen_gain,
            // The mean size of normal numbers is 0.8 of their RMS.
            touched_levels: 0.8 * grain * in_cell * sharpen_gain,
            patch_levels: grain * sharpen_gain * sigma as f32 / (LOW_BAND_PX * picture.scale().max(0.1)),
            colour: graded,
            drift: number(Balance::NAME, "drift"),
            dehalo,
        }
    }
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
        self.colour
    }

    /// What that is for places of the picture.
    pub(super) fn in_places(&self) -> Allowed {
        Allowed { noise_levels: self.noise_levels, dehalo: self.dehalo, colour: self.colour }
    }

    /// What texture of so much contrast before and after is, per band in percent.
    pub(super) fn made_texture(&self, detail_percent: Option<[[f32; 2]; 2]>) -> Made {
        if self.texture_percent == [0.0; 2] {
            return Made::Unasked;
        }
        let Some([before, after]) = detail_percent else { return Made::Unasked };
        let most = gain(MOST_TEXTURE_DB);
        let is_within = |band: usize| {
            let wanted = self.texture_percent[band].max(self.texture_gain * before[band]);
            after[band] <= most * wanted
        };
        if is_within(0) && is_within(1) { Made::AsAsked } else { Made::TooMuch }
    }
}

/// A ratio of amplitudes, from dB.
pub(super) fn gain(db: f32) -> f32 {
    exp(f64::from(db) * std::f64::consts::LN_10 / 20.0) as f32
}
