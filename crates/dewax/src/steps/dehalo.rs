//! Takes measured sharpening back along contours, so that the lines beside them go.

use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::kernels::{blur, extent, round_u16, tile, unsharp};
use crate::params;
use crate::px::{Frame, LEVEL, Plane, Rect, Window};
use crate::step::{Context, Reach, Step, Touches};
use rayon::prelude::*;

params! {
    /// Removal of halos along contours.
    pub struct Dehalo {
        /// How much of the sharpening to take back; 1 takes back all of it.
        amount: f32 = 1.0, in 0.0..1.0;
        /// How strongly the picture was sharpened, as the amount of an unsharp mask.
        sharpened: f32 = 1.0, in 0.0..4.0;
        /// Sigma of the blur that it was sharpened against, in pixels of the clip.
        radius_px: f32 = 1.0, in 0.4..3.0, unit "px";
        /// Brightness differences from which on a place counts as a contour; at twice as much it is one entirely.
        contour_levels: f32 = 16.0, in 2.0..60.0, unit "levels";
        /// Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given.
        auto: bool = true;
    }
}

/// A contour's surroundings are treated this much farther than the blur reaches, px: overshoot of a soft contour lies farther out.
const BESIDE_PX: usize = 2;
/// Sigma by which the weight is softened, px: texture must not change along a line.
const SOFT_PX: f32 = 1.5;

impl Dehalo {
    /// How far from a contour pixels are treated.
    fn beside_px(&self) -> usize {
        blur::radius_px(self.radius_px) + BESIDE_PX
    }

    /// Weight 0..=1 of every pixel: how much of a contour is near. `luma` in stored units.
    fn weights(&self, luma: &Plane<f32>) -> Plane<f32> {
        // Blurred first, so that noise and pores count for less than what is sharpened with them.
        let mut out = extent::extent(&blur::gaussian(luma, self.radius_px), self.beside_px());
        let least = self.contour_levels * LEVEL;
        let width = out.width().max(1);
        out.samples_mut().par_chunks_mut(width).for_each(|row| {
            for weight in row {
                let share = ((*weight - least) / least).clamp(0.0, 1.0);
                *weight = share * share * (3.0 - 2.0 * share);
            }
        });
        blur::gaussian(&out, SOFT_PX)
    }
}

impl Step for Dehalo {
    const NAME: &'static str = "dehalo";
    const DOC: &'static str = "Takes the sharpening back that was measured in a shot, along contours of the brightness only: \
        bright and dark lines beside them go, and their slopes become what they were. Each new pixel is a weighted mean of \
        those around it, so nothing rings and no new line appears; surfaces and their texture are left alone. Neutral unless \
        sharpening is measured, or `auto` is false.";
    const TOUCHES: Touches = Touches::Frame;

    fn neutral() -> Self {
        Self { amount: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0 || self.sharpened == 0.0
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        if !self.auto {
            return self.clone();
        }
        match &facts.sharpening {
            Some(found) if found.shows() => {
                Self { sharpened: found.amount, radius_px: found.radius_px, ..self.clone() }
            }
            _ => Self { amount: 0.0, ..self.clone() },
        }
    }

    fn reach(&self, _picture: &Picture) -> Reach {
        let weight = blur::radius_px(self.radius_px) + self.beside_px() + blur::radius_px(SOFT_PX);
        Reach { halo_px: unsharp::reach_px(self.radius_px).max(weight), ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let samples = source.here().luma();
        let luma = tile::cut(samples, Rect::of(samples.width(), samples.height()));
        let weights = self.weights(&luma);
        if weights.samples().iter().all(|&w| w == 0.0) {
            return;
        }
        let plain = unsharp::remove(&luma, self.sharpened, self.radius_px);
        let (amount, legal) = (self.amount, context.picture.levels.legal);
        let width = samples.width().max(1);
        out.plane_mut(0).samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
            let sources = luma.row(y).iter().zip(plain.row(y)).zip(weights.row(y));
            for (sample, ((&was, &plain), &weight)) in row.iter_mut().zip(sources) {
                if weight > 0.0 {
                    let made = was + amount * weight * (plain - was);
                    *sample = round_u16(made.max(legal.0), legal.1);
                }
            }
        });
    }
}
