//! The faces of a shot, and a choice among them.

use super::{FaceState, FaceTrack, Matte, Topology};
use crate::stow::Stowed;
use std::sync::Arc;

/// A choice among the faces of a shot, by the numbers of their tracks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaceFilter<'a> {
    /// All of them.
    #[default]
    All,
    /// This one.
    Only(u32),
    /// All but these.
    Without(&'a [u32]),
}

impl FaceFilter<'_> {
    /// Whether a track is among them.
    pub fn has(self, id: u32) -> bool {
        match self {
            Self::All => true,
            Self::Only(one) => one == id,
            Self::Without(others) => !others.contains(&id),
        }
    }
}

/// The faces of a shot.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShotFaces {
    /// How their meshes are joined; none when faces are boxes only.
    pub topology: Option<Arc<Topology>>,
    /// The faces, by number.
    pub tracks: Vec<FaceTrack>,
    /// Whom the places of each frame of the shot belong to, in order; empty ones before the first face was seen, and none at all where there
    /// is no model for it.
    pub mattes: Vec<Stowed<Matte>>,
}

impl ShotFaces {
    /// Every face that is held in frame `index` of the clip, also those that are left alone.
    pub fn all(&self, index: usize) -> Vec<&FaceState> {
        self.tracks.iter().filter_map(|t| t.at(index)).filter(|s| s.weight > 0.0).collect()
    }

    /// The faces to be treated in frame `index` of the clip, each with its track.
    pub fn at(&self, index: usize) -> impl Iterator<Item = (&FaceTrack, &FaceState)> {
        let kept = self.tracks.iter().filter(|t| !t.dropped);
        kept.filter_map(move |t| Some((t, t.at(index)?))).filter(|(_, s)| s.weight > 0.0)
    }
}
