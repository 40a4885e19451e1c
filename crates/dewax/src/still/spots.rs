//! Blemishes that an AI version no longer has: found where the original differs from it more than skin does, and healed in the difference of
//! the two, so that they do not come back with the pores.

use super::blemish::{self, Blemishes, Cells, around};
use crate::kernels::{blur, shrink};
use crate::px::{Mask, Plane, Rect};
use crate::skin::inside;
use rayon::prelude::*;

/// Cells per mm in which spots are looked for: the smallest are three cells wide.
const CELLS_PER_MM: f32 = 4.0;
/// It is healed with so much around it, mm, and with an edge as soft as this.
const MARGIN_MM: f32 = 0.6;
const EDGE_MM: f32 = 0.3;
/// How far skin beside a spot is asked for its level, as a sigma, mm.
const LEVEL_MM: f32 = 1.6;
/// Skin to heal with is looked for up to so far beside a spot, mm, in so many directions.
const BESIDE_MM: f32 = 7.0;
const DIRECTIONS: usize = 24;
/// A place to heal from must be skin in so many of its cells.
const MOSTLY: f32 = 0.97;
/// Where nothing beside a spot is skin, of its own texture only what is finer than this sigma is kept, mm.
const OWN_FINE_MM: f32 = 0.15;
/// Weight from which on a cell is skin.
const SKIN: f32 = 0.3;

/// A difference of two pictures on the pixels of a part, and where it is skin.
pub(super) struct Ground<'a> {
    /// Original − AI version, red, green and blue, codes.
    pub(super) differs: &'a [Plane<f32>; 3],
    /// Green of the AI version on cells, codes.
    pub(super) light: Plane<f32>,
    /// Skin on cells, 0..=1.
    pub(super) weight: Plane<f32>,
    pub(super) px_per_mm: f32,
}

/// Px of a cell.
pub(super) fn step_px(px_per_mm: f32) -> usize {
    ((px_per_mm / CELLS_PER_MM).round() as usize).max(1)
}

/// Spots on the cells of a part.
#[derive(Debug)]
pub(super) struct Spots {
    step_px: usize,
    /// How much of each cell is healed.
    soft: Plane<f32>,
    /// Cells that are skin.
    skin: Plane<f32>,
    /// The cells of each region that is healed as one.
    regions: Vec<Vec<[usize; 2]>>,
    /// How wide each spot is: the sigma of a bell as large, px.
    pub(super) sigmas_px: Vec<f32>,
}

impl Spots {
    /// Finds what the AI version has removed.
    pub(super) fn find(ground: &Ground<'_>) -> Self {
        let step_px = step_px(ground.px_per_mm);
        let per_mm = ground.px_per_mm / step_px as f32;
        let mut skin = ground.weight.clone();
        skin.samples_mut().iter_mut().for_each(|w| *w = if *w > SKIN { 1.0 } else { 0.0 });
        let differs = shrink::shrink_f32(&ground.differs[1], step_px);
        let Blemishes { marked, sigmas } =
            blemish::find(&Cells { differs: &differs, own: &ground.light, skin: &skin, per_mm });
        let mut out = Self {
            step_px,
            soft: with_margin(&marked, MARGIN_MM * per_mm, EDGE_MM * per_mm),
            skin,
            regions: Vec::new(),
            sigmas_px: sigmas.iter().map(|s| s * step_px as f32).collect(),
        };
        out.regions = regions(&out.soft);
        out
    }

    /// How many.
    pub(super) fn count(&self) -> usize {
        self.sigmas_px.len()
    }

    /// How much of each pixel of the part is healed.
    pub(super) fn healed(&self, (width, height): (usize, usize)) -> Mask {
        Mask { weights: self.soft.clone(), step_px: self.step_px, roi: Rect::of(width, height) }
    }

