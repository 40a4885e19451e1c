//! Takes the breathing of outlines back: a small, smooth warp of what lies around jaws, cheeks, ears and hairlines (`face/breath.rs`).

use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::deed::Deed;
use crate::facts::ShotFacts;
use crate::flaw::Flaw;
use crate::params;
use crate::px::{Frame, Window};
use crate::step::{Blame, Context, Reach, Step, Touches};

params! {
    /// Steadies outlines that breathe.
    pub struct Steady {
        /// How much of what outlines of faces do by themselves is taken back; 1 is all that was measured.
        amount: f32 = 1.0, in 0.0..1.0;
    }
}

/// What is read around a place, luma px: the largest way of a face that fills an 8K picture, and what splines reach.
const REACH_PX: usize = 120;

impl Step for Steady {
    const NAME: &'static str = "steady";
    const DOC: &'static str = "Steadies outlines of faces that breathe (check `geometry`): what jaw, cheek, ear or hairline do by themselves, \
        beyond pose, expression and the rest of the outline, is taken back by a smooth warp of what lies around them, background \
        included, 1.5 % of the face's width at most. Lips, eyes and brows stay, and so does what is slower than a second. Neutral unless an outline breathes, and \
        where it does by more than that: ask for another take.";
    const TOUCHES: Touches = Touches::Frame;
    const BLAME: &'static [Blame] = &[
        Blame::skin(1, &[Cause::Warped]),
        Blame::frame(0, &[Cause::Warped, Cause::Surroundings]),
        Blame::frame(1, &[Cause::Features, Cause::Blurred]),
    ];
    const SINCE: i64 = 11;

    fn neutral() -> Self {
        Self { amount: 0.0 }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        Deed::share("breathing outlines steadied", self.amount).into_iter().collect()
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        let is_dropped = |face: u32| facts.faces.tracks.iter().any(|t| t.id == face && t.dropped);
        let breathes = facts.shapes.iter().any(|s| !s.breath.is_empty() && !is_dropped(s.face));
        if breathes { self.clone() } else { Self { amount: 0.0 } }
    }

    fn treats(&self, flaw: Flaw) -> bool {
        flaw == Flaw::Breath && self.amount > 0.0
    }

    fn asks(&self) -> Asks {
        Asks { steady: self.amount, ..Asks::NOTHING }
    }

    fn reach(&self, _picture: &Picture) -> Reach {
        Reach { halo_px: REACH_PX, ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, _source: &Window<'_>, out: &mut Frame) {
        context.facts.steady(self.amount, out);
    }
}

#[cfg(test)]
#[path = "steady_tests.rs"]
mod tests;
