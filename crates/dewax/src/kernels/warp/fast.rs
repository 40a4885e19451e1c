//! The version that ships: four rows, four taps; samples outside repeat the edge.

use super::{Field, cubic, spline};
use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// Runs shorter than this are sampled one by one.
const SHORTEST_RUN: usize = 4;

/// A plane of `width` × `height` whose sample (x, y) is `plane` at `map(x, y) = (m[0]x + m[1]y + m[2], m[3]x + m[4]y + m[5])`.
/// Coordinates are sample centres counted from 0.
pub fn warp(plane: &Plane<f32>, m: [f64; 6], width: usize, height: usize) -> Plane<f32> {
    let offset = |x: usize, y: usize| {
        let (x, y) = (x as f64, y as f64);
        [(m[0] - 1.0) * x + m[1] * y + m[2], m[3] * x + (m[4] - 1.0) * y + m[5]]
    };
    rows(plane, width, height, cubic, |y, [across, down]| {
        straight(offset(0, y), offset(width, y), across, down);
    })
}

/// A plane of the field's size whose samples are `plane` at the field's places, straight lines between its nodes.
pub fn by_field(plane: &Plane<f32>, field: &Field) -> Plane<f32> {
    by_field_with(plane, field, cubic)
}

/// The same by cubic B-splines through the samples (M. Unser, "Splines: a perfect fit for signal and image processing", 1999): waves of
/// 3 px keep nine tenths half-way between samples, where Catmull-Rom leaves seven. Beside edges it may ring a little.
pub fn by_field_crisp(plane: &Plane<f32>, field: &Field) -> Plane<f32> {
    by_field_with(&coefficients(plane), field, spline)
}

/// What B-splines at the samples must be multiplied by to go through them: each sample with its neighbours times √3 · (√3 − 2)^distance,
/// across and down.
fn coefficients(plane: &Plane<f32>) -> Plane<f32> {
    let taps = super::through();
    let (width, height) = (plane.width(), plane.height());
    let mut across = Plane::new(width, height);
    across.samples_mut().par_chunks_mut(width.max(1)).enumerate().for_each_init(
        || vec![0.0f32; width + 2 * (taps.len() - 1)],
        |padded, (y, out)| {
            let (row, side) = (plane.row(y), taps.len() - 1);
            padded[..side].fill(row[0]);
            padded[side..side + width].copy_from_slice(row);
            padded[side + width..].fill(row[width - 1]);
            simd::run(
                #[inline(always)]
                || {
                    out.iter_mut().zip(row).for_each(|(o, v)| *o = taps[0] * v);
                    for (k, tap) in taps.iter().enumerate().skip(1) {
                        let (before, after) = (&padded[side - k..], &padded[side + k..]);
                        let pairs = before.iter().zip(after);
                        out.iter_mut().zip(pairs).for_each(|(o, (a, b))| *o += tap * (a + b));
                    }
                },
            );
        },
    );
    let mut out = Plane::new(width, height);
    out.samples_mut().par_chunks_mut(width.max(1)).enumerate().for_each(|(y, out)| {
        simd::run(
            #[inline(always)]
            || {
                out.iter_mut().zip(across.row(y)).for_each(|(o, v)| *o = taps[0] * v);
                for (k, tap) in taps.iter().enumerate().skip(1) {
                    let (y, k) = (y as isize, k as isize);
                    let pairs = across.row_clamped(y - k).iter().zip(across.row_clamped(y + k));
                    out.iter_mut().zip(pairs).for_each(|(o, (a, b))| *o += tap * (a + b));
                }
            },
        );
    });
    out
}

fn by_field_with(plane: &Plane<f32>, field: &Field, weights: impl Weights) -> Plane<f32> {
    let [step, step_y] = field.step;
    rows(plane, field.width, field.height, weights, |y, [across, down]| {
        let (above, t) = (y / step_y, (y % step_y) as f64 / step_y as f64);
        let node = |column: usize| {
            let [a, b] = [field.place(column, above), field.place(column, above + 1)];
            let [x, y] = [(column * step) as f64, y as f64];
            [a[0] + (b[0] - a[0]) * t - x, a[1] + (b[1] - a[1]) * t - y]
        };
        let mut left = node(0);
        for (column, (across, down)) in across.chunks_mut(step).zip(down.chunks_mut(step)).enumerate() {
            let right = node(column + 1);
            // The last cell may be cut: its line still leads to its node.
            let share = across.len() as f64 / step as f64;
            let end = [0, 1].map(|i| left[i] + (right[i] - left[i]) * share);
            straight(left, end, across, down);
            left = right;
        }
    })
}

/// Fills two rows with straight lines that would reach `end` one sample behind the last.
#[inline]
fn straight(start: [f64; 2], end: [f64; 2], across: &mut [f32], down: &mut [f32]) {
    for (i, row) in [across, down].into_iter().enumerate() {
        let (from, by) = (start[i] as f32, ((end[i] - start[i]) / row.len().max(1) as f64) as f32);
        for (k, o) in row.iter_mut().enumerate() {
            *o = from + k as f32 * by;
        }
    }
}

/// The weights of four neighbours for a sample so far (0..1) behind the second of them.
trait Weights: Fn(f32) -> [f32; 4] + Copy + Sync {}

impl<F: Fn(f32) -> [f32; 4] + Copy + Sync> Weights for F {}

/// What a row of output needs while it is made.
struct Scratch {
    /// How far the source lies from the output sample, in samples.
    offsets: [Vec<f32>; 2],
    /// The same in whole samples.
    whole: [Vec<i32>; 2],
}

