//! Dense motion between two pictures: "Fast Optical Flow using Dense Inverse Search" (T. Kroeger and others, ECCV
//! 2016), on f32 luma.
//!
//! From coarse to fine, on each level of a pyramid: small patches find their place in the other picture by inverse
//! compositional descent (`search.rs`) and agree with their neighbours (`agree.rs`), every pixel takes the mean of the patches over it (`spread.rs`), and a
//! variational step after Brox et al. (ECCV 2004) makes the field smooth where the pictures say nothing (`refine.rs`).
//! Every patch is compared without its mean, and brightness that changed from picture to picture is taken out before
//! the variational step too: flicker must not become motion.

mod agree;
mod board;
mod confidence;
mod expand;
mod fast;
mod found;
mod lanes;
mod pyramid;
mod refine;
mod relax;
mod search;
#[cfg(any(test, feature = "slow"))]
pub mod slow;
#[cfg(any(test, feature = "slow"))]
mod slow_pyramid;
mod spread;
#[cfg(test)]
mod tests;

pub use confidence::confidence;
pub use fast::flow;
pub use pyramid::Prepared;

use crate::kernels::blur;
use crate::px::Plane;

/// Side of a patch in pixels of its level. The kernels hold a row of a patch in one vector.
pub const PATCH_PX: usize = 8;

/// Motion of every pixel from one picture to another: picture one's (x, y) is found at (x + dx, y + dy) in picture two.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Motion to the right, px.
    pub dx: Plane<f32>,
    /// Motion downwards, px.
    pub dy: Plane<f32>,
}

/// How much work goes into a flow. The presets have the figures of OpenCV's of the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Level of the pyramid at which the search ends: 1 is half the size, 2 a quarter. At least 1: the full size fits
    /// the noise of smooth skin and was measured to be worse than 1.
    pub finest: usize,
    /// Distance between patches in pixels of their level, 1..=8.
    pub stride_px: usize,
    /// Descent steps of a patch on a level, over both scans; most patches settle in fewer.
    pub descent_steps: usize,
    /// Fixed-point iterations of the variational refinement on a level; 0 leaves it out.
    pub refinement: usize,
}

impl Preset {
    /// Coarse patches only.
    pub const ULTRAFAST: Self = Self { finest: 2, stride_px: 4, descent_steps: 12, refinement: 0 };
    /// Coarse patches and refinement.
    pub const FAST: Self = Self { finest: 2, stride_px: 4, descent_steps: 16, refinement: 5 };
    /// Half-size patches and refinement.
    pub const MEDIUM: Self = Self { finest: 1, stride_px: 3, descent_steps: 25, refinement: 5 };
}

impl Flow {
    /// No motion anywhere.
    pub fn still(width: usize, height: usize) -> Self {
        Self { dx: Plane::new(width, height), dy: Plane::new(width, height) }
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.dx.width()
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.dx.height()
    }

    /// Motion at a place between pixels, bilinear; places outside take the edge's. Zero for a flow without pixels.
    #[inline]
    pub fn at(&self, x: f32, y: f32) -> [f32; 2] {
        let (width, height) = (self.width(), self.height());
        if width == 0 || height == 0 {
            return [0.0; 2];
        }
        // `max` before `min`: a place that is no number becomes 0.
        let (x, y) = (x.max(0.0).min((width - 1) as f32), y.max(0.0).min((height - 1) as f32));
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
        let (along, down) = (x - left as f32, y - top as f32);
        [&self.dx, &self.dy].map(|plane| {
            let (upper, lower) = (plane.row(top), plane.row(bottom));
            let above = upper[left] + (upper[right] - upper[left]) * along;
            let below = lower[left] + (lower[right] - lower[left]) * along;
            above + (below - above) * down
        })
    }

    /// The field blurred with a Gaussian. On a face, σ of 0.08 of the distance between the eyes took a sixth to a
    /// third off the error (measured with OpenCV's DIS).
    pub fn smoothed(&self, sigma_px: f32) -> Self {
        Self { dx: blur::gaussian(&self.dx, sigma_px), dy: blur::gaussian(&self.dy, sigma_px) }
    }
}
