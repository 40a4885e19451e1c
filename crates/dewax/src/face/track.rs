//! Faces followed through a shot: what the tracker leaves for steps, checks and reports.

use super::tint::Tint;
use super::{Hand, MESH_POINTS, SamePerson, Search, Square, Topology};
use crate::stow::{Bytes, Packed, Stow, Stowed, next_list};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Side of the person mask of a face, in cells.
pub const PERSON_CELLS: usize = 48;

/// The most surfaces around a face that are told apart.
pub const MOST_OTHERS: usize = 6;

/// How a face was held in one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Mode {
    /// By its mesh.
    Mesh,
    /// By a box moved along: a profile, or no mesh model.
    BoxOnly,
    /// Not at all.
    Lost,
}

/// How sure the tracker is of one frame, as measured.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Scores {
    /// The mesh model's own flag, 0..=1.
    pub flag: f32,
    /// The detector's score inside the region, 0..=1.
    pub look: f32,
    /// How far the five readings of the mesh lie apart: RMS, in eye distances.
    pub spread: f32,
    /// How far the mesh lies from where the flow put it: RMS, in eye distances.
    pub jump: f32,
}

/// A face mesh in one frame.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Mesh {
    /// As measured (mean of the readings): x, y, depth in luma px. Geometry is judged on these.
    pub raw: Vec<[f32; 3]>,
    /// Smoothed along the motion: x, y in luma px. Masks follow these.
    pub points: Vec<[f32; 2]>,
}

impl Mesh {
    /// A mesh whose smoothed points are the raw ones, as it is while a shot is still being read.
    pub fn from_raw(raw: Vec<[f32; 3]>) -> Self {
        let points = raw.iter().map(|p| [p[0], p[1]]).collect();
        Self { raw, points }
    }

    /// The middle of a contour of the smoothed mesh. (0, 0) for an empty contour.
    pub fn middle(&self, contour: &[u16]) -> [f32; 2] {
        middle(contour.iter().filter_map(|&i| self.points.get(usize::from(i)).copied()))
    }

    /// Middle of the right and of the left eye.
    pub fn eyes(&self, topology: &Topology) -> [[f32; 2]; 2] {
        [self.middle(&topology.right_eye), self.middle(&topology.left_eye)]
    }

    /// Left, upper, right and lower edge of the right and of the left eye, each with its brow.
    pub fn eye_boxes(&self, topology: &Topology) -> [[f32; 4]; 2] {
        let pairs = [(&topology.right_eye, &topology.right_brow), (&topology.left_eye, &topology.left_brow)];
        pairs.map(|(eye, brow)| {
            let points = eye.iter().chain(brow).filter_map(|&i| self.points.get(usize::from(i)));
            let none = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
            points.fold(none, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])])
        })
    }
}

impl Packed for Mesh {
    fn pack(&self) -> Vec<u8> {
        let raw = self.raw.iter().flatten().map(|v| v.to_le_bytes());
        let points = self.points.iter().flatten().map(|v| v.to_le_bytes());
        Bytes::default().with(3 * self.raw.len(), raw).with(2 * self.points.len(), points).done()
    }

    fn unpack(mut bytes: &[u8]) -> Option<Self> {
        let mut numbers =
            || Some(next_list::<4>(&mut bytes)?.iter().map(|b| f32::from_le_bytes(*b)).collect());
        let (raw, points): (Vec<f32>, Vec<f32>) = (numbers()?, numbers()?);
        Some(Self { raw: raw.as_chunks().0.to_vec(), points: points.as_chunks().0.to_vec() })
    }
}

/// The mean of some points; (0, 0) of none.
pub(crate) fn middle(points: impl Iterator<Item = [f32; 2]>) -> [f32; 2] {
    let (mut sum, mut count) = ([0.0f32; 2], 0.0f32);
    for p in points {
        sum = [sum[0] + p[0], sum[1] + p[1]];
        count += 1.0;
    }
    sum.map(|s| s / count.max(1.0))
}

