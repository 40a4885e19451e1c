//! What film grain owes to a colourist: a mean that stays, clean ends and clean skies, never the same twice.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so by panicking")]

use dewax::clip::{Picture, Shot};
use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting, Transfer, ycc_from_rgb};
use dewax::facts::ShotFacts;
use dewax::px::{Format, Frame, LEVEL, Plane, Subsampling, Window};
use dewax::shelf::Shelf;
use dewax::step::{Context, FaceFilter, Step};
use dewax::steps::grain::Grain;
use std::sync::Arc;

fn picture(width: usize, height: usize, subsampling: Subsampling) -> Picture {
    Picture {
        format: Format { width, height, subsampling, bits: 8, alpha: false },
        levels: Levels::of(Range::Limited, 8),
        weights: LumaWeights::of(Matrix::Bt709),
        siting: Siting::Left,
        transfer: Transfer::Bt709,
    }
}

/// A flat frame of this Y', Cb, Cr in 8-bit codes, number `index`.
fn flat(p: &Picture, [y, cb, cr]: [f32; 3], index: usize) -> Frame {
    let mut frame = Frame::new(&p.format, index);
    for (which, code) in [y, cb, cr].into_iter().enumerate() {
        frame.plane_mut(which).samples_mut().fill((code * LEVEL) as u16);
    }
    frame
}

/// A flat frame with grain. The size counts at 1080 rows, whatever the tile has.
fn grained(step: &Grain, p: &Picture, codes: [f32; 3], index: usize) -> Frame {
    let scale = 1.0 / p.scale();
    let step = Grain { size_px: step.size_px * scale, ..step.clone() };
    laid(&step, p, flat(p, codes, index))
}

fn laid(step: &Grain, p: &Picture, frame: Frame) -> Frame {
    let facts = ShotFacts::still(Shot { first_frame: 0, frames: 1000 });
    let context =
        Context { picture: p, facts: &facts, seed: 7, faces: FaceFilter::All, shelf: &Shelf::default() };
    let frames = vec![Arc::new(frame)];
    let mut out = (*frames[0]).clone();
    step.apply(&context, &Window::new(&frames, 0), &mut out);
    out
}

/// Mean and RMS around it, in 8-bit levels.
fn moments(plane: &Plane<u16>) -> (f64, f64) {
    let n = plane.samples().len() as f64;
    let mean = plane.samples().iter().map(|&v| f64::from(v)).sum::<f64>() / n;
    let square = plane.samples().iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / n;
    (mean / f64::from(LEVEL), square.sqrt() / f64::from(LEVEL))
}

fn film(amount_levels: f32) -> Grain {
    Grain { amount_levels, ..Grain::default() }
}

#[test]
fn the_mean_stays_at_every_tone() {
    let p = picture(640, 512, Subsampling::C420);
    for response in 0..3 {
        for amount in [1.2, 3.6, 16.0] {
            let step = Grain { response, size_px: 1.2, ..film(amount) };
            // Every code near black and white, and every twelfth between. Chance moves the mean by RMS / 300.
            let bar = 0.1f64.max(f64::from(amount) / 60.0);
            for code in (0..32).chain((32..224).step_by(12)).chain(224..256) {
                let (mean, rms) = moments(grained(&step, &p, [code as f32, 128.0, 128.0], 0).luma());
                let shift = mean - f64::from(code);
                assert!(
                    shift.abs() <= bar,
                    "code {code}, {amount} levels, response {response}: {shift} of {rms}"
                );
            }
        }
    }
}

#[test]
fn black_white_and_what_lies_beyond_stay_as_they_are() {
    let p = picture(256, 200, Subsampling::C420);
    for response in 0..3 {
        for code in [0, 1, 9, 16, 235, 236, 250, 255] {
            let before = flat(&p, [code as f32, 128.0, 128.0], 3);
            let after = grained(&Grain { response, ..film(6.0) }, &p, [code as f32, 128.0, 128.0], 3);
            assert!(after.same_picture(&before), "code {code}, response {response}");
        }
        for code in 17..235 {
            let after = grained(&Grain { response, ..film(16.0) }, &p, [code as f32, 128.0, 128.0], 3);
            let legal = |v: &u16| (16 * 256..=235 * 256).contains(&u32::from(*v));
            assert!(after.luma().samples().iter().all(legal), "code {code}, response {response}");
            let legal = |v: &u16| (16 * 256..=240 * 256).contains(&u32::from(*v));
            assert!((1..3).all(|i| after.plane(i).samples().iter().all(legal)), "code {code}");
        }
    }
}

