//! Contours of known overshoot and width are measured as what they are, and only those that stand alone.

use super::*;
use crate::color::math::exp;

/// A smooth step of `levels` at column `middle`, of the width of a blur of `sigma_px`, with a line of `overshoot` of the step
/// on both sides.
fn stepped(levels: f64, middle: f64, sigma_px: f64, overshoot: f64) -> Plane<u16> {
    Plane::from_fn(96, 64, |x, y| {
        let at = x as f64 - middle - 0.1 * y as f64;
        let rise = 1.0 / (1.0 + exp(-1.702 * at / sigma_px));
        let lines = exp(-(at - 2.5).powi(2) / 2.0) - exp(-(at + 2.5).powi(2) / 2.0);
        ((80.0 + levels * (rise + overshoot * lines)) * 256.0) as u16
    })
}

fn all(luma: &Plane<u16>) -> EdgeFigures {
    profile(luma, &find(luma, Rect::of(luma.width(), luma.height())))
}

#[test]
fn a_plain_step_has_its_width_and_no_overshoot() {
    for (sigma_px, width_px) in [(0.6, 1.55), (1.2, 3.1)] {
        let seen = all(&stepped(60.0, 40.0, sigma_px, 0.0));
        assert!(seen.edges >= 12, "{seen:?}");
        assert!(seen.overshoot.abs() < 0.012, "{seen:?}");
        // Straight lines between whole pixels make crisp steps look a little wider.
        assert!((seen.width_px - width_px).abs() < 0.55, "{seen:?} instead of {width_px}");
    }
}

#[test]
fn overshoot_is_measured_in_shares_of_the_step() {
    let mut before = 0.0;
    for overshoot in [0.05f32, 0.1, 0.2] {
        let seen = all(&stepped(60.0, 40.0, 0.8, f64::from(overshoot)));
        assert!(
            seen.overshoot > before && (seen.overshoot / overshoot - 0.85).abs() < 0.25,
            "{overshoot}: {seen:?}"
        );
        before = seen.overshoot;
    }
}

#[test]
fn the_same_places_are_measured_in_another_version() {
    let source = stepped(60.0, 40.0, 0.6, 0.1);
    let places = find(&source, Rect::of(96, 64));
    let soft = profile(&stepped(60.0, 40.0, 1.8, 0.0), &places);
    let as_it_was = profile(&source, &places);
    assert_eq!(soft.edges, as_it_was.edges);
    assert!(soft.width_px > 1.8 * as_it_was.width_px && soft.overshoot < 0.02, "{soft:?} {as_it_was:?}");
}

#[test]
fn what_does_not_stand_alone_is_no_contour() {
    let stripes = Plane::from_fn(96, 64, |x, _| if (x / 7) % 2 == 0 { 60 << 8 } else { 140 << 8 });
    assert_eq!(find(&stripes, Rect::of(96, 64)), []);
    let textured = Plane::from_fn(96, 64, |x, y| {
        let bumps = ((x * 7 + y * 13) % 11) as u16 * 3;
        ((if x < 40 { 70 } else { 130 }) + bumps) << 8
    });
    assert_eq!(find(&textured, Rect::of(96, 64)), []);
    let shading = Plane::from_fn(96, 64, |x, _| (x as u16 * 2) << 8);
    assert_eq!(find(&shading, Rect::of(96, 64)), []);
}

#[test]
fn a_line_on_one_side_alone_is_no_halo() {
    let rim = Plane::from_fn(96, 64, |x, _| match x {
        0..40 => 70 << 8,
        40..43 => 160 << 8,
        _ => 130 << 8,
    });
    let seen = all(&rim);
    assert!(seen.overshoot < 0.02, "{seen:?}");
}

#[test]
fn tiny_and_extreme_pictures_are_no_trouble() {
    for (width, height) in [(0, 0), (1, 1), (25, 3), (26, 26)] {
        let luma = Plane::from_fn(width, height, |x, _| if x % 2 == 0 { 0 } else { u16::MAX });
        assert_eq!(all(&luma), EdgeFigures::default());
    }
    let outside = [EdgePlace { x: 900, y: 2, down: false, lean: 0.1, rises: true }];
    assert_eq!(profile(&stepped(60.0, 40.0, 1.0, 0.0), &outside).edges, 0);
}
