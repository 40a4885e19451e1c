//! Exhibits of the drawn face.

use super::*;
use dewax::demo::{DrawnFace, Flaws};
use dewax::lock::{Grid, Lock, Nodes, Place, Segment};
use dewax::px::{Mask, Plane, Subsampling};
use std::sync::Arc;

fn masked(face: &DrawnFace, index: usize) -> Frame {
    let mut frame = face.frame(index);
    let skin = face.skin_mask(index);
    let step_px = 2;
    let (w, h) = (face.width().div_ceil(step_px), face.height().div_ceil(step_px));
    let weights = Plane::from_fn(w, h, |x, y| skin.at((x * step_px) as isize, (y * step_px) as isize));
    frame.skin = Some(Arc::new(Mask { weights, step_px, roi: Rect::of(face.width(), face.height()) }));
    frame
}

/// The true lock of a drawn face: still is the picture at rest.
fn lock(face: &DrawnFace, frames: usize) -> Lock {
    let step_px = 10;
    let (columns, rows) = (face.width() / step_px, face.height() / step_px);
    let grid = Grid { x: 4.5, y: 4.5, step_px: step_px as f32, columns, rows };
    let place = |index: usize| Place {
        affine: face.motion(index),
        locked: 1.0,
        nodes: Nodes {
            shift: vec![[0; 2]; grid.nodes()],
            trust: vec![255; grid.nodes()],
            low: vec![[0; 3]; grid.nodes()],
        }
        .into(),
    };
    let places = (0..frames).map(place).collect();
    let (skin, face) = (vec![255; grid.nodes()], [0.0, 0.0, face.width() as f32, face.height() as f32]);
    Lock {
        face: 0,
        segments: vec![Segment {
            first_frame: 0,
            iod_px: 50.0,
            grid,
            skin,
            face,
            places,
            detail: Vec::new(),
        }],
    }
}

fn decoded(png_bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png_bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    (info.width, info.height, pixels)
}

#[test]
fn a_part_is_a_part_of_the_whole() {
    for subsampling in [Subsampling::C420, Subsampling::C422, Subsampling::C444] {
        let face = DrawnFace::new(97, 61, 2).with_samples(subsampling, 10);
        let (frame, picture) = (face.frame(0), face.picture());
        let whole = to_rgb8(&frame, &picture, Rect::of(97, 61));
        for rect in [
            Rect { x0: 31, y0: 13, x1: 70, y1: 40 },
            Rect { x0: 90, y0: 55, x1: 120, y1: 90 },
            Rect::of(1, 1),
        ] {
            let part = to_rgb8(&frame, &picture, rect);
            assert_eq!((part.width, part.height), (rect.x1.min(97) - rect.x0, rect.y1.min(61) - rect.y0));
            for y in 0..part.height {
                let from = ((rect.y0 + y) * 97 + rect.x0) * 3;
                let row = &part.pixels[y * part.width * 3..][..part.width * 3];
                assert_eq!(
                    row,
                    &whole.pixels[from..from + part.width * 3],
                    "{subsampling:?} {rect:?} row {y}"
                );
            }
        }
        assert_eq!(to_rgb8(&frame, &picture, Rect { x0: 200, y0: 0, x1: 300, y1: 9 }), Rgb8Image::default());
    }
}

#[test]
fn black_white_and_red_are_what_they_are() {
    let face = DrawnFace::new(4, 4, 1);
    let mut picture = face.picture();
    for (range, codes) in
        [(dewax::color::Range::Limited, [16u16, 235, 63]), (dewax::color::Range::Full, [0, 255, 54])]
    {
        picture.levels = dewax::color::Levels::of(range, 8);
        let frame_of = |y: u16, cb: u16, cr: u16| {
            let planes =
                [Plane::filled(4, 4, y << 8), Plane::filled(2, 2, cb << 8), Plane::filled(2, 2, cr << 8)];
            Frame::from_planes(0, Subsampling::C420, planes).unwrap()
        };
        let pixel = |frame: &Frame| to_rgb8(frame, &picture, Rect::of(4, 4)).pixels[..3].to_vec();
        assert_eq!(pixel(&frame_of(codes[0], 128, 128)), [0, 0, 0]);
        assert_eq!(pixel(&frame_of(codes[1], 128, 128)), [255, 255, 255]);
        let red = if range == dewax::color::Range::Full { (99, 255) } else { (102, 240) };
        let red = pixel(&frame_of(codes[2], red.0, red.1));
        assert!(red[0] >= 253 && red[1] <= 2 && red[2] <= 2, "{red:?}");
    }
}

