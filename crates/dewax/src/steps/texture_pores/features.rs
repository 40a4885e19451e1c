//! Pores and fine lines on the skin laid flat, each from a key alone.

use super::octaves::{FINE_PER_MM, band_noise, chance, levelled};
use super::fields_between::Fields;
use super::region::Region;
use super::stamp::Stamp;
use crate::kernels::{blur, noise};
use crate::flat::{FLAT_SIDE_MM, FLAT_START_MM};
use crate::lock::WAVE_PER_SIGMA;
use crate::px::Plane;
use rayon::prelude::*;

/// From middle to middle of the cells that hold at most one pore, mm: the least spacing of a region.
const PORE_CELL_MM: f32 = 0.9;
/// How wide a fine line is, mm.
const LINE_WIDTH_MM: f32 = 0.11;
pub(super) fn size(per_mm: f32) -> usize {
    (FLAT_SIDE_MM * per_mm) as usize
}

/// Where a sample lies, mm.
fn place_mm(x: usize, y: usize, per_mm: f32) -> [f32; 2] {
    [FLAT_START_MM[0] + x as f32 / per_mm, FLAT_START_MM[1] + y as f32 / per_mm]
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
    let region = Region::at([middle[0] + FLAT_START_MM[0], middle[1] + FLAT_START_MM[1]]);
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
pub(super) fn pores(key: u32) -> Plane<f32> {
    /// Rows that one thread stamps: three times as many as the widest pore reaches.
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
    levelled(plane)
}

impl Pore {
    fn stamp(&self, rows: &mut [f32], width: usize, first_row: usize) {
        let window = Stamp::around(self.middle, 5.0 * self.sigma[0], width, first_row..first_row + rows.len() / width);
        let r2 = |[dx, dy]: [f32; 2]| {
            let along = (dx * self.turn[0] + dy * self.turn[1]) / self.sigma[0];
            let across = (dy * self.turn[0] - dx * self.turn[1]) / self.sigma[1];
            along * along + across * across
        };
        // The rim is twice as wide and a quarter as high: it fills as much as the hollow takes.
        let (hollow, rim) = (window.hills(r2), window.hills(|by| r2(by) / 4.0));
        let falls = hollow.iter().zip(&rim).map(|(&h, &r)| -self.depth * (h as f32 - 0.25 * r as f32));
        window.add(rows, (width, first_row), falls);
    }
}

/// The borders between fields of skin: hollow lines that come and go. RMS 1.
///
/// See [`Fields`] for what lies between them.
pub(super) fn lines(key: u32) -> Plane<f32> {
    let side = size(FINE_PER_MM);
    let fades = band_noise(noise::hash32(key ^ 0x6661), side / 6, [4.0, 12.0]);
    let fields = Fields::scattered(key);
    let mut plane = Plane::new(side, side);
    plane.samples_mut().par_chunks_mut(side).enumerate().for_each(|(y, row)| {
        let places: Vec<[f32; 2]> = (0..side).map(|x| place_mm(x, y, FINE_PER_MM)).collect();
        let regions: Vec<Region> = places.iter().map(|&at| Region::at(at)).collect();
        let from_corner = places.iter().map(|[u, v]| [u - FLAT_START_MM[0], v - FLAT_START_MM[1]]).collect::<Vec<_>>();
        fields.borders_mm(&from_corner, &regions, row);
        for (x, (out, region)) in row.iter_mut().zip(&regions).enumerate() {
            let fade = fades.at((x / 6) as isize, (y / 6) as isize);
            let depth = region.lines * (0.6 + 0.5 * fade).clamp(0.0, 1.5);
            let near = *out / LINE_WIDTH_MM;
            *out = -depth / (1.0 + near * near).powi(2);
        }
    });
    // Only what is finer than the coarse relief.
    let low = blur::gaussian(&plane, 2.4 * FINE_PER_MM / WAVE_PER_SIGMA);
    plane.samples_mut().iter_mut().zip(low.samples()).for_each(|(v, l)| *v -= l);
    levelled(plane)
}
