//! A flat head with a neck and a hand whose colours are known, beside hair, cloth and wood.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use dewax::demo::DrawnFace;
use dewax::face::{FaceState, FaceTrack, MESH_POINTS, Mesh, Mode, Scores, ShotFaces, Square, Topology};
use dewax::px::{Frame, Plane, Subsampling};
use dewax::skin::Small;
use dewax::skin::limbs::{HOTTER_DE, HotCells, Limbs, Sight, draw, hot_cells};
use std::sync::Arc;

const SIZE: (usize, usize) = (480, 480);
const IOD_PX: f32 = 48.0;
const EYES: [f32; 2] = [240.0, 130.0];
/// Cb ÷ Y' and Cr ÷ Y' of a face, and of a hand that is hotter by about ΔE 8.
const FACE: [f32; 2] = [-0.11, 0.17];
const HOT: [f32; 2] = [-0.165, 0.29];

/// A mesh of rows and columns over the face, with four points for each contour.
fn face() -> (FaceState, Arc<Topology>) {
    let ring =
        |x: f32, y: f32, wide: f32, high: f32| [[x - wide, y], [x, y - high], [x + wide, y], [x, y + high]];
    let rings = [ring(-0.5, 0.0, 0.2, 0.1), ring(0.5, 0.0, 0.2, 0.1), ring(0.0, 1.0, 0.4, 0.15)];
    let mut points: Vec<[f32; 2]> = rings.into_iter().flatten().collect();
    let first = points.len();
    points.extend((first..MESH_POINTS).map(|i| {
        let (row, column) = ((i - first) / 22, (i - first) % 22);
        [(column as f32 - 10.5) / 10.5, (row as f32 - 10.0) / 10.0 * 1.2 + 0.35]
    }));
    let raw = points.iter().map(|p| [EYES[0] + p[0] * IOD_PX, EYES[1] + p[1] * IOD_PX, 0.0]).collect();
    let four = |from: u16| (from..from + 4).collect::<Vec<u16>>();
    let cells = (0..20u16).flat_map(|row| (0..21u16).map(move |column| first as u16 + row * 22 + column));
    let triangles = cells.filter(|at| at + 23 < MESH_POINTS as u16);
    let triangles = triangles.flat_map(|at| [[at, at + 1, at + 22], [at + 1, at + 23, at + 22]]).collect();
    let topology = Topology {
        triangles,
        oval: four(20),
        right_eye: four(0),
        left_eye: four(4),
        lips_outer: four(8),
        lips_inner: four(8),
        right_brow: four(0),
        left_brow: four(4),
    };
    let state = FaceState {
        mode: Mode::Mesh,
        weight: 1.0,
        square: Square::upright(EYES[0], EYES[1] + 0.35 * IOD_PX, 3.6 * IOD_PX),
        iod_px: IOD_PX,
        scores: Scores { flag: 1.0, look: 1.0, ..Scores::default() },
        mesh: Some(Mesh::from_raw(raw).into()),
        skin: None,
        person: Vec::new().into(),
        hands: Vec::new(),
    };
    (state, Arc::new(topology))
}

/// Where a place is: the face, the neck below it, a hand beside that, or what is around.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Face,
    Neck,
    Hand,
    Around,
}

fn at(x: usize, y: usize) -> At {
    let (u, v) = ((x as f32 - EYES[0]) / IOD_PX, (y as f32 - EYES[1]) / IOD_PX);
    match (u, v) {
        _ if (u / 1.0).hypot((v - 0.35) / 1.25) < 1.0 => At::Face,
        _ if u.abs() < 0.6 && (1.0..2.6).contains(&v) => At::Neck,
        _ if (u - 1.6).hypot(v - 3.0) < 0.75 => At::Hand,
        _ => At::Around,
    }
}

/// A frame with these colours and lights at every place.
fn drawn(of: impl Fn(At, usize, usize) -> [f32; 3]) -> Frame {
    let picture = DrawnFace::new(SIZE.0, SIZE.1, 2).picture();
    let mut frame = Frame::new(&picture.format, 0);
    let (across, down) = frame.subsampling.factors();
    let stored = |x: usize, y: usize| {
        let [light, cb, cr] = of(at(x, y), x, y);
        picture.levels.stored([light, cb * light, cr * light]).map(|v| v.round() as u16)
    };
    frame.set_plane(0, Plane::from_fn(SIZE.0, SIZE.1, |x, y| stored(x, y)[0]));
    for which in 1..3 {
        let (width, height) = (frame.plane(which).width(), frame.plane(which).height());
        frame.set_plane(which, Plane::from_fn(width, height, |x, y| stored(x * across, y * down)[which]));
    }
    assert_eq!(frame.subsampling, Subsampling::C420);
    frame
}

