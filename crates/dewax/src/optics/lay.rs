//! Lays a lens on a frame: the background as discs in its light, without what stands before it, and the persons over that.
//!
//! The disc takes background alone (each sample counts by how much of it is no person, and the sum is divided by what counted), so that no skin
//! colours it and the place behind a person is what lies around. Where a pixel is of both, the person's colour is what is left of it without the
//! sharp background (M. Forte, "Approximate Fast Foreground Colour Estimation", ICIP 2021). Mixing is done on codes, as the source's own edges were.

use super::bars;
use super::cut::Cut;
use super::expand::Columns;
use super::light::Curve;
use super::{Lens, MOST_RADIUS_SHARE};
use crate::clip::Picture;
use crate::color::{Transfer, rgb_from_ycc, ycc_from_rgb};
use crate::kernels::blur::gaussian;
use crate::kernels::disc::disc;
use crate::kernels::{noise, round_u16, shrink};
use crate::px::{Frame, LEVEL, Plane, Rect};
use crate::skin::Small;
use rayon::prelude::*;

/// Samples that a radius has at least in the copy on which discs are laid: fewer would show as corners.
const LEAST_SAMPLES: f32 = 4.0;
/// Sigma of the colours of person and background around a pixel, samples of the mask's resolution: as wide as an edge of hair.
const NEAR: f32 = 3.0;
/// How much more a clipped highlight counts: it was brighter than white by an unknown factor, a stop and a half on average of lamps and
/// reflections is a guess; none in HDR, where highlights are whole.
const CLIPPED: f32 = 2.0;
/// From this code on a highlight counts as clipped, more and more.
const CLIPPED_FROM: f32 = 0.88;
/// What counts for a pixel of which a disc sees no background at all, so that it stays as it is.
const OWN: f32 = 1e-3;
/// What this noise is for, as part of its key.
const PURPOSE: u32 = 0x6c65_6e73;
/// Sigma of grain as it is laid back, px: what a fine band at pixel size is of.
const GRAIN_PX: f32 = 0.5;

/// What a lens needs to know of a frame.
#[derive(Clone, Copy, Debug)]
pub struct Shallow<'a> {
    /// The lens.
    pub lens: &'a Lens,
    /// Eye distance of the person in focus, luma px: one for all frames of a shot, so that nothing breathes.
    pub eyes_px: f32,
    /// The persons, 0..=1, of any size.
    pub matte: &'a Plane<f32>,
    /// Grain of the source around the skin, RMS, 8-bit levels.
    pub grain_levels: f32,
}

/// A background: one plane per Y', Cb, Cr in stored units, with the luma px that a sample covers.
struct Behind {
    planes: [Plane<f32>; 3],
    step_px: usize,
}

impl Shallow<'_> {
    /// Lays it on a frame.
    pub fn lay(&self, picture: &Picture, frame: &mut Frame) {
        let long_px = frame.width().max(frame.height()) as f32;
        let radius_px = self.lens.radius_px(self.eyes_px, long_px);
        // A disc of one pixel is no lens.
        if radius_px < 0.5 || self.matte.samples().is_empty() || frame.width() * frame.height() == 0 {
            return;
        }
        let small = Small::of(picture, frame);
        let all = Rect::of(frame.width(), frame.height());
        let open = if self.lens.bars { bars::open(picture, frame.luma()) } else { all };
        let cut = Cut::of(picture, frame, &small, self.matte, open);
        let behind = behind(picture, frame, &cut, radius_px);
        let near = Near::of(&small, &cut.small);
        let grain = self.lens.grain * self.grain_levels * LEVEL;
        let key = noise::key(0, PURPOSE, frame.index);
        let (sx, sy) = frame.subsampling.factors();
        let (columns, rows) = (frame.plane(1).width(), frame.plane(1).height());
        let chroma_cut = Plane::from_fn(columns, rows, |x, y| mean(&cut.whole, (x * sx, y * sy), (sx, sy)));
        for which in 0..3 {
            let (weights, grain, fine) = match which {
                0 => (&cut.whole, grain, (1.0, 1.0)),
                _ => (&chroma_cut, 0.0, (sx as f32, sy as f32)),
            };
            let part = Part { weights, behind: &behind, near: &near, which, fine, grain, key };
            part.lay(picture, frame.plane_mut(which));
        }
    }
}

