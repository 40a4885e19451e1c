//! What real skins have: the one table that step, check, trial and certificate read.
//!
//! Measured on unretouched photographs of adults at 2.7 to 7.4 px per mm (portraits, a phone selfie, studio portraits) and on camera
//! clips, bare or lightly made up, several skin tones: `cargo xtask bench skin` prints [`REAL`] again; the figures of whole faces are those of
//! the check `porcelain` on the same material. Codecs smooth: the low end is camera video,
//! the high end photographs.

use super::kinds::{Channel, Region, SIZES_MM};

/// A figure of real skins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Real {
    /// Few have less.
    pub low: f32,
    /// Half have more.
    pub middle: f32,
    /// Few have more.
    pub high: f32,
}

/// Contrast of a whole face per band of [`crate::lock::BANDS_MM`], as the lock measures it, percent of its luma. Photographs have 0.36 to
/// 1.36 and 0.52 to 1.95; camera clips 0.29 to 0.94 and 0.51 to 1.72, the least where the codec had few bits.
pub const FACE_PERCENT: [Real; 2] =
    [Real { low: 0.29, middle: 0.93, high: 1.4 }, Real { low: 0.51, middle: 1.25, high: 2.0 }];
/// The same of eyes with brows in the finer band: 2.7 to 4.7 on the photographs, 3.3 to 7.0 on camera clips.
pub const EYE_PERCENT: f32 = 3.3;
/// Coarse beside fine contrast of bare skin in even light: photographs have 0.85 to 1.7.
pub const COARSE_BY_FINE: f32 = 1.35;
/// Skin has pores and spots, and nothing that is as bright: skewness from 2.2 to 7 mm is −1.98 to 0.14 on photographs, up to 0.15 on
/// camera clips. Nothing that looks like skin has more than twice that.
pub const MOST_SKEW: f32 = 0.3;

/// Real skin by region, size and channel, percent of the light.
pub const REAL: [[[Real; 3]; SIZES_MM.len()]; 5] = [
    // The forehead.
    [
        [real_of(0.16, 0.31, 0.90), real_of(0.00, 0.07, 0.15), real_of(0.00, 0.07, 0.13)],
        [real_of(0.20, 0.31, 0.63), real_of(0.04, 0.10, 0.15), real_of(0.02, 0.10, 0.17)],
        [real_of(0.22, 0.38, 0.75), real_of(0.06, 0.12, 0.23), real_of(0.07, 0.14, 0.19)],
    ],
    // The cheek.
    [
        [real_of(0.21, 0.44, 0.76), real_of(0.00, 0.10, 0.15), real_of(0.03, 0.09, 0.19)],
        [real_of(0.25, 0.49, 0.93), real_of(0.06, 0.13, 0.17), real_of(0.08, 0.13, 0.23)],
        [real_of(0.38, 0.69, 1.61), real_of(0.09, 0.17, 0.27), real_of(0.13, 0.20, 0.29)],
    ],
    // The nose.
    [
        [real_of(0.27, 0.43, 0.84), real_of(0.05, 0.11, 0.16), real_of(0.08, 0.15, 0.21)],
        [real_of(0.42, 0.77, 1.39), real_of(0.10, 0.17, 0.23), real_of(0.11, 0.20, 0.32)],
        [real_of(0.67, 1.67, 2.42), real_of(0.13, 0.26, 0.40), real_of(0.16, 0.35, 0.59)],
    ],
    // The chin.
    [
        [real_of(0.22, 0.49, 1.37), real_of(0.02, 0.10, 0.28), real_of(0.03, 0.13, 0.33)],
        [real_of(0.26, 0.62, 1.99), real_of(0.08, 0.15, 0.28), real_of(0.08, 0.16, 0.37)],
        [real_of(0.46, 0.94, 3.08), real_of(0.11, 0.20, 0.54), real_of(0.12, 0.24, 0.59)],
    ],
    // The jaw.
    [
        [real_of(0.22, 0.48, 1.78), real_of(0.01, 0.08, 0.17), real_of(0.03, 0.10, 0.22)],
        [real_of(0.27, 0.53, 2.41), real_of(0.06, 0.13, 0.23), real_of(0.07, 0.13, 0.27)],
        [real_of(0.42, 0.73, 2.64), real_of(0.08, 0.18, 0.29), real_of(0.11, 0.16, 0.38)],
    ],
];

const fn real_of(low: f32, middle: f32, high: f32) -> Real {
    Real { low, middle, high }
}

/// What real skin has in a cell.
pub fn real(region: Region, size: usize, channel: Channel) -> Real {
    let place = |i: usize, len: usize| i.min(len - 1);
    REAL[region as usize][place(size, SIZES_MM.len())][channel as usize]
}
