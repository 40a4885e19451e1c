//! The mid band of luma, flattened: what is left when slow changes and contrast are taken out. Exposure, patch flicker and
//! shading are gone from it; structure is.

use crate::kernels::{blur, shrink};
use crate::px::{Plane, Rect};

/// The smaller side of the coarsest picture, in samples.
const COARSEST: usize = 24;
const FINE_SIGMA: f32 = 0.8;
const SLOW_SIGMA: f32 = 4.0;
/// Neighbourhood in which contrast is evened out, in samples.
const EVEN_SIGMA: f32 = 5.0;
/// Contrast below this is noise and is not lifted, in 8-bit levels.
const QUIET_LEVELS: f32 = 1.5;

/// A part of a picture in its flattened mid band, from fine to coarse, each level half the size of the one before.
/// Sample (i, j) of level l is the mean of a block of `step_px · 2^l` luma px.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    /// Luma px of the first sample's upper left corner.
    pub(super) origin: [f64; 2],
    pub(super) step_px: f64,
    pub(super) levels: Vec<Plane<f32>>,
    /// The finest level before it was flattened, 8-bit levels.
    pub(super) luma: Plane<f32>,
}

impl Bands {
    /// `luma` in 8-bit levels, each sample the mean of a block of `step_px` luma px.
    pub(crate) fn new(luma: Plane<f32>, origin: [f64; 2], step_px: usize) -> Self {
        let mut levels = vec![flattened(&luma)];
        let mut small = luma.clone();
        while small.width().min(small.height()) / 2 >= COARSEST {
            small = shrink::shrink_f32(&small, 2);
            levels.push(flattened(&small));
        }
        Self { origin, step_px: step_px as f64, levels, luma }
    }

    /// The bands of a part of a plane of samples, `level` stored units to a level.
    pub(crate) fn of_part(plane: &Plane<u16>, part: Rect, step_px: usize, level: f32) -> Self {
        let mut luma = shrink::shrink_part(plane, part, step_px);
        luma.samples_mut().iter_mut().for_each(|v| *v /= level);
        Self::new(luma, [part.x0 as f64, part.y0 as f64], step_px)
    }

    /// Luma px per sample of a level.
    pub(super) fn step_px(&self, level: usize) -> f64 {
        self.step_px * f64::from(1u32 << level.min(16))
    }

    /// Where a luma px lies in a level, in samples.
    #[inline]
    pub(super) fn sample(&self, level: usize, point: [f64; 2]) -> [f64; 2] {
        let step = self.step_px(level);
        [0, 1].map(|i| (point[i] + 0.5 - self.origin[i]) / step - 0.5)
    }

    /// The luma px of a sample of a level.
    #[inline]
    pub(super) fn point(&self, level: usize, x: f64, y: f64) -> [f64; 2] {
        let step = self.step_px(level);
        [self.origin[0] + (x + 0.5) * step - 0.5, self.origin[1] + (y + 0.5) * step - 0.5]
    }
}

fn flattened(luma: &Plane<f32>) -> Plane<f32> {
    let mut band = blur::gaussian(luma, FINE_SIGMA);
    let slow = blur::gaussian(luma, SLOW_SIGMA);
    let mut energy = Plane::new(band.width(), band.height());
    for ((b, &s), e) in band.samples_mut().iter_mut().zip(slow.samples()).zip(energy.samples_mut()) {
        *b -= s;
        *e = *b * *b;
    }
    let energy = blur::gaussian(&energy, EVEN_SIGMA);
    for (b, &e) in band.samples_mut().iter_mut().zip(energy.samples()) {
        *b /= (e + QUIET_LEVELS * QUIET_LEVELS).sqrt();
    }
    band
}
