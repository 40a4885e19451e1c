//! What steps made of a picture, held to what was wished of single faces: regions, tones and strengths.

use super::{Tones, WHITE, Weights};
use crate::kernels::blur;
use crate::px::{Plane, Rect, Rgb16};
use rayon::prelude::*;

/// Tones are told from a picture softened like this, eye distances, so that pores do not tell their own.
const TONE_SOFT_IOD: f32 = 0.02;

/// One face of a picture that steps treated.
#[derive(Clone, Copy, Debug)]
pub struct Holding<'a> {
    /// All of its skin.
    pub all: &'a Weights,
    /// Its skin in the regions that were wished; nowhere more than all.
    pub wanted: &'a Weights,
    /// Its distance between the eyes, px.
    pub iod_px: f32,
    /// How much of what was done to it stays, 0..=1.
    pub strength: f32,
}

/// Takes `after` back to `before`, on the skin of faces, as far as it was not wished: where a face's skin is all there, its weight in the wished
/// regions, times its strength, times the weight of the tone stays. What lies beside the skin stays as it is.
pub fn hold(before: &Rgb16, after: &mut Rgb16, faces: &[Holding<'_>], tones: &Tones) {
    for face in faces.iter().filter(|face| !face.all.rect.is_empty()) {
        let rect = face.all.rect;
        let told = (!tones.is_plain()).then(|| tone_weights(before, rect, face.iod_px, tones));
        let strength = face.strength.clamp(0.0, 1.0);
        let kept = |x: usize, y: usize| {
            let all = face.all.plane.row(y)[x];
            let wanted = face.wanted.at(rect.x0 + x, rect.y0 + y).min(all);
            let tone = told.as_ref().map_or(1.0, |told| told.row(y)[x]);
            1.0 - (all - wanted * strength * tone).clamp(0.0, 1.0)
        };
        for (was, is) in before.iter().zip(after.iter_mut()) {
            let step = is.width().max(1);
            let rows = is.samples_mut().par_chunks_mut(step).enumerate().skip(rect.y0).take(rect.height());
            rows.for_each(|(row, is)| {
                let pairs = was.row(row)[rect.x0..rect.x1].iter().zip(&mut is[rect.x0..rect.x1]);
                for (x, (was, is)) in pairs.enumerate() {
                    let change = f32::from(*is) - f32::from(*was);
                    let held = f32::from(*was) + kept(x, row - rect.y0) * change;
                    *is = (held + 0.5).clamp(0.0, WHITE) as u16;
                }
            });
        }
    }
}

/// How much the tone of each place of a part is treated.
pub(super) fn tone_weights(rgb: &Rgb16, rect: Rect, iod_px: f32, tones: &Tones) -> Plane<f32> {
    let luma = super::luma(rgb, rect);
    let plane = Plane::from_fn(luma.width(), luma.height(), |x, y| f32::from(luma.row(y)[x]));
    let mut soft = blur::gaussian(&plane, (TONE_SOFT_IOD * iod_px).max(1.0));
    soft.samples_mut().par_iter_mut().for_each(|v| *v = tones.weight(*v / WHITE));
    soft
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(code: u16) -> Rgb16 {
        [0, 1, 2].map(|_| Plane::filled(40, 30, code))
    }

    fn weights(rect: Rect, weight: impl Fn(usize, usize) -> f32) -> Weights {
        Weights { rect, plane: Plane::from_fn(rect.width(), rect.height(), weight) }
    }

    #[test]
    fn what_was_not_wished_is_taken_back_on_the_skin_and_nowhere_else() {
        let rect = Rect { x0: 10, y0: 5, x1: 30, y1: 25 };
        let all = weights(rect, |_, _| 1.0);
        // The left half of the face is wished.
        let wanted = weights(rect, |x, _| f32::from(u8::from(x < 10)));
        let (before, mut after) = (grey(20_000), grey(24_000));
        let face = Holding { all: &all, wanted: &wanted, iod_px: 20.0, strength: 0.5 };
        hold(&before, &mut after, &[face], &Tones::default());
        let at = |x: usize, y: usize| after[1].row(y)[x];
        assert_eq!([at(0, 0), at(12, 10), at(25, 10), at(35, 28)], [24_000, 22_000, 20_000, 24_000]);
        // Wished everywhere and fully, nothing is taken back.
        let (mut again, whole) = (grey(24_000), grey(24_000));
        let face = Holding { all: &all, wanted: &all, iod_px: 20.0, strength: 1.0 };
        hold(&before, &mut again, &[face], &Tones::default());
        assert_eq!(again, whole);
    }

    #[test]
    fn tones_that_were_not_wished_are_taken_back() {
        let rect = Rect::of(40, 30);
        let all = weights(rect, |_, _| 1.0);
        let face = Holding { all: &all, wanted: &all, iod_px: 20.0, strength: 1.0 };
        let no_darks = Tones { darks: 0.0, ..Tones::default() };
        for (code, kept) in [(6_000, 6_000), (60_000, 61_000)] {
            let mut after = grey(code + 1_000);
            hold(&grey(code), &mut after, &[face], &no_darks);
            assert_eq!(after[0].row(9)[9], kept);
        }
    }
}
