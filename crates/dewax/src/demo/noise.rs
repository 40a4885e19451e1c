//! The noise of the drawn face: pores that stick, boil and blotches that do not, strands of hair, the background.

use super::DrawnFace;
use crate::kernels::noise::{key, normal_row, soft_rows};
use crate::kernels::{blur, warp};
use crate::px::{Plane, Rect};
use rayon::prelude::*;

/// One normal number.
pub(super) fn one(key: u32) -> f32 {
    let mut out = [0.0];
    normal_row(key, 0, 0, &mut out);
    out[0]
}

/// Noise between two Gaussians of the same white field, of variance 1.
fn band(
    key: u32,
    (fine_px, coarse_px): (f32, f32),
    corner: (i32, i32),
    (w, h): (usize, usize),
) -> Plane<f32> {
    let (fine, coarse) = (blur::weights(fine_px), blur::weights(coarse_px));
    let product = |a: &[f32], b: &[f32]| {
        let sides: f32 = a.iter().zip(b).skip(1).map(|(p, q)| p * q).sum();
        a[0] * b[0] + 2.0 * sides
    };
    // What a blur leaves of the spread of white noise on a plane is the sum of its squared weights on a line.
    let (keeps_fine, keeps_coarse, both) =
        (product(&fine, &fine), product(&coarse, &coarse), product(&fine, &coarse));
    let spread =
        (keeps_fine * keeps_fine + keeps_coarse * keeps_coarse - 2.0 * both * both).max(1e-12).sqrt();
    let mut out = Plane::new(w, h);
    if w == 0 || h == 0 {
        return out;
    }
    let deep = h.div_ceil(rayon::current_num_threads().max(1)).max(32);
    out.samples_mut().par_chunks_mut(w * deep).enumerate().for_each(|(strip, rows)| {
        let (first, count) = (corner.1 + (strip * deep) as i32, rows.len() / w);
        soft_rows(key, fine_px, (corner.0, w), (first, count), |row, values| {
            let own = &mut rows[row * w..][..w];
            own.iter_mut().zip(values).for_each(|(o, v)| *o = v * (keeps_fine / spread));
        });
        soft_rows(key, coarse_px, (corner.0, w), (first, count), |row, values| {
            let own = &mut rows[row * w..][..w];
            own.iter_mut().zip(values).for_each(|(o, v)| *o -= v * (keeps_coarse / spread));
        });
    });
    out
}

/// How much larger than at 720p skin is drawn.
fn size(face: &DrawnFace) -> f32 {
    face.width().min(face.height()) as f32 / 720.0
}

/// The texture that sticks, variance 1: pores, and some mottling. Pores never get finer than pixels can show.
pub(super) fn pores(face: &DrawnFace, corner: (i32, i32), area: (usize, usize)) -> Plane<f32> {
    let scale = size(face).max(1.0);
    let mut fine = band(key(face.seed, 1, 0), (0.8 * scale, 2.2 * scale), corner, area);
    let mottling = band(key(face.seed, 2, 0), (2.5 * scale, 6.0 * scale), corner, area);
    fine.samples_mut().iter_mut().zip(mottling.samples()).for_each(|(f, m)| *f = 0.94 * *f + 0.34 * m);
    fine
}

/// What is drawn anew in a frame, in Y' (0..=1).
#[derive(Debug)]
pub(super) struct Field {
    /// Where in the picture.
    area: Rect,
    boil: Option<Plane<f32>>,
    /// Blotches on a coarse grid, and its cells per pixel.
    patch: Option<(Plane<f32>, f64)>,
}

impl Field {
    pub(super) fn new(face: &DrawnFace, index: usize, area: Rect) -> Self {
        let flaws = face.flaws();
        let corner = (area.x0 as i32, area.y0 as i32);
        let size_px = (area.width(), area.height());
        let boil = (flaws.boil_levels > 0.0).then(|| {
            let scale = size(face).max(1.0);
            let mut boil = band(key(face.seed, 3, index), (0.8 * scale, 2.2 * scale), corner, size_px);
            boil.samples_mut().iter_mut().for_each(|v| *v *= flaws.boil_levels / 219.0);
            boil
        });
        let patch = (flaws.patch_levels > 0.0).then(|| {
            let (fine_px, coarse_px) = (18.0 * size(face), 60.0 * size(face));
            let cell_px = (fine_px / 4.0).max(1.0);
            let cells = |px: usize| (px as f32 / cell_px).ceil() as usize + 4;
            let sigmas = (fine_px / cell_px, coarse_px / cell_px);
            let mut patch =
                band(key(face.seed, 4, index), sigmas, (0, 0), (cells(face.width()), cells(face.height())));
            patch.samples_mut().iter_mut().for_each(|v| *v *= flaws.patch_levels / 219.0);
            (patch, 1.0 / f64::from(cell_px))
        });
        Self { area, boil, patch }
    }

