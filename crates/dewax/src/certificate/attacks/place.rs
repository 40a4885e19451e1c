//! Attacks on places: a crop, a shift, a face of another shape.

use super::Scene;
use super::edit::{Levels, each, factors};
use crate::kernels::warp;
use crate::px::{Frame, Plane};

/// Every sample comes from `from(x, y)`, both in luma px.
pub(super) fn moved(scene: &Scene<'_>, levels: &mut Levels, from: impl Fn(f64, f64) -> [f64; 2]) {
    for (which, plane) in levels.iter_mut().enumerate() {
        let (fx, fy) = factors(scene, which);
        let was = plane.clone();
        *plane = Plane::from_fn(was.width(), was.height(), |x, y| {
            let own = [(x * fx) as f64, (y * fy) as f64];
            let [u, v] = from(own[0], own[1]);
            if [u, v] == own { was.row(y)[x] } else { warp::at(&was, u / fx as f64, v / fy as f64) }
        });
    }
}

/// Three percent are cut off, and what is left is made as large as before.
pub(super) fn crop(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        let middle = [levels[0].width() as f64 / 2.0, levels[0].height() as f64 / 2.0];
        moved(scene, levels, |x, y| [middle[0] + 0.97 * (x - middle[0]), middle[1] + 0.97 * (y - middle[1])]);
    })
}

/// Everything lies so many pixels further to the right.
pub(super) fn shift(scene: &Scene<'_>, by_px: f64) -> Vec<Frame> {
    each(scene, |_, levels| moved(scene, levels, |x, y| [x - by_px, y]))
}

/// Jaw and cheeks are narrower.
pub(super) fn jaw(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        moved(scene, levels, |x, y| {
            let [u, v] = spot.of(x, y);
            let near = (1.0 - ((v - 1.2) / 0.8).powi(2)).max(0.0) * (1.0 - (u / 1.8).powi(2)).max(0.0);
            spot.at([u * (1.0 + 0.12 * near), v])
        });
    })
}

/// Both eyes are larger.
pub(super) fn eyes(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        moved(scene, levels, |x, y| {
            let [u, v] = spot.of(x, y);
            let side = if u < 0.0 { -0.5 } else { 0.5 };
            let far = (((u - side) / 0.4).powi(2) + (v / 0.4).powi(2)).min(1.0);
            let scale = 1.0 - 0.18 * (1.0 - far).powi(2);
            if far >= 1.0 { [x, y] } else { spot.at([side + (u - side) * scale, v * scale]) }
        });
    })
}
