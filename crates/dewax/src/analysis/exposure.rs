//! The course of a shot's brightness: what of it is smooth or an event of the scene, and what flickers.

use super::{channels, tint};
use crate::clip::Picture;
use crate::color::LumaWeights;
use crate::color::math::{exp, exp2, log2};
use crate::kernels::{middle, warp};
use crate::px::Plane;

/// Blocks on the longer side in which brightness is compared.
const BLOCKS: usize = 16;
/// Below this luma (0..=1) a block is too dark for a ratio.
pub(super) const DARK: f32 = 0.04;
/// Sigma of what counts as smooth, in seconds: half a second, twelve frames at 24.
pub(super) const SMOOTH_SIGMA_S: f64 = 0.5;
/// A jump of at least this many stops that stays is an event (a lamp, a door), not flicker.
const EVENT_STOPS: f64 = 0.1;
/// For so many frames it must stay, and so steady must they be, as a share of it.
const EVENT_FRAMES: usize = 5;
const MOST_UNSTEADY_EVENT: f64 = 0.2;
/// Above this luma a block may be cut off.
pub(super) const BRIGHT: f32 = 0.97;
/// Steps below this are not asked whether they are the same all over the picture: what moves in it makes as much.
const LEAST_UNEVEN_STOPS: f64 = 0.05;
/// The median block of light that changes lies no farther from the change than this share of it. Gains and offsets leave below
/// 0.1; the dissolve of one picture into another 0.4 and more.
const MOST_UNEVEN: f64 = 0.3;
/// Flicker is taken to add to the picture where that leaves less than this share of what a gain leaves unexplained.
const SURELY_ADDED: f64 = 0.6;
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

/// A frame's luma at the mask's resolution, ready to be compared with the next one's.
pub(super) struct Glance {
    luma: Plane<f32>,
    /// R', G' and B', 0..=1, where colour is looked at, and what luma they make.
    rgb: Option<([Plane<f32>; 3], LumaWeights)>,
    black: f32,
    span: f32,
}

impl Glance {
    pub(super) fn new(luma: Plane<f32>, black: f32, span: f32) -> Self {
        Self { luma, rgb: None, black, span }
    }

    /// With the colours of the frame.
    pub(super) fn in_colour(self, rgb: [Plane<f32>; 3], weights: LumaWeights) -> Self {
        Self { rgb: Some((rgb, weights)), ..self }
    }

    /// Mean luma per block, 0..=1.
    fn blocks(&self, luma: &Plane<f32>) -> Vec<f32> {
        small(luma).samples().iter().map(|v| (v - self.black) / self.span).collect()
    }
}

/// A plane as one value per block.
pub(super) fn small(plane: &Plane<f32>) -> Plane<f32> {
    let size = plane.width().max(plane.height()).div_ceil(BLOCKS).max(1);
    crate::kernels::shrink::shrink_f32(plane, size)
}

/// Mean luma of a frame at the mask's resolution, 0..=1.
pub(super) fn mean_luma(luma: &Plane<f32>, picture: &Picture) -> f32 {
    let mean = luma.samples().iter().map(|&v| f64::from(v)).sum::<f64>() / luma.samples().len().max(1) as f64;
    (mean as f32 - picture.levels.black) / picture.levels.luma_span
}

/// How the picture's brightness changed from one frame to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Change {
    /// If it was multiplied: by so much, in stops.
    pub(super) stops: f64,
    /// If something was added: so much, as a share of full luma.
    pub(super) added: f64,
    /// How far the median block lies from either, as a share of full luma.
    pub(super) off: [f64; 2],
    /// The same in the mean, without the tenth that is farthest off: in a picture that is one flat ground for the most part the
    /// median block says nothing of the rest.
    pub(super) rest: [f64; 2],
    /// If each channel was multiplied: R', G' and B' by so much, in stops.
    pub(super) channels: [f64; 3],
    /// How its colour changed apart from brightness.
    pub(super) tint: tint::Step,
}

impl Change {
    /// Whether light changed, the same all over the picture: people, fades into other pictures and flashes change it place by place.
    pub(super) fn is_common(&self) -> bool {
        self.stops.abs() < LEAST_UNEVEN_STOPS
            || self.off[0].min(self.off[1]) <= MOST_UNEVEN * self.added.abs()
    }
}

/// What changed: medians over blocks, the second frame brought into place by the motion that most of the picture follows.
/// What moves otherwise is outvoted; a pan is no flicker.
pub(super) fn change(before: &Glance, after: &Glance) -> Change {
    let (width, height) = (before.luma.width(), before.luma.height());
    if (after.luma.width(), after.luma.height()) != (width, height) {
        return Change::default();
    }
    let motion = crate::lock::picture_motion(&before.luma, &after.luma, before.span / 255.0);
    let moved = warp::warp(&after.luma, motion.0, width, height);
    let (channels, tint) = match (&before.rgb, &after.rgb) {
        (Some((was, weights)), Some((is, _))) => {
            let moved = [0, 1, 2].map(|c| warp::warp(&is[c], motion.0, width, height));
            (channels::stops(was, &moved), tint::step(was, &moved, *weights))
        }
        _ => Default::default(),
    };
    Change { channels, tint, ..change_of(&before.blocks(&before.luma), &before.blocks(&moved)) }
}