    /// The faults of row `y` of the picture, the columns of the area; false when there are none.
    pub(super) fn row(&self, y: usize, out: &mut [f32]) -> bool {
        if (self.boil.is_none() && self.patch.is_none()) || y < self.area.y0 || y >= self.area.y1 {
            return false;
        }
        if let Some((patch, cells)) = &self.patch {
            for (x, o) in (self.area.x0..).zip(out.iter_mut()) {
                *o = warp::at(patch, x as f64 * cells + 1.0, y as f64 * cells + 1.0);
            }
        }
        if let Some(boil) = &self.boil {
            out.iter_mut().zip(boil.row(y - self.area.y0)).for_each(|(o, b)| *o += b);
        }
        true
    }
}

/// Noise for hair: long in one direction.
pub(super) fn strands(seed: u32) -> Plane<f32> {
    band(key(seed, 5, 0), (1.0, 4.0), (0, 0), (512, 24))
}

/// The noise of hair at a point of the head: it runs down from the crown.
pub(super) fn strand(strands: &Plane<f32>, u: f32, v: f32) -> f32 {
    // A stand-in for the angle about the crown that needs no arc tangent.
    let (x, y) = (u - 0.12, (v + 1.25).max(0.02) * 0.9 + 0.25);
    let turn = x / (x.abs() + y);
    let far = (x * x + y * y).sqrt();
    warp::at(strands, f64::from(turn) * 250.0 + 256.0, f64::from(far) * 7.0 + 2.0)
}

/// A room out of focus: blue-green, darker towards the right, with soft lights.
pub(super) fn background(width: usize, height: usize, seed: u32) -> [Plane<f32>; 3] {
    let cells = (48usize, 30usize);
    let clouds = band(key(seed, 6, 0), (2.2, 9.0), (0, 0), cells);
    let tint = band(key(seed, 7, 0), (3.0, 9.0), (0, 0), cells);
    let side = width.min(height) as f32;
    let lights: Vec<[f32; 4]> = (0..11)
        .map(|n| {
            let number = |k: u32| one(key(seed, 20 + k, n));
            let (x, y) = (0.5 + 0.36 * number(0), 0.30 + 0.20 * number(1));
            [
                x * width as f32,
                y * height as f32,
                side * (0.045 + 0.012 * number(2)),
                0.045 + 0.02 * number(3).abs(),
            ]
        })
        .collect();
    let mut planes = [Plane::new(width, height), Plane::new(width, height), Plane::new(width, height)];
    let [luma, cb, cr] = &mut planes;
    let rows = luma.samples_mut().par_chunks_mut(width);
    let rows = rows.zip(cb.samples_mut().par_chunks_mut(width)).zip(cr.samples_mut().par_chunks_mut(width));
    rows.enumerate().for_each(|(y, ((luma, cb), cr))| {
        for x in 0..width {
            let (across, down) = (x as f32 / width as f32, y as f32 / height as f32);
            let place = (
                f64::from(across) * (cells.0 - 5) as f64 + 2.0,
                f64::from(down) * (cells.1 - 5) as f64 + 2.0,
            );
            let (cloud, hue) = (warp::at(&clouds, place.0, place.1), warp::at(&tint, place.0, place.1));
            let mut light = 0.0;
            for [lx, ly, radius, strength] in &lights {
                let (dx, dy) = (x as f32 - lx, y as f32 - ly);
                let inside = ((1.25 - (dx * dx + dy * dy).sqrt() / radius) / 0.5).clamp(0.0, 1.0);
                light += strength * inside * inside * (3.0 - 2.0 * inside);
            }
            luma[x] = 0.36 - 0.13 * across - 0.05 * down + 0.035 * cloud + light;
            cb[x] = 0.035 + 0.012 * hue;
            cr[x] = -0.055 + 0.010 * hue;
        }
    });
    planes
}
