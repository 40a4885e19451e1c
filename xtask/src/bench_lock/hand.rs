//! A hand on a forearm that passes in front of the face, with a motion and a texture of its own.

use super::ground::{Purpose, band_noise, sharp_at};
use dewax::color::math::sin_cos_deg;
use dewax::px::Plane;

/// It is before the middle of the picture in this frame, and this fast: on the face from frame 20 to frame 40.
const MIDDLE_FRAME: f64 = 30.0;
const SPEED_PX: f64 = 30.0;
/// Side of the texture, px; its middle is the middle of the palm.
const SIDE: usize = 1000;

/// Bones: from, to (px from the middle of the palm), half the width.
const BONES: [([f64; 2], [f64; 2], f64); 6] = [
    ([0.0, 60.0], [20.0, 620.0], 58.0),
    ([0.0, -10.0], [0.0, 60.0], 72.0),
    ([-50.0, -20.0], [-66.0, -170.0], 17.0),
    ([-16.0, -30.0], [-20.0, -205.0], 18.0),
    ([18.0, -30.0], [24.0, -200.0], 18.0),
    ([50.0, -20.0], [64.0, -160.0], 16.0),
];

/// The hand.
#[derive(Debug)]
pub(super) struct Hand {
    texture: Plane<f32>,
    /// Middle of the picture.
    middle: (f64, f64),
}

impl Hand {
    /// For a picture of this size.
    pub(super) fn new(width: usize, height: usize) -> Self {
        let fine = band_noise((SIDE, SIDE), (0.8, 2.2), Purpose::Hand as u32, 0);
        let folds = band_noise((SIDE, SIDE), (3.0, 9.0), Purpose::Hand as u32, 1);
        let texture = Plane::from_fn(SIDE, SIDE, |x, y| {
            let round = (x as f64 - SIDE as f64 / 2.0) / 140.0;
            (138.0 - 40.0 * round * round) as f32 + 4.0 * fine.row(y)[x] + 6.0 * folds.row(y)[x]
        });
        Self { texture, middle: (width as f64 / 2.0, height as f64 / 2.0) }
    }

    /// A place of the frame, seen from the middle of the palm.
    fn seen_from_palm(&self, frame: usize, (x, y): (f64, f64)) -> (f64, f64) {
        let t = frame as f64 - MIDDLE_FRAME;
        let (sway, _) = sin_cos_deg(t * 12.0);
        let (sin, cos) = sin_cos_deg(10.0 + 4.0 * sway);
        let (x, y) = (x - self.middle.0 - SPEED_PX * t, y - self.middle.1 - 10.0 * sway);
        (x * cos + y * sin, y * cos - x * sin)
    }

    /// How far a place of a frame is from the hand, in px; less than 0 inside.
    pub(super) fn distance_px(&self, frame: usize, at: (f64, f64)) -> f64 {
        let (x, y) = self.seen_from_palm(frame, at);
        BONES.iter().fold(f64::INFINITY, |least, (from, to, half)| {
            let (along, down) = (to[0] - from[0], to[1] - from[1]);
            let share = ((x - from[0]) * along + (y - from[1]) * down) / (along * along + down * down);
            let share = share.clamp(0.0, 1.0);
            let (dx, dy) = (x - from[0] - share * along, y - from[1] - share * down);
            least.min((dx * dx + dy * dy).sqrt() - half)
        })
    }

    /// Its brightness at a place of a frame.
    pub(super) fn shade(&self, frame: usize, at: (f64, f64)) -> f32 {
        let (x, y) = self.seen_from_palm(frame, at);
        sharp_at(&self.texture, x + SIDE as f64 / 2.0, y + SIDE as f64 / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_crosses_the_middle_and_leaves() {
        let hand = Hand::new(1280, 720);
        let middle = (640.0, 360.0);
        assert!(hand.distance_px(30, middle) < -30.0);
        assert!(hand.distance_px(8, middle) > 300.0 && hand.distance_px(52, middle) > 300.0);
    }
}
