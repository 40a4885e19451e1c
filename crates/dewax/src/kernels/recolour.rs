//! A change of colour that differs from place to place, laid on a frame: luma stays.

use super::chroma::offset_px;
use super::round_u16;
use crate::color::{Levels, Siting};
use crate::px::{Frame, Plane};
use rayon::prelude::*;

/// Adds to Cb ÷ Y' and Cr ÷ Y' of every place what `shift` says, a cell for every square of `step_px` luma px, straight between the middles of
/// cells. Where it says 0 all around, no sample changes.
pub fn lay(levels: &Levels, siting: Siting, step_px: usize, shift: &[Plane<f32>; 2], out: &mut Frame) {
    let luma = out.luma().clone();
    let (across, down) = out.subsampling.factors();
    let origin = |factor: usize, horizontal: bool| {
        if factor == 1 { 0.0 } else { offset_px(siting, horizontal) as f32 }
    };
    let (left, top) = (origin(across, true), origin(down, false));
    let step = step_px.max(1) as f32;
    for (which, shift) in [(1, &shift[0]), (2, &shift[1])] {
        let plane = out.plane_mut(which);
        let width = plane.width().max(1);
        plane.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
            let v = ((y * down) as f32 + top + 0.5) / step - 0.5;
            for (x, sample) in row.iter_mut().enumerate() {
                let u = ((x * across) as f32 + left + 0.5) / step - 0.5;
                let by = between(shift, u, v);
                if by == 0.0 {
                    continue;
                }
                let mut light = 0.0f32;
                for i in 0..across * down {
                    let (x, y) = (x * across + i % across, y * down + i / across);
                    light += f32::from(luma.at(x as isize, y as isize)) - levels.black;
                }
                let light = (light / (across * down) as f32 / levels.luma_span).max(0.0);
                *sample = round_u16(f32::from(*sample) + by * light * levels.chroma_span, levels.legal.1);
            }
        });
    }
}

/// The value between the four cells around a place; beyond the edge, the edge.
fn between(plane: &Plane<f32>, u: f32, v: f32) -> f32 {
    let (x, y) = (u.floor(), v.floor());
    let (s, t) = (u - x, v - y);
    let (x, y) = (x as isize, y as isize);
    let mix = |a: f32, b: f32, share: f32| a + (b - a) * share;
    mix(mix(plane.at(x, y), plane.at(x + 1, y), s), mix(plane.at(x, y + 1), plane.at(x + 1, y + 1), s), t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;

    #[test]
    fn colour_moves_where_it_is_to_by_the_light_there_and_luma_stays() {
        let picture = DrawnFace::new(64, 48, 2).picture();
        let levels = &picture.levels;
        let mut frame = Frame::new(&picture.format, 0);
        let luma =
            |x: usize| (levels.black + levels.luma_span * if x < 32 { 0.25 } else { 0.5 }).round() as u16;
        frame.set_plane(0, Plane::from_fn(64, 48, |x, _| luma(x)));
        let was = frame.clone();
        let cells = |of: fn(usize) -> f32| Plane::from_fn(16, 12, |_, y| of(y));
        let shift = [cells(|y| if y < 6 { 0.0 } else { 0.1 }), cells(|_| -0.2)];
        lay(levels, picture.siting, 4, &shift, &mut frame);
        assert_eq!(frame.luma(), was.luma());
        let moved = |which: usize, x: usize, y: usize| {
            let at = |f: &Frame| f32::from(f.plane(which).row(y)[x]);
            (at(&frame) - at(&was)) / levels.chroma_span
        };
        let (width, height) = (frame.plane(1).width(), frame.plane(1).height());
        for (which, y, due) in [(1, 1, 0.0), (1, height - 2, 0.1), (2, 1, -0.2), (2, height - 2, -0.2)] {
            for (x, light) in [(2, 0.25), (width - 3, 0.5)] {
                let is = moved(which, x, y);
                assert!((is - due * light).abs() < 1e-3, "{which} {x} {y}: {is}");
            }
        }
        let untouched = (0..height / 2 - 3).all(|y| frame.plane(1).row(y) == was.plane(1).row(y));
        assert!(untouched, "where nothing is to move nothing does");
    }
}
