//! Light that flickers in its colour: how R', G' and B' of the whole picture go up and down apart from each other.

use super::blocks::{BRIGHT, DARK, LEAST_BLOCKS, small};
use super::course::{deviations, flicker_percent};
use crate::clip::Picture;
use crate::color::math::log2;
use crate::color::rgb_from_ycc;
use crate::flaw::COLOUR_FLICKER_FLOOR_PERCENT;
use crate::kernels::middle;
use crate::px::Plane;
use crate::skin::Small;

/// A frame's R', G' and B' at the mask's resolution, 0..=1.
pub(super) fn channels(frame: &Small, picture: &Picture) -> [Plane<f32>; 3] {
    let levels = &picture.levels;
    let mut planes = [0, 1, 2].map(|_| Plane::new(frame.luma.width(), frame.luma.height()));
    let samples = frame.luma.samples().iter().zip(frame.cb.samples()).zip(frame.cr.samples());
    for (i, ((y, cb), cr)) in samples.enumerate() {
        let rgb = rgb_from_ycc(picture.weights, levels.units([*y, *cb, *cr]));
        planes.iter_mut().zip(rgb).for_each(|(plane, v)| plane.samples_mut()[i] = v);
    }
    planes
}

/// By how many stops each channel of the second picture is above the first one's: the median over blocks that are neither too dark
/// nor cut off in any channel, so that what moves and what enters is outvoted.
pub(super) fn stops(before: &[Plane<f32>; 3], after: &[Plane<f32>; 3]) -> [f64; 3] {
    let blocks = |planes: &[Plane<f32>; 3]| planes.each_ref().map(small);
    let (was, is) = (blocks(before), blocks(after));
    let within =
        |planes: &[Plane<f32>; 3], i: usize| planes.iter().all(|p| (DARK..BRIGHT).contains(&p.samples()[i]));
    let known: Vec<usize> =
        (0..was[0].samples().len()).filter(|&i| within(&was, i) && within(&is, i)).collect();
    if known.len() < LEAST_BLOCKS {
        return [0.0; 3];
    }
    [0, 1, 2].map(|c| {
        let ratio = |i: &usize| log2(f64::from(is[c].samples()[*i] / was[c].samples()[*i]));
        middle(&mut known.iter().map(ratio).collect::<Vec<f64>>(), f64::total_cmp).unwrap_or(0.0)
    })
}

/// How far each channel of each frame is above its smooth course, in stops, and how much the channels flicker apart from each other,
/// in percent, from the steps between successive frames and those of all brightness. Without colour that flickers there is no course.
pub(super) fn course(steps: &[[f64; 3]], all: &[f64], frames_per_second: f64) -> (Vec<[f32; 3]>, f32) {
    let of = |channel: usize| {
        deviations(&steps.iter().map(|step| step[channel]).collect::<Vec<f64>>(), all, frames_per_second)
    };
    let [red, green, blue] = [of(0), of(1), of(2)];
    let apart =
        |one: &[f32]| flicker_percent(&one.iter().zip(&green).map(|(a, g)| a - g).collect::<Vec<f32>>());
    let percent = apart(&red).max(apart(&blue));
    if percent < COLOUR_FLICKER_FLOOR_PERCENT {
        return (Vec::new(), percent);
    }
    (red.iter().zip(&green).zip(&blue).map(|((r, g), b)| [*r, *g, *b]).collect(), percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_that_flicker_apart_are_told_and_what_enters_is_not() {
        let picture = |gains: [f32; 3], guest: usize| {
            let base = [0.6, 0.45, 0.35];
            [0, 1, 2].map(|c| {
                Plane::from_fn(160, 120, |x, y| {
                    let texture = 1.0 + 0.2 * ((x / 20 + y / 20) % 5) as f32 / 5.0;
                    if x < guest { 0.3 } else { base[c] * texture * gains[c] }
                })
            })
        };
        let told = stops(&picture([1.0; 3], 0), &picture([1.05, 1.0, 0.96], 40));
        let due = [1.05f64, 1.0, 0.96].map(log2);
        assert!(told.iter().zip(due).all(|(a, b)| (a - b).abs() < 1e-3), "{told:?}");
        let steps: Vec<[f64; 3]> = (0..40).map(|i| due.map(|d| if i % 2 == 0 { d } else { -d })).collect();
        let all = [0.0; 40];
        let (course, percent) = course(&steps, &all, 24.0);
        assert!(course.len() == 41 && (2.0..5.0).contains(&percent), "{percent}");
        assert!((f64::from(course[21][0]) - due[0] / 2.0).abs() < 0.005, "{:?}", course[21]);
        let grey: Vec<[f64; 3]> = steps.iter().map(|step| [step[0]; 3]).collect();
        assert!(super::course(&grey, &all, 24.0).0.is_empty(), "brightness alone is no colour");
    }
}
