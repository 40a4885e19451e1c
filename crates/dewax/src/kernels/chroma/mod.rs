//! Chroma planes from one subsampling to another, with the siting of both.
//!
//! Going up is linear interpolation at the right phase (for left-sited 4:2:0 to 4:2:2: 3/4 and 1/4 of the two
//! nearest rows); going down is the matching tent filter. Odd luma sizes are right by construction: a chroma
//! sample's place is computed from its luma pixels, never from the ratio of the plane sizes.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::resample;

use crate::color::Siting;

/// Where chroma sample 0 sits on an axis subsampled by 2, in luma pixels from the first luma pixel's centre.
pub(crate) fn offset_px(siting: Siting, horizontal: bool) -> f64 {
    let centered = match siting {
        Siting::Left => !horizontal,
        Siting::Center => true,
        Siting::TopLeft => false,
        Siting::Top => horizontal,
    };
    if centered { 0.5 } else { 0.0 }
}

/// The taps of one output sample: index of the first input sample (may lie outside) and three weights.
pub(crate) fn taps(
    index: usize,
    from: usize,
    to: usize,
    siting: Siting,
    horizontal: bool,
) -> (isize, [f32; 3]) {
    let place = |i: f64, factor: usize| {
        if factor == 1 { i } else { i * 2.0 + offset_px(siting, horizontal) }
    };
    let at = place(index as f64, to);
    if from == to {
        return (index as isize - 1, [0.0, 1.0, 0.0]);
    }
    if from > to {
        // Up: between the two nearest samples.
        let exact = (at - offset_px(siting, horizontal)) / 2.0;
        let left = exact.floor();
        let t = (exact - left) as f32;
        return (left as isize, [1.0 - t, t, 0.0]);
    }
    // Down: on a luma pixel the tent 1/4 1/2 1/4, between two their mean.
    if at.fract() == 0.0 { (at as isize - 1, [0.25, 0.5, 0.25]) } else { (at as isize, [0.5, 0.5, 0.0]) }
}
