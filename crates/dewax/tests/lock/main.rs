//! The skin lock and what `calm` makes of it, against faces whose every motion and flaw is known.
#![allow(clippy::unwrap_used, reason = "a test that fails says so by panicking")]

mod scene;

use dewax::analysis::Analysis;
use dewax::facts::ShotFacts;
use dewax::lock::{Lock, Nodes};
use dewax::px::{Frame, Window};
use dewax::shelf::Shelf;
use dewax::step::{Context, FaceFilter, Step};
use dewax::steps::calm::Calm;
use scene::{Scene, analysis, bands, levels, picture, places, rms};
use std::sync::{Arc, OnceLock};

const FRAMES: usize = 24;

/// A face in which everything flickers.
fn flickering() -> Scene {
    Scene { boil_levels: 1.0, patch_levels: 2.5, exposure_percent: 1.0, ..Scene::clean(FRAMES) }
}

/// The frames of [`flickering`] and what is found in them: shot once.
fn flickering_clip() -> &'static (Vec<Arc<Frame>>, Analysis) {
    static CLIP: OnceLock<(Vec<Arc<Frame>>, Analysis)> = OnceLock::new();
    CLIP.get_or_init(|| {
        let frames = flickering().shoot();
        let found = analysis(&frames);
        (frames, found)
    })
}

/// How far the followed skin lies from where it truly is, RMS px over places that `counts` (at rest), and how many there are.
fn error_px(
    scene: &Scene,
    facts: &ShotFacts,
    (from, to): (usize, usize),
    counts: impl Fn([f64; 2]) -> bool,
) -> (f32, usize) {
    let mut apart = Vec::new();
    for place in places(4) {
        let rest = scene.to_rest(from, place);
        if counts(rest) {
            let truth = scene.to_frame(to, rest);
            let found = facts.followed(place, from, to).unwrap();
            apart.extend([0, 1].map(|i| (found[i] - truth[i]) as f32));
        }
    }
    // Both coordinates belong to one distance.
    (rms(apart.iter().copied()) * std::f32::consts::SQRT_2, apart.len() / 2)
}

fn in_the_skin(rest: [f64; 2]) -> bool {
    Scene::depth(rest) > 0.08
}

#[test]
fn the_skin_is_where_it_is() {
    let (_, found) = flickering_clip();
    let facts = &found.shots[0];
    assert_eq!((found.shots.len(), facts.locks.len()), (1, 1));
    assert!(facts.lock_summaries[0].lost.is_empty() && facts.figures.locked > 0.9, "{:?}", facts.figures);
    for pair in [(0, 1), (0, 9), (7, 8), (12, 20), (23, 3), (22, 23)] {
        let (apart_px, count) = error_px(&flickering(), facts, pair, in_the_skin);
        assert!(count > 500 && apart_px < 0.3, "{pair:?}: {apart_px} px over {count} places");
    }
}

/// Seconds of another face after the first one.
fn two_faces() -> (Vec<Arc<Frame>>, Vec<Arc<Frame>>) {
    let second = Scene { seed: 4, ..flickering() };
    let second = Scene { frames: 12, ..second }.shoot();
    (flickering_clip().0[..12].to_vec(), second)
}

#[test]
fn nothing_crosses_a_cut() {
    let (first, second) = two_faces();
    let both: Vec<Arc<Frame>> = first
        .iter()
        .chain(&second)
        .enumerate()
        .map(|(n, f)| {
            let mut frame = (**f).clone();
            frame.index = n;
            Arc::new(frame)
        })
        .collect();
    let (whole, alone) = (analysis(&both), analysis(&second));
    assert_eq!((whole.shots.len(), whole.shots[1].shot.first_frame), (2, 12));
    // The second shot is locked as if the first did not exist.
    let moved = |lock: &Lock| {
        let mut lock = lock.clone();
        lock.segments.iter_mut().for_each(|s| s.first_frame += 12);
        lock
    };
    // Too long to be printed.
    assert!(whole.shots[1].locks == alone.shots[0].locks.iter().map(moved).collect::<Vec<_>>());
    assert!(!alone.shots[0].locks.is_empty());
    // And treated so, though the step is handed frames of both.
    for n in [0, 1, 5] {
        let treated = calm(&strong(), &whole.shots[1], &both, 12 + n);
        assert!(treated.same_picture(&calm(&strong(), &alone.shots[0], &second, n)), "frame {n} of the shot");
        assert!(!treated.same_picture(&second[n]), "frame {n} is treated");
    }
}

