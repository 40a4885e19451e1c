//! Geometry: jaw and cheeks that move by themselves, smooth in space, restless in time.

use super::scene::Scene;
use crate::frames::{add_levels, chroma_of, even, part_of};
use dewax::color::math::{exp, sin_cos_deg};
use dewax::face::{FaceState, Topology};
use dewax::kernels::warp::{Field, under_field};
use dewax::px::{Frame, Plane, Rect};

/// Where the contour moves: so much of its length away from the chin, on both sides. Jaw corners and cheeks.
const FROM_CHIN: [f64; 4] = [-0.25, -0.11, 0.11, 0.25];
/// One place alone: on the person's right side, so much of the outline's length away from the chin, and so many eye distances outside of it.
const JAW: [f64; 2] = [-4.0 / 36.0, 0.0];
const CHEEK: [f64; 2] = [-7.0 / 36.0, 0.0];
const EAR: [f64; 2] = [-10.0 / 36.0, 0.12];
/// How wide each of them moves along: about 0.6 eye distances at half height.
const SIGMA_IOD: f64 = 0.25;
/// How fast, and how much faster each place is than the one before: none of them in step.
const SWINGS_HZ: [f64; 2] = [2.3, 3.5];
const FASTER: f64 = 0.07;
/// Samples between places where the way is asked for; a multiple of two for chroma.
const STEP_PX: usize = 4;
/// How far around the moving places frames are warped, in widths: beyond it nothing is left of the motion.
const AROUND_SIGMAS: f64 = 4.0;

/// How far out a place is, −1..=1: all swings meet at the worst frame.
fn swing(place: usize, seconds: f64) -> f64 {
    let sum: f64 =
        SWINGS_HZ.iter().map(|hz| sin_cos_deg(360.0 * hz * (1.0 + FASTER * place as f64) * seconds).1).sum();
    let side = if place.is_multiple_of(2) { 1.0 } else { -1.0 };
    side * sum / SWINGS_HZ.len() as f64
}

/// A place of the contour, and the way out of the face.
#[derive(Clone, Copy, Debug)]
struct Spot {
    at: [f64; 2],
    out: [f64; 2],
}

/// The moving places of a face; none without a mesh. Each is so much of the outline away from the chin, and so far outside of it.
fn spots(places: &[[f64; 2]], state: &FaceState, topology: &Topology) -> Option<Vec<Spot>> {
    let mesh = state.mesh()?;
    let oval: Vec<[f64; 2]> = topology
        .oval
        .iter()
        .filter_map(|&i| mesh.points.get(usize::from(i)).map(|p| p.map(f64::from)))
        .collect();
    let [right, left] = mesh.eyes(topology).map(|eye| eye.map(f64::from));
    let eyes = [(right[0] + left[0]) / 2.0, (right[1] + left[1]) / 2.0];
    // Down the face: across the line of the eyes, to the side on which the mouth is.
    let across = [right[1] - left[1], left[0] - right[0]];
    let mouth = mesh.middle(&topology.lips_outer).map(f64::from);
    let dot = |a: [f64; 2], b: [f64; 2]| a[0] * b[0] + a[1] * b[1];
    let from_eyes = |p: [f64; 2]| dot([p[0] - eyes[0], p[1] - eyes[1]], across);
    let side = from_eyes(mouth).signum();
    let chin = (0..oval.len())
        .max_by(|&a, &b| (side * from_eyes(oval[a])).total_cmp(&(side * from_eyes(oval[b]))))?;
    let middle = [0, 1].map(|axis| oval.iter().map(|p| p[axis]).sum::<f64>() / oval.len() as f64);
    let iod_px = f64::from(state.iod_px);
    let spot = |[share, beyond]: &[f64; 2]| {
        let away = (share * oval.len() as f64).round() as isize;
        let at = oval[(chin as isize + away).rem_euclid(oval.len() as isize) as usize];
        let way = [at[0] - middle[0], at[1] - middle[1]];
        let length = dot(way, way).sqrt().max(1e-6);
        let out = way.map(|v| v / length);
        Spot { at: [0, 1].map(|axis| at[axis] + beyond * iod_px * out[axis]), out }
    };
    Some(places.iter().map(spot).collect())
}

