//! A mask that comes with the frame: kept as it is, shared out among faces, and switched off with `mask`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so by panicking")]

use dewax::chain::{Chain, Made};
use dewax::clip::{Picture, Shot};
use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting, Transfer};
use dewax::face::{FaceState, FaceTrack, Mode, Scores, Square};
use dewax::facts::ShotFacts;
use dewax::px::{Format, Frame, Mask, Plane, Subsampling, Window};
use dewax::recipe::FaceStack;
use dewax::shelf::Shelf;
use dewax::skin::given::from_luma;
use dewax::stack::Stack;
use dewax::step::{Context, FaceFilter, Step};
use dewax::steps::mask::SkinMask;
use std::sync::Arc;

const SIZE: (usize, usize) = (160, 90);

fn picture() -> Picture {
    Picture {
        format: Format {
            width: SIZE.0,
            height: SIZE.1,
            subsampling: Subsampling::C420,
            bits: 8,
            alpha: false,
        },
        levels: Levels::of(Range::Limited, 8),
        weights: LumaWeights::of(Matrix::Bt709),
        siting: Siting::Left,
        transfer: Transfer::Bt709,
    }
}

/// White in the upper half, grey to its right, black below, in 8-bit codes of a range.
fn drawing(black: u16, white: u16) -> Plane<u16> {
    let grey = u16::midpoint(black, white);
    Plane::from_fn(SIZE.0, SIZE.1, |x, y| {
        let code = if y >= 45 {
            black
        } else if x < 100 {
            white
        } else {
            grey
        };
        code << 8
    })
}

fn given() -> Mask {
    from_luma(&picture(), &drawing(0, 255), &Levels::of(Range::Full, 8))
}

/// A grey frame, nothing of it of skin colour, that came with a mask.
fn frame(mask: Option<Mask>) -> Frame {
    let mut frame = Frame::new(&picture().format, 0);
    for which in 0..3 {
        let plane = frame.plane_mut(which);
        let (width, height) = (plane.width(), plane.height());
        *plane = Plane::from_fn(width, height, |x, y| 30_000 + ((x * 37 + y * 91) % 19 * 100) as u16);
    }
    frame.skin = mask.map(Arc::new);
    frame
}

fn face(id: u32, x: f32, side_px: f32, weight: f32) -> FaceTrack {
    let state = FaceState {
        mode: Mode::BoxOnly,
        weight,
        square: Square::upright(x, 45.0, side_px),
        iod_px: side_px * 0.25,
        scores: Scores::default(),
        mesh: None,
        skin: None,
        person: dewax::stow::Stowed::default(),
        hands: Vec::new(),
    };
    FaceTrack {
        id,
        first_frame: 0,
        states: vec![state],
        others: Vec::new(),
        like: Vec::new(),
        dropped: false,
    }
}

fn facts(faces: Vec<FaceTrack>) -> ShotFacts {
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 1 });
    facts.face_tracks = faces.len();
    facts.faces.tracks = faces;
    facts
}

fn masked(step: &SkinMask, facts: &ShotFacts, frame: &Frame, faces: FaceFilter<'_>) -> Option<Mask> {
    let frames = [Arc::new(frame.clone())];
    let mut out = frame.clone();
    step.apply(
        &Context { picture: &picture(), facts, seed: 1, faces, shelf: &Shelf::default() },
        &Window::new(&frames, 0),
        &mut out,
    );
    assert!(out.same_picture(frame), "the step changes no pixel");
    out.skin.map(|skin| (*skin).clone())
}

#[test]
fn luma_is_read_in_its_own_range() {
    let full = given();
    let limited = from_luma(&picture(), &drawing(16, 235), &Levels::of(Range::Limited, 8));
    for (x, y, want) in [(50, 20, 1.0), (130, 20, 0.5), (50, 70, 0.0)] {
        for mask in [&full, &limited] {
            let got = mask.at(x, y);
            assert!((got - want).abs() < 0.005, "({x}, {y}): {got}");
            assert!(want == 0.5 || got == want, "black and white are exact: {got}");
        }
    }
    assert!(full.roi.y1 <= 47, "{:?}", full.roi);
    // Beyond black and white there is nothing more.
    let wide = from_luma(&picture(), &drawing(0, 255), &Levels::of(Range::Limited, 8));
    assert_eq!((wide.at(50, 20), wide.at(50, 70)), (1.0, 0.0));
}

