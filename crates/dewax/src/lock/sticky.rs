//! Texture between two frames along the motion of the skin: what they share sticks, what they do not is loose.
//!
//! Texture only counts if it sticks (the covariance of motion-aligned neighbours, not the energy), so neither noise
//! nor flicker can pass for skin, and blur cannot hide. The motion always comes from the source.

use super::Affine;
use crate::kernels::{self, blur, tile, warp};
use crate::px::{LEVEL, Mask, Plane, Rect};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Texture of the skin between one frame and a later one, per band, in 8-bit luma levels (RMS).
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PairTexture {
    /// Number of the face's track; 0 for skin of which no face is known.
    #[serde(default)]
    pub face: u32,
    /// The first of the two frames, counted from the start of the shot.
    pub frame: usize,
    /// Frames from the one to the other.
    pub gap: usize,
    /// Texture that both frames share, per band of [`BANDS_PX`]: it sticks to the skin.
    pub sticky: [f32; 3],
    /// Texture that they do not share: boil, noise, and whatever the motion missed.
    pub loose: [f32; 3],
    /// Boil: what they do not share of 2-8 px, in the median block.
    pub boil: f32,
    /// Skin that could be compared, as a share of the frame.
    pub share: f32,
}

/// Wavelengths of the texture bands, in pixels of the picture as it is.
pub const BANDS_PX: [(f32, f32); 3] = [(2.0, 4.0), (4.0, 8.0), (8.0, 16.0)];

/// Side of the blocks in which texture is compared, in pixels of the picture.
pub(crate) const SKIN_BLOCK_PX: usize = 24;
/// At most about this many blocks are compared.
const MOST_BLOCKS: usize = 100;
/// Fewer blocks whose motion is known say nothing.
const LEAST_BLOCKS: usize = 4;
/// A block counts when this much of it is skin.
const SKIN_ENOUGH: f32 = 0.6;

/// Around the skin a block is flat when no more than this is shared of its 8-16 px, 8-bit levels: contours that move a little would pass
/// for grain.
const FLAT_LEVELS: f32 = 2.0;
/// Fewer flat blocks say nothing.
const LEAST_FLAT: usize = 8;
/// Darker and brighter than this grain is pressed together at the ends of the codes, 8-bit levels.
const GREY_LEVELS: std::ops::RangeInclusive<f32> = 24.0..=228.0;

/// One block's share of a band: variances of both frames and their covariance, in squared 8-bit levels.
struct Block {
    sticky: [f64; 3],
    loose: [f64; 3],
}

/// Compares the texture of a frame's skin with that of a later frame. `motion` gives the map from pixels of `now` to pixels
/// of `next` that is right around a point of `now`; none where it is not known. `noted` is filled in.
pub fn pair_texture(
    now: &Plane<u16>,
    next: &Plane<u16>,
    motion: &(dyn Fn([f64; 2]) -> Option<Affine> + Sync),
    mask: &Mask,
    noted: PairTexture,
) -> PairTexture {
    let all = skin_blocks(mask);
    let none = noted;
    // Evenly spread: a hundred blocks tell the median as well as a thousand.
    let stride = all.len().div_ceil(MOST_BLOCKS).max(1);
    let block = |&(x, y): &(usize, usize)| {
        let half = SKIN_BLOCK_PX as f64 / 2.0;
        let map = motion([x as f64 + half, y as f64 + half])?;
        Some(compare(now, next, &map, (x, y)))
    };
    let blocks: Vec<Option<Block>> = all.par_iter().step_by(stride).map(block).collect();
    let blocks: Vec<Block> = blocks.into_iter().flatten().collect();
    if blocks.len() < LEAST_BLOCKS.min(all.len().max(1)) {
        return none;
    }
    // The median block: a few contours (nostrils, the edge of a lip) hold more energy than all pores together, and
    // would hide their loss.
    let middle = |pick: &dyn Fn(&Block) -> f64| {
        let mut values: Vec<f64> = blocks.iter().map(pick).collect();
        kernels::middle(&mut values, f64::total_cmp).unwrap_or(0.0)
    };
    let level = |v: f64| v.max(0.0).sqrt() as f32;
    PairTexture {
        sticky: std::array::from_fn(|band| level(middle(&|b| b.sticky[band]))),
        loose: std::array::from_fn(|band| level(middle(&|b| b.loose[band]))),
        boil: level(middle(&|b| b.loose[0] + b.loose[1])),
        share: (blocks.len() * stride * SKIN_BLOCK_PX * SKIN_BLOCK_PX) as f32
            / (now.width() * now.height()) as f32,
        ..noted
    }
}

/// What two successive frames do not share of 2-8 px around the skin, in 8-bit luma levels: grain of sensor and film. Told by the
/// calmest quarter of what is flat there, as it lies on the screen, so that what moves does not count; none where too little
/// of the picture is flat and without skin.
pub(crate) fn grain_around(now: &Plane<u16>, next: &Plane<u16>, mask: &Mask) -> Option<f32> {
    let (columns, rows) = (now.width() / SKIN_BLOCK_PX, now.height() / SKIN_BLOCK_PX);
    let is_free = |&(x, y): &(usize, usize)| {
        let near = [(0, 0), (12, 12), (23, 0), (0, 23), (23, 23)];
        let level = f32::from(now.row(y + 12)[x + 12]) / LEVEL;
        near.iter().all(|&(dx, dy)| mask.at(x + dx, y + dy) <= 0.0) && GREY_LEVELS.contains(&level)
    };
    let corners = (0..rows).flat_map(|j| (0..columns).map(move |i| (i * SKIN_BLOCK_PX, j * SKIN_BLOCK_PX)));
    let free: Vec<(usize, usize)> = corners.filter(is_free).collect();
    let stride = free.len().div_ceil(MOST_BLOCKS).max(1);
    let blocks = free.par_iter().step_by(stride).map(|&at| compare(now, next, &Affine::IDENTITY, at));
    let blocks: Vec<Block> = blocks.collect();
    let flat = blocks.iter().filter(|b| b.sticky[2] <= f64::from(FLAT_LEVELS).powi(2));
    let mut boil: Vec<f64> = flat.map(|b| b.loose[0] + b.loose[1]).collect();
    if boil.len() < LEAST_FLAT {
        return None;
    }
    boil.sort_by(f64::total_cmp);
    Some(boil[boil.len() / 4].sqrt() as f32)
}

