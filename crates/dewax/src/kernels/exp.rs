//! e to the power of many numbers at once: the arithmetic of `color::math::exp`, without its branches.

use super::simd;
use std::f64::consts::LN_2;

/// [`exp`](crate::color::math::exp) of every value, with the machine's widest instructions: the same bits, many times as fast.
pub fn exp_all(values: &mut [f64]) {
    // Added to a whole number of this size, it shows in the lowest bits.
    const SHOWS: f64 = 6_755_399_441_055_744.0;
    simd::run(
        #[inline(always)]
        || {
            for value in values {
                let x = *value / LN_2;
                let held = x.clamp(-1000.0, 1000.0);
                let whole = held.round();
                let r = (held - whole) * LN_2;
                let mut sum = 1.0;
                for k in (1..=13).rev() {
                    sum = 1.0 + sum * r / f64::from(k);
                }
                let power = (whole + SHOWS).to_bits().wrapping_add(1023) << 52;
                let out = sum * f64::from_bits(power);
                *value = if x < -1000.0 { 0.0 } else { out };
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::math::exp;

    #[test]
    fn many_at_once_are_the_same_bits() {
        let ends = [
            0.0,
            -0.0,
            1e-300,
            -690.0,
            -693.2,
            -700.0,
            690.0,
            800.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ];
        let values: Vec<f64> = (-4000..=4000).map(|i| f64::from(i) * 0.173).chain(ends).collect();
        for level in simd::levels_here() {
            let mut all = values.clone();
            simd::with_level(level, || exp_all(&mut all)).unwrap();
            for (x, got) in values.iter().zip(&all) {
                assert!(
                    exp(*x).to_bits() == got.to_bits() || x.is_nan() && got.is_nan(),
                    "{level}: exp {x} is {got}"
                );
            }
        }
    }
}
