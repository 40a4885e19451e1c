//! Tests of `steady`.

use super::*;
use crate::clip::Shot;
use crate::face::{FaceState, FaceTrack, Mesh, Mode, PointCourse, Scores, Square, Topology};
use crate::facts::FaceShape;
use crate::px::{Format, LEVEL, Plane, Subsampling};

const IOD_PX: f32 = 60.0;
/// An ear, by points of the oval.
const EAR: [usize; 3] = [26, 27, 28];

/// A round face in a picture of waves, whose left side is off by so much in frame 5.
fn shot(off_iod: f32) -> (ShotFacts, Frame) {
    let oval: Vec<u16> = (0..36).collect();
    let topology = Topology { oval, ..Topology::default() };
    let raw = (0..crate::face::MESH_POINTS).map(|i| {
        let (sin, cos) = crate::color::math::sin_cos_deg(10.0 * (i % 36) as f64);
        [160.0 + 70.0 * sin as f32, 120.0 + 70.0 * cos as f32, 0.0]
    });
    let mesh = Mesh::from_raw(raw.collect());
    let state = FaceState {
        mode: Mode::Mesh,
        weight: 1.0,
        square: Square::upright(160.0, 120.0, 200.0),
        iod_px: IOD_PX,
        scores: Scores::default(),
        mesh: Some(mesh.into()),
        skin: None,
        person: Vec::new().into(),
        hands: Vec::new(),
    };
    let states = vec![state; 24];
    let track = FaceTrack { id: 1, first_frame: 0, states, others: Vec::new(), like: Vec::new(), dropped: false };
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 24 });
    facts.faces.tracks = vec![track];
    facts.faces.topology = Some(topology.into());
    let course = |point: usize| PointCourse::of(point, 5, std::iter::once(off_iod));
    facts.shapes = vec![FaceShape { face: 1, breath: EAR.map(course).to_vec(), ..FaceShape::default() }];
    let format = Format { width: 320, height: 240, subsampling: Subsampling::C420, bits: 8, alpha: false };
    let mut frame = Frame::new(&format, 5);
    let wave = |x: usize, y: usize| 110.0 + 50.0 * (x as f32 / 7.0).sin() + 20.0 * (y as f32 / 9.0).cos();
    frame.set_plane(0, Plane::from_fn(320, 240, |x, y| (wave(x, y) * LEVEL) as u16));
    for which in [1, 2] {
        frame.set_plane(which, Plane::filled(160, 120, 120 << 8));
    }
    (facts, frame)
}

#[test]
fn what_lies_around_an_ear_goes_back_as_far_as_it_is_off_and_nothing_else_moves() {
    let (facts, frame) = shot(0.03);
    let mut out = frame.clone();
    facts.steady(1.0, &mut out);
    // The ear is on the left edge (270 degrees), outward is to the left: the picture moves to the right by nearly 1.8 px.
    let (x, y) = (90, 120);
    let best = (0..40).min_by(|&a, &b| {
        let miss = |tenth: usize| -> f64 {
            let by = tenth as f32 * 0.1;
            (x - 8..x + 8)
                .map(|x| {
                    let wave = 110.0 + 50.0 * ((x as f32 - by) / 7.0).sin() + 20.0 * (y as f32 / 9.0).cos();
                    (f64::from(out.luma().row(y)[x]) / f64::from(LEVEL) - f64::from(wave)).powi(2)
                })
                .sum()
        };
        miss(a).total_cmp(&miss(b))
    });
    let moved_px = best.unwrap() as f32 * 0.1;
    assert!((1.3..2.2).contains(&moved_px), "{moved_px}");
    for y in 0..240 {
        for x in 0..320 {
            let away = (x as f32 - 90.0).hypot(y as f32 - 120.0);
            if away > 90.0 {
                assert_eq!(out.luma().row(y)[x], frame.luma().row(y)[x], "{x}, {y}");
            }
        }
    }
    assert_eq!(out.plane(1).samples(), frame.plane(1).samples(), "what is flat stays flat");
    // Another frame, no share, and a face that was dropped: not a code changes.
    let mut rested = frame.clone();
    facts.steady(0.0, &mut rested);
    rested.index = 6;
    facts.steady(1.0, &mut rested);
    rested.index = 5;
    let mut dropped = facts.clone();
    dropped.faces.tracks[0].dropped = true;
    dropped.steady(1.0, &mut rested);
    assert_eq!(rested.luma().samples(), frame.luma().samples());
    assert!(Step::is_neutral(&Step::fitted(&Steady::default(), &dropped)));
    assert!(!Step::is_neutral(&Step::fitted(&Steady::default(), &facts)));
}

/// A mouth beside the ear: what lies on it stays to the code, what is away from it moves.
#[test]
fn lips_stay_where_they_are() {
    let (mut facts, frame) = shot(0.03);
    let mut free = frame.clone();
    facts.steady(1.0, &mut free);
    let mut topology = facts.faces.topology.as_deref().cloned().unwrap();
    // The mesh is a ring: of its points one on the ear itself is a corner of the mouth.
    topology.lips_outer = vec![27];
    facts.faces.topology = Some(topology.into());
    let mut out = frame.clone();
    facts.steady(1.0, &mut out);
    let mut beyond = 0;
    for y in 0..240 {
        for x in 0..320 {
            let away = (x as f32 - 90.0).hypot(y as f32 - 120.0);
            let [was, is, would] = [&frame, &out, &free].map(|f| f.luma().row(y)[x]);
            assert!(away > 0.08 * IOD_PX || was == is, "{x}, {y}");
            // Between samples of the field its neighbours are heard.
            assert!(away < 0.35 * IOD_PX + 6.0 || is == would, "{x}, {y}");
            beyond += usize::from(away > 0.35 * IOD_PX && is != was);
        }
    }
    assert!(beyond > 100, "{beyond}");
}

#[test]
fn a_course_says_nothing_beyond_its_frames_and_never_too_much() {
    let course = PointCourse::of(3, 5, [0.01f32, 0.5, -0.5].into_iter());
    assert!((course.off_iod(5) - 0.01).abs() < 1e-4 && course.off_iod(4) == 0.0 && course.off_iod(8) == 0.0);
    assert_eq!((course.off_iod(6), course.off_iod(7)), (PointCourse::MOST_IOD, -PointCourse::MOST_IOD));
    assert!(course.is_sane(8) && !course.is_sane(7));
    assert!(!PointCourse { point: 9999, ..course }.is_sane(8));
}
