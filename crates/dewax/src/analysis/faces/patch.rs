//! The motion of a face between two frames, by dense flow on its own region.

use crate::face::{Square, View, length};
use crate::kernels::flow::{Flow, Prepared};
use crate::stow::{Bytes, Packed, next_list};

/// Side of the picture in which a face's motion is measured.
const FLOW_SAMPLES: usize = 320;

/// How the points of a mesh moved between two successive frames, luma px.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// From the earlier frame, at its points.
    pub(super) forward: Vec<[f32; 2]>,
    /// From the later frame back, at its points.
    pub(super) back: Vec<[f32; 2]>,
}

impl Packed for Moves {
    fn pack(&self) -> Vec<u8> {
        let [forward, back] =
            [&self.forward, &self.back].map(|v| v.iter().flatten().map(|v| v.to_le_bytes()));
        Bytes::default().with(2 * self.forward.len(), forward).with(2 * self.back.len(), back).done()
    }

    fn unpack(mut bytes: &[u8]) -> Option<Self> {
        let mut numbers =
            || Some(next_list::<4>(&mut bytes)?.iter().map(|b| f32::from_le_bytes(*b)).collect());
        let (forward, back): (Vec<f32>, Vec<f32>) = (numbers()?, numbers()?);
        Some(Self { forward: forward.as_chunks().0.to_vec(), back: back.as_chunks().0.to_vec() })
    }
}

/// The region in which a face's motion is measured, and its picture in the last frame. The region stays where it is
/// until the face leaves its middle, so that the picture serves two pairs.
pub(super) struct Patch {
    pub(super) square: Square,
    pub(super) samples: usize,
    pub(super) prepared: Prepared,
}

impl Patch {
    pub(super) fn new(view: &View<'_>, face: &Square) -> Self {
        let square = Square::upright(face.x, face.y, face.side_px);
        let samples = (face.side_px as usize).clamp(16, FLOW_SAMPLES);
        Self { square, samples, prepared: Prepared::new(&view.luma(&square, samples)) }
    }

    /// Whether the face still lies in the middle of the region.
    pub(super) fn holds(&self, face: &Square) -> bool {
        let off = length([face.x - self.square.x, face.y - self.square.y]) / self.square.side_px;
        let size = face.side_px / self.square.side_px;
        off < 0.06 && (0.93..1.07).contains(&size)
    }

    /// Motion at a point of the frame, luma px.
    pub(super) fn motion(&self, field: &Flow, point: [f32; 2]) -> [f32; 2] {
        let scale = self.square.side_px / self.samples as f32;
        let [u, v] = self.square.inside(point);
        let samples = self.samples as f32;
        field.at(u * samples - 0.5, v * samples - 0.5).map(|d| d * scale)
    }
}
