//! Follows the faces of one shot, frame by frame: predict by flow, read, verify, lose, find again.

use super::assign::assign;
use super::likeness::Looks;
use super::reading::{Reading, read};
use super::surfaces::Surroundings;
use crate::face::{
    Detection, FaceOptions, FaceState, Finder, Mesh, Mode, PERSON_CELLS, Scores, Square, Tier, View, length,
    middle, person_square, verified,
};
use crate::kernels::flow::{Flow, Prepared, Preset, flow};
use rayon::prelude::*;
use std::sync::Arc;

/// Frames between searches of the whole frame.
const SEARCH_EVERY_FRAMES: usize = 12;
/// Frames between searches while a face is missing or a candidate waits for a second look.
const SEARCH_AGAIN_FRAMES: usize = 3;
/// How long a lost face is looked for that often.
const EAGER_FRAMES: usize = 24;
/// Limits of a held face; two broken ones are a miss (FACES.md's percentiles on hand-checked faces).
const LEAST_FLAG: f32 = 0.5;
const LEAST_LOOK: f32 = 0.3;
const MOST_SPREAD: f32 = 0.04;
const MOST_JUMP: f32 = 0.15;
/// Misses in a row after which a face is lost.
const MISSES: usize = 3;
/// A detection that overlaps a held face by more is that face.
const SAME_FACE: f32 = 0.3;
/// Two tracks that overlap by more are one face.
const ONE_FACE: f32 = 0.5;
/// A candidate without a mesh must be seen twice with at least this score: a profile, or nothing.
const SURE_SCORE: f32 = 0.8;
/// Faces with a smaller eye distance are not followed, luma px.
const LEAST_IOD_PX: f32 = 8.0;
/// Side of the picture in which a face's motion is measured.
const FLOW_SAMPLES: usize = 320;
/// Smoothing of the motion, in eye distances: it keeps the head's and the cheeks' motion and drops the flow's noise.
const FLOW_SIGMA: f32 = 0.08;
/// Side of the face's square (already half larger than the face) in eye distances, where no mesh tells.
const SIDE_PER_IOD: f32 = 3.6;
/// What a pairing of a lost face with a found one may cost.
const MOST_COST: f32 = 0.9;

/// How the points of a mesh moved between two successive frames, luma px.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    /// From the earlier frame, at its points.
    pub(super) forward: Vec<[f32; 2]>,
    /// From the later frame back, at its points.
    pub(super) back: Vec<[f32; 2]>,
}

/// The region in which a face's motion is measured, and its picture in the last frame. The region stays where it is
/// until the face leaves its middle, so that the picture serves two pairs.
struct Patch {
    square: Square,
    samples: usize,
    prepared: Prepared,
}

impl Patch {
    fn new(view: &View<'_>, face: &Square) -> Self {
        let square = Square::upright(face.x, face.y, face.side_px);
        let samples = (face.side_px as usize).clamp(16, FLOW_SAMPLES);
        Self { square, samples, prepared: Prepared::new(&view.luma(&square, samples)) }
    }

    /// Whether the face still lies in the middle of the region.
    fn holds(&self, face: &Square) -> bool {
        let off = length([face.x - self.square.x, face.y - self.square.y]) / self.square.side_px;
        let size = face.side_px / self.square.side_px;
        off < 0.06 && (0.93..1.07).contains(&size)
    }

    /// Motion at a point of the frame, luma px.
    fn motion(&self, field: &Flow, point: [f32; 2]) -> [f32; 2] {
        let scale = self.square.side_px / self.samples as f32;
        let [u, v] = self.square.inside(point);
        let samples = self.samples as f32;
        field.at(u * samples - 0.5, v * samples - 0.5).map(|d| d * scale)
    }
}

/// A face that is or was held in this shot.
pub(super) struct Held {
    pub(super) id: u32,
    pub(super) first_frame: usize,
    pub(super) states: Vec<FaceState>,
    /// One per state: how it moved from the one before.
    pub(super) moves: Vec<Option<Moves>>,
    pub(super) looks: Option<Looks>,
    pub(super) around: Surroundings,
    patch: Option<Patch>,
    misses: usize,
    lost_frames: usize,
    /// Whether another track took over the same face.
    pub(super) is_double: bool,
}

/// Follows the faces of one shot.
pub(super) struct Tracker {
    finder: Arc<dyn Finder>,
    options: FaceOptions,
    pub(super) tracks: Vec<Held>,
    next_id: u32,
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
    pub(super) fn new(finder: Arc<dyn Finder>, options: FaceOptions, next_id: u32) -> Self {
        let since_search = SEARCH_EVERY_FRAMES;
        Self { finder, options, tracks: Vec::new(), next_id, since_search, waiting: Vec::new() }
    }

