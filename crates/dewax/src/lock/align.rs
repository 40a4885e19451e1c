//! Robust affine alignment of two pictures: Lucas-Kanade with iteratively re-weighted least squares, coarse to fine
//! (S. Baker, I. Matthews, "Lucas-Kanade 20 Years On", IJCV 2004; M. Black, P. Anandan, "The Robust Estimation of
//! Multiple Motions", CVIU 1996).

use super::Affine;
use crate::kernels::{blur, shrink, warp};
use crate::px::Plane;
use rayon::prelude::*;

/// One picture prepared for alignment: luma without its slow changes, so that exposure and patch flicker do not count,
/// from fine to coarse.
#[derive(Clone, Debug)]
pub struct AlignInput {
    bands: Vec<Plane<f32>>,
}

/// The smaller side of the coarsest picture that is still aligned.
const COARSEST_PX: usize = 24;
/// Slow changes longer than about this many samples are taken out of every level.
const BAND_SIGMA_PX: f32 = 4.0;
const STEPS_PER_LEVEL: usize = 8;
/// Enough to place a face to a hundredth of a pixel; more only cost time.
const MOST_POINTS: usize = 6_000;
/// Stop when the corners of the picture move by less than this, in samples.
const STILL_PX: f64 = 0.003;

impl AlignInput {
    /// Prepares luma, in any unit, but the same for both pictures.
    pub fn new(luma: &Plane<f32>) -> Self {
        let mut bands = Vec::new();
        let mut luma = luma.clone();
        loop {
            let mut band = blur::gaussian(&luma, 0.7);
            let slow = blur::gaussian(&luma, BAND_SIGMA_PX);
            for (b, &s) in band.samples_mut().iter_mut().zip(slow.samples()) {
                *b -= s;
            }
            let small = band.width().min(band.height()) / 2 < COARSEST_PX;
            bands.push(band);
            if small {
                return Self { bands };
            }
            luma = shrink::shrink_f32(&luma, 2);
        }
    }
}

/// How an alignment went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// From the first picture's samples to the second's.
    pub map: Affine,
    /// Share of the weight that follows the map, 0..=1; 0 when there was nothing to align.
    pub inliers: f32,
}

/// The affine motion from `from` to `to` of the samples that have weight (0..=1, one per sample of `from`), starting at
/// `guess`. Both pictures must have one size.
pub fn align(from: &AlignInput, weight: &Plane<f32>, to: &AlignInput, guess: Affine) -> Fit {
    let deepest = from.bands.len().min(to.bands.len());
    let mut weights = vec![weight.clone()];
    let mut map = guess;
    for level in 1..deepest {
        map = map.scaled(0.5);
        weights.push(shrink::shrink_f32(&weights[level - 1], 2));
    }
    let mut inliers = 0.0;
    for level in (0..deepest).rev() {
        (map, inliers) = refine(&from.bands[level], &weights[level], &to.bands[level], map);
        if level > 0 {
            map = map.scaled(2.0);
        }
    }
    Fit { map, inliers }
}

fn refine(from: &Plane<f32>, weight: &Plane<f32>, to: &Plane<f32>, start: Affine) -> (Affine, f32) {
    let (width, height) = (from.width(), from.height());
    let (cx, cy) = (width as f64 / 2.0, height as f64 / 2.0);
    let unit = 2.0 / (width + height).max(1) as f64;
    let points = sample_points(from, weight);
    let total: f64 = points.iter().map(|p| p.weight).sum();
    if points.len() < 24 || total <= 0.0 {
        return (start, 0.0);
    }
    let (mut map, mut inliers) = (start, 0.0);
    for _ in 0..STEPS_PER_LEVEL {
        let residuals: Vec<f64> = points
            .par_iter()
            .with_min_len(512)
            .map(|p| {
                let (x, y) = map.apply(p.x as f64, p.y as f64);
                f64::from(warp::at(to, x, y)) - p.value
            })
            .collect();
        let mut sizes: Vec<f64> = residuals.iter().map(|r| r.abs()).collect();
        let middle = sizes.len() / 2;
        sizes.select_nth_unstable_by(middle, f64::total_cmp);
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
            let (u, v) = ((p.x as f64 - cx) * unit, (p.y as f64 - cy) * unit);
            let row = [p.gx * u, p.gx * v, p.gx, p.gy * u, p.gy * v, p.gy];
            for i in 0..6 {
                right[i] -= w * row[i] * r;
                for j in i..6 {
                    normal[i][j] += w * row[i] * row[j];
                }
            }
        }
        inliers = (kept / total) as f32;
        let Some(d) = solve(normal, right) else { return (map, 0.0) };
        // The gradient is the first picture's, so the increment is a motion of its samples, applied before `map`.
        let step = Affine([
            1.0 + d[0] * unit,
            d[1] * unit,
            d[2] - (d[0] * cx + d[1] * cy) * unit,
            d[3] * unit,
            1.0 + d[4] * unit,
            d[5] - (d[3] * cx + d[4] * cy) * unit,
        ]);
        map = step.then(&map);
        let corner = |x: f64, y: f64| {
            let (nx, ny) = step.apply(x, y);
            (nx - x).abs().max((ny - y).abs())
        };
        let moved_px =
            corner(0.0, 0.0).max(corner(width as f64, height as f64)).max(corner(0.0, height as f64));
        if !moved_px.is_finite() || moved_px > width.max(height) as f64 {
            return (start, 0.0);
        }
        if moved_px < STILL_PX {
            break;
        }
    }
    (map, inliers)
}