/// How far a lens reads around a pixel, luma px of a picture of that size.
pub(crate) fn reach_px(picture: &Picture) -> usize {
    let long_px = picture.format.width.max(picture.format.height) as f32;
    // Twice three sigmas of a window or of what is near, on the copy, and the rests of its blocks.
    let windows = 2.0 * 12.0 * picture.mask_step_px() as f32;
    (MOST_RADIUS_SHARE * long_px + windows) as usize + 4 * picture.mask_step_px() + 8
}

fn mean(plane: &Plane<f32>, (x, y): (usize, usize), (sx, sy): (usize, usize)) -> f32 {
    let mut sum = 0.0;
    for j in 0..sy {
        let row = plane.row_clamped((y + j) as isize);
        (0..sx).for_each(|i| sum += row[(x + i).min(row.len() - 1)]);
    }
    sum / (sx * sy) as f32
}

/// The background alone, as discs.
fn behind(picture: &Picture, frame: &Frame, cut: &Cut, radius_px: f32) -> Behind {
    let most = picture.mask_step_px();
    let step_px = ((radius_px / LEAST_SAMPLES) as usize).clamp(1, most);
    let small = Small::by(frame, step_px);
    let weights = shrink::shrink_f32(&cut.whole, step_px);
    let curve = Curve::of(picture.transfer);
    let is_hdr = matches!(picture.transfer, Transfer::Pq | Transfer::Hlg | Transfer::Linear);
    let (width, height) = (weights.width(), weights.height());
    let mut light = [0; 4].map(|_| Plane::new(width, height));
    {
        let [r, g, b, counts] = &mut light;
        let rows = r.samples_mut().par_chunks_mut(width).zip(g.samples_mut().par_chunks_mut(width));
        let rows =
            rows.zip(b.samples_mut().par_chunks_mut(width).zip(counts.samples_mut().par_chunks_mut(width)));
        rows.enumerate().for_each(|(y, ((r, g), (b, counts)))| {
            for x in 0..width {
                let at = y * width + x;
                let stored = [&small.luma, &small.cb, &small.cr].map(|p| p.samples()[at]);
                let rgb = rgb_from_ycc(picture.weights, picture.levels.units(stored));
                let free = 1.0 - weights.samples()[at];
                let brightest = rgb.iter().fold(0.0f32, |m, v| m.max(*v));
                let over = ((brightest - CLIPPED_FROM) / (1.0 - CLIPPED_FROM)).clamp(0.0, 1.0);
                let count = free * free * if is_hdr { 1.0 } else { 1.0 + CLIPPED * over * over };
                let [red, green, blue] = rgb.map(|v| count * curve.light(v));
                (r[x], g[x], b[x], counts[x]) = (red, green, blue, count);
            }
        });
    }
    let radius = radius_px / step_px as f32;
    let [r, g, b, counts] = light.map(|plane| disc(&plane, radius));
    let mut planes = [0; 3].map(|_| Plane::new(width, height));
    {
        let [luma, cb, cr] = &mut planes;
        let rows = luma.samples_mut().par_chunks_mut(width).zip(cb.samples_mut().par_chunks_mut(width));
        rows.zip(cr.samples_mut().par_chunks_mut(width)).enumerate().for_each(|(y, ((luma, cb), cr))| {
            for x in 0..width {
                let at = y * width + x;
                let count = counts.samples()[at];
                let stored = [&small.luma, &small.cb, &small.cr].map(|p| p.samples()[at]);
                let made = [&r, &g, &b].map(|p| curve.code(p.samples()[at] / count.max(1e-9)));
                let made = picture.levels.stored(ycc_from_rgb(picture.weights, made));
                let own = OWN / (OWN + count);
                let [y, u, v] = [0, 1, 2].map(|i| made[i] + own * (stored[i] - made[i]));
                (luma[x], cb[x], cr[x]) = (y, u, v);
            }
        });
    }
    Behind { planes, step_px }
}