#[test]
fn the_amount_is_the_rms_and_the_shares_are_shares() {
    for sub in [Subsampling::C420, Subsampling::C422, Subsampling::C444] {
        let p = picture(512, 512, sub);
        for (size_px, correlation) in [(1.0, 0.0), (1.8, 0.5), (3.2, 1.0)] {
            let step = Grain { chroma: 0.4, size_px, correlation, ..film(3.0) };
            let out = grained(&step, &p, [110.0, 128.0, 128.0], 5);
            let rms = [0, 1, 2].map(|i| moments(out.plane(i)).1);
            assert!((rms[0] / 3.0 - 1.0).abs() < 0.04, "{sub:?} {size_px}: {rms:?}");
            for chroma in &rms[1..] {
                assert!((chroma / rms[0] / 0.4 - 1.0).abs() < 0.06, "{sub:?} {size_px}: {rms:?}");
            }
            // Brighter is greener, as much as asked for.
            let (sx, sy) = sub.factors();
            let mean_luma = |x: usize, y: usize| -> f64 {
                let pixels =
                    (0..sx * sy).map(|i| f64::from(out.luma().row(y * sy + i / sx)[x * sx + i % sx]));
                pixels.sum::<f64>() / (sx * sy) as f64 / 256.0 - 110.0
            };
            let cb = out.plane(1);
            let (mut both, mut a2, mut b2) = (0.0, 0.0, 0.0);
            for y in 0..cb.height() {
                for x in 0..cb.width() {
                    let (a, b) = (mean_luma(x, y), f64::from(cb.row(y)[x]) / 256.0 - 128.0);
                    (both, a2, b2) = (both + a * b, a2 + a * a, b2 + b * b);
                }
            }
            let found = -both / (a2 * b2).sqrt();
            assert!((found - f64::from(correlation)).abs() < 0.05, "{sub:?} {correlation}: {found}");
        }
    }
}

#[test]
fn small_frames_keep_the_strength() {
    for (width, height) in [(480, 270), (256, 96), (200, 40)] {
        let p = picture(width, height, Subsampling::C420);
        for size_px in [0.5, 1.8, 8.0] {
            let step = Grain { size_px, ..film(3.0) };
            let rms: f64 =
                (0..4).map(|i| moments(laid(&step, &p, flat(&p, [110.0, 128.0, 128.0], i)).luma()).1).sum();
            assert!((rms / 4.0 / 3.0 - 1.0).abs() < 0.12, "{width}x{height} {size_px} px: {}", rms / 4.0);
        }
    }
}

#[test]
fn saturated_blue_and_clipped_colours_get_no_coloured_speckle() {
    let p = picture(256, 256, Subsampling::C420);
    let code = |rgb: [f32; 3]| {
        let [y, cb, cr] = ycc_from_rgb(p.weights, rgb);
        [16.0 + 219.0 * y, 128.0 + 224.0 * cb, 128.0 + 224.0 * cr].map(|v| v.round())
    };
    let stock = Grain { chroma: 0.35, size_px: 2.2, ..film(2.6) };
    let colour = |rgb: [f32; 3]| {
        let out = grained(&stock, &p, code(rgb), 1);
        [0, 1, 2].map(|i| moments(out.plane(i)).1)
    };
    let (grey, sky, deep) = (colour([0.45; 3]), colour([0.28, 0.52, 0.93]), colour([0.05, 0.2, 0.97]));
    for i in 1..3 {
        assert!(grey[i] > 0.8, "{grey:?}");
        assert!(sky[i] < 0.6 * grey[i] && sky[i] < 0.55, "{sky:?}");
        assert!(deep[i] < 0.25 * grey[i], "{deep:?}");
    }
    for clipped in [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [0.0; 3], [1.0; 3]] {
        let rms = colour(clipped);
        assert!(rms[1] < 0.06 && rms[2] < 0.06, "{clipped:?}: {rms:?}");
    }
    // And no cast.
    let out = grained(&stock, &p, code([0.28, 0.52, 0.93]), 2);
    for (i, want) in code([0.28, 0.52, 0.93]).into_iter().enumerate() {
        assert!((moments(out.plane(i)).0 - f64::from(want)).abs() < 0.1);
    }
}

