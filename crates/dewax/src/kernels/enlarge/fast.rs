//! The version that ships: bands of rows, each made with all that its rows read, in two threads' caches.

use super::{ALONG_PX, BOUND, ROUNDS, TAPS, TENSOR_SIGMA_PX, WEAKEST, direction, levels, weights};
use crate::kernels::{blur, round_u16, simd, warp};
use crate::px::{LEVEL, Plane};
use rayon::prelude::*;

/// Rows of the smaller plane that are made at once.
const BAND_ROWS: usize = 160;
/// Rows around a band that are read: the kernel's and the tensor's once, and in each round what is added from two rows off and what is smoothed from three.
const AROUND_ROWS: usize = TAPS + 4 + 5 * ROUNDS;

/// A plane of samples twice as wide and as high.
pub fn doubled(plane: &Plane<u16>) -> Plane<u16> {
    let (width, height) = (plane.width(), plane.height());
    let mut out = Plane::new(2 * width, 2 * height);
    if width == 0 {
        return out;
    }
    let kernel = weights();
    let bands = out.samples_mut().par_chunks_mut(2 * width * 2 * BAND_ROWS).enumerate();
    bands.for_each(|(band, out)| {
        let first = band * BAND_ROWS;
        let from = first.saturating_sub(AROUND_ROWS);
        let to = (first + BAND_ROWS + AROUND_ROWS).min(height);
        let part = Plane::from_vec(
            width,
            to - from,
            plane.samples()[from * width..to * width].iter().map(|s| levels(*s)).collect(),
        );
        let Some(part) = part else { return };
        let large = made(&part, &kernel);
        let skipped = &large.samples()[4 * width * (first - from)..];
        out.iter_mut().zip(skipped).for_each(|(o, v)| *o = round_u16(v * LEVEL, f32::from(u16::MAX)));
    });
    out
}

/// A band in levels, twice as large.
fn made(small: &Plane<f32>, kernel: &[f32]) -> Plane<f32> {
    let mut large = polar(small, kernel);
    let (low, high) = range(small);
    let along = Along::of(&large);
    for _ in 0..ROUNDS {
        add_lack(&mut large, small);
        let bounds = low.samples().iter().zip(high.samples());
        large.samples_mut().iter_mut().zip(bounds).for_each(|(v, (l, h))| *v = v.max(*l).min(*h));
        large = along.smoothed(large);
    }
    large
}

/// The polar kernel at its four phases, bounded by the four nearest samples.
fn polar(small: &Plane<f32>, kernel: &[f32]) -> Plane<f32> {
    let (width, height) = (small.width(), small.height());
    let (side, row_taps) = (TAPS, 2 * TAPS + 1);
    let mut large = Plane::new(2 * width, 2 * height);
    let padded_width = width + 2 * side;
    let mut padded = vec![0.0f32; padded_width * row_taps];
    let mut sums = vec![0.0f32; width];
    for y in 0..height {
        for (j, padded) in padded.chunks_mut(padded_width).enumerate() {
            let row = small.row_clamped((y + j) as isize - side as isize);
            padded[..side].fill(row[0]);
            padded[side..side + width].copy_from_slice(row);
            padded[side + width..].fill(row[width - 1]);
        }
        for (below, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            sums.fill(0.0);
            for j in 0..row_taps {
                let taps = if below == 0 { j } else { row_taps - 1 - j } * row_taps;
                let padded = &padded[j * padded_width..];
                for i in 0..row_taps {
                    let tap = kernel[taps + if right == 0 { i } else { row_taps - 1 - i }];
                    if tap != 0.0 {
                        add(&mut sums, &padded[i..], tap);
                    }
                }
            }
            let rows =
                [side, if below == 0 { side - 1 } else { side + 1 }].map(|j| &padded[j * padded_width..]);
            let columns = [side, if right == 0 { side - 1 } else { side + 1 }];
            let out = &mut large.row_mut(2 * y + below)[right..];
            for (x, sum) in sums.iter().enumerate() {
                let near = [
                    rows[0][x + columns[0]],
                    rows[0][x + columns[1]],
                    rows[1][x + columns[0]],
                    rows[1][x + columns[1]],
                ];
                let (low, high) = near.iter().fold((near[0], near[0]), |(l, h), v| (l.min(*v), h.max(*v)));
                let bound = sum.max(low).min(high);
                out[2 * x] = sum + BOUND * (bound - sum);
            }
        }
    }
    large
}

/// Adds a share of a row to sums.
fn add(sums: &mut [f32], row: &[f32], tap: f32) {
    simd::run(
        #[inline(always)]
        || sums.iter_mut().zip(row).for_each(|(s, v)| *s += tap * v),
    );
}

/// The least and the most of the 3×3 samples around, straight lines between them.
fn range(small: &Plane<f32>) -> (Plane<f32>, Plane<f32>) {
    let of = |pick: fn(f32, f32) -> f32| {
        let across = Plane::from_fn(small.width(), small.height(), |x, y| {
            let row = small.row(y);
            pick(pick(row[x.saturating_sub(1)], row[x]), row[(x + 1).min(row.len() - 1)])
        });
        let around = Plane::from_fn(small.width(), small.height(), |x, y| {
            let row = |by: isize| across.row_clamped(y as isize + by)[x];
            pick(pick(row(-1), row(0)), row(1))
        });
        straight(&around)
    };
    (of(f32::min), of(f32::max))
}

