//! Real adult skin in figures: what is measured of a skin, by region, size and colour, and what real skins have.

mod cells;
mod real;

pub(crate) use cells::inside;
pub use cells::{Cell, Channel, PLANES, Region, SIZES_MM, Sample, cells};
pub use real::{COARSE_BY_FINE, EYE_PERCENT, FACE_PERCENT, MOST_SKEW, REAL, Real, real};

/// Distance of an adult's pupils, mm: the mean of N. A. Dodgson, "Variation and extrema of human interpupillary distance",
/// 2004.
pub const IOD_MM: f32 = 63.0;
/// A Gaussian of sigma 1 passes half of this wavelength.
pub(crate) const WAVE_PER_SIGMA: f32 = 4.4;
/// Median size of what is normally distributed to its standard deviation.
pub(crate) const SIGMA_OF_MEDIAN: f32 = 1.4826;
