//! How far a shot lies from the same shot without its grade, pixel by pixel.

use super::material::{FRAMES, Shot};
use dewax::color::{Cdl, ciede2000, lab_from_rgb, rgb_from_ycc};

/// Every so many pixels are looked at, across and down.
const EVERY: usize = 3;

/// A pixel of the shot, the same without its grade, and whether it is skin of the face.
pub(super) type Pixel = ([f32; 3], [f32; 3], bool);

/// Pixels of the middle frame of a shot beside those of the same shot without its grade.
pub(super) fn pixels(shot: &Shot, truth: &Shot) -> Vec<Pixel> {
    let picture = shot.analysis.clip.picture();
    let facts = &shot.analysis.shots[0];
    let held: Vec<_> = facts.locks.iter().filter_map(|l| l.held(FRAMES / 2)).collect();
    let is_skin = |point: [f64; 2]| {
        held.iter().any(|lock| {
            let still = lock.back().map(|back| back(point));
            still.is_some_and(|s| lock.segment.is_face(s) && lock.skin(s) > 0.5)
        })
    };
    let (sx, sy) = shot.frame.subsampling.factors();
    let rgb = |of: &Shot, x: usize, y: usize| {
        let at = |which: usize| f32::from(of.frame.plane(which).row(y / sy)[x / sx]);
        rgb_from_ycc(
            picture.weights,
            picture.levels.units([f32::from(of.frame.luma().row(y)[x]), at(1), at(2)]),
        )
    };
    let mut out = Vec::new();
    for y in (0..shot.frame.height()).step_by(EVERY) {
        for x in (0..shot.frame.width()).step_by(EVERY) {
            out.push((rgb(shot, x, y), rgb(truth, x, y), is_skin([x as f64, y as f64])));
        }
    }
    out
}

/// Mean difference of skin, its ninetieth percentile, and the mean of the rest, CIEDE2000.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Off {
    pub(super) skin: f64,
    pub(super) skin_p90: f64,
    pub(super) rest: f64,
    /// Of the mean colours of the skin.
    pub(super) cast: f64,
    /// Mean difference of the darkest third of the skin, of its middle one and of its brightest one.
    pub(super) tones: [f64; 3],
}

pub(super) fn off(pixels: &[Pixel], cdl: &Cdl) -> Off {
    let (mut skin, mut rest) = (Vec::new(), Vec::new());
    let mut lit = Vec::new();
    for (is, due, is_skin) in pixels {
        let there = lab_from_rgb(*due);
        let de = ciede2000(lab_from_rgb(cdl.graded(*is)), there);
        if *is_skin {
            skin.push(de);
            lit.push((there[0], de));
        } else {
            rest.push(de);
        }
    }
    lit.sort_by(|a, b| a.0.total_cmp(&b.0));
    let third = |k: usize| {
        let part = &lit[k * lit.len() / 3..(k + 1) * lit.len() / 3];
        mean(&part.iter().map(|(_, de)| *de).collect::<Vec<f64>>())
    };
    let tones = std::array::from_fn(third);
    let skins = || pixels.iter().filter(|p| p.2);
    let count = skins().count().max(1) as f32;
    let middle = |pick: &dyn Fn(&Pixel) -> [f32; 3]| -> [f32; 3] {
        std::array::from_fn(|c| skins().map(|p| pick(p)[c]).sum::<f32>() / count)
    };
    let colours = (middle(&|p| cdl.graded(p.0)), middle(&|p| p.1));
    let cast = ciede2000(lab_from_rgb(colours.0), lab_from_rgb(colours.1));
    Off { skin: mean(&skin), skin_p90: rank(&mut skin, 0.9), rest: mean(&rest), cast, tones }
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The value that `share` of them do not exceed; 0 of nothing.
pub(super) fn rank(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share).ceil() as usize).saturating_sub(1);
    values.get(at).copied().unwrap_or(0.0)
}
