//! Flaws beside the skin: hair and clothes whose texture is drawn anew in every frame, and an outline that crawls.

use super::scene::Scene;
use crate::bench_lock::ground::band_noise;
use crate::frames::{add_levels, levels_of};
use dewax::face::{FaceState, PERSON_CELLS, Square};
use dewax::kernels::blur::gaussian;
use dewax::kernels::warp::{Field, by_field};
use dewax::px::{Frame, Plane};

/// What each field of noise is for.
const STRANDS: u32 = 61;
const CRAWL: u32 = 63;
/// What is finer than this blur is texture: strands and weave of up to about 6 px.
const TEXTURE_PX: f32 = 3.0;
/// How far a strand lies off where it was, px: it is drawn anew, as long and as strong as it was; and blurs between which the way varies.
const REDRAWN_PX: f64 = 3.0;
const REDRAWN_BLURS_PX: (f32, f32) = (5.0, 15.0);
/// The same for the way that an outline crawls: waves of one to three finger's breadths along it.
const CRAWL_BLURS_PX: (f32, f32) = (5.0, 12.0);
/// The face in its square, and how far down it the chin and the collar lie, as shares of its side.
const FACE_AXES: [f32; 2] = [0.31, 0.38];
const CHIN: f32 = 0.83;
const COLLAR: f32 = 0.93;
/// A place is this much person before it is hair or clothes, 0..=1.
const PERSON: f32 = 0.7;
/// The edge of what is drawn anew, px.
const SOFT_PX: f32 = 2.0;

/// How much of a place belongs to the person, 0..=1.
fn person_at(region: &Square, cells: &[u8], at: [f32; 2]) -> f32 {
    let last = PERSON_CELLS as f32 - 1.0;
    let [u, v] = region.inside(at).map(|v| v * PERSON_CELLS as f32 - 0.5);
    if !(0.0..last).contains(&u) || !(0.0..last).contains(&v) {
        return 0.0;
    }
    let (x, y) = (u as usize, v as usize);
    let (fx, fy) = (u - x as f32, v - y as f32);
    let cell = |x: usize, y: usize| f32::from(cells[y * PERSON_CELLS + x]) / 255.0;
    let upper = cell(x, y) + (cell(x + 1, y) - cell(x, y)) * fx;
    let lower = cell(x, y + 1) + (cell(x + 1, y + 1) - cell(x, y + 1)) * fx;
    upper + (lower - upper) * fy
}

/// Whether a place is in the face.
fn in_face(state: &FaceState, at: [f32; 2]) -> bool {
    let [u, v] = state.square.inside(at).map(|v| v - 0.5);
    (u / FACE_AXES[0]).powi(2) + (v / FACE_AXES[1]).powi(2) < 1.0
}

/// The face with its person; none where no person is known.
fn known<'a>(scene: &Scene<'a>, index: usize) -> Option<(&'a FaceState, std::sync::Arc<Vec<u8>>)> {
    let (state, _) = scene.face(index)?;
    let cells = state.person();
    (cells.len() == PERSON_CELLS * PERSON_CELLS).then_some((state, cells))
}

/// The texture of the person above (or below) the chin, without the skin, is drawn anew.
fn redrawn(scene: &Scene<'_>, strength: f32, frame: &mut Frame, is_hair: bool) {
    let Some((state, cells)) = known(scene, frame.index) else { return };
    let luma = levels_of(frame.luma());
    let size = (luma.width(), luma.height());
    let region = state.person_square();
    let skin = scene.skin(frame);
    let weight = Plane::from_fn(size.0, size.1, |x, y| {
        let at = [x as f32, y as f32];
        let down = state.square.inside(at)[1];
        let is_there = if is_hair { down < CHIN } else { down > COLLAR };
        let on_skin = skin.as_ref().map_or(0.0, |s| {
            let inside = x >= s.part.x0 && y >= s.part.y0 && x < s.part.x1 && y < s.part.y1;
            if inside { s.weights.row(y - s.part.y0)[x - s.part.x0] } else { 0.0 }
        });
        let is_it = is_there && !in_face(state, at) && person_at(&region, &cells, at) > PERSON;
        if is_it { 1.0 - on_skin } else { 0.0 }
    });
    let weight = gaussian(&weight, SOFT_PX);
    let mut texture = gaussian(&luma, TEXTURE_PX);
    for (soft, now) in texture.samples_mut().iter_mut().zip(luma.samples()) {
        *soft = now - *soft;
    }
    let ways = [0, 1].map(|which| band_noise(size, REDRAWN_BLURS_PX, STRANDS + which, frame.index));
    let at = |way: &Plane<f32>, x: usize, y: usize| REDRAWN_PX * f64::from(way.at(x as isize, y as isize));
    let places = Field::new(size, 2, |x, y| [x as f64 + at(&ways[0], x, y), y as f64 + at(&ways[1], x, y)]);
    let mut change = by_field(&texture, &places);
    let blend = strength * scene.course.share(frame.index);
    for ((value, texture), weight) in
        change.samples_mut().iter_mut().zip(texture.samples()).zip(weight.samples())
    {
        *value = blend * weight * (*value - texture);
    }
    add_levels(frame, 0, (0, 0), &change);
}

/// Strands that are drawn anew.
pub(super) fn hair(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    redrawn(scene, strength, frame, true);
}

/// Weave and folds that are drawn anew.
pub(super) fn clothes(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    redrawn(scene, strength, frame, false);
}

/// The outline of the person lies somewhere else in every frame, by so many px (RMS), in waves along it.
pub(super) fn crawl(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let Some((state, cells)) = known(scene, frame.index) else { return };
    let luma = levels_of(frame.luma());
    let size = (luma.width(), luma.height());
    let region = state.person_square();
    let cell_px = region.side_px / PERSON_CELLS as f32;
    let way = band_noise(size, CRAWL_BLURS_PX, CRAWL, frame.index);
    let amount = strength * scene.course.share(frame.index);
    let places = Field::new(size, 2, |x, y| {
        let at = [x as f32, y as f32];
        let person =
            |dx: f32, dy: f32| person_at(&region, &cells, [at[0] + dx * cell_px, at[1] + dy * cell_px]);
        let slope = [person(1.0, 0.0) - person(-1.0, 0.0), person(0.0, 1.0) - person(0.0, -1.0)];
        let length = (slope[0] * slope[0] + slope[1] * slope[1]).sqrt();
        if length < 1e-3 || in_face(state, at) {
            return [x as f64, y as f64];
        }
        // Steepest where the person ends: as good as one there.
        let by = amount * way.at(x as isize, y as isize) * (1.5 * length).min(1.0) / length;
        [0, 1].map(|i| f64::from(at[i] + by * slope[i]))
    });
    let mut change = by_field(&luma, &places);
    change.samples_mut().iter_mut().zip(luma.samples()).for_each(|(value, now)| *value -= now);
    add_levels(frame, 0, (0, 0), &change);
}
