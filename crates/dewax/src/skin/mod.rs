//! Skin: how it is found in a frame ([`SkinSearch`]), and real adult skin in figures ([`real`]): what is measured of a skin, by region,
//! size and colour, and what real skins have.

mod cells;
mod cover;
pub mod face;
mod find;
pub mod given;
mod hands;
mod kinds;
pub mod limbs;
mod model;
mod real;
mod search;
pub mod shape;
mod small;

pub(crate) use cells::inside;
pub use cells::{Cell, Sample, cells};
pub use kinds::{Channel, PLANES, Region, SIZES_MM};
pub use model::SkinModel;
pub use real::{COARSE_BY_FINE, EYE_PERCENT, FACE_PERCENT, MOST_SKEW, REAL, Real, real};
pub use search::SkinSearch;
pub(crate) use small::ramp;
pub use small::{Small, contrast_of, mask_of};

/// Distance of an adult's pupils, mm: the mean of N. A. Dodgson, "Variation and extrema of human interpupillary distance",
/// 2004.
pub const IOD_MM: f32 = 63.0;
/// A Gaussian of sigma 1 passes half of this wavelength.
pub(crate) const WAVE_PER_SIGMA: f32 = 4.4;
/// Median size of what is normally distributed to its standard deviation.
pub(crate) const SIGMA_OF_MEDIAN: f32 = 1.4826;
