//! The textbook version: Keys' kernel as a function of distance, in f64.

use super::Field;
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
        at(plane, m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])
    })
}

/// [`super::by_field`], sample by sample.
pub fn by_field(plane: &Plane<f32>, field: &Field) -> Plane<f32> {
    let [across, down] = field.step;
    Plane::from_fn(field.width, field.height, |x, y| {
        let [sx, sy] = place(field, (across, down), (x, y));
        at(plane, sx, sy)
    })
}

/// [`super::by_field_crisp`], sample by sample: the coefficients in f64, as the sum over all samples near.
pub fn by_field_crisp(plane: &Plane<f32>, field: &Field) -> Plane<f32> {
    const NEAR: isize = 16;
    let tap = |k: isize| 3f64.sqrt() * (3f64.sqrt() - 2.0).powi(k.unsigned_abs() as i32);
    let made = Plane::from_fn(plane.width(), plane.height(), |x, y| {
        let mut sum = 0.0;
        for j in -NEAR..=NEAR {
            for i in -NEAR..=NEAR {
                sum += tap(i) * tap(j) * f64::from(plane.at(x as isize + i, y as isize + j));
            }
        }
        sum as f32
    });
    let [across, down] = field.step;
    Plane::from_fn(field.width, field.height, |x, y| {
        let [sx, sy] = place(field, (across, down), (x, y));
        let (sx, sy) =
            (sx.clamp(-4.0, plane.width() as f64 + 3.0), sy.clamp(-4.0, plane.height() as f64 + 3.0));
        let mut sum = 0.0;
        for j in sy.floor() as isize - 2..=sy.floor() as isize + 3 {
            for i in sx.floor() as isize - 2..=sx.floor() as isize + 3 {
                sum += b_spline(sx - i as f64) * b_spline(sy - j as f64) * f64::from(made.at(i, j));
            }
        }
        sum as f32
    })
}

fn b_spline(distance: f64) -> f64 {
    let d = distance.abs();
    if d < 1.0 {
        2.0 / 3.0 - d * d + d * d * d / 2.0
    } else if d < 2.0 {
        (2.0 - d).powi(3) / 6.0
    } else {
        0.0
    }
}

/// The place of an output sample, straight lines between the nodes.
fn place(field: &Field, (across, down): (usize, usize), (x, y): (usize, usize)) -> [f64; 2] {
    let (i, j) = (x / across, y / down);
    let (s, t) = ((x % across) as f64 / across as f64, (y % down) as f64 / down as f64);
    [0, 1].map(|axis| {
        let corner = |di: usize, dj: usize| field.place(i + di, j + dj)[axis];
        let upper = corner(0, 0) * (1.0 - s) + corner(1, 0) * s;
        let lower = corner(0, 1) * (1.0 - s) + corner(1, 1) * s;
        upper * (1.0 - t) + lower * t
    })
}

/// [`super::at`], by its kernel.
pub fn at(plane: &Plane<f32>, x: f64, y: f64) -> f32 {
    let x = x.clamp(-4.0, plane.width() as f64 + 3.0);
    let y = y.clamp(-4.0, plane.height() as f64 + 3.0);
    let mut sum = 0.0;
    for j in y.floor() as isize - 2..=y.floor() as isize + 3 {
        for i in x.floor() as isize - 2..=x.floor() as isize + 3 {
            sum += keys(x - i as f64) * keys(y - j as f64) * f64::from(plane.at(i, j));
        }
    }
    sum as f32
}