/// The grain of a tile in several frames, of mean 0 and length 1.
fn fields(frames: usize, side: usize) -> Vec<Vec<f32>> {
    let p = picture(side, side, Subsampling::C420);
    (0..frames)
        .map(|n| {
            let out = grained(&film(3.0), &p, [110.0, 128.0, 128.0], n);
            let (mean, rms) = moments(out.luma());
            let scale = 1.0 / (rms * side as f64);
            let one = |&v: &u16| ((f64::from(v) / 256.0 - mean) * scale) as f32;
            out.luma().samples().iter().map(one).collect()
        })
        .collect()
}

#[test]
fn grain_does_not_come_back_in_two_hundred_frames() {
    // 256 x 256 pixels are 18 000 independent grains of 1.8 px: chance correlations have an RMS of 0.0075, and of the half
    // million below the largest is expected at five times that. A repeat, also a shifted one, is near 1.
    const SIDE: usize = 256;
    let all = fields(200, SIDE);
    let dot = |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>() };
    let mut next = 0.0f64;
    for i in 0..all.len() {
        for j in i + 1..all.len() {
            let found = dot(&all[i], &all[j]);
            assert!(found.abs() < 0.05, "frames {i} and {j}: {found}");
            if j == i + 1 {
                next += f64::from(found) / 199.0;
            }
        }
    }
    assert!(next.abs() < 0.003, "successive frames: {next}");
    // Shifted: by rows and columns to 3 px (grain is 1.8 px wide, so that steps of one see what lies between), and by the
    // strides at which a tiled or cyclic field would come back. Circular shifts of the flattened tile: rows but a few match.
    let near = (-3..=3i32).flat_map(|dy| (-3..=3i32).map(move |dx| (dx, dy)));
    let far = [8, 16, 32, 64, 128].into_iter().flat_map(|s| [(s, 0), (0, s), (s, s)]);
    let shifts: Vec<usize> = near
        .chain(far)
        .map(|(x, y)| (x + y * SIDE as i32).rem_euclid((SIDE * SIDE) as i32) as usize)
        .collect();
    let shifted = |a: &[f32], b: &[f32], by: usize| dot(&a[by..], b) + dot(&a[..by], &b[b.len() - by..]);
    for i in (0..all.len()).step_by(9) {
        for j in i + 1..all.len().min(i + 24) {
            for &by in &shifts {
                let found = shifted(&all[i], &all[j], by);
                assert!(found.abs() < 0.05, "frames {i} and {j}, shifted by {by}: {found}");
            }
        }
    }
    // The search would see one: a frame beside itself, moved.
    let mut moved = all[0].clone();
    moved.rotate_left(shifts[5]);
    assert!(shifted(&all[0], &moved, shifts[5]) > 0.99);
}

#[test]
fn planes_have_grain_of_their_own() {
    let p = picture(256, 256, Subsampling::C444);
    let out = grained(&Grain { correlation: 0.0, chroma: 1.0, ..film(3.0) }, &p, [110.0, 128.0, 128.0], 4);
    let values = |i: usize| -> Vec<f64> {
        let mean = moments(out.plane(i)).0;
        out.plane(i).samples().iter().map(|&v| f64::from(v) / 256.0 - mean).collect()
    };
    let all = [values(0), values(1), values(2)];
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
        let both: f64 = all[i].iter().zip(&all[j]).map(|(a, b)| a * b).sum::<f64>() / 65536.0 / 9.0;
        assert!(both.abs() < 0.04, "planes {i} and {j}: {both}");
    }
}
