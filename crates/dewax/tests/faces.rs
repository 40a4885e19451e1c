//! The tracker against a finder that knows the truth: what it follows, loses, finds again, and never believes.
#![allow(clippy::unwrap_used, reason = "a test that fails says so by panicking")]

#[path = "faces/knows.rs"]
mod knows;

use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::clip::Picture;
use dewax::demo::DrawnFace;
use dewax::face::{
    Detection, FaceOptions, FaceState, FaceTrack, Finder, MESH_POINTS, MeshReading, Mode, Search, Square,
    Tier, Topology, View,
};
use dewax::lock::Place;
use dewax::px::{Frame, Plane, Subsampling};
use dewax::stow::{Backing, Stow, Stowed};
use knows::*;
use std::sync::{Arc, Mutex};

const WIDTH: usize = 480;
const HEIGHT: usize = 270;

fn drawn() -> DrawnFace {
    DrawnFace::new(WIDTH, HEIGHT, 1)
}

fn picture() -> Picture {
    drawn().picture()
}

fn followed(finder: Knows, count: usize, options: FaceOptions) -> Analysis {
    followed_putting_away(finder, count, options, None)
}

fn followed_putting_away(finder: Knows, count: usize, options: FaceOptions, stow: Option<&Stow>) -> Analysis {
    let frames = frames(&finder.faces, count);
    let wish = FaceWish { finder: Arc::new(finder), options };
    let mut analyser = Analyser::new(picture(), 24.0, Some(&wish));
    if let Some(stow) = stow {
        analyser = analyser.putting_away(stow);
    }
    frames.iter().for_each(|f| analyser.push(f));
    let mut clip = drawn().clip();
    clip.pts = (0..count as i64).collect();
    let analysis = analyser.finish(clip, dewax::VERSION);
    analysis.check().unwrap();
    analysis
}

fn tracks(analysis: &Analysis) -> Vec<&FaceTrack> {
    analysis.shots.iter().flat_map(|s| &s.faces.tracks).collect()
}

fn wander(index: usize) -> Option<([f32; 2], f32)> {
    let t = index as f32;
    Some(([230.0 + 30.0 * (t * 0.11).sin(), 110.0 + 16.0 * (t * 0.17).cos()], 40.0 + 2.0 * (t * 0.09).sin()))
}

/// Bytes that were put away.
#[derive(Default)]
struct Away(Mutex<Vec<u8>>);

impl Backing for Away {
    fn put(&self, bytes: &[u8]) -> Option<u64> {
        let mut all = self.0.lock().unwrap();
        all.extend_from_slice(bytes);
        Some((all.len() - bytes.len()) as u64)
    }

    fn take(&self, at: u64, bytes: &mut [u8]) -> bool {
        bytes.copy_from_slice(&self.0.lock().unwrap()[at as usize..at as usize + bytes.len()]);
        true
    }
}

#[test]
fn of_a_frame_little_is_held_and_what_is_put_away_is_the_same() {
    // Two minutes at 24 frames a second are to take no more memory than ten seconds: below a megabyte of these per face.
    let held = size_of::<FaceState>() + size_of::<Place>();
    assert!(held <= 400, "{held} bytes are held of every frame");
    let knows = || {
        let mut finder = Knows::new(vec![wander]);
        finder.noise_px = 1.2;
        finder
    };
    let whole = followed(knows(), 24, FaceOptions::default());
    let stow = Stow::new(Box::new(Away::default()));
    let away = followed_putting_away(knows(), 24, FaceOptions::default(), Some(&stow));
    assert!(whole == away, "the same, bit for bit");
    let places = away.shots.iter().flat_map(|s| &s.locks).flat_map(|l| &l.segments).flat_map(|s| &s.places);
    let locked = places.clone().count();
    assert!(locked >= 18, "the face is locked in {locked} frames");
    assert!(places.clone().all(|p| p.nodes.is_away()), "every lock's nodes are away");
    let states = || tracks(&away).into_iter().flat_map(|t| &t.states);
    assert!(states().all(|s| s.person.is_away() && s.mesh.as_ref().is_some_and(Stowed::is_away)));
    assert!(!away.is_lossy());
}

