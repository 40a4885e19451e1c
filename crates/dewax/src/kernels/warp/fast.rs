//! The version that ships: four rows, four taps; samples outside repeat the edge.

use super::cubic;
use crate::px::Plane;
use rayon::prelude::*;

/// A plane of `width` × `height` whose sample (x, y) is `plane` at `map(x, y) = (m[0]x + m[1]y + m[2], m[3]x + m[4]y + m[5])`.
/// Coordinates are sample centres counted from 0.
pub fn warp(plane: &Plane<f32>, m: [f64; 6], width: usize, height: usize) -> Plane<f32> {
    let mut out = Plane::new(width, height);
    if width == 0 || plane.width() == 0 || plane.height() == 0 {
        return out;
    }
    out.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
        let (row_x, row_y) = (m[1] * y as f64 + m[2], m[4] * y as f64 + m[5]);
        for (x, o) in row.iter_mut().enumerate() {
            *o = at(plane, m[0] * x as f64 + row_x, m[3] * x as f64 + row_y);
        }
    });
    out
}

/// `plane` between its samples. Places are f64: at 8K an f32 place would be off by 1/1000 px, which boils.
#[inline]
pub fn at(plane: &Plane<f32>, x: f64, y: f64) -> f32 {
    let (last_x, last_y) = (plane.width() as isize - 1, plane.height() as isize - 1);
    let (x, y) = (x.clamp(-4.0, last_x as f64 + 4.0), y.clamp(-4.0, last_y as f64 + 4.0));
    // Truncation is floor for what is not negative, and no call.
    let (ix, iy) = ((x + 4.0) as isize - 4, (y + 4.0) as isize - 4);
    let (wx, wy) = (cubic((x - ix as f64) as f32), cubic((y - iy as f64) as f32));
    let mut sum = 0.0f32;
    if ix >= 1 && ix + 2 <= last_x {
        let left = (ix - 1) as usize;
        for (k, w) in wy.iter().enumerate() {
            let four = &plane.row_clamped(iy - 1 + k as isize)[left..left + 4];
            sum += (four[0] * wx[0] + four[1] * wx[1] + four[2] * wx[2] + four[3] * wx[3]) * w;
        }
        return sum;
    }
    let column = |i: isize| i.clamp(0, last_x) as usize;
    let columns = [column(ix - 1), column(ix), column(ix + 1), column(ix + 2)];
    for (k, w) in wy.iter().enumerate() {
        let r = plane.row_clamped(iy - 1 + k as isize);
        sum +=
            (r[columns[0]] * wx[0] + r[columns[1]] * wx[1] + r[columns[2]] * wx[2] + r[columns[3]] * wx[3])
                * w;
    }
    sum
}
