//! What a viewer should see: what was wrong is as it was meant to be, in its light, and nothing else changed.

use super::*;
use crate::clip::Shot;
use crate::demo::held_face;
use crate::kernels::{blur, noise};
use crate::lock::Affine;
use crate::px::LEVEL;
use crate::shelf::Shelf;
use crate::step::FaceFilter;
use std::sync::Arc;

const SIZE: (usize, usize) = (240, 240);
const FRAMES: usize = 12;
/// Between the eyes in the first frame, px; an eye distance is 63 px.
const MIDDLE: [f64; 2] = [110.0, 90.0];
/// How the face moves from frame to frame.
const MOVES: Affine = Affine([1.0, 0.002, 0.9, -0.002, 1.0, -0.4]);
/// The artefact: where in frame 6, its radius, and its frames.
const AT: [f32; 2] = [138.0, 122.0];
const RADIUS: f64 = 6.0;
const BAD: [usize; 2] = [5, 6];

fn picture() -> Picture {
    Picture::usual(SIZE.0, SIZE.1)
}

/// A face whose texture goes with it, in light that changes from frame to frame, and grain of half a level.
fn clean(n: usize) -> Frame {
    let picture = picture();
    let texture = blur::gaussian(
        &{
            let mut plane: Plane<f32> = Plane::new(320, 320);
            for y in 0..320 {
                noise::normal_row(5, y as i32, 0, plane.row_mut(y));
            }
            plane
        },
        1.6,
    );
    let mut affine = Affine::IDENTITY;
    (0..n).for_each(|_| affine = affine.then(&MOVES));
    let back = affine.inverse().unwrap();
    let mut frame = Frame::new(&picture.format, n);
    let light = 1.0 + 0.01 * (n % 3) as f32;
    let mut grain = vec![0.0f32; SIZE.0];
    for y in 0..SIZE.1 {
        noise::normal_row(noise::key(9, 1, n), y as i32, 0, &mut grain);
        for (x, grain) in grain.iter().enumerate() {
            let (u, v) = back.apply(x as f64, y as f64);
            let pores = crate::kernels::warp::at(&texture, u + 40.0, v + 40.0);
            let shade = 120.0 + 0.1 * x as f32;
            frame.plane_mut(0).row_mut(y)[x] = ((light * (shade + 9.0 * pores) + 0.5 * grain) * LEVEL) as u16;
        }
    }
    frame.plane_mut(1).samples_mut().fill(29_000);
    frame.plane_mut(2).samples_mut().fill(38_000);
    frame
}

fn facts() -> ShotFacts {
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: FRAMES });
    let (lock, track) = held_face((0, FRAMES), MIDDLE, 1.0, 0.0, MOVES);
    facts.locks = vec![lock];
    facts.faces.tracks = vec![track];
    facts
}

/// How far px lie from the artefact's middle in its lock, lock px.
fn far(facts: &ShotFacts, index: usize, x: usize, y: usize) -> f64 {
    let middle = facts.locks[0].held(6).unwrap().back().unwrap()(AT.map(f64::from));
    let at = facts.locks[0].held(index).unwrap().back().unwrap()([x as f64, y as f64]);
    ((at[0] - middle[0]).powi(2) + (at[1] - middle[1]).powi(2)).sqrt()
}

/// The clip with a dark blot in two of its frames.
fn bad(facts: &ShotFacts) -> Vec<Arc<Frame>> {
    (0..FRAMES)
        .map(|n| {
            let mut frame = clean(n);
            if (BAD[0]..=BAD[1]).contains(&n) {
                for y in 0..SIZE.1 {
                    for x in 0..SIZE.0 {
                        if far(facts, n, x, y) < RADIUS {
                            let s = &mut frame.plane_mut(0).row_mut(y)[x];
                            *s = (f32::from(*s) * 0.7) as u16;
                            frame.plane_mut(2).row_mut(y / 2)[x / 2] = 33_000;
                        }
                    }
                }
            }
            Arc::new(frame)
        })
        .collect()
}

fn retouch(kind: usize) -> Retouch {
    let [first_frame, last_frame] = BAD.map(|n| n as i64);
    Retouch { at_px: AT, in_frame: 6, first_frame, last_frame, size_px: 14.0, kind }
}

