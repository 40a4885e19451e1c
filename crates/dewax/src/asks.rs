//! What a step may do to a picture, as the step itself says it: the certificate keeps the limits, and knows no step.

use crate::color::Cdl;
use crate::optics::Lens;

/// What is asked of a picture. A result that goes beyond it has to be explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asks {
    /// Largest gain of fine skin texture, 1 = none.
    pub texture_gain: f32,
    /// Largest gain of contours and of everything fine in the whole picture, 1 = none.
    pub sharpen_gain: f32,
    /// Contrast to which texture made on the skin brings it, per band of [`crate::lock::BANDS_MM`], in percent; 0 is none.
    pub texture_percent: [f32; 2],
    /// Grain in the skin alone, RMS, 8-bit levels.
    pub skin_noise_levels: f32,
    /// Grain over the whole picture, RMS, 8-bit levels.
    pub noise_levels: f32,
    /// Size of a grain of it at 1080p (full width at half maximum), px.
    pub noise_size_px: f32,
    /// Whether colours are to be changed.
    pub colour: bool,
    /// The grade that is to be laid on the whole picture: a result is judged beside the source with it.
    pub grade: Cdl,
    /// How much of the drift of the picture's colour is to be taken back, 0..=1.
    pub drift: f32,
    /// How much of the steps of colour at joins is to be taken back, 0..=1.
    pub joins: f32,
    /// How far limbs that are hotter than the face are to be drawn toward it, 0..=1.
    pub limbs: f32,
    /// How much of the breathing of outlines is to be taken back, 0..=1.
    pub steady: f32,
    /// The lens that is to be laid on what is behind the persons.
    pub lens: Lens,
    /// The sharpening that is to be taken back.
    pub unsharpen: Unsharpen,
}

/// A sharpening that is taken back, and how much of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unsharpen {
    /// The share, 0..=1; 0 takes nothing back.
    pub share: f32,
    /// Amount of the unsharp mask.
    pub amount: f32,
    /// Sigma of its blur, luma px.
    pub radius_px: f32,
}

impl Asks {
    /// Nothing: any change must be explained.
    pub const NOTHING: Self = Self {
        texture_gain: 1.0,
        sharpen_gain: 1.0,
        texture_percent: [0.0; 2],
        skin_noise_levels: 0.0,
        noise_levels: 0.0,
        noise_size_px: 0.0,
        colour: false,
        grade: Cdl::NEUTRAL,
        drift: 0.0,
        joins: 0.0,
        limbs: 0.0,
        steady: 0.0,
        lens: Lens::NONE,
        unsharpen: Unsharpen { share: 0.0, amount: 0.0, radius_px: 1.0 },
    };

    /// What this and then another step ask for together: sharpening lifts the grain that lies below it.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let gain = next.sharpen_gain;
        Self {
            texture_gain: self.texture_gain * next.texture_gain,
            sharpen_gain: self.sharpen_gain * gain,
            skin_noise_levels: (gain * self.skin_noise_levels).hypot(next.skin_noise_levels),
            noise_levels: (gain * self.noise_levels).hypot(next.noise_levels),
            // What does not add up is the larger of both.
            ..self.most(next)
        }
    }

    /// The most that either of two asks for: settings of two faces.
    #[must_use]
    pub fn most(self, other: Self) -> Self {
        Self {
            texture_gain: self.texture_gain.max(other.texture_gain),
            sharpen_gain: self.sharpen_gain.max(other.sharpen_gain),
            texture_percent: [0, 1].map(|i| self.texture_percent[i].max(other.texture_percent[i])),
            skin_noise_levels: self.skin_noise_levels.max(other.skin_noise_levels),
            noise_levels: self.noise_levels.max(other.noise_levels),
            noise_size_px: self.noise_size_px.max(other.noise_size_px),
            colour: self.colour || other.colour,
            // One step of the whole picture grades: there are no two.
            grade: if self.grade.is_neutral() { other.grade } else { self.grade },
            drift: self.drift.max(other.drift),
            joins: self.joins.max(other.joins),
            limbs: self.limbs.max(other.limbs),
            steady: self.steady.max(other.steady),
            lens: self.lens.larger(other.lens),
            unsharpen: self.unsharpen.larger(other.unsharpen),
        }
    }
}

impl Unsharpen {
    fn larger(self, other: Self) -> Self {
        if other.share > self.share { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_add_up_in_their_order_and_nothing_adds_nothing() {
        let grain = Asks { noise_levels: 3.0, noise_size_px: 2.0, ..Asks::NOTHING };
        let sharpen = Asks { texture_gain: 1.5, sharpen_gain: 1.5, ..Asks::NOTHING };
        assert_eq!(Asks::NOTHING.then(grain).then(Asks::NOTHING), grain);
        assert_eq!(grain.then(sharpen).noise_levels, 4.5, "what is sharpened later is stronger");
        assert_eq!(sharpen.then(grain).noise_levels, 3.0);
        assert_eq!(grain.then(Asks { noise_levels: 4.0, ..Asks::NOTHING }).noise_levels, 5.0, "by squares");
        assert_eq!(sharpen.then(sharpen).texture_gain, 2.25);
        assert_eq!(sharpen.most(sharpen), sharpen);
    }
}
