//! The course of a shot's brightness: what of it is smooth or an event of the scene, and what flickers.

use crate::color::math::{exp, log2};
use crate::kernels::{middle, warp};
use crate::px::Plane;

/// Blocks on the longer side in which brightness is compared.
const BLOCKS: usize = 16;
/// Below this luma (0..=1) a block is too dark for a ratio.
const DARK: f32 = 0.04;
/// Sigma of what counts as smooth, in seconds: half a second, twelve frames at 24.
const SMOOTH_SIGMA_S: f64 = 0.5;
/// A jump of at least this many stops that stays is an event (a lamp, a door), not flicker.
const EVENT_STOPS: f64 = 0.1;

/// A frame's luma at the mask's resolution, ready to be compared with the next one's.
pub(super) struct Glance {
    luma: Plane<f32>,
    black: f32,
    span: f32,
}

impl Glance {
    pub(super) fn new(luma: Plane<f32>, black: f32, span: f32) -> Self {
        Self { luma, black, span }
    }

    /// Mean luma per block, 0..=1.
    fn blocks(&self, luma: &Plane<f32>) -> Vec<f32> {
        let size = luma.width().max(luma.height()).div_ceil(BLOCKS).max(1);
        let small = crate::kernels::shrink::shrink_f32(luma, size);
        small.samples().iter().map(|v| (v - self.black) / self.span).collect()
    }
}

/// How much brighter the second frame is, in stops: the median over blocks, the second frame brought into place by the
/// motion that most of the picture follows. What moves otherwise is outvoted; a pan is no flicker.
pub(super) fn step_stops(before: &Glance, after: &Glance) -> f64 {
    let (width, height) = (before.luma.width(), before.luma.height());
    if (after.luma.width(), after.luma.height()) != (width, height) {
        return 0.0;
    }
    let motion = crate::lock::picture_motion(&before.luma, &after.luma, before.span / 255.0);
    let moved = warp::warp(&after.luma, motion.0, width, height);
    median_stops(&before.blocks(&before.luma), &before.blocks(&moved))
}

/// The median ratio over blocks that are not too dark, in stops.
fn median_stops(before: &[f32], after: &[f32]) -> f64 {
    let mut ratios: Vec<f64> = before
        .iter()
        .zip(after)
        .filter(|&(&b, &a)| b > DARK && a > DARK)
        .map(|(&b, &a)| log2(f64::from(a) / f64::from(b)))
        .collect();
    middle(&mut ratios, f64::total_cmp).unwrap_or(0.0)
}

/// How far each frame is above its shot's smooth course, in stops, from the steps between successive frames.
pub(super) fn deviations(steps: &[f64], frames_per_second: f64) -> Vec<f32> {
    let mut course = vec![0.0];
    for (i, &step) in steps.iter().enumerate() {
        let step = if is_event(steps, i) { 0.0 } else { step };
        course.push(course[i] + step);
    }
    let smooth = smoothed(&course, SMOOTH_SIGMA_S * frames_per_second);
    course.iter().zip(smooth).map(|(c, s)| (c - s) as f32).collect()
}

/// Exposure flicker in percent: what changes direction from frame to frame. The second difference is blind to light that
/// changes steadily (a head turning into shade), and has the variance of 1 + 4 + 1 independent values.
pub(super) fn flicker_percent(stops: &[f32]) -> f32 {
    let bends: Vec<f64> = stops.windows(3).map(|w| f64::from(w[0] - 2.0 * w[1] + w[2])).collect();
    let mean = bends.iter().map(|b| b * b).sum::<f64>() / bends.len().max(1) as f64;
    // The sum of nothing is −0.
    ((mean / 6.0 + 0.0).sqrt() * std::f64::consts::LN_2 * 100.0) as f32
}

/// Whether a large step stays: the medians of three frames on each side differ by most of it.
fn is_event(steps: &[f64], at: usize) -> bool {
    if steps[at].abs() < EVENT_STOPS {
        return false;
    }
    let mut after = 0.0;
    let mut course_after = vec![];
    for &s in steps.iter().skip(at).take(3) {
        after += s;
        course_after.push(after);
    }
    let (mut before, mut course_before) = (0.0, vec![0.0]);
    for &s in steps[..at].iter().rev().take(2) {
        before -= s;
        course_before.push(before);
    }
    let middle = |v: &mut Vec<f64>| {
        v.sort_by(f64::total_cmp);
        v[v.len() / 2]
    };
    let stays = middle(&mut course_after) - middle(&mut course_before);
    stays.abs() > 0.7 * steps[at].abs() && stays.signum() == steps[at].signum()
}

/// Zero-phase smoothing: at each value a straight line is fitted to its neighbours with Gaussian weights. Inside this is
/// the Gaussian mean; at the ends a fade stays a fade, and the first value need not be the smooth one.
pub(super) fn smoothed(values: &[f64], sigma: f64) -> Vec<f64> {
    let radius = (3.0 * sigma).ceil() as usize;
    let weights: Vec<f64> = (0..=radius).map(|k| exp(-0.5 * (k as f64 / sigma).powi(2))).collect();
    (0..values.len())
        .map(|i| {
            let near = i.saturating_sub(radius)..(i + radius + 1).min(values.len());
            let (mut w, mut wx, mut wxx, mut wy, mut wxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for k in near {
                let (weight, x) = (weights[k.abs_diff(i)], k as f64 - i as f64);
                w += weight;
                wx += weight * x;
                wxx += weight * x * x;
                wy += weight * values[k];
                wxy += weight * x * values[k];
            }
            let determinant = w * wxx - wx * wx;
            if determinant > 1e-9 { (wxx * wy - wx * wxy) / determinant } else { wy / w }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flicker(n: usize, stops: f64) -> Vec<f64> {
        (0..n).map(|i| if i % 2 == 0 { stops } else { -stops }).collect()
    }

    fn rms(v: &[f32]) -> f64 {
        (v.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / v.len() as f64).sqrt()
    }

    #[test]
    fn a_fade_is_not_flicker() {
        let dev = deviations(&vec![-0.04; 47], 24.0);
        assert!(rms(&dev) < 1e-9, "{dev:?}");
    }

    #[test]
    fn alternating_brightness_is() {
        let dev = deviations(&flicker(47, 0.03), 24.0);
        assert!((rms(&dev) - 0.015).abs() < 0.001, "{}", rms(&dev));
    }

    #[test]
    fn the_first_frame_is_corrected_too() {
        let mut steps = vec![0.0; 47];
        steps[0] = 0.08;
        let dev = deviations(&steps, 24.0);
        assert!(dev[0] < -0.04, "{}", dev[0]);
    }

    #[test]
    fn a_lamp_switched_on_survives() {
        let mut steps = vec![0.0; 47];
        steps[20] = 0.5;
        assert!(rms(&deviations(&steps, 24.0)) < 1e-9);
    }

    #[test]
    fn one_bright_frame_is_flicker() {
        let mut steps = vec![0.0; 47];
        steps[20] = 0.2;
        steps[21] = -0.2;
        let dev = deviations(&steps, 24.0);
        assert!((dev[21] - 0.2).abs() < 0.03, "{}", dev[21]);
    }
}
