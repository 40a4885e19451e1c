//! Neck, arms and hands that are hotter than their person's face: how far they lie off in a frame, and what draws them toward the face.
//!
//! What is compared is Cb ÷ Y' and Cr ÷ Y': on a display with one gamma they depend on the ratios of linear light only, so that brightness
//! and shading drop out (as in `lock/tint`), but for what shadow does to skin.

mod beside;
mod draw;
mod sight;

pub use draw::{draw, reach_px};
pub use sight::{HotCells, Sight, hot_cells};

use crate::clip::Picture;
use crate::color::at_equal_light;
use serde::{Deserialize, Serialize};

/// From here on limbs are called hotter than the face, CIEDE2000 in the light of the face: of 20 photographs and generated pictures and 17 clips as they
/// are, those that are not taken for light lay off by 5.0 at most, photographs by 4.6. Fourteen of them with limbs 75 % more saturated than
/// the face lay off by 5.2 to 8.3, but for one whose hand covers its mouth.
pub const HOTTER_DE: f32 = 5.5;
/// Beyond this it is no fault of a generator, but another light, paint or a glove, by judgement.
const MOST_DE: f32 = 16.0;
/// Hands come and go: in this share of the frames that were looked at they are to be seen.
const LEAST_SEEN: f32 = 0.3;
/// Light of another colour from one side makes parts of the face itself differ, and parts of a limb: from this share of the difference on it may
/// be light. The one photograph beyond 5 (a profile before black, 6.0) has 0.73, hot limbs that were made 0.25 to 0.7.
const MOST_UNEVEN: f32 = 0.6;
/// Of the way to the face at most so much is gone: limbs of a person are not the face.
pub const MOST_SHARE: f32 = 0.8;

/// A person's skin beside the face, through a shot.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Limbs {
    /// Number of the face's track.
    pub face: u32,
    /// Mean colour of the face: Y' 0..=1, Cb and Cr −0.5..=0.5.
    pub face_ycc: [f32; 3],
    /// Colour of what is hotter, at the luma of the face.
    pub limbs_ycc: [f32; 3],
    /// How far they lie apart, CIEDE2000.
    pub hotter_de: f32,
    /// How far parts of the face lie apart at equal light, CIEDE2000.
    pub face_uneven_de: f32,
    /// How far the median cell of the limbs lies from their colour, CIEDE2000.
    pub limbs_uneven_de: f32,
    /// How much is hotter, in square eye distances.
    pub area_iod2: f32,
    /// The share of the frames that were looked at in which they were seen, 0..=1.
    pub seen: f32,
    /// The frame in which most is seen, counted from the start of the shot.
    pub frame: usize,
}

impl Limbs {
    /// What frames of a shot showed of a face's limbs, each with its number in the shot; `looked` frames were looked at. None where they showed
    /// nothing hotter.
    pub fn of(picture: &Picture, face: u32, sights: &[(usize, Sight)], looked: usize) -> Option<Self> {
        let most = sights.iter().max_by(|a, b| a.1.area_iod2.total_cmp(&b.1.area_iod2))?;
        let mid = |of: &dyn Fn(&Sight) -> f32| {
            let mut values: Vec<f32> = sights.iter().map(|(_, s)| of(s)).collect();
            crate::kernels::middle(&mut values, f32::total_cmp).unwrap_or(0.0)
        };
        let luma = mid(&|s| s.face_luma);
        let ycc = |of: fn(&Sight) -> [f32; 2]| {
            let [cb, cr] = [0, 1].map(|i| mid(&|s| of(s)[i]));
            [luma, cb * luma, cr * luma]
        };
        let (face_ycc, limbs_ycc) = (ycc(|s| s.face), ycc(|s| s.limbs));
        Some(Self {
            face,
            face_ycc,
            limbs_ycc,
            hotter_de: at_equal_light(picture.weights, face_ycc, limbs_ycc),
            face_uneven_de: mid(&|s| s.face_uneven_de),
            limbs_uneven_de: mid(&|s| s.limbs_uneven_de),
            area_iod2: mid(&|s| s.area_iod2),
            seen: sights.len() as f32 / looked.max(1) as f32,
            frame: most.0,
        })
    }

    /// Whether they are hotter than the face, and that is neither light nor chance.
    pub fn are_hotter(&self) -> bool {
        self.hotter_de >= HOTTER_DE && self.seen >= LEAST_SEEN && !self.may_be_light()
    }

    /// Whether they are drawn toward it.
    pub fn are_drawn(&self) -> bool {
        self.are_hotter() && self.hotter_de <= MOST_DE
    }

    /// Whether face or limbs differ in themselves by so much that light can be what makes it.
    pub fn may_be_light(&self) -> bool {
        self.face_uneven_de.max(self.limbs_uneven_de) > MOST_UNEVEN * self.hotter_de
    }

    /// From the colour of the face to theirs: Cb ÷ Y' and Cr ÷ Y'.
    pub(crate) fn ratios(&self) -> [[f32; 2]; 2] {
        [self.face_ycc, self.limbs_ycc].map(|[y, cb, cr]| [cb / y.max(0.02), cr / y.max(0.02)])
    }

    /// How far a colour (Cb ÷ Y', Cr ÷ Y') lies off the face, CIEDE2000 at equal light, and how much of the way to the limbs; below 0 on the other
    /// side of the face.
    pub(crate) fn off(&self, picture: &Picture, ratio: [f32; 2]) -> (f32, f32) {
        let [face, limbs] = self.ratios();
        let luma = self.face_ycc[0];
        let de = at_equal_light(picture.weights, self.face_ycc, [luma, ratio[0] * luma, ratio[1] * luma]);
        let (way, off) = ([limbs[0] - face[0], limbs[1] - face[1]], [ratio[0] - face[0], ratio[1] - face[1]]);
        let long = (way[0] * way[0] + way[1] * way[1]).max(1e-8);
        (de, (off[0] * way[0] + off[1] * way[1]) / long)
    }

    /// Whether a file could have said this of a shot of that many frames.
    pub(crate) fn is_sane(&self, frames: usize) -> bool {
        let colours = self.face_ycc.iter().chain(&self.limbs_ycc).all(|v| v.is_finite() && v.abs() <= 1.0);
        let figures = [self.hotter_de, self.face_uneven_de, self.limbs_uneven_de, self.area_iod2, self.seen];
        colours && figures.iter().all(|v| (0.0..1e4).contains(v)) && self.frame < frames
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_of_limbs_is_checked_and_of_a_shot_they_must_be_seen() {
        let limbs = Limbs {
            hotter_de: 7.0,
            face_uneven_de: 2.0,
            limbs_uneven_de: 1.0,
            seen: 0.5,
            ..Limbs::default()
        };
        assert!(limbs.is_sane(2) && limbs.are_drawn());
        assert!(
            !Limbs { hotter_de: f32::NAN, ..limbs }.is_sane(2) && !Limbs { frame: 2, ..limbs }.is_sane(2)
        );
        assert!(
            !Limbs { seen: 0.1, ..limbs }.are_hotter()
                && !Limbs { face_uneven_de: 5.0, ..limbs }.are_hotter()
        );
        let far = Limbs { hotter_de: MOST_DE + 1.0, ..limbs };
        assert!(far.are_hotter() && !far.are_drawn());
    }
}
