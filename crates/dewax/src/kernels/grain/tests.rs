//! Grain that ships against film that is drawn disk by disk.
#![allow(clippy::unwrap_used, reason = "a test that fails says so by panicking")]

use super::model::{Response, ToneCurve, covariance, film_variance, in_room, shared_area};
use super::slow::{Film, compare, moments, radial_power};
use super::*;

/// The bar: one decibel.
const BAR_DB: f64 = 1.0;

#[test]
fn spectrum_and_tone_curve_are_those_of_drawn_film() {
    for (size_px, tones) in [(1.8, &[0.06, 0.45, 0.93][..]), (3.4, &[0.3, 0.8])] {
        for one in &compare(sigma_px(size_px), tones, (6, 80, 200)) {
            assert!(one.rms_db.abs() < BAR_DB && one.spectrum_db < BAR_DB, "{size_px} px: {one:?}");
        }
    }
}

#[test]
fn the_comparison_sees_what_is_wrong() {
    // Grain a fifth too coarse, and half a tone curve, must not pass.
    let power = |sigma: f64| {
        let mut field = Vec::new();
        rows(3, &taps(sigma), (0, 128), (0, 128), |_, row| field.extend(row.iter().map(|&v| f64::from(v))));
        radial_power(&field, 128, 6)
    };
    let (right, wrong) = (power(0.76), power(0.92));
    assert!((0..4).any(|i| (10.0 * (right[i] / wrong[i]).log10()).abs() > BAR_DB), "{right:?} {wrong:?}");
    let (film, even) = (ToneCurve::of(Response::Film), ToneCurve::of(Response::Even));
    assert!(20.0 * (even.rms(0.93) / film.rms(0.93)).log10() > 4.0 * BAR_DB);
}

#[test]
fn what_is_covered_is_what_was_asked_for_and_varies_as_the_formula_says() {
    // Without a blur, a pixel is covered or not: mean u, variance u (1 - u), and the formula's covariance next door.
    for u in [0.1, 0.5, 0.8] {
        let film = Film { key: 5, radius_px: 2.0, blur_px: 1e-9 };
        let side = 400;
        let seen = film.seen(side, 1, |_, _| u);
        let (mean, variance) = moments(&seen);
        assert!((mean - u).abs() < 0.012, "{u}: {mean}");
        assert!((variance - u * (1.0 - u)).abs() < 0.012, "{u}: {variance}");
        let pairs = seen.iter().zip(&seen[2..]).enumerate().filter(|(i, _)| i % side < side - 2);
        let (n, sum) = pairs.fold((0.0, 0.0), |(n, s), (_, (a, b))| (n + 1.0, s + (a - mean) * (b - mean)));
        assert!((sum / n - covariance(u, 1.0)).abs() < 0.012, "{u}: {} {}", sum / n, covariance(u, 1.0));
    }
    assert!((covariance(0.3, 0.0) - 0.21).abs() < 1e-9 && covariance(0.3, 2.0) == 0.0);
    assert!(
        (shared_area(1.0) - 0.391_002).abs() < 1e-5,
        "the lens of two disks that touch each other's middle"
    );
}

#[test]
fn film_follows_the_picture() {
    // The inhomogeneous model: dense on one side, sparse on the other.
    let film = Film::of_sigma(9, 1.2);
    let seen = film.seen(64, 64, |x, _| if x < 32.0 { 0.2 } else { 0.7 });
    let side =
        |from: usize| moments(&(0..64 * 24).map(|i| seen[i / 24 * 64 + from + i % 24]).collect::<Vec<_>>()).0;
    assert!((side(0) - 0.2).abs() < 0.04 && (side(40) - 0.7).abs() < 0.04, "{} {}", side(0), side(40));
}

#[test]
fn tone_curves_have_clean_ends_and_one_peak() {
    let film = ToneCurve::of(Response::Film);
    assert_eq!((film.rms(0.0), film.rms(1.0), film.rms(-3.0)), (0.0, 0.0, 0.0));
    let peak =
        (0..=100).max_by(|a, b| film.rms(f64::from(*a) / 100.0).total_cmp(&film.rms(f64::from(*b) / 100.0)));
    assert!((38..=48).contains(&peak.unwrap()), "{peak:?}");
    assert!((film.rms(0.43) - 1.0).abs() < 0.01 && film.rms(0.95) < 0.35 && film.rms(0.02) < 0.35);
    let sensor = ToneCurve::of(Response::Sensor);
    assert!(sensor.rms(0.1) > 1.4 * sensor.rms(0.5) && sensor.rms(0.5) > sensor.rms(0.95));
    assert!(film_variance(0.5) > 0.0 && film_variance(1.0) == 0.0);
    assert!(in_room(3.0, 1e9) > 2.999 && in_room(3.0, 0.5) <= 0.2 && in_room(3.0, -1.0) == 0.0);
}

#[test]
fn the_filter_folds_what_is_finer_than_pixels() {
    for sigma in [0.0, 0.05, 0.3, 0.45, 0.8, 1.5, 3.0, 7.0] {
        let taps = taps(sigma);
        assert!(taps.iter().all(|t| t.is_finite()), "{sigma}: {taps:?}");
        assert!(taps.len() as f64 <= 4.2 * sigma + 5.0, "{sigma}: {} taps", taps.len());
        // Correlation of neighbours: that of a Gaussian, sampled, however narrow it is.
        let want = exp(-0.25 / (sigma * sigma).max(1e-6));
        let got = 2.0 * variance_of_mean(&taps, 2) - 1.0;
        assert!((got - want).abs() < 2e-3, "{sigma}: {got}, should be {want}");
    }
    assert_eq!(taps(f64::NAN).len(), 1);
}
