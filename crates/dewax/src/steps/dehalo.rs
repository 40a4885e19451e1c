//! Takes measured sharpening back along contours, so that the lines beside them go.

use crate::deed::Deed;
use crate::asks::{Asks, Unsharpen};
use crate::cause::Cause;
use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::flaw::Flaw;
use crate::kernels::{blur, extent, round_u16, tile, unsharp};
use crate::params;
use crate::px::{Frame, LEVEL, Plane, Rect, Window};
use crate::step::{Blame, Context, Reach, Step, Touches};
use crate::skin::shape::Shape;
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
/// How much of a feature of a face within [`SOFT_PX`] keeps a place as it is: half of it is all of it, so that lashes and the
/// edge of a lip, which lie on its outline, are kept whole.
const KEPT_BY: f32 = 2.0;

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

/// Takes eyes, brows, lips and nostrils out of the weights. They are contours too, but what makes a face alive is drawn in them
/// with one or two pixels: a measured mask is never sure enough for that.
fn keep_features(context: &Context<'_>, index: usize, weights: &mut Plane<f32>) {
    let (width, height) = (weights.width(), weights.height());
    let faces = &context.facts.faces;
    for state in faces.all(index) {
        let half = state.square.side_px / 2.0;
        let range = |middle: f32, size: usize| {
            let cut = |v: f32| (v.max(0.0) as usize).min(size);
            (cut(middle - half), cut(middle + half))
        };
        let ((x0, x1), (y0, y1)) = (range(state.square.x, width), range(state.square.y, height));
        let part = Rect { x0, y0, x1, y1 };
        if part.is_empty() {
            continue;
        }
        let shape = Shape::of(state, faces.topology.as_deref(), 1, part);
        let features = blur::gaussian(&shape.features, SOFT_PX);
        for y in y0..y1 {
            let row = features.row(y - y0);
            for (weight, feature) in weights.row_mut(y)[x0..x1].iter_mut().zip(row) {
                *weight *= 1.0 - (KEPT_BY * feature).min(1.0);
            }
        }
    }
}

impl Step for Dehalo {
    const NAME: &'static str = "dehalo";
    const DOC: &'static str = "Takes the sharpening back that was measured in a shot, along contours of the brightness only: \
        bright and dark lines beside them go, and their slopes become what they were. Each new pixel is a weighted mean of \
        those around it, so nothing rings and no new line appears; surfaces and their texture, eyes, brows and lips are left \
        alone. Neutral unless the check `halo` names a halo and two halves of the shot agree on the sharpening, or `auto` is \
        false.";
    const TOUCHES: Touches = Touches::Frame;
    const BLAME: &'static [Blame] = &[
        Blame::skin(0, &[Cause::Blurred]),
        Blame::skin(1, &[Cause::Waxed]),
        Blame::frame(0, &[Cause::Blurred, Cause::Waxed]),
        Blame::frame(1, &[Cause::Surroundings]),
    ];
    const SINCE: i64 = 4;

    fn neutral() -> Self {
        Self { amount: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0 || self.sharpened == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        let amount = if Step::is_neutral(self) { 0.0 } else { self.amount };
        Deed::share("halos along contours taken back", amount).into_iter().collect()
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

    fn treats(&self, flaw: Flaw) -> bool {
        flaw == Flaw::Halo && !Step::is_neutral(self)
    }

    fn asks(&self) -> Asks {
        let own = Unsharpen { share: self.amount, amount: self.sharpened, radius_px: self.radius_px };
        Asks { unsharpen: own, ..Asks::NOTHING }
    }

    fn reach(&self, _picture: &Picture) -> Reach {
        let weight = blur::radius_px(self.radius_px) + self.beside_px() + blur::radius_px(SOFT_PX);
        Reach { halo_px: unsharp::reach_px(self.radius_px).max(weight), ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let samples = source.here().luma();
        let luma = tile::cut(samples, Rect::of(samples.width(), samples.height()));
        let mut weights = self.weights(&luma);
        keep_features(context, source.here().index, &mut weights);
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
