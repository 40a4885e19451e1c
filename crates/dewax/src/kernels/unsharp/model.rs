//! What unsharp masking does to a step and to a wave, in formulas: for finding its strength, and for judging its removal.

use crate::color::math::exp;

/// A step from −½ to ½, blurred by a Gaussian of `sigma_px`, at a distance from its middle. The integral of the Gaussian is
/// formula 7.1.26 of Abramowitz and Stegun, right to 10⁻⁷.
pub fn rise(distance_px: f64, sigma_px: f64) -> f64 {
    let far = (distance_px / sigma_px.max(1e-6)).abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * far);
    let series = [0.254_829_592, -0.284_496_736, 1.421_413_741, -1.453_152_027, 1.061_405_429];
    let sum = series.iter().rev().fold(0.0, |sum, c| (sum + c) * t);
    let half = 0.5 * (1.0 - sum * exp(-far * far));
    if distance_px < 0.0 { -half } else { half }
}

/// How much of a wave of `period_px` is left when a sharpening of `amount` against a Gaussian of `radius_px` is taken back, 0..=1.
pub fn gain(amount: f32, radius_px: f32, period_px: f32) -> f32 {
    let turn = 2.0 * std::f64::consts::PI * f64::from(radius_px / period_px.max(1e-3));
    (1.0 / (1.0 + f64::from(amount) * (1.0 - exp(-0.5 * turn * turn)))) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_rise_as_the_integral_of_the_gaussian() {
        for (distance, half) in [(0.0, 0.0), (1.0, 0.341_344_7), (2.0, 0.477_249_9), (-1.0, -0.341_344_7)] {
            assert!((rise(distance * 0.8, 0.8) - half).abs() < 1e-6, "{distance}");
        }
    }

    #[test]
    fn fine_waves_lose_most() {
        assert!((gain(1.5, 1.0, 1000.0) - 1.0).abs() < 1e-4 && (gain(1.5, 1.0, 2.0) - 0.4).abs() < 0.01);
        assert!(gain(1.5, 1.0, 6.0) > gain(1.5, 1.0, 3.0));
    }
}
