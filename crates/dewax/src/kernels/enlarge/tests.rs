//! The kernel that makes planes twice as large, beside its textbook version and by what it promises.

use super::*;
use crate::color::Siting;
use crate::px::{Format, Subsampling};

/// Stripes, a slanted contour, a corner, noise.
fn drawn(width: usize, height: usize) -> Plane<u16> {
    Plane::from_fn(width, height, |x, y| {
        let noise = ((x * 7919 + y * 104_729 + x * y * 31) % 97) as u16 * 20;
        let contour = if 3 * x + y > width + height { 40 } else { 160 };
        let stripes = if y < height / 3 && x % 5 < 2 { 30 } else { 0 };
        (contour + stripes) * 256 + noise
    })
}

#[test]
fn fast_is_slow() {
    for (width, height) in [(1, 1), (2, 3), (37, 29), (24, 401)] {
        let plane = drawn(width, height);
        let (fast, slow) = (doubled(&plane), slow::doubled(&plane));
        let apart = fast.samples().iter().zip(slow.samples()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(apart <= Some(2), "{width}x{height}: {apart:?} of 256 per level apart");
    }
}

#[test]
fn means_stay_and_nothing_rings() {
    let (width, height) = (64, 64);
    let step = Plane::from_fn(width, height, |x, _| if x < 32 { 50 * 256 } else { 180 * 256 });
    let large = doubled(&step);
    let (low, high) = large.samples().iter().fold((u16::MAX, 0), |(l, h), v| (l.min(*v), h.max(*v)));
    assert!(low >= 50 * 256 - 8 && high <= 180 * 256 + 8, "{low} {high}");
    let mean =
        |p: &Plane<u16>| p.samples().iter().map(|v| f64::from(*v)).sum::<f64>() / p.samples().len() as f64;
    assert!((mean(&large) - mean(&step)).abs() < 0.02 * 256.0);
    // Sharper than straight lines between samples, which take three of its own pixels.
    let row = large.row(64);
    let between = row.iter().filter(|v| (63 * 256..167 * 256).contains(*v)).count();
    assert!(between <= 2, "{between}");
}

#[test]
fn what_is_even_stays_even() {
    let flat = Plane::filled(40, 30, 12_345u16);
    assert!(doubled(&flat).samples().iter().all(|v| v.abs_diff(12_345) <= 1));
}

/// A ramp of chroma lies over the same places of the picture as before, wherever its samples sit.
#[test]
fn chroma_stays_where_it_was() {
    for (subsampling, siting) in [
        (Subsampling::C420, Siting::Left),
        (Subsampling::C420, Siting::Center),
        (Subsampling::C420, Siting::TopLeft),
        (Subsampling::C422, Siting::Left),
        (Subsampling::C444, Siting::Center),
    ] {
        let format = Format { width: 40, height: 24, subsampling, bits: 8, alpha: true };
        let (sx, sy) = subsampling.factors();
        let offset =
            |factor: usize, across| if factor == 1 { 0.0 } else { chroma::offset_px(siting, across) };
        let ramp = |x: f64, y: f64| 20_000.0 + 300.0 * x + 170.0 * y;
        let mut frame = Frame::new(&format, 7);
        let (cw, ch) = subsampling.chroma_size(40, 24);
        let place = |i: usize, factor: usize, across| i as f64 * factor as f64 + offset(factor, across);
        frame.set_plane(
            1,
            Plane::from_fn(cw, ch, |x, y| ramp(place(x, sx, true), place(y, sy, false)) as u16),
        );
        let large = enlarged(&frame, siting, 2);
        assert_eq!((large.index, large.width(), large.height()), (7, 80, 48));
        assert_eq!(large.alpha.as_ref().map(|a| (a.width(), a.row(20)[30])), Some((80, u16::MAX)));
        for (x, y) in [(6, 8), (9, 7)] {
            let at = |i: usize, factor: usize, across| (place(i, factor, across) + 0.5) / 2.0 - 0.5;
            let wanted = ramp(at(x, sx, true), at(y, sy, false));
            let found = f64::from(large.plane(1).row(y)[x]);
            assert!((found - wanted).abs() < 3.0, "{subsampling:?} {siting:?}: {found} for {wanted}");
        }
    }
}

#[test]
fn four_times_is_twice_twice() {
    let format = Format { width: 20, height: 16, subsampling: Subsampling::C444, bits: 8, alpha: false };
    let mut frame = Frame::new(&format, 0);
    frame.set_plane(0, drawn(20, 16));
    let four = enlarged(&frame, Siting::Center, 4);
    assert!(four.same_picture(&enlarged(&enlarged(&frame, Siting::Center, 2), Siting::Center, 2)));
    assert!(enlarged(&frame, Siting::Center, 1).same_picture(&frame));
}
