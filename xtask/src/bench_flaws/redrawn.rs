//! Flaws that are drawn anew in every frame: boil, patches, exposure.

use super::scene::{Scene, Skin};
use crate::bench_lock::ground::band_noise;
use crate::frames::{add_levels, chroma_of, part_of};
use dewax::color::math::sin_cos_deg;
use dewax::kernels::noise::{key, normal_row};
use dewax::kernels::warp::{Field, by_field};
use dewax::px::{Frame, Plane};

/// Seed of the exposure, and what each field of noise is for.
const SEED: u32 = 13;
const BOIL: u32 = 41;
const PATCHES: u32 = 42;
const EXPOSURE: u32 = 46;
const PULSES: u32 = 50;
/// Blurs between which boil of 2 to 6 px lies, px.
const BOIL_PX: (f32, f32) = (0.7, 1.8);
/// Blurs between which blotches of half an eye distance lie, in eye distances.
const PATCH_IOD: (f32, f32) = (0.12, 0.4);
/// Cells of a field of blotches per eye distance, and around the face.
const PATCH_CELLS: f32 = 20.0;
const PATCH_MARGIN_IOD: f32 = 1.0;
/// Blotches of chroma beside those of luma.
const CHROMA_SHARE: f32 = 0.5;
/// What is random in every frame has no worst frame unless one stands out: by this factor.
const CREST: f32 = 1.6;
/// The most that exposure is off in another frame, in standard deviations.
const MOST_DEVIATIONS: f32 = 1.5;

/// Fine texture of the face's skin, drawn anew.
pub(crate) fn boil(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let Some(skin) = scene.skin(frame) else { return };
    let mut noise = band_noise((skin.part.width(), skin.part.height()), BOIL_PX, BOIL, frame.index);
    let levels = strength * scene.course.share(frame.index);
    for (value, weight) in noise.samples_mut().iter_mut().zip(skin.weights.samples()) {
        *value *= levels * weight;
    }
    add_levels(frame, 0, (skin.part.x0, skin.part.y0), &noise);
}

/// Blotches of light and colour that lie on the skin, drawn anew.
pub(super) fn patches(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let crest = if frame.index == scene.course.worst_frame { CREST } else { 1.0 };
    let levels = strength * scene.course.share(frame.index) * crest;
    let index = frame.index;
    let drawn = |which: usize, size, blurs| band_noise(size, blurs, PATCHES + which as u32, index);
    lay(scene, levels, frame, true, &drawn);
}

/// What each of three swings of pulsing patches is like, Hz: none in step with another, all of them seen as pulsing.
const SWINGS_HZ: [f64; 3] = [2.1, 3.3, 4.7];

/// Blotches of light and colour that lie on the skin and swell and fade, each three of them mixed.
pub(crate) fn pulses(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let seconds = scene.analysis.clip.seconds(frame.index);
    let drawn = |which: usize, size, blurs| {
        let mut sum: Plane<f32> = Plane::new(0, 0);
        for (number, hz) in SWINGS_HZ.iter().enumerate() {
            let field = band_noise(size, blurs, PULSES + which as u32, number);
            let swing = sin_cos_deg(360.0 * hz * seconds + 120.0 * (number + which) as f64).0;
            // Three swings, each of RMS √½.
            let share = (swing * (2.0 / SWINGS_HZ.len() as f64).sqrt()) as f32;
            if number == 0 {
                sum = Plane::new(field.width(), field.height());
            }
            sum.samples_mut().iter_mut().zip(field.samples()).for_each(|(s, f)| *s += share * f);
        }
        sum
    };
    lay(scene, strength, frame, false, &drawn);
}

/// What is drawn: plane, size and blurs.
type Drawn<'a> = dyn Fn(usize, (usize, usize), (f32, f32)) -> Plane<f32> + 'a;

