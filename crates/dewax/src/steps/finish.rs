//! Very light output sharpening that cannot make a halo.

use crate::deed::Deed;
use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::kernels::{blur, round_u16, tile};
use crate::params;
use crate::px::{Frame, Plane, Rect, Window};
use crate::step::{Blame, Context, Reach, Step, Told, Touches, given_nothing};
use rayon::prelude::*;

params! {
    /// Light output sharpening.
    pub struct Finish {
        /// Strength of the sharpening.
        amount: f32 = 0.0, in 0.0..2.0, cap 0.3;
        /// Sigma of the detail that is lifted, at 1080p.
        radius_px: f32 = 0.8, in 0.3..3.0, unit "px";
    }
}

impl Finish {
    fn sigma_px(&self, picture: &Picture) -> f32 {
        (self.radius_px * picture.scale()).max(0.4)
    }
}

impl Step for Finish {
    const NAME: &'static str = "finish";
    const DOC: &'static str = "Sharpens the brightness very lightly. No pixel leaves the range of its eight neighbours and \
        itself, so contours get no bright or dark line.";
    const TOUCHES: Touches = Touches::Frame;
    const STRENGTHS: &'static [&'static str] = &["amount"];
    const BLAME: &'static [Blame] = &[Blame::skin(2, &[Cause::Sharpened]), Blame::frame(0, &[Cause::Sharpened])];

    fn neutral() -> Self {
        Self { amount: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        Deed::share("sharpened", self.amount).into_iter().collect()
    }

    fn asks(&self) -> Asks {
        let gain = 1.0 + self.amount;
        Asks { texture_gain: gain, sharpen_gain: gain, ..Asks::NOTHING }
    }

    fn beside(&self, told: &Told) -> Self {
        // Skin that has its texture is not sharpened either.
        if told.has_skin && told.rests() { given_nothing(self) } else { self.clone() }
    }

    fn reach(&self, picture: &Picture) -> Reach {
        Reach { halo_px: blur::radius_px(self.sigma_px(picture)).max(1), ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let luma = source.here().luma();
        let (width, height) = (luma.width(), luma.height());
        let soft = blur::gaussian(&tile::cut(luma, Rect::of(width, height)), self.sigma_px(context.picture));
        let amount = self.amount;
        let rows = out.plane_mut(0).samples_mut().par_chunks_mut(width.max(1)).enumerate();
        rows.for_each_init(
            || (vec![0u16; width], vec![0u16; width]),
            |(low, high), (y, row)| {
                extremes(luma, y, low, high);
                let ends = low.iter().zip(high.iter());
                for (((s, &l), &b), (&lo, &hi)) in row.iter_mut().zip(luma.row(y)).zip(soft.row(y)).zip(ends) {
                    let v = f32::from(l) + amount * (f32::from(l) - b);
                    *s = round_u16(v.max(f32::from(lo)), f32::from(hi));
                }
            },
        );
    }
}

/// Smallest and largest of the 3×3 neighbourhood of every sample of row `y`.
fn extremes(plane: &Plane<u16>, y: usize, low: &mut [u16], high: &mut [u16]) {
    let y = y as isize;
    let [a, b, c] = [y - 1, y, y + 1].map(|r| plane.row_clamped(r));
    let last = b.len() - 1;
    for x in 0..b.len() {
        let (l, r) = (x.saturating_sub(1), (x + 1).min(last));
        let (mut lo, mut hi) = (u16::MAX, 0);
        for row in [a, b, c] {
            for i in [l, x, r] {
                lo = lo.min(row[i]);
                hi = hi.max(row[i]);
            }
        }
        (low[x], high[x]) = (lo, hi);
    }
}
