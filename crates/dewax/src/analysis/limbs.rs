//! Gathers what the frames of a shot show of limbs that are hotter than the face.

use crate::clip::Picture;
use crate::face::ShotFaces;
use crate::skin::limbs::{Limbs, Sight};
use std::collections::BTreeMap;

/// What frames of a shot showed, by face.
#[derive(Debug, Default)]
pub(super) struct Limbed {
    /// Frames that were looked at, and those that showed something, each with its number in the shot.
    faces: BTreeMap<u32, (usize, Vec<(usize, Sight)>)>,
    /// How often a face held by its mesh was looked at.
    pub(super) looked: usize,
}

impl Limbed {
    /// Takes what a frame shows of each face that was looked at: its number, whether its mesh was held, and what is hotter.
    pub(super) fn push(&mut self, frame: usize, seen: Vec<(u32, bool, Option<Sight>)>) {
        for (face, has_mesh, sight) in seen {
            self.looked += usize::from(has_mesh);
            let (looked, sights) = self.faces.entry(face).or_default();
            *looked += 1;
            sights.extend(sight.map(|sight| (frame, sight)));
        }
    }

    /// The limbs of the faces that stayed.
    pub(super) fn found(&self, picture: &Picture, faces: &ShotFaces) -> Vec<Limbs> {
        let stays = |face: u32| faces.tracks.iter().any(|t| t.id == face);
        let all = self.faces.iter().filter(|(face, _)| stays(**face));
        all.filter_map(|(face, (looked, sights))| Limbs::of(picture, *face, sights, *looked)).collect()
    }
}
