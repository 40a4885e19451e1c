//! A level's flow brought to the full size: bilinear between the centres of the level's pixels, in units of full pixels.

use super::Flow;
use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// Rows that one task of the thread pool makes.
const ROWS_PER_TASK: usize = 32;

/// `flow` of level `level` (0 being the full size) for a picture of `width` × `height`.
pub(super) fn expand(flow: &Flow, level: usize, width: usize, height: usize) -> Flow {
    let scale = (1usize << level) as f32;
    let [dx, dy] = [&flow.dx, &flow.dy].map(|plane| expand_plane(plane, level, scale, width, height));
    Flow { dx, dy }
}

/// `plane`, made larger by 2 to the power of `level` and cut to `width` × `height`; values times `scale`.
pub(super) fn expand_plane(
    plane: &Plane<f32>,
    level: usize,
    scale: f32,
    width: usize,
    height: usize,
) -> Plane<f32> {
    let factor = 1usize << level;
    let mut out = Plane::new(width, height);
    if width == 0 || plane.width() == 0 || plane.height() == 0 {
        return out;
    }
    out.samples_mut().par_chunks_mut(width * ROWS_PER_TASK).enumerate().for_each_init(
        || vec![0.0f32; plane.width() + 2],
        |mixed, (task, rows)| {
            simd::run(
                #[inline(always)]
                || {
                    for (i, row) in rows.chunks_exact_mut(width).enumerate() {
                        let y = (task * ROWS_PER_TASK + i) as f32;
                        mix_rows(plane, (y + 0.5) / factor as f32 - 0.5, scale, mixed);
                        match factor {
                            2 => stretch::<2>(mixed, row),
                            4 => stretch::<4>(mixed, row),
                            _ => stretch_by(factor, mixed, row),
                        }
                    }
                },
            );
        },
    );
    out
}

/// Row `y` of `plane` (between its rows) times `scale`, with one repeated sample at each end.
#[inline(always)]
fn mix_rows(plane: &Plane<f32>, y: f32, scale: f32, out: &mut [f32]) {
    let above = y.floor();
    let share = y - above;
    let (upper, lower) = (plane.row_clamped(above as isize), plane.row_clamped(above as isize + 1));
    let width = plane.width();
    for ((o, &a), &b) in out[1..=width].iter_mut().zip(upper).zip(lower) {
        *o = (a + (b - a) * share) * scale;
    }
    (out[0], out[width + 1]) = (out[1], out[width]);
}

/// `F` samples for each of a row, whose first and last sample lie outside the picture.
#[inline(always)]
fn stretch<const F: usize>(row: &[f32], out: &mut [f32]) {
    let (whole, rest) = out.as_chunks_mut::<F>();
    let samples = whole.len();
    let (left, middle, right) = (&row[..samples], &row[1..=samples], &row[2..samples + 2]);
    for (((o, &l), &m), &r) in whole.iter_mut().zip(left).zip(middle).zip(right) {
        let (to_left, to_right) = (l - m, r - m);
        for k in 0..F / 2 {
            let share = (k as f32 + 0.5) / F as f32;
            o[F / 2 + k] = m + to_right * share;
            o[F / 2 - 1 - k] = m + to_left * share;
        }
    }
    stretch_from(F, samples, row, rest);
}

/// [`stretch`] for any even factor.
#[inline(always)]
fn stretch_by(factor: usize, row: &[f32], out: &mut [f32]) {
    for (sample, part) in out.chunks_mut(factor).enumerate() {
        stretch_from(factor, sample, row, part);
    }
}

/// The pixels of one sample, or those of them that fit.
#[inline(always)]
fn stretch_from(factor: usize, sample: usize, row: &[f32], out: &mut [f32]) {
    for (k, o) in out.iter_mut().enumerate() {
        let (middle, half) = (row[sample + 1], factor / 2);
        let (side, steps) = if k < half { (row[sample], half - 1 - k) } else { (row[sample + 2], k - half) };
        *o = middle + (side - middle) * ((steps as f32 + 0.5) / factor as f32);
    }
}
