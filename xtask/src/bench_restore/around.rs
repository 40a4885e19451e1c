//! What a frame shows around and beside the skin: contours, ghosts, eyes and lips, and what is no skin.

use super::figures::{Figures, contours, ring_px, whole};
use super::known::Known;
use crate::bench_lock::ground::grown;
use crate::frames::levels_of;
use dewax::kernels::blur::gaussian;
use dewax::kernels::edges;
use dewax::px::{Frame, Plane};

/// Skin of less weight is none.
const NO_SKIN: f32 = 0.01;
/// Ghosts are sought in what is finer than this, px: brightness and colour of the whole picture are none.
const GHOST_PX: f32 = 4.0;
/// Where neighbouring frames differ by less, no ghost can be seen, 8-bit levels.
const LEAST_MOTION_LEVELS: f32 = 3.0;

/// Sums over one frame.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    contours: Sum,
    overshoot: Sum,
    width: Sum,
    features: Sum,
    outside: Sum,
    /// Normal equations of what stands around the face: the frame before, the frame behind, a blur.
    ghost: ([[f64; 3]; 3], [f64; 3]),
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    value: f64,
    weight: f64,
}

impl Sum {
    fn add(&mut self, value: f64, weight: f64) {
        self.value += value * weight;
        self.weight += weight;
    }

    fn mean(all: impl Iterator<Item = Self>) -> f64 {
        let sum =
            all.fold(Self::default(), |a, b| Self { value: a.value + b.value, weight: a.weight + b.weight });
        sum.value / sum.weight.max(1e-9)
    }
}

/// One frame, beside the true ones around it.
pub(super) fn around(known: &Known, t: usize, frame: &Frame) -> Around {
    let mut out = Around::default();
    let truth = &known.frames[t];
    let (now, was) = (levels_of(frame.luma()), levels_of(truth.luma()));
    let error = Plane::from_fn(now.width(), now.height(), |x, y| now.row(y)[x] - was.row(y)[x]);
    let near = contours(&was);
    let skin = &known.skin[t];
    for y in 0..error.height() {
        for x in 0..error.width() {
            let off = f64::from(error.row(y)[x]);
            if near.row(y)[x] {
                out.contours.add(off * off, 1.0);
            }
            if known.features[t].row(y)[x] {
                out.features.add(off.abs(), 1.0);
            } else if skin.row(y)[x] < NO_SKIN {
                out.outside.add(off.abs(), 1.0);
            }
        }
    }
    let places = edges::find(truth.luma(), whole(truth.luma()));
    let seen = edges::profile(frame.luma(), &places);
    out.overshoot.add(f64::from(seen.overshoot), seen.edges as f64);
    out.width.add(f64::from(seen.width_px), seen.edges as f64);
    out.ghost = ghosts(known, t, &error, &was);
    out
}

/// Least squares of the error around the face on its neighbours in time and on a blur.
fn ghosts(known: &Known, t: usize, error: &Plane<f32>, was: &Plane<f32>) -> ([[f64; 3]; 3], [f64; 3]) {
    let fine = |plane: &Plane<f32>| {
        let mut coarse = gaussian(plane, GHOST_PX);
        coarse.samples_mut().iter_mut().zip(plane.samples()).for_each(|(c, v)| *c = v - *c);
        coarse
    };
    let less = |plane: &Plane<f32>| {
        let mut out = fine(plane);
        out.samples_mut().iter_mut().zip(fine(was).samples()).for_each(|(v, w)| *v -= w);
        out
    };
    let near = |by: isize| less(&levels_of(known.frames[t.wrapping_add_signed(by)].luma()));
    let (before, after, soft, error) = (near(-1), near(1), less(&gaussian(was, 1.0)), fine(error));
    let sure = Plane::from_fn(was.width(), was.height(), |x, y| known.skin[t].row(y)[x] > 0.5);
    let wide = grown(&sure, ring_px(known));
    let (mut square, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
    for y in 0..was.height() {
        for x in 0..was.width() {
            let moves = before.row(y)[x].abs().max(after.row(y)[x].abs()) >= LEAST_MOTION_LEVELS;
            if !moves || !wide.row(y)[x] || sure.row(y)[x] {
                continue;
            }
            let parts = [before.row(y)[x], after.row(y)[x], soft.row(y)[x]].map(f64::from);
            for (i, part) in parts.iter().enumerate() {
                right[i] += part * f64::from(error.row(y)[x]);
                (0..3).for_each(|k| square[i][k] += part * parts[k]);
            }
        }
    }
    (square, right)
}

/// Puts the sums of the frames into the figures.
pub(super) fn put(frames: &[Around], out: &mut Figures) {
    let mean = |of: fn(&Around) -> Sum| Sum::mean(frames.iter().map(of));
    out.contours = mean(|f| f.contours).sqrt();
    out.overshoot = mean(|f| f.overshoot);
    out.width_px = mean(|f| f.width);
    out.features = mean(|f| f.features);
    out.outside = mean(|f| f.outside);
    let (mut square, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
    for frame in frames {
        for i in 0..3 {
            right[i] += frame.ghost.1[i];
            (0..3).for_each(|k| square[i][k] += frame.ghost.0[i][k]);
        }
    }
    out.ghost = solved(square, right).map_or(0.0, |s| s[0].max(s[1]).max(0.0));
}

/// Three equations; none where they say nothing.
fn solved(mut square: [[f64; 3]; 3], mut right: [f64; 3]) -> Option<[f64; 3]> {
    for i in 0..3 {
        let pivot = square[i][i];
        if pivot < 1.0 {
            return None;
        }
        for row in 0..3 {
            if row != i {
                let share = square[row][i] / pivot;
                let from = square[i];
                (0..3).for_each(|k| square[row][k] -= share * from[k]);
                right[row] -= share * right[i];
            }
        }
    }
    Some([0, 1, 2].map(|i| right[i] / square[i][i]))
}
