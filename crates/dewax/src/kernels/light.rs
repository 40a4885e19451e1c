//! Another light laid on a whole frame, sample by sample.

use super::round_u16;
use crate::color::{Levels, Light};
use crate::px::{Frame, Plane};
use rayon::prelude::*;

/// Takes every colour of a frame to what it is under another light.
pub fn lay(levels: &Levels, light: &Light, out: &mut Frame) {
    let was = [0, 1, 2].map(|which| out.plane(which).clone());
    let was = was.each_ref();
    let factors = out.subsampling.factors();
    for which in 0..3 {
        if which == 0 && light.matrix[0] == [1.0, 0.0, 0.0] && light.added == 0.0 {
            continue;
        }
        let plane = out.plane_mut(which);
        let width = plane.width().max(1);
        plane.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
            for (x, sample) in row.iter_mut().enumerate() {
                let here = levels.units(colour(was, factors, which, (x, y)));
                *sample = round_u16(levels.stored(light.of(here))[which], levels.legal.1);
            }
        });
    }
}

/// The three samples that belong to one of plane `which`, in stored units: to luma the nearest samples of chroma, to chroma the mean luma
/// that it covers. Light varies little over two pixels beside what it is. `across` and `down`: luma px per sample of chroma.
#[inline(always)]
pub fn colour(
    [luma, cb, cr]: [&Plane<u16>; 3],
    (across, down): (usize, usize),
    which: usize,
    (x, y): (usize, usize),
) -> [f32; 3] {
    if which == 0 {
        let chroma = |plane: &Plane<u16>| f32::from(plane.at((x / across) as isize, (y / down) as isize));
        return [f32::from(luma.row(y)[x]), chroma(cb), chroma(cr)];
    }
    let mut sum = 0.0f32;
    for i in 0..across * down {
        sum += f32::from(luma.at((x * across + i % across) as isize, (y * down + i / across) as isize));
    }
    [sum / (across * down) as f32, f32::from(cb.row(y)[x]), f32::from(cr.row(y)[x])]
}
