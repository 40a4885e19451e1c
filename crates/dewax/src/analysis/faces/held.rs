//! One face, held from frame to frame: predicted by flow, read, verified, and let go when it fails.

use super::likeness::Looks;
use super::patch::{Moves, Patch};
use super::reading::{Reading, read};
use super::states;
use super::surfaces::Surroundings;
use super::votes::Votes;
use crate::face::{
    Descriptor, FaceState, Finder, Mesh, MeshReading, Mode, PERSON_CELLS, SamePerson, Scores, Square,
    Topology, View, length, person_square,
};
use crate::kernels::flow::{Flow, Prepared, Preset, flow};
use crate::px::Plane;
use crate::stow::{Stow, Stowed};

/// Frames between searches of the whole frame.
pub(super) const SEARCH_EVERY_FRAMES: usize = 12;
/// A detection that overlaps a held face by more is that face.
pub(super) const SAME_FACE: f32 = 0.3;
/// Limits of a held face; two broken ones are a miss. Percentiles of 837 faces that were checked by eye: a flag below 0.62
/// is had by 2 % of them, a detector's score inside the region below 0.84 by 1 %.
const LEAST_FLAG: f32 = 0.5;
const LEAST_LOOK: f32 = 0.3;
const MOST_SPREAD: f32 = 0.04;
const MOST_JUMP: f32 = 0.15;
/// Misses in a row after which a face is lost.
pub(super) const MISSES: usize = 3;
/// What a pairing of a lost face with a found one may cost.
pub(super) const MOST_COST: f32 = 0.9;
/// And what it costs by its descriptors where they say that it is the same person, per unit of their distance: below all others.
const SAME_COST: f32 = 0.1;
/// Faces with a smaller eye distance are not followed, luma px.
pub(super) const LEAST_IOD_PX: f32 = 8.0;
/// Cells on a side of the person that a matte is made of: as many as the model answers.
pub(super) const FINE_CELLS: usize = 256;
/// Smoothing of the motion, in eye distances: it keeps the head's and the cheeks' motion and drops the flow's noise.
const FLOW_SIGMA: f32 = 0.08;

/// A face that is or was held in this shot.
pub(super) struct Held {
    pub(super) id: u32,
    pub(super) first_frame: usize,
    pub(super) states: Vec<FaceState>,
    /// One per state: how it moved from the one before.
    pub(super) moves: Vec<Option<Stowed<Moves>>>,
    pub(super) stow: Option<Stow>,
    pub(super) looks: Option<Looks>,
    /// Who it is, where persons are told apart.
    pub(super) votes: Votes,
    pub(super) around: Surroundings,
    /// The person around the face in the last frame, and where that was asked, finer than its state keeps it: for the frame's matte.
    pub(super) fine: Option<(Square, Plane<f32>)>,
    patch: Option<Patch>,
    pub(super) misses: usize,
    pub(super) lost_frames: usize,
    /// Whether another track took over the same face.
    pub(super) is_double: bool,
}

