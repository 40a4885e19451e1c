//! Convolution without unfolding the picture: a row of the window is one run of numbers in memory (NHWC).
//!
//! Weights lie in panels of `B` output channels, so that one step takes one number from each of `P` neighbouring
//! samples and one panel row, and adds their products to `P × B` sums that stay in registers.

use super::activate::{self, Curve};
use crate::tflite::op::{Activation, Convolution, Image, Window};
use dewax::kernels::simd;

/// Neighbouring samples that are computed together: with 16 channels each, enough sums to hide the time of an addition
/// where a register holds 16 numbers. With less they do not all fit into registers, but 4 were no faster there.
const SAMPLES: usize = 8;

/// A convolution with its weights in panels.
#[derive(Debug)]
pub(crate) struct Convolve {
    from: Image,
    to: Image,
    window: Window,
    residual: usize,
    curve: Curve,
    panels: Panels,
}

/// Panels as wide as the output channels allow.
#[derive(Debug)]
enum Panels {
    By16(Vec<Panel<16>>),
    By8(Vec<Panel<8>>),
    By4(Vec<Panel<4>>),
    By1(Vec<Panel<1>>),
}

/// The weights of `B` output channels.
#[derive(Debug)]
struct Panel<const B: usize> {
    /// The first of the channels.
    start: usize,
    /// One entry per row, column and channel of the window.
    weights: Vec<[f32; B]>,
    bias: [f32; B],
    slopes: [f32; B],
}

/// The first channel of each block of `size`; the last block overlaps where they do not divide.
pub(super) fn starts(channels: usize, size: usize) -> impl Iterator<Item = usize> {
    (0..channels.div_ceil(size)).map(move |i| (i * size).min(channels - size))
}

/// `B` numbers from `start`.
pub(super) fn part<const B: usize>(numbers: &[f32], start: usize) -> [f32; B] {
    std::array::from_fn(|i| numbers.get(start + i).copied().unwrap_or(0.0))
}

/// One slope per channel, or zeros.
pub(super) fn slopes<const B: usize>(activation: &Activation, start: usize) -> [f32; B] {
    if let Activation::Prelu(slopes) = activation { part(slopes, start) } else { [0.0; B] }
}

fn panels<const B: usize>(op: &Convolution) -> Vec<Panel<B>> {
    let run = op.window.size[0] * op.window.size[1] * op.from.channels;
    starts(op.to.channels, B)
        .map(|start| Panel {
            start,
            weights: (0..run).map(|k| std::array::from_fn(|c| op.weights[(start + c) * run + k])).collect(),
            bias: part(&op.bias, start),
            slopes: slopes(&op.activation, start),
        })
        .collect()
}

/// Where things are while one picture is computed.
struct Walk<'a> {
    image: &'a [f32],
    /// Numbers between two rows of the picture, and between the windows of two samples.
    pitch: usize,
    step: usize,
    /// Rows of the window, and numbers in each.
    rows: usize,
    run: usize,
    residual: &'a [f32],
    residual_channels: usize,
    channels: usize,
    curve: Curve,
}

impl Convolve {
    pub(crate) fn new(op: &Convolution) -> Self {
        let panels = match op.to.channels {
            16.. => Panels::By16(panels(op)),
            8.. => Panels::By8(panels(op)),
            4.. => Panels::By4(panels(op)),
            _ => Panels::By1(panels(op)),
        };
        let (from, to, window) = (op.from, op.to, op.window);
        let curve = Curve::of(&op.activation);
        let residual = op.residual.unwrap_or(0);
        Convolve { from, to, window, residual, curve, panels }
    }

    pub(crate) fn run(&self, input: &[f32], residual: Option<&[f32]>, out: &mut [f32], spare: &mut Vec<f32>) {
        let Window { size, stride, before } = self.window;
        let reach = [(self.to.height - 1) * stride[0] + size[0], (self.to.width - 1) * stride[1] + size[1]];
        let inside = before == [0, 0] && reach[0] <= self.from.height && reach[1] <= self.from.width;
        let (image, width) = if inside {
            (input, self.from.width)
        } else {
            border(self.from, before, reach, input, spare);
            (spare.as_slice(), reach[1])
        };
        let walk = Walk {
            image,
            pitch: width * self.from.channels,
            step: stride[1] * self.from.channels,
            rows: size[0],
            run: size[1] * self.from.channels,
            residual: residual.unwrap_or_default(),
            residual_channels: self.residual,
            channels: self.to.channels,
            curve: self.curve,
        };
        // A window of one sample does not care where rows end.
        let flat = size == [1, 1] && stride == [1, 1] && inside;
        let (rows, across) =
            if flat { (1, self.to.height * self.to.width) } else { (self.to.height, self.to.width) };
        let down = stride[0] * walk.pitch;
        match &self.panels {
            Panels::By16(panels) => picture(&walk, panels, (rows, down), across, out),
            Panels::By8(panels) => picture(&walk, panels, (rows, down), across, out),
            Panels::By4(panels) => picture(&walk, panels, (rows, down), across, out),
            Panels::By1(panels) => picture(&walk, panels, (rows, down), across, out),
        }
    }
}

