//! The variational refinement: the field that fits brightness and gradients of both pictures and is smooth, with robust
//! penalties (T. Brox, A. Bruhn, N. Papenberg, J. Weickert, "High Accuracy Optical Flow Estimation Based on a Theory for
//! Warping", ECCV 2004; constraints normalised after H. Zimmer, A. Bruhn, J. Weickert, "Optic Flow in Harmony", IJCV
//! 2011).
//!
//! With picture two laid onto picture one by the motion found so far, each pixel gives three straight lines in the plane
//! of motions: brightness, and both gradients. A line is held as its unit normal and its offset, so that the residual is
//! a distance in pixels. The equations that follow are solved in `relax.rs`.

use super::board::Board;
use super::lanes::inverse_root;
use super::pyramid::{Level, MARGIN_PX};
use super::relax::{LINE_NUMBERS, System, put_line_row, solve};
use super::spread::Spread;
use crate::kernels::simd;
use rayon::prelude::*;

/// Square of the gradient, in levels per px, below which a line counts for less: 0.1 in the paper of Zimmer et al. and
/// in OpenCV.
const ZETA_SQUARED: f32 = 0.1 * 0.1;

/// Rows that one task of the thread pool makes.
const ROWS_PER_TASK: usize = 32;

/// Pixels that are laid at once.
const WIDE: usize = 16;

/// Columns that a row of a difference repeats at each end: second differences reach so far.
const REACH: usize = 2;

/// Makes the motion of `found` smooth and exact, in place, by `rounds` fixed-point iterations.
pub(super) fn refine(from: &Level, to: &Level, found: &mut Spread, rounds: usize) {
    let (width, height) = (from.width, from.height);
    let mut system = System::new(width, height);
    lines(from, to, found, &mut system);
    let mut across = Board::of(&found.flow.dx);
    let mut down = Board::of(&found.flow.dy);
    solve(system, &mut across, &mut down, rounds);
    across.put(&mut found.flow.dx);
    down.put(&mut found.flow.dy);
}

/// Rows of picture one and two with their margins, as one task needs them.
struct Strip {
    /// Samples of a row.
    stride: usize,
    /// First row, may be above the picture.
    top: isize,
    /// Mean of picture one and of picture two laid onto it.
    mean: Vec<f32>,
    /// Their difference.
    change: Vec<f32>,
    /// 1 where picture two was seen, 0 where the motion leads out of it.
    seen: Vec<f32>,
}

impl Strip {
    fn new(width: usize) -> Self {
        let stride = width + 2 * REACH;
        let rows = vec![0.0; stride * (ROWS_PER_TASK + 2 * REACH)];
        Self { stride, top: 0, mean: rows.clone(), change: rows.clone(), seen: rows }
    }

    /// Where row `y` starts, at column 0.
    fn place(&self, y: isize) -> usize {
        (y - self.top) as usize * self.stride + REACH
    }
}

/// Fills `system` with the lines of every pixel.
fn lines(from: &Level, to: &Level, found: &Spread, system: &mut System) {
    let (width, height) = (from.width, from.height);
    system.line_rows(ROWS_PER_TASK).enumerate().for_each_init(
        || (Strip::new(width), vec![0.0f32; width * LINE_NUMBERS]),
        |(strip, row), (task, part)| {
            let y0 = task * ROWS_PER_TASK;
            let y1 = (y0 + ROWS_PER_TASK).min(height);
            strip.top = y0 as isize - REACH as isize;
            for y in strip.top..(y1 + REACH) as isize {
                lay(from, to, found, y.clamp(0, height as isize - 1) as usize, y, strip);
            }
            let length = part.len() / (y1 - y0);
            for (y, out) in (y0..y1).zip(part.chunks_exact_mut(length)) {
                simd::run(
                    #[inline(always)]
                    || {
                        let moved = [found.flow.dx.row(y), found.flow.dy.row(y)];
                        line_row(strip, y as isize, moved, width, row);
                        put_line_row(row, width, y, out);
                    },
                );
            }
        },
    );
}

