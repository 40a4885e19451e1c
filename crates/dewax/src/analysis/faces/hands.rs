//! Follows the hands near the faces of a shot: found every few frames, read in every frame while they are held.

use crate::clip::Picture;
use crate::face::{FaceState, Finder, Hand, LOOK_EVERY_FRAMES, Square, View, length};
use crate::px::Rect;
use crate::skin::face::{AROUND_MOST, beside, look_at, near};
use crate::skin::{Small, contrast_of};
use rayon::prelude::*;
use std::sync::Arc;

/// From this flag on a region holds a hand: false palms on a chest and a shoulder had 0.86 and less, hands 0.92 and more.
const LEAST_FLAG: f32 = 0.9;
/// A hand that is held is lost below this: motion blurs it for a frame or two.
const LEAST_HELD_FLAG: f32 = 0.5;
/// Frames between looks while a hand that was lost may come back, and how long that is: a hand that moves fast leaves its region for a frame.
const LOOK_AGAIN_FRAMES: usize = 2;
const EAGER_FRAMES: usize = 24;
/// Two regions that overlap by more hold one hand.
const ONE_HAND: f32 = 0.4;
/// Palms are sought around a face in so many sides of its square (about two widths of the face), its middle as far below: where a hand can be
/// that is before the face or within one face of it.
const SOUGHT_SIDES: f32 = 2.2;
const SOUGHT_BELOW: f32 = 0.35;
/// Hands farther from every face than this belong to nobody, in sides of its square.
const FARTHEST_SIDES: f32 = 3.0;
/// The share of the palm's cells that must have the colour of the face.
const LEAST_SKIN: f32 = 0.4;
/// Smaller palms are not read, luma px.
const LEAST_PALM_PX: f32 = 10.0;
/// Most hands that are held at once: two of each of four persons.
const MOST_HANDS: usize = 8;

/// The hands of a shot.
pub(super) struct Hands {
    finder: Arc<dyn Finder>,
    held: Vec<Hand>,
    since_look: usize,
    /// How long it is worth to look for a hand that was lost, frames.
    eager_frames: usize,
}

impl Hands {
    pub(super) fn new(finder: Arc<dyn Finder>) -> Self {
        Self { finder, held: Vec::new(), since_look: LOOK_EVERY_FRAMES, eager_frames: 0 }
    }

    /// Those of the following shot.
    pub(super) fn following(&self) -> Self {
        Self::new(self.finder.clone())
    }

    /// Whether there is a model for them.
    pub(super) fn are_sought(&self) -> bool {
        self.finder.sees_hands()
    }

    /// Takes the next frame: each hand goes to the face that it is nearest to.
    pub(super) fn step(&mut self, view: &View<'_>, small: &Small, faces: &mut [&mut FaceState]) {
        if !self.are_sought() {
            return;
        }
        let finder = &*self.finder;
        let again = |hand: &Hand| finder.hand(view, &hand.square()?);
        let held: Vec<Hand> = self.held.par_iter().filter_map(again).collect();
        let were_held = self.held.len();
        self.held = single(held.into_iter().filter(|hand| hand.flag >= LEAST_HELD_FLAG).collect());
        let is_lost = self.held.len() < were_held;
        self.eager_frames = if is_lost { EAGER_FRAMES } else { self.eager_frames.saturating_sub(1) };
        self.since_look += 1;
        let every = if self.eager_frames > 0 { LOOK_AGAIN_FRAMES } else { LOOK_EVERY_FRAMES };
        if self.since_look >= every && !faces.is_empty() {
            self.since_look = 0;
            let found = self.find(view, faces);
            self.held = single([std::mem::take(&mut self.held), found].concat());
        }
        self.held.retain(|hand| {
            nearest(hand, faces).is_some_and(|at| is_skin(view.picture(), small, hand, &*faces[at]))
        });
        for hand in &self.held {
            if let Some(at) = nearest(hand, faces) {
                faces[at].hands.push(*hand);
            }
        }
    }

    /// The hands in the frame as a whole and around each face.
    fn find(&self, view: &View<'_>, faces: &[&mut FaceState]) -> Vec<Hand> {
        let (width, height) = (view.width() as f32, view.height() as f32);
        let whole = Square::upright((width - 1.0) / 2.0, (height - 1.0) / 2.0, width.max(height));
        let around = faces.iter().map(|face| {
            let square = &face.square;
            Square::upright(square.x, square.y + SOUGHT_BELOW * square.side_px, SOUGHT_SIDES * square.side_px)
        });
        let sought: Vec<Square> = around.chain([whole]).collect();
        let palms: Vec<Square> =
            sought.par_iter().map(|square| self.finder.palms(view, square)).collect::<Vec<_>>().concat();
        // A palm says where a hand is, its joints say so better.
        let read = |palm: &Square| {
            let hand = self.finder.hand(view, palm)?;
            self.finder.hand(view, &hand.square()?).filter(|hand| hand.flag >= LEAST_FLAG)
        };
        palms.par_iter().filter_map(read).filter(|hand| hand.palm_px() >= LEAST_PALM_PX).collect()
    }
}

/// One of those that are the same hand, surest first.
fn single(mut hands: Vec<Hand>) -> Vec<Hand> {
    hands.sort_by(|a, b| b.flag.total_cmp(&a.flag));
    let mut out: Vec<(Hand, Square)> = Vec::new();
    for hand in hands {
        let Some(square) = hand.square() else { continue };
        if out.len() < MOST_HANDS && out.iter().all(|(_, other)| other.overlap(&square) <= ONE_HAND) {
            out.push((hand, square));
        }
    }
    out.into_iter().map(|(hand, _)| hand).collect()
}

/// The face that a hand is nearest to.
fn nearest(hand: &Hand, faces: &[&mut FaceState]) -> Option<usize> {
    let [x, y] = hand.middle();
    let off =
        |face: &FaceState| length([x - face.square.x, y - face.square.y]) / face.square.side_px.max(1.0);
    let all = faces.iter().enumerate().map(|(at, face)| (at, off(face)));
    all.filter(|(_, off)| *off <= FARTHEST_SIDES).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

/// Whether the palm has the colour of the face; where that is not known, it has.
fn is_skin(picture: &Picture, small: &Small, hand: &Hand, face: &FaceState) -> bool {
    let Some(skin) = &face.skin else { return true };
    let near = near(skin);
    let step = picture.mask_step_px() as f32;
    let cell = |v: f32| (v + 0.5) / step - 0.5;
    // A square about the middle of the palm, half as large as the hand.
    let [x, y] = hand.middle().map(cell);
    let half = (0.25 * hand.size_px() / step).max(1.0);
    let side = |v: f32, size: usize| {
        let low = (v - half).max(0.0) as usize;
        (low.min(size), ((v + half).max(0.0) as usize + 1).min(size))
    };
    let ((x0, x1), (y0, y1)) = (side(x, small.luma.width()), side(y, small.luma.height()));
    let part = Rect { x0, y0, x1, y1 };
    if part.is_empty() {
        // Outside the picture: the joints are guesses.
        return false;
    }
    let contrast = contrast_of(&small.luma, part);
    let alike = |x: usize, y: usize| {
        let look = look_at(picture, small, contrast.row(y)[x], part.x0 + x, part.y0 + y);
        beside(&near, &look).1 <= AROUND_MOST
    };
    let cells = part.width() * part.height();
    let found = (0..cells).filter(|i| alike(i % part.width(), i / part.width())).count();
    found as f32 >= LEAST_SKIN * cells as f32
}
