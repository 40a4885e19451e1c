//! Depthwise convolution: each channel has its own window. Samples outside the picture are left out of the sums.

use super::activate::{self, Curve};
use super::convolve::{part, slopes, starts};
use crate::tflite::op::{Convolution, Image, Window};
use dewax::kernels::simd;
use std::ops::Range;

/// Neighbouring samples that are computed together.
const SAMPLES: usize = 4;

/// A depthwise convolution with its weights in blocks of channels.
#[derive(Debug)]
pub(crate) struct Depthwise {
    from: Image,
    to: Image,
    window: Window,
    curve: Curve,
    blocks: Blocks,
}

#[derive(Debug)]
enum Blocks {
    By16(Vec<Block<16>>),
    By8(Vec<Block<8>>),
    By4(Vec<Block<4>>),
    By1(Vec<Block<1>>),
}

/// The weights of `B` channels, one entry per row and column of the window.
#[derive(Debug)]
struct Block<const B: usize> {
    start: usize,
    weights: Vec<[f32; B]>,
    bias: [f32; B],
    slopes: [f32; B],
}

fn blocks<const B: usize>(op: &Convolution) -> Vec<Block<B>> {
    let taps = op.window.size[0] * op.window.size[1];
    starts(op.to.channels, B)
        .map(|start| Block {
            start,
            weights: (0..taps).map(|tap| part(&op.weights, tap * op.to.channels + start)).collect(),
            bias: part(&op.bias, start),
            slopes: slopes(&op.activation, start),
        })
        .collect()
}

/// The part of a window that lies inside: `from` samples, the window's first one `start`, maybe before the picture.
#[inline(always)]
pub(super) fn inside(at: usize, before: usize, size: usize, from: usize) -> Range<usize> {
    let first = before.saturating_sub(at).min(size);
    let end = (from + before).saturating_sub(at).min(size);
    first..end.max(first)
}

impl Depthwise {
    pub(crate) fn new(op: &Convolution) -> Self {
        let blocks = match op.to.channels {
            16.. => Blocks::By16(blocks(op)),
            8.. => Blocks::By8(blocks(op)),
            4.. => Blocks::By4(blocks(op)),
            _ => Blocks::By1(blocks(op)),
        };
        let curve = Curve::of(&op.activation);
        Depthwise { from: op.from, to: op.to, window: op.window, curve, blocks }
    }

    pub(crate) fn run(&self, input: &[f32], out: &mut [f32]) {
        match &self.blocks {
            Blocks::By16(blocks) => self.picture(blocks, input, out),
            Blocks::By8(blocks) => self.picture(blocks, input, out),
            Blocks::By4(blocks) => self.picture(blocks, input, out),
            Blocks::By1(blocks) => self.picture(blocks, input, out),
        }
    }

    fn picture<const B: usize>(&self, blocks: &[Block<B>], input: &[f32], out: &mut [f32]) {
        let pitch = self.to.width * self.to.channels;
        simd::run(
            #[inline(always)]
            || {
                for (y, row) in out.chunks_exact_mut(pitch).enumerate() {
                    self.row(blocks, input, y, row);
                }
            },
        );
    }

    #[inline(always)]
    fn row<const B: usize>(&self, blocks: &[Block<B>], input: &[f32], y: usize, out: &mut [f32]) {
        let Window { size, stride, before } = self.window;
        let rows = inside(y * stride[0], before[0], size[0], self.from.height);
        for block in blocks {
            let mut x = 0;
            while x < self.to.width {
                let at = x * stride[1];
                let last = at + (SAMPLES - 1) * stride[1];
                let whole = at >= before[1] && last + size[1] <= self.from.width + before[1];
                if whole && x + SAMPLES <= self.to.width {
                    self.tile::<SAMPLES, B>(block, input, (y, x), (rows.clone(), 0..size[1]), out);
                    x += SAMPLES;
                } else {
                    let columns = inside(at, before[1], size[1], self.from.width);
                    self.tile::<1, B>(block, input, (y, x), (rows.clone(), columns), out);
                    x += 1;
                }
            }
        }
    }

    /// `P` samples of `B` channels, over the rows and columns of the window that lie inside.
    #[inline(always)]
    fn tile<const P: usize, const B: usize>(
        &self,
        block: &Block<B>,
        input: &[f32],
        (y, x): (usize, usize),
        (rows, columns): (Range<usize>, Range<usize>),
        out: &mut [f32],
    ) {
        let sums: [[f32; B]; P] = self.sums(block, input, (y, x), (rows, columns));
        for (p, sum) in sums.iter().enumerate() {
            let at = (x + p) * self.to.channels + block.start;
            out[at..at + B].copy_from_slice(&activate::sample(self.curve, &block.slopes, *sum));
        }
    }

    /// The sums of a tile: 1 or 4 samples. Apart from [`Self::tile`], because sums that are ever indexed by a
    /// variable do not stay in registers.
    #[inline(always)]
    fn sums<const P: usize, const B: usize>(
        &self,
        block: &Block<B>,
        input: &[f32],
        (y, x): (usize, usize),
        (rows, columns): (Range<usize>, Range<usize>),
    ) -> [[f32; B]; P] {
        let Window { size, stride, before } = self.window;
        let channels = self.from.channels;
        let step = stride[1] * channels;
        let mut sums = [block.bias; P];
        for r in rows {
            let line = (y * stride[0] + r - before[0]) * self.from.width;
            let weights = &block.weights[r * size[1]..][..size[1]];
            for c in columns.clone() {
                let weight = &weights[c];
                let at = (line + x * stride[1] + c - before[1]) * channels + block.start;
                let samples = &input[at..at + (P - 1) * step + B];
                add(&mut sums[0], samples, 0, weight);
                if P > 1 {
                    add(&mut sums[1], samples, step, weight);
                    add(&mut sums[2], samples, 2 * step, weight);
                    add(&mut sums[3], samples, 3 * step, weight);
                }
            }
        }
        sums
    }
}

/// Adds the products of the samples from `at` and the weights.
#[inline(always)]
fn add<const B: usize>(sums: &mut [f32; B], samples: &[f32], at: usize, weights: &[f32; B]) {
    let samples = &samples[at..at + B];
    for i in 0..B {
        sums[i] += samples[i] * weights[i];
    }
}
