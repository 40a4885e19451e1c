//! Where a retouch lies: the lock that carries it, its middle and size in lock space, and how much of each pixel of a frame it covers.

use super::Retouch;
use crate::facts::ShotFacts;
use crate::kernels::warp::Field;
use crate::lock::{Affine, Locked, Segment, by_points};
use crate::px::{Plane, Rect};
use rayon::prelude::*;

/// Skin of a lock from this share on can carry a retouch.
pub const CARRIES: f32 = 0.2;
/// From full weight to none it goes on by this share of its radius, and by this many px at least: no edge is seen.
const SOFT_SHARE: f32 = 0.4;
const LEAST_SOFT_PX: f64 = 2.0;
/// The light around it is read as far out as this many times its outer radius.
pub(super) const RING_TIMES: f64 = 1.6;
/// Light around a place reaches into it like a bell of this share of its outer radius.
pub(super) const LIGHT_SHARE: f32 = 0.55;
/// Where a lock begins anew, its frames lie no farther apart than this; and so many points of the mesh lead across.
const MOST_ACROSS_FRAMES: usize = 2;
const MESH_POINTS_ACROSS: usize = 24;
/// Luma px between the places at which the way to lock space is looked up.
pub(super) const FIELD_STEP_PX: usize = 8;

/// A retouch in the frame that is made.
pub(super) struct Disc<'a> {
    /// Number of the face's track.
    pub(super) face: u32,
    /// The skin that carries it, in this frame.
    pub(super) lock: Locked<'a>,
    /// Lock px.
    pub(super) middle: [f64; 2],
    /// Radius within which it has its full weight, and at which it ends, lock px.
    pub(super) core: f64,
    pub(super) edge: f64,
}

/// Where a retouch lies in the lock that carries it.
pub(super) struct Carried<'a> {
    face: u32,
    pub(super) segment: &'a Segment,
    /// Lock px.
    pub(super) middle: [f64; 2],
    /// Radius within which it has its full weight, and at which it ends, lock px.
    pub(super) core: f64,
    pub(super) edge: f64,
}

impl<'a> Carried<'a> {
    /// What carries a retouch in frame `index`, its size with it. `None` where nothing that is followed lies there.
    pub(super) fn of(facts: &'a ShotFacts, retouch: &Retouch, index: usize) -> Option<Self> {
        let frame = usize::try_from(retouch.in_frame).ok()?;
        let point = retouch.at_px.map(f64::from);
        let on_skin = facts.locks.iter().filter_map(|lock| {
            let held = lock.held(frame)?;
            let at = held.back()?(point);
            let skin = held.skin(at);
            (skin >= CARRIES).then_some((skin, lock, held, at))
        });
        let (_, lock, held, at) = on_skin.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let radius_px = f64::from(retouch.size_px) / 2.0;
        if held.segment.frames().contains(&index) {
            return Some(Self::new(lock.face, held.segment, at, radius_px / f64::from(held.scale()).max(1e-3)));
        }
        // The lock began anew between the two frames: the mesh leads across.
        let next = lock.segments.iter().find(|s| s.frames().contains(&index))?;
        let is_later = next.first_frame > frame;
        let (from, to) = match is_later {
            true => (held.segment.frames().end.checked_sub(1)?, next.first_frame),
            false => (held.segment.first_frame, next.frames().end.checked_sub(1)?),
        };
        let (last, first) = (lock.held(from)?, lock.held(to)?);
        let is_near = from.abs_diff(to) <= MOST_ACROSS_FRAMES && std::ptr::eq(last.segment, held.segment);
        let there = across(facts, lock.face, (from, to), last.to_frame(at));
        let radius_px = radius_px * f64::from(last.scale() / held.scale().max(1e-3));
        is_near.then(|| Some(Self::new(lock.face, next, first.back()?(there), radius_px / f64::from(first.scale()).max(1e-3))))?
    }

    fn new(face: u32, segment: &'a Segment, middle: [f64; 2], core: f64) -> Self {
        Self { face, segment, middle, core, edge: core + (core * f64::from(SOFT_SHARE)).max(LEAST_SOFT_PX) }
    }

    /// Whether another place of the same lock space, with a radius of its own, lies over it.
    pub(super) fn meets(&self, disc: &Disc<'_>, middle: [f64; 2]) -> bool {
        let far = ((self.middle[0] - middle[0]).powi(2) + (self.middle[1] - middle[1]).powi(2)).sqrt();
        std::ptr::eq(self.segment, disc.lock.segment) && far < self.edge + disc.edge
    }
}

/// Where a point of a face lies in another frame, as the mesh around it moved; where it was, without one.
fn across(facts: &ShotFacts, face: u32, frames: (usize, usize), point: [f64; 2]) -> [f64; 2] {
    let Some(motion) = mesh_motion(facts, face, frames, point) else { return point };
    let (x, y) = motion.apply(point[0], point[1]);
    [x, y]
}

