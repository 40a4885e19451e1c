//! The versions that ship.

use super::{EIGHT_BYTES_VARIANCE, hash32};
use crate::kernels::{blur, simd};

#[inline(always)]
fn normal(row_key: u32, x: u32, scale: f32) -> f32 {
    let a = hash32(row_key ^ x.wrapping_mul(0x9e37_79b9));
    let b = hash32(a ^ 0x85eb_ca6b);
    let bytes = |v: u32| (v & 255) + ((v >> 8) & 255) + ((v >> 16) & 255) + (v >> 24);
    ((bytes(a) + bytes(b)) as i32 - 1020) as f32 * scale
}

#[inline(always)]
fn row_key(key: u32, y: i32) -> u32 {
    hash32(key ^ (y as u32).wrapping_mul(0xc2b2_ae35))
}

/// White noise of row `y`, columns `x0..`: near-normal (the sum of eight uniform bytes), mean 0, variance 1.
/// Rows and columns may be negative: they continue the same field.
pub fn normal_row(key: u32, y: i32, x0: i32, out: &mut [f32]) {
    let row_key = row_key(key, y);
    let scale = (1.0 / EIGHT_BYTES_VARIANCE.sqrt()) as f32;
    simd::run(
        #[inline(always)]
        || {
            for (i, o) in out.iter_mut().enumerate() {
                *o = normal(row_key, (x0 as u32).wrapping_add(i as u32), scale);
            }
        },
    );
}

/// Rows `y0..y0 + rows` and columns `x0..x0 + width` of the noise field blurred by a Gaussian of `sigma_px` and
/// scaled back to variance 1, handed to `each(row, values)` from top to bottom.
pub fn soft_rows(
    key: u32,
    sigma_px: f32,
    columns: (i32, usize),
    rows: (i32, usize),
    each: impl FnMut(usize, &[f32]),
) {
    filtered_rows(key, &blur::weights(sigma_px), columns, rows, each);
}

/// [`soft_rows`] through any symmetric filter that is the same on both axes: `taps` are its weights from the centre
/// outwards (one at least).
pub fn filtered_rows(
    key: u32,
    taps: &[f32],
    (x0, width): (i32, usize),
    (y0, rows): (i32, usize),
    mut each: impl FnMut(usize, &[f32]),
) {
    let radius = taps.len() - 1;
    let energy: f64 =
        f64::from(taps[0]).powi(2) + 2.0 * taps[1..].iter().map(|&t| f64::from(t).powi(2)).sum::<f64>();
    let gain = (1.0 / energy) as f32;
    let deep = 2 * radius + 1;
    let mut ring: Vec<Vec<f32>> = vec![vec![0.0; width]; deep];
    let mut raw = vec![0.0f32; width + 2 * radius];
    let mut out = vec![0.0f32; width];
    let mut fill = |y: i32, into: &mut [f32]| {
        normal_row(key, y, x0 - radius as i32, &mut raw);
        simd::run(
            #[inline(always)]
            || {
                for (o, &s) in into.iter_mut().zip(&raw[radius..]) {
                    *o = s * taps[0];
                }
                for (k, &w) in taps.iter().enumerate().skip(1) {
                    for ((o, &a), &b) in into.iter_mut().zip(&raw[radius - k..]).zip(&raw[radius + k..]) {
                        *o += (a + b) * w;
                    }
                }
            },
        );
    };
    for (k, row) in ring[..deep - 1].iter_mut().enumerate() {
        fill(y0 - radius as i32 + k as i32, row);
    }
    for row in 0..rows {
        let newest = (row + deep - 1) % deep;
        fill(y0 + (row + radius) as i32, &mut ring[newest]);
        simd::run(
            #[inline(always)]
            || {
                let middle = &ring[(row + radius) % deep];
                for (o, &s) in out.iter_mut().zip(middle) {
                    *o = s * taps[0];
                }
                for (k, &w) in taps.iter().enumerate().skip(1) {
                    let (above, below) = (&ring[(row + radius - k) % deep], &ring[(row + radius + k) % deep]);
                    for ((o, &a), &b) in out.iter_mut().zip(above).zip(below) {
                        *o += (a + b) * w;
                    }
                }
                for o in &mut out {
                    *o *= gain;
                }
            },
        );
        each(row, &out);
    }
}
