//! Ratios of whole numbers, as time bases, frame rates and pixel aspects are, and exact moves between time bases.

use serde::{Deserialize, Serialize};

/// A ratio. `den` is never negative; 0/1 or a `den` of 0 means "not known".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    fn reads_what_ffprobe_prints() {
        assert_eq!(Rational::parse("30000/1001"), Some(Rational::new(30000, 1001)));
        assert_eq!(Rational::parse("4:3"), Some(Rational::new(4, 3)));
        assert_eq!(Rational::parse("N/A"), None);
    }
}