#[test]
fn smaller_pictures_keep_their_mean() {
    let face = DrawnFace::new(301, 169, 1);
    let whole = to_rgb8(&face.frame(0), &face.picture(), Rect::of(301, 169));
    let small = whole.shrunk(120);
    assert_eq!((small.width, small.height), (120, 67));
    assert_eq!(small.pixels.len(), 120 * 67 * 3);
    let mean = |image: &Rgb8Image| {
        image.pixels.iter().map(|&v| f64::from(v)).sum::<f64>() / image.pixels.len() as f64
    };
    assert!((mean(&whole) - mean(&small)).abs() < 0.3);
    assert_eq!(whole.shrunk(301), whole);
}

#[test]
fn the_loupe_finds_a_cheek() {
    let face = DrawnFace::new(640, 360, 2);
    let frame = masked(&face, 0);
    let rect = loupe_rect(frame.skin.as_deref(), Some(frame.luma()), 640, 360, 64);
    assert_eq!((rect.width(), rect.height(), rect.x0 % 2, rect.y0 % 2), (64, 64, 0, 0));
    // Eyes are at about 0.4 of the height, the mouth at 0.62, the chin at 0.75.
    assert!(rect.y0 > 60 && rect.y1 < 270, "{rect:?}");
    let (skin, mut sum) = (face.skin_mask(0), 0.0);
    for y in rect.y0..rect.y1 {
        sum += skin.row(y)[rect.x0..rect.x1].iter().sum::<f32>();
    }
    assert!(sum / rect.area() as f32 > 0.85, "{rect:?}: skin {}", sum / rect.area() as f32);
    assert_eq!(loupe_rect(None, None, 640, 360, 64), Rect { x0: 288, y0: 148, x1: 352, y1: 212 });
    assert_eq!(loupe_rect(None, None, 5, 3, 64), Rect::of(5, 3));
    assert_eq!(loupe_rect(frame.skin.as_deref(), Some(frame.luma()), 640, 360, 4000), Rect::of(640, 360));
}

#[test]
fn collects_the_worst_frame_and_a_strip_that_follows_the_skin() {
    let plastic = DrawnFace::new(320, 180, 20).with_flaws(Flaws::plastic());
    let clean = DrawnFace::new(320, 180, 20);
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 16 });
    facts.patch_levels[14] = 3.0;
    facts.locks = vec![lock(&clean, 16)];
    let rest = ShotFacts::still(Shot { first_frame: 16, frames: 4 });
    let shots = [facts, rest];
    let mut collector = Collector::new(&shots, clean.picture(), 0..20, |_| None);
    for index in 0..20 {
        collector.take(index, &masked(&plastic, index), &clean.frame(index));
    }
    let exhibits = collector.finish().unwrap();
    assert_eq!(exhibits.shots.len(), 2);
    let (first, second) = (&exhibits.shots[0], &exhibits.shots[1]);
    assert_eq!((first.frame, second.frame), (10, 16), "six frames must fit into the shot");
    assert_eq!(first.worst_frame, 14);
    assert_eq!((first.strip_before.len(), first.strip_after.len()), (6, 6));
    assert_eq!(second.strip_after.len(), 4);
    let (w, h, pixels) = decoded(&first.after_png);
    assert_eq!((w as usize, h as usize), (first.rect.width(), first.rect.height()));
    assert_eq!(pixels, to_rgb8(&clean.frame(10), &clean.picture(), first.rect).pixels);
    let means = |pngs: &[Vec<u8>]| -> Vec<f64> {
        let mean = |p: &Vec<u8>| {
            let pixels = decoded(p).2;
            pixels.iter().map(|&v| f64::from(v)).sum::<f64>() / pixels.len() as f64
        };
        pngs.iter().map(mean).collect()
    };
    let spread =
        |m: &[f64]| m.iter().fold(f64::MIN, |a, &b| a.max(b)) - m.iter().fold(f64::MAX, |a, &b| a.min(b));
    let (before, after) = (means(&first.strip_before), means(&first.strip_after));
    assert!(spread(&after) < 3.0, "the strip must stay on the same skin: {after:?}");
    assert!(spread(&before) > spread(&after), "{before:?} {after:?}");
}

#[test]
fn many_shots_stay_within_a_page() {
    let face = DrawnFace::new(160, 90, 4).with_flaws(Flaws::plastic());
    let shots: Vec<ShotFacts> =
        (0..20).map(|i| ShotFacts::still(Shot { first_frame: 2 * i, frames: 2 })).collect();
    let mut collector = Collector::new(&shots, face.picture(), 3..39, |_| None);
    for index in 3..39 {
        collector.take(index, &face.frame(index), &face.frame(index + 1));
    }
    let exhibits = collector.finish().unwrap();
    assert_eq!(exhibits.shots.len(), 19, "the first shot is outside the range");
    assert_eq!(
        (exhibits.shots[0].shot, exhibits.shots[0].strip_before.len()),
        (1, exhibits.shots[0].strip_after.len())
    );
    let pictured = exhibits.shots.iter().filter(|s| !s.before_png.is_empty()).count();
    assert_eq!(pictured, MOST_PICTURED_SHOTS);
}