    /// The tracker of the following shot.
    pub(super) fn following(&self) -> Self {
        Self::new(self.finder.clone(), self.options.clone(), self.next_id)
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
        self.tracks.par_iter_mut().for_each(|t| t.see_person(finder, view));
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
        let lost: Vec<usize> = (0..self.tracks.len())
            .filter(|&i| self.tracks[i].is_lost() && !self.tracks[i].is_double)
            .collect();
        let costs: Vec<Vec<f32>> = lost
            .iter()
            .map(|&i| news.iter().zip(&looks).map(|(n, l)| self.tracks[i].cost(&n.square, l)).collect())
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
                self.tracks.push(Held::new(self.next_id, index));
                self.next_id += 1;
                self.tracks.len() - 1
            });
            let topology = self.finder.topology();
            let state = match new.reading {
                Some(reading) => mesh_state(&reading, new.square, topology, 1.0, new.score, 0.0),
                None => box_state(new.square, new.score, 1.0),
            };
            self.tracks[at].take_up(view, state, looks);
        }
    }

    /// A candidate, verified where there is a mesh model. `None` when it is no face.
    fn sight(&self, view: &View<'_>, detection: &Detection) -> Option<Found> {
        let finder = &*self.finder;
        let Some(topology) = finder.topology() else {
            let square = detection.square();
            let large = square.side_px / SIDE_PER_IOD >= LEAST_IOD_PX;
            return large.then_some(Found { square, reading: None, score: detection.score });
        };
        if let Some(mesh) = verified(finder, view, detection) {
            let square = mesh_square(&mesh.points, topology)?;
            let reading = read(finder, view, &square)?;
            let square = mesh_square(&reading.points, topology)?;
            let large = iod_px(&reading.points, topology) >= LEAST_IOD_PX;
            return large.then_some(Found { square, reading: Some(reading), score: detection.score });
        }
        let square = detection.square();
        let sure = detection.score >= SURE_SCORE && square.side_px / SIDE_PER_IOD >= 2.0 * LEAST_IOD_PX;
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
                    *state = box_state(square, detection.score, state.weight);
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

impl Held {
    fn new(id: u32, first_frame: usize) -> Self {
        Self {
            id,
            first_frame,
            states: Vec::new(),
            moves: Vec::new(),
            looks: None,
            around: Surroundings::default(),
            patch: None,
            misses: 0,
            lost_frames: 0,
            is_double: false,
        }
    }

    /// The face in the last frame, unless it is lost.
    pub(super) fn here(&self) -> Option<&FaceState> {
        self.states.last().filter(|s| s.mode != Mode::Lost)
    }

    fn is_lost(&self) -> bool {
        self.here().is_none()
    }

    fn lose(&mut self) {
        if let Some(state) = self.states.last_mut() {
            *state = lost_state(state.square);
        }
        self.patch = None;
    }

    /// What it would cost to take a found face for this lost one: looks, place and size.
    fn cost(&self, square: &Square, looks: &Looks) -> f32 {
        let (Some(last), Some(own)) = (self.states.last(), &self.looks) else { return MOST_COST };
        let off = length([square.x - last.square.x, square.y - last.square.y]) / last.square.side_px.max(1.0);
        let size = square.side_px / last.square.side_px.max(1.0);
        let size = size.max(1.0 / size.max(1e-3)) - 1.0;
        // A face may have gone far while it was away.
        let slack = 1.0 + 0.1 * self.lost_frames as f32;
        1.2 * (1.0 - own.alike(looks)) + 0.3 * (off / slack).min(2.0) + 0.3 * (size / slack).min(2.0)
    }

    /// A new or found-again face, in the frame that has just been read.
    fn take_up(&mut self, view: &View<'_>, state: FaceState, looks: Looks) {
        self.patch = Some(Patch::new(view, &state.square));
        self.misses = 0;
        self.lost_frames = 0;
        match &mut self.looks {
            Some(own) => own.learn(&looks),
            None => self.looks = Some(looks),
        }
        // A lost face has a state for this frame already.
        if self.states.last().is_some_and(|s| s.mode == Mode::Lost) {
            self.states.pop();
            self.moves.pop();
        }
        self.states.push(state);
        self.moves.push(None);
    }

    fn push(&mut self, state: FaceState, moves: Option<Moves>) {
        self.states.push(state);
        self.moves.push(moves);
    }

    /// Takes the next frame.
    fn advance(&mut self, finder: &dyn Finder, view: &View<'_>) {
        let Some(last) = self.states.last().cloned() else { return };
        let Some(patch) = self.patch.take().filter(|_| last.mode != Mode::Lost) else {
            self.lost_frames += 1;
            return self.push(lost_state(last.square), None);
        };
        let now = Prepared::new(&view.luma(&patch.square, patch.samples));
        let sigma = FLOW_SIGMA * last.iod_px * patch.samples as f32 / patch.square.side_px;
        let between = |from: &Prepared, to: &Prepared| flow(from, to, &Preset::FAST, None).smoothed(sigma);
        let (forward, back) =
            rayon::join(|| between(&patch.prepared, &now), || between(&now, &patch.prepared));
        let moved = Patch { prepared: now, ..patch };
        let (state, moves) = match (&last.mesh, finder.topology()) {
            (Some(_), Some(_)) => self.advance_mesh(finder, view, &last, &moved, &forward, &back),
            _ => (self.advance_box(finder, view, &last, &moved, &forward), None),
        };
        if state.mode != Mode::Lost {
            self.patch =
                Some(if moved.holds(&state.square) { moved } else { Patch::new(view, &state.square) });
            if self.misses == 0 && self.states.len().is_multiple_of(SEARCH_EVERY_FRAMES) {
                let looks = Looks::of(view, &state.square);
                self.looks.iter_mut().for_each(|own| own.learn(&looks));
            }
        }
        self.push(state, moves);
    }

    fn advance_mesh(
        &mut self,
        finder: &dyn Finder,
        view: &View<'_>,
        last: &FaceState,
        patch: &Patch,
        forward: &Flow,
        back: &Flow,
    ) -> (FaceState, Option<Moves>) {
        let (Some(mesh), Some(topology)) = (&last.mesh, finder.topology()) else {
            return (lost_state(last.square), None);
        };
        let steps: Vec<[f32; 2]> = mesh.raw.iter().map(|p| patch.motion(forward, [p[0], p[1]])).collect();
        let predicted: Vec<[f32; 3]> =
            mesh.raw.iter().zip(&steps).map(|(p, d)| [p[0] + d[0], p[1] + d[1], p[2]]).collect();
        let Some(region) = mesh_square(&predicted, topology) else { return (lost_state(last.square), None) };
        let reading = read(finder, view, &region);
        let look = finder.look(view, &region);
        let measured = reading.as_ref().and_then(|r| {
            let iod = iod_px(&r.points, topology);
            let scores = Scores {
                flag: r.flag,
                look,
                spread: r.spread_px / iod.max(1e-3),
                jump: distance_px(&r.points, &predicted) / iod.max(1e-3),
            };
            let square = mesh_square(&r.points, topology)?;
            (iod >= LEAST_IOD_PX).then_some((square, scores))
        });
        let broken = measured.map_or(4, |(_, s)| {
            usize::from(s.flag < LEAST_FLAG)
                + usize::from(s.look < LEAST_LOOK)
                + usize::from(s.spread > MOST_SPREAD)
                + usize::from(s.jump > MOST_JUMP)
        });
        let (state, points) = match (reading, measured) {
            (Some(reading), Some((square, scores))) if broken < 2 => {
                self.misses = 0;
                let state = mesh_state(&reading, square, Some(topology), 1.0, look, scores.jump);
                let points = reading.points;
                (state, points)
            }
            _ => {
                self.misses += 1;
                if self.misses >= MISSES {
                    let mut state = box_state(region, look, 1.0);
                    if look < LEAST_LOOK {
                        state = lost_state(region);
                    }
                    return (state, None);
                }
                // The flow carries the mesh over a blink of bad frames, while its mask fades.
                let weight = 1.0 - self.misses as f32 / (MISSES + 1) as f32;
                let scores = measured.map_or(Scores { look, ..Scores::default() }, |(_, s)| s);
                let reading = Reading { points: predicted.clone(), flag: scores.flag, spread_px: 0.0 };
                let mut state = mesh_state(&reading, region, Some(topology), weight, look, scores.jump);
                state.scores = scores;
                (state, predicted)
            }
        };
        let back = points.iter().map(|p| patch.motion(back, [p[0], p[1]])).collect();
        (state, Some(Moves { forward: steps, back }))
    }

    fn advance_box(
        &mut self,
        finder: &dyn Finder,
        view: &View<'_>,
        last: &FaceState,
        patch: &Patch,
        forward: &Flow,
    ) -> FaceState {
        // The median motion of the middle: background at the edges of the box does not count.
        let mut all: Vec<[f32; 2]> = Vec::new();
        for row in 0..12 {
            for column in 0..12 {
                let at = |i: usize| 0.3 + 0.4 * i as f32 / 11.0;
                all.push(patch.motion(forward, last.square.point(at(column), at(row))));
            }
        }
        let mut median = |axis: usize| {
            all.sort_by(|a, b| a[axis].total_cmp(&b[axis]));
            all[all.len() / 2][axis]
        };
        let (dx, dy) = (median(0), median(1));
        let square = Square { x: last.square.x + dx, y: last.square.y + dy, ..last.square };
        let inside = square.x > 0.0
            && square.y > 0.0
            && square.x < view.width() as f32
            && square.y < view.height() as f32;
        if !inside {
            return lost_state(square);
        }
        let Some(topology) = finder.topology() else {
            return box_state(square, last.scores.look, last.weight);
        };
        let look = finder.look(view, &square);
        if finder.mesh(view, &square).is_some_and(|m| m.flag > LEAST_FLAG)
            && let Some(reading) = read(finder, view, &square)
            && let Some(region) = mesh_square(&reading.points, topology)
        {
            let iod = iod_px(&reading.points, topology);
            let steady = reading.spread_px <= MOST_SPREAD * iod && iod >= LEAST_IOD_PX;
            if reading.flag >= LEAST_FLAG
                && look >= LEAST_LOOK
                && steady
                && region.overlap(&square) > SAME_FACE
            {
                self.misses = 0;
                return mesh_state(&reading, region, Some(topology), 1.0, look, 0.0);
            }
        }
        self.misses = if look < LEAST_LOOK { self.misses + 1 } else { 0 };
        if self.misses >= MISSES {
            return lost_state(square);
        }
        box_state(square, look, 1.0 - self.misses as f32 / (MISSES + 1) as f32)
    }

    /// Asks for the person around the face.
    fn see_person(&mut self, finder: &dyn Finder, view: &View<'_>) {
        let Some(state) = self.states.last_mut().filter(|s| s.mode != Mode::Lost) else { return };
        if let Some(cells) = finder.person(view, &person_square(&state.square), PERSON_CELLS) {
            state.person = cells.samples().iter().map(|v| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8).collect();
        }
    }
}

fn plain_state(mode: Mode, square: Square, weight: f32) -> FaceState {
    FaceState {
        mode,
        weight,
        square,
        iod_px: square.side_px / SIDE_PER_IOD,
        scores: Scores::default(),
        mesh: None,
        skin: None,
        person: Vec::new(),
    }
}

fn lost_state(square: Square) -> FaceState {
    plain_state(Mode::Lost, square, 0.0)
}

fn box_state(square: Square, look: f32, weight: f32) -> FaceState {
    FaceState { scores: Scores { look, ..Scores::default() }, ..plain_state(Mode::BoxOnly, square, weight) }
}

fn mesh_state(
    reading: &Reading,
    square: Square,
    topology: Option<&crate::face::Topology>,
    weight: f32,
    look: f32,
    jump: f32,
) -> FaceState {
    let Some(topology) = topology else { return box_state(square, look, weight) };
    let iod_px = iod_px(&reading.points, topology);
    let points = reading.points.iter().map(|p| [p[0], p[1]]).collect();
    FaceState {
        iod_px,
        scores: Scores { flag: reading.flag, look, spread: reading.spread_px / iod_px.max(1e-3), jump },
        mesh: Some(Mesh { raw: reading.points.clone(), points }),
        ..plain_state(Mode::Mesh, square, weight)
    }
}

/// Middles of the right and of the left eye of a raw mesh.
fn eyes(points: &[[f32; 3]], topology: &crate::face::Topology) -> [[f32; 2]; 2] {
    [&topology.right_eye, &topology.left_eye].map(|contour| {
        middle(contour.iter().filter_map(|&i| points.get(usize::from(i)).map(|p| [p[0], p[1]])))
    })
}

fn iod_px(points: &[[f32; 3]], topology: &crate::face::Topology) -> f32 {
    let [right, left] = eyes(points, topology);
    length([left[0] - right[0], left[1] - right[1]])
}

/// The region of a mesh: its bounds along the eyes, half as large again.
fn mesh_square(points: &[[f32; 3]], topology: &crate::face::Topology) -> Option<Square> {
    let [right, left] = eyes(points, topology);
    Square::around(points.iter().map(|p| [p[0], p[1]]), [left[0] - right[0], left[1] - right[1]], 1.5)
}

/// RMS distance between two meshes, luma px.
fn distance_px(one: &[[f32; 3]], two: &[[f32; 3]]) -> f32 {
    let sum: f64 = one
        .iter()
        .zip(two)
        .map(|(a, b)| f64::from((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])))
        .sum();
    (sum / one.len().max(1) as f64).sqrt() as f32
}
