//! What a viewer should see of restored faces, on a textured face that moves and whose clean frames are known.

use super::*;
use crate::clip::Shot;
use crate::face::{FaceState, FaceTrack, MESH_POINTS, Mesh, Mode, Scores, Square};
use crate::kernels::noise::{key, normal_row};
use crate::kernels::blur;
use crate::px::{LEVEL, Plane, Rect};
use crate::shelf::Shelf;
use crate::step::FaceFilter;
use std::sync::Arc;

const SIDE: usize = 192;
const FRAMES: usize = 9;
const SOFT: usize = 4;

fn picture() -> Picture {
    Picture::usual(SIDE, SIDE)
}

/// A face in the middle that goes one px to the right each frame.
fn facts() -> ShotFacts {
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: FRAMES });
    let state = |n: usize| {
        let raw = (0..MESH_POINTS).map(|i| {
            let (sin, cos) = crate::color::math::sin_cos_deg(10.0 * (i % 36) as f64);
            [90.0 + n as f32 + 45.0 * sin as f32, 96.0 + 55.0 * cos as f32, 0.0]
        });
        FaceState {
            mode: Mode::Mesh,
            weight: 1.0,
            square: Square::upright(90.0 + n as f32, 96.0, 130.0),
            iod_px: 45.0,
            scores: Scores::default(),
            mesh: Some(Mesh::from_raw(raw.collect()).into()),
            skin: None,
            person: Vec::new().into(),
            hands: Vec::new(),
        }
    };
    let states = (0..FRAMES).map(state).collect();
    facts.faces.tracks =
        vec![FaceTrack { id: 1, first_frame: 0, states, others: Vec::new(), like: Vec::new(), dropped: false }];
    facts
}

/// Texture of 12 levels that goes with the face.
fn frame(n: usize) -> Frame {
    let mut texture: Plane<f32> = Plane::new(SIDE + FRAMES, SIDE);
    for y in 0..SIDE {
        normal_row(key(5, 0, 0), y as i32, 0, texture.row_mut(y));
    }
    let texture = blur::gaussian(&texture, 1.2);
    let mut frame = Frame::new(&picture().format, n);
    for y in 0..SIDE {
        for (x, s) in frame.plane_mut(0).row_mut(y).iter_mut().enumerate() {
            *s = ((120.0 + 40.0 * texture.row(y)[x + FRAMES - n]) * LEVEL) as u16;
        }
    }
    (1..3).for_each(|which| frame.plane_mut(which).samples_mut().fill(crate::px::CHROMA_ZERO));
    frame
}

fn soft(mut frame: Frame, sigma: f32) -> Frame {
    let plane = frame.plane_mut(0);
    let own = tile::cut(plane, Rect::of(SIDE, SIDE));
    let blurred = blur::gaussian(&own, sigma);
    plane.samples_mut().iter_mut().zip(blurred.samples()).for_each(|(s, v)| *s = *v as u16);
    frame
}

fn made(frames: &[Arc<Frame>], step: &Restore, at: usize) -> Frame {
    let (picture, facts, shelf) = (picture(), facts(), Shelf::default());
    let context = Context { picture: &picture, facts: &facts, seed: 1, faces: FaceFilter::All, shelf: &shelf };
    let mut out = (*frames[at]).clone();
    step.apply(&context, &Window::new(frames, at), &mut out);
    out
}

fn step(sigma_px: f32) -> Restore {
    let run = SoftFrames { face: 1, first_frame: SOFT as i64, last_frame: SOFT as i64, sigma_px };
    Restore { given: vec![run], auto: false, ..Restore::default() }
}

/// RMS difference of the middle of the face, levels.
fn apart(one: &Frame, other: &Frame) -> f64 {
    let mut sum = 0.0;
    for y in 70..120 {
        let rows = one.luma().row(y)[70..120].iter().zip(&other.luma().row(y)[70..120]);
        sum += rows.map(|(a, b)| ((f64::from(*a) - f64::from(*b)) / f64::from(LEVEL)).powi(2)).sum::<f64>();
    }
    (sum / 2500.0).sqrt()
}

