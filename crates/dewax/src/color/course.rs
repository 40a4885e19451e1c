//! The course of a whole picture's colour through a shot, and the way back along it.

use super::light::Light;
use serde::{Deserialize, Serialize};

/// Saturation is taken back by at most this factor, and so much of chroma over luma.
const MOST_GAIN: f32 = 2.0;
const MOST_TINT: f32 = 0.25;

/// Where the colour of the whole picture is at one time, beside the start of the shot: Cb ÷ Y' and Cr ÷ Y' of everything are `gain`
/// times what they were, and `tint` more. On a display with one gamma they do not depend on brightness.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ColourKnot {
    /// Frame, counted from the start of the shot.
    pub frame: usize,
    /// How much more saturated the picture is; 1 as at the start.
    pub gain: f32,
    /// What was added to Cb ÷ Y' and to Cr ÷ Y'.
    pub tint: [f32; 2],
}

impl ColourKnot {
    /// As at the start of the shot.
    pub(crate) const START: Self = Self { frame: 0, gain: 1.0, tint: [0.0; 2] };

    /// What Cb ÷ Y' and Cr ÷ Y' of a colour became.
    pub(crate) fn of(&self, ratio: [f32; 2]) -> [f32; 2] {
        [0, 1].map(|i| self.gain * ratio[i] + self.tint[i])
    }
}

/// The smooth course of the whole picture's colour: straight between knots half a second apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ColourCourse {
    /// In order; the first lies on the first frame of the shot, the last on its last one.
    pub knots: Vec<ColourKnot>,
    /// How far the tint of the left, right, upper and lower half of the picture is from that of all of it where that is largest, as a
    /// share of it: light falls on some of it, a grade on all.
    pub uneven: f32,
}

impl ColourCourse {
    /// Whether a file could have said this of a shot of that many frames.
    pub(crate) fn is_sane(&self, frames: usize) -> bool {
        let possible =
            |k: &ColourKnot| k.gain > 0.1 && k.gain < 10.0 && k.tint.iter().all(|t| t.abs() < 10.0);
        let ends = self.knots.first().map(|k| k.frame) == Some(0)
            && self.knots.last().map(|k| k.frame + 1) == Some(frames);
        let in_order = self.knots.windows(2).all(|w| w[0].frame < w[1].frame);
        ends && in_order && self.knots.iter().all(possible) && self.uneven.is_finite()
    }

    /// Where the colour is in a frame, counted from the start of the shot.
    pub(crate) fn at(&self, frame: usize) -> ColourKnot {
        let after = self.knots.iter().position(|k| k.frame >= frame);
        let Some(after) = after else { return self.knots.last().copied().unwrap_or(ColourKnot::START) };
        let to = self.knots[after];
        let Some(from) = after.checked_sub(1).map(|i| self.knots[i]) else { return to };
        let share = (frame - from.frame) as f32 / (to.frame - from.frame) as f32;
        let between = |a: f32, b: f32| a + share * (b - a);
        ColourKnot {
            frame,
            gain: between(from.gain, to.gain),
            tint: [0, 1].map(|i| between(from.tint[i], to.tint[i])),
        }
    }

    /// The light that takes `share` of it back in a frame.
    pub(crate) fn back(&self, frame: usize, share: f32) -> Light {
        let here = self.at(frame);
        let gain = (1.0 + share * (here.gain - 1.0)).clamp(1.0 / MOST_GAIN, MOST_GAIN);
        let tint = here.tint.map(|t| (share * t).clamp(-MOST_TINT, MOST_TINT));
        let row = |i: usize| {
            let mut row = [-tint[i] / gain, 0.0, 0.0];
            row[1 + i] = 1.0 / gain;
            row
        };
        Light { matrix: [[1.0, 0.0, 0.0], row(0), row(1)], added: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_ends_where_the_shot_began() {
        let end = ColourKnot { frame: 20, gain: 1.2, tint: [-0.04, 0.06] };
        let course = ColourCourse { knots: vec![ColourKnot::START, end], uneven: 0.0 };
        assert!(course.is_sane(21) && !course.is_sane(22));
        let colour = [0.6f32, -0.06, 0.09];
        for (frame, share) in [(0, 0.0), (10, 0.5), (20, 1.0), (40, 1.0)] {
            let [b, r] = ColourKnot { gain: 1.0 + 0.2 * share, tint: [-0.04 * share, 0.06 * share], ..end }
                .of([colour[1] / colour[0], colour[2] / colour[0]]);
            let back = course.back(frame, 1.0).of([colour[0], b * colour[0], r * colour[0]]);
            assert!(back.iter().zip(colour).all(|(a, b)| (a - b).abs() < 1e-5), "{frame}: {back:?}");
        }
        assert_eq!(course.back(20, 0.0).of(colour), colour);
    }
}
