//! A drawn face and its blurred copy: the copy gets the original's texture back, where it lay, and only from what lies in register.

use super::super::Pores;
use crate::clip::Shot;
use crate::demo::{DrawnFace, Flaws, held_face};
use crate::facts::ShotFacts;
use crate::kernels::{blur, noise, round_u16, tile, warp};
use crate::flat::{Beside, Original};
use crate::lock::{Affine, IN_REGISTER, Registered, by_points, register, same_framing};
use crate::px::{Frame, LEVEL, Mask, Plane, Rect, Window};
use crate::step::{Context, FaceFilter, Step};
use std::sync::{Arc, OnceLock};

const SIDE: usize = 320;
const PX_PER_MM: f64 = 1.2;

fn drawn() -> DrawnFace {
    DrawnFace::new(SIDE, SIDE, 1).with_flaws(Flaws { pores_levels: 3.0, ..Flaws::none() }).held_still()
}

/// The original, and its copy blurred as a beauty filter does.
fn pair() -> &'static (Frame, Frame) {
    static PAIR: OnceLock<(Frame, Frame)> = OnceLock::new();
    PAIR.get_or_init(|| {
        let face = drawn();
        let mut original = face.frame(0);
        let mask = Mask { weights: face.skin_mask(0), step_px: 1, roi: Rect::of(SIDE, SIDE) };
        original.skin = Some(Arc::new(mask));
        let mut copy = original.clone();
        let soft = blur::gaussian(&tile::cut(original.luma(), Rect::of(SIDE, SIDE)), 1.8);
        let samples = copy.plane_mut(0).samples_mut().iter_mut();
        samples.zip(soft.samples()).for_each(|(s, &v)| *s = round_u16(v, 65_535.0));
        (original, copy)
    })
}

fn facts() -> ShotFacts {
    let middle = [0.5 * SIDE as f64, 0.42 * SIDE as f64];
    let (lock, track) = held_face((0, 1), middle, PX_PER_MM, 0.0, Affine::IDENTITY);
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 1 });
    facts.locks = vec![lock];
    facts.faces.tracks = vec![track];
    facts
}

fn face() -> Rect {
    Rect { x0: 60, y0: 40, x1: 260, y1: 260 }
}

/// The copy as the step leaves it, with an original that lies so.
fn treated(other: &Plane<u16>, lies: Registered) -> Frame {
    let (_, copy) = pair();
    let mut facts = facts();
    let picture = drawn().picture();
    let black = picture.levels.black;
    let mut original = Original::default();
    let lock = &facts.locks[0];
    let skin = copy.skin.as_deref().unwrap();
    let beside = Beside { luma: other, black, lies };
    assert!(original.take(lock.face, &lock.held(0).unwrap(), (copy.luma(), skin, black), &beside));
    assert!(original.is_sane() && original.faces() == 1);
    facts.original = Some(Arc::new(original));
    let context = Context { picture: &picture, facts: &facts, seed: 1, faces: FaceFilter::All, shelf: super::super::tests::shelf() };
    let near = [Arc::new(copy.clone())];
    let mut out = copy.clone();
    Pores { auto: false, ..Pores::default() }.apply(&context, &Window::new(&near, 0), &mut out);
    out
}

/// Correlation with the original of what is finer than 2.2 mm, inside the skin.
fn likeness(frame: &Frame) -> f32 {
    let (original, _) = pair();
    let whole = Rect::of(SIDE, SIDE);
    let fine = |frame: &Frame| {
        let mut plane = tile::cut(frame.luma(), whole);
        let soft = blur::gaussian(&plane, 2.2 * PX_PER_MM as f32 / 4.4 * 2.0);
        plane.samples_mut().iter_mut().zip(soft.samples()).for_each(|(v, s)| *v -= s);
        plane
    };
    let (one, two) = (fine(original), fine(frame));
    let inner = blur::gaussian(&original.skin.as_deref().unwrap().weights, 4.0);
    let (mut ab, mut aa, mut bb) = (0.0f64, 0.0f64, 0.0f64);
    for ((&a, &b), &w) in one.samples().iter().zip(two.samples()).zip(inner.samples()) {
        if w > 0.98 {
            ab += f64::from(a * b);
            aa += f64::from(a * a);
            bb += f64::from(b * b);
        }
    }
    (ab / (aa * bb).sqrt()) as f32
}