    /// Heals the difference: the level of the skin around, and the texture of skin beside.
    pub(super) fn heal(&self, differs: &mut [Plane<f32>; 3], px_per_mm: f32) {
        if self.regions.is_empty() {
            return;
        }
        let (step, per_mm) = (self.step_px, px_per_mm / self.step_px as f32);
        let mut clean = self.skin.clone();
        clean.samples_mut().iter_mut().zip(self.soft.samples()).for_each(|(c, s)| *c *= 1.0 - s);
        let sigma = LEVEL_MM * per_mm;
        let sums = blur::gaussian(&clean, sigma);
        let rough = roughness(&differs[1], step, per_mm, &clean);
        let sources: Vec<Option<[isize; 2]>> =
            self.regions.par_iter().map(|region| source(region, &clean, &rough, per_mm)).collect();
        let size = (differs[0].width(), differs[0].height());
        let soft = self.healed(size);
        differs.par_iter_mut().for_each(|plane| {
            let level = level(&shrink::shrink_f32(plane, step), &clean, &sums, sigma);
            let level = Mask { weights: level, step_px: step, roi: Rect::of(size.0, size.1) };
            for (region, source) in self.regions.iter().zip(&sources) {
                patch(plane, region, *source, &level, &soft, (step, px_per_mm));
            }
        });
    }
}

/// The level of the clean cells, everywhere: far from all of them, that of all.
fn level(plane: &Plane<f32>, clean: &Plane<f32>, sums: &Plane<f32>, sigma: f32) -> Plane<f32> {
    let near = inside(plane, clean, sums, sigma);
    let (mut sum, mut count) = (0.0f64, 1e-9f64);
    for (&v, &c) in plane.samples().iter().zip(clean.samples()) {
        sum += f64::from(v * c);
        count += f64::from(c);
    }
    let usual = (sum / count) as f32;
    let mut out = near;
    // `inside` divides by 0.001 at least: below that the mean of all takes over.
    for (o, &s) in out.samples_mut().iter_mut().zip(sums.samples()) {
        let sure = (s / 2e-3).min(1.0);
        *o = usual + (*o - usual) * sure;
    }
    out
}

/// Cells with everything within `margin` of them, softly ending `edge` farther out.
fn with_margin(marked: &Plane<f32>, margin: f32, edge: f32) -> Plane<f32> {
    let (width, height) = (marked.width() as isize, marked.height() as isize);
    let reach = (margin + edge).ceil() as isize;
    let mut out: Plane<f32> = Plane::new(marked.width(), marked.height());
    for (i, _) in marked.samples().iter().enumerate().filter(|(_, m)| **m > 0.0) {
        let (x, y) = (i as isize % width, i as isize / width);
        for j in (y - reach).max(0)..(y + reach + 1).min(height) {
            let row = out.row_mut(j as usize);
            for k in (x - reach).max(0)..(x + reach + 1).min(width) {
                let far = (((j - y).pow(2) + (k - x).pow(2)) as f32).sqrt();
                let here = 1.0 - super::rise(far, margin, margin + edge);
                row[k as usize] = row[k as usize].max(here);
            }
        }
    }
    out
}

/// Connected cells that are healed as one.
fn regions(soft: &Plane<f32>) -> Vec<Vec<[usize; 2]>> {
    let (width, height) = (soft.width(), soft.height());
    let mut seen = vec![false; width * height];
    let mut out = Vec::new();
    for start in 0..width * height {
        if seen[start] || soft.samples()[start] <= 0.0 {
            continue;
        }
        let (mut cells, mut next) = (Vec::new(), vec![start]);
        seen[start] = true;
        while let Some(at) = next.pop() {
            cells.push([at % width, at / width]);
            for near in around(at, width, height) {
                if !seen[near] && soft.samples()[near] > 0.0 {
                    seen[near] = true;
                    next.push(near);
                }
            }
        }
        out.push(cells);
    }
    out
}

/// How rough the difference is around each cell: mean square of what is finer than a cell and a bit, of clean cells.
fn roughness(plane: &Plane<f32>, step_px: usize, per_mm: f32, clean: &Plane<f32>) -> Plane<f32> {
    let soft = blur::gaussian(plane, 0.5 * step_px as f32 + 0.5);
    let mut squares = plane.clone();
    squares.samples_mut().iter_mut().zip(soft.samples()).for_each(|(v, s)| *v = (*v - s) * (*v - s));
    let cells = shrink::shrink_f32(&squares, step_px);
    let sigma = per_mm;
    inside(&cells, clean, &blur::gaussian(clean, sigma), sigma)
}

