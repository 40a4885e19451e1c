//! Which masks are recognised, and which are not believed.

use super::*;
use crate::kernels::edges;
use crate::px::{LEVEL, Plane, Rect};

/// Neighbours ¼, ½, ¼ along both axes, once for every two pixels of the window.
fn binomial(plane: &Plane<f32>, taps: usize) -> Plane<f32> {
    (1..taps).step_by(2).fold(plane.clone(), |plane, _| {
        Plane::from_fn(plane.width(), plane.height(), |x, y| {
            let at = |dx: isize, dy: isize| plane.at(x as isize + dx, y as isize + dy);
            let row = |dy: isize| (at(-1, dy) + 2.0 * at(0, dy) + at(1, dy)) / 4.0;
            (row(-1) + 2.0 * row(0) + row(1)) / 4.0
        })
    })
}

/// A slanted step of 60 levels under a blur, sharpened by a mask whose window has `taps` pixels, as FFmpeg's `unsharp` has
/// it: the row of Pascal's triangle.
fn drawn(blur_px: f64, amount: f32, taps: usize) -> Plane<u16> {
    let clean = Plane::from_fn(160, 240, |x, y| {
        (LEVEL as f64 * (110.0 + 60.0 * rise(x as f64 - 70.0 - 0.11 * y as f64, blur_px))) as f32
    });
    let soft = binomial(&clean, taps);
    Plane::from_fn(160, 240, |x, y| {
        let (clean, soft) = (clean.row(y)[x], soft.row(y)[x]);
        (clean + amount * (clean - soft)).round() as u16
    })
}

fn found(blur_px: f64, amount: f32, taps: usize) -> Option<Sharpening> {
    found_in(&[drawn(blur_px, amount, taps)])
}

/// What is found in a shot of these frames.
fn found_in(frames: &[Plane<u16>]) -> Option<Sharpening> {
    let (mut contours, mut glimpses) = (Contours::default(), Vec::new());
    for luma in frames {
        let places = edges::find(luma, Rect::of(160, 240));
        let seen = edges::profile(luma, &places);
        contours.push(edges::halves(luma, &places));
        let overshoot_percent = 100.0 * seen.overshoot;
        glimpses.push(Glimpse { edges: seen.edges, overshoot_percent, ..Glimpse::default() });
    }
    contours.sharpening(&glimpses)
}

#[test]
fn halves_that_disagree_are_no_mask() {
    let shot = |amounts: [f32; 2]| found_in(&amounts.map(|amount| drawn(0.8, amount, 5)));
    // A fifth of the measured strength is the limit; what is measured lies near what was done.
    assert!(shot([1.5, 1.5]).is_some() && shot([1.4, 1.5]).is_some());
    assert_eq!(shot([1.0, 1.6]), None);
    assert_eq!(shot([0.0, 1.5]), None);
}

#[test]
fn soft_contours_that_overshoot_by_themselves_are_no_mask() {
    // As a low-rate clip was read: 3.06 at 1.15 px on contours of 4.8 px.
    let clean = Plane::from_fn(160, 240, |x, y| {
        (LEVEL as f64 * (110.0 + 60.0 * rise(x as f64 - 70.0 - 0.11 * y as f64, 1.9))) as f32
    });
    let soft = blur::gaussian(&clean, 1.15);
    let lined = Plane::from_fn(160, 240, |x, y| {
        let (clean, soft) = (clean.row(y)[x], soft.row(y)[x]);
        (clean + 3.06 * (clean - soft)).round() as u16
    });
    let found = found_in(&[lined.clone(), lined]);
    assert_eq!(found, None);
}

#[test]
fn masks_of_all_windows_and_amounts_are_recognised() {
    let mut wrong = Vec::new();
    for taps in [3, 5, 7, 9, 13] {
        let radius = ((taps - 1) as f32 / 4.0).sqrt();
        for amount in [0.5, 1.0, 1.5, 2.25] {
            for blur_px in [0.7, 1.0] {
                let found = found(blur_px, amount, taps);
                // What a mask does to contours as wide as these is told by amount · radius².
                let strength = |amount: f32, radius: f32| amount * radius * radius;
                // What hardly shows is left alone, and need not be known.
                if found.is_none_or(|f| f.overshoot_percent < 1.5) {
                    continue;
                }
                let ratio =
                    found.map(|f| strength(f.amount, f.radius_px) / strength(amount, radius)).unwrap_or(0.0);
                // The least that leaves no line beside a contour is taken: that is less than was done.
                if !(0.55..=1.5).contains(&ratio) {
                    wrong.push(format!("{taps} px, {amount}, blur {blur_px}: x {ratio:.2} {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn plain_contours_are_not_sharpened() {
    for blur_px in [0.5, 0.7, 1.0, 1.4] {
        let found = found(blur_px, 0.0, 1);
        assert!(found.is_none_or(|f| !f.shows()), "{blur_px}: {found:?}");
    }
}