#[test]
fn what_is_given_is_kept_times_the_amount() {
    let here = frame(Some(given()));
    let everything =
        SkinMask { feather_px: 90.0, forehead: 0.0, hands: 0.0, auto: false, ..SkinMask::default() };
    for facts in [facts(Vec::new()), facts(vec![face(1, 40.0, 30.0, 1.0)])] {
        for step in [SkinMask::default(), everything.clone()] {
            let found = masked(&step, &facts, &here, FaceFilter::All).unwrap();
            assert_eq!(found, given());
            assert_eq!(step.search().find(&picture(), &facts.faces, &here), Some(found));
        }
        let half = SkinMask { amount: 0.5, ..SkinMask::default() };
        let found = masked(&half, &facts, &here, FaceFilter::All).unwrap();
        for (got, whole) in found.weights.samples().iter().zip(given().weights.samples()) {
            assert_eq!(*got, whole * 0.5);
        }
        assert_eq!(masked(&SkinMask::neutral(), &facts, &here, FaceFilter::All), None);
    }
    // A black mask is a mask: nothing is sought in its place.
    let black = from_luma(&picture(), &Plane::new(SIZE.0, SIZE.1), &Levels::of(Range::Full, 8));
    assert!(black.roi.is_empty());
    let found = masked(&everything, &facts(Vec::new()), &frame(Some(black)), FaceFilter::All);
    assert_eq!(found, None);
}

#[test]
fn faces_share_the_mask_and_lose_nothing() {
    let here = frame(Some(given()));
    let facts = facts(vec![face(1, 30.0, 30.0, 1.0), face(2, 130.0, 30.0, 0.25), face(3, 80.0, 20.0, 0.0)]);
    let part = |filter| masked(&SkinMask::default(), &facts, &here, filter).unwrap();
    for ids in [&[1][..], &[2], &[1, 2]] {
        let parts: Vec<Mask> = std::iter::once(part(FaceFilter::Without(ids)))
            .chain(ids.iter().map(|&id| part(FaceFilter::Only(id))))
            .collect();
        for (i, whole) in given().weights.samples().iter().enumerate() {
            let sum: f32 = parts.iter().map(|p| p.weights.samples()[i]).sum();
            assert!((sum - whole).abs() < 1e-6, "{ids:?}: {sum} of {whole}");
        }
    }
    let (one, two) = (part(FaceFilter::Only(1)), part(FaceFilter::Only(2)));
    assert_eq!((one.at(20, 20), one.at(140, 20)), (1.0, 0.0));
    assert_eq!(two.at(20, 20), 0.0);
    assert!((two.at(140, 20) - 0.125).abs() < 0.005, "grey, and the face is fading: {}", two.at(140, 20));
    // A face that is not there has no part.
    assert_eq!(masked(&SkinMask::default(), &facts, &here, FaceFilter::Only(3)), None);
}

/// One frame through a chain whose only strong steps are `mask` and grain in the skin.
fn made(stack: &Stack, faces: &[FaceStack], mask: Option<Mask>) -> Made {
    let (picture, facts) = (picture(), facts(vec![face(1, 30.0, 30.0, 1.0), face(2, 130.0, 30.0, 1.0)]));
    let mut chain = Chain::with_faces(&picture, &facts, stack, faces, 1);
    let mut give = |_| Ok::<_, std::convert::Infallible>(frame(mask.clone()));
    chain.frame(0, &mut give).unwrap()
}

fn grainy(mask_amount: f32) -> Stack {
    let mut stack = Stack::neutral();
    let amount = format!("mask.amount={mask_amount}");
    for text in [&*amount, "skin_grain.amount_levels=3", "skin_grain.auto=false"] {
        stack.set(&text.parse().unwrap());
    }
    stack
}

#[test]
fn the_chain_treats_inside_and_nothing_outside() {
    let treated = made(&grainy(1.0), &[], Some(given()));
    let rows_that_changed = |made: &Made| -> Vec<bool> {
        made.source.luma().rows().zip(made.done.luma().rows()).map(|(a, b)| a != b).collect()
    };
    let changed = rows_that_changed(&treated);
    assert!(changed[..44].iter().all(|c| *c), "{changed:?}");
    assert!(changed[46..].iter().all(|c| !c), "{changed:?}");
    assert_eq!(dewax::certificate::changed_outside(&treated.masked, &treated.treated), 0);
    assert_eq!(treated.masked.skin.as_deref(), Some(&given()));
    // Switched off, `mask` switches off what is bound to it.
    assert!(made(&grainy(0.0), &[], Some(given())).done.same_picture(&frame(None)));
}

#[test]
fn faces_with_their_own_settings_keep_to_their_part() {
    let stack = grainy(0.5);
    let mut own = FaceStack::like(&stack, 2);
    own.stack.set(&"skin_grain.amount_levels=0".parse().unwrap());
    let made = made(&stack, &[own], Some(given()));
    let skin = made.masked.skin.clone().unwrap();
    assert!((skin.at(20, 20) - 0.5).abs() < 1e-6, "the amount counts in the whole, too: {}", skin.at(20, 20));
    let differs =
        |from: usize, to: usize| made.source.luma().row(20)[from..to] != made.done.luma().row(20)[from..to];
    assert!(differs(0, 70) && !differs(90, 160));
}
