//! A drawn face told in few colours: its dither is no texture, and its texture is not taken for dither.

use super::Porcelain;
use crate::check::{Judgement, Severity};
use crate::checks::tests::judged;
use crate::demo::{DrawnFace, Flaws};
use crate::lock::{Affine, Grid, Lock, Nodes, Place, Seen, Segment, SkinDetail, Subject, Told, skin_detail, skin_detail_told};
use crate::px::{Frame, LEVEL, Mask, Rect, Subsampling};

const SIDE: usize = 320;
const FRAMES: usize = 2;
/// As large in the picture as a face of 1.6 px per mm.
const IOD_PX: f32 = 100.0;
/// Levels from colour to colour of the palette, in each of Y', Cb and Cr.
const STEP_LEVELS: f32 = 7.0;

fn drawn(pores_levels: f32, still: bool) -> DrawnFace {
    let flaws = Flaws { pores_levels, ..Flaws::none() };
    let face = DrawnFace::new(SIDE, SIDE, FRAMES).with_flaws(flaws).with_samples(Subsampling::C444, 8);
    if still { face.held_still() } else { face }
}

/// A frame told in the colours of a lattice, its errors diffused as Floyd and Steinberg do.
fn dithered(frame: &Frame) -> Frame {
    let mut out = frame.clone();
    let step = STEP_LEVELS * LEVEL;
    for which in 0..3 {
        let plane = out.plane_mut(which);
        let mut wanted: Vec<f32> = plane.samples().iter().map(|&v| f32::from(v)).collect();
        for at in 0..wanted.len() {
            let told = ((wanted[at] / step).round() * step).clamp(0.0, 65_000.0);
            let error = wanted[at] - told;
            plane.samples_mut()[at] = told as u16;
            for (ahead, share) in [(1, 7.0), (SIDE - 1, 3.0), (SIDE, 5.0), (SIDE + 1, 1.0)] {
                if let Some(next) = wanted.get_mut(at + ahead) {
                    *next += error * share / 16.0;
                }
            }
        }
    }
    out
}

/// The true lock of a drawn face.
fn lock(face: &DrawnFace) -> Lock {
    let grid = Grid { x: 0.0, y: 0.0, step_px: 20.0, columns: 17, rows: 17 };
    let nodes = grid.nodes();
    let rest = face.motion(0).inverse().unwrap_or(Affine::IDENTITY);
    let place = |index: usize| Place {
        affine: rest.then(&face.motion(index)),
        locked: 1.0,
        nodes: Nodes {
            shift: vec![[0; 2]; nodes],
        trust: vec![255; nodes],
        low: vec![[0; 3]; nodes],
        }
        .into(),
    };
    let whole = [0.0, 0.0, SIDE as f32, SIDE as f32];
    let places = (0..=FRAMES).map(place).collect();
    let segment =
        Segment { first_frame: 0, iod_px: IOD_PX, grid, skin: vec![255; nodes], face: whole, places, detail: Vec::new() };
    Lock { face: 1, segments: vec![segment] }
}

/// What is measured of a face, with and without the thought of a palette.
fn measured(face: &DrawnFace, dither: bool, knows: bool) -> Vec<SkinDetail> {
    let lock = lock(face);
    let black = face.picture().levels.black;
    let (x, y) = (SIDE as f32 / 2.0, 0.43 * SIDE as f32);
    let one = |index: usize| {
        let frames = [index, index + 1].map(|i| face.frame(i));
        let frames = if dither { frames.map(|f| dithered(&f)) } else { frames };
        let mask = Mask { weights: face.skin_mask(index), step_px: 1, roi: Rect::of(SIDE, SIDE) };
        let eyes = vec![[x - 60.0, y - 30.0, x + 60.0, y + 10.0]];
        let subject = Subject { face: 1, iod_px: IOD_PX, mask, points: Vec::new(), eyes };
        let told = |frame, index| {
            let frame: &Frame = frame;
            lock.at(index).map(|lock| Told { frame, seen: Seen { luma: frame.luma(), lock } })
        };
        let (now, later) = (told(&frames[0], index)?, told(&frames[1], index + 1)?);
        let noted = SkinDetail { face: 1, frame: index, gap: 1, ..SkinDetail::default() };
        Some(if knows {
            skin_detail_told(now, Some(later), &subject, black, noted)?.0
        } else {
            skin_detail(now.seen, Some(later.seen), &subject, black, noted)?.0
        })
    };
    one(0).into_iter().collect()
}

fn verdict(detail: Vec<SkinDetail>) -> Judgement {
    judged::<Porcelain>(|facts| facts.detail = detail)
}

#[test]
fn dither_is_no_texture_and_texture_is_no_dither() {
    for still in [true, false] {
        let (smooth, rough) = (drawn(0.0, still), drawn(2.5, still));
        let [plain_smooth, plain_rough] = [&smooth, &rough].map(|f| verdict(measured(f, false, true)));
        assert!(plain_smooth.severity >= Severity::Minor, "{}", plain_smooth.text);
        assert_eq!(plain_rough.severity, Severity::Fine, "{}", plain_rough.text);
        let [told_smooth, told_rough] = [&smooth, &rough].map(|f| verdict(measured(f, true, true)));
        assert!(told_smooth.severity >= Severity::Minor, "still {still}: {}", told_smooth.text);
        assert!(told_smooth.text.contains("few colours"), "{}", told_smooth.text);
        assert_eq!(told_rough.severity, Severity::Fine, "still {still}: {}", told_rough.text);
        if still {
            // Who does not think of a palette takes what lies still on the screen for skin.
            let fooled = verdict(measured(&smooth, true, false));
            assert_eq!(fooled.severity, Severity::Fine, "{}", fooled.text);
        }
    }
}

#[test]
fn a_picture_with_many_colours_is_measured_as_ever() {
    let face = drawn(2.5, false);
    assert_eq!(measured(&face, false, true), measured(&face, false, false));
}
