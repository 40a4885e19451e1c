//! The version that ships, on the blur kernel.

use crate::kernels::{blur, simd};
use crate::px::Plane;

/// `input` smoothed over `sigma_px`, with the edges of `guide` (planes of the same size).
/// `epsilon` is the variance of the guide below which it counts as flat, in squared units of the guide.
pub fn guided(input: &Plane<f32>, guide: &Plane<f32>, sigma_px: f32, epsilon: f32) -> Plane<f32> {
    let mean_i = blur::gaussian(guide, sigma_px);
    let mean_p = blur::gaussian(input, sigma_px);
    let mean_ii = blur::gaussian(&product(guide, guide), sigma_px);
    let mean_ip = blur::gaussian(&product(guide, input), sigma_px);
    let (mut slope, mut offset) = (mean_ii, mean_ip);
    simd::run(
        #[inline(always)]
        || {
            let ends = slope.samples_mut().iter_mut().zip(offset.samples_mut());
            for ((a, b), (&i, &p)) in ends.zip(mean_i.samples().iter().zip(mean_p.samples())) {
                let variance = *a - i * i;
                let covariance = *b - i * p;
                *a = covariance / (variance + epsilon);
                *b = p - *a * i;
            }
        },
    );
    let mut out = blur::gaussian(&slope, sigma_px);
    let offset = blur::gaussian(&offset, sigma_px);
    for ((o, &b), &g) in out.samples_mut().iter_mut().zip(offset.samples()).zip(guide.samples()) {
        *o = *o * g + b;
    }
    out
}

fn product(a: &Plane<f32>, b: &Plane<f32>) -> Plane<f32> {
    let mut out = a.clone();
    for (o, &v) in out.samples_mut().iter_mut().zip(b.samples()) {
        *o *= v;
    }
    out
}
