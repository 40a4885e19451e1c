//! Learns how a face's skin looks, from the middle of its mesh, and how what surrounds it looks: hair, clothes, background.

use super::super::figures::median;
use crate::clip::Picture;
use crate::color::math::exp;
use crate::face::tint::{Look, Tint};
use crate::face::{FaceState, MOST_OTHERS, Mode, PERSON_CELLS, Surface, Topology};
use crate::skin::face::{CHROMA_SLACK, LUMA_SLACK, look_at, part_of, relit};
use crate::skin::shape::Shape;
use crate::skin::{Small, contrast_of};

/// Cells that must be left to learn from.
const LEAST_CELLS: usize = 16;
/// Rounds of fitting and leaving out what does not fit.
const ROUNDS: usize = 3;
/// What is farther from the skin (squared, in deviations) is no part of it.
const STRANGE: f32 = 14.0;
/// Width of the window in which the looks of a track are averaged, in frames.
const SIGMA_FRAMES: f64 = 4.0;
/// Frames on each side that it reads.
const RADIUS_FRAMES: usize = 12;
/// Frames between two looks at the surroundings.
const EVERY_FRAMES: usize = 6;
/// Most places kept of the surroundings, and of one look at them.
const MOST_PLACES: usize = 6000;
const PLACES_PER_LOOK: usize = 500;
/// A surface whose mean is nearer to the skin than this is skin: a bald head, a bare shoulder.
const SKIN_AFTER_ALL: f32 = 3.0;
/// Less chroma than this says nothing of what it is.
const LEAST_CHROMA: f32 = 0.03;
/// A surface that covers less of the surroundings is chance.
const LEAST_SHARE: f32 = 0.04;

/// What was seen around a face, over its whole track.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// Each with whether it belongs to the person.
    places: Vec<(Look, bool)>,
    frames: usize,
}

/// How the skin of a face looks in this frame; `None` when too little of it is seen. `around` takes note of the rest.
pub(super) fn learn(
    picture: &Picture,
    small: &Small,
    state: &FaceState,
    topology: Option<&Topology>,
    around: &mut Surroundings,
) -> Option<Tint> {
    let part = part_of(state, picture.mask_step_px(), small.luma.width(), small.luma.height());
    if part.is_empty() {
        return None;
    }
    let shape = Shape::of(state, topology, picture.mask_step_px(), part);
    let contrast = contrast_of(&small.luma, part);
    let look = |x: usize, y: usize| look_at(picture, small, contrast.row(y)[x], part.x0 + x, part.y0 + y);
    let mut inside = Vec::new();
    for y in 0..part.height() {
        for x in 0..part.width() {
            if shape.core(x, y) >= 0.99 {
                inside.push(look(x, y));
            }
        }
    }
    let skin = fit(inside)?;
    if around.frames.is_multiple_of(EVERY_FRAMES) && around.places.len() < MOST_PLACES {
        let mut places = Vec::new();
        let person = state.person();
        for y in 0..part.height() {
            for x in 0..part.width() {
                if let Some(of_person) = elsewhere(&person, &shape, x, y, (part.width(), part.height())) {
                    places.push((look(x, y), of_person));
                }
            }
        }
        let every = places.len().div_ceil(PLACES_PER_LOOK).max(1);
        around.places.extend(places.into_iter().step_by(every));
    }
    around.frames += 1;
    Some(skin)
}

/// Whether a place is likely no skin: hair above and beside the face, clothes below the neck, and whatever is no person;
/// and whether it belongs to the person.
fn elsewhere(person: &[u8], shape: &Shape, x: usize, y: usize, size: (usize, usize)) -> Option<bool> {
    let [u, v] = shape.place(x, y);
    if shape.surface.row(y)[x] > 0.0 || (u.abs() < 1.0 && (0.0..2.5).contains(&v)) {
        return None;
    }
    let hair = (v < -1.25 && u.abs() < 1.3) || (u.abs() > 1.45 && u.abs() < 2.3 && v < 1.8);
    let clothes = v > 3.0;
    if person.len() != PERSON_CELLS * PERSON_CELLS {
        return (hair || clothes).then_some(true);
    }
    let cell = |i: usize, of: usize| (i * PERSON_CELLS / of.max(1)).min(PERSON_CELLS - 1);
    // The part may be cut off at the picture's edge; for a guess this is near enough.
    match person[cell(y, size.1) * PERSON_CELLS + cell(x, size.0)] {
        ..40 => Some(false),
        160.. if hair || clothes => Some(true),
        _ => None,
    }
}

/// The largest agreeing part of some places.
fn fit(mut looks: Vec<Look>) -> Option<Tint> {
    if looks.len() < LEAST_CELLS {
        return None;
    }
    // First what lies near the median: hair, glasses and spots of light that the mesh covers fall out.
    let figure = |looks: &[Look], i: usize| looks.iter().map(|l| l[i]).collect::<Vec<f32>>();
    let middle: Vec<f32> = (0..3).map(|i| median(&mut figure(&looks, i))).collect();
    let typical: Vec<f32> = (0..3)
        .map(|i| median(&mut looks.iter().map(|l| (l[i] - middle[i]).abs()).collect::<Vec<_>>()).max(0.004))
        .collect();
    looks.retain(|l| (0..3).all(|i| (l[i] - middle[i]).abs() < 5.0 * typical[i]));
    let mut tint = Tint::of(&looks).filter(|_| looks.len() >= LEAST_CELLS)?;
    for _ in 0..ROUNDS {
        let ready = tint.ready(0.0);
        looks.retain(|l| ready.distance(l) < STRANGE);
        tint = Tint::of(&looks).filter(|_| looks.len() >= LEAST_CELLS)?;
    }
    Some(tint)
}

