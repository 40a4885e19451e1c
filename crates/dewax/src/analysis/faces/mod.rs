//! The faces of a shot: found, followed, smoothed; and how alike they are to those of earlier shots.

mod assign;
mod hands;
mod held;
mod likeness;
mod patch;
mod reading;
mod smooth;
mod states;
mod surfaces;
mod tracker;
mod votes;

use crate::clip::{Picture, Shot};
use crate::face::{
    Descriptor, FaceOptions, FaceState, FaceTrack, Finder, Likeness, Matte, Mode, PersonDrift, SamePerson,
    View, joined, steady_mattes, whole_square,
};
use crate::facts::ShotFaces;
use crate::px::Frame;
use crate::skin::Small;
use crate::stow::{Stow, Stowed};
use hands::Hands;
pub use likeness::Looks;
use rayon::prelude::*;
use std::sync::Arc;
use tracker::Tracker;

/// A second track on another's face that did not last longer is of no interest.
const LEAST_FRAMES: usize = 4;
/// Tracks less alike than this are not worth a suggestion.
const LEAST_ALIKE: f32 = 0.75;

/// What is wished of the search for faces.
#[derive(Clone, Debug)]
pub struct FaceWish {
    /// What finds them.
    pub finder: Arc<dyn Finder>,
    /// What the user wishes.
    pub options: FaceOptions,
}

/// The faces of the shot that is being read, and the looks of those before.
pub(super) struct Faces {
    tracker: Tracker,
    hands: Hands,
    pub(super) topology: Option<Arc<crate::face::Topology>>,
    known: Vec<Known>,
    /// Whom the places of each frame of the shot belong to; empty where there is no model for it.
    mattes: Vec<Stowed<Matte>>,
}

/// How a face of an earlier shot looks, and who it is where persons are told apart.
struct Known {
    id: u32,
    looks: Option<Looks>,
    who: Option<Descriptor>,
}

impl Known {
    /// That this face and an earlier one may be the same person. Where persons are told apart, looks alone say nothing.
    fn like(&self, earlier: &Self, are_told: bool) -> Option<Likeness> {
        let id = earlier.id;
        if are_told {
            let distance = self.who.as_ref()?.distance(earlier.who.as_ref()?);
            let may_be = SamePerson::of(distance) != SamePerson::No;
            return may_be.then_some(Likeness { id, score: 1.0 - distance, distance: Some(distance) });
        }
        let score = self.looks.as_ref()?.alike(earlier.looks.as_ref()?);
        (score >= LEAST_ALIKE).then_some(Likeness { id, score, distance: None })
    }
}

/// What a shot left of its faces.
#[derive(Default)]
pub(super) struct Ended {
    pub(super) faces: ShotFaces,
    /// How far the persons drift, where they are told apart.
    pub(super) persons: Vec<PersonDrift>,
    /// Whether hands were looked for.
    pub(super) hands_looked: bool,
}

impl std::fmt::Debug for Faces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Faces").field("tracks", &self.tracker.tracks.len()).finish_non_exhaustive()
    }
}

impl Faces {
    pub(super) fn new(wish: &FaceWish) -> Self {
        let topology = wish.finder.topology().cloned().map(Arc::new);
        let hands = Hands::new(wish.finder.clone());
        let tracker = Tracker::new(wish.finder.clone(), wish.options.clone(), 1, None);
        Self { tracker, hands, topology, known: Vec::new(), mattes: Vec::new() }
    }

    /// The same, which puts away what is too large to be held for every frame.
    pub(super) fn putting_away(mut self, stow: &Stow) -> Self {
        self.tracker.stow = Some(stow.clone());
        self
    }

