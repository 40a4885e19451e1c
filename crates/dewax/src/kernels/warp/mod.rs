//! Sampling a plane along an affine map, bicubic (Catmull-Rom: R. Keys, "Cubic convolution interpolation for
//! digital image processing", 1981, a = −1/2). Sharp enough that one sampling does not soften pores.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{at, warp};

/// The four Catmull-Rom weights for a sample `t` (0..1) behind the second of four neighbours.
#[inline(always)]
pub(crate) fn cubic(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3, -0.5 * t2 + 0.5 * t3]
}
