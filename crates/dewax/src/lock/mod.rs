//! Where the skin goes: the motion between frames of a shot, as data that a render only reads.
//!
//! This first rung of the ladder is one affine map per pair of successive frames, fitted robustly inside the skin
//! mask to band-passed, exposure-equalised luma. Few parameters are not fooled by flicker, where dense flow is.

mod affine;
mod align;
mod sticky;

pub use affine::Affine;
pub use align::{AlignInput, Fit, align};
pub use sticky::{BANDS_PX, PairTexture, pair_texture};