    /// Takes the next frame of the shot.
    pub(super) fn step(&mut self, picture: &Picture, frame: &Frame, small: &Small) {
        let view = View::new(picture, frame);
        self.tracker.step(&view, frame.index);
        let topology = self.topology.as_deref();
        self.tracker.tracks.par_iter_mut().for_each(|track| {
            if let Some(state) = track.states.last_mut().filter(|s| s.mode != Mode::Lost) {
                state.skin = surfaces::learn(picture, small, state, topology, &mut track.around);
            }
        });
        let here = self.tracker.tracks.iter_mut();
        let mut faces: Vec<&mut FaceState> =
            here.filter_map(|t| t.states.last_mut()).filter(|s| s.mode != Mode::Lost).collect();
        self.hands.step(&view, small, &mut faces);
        let mut matte = Stowed::new(self.matte(&view));
        self.tracker.stow.iter().for_each(|stow| matte.put_away(stow));
        self.mattes.push(matte);
    }

    /// Whom the places of a frame belong to; nothing before a face was seen in the shot, and where there is no model for it.
    fn matte(&self, view: &View<'_>) -> Matte {
        let square = whole_square(view);
        let answer =
            self.any().then(|| self.tracker.finder.person(view, &square, held::FINE_CELLS)).flatten();
        let Some(answer) = answer else { return Matte::default() };
        let near: Vec<_> = self.tracker.tracks.iter().filter_map(|t| t.fine.clone()).collect();
        Matte::of(&joined((view.width(), view.height()), (&square, &answer), &near))
    }

    /// The faces to be treated in the last frame, by the numbers of their tracks.
    pub(super) fn here(&self) -> Vec<(u32, &FaceState)> {
        let kept = self.tracker.tracks.iter().filter(|t| !self.tracker.drops(t.id));
        kept.filter_map(|t| Some((t.id, t.here()?))).collect()
    }

    /// Every face in the last frame, also those to be left alone.
    pub(super) fn all(&self) -> Vec<&FaceState> {
        self.tracker.tracks.iter().filter_map(|t| t.here()).collect()
    }

    /// Whether any face was seen in the shot so far.
    pub(super) fn any(&self) -> bool {
        !self.tracker.tracks.is_empty()
    }

    pub(super) fn topology(&self) -> Option<&crate::face::Topology> {
        self.topology.as_deref()
    }

    /// Ends the shot: its tracks, smoothed. Goes on with the next one.
    pub(super) fn end_shot(&mut self, shot: Shot) -> Ended {
        self.hands = self.hands.following();
        let next = self.tracker.following();
        let ended = std::mem::replace(&mut self.tracker, next);
        let mut tracks = Vec::new();
        let (mut seen, mut persons) = (Vec::new(), Vec::new());
        let are_told = ended.tells_persons();
        for held in ended.tracks {
            let (mut states, moves) = (held.states, held.moves);
            while states.last().is_some_and(|s| s.mode == Mode::Lost) {
                states.pop();
            }
            let is_short = states.len() < LEAST_FRAMES && held.is_double;
            if states.is_empty() || is_short {
                continue;
            }
            if let Some(topology) = &self.topology {
                smooth::smooth(&mut states, &moves, topology, held.stow.as_ref());
            }
            smooth::fade_in(&mut states, held.first_frame > shot.first_frame);
            smooth::steady_persons(&mut states, held.stow.as_ref());
            surfaces::steady(&mut states);
            let others = held.around.surfaces(&states);
            let known = Known { id: held.id, looks: held.looks, who: held.votes.mean() };
            let mut like: Vec<Likeness> =
                self.known.iter().filter_map(|earlier| known.like(earlier, are_told)).collect();
            like.sort_by(|a, b| b.score.total_cmp(&a.score));
            seen.push(known);
            if are_told {
                persons.push(held.votes.drift(held.id, shot.first_frame));
            }
            let dropped = self.tracker.drops(held.id);
            tracks.push(FaceTrack {
                id: held.id,
                first_frame: held.first_frame,
                states,
                others,
                like,
                dropped,
            });
        }
        self.known.extend(seen);
        let hands_looked = self.hands.are_sought();
        let seen = std::mem::take(&mut self.mattes);
        let is_known = |m: &Stowed<Matte>| m.get().is_some_and(|m| !m.is_empty());
        let mattes = if seen.iter().any(is_known) {
            steady_mattes(&seen, self.tracker.stow.as_ref())
        } else {
            Vec::new()
        };
        let faces = ShotFaces { topology: self.topology.clone(), tracks, mattes };
        Ended { faces, persons, hands_looked }
    }
}
