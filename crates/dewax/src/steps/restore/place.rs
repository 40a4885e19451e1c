//! Where a soft face lies in a frame, and where the same skin lies in another one.

use super::SoftFrames;
use crate::face::FaceState;
use crate::facts::{LockPair, ShotFacts};
use crate::kernels::tile;
use crate::lock::{Affine, by_points};
use crate::px::{Frame, LEVEL, Plane, Rect};

/// A face is taken with what is around its mesh, eye distances: ears and jaw at the sides, hair above, the throat below.
const SIDES_IOD: f32 = 0.45;
const ABOVE_IOD: f32 = 0.75;
const BELOW_IOD: f32 = 0.35;
/// No pixel is read that lies farther away than this share of the frame's longer side: a face of 0.6 of it, that moved by 0.15, and what sampling reads.
pub(super) const REACH_SHARE: f32 = 0.8;
const LARGEST_RADIUS: f32 = 0.3;
const LARGEST_MOVE: f32 = 0.15;
/// Skin that moved farther than this between two frames, eye distances, has another pose.
const LARGEST_MOVE_IOD: f32 = 1.2;
/// Within this share of the radius it has its full weight, and from there on it ends softly.
const FULL: f32 = 0.8;

/// A soft face in the frame that is made.
pub(super) struct Place<'a> {
    facts: &'a ShotFacts,
    face: u32,
    index: usize,
    /// Its mesh, luma px.
    points: Vec<[f32; 2]>,
    /// What of the frame is read and changed, luma px, even on both axes where the frame is.
    pub(super) part: Rect,
    /// What of that part the mesh covers, px of the part.
    pub(super) mesh: Rect,
    /// Eye distance, luma px.
    pub(super) iod_px: f32,
    middle: [f32; 2],
    radius: [f32; 2],
    /// How far it may have moved in a good frame, luma px.
    pub(super) most_move_px: f32,
}

impl<'a> Place<'a> {
    /// `None` where the face has no mesh in frame `index` of the clip, which has `size` luma px.
    pub(super) fn of(
        facts: &'a ShotFacts,
        run: &SoftFrames,
        index: usize,
        (width, height): (usize, usize),
    ) -> Option<Self> {
        let face = u32::try_from(run.face).ok()?;
        let state = state(facts, face, index)?;
        let (points, iod_px) = (state.mesh()?.points.clone(), state.iod_px);
        let span = |axis: usize| {
            let all = || points.iter().map(|p| p[axis]);
            (all().fold(f32::INFINITY, f32::min), all().fold(f32::NEG_INFINITY, f32::max))
        };
        let (left, right) = span(0);
        let (upper, lower) = span(1);
        let mesh = [left, right, upper, lower];
        let (left, right) = (left - SIDES_IOD * iod_px, right + SIDES_IOD * iod_px);
        let (upper, lower) = (upper - ABOVE_IOD * iod_px, lower + BELOW_IOD * iod_px);
        let most = LARGEST_RADIUS * width.max(height) as f32;
        let middle = [(left + right) / 2.0, (upper + lower) / 2.0];
        let radius = [((right - left) / 2.0).min(most), ((lower - upper) / 2.0).min(most)];
        let (left, right) = (middle[0] - radius[0], middle[0] + radius[0]);
        let (upper, lower) = (middle[1] - radius[1], middle[1] + radius[1]);
        let even = |low: f32, high: f32, size: usize| {
            let from = low.max(0.0) as usize / 2 * 2;
            (from.min(size), ((high.max(0.0).ceil() as usize).div_ceil(2) * 2).min(size))
        };
        let ((x0, x1), (y0, y1)) = (even(left, right, width), even(upper, lower, height));
        /// A face of fewer px has no features.
        const LEAST_PX: usize = 32;
        let part = Rect { x0, y0, x1, y1 };
        let is_large = x0 + LEAST_PX < x1 && y0 + LEAST_PX < y1 && iod_px > 1.0;
        let inside = |v: f32, from: usize, to: usize| (v.max(from as f32) as usize).min(to) - from;
        let mesh = Rect {
            x0: inside(mesh[0], x0, x1),
            y0: inside(mesh[2], y0, y1),
            x1: inside(mesh[1], x0, x1),
            y1: inside(mesh[3], y0, y1),
        };
        let is_large = is_large && mesh.width() >= LEAST_PX / 2 && mesh.height() >= LEAST_PX / 2;
        is_large.then_some(Self {
            mesh,
            facts,
            face,
            index,
            points,
            part,
            iod_px,
            middle,
            radius,
            most_move_px: (LARGEST_MOVE_IOD * iod_px).min(LARGEST_MOVE * width.max(height) as f32),
        })
    }

    /// The luma of the frame under the face, 8-bit levels.
    pub(super) fn own(&self, frame: &Frame) -> Plane<f32> {
        let mut own = tile::cut(frame.luma(), self.part);
        own.samples_mut().iter_mut().for_each(|v| *v /= LEVEL);
        own
    }

    /// How much each sample of the part is the face's, 0..=1, for a plane with `factors` luma px per sample.
    pub(super) fn weights(&self, (sx, sy): (usize, usize)) -> Plane<f32> {
        let part = self.part.subsampled(sx, sy);
        Plane::from_fn(part.width(), part.height(), |x, y| {
            let along = |at: usize, s: usize, axis: usize| {
                (((at * s) as f32 + (s as f32 - 1.0) / 2.0) - self.middle[axis]) / self.radius[axis].max(1.0)
            };
            let (u, v) = (along(part.x0 + x, sx, 0), along(part.y0 + y, sy, 1));
            let t = ((1.0 - (u * u + v * v).sqrt()) / (1.0 - FULL)).clamp(0.0, 1.0);
            t * t * (3.0 - 2.0 * t)
        })
    }

    /// The way from a point of this frame to the same skin in another one: by the lock, or by the meshes where that does not know both frames.
    pub(super) fn way(&self, index: usize) -> Option<Way<'a>> {
        if let Some(pair) = self.facts.pairs(self.index, index).find(|p| p.face == self.face) {
            return Some(Way::Lock(Box::new(pair)));
        }
        let there = state(self.facts, self.face, index)?.mesh()?;
        by_points(&self.points, &there.points).map(Way::Mesh)
    }
}

/// The way from points of one frame to another.
pub(super) enum Way<'a> {
    Lock(Box<LockPair<'a>>),
    Mesh(Affine),
}

impl Way<'_> {
    /// Calls `then` with the way.
    pub(super) fn with<R>(&self, then: impl FnOnce(&(dyn Fn([f64; 2]) -> [f64; 2] + Sync)) -> R) -> Option<R> {
        match self {
            Self::Lock(pair) => {
                let back = pair.here.back()?;
                Some(then(&|p| pair.there.to_frame(back(p))))
            }
            Self::Mesh(map) => Some(then(&|[x, y]| {
                let (x, y) = map.apply(x, y);
                [x, y]
            })),
        }
    }
}

fn state(facts: &ShotFacts, face: u32, index: usize) -> Option<&FaceState> {
    facts.faces.tracks.iter().find(|t| t.id == face && !t.dropped)?.at(index)
}
