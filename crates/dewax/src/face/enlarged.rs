//! A face that was found in a picture made smaller, in the picture itself.

use super::{FaceState, Hand, Mesh, Square};
use crate::stow::Stowed;

impl FaceState {
    /// The face in a picture of which each `times` × `times` pixels were made one to find it. Scores, colours and the person's cells do not
    /// depend on the size.
    #[must_use]
    pub fn enlarged(&self, times: usize) -> Self {
        let times = times.max(1) as f32;
        // The middle of a pixel that is `times` as large.
        let place = |at: f32| at * times + (times - 1.0) / 2.0;
        let mesh = self.mesh().map(|mesh| {
            let raw = mesh.raw.iter().map(|[x, y, depth]| [place(*x), place(*y), depth * times]);
            let points = mesh.points.iter().map(|[x, y]| [place(*x), place(*y)]);
            Stowed::from(Mesh { raw: raw.collect(), points: points.collect() })
        });
        let Square { x, y, side_px, turn } = self.square;
        let square = Square { x: place(x), y: place(y), side_px: side_px * times, turn };
        let hands = self.hands.iter().map(|hand| {
            let joints = hand.joints.map(|joint| joint.map(place));
            Hand { joints, ..*hand }
        });
        Self { hands: hands.collect(), square, iod_px: self.iod_px * times, mesh, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::{Mode, Scores};

    #[test]
    fn a_point_between_pixels_stays_between_them() {
        let state = FaceState {
            mode: Mode::Mesh,
            weight: 1.0,
            square: Square::upright(10.0, 20.0, 8.0),
            iod_px: 4.0,
            scores: Scores::default(),
            mesh: Some(Stowed::from(Mesh::from_raw(vec![[0.0, 0.5, -1.0]]))),
            skin: None,
            person: Stowed::from(vec![7u8; 4]),
            hands: Vec::new(),
        };
        let large = state.enlarged(3);
        assert_eq!(
            (large.square.x, large.square.y, large.square.side_px, large.iod_px),
            (31.0, 61.0, 24.0, 12.0)
        );
        let mesh = large.mesh().unwrap();
        // Pixel 0 covers 0 to 2 of the large picture, and its lower edge lies between 2 and 3.
        assert_eq!((mesh.raw[0], mesh.points[0]), ([1.0, 2.5, -3.0], [1.0, 2.5]));
        assert_eq!(large.person(), state.person());
        assert_eq!(state.enlarged(1), state);
    }
}