#[test]
fn a_soft_frame_gets_the_features_of_good_frames_and_others_stay() {
    for sigma in [2.0, 3.0] {
        let clean: Vec<Frame> = (0..FRAMES).map(frame).collect();
        let mut frames: Vec<Arc<Frame>> = clean.iter().cloned().map(Arc::new).collect();
        frames[SOFT] = Arc::new(soft(clean[SOFT].clone(), sigma));
        let restored = made(&frames, &step(sigma * 0.7), SOFT);
        let (was, is) = (apart(&frames[SOFT], &clean[SOFT]), apart(&restored, &clean[SOFT]));
        assert!(is < 0.5 * was, "sigma {sigma}: {was:.2} to {is:.2} levels");
        assert!(restored.same_picture(&made(&frames, &step(sigma * 0.7), SOFT)));
        let other = made(&frames, &step(sigma * 0.7), SOFT + 1);
        assert!(other.same_picture(&frames[SOFT + 1]));
        let corner = |f: &Frame| f.luma().row(2)[..20].to_vec();
        assert_eq!(corner(&restored), corner(&frames[SOFT]), "beyond the face nothing changes");
    }
}

#[test]
fn without_a_good_frame_nothing_is_invented() {
    let frames: Vec<Arc<Frame>> = (0..FRAMES).map(|n| Arc::new(soft(frame(n), 3.0))).collect();
    let restored = made(&frames, &step(2.0), SOFT);
    let changed = apart(&restored, &frames[SOFT]);
    assert!(changed < 0.2, "{changed:.2} levels");
    // What the analysis did not find soft is not touched at all.
    let fitted = Step::fitted(&Restore::default(), &facts());
    assert!(Step::is_neutral(&fitted));
}

#[test]
fn what_looks_otherwise_is_left() {
    // In the soft frame a dark mouth is open that no good frame has.
    let clean: Vec<Frame> = (0..FRAMES).map(frame).collect();
    let mut open = clean[SOFT].clone();
    for y in 84..108 {
        open.plane_mut(0).row_mut(y)[76..112].fill((30.0 * LEVEL) as u16);
    }
    let mut frames: Vec<Arc<Frame>> = clean.into_iter().map(Arc::new).collect();
    frames[SOFT] = Arc::new(soft(open, 2.0));
    let restored = made(&frames, &step(1.5), SOFT);
    let middle = |f: &Frame| {
        let rows = (90..102).flat_map(|y| f.luma().row(y)[84..104].to_vec());
        rows.map(|v| f64::from(v) / f64::from(LEVEL)).sum::<f64>() / 240.0
    };
    let (was, is) = (middle(&frames[SOFT]), middle(&restored));
    assert!((was - is).abs() < 4.0, "the mouth went from {was:.1} to {is:.1} levels");
}

#[test]
fn what_the_analysis_found_is_taken_and_told() {
    let mut facts = facts();
    facts.shot.first_frame = 100;
    facts.soft = vec![SoftRun {
        face: 1,
        first_frame: 3,
        last_frame: 5,
        sigma_px: vec![1.0, 2.2, 1.4],
        lacks_db: 9.0,
        before: vec![2],
        behind: vec![6],
    }];
    let fitted = Step::fitted(&Restore::default(), &facts);
    assert_eq!(fitted.found, [SoftFrames { face: 1, first_frame: 103, last_frame: 105, sigma_px: 2.2 }]);
    assert_eq!(Step::restored(&fitted), [Restored { face: 1, frames: (103, 105), good_frames: 3 }]);
    assert_eq!(Step::reach(&fitted, &picture()).back_frames, 5);
    let off = Step::fitted(&Restore { auto: false, ..Restore::default() }, &facts);
    assert!(Step::is_neutral(&off));
}
