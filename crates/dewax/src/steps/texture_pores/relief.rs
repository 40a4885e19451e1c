//! The relief of a face's skin, made by code on the skin laid flat: pores, fine lines, the bumps between them, and coarser
//! unevenness. The same key gives the same relief; nothing in it repeats within a face.

use super::region::Region;
use crate::color::math::{exp, exp2, log2};
use crate::kernels::{blur, middle, noise};
use crate::lock::{BANDS_MM, BLOCK_MM, FLAT_SIDE_MM, FLAT_START_MM, GRAFT_PER_MM, Graft};
use crate::px::Plane;
use rayon::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// Samples per mm: a pore's hollow has two on each side of its middle. As in grafts.
pub(super) const FINE_PER_MM: f32 = GRAFT_PER_MM[0];
/// The same of the coarse relief.
pub(super) const COARSE_PER_MM: f32 = GRAFT_PER_MM[1];
/// Where on the skin laid flat the first sample lies, mm.
pub(super) const START_MM: [f32; 2] = FLAT_START_MM;
/// Width and height, mm.
pub(super) const SIDE_MM: f32 = FLAT_SIDE_MM;
/// What is measured for the strength of a relief: a cheek. Left, upper, width and height in mm.
const CHEEK_MM: [f32; 4] = [18.0, 8.0, 54.0, 60.0];
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
/// A Gaussian of this sigma passes half of this wavelength.
const WAVE_PER_SIGMA: f32 = 4.4;
/// How finely reliefs are told apart by their resolution: steps per doubling.
const STEPS_PER_OCTAVE: f32 = 12.0;
/// How many reliefs are kept: two faces at two sizes, and what they were made from.
const MOST_KEPT: usize = 6;

/// Which relief.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    /// Whose pores.
    pub(super) key: u32,
    /// How strong pores are, 1 as on real skin.
    pub(super) pores: f32,
    /// How strong fine lines are, 1 as on real skin.
    pub(super) lines: f32,
    /// Texture of a real skin, and how much of it is taken where it is known.
    pub(super) graft: Option<(Arc<Graft>, f32)>,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        let same_graft = match (&self.graft, &other.graft) {
            (None, None) => true,
            (Some((one, a)), Some((two, b))) => a == b && (Arc::ptr_eq(one, two) || one == two),
            _ => false,
        };
        same_graft && (self.key, self.pores, self.lines) == (other.key, other.pores, other.lines)
    }
}

/// A relief as a picture of some resolution can show it.
#[derive(Debug)]
pub(super) struct Relief {
    /// Pores, lines and bumps, [`FINE_PER_MM`].
    pub(super) fine: Plane<f32>,
    /// Coarser unevenness, [`COARSE_PER_MM`].
    pub(super) coarse: Plane<f32>,
    /// Mean square of each layer (fine, coarse) in each band of [`BANDS_MM`] on a cheek: of its height.
    pub(super) height2: [[f32; 2]; 2],
    /// The same of its slope along one direction, per mm.
    pub(super) slope2: [[f32; 2]; 2],
}

/// A relief that was made: which, at which resolution and softness in steps.
type Kept = (Kind, [i32; 2], Arc<Relief>);

