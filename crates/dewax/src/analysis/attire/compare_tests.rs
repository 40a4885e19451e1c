//! Tests of the comparison of blocks: beside the textbook, and on pictures whose flaw is known.

use super::*;
use crate::analysis::attire::motion::{Pyramid, motion};

fn noise(x: isize, y: isize, salt: u32) -> f64 {
    let bits = (x as u32).wrapping_mul(2_654_435_761)
        ^ (y as u32).wrapping_mul(2_246_822_519)
        ^ salt.wrapping_mul(3_266_489_917);
    let mixed = (bits ^ (bits >> 15)).wrapping_mul(2_654_435_761);
    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(3_266_489_917);
    f64::from((mixed ^ (mixed >> 16)) % 1000) / 500.0 - 1.0
}

/// Smooth strands, at a place moved by (dx, dy): waves of several directions, so that there is no grid to step on.
fn strands(x: f64, y: f64, salt: f64) -> f64 {
    let wave = |kx: f64, ky: f64, p: f64| {
        crate::color::math::sin_cos_deg(57.295_78 * (kx * x + ky * y) + p + 40.0 * salt).0
    };
    128.0
        + 14.0 * wave(0.5, 0.2, 0.0)
        + 12.0 * wave(-0.3, 0.45, 50.0)
        + 16.0 * wave(0.21, 0.17, 110.0)
        + 12.0 * wave(-0.13, 0.26, 200.0)
}

fn frame(dx: f64, dy: f64, own: f64, salt: u32) -> Plane<u16> {
    Plane::from_fn(96, 96, |x, y| {
        let value = strands(x as f64 - dx, y as f64 - dy, 0.0) + own * noise(x as isize, y as isize, salt);
        (value.clamp(0.0, 255.0) * f64::from(LEVEL)) as u16
    })
}

fn told(frames: &[Plane<u16>; 3]) -> Compared {
    let small: Vec<Pyramid> = frames.iter().map(Pyramid::of).collect();
    let middle = [40.0 + 7.5; 2];
    let by = [0, 2].map(|i| motion(&small[1], &small[i], middle).unwrap());
    let luma = [&frames[1], &frames[0], &frames[2]];
    compare(luma, [small[1].half(), small[0].half(), small[2].half()], [40, 40], by)
}

#[test]
fn the_band_is_the_textbooks() {
    let plane = frame(0.3, 0.8, 4.0, 3);
    let fast = band::<CUT, BLOCK_PX>(&moved::<CUT, _>(&plane, [20, 30], [0.37, -0.61], 1.0 / LEVEL));
    let at = |x: isize, y: isize| f64::from(plane.at(x, y)) / f64::from(LEVEL);
    // Catmull and Rom, as they wrote it, and the sums of the definition.
    let cubic = |p: [f64; 4], t: f64| {
        0.5 * (2.0 * p[1]
            + (p[2] - p[0]) * t
            + (2.0 * p[0] - 5.0 * p[1] + 4.0 * p[2] - p[3]) * t * t
            + (3.0 * p[1] - p[0] - 3.0 * p[2] + p[3]) * t * t * t)
    };
    // −0.61 is 0.39 beyond −1.
    let sample = |x: isize, y: isize| {
        let row = |dy: isize| cubic(std::array::from_fn(|i| at(x - 1 + i as isize, y + dy)), 0.37);
        cubic(std::array::from_fn(|i| row(i as isize - 2)), 0.39)
    };
    for (y, line) in fast.iter().enumerate() {
        for (x, fast) in line.iter().enumerate() {
            let (cx, cy) = (20 + (x + MARGIN) as isize, 30 + (y + MARGIN) as isize);
            let (mut soft, mut wide) = (0.0, 0.0);
            for dy in -4isize..=4 {
                for dx in -4isize..=4 {
                    let v = sample(cx + dx, cy + dy);
                    wide += v / 81.0;
                    if dx.abs() <= 1 && dy.abs() <= 1 {
                        soft += v * f64::from(((2 - dx.abs()) * (2 - dy.abs())) as i32) / 16.0;
                    }
                }
            }
            assert!((f64::from(*fast) - (soft - wide)).abs() < 2e-3, "{x} {y}");
        }
    }
}

#[test]
fn motion_is_told_to_a_few_hundredths() {
    let one = Pyramid::of(&frame(0.0, 0.0, 0.0, 0));
    for wanted in [[0.4f64, -0.7], [2.3, 1.1], [-3.6, 0.2]] {
        let other = Pyramid::of(&frame(wanted[0], wanted[1], 0.0, 0));
        let by = motion(&one, &other, [47.5, 47.5]).unwrap();
        assert!((0..2).all(|i| (f64::from(by[i]) - wanted[i]).abs() < 0.06), "{by:?} instead of {wanted:?}");
    }
}

#[test]
fn what_moves_or_steps_is_shared_and_what_is_drawn_anew_is_a_frames_own() {
    let share = |frames: &[Plane<u16>; 3]| {
        let told = told(frames);
        told.own / told.texture
    };
    // Steady, quicker and quicker, and a step at one frame: a keyframe.
    assert!(share(&[frame(-0.8, 0.3, 0.0, 0), frame(0.0, 0.0, 0.0, 0), frame(0.8, -0.3, 0.0, 0)]) < 0.01);
    assert!(share(&[frame(-0.4, 0.3, 0.0, 0), frame(0.0, 0.0, 0.0, 0), frame(1.3, -0.3, 0.0, 0)]) < 0.01);
    let step = share(&[frame(0.0, 0.0, 14.0, 5), frame(0.0, 0.0, 0.0, 0), frame(0.0, 0.0, 0.0, 0)]);
    assert!(step.abs() < 0.01, "{step}");
    let anew =
        |own: f64| share(&[frame(-0.5, 0.0, own, 1), frame(0.0, 0.0, own, 2), frame(0.5, 0.0, own, 3)]);
    let (weak, strong) = (anew(6.0), anew(16.0));
    assert!(weak > 0.01 && strong > 2.0 * weak, "{weak} {strong}");
}

#[test]
fn a_contour_that_jitters_is_off_and_one_that_goes_on_is_not() {
    let edge = |at: f64| {
        Plane::from_fn(96, 96, |x, _| {
            let rise = ((x as f64 - at) / 3.0).clamp(-1.0, 1.0);
            ((120.0 + 60.0 * rise) * f64::from(LEVEL)) as u16
        })
    };
    let off = |at: [f64; 3]| {
        let frames = at.map(edge);
        let all = contours([&frames[1], &frames[0], &frames[2]], [40, 40], [[0.0; 2]; 2]);
        assert_eq!(all.len(), 2, "two windows hold it");
        all.iter().sum::<f32>() / all.len() as f32
    };
    let at = 44.0;
    assert!(off([at - 0.6, at, at + 0.6]) < 0.0, "it moves");
    assert!(off([at, at, at + 1.0]).abs() < 0.01, "it steps");
    let jitter = off([at - 0.5, at, at - 0.5]);
    // All of it goes one way, so a part is taken for light.
    assert!((0.06..0.3).contains(&jitter), "{jitter}");
}