#[test]
fn smoothing_takes_the_jitter_and_brings_no_lag() {
    let mut finder = Knows::new(vec![wander]);
    finder.noise_px = 1.2;
    let analysis = followed(finder, 40, FaceOptions::default());
    let all = tracks(&analysis);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].first_frame, all[0].states.len(), all[0].frames_in(Mode::Mesh)), (0, 40, 40));
    let (mut raw, mut smooth, mut lag, mut count) = (0.0f64, 0.0f64, 0.0f64, 0.0f64);
    for at in 7..33 {
        let error = |frame: usize| {
            let (middle, iod) = wander(frame).unwrap();
            let truth = Knows::truth(middle, iod);
            let mesh = all[0].states[frame].mesh().unwrap();
            let of = |p: [f32; 2], t: [f32; 3]| [p[0] - t[0], p[1] - t[1]];
            let raw: Vec<[f32; 2]> = mesh.raw.iter().zip(&truth).map(|(p, t)| of([p[0], p[1]], *t)).collect();
            let smooth: Vec<[f32; 2]> = mesh.points.iter().zip(&truth).map(|(p, t)| of(*p, *t)).collect();
            (raw, smooth)
        };
        let ((raw_a, smooth_a), (raw_b, smooth_b)) = (error(at), error(at + 1));
        let moved = |a: &[[f32; 2]], b: &[[f32; 2]]| -> f64 {
            a.iter().zip(b).map(|(a, b)| f64::from((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2))).sum()
        };
        raw += moved(&raw_a, &raw_b);
        smooth += moved(&smooth_a, &smooth_b);
        // Lag: the mean error along the motion.
        let (a, b) = (wander(at).unwrap().0, wander(at + 1).unwrap().0);
        let step = [b[0] - a[0], b[1] - a[1]];
        let speed = (step[0] * step[0] + step[1] * step[1]).sqrt().max(0.1);
        let along: f32 = smooth_a.iter().map(|e| (e[0] * step[0] + e[1] * step[1]) / speed).sum();
        lag += f64::from(along) / smooth_a.len() as f64;
        count += 1.0;
    }
    let rms = |sum: f64| (sum / count / MESH_POINTS as f64).sqrt();
    assert!(rms(smooth) < 0.35 * rms(raw), "jitter {} of {}", rms(smooth), rms(raw));
    assert!((lag / count).abs() < 0.15, "lag {} px", lag / count);
}

#[test]
fn a_face_that_is_hidden_fades_and_comes_back_as_itself() {
    fn hides(index: usize) -> Option<([f32; 2], f32)> {
        wander(index).filter(|_| !(14..24).contains(&index))
    }
    let analysis = followed(Knows::new(vec![hides]), 44, FaceOptions::default());
    let all = tracks(&analysis);
    assert_eq!(all.len(), 1, "the same face again");
    let weights: Vec<f32> = all[0].states.iter().map(|s| s.weight).collect();
    assert!(weights[13] == 1.0 && weights[14] < 1.0 && weights[15] < weights[14], "{weights:?}");
    assert!(weights[17..24].iter().all(|&w| w == 0.0), "never frozen: {weights:?}");
    let back = (24..44).find(|&i| weights[i] > 0.0).unwrap();
    assert!(back <= 27 && weights[back] < 0.5, "found again soon, and faded in: {weights:?}");
    assert_eq!(weights[40], 1.0);
}

#[test]
fn a_face_that_comes_late_fades_in() {
    fn late(index: usize) -> Option<([f32; 2], f32)> {
        wander(index).filter(|_| index >= 6)
    }
    let analysis = followed(Knows::new(vec![wander_left, late]), 30, FaceOptions::default());
    let all = tracks(&analysis);
    let newcomer = all.iter().find(|t| t.first_frame > 0).unwrap();
    let weights: Vec<f32> = newcomer.states.iter().take(5).map(|s| s.weight).collect();
    assert!(weights[0] < 0.3 && weights.is_sorted() && weights[3] == 1.0, "{weights:?}");
    let first = all.iter().find(|t| t.first_frame == 0).unwrap();
    assert_eq!(first.states[0].weight, 1.0, "who is there from the start needs no fade");
}

fn wander_left(index: usize) -> Option<([f32; 2], f32)> {
    Some(([80.0, 120.0 + index as f32], 24.0))
}

#[test]
fn two_faces_that_cross_stay_two() {
    fn left(index: usize) -> Option<([f32; 2], f32)> {
        Some(([90.0 + 7.0 * index as f32, 80.0], 26.0))
    }
    fn right(index: usize) -> Option<([f32; 2], f32)> {
        Some(([390.0 - 7.0 * index as f32, 180.0], 26.0))
    }
    let analysis = followed(Knows::new(vec![left, right]), 40, FaceOptions::default());
    let all = tracks(&analysis);
    assert_eq!(all.len(), 2);
    for (track, course) in all.iter().zip([left, right]) {
        let last = track.at(39).unwrap();
        let (middle, _) = course(39).unwrap();
        assert!((last.square.x - middle[0]).abs() < 12.0, "track {} is at {}", track.id, last.square.x);
    }
}

