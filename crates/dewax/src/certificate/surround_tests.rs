//! When the edge of a mask is seen.

use super::*;

/// The mask of a face that ends at the middle of the picture, whose cells are of 4 px.
fn half() -> Mask {
    let weights = Plane::from_fn(64, 48, |x, _| 1.0 - ((x as f32 - 30.0) / 2.0).clamp(0.0, 1.0));
    Mask { weights, step_px: 4, roi: Rect { x0: 0, y0: 0, x1: 256, y1: 192 } }
}

/// The seam of a change of `source` that begins where the mask ends, judged for a recipe that takes `share` of a sharpening back.
fn seam(source: &Plane<f32>, by: impl Fn(usize) -> f32, share: f32) -> f64 {
    let result = Plane::from_fn(64, 48, |x, y| source.row(y)[x] + by(x));
    let mut around = Surround::without(Unsharpen { share, amount: 1.0, radius_px: 1.3 });
    around.follow_seam(source, &result, &half());
    if around.seam.1 > 0.0 { around.seam.0 / around.seam.1 } else { 0.0 }
}

#[test]
fn lines_that_go_from_a_contour_are_no_edge_of_a_mask_and_a_change_that_ends_there_is_one() {
    let contour = Plane::from_fn(64, 48, |x, _| if x < 32 { 150.0 } else { 60.0 });
    let flat = Plane::filled(64, 48, 120.0);
    // The bright line on the face gets darker, the dark one beside it brighter.
    let lines = |x: usize| match x {
        31 => -6.0,
        32 => 6.0,
        _ => 0.0,
    };
    let ends = |x: usize| if x < 32 { 6.0 } else { 0.0 };
    assert!(seam(&contour, lines, 0.0) > 0.25, "nobody asked for it");
    assert!(seam(&contour, lines, 1.0) < 0.05);
    // On a surface it is seen, whatever was asked for.
    assert!(seam(&flat, ends, 1.0) > 0.25 && seam(&flat, ends, 0.0) > 0.25);
}

#[test]
fn cells_may_change_by_the_lines_that_went_and_by_none_that_stayed() {
    let figures = |is: f32| SurroundFigures {
        halo_percent: Some((7.0, is)),
        lines_levels: 1.2,
        ..SurroundFigures::default()
    };
    assert_eq!((figures(0.2).lines_that_went(), figures(6.0).lines_that_went()), (1.2, 0.0));
    assert_eq!(SurroundFigures { halo_percent: None, ..figures(0.2) }.lines_that_went(), 0.0);
}

#[test]
fn cells_lie_apart_by_their_means() {
    let one = Plane::filled(16, 8, 100 * 256);
    // Half of the cells of 4 px are 3 levels brighter; a pattern without a mean is none.
    let other = Plane::from_fn(16, 8, |x, y| {
        let brighter = if x < 8 { 3 } else { 0 };
        (100 + brighter) * 256 + if (x + y) % 2 == 0 { 512 } else { 0 } - 256
    });
    assert!((apart_levels(&one, &other, 4) - 1.5).abs() < 1e-3);
}
