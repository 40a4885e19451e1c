//! Film grain: white noise through a filter whose spectrum is that of a model of film, and how strong it is at each tone.
//!
//! The model is that of A. Newson, J. Delon and B. Galerne, "A Stochastic Film Grain Model for Resolution-Independent
//! Rendering", Computer Graphics Forum 36 (8), 2017: grains are disks of radius r around the points of a Poisson process;
//! where the picture is to be `u` bright, a share `u` of the area is covered, and the eye or the scanner sees it through
//! a Gaussian. `slow.rs` draws that, disk by disk. Nobody waits for it, and nobody has to: the covariance of what is
//! covered is known ([`model::covariance`]), so that strength and spectrum follow by a sum instead of a throw of dice.
//!
//! - *Spectrum.* Where r is as wide as the Gaussian ([`GRAIN_PER_BLUR`]), the spectrum is that of a Gaussian a little
//!   wider, and hardly depends on the tone: its sigma falls from 1.118 to 1.083 of the blur's between u = 0.02 and 0.95,
//!   0.6 dB at the end of the passband. One field serves all tones; a second one to be blended in would cost as much again.
//! - *Strength.* [`model::film_variance`], tone by tone. `u` is Y', as in the paper: gamma-coded video goes about with the
//!   density of a print, which is what a colourist calls shadows, mid tones and highlights. Nothing is covered in black and
//!   everything in white, so that both are clean; the peak lies a little below the middle (u = 0.43).
//!
//! Pixels sample the picture; what is finer than they are folds back. [`taps`] folds the spectrum likewise, so that grain
//! of half a pixel is white noise of the full strength, and not a filter of one weight that happens to be nearly that.

pub mod model;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use crate::kernels::noise::filtered_rows as rows;

use crate::color::math::{exp, sin_cos_deg};

/// The radius of the disks, as a share of the sigma through which they are seen.
pub const GRAIN_PER_BLUR: f64 = 1.0;
/// Frequencies at which the filter is laid out, from 0 to half a cycle per pixel.
const FREQUENCIES: usize = 96;
/// Weights below this share of the middle one are left out: 60 dB.
const LEAST_WEIGHT: f64 = 1e-3;
/// The widest filter, in pixels on each side: grain of 8 px at 1080p in a frame of 8640 rows.
const MOST_RADIUS_PX: usize = 96;

/// Weights, from the centre outwards, of the filter that gives white noise the spectrum of grain of `sigma_px` (see
/// [`sigma_px`]), as pixels sample it; on both axes one after the other. With [`rows`] the grain has variance 1.
pub fn taps(sigma_px: f64) -> Vec<f32> {
    let sigma = if sigma_px.is_finite() { sigma_px.clamp(0.0, 0.3 * MOST_RADIUS_PX as f64) } else { 0.0 };
    // The amplitude at each frequency: the root of the power, which is a Gaussian and its copies at every cycle per pixel.
    let power = |f: f64| -> f64 {
        // exp(-4 pi^2 sigma^2 f^2); below a tenth of a pixel the copies that are left out would count, and all is white.
        let of = |f: f64| exp(-39.478_417_604_357_43 * sigma * sigma * f * f);
        (-8..=8).map(|copy| of(f + f64::from(copy))).sum()
    };
    let amplitude: Vec<f64> =
        (0..=FREQUENCIES).map(|k| power(0.5 * k as f64 / FREQUENCIES as f64).sqrt()).collect();
    let weight = |at: usize| -> f64 {
        let cosine = |k: usize| sin_cos_deg(180.0 * (k * at) as f64 / FREQUENCIES as f64).1;
        let inner: f64 = (1..FREQUENCIES).map(|k| 2.0 * amplitude[k] * cosine(k)).sum();
        amplitude[0] + inner + amplitude[FREQUENCIES] * cosine(FREQUENCIES)
    };
    let middle = weight(0);
    // At 5 sigma of the filter (which is narrower than its spectrum's root by nothing) a Gaussian is at 4e-6.
    let radius = ((5.0 * sigma).ceil() as usize + 3).min(MOST_RADIUS_PX - 1);
    let mut out: Vec<f64> = (0..=radius).map(|at| weight(at) / middle).collect();
    let last = out.iter().rposition(|w| w.abs() >= LEAST_WEIGHT).unwrap_or(0);
    out.truncate(last + 1);
    out.iter().map(|&w| w as f32).collect()
}

/// Sigma of the Gaussian whose spectrum grain of this size has, px of the picture: `size_px` is the full width at half
/// maximum of a grain, 2.355 sigma.
pub fn sigma_px(size_px: f64) -> f64 {
    size_px / 2.354_820_045
}

/// Variance of the mean of `count` neighbours on one axis, of a field that [`rows`] makes with these taps.
pub fn variance_of_mean(taps: &[f32], count: usize) -> f64 {
    let radius = taps.len() as i64 - 1;
    let tap = |i: i64| if i.abs() <= radius { f64::from(taps[i.unsigned_abs() as usize]) } else { 0.0 };
    let shared = |lag: i64| (-radius..=radius).map(|i| tap(i) * tap(i + lag)).sum::<f64>();
    let all: f64 = (1..count as i64).map(|lag| 2.0 * (count as i64 - lag) as f64 * shared(lag)).sum();
    let own = shared(0);
    (count as f64 * own + all) / (own * (count * count).max(1) as f64)
}

#[cfg(test)]
mod tests;