impl Surroundings {
    /// The surfaces around the face that are not its skin.
    pub(super) fn surfaces(&self, states: &[FaceState]) -> Vec<Surface> {
        let held: Vec<&Tint> =
            states.iter().filter(|s| s.mode != Mode::Lost).filter_map(|s| s.skin.as_ref()).collect();
        let Some(skin) = held.get(held.len() / 2) else { return Vec::new() };
        let (same_light, any_light) = (skin.ready(0.04), skin.ready(LUMA_SLACK * skin.mean[0].max(0.0)));
        let tanned = skin.ready_with(0.04, CHROMA_SLACK);
        let mut out = Vec::new();
        for group in groups(&self.places) {
            let share = group.len() as f32 / self.places.len().max(1) as f32;
            if share < LEAST_SHARE {
                continue;
            }
            let looks: Vec<Look> = group.iter().map(|(look, _)| *look).collect();
            if let Some(tint) = Tint::of(&looks) {
                // Smooth, of the skin's chroma and not darker, it is skin in another light. Hair of that chroma is rougher;
                // in a dark scene cloth has no other chroma, but it is darker.
                let is_smooth = tint.mean[3] <= skin.mean[3] + 0.05;
                let ready = if is_smooth { &any_light } else { &same_light };
                let is_dark = tint.mean[0] < skin.mean[0] - 0.5 * skin.covariance[0].max(0.0).sqrt();
                if !is_dark && ready.distance(&tint.mean) <= SKIN_AFTER_ALL {
                    continue;
                }
                // A shoulder or a chest in the shade: smooth, and of the skin's chroma beside its luma.
                let shaded = tanned.distance(&relit(&tint.mean, &skin.mean));
                if is_smooth && is_coloured(&tint.mean) && shaded <= SKIN_AFTER_ALL {
                    continue;
                }
                let of_person =
                    group.iter().filter(|(_, of_person)| *of_person).count() as f32 / group.len() as f32;
                out.push(Surface { tint, of_person });
            }
        }
        out
    }
}

/// Whether chroma says anything: grey cloth in a dark scene has none to tell it by.
fn is_coloured(look: &Look) -> bool {
    look[0] > 0.12 && (look[1] * look[1] + look[2] * look[2]).sqrt() > LEAST_CHROMA
}

/// Places in groups that look alike: Lloyd's k-means, begun with the places that are farthest apart.
fn groups(places: &[(Look, bool)]) -> Vec<Vec<(Look, bool)>> {
    // Figures on one scale: a step in chroma means more than one in luma.
    const SCALE: Look = [1.0 / 0.08, 1.0 / 0.02, 1.0 / 0.02, 1.0 / 0.15];
    let apart = |a: &Look, b: &Look| (0..a.len()).map(|i| ((a[i] - b[i]) * SCALE[i]).powi(2)).sum::<f32>();
    let Some(&(first, _)) = places.first() else { return Vec::new() };
    let mut centres = vec![first];
    while centres.len() < MOST_OTHERS {
        let nearest = |p: &Look| centres.iter().map(|c| apart(p, c)).fold(f32::INFINITY, f32::min);
        let far = places.iter().map(|(p, _)| p).max_by(|a, b| nearest(a).total_cmp(&nearest(b)));
        match far.filter(|p| nearest(p) > 1.0) {
            Some(&p) => centres.push(p),
            None => break,
        }
    }
    let mut groups = Vec::new();
    for _ in 0..8 {
        groups = vec![Vec::new(); centres.len()];
        for place in places {
            let to = |centre: usize| apart(&place.0, &centres[centre]);
            if let Some(nearest) = (0..centres.len()).min_by(|&a, &b| to(a).total_cmp(&to(b))) {
                groups[nearest].push(*place);
            }
        }
        for (centre, group) in centres.iter_mut().zip(&groups) {
            let looks: Vec<Look> = group.iter().map(|(look, _)| *look).collect();
            if let Some(tint) = Tint::of(&looks) {
                *centre = tint.mean;
            }
        }
    }
    groups
}

/// Each frame's looks as the mean of its neighbours': what one frame saw badly does not make the mask flicker.
pub(super) fn steady(states: &mut [FaceState]) {
    let all: Vec<Option<Tint>> = states.iter().map(|s| s.skin).collect();
    for (at, state) in states.iter_mut().enumerate() {
        let (mut mean, mut covariance, mut total) = ([0.0f64; 4], [0.0f64; 10], 0.0f64);
        let last = (at + RADIUS_FRAMES).min(all.len() - 1);
        for (k, tint) in all.iter().enumerate().take(last + 1).skip(at.saturating_sub(RADIUS_FRAMES)) {
            let Some(tint) = tint else { continue };
            let off = k.abs_diff(at) as f64 / SIGMA_FRAMES;
            let weight = exp(-0.5 * off * off);
            mean.iter_mut().zip(tint.mean).for_each(|(m, v)| *m += weight * f64::from(v));
            covariance.iter_mut().zip(tint.covariance).for_each(|(c, v)| *c += weight * f64::from(v));
            total += weight;
        }
        if total > 0.0 {
            state.skin = Some(Tint {
                mean: mean.map(|v| (v / total) as f32),
                covariance: covariance.map(|v| (v / total) as f32),
            });
        }
    }
}