impl Held {
    /// A face that was found in that frame. What of its states is not asked for any more is put away.
    pub(super) fn new(id: u32, first_frame: usize, stow: Option<Stow>) -> Self {
        Self {
            id,
            first_frame,
            states: Vec::new(),
            moves: Vec::new(),
            stow,
            looks: None,
            votes: Votes::default(),
            around: Surroundings::default(),
            fine: None,
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

    pub(super) fn is_lost(&self) -> bool {
        self.here().is_none()
    }

    pub(super) fn lose(&mut self) {
        if let Some(state) = self.states.last_mut() {
            *state = states::lost(state.square);
        }
        self.patch = None;
    }

    /// What it would cost to take a found face for this lost one: who it is, where that is known and can be told; else looks, place and size.
    pub(super) fn cost(&self, square: &Square, looks: &Looks, who: Option<&Descriptor>) -> f32 {
        if let Some(apart) = who.zip(self.votes.mean()).map(|(new, own)| new.distance(&own)) {
            match SamePerson::of(apart) {
                SamePerson::Yes => return SAME_COST * apart,
                SamePerson::No => return 2.0 * MOST_COST,
                SamePerson::Unsure => {}
            }
        }
        let (Some(last), Some(own)) = (self.states.last(), &self.looks) else { return MOST_COST };
        let off = length([square.x - last.square.x, square.y - last.square.y]) / last.square.side_px.max(1.0);
        let size = square.side_px / last.square.side_px.max(1.0);
        let size = size.max(1.0 / size.max(1e-3)) - 1.0;
        // A face may have gone far while it was away.
        let slack = 1.0 + 0.1 * self.lost_frames as f32;
        1.2 * (1.0 - own.alike(looks)) + 0.3 * (off / slack).min(2.0) + 0.3 * (size / slack).min(2.0)
    }

    /// A new or found-again face, in the frame that has just been read.
    pub(super) fn take_up(&mut self, view: &View<'_>, state: FaceState, looks: Looks) {
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
        self.moves.push(moves.map(Stowed::new));
        // Only the last one is asked for while the shot is read.
        let old = self.states.len().checked_sub(2);
        if let (Some(old), Some(stow)) = (old, &self.stow) {
            self.states[old].put_away(stow);
            self.moves[old].iter_mut().for_each(|moves| moves.put_away(stow));
        }
    }

    /// Takes the next frame.
    pub(super) fn advance(&mut self, finder: &dyn Finder, view: &View<'_>) {
        let Some(last) = self.states.last().cloned() else { return };
        let Some(patch) = self.patch.take().filter(|_| last.mode != Mode::Lost) else {
            self.lost_frames += 1;
            return self.push(states::lost(last.square), None);
        };
        let now = Prepared::new(&view.luma(&patch.square, patch.samples));
        let sigma = FLOW_SIGMA * last.iod_px * patch.samples as f32 / patch.square.side_px;
        let between = |from: &Prepared, to: &Prepared| flow(from, to, &Preset::FAST, None).smoothed(sigma);
        let (forward, back) =
            rayon::join(|| between(&patch.prepared, &now), || between(&now, &patch.prepared));
        let moved = Patch { prepared: now, ..patch };
        let (state, moves) = match (last.mesh(), finder.topology()) {
            (Some(mesh), Some(topology)) => self
                .advance_mesh(finder, view, (&mesh, topology), &moved, &forward, &back)
                .unwrap_or_else(|| (states::lost(last.square), None)),
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

    /// `None` when the face has moved out of all bounds.
    fn advance_mesh(
        &mut self,
        finder: &dyn Finder,
        view: &View<'_>,
        (mesh, topology): (&Mesh, &Topology),
        patch: &Patch,
        forward: &Flow,
        back: &Flow,
    ) -> Option<(FaceState, Option<Moves>)> {
        let steps: Vec<[f32; 2]> = mesh.raw.iter().map(|p| patch.motion(forward, [p[0], p[1]])).collect();
        let predicted: Vec<[f32; 3]> =
            mesh.raw.iter().zip(&steps).map(|(p, d)| [p[0] + d[0], p[1] + d[1], p[2]]).collect();
        let predicted = MeshReading { points: predicted, flag: 0.0 };
        let region = predicted.square(topology)?;
        let reading = read(finder, view, &region);
        let look = finder.look(view, &region);
        let measured = reading.as_ref().and_then(|r| {
            let iod = r.mesh.iod_px(topology);
            let scores = Scores {
                flag: r.mesh.flag,
                look,
                spread: r.spread_px / iod.max(1e-3),
                jump: distance_px(&r.mesh.points, &predicted.points) / iod.max(1e-3),
            };
            let square = r.mesh.square(topology)?;
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
                let points = reading.mesh.points.clone();
                (states::meshed(reading, square, topology, look, scores.jump), points)
            }
            _ => {
                self.misses += 1;
                if self.misses >= MISSES {
                    let is_seen = look >= LEAST_LOOK;
                    let state = if is_seen { states::boxed(region, look, 1.0) } else { states::lost(region) };
                    return Some((state, None));
                }
                // The flow carries the mesh over a blink of bad frames, while its mask fades.
                let weight = 1.0 - self.misses as f32 / (MISSES + 1) as f32;
                let scores = measured.map_or(Scores { look, ..Scores::default() }, |(_, s)| s);
                let points = predicted.points.clone();
                let carried = Reading { mesh: predicted, spread_px: 0.0 };
                let state = states::meshed(carried, region, topology, look, scores.jump);
                (FaceState { weight, scores, ..state }, points)
            }
        };
        let back = points.iter().map(|p| patch.motion(back, [p[0], p[1]])).collect();
        Some((state, Some(Moves { forward: steps, back })))
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
            return states::lost(square);
        }
        let Some(topology) = finder.topology() else {
            return states::boxed(square, last.scores.look, last.weight);
        };
        let look = finder.look(view, &square);
        if finder.mesh(view, &square).is_some_and(|m| m.flag > LEAST_FLAG)
            && let Some(reading) = read(finder, view, &square)
            && let Some(region) = reading.mesh.square(topology)
        {
            let iod = reading.mesh.iod_px(topology);
            let steady = reading.spread_px <= MOST_SPREAD * iod && iod >= LEAST_IOD_PX;
            if reading.mesh.flag >= LEAST_FLAG
                && look >= LEAST_LOOK
                && steady
                && region.overlap(&square) > SAME_FACE
            {
                self.misses = 0;
                return states::meshed(reading, region, topology, look, 0.0);
            }
        }
        self.misses = if look < LEAST_LOOK { self.misses + 1 } else { 0 };
        if self.misses >= MISSES {
            return states::lost(square);
        }
        states::boxed(square, look, 1.0 - self.misses as f32 / (MISSES + 1) as f32)
    }

    /// Looks at who it is, in frame `index` of the clip.
    pub(super) fn see_who(&mut self, finder: &dyn Finder, view: &View<'_>, index: usize) {
        if let Some((describer, state)) = finder.describer().zip(self.states.last()) {
            self.votes.look(describer, view, state, index);
        }
    }

    /// Asks for the person around the face.
    pub(super) fn see_person(&mut self, finder: &dyn Finder, view: &View<'_>) {
        self.fine = None;
        let Some(state) = self.states.last_mut().filter(|s| s.mode != Mode::Lost) else { return };
        let square = person_square(&state.square);
        if let Some([cells, fine]) = finder.persons(view, &square, [PERSON_CELLS, FINE_CELLS]) {
            self.fine = Some((square, fine));
            let cells = cells.samples().iter().map(|v| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8);
            state.person = cells.collect::<Vec<u8>>().into();
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Picture;
    use crate::demo::DrawnFace;
    use crate::face::DESCRIPTOR_NUMBERS;

    #[test]
    fn who_a_lost_face_is_counts_more_than_where_it_was() {
        let drawn = DrawnFace::new(96, 96, 2);
        let (picture, frame): (Picture, _) = (drawn.picture(), drawn.frame(0));
        let square = |x: f32| Square::upright(x, 48.0, 60.0);
        let looks = |x: f32| Looks::of(&View::new(&picture, &frame), &square(x));
        let who = |at: f32| {
            let mut numbers = [0.0; DESCRIPTOR_NUMBERS];
            numbers[0] = at;
            Descriptor::of(&numbers).unwrap()
        };
        let mut held = Held::new(1, 0, None);
        held.states.push(states::lost(square(48.0)));
        held.looks = Some(looks(48.0));
        held.votes = Votes::of((0..4).map(|_| who(0.0)));
        let cost = |x: f32, new: Option<f32>| held.cost(&square(x), &looks(x), new.map(who).as_ref());
        assert!(cost(48.0, None) < 0.1, "as it was left");
        assert!(cost(48.0, Some(0.7)) > MOST_COST, "another person in the same place");
        assert!(cost(20.0, Some(0.3)) < cost(48.0, None).max(0.05), "the same person elsewhere");
        assert_eq!(cost(30.0, Some(0.5)), cost(30.0, None), "who cannot be told is taken by looks and place");
    }
}