/// A plane twice as large, straight lines between the samples: three quarters of the nearer one, a quarter of the next.
fn straight(small: &Plane<f32>) -> Plane<f32> {
    let (width, height) = (small.width(), small.height());
    let mut mixed = vec![0.0f32; width];
    let mut large = Plane::new(2 * width, 2 * height);
    for y in 0..2 * height {
        let near = small.row(y / 2);
        let far = small.row_clamped((y / 2) as isize + if y % 2 == 0 { -1 } else { 1 });
        mixed.iter_mut().zip(near.iter().zip(far)).for_each(|(m, (n, f))| *m = 0.75 * n + 0.25 * f);
        for (x, two) in large.row_mut(y).chunks_exact_mut(2).enumerate() {
            let (left, right) = (mixed[x.saturating_sub(1)], mixed[(x + 1).min(width - 1)]);
            two[0] = 0.75 * mixed[x] + 0.25 * left;
            two[1] = 0.75 * mixed[x] + 0.25 * right;
        }
    }
    large
}

/// Adds what blocks of the large plane lack beside the small one's samples, Catmull-Rom between them.
fn add_lack(large: &mut Plane<f32>, small: &Plane<f32>) {
    let (width, height) = (small.width(), small.height());
    let mut lack = Plane::new(width, height);
    for y in 0..height {
        let (upper, lower) = (large.row(2 * y), large.row(2 * y + 1));
        let blocks = upper.chunks_exact(2).zip(lower.chunks_exact(2));
        let pairs = lack.row_mut(y).iter_mut().zip(small.row(y)).zip(blocks);
        pairs.for_each(|((l, s), (u, w))| *l = s - 0.25 * ((u[0] + u[1]) + (w[0] + w[1])));
    }
    // A quarter beyond a sample towards the one before, and towards the one behind.
    let (earlier, later) = (warp::cubic(0.75), warp::cubic(0.25));
    let mut mixed = vec![0.0f32; width + 4];
    for y in 0..2 * height {
        let (taps, first) = if y % 2 == 0 { (earlier, -2) } else { (later, -1) };
        let rows: [&[f32]; 4] =
            std::array::from_fn(|i| lack.row_clamped((y / 2) as isize + first + i as isize));
        for x in 0..width {
            mixed[x + 2] =
                taps[0] * rows[0][x] + taps[1] * rows[1][x] + taps[2] * rows[2][x] + taps[3] * rows[3][x];
        }
        let (start, end) = (mixed[2], mixed[width + 1]);
        mixed[..2].fill(start);
        mixed[width + 2..].fill(end);
        let out = large.row_mut(y);
        for (two, near) in out.chunks_exact_mut(2).zip(mixed.windows(5)) {
            two[0] +=
                earlier[0] * near[0] + earlier[1] * near[1] + earlier[2] * near[2] + earlier[3] * near[3];
            two[1] += later[0] * near[1] + later[1] * near[2] + later[2] * near[3] + later[3] * near[4];
        }
    }
}

/// Where a plane has directions: the way along, and how sure it is.
struct Along {
    ways: Plane<[f32; 2]>,
    sure: Plane<f32>,
}

impl Along {
    fn of(plane: &Plane<f32>) -> Self {
        let (width, height) = (plane.width(), plane.height());
        let mut products = [0; 3].map(|_| Plane::new(width, height));
        for y in 0..height {
            let rows = [-1, 0, 1].map(|by| plane.row_clamped(y as isize + by));
            for x in 0..width {
                let [across, down] = gradient(rows, x);
                let all = [across * across, across * down, down * down];
                products.iter_mut().zip(all).for_each(|(p, v)| p.row_mut(y)[x] = v);
            }
        }
        let [xx, xy, yy] = products.map(|p| blur::gaussian(&p, TENSOR_SIGMA_PX));
        let mut ways = Plane::filled(width, height, [0.0; 2]);
        let mut sure = Plane::new(width, height);
        let tensors = xx.samples().iter().zip(xy.samples()).zip(yy.samples());
        let all = ways.samples_mut().iter_mut().zip(sure.samples_mut()).zip(tensors);
        all.for_each(|((way, sure), ((xx, xy), yy))| (*way, *sure) = direction([*xx, *xy, *yy]));
        Self { ways, sure }
    }

    /// A plane smoothed along its directions: half of it, and a quarter from either side.
    fn smoothed(&self, plane: Plane<f32>) -> Plane<f32> {
        let mut out = plane.clone();
        for y in 0..plane.height() {
            let (ways, sure) = (self.ways.row(y), self.sure.row(y));
            for (x, o) in out.row_mut(y).iter_mut().enumerate() {
                if sure[x] < WEAKEST {
                    continue;
                }
                let [across, down] = ways[x].map(|w| ALONG_PX * w);
                let side = |by: f32| {
                    warp::at(&plane, x as f64 + f64::from(by * across), y as f64 + f64::from(by * down))
                };
                *o += sure[x] * (0.25 * (side(-1.0) + side(1.0)) - 0.5 * *o);
            }
        }
        out
    }
}

/// Sobel's derivatives, per px.
#[inline(always)]
fn gradient([above, here, below]: [&[f32]; 3], x: usize) -> [f32; 2] {
    let (l, r) = (x.saturating_sub(1), (x + 1).min(here.len() - 1));
    let across = (above[r] - above[l]) + 2.0 * (here[r] - here[l]) + (below[r] - below[l]);
    let down = (below[l] - above[l]) + 2.0 * (below[x] - above[x]) + (below[r] - above[r]);
    [across / 8.0, down / 8.0]
}
