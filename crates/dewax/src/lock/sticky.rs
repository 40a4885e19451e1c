//! Texture between two frames along the motion of the skin: what they share sticks, what they do not is loose.
//!
//! Texture only counts if it sticks (the covariance of motion-aligned neighbours, not the energy), so neither noise
//! nor flicker can pass for skin, and blur cannot hide. The motion always comes from the source.

use super::Affine;
use crate::kernels::{blur, tile, warp};
use crate::px::{LEVEL, Mask, Plane, Rect};
use serde::{Deserialize, Serialize};

/// Texture of the skin between one frame and the next, per band, in 8-bit luma levels (RMS).
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PairTexture {
    /// The first of the two frames, counted from the start of the shot.
    pub frame: usize,
    /// Texture that both frames share, per band of [`BANDS_PX`]: it sticks to the skin.
    pub sticky: [f32; 3],
    /// Texture that they do not share: boil, noise, and whatever the motion missed.
    pub loose: [f32; 3],
    /// Boil in the best-aligned quarter of the skin, 2-8 px.
    pub boil: f32,
    /// Skin that could be compared, as a share of the frame.
    pub share: f32,
}

/// Wavelengths of the texture bands, in pixels of the picture as it is.
pub const BANDS_PX: [(f32, f32); 3] = [(2.0, 4.0), (4.0, 8.0), (8.0, 16.0)];

/// Side of the blocks in which texture is compared, in pixels of the picture.
const BLOCK_PX: usize = 24;
/// A block counts when this much of it is skin.
const SKIN_ENOUGH: f32 = 0.6;

/// One block's share of a band: variances of both frames and their covariance, in squared 8-bit levels.
struct Block {
    sticky: [f64; 3],
    loose: [f64; 3],
}

/// Compares the texture of a frame's skin with that of the next frame.
/// `map` leads from pixels of `now` to pixels of `next`; `frame` is `now`'s number in its shot.
pub fn pair_texture(
    now: &Plane<u16>,
    next: &Plane<u16>,
    map: &Affine,
    mask: &Mask,
    frame: usize,
) -> PairTexture {
    let (width, height) = (now.width(), now.height());
    let halo = blur::radius_px(sigmas(2).1);
    let region = mask.roi.grown(halo, width, height);
    let none = PairTexture { frame, ..PairTexture::default() };
    if region.width() < BLOCK_PX || region.height() < BLOCK_PX {
        return none;
    }
    let here = tile::cut(now, region);
    let there = bring(next, map, region);
    let blocks = compare(&here, &there, region, mask);
    if blocks.is_empty() {
        return none;
    }
    let mean = |pick: &dyn Fn(&Block) -> f64| blocks.iter().map(pick).sum::<f64>() / blocks.len() as f64;
    // Boil is judged where the motion fits best: a quarter of the skin is enough to see it, and expression,
    // which no affine map follows, stays out of it.
    let mut fine: Vec<f64> = blocks.iter().map(|b| b.loose[0] + b.loose[1]).collect();
    fine.sort_by(f64::total_cmp);
    let quarter = &fine[..(fine.len() / 4).max(1)];
    let boil = quarter.iter().sum::<f64>() / quarter.len() as f64;
    let level = |v: f64| v.max(0.0).sqrt() as f32;
    PairTexture {
        frame,
        sticky: std::array::from_fn(|band| level(mean(&|b| b.sticky[band]))),
        loose: std::array::from_fn(|band| level(mean(&|b| b.loose[band]))),
        boil: level(boil),
        share: (blocks.len() * BLOCK_PX * BLOCK_PX) as f32 / (width * height) as f32,
    }
}

/// The part of `next` that lies under `region`, brought into place.
fn bring(next: &Plane<u16>, map: &Affine, region: Rect) -> Plane<f32> {
    let whole = Rect::of(next.width(), next.height());
    let corners =
        [(region.x0, region.y0), (region.x1, region.y0), (region.x0, region.y1), (region.x1, region.y1)]
            .map(|(x, y)| map.apply(x as f64, y as f64));
    let low = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::INFINITY, f64::min) - 4.0;
    let high =
        |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max) + 4.0;
    let x0 = (low(|c| c.0).max(0.0) as usize).min(whole.x1 - 1);
    let y0 = (low(|c| c.1).max(0.0) as usize).min(whole.y1 - 1);
    let x1 = (high(|c| c.0).max(0.0).ceil() as usize).clamp(x0 + 1, whole.x1);
    let y1 = (high(|c| c.1).max(0.0).ceil() as usize).clamp(y0 + 1, whole.y1);
    let part = tile::cut(next, Rect { x0, y0, x1, y1 });
    warp::warp(&part, map.between((region.x0, region.y0), (x0, y0)).0, region.width(), region.height())
}

