//! How fields of skin become light, shade and colour in a frame.

use super::fields::{BLOOD_TAKES, MELANIN_TAKES};
use crate::clip::Picture;
use crate::kernels::blocks::expand_row;
use crate::kernels::{round_u16, simd};
use crate::px::{Frame, Mask, Plane, Rect};
use rayon::prelude::*;

/// No pixel is changed by more than this share of its light: many times the contrast of real skin.
const MOST_CHANGE: f32 = 0.1;
/// Skin that the mask is less than fully sure of is textured fully from `1 / FULL_MASK` on: half a texture is still smooth skin.
const FULL_MASK: f32 = 2.0;
/// A facet of the relief that is turned to the light by more than so many RMS mirrors it: skin's highlights are broken into points.
const GLINT_FROM: f32 = 0.8;
/// What it mirrors beyond, of the light, per square of the RMS; and the mean of that square in noise, so that highlights keep their light.
const GLINT: f32 = 0.016;
/// More is no brighter: points that flash from frame to frame draw the eye.
const GLINT_MOST: f32 = 1.8;
const GLINT_MEAN: f32 = 0.116;
/// What blood takes from red, green and blue, beside green. Haemoglobin absorbs at 540-580 nm and in the blue, hardly above 600 nm
/// (S. Prahl, "Optical absorption of hemoglobin", 1999, averaged over the bands of a camera).
const BLOOD_RGB: [f32; 3] = [0.06, 1.0, 0.75];
/// The same of melanin, beside red: absorption falls with the wavelength as λ^−3.33 (S. L. Jacques, "Melanosome absorption coefficient",
/// 1998), at 620, 540 and 460 nm.
const MELANIN_RGB: [f32; 3] = [1.0, 1.58, 2.70];

/// Where something is painted, and how strongly.
pub(super) struct Paint<'a> {
    pub(super) picture: &'a Picture,
    pub(super) mask: &'a Mask,
    /// Luma pixels.
    pub(super) region: Rect,
    /// Luma pixels per block of the strengths.
    pub(super) block: usize,
    /// Of the fine and the coarse layer, direction to the light (two), of pigment, of points of light.
    pub(super) strengths: &'a [Plane<f32>; 6],
}

/// Relief as the picture shows it.
pub(super) struct Layers<'a> {
    pub(super) fine: &'a Plane<f32>,
    pub(super) coarse: &'a Plane<f32>,
    /// Shares of the fine layer that are hollows, and shade.
    pub(super) hollow: f32,
    pub(super) slope: f32,
    /// What the fine layer differs by over two pixels, RMS.
    pub(super) usual_slope: f32,
}

/// Pigment as the picture's chroma planes show it.
pub(super) struct Chroma<'a> {
    /// Chroma samples.
    pub(super) part: Rect,
    pub(super) blood: &'a Plane<f32>,
    pub(super) melanin: &'a Plane<f32>,
    /// Cb ÷ Y' and Cr ÷ Y' of the skin.
    pub(super) colour: [f32; 2],
}

/// Change of Cb and Cr per share of luma, of skin of that colour (Cb ÷ Y', Cr ÷ Y'), when `takes` is taken from its R'G'B'.
pub(super) fn shift_of(picture: &Picture, [cb, cr]: [f32; 2], takes: [f32; 3]) -> [f32; 2] {
    let (kr, kb) = (picture.weights.kr, picture.weights.kb);
    let (r, b) = (1.0 + 2.0 * (1.0 - kr) * cr, 1.0 + 2.0 * (1.0 - kb) * cb);
    let g = (1.0 - kr * r - kb * b) / (1.0 - kr - kb);
    let [dr, dg, db] = [-takes[0] * r.max(0.0), -takes[1] * g.max(0.0), -takes[2] * b.max(0.0)];
    let luma = kr * dr + (1.0 - kr - kb) * dg + kb * db;
    [(db - luma) / (2.0 * (1.0 - kb)), (dr - luma) / (2.0 * (1.0 - kr))]
}

