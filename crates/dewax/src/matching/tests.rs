//! A drawn skin with known grades: what was done to it is taken back, and what no grade did is left alone.

use super::*;
use crate::analysis::{Analyser, Analysis};
use crate::clip::Shot;
use crate::color::{ColourCourse, ColourKnot, Join, ciede2000, lab_from_rgb};
use crate::demo::{DrawnFace, held_face};
use crate::facts::ShotFacts;
use crate::lock::{Affine, TintStep, de_at_equal_lightness};

/// Skin of `tone` (red over green, blue over green) lit from `side` (−1..=1), 12 × 16 patches.
fn person(face: u32, tone: [f32; 2], side: f32) -> Person {
    let patch = |i: i16| {
        let place = [i % 12 - 6, i / 12 - 4];
        let [x, y] = place.map(f32::from);
        let light = 0.5 + 0.13 * side * x / 6.0 - 0.1 * (x * x + y * y) / 100.0;
        let blush = 0.03 * (-(x.abs() - 4.0).powi(2) / 4.0 - (y - 2.0).powi(2) / 8.0).exp();
        Patch { place: Some(place), rgb: [light * tone[0] + blush, light, light * tone[1]], weight: 1.0 }
    };
    Person { face, name: None, patches: (0..12 * 16).map(patch).collect() }
}

fn shot(persons: Vec<Person>) -> SkinSamples {
    SkinSamples { transfer: Transfer::Bt709, primaries: Primaries::Bt709, persons }
}

fn graded(mut samples: SkinSamples, cdl: Cdl) -> SkinSamples {
    let patches = samples.persons.iter_mut().flat_map(|p| &mut p.patches);
    patches.for_each(|p| p.rgb = cdl.graded(p.rgb));
    samples
}

/// A grade that lifts, cools and pales.
const GRADE: Cdl =
    Cdl { slope: [0.86, 0.95, 1.02], offset: [0.04, 0.03, 0.05], power: [1.05, 1.0, 0.95], saturation: 0.8 };

/// Half of it.
const MILD: Cdl = Cdl {
    slope: [0.93, 0.975, 1.01],
    offset: [0.02, 0.015, 0.025],
    power: [1.025, 1.0, 0.975],
    saturation: 0.9,
};

const TONE: [f32; 2] = [1.28, 0.8];

#[test]
fn a_grade_is_taken_back_by_place_and_without() {
    let hero = shot(vec![person(1, TONE, 0.6)]);
    let found = fit(&graded(hero.clone(), GRADE), &hero, 1.0);
    assert_eq!(found.why, Why::Matched);
    assert!(found.by_place && found.before_de00 > 4.0 && found.after_de00 < 0.3, "{found:?}");
    let unplaced = |mut s: SkinSamples| {
        s.persons.iter_mut().flat_map(|p| &mut p.patches).for_each(|p| p.place = None);
        s
    };
    let found = fit(&unplaced(graded(hero.clone(), MILD)), &unplaced(hero.clone()), 1.0);
    assert!(!found.by_place && found.why == Why::Matched && found.after_de00 < 0.8, "{found:?}");
    // As much as persons differ: without places nobody knows.
    let found = fit(&unplaced(graded(hero.clone(), GRADE)), &unplaced(hero.clone()), 1.0);
    assert!(found.cdl.is_neutral() && found.why == Why::OtherSkinOrLight, "{found:?}");
    // Beside one whose places are known, one of whom they are not may be anybody.
    let mut both = hero.clone();
    both.persons.extend(unplaced(shot(vec![person(2, [1.1, 0.9], -0.4)])).persons);
    let found = fit(&graded(both.clone(), GRADE), &both, 1.0);
    assert!(found.by_place && found.persons == 1 && found.why == Why::Matched, "{found:?}");
}

#[test]
fn half_the_way_is_half_the_way() {
    let hero = shot(vec![person(1, TONE, 0.6)]);
    let found = fit(&graded(hero.clone(), GRADE), &hero, 0.5);
    let share = found.after_de00 / found.before_de00;
    assert!(found.why == Why::Matched && (0.4..0.6).contains(&share), "{found:?}");
    // What is left on purpose is no sign of another person, however much it is.
    let found = fit(&graded(hero.clone(), GRADE), &hero, 0.4);
    assert!(found.why == Why::Matched && found.after_de00 > OTHER_DE, "{found:?}");
}

