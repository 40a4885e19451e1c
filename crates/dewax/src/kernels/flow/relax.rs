//! The equations of the refinement and their solution: robust weights are fixed in turn (fixed-point iterations), and
//! each time successive over-relaxation makes a few sweeps.
//!
//! Red pixels and black ones take turns (`board.rs`), so the result is the same bits at every width of vectors and on
//! any threads.

use super::board::{Board, WIDE, cells, row_length, shift};
use super::lanes::{Lanes, groups, groups_mut};
use crate::kernels::simd;
use rayon::prelude::*;
use std::cell::Cell;
use std::thread::LocalKey;

/// Numbers per pixel that say what the pictures want: three lines (unit normal x, y, offset).
pub(super) const LINE_NUMBERS: usize = 9;

/// Numbers per pixel of the equations: inverse of the 2 × 2 block (xx, xy, yy) and right-hand side (x, y).
const EQUATION_NUMBERS: usize = 5;

// Weights of OpenCV's DIS; the halves come from the derivative of the penalty, sqrt(s² + ε²).
/// Smoothness.
const ALPHA_HALF: f32 = 20.0 / 2.0;
/// Constancy of the gradient.
const GAMMA_HALF: f32 = 10.0 / 2.0;
/// Constancy of brightness.
const DELTA_HALF: f32 = 5.0 / 2.0;
/// ε², px²: where the penalty turns from square to linear.
const EPSILON_SQUARED: f32 = 0.001 * 0.001;

/// Sweeps over both colours per fixed-point iteration, and over-relaxation: those of OpenCV's DIS.
const SWEEPS: usize = 5;
const OMEGA: f32 = 1.6;

/// Rows of a band: what one task relaxes while it is in the cache; more than twice the half-sweeps.
const BAND: usize = 32;

/// Rows that one task of the thread pool makes of weights and equations.
const ROWS_PER_TASK: usize = 16;

/// Writes a row of line numbers (each in its own run of `width`) by colour, group by group, number by number: what is
/// worked on together lies together, so the memory is read in one stream.
#[inline(always)]
pub(super) fn put_line_row(values: &[f32], width: usize, y: usize, out: &mut [f32]) {
    let (even, odd) = out.split_at_mut(out.len() / 2);
    let (first, second) = if y.is_multiple_of(2) { (even, odd) } else { (odd, even) };
    let (first, second) = (first.as_chunks_mut::<WIDE>().0, second.as_chunks_mut::<WIDE>().0);
    for (number, values) in values.chunks_exact(width).enumerate() {
        let groups = first.chunks_exact_mut(LINE_NUMBERS).zip(second.chunks_exact_mut(LINE_NUMBERS));
        for (k, (first, second)) in groups.enumerate() {
            let values = &values[(k * 2 * WIDE).min(width)..];
            // The cells beyond the edge want nothing.
            let mut both = [0.0f32; 2 * WIDE];
            match values.first_chunk::<{ 2 * WIDE }>() {
                Some(whole) => both = *whole,
                None => both[..values.len()].copy_from_slice(values),
            }
            let (first, second) = (&mut first[number], &mut second[number]);
            for i in 0..WIDE {
                (first[i], second[i]) = (both[2 * i], both[2 * i + 1]);
            }
        }
    }
}

/// Memory for more than this many numbers is given back after use: a picture of 2160 rows at half size.
const LARGEST_KEPT: usize = 32 << 20;

std::thread_local! {
    static LINES: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
    static EQUATIONS: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// `length` numbers of any value. New memory from the system for every level would take an eighth of the whole time.
fn lend(from: &'static LocalKey<Cell<Vec<f32>>>, length: usize) -> Vec<f32> {
    let mut numbers = from.take();
    if numbers.len() < length {
        numbers = vec![0.0; length];
    }
    numbers
}

/// Keeps the memory for the next level or picture of this thread.
fn give_back(to: &'static LocalKey<Cell<Vec<f32>>>, numbers: Vec<f32>) {
    if numbers.len() <= LARGEST_KEPT {
        to.set(numbers);
    }
}

/// What is to be solved.
#[derive(Debug)]
pub(super) struct System {
    width: usize,
    /// Row by row, colour by colour, group by group, number by number, cell by cell.
    lines: Vec<f32>,
    /// How many numbers of `lines` are of this level.
    length: usize,
    /// Weight of the smoothness between a pixel and its right neighbour; 0 across the edge.
    rightwards: Board,
    /// The same for the neighbour below.
    downwards: Board,
}

impl System {
    pub(super) fn new(width: usize, height: usize) -> Self {
        let length = 2 * cells(width) * LINE_NUMBERS * height;
        let board = Board::new(width, height);
        Self { width, lines: lend(&LINES, length), length, rightwards: board.clone(), downwards: board }
    }

    /// The line numbers, `rows` rows of the picture at a time.
    pub(super) fn line_rows(&mut self, rows: usize) -> rayon::slice::ChunksMut<'_, f32> {
        self.lines[..self.length].par_chunks_mut(rows * 2 * cells(self.width) * LINE_NUMBERS)
    }
}

