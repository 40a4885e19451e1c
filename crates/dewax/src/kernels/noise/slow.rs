//! The obvious versions, in f64.

use super::{EIGHT_BYTES_VARIANCE, hash32};
use crate::kernels::blur;

/// White noise at (x, y).
pub fn normal(key: u32, x: i32, y: i32) -> f64 {
    let row_key = hash32(key ^ (y as u32).wrapping_mul(0xc2b2_ae35));
    let first = hash32(row_key ^ (x as u32).wrapping_mul(0x9e37_79b9));
    let second = hash32(first ^ 0x85eb_ca6b);
    let sum: u32 = first.to_le_bytes().iter().chain(&second.to_le_bytes()).map(|&b| u32::from(b)).sum();
    (f64::from(sum) - 1020.0) / EIGHT_BYTES_VARIANCE.sqrt()
}

/// The blurred field of [`super::soft_rows`] at (x, y).
pub fn soft(key: u32, sigma_px: f32, x: i32, y: i32) -> f64 {
    filtered(key, &blur::weights(sigma_px), x, y)
}

/// The field of [`super::filtered_rows`] at (x, y).
pub fn filtered(key: u32, taps: &[f32], x: i32, y: i32) -> f64 {
    let radius = taps.len() as i32 - 1;
    let tap = |i: i32| f64::from(taps[i.unsigned_abs() as usize]);
    let (mut sum, mut energy) = (0.0, 0.0);
    for j in -radius..=radius {
        for i in -radius..=radius {
            sum += tap(i) * tap(j) * normal(key, x + i, y + j);
            energy += (tap(i) * tap(j)).powi(2);
        }
    }
    sum / energy.sqrt()
}
