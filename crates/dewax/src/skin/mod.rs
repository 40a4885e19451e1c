//! Real adult skin in figures: what is measured of a skin, by region, size and colour, and what real skins have.

mod cells;
mod real;

pub use cells::{Cell, Channel, PLANES, Region, SIZES_MM, Sample, cells};
pub use real::{COARSE_BY_FINE, EYE_PERCENT, FACE_PERCENT, MOST_SKEW, REAL, Real, real};
