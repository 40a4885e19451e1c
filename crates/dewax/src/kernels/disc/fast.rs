//! The version that ships: sums along each row once, then two of their differences for each row of the disc.

use super::{area, half_widths};
use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// `plane` as the mean of the disc of `radius_px` around each sample; a radius of zero or less copies. Takes as long per sample as the disc
/// has rows.
pub fn disc(plane: &Plane<f32>, radius_px: f32) -> Plane<f32> {
    let half = half_widths(radius_px);
    let (width, height) = (plane.width(), plane.height());
    if width == 0 || height == 0 || radius_px <= 0.0 {
        return plane.clone();
    }
    // Beside the row lies what a disc reads of its repeated ends.
    let pad = half[0] as usize + 2;
    let (wide, summed) = (width + 2 * pad, width + 2 * pad + 1);
    let mut rows = vec![0.0f32; wide * height];
    let mut sums = vec![0.0f64; summed * height];
    rows.par_chunks_mut(wide).zip(sums.par_chunks_mut(summed)).enumerate().for_each(|(y, (row, sums))| {
        let own = plane.row(y);
        row[..pad].fill(own[0]);
        row[pad..pad + width].copy_from_slice(own);
        row[pad + width..].fill(own[width - 1]);
        let mut sum = 0.0f64;
        for (s, v) in sums[1..].iter_mut().zip(row.iter()) {
            sum += f64::from(*v);
            *s = sum;
        }
    });
    let share = 1.0 / area(&half);
    let mut out = Plane::new(width, height);
    out.samples_mut().par_chunks_mut(width).enumerate().for_each_init(
        || vec![0.0f64; width],
        |all, (y, out)| {
            all.fill(0.0);
            for (by, &reach) in half.iter().enumerate() {
                let whole = reach as usize;
                let part = f64::from(reach) - whole as f64;
                for side in 0..if by == 0 { 1 } else { 2 } {
                    let at = if side == 0 { y.saturating_sub(by) } else { (y + by).min(height - 1) };
                    let (row, sums) =
                        (&rows[at * wide..(at + 1) * wide], &sums[at * summed..(at + 1) * summed]);
                    add(all, (row, sums), (pad, whole, part));
                }
            }
            out.iter_mut().zip(all.iter()).for_each(|(o, v)| *o = (v * share) as f32);
        },
    );
    out
}

/// Adds one row of the disc to what is there.
fn add(all: &mut [f64], (row, sums): (&[f32], &[f64]), (pad, whole, part): (usize, usize, f64)) {
    let width = all.len();
    let (from, to) = (&sums[pad - whole..][..width], &sums[pad + whole + 1..][..width]);
    let (left, right) = (&row[pad - whole - 1..][..width], &row[pad + whole + 1..][..width]);
    simd::run(
        #[inline(always)]
        || {
            let runs = to.iter().zip(from).zip(left.iter().zip(right));
            for (sum, ((to, from), (left, right))) in all.iter_mut().zip(runs) {
                *sum += (to - from) + part * (f64::from(*left) + f64::from(*right));
            }
        },
    );
}
