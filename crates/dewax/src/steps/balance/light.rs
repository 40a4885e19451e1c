//! The light of a frame taken to that of its shot, but for what stays as it is while the picture around it flickers.

use crate::color::{Levels, Light};
use crate::kernels::light::colour;
use crate::kernels::round_u16;
use crate::px::{Frame, LEVEL, Plane, Window};
use crate::step::Context;
use rayon::prelude::*;

/// No frame is moved by more than this: jumps of 20 levels in a picture whose middle is at 50 make as much.
const LARGEST_GAIN_STOPS: f32 = 0.6;
/// So many frames on each side say whether a pixel follows the flicker at all: a caption burned in behind it does not.
pub(super) const STEADY_FRAMES: isize = 3;
/// A pixel is asked that where following would move it by so much (RMS), 8-bit levels.
const LEAST_ASKED_LEVELS: f32 = 0.8;
/// It does not follow where it moved by less than the first of these as a share of that, and does from the second one on.
const STEADY: (f32, f32) = (0.3, 0.5);

/// What takes frame `index` to the light of its shot.
pub(super) fn of(context: &Context<'_>, index: usize, share: f32) -> Light {
    context.facts.light_back(index, context.picture.weights, share, LARGEST_GAIN_STOPS)
}

/// Lays a light on a frame.
pub(super) fn lay(context: &Context<'_>, source: &Window<'_>, light: &Light, out: &mut Frame) {
    let levels = &context.picture.levels;
    let follows = follows(context, source);
    let factors = out.subsampling.factors();
    let Some(gain) = light.one_gain() else {
        return lay_colour(source.here(), levels, light, &follows, out);
    };
    for which in 0..3 {
        let zero = if which == 0 { levels.black } else { levels.chroma_zero };
        let added = if which == 0 { light.added * levels.luma_span } else { 0.0 };
        let factors = if which == 0 { (1, 1) } else { factors };
        let change = |_, _, was: f32| (was - zero) * (gain - 1.0) + added;
        move_plane(out.plane_mut(which), levels.legal, (&follows, factors), change);
    }
}

/// The same for a light that has a colour: what brightness changes by depends on colour, and the other way round.
fn lay_colour(here: &Frame, levels: &Levels, light: &Light, follows: &Plane<f32>, out: &mut Frame) {
    let factors = here.subsampling.factors();
    let planes = [0, 1, 2].map(|which| here.plane(which));
    for which in 0..3 {
        let span = if which == 0 { levels.luma_span } else { levels.chroma_span };
        let of_plane = if which == 0 { (1, 1) } else { factors };
        move_plane(out.plane_mut(which), levels.legal, (follows, of_plane), |x, y, _| {
            let was = levels.units(colour(planes, factors, which, (x, y)));
            span * (light.of(was)[which] - was[which])
        });
    }
}

/// How far each pixel follows the flicker, 0..=1: what stays as it is while the picture around it flickers was laid over it
/// afterwards (a caption, a logo, a frame), and stays. Pixels of which too little is asked follow.
fn follows(context: &Context<'_>, source: &Window<'_>) -> Plane<f32> {
    let levels = &context.picture.levels;
    let here = source.here();
    let luma = here.luma();
    let own = of(context, here.index, 1.0);
    // What light of the shot's exposure looks like in each neighbour, from what it looks like here.
    let near: Vec<(&Plane<u16>, Light)> = (-STEADY_FRAMES..=STEADY_FRAMES)
        .filter(|by| *by != 0)
        .filter_map(|by| source.off(by))
        .map(|frame| (frame.luma(), own.then(&of(context, frame.index, 1.0).back())))
        .collect();
    let least = (LEAST_ASKED_LEVELS * LEVEL).powi(2) * near.len() as f32;
    let (width, height) = (luma.width(), luma.height());
    let (across, down) = here.subsampling.factors();
    let is_plain = near.iter().all(|(_, light)| light.one_gain().is_some());
    let mut out = Plane::from_fn(width, height, |_, _| 1.0);
    out.samples_mut().par_chunks_mut(width.max(1)).enumerate().for_each(|(y, row)| {
        for (x, (follows, &now)) in row.iter_mut().zip(luma.row(y)).enumerate() {
            let now = f32::from(now);
            let chroma = |which: usize| {
                let plane = here.plane(which);
                f32::from(plane.at((x / across) as isize, (y / down) as isize))
            };
            let ycc = if is_plain {
                [(now - levels.black) / levels.luma_span, 0.0, 0.0]
            } else {
                levels.units([now, chroma(1), chroma(2)])
            };
            let (mut moved, mut asked) = (0.0f32, 0.0f32);
            for (plane, light) in &near {
                let due = levels.black + levels.luma_span * light.of(ycc)[0];
                moved += (f32::from(plane.row(y)[x]) - now).powi(2);
                asked += (due - now).powi(2);
            }
            if asked >= least && asked > 0.0 {
                let share = (moved / asked).sqrt();
                *follows = ((share - STEADY.0) / (STEADY.1 - STEADY.0)).clamp(0.0, 1.0);
            }
        }
    });
    out
}