/// A hand comes up from below over one cheek, stays, and goes.
fn hand(n: usize) -> Option<[f64; 4]> {
    let top = match n {
        8..=11 => 240.0 - 30.0 * (n - 7) as f64,
        12..=15 => 120.0 + 30.0 * (n - 12) as f64,
        _ => return None,
    };
    Some([60.0, top, 165.0, top + 130.0])
}

#[test]
fn what_is_hidden_is_not_trusted_and_the_rest_stays_locked() {
    let scene = Scene { hand, patch_levels: 1.5, boil_levels: 1.0, ..Scene::clean(FRAMES) };
    let found = analysis(&scene.shoot());
    let facts = &found.shots[0];
    let lock = &facts.locks[0];
    // Mean trust over the nodes that lie well inside or well outside of the hand.
    let trust = |n: usize, hidden: bool| {
        let here = lock.held(n).unwrap();
        let [x0, y0, x1, y1] = hand(11).unwrap();
        let (mut sum, mut count) = (0.0f32, 0.0f32);
        for place in places(4) {
            let deep = (place[0] - x0).min(x1 - place[0]).min(place[1] - y0).min(y1 - place[1]);
            let counts = if hidden { deep > 8.0 } else { deep < -12.0 };
            if counts && in_the_skin(scene.to_rest(n, place)) {
                let still = here.back().unwrap()(place);
                (sum, count) = (sum + here.trust(still), count + 1.0);
            }
        }
        assert!(count > 30.0, "{count} places");
        sum / count
    };
    for n in [11, 12] {
        assert!(trust(n, true) < 0.3, "frame {n}, under the hand: {}", trust(n, true));
        assert!(trust(n, false) > 0.8, "frame {n}, beside it: {}", trust(n, false));
        let beside = |rest: [f64; 2]| in_the_skin(rest) && scene.to_frame(n, rest)[0] > 180.0;
        let (apart_px, count) = error_px(&scene, facts, (n, 5), beside);
        assert!(count > 100 && apart_px < 0.35, "frame {n}: {apart_px} px over {count} places");
    }
    for n in [5, 18, 22] {
        assert!(trust(n, true) > 0.8 && trust(n, false) > 0.8, "frame {n}: the hand is not there");
    }
    let (apart_px, _) = error_px(&scene, facts, (22, 5), in_the_skin);
    assert!(apart_px < 0.3, "the same lock as before: {apart_px} px");
    assert!(facts.lock_summaries[0].lost.is_empty(), "{:?}", facts.lock_summaries[0].lost);
}

#[test]
fn a_face_that_goes_is_reported() {
    let scene = Scene { away: 9..14, ..flickering() };
    let found = analysis(&scene.shoot());
    let lost: Vec<(usize, usize)> =
        found.shots.iter().flat_map(|s| s.lock_summaries[0].lost.clone()).collect();
    assert_eq!(lost, [(9, 13)]);
    found.check().unwrap();
}

/// A frame that `calm` alone has treated.
fn calm(step: &Calm, facts: &ShotFacts, frames: &[Arc<Frame>], at: usize) -> Frame {
    let mut out = (*frames[at]).clone();
    let context =
        Context { picture: &picture(), facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() };
    step.apply(&context, &Window::new(frames, at), &mut out);
    out
}

/// A face that needs calming, under steady light.
fn boiling() -> Scene {
    Scene { boil_levels: 2.2, patch_levels: 3.0, ..Scene::clean(FRAMES) }
}

fn strong() -> Calm {
    Calm { auto: false, ..Calm::default() }
}

/// What differs from the clean picture in the skin, in its coarse and its fine band, RMS levels over frames; and how much of
/// the true pores there is.
fn judged(pairs: &[(Frame, &Frame)]) -> ([f32; 2], f64) {
    let mut apart: [Vec<f32>; 2] = Default::default();
    let (mut own, mut both) = (0.0f64, 0.0f64);
    for (frame, clean) in pairs {
        let (got, truth) = (bands(&levels(frame)), bands(&levels(clean)));
        for place in places(1) {
            let (x, y) = (place[0] as usize, place[1] as usize);
            if frame.skin.as_ref().unwrap().at(x, y) < 0.99 {
                continue;
            }
            let [coarse, fine] = [0, 1].map(|band| got[band].row(y)[x] - truth[band].row(y)[x]);
            apart[0].push(coarse);
            apart[1].push(fine);
            let pore = f64::from(truth[1].row(y)[x]);
            (own, both) = (own + pore * pore, both + pore * f64::from(got[1].row(y)[x]));
        }
    }
    (apart.map(|a| rms(a.into_iter())), both / own)
}

