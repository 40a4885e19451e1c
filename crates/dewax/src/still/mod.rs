//! Stills: an AI version of a portrait gets its skin back, from the original that it was made of or from noise.
//!
//! [`lay`] brings the original under the pixels of the AI version, [`skin_mask`] says where skin is to be treated, [`treat`] does one of the
//! three methods that retouchers use ([`Method`]) and hands out its layers, and [`judge()`] measures what came of it beside both.
//! Pictures are [`Rgb16`]: codes in the curve of their own profile, where image editors blend too. Lengths are px of the AI version.

mod blemish;
mod clear;
mod compared;
mod hold;
mod judge;
#[cfg(test)]
mod judge_tests;
#[cfg(test)]
mod laid_tests;
mod lay;
mod mapping;
mod mask;
mod split;
mod spots;
#[cfg(test)]
mod tests;
mod tones;
mod treat;

pub use clear::Clear;
pub use hold::{Holding, hold};
pub use judge::{Figure, Judged, judge};
pub use lay::{Laid, LaidFace, NotTheSame, lay};
pub use mask::{Regions, Weights, skin_mask};
pub use tones::Tones;
pub use treat::{Blending, Layer, Method, Part, Treated, treat};

use crate::face::FaceState;
use crate::px::{Plane, Rect, Rgb16};
use crate::skin::ramp;

/// An eye distance of a portrait in px, for which retouchers give their radii: 24 megapixels upright, the head filling half of the height.
/// Radii of faces of other sizes are scaled by it: 8 px per mm of skin.
pub const PORTRAIT_IOD_PX: f32 = 504.0;

/// White, in codes of [`Rgb16`].
const WHITE: f32 = 65_535.0;

/// A picture with its faces.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its codes.
    pub rgb: &'a Rgb16,
    /// The faces found in it.
    pub faces: &'a [&'a FaceState],
}

impl Side<'_> {
    /// Columns and rows.
    pub fn size(&self) -> (usize, usize) {
        (self.rgb[0].width(), self.rgb[0].height())
    }
}

/// Red, green and blue in luma, in parts of 256 (Rec. ITU-R BT.709: 0.2126, 0.7152, 0.0722).
const LUMA: [u32; 3] = [54, 183, 19];

/// Luma of a part of a picture by the weights of BT.709 in parts of 256: for finding places, not for colour.
fn luma(rgb: &Rgb16, part: Rect) -> Plane<u16> {
    let mut out = Plane::new(part.width(), part.height());
    for y in 0..part.height() {
        let [r, g, b] = rgb.each_ref().map(|plane| &plane.row(part.y0 + y)[part.x0..part.x1]);
        for (i, o) in out.row_mut(y).iter_mut().enumerate() {
            let sum = LUMA[0] * u32::from(r[i]) + LUMA[1] * u32::from(g[i]) + LUMA[2] * u32::from(b[i]);
            *o = (sum >> 8) as u16;
        }
    }
    out
}

/// 0 below `from`, 1 above `to`, smooth between.
#[inline(always)]
fn rise(value: f32, from: f32, to: f32) -> f32 {
    ramp(value, from, to - from)
}
