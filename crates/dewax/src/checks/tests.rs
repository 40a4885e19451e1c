//! What the tests of the checks share: a shot of a second, to be filled with facts.

use crate::check::{Check, Evidence, Judgement};
use crate::clip::{Clip, Shot};
use crate::demo::DrawnFace;
use crate::facts::ShotFacts;

/// What a check says of a shot with these facts.
pub(super) fn judged<C: Check>(fill: impl FnOnce(&mut ShotFacts)) -> Judgement {
    judged_clip::<C>(|facts, _| fill(facts))
}

/// The same, where the clip counts, too.
pub(super) fn judged_clip<C: Check>(fill: impl FnOnce(&mut ShotFacts, &mut Clip)) -> Judgement {
    let mut clip = DrawnFace::new(64, 64, 24).clip();
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 24 });
    fill(&mut facts, &mut clip);
    C::judge(&Evidence { facts: &facts, shots: std::slice::from_ref(&facts), clip: &clip })
}