/// Blue cloth around; skin in a light that falls to the side.
fn scene(neck: [f32; 2], hand: [f32; 2]) -> Frame {
    drawn(|at, x, _| {
        let light = 0.45 + 0.15 * x as f32 / SIZE.0 as f32;
        let skin = |c: [f32; 2]| [light, c[0], c[1]];
        match at {
            At::Face => skin(FACE),
            At::Neck => skin(neck),
            At::Hand => skin(hand),
            At::Around => [0.25, 0.12, -0.05],
        }
    })
}

fn seen(frame: &Frame) -> Option<Limbs> {
    let picture = DrawnFace::new(SIZE.0, SIZE.1, 2).picture();
    let (state, topology) = face();
    let sight = Sight::of(&picture, &Small::of(&picture, frame), &state, &[&state], Some(&topology))?;
    Limbs::of(&picture, 1, &[(0, sight)], 1)
}

/// Cb ÷ Y' and Cr ÷ Y' in the middle of a part.
fn colour(frame: &Frame, u: f32, v: f32) -> [f32; 2] {
    let picture = DrawnFace::new(SIZE.0, SIZE.1, 2).picture();
    let (x, y) = ((EYES[0] + u * IOD_PX) as usize, (EYES[1] + v * IOD_PX) as usize);
    let read = |which: usize, x: usize, y: usize| f32::from(frame.plane(which).row(y)[x]);
    let [y, cb, cr] = picture.levels.units([read(0, x, y), read(1, x / 2, y / 2), read(2, x / 2, y / 2)]);
    [cb / y, cr / y]
}

fn treated(limbs: Limbs, share: f32, frame: &Frame) -> Frame {
    let picture = DrawnFace::new(SIZE.0, SIZE.1, 2).picture();
    let (state, topology) = face();
    let track = FaceTrack {
        id: 1,
        first_frame: 0,
        states: vec![state],
        others: Vec::new(),
        like: Vec::new(),
        dropped: false,
    };
    let faces = ShotFaces { topology: Some(topology), tracks: vec![track], mattes: Vec::new() };
    let mut out = frame.clone();
    draw(&picture, &faces, &[limbs], share, &mut out);
    out
}

#[test]
fn a_hot_hand_is_found_and_drawn_to_the_face_and_the_rest_stays() {
    let frame = scene(FACE, HOT);
    let limbs = seen(&frame).unwrap();
    assert!(limbs.hotter_de > HOTTER_DE && limbs.are_drawn(), "{limbs:?}");
    let out = treated(limbs, 0.7, &frame);
    assert_eq!(out.luma(), frame.luma());
    let [was, is] = [&frame, &out].map(|f| colour(f, 1.6, 3.0));
    for i in 0..2 {
        let gone = (was[i] - is[i]) / (was[i] - FACE[i]);
        assert!((gone - 0.7).abs() < 0.06, "{gone} of the way");
    }
    for place in [(0.0, 0.5), (0.6, 0.5), (0.0, 2.0), (-1.6, 3.0), (0.0, -1.5)] {
        let moved =
            |i: usize| (colour(&frame, place.0, place.1)[i] - colour(&out, place.0, place.1)[i]).abs();
        assert!(moved(0).max(moved(1)) < 0.004, "{place:?}");
    }
    // Told anew, it lies nearer to the face, and asked for nothing, nothing changes.
    assert!(seen(&out).is_none_or(|l| !l.are_hotter()), "{:?}", seen(&out));
    let left = treated(limbs, 0.0, &frame);
    assert!((0..3).all(|c| left.plane(c) == frame.plane(c)));
}

#[test]
fn skin_that_goes_with_the_face_shadow_and_other_colours_are_left() {
    let paler = [-0.08, 0.13];
    // Red cloth, yellow wood, a green glove, and what is paler than the face.
    for other in [FACE, paler, [-0.12, 0.5], [-0.25, 0.1], [-0.1, -0.15]] {
        let limbs = seen(&scene(FACE, other));
        assert!(limbs.is_none_or(|l| !l.are_hotter()), "{other:?}: {limbs:?}");
    }
    // The same skin in shadow.
    let shaded = drawn(|at, _, y| match at {
        At::Around => [0.25, 0.12, -0.05],
        At::Face => [0.55, FACE[0], FACE[1]],
        _ => [0.25 + 0.1 * y as f32 / SIZE.1 as f32, FACE[0], FACE[1]],
    });
    assert!(seen(&shaded).is_none());
}

