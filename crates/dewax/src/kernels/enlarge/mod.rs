//! Planes made twice as large: contours sharper than a windowed sinc leaves them, without ringing and without stairs.
//!
//! Luma goes four ways one after the other. A polar Lanczos kernel (jinc windowed by jinc, three lobes) makes the larger plane, and its ringing is
//! bounded by the four nearest samples. Then, three times: what its blocks of 2×2 lack beside the samples that they stand for is added (M. Irani and
//! S. Peleg, "Improving resolution by image registration", CVGIP 1991), nothing leaves the range of the samples around it, and where the structure tensor
//! knows a direction (J. Weickert, "Anisotropic diffusion in image processing", 1998) a little is smoothed along it, which takes the stairs. Chroma and
//! opacity are Catmull-Rom at their own phase.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;
#[cfg(test)]
mod tests;

pub use fast::doubled;

use crate::color::Siting;
use crate::kernels::warp::cubic;
use crate::kernels::{chroma, round_u16};
use crate::px::{Frame, LEVEL, Plane};
use rayon::prelude::*;
use std::sync::Arc;

/// How often what blocks lack is added: the third round still wins 0.1 dB on reduced photographs, the sixth nothing.
const ROUNDS: usize = 3;
/// Zeros of the jinc at which the kernel ends and at which its window does, in samples: the third and the first (Abramowitz and Stegun, table 9.5, over π).
const LAST_ZERO: f64 = 3.238_315_484_166_236;
const FIRST_ZERO: f64 = 1.219_669_891_266_504_5;
/// The kernel is drawn together by so much, at which a half-band picture keeps its sharpest contours (Robidoux's `LanczosSharp`).
const DRAWN: f64 = 0.981_250_583_722_370_7;
/// Samples on each side of the nearest one that the kernel reaches.
const TAPS: usize = 4;
/// How much of what leaves the range of the four nearest samples is taken back: all of it makes hair look cut.
const BOUND: f32 = 0.8;
/// Sigma of the structure tensor, px of the larger plane: wider than a stair, narrower than a brow's hair from the next.
const TENSOR_SIGMA_PX: f32 = 1.5;
/// Gradients that are no direction yet, 8-bit levels squared per px: noise of half a level.
const NOISE: f32 = 0.5;
/// How far along a direction is looked, px of the larger plane: a stair is two long.
const ALONG_PX: f32 = 1.2;
/// Directions weaker than this are none; most of skin and sky.
const WEAKEST: f32 = 1.0 / 64.0;

/// How many times larger pictures can be made, from side to side.
pub const TIMES: [usize; 3] = [1, 2, 4];

/// The weights of the kernel for the sample a quarter to the left of and above sample (0, 0), from (−TAPS, −TAPS) on; they sum to 1.
fn weights() -> Vec<f32> {
    let side = TAPS as isize;
    let at = |offset: isize| (offset as f64 + 0.25) / DRAWN;
    let mut all = Vec::with_capacity((2 * TAPS + 1) * (2 * TAPS + 1));
    for down in -side..=side {
        for across in -side..=side {
            let far = (at(down) * at(down) + at(across) * at(across)).sqrt();
            let inside = far < LAST_ZERO;
            all.push(if inside { jinc(far) * jinc(far / LAST_ZERO * FIRST_ZERO) } else { 0.0 });
        }
    }
    let sum: f64 = all.iter().sum();
    all.iter().map(|w| (w / sum) as f32).collect()
}

/// 2 J1(πx)/(πx), by its series: x up to 4.
fn jinc(x: f64) -> f64 {
    let quarter = -(std::f64::consts::PI * x / 2.0).powi(2);
    let (mut term, mut sum) = (1.0, 1.0);
    for m in 1..40 {
        term *= quarter / (f64::from(m) * f64::from(m + 1));
        sum += term;
    }
    sum
}

