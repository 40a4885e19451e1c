//! Robust affine alignment of a template and a frame: Lucas-Kanade with iteratively re-weighted least squares, coarse to
//! fine (S. Baker, I. Matthews, "Lucas-Kanade 20 Years On", IJCV 2004; M. Black, P. Anandan, "The Robust Estimation of
//! Multiple Motions", CVIU 1996). Few parameters are not fooled by flicker, where dense flow is.

use super::Affine;
use super::band::Bands;
use super::template::{Point, Template};
use crate::kernels::warp;
use rayon::prelude::*;
use std::ops::Range;

/// Gauss-Newton steps on each level of the pyramid, at most: most end before, by [`STILL`].
const STEPS_PER_LEVEL: usize = 8;
/// Stop when the corners of the template move by less than this, in samples.
const STILL: f64 = 0.003;
/// Fewer points than this determine no motion.
const LEAST_POINTS: usize = 24;

/// How an alignment went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fit {
    /// From lock space to the frame, luma px.
    pub(crate) map: Affine,
    /// Share of the weight that follows the map, 0..=1; 0 when there was nothing to align.
    pub(crate) inliers: f32,
    /// Median of what the finest level that was used does not share; infinite when there was nothing to align.
    pub(crate) cost: f64,
}

/// The affine motion from the template to `to`, starting at `guess`, on these levels (0 is the finest).
pub(crate) fn align(template: &Template, to: &Bands, guess: Affine, levels: Range<usize>) -> Fit {
    let deepest = template.bands.levels.len().min(to.levels.len()).min(levels.end);
    let mut fit = Fit { map: guess, inliers: 0.0, cost: f64::INFINITY };
    for level in (levels.start..deepest).rev() {
        fit = refine(template, to, level, fit.map);
    }
    fit
}

fn refine(template: &Template, to: &Bands, level: usize, start: Affine) -> Fit {
    let points = &template.points[level];
    let step_px = template.bands.step_px(level);
    let none = Fit { map: start, inliers: 0.0, cost: f64::INFINITY };
    let total: f64 = points.iter().map(|p| p.weight).sum();
    if points.len() < LEAST_POINTS || total <= 0.0 {
        return none;
    }
    let [cx, cy] = template.middle();
    let unit = 1.0 / template.reach_px();
    let plane = &to.levels[level];
    let (mut map, mut inliers, mut cost) = (start, 0.0, f64::INFINITY);
    for _ in 0..STEPS_PER_LEVEL {
        let residual = |p: &Point| {
            let (x, y) = map.apply(p.x, p.y);
            let [x, y] = to.sample(level, [x, y]);
            f64::from(warp::at(plane, x, y)) - p.value
        };
        let residuals: Vec<f64> = points.par_iter().with_min_len(512).map(residual).collect();
        let mut sizes: Vec<f64> = residuals.iter().map(|r| r.abs()).collect();
        let middle = sizes.len() / 2;
        sizes.select_nth_unstable_by(middle, f64::total_cmp);
        cost = sizes[middle];
        // Tukey's biweight at 4.685 robust standard deviations: 95 % efficient on normal noise.
        let cut = (4.685 * 1.4826 * sizes[middle]).max(1e-3);
        let (mut normal, mut right) = ([[0.0; 6]; 6], [0.0; 6]);
        let mut kept = 0.0;
        for (p, &r) in points.iter().zip(&residuals) {
            let t = 1.0 - (r / cut).powi(2);
            if t <= 0.0 {
                continue;
            }
            let w = p.weight * t * t;
            kept += p.weight;
            let (u, v) = ((p.x - cx) * unit, (p.y - cy) * unit);
            let row = [p.gx * u, p.gx * v, p.gx, p.gy * u, p.gy * v, p.gy];
            for i in 0..6 {
                right[i] -= w * row[i] * r;
                for j in i..6 {
                    normal[i][j] += w * row[i] * row[j];
                }
            }
        }
        inliers = (kept / total) as f32;
        let Some(d) = solve(normal, right) else { return none };
        // The gradient is the template's, so the increment is a motion of its points, applied before `map`.
        let step = Affine([
            1.0 + d[0] * unit,
            d[1] * unit,
            d[2] - (d[0] * cx + d[1] * cy) * unit,
            d[3] * unit,
            1.0 + d[4] * unit,
            d[5] - (d[3] * cx + d[4] * cy) * unit,
        ]);
        map = step.then(&map);
        let moved_px = [(-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            .map(|(u, v)| (d[0] * u + d[1] * v + d[2]).abs().max((d[3] * u + d[4] * v + d[5]).abs()))
            .into_iter()
            .fold(0.0, f64::max);
        if !moved_px.is_finite() || moved_px > 2.0 * template.reach_px() {
            return none;
        }
        if moved_px < STILL * step_px {
            break;
        }
    }
    Fit { map, inliers, cost }
}

/// Solves the symmetric 6×6 system (upper triangle given) by Cholesky; `None` when it does not determine the motion.
fn solve(mut a: [[f64; 6]; 6], b: [f64; 6]) -> Option<[f64; 6]> {
    let trace: f64 = (0..6).map(|i| a[i][i]).sum();
    // A little of the trace on the diagonal keeps directions without structure still.
    for (i, row) in a.iter_mut().enumerate() {
        row[i] += 1e-5 * trace;
    }
    let mut l = [[0.0; 6]; 6];
    for i in 0..6 {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            if i == j {
                let d = a[i][i] - sum;
                if !d.is_finite() || d <= 0.0 {
                    return None;
                }
                l[i][i] = d.sqrt();
            } else {
                l[i][j] = (a[j][i] - sum) / l[j][j];
            }
        }
    }
    let mut y = [0.0; 6];
    for i in 0..6 {
        y[i] = (b[i] - (0..i).map(|k| l[i][k] * y[k]).sum::<f64>()) / l[i][i];
    }
    let mut x = [0.0; 6];
    for i in (0..6).rev() {
        x[i] = (y[i] - (i + 1..6).map(|k| l[k][i] * x[k]).sum::<f64>()) / l[i][i];
    }
    Some(x)
}
