//! A course from frame to frame, of brightness or of a channel: what of it is smooth or an event of the scene, and what flickers.

use crate::color::math::exp;
use crate::kernels::middle;

/// Sigma of what counts as smooth, in seconds: half a second, twelve frames at 24.
pub(super) const SMOOTH_SIGMA_S: f64 = 0.5;
/// A jump of at least this many stops that stays is an event (a lamp, a door), not flicker.
const EVENT_STOPS: f64 = 0.1;
/// For so many frames it must stay, and so steady must they be, as a share of it.
const EVENT_FRAMES: usize = 5;
const MOST_UNSTEADY_EVENT: f64 = 0.2;
/// A dissolve or fade that must be left alone changes at least so much per frame, in stops, for so many frames, and none of its steps is
/// so many times another: half a stop within half a second. Slower ones follow the smooth course.
const LEAST_FADE_STOPS: f64 = 0.05;
const FADE_FRAMES: usize = 5;
const MOST_UNLIKE: f64 = 2.5;
/// A flash is at least this bright, in stops; frames that flicker were seen to jump by up to 0.25.
const FLASH_STOPS: f64 = 0.3;
/// It stands between so many frames on each side that are steady, as a share of it.
const FLASH_NEAR_FRAMES: usize = 5;
const MOST_UNSTEADY_FLASH: f64 = 0.1;

/// How far each frame is above its shot's smooth course, from the steps between successive frames; `all` are the same with
/// those that are not the same all over the picture.
pub(super) fn deviations(steps: &[f64], all: &[f64], frames_per_second: f64) -> Vec<f32> {
    let mut out = vec![0.0f32; steps.len() + 1];
    let sigma = SMOOTH_SIGMA_S * frames_per_second;
    let mut from = 0;
    // Where one picture fades into another the course ends, and begins anew behind it: what is between is left alone.
    for at in 0..=steps.len() {
        if at < steps.len() && !is_fade(all, at) {
            continue;
        }
        let mut course = vec![0.0];
        for i in from..at {
            let step = if is_event(&steps[from..at], i - from) { 0.0 } else { steps[i] };
            course.push(course[i - from] + step);
        }
        let flashes = flashes(&course);
        for &i in &flashes {
            let known = |j: &usize| !flashes.contains(j);
            let before = (0..i).rev().find(known).map(|j| course[j]);
            let after = (i + 1..course.len()).find(known).map(|j| course[j]);
            course[i] = match (before, after) {
                (Some(b), Some(a)) => (b + a) / 2.0,
                (one, other) => one.or(other).unwrap_or(course[i]),
            };
        }
        let smooth = smoothed(&course, sigma);
        for (k, (c, s)) in course.iter().zip(smooth).enumerate() {
            out[from + k] = if flashes.contains(&k) { 0.0 } else { (c - s) as f32 };
        }
        from = at + 1;
    }
    out
}

/// Exposure flicker in percent: what changes direction from frame to frame. The second difference is blind to light that
/// changes steadily (a head turning into shade), and has the variance of 1 + 4 + 1 independent values.
pub(super) fn flicker_percent(stops: &[f32]) -> f32 {
    let bends: Vec<f64> = stops.windows(3).map(|w| f64::from(w[0] - 2.0 * w[1] + w[2])).collect();
    let mean = bends.iter().map(|b| b * b).sum::<f64>() / bends.len().max(1) as f64;
    // The sum of nothing is −0.
    ((mean / 6.0 + 0.0).sqrt() * std::f64::consts::LN_2 * 100.0) as f32
}

fn median(values: &[f64]) -> f64 {
    middle(&mut values.to_vec(), f64::total_cmp).unwrap_or(0.0)
}

/// How far values lie from their median, in the mean: the median of it would not see every other value jump.
fn scatter(values: &[f64]) -> f64 {
    let own = median(values);
    values.iter().map(|v| (v - own).abs()).sum::<f64>() / values.len().max(1) as f64
}

/// Whether a step is part of a fade or dissolve: one of several in a row that go the same way by about as much. Among frames that
/// jump by chance three such steps in a row were seen.
fn is_fade(steps: &[f64], at: usize) -> bool {
    let own = steps[at];
    if own.abs() < LEAST_FADE_STOPS {
        return false;
    }
    let goes_on = |step: &&f64| {
        let share = **step / own;
        (1.0 / MOST_UNLIKE..=MOST_UNLIKE).contains(&share)
    };
    let after = steps[at + 1..].iter().take_while(goes_on).count();
    let before = steps[..at].iter().rev().take_while(goes_on).count();
    before + 1 + after >= FADE_FRAMES
}

/// Whether a large step stays: what is before it and what is after it differ by most of it, and are steady beside it. Among frames
/// that all jump, one that lasts for a while by chance is none.
fn is_event(steps: &[f64], at: usize) -> bool {
    let size = steps[at].abs();
    if size < EVENT_STOPS {
        return false;
    }
    let sums = |steps: &mut dyn Iterator<Item = f64>, first: f64| {
        let mut all = vec![first];
        for step in steps.take(EVENT_FRAMES - 1) {
            all.push(all[all.len() - 1] + step);
        }
        all
    };
    let before = sums(&mut steps[..at].iter().rev().map(|s| -s), 0.0);
    let after = sums(&mut steps[at + 1..].iter().copied(), steps[at]);
    let stays = median(&after) - median(&before);
    let unsteady = scatter(&before).max(scatter(&after));
    stays.abs() > 0.7 * size && stays.signum() == steps[at].signum() && unsteady < MOST_UNSTEADY_EVENT * size
}

