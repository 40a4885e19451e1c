//! Originals under pictures that bend, or that were smoothed and bend nowhere, and blemishes beside what is none.

use super::tests::{SIDE, all, drawn, skin, state, whole};
use super::*;
use crate::kernels::{blur, round_u16, tile, warp};

const DRAWN: usize = 480;

/// What a face says of how far its original lies off, RMS over its middle, px.
fn off_px(face: &LaidFace, truth: impl Fn([f64; 2]) -> [f64; 2]) -> f64 {
    let places = (150..330).step_by(12).flat_map(|y| (150..330).step_by(12).map(move |x| (x, y)));
    let (mut sum, mut count) = (0.0, 0.0);
    for (x, y) in places {
        let point = [f64::from(x), f64::from(y)];
        let (found, want) = (face.place(point), truth(point));
        sum += (found[0] - want[0]).powi(2) + (found[1] - want[1]).powi(2);
        count += 1.0;
    }
    f64::sqrt(sum / count)
}

#[test]
fn a_bend_is_followed_and_smoothing_is_none() {
    let (original, copy, face) = drawn();
    let there = Side { rgb: &original, faces: &[&face] };
    let wanted = [Rect { x0: 110, y0: 90, x1: 370, y1: 370 }];
    let wave = |t: f64| 1.5 * crate::color::math::sin_cos_deg(360.0 * t / 180.0).0;
    let bent = |[x, y]: [f64; 2]| [x + wave(y), y + wave(x)];
    let ai = copy.each_ref().map(|p| {
        let source = tile::cut(p, Rect::of(DRAWN, DRAWN));
        Plane::from_fn(DRAWN, DRAWN, |x, y| {
            let [u, v] = bent([x as f64, y as f64]);
            round_u16(warp::at(&source, u, v), WHITE)
        })
    });
    let laid = lay(&Side { rgb: &ai, faces: &[&face] }, &there, None, &wanted).unwrap();
    let laid = laid.face(0).unwrap();
    let off = off_px(laid, bent);
    assert!(off <= 0.15 && laid.bent_px > 1.0, "{off} px off, bent {}", laid.bent_px);
    // Smoothed much more than its original was ever sharp, darker, and with another shade from side to side.
    let ai = original.each_ref().map(|p| {
        let soft = blur::gaussian(&tile::cut(p, Rect::of(DRAWN, DRAWN)), 2.2);
        Plane::from_fn(DRAWN, DRAWN, |x, y| round_u16(soft.row(y)[x] * (0.9 + 0.0002 * x as f32), WHITE))
    });
    let laid = lay(&Side { rgb: &ai, faces: &[&face] }, &there, None, &wanted).unwrap();
    assert!(laid.face(0).unwrap().is_exact, "{:?}", laid.face(0).unwrap().map);
}

/// Multiplies a picture by what a shape says of each pixel.
fn darkened(rgb: &Rgb16, share: f32, shape: impl Fn(f32, f32) -> f32) -> Rgb16 {
    rgb.each_ref().map(|plane| {
        Plane::from_fn(SIDE, SIDE, |x, y| {
            let dark = share * shape(x as f32, y as f32);
            (f32::from(plane.row(y)[x]) * (1.0 - dark)).round() as u16
        })
    })
}

/// How many blemishes are kept away.
fn healed(ai: &Rgb16, original: &Rgb16) -> usize {
    let face = state(4.0, [160.0, 120.0]);
    let laid = Laid { faces: vec![Ok(LaidFace::exact(whole(), original.clone()))] };
    let mask = all();
    let part =
        Part { face: 0, mask: &mask, method: Method::hybrid(), strength: 1.0, tones: Tones::default() };
    treat(&Side { rgb: ai, faces: &[&face] }, Some(&laid), &[part]).layers[0].spots
}

#[test]
fn only_what_was_removed_is_a_blemish() {
    let (ai, original) = (skin(1, 0.3), skin(2, 3.0));
    let bell = |s: f32, cx: f32, cy: f32| {
        move |x: f32, y: f32| (-((x - cx).powi(2) + (y - cy).powi(2)) / (2.0 * s * s)).exp()
    };
    assert_eq!(healed(&ai, &original), 0, "pores are none");
    let mole = bell(4.0, 150.0, 140.0);
    let spotted = darkened(&original, 0.25, mole);
    assert_eq!(healed(&ai, &spotted), 1, "removed");
    assert_eq!(healed(&darkened(&ai, 0.16, mole), &spotted), 0, "a mole that was kept, if softer");
    assert_eq!(healed(&darkened(&ai, 0.25, mole), &original), 0, "what the AI version added");
    let line = |x: f32, y: f32| (-(y - 0.3 * x - 90.0).powi(2) / 8.0).exp();
    assert_eq!(healed(&ai, &darkened(&original, 0.25, line)), 0, "a line, or a hair");
    // Stubble: the same spot again and again.
    let grid = |x: f32, y: f32| bell(2.0, 8.0, 8.0)(x % 16.0, y % 16.0);
    let many = healed(&ai, &darkened(&original, 0.25, grid));
    // Some of the 400 stand at the edge of the picture.
    assert!(many <= 12, "{many} like their neighbours");
}

#[test]
fn what_is_not_known_says_nothing_beside_it() {
    let side = 96;
    let plane = Plane::from_fn(side, side, |x, y| ((x * 7 + y * 13) % 31) as f32 * 100.0);
    let mut spoilt = plane.clone();
    (0..side).for_each(|y| spoilt.row_mut(y)[..32].fill(60_000.0));
    let weights = Plane::from_fn(side / 4, side / 4, |x, _| if x < 10 { 0.0 } else { 1.0 });
    let part = Rect::of(side, side);
    let sure = crate::px::Mask { weights, step_px: 4, roi: part };
    let known = split::Known::new(&sure, [0, 0], part, 5.0);
    assert!(known.is_some());
    let [one, two] = [plane, spoilt].map(|p| split::high(p, known.as_ref(), 5.0, part, 1.0));
    for y in 0..side {
        assert_eq!(one.row(y)[44..], two.row(y)[44..], "row {y}");
    }
}
