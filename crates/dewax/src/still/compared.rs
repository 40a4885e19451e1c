//! The treated part of a picture beside its AI version and its original, as the judge compares them: large faces at a fraction of their
//! size, but for what is finer than pores, which is compared pixel by pixel, some rows at a time.

use super::split::within;
use super::{LaidFace, Layer, Side, WHITE};
use crate::kernels::{blur, shrink, tile};
use crate::px::{Plane, Rect, Rgb16};
use crate::skin::IOD_MM;
use rayon::prelude::*;

/// Pores (a sigma of 0.2 mm and more) are compared where a mm has so many px: there they are two px wide, and more px tell nothing more.
const ENOUGH_PX_PER_MM: f32 = 10.0;
/// Weight of the mask, as a share of its most, from which on a pixel is fully treated.
const FULLY: f32 = 0.98;
/// Rows that are compared at a time.
const ROWS_AT_ONCE: usize = 256;

/// A layer's part of the three pictures.
pub(super) struct Compared<'a> {
    pub(super) ai: &'a Rgb16,
    pub(super) out: &'a Rgb16,
    layer: &'a Layer,
    laid: Option<&'a LaidFace>,
    /// How many px on each side are one in what follows.
    pub(super) times: usize,
    /// Green of AI version and treated picture, where melanin and blood are seen.
    pub(super) green: [Plane<f32>; 2],
    pub(super) original: Option<Plane<f32>>,
    /// Pixels that are fully treated, and not healed.
    pub(super) treated: Vec<usize>,
    /// Of the picture itself.
    pub(super) px_per_mm: f32,
    /// How much of the texture was asked for where most was, 0..=1.
    pub(super) strength: f32,
    /// Weight from which on a pixel of the mask is fully treated.
    fully: u16,
}

impl<'a> Compared<'a> {
    pub(super) fn new(
        ai: &Side<'a>,
        out: &'a Rgb16,
        layer: &'a Layer,
        laid: Option<&'a LaidFace>,
        iod_px: f32,
    ) -> Self {
        let rect = layer.rect;
        let px_per_mm = iod_px / IOD_MM;
        let times = ((px_per_mm / ENOUGH_PX_PER_MM) as usize).max(1);
        let most = f32::from(layer.mask.samples().iter().copied().max().unwrap_or(0));
        let laid = laid.filter(|l| l.rect.and(&rect) == rect);
        let mut own = Self {
            ai: ai.rgb,
            out,
            layer,
            laid,
            times,
            green: [ai.rgb, out].map(|rgb| shrink::shrink_part(&rgb[1], rect, times)),
            original: laid.map(|l| shrink::shrink_part(&l.rgb[1], within(rect, l.rect), times)),
            treated: Vec::new(),
            px_per_mm,
            strength: (most / WHITE / layer.method.opacity()).min(1.0),
            fully: (FULLY * most).max(1.0).ceil() as u16,
        };
        own.treated = own.places();
        own
    }

    /// The part of the picture.
    pub(super) fn rect(&self) -> Rect {
        self.layer.rect
    }

    /// The blur that divides, px of the picture.
    pub(super) fn radius_px(&self) -> f32 {
        self.layer.radius_px
    }

    /// Whether a pixel is fully treated, and not healed.
    fn is_treated(&self, x: usize, y: usize) -> bool {
        let is_healed = |healed: &Plane<u16>| healed.row(y)[x] > 0;
        self.layer.mask.row(y)[x] >= self.fully && !self.layer.healed.as_ref().is_some_and(is_healed)
    }

    /// The small pixels all of whose pixels are treated.
    fn places(&self) -> Vec<usize> {
        let (across, down) = (self.green[0].width(), self.green[0].height());
        let (rect, times) = (self.rect(), self.times);
        let is_whole = |i: usize| {
            let (x0, y0) = (i % across * times, i / across * times);
            let (x1, y1) = ((x0 + times).min(rect.width()), (y0 + times).min(rect.height()));
            (y0..y1).all(|y| (x0..x1).all(|x| self.is_treated(x, y)))
        };
        (0..across * down).into_par_iter().filter(|&i| is_whole(i)).collect()
    }

    /// What of a small plane lies in a band of sigmas in mm.
    pub(super) fn band(&self, plane: &Plane<f32>, [fine, coarse]: [f32; 2]) -> Plane<f32> {
        let px_per_mm = self.px_per_mm / self.times as f32;
        let mut out = blur::gaussian(plane, fine * px_per_mm);
        let low = blur::gaussian(plane, coarse * px_per_mm);
        out.samples_mut().iter_mut().zip(low.samples()).for_each(|(v, l)| *v -= l);
        out
    }

    /// Mean product of two small planes over the treated skin.
    pub(super) fn product(&self, a: &Plane<f32>, b: &Plane<f32>) -> f64 {
        let sum: f64 = self.treated.iter().map(|&i| f64::from(a.samples()[i] * b.samples()[i])).sum();
        sum / self.treated.len().max(1) as f64
    }

    /// Energy of what is finer than a sigma, of the treated picture over the original's, pixel by pixel.
    pub(super) fn finer(&self, sigma_mm: f32) -> f64 {
        let Some(laid) = self.laid else { return f64::NAN };
        let (rect, sigma_px) = (self.rect(), sigma_mm * self.px_per_mm);
        let there = within(rect, laid.rect);
        let mut sums = [0.0f64; 2];
        for y0 in (0..rect.height()).step_by(ROWS_AT_ONCE) {
            let rows = [y0, (y0 + ROWS_AT_ONCE).min(rect.height())];
            let around = blur::radius_px(sigma_px);
            let with = [rows[0].saturating_sub(around), (rows[1] + around).min(rect.height())];
            let both = [(&self.out[1], rect), (&laid.rgb[1], there)];
            for (sum, (plane, at)) in sums.iter_mut().zip(both) {
                let part = tile::cut(plane, Rect { y0: at.y0 + with[0], y1: at.y0 + with[1], ..at });
                let low = blur::gaussian(&part, sigma_px);
                let row = |y: usize| {
                    let pairs = part.row(y - with[0]).iter().zip(low.row(y - with[0])).enumerate();
                    let own = pairs.filter(|(x, _)| self.is_treated(*x, y));
                    own.map(|(_, (v, l))| f64::from((v - l) * (v - l))).sum::<f64>()
                };
                // Row by row in order: a sum of floats is the same however many threads make it.
                *sum += (rows[0]..rows[1]).into_par_iter().map(row).collect::<Vec<f64>>().iter().sum::<f64>();
            }
        }
        sums[0] / sums[1].max(1e-9)
    }
}
