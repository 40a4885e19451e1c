//! The textbook version: Keys' kernel as a function of distance, in f64.

use crate::px::Plane;

fn keys(distance: f64) -> f64 {
    let d = distance.abs();
    if d < 1.0 {
        1.5 * d * d * d - 2.5 * d * d + 1.0
    } else if d < 2.0 {
        -0.5 * d * d * d + 2.5 * d * d - 4.0 * d + 2.0
    } else {
        0.0
    }
}

/// [`super::warp`], sample by sample.
pub fn warp(plane: &Plane<f32>, m: [f64; 6], width: usize, height: usize) -> Plane<f32> {
    Plane::from_fn(width, height, |x, y| {
        let (x, y) = (x as f64, y as f64);
        let sx = (m[0] * x + m[1] * y + m[2]).clamp(-4.0, plane.width() as f64 + 3.0);
        let sy = (m[3] * x + m[4] * y + m[5]).clamp(-4.0, plane.height() as f64 + 3.0);
        let mut sum = 0.0;
        for j in sy.floor() as isize - 2..=sy.floor() as isize + 3 {
            for i in sx.floor() as isize - 2..=sx.floor() as isize + 3 {
                sum += keys(sx - i as f64) * keys(sy - j as f64) * f64::from(plane.at(i, j));
            }
        }
        sum as f32
    })
}
