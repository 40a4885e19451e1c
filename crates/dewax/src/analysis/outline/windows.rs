//! How far a window of one picture lies off another one along one direction: a step of Lucas and Kanade with an offset of its own,
//! re-weighted so that what lies in front does not pull (S. Baker, I. Matthews, "Lucas-Kanade 20 Years On", IJCV 2004).

use crate::px::Plane;

/// Every so many samples one is asked: the bell of a window is 12 samples wide, its neighbours say the same.
const STRIDE: usize = 2;
/// How often weights are made anew.
const ROUNDS: usize = 3;
/// Samples that miss by more than so many robust standard deviations say nothing.
const CUT: f32 = 3.0;
/// Mean square of the slope below which a window has nothing to say, levels² per sample²: noise of half a level makes about as much.
const LEAST_SLOPE: f32 = 0.12;
/// A window reaches so many widths of its bell.
const REACH: f64 = 2.5;

/// Two pictures of one size: their mean, whose slopes are asked, and the later one without the earlier one.
pub(super) struct Pair {
    mean: Plane<f32>,
    change: Plane<f32>,
}

impl Pair {
    pub(super) fn new(before: &Plane<f32>, here: &Plane<f32>) -> Self {
        let both = |of: fn(f32, f32) -> f32| {
            Plane::from_fn(before.width(), before.height(), |x, y| of(before.row(y)[x], here.row(y)[x]))
        };
        Self { mean: both(|b, h| 0.5 * (b + h)), change: both(|b, h| h - b) }
    }

    /// By how many samples the later picture lies further along `way` around `at`, seen through a bell of `sigma` samples; `None` where
    /// there is too little to see, or the window leaves the picture.
    pub(super) fn off(&self, at: [f64; 2], way: [f64; 2], sigma: f64) -> Option<f32> {
        let reach = (REACH * sigma).ceil() as isize;
        let [x, y] = at.map(|v| v.round() as isize);
        let (width, height) = (self.mean.width() as isize, self.mean.height() as isize);
        if x - reach < 1 || y - reach < 1 || x + reach + 1 >= width || y + reach + 1 >= height {
            return None;
        }
        let bell: Vec<f32> = (-reach..=reach)
            .step_by(STRIDE)
            .map(|i| crate::color::math::exp(-0.5 * (i as f64 / sigma).powi(2)) as f32)
            .collect();
        let (mut slopes, mut changes, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        let [nx, ny] = way.map(|v| v as f32);
        for (j, down) in bell.iter().enumerate() {
            let row = (y - reach) as usize + j * STRIDE;
            let (above, here, below) = (self.mean.row(row - 1), self.mean.row(row), self.mean.row(row + 1));
            let change = self.change.row(row);
            for (i, across) in bell.iter().enumerate() {
                let column = (x - reach) as usize + i * STRIDE;
                let gx = 0.5 * (here[column + 1] - here[column - 1]);
                let gy = 0.5 * (below[column] - above[column]);
                slopes.push(gx * nx + gy * ny);
                changes.push(change[column]);
                weights.push(down * across);
            }
        }
        solve(&slopes, &changes, &weights)
    }
}

/// change ≈ offset − slope · off, by weighted least squares.
fn solve(slopes: &[f32], changes: &[f32], bell: &[f32]) -> Option<f32> {
    let mut weights = bell.to_vec();
    let mut sizes = Vec::with_capacity(bell.len());
    let mut off = 0.0f32;
    for round in 0..ROUNDS {
        let [mut w, mut g, mut d, mut gg, mut gd] = [0.0f64; 5];
        for ((&s, &c), &k) in slopes.iter().zip(changes).zip(&weights) {
            let [s, c, k] = [s, c, k].map(f64::from);
            w += k;
            g += k * s;
            d += k * c;
            gg += k * s * s;
            gd += k * s * c;
        }
        if w <= 1e-6 {
            return None;
        }
        let (spread, shared) = (gg / w - (g / w).powi(2), gd / w - g * d / (w * w));
        if spread < f64::from(LEAST_SLOPE) {
            return None;
        }
        off = (-shared / spread) as f32;
        let level = (d / w) as f32 + off * (g / w) as f32;
        if round + 1 == ROUNDS {
            break;
        }
        let miss = |s: f32, c: f32| c + off * s - level;
        sizes.clear();
        sizes.extend(slopes.iter().zip(changes).map(|(&s, &c)| miss(s, c).abs()));
        let middle = crate::kernels::middle(&mut sizes, f32::total_cmp).unwrap_or(0.0);
        let cut = 1.4826 * CUT * middle + 1e-3;
        for (((k, &b), &s), &c) in weights.iter_mut().zip(bell).zip(slopes).zip(changes) {
            let t = (1.0 - (miss(s, c) / cut).powi(2)).max(0.0);
            *k = b * t * t;
        }
    }
    off.is_finite().then_some(off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contour_that_moved_by_a_third_of_a_sample_is_seen_in_other_light() {
        let edge = |off: f64, light: f32| {
            Plane::from_fn(80, 80, |x, y| {
                let (x, y) = (x as f64 - off, y as f64);
                let away = x - 40.0 - 3.0 * crate::color::math::sin_cos_deg(6.0 * y).0;
                light + 40.0 * (away / (1.0 + away.abs())) as f32 + ((x * 0.9 + y * 0.4) % 3.0) as f32
            })
        };
        let pair = Pair::new(&edge(0.0, 90.0), &edge(0.33, 96.0));
        let off = pair.off([40.0, 40.0], [1.0, 0.0], 10.0).unwrap();
        assert!((off - 0.33).abs() < 0.06, "{off}");
        assert_eq!(pair.off([6.0, 40.0], [1.0, 0.0], 10.0), None);
        let flat = Plane::filled(80, 80, 70.0);
        assert_eq!(Pair::new(&flat, &flat).off([40.0, 40.0], [1.0, 0.0], 10.0), None);
    }
}