/// Moves `across` and `down` to the solution by `rounds` fixed-point iterations.
pub(super) fn solve(mut system: System, across: &mut Board, down: &mut Board, rounds: usize) {
    let length = across.height * 2 * cells(across.width) * EQUATION_NUMBERS;
    let mut equations = lend(&EQUATIONS, length);
    for _ in 0..rounds {
        across.repeat_edge();
        down.repeat_edge();
        weigh(&mut system, across, down);
        relax(&system, &mut equations[..length], across, down);
    }
    give_back(&EQUATIONS, equations);
    give_back(&LINES, system.lines);
}

/// The weights of the smoothness, from the motion so far.
fn weigh(system: &mut System, across: &Board, down: &Board) {
    let (width, height, length) = (across.width, across.height, row_length(across.width));
    let inside = length..length * (height + 1);
    let rightwards = system.rightwards.data[inside.clone()].par_chunks_mut(length * ROWS_PER_TASK);
    let downwards = system.downwards.data[inside].par_chunks_mut(length * ROWS_PER_TASK);
    rightwards.zip(downwards).enumerate().for_each(|(task, (right, below))| {
        let rows = right.chunks_exact_mut(length).zip(below.chunks_exact_mut(length));
        for (i, (right, below)) in rows.enumerate() {
            let y = task * ROWS_PER_TASK + i;
            let here = (y + 1) * length;
            simd::run(
                #[inline(always)]
                || {
                    weigh_row(
                        [across, down].map(|b| &b.data[here..here + 2 * length]),
                        y,
                        width,
                        right,
                        below,
                    )
                },
            );
            if y + 1 == height {
                below.fill(0.0);
            }
        }
    });
}

/// `motion`: this row and the next of both boards.
#[inline(always)]
fn weigh_row(motion: [&[f32]; 2], y: usize, width: usize, right: &mut [f32], below: &mut [f32]) {
    let half = right.len() / 2;
    let count = (half - 2) / WIDE;
    let (epsilon, alpha) = (Lanes::all(EPSILON_SQUARED), Lanes::all(ALPHA_HALF));
    for colour in 0..2 {
        let (own, other, off) = (colour * half + 1, (1 - colour) * half + 1, shift(y, colour));
        let [here, next, under] = [own, other + off, 2 * half + other]
            .map(|at| motion.map(|values| groups::<WIDE>(values, at, count)));
        let to_right = groups_mut::<WIDE>(right, own, count);
        let to_below = groups_mut::<WIDE>(below, own, count);
        for k in 0..count {
            let mut sum = epsilon;
            for which in 0..2 {
                let value = Lanes(here[which][k]);
                let (a, b) = (Lanes(next[which][k]) - value, Lanes(under[which][k]) - value);
                sum = sum + a * a + b * b;
            }
            let weight = (sum.inverse_root() * alpha).0;
            (to_right[k], to_below[k]) = (weight, weight);
        }
        // No smoothness across the right edge, none among the cells beyond it.
        let pixels = (width + 1 - off) / 2;
        below[own + pixels..own + half - 2].fill(0.0);
        let inner = if (width - 1) % 2 == off { pixels - 1 } else { pixels };
        right[own + inner..own + half - 2].fill(0.0);
    }
}

/// The equations of row `y`, from the lines and the weights. `motion`: the row in both boards.
fn set_up(system: &System, motion: [&[f32]; 2], y: usize, out: &mut [f32]) {
    let length = row_length(system.width);
    let line_row = 2 * cells(system.width) * LINE_NUMBERS;
    let here = (y + 1) * length;
    let lines = &system.lines[y * line_row..(y + 1) * line_row];
    let (right, below) = (&system.rightwards.data, &system.downwards.data);
    let weights = [&right[here..here + length], &below[here - length..here + length]];
    let half = out.len() / 2;
    simd::run(
        #[inline(always)]
        || {
            for (colour, out) in out.chunks_exact_mut(half).enumerate() {
                let lines = &lines[colour * line_row / 2..(colour + 1) * line_row / 2];
                set_up_row(lines, weights, motion, (y, colour), out);
            }
        },
    );
}

