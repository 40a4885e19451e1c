//! Sampling a plane along an affine map or a field of places, bicubic (Catmull-Rom: R. Keys, "Cubic convolution interpolation for
//! digital image processing", 1981, a = −1/2). Sharp enough that one sampling does not soften pores.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{at, by_field, by_field_crisp, warp};

use crate::kernels::tile;
use crate::px::{Plane, Rect};
use rayon::prelude::*;

/// How far around a place samples are read, px: four taps, and with splines what those through them reach.
const READ_PX: f64 = 4.0;
const READ_CRISP_PX: f64 = 16.0;
/// Taps of the spline's coefficients on each side of the middle one, which is the first: the next would be 1e-7.
const THROUGH: usize = 13;

/// The part of a plane of samples that lies under `region` along `map` (from the region's picture to the plane), as one
/// sampling. Only what can be reached is read.
pub fn under(plane: &Plane<u16>, map: [f64; 6], region: Rect) -> Plane<f32> {
    let apply = |(x, y): (usize, usize)| {
        let (x, y) = (x as f64, y as f64);
        (map[0] * x + map[1] * y + map[2], map[3] * x + map[4] * y + map[5])
    };
    let corners =
        [(region.x0, region.y0), (region.x1, region.y0), (region.x0, region.y1), (region.x1, region.y1)]
            .map(apply);
    let span = |pick: fn(&(f64, f64)) -> f64, size: usize| {
        let low = corners.iter().map(pick).fold(f64::INFINITY, f64::min) - 4.0;
        let high = corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max) + 4.0;
        let low = (low.max(0.0) as usize).min(size - 1);
        (low, (high.max(0.0).ceil() as usize).clamp(low + 1, size))
    };
    let ((x0, x1), (y0, y1)) = (span(|c| c.0, plane.width()), span(|c| c.1, plane.height()));
    let part = tile::cut(plane, Rect { x0, y0, x1, y1 });
    let (x, y) = apply((region.x0, region.y0));
    let inner = [map[0], map[1], x - x0 as f64, map[3], map[4], y - y0 as f64];
    warp(&part, inner, region.width(), region.height())
}

/// Where the samples of an output lie in a source: known at the nodes of a grid, straight lines between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Output columns.
    pub width: usize,
    /// Output rows.
    pub height: usize,
    /// Output samples from node to node, across and down, at least 1.
    pub step: [usize; 2],
    columns: usize,
    places: Vec<[f64; 2]>,
}

impl Field {
    /// A field whose place at output sample (x, y) is `place(x, y)`, asked at every `step`th sample and beyond the last.
    pub fn new(
        (width, height): (usize, usize),
        step: usize,
        place: impl Fn(usize, usize) -> [f64; 2] + Sync,
    ) -> Self {
        let step = step.max(1);
        let (columns, rows) = (width.div_ceil(step) + 1, height.div_ceil(step) + 1);
        let mut places = vec![[0.0; 2]; columns * rows];
        places.par_chunks_mut(columns).enumerate().for_each(|(j, row)| {
            row.iter_mut().enumerate().for_each(|(i, o)| *o = place(i * step, j * step));
        });
        Self { width, height, step: [step; 2], columns, places }
    }

    /// The place of node (column, row) in the source.
    #[inline]
    pub fn place(&self, column: usize, row: usize) -> [f64; 2] {
        self.places[row * self.columns + column]
    }

    /// The same field with every place mapped on.
    #[must_use]
    pub fn then(&self, map: impl Fn([f64; 2]) -> [f64; 2]) -> Self {
        Self { places: self.places.iter().map(|&p| map(p)).collect(), ..*self }
    }

    /// The field of a plane that has one sample per `sx` × `sy` samples of this one; the step must be a multiple of both.
    /// `size` is that plane's.
    #[must_use]
    pub fn subsampled(&self, (sx, sy): (usize, usize), size: (usize, usize)) -> Self {
        let places = self.places.iter().map(|p| [p[0] / sx as f64, p[1] / sy as f64]).collect();
        Self {
            width: size.0,
            height: size.1,
            step: [self.step[0] / sx, self.step[1] / sy],
            columns: self.columns,
            places,
        }
    }

    /// The part of a plane of `width` × `height` that is read, none when all of it lies outside.
    fn reads(&self, width: usize, height: usize, around_px: f64) -> Option<Rect> {
        let span = |axis: usize, size: usize| {
            let all = || self.places.iter().map(|p| p[axis]);
            let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
            let from = ((low - around_px).max(0.0) as usize).min(size.saturating_sub(1));
            (from, ((high + around_px).max(0.0).ceil() as usize).clamp(from + 1, size.max(from + 1)))
        };
        let ((x0, x1), (y0, y1)) = (span(0, width), span(1, height));
        (width > 0 && height > 0).then_some(Rect { x0, y0, x1, y1 })
    }
}

/// A plane of samples at the places of a field, as one sampling. Only what is reached is read.
pub fn under_field(plane: &Plane<u16>, field: &Field) -> Plane<f32> {
    part_under(plane, field, READ_PX, by_field)
}

/// The same by B-splines, which keep fine texture ([`by_field_crisp`]).
pub fn under_field_crisp(plane: &Plane<u16>, field: &Field) -> Plane<f32> {
    part_under(plane, field, READ_CRISP_PX, by_field_crisp)
}

fn part_under(
    plane: &Plane<u16>,
    field: &Field,
    around_px: f64,
    by: fn(&Plane<f32>, &Field) -> Plane<f32>,
) -> Plane<f32> {
    let Some(part) = field.reads(plane.width(), plane.height(), around_px) else {
        return Plane::new(field.width, field.height);
    };
    let mut inner = field.clone();
    for place in &mut inner.places {
        *place = [place[0] - part.x0 as f64, place[1] - part.y0 as f64];
    }
    by(&tile::cut(plane, part), &inner)
}

/// The four Catmull-Rom weights for a sample `t` (0..1) behind the second of four neighbours.
#[inline(always)]
pub(crate) fn cubic(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3, -0.5 * t2 + 0.5 * t3]
}

/// The four weights of cubic B-splines for a sample `t` (0..1) behind the second of four neighbours.
#[inline(always)]
fn spline(t: f32) -> [f32; 4] {
    let u = 1.0 - t;
    let inner = |v: f32| 2.0 / 3.0 - v * v + 0.5 * v * v * v;
    [u * u * u / 6.0, inner(t), inner(u), t * t * t / 6.0]
}

/// What takes samples to the coefficients of the splines through them, from the middle outwards: √3 · (√3 − 2)^k.
fn through() -> [f32; THROUGH] {
    let (root, mut power) = (3f32.sqrt(), 1.0);
    std::array::from_fn(|_| {
        let tap = root * power;
        power *= root - 2.0;
        tap
    })
}
