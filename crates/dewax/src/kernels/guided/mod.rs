//! Guided filter: smooths one plane so that its edges follow those of another
//! (K. He, J. Sun, X. Tang, "Guided Image Filtering", TPAMI 2013). Window means are Gaussian instead of boxes:
//! the same idea without the box's corners.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::guided;
