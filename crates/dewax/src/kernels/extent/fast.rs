//! The version that ships: columns then rows, one row at a time.

use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// Rows that one task of the thread pool makes.
const ROWS_PER_TASK: usize = 32;

/// Largest less smallest sample of the square of `2 · radius_px + 1` around each sample.
pub fn extent(plane: &Plane<f32>, radius_px: usize) -> Plane<f32> {
    let (width, radius) = (plane.width(), radius_px);
    let mut out = Plane::new(width, plane.height());
    if width == 0 || plane.height() == 0 {
        return out;
    }
    out.samples_mut().par_chunks_mut(width * ROWS_PER_TASK).enumerate().for_each_init(
        || (vec![0.0f32; width + 2 * radius], vec![0.0f32; width + 2 * radius]),
        |(low, high), (task, rows)| {
            for (i, row) in rows.chunks_exact_mut(width).enumerate() {
                extent_row(plane, task * ROWS_PER_TASK + i, radius, (low, high), row);
            }
        },
    );
    out
}

fn extent_row(
    plane: &Plane<f32>,
    y: usize,
    radius: usize,
    (low, high): (&mut [f32], &mut [f32]),
    out: &mut [f32],
) {
    let (width, y, down) = (out.len(), y as isize, radius as isize);
    simd::run(
        #[inline(always)]
        || {
            let (inner_low, inner_high) =
                (&mut low[radius..radius + width], &mut high[radius..radius + width]);
            inner_low.copy_from_slice(plane.row_clamped(y));
            inner_high.copy_from_slice(plane.row_clamped(y));
            for k in -down..=down {
                for ((l, h), &s) in
                    inner_low.iter_mut().zip(inner_high.iter_mut()).zip(plane.row_clamped(y + k))
                {
                    *l = if s < *l { s } else { *l };
                    *h = if s > *h { s } else { *h };
                }
            }
            for ends in [&mut *low, &mut *high] {
                let (first, last) = (ends[radius], ends[radius + width - 1]);
                ends[..radius].fill(first);
                ends[radius + width..].fill(last);
            }
            // Largest first, then the smallest comes off: two sweeps keep one accumulator in a register.
            out.copy_from_slice(&high[..width]);
            for k in 1..=2 * radius {
                for (o, &h) in out.iter_mut().zip(&high[k..]) {
                    *o = if h > *o { h } else { *o };
                }
            }
            high[..width].copy_from_slice(&low[..width]);
            for k in 1..=2 * radius {
                for (l, &other) in high[..width].iter_mut().zip(&low[k..]) {
                    *l = if other < *l { other } else { *l };
                }
            }
            for (o, &l) in out.iter_mut().zip(&high[..width]) {
                *o -= l;
            }
        },
    );
}
