//! The version that ships: four rows, four taps; samples outside repeat the edge.

use super::cubic;
use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// A plane of `width` × `height` whose sample (x, y) is `plane` at `map(x, y) = (m[0]x + m[1]y + m[2], m[3]x + m[4]y + m[5])`.
/// Coordinates are sample centres counted from 0.
pub fn warp(plane: &Plane<f32>, m: [f64; 6], width: usize, height: usize) -> Plane<f32> {
    let mut out = Plane::new(width, height);
    if width == 0 || plane.width() == 0 || plane.height() == 0 {
        return out;
    }
    out.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| warp_row(plane, m, y, row));
    out
}

/// One row, in runs over which the source sample moves on by exactly one column per pixel and stays in its row: there
/// all loads are contiguous, and the compiler vectorises.
fn warp_row(plane: &Plane<f32>, m: [f64; 6], y: usize, out: &mut [f32]) {
    let (row_x, row_y) = (m[1] * y as f64 + m[2], m[4] * y as f64 + m[5]);
    let (drift_x, drift_y) = (m[0] - 1.0, m[3]);
    let mut x = 0;
    while x < out.len() {
        let (sx, sy) = (m[0] * x as f64 + row_x, m[3] * x as f64 + row_y);
        let (ix, iy) = (sx.floor(), sy.floor());
        let (fx, fy) = (sx - ix, sy - iy);
        let longest = steps_within(fx, drift_x).min(steps_within(fy, drift_y)).min(out.len() - x);
        // Columns ix − 1 to ix + run + 1 must be inside.
        let inside = ix >= 1.0 && ix + 3.0 <= plane.width() as f64;
        let run = if inside { longest.min(plane.width() - ix as usize - 2) } else { 0 };
        if run < 8 || !(-4.0..plane.height() as f64 + 4.0).contains(&iy) {
            out[x] = at(plane, sx, sy);
            x += 1;
            continue;
        }
        let left = ix as usize - 1;
        let rows = [-1, 0, 1, 2].map(|k| &plane.row_clamped(iy as isize + k)[left..left + run + 3]);
        run_of(rows, (fx as f32, drift_x as f32), (fy as f32, drift_y as f32), &mut out[x..x + run]);
        x += run;
    }
}

/// For how many steps `fraction + i · drift` stays within 0..1, at least 1.
fn steps_within(fraction: f64, drift: f64) -> usize {
    let room = if drift > 0.0 { (1.0 - fraction) / drift } else { fraction / -drift };
    // A drift of nothing leaves endless room; casts saturate.
    if drift == 0.0 { usize::MAX } else { (room as usize).max(1) }
}

fn run_of(rows: [&[f32]; 4], (fx, drift_x): (f32, f32), (fy, drift_y): (f32, f32), out: &mut [f32]) {
    let [a, b, c, d] = rows;
    let n = out.len();
    simd::run(
        #[inline(always)]
        || {
            let mix = |r: &[f32], i: usize, w: &[f32; 4]| {
                r[i] * w[0] + r[i + 1] * w[1] + r[i + 2] * w[2] + r[i + 3] * w[3]
            };
            let (a, b, c, d) = (&a[..n + 3], &b[..n + 3], &c[..n + 3], &d[..n + 3]);
            for (i, o) in out.iter_mut().enumerate() {
                let (wx, wy) = (cubic(fx + i as f32 * drift_x), cubic(fy + i as f32 * drift_y));
                *o = mix(a, i, &wx) * wy[0]
                    + mix(b, i, &wx) * wy[1]
                    + mix(c, i, &wx) * wy[2]
                    + mix(d, i, &wx) * wy[3];
            }
        },
    );
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
