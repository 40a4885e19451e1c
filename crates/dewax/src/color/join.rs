//! A place where one part of a shot was joined on to another: the frame, the step of its colours, and the way back.

use super::fitted::is_balance;
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
    /// The share of the picture that stays as it is though the step would move it, as bars, captions and what is cut off do, 0..=1.
    #[serde(default)]
    pub steady_share: f32,
}

/// So many are looked for in a shot: by judgement, a second or more lies between two.
pub const MOST_JOINS: usize = 8;
/// Steps that are taken back, CIEDE2000, the first excluding what is too small for the certificate to tell whether it went. What is larger
/// than the second is taken for meant, as a light that is turned on. Both by judgement: contrast +10 % and saturation +15 % make 1 to 3.
pub const TAKEN_BACK_DE: (f32, f32) = (1.2, 8.0);
/// Where at least this share of the picture stays as it is, the step is not taken back: a grade of all of the picture would make one there.
pub const MOST_STEADY_SHARE: f32 = 0.005;

impl Join {
    /// Whether its step is one that is taken back; what is not is only told.
    pub fn is_taken_back(&self) -> bool {
        (TAKEN_BACK_DE.0..=TAKEN_BACK_DE.1).contains(&self.de()) && self.steady_share < MOST_STEADY_SHARE
    }

    /// Whether a file could have said these of a shot of that many frames.
    pub(crate) fn are_sane(joins: &[Self], frames: usize) -> bool {
        let in_order = joins.windows(2).all(|w| w[0].frame < w[1].frame);
        joins.len() <= MOST_JOINS && in_order && joins.iter().all(|j| j.is_sane(frames))
    }

    /// How far it moves what moves more.
    pub fn de(&self) -> f32 {
        self.skin_de.max(self.picture_de)
    }

    /// Whether a file could have said this of a shot of that many frames.
    fn is_sane(&self, frames: usize) -> bool {
        let figures = [self.contrast_percent, self.saturation_percent, self.lighter_percent, self.skin_de];
        let finite = figures.iter().chain([&self.picture_de, &self.explained]).all(|v| v.is_finite());
        let is_share = (0.0..=1.0).contains(&self.steady_share);
        (1..frames).contains(&self.frame) && finite && is_share && is_balance(&self.back)
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
            steady_share: 0.0,
        };
        assert!(join.is_sane(24) && join.de() == 4.0);
        assert!(!join.is_sane(12) && !Join { frame: 0, ..join }.is_sane(24));
        let back = Cdl { saturation: 0.0, ..Cdl::NEUTRAL };
        assert!(!Join { back, ..join }.is_sane(24) && !Join { skin_de: f32::NAN, ..join }.is_sane(24));
        for back in [
            Cdl { slope: [1.0, 2.2, 1.0], ..Cdl::NEUTRAL },
            Cdl { offset: [0.0, 0.0, -0.3], ..Cdl::NEUTRAL },
            Cdl { power: [0.4, 1.0, 1.0], ..Cdl::NEUTRAL },
            Cdl { slope: [f32::NAN, 1.0, 1.0], ..Cdl::NEUTRAL },
        ] {
            assert!(!Join { back, ..join }.is_sane(24), "{back:?}");
        }
        let some = |count: usize| (1..=count).map(|frame| Join { frame, ..join }).collect::<Vec<_>>();
        assert!(Join::are_sane(&some(MOST_JOINS), 24) && !Join::are_sane(&some(MOST_JOINS + 1), 24));
        assert!(!Join::are_sane(&[join, join], 24), "not in order");
        assert!(!Join { steady_share: 1.5, ..join }.is_sane(24));
    }

    #[test]
    fn grades_that_a_file_may_hold_make_numbers_of_every_colour() {
        let most = Cdl { slope: [2.0; 3], offset: [0.25; 3], power: [2.0; 3], saturation: 2.5 };
        let least = Cdl { slope: [0.5; 3], offset: [-0.25; 3], power: [0.5; 3], saturation: 0.3 };
        let weights = LumaWeights::of(crate::color::Matrix::Bt709);
        for grade in [most, least] {
            assert!(is_balance(&grade));
            for ycc in [[-0.1, -0.55, 0.55], [1.1, 0.55, 0.55], [0.0; 3]] {
                let made = graded_whole(weights, &[grade; MOST_JOINS], ycc);
                assert!(made.iter().all(|v| v.is_finite()), "{grade:?} {ycc:?}: {made:?}");
            }
        }
    }

    #[test]
    fn small_steps_large_ones_and_those_around_what_stays_are_only_told() {
        let join = Join {
            frame: 12,
            back: Cdl::NEUTRAL,
            contrast_percent: 0.0,
            saturation_percent: 0.0,
            lighter_percent: 0.0,
            skin_de: 2.0,
            picture_de: 1.0,
            explained: 0.9,
            steady_share: 0.0,
        };
        assert!(join.is_taken_back());
        assert!(!Join { skin_de: 1.0, ..join }.is_taken_back());
        assert!(!Join { picture_de: 9.0, ..join }.is_taken_back());
        assert!(!Join { steady_share: 0.01, ..join }.is_taken_back());
    }
}