/// How the points of a face's mesh nearest to a point moved from one frame to another.
pub(super) fn mesh_motion(facts: &ShotFacts, face: u32, (from, to): (usize, usize), point: [f64; 2]) -> Option<Affine> {
    let mesh = |frame: usize| facts.faces.tracks.iter().find(|t| t.id == face)?.at(frame)?.mesh();
    let (before, after) = (mesh(from)?, mesh(to)?);
    let far = |p: &[f32; 2]| (f64::from(p[0]) - point[0]).powi(2) + (f64::from(p[1]) - point[1]).powi(2);
    let mut near: Vec<(&[f32; 2], &[f32; 2])> = before.points.iter().zip(&after.points).collect();
    near.sort_by(|a, b| far(a.0).total_cmp(&far(b.0)));
    near.truncate(MESH_POINTS_ACROSS);
    let (before, after): (Vec<[f32; 2]>, Vec<[f32; 2]>) = near.into_iter().map(|(a, b)| (*a, *b)).unzip();
    by_points(&before, &after)
}

impl<'a> Disc<'a> {
    /// Where a retouch lies in frame `index`; `None` where its skin is not followed there.
    pub(super) fn of(facts: &'a ShotFacts, retouch: &Retouch, index: usize) -> Option<Self> {
        let Carried { face, segment, middle, core, edge } = Carried::of(facts, retouch, index)?;
        Some(Self { face, lock: segment.held(index)?, middle, core, edge })
    }

    /// The part of a frame that is read and changed, even on both axes where the frame is.
    pub(super) fn part(&self, (width, height): (usize, usize)) -> Rect {
        let reach = self.edge * RING_TIMES;
        let corners = [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]]
            .map(|[x, y]| self.lock.to_frame([self.middle[0] + reach * x, self.middle[1] + reach * y]));
        let span = |axis: usize, size: usize| {
            let low = corners.iter().map(|c| c[axis]).fold(f64::INFINITY, f64::min).floor().max(0.0) as usize / 2 * 2;
            let high = corners.iter().map(|c| c[axis]).fold(0.0, f64::max).ceil() as usize + 1;
            (low.min(size), (high.div_ceil(2) * 2).min(size))
        };
        let ((x0, x1), (y0, y1)) = (span(0, width), span(1, height));
        if x0 < x1 && y0 < y1 { Rect { x0, y0, x1, y1 } } else { Rect::default() }
    }

    /// Where the samples of a part lie in the same frame, moved by `by` lock px.
    pub(super) fn field(&self, part: Rect, by: [f64; 2]) -> Option<Field> {
        let back = self.lock.back()?;
        Some(Field::new((part.width(), part.height()), FIELD_STEP_PX, |x, y| {
            let [u, v] = back([(part.x0 + x) as f64, (part.y0 + y) as f64]);
            self.lock.to_frame([u + by[0], v + by[1]])
        }))
    }

    /// How much of each sample of a part is covered, and how much of it says what the light around is; both 0..=1. `factors`: luma px per
    /// sample of the plane, of which `part` is in samples.
    pub(super) fn cover(&self, part: Rect, (sx, sy): (usize, usize)) -> Option<Cover> {
        let back = self.lock.back()?;
        let width = part.width();
        let (mut weights, mut around) = (Plane::new(width, part.height()), Plane::new(width, part.height()));
        let rows = weights.samples_mut().par_chunks_mut(width.max(1));
        rows.zip(around.samples_mut().par_chunks_mut(width.max(1))).enumerate().for_each(|(y, (weights, around))| {
            for (x, (w, a)) in weights.iter_mut().zip(around).enumerate() {
                let middle = |start: usize, i: usize, s: usize| ((start + i) * s) as f64 + (s as f64 - 1.0) / 2.0;
                let at = back([middle(part.x0, x, sx), middle(part.y0, y, sy)]);
                let far = ((at[0] - self.middle[0]).powi(2) + (at[1] - self.middle[1]).powi(2)).sqrt();
                *w = fall(far, self.core, self.edge);
                let ring = fall(far, self.edge * (1.0 + RING_TIMES) / 2.0, self.edge * RING_TIMES);
                *a = (1.0 - *w).powi(2) * ring * self.lock.skin(at);
            }
        });
        Some(Cover { weights, around })
    }
}

/// What a retouch covers of the samples of a part.
pub(super) struct Cover {
    /// How much of each sample is its.
    pub(super) weights: Plane<f32>,
    /// How much each sample says of the light around it.
    pub(super) around: Plane<f32>,
}

/// 1 up to `full`, 0 from `none` on, smooth between them.
pub(super) fn fall(far: f64, full: f64, none: f64) -> f32 {
    let t = ((none - far) / (none - full).max(1e-6)).clamp(0.0, 1.0);
    (t * t * (3.0 - 2.0 * t)) as f32
}