/// A frame `times` as wide and as high (1, 2 or 4), whose chroma sits as `siting` says, before and after.
pub fn enlarged(frame: &Frame, siting: Siting, times: usize) -> Frame {
    let mut out = frame.clone();
    let mut made = 1;
    while made < times {
        out = twice(&out, siting);
        made *= 2;
    }
    out
}

fn twice(frame: &Frame, siting: Siting) -> Frame {
    let size = (2 * frame.width(), 2 * frame.height());
    let (sx, sy) = frame.subsampling.factors();
    let chroma_size = frame.subsampling.chroma_size(size.0, size.1);
    let offset = |factor: usize, across: bool| {
        if factor == 1 { 0.0 } else { chroma::offset_px(siting, across) }
    };
    let chroma = |which: usize| {
        between(frame.plane(which), chroma_size, (sx, offset(sx, true)), (sy, offset(sy, false)))
    };
    let planes = [doubled(frame.luma()), chroma(1), chroma(2)];
    let alpha = frame.alpha.as_deref().map(|alpha| Arc::new(between(alpha, size, (1, 0.0), (1, 0.0))));
    // The sizes are those of the subsampling: there is always a frame.
    let mut larger =
        Frame::from_planes(frame.index, frame.subsampling, planes).unwrap_or_else(|| frame.clone());
    larger.alpha = alpha;
    larger
}

/// A plane at twice the luma size, Catmull-Rom: samples lie `factor` luma px apart, the first so many from the first luma px.
fn between(
    plane: &Plane<u16>,
    (width, height): (usize, usize),
    across: (usize, f64),
    down: (usize, f64),
) -> Plane<u16> {
    let taps = |count: usize, (factor, offset): (usize, f64)| -> Vec<(isize, [f32; 4])> {
        let place = |j: usize| {
            let larger = j as f64 * factor as f64 + offset;
            (((larger + 0.5) / 2.0 - 0.5) - offset) / factor as f64
        };
        let one = |j: usize| {
            let at = place(j);
            (at.floor() as isize - 1, cubic((at - at.floor()) as f32))
        };
        (0..count).map(one).collect()
    };
    let (columns, rows) = (taps(width, across), taps(height, down));
    let last = plane.width() as isize - 1;
    let mut out = Plane::new(width, height);
    let parts = out.samples_mut().par_chunks_mut(width.max(1)).zip(&rows);
    parts.for_each_init(
        || vec![0.0f32; plane.width()],
        |mixed, (out, (top, weights))| {
            let four: [&[u16]; 4] = std::array::from_fn(|i| plane.row_clamped(top + i as isize));
            for (x, m) in mixed.iter_mut().enumerate() {
                *m = (0..4).map(|i| weights[i] * f32::from(four[i][x])).sum();
            }
            for (o, (left, weights)) in out.iter_mut().zip(&columns) {
                let tap = |i: usize| weights[i] * mixed[(left + i as isize).clamp(0, last) as usize];
                *o = round_u16((0..4).map(tap).sum(), f32::from(u16::MAX));
            }
        },
    );
    out
}

/// The direction in which a tensor is smoothest, and how sure of it one can be, 0..=1.
#[inline(always)]
fn direction([xx, xy, yy]: [f32; 3]) -> ([f32; 2], f32) {
    let apart = ((xx - yy) * (xx - yy) + 4.0 * xy * xy).sqrt();
    let sure = apart / (xx + yy + NOISE);
    // The gradient's angle by its double: no angle is needed for that.
    let doubled = if apart > 0.0 { (xx - yy) / apart } else { 1.0 };
    let cos = (0.5 * (1.0 + doubled)).max(0.0).sqrt();
    let sin = (0.5 * (1.0 - doubled)).max(0.0).sqrt();
    let sin = if xy < 0.0 { -sin } else { sin };
    ([-sin, cos], sure * sure)
}

/// 8-bit levels of a sample.
#[inline(always)]
fn levels(sample: u16) -> f32 {
    f32::from(sample) / LEVEL
}