/// Sigmas of the two blurs whose difference is the band: wavelengths λ1..λ2 pass between about λ/4.4 each.
fn sigmas(band: usize) -> (f32, f32) {
    let (short, long) = BANDS_PX[band];
    (if band == 0 { 0.0 } else { short / 4.4 }, long / 4.4)
}

fn band(plane: &Plane<f32>, which: usize) -> Plane<f32> {
    let (fine, coarse) = sigmas(which);
    let mut out = blur::gaussian(plane, fine);
    for (o, &c) in out.samples_mut().iter_mut().zip(blur::gaussian(plane, coarse).samples()) {
        *o = (*o - c) / LEVEL;
    }
    out
}

fn compare(here: &Plane<f32>, there: &Plane<f32>, region: Rect, mask: &Mask) -> Vec<Block> {
    let (columns, rows) = (here.width() / BLOCK_PX, here.height() / BLOCK_PX);
    let skin = |i: usize, j: usize| {
        let (x, y) = (region.x0 + i * BLOCK_PX, region.y0 + j * BLOCK_PX);
        [(6, 6), (18, 6), (6, 18), (18, 18), (12, 12)]
            .iter()
            .all(|&(dx, dy)| mask.at(x + dx, y + dy) >= SKIN_ENOUGH)
    };
    let places: Vec<(usize, usize)> =
        (0..rows).flat_map(|j| (0..columns).map(move |i| (i, j))).filter(|&(i, j)| skin(i, j)).collect();
    let mut blocks: Vec<Block> = places.iter().map(|_| Block { sticky: [0.0; 3], loose: [0.0; 3] }).collect();
    if places.is_empty() {
        return blocks;
    }
    for which in 0..BANDS_PX.len() {
        let (a, b) = (band(here, which), band(there, which));
        for (block, &(i, j)) in blocks.iter_mut().zip(&places) {
            let (mut aa, mut bb, mut ab) = (0.0f32, 0.0f32, 0.0f32);
            for y in j * BLOCK_PX..(j + 1) * BLOCK_PX {
                let span = i * BLOCK_PX..(i + 1) * BLOCK_PX;
                for (&p, &q) in a.row(y)[span.clone()].iter().zip(&b.row(y)[span]) {
                    aa += p * p;
                    bb += q * q;
                    ab += p * q;
                }
            }
            let count = (BLOCK_PX * BLOCK_PX) as f64;
            let shared = f64::from(ab) / count;
            block.sticky[which] = shared;
            block.loose[which] = ((f64::from(aa) + f64::from(bb)) / 2.0 / count - shared).max(0.0);
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::noise;
    use crate::px::Plane;

    fn skin(width: usize, height: usize) -> Mask {
        Mask { weights: Plane::filled(width / 4, height / 4, 1.0), step_px: 4, roi: Rect::of(width, height) }
    }

    /// Sticky pores of RMS `pores` plus boil of RMS `boil`, in levels.
    fn face(frame: usize, pores: f32, boil: f32) -> Plane<u16> {
        let mut out = Plane::new(256, 256);
        for (key, rms) in [(1, pores), (100 + frame as u32, boil)] {
            noise::soft_rows(key, 0.8, (0, 256), (0, 256), |y, values| {
                for (o, &v) in out.row_mut(y).iter_mut().zip(values) {
                    let base = if rms == pores && key == 1 { 128.0 } else { f32::from(*o) / LEVEL };
                    *o = ((base + v * rms) * LEVEL) as u16;
                }
            });
        }
        out
    }

    #[test]
    fn tells_pores_from_boil() {
        let mask = skin(256, 256);
        let pair = |pores, boil| {
            pair_texture(&face(0, pores, boil), &face(1, pores, boil), &Affine::IDENTITY, &mask, 0)
        };
        let rms = |v: [f32; 3]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
        let (still, boiling) = (pair(3.0, 0.0), pair(3.0, 2.0));
        assert!(still.boil < 0.1, "{still:?}");
        assert!((rms(boiling.sticky) / rms(still.sticky) - 1.0).abs() < 0.05, "{still:?} {boiling:?}");
        assert!((0.9..2.2).contains(&boiling.boil), "{boiling:?}");
        let noise_only = pair(0.0, 3.0);
        assert!(rms(noise_only.sticky) < 0.4, "{noise_only:?}");
    }
}
