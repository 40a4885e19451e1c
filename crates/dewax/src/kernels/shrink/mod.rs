//! A plane made smaller by a whole factor: each sample is the mean of its block.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{shrink, shrink_f32, shrink_part};

/// The size of a plane of `width` × `height` shrunk by `step_px`; a rest at the right or bottom gets its own sample.
pub fn size(width: usize, height: usize, step_px: usize) -> (usize, usize) {
    (width.div_ceil(step_px), height.div_ceil(step_px))
}
