//! A lens holds, one that softens persons or leaves a ring does not.

use super::*;
use crate::clip::Shot;
use crate::face::{FaceState, FaceTrack, MESH_POINTS, Matte, Mesh, Mode, Scores, Square, Topology};
use crate::kernels::noise;
use crate::optics::Lens;
use std::sync::Arc;

/// Large enough for a disc beside a person, who ends in its middle.
const SIZE: (usize, usize) = (480, 270);
const EDGE: usize = 240;

fn picture() -> Picture {
    Picture::usual(SIZE.0, SIZE.1)
}

fn facts() -> ShotFacts {
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 1 });
    let state = FaceState {
        mode: Mode::Mesh,
        weight: 1.0,
        square: Square::upright(120.0, 135.0, 120.0),
        iod_px: 40.0,
        scores: Scores::default(),
        mesh: Some(Mesh::from_raw(vec![[120.0, 135.0, 0.0]; MESH_POINTS]).into()),
        skin: None,
        person: Vec::new().into(),
        hands: Vec::new(),
    };
    let (states, others) = (vec![state], Vec::new());
    facts.faces.topology = Some(Arc::new(Topology::default()));
    facts.faces.tracks =
        vec![FaceTrack { id: 1, first_frame: 0, states, others, like: Vec::new(), dropped: false }];
    let matte = Plane::from_fn(240, 135, |x, _| if 2 * x < EDGE { 1.0 } else { 0.0 });
    facts.faces.mattes = vec![Matte::of(&matte).into()];
    facts
}

/// A bright person on the left, a dark background on the right, both of texture.
fn frame(picture: &Picture) -> Frame {
    let mut frame = Frame::new(&picture.format, 0);
    let mut row = vec![0.0f32; SIZE.0];
    for y in 0..SIZE.1 {
        noise::normal_row(7, y as i32 / 2, 0, &mut row);
        for x in 0..SIZE.0 {
            let base = if x < EDGE { 170.0 } else { 70.0 };
            frame.plane_mut(0).row_mut(y)[x] = ((base + 5.0 * row[x / 2]) * LEVEL) as u16;
        }
    }
    frame
}

fn judged(spoil: impl Fn(&mut Frame, &Frame)) -> (LensProof, Vec<Fault>) {
    let (picture, facts) = (picture(), facts());
    let source = frame(&picture);
    let lens = Lens { amount: 1.0, f_stop: 1.8, ..Lens::NONE };
    let mut result = source.clone();
    facts.lens(&picture, &lens, &mut result);
    spoil(&mut result, &source);
    let asks = Asks { lens, ..Asks::NOTHING };
    let mut focus = Focus::of(&picture, &facts, &asks).unwrap();
    focus.push(&picture, &source, &result);
    focus.finish()
}

#[test]
fn a_lens_keeps_persons_and_leaves_no_ring() {
    let (proof, faults) = judged(|_, _| ());
    assert!(faults.is_empty(), "{faults:?} {proof:?}");
    assert!(proof.persons_db.is_some_and(|db| db.abs() < 0.1), "{proof:?}");
    assert!(proof.beside.is_some_and(|b| b < 0.3), "{proof:?}");
    assert!(proof.words().contains("dB"));
}

#[test]
fn persons_that_got_softer_are_seen() {
    let (_, faults) = judged(|result, _| {
        let whole = tile::cut(result.luma(), Rect::of(SIZE.0, SIZE.1));
        let soft = blur::gaussian(&whole, 0.8);
        for (o, v) in result.plane_mut(0).samples_mut().iter_mut().zip(soft.samples()) {
            *o = *v as u16;
        }
    });
    assert!(faults.iter().any(|f| f.cause == Cause::Blurred), "{faults:?}");
}

#[test]
fn a_sharp_ring_is_seen() {
    let (_, faults) = judged(|result, source| {
        for y in 0..SIZE.1 {
            let ring = EDGE..EDGE + 10;
            result.plane_mut(0).row_mut(y)[ring.clone()].copy_from_slice(&source.luma().row(y)[ring]);
        }
    });
    assert!(faults.iter().any(|f| f.cause == Cause::Surroundings), "{faults:?}");
}

#[test]
fn where_no_lens_is_asked_nothing_is_judged() {
    let (picture, facts) = (picture(), facts());
    assert!(Focus::of(&picture, &facts, &Asks::NOTHING).is_none());
    let none = ShotFacts::still(Shot { first_frame: 0, frames: 1 });
    let asks = Asks { lens: Lens { amount: 1.0, ..Lens::NONE }, ..Asks::NOTHING };
    assert!(Focus::of(&picture, &none, &asks).is_none(), "no persons are known");
}