/// The picture with zeros around it, `reach` rows and columns in all.
fn border(from: Image, before: [usize; 2], reach: [usize; 2], input: &[f32], spare: &mut Vec<f32>) {
    let (pitch, wide) = (from.width * from.channels, reach[1] * from.channels);
    let left = (before[1] * from.channels).min(wide);
    let length = pitch.min(wide - left);
    spare.clear();
    spare.resize(reach[0] * wide, 0.0);
    for (to, row) in spare.chunks_exact_mut(wide).skip(before[0]).zip(input.chunks_exact(pitch)) {
        to[left..left + length].copy_from_slice(&row[..length]);
    }
}

/// Rows of `across` results, whose windows start `down` numbers apart.
fn picture<const B: usize>(
    walk: &Walk<'_>,
    panels: &[Panel<B>],
    (rows, down): (usize, usize),
    across: usize,
    out: &mut [f32],
) {
    simd::run(
        #[inline(always)]
        || {
            for y in 0..rows {
                row(walk, panels, y * down, y * across, across, out);
            }
        },
    );
}

/// One row of results: `across` samples, the first of which is number `first` of the picture.
#[inline(always)]
fn row<const B: usize>(
    walk: &Walk<'_>,
    panels: &[Panel<B>],
    base: usize,
    first: usize,
    across: usize,
    out: &mut [f32],
) {
    let mut x = 0;
    while x < across {
        let left = across - x;
        // A last tile that is not full starts earlier, where there is room for it.
        if across >= SAMPLES && left > 4 {
            x = x.min(across - SAMPLES);
            tiles::<SAMPLES, B>(walk, panels, base + x * walk.step, first + x, out);
            x += SAMPLES;
        } else if across >= 4 && left > 1 {
            x = x.min(across - 4);
            tiles::<4, B>(walk, panels, base + x * walk.step, first + x, out);
            x += 4;
        } else {
            tiles::<1, B>(walk, panels, base + x * walk.step, first + x, out);
            x += 1;
        }
    }
}

/// Adds `number` times the weights of one panel row.
#[inline(always)]
fn add<const B: usize>(sums: &mut [f32; B], number: f32, weights: &[f32; B]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += number * weight;
    }
}

/// The sums of one panel at `P` samples: 1, 4 or 8. Apart from [`tiles`], because sums that are ever indexed by a
/// variable do not stay in registers.
#[inline(always)]
fn sums<const P: usize, const B: usize>(walk: &Walk<'_>, panel: &Panel<B>, base: usize) -> [[f32; B]; P] {
    let mut sums = [panel.bias; P];
    for (r, weights) in panel.weights.chunks_exact(walk.run).enumerate().take(walk.rows) {
        let start = base + r * walk.pitch;
        let cut = |p: usize| &walk.image[start + p * walk.step..][..weights.len()];
        let s0 = cut(0);
        let [s1, s2, s3] = if P > 1 { [cut(1), cut(2), cut(3)] } else { [s0; 3] };
        let [s4, s5, s6, s7] = if P > 4 { [cut(4), cut(5), cut(6), cut(7)] } else { [s0; 4] };
        // By index: so the compiler sees that all slices are as long, and checks nothing within the loop.
        for k in 0..weights.len() {
            let weight = &weights[k];
            // Written out: a loop over samples is too long for the compiler to unroll. The conditions are constant.
            add(&mut sums[0], s0[k], weight);
            if P > 1 {
                add(&mut sums[1], s1[k], weight);
                add(&mut sums[2], s2[k], weight);
                add(&mut sums[3], s3[k], weight);
            }
            if P > 4 {
                add(&mut sums[4], s4[k], weight);
                add(&mut sums[5], s5[k], weight);
                add(&mut sums[6], s6[k], weight);
                add(&mut sums[7], s7[k], weight);
            }
        }
    }
    sums
}

/// All channels of `P` samples.
#[inline(always)]
fn tiles<const P: usize, const B: usize>(
    walk: &Walk<'_>,
    panels: &[Panel<B>],
    base: usize,
    first: usize,
    out: &mut [f32],
) {
    for panel in panels {
        let block: [[f32; B]; P] = sums(walk, panel, base);
        let known = walk.residual_channels.saturating_sub(panel.start).min(B);
        for (p, sum) in block.iter().enumerate() {
            let mut sum = *sum;
            if known > 0 {
                let at = (first + p) * walk.residual_channels + panel.start;
                let residual = &walk.residual[at..at + known];
                match residual.first_chunk::<B>() {
                    Some(all) => add(&mut sum, 1.0, all),
                    None => sum.iter_mut().zip(residual).for_each(|(s, r)| *s += r),
                }
            }
            let at = (first + p) * walk.channels + panel.start;
            out[at..at + B].copy_from_slice(&activate::sample(walk.curve, &panel.slopes, sum));
        }
    }
}
