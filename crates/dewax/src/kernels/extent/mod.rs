//! How far the samples around each sample lie apart: the largest less the smallest one of a square, edges repeated.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::extent;
