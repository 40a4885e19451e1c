//! Pictures in memory: planes, frames, rectangles, and the window of frames that a step may read.
//!
//! **Code values.** Every sample is a `u16` with the source's code value in its most significant bits:
//! an 8-bit code `v` is stored as `v << 8`, a 10-bit one as `v << 6`. So one 8-bit level is always
//! [`LEVEL`] = 256 units, whatever the source's depth; rounding between steps costs at most 1/512 of a level;
//! and a frame that no step has touched goes out with exactly the codes that came in.

mod frame;
mod plane;
mod rect;

pub use frame::{Format, Frame, Mask, Subsampling, Window};
pub use plane::Plane;
pub use rect::Rect;

/// Units of one 8-bit code value in a stored sample.
pub const LEVEL: f32 = 256.0;

/// Chroma's zero in a stored sample, for every depth and range (BT.601, BT.709, BT.2020: code 128 at 8 bit).
pub const CHROMA_ZERO: u16 = 128 << 8;

/// A picture as files of R'G'B' hold it: red, green and blue in codes of 16 bits, 0 black and 65535 white, in the light of its own profile.
/// An 8-bit code `v` is `257 v` here, so that black and white are the same at every depth.
pub type Rgb16 = [Plane<u16>; 3];