impl Relief {
    /// The relief as a picture shows it that has `px_per_mm` and blurs by `softness_px` (sigma).
    ///
    /// Kept for the next frame: it is a function of its arguments, and costs more than a frame.
    pub(super) fn seen(kind: &Kind, px_per_mm: f32, softness_px: f32) -> Arc<Self> {
        static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());
        let per_octave = f64::from(STEPS_PER_OCTAVE);
        let steps = |v: f32| (per_octave * log2(f64::from(v.clamp(0.05, 100.0)))).round() as i32;
        let at = [steps(px_per_mm), steps(softness_px)];
        let locked = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, relief)) = locked().iter().find(|(k, a, _)| k == kind && *a == at) {
            return relief.clone();
        }
        let [px_per_mm, softness_px] = at.map(|s| exp2(f64::from(s) / per_octave) as f32);
        let made = Arc::new(Self::made(&raw(kind), px_per_mm, softness_px));
        let mut kept = locked();
        kept.push((kind.clone(), at, made.clone()));
        if kept.len() > MOST_KEPT {
            kept.remove(0);
        }
        made
    }

    /// How strong both layers must be so that they have these mean squares per band, `shaded` of them as shade and the rest as
    /// hollows. Nothing where a band has more than is wanted.
    pub(super) fn amplitudes(&self, shaded: [f32; 2], wanted: [f32; 2]) -> [f32; 2] {
        let energy = |layer: usize, band: usize| {
            let (shade, hollow) = (shaded[layer], 1.0 - shaded[layer]);
            // Height and slope of a relief are not correlated.
            hollow * hollow * self.height2[layer][band] + shade * shade * self.slope2[layer][band]
        };
        let [[a, b], [c, d]] = [[energy(0, 0), energy(1, 0)], [energy(0, 1), energy(1, 1)]];
        let det = a * d - b * c;
        let alone = |energy: f32, wanted: f32| if energy > 0.0 { wanted / energy } else { 0.0 };
        let both = if det > 1e-12 {
            [(d * wanted[0] - b * wanted[1]) / det, (a * wanted[1] - c * wanted[0]) / det]
        } else {
            [alone(a, wanted[0]), 0.0]
        };
        // One layer alone can already have all that the other's band wants.
        let both = match both {
            [fine, coarse] if fine < 0.0 && coarse >= 0.0 => [0.0, alone(d, wanted[1])],
            [fine, coarse] if coarse < 0.0 && fine >= 0.0 => [alone(a, wanted[0]), 0.0],
            other => other,
        };
        both.map(|square| square.max(0.0).sqrt())
    }

    fn made(raw: &Raw, px_per_mm: f32, softness_px: f32) -> Self {
        let sigma_mm = softness_px / px_per_mm;
        let soft = |plane: &Plane<f32>, per_mm: f32| {
            let sigma = sigma_mm * per_mm;
            if sigma > 0.25 { blur::gaussian(plane, sigma) } else { plane.clone() }
        };
        let (fine, coarse) = rayon::join(|| soft(&raw.fine, FINE_PER_MM), || soft(&raw.coarse, COARSE_PER_MM));
        let layers = [(&fine, FINE_PER_MM), (&coarse, COARSE_PER_MM)];
        let strength = layers.map(|(plane, per_mm)| strength(plane, per_mm, px_per_mm));
        Self { height2: strength.map(|s| s.0), slope2: strength.map(|s| s.1), fine, coarse }
    }
}

/// Mean squares per band, on a cheek, of a layer's height and of its slope.
fn strength(plane: &Plane<f32>, per_mm: f32, px_per_mm: f32) -> ([f32; 2], [f32; 2]) {
    let [left, upper, width, height] = CHEEK_MM;
    let at = |mm: f32, start: f32| ((mm - start) * per_mm) as usize;
    let (x0, y0) = (at(left, START_MM[0]), at(upper, START_MM[1]));
    let (columns, rows) = ((width * per_mm) as usize, (height * per_mm) as usize);
    let part = |pick: &dyn Fn(usize, usize) -> f32| {
        let plane = Plane::from_fn(columns, rows, |x, y| pick(x0 + x, y0 + y));
        bands(&plane, per_mm, px_per_mm)
    };
    let value = |x: usize, y: usize| plane.row(y)[x];
    let slope = per_mm / 2.0;
    let across = part(&|x, y| (value(x + 1, y) - value(x - 1, y)) * slope);
    let down = part(&|x, y| (value(x, y + 1) - value(x, y - 1)) * slope);
    (part(&value), [0, 1].map(|b| (across[b] + down[b]) / 2.0))
}

