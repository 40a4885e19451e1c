//! Where a block of one frame lies in another, to a few hundredths of a pixel: Lucas and Kanade's step on patches without their mean
//! ("Lucas-Kanade 20 years on", S. Baker and I. Matthews, IJCV 2004: the inverse compositional form), coarse to fine and never at full size,
//! so that fine texture that is drawn anew is not taken for motion.

use crate::kernels::shrink;
use crate::px::{LEVEL, Plane};

/// Side of a window, samples of its level: twice a block at the finest level.
const WINDOW: usize = 16;
/// Steps per level; most windows settle in three.
const STEPS: usize = 8;
/// A window has settled when a step is shorter, samples.
const SETTLED: f32 = 0.01;
/// A window that goes further than this on one level is lost, samples.
const FAR: f32 = 8.0;
/// What is added to the diagonal of the normal equations, as a share of their trace: where nothing is seen along a contour, it stays.
const DAMPING: f32 = 0.01;

/// The luma of a frame in half, quarter and eighth of its size, 8-bit levels.
#[derive(Debug)]
pub(super) struct Pyramid {
    levels: [Plane<f32>; 3],
}

impl Pyramid {
    pub(super) fn of(luma: &Plane<u16>) -> Self {
        let mut half = shrink::shrink(luma, 2);
        half.samples_mut().iter_mut().for_each(|v| *v /= LEVEL);
        let quarter = shrink::shrink_f32(&half, 2);
        let eighth = shrink::shrink_f32(&quarter, 2);
        Self { levels: [half, quarter, eighth] }
    }

    /// Half of the size.
    pub(super) fn half(&self) -> &Plane<f32> {
        &self.levels[0]
    }
}

/// How far what is around `middle` (luma px) of one frame lies off in another one, luma px; none where nothing is seen, or nothing is found.
pub(super) fn motion(from: &Pyramid, to: &Pyramid, middle: [f32; 2]) -> Option<[f32; 2]> {
    let mut by = [0.0f32; 2];
    for (level, (one, other)) in from.levels.iter().zip(&to.levels).enumerate().rev() {
        let step = (2usize << level) as f32;
        let corner =
            middle.map(|v| ((v - (step - 1.0) / 2.0) / step - (WINDOW as f32 - 1.0) / 2.0).round() as isize);
        let start = by.map(|v| v / step);
        let found = settle(one, other, corner, start)?;
        by = found.map(|v| v * step);
    }
    Some(by)
}

/// Samples of a window, row by row.
type Window = [f32; WINDOW * WINDOW];

/// Goes on from `start` until the window at `corner` has settled; none where it does not.
fn settle(one: &Plane<f32>, other: &Plane<f32>, corner: [isize; 2], start: [f32; 2]) -> Option<[f32; 2]> {
    /// Slopes take one sample more on each side.
    const WIDE: usize = WINDOW + 2;
    let wide = cut::<WIDE>(one, corner.map(|v| v - 1));
    let at = |i: usize, dx: usize, dy: usize| wide[i / WINDOW + dy][i % WINDOW + dx];
    let patch: Window = std::array::from_fn(|i| at(i, 1, 1));
    let across: Window = std::array::from_fn(|i| (at(i, 2, 1) - at(i, 0, 1)) / 2.0);
    let down: Window = std::array::from_fn(|i| (at(i, 1, 2) - at(i, 1, 0)) / 2.0);
    let sum = |a: &Window, b: &Window| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let (xx, xy, yy) = (sum(&across, &across), sum(&across, &down), sum(&down, &down));
    let damping = DAMPING * (xx + yy) + 1e-3;
    let (xx, yy) = (xx + damping, yy + damping);
    let det = xx * yy - xy * xy;
    if det.is_nan() || det <= 0.0 {
        return None;
    }
    let mean = |w: &Window| w.iter().sum::<f32>() / (WINDOW * WINDOW) as f32;
    let own = mean(&patch);
    let mut by = start;
    for _ in 0..STEPS {
        let there = moved(other, corner, by);
        let lighter = mean(&there) - own;
        let off: Window = std::array::from_fn(|i| there[i] - patch[i] - lighter);
        let (bx, b_y) = (sum(&across, &off), sum(&down, &off));
        let step = [(yy * bx - xy * b_y) / det, (xx * b_y - xy * bx) / det];
        by = [by[0] - step[0], by[1] - step[1]];
        let is_far = by.iter().zip(start).any(|(b, s)| b.is_nan() || (b - s).abs() > FAR);
        if is_far {
            return None;
        }
        if step.iter().all(|v| v.abs() < SETTLED) {
            break;
        }
    }
    Some(by)
}

/// A square of a plane; beyond its edge the edge is repeated.
fn cut<const N: usize>(plane: &Plane<f32>, corner: [isize; 2]) -> [[f32; N]; N] {
    let mut out = [[0.0f32; N]; N];
    let last = plane.width() as isize - 1;
    for (y, line) in out.iter_mut().enumerate() {
        let row = plane.row_clamped(corner[1] + y as isize);
        match usize::try_from(corner[0]).ok().and_then(|x0| row.get(x0..x0 + N)) {
            Some(part) => line.copy_from_slice(part),
            None => {
                for (x, v) in line.iter_mut().enumerate() {
                    *v = row[(corner[0] + x as isize).clamp(0, last) as usize];
                }
            }
        }
    }
    out
}

/// The window at `corner`, moved by a fraction: bilinear.
fn moved(plane: &Plane<f32>, corner: [isize; 2], by: [f32; 2]) -> Window {
    /// Between samples one more is read on each axis.
    const MORE: usize = WINDOW + 1;
    let whole = by.map(f32::floor);
    let (fx, fy) = (by[0] - whole[0], by[1] - whole[1]);
    let all = cut::<MORE>(plane, [corner[0] + whole[0] as isize, corner[1] + whole[1] as isize]);
    let mut out = [0.0f32; WINDOW * WINDOW];
    for (line, rows) in out.chunks_exact_mut(WINDOW).zip(all.windows(2)) {
        let sides = rows[0].windows(2).zip(rows[1].windows(2));
        for (v, (upper, lower)) in line.iter_mut().zip(sides) {
            let upper = upper[0] + (upper[1] - upper[0]) * fx;
            let lower = lower[0] + (lower[1] - lower[0]) * fx;
            *v = upper + (lower - upper) * fy;
        }
    }
    out
}
