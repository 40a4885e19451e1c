//! The custom operations of the face mesh that looks closer at lips and eyes.

use super::{Builder, Site};
use crate::tflite::BadModel;
use crate::tflite::file::Tensor;
use crate::tflite::flexbuf::Map;
use crate::tflite::op::{CropMatrix, Op, Sample};

/// Whether the tensor is one 4 × 4 matrix.
fn is_matrix(tensor: &Tensor<'_>) -> bool {
    *tensor.shape == [1, 4, 4]
}

impl Builder {
    pub(super) fn crop_matrix(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, tensor) = site.input(0)?;
        let [1, points, 3] = *tensor.shape else {
            return Err(
                site.bad(format!("landmarks of shape [1, points, 3] are wanted, not {:?}", tensor.shape))
            );
        };
        if !is_matrix(site.output()?.1) {
            return Err(site.bad("its result is no 4 × 4 matrix"));
        }
        let options = Map::root(site.operation.custom_options)?;
        let op = CropMatrix {
            left: options.whole("left_rotation_idx", 0, points - 1)?,
            right: options.whole("right_rotation_idx", 0, points - 1)?,
            subset: options.list("subset_idxs", points - 1)?,
            scale: [options.number("scale_x")?, options.number("scale_y")?],
            width: options.whole("output_width", 1, 4096)?,
            height: options.whole("output_height", 1, 4096)?,
            target_degrees: options.number("target_rotation_radians")?.to_degrees(),
        };
        let finite = op.scale.iter().chain([&op.target_degrees]).all(|n| n.abs() < 1e6);
        if op.subset.is_empty() || points > 1 << 16 || !finite {
            return Err(site.bad("it has no landmarks, too many, or wild numbers"));
        }
        let work = op.subset.len() * 10;
        self.push(site, Op::CropMatrix(op), vec![number], work)
    }

    pub(super) fn sample(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let (matrix, tensor) = site.input(1)?;
        let options = Map::root(site.operation.custom_options)?;
        let asked = [options.whole("output_height", 1, 4096)?, options.whole("output_width", 1, 4096)?];
        if !is_matrix(tensor) || asked != [to.height, to.width] || from.channels != to.channels {
            return Err(
                site.bad(format!("{from:?} along {:?} to {asked:?} does not give {to:?}", tensor.shape))
            );
        }
        let work = to.count().saturating_mul(4);
        self.push(site, Op::Sample(Sample { from, to }), vec![number, matrix], work)
    }

    pub(super) fn move_points(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let ((number, points), (matrix, tensor)) = (site.input(0)?, site.input(1)?);
        let [1, _, coordinates @ 2..=3] = *points.shape else {
            return Err(
                site.bad(format!("points of shape [1, points, 2 or 3] are wanted, not {:?}", points.shape))
            );
        };
        if !is_matrix(tensor) || points.shape != site.output()?.1.shape {
            return Err(site.bad("its matrix is not 4 × 4, or its result is not of its input's shape"));
        }
        self.push(site, Op::MovePoints(coordinates), vec![number, matrix], 0)
    }
}
