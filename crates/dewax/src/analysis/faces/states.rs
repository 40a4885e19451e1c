//! What is known of a face in a frame, put into one state.

use super::reading::Reading;
use crate::face::{FaceState, Mesh, Mode, Scores, Square, Topology};
use crate::stow::Stowed;

/// Side of the face's square (already half larger than the face) in eye distances, where no mesh tells.
pub(super) const SIDE_PER_IOD: f32 = 3.6;

fn plain(mode: Mode, square: Square, weight: f32) -> FaceState {
    FaceState {
        mode,
        weight,
        square,
        iod_px: square.side_px / SIDE_PER_IOD,
        scores: Scores::default(),
        mesh: None,
        skin: None,
        person: Stowed::default(),
        hands: Vec::new(),
    }
}

/// A face that is not held.
pub(super) fn lost(square: Square) -> FaceState {
    plain(Mode::Lost, square, 0.0)
}

/// A face of which only the region is known.
pub(super) fn boxed(square: Square, look: f32, weight: f32) -> FaceState {
    FaceState { scores: Scores { look, ..Scores::default() }, ..plain(Mode::BoxOnly, square, weight) }
}

/// A face with a mesh.
pub(super) fn meshed(
    reading: Reading,
    square: Square,
    topology: &Topology,
    look: f32,
    jump: f32,
) -> FaceState {
    let iod_px = reading.mesh.iod_px(topology);
    FaceState {
        iod_px,
        scores: Scores { flag: reading.mesh.flag, look, spread: reading.spread_px / iod_px.max(1e-3), jump },
        mesh: Some(Mesh::from_raw(reading.mesh.points).into()),
        ..plain(Mode::Mesh, square, 1.0)
    }
}
