//! A mask that is given: painted or keyed elsewhere, it comes with the frame and is kept as it is.

use super::small::mask_of;
use crate::clip::Picture;
use crate::color::Levels;
use crate::face::{FaceFilter, FaceState, ShotFaces, length};
use crate::kernels::shrink;
use crate::px::{Mask, Plane, Rect};

/// The mask that the luma of another picture says, of the same size as the frame: 0 at black and below, 1 at white and
/// above, each weight the mean of its block. `levels` are those of the mask's own picture. A black picture gives a mask
/// too, one without weight: given, and empty.
pub fn from_luma(picture: &Picture, luma: &Plane<u16>, levels: &Levels) -> Mask {
    let step_px = picture.mask_step_px();
    let mut weights = shrink::shrink(luma, step_px);
    for w in weights.samples_mut() {
        *w = ((*w - levels.black) / levels.luma_span).clamp(0.0, 1.0);
    }
    let (width, height) = (weights.width(), weights.height());
    let empty = || Mask { weights: Plane::new(width, height), step_px, roi: Rect::default() };
    mask_of(weights, picture).unwrap_or_else(empty)
}

/// A given mask times `amount`, as far as it belongs to the chosen ones of the faces that are held in frame `index`;
/// `None` when nothing is left.
///
/// Among faces with settings of their own every place goes to the face that is nearest, measured in sizes of the face:
/// a given mask does not say whose skin it shows. The border is sharp, so that the parts add up to the whole.
pub(super) fn kept(
    given: &Mask,
    amount: f32,
    picture: &Picture,
    faces: &ShotFaces,
    index: usize,
    filter: FaceFilter<'_>,
) -> Option<Mask> {
    let mut weights = given.weights.clone();
    weights.samples_mut().iter_mut().for_each(|w| *w *= amount);
    if filter != FaceFilter::All {
        let held: Vec<(bool, &FaceState)> = faces
            .tracks
            .iter()
            .filter_map(|t| t.at(index).filter(|s| s.weight > 0.0).map(|s| (filter.has(t.id), s)))
            .collect();
        keep_share(&mut weights, given.step_px, &held, matches!(filter, FaceFilter::Without(_)));
    }
    mask_of(weights, picture)
}

/// What of a given mask belongs to the face number `which` of `faces`: what is nearest to it; `None` when nothing does.
pub fn of_face(given: &Mask, picture: &Picture, faces: &[&FaceState], which: usize) -> Option<Mask> {
    let mut weights = given.weights.clone();
    let held: Vec<(bool, &FaceState)> = faces.iter().enumerate().map(|(i, s)| (i == which, *s)).collect();
    keep_share(&mut weights, given.step_px, &held, false);
    mask_of(weights, picture)
}

/// What of a mask belongs to the face number `which` of `faces`: what is nearest to it of all faces with a weight, whole, so that the parts of all
/// faces add up to the mask; `None` when nothing does. A mask that steps used already has the weights of its faces.
pub fn part_of_face(used: &Mask, picture: &Picture, faces: &[&FaceState], which: usize) -> Option<Mask> {
    let mut weights = used.weights.clone();
    for y in 0..weights.height() {
        for (x, w) in weights.row_mut(y).iter_mut().enumerate().filter(|(_, w)| **w > 0.0) {
            let here = middle(x, y, used.step_px);
            let seen = faces.iter().enumerate().filter(|(_, state)| state.weight > 0.0);
            // Of two that are as near the first, as for steps.
            let nearest = seen.min_by(|(_, a), (_, b)| distance(a, here).total_cmp(&distance(b, here)));
            if nearest.is_none_or(|(face, _)| face != which) {
                *w = 0.0;
            }
        }
    }
    mask_of(weights, picture)
}

/// The middle of a block of a mask, in luma px.
fn middle(x: usize, y: usize, step_px: usize) -> [f32; 2] {
    [x, y].map(|i| (i as f32 + 0.5) * step_px as f32 - 0.5)
}

/// Multiplies weights by how much their places belong to the chosen ones of `held`.
fn keep_share(weights: &mut Plane<f32>, step_px: usize, held: &[(bool, &FaceState)], is_rest: bool) {
    for y in 0..weights.height() {
        for (x, w) in weights.row_mut(y).iter_mut().enumerate().filter(|(_, w)| **w > 0.0) {
            *w *= share(held, is_rest, middle(x, y, step_px));
        }
    }
}

/// How much a place belongs to the chosen faces, or with `is_rest` to all that the other faces leave. A face that fades
/// hands its place over to the rest as it goes.
fn share(held: &[(bool, &FaceState)], is_rest: bool, here: [f32; 2]) -> f32 {
    let mut nearest: Option<(f32, bool, f32)> = None;
    for &(is_chosen, state) in held {
        let far = distance(state, here);
        if nearest.is_none_or(|(least, ..)| far < least) {
            nearest = Some((far, is_chosen, state.weight.min(1.0)));
        }
    }
    match (nearest, is_rest) {
        (None, _) => f32::from(u8::from(is_rest)),
        (Some((_, true, _)), true) => 1.0,
        (Some((_, true, weight)), false) => weight,
        (Some((_, false, weight)), true) => 1.0 - weight,
        (Some((_, false, _)), false) => 0.0,
    }
}

/// How far a place in luma px lies from the middle of a face, in sides of the face's square.
pub(super) fn distance(face: &FaceState, here: [f32; 2]) -> f32 {
    length([here[0] - face.square.x, here[1] - face.square.y]) / face.square.side_px.max(1.0)
}
