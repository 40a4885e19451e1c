//! What the tests of the checks share: a shot of a second, to be filled with facts.

use crate::check::{Check, Evidence, Judgement};
use crate::clip::{Clip, Shot};
use crate::demo::DrawnFace;
use crate::face::{FaceState, FaceTrack, HAND_JOINTS, Hand, Mode, Scores, Square};
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

/// A face at (20, 32) and a hand of 20 px at `x`, whose joints jump by so much of its size.
pub(super) fn handed(x: f32, jump: f32) -> FaceTrack {
    let state = |i: usize| {
        let mut joints = [[x, 50.0]; HAND_JOINTS];
        for (j, joint) in joints.iter_mut().enumerate().skip(1) {
            let off = if (i + j).is_multiple_of(2) { 20.0 * jump / 2.0 } else { 0.0 };
            *joint = [x + off, 30.0 - (j % 4) as f32];
        }
        // Where the middle finger begins: it says which way the palm lies.
        joints[9] = [x, 30.0];
        FaceState {
            mode: Mode::BoxOnly,
            weight: 1.0,
            square: Square::upright(20.0, 32.0, 50.0),
            iod_px: 14.0,
            scores: Scores::default(),
            mesh: None,
            skin: None,
            person: Vec::new().into(),
            hands: vec![Hand { joints, flag: 0.95 }],
        }
    };
    let states = (0..24).map(state).collect();
    FaceTrack { id: 1, first_frame: 0, states, others: Vec::new(), like: Vec::new(), dropped: false }
}

#[test]
fn no_check_of_real_skin_decides_on_a_stylised_face() {
    use crate::check::{Remedy, Severity};
    use crate::facts::{ContourMotion, FaceShape, Glimpse};
    let breathing = ContourMotion {
        contour: crate::facts::Contour::Jaw,
        is_right: true,
        percent: 3.0,
        limit_percent: 0.4,
        width_percent: 4.0,
        frame: 9,
    };
    let clip = DrawnFace::new(64, 64, 24).clip();
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 24 });
    facts.shapes = vec![FaceShape { contours: vec![breathing], ..FaceShape::default() }];
    let found = |facts: &ShotFacts| {
        let seen = Evidence { facts, shots: std::slice::from_ref(facts), clip: &clip };
        super::CHECKS.iter().map(|c| c.find(0, &seen)).collect::<Vec<_>>()
    };
    let geometry = |facts: &ShotFacts| found(facts).into_iter().find(|f| f.code == "geometry");
    let real = geometry(&facts).map(|f| (f.severity, f.remedy));
    assert_eq!(real, Some((Severity::Clear, Remedy::Regenerate)));
    facts.glimpses = vec![Glimpse {
        skin_blocks: 90,
        tone_share: 0.9,
        tone_span_levels: 60.0,
        flat_share: 0.8,
        ..Glimpse::default()
    }];
    let drawn = geometry(&facts).map(|f| (f.severity, f.remedy));
    assert_eq!(drawn, Some((Severity::CannotTell, Remedy::Leave)));
    let of_skin = super::CHECKS.iter().filter(|c| c.of_real_skin).count();
    assert!(of_skin >= 6 && of_skin < super::CHECKS.len());
    assert!(found(&facts).iter().any(|f| f.code == "stylised" && f.text.contains("its skin is left")));
}