#[test]
fn what_the_mesh_does_not_confirm_is_no_face() {
    let mut finder = Knows::new(vec![]);
    finder.false_face = Some([200.0, 120.0]);
    let analysis = followed(finder, 30, FaceOptions::default());
    assert!(tracks(&analysis).is_empty());
    assert_eq!(analysis.tier, Tier::Mesh);
}

#[test]
fn dropped_tracks_have_no_mask() {
    let drop = FaceOptions { drop: vec![1], ..FaceOptions::default() };
    let only = FaceOptions { only: vec![2], ..FaceOptions::default() };
    for (options, want) in [(FaceOptions::default(), true), (drop, false), (only, false)] {
        let analysis = followed(Knows::new(vec![wander]), 8, options.clone());
        let facts = &analysis.shots[0];
        assert_eq!(facts.faces.tracks[0].dropped, !want);
        assert_eq!(facts.skin_share.iter().all(|&s| s > 0.01), want, "{options:?} {:?}", facts.skin_share);
    }
}

#[test]
fn the_mask_keeps_out_of_eyes_and_lips_and_follows_the_face() {
    let analysis = followed(Knows::new(vec![wander]), 12, FaceOptions::default());
    let facts = &analysis.shots[0];
    let mask = facts.skin_search();
    for frame in frames(&[wander], 12) {
        let found = mask.find(&picture(), &facts.faces, &frame).unwrap();
        let (middle, iod) = wander(frame.index).unwrap();
        let at = |u: f32, v: f32| found.at((middle[0] + u * iod) as usize, (middle[1] + v * iod) as usize);
        assert!(at(-0.5, 0.45) > 0.8 && at(0.5, 0.45) > 0.8, "cheeks {} {}", at(-0.5, 0.45), at(0.5, 0.45));
        for (u, v) in [(-0.5, 0.0), (0.5, 0.0), (0.0, 1.0), (0.5, -0.3)] {
            assert!(at(u, v) < 0.05, "feature at {u} {v}: {}", at(u, v));
        }
        assert!(found.at(4, 4) == 0.0, "background");
    }
}

#[test]
fn a_face_with_settings_of_its_own_is_treated_by_itself() {
    use dewax::chain::Chain;
    use dewax::recipe::FaceStack;
    use dewax::stack::Stack;
    fn left(_: usize) -> Option<([f32; 2], f32)> {
        Some(([120.0, 110.0], 34.0))
    }
    fn right(_: usize) -> Option<([f32; 2], f32)> {
        Some(([350.0, 110.0], 34.0))
    }
    let courses: [Course; 2] = [left, right];
    let analysis = followed(Knows::new(courses.to_vec()), 8, FaceOptions::default());
    let facts = &analysis.shots[0];
    assert_eq!(facts.faces.tracks.len(), 2);
    let source = frames(&courses, 8);
    let set = |stack: &mut Stack, text: &str| stack.set(&text.parse().unwrap());
    let mut stack = Stack::neutral();
    ["mask.amount = 1", "skin_grain.amount_levels = 1"].iter().for_each(|t| set(&mut stack, t));
    let on_the_right = facts.faces.tracks.iter().find(|t| t.states[0].square.x > 240.0).unwrap().id;
    let mut own = FaceStack::like(&stack, on_the_right);
    set(&mut own.stack, "skin_grain.amount_levels = 0");
    let picture = picture();
    let changed = |faces: &[FaceStack]| {
        let mut chain = Chain::with_faces(&picture, facts, &stack, faces, 1);
        let made = chain.frame::<()>(3, &mut |i| Ok(source[i].clone())).unwrap();
        let [before, after] = [&source[3], &*made.done].map(|f| f.luma());
        let differs = |from: usize, to: usize| -> usize {
            (0..HEIGHT).map(|y| (from..to).filter(|&x| before.row(y)[x] != after.row(y)[x]).count()).sum()
        };
        (differs(0, WIDTH / 2), differs(WIDTH / 2, WIDTH), made.masked.skin.clone().unwrap())
    };
    let (left_alone, right_alone, union) = changed(std::slice::from_ref(&own));
    assert!(left_alone > 1000 && right_alone == 0, "{left_alone} {right_alone}");
    let (left_both, right_both, all) = changed(&[]);
    assert!(left_both == left_alone && right_both > 1000, "{left_both} {right_both}");
    assert_eq!(union.weights, all.weights, "the mask that is judged covers every face");
}