#[test]
fn what_is_alike_is_left_as_it_is() {
    let hero = shot(vec![person(1, TONE, 0.6)]);
    let found = fit(&hero, &hero, 1.0);
    assert!(found.why == Why::Alike && found.cdl.is_neutral(), "{found:?}");
}

#[test]
fn another_light_is_no_grade() {
    // Lit from the other side only: the colours are the same.
    let (hero, other) = (shot(vec![person(1, TONE, 0.9)]), shot(vec![person(1, TONE, -0.9)]));
    assert_eq!(fit(&other, &hero, 1.0).why, Why::OtherSkinOrLight);
    // And green where it was red.
    let (hero, night) = (shot(vec![person(1, TONE, 0.9)]), shot(vec![person(1, [0.7, 1.4], -0.9)]));
    let found = fit(&night, &hero, 1.0);
    assert!(found.cdl.is_neutral() && found.why == Why::OtherSkinOrLight, "{found:?}");
}

#[test]
fn only_persons_of_one_name_are_compared() {
    let mut hero = shot(vec![person(1, TONE, 0.6), person(2, [1.1, 0.9], -0.4)]);
    let mut other = graded(hero.clone(), GRADE);
    hero.name(1, "Ann");
    other.name(2, "Ann");
    hero.name(2, "Bob");
    other.name(1, "Carl");
    let found = fit(&other, &hero, 1.0);
    assert_eq!(found.persons, 1);
    other.persons.retain(|p| p.face == 1);
    assert_eq!(fit(&other, &hero, 1.0).why, Why::NobodyInCommon);
    // Without names the nearest skins belong together.
    let hero = shot(vec![person(1, TONE, 0.6), person(2, [1.1, 0.9], -0.4)]);
    let mut other = graded(hero.clone(), GRADE);
    other.persons.reverse();
    let found = fit(&other, &hero, 1.0);
    assert!(found.persons == 2 && found.after_de00 < 0.3, "{found:?}");
}

#[test]
fn other_curves_and_too_little_skin_are_said() {
    let hero = shot(vec![person(1, TONE, 0.6)]);
    let hdr = SkinSamples { transfer: Transfer::Pq, ..graded(hero.clone(), GRADE) };
    assert_eq!(fit(&hdr, &hero, 1.0).why, Why::OtherCurve);
    let bright = SkinSamples { transfer: Transfer::Pq, ..hero.clone() };
    assert_eq!(fit(&hdr, &bright, 1.0).why, Why::NotForDisplay);
    let mut little = graded(hero.clone(), GRADE);
    little.persons[0].patches.truncate(10);
    assert_eq!(fit(&little, &hero, 1.0).why, Why::TooLittleSkin);
}

#[test]
fn samples_are_what_the_locks_hold_wherever_the_face_is_and_however_large() {
    let clip = DrawnFace::new(640, 480, 6).clip();
    let of = |px_per_mm: f64, turn: f64| {
        let (lock, track) = held_face((0, 6), [300.0, 200.0], px_per_mm, turn, Affine::IDENTITY);
        let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 6 });
        facts.locks = vec![lock];
        facts.faces.tracks = vec![track];
        facts.face_tracks = 1;
        let mut analysis = Analyser::new(clip.picture(), 24.0, None).finish(clip.clone(), "test");
        analysis.shots = vec![facts];
        SkinSamples::of(&analysis, 0).unwrap()
    };
    let (near, far) = (of(2.0, 0.0), of(0.8, 20.0));
    for samples in [&near, &far] {
        assert!(samples.is_sane() && samples.persons.len() == 1);
        let levels = clip.picture().levels;
        let due =
            crate::color::rgb_from_ycc(clip.picture().weights, levels.units([36_000.0, 29_000.0, 38_000.0]));
        let is = samples.mean_rgb();
        assert!(is.iter().zip(due).all(|(a, b)| (a - b).abs() < 1e-3), "{is:?} {due:?}");
    }
    let pairs = by_place(&near.persons[0], &far.persons[0]);
    assert!(pairs.len() > 200, "{}", pairs.len());
}

