//! Attacks on colour and light: what a judge that reads brightness alone, or means over time, does not see.

use super::Scene;
use super::edit::{Levels, add, each, factors, levels_of, map, mix, noise_of};
use crate::color::math::{exp, ln, sin_cos_deg};
use crate::kernels::blur;
use crate::px::Frame;

/// Black and the span of brightness in limited range, and neutral colour, 8-bit levels.
const BLACK: f32 = 16.0;
const SPAN: f32 = 219.0;
const NEUTRAL: f32 = 128.0;

fn gained(scene: &Scene<'_>, gain: f32) -> Vec<Frame> {
    each(scene, |_, levels| {
        map(&mut levels[0], (1, 1), |v, _, _| BLACK + gain * (v - BLACK));
        for plane in &mut levels[1..] {
            map(plane, (1, 1), |v, _, _| NEUTRAL + gain * (v - NEUTRAL));
        }
    })
}

/// Three percent brighter.
pub(super) fn brighter(scene: &Scene<'_>) -> Vec<Frame> {
    gained(scene, 1.03)
}

/// Three percent darker.
pub(super) fn darker(scene: &Scene<'_>) -> Vec<Frame> {
    gained(scene, 0.97)
}

/// A gamma of 1.05.
pub(super) fn gamma(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        map(&mut levels[0], (1, 1), |v, _, _| {
            let share = f64::from(((v - BLACK) / SPAN).clamp(1e-4, 1.0));
            BLACK + SPAN * exp(ln(share) / 1.05) as f32
        });
    })
}

/// Whole-frame brightness that jumps by four percent.
pub(super) fn flicker(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let gain = if at % 3 == 0 { 1.04 } else { 0.98 };
        map(&mut levels[0], (1, 1), |v, _, _| BLACK + gain * (v - BLACK));
    })
}

/// Light that dips by 6 % for five frames, without a jump.
pub(super) fn dip(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let far = (at as f64 - scene.frames.len() as f64 / 2.0) / 2.5;
        let gain = 1.0 - 0.06 * exp(-far * far) as f32;
        map(&mut levels[0], (1, 1), |v, _, _| BLACK + gain * (v - BLACK));
    })
}

/// What lies in limited range is written as if the file were in full range.
pub(super) fn full_range(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        map(&mut levels[0], (1, 1), |v, _, _| 255.0 * (v - BLACK) / SPAN);
        for plane in &mut levels[1..] {
            map(plane, (1, 1), |v, _, _| NEUTRAL + 255.0 / 224.0 * (v - NEUTRAL));
        }
    })
}

/// Black is white.
pub(super) fn negative(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        map(&mut levels[0], (1, 1), |v, _, _| 2.0 * BLACK + SPAN - v);
        for plane in &mut levels[1..] {
            map(plane, (1, 1), |v, _, _| 2.0 * NEUTRAL - v);
        }
    })
}

/// The lips are 15 levels brighter.
pub(super) fn lips(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            map(&mut levels[0], (1, 1), |v, x, y| v + 15.0 * spot.within((x, y), [0.0, 1.16], [0.4, 0.14]));
        }
    })
}

/// Skin-sized blotches of colour.
pub(super) fn blotches(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            let factors = factors(scene, 2);
            for (which, centre) in [(2, [-0.5, 0.7]), (1, [0.5, 0.6])] {
                map(&mut levels[which], factors, |v, x, y| v + 8.0 * spot.within((x, y), centre, [0.25; 2]));
            }
        }
    })
}

/// Colour that is new in every frame and pixel.
pub(super) fn chroma_noise(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        for (which, plane) in levels.iter_mut().enumerate().skip(1) {
            let noise = noise_of(plane, 60 + which as u32, at, 0.0);
            add(plane, &noise, 4.0);
        }
    })
}

/// Colour lies eight pixels beside its place.
pub(super) fn chroma_shifted(scene: &Scene<'_>) -> Vec<Frame> {
    let by = 8 / factors(scene, 1).0;
    each(scene, |_, levels| {
        for plane in &mut levels[1..] {
            let was = plane.clone();
            for y in 0..was.height() {
                for (x, o) in plane.row_mut(y).iter_mut().enumerate() {
                    *o = was.at(x as isize - by as isize, y as isize);
                }
            }
        }
    })
}

