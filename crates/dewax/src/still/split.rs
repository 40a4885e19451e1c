//! The arithmetic of frequency separation on a part of a picture: the difference of two versions of it, blurs that stay inside what is known,
//! uniform noise, and how layers lie on what is below them.

use super::WHITE;
use crate::kernels::noise::hash32;
use crate::kernels::{blur, round_u16, shrink, tile};
use crate::px::{Mask, Plane, Rect, Rgb16};
use rayon::prelude::*;

/// Mid grey in codes: between 32767 and 32768.
const GREY: f32 = 32_767.5;
/// Known less than this somewhere, blurs are held inside what is known.
const FULLY_KNOWN: f32 = 0.999;
/// What is known around a place is told on cells of a half of the blur, at most of so many px.
const CELLS_PER_SIGMA: f32 = 2.0;
const MOST_CELL_PX: usize = 4;
/// Where less than this is known, blurs have nothing to go by.
const LEAST_KNOWN: f32 = 1e-3;

/// `there` − `here` over a part of `here`; `there` begins at `origin` of it.
pub(super) fn difference(here: &Rgb16, there: &Rgb16, origin: [usize; 2], part: Rect) -> [Plane<f32>; 3] {
    std::array::from_fn(|c| {
        let mut out = Plane::new(part.width(), part.height());
        out.samples_mut().par_chunks_mut(part.width().max(1)).enumerate().for_each(|(y, row)| {
            let own = &here[c].row(part.y0 + y)[part.x0..part.x1];
            let from = part.x0 - origin[0];
            let other = &there[c].row(part.y0 + y - origin[1])[from..from + part.width()];
            for ((o, &a), &b) in row.iter_mut().zip(own).zip(other) {
                *o = f32::from(b) - f32::from(a);
            }
        });
        out
    })
}

/// How sure each pixel of a part is, and how sure it is around it behind a blur.
pub(super) struct Known {
    sure: Mask,
    around: Mask,
    /// Where the part begins in the mask.
    origin: [usize; 2],
}

impl Known {
    /// `sure` begins at `origin` of the picture. `None` where all is known.
    pub(super) fn new(sure: &Mask, origin: [usize; 2], part: Rect, sigma_px: f32) -> Option<Self> {
        if sure.weights.samples().iter().all(|k| *k > FULLY_KNOWN) {
            return None;
        }
        // Cells are a fraction of the blur: what is known is softer than they.
        let step_px = ((sigma_px / CELLS_PER_SIGMA) as usize).clamp(1, MOST_CELL_PX);
        let size = (part.width(), part.height());
        let cells = shrink::shrink_f32(&expanded(sure, origin, part), step_px);
        let weights = blur::gaussian(&cells, sigma_px / step_px as f32);
        let around = Mask { weights, step_px, roi: Rect::of(size.0, size.1) };
        Some(Self { sure: sure.clone(), around, origin: [part.x0 - origin[0], part.y0 - origin[1]] })
    }

    fn sure(&self, y: usize, out: &mut [f32]) {
        self.sure.expand_row(y + self.origin[1], self.origin[0], out);
    }
}

/// What of a plane is finer than a blur of `sigma_px` that sees only what is known (everything where `known` is `None`), over a part of it, as
/// codes around grey: `gain` codes for each.
pub(super) fn high(
    mut plane: Plane<f32>,
    known: Option<&Known>,
    sigma_px: f32,
    part: Rect,
    gain: f32,
) -> Plane<u16> {
    let width = plane.width();
    if let Some(known) = known {
        plane.samples_mut().par_chunks_mut(width.max(1)).enumerate().for_each_init(
            || vec![0.0f32; width],
            |sure, (y, row)| {
                known.sure(y, sure);
                row.iter_mut().zip(&*sure).for_each(|(v, k)| *v *= k);
            },
        );
    }
    let mut out = Plane::new(part.width(), part.height());
    let span = part.x0..part.x1;
    let rows = (out.samples_mut(), part.width());
    blur::gaussian_rows(&plane, sigma_px, part.y0, rows, |y, low, out| {
        let (own, low) = (&plane.row(y)[span.clone()], &low[span.clone()]);
        let Some(known) = known else {
            let pairs = out.iter_mut().zip(own).zip(low);
            pairs.for_each(|((o, v), l)| *o = round_u16(GREY + gain * (v - l), WHITE));
            return;
        };
        let mut rows = [vec![0.0f32; width], vec![0.0f32; width]];
        let [sure, around] = &mut rows;
        known.sure(y, sure);
        known.around.expand_row(y, 0, around);
        let known = sure[span.clone()].iter().zip(&around[span.clone()]);
        for (((o, v), l), (k, s)) in out.iter_mut().zip(own).zip(low).zip(known) {
            let high = v / k.max(LEAST_KNOWN) - l / s.max(LEAST_KNOWN);
            *o = round_u16(GREY + gain * high, WHITE);
        }
    });
    out
}

