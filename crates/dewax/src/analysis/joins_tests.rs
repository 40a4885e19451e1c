//! Joins are found where they are and taken back, and what is none is left.

use super::*;
use crate::color::{Cdl, Matrix, graded_whole, rgb_from_ycc};
use crate::demo::DrawnFace;
use crate::lock::{Affine as Map, Grid, Nodes, Place, Segment};

const FRAMES: usize = 28;

fn weights() -> LumaWeights {
    LumaWeights::of(Matrix::Bt709)
}

/// What a colour becomes in a frame, at a place (0..=1 across).
type Change<'a> = &'a dyn Fn([f32; 3], usize, f32) -> [f32; 3];

/// A picture of many colours, of which a guest covers more and more.
fn drawn(frame: usize, change: Change<'_>) -> [Plane<f32>; 3] {
    let at = |x: usize, y: usize| {
        let (u, v) = (x / 8, y / 8);
        let own = [
            0.2 + 0.07 * ((u + 2 * v) % 9) as f32,
            -0.08 + 0.02 * (u % 6) as f32,
            -0.05 + 0.03 * (v % 5) as f32,
        ];
        let own = if x < frame { [0.5, 0.1, -0.1] } else { own };
        rgb_from_ycc(weights(), change(own, frame, x as f32 / 160.0))
    };
    [0, 1, 2].map(|c| Plane::from_fn(160, 120, |x, y| at(x, y)[c]))
}

/// Skin whose nodes lie across the picture.
fn lock(picture: &Picture, change: Change<'_>) -> Lock {
    let levels = &picture.levels;
    let place = |frame: usize| {
        let node = |n: usize| {
            let x = (n % 8) as f32 / 7.0;
            levels.stored(change([0.45 + 0.2 * x, -0.06, 0.09], frame, x)).map(|v| v as u16)
        };
        let low = (0..64).map(node).collect();
        let nodes = Nodes { shift: vec![[0; 2]; 64], trust: vec![255; 64], low };
        Place { affine: Map::IDENTITY, locked: 1.0, nodes: nodes.into() }
    };
    let segment = Segment {
        first_frame: 0,
        iod_px: 64.0,
        grid: Grid { x: 0.0, y: 0.0, step_px: 8.0, columns: 8, rows: 8 },
        skin: vec![255; 64],
        face: [0.0, 0.0, 56.0, 56.0],
        places: (0..FRAMES).map(place).collect(),
        detail: Vec::new(),
    };
    Lock { face: 1, segments: vec![segment] }
}

/// The joins of a picture and a skin whose colours change.
fn found(of_picture: Change<'_>, of_skin: Change<'_>) -> Vec<Join> {
    found_in(of_picture, of_skin, &|_| {})
}

/// The same; `over` draws on each frame what lies over it.
fn found_in(of_picture: Change<'_>, of_skin: Change<'_>, over: &dyn Fn(&mut [Plane<f32>; 3])) -> Vec<Join> {
    let picture = DrawnFace::new(160, 120, FRAMES).picture();
    let frame = |t: usize| {
        let mut planes = drawn(t, of_picture);
        over(&mut planes);
        planes
    };
    let frames: Vec<_> = (0..FRAMES).map(frame).collect();
    let mut seeker = Seeker::default();
    for pair in frames.windows(2) {
        let blocks = blocks(&pair[0], &pair[1]);
        let step = step(&blocks, weights());
        seeker.push(&step, || Kept { blocks, still: still(&pair[0], &pair[1]) });
    }
    seeker.found(&picture, Shot { first_frame: 0, frames: FRAMES }, &[lock(&picture, of_skin)])
}

fn both(change: Change<'_>) -> Vec<Join> {
    found(change, change)
}

/// Contrast and saturation, as generators change them.
fn punchy([y, b, r]: [f32; 3], contrast: f32, saturation: f32) -> [f32; 3] {
    [0.5 + contrast * (y - 0.5), saturation * b, saturation * r]
}

fn graded(colour: [f32; 3], cdl: &Cdl) -> [f32; 3] {
    graded_whole(weights(), std::slice::from_ref(cdl), colour)
}

#[test]
fn a_join_is_found_at_its_frame_and_taken_back() {
    let warm = Cdl { slope: [1.05, 1.0, 0.95], power: [1.04; 3], ..Cdl::NEUTRAL };
    let grades: [&dyn Fn([f32; 3]) -> [f32; 3]; 5] = [
        &|c| punchy(c, 1.1, 1.15),
        &|c| punchy(c, 1.05, 1.07),
        &|c| punchy(c, 0.9, 0.85),
        &|c| graded(c, &warm),
        &|c| graded(c, &Cdl { slope: [1.06; 3], ..Cdl::NEUTRAL }),
    ];
    for (number, grade) in grades.iter().enumerate() {
        let joins = both(&|c, t, _| if t < 12 { c } else { grade(c) });
        assert_eq!(joins.iter().map(|j| j.frame).collect::<Vec<_>>(), [12], "{number}: {joins:?}");
        for colour in [[0.5, -0.06, 0.09], [0.3, 0.05, -0.02], [0.7, 0.0, 0.0]] {
            let is = graded(grade(colour), &joins[0].back);
            let (off, was) = (apart(is, colour), apart(grade(colour), colour));
            assert!(off < (0.15 * was).max(0.003), "{number}: {off} of {was}");
        }
    }
    let join = both(&|c, t, _| if t < 12 { c } else { punchy(c, 1.1, 1.15) })[0];
    assert!((join.contrast_percent - 10.0).abs() < 1.0, "{join:?}");
    assert!((join.saturation_percent - 15.0).abs() < 1.5 && join.skin_de > 1.0, "{join:?}");
}