/// Colour is that of the first frame.
pub(super) fn chroma_frozen(scene: &Scene<'_>) -> Vec<Frame> {
    let first: Option<Levels> = scene.frames.first().map(levels_of);
    each(scene, |_, levels| {
        if let Some([_, cb, cr]) = &first {
            levels[1] = cb.clone();
            levels[2] = cr.clone();
        }
    })
}

/// One plane of colour comes three frames late.
pub(super) fn chroma_late(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let [_, _, cr] = levels_of(&scene.frames[at.saturating_sub(3)]);
        levels[2] = cr;
    })
}

/// Colour is told in blocks of four samples.
pub(super) fn chroma_blocks(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        for plane in &mut levels[1..] {
            let was = plane.clone();
            map(plane, (1, 1), |_, x, y| {
                let (x0, y0) = (x as isize / 4 * 4, y as isize / 4 * 4);
                (0..16).map(|i| was.at(x0 + i % 4, y0 + i / 4)).sum::<f32>() / 16.0
            });
        }
    })
}

/// Colour is blurred.
pub(super) fn chroma_blurred(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        for plane in &mut levels[1..] {
            *plane = blur::gaussian(plane, 12.0);
        }
    })
}

/// Colours turned round the vectorscope.
fn turn(levels: &mut Levels, degrees: f64) {
    let (sin, cos) = sin_cos_deg(degrees);
    let (sin, cos) = (sin as f32, cos as f32);
    let [_, cb, cr] = levels;
    for (b, r) in cb.samples_mut().iter_mut().zip(cr.samples_mut()) {
        let (u, v) = (*b - NEUTRAL, *r - NEUTRAL);
        (*b, *r) = (NEUTRAL + cos * u - sin * v, NEUTRAL + sin * u + cos * v);
    }
}

/// Pink and yellow, frame by frame.
pub(super) fn hue_alternating(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| turn(levels, if at % 2 == 0 { 14.0 } else { -14.0 }))
}

/// All colours turned by as much.
pub(super) fn hue_turned(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| turn(levels, 14.0))
}

fn is_background(spot: super::edit::Spot, (x, y): (f64, f64)) -> bool {
    let [u, v] = spot.of(x, y);
    (u.abs() > 1.7 && v < 1.6) || v < -1.7
}

/// The background has another colour.
pub(super) fn background(scene: &Scene<'_>) -> Vec<Frame> {
    let factors = factors(scene, 1);
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            for (which, by) in [(1, 12.0), (2, -8.0)] {
                map(
                    &mut levels[which],
                    factors,
                    |v, x, y| if is_background(spot, (x, y)) { v + by } else { v },
                );
            }
        }
    })
}

/// The background is lit from the right.
pub(super) fn background_lit(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let width = levels[0].width() as f64;
        if let Some(spot) = scene.spot(at) {
            map(&mut levels[0], (1, 1), |v, x, y| {
                let [u, _] = spot.of(x, y);
                let side = ((u - 1.3) * 2.0).clamp(0.0, 1.0);
                v + (10.0 * side * (x / width)) as f32
            });
        }
    })
}

/// The skin is brighter, up to an edge.
pub(super) fn skin_lit(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(mask) = scene.frames[at].skin.as_deref() {
            map(&mut levels[0], (1, 1), |v, x, y| v + 9.0 * mask.at(x as usize, y as usize));
        }
    })
}

/// Cheek-sized patches that come and go on the skin.
pub(super) fn patches(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            let noise = noise_of(&levels[0], 63, at, 0.25 * spot.iod_px as f32);
            let mut lit = levels[0].clone();
            add(&mut lit, &noise, 5.0);
            mix(&mut levels[0], &lit, (1, 1), |x, y| spot.within((x, y), [0.0, 0.45], [1.1, 1.3]));
        }
    })
}

/// A place of the forehead that gets brighter and darker by 4 %, three times a second.
pub(super) fn pulsing_spot(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            let mut lit = levels[0].clone();
            let gain = 1.0 + 0.04 * sin_cos_deg(45.0 * at as f64).0 as f32;
            lit.samples_mut().iter_mut().for_each(|v| *v *= gain);
            mix(&mut levels[0], &lit, (1, 1), |x, y| spot.within((x, y), [0.0, -0.5], [0.45; 2]));
        }
    })
}
