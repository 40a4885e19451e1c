//! An ASC CDL, or a table of colours, laid on a whole frame.

use super::{chroma, round_u16};
use crate::color::{Cdl, Cube, Levels, LumaWeights, Siting, rgb_from_ycc, ycc_from_rgb};
use crate::px::{Frame, Plane, Subsampling};
use rayon::prelude::*;

/// Entries of the table of one channel's slope, offset, power.
const CURVE: usize = 4096;

/// The CDL on every pixel at 4:4:4; luma keeps its own resolution, chroma goes back to the frame's.
pub fn lay(levels: &Levels, weights: LumaWeights, siting: Siting, cdl: &Cdl, out: &mut Frame) {
    let curves: Vec<Vec<f32>> =
        (0..3).map(|c| (0..=CURVE).map(|i| cdl.toned(c, i as f32 / CURVE as f32)).collect()).collect();
    each(levels, weights, siting, out, |rgb| {
        cdl.saturated(std::array::from_fn(|c| look_up(&curves[c], rgb[c])))
    });
}

/// The table on every pixel, likewise: what a screen shows that has it.
pub fn show(levels: &Levels, weights: LumaWeights, siting: Siting, cube: &Cube, out: &mut Frame) {
    each(levels, weights, siting, out, |rgb| cube.shown(rgb).map(|v| v.clamp(0.0, 1.0)));
}

/// What `of` makes of red, green and blue of every pixel at 4:4:4.
#[inline(always)]
fn each(
    levels: &Levels,
    weights: LumaWeights,
    siting: Siting,
    out: &mut Frame,
    of: impl Fn([f32; 3]) -> [f32; 3] + Sync,
) {
    let size = (out.width(), out.height());
    let native = out.subsampling;
    let wide = |plane: &Plane<u16>| chroma::resample(plane, size, native, Subsampling::C444, siting);
    let (mut cb, mut cr) = (wide(out.plane(1)), wide(out.plane(2)));
    let width = size.0.max(1);
    let luma_rows = out.plane_mut(0).samples_mut().par_chunks_mut(width);
    let chroma_rows = cb.samples_mut().par_chunks_mut(width).zip(cr.samples_mut().par_chunks_mut(width));
    luma_rows.zip(chroma_rows).for_each(|(y_row, (cb_row, cr_row))| {
        for ((y, cb), cr) in y_row.iter_mut().zip(cb_row).zip(cr_row) {
            let rgb = rgb_from_ycc(weights, levels.units([*y, *cb, *cr].map(f32::from)));
            let stored = levels.stored(ycc_from_rgb(weights, of(rgb)));
            [*y, *cb, *cr] = stored.map(|v| round_u16(v, levels.legal.1));
        }
    });
    out.set_plane(1, chroma::resample(&cb, size, Subsampling::C444, native, siting));
    out.set_plane(2, chroma::resample(&cr, size, Subsampling::C444, native, siting));
}

#[inline(always)]
fn look_up(curve: &[f32], value: f32) -> f32 {
    let at = value.clamp(0.0, 1.0) * CURVE as f32;
    let i = (at as usize).min(CURVE - 1);
    curve[i] + (curve[i + 1] - curve[i]) * (at - i as f32)
}
