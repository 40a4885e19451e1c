//! What a finder of faces must be able to say of a frame.

use super::{Describe, Hand, REGION_PER_FACE, Square, Topology, View};
use crate::px::Plane;
use serde::{Deserialize, Serialize};

/// How much dewax knew of the faces when it measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Tier {
    /// A face mesh: everything.
    Mesh,
    /// Boxes around faces: no landmarks, no geometry, no identity.
    BoxOnly,
    /// Skin by colour alone: flicker, colour, grain.
    ColourOnly,
}

impl Tier {
    /// What results of this tier leave out, in a sentence for the report; empty when nothing.
    pub fn leaves_out(self) -> &'static str {
        match self {
            Self::Mesh => "",
            Self::BoxOnly => {
                "Faces are boxes only: no landmark-bound texture, no geometry or identity figures."
            }
            Self::ColourOnly => {
                "Skin is found by colour alone: no face is known, so eyes and lips are kept out only as far as their \
                 colour differs, anything of skin colour counts as skin, and geometry and identity are not judged."
            }
        }
    }
}

/// How hard to look for faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Search {
    /// The whole frame and its quarters.
    #[default]
    Usual,
    /// Its sixteenths too: finds smaller faces, takes three times as long.
    SmallFaces,
}

/// A face as a detector sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// Left, upper, right and lower edge, luma px.
    pub edges: [f32; 4],
    /// 0..=1.
    pub score: f32,
    /// Right eye, left eye, tip of the nose, mouth, right ear, left ear, luma px; none from a detector of boxes only.
    pub points: Option<[[f32; 2]; 6]>,
}

impl Detection {
    /// Longer side of the box, luma px.
    pub fn side_px(&self) -> f32 {
        let [left, upper, right, lower] = self.edges;
        (right - left).max(lower - upper)
    }

    /// The region in which a mesh is sought: the box made larger by half, turned as the eyes are.
    pub fn square(&self) -> Square {
        let [left, upper, right, lower] = self.edges;
        let mut square =
            Square::upright((left + right) / 2.0, (upper + lower) / 2.0, self.side_px() * REGION_PER_FACE);
        if let Some([right_eye, left_eye, ..]) = self.points {
            let (dx, dy) = (left_eye[0] - right_eye[0], left_eye[1] - right_eye[1]);
            let length = (dx * dx + dy * dy).sqrt();
            if length > 1e-3 {
                square.turn = [dx / length, dy / length];
            }
        }
        square
    }
}

/// A face mesh as read from one region.
#[derive(Clone, Debug, PartialEq)]
pub struct MeshReading {
    /// [`super::MESH_POINTS`] points: x, y in luma px of the frame; depth in the same unit, smaller is nearer.
    pub points: Vec<[f32; 3]>,
    /// How sure the model is that there is a face in the region, 0..=1.
    pub flag: f32,
}

/// A finder of faces. Pure: the same picture gives the same answer. May be asked from several threads at once.
pub trait Finder: Send + Sync + std::fmt::Debug {
    /// What it can say.
    fn tier(&self) -> Tier;

    /// Every face candidate in the frame, overlapping ones merged, best first. Candidates are not yet verified.
    fn detect(&self, view: &View, search: Search) -> Vec<Detection>;

    /// The best detector score inside a region, 0..=1: is this still a face? Cheap.
    fn look(&self, view: &View, square: &Square) -> f32;

    /// The mesh in a region; `None` below [`Tier::Mesh`].
    fn mesh(&self, view: &View, square: &Square) -> Option<MeshReading>;

    /// How much each cell of a region belongs to a person, 0..=1, as `cells` × `cells` samples; `None` when there is no
    /// model for it.
    fn person(&self, view: &View, square: &Square, cells: usize) -> Option<Plane<f32>>;

    /// [`Finder::person`] in two sizes at once.
    fn persons(&self, view: &View, square: &Square, cells: [usize; 2]) -> Option<[Plane<f32>; 2]> {
        let [one, other] = cells;
        Some([self.person(view, square, one)?, self.person(view, square, other)?])
    }

    /// How the points of its meshes are joined; `None` below [`Tier::Mesh`].
    fn topology(&self) -> Option<&Topology>;

    /// Whether it has models of hands.
    fn sees_hands(&self) -> bool {
        false
    }

    /// The regions of a square in which a hand may be, surest first; to be read before they are believed.
    fn palms(&self, _view: &View, _square: &Square) -> Vec<Square> {
        Vec::new()
    }

    /// The hand in a region with how sure the model is; `None` when there is no model for it.
    fn hand(&self, _view: &View, _square: &Square) -> Option<Hand> {
        None
    }

    /// What tells persons apart; `None` where there is no model for it.
    fn describer(&self) -> Option<&dyn Describe> {
        None
    }
}
