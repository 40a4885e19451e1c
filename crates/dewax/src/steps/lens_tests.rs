//! The step beside the facts of a shot: neutral where nobody is known, the same in every frame else.

use super::*;
use crate::clip::Shot;

#[test]
fn without_persons_it_is_neutral_and_without_an_amount_too() {
    let facts = ShotFacts::still(Shot { first_frame: 0, frames: 5 });
    assert!(Step::is_neutral(&Step::possible(&Lens::default(), &facts)));
    assert!(Step::is_neutral(&Lens::neutral()) && !Step::is_neutral(&Lens::default()));
    assert!(!Lens::neutral().asks().lens.is_asked() && Lens::default().asks().lens.is_asked());
}
