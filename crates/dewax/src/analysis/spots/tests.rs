//! What a spot is, and what is none, on cells that are known.

use super::cells::depth;
use super::*;
use crate::kernels::noise::{key, normal_row};
use crate::px::Plane;

const FRAMES: usize = 60;
const SIDE: usize = 48;

fn board() -> Board {
    let segment = crate::lock::Segment {
        first_frame: 0,
        iod_px: 32.0,
        grid: crate::lock::Grid { x: 0.0, y: 0.0, step_px: 8.0, columns: 7, rows: 7 },
        skin: vec![255; 49],
        face: [0.0, 0.0, SIDE as f32, SIDE as f32],
        places: Vec::new(),
        detail: Vec::new(),
    };
    Board::of(&segment).unwrap()
}

/// The blobs of successive frames of noisy cells, to which `on` adds levels by frame and place.
fn runs(on: impl Fn(usize, f64, f64) -> f32) -> Vec<(usize, usize, f64)> {
    runs_with(on, |_, _, _| false)
}

/// The same, where the cells that are `other` have structure of their own.
fn runs_with(
    on: impl Fn(usize, f64, f64) -> f32,
    other: impl Fn(usize, f64, f64) -> bool,
) -> Vec<(usize, usize, f64)> {
    let mut following = Following::of(1, 0, board());
    for n in 0..FRAMES {
        let plane = |channel: usize| {
            let mut plane: Plane<f32> = Plane::new(SIDE, SIDE);
            for y in 0..SIDE {
                normal_row(key(3, channel as u32, n), y as i32, 0, plane.row_mut(y));
                for (x, v) in plane.row_mut(y).iter_mut().enumerate() {
                    *v = 0.5 * *v + 100.0 + if channel == 0 { on(n, x as f64, y as f64) } else { 0.0 };
                }
            }
            plane
        };
        let mut structure: Plane<f32> = Plane::new(2 * SIDE, 2 * SIDE);
        for y in 0..2 * SIDE {
            // What sticks, what is elsewhere, and noise.
            let mut rows = [0; 3].map(|_| vec![0.0f32; 2 * SIDE]);
            let [own, elsewhere, noise] = &mut rows;
            normal_row(key(5, 0, 0), y as i32, 0, own);
            normal_row(key(5, 1, 0), y as i32, 0, elsewhere);
            normal_row(key(5, 2, n), y as i32, 0, noise);
            for (x, v) in structure.row_mut(y).iter_mut().enumerate() {
                let is_other = other(n, x as f64 / 2.0, y as f64 / 2.0);
                *v = 0.3 * noise[x] + 6.0 * if is_other { elsewhere[x] } else { own[x] };
            }
        }
        following.push(
            n,
            Some(Laid { planes: [0, 1, 2, 3].map(plane), structure, usable: vec![true; SIDE * SIDE] }),
        );
    }
    let found = following.finish();
    found.iter().map(|r| (r.blobs[0].frame, r.blobs[r.blobs.len() - 1].frame, r.blobs[0].radius)).collect()
}

fn at(x: f64, y: f64) -> f64 {
    ((x - 20.0).powi(2) + (y - 25.0).powi(2)).sqrt()
}

#[test]
fn what_is_there_for_a_few_frames_is_found_with_its_frames_also_at_both_ends() {
    for frames in [30..=30, 30..=34, 0..=2, 57..=59] {
        let found = runs(|n, x, y| if frames.contains(&n) && at(x, y) < 3.0 { -20.0 } else { 0.0 });
        assert_eq!(found.len(), 1, "{frames:?}: {found:?}");
        assert_eq!((found[0].0, found[0].1), (*frames.start(), *frames.end()));
        assert!((2.5..5.5).contains(&found[0].2), "{found:?}");
    }
}

#[test]
fn what_stays_flickers_all_over_or_is_light_that_moves_is_none() {
    let mole = |_: usize, x: f64, y: f64| if at(x, y) < 2.0 { -40.0 } else { 0.0 };
    assert!(runs(mole).is_empty(), "a mole stays");
    assert!(runs(|n, _, _| [6.0, -5.0, 3.0][n % 3]).is_empty(), "exposure");
    assert!(runs(|n, x, _| (x / 8.0) as f32 * n as f32 * 0.2).is_empty(), "light that moves");
    // A corner of the mouth that is drawn now and then is a habit of its cells.
    let habit = |n: usize, x: f64, y: f64| if n.is_multiple_of(4) && at(x, y) < 3.0 { 9.0 } else { 0.0 };
    assert!(runs(habit).is_empty(), "a habit");
}

#[test]
fn skin_from_elsewhere_of_the_same_light_colour_and_roughness_is_found() {
    let found = runs_with(|_, _, _| 0.0, |n, x, y| (30..=32).contains(&n) && at(x, y) < 3.0);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].1), (30, 32));
    assert!(runs_with(|_, _, _| 0.0, |_, x, y| at(x, y) < 3.0).is_empty(), "what is always there");
}

#[test]
fn what_a_lock_takes_for_no_skin_is_known_from_the_mesh_of_those_before() {
    let (lock, track) =
        crate::demo::held_face((0, 4), [110.0, 90.0], 1.0, 0.0, crate::lock::Affine::IDENTITY);
    let locked = lock.held(0).unwrap();
    let board = Board::of(locked.segment).unwrap();
    let points = &track.at(0).unwrap().mesh().unwrap().points;
    assert!(board.among(&locked, points, &vec![true; points.len()]).iter().all(|a| *a));
    let far = |p: [f64; 2]| (p[0] - 138.0).hypot(p[1] - 122.0);
    let marked: Vec<bool> = points.iter().map(|p| far(p.map(f64::from)) > 12.0).collect();
    let among = board.among(&locked, points, &marked);
    let known = |near: bool| {
        let cells = (0..board.cells()).filter(|&i| {
            let p = locked.to_frame(board.point([(i % board.columns) as f64, (i / board.columns) as f64]));
            if near { far(p) < 4.0 } else { far(p) > 60.0 }
        });
        cells.map(|i| among[i]).collect::<Vec<_>>()
    };
    assert!(known(true).iter().all(|a| !a) && known(false).iter().all(|a| *a));
}

#[test]
fn how_deep_a_point_lies() {
    let square = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
    assert!((depth(&square, [3.0, 5.0]) - 3.0).abs() < 1e-9);
    assert!((depth(&square, [13.0, 14.0]) + 5.0).abs() < 1e-9);
}