#[test]
fn a_blurred_copy_gets_the_texture_of_its_original_back() {
    let (original, copy) = pair();
    let framing = same_framing((SIDE, SIDE), (SIDE, SIDE)).unwrap();
    let lies = register(copy.luma(), face(), original.luma(), &[framing]).unwrap();
    assert_eq!(lies.map, Affine::IDENTITY, "plain framing is exact");
    assert!(lies.agreement > 0.9, "{lies:?}");
    let back = treated(original.luma(), lies);
    let (before, after) = (likeness(copy), likeness(&back));
    assert!(before < 0.6 && after >= 0.8, "{before} {after}");
    let outside = |frame: &Frame| frame.luma().row(4).to_vec();
    assert_eq!(outside(&back), outside(copy), "nothing changes outside the skin");
}

#[test]
fn an_original_of_another_size_that_is_turned_is_brought_into_place() {
    let (original, copy) = pair();
    let (sin, cos) = crate::color::math::sin_cos_deg(4.0);
    let (a, b) = (1.4 * cos, 1.4 * sin);
    let truth = Affine([a, -b, 40.0, b, a, 6.0]);
    let side = SIDE * 3 / 2;
    let there = warp::warp(&tile::cut(original.luma(), Rect::of(SIDE, SIDE)), truth.inverse().unwrap().0, side, side);
    let other = Plane::from_fn(side, side, |x, y| round_u16(there.row(y)[x].max(0.0), 65_535.0));
    // Landmarks are a pixel or two beside.
    let marks = [[100.0f32, 90.0], [220.0, 95.0], [160.0, 150.0], [130.0, 200.0], [190.0, 200.0]];
    let beside = [[1.5f32, -1.0], [-2.0, 1.0], [1.0, 2.0], [0.5, -1.5], [-1.0, 0.5]];
    let moved = |i: usize| {
        let (x, y) = truth.apply(f64::from(marks[i][0]), f64::from(marks[i][1]));
        [x as f32 + beside[i][0], y as f32 + beside[i][1]]
    };
    let start = by_points(&marks, &[0, 1, 2, 3, 4].map(moved)).unwrap();
    let lies = register(copy.luma(), face(), &other, &[start]).unwrap();
    for (x, y) in [(80.0, 60.0), (240.0, 60.0), (160.0, 240.0)] {
        let (found, want) = (lies.map.apply(x, y), truth.apply(x, y));
        let apart = (found.0 - want.0).hypot(found.1 - want.1);
        assert!(apart < 0.4, "{apart} px beside at {x}, {y}");
    }
    assert!(lies.agreement >= IN_REGISTER, "{lies:?}");
    let after = likeness(&treated(&other, lies));
    assert!(after >= 0.8, "{after}");
}

#[test]
fn what_shows_something_else_is_not_in_register() {
    let (_, copy) = pair();
    let mut other = Plane::filled(SIDE, SIDE, (120.0 * LEVEL) as u16);
    noise::soft_rows(7, 3.0, (0, SIDE), (0, SIDE), |y, values| {
        let row = other.row_mut(y).iter_mut().zip(values);
        row.for_each(|(o, v)| *o = (f32::from(*o) + 20.0 * LEVEL * v).clamp(0.0, 65_535.0) as u16);
    });
    let lies = register(copy.luma(), face(), &other, &[Affine::IDENTITY]).unwrap();
    assert!(lies.agreement < 0.8 * IN_REGISTER, "{lies:?}");
    assert!(same_framing((640, 480), (640, 360)).is_none());
}