fn made(step: &Spots, facts: &ShotFacts, frames: &[Arc<Frame>], n: usize) -> Frame {
    let (picture, shelf) = (picture(), Shelf::default());
    let context = Context { picture: &picture, facts, seed: 1, faces: FaceFilter::All, shelf: &shelf };
    let mut out = (*frames[n]).clone();
    Step::apply(step, &context, &Window::new(frames, n), &mut out);
    out
}

/// RMS of the difference to the truth within the artefact, levels: luma, and chroma.
fn wrong(facts: &ShotFacts, frame: &Frame, n: usize) -> [f32; 2] {
    let truth = clean(n);
    let (mut sums, mut counts) = ([0.0f32; 2], [0.0f32; 2]);
    for (y, x) in (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (y, x))) {
        if far(facts, n, x, y) < RADIUS {
            let d = (f32::from(frame.luma().row(y)[x]) - f32::from(truth.luma().row(y)[x])) / LEVEL;
            let c = (f32::from(frame.plane(2).row(y / 2)[x / 2]) - f32::from(truth.plane(2).row(y / 2)[x / 2])) / LEVEL;
            (sums, counts) = ([sums[0] + d * d, sums[1] + c * c], [counts[0] + 1.0, counts[1] + 1.0]);
        }
    }
    [0, 1].map(|i| (sums[i] / counts[i]).sqrt())
}

#[test]
fn what_clean_frames_show_is_laid_in_the_light_of_the_frame_and_nothing_else_changes() {
    let facts = facts();
    let frames = bad(&facts);
    let step = Spots { given: vec![retouch(CLONE)], ..Spots::default() };
    for n in 0..FRAMES {
        let out = made(&step, &facts, &frames, n);
        if !(BAD[0]..=BAD[1]).contains(&n) {
            assert!(out.same_picture(&frames[n]), "frame {n}");
            continue;
        }
        let (before, after) = (wrong(&facts, &frames[n], n), wrong(&facts, &out, n));
        assert!(before[0] > 30.0 && before[1] > 10.0, "{before:?}");
        // Two frames of grain of half a level, and what one sampling leaves.
        assert!(after[0] < 1.2 && after[1] < 0.5, "frame {n}: {after:?}");
        let touched = Step::retouched(&step, &facts, n, SIZE);
        let inside = |x: usize, y: usize| {
            touched.iter().any(|t| {
                let own = x.checked_sub(t.part.x0).zip(y.checked_sub(t.part.y0));
                own.is_some_and(|(u, v)| u < t.part.width() && v < t.part.height() && t.weights.row(v)[u] > 0.0)
            })
        };
        let changed = (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (x, y)));
        let changed = changed.filter(|&(x, y)| out.luma().row(y)[x] != frames[n].luma().row(y)[x]);
        assert!(changed.clone().all(|(x, y)| inside(x, y)), "frame {n}: what is not said to be touched changed");
        assert!(changed.count() > 80);
    }
}

#[test]
fn where_no_frame_is_clean_skin_by_skin_beside_is_laid() {
    let facts = facts();
    let frames = bad(&facts);
    for kind in [CLONE, 2] {
        let long = Retouch { first_frame: 0, last_frame: 11, ..retouch(kind) };
        let step = Spots { given: vec![long], ..Spots::default() };
        let out = made(&step, &facts, &frames, 6);
        let after = wrong(&facts, &out, 6);
        // Another place of the same texture: as bright, and as rough (its RMS is 1.6 levels).
        assert!(after[0] > 1.0 && after[0] < 4.0 && after[1] < 1.0, "{after:?}");
    }
}

#[test]
fn a_blur_keeps_what_runs_along_and_softens_what_runs_across() {
    let facts = facts();
    let mut frames = bad(&facts);
    // Lines that run down the picture.
    for frame in &mut frames {
        let frame = Arc::make_mut(frame);
        for y in 0..SIZE.1 {
            for x in 0..SIZE.0 {
                frame.plane_mut(0).row_mut(y)[x] = (30_000.0 + 4_000.0 * f32::from(u8::from(x % 8 < 4))) as u16 + (y % 3) as u16 * 700;
            }
        }
    }
    let step = Spots { given: vec![retouch(BLUR)], ..Spots::default() };
    let out = made(&step, &facts, &frames, 6);
    let (x, y) = (AT[0] as usize, AT[1] as usize);
    let down = |f: &Frame| (0..6).map(|i| f32::from(f.luma().row(y + i - 3)[x])).fold((f32::MAX, 0.0f32), |(a, b), v| (a.min(v), b.max(v)));
    let across = |f: &Frame| (0..8).map(|i| f32::from(f.luma().row(y)[x + i - 4])).fold((f32::MAX, 0.0f32), |(a, b), v| (a.min(v), b.max(v)));
    let ((a, b), (c, d)) = (down(&out), across(&out));
    assert!(b - a < 300.0, "across the lines' course: {}", b - a);
    assert!(d - c > 3_000.0, "the lines: {}", d - c);
}