/// How far a point of the frame is off, at full strength one.
fn off(spots: &[Spot], sigma_px: f64, seconds: f64, point: [f64; 2]) -> [f64; 2] {
    let mut sum = [0.0; 2];
    for (number, spot) in spots.iter().enumerate() {
        let [x, y] = [0, 1].map(|axis| (point[axis] - spot.at[axis]) / sigma_px);
        let share = exp(-0.5 * (x * x + y * y)) * swing(number, seconds);
        sum = [sum[0] + spot.out[0] * share, sum[1] + spot.out[1] * share];
    }
    sum
}

/// The part of the frame around the moving places.
fn around(spots: &[Spot], reach_px: f64, frame: &Frame) -> Rect {
    let span = |axis: usize, size: usize| {
        let low = spots.iter().map(|s| s.at[axis]).fold(f64::INFINITY, f64::min) - reach_px;
        let high = spots.iter().map(|s| s.at[axis]).fold(f64::NEG_INFINITY, f64::max) + reach_px;
        ((low.max(0.0) as usize).min(size), (high.max(0.0) as usize).min(size))
    };
    let ((x0, x1), (y0, y1)) = (span(0, frame.width()), span(1, frame.height()));
    even(Rect { x0, y0, x1, y1 }, frame)
}

/// Moves the contour of the face at four places. A clip without meshes is left as it is.
pub(super) fn breathe(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    move_places(&FROM_CHIN.map(|share| [share, 0.0]), scene, strength, frame);
}

/// Single places, by name.
pub(crate) const PLACES: [(&str, [f64; 2]); 3] = [("jaw", JAW), ("cheek", CHEEK), ("ear", EAR)];

/// Where a single place lies in a frame, luma px, the way out, and the eye distance there; none without a mesh.
pub(crate) fn place_of(
    scene: &Scene<'_>,
    index: usize,
    place: [f64; 2],
) -> Option<([f64; 2], [f64; 2], f64)> {
    let (state, topology) = scene.face(index)?;
    let spot = spots(&[scene.on_either_side(place)], state, topology)?.into_iter().next()?;
    Some((spot.at, spot.out, f64::from(state.iod_px)))
}

/// Moves a single place.
pub(crate) fn move_one(place: [f64; 2], scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    move_places(&[scene.on_either_side(place)], scene, strength, frame);
}

/// Moves the jaw at one place.
pub(super) fn jaw(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    move_one(JAW, scene, strength, frame);
}

/// Moves a cheek.
pub(super) fn cheek(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    move_one(CHEEK, scene, strength, frame);
}

/// Moves an ear.
pub(super) fn ear(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    move_one(EAR, scene, strength, frame);
}

fn move_places(places: &[[f64; 2]], scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let Some((state, topology)) = scene.face(frame.index) else { return };
    let Some(spots) = spots(places, state, topology) else { return };
    let iod_px = f64::from(state.iod_px);
    let part = around(&spots, AROUND_SIGMAS * SIGMA_IOD * iod_px, frame);
    if part.is_empty() {
        return;
    }
    let clip = &scene.analysis.clip;
    let seconds = clip.seconds(frame.index) - clip.seconds(scene.course.worst_frame);
    let most_px = f64::from(0.01 * strength * scene.course.share(frame.index)) * iod_px;
    let field = Field::new((part.width(), part.height()), STEP_PX, |x, y| {
        let place = [(part.x0 + x) as f64, (part.y0 + y) as f64];
        let by = off(&spots, SIGMA_IOD * iod_px, seconds, place);
        [place[0] - most_px * by[0], place[1] - most_px * by[1]]
    });
    let chroma_part = chroma_of(part, frame);
    let size = (chroma_part.width(), chroma_part.height());
    let chroma_field = field.subsampled(frame.subsampling.factors(), size);
    for which in 0..3 {
        let (field, part) = if which == 0 { (&field, part) } else { (&chroma_field, chroma_part) };
        let warped = under_field(frame.plane(which), field);
        let now = part_of(frame.plane(which), part);
        let change = Plane::from_fn(part.width(), part.height(), |x, y| {
            warped.row(y)[x] / dewax::px::LEVEL - now.row(y)[x]
        });
        add_levels(frame, which, (part.x0, part.y0), &change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_furthest_out_at_the_worst_frame() {
        for place in 0..FROM_CHIN.len() {
            assert!((swing(place, 0.0).abs() - 1.0).abs() < 1e-9);
            assert!((4..60).all(|t| swing(place, f64::from(t) / 24.0).abs() < 1.0));
        }
    }
}