/// Row `y` of picture two laid onto picture one, as row `row` of the strip.
fn lay(from: &Level, to: &Level, found: &Spread, y: usize, row: isize, strip: &mut Strip) {
    let (width, start) = (from.width, strip.place(row));
    simd::run(
        #[inline(always)]
        || {
            let [one, dx, dy, light] =
                [&from.row(y)[..width], found.flow.dx.row(y), found.flow.dy.row(y), found.brighter.row(y)];
            for x in (0..width).step_by(WIDE) {
                let end = (x + WIDE).min(width);
                let group = [&one[x..end], &dx[x..end], &dy[x..end], &light[x..end]];
                let [mean, change, seen] = lay_group(to, x, y, group);
                let at = start + x..start + end;
                strip.mean[at.clone()].copy_from_slice(&mean[..end - x]);
                strip.change[at.clone()].copy_from_slice(&change[..end - x]);
                strip.seen[at].copy_from_slice(&seen[..end - x]);
            }
        },
    );
    for values in [&mut strip.mean, &mut strip.change] {
        let (first, last) = (values[start], values[start + width - 1]);
        values[start - REACH..start].fill(first);
        values[start + width..start + width + REACH].fill(last);
    }
}

/// Up to [`WIDE`] pixels of [`lay`] from (x, y) on. `group`: picture one, motion to the right and down, brightness.
/// Gives the mean, the difference, and whether picture two was seen.
#[inline(always)]
fn lay_group(to: &Level, x: usize, y: usize, group: [&[f32]; 4]) -> [[f32; WIDE]; 3] {
    let count = group[0].len();
    let [mut one, mut dx, mut dy, mut light] = [[0.0f32; WIDE]; 4];
    one[..count].copy_from_slice(group[0]);
    dx[..count].copy_from_slice(group[1]);
    dy[..count].copy_from_slice(group[2]);
    light[..count].copy_from_slice(group[3]);
    let (last_x, last_y) = ((to.width - 1) as f32, (to.height - 1) as f32);
    let (mut place, mut along, mut below, mut seen) =
        ([0u32; WIDE], [0.0f32; WIDE], [0.0f32; WIDE], [0.0f32; WIDE]);
    for i in 0..WIDE {
        let (px, py) = ((x as u32 + i as u32) as f32 + dx[i], y as f32 + dy[i]);
        // `max` and `min` keep out what is no number, and motion that is too far to be held to half a pixel.
        let inside_x = px.max(-1.0).min(last_x + 1.0);
        let inside_y = py.max(-1.0).min(last_y + 1.0);
        let near = (inside_x - px).abs().max((inside_y - py).abs()) <= 0.0;
        let (far_x, far_y) =
            ((px - last_x * 0.5).abs() - last_x * 0.5, (py - last_y * 0.5).abs() - last_y * 0.5);
        seen[i] = if near && far_x.max(far_y) <= 0.5 { 1.0 } else { 0.0 };
        let (column, share) = whole(inside_x + MARGIN_PX as f32);
        let (row, under) = whole(inside_y + MARGIN_PX as f32);
        (place[i], along[i], below[i]) = (row * to.stride as u32 + column, share, under);
    }
    let mut corners = [[0.0f32; WIDE]; 4];
    for i in 0..WIDE {
        let at = place[i] as usize;
        let block = &to.samples[at..at + to.stride + 2];
        corners[0][i] = block[0];
        corners[1][i] = block[1];
        corners[2][i] = block[to.stride];
        corners[3][i] = block[to.stride + 1];
    }
    let (mut mean, mut change) = ([0.0f32; WIDE], [0.0f32; WIDE]);
    for i in 0..WIDE {
        let upper = corners[0][i] + (corners[1][i] - corners[0][i]) * along[i];
        let lower = corners[2][i] + (corners[3][i] - corners[2][i]) * along[i];
        let two = upper + (lower - upper) * below[i] - light[i];
        (mean[i], change[i]) = ((one[i] + two) * 0.5, two - one[i]);
    }
    [mean, change, seen]
}

