//! Steps of colour taken back on a whole frame: one grade after another, without the clamps of the standard, each plane at its own
//! resolution, so that colour is not sampled again.

use super::light::colour;
use super::round_u16;
use crate::color::{Cdl, Levels, LumaWeights, rgb_from_ycc, ycc_from_rgb};
use crate::px::Frame;
use rayon::prelude::*;

/// Entries of the table of one channel's slope, offset and power, and the code values that it spans: 8-bit codes of limited range
/// reach from -0.07 to 1.09. Colours of their corners lie farther (-0.8 to 2), are rare, and are computed.
const CURVE: usize = 6144;
const FROM: f32 = -0.5;
const TO: f32 = 1.5;

/// One grade as a table.
struct Table<'a> {
    cdl: &'a Cdl,
    curves: [Vec<f32>; 3],
}

impl<'a> Table<'a> {
    fn of(cdl: &'a Cdl) -> Self {
        let at = |i: usize| FROM + (TO - FROM) * i as f32 / CURVE as f32;
        let curves = [0, 1, 2].map(|c| (0..=CURVE).map(|i| cdl.toned_whole(c, at(i))).collect());
        Self { cdl, curves }
    }

    #[inline(always)]
    fn of_colour(&self, rgb: [f32; 3]) -> [f32; 3] {
        let toned = std::array::from_fn(|c| {
            if !(FROM..TO).contains(&rgb[c]) {
                return self.cdl.toned_whole(c, rgb[c]);
            }
            let at = (rgb[c] - FROM) / (TO - FROM) * CURVE as f32;
            let i = (at as usize).min(CURVE - 1);
            let curve = &self.curves[c];
            curve[i] + (curve[i + 1] - curve[i]) * (at - i as f32)
        });
        self.cdl.saturated_whole(toned)
    }
}

/// Lays grades on a frame, the first of them first.
pub fn lay(levels: &Levels, weights: LumaWeights, grades: &[Cdl], out: &mut Frame) {
    if grades.is_empty() {
        return;
    }
    let tables: Vec<Table<'_>> = grades.iter().map(Table::of).collect();
    let was = [0, 1, 2].map(|which| out.plane(which).clone());
    let was = was.each_ref();
    let factors = out.subsampling.factors();
    for which in 0..3 {
        let plane = out.plane_mut(which);
        let width = plane.width().max(1);
        plane.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
            for (x, sample) in row.iter_mut().enumerate() {
                let rgb = rgb_from_ycc(weights, levels.units(colour(was, factors, which, (x, y))));
                let made = tables.iter().fold(rgb, |rgb, table| table.of_colour(rgb));
                let stored = levels.stored(ycc_from_rgb(weights, made));
                *sample = round_u16(stored[which], levels.legal.1);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;
    use crate::px::{LEVEL, Plane};

    #[test]
    fn codes_beyond_white_come_back_whole() {
        let picture = DrawnFace::new(64, 48, 2).picture();
        let grade = Cdl { slope: [1.0 / 1.1; 3], offset: [0.05 / 1.1; 3], saturation: 1.0, ..Cdl::NEUTRAL };
        let mut frame = Frame::new(&picture.format, 0);
        frame.set_plane(0, Plane::from_fn(64, 48, |x, _| ((16 + 4 * x.min(58)) as f32 * LEVEL) as u16));
        let was = frame.luma().clone();
        lay(&picture.levels, picture.weights, &[grade], &mut frame);
        for (x, (is, was)) in frame.luma().row(0).iter().zip(was.row(0)).enumerate().take(58) {
            let was = (f32::from(*was) / LEVEL - 16.0) / 219.0;
            let due = 16.0 + 219.0 * ((was + 0.05) / 1.1);
            assert!((f32::from(*is) / LEVEL - due).abs() < 0.02, "{x}: {is} {due}");
        }
        let before = frame.clone();
        lay(&picture.levels, picture.weights, &[], &mut frame);
        assert_eq!(frame.luma(), before.luma());
    }

    #[test]
    fn colours_of_the_corners_change_by_their_due() {
        let picture = DrawnFace::new(64, 48, 2).picture();
        let levels = &picture.levels;
        let grades = [
            Cdl { slope: [0.999; 3], ..Cdl::NEUTRAL },
            Cdl { slope: [1.05, 1.0, 0.95], power: [1.1; 3], saturation: 1.1, ..Cdl::NEUTRAL },
        ];
        // Blue lies at 1.74 and -0.68, beyond the table.
        for (grade, given) in grades.iter().flat_map(|g| [(g, [0.9, 0.45, 0.0]), (g, [0.15, -0.45, 0.0])]) {
            let mut frame = Frame::new(&picture.format, 0);
            for (which, v) in levels.stored(given).iter().enumerate() {
                let (width, height) = (frame.plane(which).width(), frame.plane(which).height());
                frame.set_plane(which, Plane::from_fn(width, height, |_, _| v.round() as u16));
            }
            let was = [0, 1, 2].map(|which| f32::from(frame.plane(which).row(5)[5]));
            let due = levels.stored(crate::color::graded_whole(
                picture.weights,
                std::slice::from_ref(grade),
                levels.units(was),
            ));
            lay(levels, picture.weights, std::slice::from_ref(grade), &mut frame);
            for which in 0..3 {
                let is = f32::from(frame.plane(which).row(5)[5]);
                assert!(
                    (is - due[which].clamp(0.0, levels.legal.1)).abs() <= 1.0,
                    "{grade:?} {which}: {is} {due:?}"
                );
            }
        }
    }
}