/// Length of a vector.
pub(crate) fn length(v: [f32; 2]) -> f32 {
    (v[0] * v[0] + v[1] * v[1]).sqrt()
}

/// A surface near a face that is not its skin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Surface {
    /// How it looks.
    pub tint: Tint,
    /// How much of it belongs to the person, as hair and clothes do, 0..=1: that can lie over the face.
    pub of_person: f32,
}

/// A face in one frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaceState {
    /// How it was held.
    pub mode: Mode,
    /// How much of its mask is applied: 1 while it is held, falling over a few frames before it is lost.
    pub weight: f32,
    /// The region of the face: its mesh's (or box's) bounds, made larger by half.
    pub square: Square,
    /// Eye distance, luma px; guessed from the box without a mesh.
    pub iod_px: f32,
    /// What was measured.
    pub scores: Scores,
    /// The mesh, in mode [`Mode::Mesh`].
    pub mesh: Option<Stowed<Mesh>>,
    /// How its skin looks: learnt from the face itself, so it holds under any light.
    pub skin: Option<Tint>,
    /// How much each cell of [`FaceState::person_square`] belongs to the person, 0..=255, row by row; empty when not
    /// known.
    pub person: Stowed<Vec<u8>>,
    /// The hands that were seen nearest to this face.
    pub hands: Vec<Hand>,
}

/// Side of the person's region, in sides of the face's square.
pub const PERSON_SIDES: f32 = 2.2;

impl FaceState {
    /// The mesh, in mode [`Mode::Mesh`].
    pub fn mesh(&self) -> Option<Arc<Mesh>> {
        self.mesh.as_ref()?.get()
    }

    /// Whom the cells of [`FaceState::person_square`] belong to.
    pub fn person(&self) -> Arc<Vec<u8>> {
        self.person.get().unwrap_or_default()
    }

    /// Puts away what is too large to be held for every frame of a clip.
    pub(crate) fn put_away(&mut self, into: &Stow) {
        self.mesh.iter_mut().for_each(|mesh| mesh.put_away(into));
        self.person.put_away(into);
    }

    /// The region that [`FaceState::person`] covers: upright, around the face and what is below it.
    pub fn person_square(&self) -> Square {
        person_square(&self.square)
    }

    /// One figure for how well the face is held, 0..=1: the worst of the scores, each beside its limit.
    pub fn confidence(&self) -> f32 {
        match self.mode {
            Mode::Lost => 0.0,
            Mode::BoxOnly => 0.5 * self.scores.look.clamp(0.0, 1.0),
            Mode::Mesh => {
                let s = &self.scores;
                let near = |value: f32, limit: f32| (1.0 - value / (2.0 * limit)).clamp(0.0, 1.0);
                let all = [s.flag, s.look.min(0.8) / 0.8, near(s.spread, 0.04), near(s.jump, 0.15)];
                all.into_iter().fold(1.0, f32::min).clamp(0.0, 1.0)
            }
        }
    }
}

/// The region in which the person around a face is sought.
pub fn person_square(face: &Square) -> Square {
    Square::upright(face.x, face.y + 0.25 * face.side_px, face.side_px * PERSON_SIDES)
}

/// That two tracks may be the same person: by their descriptors where there are any, else a guess from their looks, never a claim.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// The earlier track.
    pub id: u32,
    /// 0..=1.
    pub score: f32,
    /// How far their descriptors lie apart (see [`super::Descriptor::distance`]); none of a guess from looks.
    pub distance: Option<f32>,
}

impl Likeness {
    /// Whether they are taken for one person: what is unsure by the descriptors is not.
    pub fn is_taken(&self) -> bool {
        self.distance.is_none_or(|distance| SamePerson::of(distance) == SamePerson::Yes)
    }
}

