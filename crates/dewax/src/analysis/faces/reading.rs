//! One careful reading of a mesh: the mean of five, and how far they lie apart.

use crate::face::{Finder, MeshReading, Square, View, length};
use rayon::prelude::*;

/// How the region is moved for each reading: right and down in sides, scale, turn in radians. The network's error
/// changes with the region, the face does not: the mean of five has about half the jitter of one.
const NUDGES: [[f32; 4]; 5] = [
    [0.0, 0.0, 1.0, 0.0],
    [0.02, 0.01, 1.05, 0.03],
    [-0.02, -0.01, 0.95, -0.03],
    [0.01, -0.02, 1.05, -0.03],
    [-0.01, 0.02, 0.95, 0.03],
];

/// The mean of five readings.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) mesh: MeshReading,
    /// RMS distance of the readings' points from their mean, luma px.
    pub(super) spread_px: f32,
}

/// Reads the mesh in a region. `None` when the finder has none there.
pub(super) fn read(finder: &dyn Finder, view: &View<'_>, square: &Square) -> Option<Reading> {
    let all: Vec<_> = NUDGES
        .par_iter()
        .map(|[right, down, scale, turn]| finder.mesh(view, &square.nudged(*right, *down, *scale, *turn)))
        .collect::<Option<Vec<_>>>()?;
    let share = 1.0 / all.len() as f32;
    let mut points = vec![[0.0f32; 3]; all[0].points.len()];
    for reading in &all {
        for (mean, p) in points.iter_mut().zip(&reading.points) {
            for (m, &v) in mean.iter_mut().zip(p) {
                *m += v * share;
            }
        }
    }
    let mut squares = 0.0f64;
    for reading in &all {
        for (mean, p) in points.iter().zip(&reading.points) {
            let off = length([p[0] - mean[0], p[1] - mean[1]]);
            squares += f64::from(off * off);
        }
    }
    let spread_px = (squares / (all.len() * points.len()).max(1) as f64).sqrt() as f32;
    let flag = all.iter().map(|r| r.flag).sum::<f32>() * share;
    let finite = points.iter().flatten().all(|v| v.is_finite()) && flag.is_finite();
    finite.then_some(Reading { mesh: MeshReading { points, flag }, spread_px })
}