#[test]
fn what_is_matched_is_what_is_seen_through_the_table_and_the_difference_is_told_by_tones() {
    let hero = shot(vec![person(1, TONE, 0.6)]);
    // Footage of little contrast, which its table stretches: a small grade is seen three times as large.
    let flat = |rgb: [f32; 3]| rgb.map(|v| 0.3 + 0.33 * v);
    let logged = |mut samples: SkinSamples| {
        samples.persons.iter_mut().flat_map(|p| &mut p.patches).for_each(|p| p.rgb = flat(p.rgb));
        samples
    };
    let table =
        Cube::parse("LUT_1D_SIZE 2\nDOMAIN_MIN 0.3 0.3 0.3\nDOMAIN_MAX 0.63 0.63 0.63\n0 0 0\n1 1 1\n")
            .unwrap();
    let other = graded(hero.clone(), GRADE);
    let (plain, seen) = (
        fit_seen(&logged(other.clone()), &logged(hero.clone()), 1.0, None),
        fit_seen(&logged(other.clone()), &logged(hero.clone()), 1.0, Some(&table)),
    );
    let as_display = fit(&other, &hero, 1.0);
    assert!((seen.before_de00 - as_display.before_de00).abs() < 0.05, "{seen:?} {as_display:?}");
    assert!(plain.before_de00 < 0.6 * seen.before_de00, "{plain:?}");
    assert!(seen.why == Why::Matched && seen.after_de00 < 0.6, "{seen:?}");
    // The grade lifts: shadows are brighter by more than highlights, and every third of the skin comes back.
    let [dark, mid, light] = as_display.tones;
    assert!(dark.off_before[0] > light.off_before[0], "{as_display:?}");
    assert!([dark, mid, light].iter().all(|t| t.after_de00 < 0.4 && t.before_de00 > 2.0), "{as_display:?}");
    assert!(as_display.by_tone().starts_with("shadows "), "{}", as_display.by_tone());
    let same = fit(&hero, &hero, 1.0);
    assert!(same.tones.iter().all(|t| t.before_de00 == 0.0 && t.lab[0] > 0.0), "{same:?}");
}

/// A shot of one face whose nodes have the colours (red, green, blue) that `colour` gives for a place (0..=1 across and down) and a frame.
fn seen(frames: usize, colour: impl Fn([f32; 2], usize) -> [f32; 3]) -> Analysis {
    let clip = DrawnFace::new(640, 480, frames).clip();
    let picture = clip.picture();
    let (mut lock, track) = held_face((0, frames), [300.0, 200.0], 2.0, 0.0, Affine::IDENTITY);
    let (columns, rows) = (lock.segments[0].grid.columns, lock.segments[0].grid.rows);
    for (frame, place) in lock.segments[0].places.iter_mut().enumerate() {
        let changed = place.nodes.change(|nodes| {
            for (n, low) in nodes.low.iter_mut().enumerate() {
                let at = [(n % columns) as f32 / columns as f32, (n / columns) as f32 / rows as f32];
                let ycc = crate::color::ycc_from_rgb(picture.weights, colour(at, frame));
                *low = picture.levels.stored(ycc).map(|v| v.round() as u16);
            }
        });
        assert!(changed);
    }
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames });
    facts.locks = vec![lock];
    facts.faces.tracks = vec![track];
    facts.face_tracks = 1;
    let mut analysis = Analyser::new(picture, 24.0, None).finish(clip, "test");
    analysis.shots = vec![facts];
    analysis
}

