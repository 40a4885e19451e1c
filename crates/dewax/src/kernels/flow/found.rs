//! The patches of a level, and where each of them was found.

use super::PATCH_PX;

/// The places of the patches of a level: every `stride_px` pixels, the last ones against the edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    pub(super) columns: usize,
    pub(super) rows: usize,
    stride_px: usize,
    last: (usize, usize),
}

impl Grid {
    /// The patches of a level of `width` × `height`, which are at least [`PATCH_PX`].
    pub(super) fn over(width: usize, height: usize, stride_px: usize) -> Self {
        let stride_px = stride_px.clamp(1, PATCH_PX);
        let last = (width - PATCH_PX, height - PATCH_PX);
        Self {
            columns: last.0.div_ceil(stride_px) + 1,
            rows: last.1.div_ceil(stride_px) + 1,
            stride_px,
            last,
        }
    }

    /// Left column of the patches of grid column `i`.
    #[inline(always)]
    pub(super) fn x(&self, i: usize) -> usize {
        (i * self.stride_px).min(self.last.0)
    }

    /// Top row of the patches of grid row `j`.
    #[inline(always)]
    pub(super) fn y(&self, j: usize) -> usize {
        (j * self.stride_px).min(self.last.1)
    }

    /// The grid rows whose patches cover a pixel of rows `y0..y1`.
    pub(super) fn rows_over(&self, y0: usize, y1: usize) -> std::ops::Range<usize> {
        let first = (y0 + 1).saturating_sub(PATCH_PX).div_ceil(self.stride_px);
        let end = y1.div_ceil(self.stride_px).min(self.rows);
        // The last row of patches lies against the edge and can start before its turn.
        let reaches = self.last.1 < y1;
        first.min(self.rows - 1)..if reaches { self.rows } else { end }
    }
}

/// Where a patch was found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    /// Motion of the patch, px of the level.
    pub(super) motion: [f32; 2],
    /// How much brighter the other picture is there, in levels, on average over the patch.
    pub(super) brighter: f32,
    /// What the coarser level said.
    pub(super) guess: [f32; 2],
    /// Squared difference without the means, summed over the patch.
    pub(super) cost: f32,
    /// Damped squared gradients of the patch: xx, xy, yy.
    pub(super) matrix: [f32; 3],
    /// Gradient of half the cost by the motion.
    pub(super) slope: [f32; 2],
}