/// By how many cells beside a region clean skin lies that is about as rough; none where there is none.
fn source(region: &[[usize; 2]], clean: &Plane<f32>, rough: &Plane<f32>, per_mm: f32) -> Option<[isize; 2]> {
    let every = (region.len() / 300).max(1);
    let cells: Vec<[usize; 2]> = region.iter().step_by(every).copied().collect();
    let extent = |k: usize| {
        let low = region.iter().map(|c| c[k]).min().unwrap_or(0);
        region.iter().map(|c| c[k]).max().unwrap_or(0) - low + 1
    };
    let own = cells.iter().map(|c| rough.row(c[1])[c[0]]).sum::<f32>() / cells.len() as f32;
    let first = (extent(0).min(extent(1)) as f32).max(2.0);
    let last = (extent(0).max(extent(1)) as f32) + BESIDE_MM * per_mm;
    let mut best: Option<(f32, [isize; 2])> = None;
    let mut far = first;
    while far <= last {
        for direction in 0..DIRECTIONS {
            let (sin, cos) = crate::color::math::sin_cos_deg(360.0 * direction as f64 / DIRECTIONS as f64);
            let by = [(far * cos as f32).round() as isize, (far * sin as f32).round() as isize];
            let (mut skin, mut there) = (0.0f32, 0.0f32);
            for cell in &cells {
                let place = [cell[0].checked_add_signed(by[0]), cell[1].checked_add_signed(by[1])];
                if let [Some(x), Some(y)] = place
                    && x < clean.width()
                    && y < clean.height()
                {
                    skin += if clean.row(y)[x] > 0.99 { 1.0 } else { 0.0 };
                    there += rough.row(y)[x];
                }
            }
            let count = cells.len() as f32;
            if skin < MOSTLY * count {
                continue;
            }
            let there = there / count;
            let unlike = (there - own).abs() / (there + own).max(1e-6);
            let cost = unlike + 0.5 * far / last + 4.0 * (1.0 - skin / count);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, by));
            }
        }
        far *= 1.25;
    }
    best.map(|(_, by)| by)
}

/// Heals one region of a plane.
fn patch(
    plane: &mut Plane<f32>,
    region: &[[usize; 2]],
    source: Option<[isize; 2]>,
    level: &Mask,
    soft: &Mask,
    (step, px_per_mm): (usize, f32),
) {
    let (width, height) = (plane.width(), plane.height());
    let mut cells = Rect { x0: usize::MAX, y0: usize::MAX, x1: 0, y1: 0 };
    for [x, y] in region {
        (cells.x0, cells.y0) = (cells.x0.min(*x), cells.y0.min(*y));
        (cells.x1, cells.y1) = (cells.x1.max(x + 1), cells.y1.max(y + 1));
    }
    let part = Rect { x0: cells.x0 * step, y0: cells.y0 * step, x1: cells.x1 * step, y1: cells.y1 * step }
        .grown(step, width, height)
        .and(&Rect::of(width, height));
    // Other regions may lie in the rectangle: only cells near this one's are its own.
    let mut own = vec![false; (cells.width() + 2) * (cells.height() + 2)];
    for [x, y] in region {
        own[(y - cells.y0 + 1) * (cells.width() + 2) + x - cells.x0 + 1] = true;
    }
    let before = crate::kernels::tile::cut(plane, part);
    let fine = source.is_none().then(|| blur::gaussian(&before, OWN_FINE_MM * px_per_mm));
    let by = source.unwrap_or_default().map(|v| v * step as isize);
    let mut rows = [0; 3].map(|_| vec![0.0f32; part.width()]);
    for y in part.y0..part.y1 {
        let [here, there, share] = &mut rows;
        level.expand_row(y, part.x0, here);
        soft.expand_row(y, part.x0, share);
        let from_y = (y as isize + by[1]).clamp(0, height as isize - 1) as usize;
        let from_x = |x: usize| (x as isize + by[0]).clamp(0, width as isize - 1) as usize;
        let first = from_x(part.x0);
        level.expand_row(from_y, first, there);
        let texture: Vec<f32> = (part.x0..part.x1)
            .enumerate()
            .map(|(i, x)| match &fine {
                Some(fine) => before.row(y - part.y0)[i] - fine.row(y - part.y0)[i],
                None => plane.row(from_y)[from_x(x)] - there[from_x(x) - first],
            })
            .collect();
        let row = &mut plane.row_mut(y)[part.x0..part.x1];
        let cell = |at: usize, first: usize| (at / step + 1).saturating_sub(first);
        let line = cell(y, cells.y0) * (cells.width() + 2);
        for (i, v) in row.iter_mut().enumerate() {
            if own.get(line + cell(part.x0 + i, cells.x0)).copied().unwrap_or(false) {
                *v += share[i] * (here[i] + texture[i] - *v);
            }
        }
    }
}
