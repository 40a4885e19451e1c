//! Faces drawn on the drawn face, and on pictures too small to hold one.

use super::draw::{FaceView, Wires, skin_of};
use super::layer::{Ink, Layer};
use super::small::{Small, fitted_size};
use super::*;
use dewax::analysis::{Analyser, Analysis};
use dewax::clip::Shot;
use dewax::demo::DrawnFace;
use dewax::face::{FaceState, FaceTrack, MESH_POINTS, Mesh, Mode, Scores, Square, Topology};
use dewax::facts::ShotFacts;
use dewax::px::{Frame, Mask, Plane, Rect, Subsampling};
use dewax::step::Step;
use dewax::steps::mask::SkinMask;
use std::sync::Arc;

/// A topology whose points lie on a ring around the face.
fn ring() -> Topology {
    let some = |from: u16| (from..from + 10).collect::<Vec<u16>>();
    Topology {
        triangles: (0..400u16).map(|i| [i, i + 1, i + 40]).collect(),
        oval: (0..36).collect(),
        lips_outer: some(40),
        lips_inner: some(50),
        right_eye: some(60),
        left_eye: some(70),
        right_brow: some(80),
        left_brow: some(90),
    }
}

fn state(mode: Mode, x: f32, y: f32, side_px: f32) -> FaceState {
    let spot = |i: usize| {
        let (share, radius) = (i as f32 * 0.37, side_px * 0.3 * (i as f32 / MESH_POINTS as f32));
        [x + radius * share.cos(), y + radius * share.sin(), 0.0]
    };
    FaceState {
        mode,
        weight: 1.0,
        square: Square { x, y, side_px, turn: [0.96, 0.28] },
        iod_px: side_px * 0.25,
        scores: Scores { flag: 0.9, look: 0.7, spread: 0.01, jump: 0.02 },
        mesh: (mode == Mode::Mesh).then(|| Mesh::from_raw((0..MESH_POINTS).map(spot).collect()).into()),
        skin: None,
        person: dewax::stow::Stowed::default(),
        hands: Vec::new(),
    }
}

fn track(id: u32, first_frame: usize, states: Vec<FaceState>) -> FaceTrack {
    FaceTrack { id, first_frame, states, others: Vec::new(), like: Vec::new(), dropped: false }
}

fn covering(width: usize, height: usize, step_px: usize) -> Mask {
    let (w, h) = (width.div_ceil(step_px), height.div_ceil(step_px));
    Mask { weights: Plane::filled(w, h, 1.0), step_px, roi: Rect::of(width, height) }
}

fn analysis(shots: &[usize]) -> Analysis {
    let frames = shots.iter().sum();
    let face = DrawnFace::new(16, 16, frames);
    let mut analysis = Analyser::new(face.picture(), 24.0, None).finish(face.clip(), "0");
    let mut first_frame = 0;
    for &frames in shots {
        analysis.shots.push(ShotFacts::still(Shot { first_frame, frames }));
        first_frame += frames;
    }
    analysis
}

