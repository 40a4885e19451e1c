//! Tells a person from what is behind: the selfie segmentation model, on a square around a face.
//!
//! Which square is asked about matters. Looked at on 30 faces of all kinds, for squares of 1.0 to 3.2 sides of the face's
//! own region (`MeshReading::square`, about two face widths): at 1.0 shoulders and hands are lost and hair at the edge is
//! half marked; at 1.3 what is near the face but no part of it is half marked (a shelf, a cap's peak); from 1.6 to 2.2
//! face, ears, neck, hair and raised hands are whole and the edge is sharp; from 2.6 on, the mask's own coarseness draws a
//! rim of background around head and hair, and heads of other people count. So: 1.6 to 2.2 sides, upright, with the face a
//! little above the middle.

use crate::bad_models::{BadModels, check_input};
use crate::tflite::Model;
use dewax::face::{Outside, Square, View};
use dewax::px::Plane;

/// Samples on a side of the region as the model sees it, and of its answer.
const SAMPLES: usize = 256;
const NAME: &str = "person";

/// The person model (MediaPipe `selfie_segmentation`, 256 × 256).
#[derive(Debug)]
pub(crate) struct PersonMask {
    model: Model,
}

impl PersonMask {
    /// The masker of a model.
    ///
    /// # Errors
    /// The file is no model, or is another one.
    pub(crate) fn new(bytes: &[u8]) -> Result<Self, BadModels> {
        let model = Model::read(bytes).map_err(|source| BadModels::Unreadable { name: NAME, source })?;
        check_input(NAME, &model, SAMPLES)?;
        let size = model.outputs().first().map(|o| o.shape.iter().product::<usize>());
        if size != Some(SAMPLES * SAMPLES) {
            return Err(BadModels::Other { name: NAME, what: "an output" });
        }
        Ok(Self { model })
    }

    /// How much each cell of the square belongs to a person, 0..=1, for each of some numbers of cells on a side.
    pub(crate) fn mask<const N: usize>(
        &self,
        view: &View,
        square: &Square,
        cells: [usize; N],
    ) -> Option<[Plane<f32>; N]> {
        let outputs = self.model.run(&view.crop(square, SAMPLES, Outside::Repeat)).ok()?;
        let mask = Plane::from_vec(SAMPLES, SAMPLES, outputs.into_iter().next()?)?;
        Some(cells.map(|cells| resampled(&mask, cells)))
    }
}

/// The mask in `cells` × `cells` samples: the mean of the part of the mask that each covers.
fn resampled(mask: &Plane<f32>, cells: usize) -> Plane<f32> {
    let (columns, rows) = (spans(mask.width(), cells), spans(mask.height(), cells));
    // Columns first, so that each sample of the mask is read once per row of cells.
    let narrow: Vec<Vec<f32>> =
        mask.rows().map(|row| columns.iter().map(|span| span.mean(|i| row[i])).collect()).collect();
    Plane::from_fn(cells, cells, |x, y| {
        let value = rows.get(y).map_or(0.0, |span| span.mean(|j| narrow[j][x]));
        // Not a number is no person.
        if value > 0.0 { value.min(1.0) } else { 0.0 }
    })
}

/// A run of samples with how much of each counts.
struct Span {
    first: usize,
    shares: Vec<f32>,
}

impl Span {
    fn mean(&self, value: impl Fn(usize) -> f32) -> f32 {
        let (mut sum, mut total) = (0.0, 0.0);
        for (i, share) in self.shares.iter().enumerate() {
            sum += value(self.first + i) * share;
            total += share;
        }
        if total > 0.0 { sum / total } else { 0.0 }
    }
}

/// What each of `cells` cells covers of `samples` samples; where cells are finer than samples, the two nearest mixed.
fn spans(samples: usize, cells: usize) -> Vec<Span> {
    let scale = samples as f32 / cells.max(1) as f32;
    // A cell never averages less than one sample: then the mean is linear interpolation.
    let half = scale.max(1.0) / 2.0;
    let last = samples.saturating_sub(1);
    (0..cells)
        .map(|cell| {
            let middle = (cell as f32 + 0.5) * scale;
            let (from, to) = ((middle - half).max(0.0), (middle + half).min(samples as f32));
            let first = (from as usize).min(last);
            let end = (to as usize).min(last);
            let share = |i: usize| ((i + 1) as f32).min(to) - (i as f32).max(from);
            Span { first, shares: (first..=end).map(|i| share(i).max(0.0)).collect() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_keeps_its_mean_when_it_is_made_smaller_and_its_values_when_larger() {
        let mask = Plane::from_fn(256, 256, |x, y| if x < 100 { 1.0 } else { y as f32 / 512.0 });
        let mean = |p: &Plane<f32>| p.samples().iter().sum::<f32>() / p.samples().len() as f32;
        for cells in [1, 3, 64, 100, 255, 256] {
            let small = resampled(&mask, cells);
            assert_eq!((small.width(), small.height()), (cells, cells));
            assert!((mean(&small) - mean(&mask)).abs() < 2e-4, "{cells}");
        }
        assert_eq!(resampled(&mask, 256), mask);
        let large = resampled(&mask, 512);
        assert!((large.at(5, 5) - 1.0).abs() < 1e-6 && (large.at(511, 511) - 255.0 / 512.0).abs() < 1e-6);
        assert!(large.samples().iter().all(|v| (0.0..=1.0).contains(v)));
        assert_eq!(resampled(&mask, 0).samples().len(), 0);
    }

    #[test]
    fn what_is_no_number_is_no_person() {
        let mask = Plane::filled(256, 256, f32::NAN);
        assert!(resampled(&mask, 16).samples().iter().all(|&v| v == 0.0));
    }
}
