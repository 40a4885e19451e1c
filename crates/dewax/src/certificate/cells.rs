//! What several parts of the judge ask of the cells of a picture.

use crate::px::{LEVEL, Mask, Plane};
use rayon::prelude::*;

/// How far the cells of two pictures lie apart, mean, 8-bit levels.
pub(super) fn apart_levels(one: &Plane<u16>, other: &Plane<u16>, cell_px: usize) -> f32 {
    let cell_px = cell_px.max(1);
    let (columns, rows) = (one.width() / cell_px, one.height() / cell_px);
    let of_row = |row: usize| -> f32 {
        let mut sums = vec![0.0f32; columns];
        for y in row * cell_px..(row + 1) * cell_px {
            let pairs = one.row(y).iter().zip(other.row(y)).map(|(a, b)| f32::from(*a) - f32::from(*b));
            pairs.enumerate().for_each(|(x, v)| {
                if let Some(sum) = sums.get_mut(x / cell_px) {
                    *sum += v;
                }
            });
        }
        sums.iter().map(|v| v.abs()).sum()
    };
    let sum: f32 = (0..rows).map(of_row).sum();
    sum / ((columns * rows).max(1) * cell_px * cell_px) as f32 / LEVEL
}

/// Cells in and around which there is no skin. All of them when less than a twentieth is left.
pub(super) fn outside(mask: Option<&Mask>, width: usize, height: usize) -> Vec<bool> {
    let all = vec![true; width * height];
    let Some(mask) = mask.filter(|m| (m.weights.width(), m.weights.height()) == (width, height)) else {
        return all;
    };
    let free = |x: usize, y: usize| {
        let near = |v: usize| v as isize - 1..=v as isize + 1;
        near(y).all(|j| near(x).all(|i| mask.weights.at(i, j) <= 0.0))
    };
    let cells: Vec<bool> = (0..width * height).into_par_iter().map(|i| free(i % width, i / width)).collect();
    if cells.iter().filter(|c| **c).count() * 20 < cells.len() { all } else { cells }
}
