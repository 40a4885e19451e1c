//! Draws skin beside the faces toward the colour of the face: colour alone, as far as it lies off, and never beyond the face.

use super::super::Small;
use super::super::search::GUIDE_SIGMA;
use super::super::small::CONTRAST_SIGMA;
use super::beside::{Beside, MOST_SIGMA};
use super::{Limbs, MOST_SHARE};
use crate::clip::Picture;
use crate::face::{FaceState, ShotFaces};
use crate::kernels::{blur, recolour};
use crate::px::{Frame, Plane};

/// What it reads around a place, luma px.
pub fn reach_px(picture: &Picture) -> usize {
    let filters =
        2 * blur::radius_px(CONTRAST_SIGMA) + blur::radius_px(MOST_SIGMA) + 2 * blur::radius_px(GUIDE_SIGMA);
    (filters + 3) * picture.mask_step_px()
}

/// Draws what is hotter in a frame toward the face of its person, by this share of the way; brightness and whatever else differs from place to
/// place stay. `limbs` are those of the frame's shot: they say which way and how far, and the frame where the face is, because a seam, a drift or
/// another light moves both.
pub fn draw(picture: &Picture, faces: &ShotFaces, limbs: &[Limbs], share: f32, frame: &mut Frame) {
    let drawn: Vec<(&Limbs, &FaceState)> = faces
        .at(frame.index)
        .filter_map(|(track, state)| {
            Some((limbs.iter().find(|l| l.face == track.id && l.are_drawn())?, state))
        })
        .collect();
    if drawn.is_empty() || share <= 0.0 {
        return;
    }
    let small = Small::of(picture, frame);
    let all = faces.all(frame.index);
    let empty = || Plane::<f32>::new(small.luma.width(), small.luma.height());
    let mut shift = [empty(), empty()];
    for (limbs, state) in drawn {
        let [face, hot] = limbs.ratios();
        let topology = faces.topology.as_deref();
        let Some(beside) = Beside::of(picture, &small, state, &all, topology) else { continue };
        let way = [hot[0] - face[0], hot[1] - face[1]];
        let long = (way[0] * way[0] + way[1] * way[1]).max(1e-8);
        for y in 0..beside.part.height() {
            for x in 0..beside.part.width() {
                let weight = beside.weights.row(y)[x];
                if weight <= 0.0 {
                    continue;
                }
                let off = [0, 1].map(|i| beside.ratios[i].row(y)[x] - beside.own[i + 1]);
                // How much of the way it lies off, as what is hotter does.
                let gone = ((off[0] * way[0] + off[1] * way[1]) / long).clamp(0.0, 1.0);
                let much = share.min(MOST_SHARE) * weight * state.weight * gone;
                for (plane, way) in shift.iter_mut().zip(way) {
                    plane.row_mut(beside.part.y0 + y)[beside.part.x0 + x] -= much * way;
                }
            }
        }
    }
    recolour::lay(&picture.levels, picture.siting, picture.mask_step_px(), &shift, frame);
}