#[test]
fn any_face_anywhere_on_any_picture() {
    let wires = Wires::of(&ring());
    for subsampling in [Subsampling::C420, Subsampling::C422, Subsampling::C444] {
        for (width, height) in [(1, 1), (7, 5), (64, 48), (161, 91)] {
            let face = DrawnFace::new(width, height, 1).with_samples(subsampling, 10);
            let (picture, plain) = (face.picture(), face.frame(0));
            let (w, h) = (width as f32, height as f32);
            let places = [(w / 2.0, h / 2.0), (0.0, 0.0), (w, h / 2.0), (-3.0 * w, -2.0), (1e6, -1e6)];
            for (x, y) in places.into_iter().chain([(f32::NAN, 1.0), (w / 2.0, f32::INFINITY)]) {
                for side in [0.0, 3.0, h, 50.0 * w] {
                    for mode in [Mode::Mesh, Mode::BoxOnly, Mode::Lost] {
                        let mut tracks = [track(1, 0, vec![state(mode, x, y, side)])];
                        for dropped in [false, true] {
                            tracks[0].dropped = dropped;
                            let view = FaceView::new(&tracks, &wires);
                            let mask = covering(width, height, 4);
                            let mut frame = plain.clone();
                            view.draw(&mut frame, &picture, Some(&mask), "FRAME 0");
                            assert_eq!((frame.width(), frame.height()), (width, height));
                            let rect = Rect::of(width, height);
                            let mut small = Small::of(&plain, &picture, rect, (40, 40), 9).unwrap();
                            view.draw_small(&mut small, 0, Some(&mask), true);
                            let ground = small.image();
                            let last = &ground.pixels[ground.pixels.len() - 3..];
                            assert_eq!(last, [0x23; 3], "nothing is drawn below the picture");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn lines_are_where_they_belong_and_smooth() {
    let mut layer = Layer::new(Rect::of(40, 20), [-9.0, -9.0], [99.0, 99.0]).unwrap();
    layer.line([-500.0, 8.0], [900.0, 8.0], 1.0);
    layer.line([10.0, 8.0], [10.0, 8.0], 1.0);
    let face = DrawnFace::new(40, 20, 1);
    let picture = face.picture();
    let grey = || {
        let planes = [
            Plane::filled(40, 20, 100 << 8),
            Plane::filled(20, 10, 128 << 8),
            Plane::filled(20, 10, 128 << 8),
        ];
        Frame::from_planes(0, Subsampling::C420, planes).unwrap()
    };
    let mut frame = grey();
    layer.paint(&mut frame, &picture, Ink::of(&picture, [1.0, 0.0, 0.0]), [1.0; 2]);
    let red = 63.0 * 256.0;
    for y in 0..20usize {
        let luma = f32::from(frame.luma().row(y)[25]);
        let share = match y.abs_diff(8) {
            0 => 1.0,
            1 => 0.5,
            _ => 0.0,
        };
        let want = 100.0 * 256.0 + (red - 100.0 * 256.0) * share;
        assert!((luma - want).abs() < 140.0, "row {y}: {luma}, not {want}");
        assert_eq!(frame.luma().row(y)[0], frame.luma().row(y)[39], "from edge to edge");
    }
    // Chroma takes the mean of what its two by two pixels are covered: rows 8 and 9, and rows 6 and 7.
    let cr = |row: usize| (f32::from(frame.plane(2).row(row)[5]) / 256.0 - 128.0) / 112.0;
    assert!(
        (cr(4) - 0.75).abs() < 0.02 && (cr(3) - 0.25).abs() < 0.02 && cr(6) == 0.0,
        "{} {}",
        cr(4),
        cr(3)
    );
    assert!(Layer::new(Rect::of(40, 20), [50.0, 0.0], [60.0, 9.0]).is_none());
    assert!(Layer::new(Rect::of(40, 20), [f32::NAN, 0.0], [60.0, 9.0]).is_none());
    // A tint leaves luma alone, and colours darkness less.
    let mut frame = grey();
    layer.tint(&mut frame, &picture, Ink::of(&picture, [0.2, 0.7, 0.4]), 1.0);
    assert_eq!(frame.luma(), grey().luma());
    assert!(frame.plane(2).row(4)[5] < 128 << 8);
}

#[test]
fn faces_have_their_colours_and_dropped_ones_a_cross() {
    let face = DrawnFace::new(320, 240, 1);
    let (picture, plain) = (face.picture(), face.frame(0));
    let wires = Wires::of(&ring());
    let drawn = |id: u32, dropped: bool, mode: Mode| {
        let tracks = [FaceTrack { dropped, ..track(id, 0, vec![state(mode, 160.0, 120.0, 150.0)]) }];
        let mut frame = plain.clone();
        FaceView::new(&tracks, &wires).draw(&mut frame, &picture, None, "");
        frame
    };
    let all = [drawn(1, false, Mode::Mesh), drawn(2, false, Mode::Mesh), drawn(1, false, Mode::BoxOnly)];
    for (i, one) in all.iter().enumerate() {
        assert!(!one.same_picture(&plain));
        assert!(all[..i].iter().all(|other| !other.same_picture(one)));
        // The corner of the picture is nobody's.
        assert_eq!(one.luma().row(239)[319], plain.luma().row(239)[319]);
    }
    assert!(drawn(1, false, Mode::Mesh).same_picture(&all[0]), "the same face looks the same");
    let crossed = drawn(1, true, Mode::BoxOnly);
    assert_ne!(
        crossed.luma().row(120)[160],
        all[2].luma().row(120)[160],
        "the cross goes through the middle"
    );
}

#[test]
fn the_skin_is_that_of_the_mask() {
    let face = DrawnFace::new(320, 240, 4);
    let (picture, frame) = (face.picture(), face.frame(0));
    let mut analyser = Analyser::new(picture, 24.0, None);
    (0..4).for_each(|index| analyser.push(&face.frame(index)));
    let mut analysed = analysis(&[4]);
    analysed.clip.format = face.format();
    let measured = analyser.finish(analysed.clip.clone(), "0");
    let facts = &measured.shots[0];
    let mask = Step::fitted(&SkinMask::default(), facts);
    let found = skin_of(&mask, &picture, facts, &frame);
    assert_eq!(found, mask.search().find(&picture, &facts.faces, &frame).map(Arc::new));
    assert!(found.is_some_and(|m| m.share() > 0.02));
    assert_eq!(skin_of(&<SkinMask as Step>::neutral(), &picture, facts, &frame), None);
}

#[test]
fn the_sheet_has_first_last_and_least_sure_of_every_face() {
    let mut clip = analysis(&[100, 3, 200]);
    let mut states = vec![state(Mode::Mesh, 8.0, 8.0, 4.0); 90];
    states[33].scores.flag = 0.1;
    clip.shots[0].faces.tracks = vec![track(1, 5, states)];
    clip.shots[1].faces.tracks = vec![track(2, 100, vec![state(Mode::BoxOnly, 8.0, 8.0, 4.0); 3])];
    let picks = picks(&clip);
    let why = |frame: usize| picks.iter().find(|p| p.frame == frame).map(|p| p.why.join(", "));
    assert_eq!(why(5).as_deref(), Some("FACE 1 FIRST"));
    assert_eq!(why(38).as_deref(), Some("FACE 1 LEAST SURE"));
    assert_eq!(why(94).as_deref(), Some("FACE 1 LAST"));
    assert_eq!(why(100).as_deref(), Some("FACE 2 FIRST, FACE 2 LEAST SURE"));
    assert!(why(102).is_some());
    assert!((12..=18).contains(&picks.len()), "{} pictures", picks.len());
    assert!(picks.windows(2).all(|p| p[0].frame < p[1].frame));
    for shot in 0..3 {
        assert!(picks.iter().any(|p| p.shot == shot && clip.shots[shot].shot.contains(p.frame)));
    }
    // Without faces, and shorter than a sheet.
    assert_eq!(super::picks(&analysis(&[300])).len(), 12);
    assert_eq!(super::picks(&analysis(&[2])).len(), 2);
    let many = super::picks(&analysis(&[5; 60]));
    assert!((12..=24).contains(&many.len()), "{}", many.len());
}

#[test]
fn a_sheet_holds_every_picture_in_its_place() {
    for (width, height) in [(320, 180), (90, 160), (1, 1), (31, 700)] {
        let face = DrawnFace::new(width, height, 30);
        let mut clip = analysis(&[30]);
        clip.shots[0].faces.tracks = vec![track(1, 0, vec![state(Mode::Mesh, 30.0, 40.0, 50.0); 30])];
        let wires = Wires::of(&ring());
        let mut sheet = Sheet::new(
            "a name that is much longer than a sheet is wide".repeat(9),
            picks(&clip),
            (width, height),
        );
        let mut wanted = 0;
        for index in 0..30 {
            let view = FaceView::new(&clip.shots[0].faces.tracks, &wires);
            wanted += usize::from(sheet.pick(index).is_some());
            sheet.take(&face.frame(index), &face.picture(), &view, Some(&covering(width, height, 2)));
        }
        assert!(wanted >= 12);
        let image = sheet.finish(&face.picture()).unwrap();
        assert_eq!(image.pixels.len(), image.width * image.height * 3);
        assert!(image.width <= 2000 && crate::exhibits::png_bytes(&image).is_ok());
        let bright = image.pixels[..image.width * 3 * 30].iter().filter(|v| **v > 200).count();
        assert!(bright > 100, "the title is there");
    }
    assert!(
        Sheet::new(String::new(), Vec::new(), (4, 4)).finish(&DrawnFace::new(4, 4, 1).picture()).is_none()
    );
}

#[test]
fn pictures_fit_and_grow_by_whole_numbers() {
    assert_eq!(fitted_size((1920, 1080), (640, 640)), (640, 360));
    assert_eq!(fitted_size((1080, 1920), (640, 640)), (360, 640));
    assert_eq!(fitted_size((256, 256), (640, 640)), (512, 512));
    assert_eq!(fitted_size((7, 5), (640, 640)), (637, 455));
    assert_eq!(fitted_size((1, 5000), (640, 640)), (1, 640));
}

#[test]
fn the_report_gets_every_face_twice() {
    let face = DrawnFace::new(320, 240, 20);
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 20 });
    let mut states = vec![state(Mode::Mesh, 160.0, 110.0, 140.0); 20];
    states[17].scores.flag = 0.2;
    let outside = vec![state(Mode::BoxOnly, -900.0, 110.0, 40.0); 20];
    facts.faces.tracks = vec![track(4, 0, states), track(5, 0, outside)];
    let facts = [facts];
    let mut crops = FaceCrops::new(&facts, face.picture(), &(5..20));
    for index in 5..20 {
        crops.take(0, &facts[0], index, &face.frame(index));
    }
    let crops = crops.finish(&facts).unwrap();
    let seen: Vec<(usize, u32, usize, bool)> =
        crops.iter().map(|(s, c)| (*s, c.id, c.frame, c.least_sure)).collect();
    assert_eq!(seen, [(0, 4, 12, false), (0, 4, 17, true)]);
    let bytes: usize = crops.iter().map(|(_, c)| c.png.len()).sum();
    assert!((bytes as f64) < CROPS_BYTES && bytes > 2000, "{bytes} bytes");
}

#[test]
fn a_sheet_goes_nearer_when_faces_are_small() {
    let wires = Wires::default();
    let part = |tracks: &[FaceTrack]| FaceView::new(tracks, &wires).part((1920, 1080), 640);
    let one = |x: f32, side: f32| track(1, 0, vec![state(Mode::BoxOnly, x, 500.0, side)]);
    assert_eq!(part(&[]), Rect::of(1920, 1080));
    assert_eq!(part(&[one(900.0, 400.0)]), Rect::of(1920, 1080), "large enough");
    let near = part(&[one(1850.0, 100.0)]);
    assert!(near.x1 == 1920 && near.width() < 700 && near.y0 < 450 && near.y1 > 550, "{near:?}");
    assert!((near.width() * 1080).abs_diff(near.height() * 1920) < 4000, "{near:?}");
    let both = part(&[one(1850.0, 100.0), one(60.0, 100.0)]);
    assert_eq!(both, Rect::of(1920, 1080), "both must be seen");
    assert_eq!(part(&[one(f32::NAN, 100.0)]), Rect::of(1920, 1080));
}
