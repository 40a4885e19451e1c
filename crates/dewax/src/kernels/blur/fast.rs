//! The version that ships: columns then rows, one row at a time, so that the work stays in the first cache.

use super::weights;
use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// Rows that one task of the thread pool makes.
const ROWS_PER_TASK: usize = 32;

/// `plane` blurred with a Gaussian of `sigma_px`; a sigma of zero or less copies.
pub fn gaussian(plane: &Plane<f32>, sigma_px: f32) -> Plane<f32> {
    let taps = weights(sigma_px);
    if taps.len() == 1 || plane.width() == 0 || plane.height() == 0 {
        return plane.clone();
    }
    let (width, radius) = (plane.width(), taps.len() - 1);
    let mut out = Plane::new(width, plane.height());
    out.samples_mut().par_chunks_mut(width * ROWS_PER_TASK).enumerate().for_each_init(
        || vec![0.0f32; width + 2 * radius],
        |padded, (task, rows)| {
            for (i, row) in rows.chunks_exact_mut(width).enumerate() {
                blur_row(plane, task * ROWS_PER_TASK + i, &taps, padded, row);
            }
        },
    );
    out
}

/// [`gaussian`] row by row, for what is made of it at once: `put` gets the number of a row from `first` on, that row softened, and the row of
/// `out`, of `width` items, that is made of it.
pub fn gaussian_rows<T: Send>(
    plane: &Plane<f32>,
    sigma_px: f32,
    first: usize,
    (out, width): (&mut [T], usize),
    put: impl Fn(usize, &[f32], &mut [T]) + Sync,
) {
    let taps = weights(sigma_px);
    let radius = taps.len() - 1;
    if plane.width() == 0 || plane.height() == 0 || width == 0 {
        return;
    }
    out.par_chunks_mut(width * ROWS_PER_TASK).enumerate().for_each_init(
        || (vec![0.0f32; plane.width() + 2 * radius], vec![0.0f32; plane.width()]),
        |(padded, row), (task, rows)| {
            for (i, out) in rows.chunks_exact_mut(width).enumerate() {
                let y = first + task * ROWS_PER_TASK + i;
                blur_row(plane, y, &taps, padded, row);
                put(y, row, out);
            }
        },
    );
}

fn blur_row(plane: &Plane<f32>, y: usize, taps: &[f32], padded: &mut [f32], out: &mut [f32]) {
    let (radius, width) = (taps.len() - 1, out.len());
    let y = y as isize;
    simd::run(
        #[inline(always)]
        || {
            let middle = &mut padded[radius..radius + width];
            for (m, &s) in middle.iter_mut().zip(plane.row_clamped(y)) {
                *m = s * taps[0];
            }
            for (k, &w) in taps.iter().enumerate().skip(1) {
                let (above, below) = (plane.row_clamped(y - k as isize), plane.row_clamped(y + k as isize));
                for ((m, &a), &b) in middle.iter_mut().zip(above).zip(below) {
                    *m += (a + b) * w;
                }
            }
            let (first, last) = (padded[radius], padded[radius + width - 1]);
            padded[..radius].fill(first);
            padded[radius + width..].fill(last);
            for (o, &s) in out.iter_mut().zip(&padded[radius..]) {
                *o = s * taps[0];
            }
            for (k, &w) in taps.iter().enumerate().skip(1) {
                let (left, right) = (&padded[radius - k..], &padded[radius + k..]);
                for ((o, &a), &b) in out.iter_mut().zip(left).zip(right) {
                    *o += (a + b) * w;
                }
            }
        },
    );
}
