//! What the made clips and their figures share: frames in parallel, samples between pixels, noise of one band, wider masks.

use dewax::kernels::blur::{gaussian, radius_px};
use dewax::kernels::noise::{key, normal_row};
use dewax::px::Plane;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Seed of everything random in this bench.
const SEED: u32 = 7;
/// Noise whose finer blur is at least this wide is made at a fraction of the size, px.
const COARSE_PX: f32 = 12.0;
const COARSE_STEP: usize = 4;

/// What a random field is for: fields of different purposes are independent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Pores = 1,
    Structure,
    Boil,
    Patch,
    Exposure,
    Hand,
    /// And all above it: one for each octave.
    Backdrop = 100,
}

/// `work(0)` to `work(count − 1)`, on all processors.
pub(crate) fn each_frame<R: Send>(count: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        break;
                    }
                    let result = work(index);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Weights of four neighbours for a place `t` (0..1) behind the second: Keys' cubic with a = −3/4, a little sharper
/// than Catmull-Rom, so that pores that are sampled twice (into the frame, and back for the figures) keep their contrast.
fn cubic(t: f64) -> [f64; 4] {
    const A: f64 = -0.75;
    let near = |d: f64| ((A + 2.0) * d - (A + 3.0)) * d * d + 1.0;
    let far = |d: f64| ((A * d - 5.0 * A) * d + 8.0 * A) * d - 4.0 * A;
    [far(1.0 + t), near(t), near(1.0 - t), far(2.0 - t)]
}

/// `plane` between its samples, bicubic; the edge is repeated.
pub(crate) fn sharp_at(plane: &Plane<f32>, x: f64, y: f64) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (wx, wy) = (cubic(x - left).map(|w| w as f32), cubic(y - top).map(|w| w as f32));
    let (left, top) = (left as isize, top as isize);
    let inside = left >= 1 && left + 3 <= plane.width() as isize;
    let mut sum = 0.0;
    for (k, weight) in wy.iter().enumerate() {
        let row = top - 1 + k as isize;
        let line = if inside {
            let four = &plane.row_clamped(row)[left as usize - 1..][..4];
            four[0] * wx[0] + four[1] * wx[1] + four[2] * wx[2] + four[3] * wx[3]
        } else {
            (0..4).map(|i| plane.at(left - 1 + i as isize, row) * wx[i]).sum()
        };
        sum += line * weight;
    }
    sum
}

/// `plane` between its samples, linear: for masks, which a sharper one would take beyond 0..1. The edge is repeated.
pub(crate) fn soft_at(plane: &Plane<f32>, x: f64, y: f64) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (fx, fy) = ((x - left) as f32, (y - top) as f32);
    let (left, top) = (left as isize, top as isize);
    let line = |row| plane.at(left, row) * (1.0 - fx) + plane.at(left + 1, row) * fx;
    line(top) * (1.0 - fy) + line(top + 1) * fy
}

/// Fine structure of a picture: what lies between a slight and a stronger blur.
pub(crate) fn between(plane: &Plane<f32>, fine_px: f32, coarse_px: f32) -> Plane<f32> {
    let (mut fine, coarse) = (gaussian(plane, fine_px), gaussian(plane, coarse_px));
    for (f, c) in fine.samples_mut().iter_mut().zip(coarse.samples()) {
        *f -= c;
    }
    fine
}

/// Noise between two blurs, RMS 1.
pub(crate) fn band_noise(
    (width, height): (usize, usize),
    (fine_px, coarse_px): (f32, f32),
    purpose: u32,
    frame: usize,
) -> Plane<f32> {
    // Wide structure is made small and drawn larger: the same, and a hundred times cheaper.
    let step = if fine_px >= COARSE_PX { COARSE_STEP } else { 1 };
    let (fine_px, coarse_px) = (fine_px / step as f32, coarse_px / step as f32);
    // The blur repeats the edge, which would make noise of another strength there: it is cut off.
    let margin = radius_px(coarse_px) + 2;
    let key = key(SEED, purpose, frame);
    let mut white = Plane::new(width.div_ceil(step) + 2 * margin, height.div_ceil(step) + 2 * margin);
    for y in 0..white.height() {
        normal_row(key, y as i32, 0, white.row_mut(y));
    }
    let wide = between(&white, fine_px, coarse_px);
    let mut band = if step == 1 {
        Plane::from_fn(width, height, |x, y| wide.row(y + margin)[x + margin])
    } else {
        let place = |i: usize| i as f64 / step as f64 + margin as f64;
        Plane::from_fn(width, height, |x, y| sharp_at(&wide, place(x), place(y)))
    };
    let energy: f64 = band.samples().iter().map(|&v| f64::from(v) * f64::from(v)).sum();
    let gain = (band.samples().len() as f64 / energy.max(1e-12)).sqrt() as f32;
    band.samples_mut().iter_mut().for_each(|v| *v *= gain);
    band
}

