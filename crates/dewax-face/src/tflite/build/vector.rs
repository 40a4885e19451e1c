//! Operations that do not care for rows and columns: sums, products, activations, shapes.

use super::{Builder, Site};
use crate::tflite::BadModel;
use crate::tflite::constant::whole_numbers;
use crate::tflite::file::Tensor;
use crate::tflite::op::{Activation, Combine, Op};

/// Whether `small` repeats evenly within `large`: leading dimensions of 1 aside, its shape is the end of the other's.
fn repeats(small: &[usize], large: &[usize]) -> bool {
    let lead = small.iter().take_while(|across| **across == 1).count();
    small.get(lead..).is_some_and(|rest| large.ends_with(rest))
}

/// The last dimension.
fn channels(tensor: &Tensor<'_>) -> usize {
    tensor.shape.last().copied().unwrap_or(1)
}

impl Builder {
    pub(super) fn combine(&mut self, site: &Site<'_, '_>, multiply: bool) -> Result<(), BadModel> {
        let ((mut a, mut large), (mut b, mut small)) = (site.input(0)?, site.input(1)?);
        if large.count() < small.count() {
            (a, large, b, small) = (b, small, a, large);
        }
        let result = site.output()?.1;
        if !repeats(&small.shape, &large.shape) || result.count() != large.count() {
            let found =
                format!("{:?} with {:?} to {:?} is not supported", large.shape, small.shape, result.shape);
            return Err(site.bad(found));
        }
        let op = Combine { multiply, activation: site.activation(0)? };
        self.push(site, Op::Combine(op), vec![a, b], 0)
    }

    pub(super) fn activate(&mut self, site: &Site<'_, '_>, activation: Activation) -> Result<(), BadModel> {
        let (number, tensor) = site.input(0)?;
        if tensor.count() != site.output()?.1.count() {
            return Err(site.bad("its result is not of its input's size"));
        }
        self.push(site, Op::Activate(activation, channels(tensor)), vec![number], 0)
    }

    pub(super) fn prelu(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let channels = channels(site.input(0)?.1);
        let slopes = site.input(1)?.1;
        if slopes.count() != channels || self::channels(slopes) != channels {
            return Err(site.bad(format!("one slope per channel is wanted, not {:?}", slopes.shape)));
        }
        let slopes = self.constant(site, 1, channels)?;
        self.activate(site, Activation::Prelu(slopes))
    }

    pub(super) fn concat(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        if site.activation(1)? != Activation::None {
            return Err(site.bad("an activation is not supported here"));
        }
        let result = site.output()?.1;
        let rank = result.shape.len();
        let axis = site.number(0, 0)?;
        let axis = if axis < 0 { axis.saturating_add(rank as i32) } else { axis };
        let axis = usize::try_from(axis).ok().filter(|axis| *axis < rank);
        let axis = axis.ok_or_else(|| site.bad(format!("it has no such axis in {:?}", result.shape)))?;
        let (mut inputs, mut runs, mut across) = (Vec::new(), Vec::new(), 0usize);
        for i in 0..site.operation.inputs.len() {
            let (number, tensor) = site.input(i)?;
            let fits = tensor.shape.len() == rank
                && tensor.shape.iter().zip(&result.shape).enumerate().all(|(k, (a, b))| k == axis || a == b);
            if !fits {
                return Err(site.bad(format!("{:?} does not fit into {:?}", tensor.shape, result.shape)));
            }
            across += tensor.shape.get(axis).copied().unwrap_or(0);
            runs.push(tensor.shape.iter().skip(axis).product());
            inputs.push(number);
        }
        if result.shape.get(axis) != Some(&across) {
            return Err(site.bad(format!("its inputs give {across} along axis {axis} of {:?}", result.shape)));
        }
        self.push(site, Op::Concat(runs), inputs, 0)
    }

    pub(super) fn reshape(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        // The result's shape is in the file, so the operand that repeats it is not needed.
        let ((number, tensor), (_, result)) = (site.input(0)?, site.output()?);
        if tensor.count() != result.count() {
            return Err(site.bad(format!("{:?} does not become {:?}", tensor.shape, result.shape)));
        }
        self.push(site, Op::Copy, vec![number], 0)
    }

    /// STRIDED_SLICE, which the models only use to take everything.
    pub(super) fn slice(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let ((number, tensor), (_, result)) = (site.input(0)?, site.output()?);
        let operand = |i: usize| whole_numbers(site.input(i)?.1, 8);
        let (begin, end, step) = (operand(1)?, operand(2)?, operand(3)?);
        let masks = (0..5).map(|field| site.number(field, 0)).collect::<Result<Vec<_>, _>>()?;
        let whole = tensor.shape == result.shape
            && masks == [0; 5]
            && begin.iter().all(|n| *n == 0)
            && step.iter().all(|n| *n == 1)
            && end.iter().map(|n| usize::try_from(*n).unwrap_or(0)).eq(tensor.shape.iter().copied());
        if !whole {
            return Err(site.bad("only a slice of everything is supported"));
        }
        self.push(site, Op::Copy, vec![number], 0)
    }
}
