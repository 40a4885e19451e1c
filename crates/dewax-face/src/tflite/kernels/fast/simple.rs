//! Operations that move numbers about, or combine few of them.

use super::activate;
use super::depthwise::inside;
use crate::tflite::op::{Image, Pad, Pool, Resize};
use dewax::kernels::simd;

/// The largest or mean value under each window.
pub(super) fn pool(op: &Pool, input: &[f32], out: &mut [f32]) {
    simd::run(
        #[inline(always)]
        || {
            let (from, channels, window) = (op.from, op.from.channels, op.window);
            let mut line = vec![0.0f32; channels];
            for (i, sum) in out.chunks_exact_mut(channels).enumerate() {
                let (y, x) = (i / op.to.width * window.stride[0], i % op.to.width * window.stride[1]);
                let rows = inside(y, window.before[0], window.size[0], from.height);
                let columns = inside(x, window.before[1], window.size[1], from.width);
                let area = (rows.len() * columns.len()) as f32;
                sum.fill(if op.largest { f32::MIN } else { 0.0 });
                for r in rows {
                    let first =
                        (y + r - window.before[0]) * from.width + x + columns.start - window.before[1];
                    let row = &input[first * channels..][..columns.len() * channels];
                    if op.largest {
                        for sample in row.chunks_exact(channels) {
                            for (s, number) in sum.iter_mut().zip(sample) {
                                *s = if *number > *s { *number } else { *s };
                            }
                        }
                    } else {
                        // Row by row: a sum of many numbers loses less when it is made of shorter sums.
                        line.fill(0.0);
                        for sample in row.chunks_exact(channels) {
                            for (s, number) in line.iter_mut().zip(sample) {
                                *s += number;
                            }
                        }
                        for (s, number) in sum.iter_mut().zip(&line) {
                            *s += number;
                        }
                    }
                }
                if !op.largest {
                    for s in sum {
                        *s /= area;
                    }
                }
            }
            activate::all(&op.activation, 1, out);
        },
    );
}

/// The sum or product of `first` and `second`, which repeats.
pub(super) fn combine(multiply: bool, first: &[f32], second: &[f32], out: &mut [f32]) {
    simd::run(
        #[inline(always)]
        || {
            if second.is_empty() {
                return;
            }
            if let [one] = *second {
                for (o, a) in out.iter_mut().zip(first) {
                    *o = if multiply { a * one } else { a + one };
                }
                return;
            }
            for (out, first) in out.chunks_mut(second.len()).zip(first.chunks(second.len())) {
                for ((o, a), b) in out.iter_mut().zip(first).zip(second) {
                    *o = if multiply { a * b } else { a + b };
                }
            }
        },
    );
}

/// `input` with zeros around it.
pub(super) fn pad(op: &Pad, input: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    let (from, to) = (op.from, op.to);
    for (i, sample) in input.chunks_exact(from.channels).enumerate() {
        let (y, x) = (i / from.width + op.before[0], i % from.width + op.before[1]);
        let at = (y * to.width + x) * to.channels + op.before[2];
        out[at..at + from.channels].copy_from_slice(sample);
    }
}

/// In turn, as many numbers of each input as `runs` says.
pub(super) fn concat(runs: &[usize], inputs: &[&[f32]], out: &mut [f32]) {
    let total: usize = runs.iter().sum();
    let mut start = 0;
    for (&run, input) in runs.iter().zip(inputs) {
        for (row, part) in out.chunks_exact_mut(total).zip(input.chunks_exact(run)) {
            row[start..start + run].copy_from_slice(part);
        }
        start += run;
    }
}

/// The two source samples on either side, and the weight of the second one.
#[inline(always)]
fn between(at: usize, from: usize, to: usize, op: &Resize) -> (usize, usize, f32) {
    let scale = if op.align_corners && to > 1 {
        (from - 1) as f32 / (to - 1) as f32
    } else {
        from as f32 / to as f32
    };
    let place = if op.half_pixel { (at as f32 + 0.5) * scale - 0.5 } else { at as f32 * scale };
    let place = place.clamp(0.0, (from - 1) as f32);
    let low = (place as usize).min(from - 1);
    (low, (low + 1).min(from - 1), place - low as f32)
}

/// Bilinear scaling.
pub(super) fn resize(op: &Resize, input: &[f32], out: &mut [f32]) {
    simd::run(
        #[inline(always)]
        || {
            let (from, channels) = (op.from, op.from.channels);
            let row = |y: usize| &input[y * from.width * channels..][..from.width * channels];
            let columns: Vec<_> = (0..op.to.width).map(|x| between(x, from.width, op.to.width, op)).collect();
            for (y, out) in out.chunks_exact_mut(op.to.width * channels).enumerate() {
                let (low, high, down) = between(y, from.height, op.to.height, op);
                let (above, below) = (row(low), row(high));
                for (out, &(left, right, across)) in out.chunks_exact_mut(channels).zip(&columns) {
                    let (left, right) = (left * channels, right * channels);
                    let (a, b) = (&above[left..left + channels], &above[right..right + channels]);
                    let (c, d) = (&below[left..left + channels], &below[right..right + channels]);
                    for ((((o, a), b), c), d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                        let (upper, lower) = (a + (b - a) * across, c + (d - c) * across);
                        *o = upper + (lower - upper) * down;
                    }
                }
            }
        },
    );
}

/// Channels become samples: each block's rows, then its columns, then the channels that stay.
pub(super) fn depth_to_space(to: Image, block: usize, input: &[f32], out: &mut [f32]) {
    let run = block * to.channels;
    let pitch = to.width * to.channels;
    for (y, row) in out.chunks_exact_mut(pitch).enumerate() {
        let line = &input[y / block * block * pitch..][..block * pitch];
        let parts = line.chunks_exact(block * run).map(|sample| &sample[y % block * run..][..run]);
        for (out, part) in row.chunks_exact_mut(run).zip(parts) {
            out.copy_from_slice(part);
        }
    }
}
