//! A plane made smaller by a whole factor: each sample is the mean of its block.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{shrink, shrink_f32, shrink_part};

use crate::px::{Plane, Rgb16};

/// A picture of which each `step_px` × `step_px` pixels are one, in codes: the means of [`shrink`], rounded.
pub fn smaller(rgb: &Rgb16, step_px: usize) -> Rgb16 {
    rgb.each_ref().map(|plane| {
        let small = shrink(plane, step_px);
        Plane::from_fn(small.width(), small.height(), |x, y| (small.row(y)[x] + 0.5) as u16)
    })
}

/// The size of a plane of `width` × `height` shrunk by `step_px`; a rest at the right or bottom gets its own sample.
pub fn size(width: usize, height: usize, step_px: usize) -> (usize, usize) {
    (width.div_ceil(step_px), height.div_ceil(step_px))
}