/// Lays blotches on the skin as its lock carries them. `even`: with mean 0 and RMS 1 in every frame.
fn lay(scene: &Scene<'_>, levels: f32, frame: &mut Frame, even: bool, drawn: &Drawn<'_>) {
    let (Some(skin), Some(locked)) = (scene.skin(frame), scene.locked(frame.index)) else { return };
    let Some(back) = locked.back() else { return };
    let grid = &locked.segment.grid;
    let cell_px = (locked.segment.iod_px / PATCH_CELLS).max(1.0);
    let margin_px = PATCH_MARGIN_IOD * locked.segment.iod_px;
    let cells =
        |nodes: usize| ((nodes as f32 * grid.step_px + 2.0 * margin_px) / cell_px).ceil() as usize + 4;
    let size = (cells(grid.columns), cells(grid.rows));
    let corner = [f64::from(grid.x - margin_px), f64::from(grid.y - margin_px)];
    let part = skin.part;
    let places = Field::new((part.width(), part.height()), 8, |x, y| {
        let still = back([(part.x0 + x) as f64, (part.y0 + y) as f64]);
        [0, 1].map(|axis| (still[axis] - corner[axis]) / f64::from(cell_px))
    });
    let blurs = (PATCH_IOD.0 * PATCH_CELLS, PATCH_IOD.1 * PATCH_CELLS);
    for which in 0..3 {
        let mut blotches = by_field(&drawn(which, size, blurs), &places);
        if even {
            even_out(&mut blotches, &skin);
        }
        if which == 0 {
            for (value, weight) in blotches.samples_mut().iter_mut().zip(skin.weights.samples()) {
                *value *= levels * weight;
            }
            add_levels(frame, 0, (part.x0, part.y0), &blotches);
        } else {
            let (chroma, (across, down)) = (chroma_of(part, frame), frame.subsampling.factors());
            let change = Plane::from_fn(chroma.width(), chroma.height(), |x, y| {
                let blotch = blotches.at((x * across) as isize, (y * down) as isize);
                levels * CHROMA_SHARE * skin.chroma_weight(frame, (x, y)) * blotch
            });
            add_levels(frame, which, (chroma.x0, chroma.y0), &change);
        }
    }
}

/// Mean 0 and RMS 1 over the skin: a face has room for few blotches, so that chance would make some frames much worse.
fn even_out(blotches: &mut Plane<f32>, skin: &Skin) {
    let weighted = |value: &dyn Fn(f32) -> f32| {
        let pairs = blotches.samples().iter().zip(skin.weights.samples());
        let (sum, weights) = pairs.fold((0.0f64, 0.0f64), |(sum, weights), (b, w)| {
            (sum + f64::from(w * value(*b)), weights + f64::from(*w))
        });
        (sum / weights.max(1e-9)) as f32
    };
    let mean = weighted(&|b| b);
    let spread = weighted(&|b| (b - mean) * (b - mean)).sqrt().max(1e-3);
    blotches.samples_mut().iter_mut().for_each(|b| *b = (*b - mean) / spread);
}

/// How much brighter a frame is, in standard deviations. The worst frame stands out, against both of its neighbours.
fn exposure_off(worst_frame: usize, index: usize) -> f32 {
    let mut one = [0.0];
    normal_row(key(SEED, EXPOSURE, index), 0, 0, &mut one);
    let usual = one[0].clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS);
    match index.abs_diff(worst_frame) {
        0 => CREST * MOST_DEVIATIONS,
        1 => -usual.abs(),
        _ => usual,
    }
}

/// The whole frame, brighter or darker.
pub(super) fn exposure(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let off = exposure_off(scene.course.worst_frame, frame.index);
    let gain = 0.01 * strength * scene.course.share(frame.index) * off;
    let levels = &scene.picture.levels;
    for (which, zero) in [levels.black, levels.chroma_zero, levels.chroma_zero].into_iter().enumerate() {
        let plane = frame.plane(which);
        let whole = dewax::px::Rect::of(plane.width(), plane.height());
        let mut change = part_of(plane, whole);
        change.samples_mut().iter_mut().for_each(|value| *value = gain * (*value - zero / dewax::px::LEVEL));
        add_levels(frame, which, (0, 0), &change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposure_is_worst_where_it_is_said_to_be() {
        for worst in 10..50 {
            let off: Vec<f32> = (0..60).map(|index| exposure_off(worst, index)).collect();
            let bends: Vec<f32> = (1..59).map(|t| (off[t - 1] - 2.0 * off[t] + off[t + 1]).abs()).collect();
            let found = 1 + dewax::check::worst(&bends);
            assert!(found.abs_diff(worst) <= 1, "{found} instead of {worst}");
        }
    }
}
