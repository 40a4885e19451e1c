//! The textbook version: a linear model fitted in each pixel's window, in f64.

use crate::kernels::blur;
use crate::px::Plane;

/// [`super::guided`], window by window.
pub fn guided(input: &Plane<f32>, guide: &Plane<f32>, sigma_px: f32, epsilon: f32) -> Plane<f32> {
    let taps = blur::weights(sigma_px);
    let radius = taps.len() as isize - 1;
    let mean = |x: usize, y: usize, f: &dyn Fn(isize, isize) -> f64| -> f64 {
        let mut sum = 0.0;
        for j in -radius..=radius {
            for i in -radius..=radius {
                let w = f64::from(taps[i.unsigned_abs()]) * f64::from(taps[j.unsigned_abs()]);
                let cx = (x as isize + i).clamp(0, guide.width() as isize - 1);
                let cy = (y as isize + j).clamp(0, guide.height() as isize - 1);
                sum += w * f(cx, cy);
            }
        }
        sum
    };
    let g = |x: isize, y: isize| f64::from(guide.at(x, y));
    let p = |x: isize, y: isize| f64::from(input.at(x, y));
    let model = Plane::from_fn(guide.width(), guide.height(), |x, y| {
        let (mi, mp) = (mean(x, y, &g), mean(x, y, &p));
        let variance = mean(x, y, &|i, j| g(i, j) * g(i, j)) - mi * mi;
        let covariance = mean(x, y, &|i, j| g(i, j) * p(i, j)) - mi * mp;
        let slope = covariance / (variance + f64::from(epsilon));
        (slope, mp - slope * mi)
    });
    Plane::from_fn(guide.width(), guide.height(), |x, y| {
        let slope = mean(x, y, &|i, j| model.at(i, j).0);
        let offset = mean(x, y, &|i, j| model.at(i, j).1);
        (slope * f64::from(guide.row(y)[x]) + offset) as f32
    })
}
