//! What is seen in one frame before it is locked: its skin, its faces, and what of them is looked at now and then.

use super::attire::{Block, blocks};
use super::faces::Faces;
use super::{glimpse, skin};
use crate::clip::{Picture, Shot};
use crate::face::{FaceState, Surface};
use crate::facts::{GLIMPSE_EVERY_FRAMES, Glimpse, ShotFacts, SkinModel};
use crate::kernels::edges::HalfProfile;
use crate::lock::Subject;
use crate::px::{Frame, Mask};
use crate::skin::given::of_face;
use crate::skin::limbs::Sight;
use crate::skin::{SkinSearch, Small};

/// A frame at the mask's resolution, and its skin.
pub(super) struct Found {
    pub(super) small: Small,
    pub(super) skin: Option<SkinModel>,
    pub(super) mask: Option<Mask>,
    pub(super) subjects: Vec<Subject>,
    pub(super) glimpse: Option<(Glimpse, Vec<HalfProfile>)>,
    /// Where hair, clothes and the outlines of persons are looked at.
    pub(super) attire: Vec<Block>,
    /// Of each face that was looked at: its number, whether its mesh was held, and what is hotter beside it.
    pub(super) limbs: Vec<(u32, bool, Option<Sight>)>,
}

impl Found {
    pub(super) fn in_frame(
        picture: &Picture,
        frame: &Frame,
        known: Option<SkinModel>,
        shot: Shot,
        faces: Option<&mut Faces>,
    ) -> Self {
        let small = Small::of(picture, frame);
        let skin = known.or_else(|| skin::learn(picture, &small));
        let plain = SkinSearch::default();
        // A mask that was given is the skin, also where it is black.
        let given = frame.skin.as_deref();
        let at = frame.index.saturating_sub(shot.first_frame);
        let glimpse = |mask: Option<&Mask>, faces: &[&FaceState]| {
            let is_due = at.is_multiple_of(GLIMPSE_EVERY_FRAMES);
            is_due.then(|| glimpse::of_frame(picture, frame, mask, faces, at))
        };
        if let Some(faces) = faces {
            faces.step(picture, frame, &small);
            if faces.any() {
                let here = faces.here();
                let states: Vec<(&FaceState, &[Surface])> = here.iter().map(|(_, s)| (*s, &[][..])).collect();
                let held: Vec<&FaceState> = here.iter().map(|(_, s)| *s).collect();
                let masks = match given {
                    Some(given) => (0..held.len()).map(|i| of_face(given, picture, &held, i)).collect(),
                    None => plain.find_each(picture, &small, &states, &faces.all(), faces.topology()),
                };
                let whole = masks.iter().flatten().cloned().reduce(|sum, one| sum.union(&one));
                let mask = if given.is_some() { given.filter(|g| !g.roi.is_empty()).cloned() } else { whole };
                let subjects = here.iter().zip(masks).filter_map(|((id, state), mask)| {
                    let points = state.mesh().map(|m| m.points.clone()).unwrap_or_default();
                    let mesh = state.mesh().zip(faces.topology());
                    let eyes = mesh.map(|(m, t)| m.eye_boxes(t).to_vec()).unwrap_or_default();
                    Some(Subject { face: *id, iod_px: state.iod_px, mask: mask?, points, eyes })
                });
                let subjects = subjects.collect();
                let glimpse = glimpse(mask.as_ref(), &held);
                let attire = blocks(picture, &held, mask.as_ref(), at);
                let (all, topology) = (faces.all(), faces.topology());
                let due = here.iter().filter(|_| glimpse.is_some() && given.is_none());
                let seen = |s: &FaceState| Sight::of(picture, &small, s, &all, topology);
                let limbs = due.map(|(id, s)| (*id, s.mesh.is_some(), seen(s))).collect();
                return Self { small, skin, mask, subjects, glimpse, attire, limbs };
            }
        }
        // No face so far: what looks like skin.
        let by_colour = || {
            let facts = ShotFacts { skin: Some(skin?), ..ShotFacts::still(shot) };
            facts.skin_search().find_colour(picture, &small)
        };
        let mask = match given {
            Some(given) => (!given.roi.is_empty()).then(|| given.clone()),
            None => by_colour(),
        };
        let subjects = mask.iter().map(|mask| skin::whole(mask.clone())).collect();
        let glimpse = glimpse(mask.as_ref(), &[]);
        Self { small, skin, mask, subjects, glimpse, attire: Vec::new(), limbs: Vec::new() }
    }
}
