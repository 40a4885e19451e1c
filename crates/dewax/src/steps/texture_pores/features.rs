//! What skin is made of on the skin laid flat: pores, fine lines, bumps, spots and unevenness, each from a key alone.

use super::region::Region;
use super::relief::{COARSE_PER_MM, FINE_PER_MM, Kind, SIDE_MM, START_MM};
use crate::lock::WAVE_PER_SIGMA;
use crate::color::math::exp;
use crate::kernels::{blur, noise};
use crate::px::Plane;
use rayon::prelude::*;

/// From middle to middle of the cells that hold at most one pore, mm: the least spacing of a region.
const PORE_CELL_MM: f32 = 0.9;
/// From middle to middle of the fields between fine lines, mm, and how wide a line is.
const LINE_CELL_MM: f32 = 0.95;
const LINE_WIDTH_MM: f32 = 0.11;
/// Shares of RMS that bumps, pores and lines have in the fine relief of a cheek.
const BUMPS: f32 = 0.5;
const PORES: f32 = 0.75;
const LINES: f32 = 0.25;
/// The same of soft unevenness and of single spots in the coarse relief.
const UNEVEN: f32 = 0.85;
const SPOTS: f32 = 0.4;
/// From middle to middle of the cells that hold at most one spot, mm; a third of them do.
const SPOT_CELL_MM: f32 = 3.2;
/// Texture is stronger and weaker from place to place: by this much, over so many mm.
const PATCHY: f32 = 0.2;
const PATCH_MM: [f32; 2] = [9.0, 30.0];

fn size(per_mm: f32) -> usize {
    (SIDE_MM * per_mm) as usize
}

/// Where a sample lies, mm.
fn place_mm(x: usize, y: usize, per_mm: f32) -> [f32; 2] {
    [START_MM[0] + x as f32 / per_mm, START_MM[1] + y as f32 / per_mm]
}

/// Noise between two wavelengths, RMS 1.
fn band_noise(key: u32, side: usize, [short, long]: [f32; 2]) -> Plane<f32> {
    let mut plane = Plane::new(side, side);
    noise::soft_rows(key, short / WAVE_PER_SIGMA, (0, side), (0, side), |y, row| {
        plane.row_mut(y).copy_from_slice(row);
    });
    let low = blur::gaussian(&plane, long / WAVE_PER_SIGMA);
    plane.samples_mut().iter_mut().zip(low.samples()).for_each(|(v, l)| *v -= l);
    levelled(plane, 1.0)
}

/// The plane with an RMS of `rms`; as it is when it is flat.
fn levelled(mut plane: Plane<f32>, rms: f32) -> Plane<f32> {
    let square: f64 = plane.samples().iter().map(|v| f64::from(*v).powi(2)).sum();
    let own = (square / plane.samples().len().max(1) as f64).sqrt() as f32;
    if own > 0.0 {
        plane.samples_mut().iter_mut().for_each(|v| *v *= rms / own);
    }
    plane
}

/// Unevenness and spots from 2 to 7 mm: more of it the longer it is, as on real skin.
pub(super) fn coarse(key: u32) -> Plane<f32> {
    let side = size(COARSE_PER_MM);
    let part = |purpose: u32, mm: [f32; 2]| {
        band_noise(noise::hash32(key ^ purpose), side, mm.map(|v| v * COARSE_PER_MM))
    };
    let (mut short, (long, spots)) = rayon::join(
        || part(0x6301, [2.0, 3.6]),
        || rayon::join(|| part(0x6302, [3.6, 7.0]), || spots(noise::hash32(key ^ 0x7350), side)),
    );
    let patchy = patches(key, side, COARSE_PER_MM);
    let all = short.samples_mut().iter_mut().zip(long.samples()).zip(spots.samples().iter().zip(patchy.samples()));
    for ((s, l), (spot, patch)) in all {
        *s = patch * (UNEVEN * (0.6 * *s + 0.8 * l) + SPOTS * spot);
    }
    short
}

/// How strong texture is from place to place, about 1.
fn patches(key: u32, side: usize, per_mm: f32) -> Plane<f32> {
    // Made at 1 sample per mm: nothing in it is finer.
    let whole = SIDE_MM as usize;
    let soft = band_noise(noise::hash32(key ^ 0x7061), whole, PATCH_MM);
    let at = |i: usize| {
        let at = (i as f32 / per_mm).min((whole - 2) as f32);
        (at as usize, at.fract())
    };
    Plane::from_fn(side, side, |x, y| {
        let ((x, s), (y, t)) = (at(x), at(y));
        let row = |y: usize| soft.row(y)[x] + s * (soft.row(y)[x + 1] - soft.row(y)[x]);
        (1.0 + PATCHY * (row(y) + t * (row(y + 1) - row(y)))).clamp(0.2, 2.0)
    })
}

