//! The version that ships: one small blur per round.

use super::ROUNDS;
use crate::kernels::{blur, simd};
use crate::px::Plane;
use rayon::prelude::*;

/// `plane` without an unsharp mask of this amount and of a Gaussian of `radius_px` (sigma). An amount of zero or less copies.
pub fn remove(plane: &Plane<f32>, amount: f32, radius_px: f32) -> Plane<f32> {
    if amount <= 0.0 || plane.width() == 0 || plane.height() == 0 {
        return plane.clone();
    }
    let width = plane.width();
    let own = 1.0 / (1.0 + amount);
    let rest = 1.0 - own;
    let mut made = plane.clone();
    for _ in 0..ROUNDS {
        made = blur::gaussian(&made, radius_px);
        made.samples_mut().par_chunks_mut(width).zip(plane.samples().par_chunks(width)).for_each(
            |(row, source)| {
                simd::run(
                    #[inline(always)]
                    || {
                        for (m, &s) in row.iter_mut().zip(source) {
                            *m = own * s + rest * *m;
                        }
                    },
                );
            },
        );
    }
    made
}
