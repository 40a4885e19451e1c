//! The version that ships: column sums of a block row as integers, then one pass along the row.

use super::size;
use crate::kernels::simd;
use crate::px::{Plane, Rect};
use rayon::prelude::*;

/// The means of the `step_px` × `step_px` blocks of a plane of samples; blocks cut by the edge average what is there.
pub fn shrink(plane: &Plane<u16>, step_px: usize) -> Plane<f32> {
    shrink_part(plane, Rect::of(plane.width(), plane.height()), step_px)
}

/// [`shrink`] of a part of a plane; blocks start at the part's corner.
pub fn shrink_part(plane: &Plane<u16>, part: Rect, step_px: usize) -> Plane<f32> {
    let (out_w, out_h) = size(part.width(), part.height(), step_px);
    let mut out = Plane::new(out_w, out_h);
    if out_w == 0 {
        return out;
    }
    out.samples_mut().par_chunks_mut(out_w).enumerate().for_each_init(
        || vec![0u32; part.width()],
        |sums, (j, row)| {
            let (y0, y1) = (part.y0 + j * step_px, (part.y0 + (j + 1) * step_px).min(part.y1));
            simd::run(
                #[inline(always)]
                || {
                    sums.fill(0);
                    for y in y0..y1 {
                        for (s, &v) in sums.iter_mut().zip(&plane.row(y)[part.x0..part.x1]) {
                            *s += u32::from(v);
                        }
                    }
                    for (o, block) in row.iter_mut().zip(sums.chunks(step_px)) {
                        let sum: u32 = block.iter().sum();
                        *o = sum as f32 / (block.len() * (y1 - y0)) as f32;
                    }
                },
            );
        },
    );
    out
}

/// [`shrink`] for a plane that is in f32 already.
pub fn shrink_f32(plane: &Plane<f32>, step_px: usize) -> Plane<f32> {
    let (out_w, out_h) = size(plane.width(), plane.height(), step_px);
    let mut sums = vec![0.0f32; plane.width()];
    let mut out = Plane::new(out_w, out_h);
    for j in 0..out_h {
        let (y0, y1) = (j * step_px, ((j + 1) * step_px).min(plane.height()));
        sums.fill(0.0);
        for y in y0..y1 {
            for (s, &v) in sums.iter_mut().zip(plane.row(y)) {
                *s += v;
            }
        }
        for (o, block) in out.row_mut(j).iter_mut().zip(sums.chunks(step_px)) {
            *o = block.iter().sum::<f32>() / (block.len() * (y1 - y0)) as f32;
        }
    }
    out
}
