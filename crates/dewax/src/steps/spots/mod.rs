//! Tracked local retouches: a place of the skin, followed by its lock for some frames, gets what clean frames show there, what lies beside
//! it, or less of what it has.

mod clone;
mod follow;
mod lines;
mod place;

use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::deed::Deed;
use crate::facts::{FoundSpot, ShotFacts};
use crate::kernels::tile;
use crate::params;
use crate::px::{Frame, Plane, Rect, Window};
use crate::step::{Blame, Context, Reach, Step, Touched, Touches};
pub use place::CARRIES;
use place::{Cover, Disc};

/// How a place is retouched, in the order of [`Retouch::kind`].
pub const KINDS: &[&str] = &["clone", "blur", "inpaint"];
/// Places in that list.
const CLONE: usize = 0;
const BLUR: usize = 1;

params! {
    /// One retouch.
    pub struct Retouch {
        /// Where it lies in the frame `in_frame`, in luma pixels from the left and from above.
        at_px: [f32; 2] = [0.0, 0.0], in 0.0..65536.0;
        /// The frame of the clip in which it lies there, the first being 0.
        in_frame: i64 = 0, in 0..100_000_000;
        /// The first frame of the clip in which it is done.
        first_frame: i64 = 0, in 0..100_000_000;
        /// The last frame in which it is done.
        last_frame: i64 = 0, in 0..100_000_000;
        /// How large it is: the diameter within which all of it is replaced, in the frame `in_frame`; it ends softly around that.
        size_px: f32 = 24.0, in 2.0..2000.0, unit "px";
        /// What is done: clone takes clean frames of the same skin, or skin beside it; blur softens along the skin's lines; inpaint lays the
        /// texture of skin beside it on an even ground.
        kind: pick = 0, one of KINDS;
    }
}

params! {
    /// Tracked local retouches.
    pub struct Spots {
        /// How much of each retouch that was proposed is done.
        amount: f32 = 1.0, in 0.0..1.0;
        /// Whether retouches that the analysis proposes are taken.
        auto: bool = true;
        /// Retouches that were given by hand.
        given: [Retouch] = [], most 1000;
        /// Retouches that the analysis proposed.
        found: [Retouch] = [], most 1000;
    }
}

/// A retouch of no more frames than this is taken from frames before and behind it, so many of which are read on each side.
const TIMELY_FRAMES: i64 = 8;
const CLEAN_FRAMES: i64 = 3;
/// What was proposed is done in so many frames more on each side: a spot that comes and goes may be too weak there to be seen by a measure, and clean
/// frames lose nothing by the skin of the next ones.
const AROUND_FRAMES: usize = 1;
/// What is not taken from clean frames differs a little from what was there: it comes and goes within so many frames around its own. With
/// that it lasts five frames at least: shorter, it would flash.
const FADE_FRAMES: i64 = 2;
/// A clean frame in which the place moved farther than this share of the frame's shorter side is not read.
const LARGEST_MOVE: f32 = 0.12;
/// Skin beside a place lies no farther from it than so many of its sizes; with that, how far it reads (the lock may be larger in a frame than where
/// the place was given).
const READS_SIZES: f32 = 5.0;

impl Step for Spots {
    const NAME: &'static str = "spots";
    const DOC: &'static str = "Retouches places of the skin that are wrong in some frames, followed by the lock: a blot, a speck, a smear that comes and \
        goes. What clean frames before and behind show of the same skin is laid there, in the light of the frame, or skin from \
        beside it where no frame is clean; softly ended in space, and in time where it is not the same skin. Nothing else changes by a single code. \
        Places are given by hand or proposed by the analysis.";
    const TOUCHES: Touches = Touches::Frame;
    const BLAME: &'static [Blame] = &[
        Blame::skin(3, &[Cause::Replaced, Cause::Seam, Cause::Unnatural]),
        Blame::frame(3, &[Cause::Replaced, Cause::Seam]),
    ];
    const SINCE: i64 = 11;

    fn neutral() -> Self {
        Self { amount: 0.0, auto: false, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.given.is_empty() && (self.found.is_empty() || self.amount == 0.0)
    }

    fn deeds(&self) -> Vec<Deed> {
        let count = self.all().count();
        if count == 0 {
            return Vec::new();
        }
        vec![Deed { what: "places of the skin retouched in some frames", much: count as f32, unit: "places" }]
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        let inside = |r: &&Retouch| {
            usize::try_from(r.last_frame).is_ok_and(|last| last >= facts.shot.first_frame)
                && usize::try_from(r.first_frame).is_ok_and(|first| first < facts.shot.end())
        };
        let given = self.given.iter().filter(inside).cloned().collect();
        let frame = |n: usize| i64::try_from(facts.shot.first_frame + n).unwrap_or(i64::MAX);
        let proposed = |spot: &FoundSpot| Retouch {
            at_px: spot.at_px,
            in_frame: frame(spot.in_frame),
            first_frame: frame(spot.first_frame.saturating_sub(AROUND_FRAMES)),
            last_frame: frame((spot.last_frame + AROUND_FRAMES).min(facts.shot.frames.saturating_sub(1))),
            size_px: spot.size_px.clamp(2.0, 2000.0),
            kind: CLONE,
        };
        let found = match self.auto {
            true => facts.spots.iter().filter(|spot| spot.is_free).map(proposed).collect(),
            false => self.found.iter().filter(inside).cloned().collect(),
        };
        Self { given, found, ..self.clone() }
    }

    fn asks(&self) -> Asks {
        Asks::NOTHING
    }

    fn reach(&self, picture: &Picture) -> Reach {
        let frames = |r: &Retouch| {
            let length = r.last_frame - r.first_frame + 1;
            if is_timely(r) { (length - 1 + CLEAN_FRAMES).max(0) as usize } else { 0 }
        };
        let far = self.all().map(|(r, _)| frames(r)).max().unwrap_or(0);
        let shorter = picture.format.width.min(picture.format.height) as f32;
        let size = self.all().map(|(r, _)| r.size_px).fold(0.0, f32::max);
        let halo_px = (LARGEST_MOVE * shorter).ceil() as usize + (READS_SIZES * size).ceil() as usize + 20;
        Reach { back_frames: far, ahead_frames: far, halo_px }
    }

    fn retouched(&self, facts: &ShotFacts, index: usize, size: (usize, usize)) -> Vec<Touched> {
        let here = self.all().filter(|(r, _)| over_time(r, index) > 0.0);
        let touched = here.filter_map(|(retouch, _)| {
            let disc = Disc::of(facts, retouch, index)?;
            let part = disc.part(size);
            Some(Touched { part, weights: disc.cover(part, (1, 1))?.weights, is_face: false })
        });
        touched.filter(|t| !t.part.is_empty()).collect()
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let size = (here.width(), here.height());
        for (retouch, amount) in self.all() {
            let share = amount * over_time(retouch, here.index);
            let Some(disc) = Disc::of(context.facts, retouch, here.index).filter(|_| share > 0.0) else { continue };
            let part = disc.part(size);
            if part.is_empty() {
                continue;
            }
            let job = Job { context, source, retouch, disc, part, all: self.all().map(|(r, _)| r).collect() };
            let Some(made) = job.made() else { continue };
            for (which, (plane, (part, cover))) in made.into_iter().enumerate() {
                tile::lay(out.plane_mut(which), &plane, (part, &cover.weights), share, context.picture.levels.legal);
            }
        }
    }
}

