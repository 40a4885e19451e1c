//! Whether a treated face is still the person it was: descriptors of the same frames before and after.

use super::Proof;
use crate::clip::Picture;
use crate::face::{Describe, Descriptor, LOOK_EVERY_FRAMES, LOOKS_OF_A_MEAN, View, may_vote};
use crate::facts::ShotFacts;
use crate::px::Frame;
use crate::recipe::RecipeShot;
use crate::step::Restored;

/// What is proven.
pub const LIKENESS: &str = "likeness kept";
/// Up to here a face is who it was: grain of 6 levels moved the descriptors of seven faces by 0.073 (median), half more in the high band by 0.062,
/// 15 % of exposure by 0.048.
const KEPT: f32 = 0.10;
/// From here on it is not: a bilateral filter moved them by 0.155, a face 6 % narrower by 0.147, a blur of 1/25 eye distance by 0.259.
const LOST: f32 = 0.15;

/// One look at a face: before, after.
type Look = [Descriptor; 2];

/// The faces of a shot, before and after.
#[derive(Debug)]
pub struct Persons<'a> {
    describer: &'a dyn Describe,
    picture: &'a Picture,
    facts: &'a ShotFacts,
    seen: Vec<(u32, Vec<Look>)>,
    restored: Vec<Restored>,
}

impl<'a> Persons<'a> {
    /// For a shot with these facts.
    pub fn new(describer: &'a dyn Describe, picture: &'a Picture, facts: &'a ShotFacts) -> Self {
        Self { describer, picture, facts, seen: Vec::new(), restored: Vec::new() }
    }

    /// The same for a result in which the recipe gave faces features of other frames: such a face is compared with those frames, for its own was not
    /// to be known, and it may not differ by more than what is who it was.
    #[must_use]
    pub fn restoring(self, shot: &RecipeShot) -> Self {
        let steps = shot.stack.steps().iter().filter(|s| !s.is_neutral());
        Self { restored: steps.flat_map(|s| s.restored()).collect(), ..self }
    }

    /// Whether frame `index` of the clip is looked at.
    pub fn is_due(&self, index: usize) -> bool {
        index.saturating_sub(self.facts.shot.first_frame).is_multiple_of(LOOK_EVERY_FRAMES)
    }

    /// Takes a frame of the source, with the colours that were asked for, and what was made of it.
    pub fn push(&mut self, source: &Frame, result: &Frame) {
        let views = [source, result].map(|frame| View::new(self.picture, frame));
        for track in self.facts.faces.tracks.iter().filter(|t| !t.dropped) {
            let Some(state) = track.at(source.index).filter(|s| s.weight >= 1.0) else { continue };
            let Some(mesh) = state.mesh().filter(|m| may_vote(&m.raw, state.iod_px)) else { continue };
            let [before, after] = views.each_ref().map(|view| self.describer.describe(view, &mesh.raw));
            let Some(look) = before.zip(after).map(<[Descriptor; 2]>::from) else { continue };
            let is_in =
                |r: &Restored| r.face == track.id && (r.frames.0..=r.frames.1).contains(&source.index);
            let is_restored = self.restored.iter().any(is_in);
            let own = self.seen.iter_mut().find(|(face, _)| *face == track.id);
            let look = match own.as_ref().and_then(|(_, looks)| looks.last()).filter(|_| is_restored) {
                Some([good, _]) => [good.clone(), look[1].clone()],
                None if is_restored => continue,
                None => look,
            };
            match own {
                Some((_, looks)) => looks.push(look),
                None => self.seen.push((track.id, vec![look])),
            }
        }
    }

    /// The proofs, one per face that was seen well enough; `shot` is the number of the shot in the clip.
    pub fn finish(self, shot: usize) -> Vec<Proof> {
        let proof = |(face, looks): (u32, Vec<Look>)| {
            let apart = most_apart(&looks)?;
            let is_restored = self.restored.iter().any(|r| r.face == face);
            let holds = apart <= if is_restored { KEPT } else { LOST };
            let how = match apart {
                a if a <= KEPT => "who it was",
                _ if holds => "hardly who it was",
                _ => "somebody else",
            };
            let seen = format!("{how}: descriptors {apart:.2} apart, {KEPT:.2} may be");
            Some(Proof::made(&format!("{LIKENESS}, face {face} of shot {}", shot + 1), holds, seen))
        };
        self.seen.into_iter().filter_map(proof).collect()
    }
}

