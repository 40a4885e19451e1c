//! Luminosity masks: how much lights, mids and darks are treated, smooth from one to the next.

use super::rise;

/// How much of the treatment each third of the tones gets, 0..=1, and where the thirds meet (codes, 0 black to 1 white).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tones {
    /// In the lights.
    pub lights: f32,
    /// In the mids.
    pub mids: f32,
    /// In the darks.
    pub darks: f32,
    /// Where darks end and mids begin.
    pub dark_until: f32,
    /// Where mids end and lights begin.
    pub light_from: f32,
    /// Half the width of both ways from one to the next.
    pub soft: f32,
}

impl Default for Tones {
    /// All alike; thirds, as masks that retouchers make by multiplying luminosity have them.
    fn default() -> Self {
        Self { lights: 1.0, mids: 1.0, darks: 1.0, dark_until: 0.33, light_from: 0.67, soft: 0.15 }
    }
}

impl Tones {
    /// Whether all tones are treated alike, and fully.
    pub fn is_plain(&self) -> bool {
        [self.lights, self.mids, self.darks] == [1.0; 3]
    }

    /// Whether a value is in the range that is allowed: all of 0..=1, the ways not over each other.
    pub fn is_sane(&self) -> bool {
        let all = [self.lights, self.mids, self.darks, self.dark_until, self.light_from, self.soft];
        all.iter().all(|v| (0.0..=1.0).contains(v)) && self.dark_until <= self.light_from
    }

    /// How much a tone (0 black to 1 white) is of the lights, the mids and the darks; together 1.
    pub fn shares(&self, tone: f32) -> [f32; 3] {
        let light = rise(tone, self.light_from - self.soft, self.light_from + self.soft);
        let not_dark = rise(tone, self.dark_until - self.soft, self.dark_until + self.soft);
        // Where both ways overlap the darks have the word first.
        let light = light.min(not_dark);
        [light, not_dark - light, 1.0 - not_dark]
    }

    /// How much a tone is treated, 0..=1.
    pub fn weight(&self, tone: f32) -> f32 {
        let [light, mid, dark] = self.shares(tone);
        light * self.lights + mid * self.mids + dark * self.darks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_smooth_and_add_up_to_one() {
        for tones in [
            Tones::default(),
            Tones { dark_until: 0.4, light_from: 0.45, soft: 0.3, ..Tones::default() },
            Tones { soft: 0.0, ..Tones::default() },
        ] {
            let mut before = tones.shares(0.0);
            for i in 0..=1000 {
                let here = tones.shares(i as f32 / 1000.0);
                assert!((here.iter().sum::<f32>() - 1.0).abs() < 1e-6);
                assert!(here.iter().all(|s| (-1e-6..=1.0 + 1e-6).contains(s)), "{here:?}");
                let jump = here.iter().zip(before).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                assert!(jump < if tones.soft > 0.0 { 0.01 } else { 1.1 }, "{jump} at {i}");
                before = here;
            }
            assert!(tones.shares(0.0)[2] > 0.99 && tones.shares(1.0)[0] > 0.99);
        }
    }

    #[test]
    fn each_third_has_its_own_value() {
        let tones = Tones { lights: 0.2, mids: 1.0, darks: 0.5, ..Tones::default() };
        let weights = [0.95, 0.5, 0.05].map(|t| tones.weight(t));
        assert_eq!(weights, [0.2, 1.0, 0.5]);
        assert!(!tones.is_plain() && Tones::default().is_plain() && tones.is_sane());
        assert!(
            !Tones { soft: f32::NAN, ..tones }.is_sane() && !Tones { dark_until: 0.8, ..tones }.is_sane()
        );
        assert!((Tones::default().weight(0.41) - 1.0).abs() < 1e-6);
    }
}
