//! The version that ships: prepared once per operation, then plain loops that the compiler vectorises.
//!
//! No fused multiply-add, no libm, and sums whose order does not depend on the vector width: every instruction level
//! gives the same bits. Where a row or the channels are no multiple of a block, the last block overlaps the one
//! before it and computes some results again, to the same bits.

mod activate;
mod convolve;
mod depthwise;
mod points;
mod simple;

use crate::tflite::op::{Activation, CropMatrix, Image, Op, Pad, Pool, Resize, Sample};

/// An operation, ready to run.
#[derive(Debug)]
pub(crate) enum Kernel {
    Copy,
    Convolve(convolve::Convolve),
    Depthwise(depthwise::Depthwise),
    Pool(Pool),
    Combine { multiply: bool, activation: Activation },
    Activate(Activation, usize),
    Pad(Pad),
    Concat(Vec<usize>),
    Resize(Resize),
    DepthToSpace { to: Image, block: usize },
    CropMatrix(CropMatrix),
    Sample(Sample),
    MovePoints(usize),
}

impl Kernel {
    /// Prepares an operation: packs its weights in the order in which they are read.
    pub(crate) fn new(op: &Op) -> Self {
        match op {
            Op::Copy => Kernel::Copy,
            Op::Convolve(op) => Kernel::Convolve(convolve::Convolve::new(op)),
            Op::Depthwise(op) => Kernel::Depthwise(depthwise::Depthwise::new(op)),
            Op::Pool(op) => Kernel::Pool(op.clone()),
            Op::Combine(op) => Kernel::Combine { multiply: op.multiply, activation: op.activation.clone() },
            Op::Activate(activation, channels) => Kernel::Activate(activation.clone(), *channels),
            Op::Pad(op) => Kernel::Pad(*op),
            Op::Concat(runs) => Kernel::Concat(runs.clone()),
            Op::Resize(op) => Kernel::Resize(*op),
            Op::DepthToSpace { to, block } => Kernel::DepthToSpace { to: *to, block: *block },
            Op::CropMatrix(op) => Kernel::CropMatrix(op.clone()),
            Op::Sample(op) => Kernel::Sample(*op),
            Op::MovePoints(coordinates) => Kernel::MovePoints(*coordinates),
        }
    }

    /// Computes the result from the inputs, whose sizes were checked when the model was read. `spare` is room for
    /// what lies between.
    pub(crate) fn run(&self, inputs: &[&[f32]], out: &mut [f32], spare: &mut Vec<f32>) {
        let [first, rest @ ..] = inputs else { return };
        let second = rest.first().copied().unwrap_or_default();
        match self {
            Kernel::Copy => out.copy_from_slice(first),
            Kernel::Convolve(op) => op.run(first, rest.first().copied(), out, spare),
            Kernel::Depthwise(op) => op.run(first, out),
            Kernel::Pool(op) => simple::pool(op, first, out),
            Kernel::Combine { multiply, activation } => {
                simple::combine(*multiply, first, second, out);
                activate::all(activation, 1, out);
            }
            Kernel::Activate(activation, channels) => {
                out.copy_from_slice(first);
                activate::all(activation, *channels, out);
            }
            Kernel::Pad(op) => simple::pad(op, first, out),
            Kernel::Concat(runs) => simple::concat(runs, inputs, out),
            Kernel::Resize(op) => simple::resize(op, first, out),
            Kernel::DepthToSpace { to, block } => simple::depth_to_space(*to, *block, first, out),
            Kernel::CropMatrix(op) => points::crop_matrix(op, first, out),
            Kernel::Sample(op) => points::sample(op, first, second, out),
            Kernel::MovePoints(coordinates) => points::move_points(*coordinates, first, second, out),
        }
    }
}