#[test]
fn calm_halves_boil_and_patches_and_keeps_pores() {
    let frames = boiling().shoot();
    let clean = Scene::clean(FRAMES).shoot();
    let found = analysis(&frames);
    let facts = &found.shots[0];
    let step = Calm::default().fitted(facts);
    let some = [4, 8, 12, 13, 17, 21];
    let before: Vec<_> = some.iter().map(|&n| ((*frames[n]).clone(), &*clean[n])).collect();
    let after: Vec<_> = some.iter().map(|&n| (calm(&step, facts, &frames, n), &*clean[n])).collect();
    let (([patch, boil], pores), ([patch_after, boil_after], pores_after)) =
        (judged(&before), judged(&after));
    assert!(boil_after < 0.5 * boil, "boil {boil} to {boil_after}");
    assert!(patch_after < 0.5 * patch, "patches {patch} to {patch_after}");
    assert!((pores_after / pores - 1.0).abs() < 0.03, "pores {pores} to {pores_after}");
}

#[test]
fn what_does_not_flicker_is_not_touched() {
    let frames = Scene::clean(12).shoot();
    let found = analysis(&frames);
    let facts = &found.shots[0];
    assert!(facts.locks[0].held(6).is_some());
    let step = Calm::default().fitted(facts);
    assert!(step.is_neutral(), "{step:?}, {:?}", facts.figures);
    assert!(calm(&step, facts, &frames, 6).same_picture(&frames[6]));
}

#[test]
fn a_lamp_stays_switched_on() {
    let scene = Scene { lamp: Some((13, 20.0)), ..boiling() };
    let frames = scene.shoot();
    let found = analysis(&frames);
    assert_eq!(found.shots.len(), 1);
    let facts = &found.shots[0];
    let step = Calm::default().fitted(facts);
    let mean = |frame: &Frame| {
        let (mut sum, mut weight) = (0.0f64, 0.0f64);
        let luma = levels(frame);
        for place in places(1) {
            let (x, y) = (place[0] as usize, place[1] as usize);
            let w = f64::from(frame.skin.as_ref().unwrap().at(x, y));
            (sum, weight) = (sum + w * f64::from(luma.row(y)[x]), weight + w);
        }
        sum / weight
    };
    assert!(mean(&frames[13]) - mean(&frames[12]) > 10.0, "the lamp shows");
    for n in [9, 11, 12, 13, 14, 16] {
        let (before, after) = (mean(&frames[n]), mean(&calm(&step, facts, &frames, n)));
        assert!((before - after).abs() < 1.0, "frame {n}: {before} to {after}");
    }
}

type Damage = fn(&mut Lock);

/// Changes the nodes of one place of the first segment.
fn nodes(lock: &mut Lock, place: usize, how: impl FnOnce(&mut Nodes)) {
    assert!(lock.segments[0].places[place].nodes.change(how));
}

#[test]
fn damaged_locks_are_refused() {
    let (_, found) = flickering_clip();
    found.check().unwrap();
    let damages: [(&str, Damage); 12] = [
        ("too little trust", |l| nodes(l, 3, |n| n.trust.truncate(7))),
        ("a shift too many", |l| nodes(l, 3, |n| n.shift.push([0; 2]))),
        ("a low band too short", |l| nodes(l, 0, |n| n.low.clear())),
        ("no skin", |l| l.segments[0].skin.clear()),
        ("NaN in the map", |l| l.segments[0].places[1].affine.0[2] = f64::NAN),
        ("a map that flattens", |l| l.segments[0].places[1].affine.0 = [0.0; 6]),
        ("more than all is locked", |l| l.segments[0].places[1].locked = 1.5),
        ("NaN is locked", |l| l.segments[0].places[1].locked = f32::NAN),
        ("a grid without a step", |l| l.segments[0].grid.step_px = 0.0),
        ("a grid of endless size", |l| l.segments[0].grid.columns = usize::MAX),
        ("segments that overlap", |l| l.segments.push(l.segments[0].clone())),
        ("beyond the end of the shot", |l| l.segments[0].first_frame += 1),
    ];
    for (what, damage) in damages {
        let mut bad = found.clone();
        damage(&mut bad.shots[0].locks[0]);
        assert!(bad.check().is_err(), "{what}");
    }
    let mut without = found.clone();
    without.shots[0].locks.clear();
    assert!(without.check().unwrap_err().to_string().contains("faces.bin"));
}
