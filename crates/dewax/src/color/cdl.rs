//! The ASC CDL: the ten numbers with which grading programs hand a primary grade to each other.

use super::math::pow;
use serde::{Deserialize, Serialize};

/// Rec. 709 luma weights, which the ASC CDL 1.2 prescribes for saturation whatever the picture's own matrix.
const WEIGHTS: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Slope, offset, power and saturation, in that order, clamped to 0..1 as the standard says (ASC CDL 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cdl {
    /// Gain of red, green, blue; above 0.
    pub slope: [f32; 3],
    /// What is added to red, green, blue.
    pub offset: [f32; 3],
    /// Exponent of red, green, blue; above 0.
    pub power: [f32; 3],
    /// 0 is grey, 1 leaves it.
    pub saturation: f32,
}

impl Default for Cdl {
    fn default() -> Self {
        Self::NEUTRAL
    }
}

/// Beyond this no code value lies after any grade that is fitted; it keeps grades laid one on another from running out of numbers.
const FARTHEST: f32 = 32.0;

impl Cdl {
    /// Leaves every colour as it is.
    pub const NEUTRAL: Self = Self { slope: [1.0; 3], offset: [0.0; 3], power: [1.0; 3], saturation: 1.0 };

    /// Whether it leaves every colour as it is.
    pub fn is_neutral(&self) -> bool {
        *self == Self::NEUTRAL
    }

    /// Whether it is one: numbers, no slope and no saturation below 0, every power above it (ASC CDL 1.2).
    pub fn is_legal(&self) -> bool {
        let numbers = [self.slope, self.offset, self.power].into_iter().flatten().all(f32::is_finite);
        let (slope, power) = (self.slope.iter().all(|v| *v >= 0.0), self.power.iter().all(|v| *v > 0.0));
        numbers && slope && power && self.saturation.is_finite() && self.saturation >= 0.0
    }

    /// Slope, offset and power of one channel (0 red, 1 green, 2 blue) on a code value, 0..1.
    pub fn toned(&self, channel: usize, value: f32) -> f32 {
        let v = (value * self.slope[channel] + self.offset[channel]).clamp(0.0, 1.0);
        pow(f64::from(v), f64::from(self.power[channel])) as f32
    }

    /// The saturation of values that have been toned.
    pub fn saturated(&self, toned: [f32; 3]) -> [f32; 3] {
        let grey: f32 = toned.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
        toned.map(|v| (grey + self.saturation * (v - grey)).clamp(0.0, 1.0))
    }

    /// Slope, offset and power of one channel on a code value, which may lie beyond 0..1: what a step of colour pushed there is to come
    /// back whole, which the standard's clamps would not let it.
    pub fn toned_whole(&self, channel: usize, value: f32) -> f32 {
        let v = value * self.slope[channel] + self.offset[channel];
        (pow(f64::from(v.abs()), f64::from(self.power[channel])) as f32)
            .copysign(v)
            .clamp(-FARTHEST, FARTHEST)
    }

    /// The saturation of such values.
    #[inline(always)]
    pub fn saturated_whole(&self, toned: [f32; 3]) -> [f32; 3] {
        let grey: f32 = toned.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
        toned.map(|v| grey + self.saturation * (v - grey))
    }

    /// Red, green and blue after the whole of it, without the standard's clamps.
    pub fn graded_whole(&self, rgb: [f32; 3]) -> [f32; 3] {
        self.saturated_whole(std::array::from_fn(|c| self.toned_whole(c, rgb[c])))
    }

    /// So much of it: 0 leaves every colour, 1 is all of it.
    #[must_use]
    pub fn share(&self, share: f32) -> Self {
        let part = |of: f32| if share == 1.0 { of } else { pow(f64::from(of), f64::from(share)) as f32 };
        Self {
            slope: self.slope.map(part),
            offset: self.offset.map(|v| share * v),
            power: self.power.map(part),
            saturation: part(self.saturation),
        }
    }

    /// Red, green and blue after the whole of it; code values, 0..1.
    pub fn graded(&self, rgb: [f32; 3]) -> [f32; 3] {
        self.saturated(std::array::from_fn(|c| self.toned(c, rgb[c])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_slope_offset_power_saturation_and_the_ends_are_clamped() {
        let near = |a: [f32; 3], b: [f32; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6);
        let rgb = [0.5, 0.25, 1.0];
        assert!(near(Cdl::NEUTRAL.graded(rgb), rgb));
        let toned = Cdl {
            slope: [1.2, 1.0, 2.0],
            offset: [-0.1, -0.3, 0.0],
            power: [2.0, 1.0, 0.5],
            saturation: 1.0,
        };
        assert!(near(toned.graded(rgb), [0.25, 0.0, 1.0]));
        assert!(toned.is_legal() && Cdl::NEUTRAL.is_legal());
        for none in [
            Cdl { slope: [1.0, -0.1, 1.0], ..Cdl::NEUTRAL },
            Cdl { power: [0.0, 1.0, 1.0], ..Cdl::NEUTRAL },
            Cdl { offset: [f32::NAN, 0.0, 0.0], ..Cdl::NEUTRAL },
            Cdl { saturation: -0.1, ..Cdl::NEUTRAL },
        ] {
            assert!(!none.is_legal(), "{none:?}");
        }
        let whole = toned.graded_whole([1.2, 0.2, -0.1]);
        assert!(whole[0] > 1.0 && whole[1] < 0.0 && whole[2] < 0.0, "nothing is cut off: {whole:?}");
        assert!(toned.share(0.0).is_neutral() && toned.share(1.0) == toned);
        let grey = Cdl { saturation: 0.0, ..Cdl::NEUTRAL };
        assert!(near(grey.graded(rgb), [0.5 * 0.2126 + 0.25 * 0.7152 + 0.0722; 3]));
    }
}
