//! A turned square of the picture: what the face models look at.

use serde::{Deserialize, Serialize};

/// How much larger than a face its region is: the models want some of what is around it (MediaPipe
/// `face_landmark_landmarks_to_roi`).
pub const REGION_PER_FACE: f32 = 1.5;

/// A square region of a frame, turned about its centre.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Square {
    /// Centre, luma px.
    pub x: f32,
    /// Centre, luma px.
    pub y: f32,
    /// Length of a side, luma px.
    pub side_px: f32,
    /// Cosine and sine of the angle by which it is turned clockwise, as seen on the screen.
    pub turn: [f32; 2],
}

impl Square {
    /// An upright square.
    pub fn upright(x: f32, y: f32, side_px: f32) -> Self {
        Self { x, y, side_px, turn: [1.0, 0.0] }
    }

    /// The smallest square, aligned with `axis` (any vector, such as right eye to left eye), that holds all `points`,
    /// made larger by `factor`. `None` when there is no finite extent.
    pub fn around(
        points: impl Iterator<Item = [f32; 2]> + Clone,
        axis: [f32; 2],
        factor: f32,
    ) -> Option<Self> {
        let length = (axis[0] * axis[0] + axis[1] * axis[1]).sqrt();
        if !(length > 1e-6 && length.is_finite()) {
            return None;
        }
        let [cos, sin] = [axis[0] / length, axis[1] / length];
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for [x, y] in points {
            let turned = [x * cos + y * sin, y * cos - x * sin];
            for i in 0..2 {
                low[i] = low[i].min(turned[i]);
                high[i] = high[i].max(turned[i]);
            }
        }
        let middle = [0, 1].map(|i| (low[i] + high[i]) / 2.0);
        let side_px = (high[0] - low[0]).max(high[1] - low[1]) * factor;
        let square = Self {
            x: middle[0] * cos - middle[1] * sin,
            y: middle[0] * sin + middle[1] * cos,
            side_px,
            turn: [cos, sin],
        };
        (side_px > 0.0 && [square.x, square.y, side_px].iter().all(|v| v.is_finite())).then_some(square)
    }

    /// The point of the frame at `u`, `v` of the square, 0..=1 from its left and upper edge.
    pub fn point(&self, u: f32, v: f32) -> [f32; 2] {
        let (right, down) = ((u - 0.5) * self.side_px, (v - 0.5) * self.side_px);
        let [cos, sin] = self.turn;
        [self.x + right * cos - down * sin, self.y + right * sin + down * cos]
    }

    /// Where a point of the frame lies in the square: 0..=1 inside.
    pub fn inside(&self, point: [f32; 2]) -> [f32; 2] {
        let (dx, dy) = (point[0] - self.x, point[1] - self.y);
        let [cos, sin] = self.turn;
        [(dx * cos + dy * sin) / self.side_px + 0.5, (dy * cos - dx * sin) / self.side_px + 0.5]
    }

    /// The same square moved by a share of its side, scaled, and turned further (clockwise, radians, small).
    #[must_use]
    pub fn nudged(&self, right: f32, down: f32, scale: f32, turn_rad: f32) -> Self {
        let [x, y] = self.point(0.5 + right, 0.5 + down);
        // Small angles: sine and cosine by their series, so that no libm is needed.
        let (sin, cos) = (turn_rad - turn_rad.powi(3) / 6.0, 1.0 - turn_rad * turn_rad / 2.0);
        let turned = [self.turn[0] * cos - self.turn[1] * sin, self.turn[1] * cos + self.turn[0] * sin];
        let length = (turned[0] * turned[0] + turned[1] * turned[1]).sqrt();
        Self { x, y, side_px: self.side_px * scale, turn: turned.map(|t| t / length) }
    }

    /// Intersection over union with another square, as if both were upright: 0..=1.
    pub fn overlap(&self, other: &Self) -> f32 {
        let shared = |a: f32, b: f32| {
            let low = (a - self.side_px / 2.0).max(b - other.side_px / 2.0);
            let high = (a + self.side_px / 2.0).min(b + other.side_px / 2.0);
            (high - low).max(0.0)
        };
        let both = shared(self.x, other.x) * shared(self.y, other.y);
        both / (self.side_px * self.side_px + other.side_px * other.side_px - both).max(1e-6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_go_into_the_square_and_back() {
        let square = Square { x: 40.0, y: -3.0, side_px: 20.0, turn: [0.8, 0.6] };
        let [x, y] = square.point(0.25, 0.75);
        let [u, v] = square.inside([x, y]);
        assert!((u - 0.25).abs() < 1e-5 && (v - 0.75).abs() < 1e-5);
    }

    #[test]
    fn a_square_around_points_holds_them_in_their_own_axes() {
        let corners = [[0.0, 0.0], [8.0, 6.0], [5.0, 10.0]];
        let square = Square::around(corners.into_iter(), [4.0, 3.0], 1.0).unwrap();
        assert!((square.side_px - 10.0).abs() < 1e-4, "{square:?}");
        for p in corners {
            assert!(square.inside(p).iter().all(|&v| (-1e-4..=1.0001).contains(&v)), "{p:?} {square:?}");
        }
        assert_eq!(Square::around(corners.into_iter(), [0.0, 0.0], 1.0), None);
    }

    #[test]
    fn overlap_of_the_same_is_one_and_of_strangers_nothing() {
        let one = Square::upright(0.0, 0.0, 10.0);
        assert!((one.overlap(&one) - 1.0).abs() < 1e-6);
        assert_eq!(one.overlap(&Square::upright(11.0, 0.0, 10.0)), 0.0);
        assert!((one.overlap(&Square::upright(5.0, 0.0, 10.0)) - 1.0 / 3.0).abs() < 1e-6);
    }
}