impl Spots {
    /// Every retouch that does something, with how much of it is done.
    fn all(&self) -> impl Iterator<Item = (&Retouch, f32)> {
        let found = self.found.iter().map(|r| (r, self.amount)).filter(|(_, amount)| *amount > 0.0);
        self.given.iter().map(|r| (r, 1.0)).chain(found)
    }
}

/// Whether a retouch is short enough to be taken from frames before and behind it.
fn is_timely(retouch: &Retouch) -> bool {
    retouch.kind == CLONE && (retouch.first_frame..retouch.first_frame + TIMELY_FRAMES).contains(&retouch.last_frame)
}

/// How much of a retouch is done in frame `index`.
fn over_time(retouch: &Retouch, index: usize) -> f32 {
    let index = i64::try_from(index).unwrap_or(i64::MAX);
    let beyond = (retouch.first_frame - index).max(index - retouch.last_frame).max(0);
    let fade = if is_timely(retouch) { 0 } else { FADE_FRAMES };
    if beyond > fade { 0.0 } else { 1.0 - beyond as f32 / (fade + 1) as f32 }
}

/// A retouch that is being made in one frame.
struct Job<'a> {
    context: &'a Context<'a>,
    source: &'a Window<'a>,
    retouch: &'a Retouch,
    disc: Disc<'a>,
    /// What is read and changed of the frame, luma px.
    part: Rect,
    /// Every retouch of the shot: where another one is at work no frame is clean.
    all: Vec<&'a Retouch>,
}

/// What a plane becomes, with its part of the plane in samples, and what of that is changed.
type Made = (Plane<f32>, (Rect, Cover));

impl Job<'_> {
    /// The three planes under the retouch; `None` where nothing could be made.
    fn made(&self) -> Option<Vec<Made>> {
        let planes = self.planes()?;
        let made = match self.retouch.kind {
            CLONE if is_timely(self.retouch) => {
                self.by_clean_frames(&planes).or_else(|| self.by_skin_beside(&planes))
            }
            CLONE => self.by_skin_beside(&planes),
            BLUR => self.along_lines(&planes),
            _ => self.on_even_ground(&planes),
        }?;
        Some(made.into_iter().zip(planes).map(|(plane, under)| (plane, (under.part, under.cover))).collect())
    }

    /// The planes of the frame under the retouch.
    fn planes(&self) -> Option<Vec<Under>> {
        let here = self.source.here();
        let one = |which: usize| {
            let factors = if which == 0 { (1, 1) } else { here.subsampling.factors() };
            let own = self.part.subsampled(factors.0, factors.1);
            let plane = here.plane(which);
            let part = Rect { x1: own.x1.min(plane.width()), y1: own.y1.min(plane.height()), ..own };
            let now = tile::cut(plane, part);
            Some(Under { which, factors, part, now, cover: self.disc.cover(part, factors)? })
        };
        (0..3).map(one).collect()
    }

    /// Outer radius in px of the frame.
    fn edge_px(&self) -> f32 {
        self.disc.edge as f32 * self.disc.lock.scale()
    }
}

/// A plane of the frame under a retouch.
struct Under {
    which: usize,
    /// Luma px per sample.
    factors: (usize, usize),
    /// Samples of the plane.
    part: Rect,
    now: Plane<f32>,
    cover: Cover,
}

#[cfg(test)]
mod tests;
