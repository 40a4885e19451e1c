//! The textbook version: the same iteration in f64, with the full two-dimensional sum for every blur.

use super::ROUNDS;
use crate::kernels::blur;
use crate::px::Plane;

/// [`super::remove`], sample by sample.
pub fn remove(plane: &Plane<f32>, amount: f32, radius_px: f32) -> Plane<f32> {
    if amount <= 0.0 {
        return plane.clone();
    }
    let amount = f64::from(amount);
    let mut made = Plane::from_fn(plane.width(), plane.height(), |x, y| f64::from(plane.row(y)[x]));
    for _ in 0..ROUNDS {
        let soft = blurred(&made, radius_px);
        made = Plane::from_fn(plane.width(), plane.height(), |x, y| {
            (f64::from(plane.row(y)[x]) + amount * soft.row(y)[x]) / (1.0 + amount)
        });
    }
    Plane::from_fn(plane.width(), plane.height(), |x, y| made.row(y)[x] as f32)
}

fn blurred(plane: &Plane<f64>, sigma_px: f32) -> Plane<f64> {
    let taps = blur::weights(sigma_px);
    let radius = taps.len() as isize - 1;
    Plane::from_fn(plane.width(), plane.height(), |x, y| {
        let mut sum = 0.0;
        for j in -radius..=radius {
            for i in -radius..=radius {
                let weight = f64::from(taps[i.unsigned_abs()]) * f64::from(taps[j.unsigned_abs()]);
                sum += weight * plane.at(x as isize + i, y as isize + j);
            }
        }
        sum
    })
}
