//! How far a flow can be trusted, pixel by pixel.

use super::expand::expand_plane;
use super::{Flow, Prepared};
use crate::kernels::{blur, simd};
use crate::px::Plane;
use rayon::prelude::*;

/// Forward and backward motion that miss each other by this many pixels halve the confidence.
const MISS_PX: f32 = 0.7;

/// And by this share of the motion: large motion is found less exactly.
const MISS_SHARE: f32 = 0.05;

/// Size of the window whose texture counts: that of a patch at half size, as the σ of a Gaussian.
const WINDOW_SIGMA_PX: f32 = 2.5;

/// Smaller eigenvalue of the structure tensor, squared levels per px at half size, that noise alone makes. White noise
/// of σ 1.5 levels is 0.47 after halving (weights 1, 3, 3, 1), and 0.1 as a squared central difference.
const NOISE: f32 = 0.12;

/// Eigenvalue above the noise at which the confidence is half.
const HALF: f32 = 0.25;

/// Confidence in `forward`, 0 (made up) to 1: where `backward` leads back to where it started, and where picture one,
/// `from`, has texture in both directions. 0 where the motion leads out of the picture, on blank areas, and everywhere
/// when the sizes differ or the picture is too small for a search.
pub fn confidence(forward: &Flow, backward: &Flow, from: &Prepared) -> Plane<f32> {
    let (width, height) = (from.width(), from.height());
    let fits = [forward, backward].iter().all(|flow| (flow.width(), flow.height()) == (width, height));
    let Some(level) = from.level(1).filter(|_| fits) else { return Plane::new(width, height) };
    // Flow is smooth over a few pixels: the round trip is made at every fourth.
    let (columns, rows) = (width.div_ceil(4), height.div_ceil(4));
    let mut trips = Plane::new(columns, rows);
    trips.samples_mut().par_chunks_mut(columns).enumerate().for_each(|(j, row)| {
        for (i, trip) in row.iter_mut().enumerate() {
            *trip = agreement(forward, backward, (4 * i) as f32 + 1.5, (4 * j) as f32 + 1.5);
        }
    });
    let trips = expand_plane(&trips, 1, 1.0, level.width, level.height);
    let mut trust = texture(level.width, level.height, |y| level.row(y));
    for (trust, trip) in trust.samples_mut().iter_mut().zip(trips.samples()) {
        *trust *= trip;
    }
    expand_plane(&trust, 1, 1.0, width, height)
}

/// 1 where a round trip from (x, y) ends where it began, 0 where it ends far away or leaves the picture.
#[inline]
fn agreement(forward: &Flow, backward: &Flow, x: f32, y: f32) -> f32 {
    let [dx, dy] = forward.at(x, y);
    let (there_x, there_y) = (x + dx, y + dy);
    let inside = there_x >= -0.5
        && there_x <= forward.width() as f32 - 0.5
        && there_y >= -0.5
        && there_y <= forward.height() as f32 - 0.5;
    if !inside {
        return 0.0;
    }
    let [back_x, back_y] = backward.at(there_x, there_y);
    let (miss_x, miss_y) = (dx + back_x, dy + back_y);
    let allowed = MISS_PX * MISS_PX + MISS_SHARE * MISS_SHARE * (dx * dx + dy * dy);
    allowed / (allowed + miss_x * miss_x + miss_y * miss_y)
}

/// 0 on blank areas to 1 on rich texture, from the smaller eigenvalue of the structure tensor.
fn texture<'a>(width: usize, height: usize, row: impl Fn(usize) -> &'a [f32] + Sync) -> Plane<f32> {
    let mut products = [0; 3].map(|_| Plane::new(width, height));
    for y in 0..height {
        let (above, here, below) = (row(y.saturating_sub(1)), row(y), row((y + 1).min(height - 1)));
        let [xx, xy, yy] = products.each_mut().map(|plane| plane.row_mut(y));
        simd::run(
            #[inline(always)]
            || {
                for x in 0..width {
                    let left = here[x.saturating_sub(1)];
                    let (gx, gy) = ((here[x + 1] - left) * 0.5, (below[x] - above[x]) * 0.5);
                    (xx[x], xy[x], yy[x]) = (gx * gx, gx * gy, gy * gy);
                }
            },
        );
    }
    let [mut xx, xy, yy] = products.map(|plane| blur::gaussian(&plane, WINDOW_SIGMA_PX));
    simd::run(
        #[inline(always)]
        || {
            let others = xy.samples().iter().zip(yy.samples());
            for (xx, (&xy, &yy)) in xx.samples_mut().iter_mut().zip(others) {
                let (middle, half) = ((*xx + yy) * 0.5, (*xx - yy) * 0.5);
                let smaller = middle - (half * half + xy * xy).sqrt();
                let above = if smaller > NOISE { smaller - NOISE } else { 0.0 };
                *xx = above / (above + HALF);
            }
        },
    );
    xx
}