/// Single dark spots of pigment, each of its own size and strength. RMS 1.
fn spots(key: u32, side: usize) -> Plane<f32> {
    let cell = SPOT_CELL_MM * COARSE_PER_MM;
    let cells = (side as f32 / cell) as i32 + 1;
    let mut plane = Plane::new(side, side);
    for cy in -1..=cells {
        for cx in -1..=cells {
            let of = |purpose: u32| chance(key, [cx, cy], purpose);
            if of(2) > 0.34 {
                continue;
            }
            let middle = [0, 1].map(|i| ([cx, cy][i] as f32 + of(i as u32)) * cell);
            let sigma = (0.45 + 0.8 * of(3) * of(4)) * COARSE_PER_MM;
            let depth = 0.3 + 0.5 * of(5) * of(6);
            Pore { middle, sigma: [sigma * (1.0 + 0.4 * of(7)), sigma], turn: [1.0, 0.0], depth }.stamp(
                plane.samples_mut(),
                side,
                0,
            );
        }
    }
    levelled(plane, 1.0)
}

/// Pores, lines and bumps.
pub(super) fn fine(kind: &Kind) -> Plane<f32> {
    let side = size(FINE_PER_MM);
    let key = |purpose: u32| noise::hash32(kind.key ^ purpose);
    let (mut sum, (pores, lines)) = rayon::join(
        || band_noise(key(0x6601), side, [0.8, 2.0].map(|v| v * FINE_PER_MM)),
        || rayon::join(|| pores(key(0x7001)), || lines(key(0x6c01))),
    );
    let patchy = patches(kind.key, side, FINE_PER_MM);
    let rows = sum.samples_mut().par_chunks_mut(side).enumerate();
    rows.for_each(|(y, row)| {
        for (x, (v, (p, l))) in row.iter_mut().zip(pores.row(y).iter().zip(lines.row(y))).enumerate() {
            let rough = Region::at(place_mm(x, y, FINE_PER_MM)).rough;
            *v = rough * patchy.row(y)[x] * (BUMPS * *v + PORES * kind.pores * p + LINES * kind.lines * l);
        }
    });
    sum
}

/// A number 0..1 from a cell and a purpose.
fn chance(key: u32, [x, y]: [i32; 2], purpose: u32) -> f32 {
    let cell = noise::hash32(key ^ (x as u32).wrapping_mul(0x9e37_79b9) ^ noise::hash32(y as u32 ^ 0x51ed_270b));
    (noise::hash32(cell ^ purpose) >> 8) as f32 / 16_777_216.0
}

/// One pore.
struct Pore {
    middle: [f32; 2],
    /// Sigmas along and across it, samples.
    sigma: [f32; 2],
    turn: [f32; 2],
    depth: f32,
}

fn pore(key: u32, cell: [i32; 2]) -> Option<Pore> {
    let of = |purpose: u32| chance(key, cell, purpose);
    let middle = [0, 1].map(|i| (cell[i] as f32 + 0.1 + 0.8 * of(i as u32)) * PORE_CELL_MM);
    let region = Region::at([middle[0] + START_MM[0], middle[1] + START_MM[1]]);
    let share = PORE_CELL_MM / region.pore_spacing_mm;
    if of(2) > share * share {
        return None;
    }
    // Most pores are small, few are wide.
    let size = 0.7 + 0.4 * of(3) + 0.5 * of(4) * of(5);
    let long = 1.0 + 0.5 * of(6);
    let angle = [2.0 * of(7) - 1.0, 2.0 * of(8) - 1.0];
    let length = (angle[0] * angle[0] + angle[1] * angle[1]).sqrt().max(1e-3);
    let sigma = region.pore_radius_mm * size * FINE_PER_MM;
    Some(Pore {
        middle: middle.map(|v| v * FINE_PER_MM),
        sigma: [sigma * long, sigma],
        turn: angle.map(|v| v / length),
        depth: region.pore_depth * size,
    })
}