/// Corners of the blocks that are skin.
pub(crate) fn skin_blocks(mask: &Mask) -> Vec<(usize, usize)> {
    let roi = mask.roi;
    let (columns, rows) = (roi.width() / SKIN_BLOCK_PX, roi.height() / SKIN_BLOCK_PX);
    let corner = |i: usize, j: usize| (roi.x0 + i * SKIN_BLOCK_PX, roi.y0 + j * SKIN_BLOCK_PX);
    let skin = |(x, y): (usize, usize)| {
        [(6, 6), (18, 6), (6, 18), (18, 18), (12, 12)]
            .iter()
            .all(|&(dx, dy)| mask.at(x + dx, y + dy) >= SKIN_ENOUGH)
    };
    (0..rows).flat_map(|j| (0..columns).map(move |i| corner(i, j))).filter(|&c| skin(c)).collect()
}

/// Sigmas of the two blurs whose difference is the band: wavelengths λ1..λ2 pass between about λ/4.4 each.
pub(crate) fn band_sigmas(band: usize) -> (f32, f32) {
    let (short, long) = BANDS_PX[band];
    (if band == 0 { 0.0 } else { short / 4.4 }, long / 4.4)
}

/// One block in every band: both frames' variances and their covariance.
fn compare(now: &Plane<u16>, next: &Plane<u16>, map: &Affine, (x, y): (usize, usize)) -> Block {
    let halo = blur::radius_px(band_sigmas(BANDS_PX.len() - 1).1);
    let block = Rect { x0: x, y0: y, x1: x + SKIN_BLOCK_PX, y1: y + SKIN_BLOCK_PX };
    let part = block.grown(halo, now.width(), now.height());
    let here = tile::cut(now, part);
    let there = warp::under(next, map.0, part);
    let (left, top) = (x - part.x0, y - part.y0);
    let mut out = Block { sticky: [0.0; 3], loose: [0.0; 3] };
    // Each band is what one blur takes and the next finer one leaves; the blurs are shared between bands.
    let (mut fine_here, mut fine_there) = (here.clone(), there.clone());
    for band in 0..BANDS_PX.len() {
        let coarse = band_sigmas(band).1;
        let (coarse_here, coarse_there) = (blur::gaussian(&here, coarse), blur::gaussian(&there, coarse));
        let (mut aa, mut bb, mut ab) = (0.0f32, 0.0f32, 0.0f32);
        for row in top..top + SKIN_BLOCK_PX {
            let span = left..left + SKIN_BLOCK_PX;
            let one = fine_here.row(row)[span.clone()].iter().zip(&coarse_here.row(row)[span.clone()]);
            let two = fine_there.row(row)[span.clone()].iter().zip(&coarse_there.row(row)[span]);
            for ((f, c), (g, d)) in one.zip(two) {
                let (p, q) = ((f - c) / LEVEL, (g - d) / LEVEL);
                aa += p * p;
                bb += q * q;
                ab += p * q;
            }
        }
        let count = (SKIN_BLOCK_PX * SKIN_BLOCK_PX) as f64;
        let shared = f64::from(ab) / count;
        out.sticky[band] = shared;
        out.loose[band] = ((f64::from(aa) + f64::from(bb)) / 2.0 / count - shared).max(0.0);
        (fine_here, fine_there) = (coarse_here, coarse_there);
    }
    out
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
            pair_texture(
                &face(0, pores, boil),
                &face(1, pores, boil),
                &|_| Some(Affine::IDENTITY),
                &mask,
                PairTexture::default(),
            )
        };
        let rms = |v: [f32; 3]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
        let (still, boiling) = (pair(3.0, 0.0), pair(3.0, 2.0));
        assert!(still.boil < 0.1, "{still:?}");
        assert!((rms(boiling.sticky) / rms(still.sticky) - 1.0).abs() < 0.05, "{still:?} {boiling:?}");
        assert!((0.9..2.2).contains(&boiling.boil), "{boiling:?}");
        // The whole picture is noise, the skin is its left half: what is on the right is the same grain.
        let left =
            Mask { weights: Plane::from_fn(64, 64, |x, _| if x < 32 { 1.0 } else { 0.0 }), ..skin(256, 256) };
        for grain in [1.0, 3.0] {
            let (now, next) = (face(0, 0.0, grain), face(1, 0.0, grain));
            let around = grain_around(&now, &next, &left).unwrap();
            let own =
                pair_texture(&now, &next, &|_| Some(Affine::IDENTITY), &left, PairTexture::default()).boil;
            assert!((0.8..1.05).contains(&(around / own)), "{around} {own}");
        }
        assert_eq!(grain_around(&face(0, 0.0, 1.0), &face(1, 0.0, 1.0), &mask), None);
        let noise_only = pair(0.0, 3.0);
        assert!(rms(noise_only.sticky) < 0.4, "{noise_only:?}");
    }
}