#[test]
fn light_of_another_colour_from_one_side_is_no_hot_hand() {
    // It reaches half of the face as well as the hand.
    let lit = drawn(|at, x, _| {
        let side = if x as f32 > EYES[0] { HOT } else { FACE };
        match at {
            At::Around => [0.25, 0.12, -0.05],
            _ => [0.5, side[0], side[1]],
        }
    });
    assert!(seen(&lit).is_none_or(|l| !l.are_drawn()), "{:?}", seen(&lit));
}

/// Colours of all of the picture, moved as another light moves them.
fn warmer([cb, cr]: [f32; 2]) -> [f32; 2] {
    [cb - 0.035, cr + 0.06]
}

#[test]
fn the_face_of_the_frame_is_what_limbs_are_drawn_to_where_the_light_changes() {
    let limbs = seen(&scene(FACE, HOT)).unwrap();
    let lit = |hand: [f32; 2]| {
        drawn(|at, _, _| match at {
            At::Around => [0.25, 0.12, -0.05],
            At::Hand => [0.5, hand[0], hand[1]],
            _ => [0.5, warmer(FACE)[0], warmer(FACE)[1]],
        })
    };
    let like = lit(warmer(FACE));
    let out = treated(limbs, 0.7, &like);
    for place in [(0.0, 2.0), (1.6, 3.0), (0.0, 0.5)] {
        let [was, is] = [&like, &out].map(|f| colour(f, place.0, place.1));
        assert!((0..2).all(|i| (was[i] - is[i]).abs() < 0.004), "{place:?}: {was:?} {is:?}");
    }
    let hot = lit(warmer(HOT));
    let [was, is] = [&hot, &treated(limbs, 0.7, &hot)].map(|f| colour(f, 1.6, 3.0));
    let gone = (was[1] - is[1]) / (was[1] - warmer(FACE)[1]);
    assert!((gone - 0.7).abs() < 0.06, "{gone} of the way to the face as it is now");
}

/// What is told of source and result.
fn told(limbs: &Limbs, share: f32, source: &Frame, result: &Frame) -> Option<HotCells> {
    let picture = DrawnFace::new(SIZE.0, SIZE.1, 2).picture();
    let (state, topology) = face();
    let [was, is] = [source, result].map(|f| Small::of(&picture, f));
    hot_cells(&picture, [&was, &is], &state, &[&state], Some(&topology), limbs, share)
}

#[test]
fn a_hot_hand_in_shadow_is_told_as_in_the_light_of_the_face() {
    // At 0.6 of the face's luma skin is 1.4 times as saturated.
    let scene = drawn(|at, _, _| match at {
        At::Around => [0.2, 0.1, -0.04],
        At::Hand => [0.33, 1.4 * HOT[0], 1.4 * HOT[1]],
        _ => [0.55, FACE[0], FACE[1]],
    });
    let limbs = seen(&scene).unwrap();
    assert!(limbs.are_drawn(), "{limbs:?}");
    let found = told(&limbs, 0.7, &scene, &treated(limbs, 0.7, &scene)).unwrap();
    for i in 0..2 {
        assert!((found.was[i] - HOT[i]).abs() < 0.02, "in the light of the face: {found:?}");
        let gone = (found.was[i] - found.is[i]) / (found.was[i] - FACE[i]);
        assert!((0.4..0.8).contains(&gone), "{gone} of the way");
    }
    let [changed, due] = [found.changed_iod2, limbs.area_iod2];
    assert!((0.7..1.4).contains(&(changed / due)), "{changed} of {due}");
    let left = told(&limbs, 0.7, &scene, &scene).unwrap();
    assert!(left.changed_iod2 == 0.0 && left.was == left.is, "{left:?}");
}

#[test]
fn a_large_piece_apart_from_skin_is_taken_for_clothes() {
    // What lies from this height on, so wide to each side.
    let piece = |from: f32, half: f32, neck: bool| {
        drawn(|at, x, y| {
            let (u, v) = ((x as f32 - EYES[0]) / IOD_PX, (y as f32 - EYES[1]) / IOD_PX);
            match at {
                _ if u.abs() < half && (from..from + 1.4).contains(&v) => [0.5, HOT[0], HOT[1]],
                At::Face => [0.5, FACE[0], FACE[1]],
                At::Neck if neck => [0.5, FACE[0], FACE[1]],
                _ => [0.25, 0.12, -0.05],
            }
        })
    };
    let small = seen(&piece(2.4, 0.7, false));
    assert!(small.is_some_and(|l| l.are_drawn() && (1.0..3.0).contains(&l.area_iod2)), "{small:?}");
    let blouse = seen(&piece(2.4, 1.6, false));
    assert!(blouse.is_none(), "{blouse:?}");
    let joined = seen(&piece(2.4, 1.6, true));
    assert!(joined.is_some_and(|l| l.area_iod2 > 3.0), "joined to the neck it may be skin: {joined:?}");
}
