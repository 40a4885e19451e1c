//! Square blocks over a region of a picture: what is smooth is judged once per block, and drawn as straight lines between the
//! blocks' centres.

use crate::px::{Plane, Rect};
use rayon::prelude::*;

/// Square blocks over a region of the frame, judged at their centres.
#[derive(Clone, Copy, Debug)]
pub struct Blocks {
    region: Rect,
    /// Luma px per side, even.
    pub block: usize,
    columns: usize,
    rows: usize,
}

impl Blocks {
    /// Blocks of `block` px over a region.
    pub fn over(region: Rect, block: usize) -> Self {
        let (columns, rows) = (region.width().div_ceil(block), region.height().div_ceil(block));
        Self { region, block, columns, rows }
    }

    /// A value for each block, from the luma px at its centre.
    pub fn map<T: Send>(&self, value: impl Fn([f64; 2]) -> T + Sync) -> Vec<T> {
        (0..self.columns * self.rows).into_par_iter().map(|i| value(self.centre(i))).collect()
    }

    /// A value for each block, from its centre and what is known of it.
    pub fn map_with<U: Sync, T: Send>(
        &self,
        known: &[U],
        value: impl Fn([f64; 2], &U) -> T + Sync,
    ) -> Vec<T> {
        known.par_iter().enumerate().map(|(i, k)| value(self.centre(i), k)).collect()
    }

    /// Values per block as a plane.
    pub fn plane<T>(&self, values: &[T], pick: impl Fn(&T) -> f32) -> Plane<f32> {
        Plane::from_fn(self.columns, self.rows, |x, y| pick(&values[y * self.columns + x]))
    }

    fn centre(&self, index: usize) -> [f64; 2] {
        let along = |start: usize, i: usize| start as f64 + (i as f64 + 0.5) * self.block as f64 - 0.5;
        [along(self.region.x0, index % self.columns), along(self.region.y0, index / self.columns)]
    }
}

/// One row of values per block, straight lines between the blocks' centres. `cells`: samples per block.
pub fn expand_row(blocks: &Plane<f32>, y: usize, cells: (usize, usize), out: &mut [f32]) {
    let (columns, rows) = (cells.0.max(1), cells.1.max(1));
    let fy = (y as f32 + 0.5) / rows as f32 - 0.5;
    let (top, ty) = (fy.floor(), fy - fy.floor());
    let (a, b) = (blocks.row_clamped(top as isize), blocks.row_clamped(top as isize + 1));
    let last = blocks.width() as isize - 1;
    let at = |i: isize| {
        let i = i.clamp(0, last) as usize;
        a[i] + (b[i] - a[i]) * ty
    };
    // Half a block to the first centre, then a straight line from centre to centre.
    for (cell, part) in out.chunks_mut(columns).enumerate() {
        let (before, middle, after) = (at(cell as isize - 1), at(cell as isize), at(cell as isize + 1));
        for (i, o) in part.iter_mut().enumerate() {
            let t = (i as f32 + 0.5) / columns as f32 - 0.5;
            *o = middle + t.abs() * if t < 0.0 { before - middle } else { after - middle };
        }
    }
}
