//! Elementary functions without the platform's libm, so that a recipe renders the same bits on every machine.
//!
//! libm's `exp`, `ln` and `pow` differ in the last bit between platforms; these are built from `+ − × ÷` alone,
//! which IEEE 754 fixes to the bit. Accuracy about 1e-13, which is far finer than a 16-bit sample.

use std::f64::consts::{LN_2, SQRT_2};

/// 2 to the power of `x`; 0 below −1000, and the largest power above +1000.
pub fn exp2(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x < -1000.0 {
        return 0.0;
    }
    let x = x.min(1000.0);
    let whole = x.round();
    // e^r with |r| <= ln 2 / 2: twelve terms of the series leave less than 1e-15.
    let r = (x - whole) * LN_2;
    let mut sum = 1.0;
    for k in (1..=13).rev() {
        sum = 1.0 + sum * r / f64::from(k);
    }
    sum * f64::from_bits(((whole as i64 + 1023) as u64) << 52)
}

/// Logarithm to base 2; −1000 for zero, subnormal and negative numbers.
pub fn log2(x: f64) -> f64 {
    if x.is_nan() || x < f64::MIN_POSITIVE {
        return -1000.0;
    }
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as i64 - 1023;
    let mut mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | (1023u64 << 52));
    if mantissa > SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    // ln m = 2 artanh((m − 1) / (m + 1)), |t| <= 0.172: ten odd terms leave less than 1e-17.
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let t2 = t * t;
    let mut sum = 0.0;
    for k in (0..=10).rev() {
        sum = sum * t2 + 1.0 / f64::from(2 * k + 1);
    }
    exponent as f64 + 2.0 * t * sum / LN_2
}

/// `base` to the power of `exponent`; 0 for a base of zero or less.
pub fn pow(base: f64, exponent: f64) -> f64 {
    if base <= 0.0 { 0.0 } else { exp2(exponent * log2(base)) }
}

/// e to the power of `x`.
pub fn exp(x: f64) -> f64 {
    exp2(x / LN_2)
}

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    log2(x) * LN_2
}

/// Sine and cosine of an angle in degrees.
pub fn sin_cos_deg(degrees: f64) -> (f64, f64) {
    let turn = degrees.rem_euclid(360.0);
    let quarter = (turn / 90.0).round();
    let r = (turn - quarter * 90.0).to_radians();
    let r2 = r * r;
    let (mut sin, mut cos) = (1.0, 1.0);
    for k in (1..=9).rev() {
        let k = f64::from(k);
        sin = 1.0 - sin * r2 / ((2.0 * k) * (2.0 * k + 1.0));
        cos = 1.0 - cos * r2 / ((2.0 * k - 1.0) * (2.0 * k));
    }
    let sin = sin * r;
    match quarter as i64 % 4 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// The angle of (x, y) in degrees, −180..=180, as `atan2(y, x)`.
pub fn angle_deg(y: f64, x: f64) -> f64 {
    if x == 0.0 && y == 0.0 {
        return 0.0;
    }
    let (small, large) = (y.abs().min(x.abs()), y.abs().max(x.abs()));
    let mut t = small / large;
    // Halve the angle twice, so that the series runs on |t| <= 0.2.
    for _ in 0..2 {
        t /= 1.0 + (1.0 + t * t).sqrt();
    }
    let t2 = t * t;
    let mut sum = 0.0;
    for k in (0..=13).rev() {
        let term = 1.0 / f64::from(2 * k + 1);
        sum = sum * t2 + if k % 2 == 0 { term } else { -term };
    }
    let mut angle = (4.0 * t * sum).to_degrees();
    if y.abs() > x.abs() {
        angle = 90.0 - angle;
    }
    if x < 0.0 {
        angle = 180.0 - angle;
    }
    if y < 0.0 { -angle } else { angle }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_libm() {
        for i in -400..=400 {
            let x = f64::from(i) * 0.0437;
            assert!((exp2(x) / x.exp2() - 1.0).abs() < 1e-13, "exp2 {x}");
            let p = x.abs() + 1e-3;
            assert!((log2(p) - p.log2()).abs() < 1e-12, "log2 {p}");
            assert!((pow(p, 0.37) / p.powf(0.37) - 1.0).abs() < 1e-12, "pow {p}");
            let (s, c) = sin_cos_deg(x * 40.0);
            let (ws, wc) = (x * 40.0).to_radians().sin_cos();
            assert!((s - ws).abs() < 1e-12 && (c - wc).abs() < 1e-12, "sin_cos {x}");
            let (y, x) = ((x * 1.7).sin(), (x * 0.9).cos());
            assert!((angle_deg(y, x) - y.atan2(x).to_degrees()).abs() < 1e-9, "angle {y} {x}");
        }
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!(exp2(0.0), 1.0);
        assert_eq!(exp2(-2000.0), 0.0);
        assert_eq!(log2(0.0), -1000.0);
        assert_eq!(pow(0.0, 0.5), 0.0);
        assert!(exp2(5000.0).is_finite());
    }
}
