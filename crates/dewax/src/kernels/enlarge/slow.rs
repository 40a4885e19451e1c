//! The textbook version: every sample by its own sums over the whole plane, in f64.

use super::{
    ALONG_PX, BOUND, DRAWN, FIRST_ZERO, LAST_ZERO, ROUNDS, TENSOR_SIGMA_PX, WEAKEST, direction, jinc, levels,
};
use crate::kernels::{blur, round_u16, warp};
use crate::px::{LEVEL, Plane};

/// [`super::doubled`], sample by sample.
pub fn doubled(plane: &Plane<u16>) -> Plane<u16> {
    let small = Plane::from_fn(plane.width(), plane.height(), |x, y| levels(plane.row(y)[x]));
    let mut large = polar(&small);
    let start = large.clone();
    for _ in 0..ROUNDS {
        large = round(&large, &small, &start);
    }
    Plane::from_fn(large.width(), large.height(), |x, y| {
        round_u16(large.row(y)[x] * LEVEL, f32::from(u16::MAX))
    })
}

/// Where sample `i` of the larger plane lies in the smaller one.
fn place(i: usize) -> f64 {
    (i as f64 + 0.5) / 2.0 - 0.5
}

fn polar(small: &Plane<f32>) -> Plane<f32> {
    Plane::from_fn(2 * small.width(), 2 * small.height(), |x, y| {
        let (at_x, at_y) = (place(x), place(y));
        let (near_x, near_y) = (at_x.round() as isize, at_y.round() as isize);
        let (mut sum, mut all) = (0.0, 0.0);
        for j in near_y - 6..=near_y + 6 {
            for i in near_x - 6..=near_x + 6 {
                let far = (i as f64 - at_x).hypot(j as f64 - at_y) / DRAWN;
                if far < LAST_ZERO {
                    let weight = jinc(far) * jinc(far / LAST_ZERO * FIRST_ZERO);
                    sum += weight * f64::from(small.at(i, j));
                    all += weight;
                }
            }
        }
        let value = (sum / all) as f32;
        let (left, top) = (at_x.floor() as isize, at_y.floor() as isize);
        let near = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| small.at(left + i, top + j));
        let low = near.into_iter().fold(f32::INFINITY, f32::min);
        let high = near.into_iter().fold(f32::NEG_INFINITY, f32::max);
        value + BOUND * (value.clamp(low, high) - value)
    })
}

/// A round: what blocks lack is added, bounded, and smoothed along the directions of the first plane.
fn round(large: &Plane<f32>, small: &Plane<f32>, start: &Plane<f32>) -> Plane<f32> {
    let lack = Plane::from_fn(small.width(), small.height(), |x, y| {
        let block = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| large.row(2 * y + j)[2 * x + i]);
        small.row(y)[x] - block.iter().sum::<f32>() / 4.0
    });
    let fuller = Plane::from_fn(large.width(), large.height(), |x, y| {
        let value = large.row(y)[x] + warp::slow::at(&lack, place(x), place(y));
        let bound = |pick: fn(f32, f32) -> f32| straight(small, place(x), place(y), pick);
        value.max(bound(f32::min)).min(bound(f32::max))
    });
    let of_tensor = tensors(start);
    Plane::from_fn(large.width(), large.height(), |x, y| {
        let here = fuller.row(y)[x];
        let (way, sure) = direction(of_tensor.each_ref().map(|p| p.row(y)[x]));
        if sure < WEAKEST {
            return here;
        }
        let side = |by: f64| {
            let step = way.map(|w| by * f64::from(ALONG_PX * w));
            warp::slow::at(&fuller, x as f64 + step[0], y as f64 + step[1])
        };
        here + sure * (0.25 * (side(-1.0) + side(1.0)) - 0.5 * here)
    })
}

/// The extreme of 3×3 samples around a place, straight lines between samples.
fn straight(small: &Plane<f32>, x: f64, y: f64, pick: fn(f32, f32) -> f32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let mut sum = 0.0;
    for (i, j) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let weight = (1.0 - (x - left - f64::from(i)).abs()) * (1.0 - (y - top - f64::from(j)).abs());
        let clamped = |v: f64, count: usize| v.clamp(0.0, count as f64 - 1.0) as isize;
        let middle =
            (clamped(left + f64::from(i), small.width()), clamped(top + f64::from(j), small.height()));
        let around = (-1..=1).flat_map(|b| (-1..=1).map(move |a| (a, b)));
        let extreme = around.map(|(a, b)| small.at(middle.0 + a, middle.1 + b)).reduce(pick);
        sum += weight as f32 * extreme.unwrap_or_default();
    }
    sum
}

/// The structure tensor, smoothed.
fn tensors(plane: &Plane<f32>) -> [Plane<f32>; 3] {
    let derivative = |x: usize, y: usize| {
        let at = |i: isize, j: isize| plane.at(x as isize + i, y as isize + j);
        let across: f32 =
            [-1, 0, 1].iter().map(|&j| f32::from(2 - (j as i8).abs()) * (at(1, j) - at(-1, j))).sum();
        let down: f32 =
            [-1, 0, 1].iter().map(|&i| f32::from(2 - (i as i8).abs()) * (at(i, 1) - at(i, -1))).sum();
        [across / 8.0, down / 8.0]
    };
    let of = |product: fn([f32; 2]) -> f32| {
        let plane = Plane::from_fn(plane.width(), plane.height(), |x, y| product(derivative(x, y)));
        blur::slow::gaussian(&plane, TENSOR_SIGMA_PX)
    };
    [of(|[a, _]| a * a), of(|[a, d]| a * d), of(|[_, d]| d * d)]
}