/// The change of blocks that are neither too dark nor cut off.
fn change_of(before: &[f32], after: &[f32]) -> Change {
    let within = |v: f32| v > DARK && v < BRIGHT;
    let pairs: Vec<(f64, f64)> = before
        .iter()
        .zip(after)
        .filter(|&(&b, &a)| within(b) && within(a))
        .map(|(&b, &a)| (f64::from(b), f64::from(a)))
        .collect();
    let median = |of: &dyn Fn(&(f64, f64)) -> f64| {
        middle(&mut pairs.iter().map(of).collect::<Vec<f64>>(), f64::total_cmp).unwrap_or(0.0)
    };
    let stops = median(&|(b, a)| log2(a / b));
    let added = median(&|(b, a)| a - b);
    let gain = exp2(stops);
    let multiplied = |(b, a): &(f64, f64)| (a - b * gain).abs();
    let summed = |(b, a): &(f64, f64)| (a - b - added).abs();
    let rest = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let mut all: Vec<f64> = pairs.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.truncate(all.len() - all.len() / 10);
        all.iter().sum::<f64>() / all.len().max(1) as f64
    };
    Change {
        stops,
        added,
        off: [median(&multiplied), median(&summed)],
        rest: [rest(&multiplied), rest(&summed)],
        ..Change::default()
    }
}

/// The course of a shot's brightness beside its smooth course.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Course {
    /// How far each frame is above it, in stops.
    pub(super) stops: Vec<f32>,
    /// The luma (0..=1) to which that is added in every pixel, where flicker adds; none where it multiplies.
    pub(super) added_to: Option<f32>,
}

/// From the changes between successive frames. `luma` is the mean luma of the shot, 0..=1.
pub(super) fn course(changes: &[Change], frames_per_second: f64, luma: f32) -> Course {
    let sum = |of: &dyn Fn(&Change) -> f64| changes.iter().filter(|c| c.is_common()).map(of).sum::<f64>();
    let adds = sum(&|c| c.rest[1]) < SURELY_ADDED * sum(&|c| c.rest[0]) && luma > DARK;
    let base = f64::from(luma);
    let step = |c: &Change| match (c.is_common(), adds) {
        (false, _) => 0.0,
        (true, false) => c.stops,
        (true, true) => c.added,
    };
    let all: Vec<f64> = changes.iter().map(|c| if adds { c.added } else { c.stops }).collect();
    // Everything below works in stops; what is added is as many of the mean luma.
    let unit = if adds { 1.0 / (base * std::f64::consts::LN_2) } else { 1.0 };
    let steps: Vec<f64> = changes.iter().map(|c| unit * step(c)).collect();
    let all: Vec<f64> = all.into_iter().map(|v| unit * v).collect();
    let off = deviations(&steps, &all, frames_per_second);
    if !adds {
        return Course { stops: off, added_to: None };
    }
    let stops = off.iter().map(|&v| log2((1.0 + f64::from(v) * std::f64::consts::LN_2).max(0.1)) as f32);
    Course { stops: stops.collect(), added_to: Some(luma) }
}

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

    #[test]
    fn gains_and_offsets_are_told_apart_and_what_differs_by_place_is_neither() {
        let before: Vec<f32> = (0..60).map(|i| 0.15 + 0.01 * i as f32).collect();
        let gain = change_of(&before, &before.iter().map(|v| v * 1.1).collect::<Vec<_>>());
        let offset = change_of(&before, &before.iter().map(|v| v + 0.08).collect::<Vec<_>>());
        let other = change_of(&before, &before.iter().map(|v| v + 0.25 * (0.9 - v)).collect::<Vec<_>>());
        assert!(
            gain.is_common() && offset.is_common() && !other.is_common(),
            "{gain:?} {offset:?} {other:?}"
        );
        let back = |c: Change| Change { stops: -c.stops, added: -c.added, ..c };
        let run = |c: Change| (0..40).map(|i| if i % 2 == 0 { c } else { back(c) }).collect::<Vec<_>>();
        assert_eq!(course(&run(gain), 24.0, 0.4).added_to, None);
        // A face before a flat ground that is most of the picture.
        let portrait: Vec<f32> =
            (0..60).map(|i| if i < 42 { 0.65 } else { 0.3 + 0.005 * i as f32 }).collect();
        let lifted = change_of(&portrait, &portrait.iter().map(|v| v + 0.08).collect::<Vec<_>>());
        assert_eq!(course(&run(lifted), 24.0, 0.4).added_to, Some(0.4), "{lifted:?}");
        let added = course(&run(offset), 24.0, 0.4);
        assert_eq!(added.added_to, Some(0.4));
        // Half of 0.08 on 0.4.
        assert!((added.stops[21] - 0.1375).abs() < 0.01, "{:?}", added.stops);
    }
}
