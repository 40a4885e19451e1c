//! Ratios of whole numbers, as time bases, frame rates and pixel aspects are, and exact moves between time bases.

use serde::{Deserialize, Serialize};

/// A ratio. `den` is never negative; 0/1 or a `den` of 0 means "not known".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rational {
    /// Numerator.
    pub num: i64,
    /// Denominator.
    pub den: i64,
}

impl Rational {
    /// The ratio `num / den`.
    pub const fn new(num: i64, den: i64) -> Self {
        Self { num, den }
    }

    /// Reads `30000/1001`, `1:1` or a whole number.
    pub fn parse(text: &str) -> Option<Self> {
        let (num, den) = text.split_once(['/', ':']).unwrap_or((text, "1"));
        Some(Self { num: num.trim().parse().ok()?, den: den.trim().parse().ok().filter(|d| *d >= 0)? })
    }

    /// The frame rate that a file wrote as a decimal: 23.976, 23.98 and 23.976023976 are 24000/1001. `None` when it is no rate of pictures.
    pub fn of_frames(rate: f64) -> Option<Self> {
        if !(rate.is_finite() && (0.01..=1000.0).contains(&rate)) {
            return None;
        }
        let whole = rate.round();
        if (rate - whole).abs() < 1e-6 {
            return Some(Self::new(whole as i64, 1));
        }
        // As 23.98 is: programs write two to nine digits. Below 14 frames a second there are no such rates.
        let up = (rate * 1.001).round();
        if up >= 14.0 && (rate - up * 1000.0 / 1001.0).abs() < 0.005 {
            return Some(Self::new(up as i64 * 1000, 1001));
        }
        // Others to a thousandth, as 12.5 and 14.985.
        let (mut num, mut den) = ((rate * 1000.0).round() as i64, 1000);
        for prime in [2, 5] {
            while num % prime == 0 && den % prime == 0 {
                (num, den) = (num / prime, den / prime);
            }
        }
        Some(Self::new(num, den))
    }

    /// Whether it is a number above zero.
    pub fn is_positive(&self) -> bool {
        self.num > 0 && self.den > 0
    }

    /// The ratio as a number; 0 when it is not known.
    pub fn value(&self) -> f64 {
        if self.den == 0 { 0.0 } else { self.num as f64 / self.den as f64 }
    }

    /// Seconds of `ticks` of this time base.
    pub fn seconds(&self, ticks: i64) -> f64 {
        if self.den == 0 { 0.0 } else { ticks as f64 * self.num as f64 / self.den as f64 }
    }

    /// The tick of this time base nearest to `ticks` of `from`; halves go away from zero, and so does FFmpeg.
    /// `None` when a time base is not positive or the result does not fit.
    pub fn rescale(&self, ticks: i64, from: Self) -> Option<i64> {
        if !self.is_positive() || !from.is_positive() {
            return None;
        }
        let top = i128::from(ticks).checked_mul(i128::from(from.num).checked_mul(i128::from(self.den))?)?;
        let bottom = i128::from(from.den).checked_mul(i128::from(self.num))?;
        let half = bottom / 2;
        let nearest =
            if top >= 0 { top.checked_add(half)? / bottom } else { top.checked_sub(half)? / bottom };
        i64::try_from(nearest).ok()
    }
}

impl std::fmt::Display for Rational {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.num, self.den)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rescales_exactly() {
        let base = Rational::new(1, 12800);
        assert_eq!(base.rescale(49152 * 3, Rational::new(1, 49152)), Some(38400));
        assert_eq!(Rational::new(1001, 30000).rescale(7 * 1001, Rational::new(1, 30000)), Some(7));
        assert_eq!(Rational::new(1, 1000).rescale(-1, Rational::new(1, 2000)), Some(-1));
        assert_eq!(base.rescale(i64::MAX, Rational::new(i64::MAX, 1)), None);
        assert_eq!(base.rescale(1, Rational::new(1, 0)), None);
    }

    #[test]
    fn decimals_are_known_as_the_rates_that_are_meant() {
        for (rate, num, den) in [
            (24.0, 24, 1),
            (23.976, 24000, 1001),
            (23.98, 24000, 1001),
            (24000.0 / 1001.0, 24000, 1001),
            (29.97, 30000, 1001),
            (59.94, 60000, 1001),
            (119.88, 120_000, 1001),
            (12.5, 25, 2),
            (9.99, 999, 100),
        ] {
            assert_eq!(Rational::of_frames(rate), Some(Rational::new(num, den)), "{rate}");
        }
        for none in [0.0, -24.0, f64::NAN, f64::INFINITY, 1e9] {
            assert_eq!(Rational::of_frames(none), None);
        }
    }

    #[test]
    fn reads_what_ffprobe_prints() {
        assert_eq!(Rational::parse("30000/1001"), Some(Rational::new(30000, 1001)));
        assert_eq!(Rational::parse("4:3"), Some(Rational::new(4, 3)));
        assert_eq!(Rational::parse("N/A"), None);
    }
}
