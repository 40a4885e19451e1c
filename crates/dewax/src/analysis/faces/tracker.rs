//! Follows the faces of one shot: finds new ones, hands frames to those that are held, finds lost ones again.

use super::assign::assign;
use super::held::{Held, LEAST_IOD_PX, MISSES, MOST_COST, SAME_FACE, SEARCH_EVERY_FRAMES};
use super::likeness::Looks;
use super::reading::{Reading, read};
use super::{states, votes};
use crate::face::{Descriptor, Detection, FaceOptions, Finder, Mode, Square, Tier, View, verified};
use crate::stow::Stow;
use rayon::prelude::*;
use std::sync::Arc;

/// Frames between searches while a face is missing or a candidate waits for a second look.
const SEARCH_AGAIN_FRAMES: usize = 3;
/// How long a lost face is looked for that often.
const EAGER_FRAMES: usize = 24;
/// Two tracks that overlap by more are one face.
const ONE_FACE: f32 = 0.5;
/// A candidate without a mesh must be seen twice with at least this score: a profile, or nothing.
const SURE_SCORE: f32 = 0.8;

/// Follows the faces of one shot.
pub(super) struct Tracker {
    pub(super) finder: Arc<dyn Finder>,
    options: FaceOptions,
    pub(super) tracks: Vec<Held>,
    next_id: u32,
    pub(super) stow: Option<Stow>,
    since_search: usize,
    /// Candidates without a mesh, seen once.
    waiting: Vec<Square>,
}

/// A face that was just found.
struct Found {
    square: Square,
    reading: Option<Reading>,
    score: f32,
}

impl Tracker {
    pub(super) fn new(
        finder: Arc<dyn Finder>,
        options: FaceOptions,
        next_id: u32,
        stow: Option<Stow>,
    ) -> Self {
        let since_search = SEARCH_EVERY_FRAMES;
        Self { finder, options, tracks: Vec::new(), next_id, stow, since_search, waiting: Vec::new() }
    }

    /// The tracker of the following shot.
    pub(super) fn following(&self) -> Self {
        Self::new(self.finder.clone(), self.options.clone(), self.next_id, self.stow.clone())
    }

    /// Whether persons are told apart.
    pub(super) fn tells_persons(&self) -> bool {
        self.finder.describer().is_some()
    }

    pub(super) fn drops(&self, id: u32) -> bool {
        self.options.drops(id)
    }

    /// Takes the next frame of the shot. Every track then has a state for it.
    pub(super) fn step(&mut self, view: &View<'_>, index: usize) {
        let finder = &*self.finder;
        self.tracks.par_iter_mut().for_each(|t| t.advance(finder, view));
        self.since_search += 1;
        let eager = !self.waiting.is_empty()
            || self.tracks.iter().any(|t| t.is_lost() && t.lost_frames <= EAGER_FRAMES && !t.is_double);
        let every = if eager { SEARCH_AGAIN_FRAMES } else { SEARCH_EVERY_FRAMES };
        if self.since_search >= every {
            self.since_search = 0;
            self.find(view, index);
        }
        self.close_doubles();
        let finder = &*self.finder;
        self.tracks.par_iter_mut().for_each(|t| {
            t.see_person(finder, view);
            t.see_who(finder, view, index);
        });
    }