/// The largest distance between the means of a window of looks, before and after.
fn most_apart(looks: &[Look]) -> Option<f32> {
    let windows = looks.windows(LOOKS_OF_A_MEAN.min(looks.len()).max(1));
    let apart = windows.filter_map(|window| {
        let mean = |side: usize| Descriptor::mean(window.iter().map(|look| &look[side]));
        Some(mean(0)?.distance(&mean(1)?))
    });
    apart.max_by(f32::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;
    use crate::face::{FaceState, FaceTrack, MESH_POINTS, Mesh, Mode, Scores, ShotFaces, Square, chip};
    use crate::stow::Stowed;

    /// Says how bright a face is.
    #[derive(Debug)]
    struct Bright;

    impl Describe for Bright {
        fn describe(&self, view: &View, mesh: &[[f32; 3]]) -> Option<Descriptor> {
            let mut numbers = [0.0; 128];
            numbers[0] = view.luma(&chip(mesh)?, 1).at(0, 0) / 255.0;
            Descriptor::of(&numbers)
        }
    }

    fn state(x: f32, y: f32) -> FaceState {
        let mut mesh = vec![[x, y, 0.0]; MESH_POINTS];
        for (point, [dx, dy]) in [
            (263, [30.0, -20.0]),
            (362, [12.0, -20.0]),
            (33, [-30.0, -20.0]),
            (133, [-12.0, -20.0]),
            (2, [0.0, 15.0]),
        ] {
            mesh[point] = [x + dx, y + dy, 0.0];
        }
        mesh[159][1] = y - 30.0;
        mesh[1] = mesh[2];
        FaceState {
            mode: Mode::Mesh,
            weight: 1.0,
            square: Square::upright(x, y, 100.0),
            iod_px: 42.0,
            scores: Scores { flag: 1.0, ..Scores::default() },
            mesh: Some(Stowed::from(Mesh::from_raw(mesh))),
            skin: None,
            person: Stowed::default(),
            hands: Vec::new(),
        }
    }

    fn proof(change: f32, looks: usize) -> Vec<Proof> {
        let face = DrawnFace::new(160, 160, 60);
        let (picture, clip) = (face.picture(), face.clip());
        let mut facts = ShotFacts::still(crate::clip::Shot { first_frame: 0, frames: clip.frames() });
        let states = vec![state(80.0, 80.0); looks];
        let track =
            FaceTrack { id: 1, first_frame: 0, states, others: Vec::new(), like: Vec::new(), dropped: false };
        facts.faces = ShotFaces { topology: None, tracks: vec![track], mattes: Vec::new() };
        let mut persons = Persons::new(&Bright, &picture, &facts);
        for index in 0..looks {
            let source = face.frame(index);
            let mut result = source.clone();
            let by = change * picture.levels.luma_span;
            result.plane_mut(0).samples_mut().iter_mut().for_each(|v| *v = (f32::from(*v) + by) as u16);
            if persons.is_due(index) {
                persons.push(&source, &result);
            }
        }
        persons.finish(0)
    }

    #[test]
    fn a_face_that_moved_too_far_is_somebody_else() {
        for (change, holds, word) in [
            (0.0, true, "who it was"),
            (0.8 * KEPT, true, "who it was"),
            (0.12, true, "hardly"),
            (0.17, false, "somebody else"),
        ] {
            let all = proof(change, 13);
            assert_eq!(all.len(), 1);
            assert_eq!(all[0].holds, Some(holds), "{change}: {}", all[0].seen);
            assert!(all[0].seen.starts_with(word), "{}", all[0].seen);
            assert_eq!(all[0].what, "likeness kept, face 1 of shot 1");
        }
        assert!(proof(0.0, 0).is_empty());
    }
}