/// Rows sampled at offsets from their own samples: small numbers, so that f32 is exact enough at any size of picture (at 8K
/// an f32 place would be off by 1/1000 px, which boils).
fn rows(
    plane: &Plane<f32>,
    width: usize,
    height: usize,
    weights: impl Weights,
    offsets: impl Fn(usize, [&mut [f32]; 2]) + Sync,
) -> Plane<f32> {
    let mut out = Plane::new(width, height);
    if width == 0 || plane.width() == 0 || plane.height() == 0 {
        return out;
    }
    out.samples_mut().par_chunks_mut(width).enumerate().for_each_init(
        || Scratch { offsets: [vec![0.0; width], vec![0.0; width]], whole: [vec![0; width], vec![0; width]] },
        |scratch, (y, row)| {
            offsets(y, scratch.offsets.each_mut().map(|o| &mut o[..]));
            sample_row(plane, y, weights, scratch, row);
        },
    );
    out
}

/// One row, in runs over which the source sample moves on by exactly one column per output sample and stays in its row:
/// there all loads are contiguous, and the compiler vectorises.
fn sample_row(plane: &Plane<f32>, y: usize, weights: impl Weights, scratch: &mut Scratch, out: &mut [f32]) {
    let n = out.len();
    let Scratch { offsets, whole } = scratch;
    simd::run(
        #[inline(always)]
        || {
            for (offsets, whole) in offsets.iter_mut().zip(whole.iter_mut()) {
                for (o, w) in offsets.iter_mut().zip(whole) {
                    // Truncation, one less for what is negative: the floor.
                    let floor = *o as i32;
                    let floor = floor - i32::from(*o < floor as f32);
                    *w = floor;
                    *o -= floor as f32;
                }
            }
        },
    );
    let [fx, fy] = offsets.each_ref().map(|o| &o[..n]);
    let [wx, wy] = whole.each_ref().map(|o| &o[..n]);
    let (last_x, last_y) = (plane.width() as i64 - 1, plane.height() as i64 - 1);
    let mut x = 0;
    while x < n {
        let (across, down) = (wx[x], wy[x]);
        let mut end = x + 1;
        while end < n && wx[end] == across && wy[end] == down {
            end += 1;
        }
        // Columns left − 1 to left + run + 1 must be inside.
        let left = x as i64 + i64::from(across);
        let row = y as i64 + i64::from(down);
        let run = (end - x).min((last_x - left - 1).max(0) as usize);
        if left < 1 || run < SHORTEST_RUN || !(-4..last_y + 4).contains(&row) {
            let (sx, sy) = (left as f64 + f64::from(fx[x]), row as f64 + f64::from(fy[x]));
            out[x] = at_with(plane, [sx, sy], weights);
            x += 1;
            continue;
        }
        let left = left as usize - 1;
        let four = [-1, 0, 1, 2].map(|k| &plane.row_clamped(row as isize + k)[left..left + run + 3]);
        run_of(four, [&fx[x..x + run], &fy[x..x + run]], weights, &mut out[x..x + run]);
        x += run;
    }
}

fn run_of(rows: [&[f32]; 4], [fx, fy]: [&[f32]; 2], weights: impl Weights, out: &mut [f32]) {
    let [a, b, c, d] = rows;
    let n = out.len();
    simd::run(
        #[inline(always)]
        || {
            let mix = |r: &[f32], i: usize, w: &[f32; 4]| {
                r[i] * w[0] + r[i + 1] * w[1] + r[i + 2] * w[2] + r[i + 3] * w[3]
            };
            let (a, b, c, d) = (&a[..n + 3], &b[..n + 3], &c[..n + 3], &d[..n + 3]);
            let (fx, fy) = (&fx[..n], &fy[..n]);
            for (i, o) in out.iter_mut().enumerate() {
                let (wx, wy) = (weights(fx[i]), weights(fy[i]));
                *o = mix(a, i, &wx) * wy[0]
                    + mix(b, i, &wx) * wy[1]
                    + mix(c, i, &wx) * wy[2]
                    + mix(d, i, &wx) * wy[3];
            }
        },
    );
}

/// `plane` between its samples. Places are f64: at 8K an f32 place would be off by 1/1000 px, which boils.
#[inline]
pub fn at(plane: &Plane<f32>, x: f64, y: f64) -> f32 {
    at_with(plane, [x, y], cubic)
}

#[inline(always)]
fn at_with(plane: &Plane<f32>, [x, y]: [f64; 2], weights: impl Weights) -> f32 {
    let (last_x, last_y) = (plane.width() as isize - 1, plane.height() as isize - 1);
    let (x, y) = (x.clamp(-4.0, last_x as f64 + 4.0), y.clamp(-4.0, last_y as f64 + 4.0));
    // Truncation is floor for what is not negative, and no call.
    let (ix, iy) = ((x + 4.0) as isize - 4, (y + 4.0) as isize - 4);
    let (wx, wy) = (weights((x - ix as f64) as f32), weights((y - iy as f64) as f32));
    let mut sum = 0.0f32;
    if ix >= 1 && ix + 2 <= last_x {
        let left = (ix - 1) as usize;
        for (k, w) in wy.iter().enumerate() {
            let four = &plane.row_clamped(iy - 1 + k as isize)[left..left + 4];
            sum += (four[0] * wx[0] + four[1] * wx[1] + four[2] * wx[2] + four[3] * wx[3]) * w;
        }
        return sum;
    }
    let column = |i: isize| i.clamp(0, last_x) as usize;
    let columns = [column(ix - 1), column(ix), column(ix + 1), column(ix + 2)];
    for (k, w) in wy.iter().enumerate() {
        let r = plane.row_clamped(iy - 1 + k as isize);
        sum +=
            (r[columns[0]] * wx[0] + r[columns[1]] * wx[1] + r[columns[2]] * wx[2] + r[columns[3]] * wx[3])
                * w;
    }
    sum
}
