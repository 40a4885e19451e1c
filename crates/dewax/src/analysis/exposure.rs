//! How the light of a shot changes from one frame to the next, and the course of its brightness.

use super::blocks::{BRIGHT, DARK, small};
use super::course::deviations;
use super::figures::median;
use super::{channels, joins, tint};
use crate::clip::Picture;
use crate::color::LumaWeights;
use crate::color::math::{exp2, log2};
use crate::facts::ShotFacts;
use crate::kernels::{middle, warp};
use crate::px::Plane;

/// Steps below this are not asked whether they are the same all over the picture: what moves in it makes as much.
const LEAST_UNEVEN_STOPS: f64 = 0.05;
/// The median block of light that changes lies no farther from the change than this share of it. Gains and offsets leave below
/// 0.1; the dissolve of one picture into another 0.4 and more.
const MOST_UNEVEN: f64 = 0.3;
/// Flicker is taken to add to the picture where that leaves less than this share of what a gain leaves unexplained.
const SURELY_ADDED: f64 = 0.6;
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
    /// How far one grade of the whole picture explains what changed.
    pub(super) graded: joins::Step,
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
    let (channels, tint, graded) = match (&before.rgb, &after.rgb) {
        (Some((was, weights)), Some((is, _))) => {
            let moved = [0, 1, 2].map(|c| warp::warp(&is[c], motion.0, width, height));
            let graded = joins::step(&joins::blocks(was, &moved), *weights);
            (channels::stops(was, &moved), tint::step(was, &moved, *weights), graded)
        }
        _ => Default::default(),
    };
    Change { channels, tint, graded, ..change_of(&before.blocks(&before.luma), &before.blocks(&moved)) }
}

/// The colours of both frames block by block, the second one brought into place; none where colour is not looked at.
/// Beside them, as they lie.
pub(super) fn colours(before: &Glance, after: &Glance) -> joins::Kept {
    let (Some((was, _)), Some((is, _))) = (&before.rgb, &after.rgb) else { return joins::Kept::default() };
    let (width, height) = (before.luma.width(), before.luma.height());
    let motion = crate::lock::picture_motion(&before.luma, &after.luma, before.span / 255.0);
    let moved = [0, 1, 2].map(|c| warp::warp(&is[c], motion.0, width, height));
    joins::Kept { blocks: joins::blocks(was, &moved), still: joins::still(was, is) }
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

/// What channels do apart: the steps of each where light changes all over the picture, and what brightness does in all of them.
pub(super) fn of_channels(changes: &[Change]) -> (Vec<[f64; 3]>, Vec<f64>) {
    let step = |c: &Change| if c.is_common() { c.channels } else { [0.0; 3] };
    (changes.iter().map(step).collect(), changes.iter().map(|c| c.stops).collect())
}

/// The course of a shot's brightness beside its smooth course.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Course {
    /// How far each frame is above it, in stops.
    pub(super) stops: Vec<f32>,
    /// The luma (0..=1) to which that is added in every pixel, where flicker adds; none where it multiplies.
    pub(super) added_to: Option<f32>,
}

/// Puts into the facts of a shot how its light flickers and drifts, from the changes between its frames; `lumas` are their mean lumas.
pub(super) fn of_shot(facts: &mut ShotFacts, changes: &mut [Change], lumas: &mut [f32], rate: f64) {
    // The step of a seam is neither, and what else changed between its two frames is not told from it: both count as alike.
    for join in &facts.joins {
        changes[join.frame - 1] = Change::default();
    }
    let found = course(changes, rate, median(lumas));
    (facts.exposure_stops, facts.exposure_added_to) = (found.stops, found.added_to);
    facts.exposure_stops.truncate(facts.shot.frames);
    let (steps, all) = of_channels(changes);
    let (channel_stops, percent) = channels::course(&steps, &all, rate);
    facts.channel_stops = if facts.exposure_added_to.is_none() { channel_stops } else { Vec::new() };
    facts.channel_stops.truncate(facts.shot.frames);
    facts.figures.colour_flicker_percent = percent;
    let tints: Vec<tint::Step> = changes.iter().map(|s| s.tint).collect();
    facts.colour_course = tint::course(&tints, rate);
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

#[cfg(test)]
mod tests {
    use super::*;

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
