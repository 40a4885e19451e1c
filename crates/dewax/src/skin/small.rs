//! A frame at the resolution of masks, and what masks are made with.

use crate::clip::Picture;
use crate::kernels::{blur, shrink, tile};
use crate::px::{Frame, Mask, Plane, Rect};

/// Neighbourhood in which detail is measured, in mask samples.
pub(super) const CONTRAST_SIGMA: f32 = 1.5;

/// Local contrast of a part of a plane, in stored units.
pub fn contrast_of(luma: &Plane<f32>, part: Rect) -> Plane<f32> {
    contrast(&tile::cut(luma, part))
}

/// Local contrast: the standard deviation of luma around each sample, in stored units.
pub(super) fn contrast(luma: &Plane<f32>) -> Plane<f32> {
    let mean = blur::gaussian(luma, CONTRAST_SIGMA);
    let mut squares = luma.clone();
    for (s, &m) in squares.samples_mut().iter_mut().zip(mean.samples()) {
        *s = (*s - m) * (*s - m);
    }
    let mut out = blur::gaussian(&squares, CONTRAST_SIGMA);
    out.samples_mut().iter_mut().for_each(|v| *v = v.max(0.0).sqrt());
    out
}

/// A frame at the mask's resolution, in stored units.
#[derive(Debug)]
pub struct Small {
    /// Y'.
    pub luma: Plane<f32>,
    /// Cb.
    pub cb: Plane<f32>,
    /// Cr.
    pub cr: Plane<f32>,
}

impl Small {
    /// The frame, shrunk.
    pub fn of(picture: &Picture, frame: &Frame) -> Self {
        Self::by(frame, picture.mask_step_px())
    }

    /// The frame, each `step_px` × `step_px` luma pixels as one.
    pub fn by(frame: &Frame, step_px: usize) -> Self {
        let luma = shrink::shrink(frame.luma(), step_px);
        let (cb, cr) = (small_chroma(frame, 1, step_px, &luma), small_chroma(frame, 2, step_px, &luma));
        Self { luma, cb, cr }
    }
}

/// Chroma at the mask's resolution.
fn small_chroma(frame: &Frame, which: usize, step_px: usize, luma: &Plane<f32>) -> Plane<f32> {
    let plane = frame.plane(which);
    let (sx, sy) = frame.subsampling.factors();
    let (fits_x, fits_y) = (step_px.is_multiple_of(sx), step_px.is_multiple_of(sy));
    if fits_x && fits_y && sx == sy {
        let small = shrink::shrink(plane, step_px / sx);
        if (small.width(), small.height()) == (luma.width(), luma.height()) {
            return small;
        }
    }
    // Odd steps and 4:2:2: the chroma sample nearest to the block's centre.
    Plane::from_fn(luma.width(), luma.height(), |x, y| {
        let at = |i: usize, f: usize| ((i * step_px + step_px / 2) / f) as isize;
        f32::from(plane.at(at(x, sx), at(y, sy)))
    })
}

/// 0 below `from`, 1 above `from + width`, smooth between.
#[inline(always)]
pub(crate) fn ramp(value: f32, from: f32, width: f32) -> f32 {
    let t = (value - from) / width.max(1e-9);
    let t = if t > 0.0 { if t < 1.0 { t } else { 1.0 } } else { 0.0 };
    t * t * (3.0 - 2.0 * t)
}

/// The mask of these weights; none when there is no weight. Its rectangle is a block wider than the weights, because they
/// are interpolated.
pub fn mask_of(weights: Plane<f32>, picture: &Picture) -> Option<Mask> {
    let blocks = Rect::around(&weights, 0.0);
    let (step_px, format) = (picture.mask_step_px(), &picture.format);
    let roi = Rect {
        x0: blocks.x0 * step_px,
        y0: blocks.y0 * step_px,
        x1: (blocks.x1 * step_px).min(format.width),
        y1: (blocks.y1 * step_px).min(format.height),
    }
    .grown(step_px, format.width, format.height);
    (!roi.is_empty()).then_some(Mask { weights, step_px, roi })
}