/// Adds to every sample what `change` says of its place and value, as far as the pixel follows. `factors`: luma px per sample.
fn move_plane(
    plane: &mut Plane<u16>,
    legal: (f32, f32),
    (follows, factors): (&Plane<f32>, (usize, usize)),
    change: impl Fn(usize, usize, f32) -> f32 + Sync,
) {
    let width = plane.width().max(1);
    plane.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
        let follows = follows.row((y * factors.1).min(follows.height().saturating_sub(1)));
        for (x, s) in row.iter_mut().enumerate() {
            let follows = follows[(x * factors.0).min(follows.len().saturating_sub(1))];
            let was = f32::from(*s);
            let v = was + follows * change(x, y, was);
            *s = round_u16(if v > legal.0 { v } else { legal.0 }, legal.1);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::Balance;
    use super::*;
    use crate::shelf::Shelf;
    use crate::clip::Shot;
    use crate::color::{rgb_from_ycc, ycc_from_rgb};
    use crate::demo::DrawnFace;
    use crate::facts::ShotFacts;
    use crate::step::{FaceFilter, Step};
    use std::sync::Arc;

    #[test]
    fn a_light_that_flickers_in_its_colour_becomes_steady_in_all_three_planes() {
        let picture = DrawnFace::new(64, 48, 7).picture();
        let (weights, levels) = (picture.weights, picture.levels);
        let off = |index: usize| [0.10, 0.03, -0.05].map(|v: f32| if index.is_multiple_of(2) { v } else { -v });
        let colour = |x: usize, y: usize| [0.5 + 0.02 * ((x / 2 + y / 2) % 9) as f32, -0.08, 0.11];
        let drawn = |index: usize, stops: [f32; 3]| {
            let mut frame = Frame::new(&picture.format, index);
            let (across, down) = frame.subsampling.factors();
            let lit = |x: usize, y: usize| {
                let mut rgb = rgb_from_ycc(weights, colour(x, y));
                rgb.iter_mut().zip(stops).for_each(|(v, s)| *v *= s.exp2());
                levels.stored(ycc_from_rgb(weights, rgb))
            };
            let luma = Plane::from_fn(64, 48, |x, y| lit(x, y)[0].round() as u16);
            frame.set_plane(0, luma);
            for which in 1..3 {
                let (width, height) = (64 / across, 48 / down);
                let plane = Plane::from_fn(width, height, |x, y| lit(x * across, y * down)[which].round() as u16);
                frame.set_plane(which, plane);
            }
            Arc::new(frame)
        };
        let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 7 });
        facts.channel_stops = (0..7).map(off).collect();
        let frames: Vec<Arc<Frame>> = (0..7).map(|i| drawn(i, off(i))).collect();
        let context = Context { picture: &picture, facts: &facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() };
        let mut out = (*frames[3]).clone();
        Balance::default().apply(&context, &Window::new(&frames, 3), &mut out);
        let due = drawn(3, [0.0; 3]);
        for which in 0..3 {
            let most = |frame: &Frame| {
                let pairs = frame.plane(which).samples().iter().zip(due.plane(which).samples());
                pairs.map(|(a, b)| (f32::from(*a) - f32::from(*b)).abs() / LEVEL).fold(0.0, f32::max)
            };
            assert!(most(&frames[3]) > 1.0, "plane {which}: {}", most(&frames[3]));
            assert!(most(&out) <= 0.5, "plane {which}: {}", most(&out));
        }
    }
}
