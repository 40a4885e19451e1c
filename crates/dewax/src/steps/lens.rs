//! Shallow depth of field: persons stay sharp, and what lies behind them becomes as soft as a lens makes it (`optics`).

use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::deed::Deed;
use crate::facts::ShotFacts;
use crate::optics::{self, Lens as Optics};
use crate::params;
use crate::px::{Frame, Window};
use crate::step::{Blame, Context, Reach, Step, Touches};

params! {
    /// Shallow depth of field.
    pub struct Lens {
        /// How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is.
        amount: f32 = 1.0, in 0.0..1.0;
        /// Focal length on a sensor of 24 × 36 mm.
        focal_mm: f32 = 85.0, in 50.0..85.0, unit "mm";
        /// Focal length over aperture: smaller is softer.
        f_stop: f32 = 2.8, in 1.2..8.0;
        /// How far behind the person the background lies.
        behind_m: f32 = 2.5, in 0.5..20.0, unit "m";
        /// How much of the source's own grain comes back to what became soft.
        grain: f32 = 1.0, in 0.0..1.0;
        /// Leave black bars above and below, or left and right, as they are.
        bars: bool = true, since 13 before false;
    }
}

impl Lens {
    fn optics(&self) -> Optics {
        let Self { amount, focal_mm, f_stop, behind_m, grain, bars } = *self;
        Optics { amount, focal_mm, f_stop, behind_m, grain, bars }
    }
}

impl Step for Lens {
    const NAME: &'static str = "lens";
    const DOC: &'static str = "Shallow depth of field in post: what is behind the persons becomes as soft as a lens of 50 to 85 mm makes it at its \
        stop, by the thin lens and the distance at which it would have taken the nearest face; discs in linear light, highlights that bloom, no \
        colour of the person in the background, and hair cut along its own edges. The focus is one for the whole shot, so that nothing breathes. \
        Persons stay as they were. Neutral unless a face is held by its mesh and persons are known from the start of the shot.";
    const TOUCHES: Touches = Touches::Frame;
    const STRENGTHS: &'static [&'static str] = &["amount"];
    const BLAME: &'static [Blame] = &[
        Blame::skin(1, &[Cause::Blurred, Cause::Waxed]),
        Blame::frame(0, &[Cause::Blurred, Cause::Surroundings, Cause::Waxed]),
        Blame::frame(1, &[Cause::Flicker, Cause::Features]),
    ];
    const SINCE: i64 = 12;

    fn neutral() -> Self {
        Self { amount: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        Deed::share("the background as soft as a lens makes it", self.amount).into_iter().collect()
    }

    fn possible(&self, facts: &ShotFacts) -> Self {
        if facts.eyes_in_focus_px().is_some() { self.clone() } else { Self { amount: 0.0, ..self.clone() } }
    }

    fn asks(&self) -> Asks {
        Asks { lens: self.optics(), ..Asks::NOTHING }
    }

    fn reach(&self, picture: &Picture) -> Reach {
        Reach { halo_px: optics::reach_px(picture), ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, _source: &Window<'_>, out: &mut Frame) {
        context.facts.lens(context.picture, &self.optics(), out);
    }
}

#[cfg(test)]
#[path = "lens_tests.rs"]
mod tests;
