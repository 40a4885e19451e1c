//! Drawn faces in which something is there for three frames, and such that only speak.

use super::super::{ROWS_IOD, unexplained};
use super::*;
use crate::kernels::noise::hash32;

const SIDE: usize = 144;

fn places() -> Places {
    let out: Vec<[f64; 2]> = (0..POINTS)
        .map(|i| {
            let (sin, cos) = crate::color::math::sin_cos_deg(360.0 * i as f64 / POINTS as f64);
            [-sin, -cos]
        })
        .collect();
    let middle = SIDE as f64 / SAMPLES / 2.0;
    let at = ROWS_IOD
        .iter()
        .flat_map(|by| out.iter().map(move |n| [middle + (1.05 + by) * n[0], middle + (1.3 + by) * n[1]]));
    let at = at.collect();
    Places { at, out: out.clone(), chin: POINTS / 2, right_first: true, width_iod: 2.1, features: FEATURES }
}

const FEATURES: [[f64; 2]; 3] = [[1.3, 1.4], [2.3, 1.4], [1.8, 2.4]];

/// Texture with structure of 4 to 8 samples, another one for another `seed`.
fn texture(seed: u32, x: usize, y: usize) -> f32 {
    let knot = |i: usize, j: usize| (hash32(seed ^ (i * 7919 + j) as u32) % 1000) as f32 / 100.0;
    let (i, j) = (x / 5, y / 5);
    let (u, v) = ((x % 5) as f32 / 5.0, (y % 5) as f32 / 5.0);
    let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
    mix(mix(knot(i, j), knot(i + 1, j), u), mix(knot(i, j + 1), knot(i + 1, j + 1), u), v)
}

/// What is found in 60 frames. `strange` adds levels at a place; mouths open and close in all of them.
fn found(strange: &dyn Fn(usize, usize, usize) -> f32, mouth: &dyn Fn(usize) -> f32) -> Vec<(usize, usize)> {
    let mut structures = VecDeque::new();
    let mut all: Vec<Option<Lacks>> = Vec::new();
    for t in 0..60 {
        let noise = |x: usize, y: usize| (hash32((t * 1_000_003 + y * 331 + x) as u32) % 100) as f32 / 50.0;
        let speaks = |x: usize, y: usize| {
            let by = (y as f32 - 96.0).abs() / 10.0 + (x as f32 - 72.0).abs() / 18.0;
            if by < 1.0 {
                30.0 * (1.0 - by) * crate::color::math::sin_cos_deg(70.0 * t as f64).0 as f32
            } else {
                0.0
            }
        };
        let picture = Plane::from_fn(SIDE, SIDE, |x, y| {
            texture(1, x, y) + noise(x, y) + speaks(x, y) + strange(t, x, y)
        });
        structures.push_back(Structure::of(&picture, SAMPLES));
        if structures.len() > 1 + 2 * LATER {
            structures.pop_front();
        }
        all.push(None);
        if let Some(at) = all.len().checked_sub(1 + LATER) {
            all[at] = lacks(&structures);
        }
    }
    let seen: Vec<Seen<'_>> = all
        .iter()
        .enumerate()
        .map(|(t, l)| Seen { frame: 100 + t, lacks: l.as_ref(), mouth_iod: mouth(t) })
        .collect();
    assert!(seen.len() >= unexplained::LEAST_ROWS);
    runs(&seen, &places(), FEATURES)
}

fn speech(t: usize) -> f32 {
    0.6 + 0.03 * crate::color::math::sin_cos_deg(63.0 * t as f64).0 as f32
}

#[test]
fn a_face_that_speaks_has_nothing_fleeting() {
    assert_eq!(found(&|_, _, _| 0.0, &speech), []);
}

#[test]
fn another_face_a_second_feature_and_a_stretched_mouth_are_found_at_their_frames() {
    let glitch = |t: usize| (29..=31).contains(&t);
    let other = |t: usize, x: usize, y: usize| {
        if glitch(t) { 0.5 * (texture(2, x, y) - texture(1, x, y)) } else { 0.0 }
    };
    assert_eq!(found(&other, &speech), [(129, 131)]);
    let second = |t: usize, x: usize, y: usize| {
        let off = ((x as f32 - 100.0).powi(2) / 2.0 + (y as f32 - 76.0).powi(2)).sqrt();
        if glitch(t) && off < 8.0 { -25.0 * (1.0 - off / 8.0) } else { 0.0 }
    };
    assert_eq!(found(&second, &speech), [(129, 131)]);
    let stretched = |t: usize| speech(t) + if glitch(t) { 0.2 } else { 0.0 };
    assert_eq!(found(&|_, _, _| 0.0, &stretched), [(129, 131)]);
    let pursed = |t: usize| speech(t) - if glitch(t) { 0.2 } else { 0.0 };
    assert_eq!(found(&|_, _, _| 0.0, &pursed), []);
    // What comes and stays is no glitch.
    let stays = |t: usize| speech(t) + if t >= 30 { 0.2 } else { 0.0 };
    assert_eq!(found(&|_, _, _| 0.0, &stays), []);
}
