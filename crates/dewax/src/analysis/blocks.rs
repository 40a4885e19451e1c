//! The picture in blocks, in which the light of frames is compared.

use crate::kernels::shrink::shrink_f32;
use crate::px::Plane;

/// Blocks on the longer side in which brightness is compared.
const BLOCKS: usize = 16;
/// Below this luma (0..=1) a block is too dark for a ratio.
pub(super) const DARK: f32 = 0.04;
/// Above this luma a block may be cut off.
pub(super) const BRIGHT: f32 = 0.97;
/// Fewer blocks that can be compared say nothing.
pub(super) const LEAST_BLOCKS: usize = 24;

/// Blocks on the longer side in which a grade is sought.
const FINE_BLOCKS: usize = 48;

/// Blocks on the longer side of which each may stay as it is: a logo covers a few of them.
const FINEST_BLOCKS: usize = 96;

/// A plane as one value per block.
pub(super) fn small(plane: &Plane<f32>) -> Plane<f32> {
    in_blocks(plane, BLOCKS)
}

/// The same in smaller blocks.
pub(super) fn fine(plane: &Plane<f32>) -> Plane<f32> {
    in_blocks(plane, FINE_BLOCKS)
}

/// The same in the smallest.
pub(super) fn finest(plane: &Plane<f32>) -> Plane<f32> {
    in_blocks(plane, FINEST_BLOCKS)
}

fn in_blocks(plane: &Plane<f32>, longer: usize) -> Plane<f32> {
    let size = plane.width().max(plane.height()).div_ceil(longer).max(1);
    shrink_f32(plane, size)
}
