//! Attacks on time: frames that come late, twice, mixed with others, from elsewhere, or in part.

use super::Scene;
use super::edit::{Levels, each, factors, is_few, levels_of, map, mix, stored};
use crate::px::Frame;

/// Share of the picture before that the recursive average keeps.
const RECURSIVE_KEEPS: f32 = 0.7;

/// Nothing is changed.
pub(super) fn copy(scene: &Scene<'_>) -> Vec<Frame> {
    scene.frames.to_vec()
}

/// Frames in another order: frame `n` is that of number `from(n)`.
fn ordered(scene: &Scene<'_>, from: impl Fn(usize) -> usize) -> Vec<Frame> {
    let last = scene.frames.len().saturating_sub(1);
    let one = |at: usize| {
        let mut frame = scene.frames[from(at).min(last)].clone();
        frame.index = scene.frames[at].index;
        frame
    };
    (0..scene.frames.len()).map(one).collect()
}

/// Everything comes `by` frames late.
pub(super) fn late(scene: &Scene<'_>, by: usize) -> Vec<Frame> {
    ordered(scene, |at| at.saturating_sub(by))
}

/// Every fourth frame has changed places with the one two later.
pub(super) fn swapped(scene: &Scene<'_>) -> Vec<Frame> {
    ordered(scene, |at| match at % 4 {
        0 => at + 2,
        2 => at - 2,
        _ => at,
    })
}

/// The first picture, for ever.
pub(super) fn frozen(scene: &Scene<'_>) -> Vec<Frame> {
    ordered(scene, |_| 0)
}

/// Every other picture, twice.
pub(super) fn held_twice(scene: &Scene<'_>) -> Vec<Frame> {
    ordered(scene, |at| at - at % 2)
}

/// Each frame is the mean of those within `reach`.
pub(super) fn average(scene: &Scene<'_>, reach: usize) -> Vec<Frame> {
    let all: Vec<Levels> = scene.frames.iter().map(levels_of).collect();
    each(scene, |at, levels| {
        let near = &all[at.saturating_sub(reach)..(at + reach + 1).min(all.len())];
        for (which, plane) in levels.iter_mut().enumerate() {
            for (i, o) in plane.samples_mut().iter_mut().enumerate() {
                *o = near.iter().map(|l| l[which].samples()[i]).sum::<f32>() / near.len() as f32;
            }
        }
    })
}

/// Every picture is mostly the one before it.
pub(super) fn recursive(scene: &Scene<'_>) -> Vec<Frame> {
    let mut before: Option<Levels> = None;
    let made = scene.frames.iter().map(|frame| {
        let mut levels = levels_of(frame);
        if let Some(before) = &before {
            for (now, then) in levels.iter_mut().zip(before) {
                mix(now, then, (1, 1), |_, _| RECURSIVE_KEEPS);
            }
        }
        let out = stored(frame, &levels);
        before = Some(levels);
        out
    });
    made.collect()
}

/// Three frames are another picture.
pub(super) fn elsewhere(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if is_few(scene, at) {
            for plane in levels.iter_mut() {
                let was = plane.clone();
                let last = was.height() - 1;
                for y in 0..was.height() {
                    plane.row_mut(y).copy_from_slice(was.row(last - y));
                }
            }
        }
    })
}

/// Half of one frame is grey.
pub(super) fn half_grey(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if at == scene.frames.len() / 2 {
            for plane in levels.iter_mut() {
                for y in plane.height() / 2..plane.height() {
                    plane.row_mut(y).fill(128.0);
                }
            }
        }
    })
}

/// For half the shot the mouth is that of a frame 8 before.
pub(super) fn other_mouth(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let from = at.saturating_sub(8);
        let spots = scene.spot(at).zip(scene.spot(from)).filter(|_| at >= scene.frames.len() / 2);
        let Some((here, there)) = spots else { return };
        let other = levels_of(&scene.frames[from]);
        for which in 0..3 {
            let (fx, fy) = factors(scene, which);
            map(&mut levels[which], (fx, fy), |own, x, y| {
                let weight = here.within((x, y), [0.0, 1.15], [0.5, 0.28]);
                if weight <= 0.0 {
                    return own;
                }
                let [u, v] = there.at(here.of(x, y));
                let value =
                    other[which].at((u / fx as f64).round() as isize, (v / fy as f64).round() as isize);
                own + weight * (value - own)
            });
        }
    })
}
