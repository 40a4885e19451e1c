//! A hand as a model reads it: its joints, where a look for it goes, and how its bones measure.

use super::Square;
use super::track::length;
use serde::{Deserialize, Serialize};

/// Joints of a hand: the wrist, then four of the thumb and of each finger from the palm outward (numbering of MediaPipe `hand_landmark`).
pub const HAND_JOINTS: usize = 21;
/// The joint where the middle finger begins.
const MIDDLE_KNUCKLE: usize = 9;
/// The joints that do not move against each other when fingers bend: the wrist and the knuckles.
pub const PALM: [usize; 6] = [0, 1, 5, 9, 13, 17];
/// A palm is so many times as long as the knuckles of index and little finger lie apart (U.S. Army hand anthropometry, Greiner 1991: palm
/// 98-108 mm, breadth at the knuckles 79-90 mm, of which the joints themselves take three quarters).
const PALM_PER_BREADTH: f32 = 1.5;
/// A region around the joints of a hand is that many times as large as they are, and lies that share of its side further from the wrist
/// (MediaPipe `hand_landmark_landmarks_to_roi`).
const REGION_PER_JOINTS: f32 = 2.0;
const REGION_SHIFT: f32 = -0.1;

/// A hand as read from one region.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hand {
    /// Its joints, x and y in luma px.
    pub joints: [[f32; 2]; HAND_JOINTS],
    /// How sure the model is that there is a hand in the region, 0..=1.
    pub flag: f32,
}

impl Hand {
    /// The bones, as joints that they join: those of each finger from the wrist outward.
    pub fn bones() -> impl Iterator<Item = [usize; 2]> {
        (0..5).flat_map(|finger| {
            let first = 4 * finger + 1;
            [[0, first], [first, first + 1], [first + 1, first + 2], [first + 2, first + 3]]
        })
    }

    /// How large the hand is, luma px: the longer of the palm and of what it would be beside its breadth, because either is foreshortened where a
    /// hand is turned.
    pub fn size_px(&self) -> f32 {
        let [a, b] = [self.joints[5], self.joints[17]];
        self.palm_px().max(PALM_PER_BREADTH * length([b[0] - a[0], b[1] - a[1]]))
    }

    /// From the wrist to where the middle finger begins, luma px: the size of a hand, however its fingers are bent.
    pub fn palm_px(&self) -> f32 {
        let [a, b] = [self.joints[0], self.joints[MIDDLE_KNUCKLE]];
        length([b[0] - a[0], b[1] - a[1]])
    }

    /// The wrist, and the point so many sizes of the hand behind it, luma px: the arm, where the hand is not bent.
    pub fn arm(&self, sizes: f32) -> [[f32; 2]; 2] {
        let ([x, y], [kx, ky]) = (self.joints[0], self.joints[MIDDLE_KNUCKLE]);
        let share = sizes * self.size_px() / self.palm_px().max(1e-3);
        [[x, y], [x + share * (x - kx), y + share * (y - ky)]]
    }

    /// The middle of the palm, luma px.
    pub fn middle(&self) -> [f32; 2] {
        super::track::middle(PALM.iter().map(|&j| self.joints[j]))
    }

    /// In figures: the middle of the palm x and y, its size (all in luma px), and the flag.
    pub fn row(&self) -> [f32; 4] {
        let [x, y] = self.middle();
        [x, y, self.size_px(), self.flag]
    }

    /// The region in which it is sought next: around its joints, upright as the hand is. `None` of joints that lie on one spot.
    pub fn square(&self) -> Option<Square> {
        let [wrist, knuckle] = [self.joints[0], self.joints[MIDDLE_KNUCKLE]];
        // The axis of a region points right where the middle finger points up.
        let axis = [wrist[1] - knuckle[1], knuckle[0] - wrist[0]];
        let square = Square::around(self.joints.iter().copied(), axis, REGION_PER_JOINTS)?;
        Some(square.nudged(0.0, REGION_SHIFT, 1.0, 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hand that points up, its wrist at (100, 200).
    fn upright() -> Hand {
        let mut joints = [[100.0, 200.0]; HAND_JOINTS];
        for finger in 0..5 {
            for joint in 0..4 {
                let out = 30.0 + 12.0 * joint as f32;
                joints[1 + 4 * finger + joint] = [100.0 + (finger as f32 - 2.0) * out / 3.0, 200.0 - out];
            }
        }
        Hand { joints, flag: 1.0 }
    }

    #[test]
    fn a_region_holds_the_hand_and_is_turned_as_it_is() {
        let hand = upright();
        let square = hand.square().unwrap();
        assert_eq!(square.turn, [1.0, 0.0]);
        assert!(square.y < 167.0 && (square.x - 100.0).abs() < 1e-3, "{square:?}");
        // A quarter turn clockwise about the wrist.
        let mut turned = hand;
        turned.joints = hand.joints.map(|[x, y]| [100.0 - (y - 200.0), 200.0 + (x - 100.0)]);
        let square = turned.square().unwrap();
        assert!(square.turn[0].abs() < 1e-6 && (square.turn[1] - 1.0).abs() < 1e-6, "{square:?}");
        let [u, v] = square.inside(turned.joints[12]);
        assert!((0.0..0.5).contains(&v) && (0.3..0.7).contains(&u), "the fingers are above: {u} {v}");
        assert!((hand.palm_px() - 30.0).abs() < 1e-3);
        assert_eq!(Hand { joints: [[1.0, 1.0]; HAND_JOINTS], flag: 1.0 }.square(), None);
        assert_eq!(Hand::bones().count(), HAND_JOINTS - 1);
    }
}