/// Colours of person and background around each place, at the mask's resolution.
struct Near {
    person: [Plane<f32>; 3],
    rest: [Plane<f32>; 3],
}

impl Near {
    fn of(small: &Small, weights: &Plane<f32>) -> Self {
        let of = |weight: &dyn Fn(f32) -> f32| {
            let mut counts = weights.clone();
            counts.samples_mut().iter_mut().for_each(|w| *w = weight(*w));
            let total = gaussian(&counts, NEAR);
            [&small.luma, &small.cb, &small.cr].map(|plane| {
                let mut sum = plane.clone();
                sum.samples_mut().iter_mut().zip(counts.samples()).for_each(|(s, w)| *s *= w);
                let mut mean = gaussian(&sum, NEAR);
                for ((m, t), own) in mean.samples_mut().iter_mut().zip(total.samples()).zip(plane.samples()) {
                    *m = (*m + OWN * own) / (t + OWN);
                }
                mean
            })
        };
        // What is of both says nothing of either.
        Self { person: of(&|w| w * w), rest: of(&|w| (1.0 - w) * (1.0 - w)) }
    }
}

/// One plane of a frame to be laid.
struct Part<'a> {
    weights: &'a Plane<f32>,
    behind: &'a Behind,
    near: &'a Near,
    which: usize,
    /// Luma px per sample of the plane.
    fine: (f32, f32),
    grain: f32,
    key: u32,
}

/// Rows that one thread makes at a time.
const BAND: usize = 64;

impl Part<'_> {
    fn lay(&self, picture: &Picture, plane: &mut Plane<u16>) {
        let (width, height) = (plane.width(), plane.height());
        let columns = |small: &Plane<f32>, step_px: usize| {
            let step = step_px as f32;
            Columns::of(width, small.width(), (step / self.fine.0, step / self.fine.1))
        };
        let (behind, person, rest) =
            (&self.behind.planes[self.which], &self.near.person[self.which], &self.near.rest[self.which]);
        let far = columns(behind, self.behind.step_px);
        let near = columns(person, picture.mask_step_px());
        let (low, high) = picture.levels.legal;
        plane.samples_mut().par_chunks_mut(width.max(1) * BAND).enumerate().for_each(|(band, rows)| {
            let (mut scratch, mut made) = (Vec::new(), [0; 3].map(|_| vec![0.0f32; width]));
            let first = band * BAND;
            let count = BAND.min(height - first);
            let mut one = |i: usize, grain: Option<&[f32]>| {
                let y = first + i;
                let weights = self.weights.row(y);
                if weights.iter().all(|w| *w >= 1.0) {
                    return;
                }
                let [soft, person_row, rest_row] = &mut made;
                far.row(behind, y, &mut scratch, soft);
                if weights.iter().any(|w| *w > 0.0) {
                    near.row(person, y, &mut scratch, person_row);
                    near.row(rest, y, &mut scratch, rest_row);
                }
                for (x, sample) in rows[i * width..(i + 1) * width].iter_mut().enumerate() {
                    let weight = weights[x];
                    if weight >= 1.0 {
                        continue;
                    }
                    let laid_back = grain.map_or(0.0, |g| self.grain * g[x]);
                    let mut value = (1.0 - weight) * (soft[x] + laid_back);
                    if weight > 0.0 {
                        let left = f32::from(*sample) - weight * person_row[x] - (1.0 - weight) * rest_row[x];
                        value += weight * (person_row[x] + weight * left);
                    }
                    *sample = round_u16(value.max(low), high);
                }
            };
            if self.grain > 0.0 {
                let size = (first as i32, count);
                noise::soft_rows(self.key, GRAIN_PX, (0, width), size, |i, grain| one(i, Some(grain)));
            } else {
                (0..count).for_each(|i| one(i, None));
            }
        });
    }
}

#[cfg(test)]
#[path = "lay_tests.rs"]
mod tests;