/// The exposure of a frame: 1 with flicker of `rms`.
pub(super) fn exposure(rms: f32, frame: usize) -> f32 {
    let mut one = [0.0];
    normal_row(key(SEED, Purpose::Exposure as u32, frame), 0, 0, &mut one);
    1.0 + rms * one[0]
}

/// `inside` with everything within a square of `radius_px` around it.
pub(crate) fn grown(inside: &Plane<bool>, radius_px: usize) -> Plane<bool> {
    let (width, height) = (inside.width(), inside.height());
    // A sample is set when its line has one within reach: the distance since the last one, from both ends.
    let along = |line: &mut [bool]| {
        let mut sums = Vec::with_capacity(line.len() + 1);
        sums.push(0usize);
        for (i, &set) in line.iter().enumerate() {
            sums.push(sums[i] + usize::from(set));
        }
        for (i, set) in line.iter_mut().enumerate() {
            *set = sums[(i + radius_px + 1).min(sums.len() - 1)] > sums[i.saturating_sub(radius_px)];
        }
    };
    let mut out = inside.clone();
    (0..height).for_each(|y| along(out.row_mut(y)));
    for x in 0..width {
        let mut column: Vec<bool> = (0..height).map(|y| out.row(y)[x]).collect();
        along(&mut column);
        column.iter().enumerate().for_each(|(y, &set)| out.row_mut(y)[x] = set);
    }
    out
}

/// `inside` without everything within a square of `radius_px` around what is not inside.
pub(crate) fn shrunk(inside: &Plane<bool>, radius_px: usize) -> Plane<bool> {
    let turned = |plane: &Plane<bool>| Plane::from_fn(plane.width(), plane.height(), |x, y| !plane.row(y)[x]);
    turned(&grown(&turned(inside), radius_px))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_between_pixels_follow_a_slope() {
        let slope = Plane::from_fn(16, 16, |x, y| 3.0 * x as f32 - 2.0 * y as f32);
        for (x, y) in [(5.25, 7.5), (3.0, 4.0), (11.9, 2.1)] {
            let expected = (3.0 * x - 2.0 * y) as f32;
            assert!((soft_at(&slope, x, y) - expected).abs() < 1e-4);
            assert!((sharp_at(&slope, x, y) - expected).abs() < 0.3, "not exact with a = −3/4, but near");
        }
    }

    #[test]
    fn noise_is_as_strong_at_the_edge_as_in_the_middle() {
        for blurs in [(0.8, 2.2), (18.0, 60.0)] {
            let mut shares = 0.0;
            for frame in 0..8 {
                let band = band_noise((400, 400), blurs, 1, frame);
                let edge: f32 = (0..400).map(|i| band.row(0)[i].powi(2) + band.row(i)[0].powi(2)).sum();
                shares += edge / 800.0 / 8.0;
            }
            assert!((0.6..1.5).contains(&shares), "{blurs:?}: {shares}");
        }
    }

    #[test]
    fn grown_and_shrunk_are_squares() {
        let mut dot = Plane::new(20, 20);
        dot.row_mut(9)[8] = true;
        let square = grown(&dot, 3);
        assert_eq!(square.samples().iter().filter(|&&s| s).count(), 49);
        assert_eq!(shrunk(&square, 3), dot);
    }

    #[test]
    fn frames_come_back_in_order() {
        assert_eq!(each_frame(50, |i| i * i), (0..50).map(|i| i * i).collect::<Vec<_>>());
    }
}