struct Point {
    x: usize,
    y: usize,
    value: f64,
    gx: f64,
    gy: f64,
    weight: f64,
}

/// The weighted samples of a level with their gradients; at most about [`MOST_POINTS`], evenly spread.
fn sample_points(band: &Plane<f32>, weight: &Plane<f32>) -> Vec<Point> {
    let (width, height) = (band.width(), band.height());
    let weighty = weight.samples().iter().filter(|&&w| w > 0.1).count();
    let stride = weighty.div_ceil(MOST_POINTS).max(1);
    let mut points = Vec::with_capacity(weighty / stride + 1);
    let mut seen = 0usize;
    for y in 1..height.saturating_sub(1) {
        let (up, here, down) = (band.row(y - 1), band.row(y), band.row(y + 1));
        let weights = weight.row(y);
        for x in 1..width.saturating_sub(1) {
            if weights[x] <= 0.1 {
                continue;
            }
            seen += 1;
            if seen.is_multiple_of(stride) {
                points.push(Point {
                    x,
                    y,
                    value: f64::from(here[x]),
                    gx: f64::from(here[x + 1] - here[x - 1]) / 2.0,
                    gy: f64::from(down[x] - up[x]) / 2.0,
                    weight: f64::from(weights[x]),
                });
            }
        }
    }
    points
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::{blur, noise};

    fn texture(width: usize, height: usize) -> Plane<f32> {
        let mut white = Plane::new(width, height);
        for y in 0..height {
            noise::normal_row(5, y as i32, 0, white.row_mut(y));
        }
        let mut soft = blur::gaussian(&white, 2.0);
        soft.samples_mut().iter_mut().for_each(|v| *v *= 40.0 * 256.0);
        soft
    }

    fn error_px(got: &Affine, want: &Affine, width: f64, height: f64) -> f64 {
        [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)]
            .map(|(x, y)| {
                let ((gx, gy), (wx, wy)) = (got.apply(x, y), want.apply(x, y));
                (gx - wx).hypot(gy - wy)
            })
            .into_iter()
            .fold(0.0, f64::max)
    }

    #[test]
    fn finds_a_known_motion_under_flicker() {
        let (w, h) = (240, 180);
        let still = texture(w, h);
        let truth = Affine([1.01, 0.02, 4.3, -0.015, 0.995, -2.6]);
        // `moved(p) = still(truth⁻¹(p))`, plus a brightness gradient and per-pixel boil.
        let mut moved = warp::warp(&still, truth.inverse().unwrap().0, w, h);
        for y in 0..h {
            let mut boil = vec![0.0; w];
            noise::normal_row(77, y as i32, 0, &mut boil);
            for (x, v) in moved.row_mut(y).iter_mut().enumerate() {
                *v = *v * 1.02 + x as f32 * 8.0 + boil[x] * 2.0 * 256.0;
            }
        }
        let weight = Plane::from_fn(w, h, |x, y| {
            if (30..w - 30).contains(&x) && (30..h - 30).contains(&y) { 1.0 } else { 0.0 }
        });
        let fit = align(&AlignInput::new(&still), &weight, &AlignInput::new(&moved), Affine::IDENTITY);
        let error = error_px(&fit.map, &truth, w as f64, h as f64);
        assert!(error < 0.12, "corner error {error} px: {:?}", fit.map);
        assert!(fit.inliers > 0.7);
    }

    #[test]
    fn a_flat_picture_moves_nothing() {
        let flat = Plane::filled(100, 80, 1000.0);
        let weight = Plane::filled(100, 80, 1.0);
        let input = AlignInput::new(&flat);
        let fit = align(&input, &weight, &input, Affine::IDENTITY);
        assert_eq!((fit.map, fit.inliers), (Affine::IDENTITY, 0.0));
    }

    #[test]
    fn tiny_pictures_are_left_alone() {
        let one = AlignInput::new(&Plane::filled(1, 1, 5.0));
        assert_eq!(align(&one, &Plane::filled(1, 1, 1.0), &one, Affine::IDENTITY).inliers, 0.0);
    }
}