/// A face followed through (a part of) a shot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaceTrack {
    /// Its number in the clip, from 1.
    pub id: u32,
    /// Number of its first frame in the clip.
    pub first_frame: usize,
    /// One state per frame from there on.
    pub states: Vec<FaceState>,
    /// How hair, clothes and background around it look, as far as they could be taken for its skin by colour alone.
    pub others: Vec<Surface>,
    /// Tracks of earlier shots that may show the same person, most alike first.
    pub like: Vec<Likeness>,
    /// Whether the user asked to leave it alone.
    pub dropped: bool,
}

impl FaceTrack {
    /// The face in frame `index` of the clip.
    pub fn at(&self, index: usize) -> Option<&FaceState> {
        index.checked_sub(self.first_frame).and_then(|i| self.states.get(i))
    }

    /// Number of the frame behind its last one.
    pub fn end(&self) -> usize {
        self.first_frame + self.states.len()
    }

    /// Frames in which it was held in that way.
    pub fn frames_in(&self, mode: Mode) -> usize {
        self.states.iter().filter(|s| s.mode == mode).count()
    }

    /// Median eye distance over the frames in which it was held, luma px.
    pub fn iod_px(&self) -> f32 {
        let mut all: Vec<f32> =
            self.states.iter().filter(|s| s.mode != Mode::Lost).map(|s| s.iod_px).collect();
        all.sort_by(f32::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(0.0)
    }

    /// Checks what a file could have got wrong: lengths, numbers that are none. `None` when all is well.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let finite = |values: &[f32]| values.iter().all(|v| v.is_finite() && v.abs() < 1e7);
        let is_finite = |tint: &Tint| finite(&tint.mean) && finite(&tint.covariance);
        if self.others.len() > MOST_OTHERS
            || !self.others.iter().all(|o| is_finite(&o.tint) && (0.0..=1.0).contains(&o.of_person))
        {
            return Some("its surroundings look like nothing");
        }
        for s in &self.states {
            let square = &s.square;
            let numbers =
                [square.x, square.y, square.side_px, square.turn[0], square.turn[1], s.weight, s.iod_px];
            if !finite(&numbers) || !(0.0..=1.0).contains(&s.weight) {
                return Some("a face lies nowhere");
            }
            if s.mode != Mode::Lost && (square.side_px < 1.0 || s.iod_px < 0.1) {
                return Some("a face has no size");
            }
            let person = s.person();
            if !person.is_empty() && person.len() != PERSON_CELLS * PERSON_CELLS {
                return Some("a person's mask has another size");
            }
            if (s.mode == Mode::Mesh) != s.mesh.is_some() {
                return Some("a face's mesh is missing, or one too many");
            }
            if let Some(mesh) = s.mesh() {
                let sizes = [mesh.raw.len(), mesh.points.len()];
                if sizes != [MESH_POINTS; 2]
                    || !mesh.raw.iter().all(|p| finite(p))
                    || !mesh.points.iter().all(|p| finite(p))
                {
                    return Some("a mesh is incomplete");
                }
            }
            if !s
                .hands
                .iter()
                .all(|hand| finite(hand.joints.as_flattened()) && (0.0..=1.0).contains(&hand.flag))
            {
                return Some("a hand lies nowhere");
            }
            if s.skin.as_ref().is_some_and(|skin| !is_finite(skin)) {
                return Some("a skin has no colour");
            }
        }
        None
    }
}

/// What the user wishes of the faces. Part of every analysis and recipe: it decides what is found and treated.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FaceOptions {
    /// Whether to look for small faces too, which takes longer.
    pub small: bool,
    /// Tracks to leave alone.
    pub drop: Vec<u32>,
    /// The only tracks to treat; all of them when empty.
    pub only: Vec<u32>,
}

impl FaceOptions {
    /// Whether the track is to be left alone.
    pub fn drops(&self, id: u32) -> bool {
        self.drop.contains(&id) || (!self.only.is_empty() && !self.only.contains(&id))
    }

    /// How hard to look.
    pub fn search(&self) -> Search {
        if self.small { Search::SmallFaces } else { Search::Usual }
    }
}
