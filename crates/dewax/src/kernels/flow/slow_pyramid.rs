//! The textbook version: levels of a picture, and what lies between their pixels.

use crate::px::Plane;

/// Numbers of a level.
pub(super) type Numbers = Plane<f64>;

/// A number between the pixels, bilinear, with the edge repeated.
pub(super) fn between(plane: &Numbers, x: f64, y: f64) -> f64 {
    let (left, top) = (x.floor(), y.floor());
    let at = |i: f64, j: f64| plane.at((left + i) as isize, (top + j) as isize);
    let (along, down) = (x - left, y - top);
    (at(0.0, 0.0) * (1.0 - along) + at(1.0, 0.0) * along) * (1.0 - down)
        + (at(0.0, 1.0) * (1.0 - along) + at(1.0, 1.0) * along) * down
}

/// Half the size: weights 1, 3, 3, 1.
pub(super) fn halved(plane: &Numbers) -> Numbers {
    let weights = [0.125, 0.375, 0.375, 0.125];
    Plane::from_fn(plane.width().div_ceil(2), plane.height().div_ceil(2), |x, y| {
        let mut sum = 0.0;
        for (j, down) in weights.iter().enumerate() {
            for (i, along) in weights.iter().enumerate() {
                sum += along * down * plane.at((2 * x + i) as isize - 1, (2 * y + j) as isize - 1);
            }
        }
        sum
    })
}

/// A plane as numbers.
pub(super) fn wide(plane: &Plane<f32>) -> Numbers {
    Plane::from_fn(plane.width(), plane.height(), |x, y| f64::from(plane.row(y)[x]))
}