/// `weights`: to the right, of this row; downwards, of the row above and this one.
#[inline(always)]
fn set_up_row(
    lines: &[f32],
    weights: [&[f32]; 2],
    motion: [&[f32]; 2],
    (y, colour): (usize, usize),
    out: &mut [f32],
) {
    let half = weights[0].len() / 2;
    let count = (half - 2) / WIDE;
    let (own, other, off) = (colour * half + 1, (1 - colour) * half + 1, shift(y, colour));
    let lines = &lines.as_chunks::<WIDE>().0.as_chunks::<LINE_NUMBERS>().0[..count];
    let right = groups::<WIDE>(weights[0], own, count);
    let left = groups::<WIDE>(weights[0], other + off - 1, count);
    let below = groups::<WIDE>(weights[1], 2 * half + own, count);
    let above = groups::<WIDE>(weights[1], other, count);
    let [u, v] = motion.map(|values| groups::<WIDE>(values, own, count));
    let out = &mut out.as_chunks_mut::<WIDE>().0.as_chunks_mut::<EQUATION_NUMBERS>().0[..count];
    let (epsilon, delta, gamma) =
        (Lanes::all(EPSILON_SQUARED), Lanes::all(DELTA_HALF), Lanes::all(GAMMA_HALF));
    let zero = Lanes::<WIDE>::all(0.0);
    for k in 0..count {
        let (u, v) = (Lanes(u[k]), Lanes(v[k]));
        let [bx, by, bz, ax, ay, az, dx, dy, dz] = lines[k];
        let (bx, by, bz) = (Lanes(bx), Lanes(by), Lanes(bz));
        let (ax, ay, az) = (Lanes(ax), Lanes(ay), Lanes(az));
        let (dx, dy, dz) = (Lanes(dx), Lanes(dy), Lanes(dz));
        let residual = bx * u + by * v + bz;
        let bright = (residual * residual + epsilon).inverse_root() * delta;
        let (one, two) = (ax * u + ay * v + az, dx * u + dy * v + dz);
        let edge = (one * one + two * two + epsilon).inverse_root() * gamma;
        let smooth = Lanes(right[k]) + Lanes(left[k]) + Lanes(below[k]) + Lanes(above[k]);
        let block_xx = bright * bx * bx + edge * (ax * ax + dx * dx) + smooth;
        let block_xy = bright * bx * by + edge * (ax * ay + dx * dy);
        let block_yy = bright * by * by + edge * (ay * ay + dy * dy) + smooth;
        let determinant = block_xx * block_yy - block_xy * block_xy;
        // The cells beyond the edge have none; theirs stays 0.
        let share = determinant.map(|d| OMEGA / if d > 1e-20 { d } else { 1e-20 });
        let [xx, xy, yy, x, y] = &mut out[k];
        *xx = (block_yy * share).0;
        *xy = (zero - block_xy * share).0;
        *yy = (block_xx * share).0;
        *x = (zero - (bright * bx * bz + edge * (ax * az + dx * dz))).0;
        *y = (zero - (bright * by * bz + edge * (ay * az + dy * dz))).0;
    }
}

/// Sets up the equations and makes [`SWEEPS`] sweeps over both colours.
///
/// A half-sweep of a row needs the rows above and below after the half-sweep before. So each band does on its own what
/// it can, one row less at each inner edge with every half-sweep; then the wedges between bands are filled in. The
/// result is that of whole sweeps, but every row stays in the cache for all of them, and bands are free of each other.
fn relax(system: &System, equations: &mut [f32], across: &mut Board, down: &mut Board) {
    let (height, length) = (across.height, row_length(across.width));
    let row = 2 * cells(across.width) * EQUATION_NUMBERS;
    let end = height + 1;
    // Rows of boards count from the one above the picture: the first band has one row of equations less.
    let (first_band, others) = equations.split_at_mut((BAND - 1).min(height) * row);
    let equation_bands: Vec<&mut [f32]> =
        std::iter::once(first_band).chain(others.chunks_mut(BAND * row)).collect();
    let bands = across.data.par_chunks_mut(BAND * length).zip(down.data.par_chunks_mut(BAND * length));
    bands.zip(equation_bands).enumerate().for_each(|(band, ((u, v), equations))| {
        let (top, bottom) = (band * BAND, (band + 1) * BAND);
        let first_row = top.max(1);
        for (i, out) in equations.chunks_exact_mut(row).enumerate() {
            let at = (first_row + i - top) * length;
            set_up(system, [&u[at..at + length], &v[at..at + length]], first_row + i - 1, out);
        }
        let equations = (&*equations, first_row);
        for step in 0..2 * SWEEPS {
            let first = if top == 0 { 1 } else { top + 1 + step };
            let last = if bottom > end { end } else { bottom - 1 - step };
            relax_rows(system, equations, step % 2, first..last, top, [u, v]);
        }
    });
    let skipped = (BAND / 2 * length).min(across.data.len());
    let (u, v) = (&mut across.data[skipped..], &mut down.data[skipped..]);
    let wedges = u.par_chunks_mut(BAND * length).zip(v.par_chunks_mut(BAND * length));
    let equations = (&*equations, 1);
    wedges.enumerate().for_each(|(wedge, (u, v))| {
        let middle = (wedge + 1) * BAND;
        if middle > end {
            return;
        }
        for step in 0..2 * SWEEPS {
            let rows = middle - 1 - step..(middle + 1 + step).min(end);
            relax_rows(system, equations, step % 2, rows, middle - BAND / 2, [u, v]);
        }
    });
}