impl Paint<'_> {
    /// Adds relief to luma.
    pub(super) fn luma(&self, layers: &Layers<'_>, here: &Frame, out: &mut Frame) {
        let levels = self.picture.levels;
        let region = self.region;
        let columns = region.width();
        let (fine, coarse) = (layers.fine, layers.coarse);
        let (hollow, slope) = (layers.hollow, layers.slope);
        let per_slope = 1.0 / layers.usual_slope.max(1e-9);
        let luma = here.luma();
        let plane = out.plane_mut(0);
        let width = plane.width().max(1);
        let rows = plane.samples_mut().par_chunks_mut(width).enumerate();
        rows.skip(region.y0).take(region.height()).for_each_init(
            || (vec![0.0f32; columns], [0; 5].map(|_| vec![0.0f32; columns]), vec![0.0f32; columns]),
            |(skin, strength, change), (y, row)| {
                let inner = y - region.y0;
                self.mask.expand_row(y, region.x0, skin);
                for (row, of) in strength.iter_mut().zip([0, 1, 2, 3, 5]) {
                    expand_row(&self.strengths[of], inner, (self.block, self.block), row);
                }
                let [kf, kc, from_x, from_y, kg] = &*strength;
                let at = inner as isize;
                let [above, f, below] = [-1, 0, 1].map(|by| fine.row_clamped(at + by));
                let c = coarse.row_clamped(at);
                let last = columns - 1;
                for (x, o) in change.iter_mut().enumerate() {
                    let (l, r) = (x.saturating_sub(1), (x + 1).min(last));
                    // What falls towards the light is bright: height is positive outwards.
                    let along = from_x[x] * (f[r] - f[l]) + from_y[x] * (below[x] - above[x]);
                    let facet = (-along * per_slope - GLINT_FROM).clamp(0.0, GLINT_MOST);
                    let glint = GLINT * (facet * facet - GLINT_MEAN);
                    *o = kf[x] * (hollow * f[x] - slope * along) + kc[x] * c[x] + kg[x] * glint;
                }
                let (samples, before) = (&mut row[region.x0..region.x1], &luma.row(y)[region.x0..region.x1]);
                simd::run(
                    #[inline(always)]
                    || {
                        let all = samples.iter_mut().zip(before).zip(change.iter().zip(skin.iter()));
                        for ((s, &l), (&t, &w)) in all {
                            let w = full(w);
                            let t = if t > MOST_CHANGE { MOST_CHANGE } else { t };
                            let t = if t < -MOST_CHANGE { -MOST_CHANGE } else { t };
                            let v = f32::from(*s) + w * t * (f32::from(l) - levels.black);
                            let new = round_u16(v.max(levels.legal.0), levels.legal.1);
                            *s = if w > 0.0 && t != 0.0 { new } else { *s };
                        }
                    },
                );
            },
        );
    }

    /// Adds pigment to Cb and Cr.
    pub(super) fn chroma(&self, pigment: &Chroma<'_>, here: &Frame, out: &mut Frame) {
        let levels = self.picture.levels;
        let (sx, sy) = here.subsampling.factors();
        let (region, part) = (self.region, pigment.part);
        let luma = here.luma();
        let per_blood = shift_of(self.picture, pigment.colour, BLOOD_RGB.map(|v| v * BLOOD_TAKES));
        let per_melanin = shift_of(self.picture, pigment.colour, MELANIN_RGB.map(|v| v * MELANIN_TAKES));
        let scale = levels.chroma_span / levels.luma_span;
        let [_, cb, cr] = out.planes_mut();
        let width = cb.width().max(1);
        let both = cb.samples_mut().par_chunks_mut(width).zip(cr.samples_mut().par_chunks_mut(width)).enumerate();
        both.skip(part.y0).take(part.height()).for_each_init(
            || [0; 2].map(|_| vec![0.0f32; region.width()]),
            |[skin, strength], (cy, (cb, cr))| {
                // The luma row whose middle the sample's is nearest to.
                let y = (cy * sy).clamp(region.y0, region.y1 - 1);
                self.mask.expand_row(y, region.x0, skin);
                expand_row(&self.strengths[4], y - region.y0, (self.block, self.block), strength);
                let light = luma.row(y);
                let inner = (cy - part.y0) as isize;
                let (blood, melanin) = (pigment.blood.row_clamped(inner), pigment.melanin.row_clamped(inner));
                for cx in part.x0..part.x1 {
                    let x = (cx * sx).clamp(region.x0, region.x1 - 1);
                    let at = x - region.x0;
                    let w = full(skin[at]) * strength[at] * scale * (f32::from(light[x]) - levels.black);
                    if w == 0.0 {
                        continue;
                    }
                    let (b, m) = (blood[cx - part.x0], melanin[cx - part.x0]);
                    for (sample, i) in [(&mut cb[cx], 0), (&mut cr[cx], 1)] {
                        let v = f32::from(*sample) + w * (b * per_blood[i] + m * per_melanin[i]);
                        *sample = round_u16(v.max(levels.legal.0), levels.legal.1);
                    }
                }
            },
        );
    }
}

/// See [`FULL_MASK`].
#[inline(always)]
fn full(weight: f32) -> f32 {
    if weight * FULL_MASK < 1.0 { weight * FULL_MASK } else { 1.0 }
}