/// Uniform noise, −1..=1, blurred by a Gaussian of `sigma_px`: the same at a pixel of the picture whatever part of it is asked for.
pub(super) fn uniform(seed: u32, part: Rect, sigma_px: f32) -> Plane<f32> {
    let radius = blur::radius_px(sigma_px);
    let mut wide = Plane::new(part.width() + 2 * radius, part.height() + 2 * radius);
    let width = wide.width().max(1);
    wide.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
        // Columns and rows left of and above the picture go on below zero.
        let at = |value: usize, from: usize| (from + value).wrapping_sub(radius) as u32;
        let key = hash32(seed ^ at(y, part.y0).wrapping_mul(0xc2b2_ae35));
        for (x, o) in row.iter_mut().enumerate() {
            let bits = hash32(key ^ at(x, part.x0).wrapping_mul(0x9e37_79b9));
            // The upper 24 bits fit a float exactly: 0..=2^24 − 1 to −1..=1.
            *o = (bits >> 8) as f32 * (2.0 / 16_777_215.0) - 1.0;
        }
    });
    let inside = Rect { x0: radius, y0: radius, x1: radius + part.width(), y1: radius + part.height() };
    tile::cut(&blur::gaussian(&wide, sigma_px), inside)
}

/// Share of the standard deviation of noise that is left behind a Gaussian of `sigma_px`.
pub(super) fn left_of_noise(sigma_px: f32) -> f32 {
    let taps = blur::weights(sigma_px);
    let energy = taps[0] * taps[0] + 2.0 * taps[1..].iter().map(|t| t * t).sum::<f32>();
    // Across and down.
    energy
}

/// Linear Light: below + 2 × layer − white, cut to black and white.
#[inline(always)]
pub(super) fn linear_light(below: f32, layer: f32) -> f32 {
    (below + 2.0 * layer - WHITE).clamp(0.0, WHITE)
}

/// Overlay: darks multiplied, lights screened.
#[inline(always)]
pub(super) fn overlay(below: f32, layer: f32) -> f32 {
    let (b, l) = (below / WHITE, layer / WHITE);
    let out = if b < 0.5 { 2.0 * b * l } else { 1.0 - 2.0 * (1.0 - b) * (1.0 - l) };
    (out * WHITE).clamp(0.0, WHITE)
}

/// A rectangle of a picture as one of a part that holds it.
pub(super) fn within(rect: Rect, wide: Rect) -> Rect {
    Rect { x0: rect.x0 - wide.x0, y0: rect.y0 - wide.y0, x1: rect.x1 - wide.x0, y1: rect.y1 - wide.y0 }
}

/// A mask that begins at `origin` of the picture, over a part of the picture.
pub(super) fn expanded(mask: &Mask, origin: [usize; 2], part: Rect) -> Plane<f32> {
    let mut out = Plane::new(part.width(), part.height());
    out.samples_mut().par_chunks_mut(part.width().max(1)).enumerate().for_each(|(y, row)| {
        mask.expand_row(part.y0 + y - origin[1], part.x0 - origin[0], row);
    });
    out
}

/// Values around zero as codes around grey, `gain` codes for each.
pub(super) fn codes(plane: &Plane<f32>, gain: f32) -> Plane<u16> {
    let mut out = Plane::new(plane.width(), plane.height());
    for (o, &v) in out.samples_mut().iter_mut().zip(plane.samples()) {
        *o = round_u16(GREY + gain * v, WHITE);
    }
    out
}