/// The whole part of a number above 0.5 and below 2²², and the rest, 0 to 1 (a whole number may come as one less and 1).
/// Adding 2²³ leaves the nearest whole number in the low bits: much faster than a cast, which must mind every case.
#[inline(always)]
fn whole(value: f32) -> (u32, f32) {
    let shifted = value - 0.5 + 8_388_608.0;
    (shifted.to_bits() & 0x007f_ffff, value - (shifted - 8_388_608.0))
}

/// The nine numbers of each pixel of row `y`: normal and offset of the lines of brightness, of the horizontal gradient,
/// and of the vertical gradient; each number in its own run of `width`. Differences are central. `moved` is the motion
/// by which picture two was laid: offsets count from no motion.
#[inline(always)]
fn line_row(strip: &Strip, y: isize, moved: [&[f32]; 2], width: usize, out: &mut [f32]) {
    let row = |values: &'_ [f32], down: isize, right: isize| {
        let start = (strip.place(y + down) as isize + right) as usize;
        start..start + width.min(values.len())
    };
    let mean = |down: isize, right: isize| &strip.mean[row(&strip.mean, down, right)];
    let change = |down: isize, right: isize| &strip.change[row(&strip.change, down, right)];
    let (left, here, right, up, down) = (mean(0, -1), mean(0, 0), mean(0, 1), mean(-1, 0), mean(1, 0));
    let (left2, right2, up2, down2) = (mean(0, -2), mean(0, 2), mean(-2, 0), mean(2, 0));
    let (up_left, up_right, down_left, down_right) = (mean(-1, -1), mean(-1, 1), mean(1, -1), mean(1, 1));
    let (c_left, c_here, c_right) = (change(0, -1), change(0, 0), change(0, 1));
    let (c_up, c_down) = (change(-1, 0), change(1, 0));
    let seen = &strip.seen[row(&strip.seen, 0, 0)];
    let (u, v) = (&moved[0][..width], &moved[1][..width]);
    let (brightness, gradients) = out.split_at_mut(3 * width);
    let (along, downwards) = gradients.split_at_mut(3 * width);
    let [bx, by, bz] = thirds(brightness, width);
    for x in 0..width {
        let (ix, iy) = ((right[x] - left[x]) * 0.5, (down[x] - up[x]) * 0.5);
        let share = seen[x] * inverse_root(ix * ix + iy * iy + ZETA_SQUARED);
        (bx[x], by[x]) = (ix * share, iy * share);
        bz[x] = c_here[x] * share - bx[x] * u[x] - by[x] * v[x];
    }
    let [ax, ay, az] = thirds(along, width);
    for x in 0..width {
        let xx = (right2[x] - 2.0 * here[x] + left2[x]) * 0.25;
        let xy = ((down_right[x] - down_left[x]) - (up_right[x] - up_left[x])) * 0.25;
        let share = seen[x] * inverse_root(xx * xx + xy * xy + ZETA_SQUARED);
        (ax[x], ay[x]) = (xx * share, xy * share);
        az[x] = (c_right[x] - c_left[x]) * 0.5 * share - ax[x] * u[x] - ay[x] * v[x];
    }
    let [dx, dy, dz] = thirds(downwards, width);
    for x in 0..width {
        let xy = ((down_right[x] - down_left[x]) - (up_right[x] - up_left[x])) * 0.25;
        let yy = (down2[x] - 2.0 * here[x] + up2[x]) * 0.25;
        let share = seen[x] * inverse_root(xy * xy + yy * yy + ZETA_SQUARED);
        (dx[x], dy[x]) = (xy * share, yy * share);
        dz[x] = (c_down[x] - c_up[x]) * 0.5 * share - dx[x] * u[x] - dy[x] * v[x];
    }
}

fn thirds(values: &mut [f32], width: usize) -> [&mut [f32]; 3] {
    let (first, rest) = values.split_at_mut(width);
    let (second, third) = rest.split_at_mut(width);
    [first, second, third]
}
