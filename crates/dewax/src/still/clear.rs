//! Where an original may be taken from: where it shows what the AI version shows, and not an eye, a brow or a lip.

use super::{LUMA, Side, rise};
use crate::face::{FaceState, Topology};
use crate::kernels::{blur, middle, shrink};
use crate::px::{Mask, Plane, Rect, Rgb16};
use crate::skin::shape::Shape;

/// Cells of an eye distance in which the two are compared: 2.6 mm, so that pores and blemishes do not count.
const CELLS_PER_IOD: f32 = 24.0;
/// What is compared is this soft, in cells, and beside what is this soft: folds, strands and shadows, 3 to 13 mm.
const FOLD_CELLS: [f32; 2] = [1.2, 5.0];
/// Folds may differ by this share of the light, and from where on they are taken for others. Retouching moves them by 0.05; a strand of hair
/// or a fold that one picture lacks is 0.15 and more.
const FOLD: [f32; 2] = [0.07, 0.14];
/// The same for light and shade at large, beside what differs all over: retouchers shape a face by up to 0.15.
const SHADE: [f32; 2] = [0.18, 0.36];
/// Cells of an eye distance in which features are drawn, as in `mask`.
const FEATURE_CELLS_PER_IOD: f32 = 64.0;
/// Cells at the edge of the original that are not taken: beyond it blurs repeat it.
const EDGE_CELLS: f64 = 1.0;
/// What is darker than this says nothing of shares of light, codes.
const LEAST_LIGHT: f32 = 1_300.0;

/// Where an original may be taken from, on the pixels of the part under which it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Clear {
    /// How sure it is that both show the same there, 0..=1.
    pub known: Mask,
    /// How far a place is from features of the original's face, 0 on them to 1.
    pub skin: Mask,
}

impl Clear {
    /// Share of the part that is known, 0..=1.
    pub fn share(&self) -> f32 {
        self.known.share()
    }
}

/// Compares `rgb`, the original under `part` of the AI version, with that; `way` leads from px of the one to px of the other.
pub(super) fn clear(
    ai: &Side<'_>,
    original: &Side<'_>,
    topology: Option<&Topology>,
    face: &FaceState,
    part: Rect,
    rgb: &Rgb16,
    way: &(dyn Fn([f64; 2]) -> [f64; 2] + Sync),
) -> Clear {
    let roi = Rect::of(part.width(), part.height());
    let step_px = ((face.iod_px / CELLS_PER_IOD).round() as usize).max(1);
    let (here, there) = (light(ai.rgb, part, step_px), light(rgb, roi, step_px));
    let mut weights = agreement(&here, &there);
    let (width, height) = original.size();
    let inside = |value: f64, size: usize, edge: f64| (edge..=size as f64 - 1.0 - edge).contains(&value);
    for y in 0..weights.height() {
        for x in 0..weights.width() {
            let centre = |i: usize, from: usize| (from + i * step_px) as f64 + 0.5 * step_px as f64 - 0.5;
            let (cx, cy) = (centre(x, part.x0), centre(y, part.y0));
            let [u, v] = way([cx, cy]);
            let [u1, _] = way([cx + step_px as f64, cy]);
            let edge = EDGE_CELLS * (u1 - u).abs();
            if !inside(u, width, edge) || !inside(v, height, edge) {
                let is_edge_of_both = is_at_edge([cx, cy], ai.size(), step_px)
                    && inside(u, width, -1.0)
                    && inside(v, height, -1.0);
                weights.row_mut(y)[x] *= if is_edge_of_both { 1.0 } else { 0.0 };
            }
        }
    }
    let known = Mask { weights, step_px, roi };
    Clear { known, skin: skin(original, topology, face, part, way) }
}

