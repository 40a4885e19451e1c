//! A place softened along the lines of its skin: wrinkles and contours keep their course.

use super::{Job, Under};
use crate::kernels::warp;
use crate::px::Plane;
use rayon::prelude::*;

/// Sigma of the blur along the lines, as a share of the outer radius, and in px at most: what is longer than a fold has no one direction.
const SIGMA_SHARE: f32 = 0.35;
const MOST_SIGMA_PX: f32 = 24.0;
/// Taps on each side reach this many sigmas.
const REACH: f32 = 2.5;

impl Job<'_> {
    /// The place, softened along the direction in which its luma changes least.
    pub(super) fn along_lines(&self, planes: &[Under]) -> Option<Vec<Plane<f32>>> {
        let [cos, sin] = direction(planes.first()?);
        let sigma = (SIGMA_SHARE * self.edge_px()).clamp(1.0, MOST_SIGMA_PX);
        let one = |under: &Under| {
            let (sx, sy) = (under.factors.0 as f32, under.factors.1 as f32);
            let taps = (REACH * sigma / sx.min(sy)).ceil() as i32;
            // Steps of a sample along the line, in samples of this plane.
            let step = [f64::from(cos / sx * sx.min(sy)), f64::from(sin / sy * sx.min(sy))];
            let own = sigma / sx.min(sy);
            let weights: Vec<f32> = (-taps..=taps).map(|t| crate::color::math::exp(f64::from(-0.5 * (t as f32 / own).powi(2))) as f32).collect();
            let all: f32 = weights.iter().sum();
            let mut out: Plane<f32> = Plane::new(under.now.width(), under.now.height());
            let width = out.width().max(1);
            out.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
                for (x, o) in row.iter_mut().enumerate() {
                    let along = (-taps..=taps).zip(&weights).map(|(t, w)| {
                        let t = f64::from(t);
                        w * warp::at(&under.now, x as f64 + t * step[0], y as f64 + t * step[1])
                    });
                    *o = along.sum::<f32>() / all;
                }
            });
            out
        };
        Some(planes.iter().map(one).collect())
    }
}

/// The direction in which the luma under and around a place changes least, as cosine and sine (the structure tensor's second axis).
fn direction(luma: &Under) -> [f32; 2] {
    let (plane, cover) = (&luma.now, &luma.cover);
    let (mut xx, mut xy, mut yy) = (0.0f64, 0.0f64, 0.0f64);
    for y in 1..plane.height().saturating_sub(1) {
        let (above, here, below) = (plane.row(y - 1), plane.row(y), plane.row(y + 1));
        for x in 1..plane.width().saturating_sub(1) {
            let weight = f64::from(cover.weights.row(y)[x].max(cover.around.row(y)[x]));
            let (gx, gy) = (f64::from(here[x + 1] - here[x - 1]), f64::from(below[x] - above[x]));
            (xx, xy, yy) = (xx + weight * gx * gx, xy + weight * gx * gy, yy + weight * gy * gy);
        }
    }
    // The eigenvector of the smaller eigenvalue of [xx xy; xy yy].
    let (half, mean) = ((xx - yy) / 2.0, (xx + yy) / 2.0);
    let root = (half * half + xy * xy).sqrt();
    let least = mean - root;
    let (a, b) = ([xy, least - xx], [least - yy, xy]);
    let longer = if a[0].abs() + a[1].abs() > b[0].abs() + b[1].abs() { a } else { b };
    let length = (longer[0] * longer[0] + longer[1] * longer[1]).sqrt();
    if length > 0.0 { longer.map(|v| (v / length) as f32) } else { [1.0, 0.0] }
}
