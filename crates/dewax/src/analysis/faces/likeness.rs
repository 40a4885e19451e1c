//! How alike two faces look: histograms of oriented gradients (Dalal and Triggs, 2005) of the aligned face.
//!
//! Good for telling the faces of one scene apart. It is no proof of identity: light and camera move it as much as a
//! person does, so across shots it is a suggestion.

use crate::color::math::sin_cos_deg;
use crate::face::{REGION_PER_FACE, Square, View};

/// Samples of the aligned crop.
const SAMPLES: usize = 96;
/// Cells per side.
const CELLS: usize = 8;
/// Orientations, over half a turn.
const BINS: usize = 9;

/// The gradients of a face, as a vector of length 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Looks(Vec<f32>);

impl Looks {
    /// The looks of the face in a square.
    pub fn of(view: &View<'_>, square: &Square) -> Self {
        let luma = view.luma(&square.nudged(0.0, 0.0, 1.0 / REGION_PER_FACE, 0.0), SAMPLES);
        let axes: Vec<[f32; 2]> = (0..BINS)
            .map(|b| {
                let (sin, cos) = sin_cos_deg(180.0 * b as f64 / BINS as f64);
                [cos as f32, sin as f32]
            })
            .collect();
        let mut cells = vec![0.0f32; CELLS * CELLS * BINS];
        let size = SAMPLES / CELLS;
        for y in 0..SAMPLES as isize {
            for x in 0..SAMPLES as isize {
                let gradient = [luma.at(x + 1, y) - luma.at(x - 1, y), luma.at(x, y + 1) - luma.at(x, y - 1)];
                // The axis that the gradient is nearest to.
                let along = |axis: &[f32; 2]| (gradient[0] * axis[0] + gradient[1] * axis[1]).abs();
                let mut best = (0, -1.0);
                for (bin, axis) in axes.iter().enumerate() {
                    if along(axis) > best.1 {
                        best = (bin, along(axis));
                    }
                }
                let cell = (y as usize / size) * CELLS + x as usize / size;
                cells[cell * BINS + best.0] += best.1;
            }
        }
        // Each cell by itself, so that light from one side does not decide.
        for cell in cells.chunks_exact_mut(BINS) {
            let norm = (cell.iter().map(|v| v * v).sum::<f32>() + 1.0).sqrt();
            cell.iter_mut().for_each(|v| *v = (*v / norm).min(0.6));
        }
        Self(cells).unit()
    }

    fn unit(mut self) -> Self {
        let norm = self.0.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-9);
        self.0.iter_mut().for_each(|v| *v /= norm);
        self
    }

    /// Takes in a later sight of the same face.
    pub(super) fn learn(&mut self, other: &Self) {
        for (a, &b) in self.0.iter_mut().zip(&other.0) {
            *a += 0.1 * (b - *a);
        }
        *self = Self(std::mem::take(&mut self.0)).unit();
    }

    /// How alike, 0..=1: 1 for the same picture, about a half for two different faces.
    pub fn alike(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum::<f32>().clamp(0.0, 1.0)
    }
}