#[test]
fn several_joins_in_a_shot_are_each_found() {
    let joins = both(&|c, t, _| match t {
        0..9 => c,
        9..18 => punchy(c, 1.08, 1.1),
        _ => punchy(c, 1.0, 0.9),
    });
    assert_eq!(joins.iter().map(|j| j.frame).collect::<Vec<_>>(), [9, 18], "{joins:?}");
}

#[test]
fn what_comes_back_what_is_slow_and_what_lights_a_part_is_none() {
    let chance = |t: usize| ((t * 7919 + 13) % 41) as f32 / 20.0 - 1.0;
    let gain = |[y, b, r]: [f32; 3], g: f32| [g * y, g * b, g * r];
    assert!(both(&|c, _, _| c).is_empty());
    assert!(both(&|c, t, _| gain(c, 1.0 + 0.05 * chance(t))).is_empty(), "flicker");
    assert!(both(&|c, t, _| gain(c, if t == 12 { 1.2 } else { 1.0 })).is_empty(), "a flash");
    assert!(both(&|c, t, _| punchy(c, 1.0 + 0.01 * t as f32, 1.0 + 0.015 * t as f32)).is_empty(), "a drift");
    let fade = |t: usize| (t.clamp(10, 16) - 10) as f32 / 6.0;
    assert!(both(&|c, t, _| punchy(c, 1.0 + 0.1 * fade(t), 1.0 + 0.2 * fade(t))).is_empty(), "a fade");
    let lamp = |[y, b, r]: [f32; 3], t: usize, x: f32| {
        let more = if t < 12 { 0.0 } else { 0.3 * x * x };
        [y * (1.0 + more), b - 0.1 * more, r + 0.1 * more]
    };
    assert!(both(&lamp).is_empty(), "a lamp at one side");
    assert!(
        both(&|c, t, _| if t < 2 { c } else { punchy(c, 1.1, 1.15) }).is_empty(),
        "nothing to compare with"
    );
}

#[test]
fn bars_and_logos_that_stay_keep_a_seam_from_being_taken_back() {
    let grade: Change<'_> = &|c, t, _| if t < 12 { c } else { punchy(c, 1.1, 1.15) };
    let free = both(grade);
    assert!(free[0].is_taken_back() && free[0].steady_share == 0.0, "{free:?}");
    let cover = |rows: std::ops::Range<usize>, columns: std::ops::Range<usize>, value: f32| {
        move |planes: &mut [Plane<f32>; 3]| {
            for plane in planes {
                rows.clone().for_each(|y| plane.row_mut(y)[columns.clone()].fill(value));
            }
        }
    };
    let (top, bottom, logo) =
        (cover(0..12, 0..160, 0.0), cover(108..120, 0..160, 0.0), cover(6..18, 130..150, 0.9));
    let barred = found_in(grade, grade, &|planes| {
        top(planes);
        bottom(planes);
    });
    assert_eq!(barred.iter().map(|j| j.frame).collect::<Vec<_>>(), [12], "it is told: {barred:?}");
    assert!((barred[0].steady_share - 0.2).abs() < 0.03 && !barred[0].is_taken_back(), "{barred:?}");
    let marked = found_in(grade, grade, &logo);
    assert_eq!(marked.iter().map(|j| j.frame).collect::<Vec<_>>(), [12], "{marked:?}");
    assert!((marked[0].steady_share - 0.0125).abs() < 0.006 && !marked[0].is_taken_back(), "{marked:?}");
}

#[test]
fn flashes_do_not_push_a_seam_out() {
    let mut early = Seeker::default();
    let calm = Step { size: 0.001, left: 0.001, probe: [0.0; PROBES] };
    let by = |much: f32| Step { size: much.abs(), left: 0.001, probe: [much; PROBES] };
    let push = |seeker: &mut Seeker, step: Step| seeker.push(&step, Kept::default);
    (0..8).for_each(|_| push(&mut early, calm));
    push(&mut early, by(0.01));
    (0..8).for_each(|_| push(&mut early, calm));
    for _ in 0..40 {
        push(&mut early, by(0.1));
        push(&mut early, by(-0.1));
    }
    assert!(
        early.kept.iter().any(|(at, ..)| *at == 8),
        "{:?}",
        early.kept.iter().map(|k| k.0).collect::<Vec<_>>()
    );
    assert!(early.kept.len() <= MOST_JOINS);
}

#[test]
fn skin_and_picture_must_go_together() {
    let step: Change<'_> = &|c, t, _| if t < 12 { c } else { punchy(c, 1.1, 1.15) };
    let none: Change<'_> = &|c, _, _| c;
    assert_eq!(found(step, step).len(), 1);
    assert!(found(step, none).is_empty(), "a picture behind a face");
    assert!(found(none, step).is_empty(), "a face alone");
}