/// Relaxes one colour of some rows; `motion` holds rows from `top` on, `equations` from its second part on. Rows count
/// from the one above the picture.
fn relax_rows(
    system: &System,
    equations: (&[f32], usize),
    colour: usize,
    rows: std::ops::Range<usize>,
    top: usize,
    motion: [&mut [f32]; 2],
) {
    let length = row_length(system.width);
    let equation_row = cells(system.width) * EQUATION_NUMBERS;
    let [u, v] = motion;
    simd::run(
        #[inline(always)]
        || {
            for row in rows {
                let start = ((row - equations.1) * 2 + colour) * equation_row;
                let equations = &equations.0[start..start + equation_row];
                let right = &system.rightwards.data[row * length..(row + 1) * length];
                let below = &system.downwards.data[(row - 1) * length..(row + 1) * length];
                let at = (row - 1 - top) * length;
                let motion = [&mut u[at..at + 3 * length], &mut v[at..at + 3 * length]];
                relax_row(equations, [right, below], motion, (row - 1, colour));
            }
        },
    );
}

#[inline(always)]
fn relax_row(equations: &[f32], weights: [&[f32]; 2], motion: [&mut [f32]; 2], (y, colour): (usize, usize)) {
    let half = weights[0].len() / 2;
    let count = (half - 2) / WIDE;
    let (own, other, off) = (colour * half + 1, (1 - colour) * half + 1, shift(y, colour));
    let equations = &equations.as_chunks::<WIDE>().0.as_chunks::<EQUATION_NUMBERS>().0[..count];
    let right = groups::<WIDE>(weights[0], own, count);
    let left = groups::<WIDE>(weights[0], other + off - 1, count);
    let below = groups::<WIDE>(weights[1], 2 * half + own, count);
    let above = groups::<WIDE>(weights[1], other, count);
    let [[u, u_above, u_same, u_below], [v, v_above, v_same, v_below]] = motion.map(|values| {
        let (upper, rest) = values.split_at_mut(2 * half);
        let (same, lower) = rest.split_at_mut(2 * half);
        let (even, odd) = same.split_at_mut(half);
        let (own_half, other_half) = if colour == 0 { (even, odd) } else { (odd, even) };
        [own_half, upper, other_half, lower]
    });
    let (u, v) = (groups_mut::<WIDE>(u, 1, count), groups_mut::<WIDE>(v, 1, count));
    let [u_above, v_above] = [&*u_above, &*v_above].map(|values| groups::<WIDE>(values, other, count));
    let [u_below, v_below] = [&*u_below, &*v_below].map(|values| groups::<WIDE>(values, other, count));
    let [u_left, v_left] = [&*u_same, &*v_same].map(|values| groups::<WIDE>(values, off, count));
    let [u_right, v_right] = [&*u_same, &*v_same].map(|values| groups::<WIDE>(values, 1 + off, count));
    let keep = Lanes::<WIDE>::all(1.0 - OMEGA);
    for k in 0..count {
        let [to_right, to_left, to_below, to_above] = [right[k], left[k], below[k], above[k]].map(Lanes);
        let [xx, xy, yy, x, y] = &equations[k];
        let sum_x = Lanes(*x)
            + to_right * Lanes(u_right[k])
            + to_left * Lanes(u_left[k])
            + to_below * Lanes(u_below[k])
            + to_above * Lanes(u_above[k]);
        let sum_y = Lanes(*y)
            + to_right * Lanes(v_right[k])
            + to_left * Lanes(v_left[k])
            + to_below * Lanes(v_below[k])
            + to_above * Lanes(v_above[k]);
        let (xx, xy, yy) = (Lanes(*xx), Lanes(*xy), Lanes(*yy));
        u[k] = (Lanes(u[k]) * keep + xx * sum_x + xy * sum_y).0;
        v[k] = (Lanes(v[k]) * keep + xy * sum_x + yy * sum_y).0;
    }
}