#[test]
fn a_shot_that_drifts_meets_the_next_at_the_cut() {
    const FRAMES: usize = 48;
    let skin = |[x, y]: [f32; 2]| {
        let light = 0.42 + 0.2 * x - 0.2 * (y - 0.5).powi(2);
        let blush = 0.04 * (-20.0 * ((x - 0.3).powi(2) + (y - 0.6).powi(2))).exp();
        [1.28 * light + blush, light, 0.8 * light]
    };
    let picture = DrawnFace::new(64, 48, 2).picture();
    let ycc = |rgb: [f32; 3]| crate::color::ycc_from_rgb(picture.weights, rgb);
    let end = ColourKnot { frame: FRAMES - 1, gain: 1.1, tint: [-0.05, 0.06] };
    let at = |frame: usize| {
        let share = frame as f32 / (FRAMES - 1) as f32;
        ColourKnot { frame, gain: 1.0 + 0.1 * share, tint: end.tint.map(|t| share * t) }
    };
    let drifted = |rgb: [f32; 3], frame: usize| {
        let [y, b, r] = ycc(rgb);
        let [b, r] = at(frame).of([b / y, r / y]);
        crate::color::rgb_from_ycc(picture.weights, [y, b * y, r * y])
    };
    let next = seen(FRAMES, |place, _| skin(place));
    let mut first = seen(FRAMES, |place, frame| drifted(MILD.graded(skin(place)), frame));
    let middle = ycc(MILD.graded(skin([0.5; 2])));
    let ratio = [middle[1] / middle[0], middle[2] / middle[0]];
    let facts = &mut first.shots[0];
    facts.colour_course = Some(ColourCourse { knots: vec![at(0), end], uneven: 0.05 });
    let step = |i: usize| {
        let moved = at(12 * i + 6).of(ratio);
        let [y, ..] = middle;
        TintStep {
            face: facts.locks[0].face,
            frame: 12 * i,
            face_ycc: middle,
            shift: [0, 1].map(|k| moved[k] - at(6).of(ratio)[k]),
            moved_de: de_at_equal_lightness(&picture, middle, [y, moved[0] * y, moved[1] * y]),
            uniform_share: 0.95,
            ..TintStep::default()
        }
    };
    facts.tint = (0..4).map(step).collect();
    let facts = &first.shots[0];
    assert!(facts.drift().is_some_and(|d| d.moved_de > 4.0), "{:?}", facts.drift());
    let [from, to] = [&first, &next].map(|a| SkinSamples::of(a, 0).unwrap());
    let matched = fit(&from, &to, 1.0);
    assert!(matched.why == Why::Matched && matched.after_de00 < 0.5, "{matched:?}");
    // Across the cut: the last frame of the one, as the drift step and the match leave it, and the first of the next.
    let across = |share: f32| {
        let back = facts.colour_back(FRAMES - 1, share);
        let places = [[0.3, 0.3], [0.7, 0.3], [0.5, 0.5], [0.3, 0.7], [0.7, 0.7]];
        let de = places.map(|place| {
            let last = back.of(ycc(drifted(MILD.graded(skin(place)), FRAMES - 1)));
            let made = matched.cdl.graded(crate::color::rgb_from_ycc(picture.weights, last));
            ciede2000(lab_from_rgb(made), lab_from_rgb(skin(place))) as f32
        });
        de.iter().sum::<f32>() / de.len() as f32
    };
    assert!((across(1.0) - matched.after_de00).abs() < 0.4, "{} {matched:?}", across(1.0));
    assert!(across(0.0) > 4.0, "{}", across(0.0));
}

#[test]
fn a_shot_with_a_seam_is_matched_by_its_colours_before_it() {
    let skin = |[x, y]: [f32; 2]| [0.64 + 0.2 * x, 0.46 + 0.2 * x, 0.36 + 0.2 * x - 0.05 * y];
    let joined = |[r, g, b]: [f32; 3]| [1.06 * r, g, 0.95 * b];
    let mut analysis = seen(24, |place, frame| if frame < 12 { skin(place) } else { joined(skin(place)) });
    let as_it_is = SkinSamples::of(&analysis, 0).unwrap().mean_rgb();
    let back = Cdl { slope: [1.0 / 1.06, 1.0, 1.0 / 0.95], ..Cdl::NEUTRAL };
    analysis.shots[0].joins = vec![Join {
        frame: 12,
        back,
        contrast_percent: 0.0,
        saturation_percent: 0.0,
        lighter_percent: 0.0,
        skin_de: 3.0,
        picture_de: 3.0,
        explained: 1.0,
        steady_share: 0.0,
    }];
    let is = SkinSamples::of(&analysis, 0).unwrap().mean_rgb();
    let due = SkinSamples::of(&seen(24, |place, _| skin(place)), 0).unwrap().mean_rgb();
    assert!(is.iter().zip(due).all(|(a, b)| (a - b).abs() < 1e-3), "{is:?} {due:?}");
    assert!((as_it_is[0] - due[0]).abs() > 0.01);
}