/// Luma of a part of a picture on cells, codes.
fn light(rgb: &Rgb16, part: Rect, step_px: usize) -> Plane<f32> {
    let [mut r, g, b] = rgb.each_ref().map(|plane| shrink::shrink_part(plane, part, step_px));
    let weights = LUMA.map(|w| w as f32 / 256.0);
    for (r, (g, b)) in r.samples_mut().iter_mut().zip(g.samples().iter().zip(b.samples())) {
        *r = weights[0] * *r + weights[1] * g + weights[2] * b;
    }
    r
}

/// Whether a cell lies at the edge of the picture: where both pictures end, blurs of both repeat the same.
fn is_at_edge([x, y]: [f64; 2], (width, height): (usize, usize), step_px: usize) -> bool {
    let near = 2.0 * step_px as f64;
    x < near || y < near || x > width as f64 - near || y > height as f64 - near
}

/// How sure it is, cell by cell, that two pictures show the same, whatever their light, grain and blemishes.
fn agreement(here: &Plane<f32>, there: &Plane<f32>) -> Plane<f32> {
    let ratio = |a: f32, b: f32| (b.max(LEAST_LIGHT) / a.max(LEAST_LIGHT)) - 1.0;
    let mut differs = here.clone();
    differs.samples_mut().iter_mut().zip(there.samples()).for_each(|(d, &b)| *d = ratio(*d, b));
    let usual = middle(&mut differs.samples().to_vec(), f32::total_cmp).unwrap_or(0.0);
    let [near, around] = FOLD_CELLS.map(|sigma| blur::gaussian(&differs, sigma));
    let mut out = Plane::new(here.width(), here.height());
    let pairs = near.samples().iter().zip(around.samples());
    for (o, (&n, &a)) in out.samples_mut().iter_mut().zip(pairs) {
        let fold = rise((n - a).abs(), FOLD[0], FOLD[1]);
        let shade = rise((n - usual).abs(), SHADE[0], SHADE[1]);
        *o = (1.0 - fold) * (1.0 - shade);
    }
    // A place beside another one that shows something else is not sure either.
    let soft = blur::gaussian(&out, 1.0);
    out.samples_mut().iter_mut().zip(soft.samples()).for_each(|(o, &s)| *o = o.min(rise(s, 0.5, 0.95)));
    out
}

/// The features of the original's faces, brought under the part.
fn skin(
    original: &Side<'_>,
    topology: Option<&Topology>,
    face: &FaceState,
    part: Rect,
    way: &(dyn Fn([f64; 2]) -> [f64; 2] + Sync),
) -> Mask {
    let step_px = ((face.iod_px / FEATURE_CELLS_PER_IOD).round() as usize).max(1);
    let (columns, rows) = shrink::size(part.width(), part.height(), step_px);
    let mut weights = Plane::filled(columns, rows, 1.0f32);
    for other in original.faces {
        let step = ((other.iod_px / FEATURE_CELLS_PER_IOD).round() as usize).max(1);
        let (width, height) = original.size();
        let cells = super::mapping::bounds(other).grown(4 * step, width, height).subsampled(step, step);
        let shape = Shape::of(other, topology, step, cells);
        if shape.features.samples().is_empty() {
            continue;
        }
        let features = blur::gaussian(&shape.features, 1.0);
        for y in 0..rows {
            for x in 0..columns {
                let centre = |i: usize, from: usize| (from + i * step_px) as f64 + 0.5 * step_px as f64 - 0.5;
                let [u, v] = way([centre(x, part.x0), centre(y, part.y0)]);
                let cell = |value: f64, from: usize| (value + 0.5) / step as f64 - 0.5 - from as f64;
                let (i, j) = (cell(u, cells.x0).round(), cell(v, cells.y0).round());
                if i >= 0.0 && j >= 0.0 && i < features.width() as f64 && j < features.height() as f64 {
                    let covered = features.row(j as usize)[i as usize];
                    let w = &mut weights.row_mut(y)[x];
                    *w = w.min(1.0 - (2.0 * covered).min(1.0));
                }
            }
        }
    }
    Mask { weights, step_px, roi: Rect::of(part.width(), part.height()) }
}