#[test]
fn what_is_not_the_same_skin_comes_and_goes_softly_and_what_was_proposed_can_be_weakened() {
    let over = |kind: usize, n: usize| over_time(&retouch(kind), n);
    assert_eq!([4, 5, 6, 7].map(|n| over(CLONE, n)), [0.0, 1.0, 1.0, 0.0]);
    let soft = [2, 3, 4, 5, 6, 7, 8, 9].map(|n| (over(BLUR, n) * 3.0).round());
    assert_eq!(soft, [0.0, 1.0, 2.0, 3.0, 3.0, 2.0, 1.0, 0.0]);
    let facts = facts();
    let frames = bad(&facts);
    let found = |amount: f32| Spots { found: vec![retouch(CLONE)], amount, ..Spots::default() };
    assert!(Step::is_neutral(&found(0.0)));
    let half = wrong(&facts, &made(&found(0.5), &facts, &frames, 6), 6)[0];
    let none = wrong(&facts, &frames[6], 6)[0];
    assert!((half / none - 0.5).abs() < 0.05, "{half} of {none}");
}

#[test]
fn of_another_shot_nothing_stays_and_off_the_skin_nothing_is_done() {
    let mut facts = facts();
    let frames = bad(&facts);
    let off = Retouch { at_px: [2.0, 2.0], ..retouch(CLONE) };
    let step = Spots { given: vec![off, retouch(CLONE)], ..Spots::default() };
    facts.shot = Shot { first_frame: 0, frames: FRAMES };
    assert_eq!(Step::fitted(&step, &facts).given.len(), 2);
    let only_off = Spots { given: step.given[..1].to_vec(), ..Spots::default() };
    assert!(made(&only_off, &facts, &frames, 6).same_picture(&frames[6]));
    let later = ShotFacts::still(Shot { first_frame: 40, frames: 9 });
    assert!(Step::is_neutral(&Step::fitted(&step, &later)));
}

#[test]
fn where_the_lock_lies_a_little_wrong_what_is_around_the_place_leads() {
    let mut facts = facts();
    let frames = bad(&facts);
    let step = Spots { given: vec![retouch(CLONE)], ..Spots::default() };
    for (n, place) in facts.locks[0].segments[0].places.iter_mut().enumerate() {
        if !(BAD[0]..=BAD[1]).contains(&n) {
            let by = if n % 2 == 0 { 1.4 } else { -1.1 };
            place.affine.0[2] += by;
            place.affine.0[5] -= by;
        }
    }
    for n in BAD[0]..=BAD[1] {
        // Unaligned 2.2 levels are missed; grain and sampling leave 1.
        let after = wrong(&facts, &made(&step, &facts, &frames, n), n);
        assert!(after[0] < 1.4, "frame {n}: {after:?}");
    }
}

#[test]
fn where_a_lock_begins_anew_on_the_artefact_the_mesh_leads_to_clean_frames() {
    let mut facts = facts();
    let frames = bad(&facts);
    let whole = facts.locks[0].segments[0].clone();
    let (mut before, mut behind) = (whole.clone(), whole);
    before.places.truncate(6);
    behind.places.drain(..6);
    behind.first_frame = 6;
    // It took the artefact for the skin, and trusts no frame without it.
    for place in &mut behind.places {
        let mut nodes = (*place.nodes.get().unwrap()).clone();
        nodes.trust.fill(0);
        place.nodes = nodes.into();
    }
    facts.locks[0].segments = vec![before, behind];
    let step = Spots { given: vec![retouch(CLONE)], ..Spots::default() };
    for n in BAD[0]..=BAD[1] {
        let after = wrong(&facts, &made(&step, &facts, &frames, n), n);
        assert!(after[0] < 1.4 && after[1] < 0.5, "frame {n}: {after:?}");
    }
}
