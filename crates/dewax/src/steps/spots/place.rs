//! Where a retouch lies: the lock that carries it, its middle and size in lock space, and how much of each pixel of a frame it covers.

use super::Retouch;
use crate::facts::ShotFacts;
use crate::kernels::warp::Field;
use crate::lock::{Locked, Segment};
use crate::px::{Plane, Rect};
use rayon::prelude::*;

/// Skin of a lock from this share on can carry a retouch.
pub const CARRIES: f32 = 0.2;
/// From full weight to none it goes on by this share of its radius, and by this many px at least: no edge is seen.
const SOFT_SHARE: f32 = 0.4;
const LEAST_SOFT_PX: f64 = 2.0;
/// The light around it is read as far out as this many times its outer radius.
pub(super) const RING_TIMES: f64 = 1.6;
/// Luma px between the places at which the way to lock space is looked up.
const FIELD_STEP_PX: usize = 8;

/// A retouch in the frame that is made.
pub(super) struct Disc<'a> {
    /// The skin that carries it, in this frame.
    pub(super) lock: Locked<'a>,
    /// Lock px.
    pub(super) middle: [f64; 2],
    /// Radius within which it has its full weight, and at which it ends, lock px.
    pub(super) core: f64,
    pub(super) edge: f64,
}

/// The segment that carries a retouch, with its middle and its two radii in lock px. `None` where nothing that is followed lies there.
pub(super) fn carried<'a>(facts: &'a ShotFacts, retouch: &Retouch) -> Option<(&'a Segment, [f64; 2], [f64; 2])> {
    let frame = usize::try_from(retouch.in_frame).ok()?;
    let point = retouch.at_px.map(f64::from);
    let locks = facts.locks.iter().filter_map(|l| l.held(frame));
    let on_skin = locks.filter_map(|lock| {
        let at = lock.back()?(point);
        let skin = lock.skin(at);
        let scale = f64::from(lock.scale()).max(1e-3);
        (skin >= CARRIES).then_some((skin, lock.segment, at, scale))
    });
    let (_, segment, at, scale) = on_skin.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let core = f64::from(retouch.size_px) / 2.0 / scale;
    let edge = core + (core * f64::from(SOFT_SHARE)).max(LEAST_SOFT_PX / scale);
    Some((segment, at, [core, edge]))
}

impl<'a> Disc<'a> {
    /// Where a retouch lies in frame `index`; `None` where its skin is not followed there.
    pub(super) fn of(facts: &'a ShotFacts, retouch: &Retouch, index: usize) -> Option<Self> {
        let (segment, middle, [core, edge]) = carried(facts, retouch)?;
        let place = index.checked_sub(segment.first_frame).and_then(|i| segment.places.get(i));
        let lock = Locked::of(segment, place.filter(|p| p.holds())?)?;
        Some(Self { lock, middle, core, edge })
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

    /// Where the samples of a part lie in another place of the same lock, moved by `by` lock px.
    pub(super) fn field(&self, part: Rect, there: &Locked<'_>, by: [f64; 2]) -> Option<Field> {
        let back = self.lock.back()?;
        Some(Field::new((part.width(), part.height()), FIELD_STEP_PX, |x, y| {
            let [u, v] = back([(part.x0 + x) as f64, (part.y0 + y) as f64]);
            there.to_frame([u + by[0], v + by[1]])
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
fn fall(far: f64, full: f64, none: f64) -> f32 {
    let t = ((none - far) / (none - full).max(1e-6)).clamp(0.0, 1.0);
    (t * t * (3.0 - 2.0 * t)) as f32
}