    /// Searches the whole frame and takes up what is new or was lost.
    fn find(&mut self, view: &View<'_>, index: usize) {
        let all = self.finder.detect(view, self.options.search());
        if self.finder.tier() == Tier::BoxOnly {
            self.correct_boxes(&all);
        }
        let is_held = |square: &Square| {
            self.tracks.iter().any(|t| t.here().is_some_and(|s| s.square.overlap(square) > SAME_FACE))
        };
        let fresh: Vec<&Detection> = all.iter().filter(|d| !is_held(&d.square())).collect();
        let found: Vec<Option<Found>> = fresh.par_iter().map(|d| self.sight(view, d)).collect();
        let was_waiting = std::mem::take(&mut self.waiting);
        let mut news: Vec<Found> = Vec::new();
        for new in found.into_iter().flatten() {
            if news.iter().any(|n| n.square.overlap(&new.square) > SAME_FACE) || is_held(&new.square) {
                continue;
            }
            let sure = new.reading.is_some()
                || self.finder.tier() == Tier::BoxOnly
                || was_waiting.iter().any(|w| w.overlap(&new.square) > SAME_FACE);
            if sure { news.push(new) } else { self.waiting.push(new.square) }
        }
        let looks: Vec<Looks> = news.iter().map(|n| Looks::of(view, &n.square)).collect();
        let who: Vec<Option<Descriptor>> = news.par_iter().map(|n| self.who(view, n)).collect();
        let lost: Vec<usize> = (0..self.tracks.len())
            .filter(|&i| self.tracks[i].is_lost() && !self.tracks[i].is_double)
            .collect();
        let costs: Vec<Vec<f32>> = lost
            .iter()
            .map(|&i| {
                let all = news.iter().zip(&looks).zip(&who);
                all.map(|((n, l), w)| self.tracks[i].cost(&n.square, l, w.as_ref())).collect()
            })
            .collect();
        let pairs = assign(&costs, MOST_COST);
        let mut owner: Vec<Option<usize>> = vec![None; news.len()];
        for (row, column) in pairs.into_iter().enumerate() {
            if let Some(column) = column {
                owner[column] = Some(lost[row]);
            }
        }
        for ((new, looks), owner) in news.into_iter().zip(looks).zip(owner) {
            let at = owner.unwrap_or_else(|| {
                self.tracks.push(Held::new(self.next_id, index, self.stow.clone()));
                self.next_id += 1;
                self.tracks.len() - 1
            });
            let state = match (new.reading, self.finder.topology()) {
                (Some(reading), Some(topology)) => {
                    states::meshed(reading, new.square, topology, new.score, 0.0)
                }
                _ => states::boxed(new.square, new.score, 1.0),
            };
            self.tracks[at].take_up(view, state, looks);
        }
    }

    /// Who was found, where a lost face could be the same person.
    fn who(&self, view: &View<'_>, found: &Found) -> Option<Descriptor> {
        let describer = self.finder.describer().filter(|_| self.tracks.iter().any(Held::is_lost))?;
        let (reading, topology) = (found.reading.clone()?, self.finder.topology()?);
        votes::who(describer, view, &states::meshed(reading, found.square, topology, found.score, 0.0))
    }

    /// A candidate, verified where there is a mesh model. `None` when it is no face.
    fn sight(&self, view: &View<'_>, detection: &Detection) -> Option<Found> {
        let finder = &*self.finder;
        let Some(topology) = finder.topology() else {
            let square = detection.square();
            let large = square.side_px / states::SIDE_PER_IOD >= LEAST_IOD_PX;
            return large.then_some(Found { square, reading: None, score: detection.score });
        };
        if let Some(mesh) = verified(finder, view, detection) {
            let reading = read(finder, view, &mesh.square(topology)?)?;
            let square = reading.mesh.square(topology)?;
            let large = reading.mesh.iod_px(topology) >= LEAST_IOD_PX;
            return large.then_some(Found { square, reading: Some(reading), score: detection.score });
        }
        let square = detection.square();
        let sure =
            detection.score >= SURE_SCORE && square.side_px / states::SIDE_PER_IOD >= 2.0 * LEAST_IOD_PX;
        sure.then_some(Found { square, reading: None, score: detection.score })
    }

    /// Boxes drift: where a detector sees the face, it is right.
    fn correct_boxes(&mut self, all: &[Detection]) {
        for track in self.tracks.iter_mut().filter(|t| !t.is_lost()) {
            let Some(state) = track.states.last_mut() else { continue };
            let overlap = |d: &Detection| d.square().overlap(&state.square);
            let best = all.iter().max_by(|a, b| overlap(a).total_cmp(&overlap(b)));
            match best.filter(|d| overlap(d) > SAME_FACE) {
                Some(detection) => {
                    let seen = detection.square();
                    let half = |a: f32, b: f32| (a + b) / 2.0;
                    let square = Square::upright(
                        half(state.square.x, seen.x),
                        half(state.square.y, seen.y),
                        half(state.square.side_px, seen.side_px),
                    );
                    *state = states::boxed(square, detection.score, state.weight);
                    track.misses = 0;
                }
                None => {
                    track.misses += 1;
                    state.scores.look = 0.0;
                    state.weight = (1.0 - track.misses as f32 / MISSES as f32).max(0.0);
                    if track.misses >= MISSES {
                        state.mode = Mode::Lost;
                    }
                }
            }
        }
    }

    /// Of two tracks on one face the surer one goes on.
    fn close_doubles(&mut self) {
        for i in 0..self.tracks.len() {
            for j in i + 1..self.tracks.len() {
                let (Some(a), Some(b)) = (self.tracks[i].here(), self.tracks[j].here()) else { continue };
                if a.square.overlap(&b.square) > ONE_FACE {
                    let loser = if b.confidence() > a.confidence() + 0.2 { i } else { j };
                    self.tracks[loser].is_double = true;
                    self.tracks[loser].lose();
                }
            }
        }
    }
}
