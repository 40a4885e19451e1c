//! A place where one part of a shot was joined on to another: the frame, the step of its colours, and the way back.

use super::{Cdl, LumaWeights, rgb_from_ycc, ycc_from_rgb};
use serde::{Deserialize, Serialize};

/// The colours of a shot change at one frame and stay changed, while what is seen goes on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Join {
    /// The first frame of the new colours, counted from the start of the shot.
    pub frame: usize,
    /// What takes colours behind it to those before it, on code values and without the clamps of the standard.
    pub back: Cdl,
    /// How much contrast rises, in percent: how much farther apart two greys lie behind it.
    pub contrast_percent: f32,
    /// How much farther colours lie from grey, in percent.
    pub saturation_percent: f32,
    /// How much lighter a grey in the middle is, in percent of white.
    pub lighter_percent: f32,
    /// How far the skin moves, CIEDE2000.
    pub skin_de: f32,
    /// How far the whole picture moves in the mean, CIEDE2000.
    pub picture_de: f32,
    /// The share of the change of the skin that the way back explains, 0..=1.
    pub explained: f32,
}

/// The slopes, powers and saturations, and the offsets, that a file may hold.
const POSSIBLE: (f32, f32) = (0.2, 5.0);
const MOST_OFFSET: f32 = 0.5;

impl Join {
    /// How far it moves what moves more.
    pub fn de(&self) -> f32 {
        self.skin_de.max(self.picture_de)
    }

    /// Whether a file could have said this of a shot of that many frames.
    pub(crate) fn is_sane(&self, frames: usize) -> bool {
        let Cdl { slope, offset, power, saturation } = self.back;
        let factors = slope.iter().chain(&power).chain([&saturation]);
        let possible = |v: &f32| v.is_finite() && (POSSIBLE.0..=POSSIBLE.1).contains(v);
        let figures = [self.contrast_percent, self.saturation_percent, self.lighter_percent, self.skin_de];
        let finite = figures.iter().chain([&self.picture_de, &self.explained]).all(|v| v.is_finite());
        let offsets = offset.iter().all(|v| v.abs() <= MOST_OFFSET);
        (1..frames).contains(&self.frame) && finite && offsets && { factors }.all(possible)
    }
}

/// What takes a frame, counted from the start of its shot, to the colours before the first of these joins, one grade after another;
/// `share` says how much of each.
pub fn joins_back(joins: &[Join], frame: usize, share: f32) -> Vec<Cdl> {
    let here = joins.iter().rev().filter(|j| share > 0.0 && j.frame <= frame);
    here.map(|j| j.back.share(share)).collect()
}

/// A colour (Y', Cb, Cr) after grades, one after another, without their clamps.
pub fn graded_whole(weights: LumaWeights, grades: &[Cdl], ycc: [f32; 3]) -> [f32; 3] {
    if grades.is_empty() {
        return ycc;
    }
    let made = grades.iter().fold(rgb_from_ycc(weights, ycc), |rgb, grade| grade.graded_whole(rgb));
    ycc_from_rgb(weights, made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_joins_are_refused() {
        let join = Join {
            frame: 12,
            back: Cdl::NEUTRAL,
            contrast_percent: 10.0,
            saturation_percent: 15.0,
            lighter_percent: 0.0,
            skin_de: 3.0,
            picture_de: 4.0,
            explained: 0.9,
        };
        assert!(join.is_sane(24) && join.de() == 4.0);
        assert!(!join.is_sane(12) && !Join { frame: 0, ..join }.is_sane(24));
        let back = Cdl { saturation: 0.0, ..Cdl::NEUTRAL };
        assert!(!Join { back, ..join }.is_sane(24) && !Join { skin_de: f32::NAN, ..join }.is_sane(24));
    }
}