/// Mean square of a plane in each band, as a picture with `px_per_mm` would be measured.
fn bands(plane: &Plane<f32>, per_mm: f32, px_per_mm: f32) -> [f32; 2] {
    let soft = |mm: f32| {
        // What the picture cannot show is no limit of the band.
        let sigma = if mm * px_per_mm <= 2.0 { 0.0 } else { mm * per_mm / WAVE_PER_SIGMA };
        if sigma > 0.25 { blur::gaussian(plane, sigma) } else { plane.clone() }
    };
    let [(shortest, _), (between, longest)] = BANDS_MM;
    let [a, b, c] = [shortest, between, longest].map(soft);
    // The median of blocks, as skin is measured, inside of where the blurs see an edge.
    let margin = (longest * per_mm / 2.0) as usize;
    let block = ((BLOCK_MM * per_mm) as usize).max(4);
    let starts = |size: usize| (margin..size.saturating_sub(margin + block)).step_by(block);
    let energy = |one: &Plane<f32>, two: &Plane<f32>| {
        let mean = |x0: usize, y0: usize| {
            let rows = (y0..y0 + block).map(|y| {
                let pairs = one.row(y)[x0..x0 + block].iter().zip(&two.row(y)[x0..x0 + block]);
                pairs.map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>()
            });
            (rows.sum::<f64>() / (block * block) as f64) as f32
        };
        let all = starts(plane.height()).flat_map(|y| starts(plane.width()).map(move |x| (x, y)));
        let mut values: Vec<f32> = all.map(|(x, y)| mean(x, y)).collect();
        middle(&mut values, f32::total_cmp).unwrap_or(0.0)
    };
    [energy(&a, &b), energy(&b, &c)]
}

/// A relief in full detail.
struct Raw {
    fine: Plane<f32>,
    coarse: Plane<f32>,
}

/// See [`Relief::seen`]: kept as well, for other resolutions.
fn raw(kind: &Kind) -> Arc<Raw> {
    static KEPT: Mutex<Vec<(Kind, Arc<Raw>)>> = Mutex::new(Vec::new());
    let locked = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, raw)) = locked().iter().find(|(k, _)| k == kind) {
        return raw.clone();
    }
    let (mut fine, mut coarse) = rayon::join(|| fine(kind), || coarse(kind.key));
    if let Some((graft, share)) = &kind.graft {
        grafted(&mut fine, graft, 0, *share);
        grafted(&mut coarse, graft, 1, *share);
    }
    let made = Arc::new(Raw { fine, coarse });
    let mut kept = locked();
    kept.push((kind.clone(), made.clone()));
    if kept.len() > MOST_KEPT / 2 {
        kept.remove(0);
    }
    made
}

/// Puts `share` of a graft's layer in the place of what was made, where it is known, as strong as that was.
fn grafted(plane: &mut Plane<f32>, graft: &Graft, layer: usize, share: f32) {
    let side = plane.width();
    let (mut made, mut given) = (0.0f64, 0.0f64);
    for (y, row) in plane.samples().chunks_exact(side).enumerate() {
        for (x, v) in row.iter().enumerate() {
            let known = f64::from(graft.known(layer, x, y));
            made += known * f64::from(*v).powi(2);
            given += known * f64::from(graft.contrast(layer, x, y)).powi(2);
        }
    }
    if given <= 0.0 {
        return;
    }
    let gain = (made / given).sqrt() as f32;
    plane.samples_mut().par_chunks_mut(side).enumerate().for_each(|(y, row)| {
        for (x, v) in row.iter_mut().enumerate() {
            let taken = share * graft.known(layer, x, y);
            // What is independent adds up by its energy.
            *v = (1.0 - taken * taken).max(0.0).sqrt() * *v + taken * gain * graft.contrast(layer, x, y);
        }
    });
}

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
fn coarse(key: u32) -> Plane<f32> {
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
fn fine(kind: &Kind) -> Plane<f32> {
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
