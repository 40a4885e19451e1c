//! The way from pixels of an AI version to those of its original, and the original seen along it.

use crate::face::FaceState;
use crate::kernels::warp::{Field, by_field_crisp};
use crate::kernels::{blur, round_u16, tile};
use crate::lock::{Affine, Bent};
use crate::px::{Plane, Rect};

/// Px from node to node of the way; bends have ten nodes an eye distance.
const FIELD_STEP: usize = 8;
/// So much of the original is read around what is looked at, in sides of it: landmarks stray by less.
const AROUND: f64 = 0.2;
/// What splines read around a place, px (`kernels::warp`).
const READ_PX: usize = 17;
/// From this on the original is softened before it is made smaller; below, splines lose less than that would.
const SMALLER: f64 = 1.1;

/// A way, and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mapping {
    /// Without bends.
    pub(super) map: Affine,
    /// What bends, where something does.
    pub(super) bent: Option<Bent>,
    /// RMS of what is left, px.
    pub(super) residual_px: f32,
    /// Whether the map is the plain one from frame to frame.
    pub(super) is_framing: bool,
}

impl Mapping {
    /// Where a pixel of the AI version lies in the original.
    pub(super) fn at(&self, point: [f64; 2]) -> [f64; 2] {
        match &self.bent {
            Some(bent) => bent.place(point),
            None => {
                let (x, y) = self.map.apply(point[0], point[1]);
                [x, y]
            }
        }
    }

    /// A plane of the original under a part of the AI version, as one sampling. Beyond its edges the edge is repeated.
    pub(super) fn sampled(&self, plane: &Plane<u16>, part: Rect) -> Plane<u16> {
        let field = Field::new((part.width(), part.height()), FIELD_STEP, |x, y| {
            self.at([(part.x0 + x) as f64, (part.y0 + y) as f64])
        });
        let scale = self.map.scale();
        // The blur of a pixel that is `scale` times as large, without that of its own.
        let sigma = if scale > SMALLER { (0.5 * (scale * scale - 1.0).sqrt()) as f32 } else { 0.0 };
        let (columns, rows) = (part.width().div_ceil(FIELD_STEP) + 1, part.height().div_ceil(FIELD_STEP) + 1);
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for (i, j) in (0..columns).flat_map(|i| (0..rows).map(move |j| (i, j))) {
            let place = field.place(i, j);
            (0..2).for_each(|k| (low[k], high[k]) = (low[k].min(place[k]), high[k].max(place[k])));
        }
        let around = READ_PX + blur::radius_px(sigma);
        let span = |k: usize, size: usize| {
            let from = ((low[k] - around as f64).max(0.0) as usize).min(size.saturating_sub(1));
            (from, ((high[k] + around as f64).max(0.0).ceil() as usize).clamp(from + 1, size.max(from + 1)))
        };
        let ((x0, x1), (y0, y1)) = (span(0, plane.width()), span(1, plane.height()));
        let near = blur::gaussian(&tile::cut(plane, Rect { x0, y0, x1, y1 }), sigma);
        let there = by_field_crisp(&near, &field.then(|[x, y]| [x - x0 as f64, y - y0 as f64]));
        let mut out = Plane::new(part.width(), part.height());
        for (o, &v) in out.samples_mut().iter_mut().zip(there.samples()) {
            *o = round_u16(v, super::WHITE);
        }
        out
    }
}

/// What of a picture of `size` px lies under a part of another one along a map, and something around it.
pub(super) fn under(part: Rect, map: &Affine, size: (usize, usize)) -> Rect {
    let corners = [(part.x0, part.y0), (part.x1, part.y0), (part.x0, part.y1), (part.x1, part.y1)]
        .map(|(x, y)| map.apply(x as f64, y as f64));
    let span = |pick: fn(&(f64, f64)) -> f64, size: usize| {
        let low = corners.iter().map(pick).fold(f64::INFINITY, f64::min);
        let high = corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
        let more = AROUND * (high - low);
        let from = ((low - more).max(0.0) as usize).min(size);
        (from, ((high + more).max(0.0).ceil() as usize).clamp(from, size))
    };
    let ((x0, x1), (y0, y1)) = (span(|c| c.0, size.0), span(|c| c.1, size.1));
    Rect { x0, y0, x1, y1 }
}

/// The face itself: its mesh's bounds, or two thirds of its square.
pub(super) fn bounds(face: &FaceState) -> Rect {
    let points: Vec<[f32; 2]> = match face.mesh() {
        Some(mesh) => mesh.points.clone(),
        None => [[0.17, 0.17], [0.83, 0.83], [0.17, 0.83], [0.83, 0.17]]
            .map(|[u, v]| face.square.point(u, v))
            .to_vec(),
    };
    let edge = |k: usize, start: f32, pick: fn(f32, f32) -> f32| {
        points.iter().map(|p| p[k]).fold(start, pick).clamp(0.0, 1e7) as usize
    };
    Rect {
        x0: edge(0, f32::INFINITY, f32::min),
        y0: edge(1, f32::INFINITY, f32::min),
        x1: edge(0, 0.0, f32::max) + 1,
        y1: edge(1, 0.0, f32::max) + 1,
    }
}

/// Points by which two faces are laid over each other: the mesh's, or the corners of the square.
pub(super) fn marks(face: &FaceState) -> Vec<[f32; 2]> {
    match face.mesh() {
        Some(mesh) => mesh.points.clone(),
        None => {
            [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]].map(|[u, v]| face.square.point(u, v)).to_vec()
        }
    }
}