/// Hollows with a low rim, so that they neither darken nor lighten the skin as a whole. RMS 1.
fn pores(key: u32) -> Plane<f32> {
    const BAND: usize = 48;
    let side = size(FINE_PER_MM);
    let cell = PORE_CELL_MM * FINE_PER_MM;
    let mut plane = Plane::new(side, side);
    plane.samples_mut().par_chunks_mut(side * BAND).enumerate().for_each(|(band, rows)| {
        let (from, count) = (band * BAND, rows.len() / side);
        // The widest pore reaches this far.
        let reach = 16.0;
        let cells = |v: f32| (v / cell).floor() as i32;
        for cy in cells(from as f32 - reach)..=cells((from + count) as f32 + reach) {
            for cx in -2..=cells(side as f32 + reach) {
                let Some(pore) = pore(key, [cx, cy]) else { continue };
                pore.stamp(rows, side, from);
            }
        }
    });
    levelled(plane, 1.0)
}

impl Pore {
    fn stamp(&self, rows: &mut [f32], width: usize, first_row: usize) {
        let reach = 5.0 * self.sigma[0];
        let count = rows.len() / width;
        let span = |middle: f32, from: usize, len: usize| {
            let low = (middle - reach - from as f32).max(0.0) as usize;
            let high = (middle + reach + 1.0 - from as f32).clamp(0.0, len as f32) as usize;
            low..high.max(low)
        };
        for y in span(self.middle[1], first_row, count) {
            let dy = (first_row + y) as f32 - self.middle[1];
            let row = &mut rows[y * width..(y + 1) * width];
            for x in span(self.middle[0], 0, width) {
                let dx = x as f32 - self.middle[0];
                let along = (dx * self.turn[0] + dy * self.turn[1]) / self.sigma[0];
                let across = (dy * self.turn[0] - dx * self.turn[1]) / self.sigma[1];
                let r2 = along * along + across * across;
                // The rim is twice as wide and a quarter as high: it fills as much as the hollow takes.
                let fall = |r2: f32| exp(f64::from(-r2 / 2.0)) as f32;
                row[x] -= self.depth * (fall(r2) - 0.25 * fall(r2 / 4.0));
            }
        }
    }
}

/// The borders between fields of skin: hollow lines that come and go. RMS 1.
///
/// The fields are the cells nearest to scattered points (S. Worley, "A cellular texture basis function", 1996), in a measure
/// that is stretched along the lines of the region.
fn lines(key: u32) -> Plane<f32> {
    let side = size(FINE_PER_MM);
    let fades = band_noise(noise::hash32(key ^ 0x6661), side / 6, [4.0, 12.0]);
    let mut plane = Plane::new(side, side);
    plane.samples_mut().par_chunks_mut(side).enumerate().for_each(|(y, row)| {
        for (x, out) in row.iter_mut().enumerate() {
            let [u, v] = place_mm(x, y, FINE_PER_MM);
            let region = Region::at([u, v]);
            let gap = border_mm(key, [u - START_MM[0], v - START_MM[1]], &region);
            let fade = fades.at((x / 6) as isize, (y / 6) as isize);
            let depth = region.lines * (0.6 + 0.5 * fade).clamp(0.0, 1.5);
            let near = gap / LINE_WIDTH_MM;
            *out = -depth / (1.0 + near * near).powi(2);
        }
    });
    // Only what is finer than the coarse relief.
    let low = blur::gaussian(&plane, 2.4 * FINE_PER_MM / WAVE_PER_SIGMA);
    plane.samples_mut().iter_mut().zip(low.samples()).for_each(|(v, l)| *v -= l);
    levelled(plane, 1.0)
}

/// How far a point is from the border between the two nearest fields, mm.
fn border_mm(key: u32, at: [f32; 2], region: &Region) -> f32 {
    let [x, y] = at.map(|v| v / LINE_CELL_MM);
    let (cx, cy) = (x.floor() as i32, y.floor() as i32);
    let (mut first, mut second) = (f32::INFINITY, f32::INFINITY);
    for j in -2..=2 {
        for i in -2..=2 {
            let cell = [cx + i, cy + j];
            let point = [0, 1].map(|k| cell[k] as f32 + chance(key, cell, k as u32));
            let (dx, dy) = (x - point[0], y - point[1]);
            let along = (dx * region.along[0] + dy * region.along[1]) / region.stretch;
            let across = dy * region.along[0] - dx * region.along[1];
            let far = along * along + across * across;
            if far < first {
                (first, second) = (far, first);
            } else if far < second {
                second = far;
            }
        }
    }
    (second.sqrt() - first.sqrt()) * LINE_CELL_MM / 2.0
}