/// Frames that stand out alone, by more than generators flicker, between frames that are steady: a photographer's flash. It is part
/// of the picture.
fn flashes(course: &[f64]) -> Vec<usize> {
    let found = (0..course.len()).filter(|&i| {
        let near = (i.saturating_sub(FLASH_NEAR_FRAMES)..(i + FLASH_NEAR_FRAMES + 1).min(course.len()))
            .filter(|j| j.abs_diff(i) > 1)
            .map(|j| course[j])
            .collect::<Vec<_>>();
        let off = course[i] - median(&near);
        near.len() >= 4 && off >= FLASH_STOPS && scatter(&near) < MOST_UNSTEADY_FLASH * off
    });
    found.collect()
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

    fn of(steps: &[f64]) -> Vec<f32> {
        deviations(steps, steps, 24.0)
    }

    /// Numbers in −1..=1 that follow no rule.
    fn chance(i: usize) -> f64 {
        ((i * 7919 + 13) % 101) as f64 / 50.0 - 1.0
    }

    /// The steps of a course.
    fn steps_of(course: &[f64]) -> Vec<f64> {
        course.windows(2).map(|w| w[1] - w[0]).collect()
    }

    fn rms(v: &[f32]) -> f64 {
        (v.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / v.len() as f64).sqrt()
    }

    #[test]
    fn a_fade_is_not_flicker() {
        let dev = of(&vec![-0.04; 47]);
        assert!(rms(&dev) < 1e-9, "{dev:?}");
    }

    #[test]
    fn alternating_brightness_is() {
        let dev = of(&flicker(47, 0.03));
        assert!((rms(&dev) - 0.015).abs() < 0.001, "{}", rms(&dev));
    }

    #[test]
    fn the_first_frame_is_corrected_too() {
        let mut steps = vec![0.0; 47];
        steps[0] = 0.08;
        let dev = of(&steps);
        assert!(dev[0] < -0.04, "{}", dev[0]);
    }

    #[test]
    fn a_lamp_switched_on_survives() {
        let mut steps = vec![0.0; 47];
        steps[20] = 0.5;
        assert!(rms(&of(&steps)) < 1e-9);
    }

    #[test]
    fn one_bright_frame_is_flicker() {
        let mut steps = vec![0.0; 47];
        steps[20] = 0.2;
        steps[21] = -0.2;
        let dev = of(&steps);
        assert!((dev[21] - 0.2).abs() < 0.03, "{}", dev[21]);
    }

    #[test]
    fn jumps_in_every_frame_are_flicker_and_no_lamps() {
        let course: Vec<f64> = (0..48).map(|i| 0.25 * chance(i)).collect();
        let dev = of(&steps_of(&course));
        // What is left is the slow part of the same chance.
        let left: Vec<f32> = course.iter().zip(&dev).map(|(c, d)| *c as f32 - d).collect();
        assert!(flicker_percent(&left) < 0.15 * flicker_percent(&dev), "{left:?}");
    }

    #[test]
    fn a_few_steps_one_way_are_no_fade() {
        // A course that jumps by up to 20 levels.
        let levels = [
            12.0, 12.0, 1.0, -9.0, -18.0, -5.0, -4.0, -18.0, -18.0, 20.0, 6.0, -11.0, -3.0, 19.0, 16.0, 14.0,
        ];
        let course: Vec<f64> = levels.iter().map(|v| v * 0.0125).collect();
        let dev = of(&steps_of(&course));
        let left = |i: usize| (course[i] - f64::from(dev[i])) / 0.0125;
        let most = (1..16).map(|i| (left(i) - left(i - 1)).abs()).fold(0.0, f64::max);
        assert!(most < 3.0, "{most}: {dev:?}");
    }

    #[test]
    fn a_flash_stays_and_its_neighbours_with_it() {
        for stops in [1.2 * FLASH_STOPS, 1.0] {
            let mut course: Vec<f64> = (0..48).map(|i| 0.005 * chance(i)).collect();
            course[20] += stops;
            let dev = of(&steps_of(&course));
            assert!(dev[20] == 0.0 && dev.iter().all(|d| d.abs() < 0.01), "{stops}: {dev:?}");
        }
        // One frame among others that jump as well is none.
        let mut course: Vec<f64> = (0..48).map(|i| 0.1 * chance(i)).collect();
        course[20] += 1.2 * FLASH_STOPS;
        assert!(of(&steps_of(&course))[20] > 0.2);
    }

    #[test]
    fn a_dissolve_is_left_alone_and_flicker_before_it_is_not() {
        let mut course: Vec<f64> = (0..60).map(|i| if i < 24 { 0.02 * chance(i) } else { 0.0 }).collect();
        (24..60).for_each(|i| course[i] += 0.11 * (i.min(36) as f64 - 24.0));
        let dev = of(&steps_of(&course));
        assert!(dev[26..].iter().all(|d| d.abs() < 0.004), "{dev:?}");
        assert!(rms(&dev[..24]) > 0.008, "{dev:?}");
    }
}
