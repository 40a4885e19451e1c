//! The methods beside plain versions of what retouchers do by hand, removed blemishes, and originals that lie elsewhere.

use super::*;
use crate::demo::{DrawnFace, Flaws, held_face};
use crate::kernels::{blur, noise, rgb, round_u16, tile, warp};
use crate::lock::Affine;

/// Pictures of skin without a face, and the face that gives them their scale.
pub(super) const SIDE: usize = 320;
const PX_PER_MM: f64 = 4.0;

pub(super) fn state(px_per_mm: f64, middle: [f64; 2]) -> FaceState {
    held_face((0, 1), middle, px_per_mm, 0.0, Affine::IDENTITY).1.states.remove(0)
}

/// Skin in codes of 8 bits: shading, and pores of `pores` codes.
pub(super) fn skin(seed: u32, pores: f32) -> Rgb16 {
    [170.0f32, 128.0, 105.0].map(|base| {
        let mut out = Plane::new(SIDE, SIDE);
        noise::soft_rows(seed, 0.9, (0, SIDE), (0, SIDE), |y, values| {
            for (x, (o, v)) in out.row_mut(y).iter_mut().zip(values).enumerate() {
                let light = base + 0.06 * x as f32 - 0.03 * y as f32;
                *o = (light + pores * v).round().clamp(0.0, 255.0) as u16 * 257;
            }
        });
        out
    })
}

pub(super) fn whole() -> Rect {
    Rect::of(SIDE, SIDE)
}

pub(super) fn all() -> Weights {
    Weights { rect: whole(), plane: Plane::filled(SIDE, SIDE, 1.0) }
}

/// An AI version and an original treated by a method, everywhere.
fn done(ai: &Rgb16, original: &Rgb16, method: Method, mask: &Weights) -> Treated {
    let state = state(PX_PER_MM, [160.0, 120.0]);
    let laid = Laid { faces: vec![Ok(LaidFace::exact(whole(), original.clone()))] };
    let part = Part { face: 0, mask, method, strength: 1.0, tones: Tones::default() };
    treat(&Side { rgb: ai, faces: &[&state] }, Some(&laid), &[part])
}

fn eight(plane: &Plane<u16>) -> Plane<f32> {
    Plane::from_fn(plane.width(), plane.height(), |x, y| f32::from(plane.row(y)[x]) / 257.0)
}

fn map2(a: &Plane<f32>, b: &Plane<f32>, f: impl Fn(f32, f32) -> f32) -> Plane<f32> {
    Plane::from_fn(a.width(), a.height(), |x, y| f(a.row(y)[x], b.row(y)[x]))
}

/// The most that a treated picture strays from a plain one in codes of 8 bits.
fn most_apart(treated: &Treated, plain: &[Plane<f32>; 3]) -> f32 {
    let apart = |(a, b): (&Plane<u16>, &Plane<f32>)| {
        eight(a).samples().iter().zip(b.samples()).map(|(x, y)| (x - y).abs()).fold(0.0, f32::max)
    };
    treated.rgb.iter().zip(plain).map(apart).fold(0.0, f32::max)
}

/// Bands of two planes behind a blur, as PSNR in dB.
fn psnr(a: &Plane<f32>, b: &Plane<f32>) -> f64 {
    let sum: f64 = a.samples().iter().zip(b.samples()).map(|(x, y)| f64::from(x - y).powi(2)).sum();
    10.0 * (255.0f64.powi(2) / (sum / a.samples().len() as f64).max(1e-12)).log10()
}

#[test]
fn a_graft_is_the_high_pass_in_linear_light() {
    let (ai, original) = (skin(1, 0.6), skin(2, 3.0));
    let method = Method::Graft { radius_px: 1.5, opacity: 1.0 };
    let plain = [0, 1, 2].map(|c| {
        let (own, there) = (eight(&ai[c]), eight(&original[c]));
        // Filter > Other > High Pass: what is left of a blur, around 128. Then Linear Light.
        let high = map2(&there, &blur::gaussian(&there, 1.5), |v, low| (v - low + 128.0).round());
        map2(&own, &high, |below, layer| (below + 2.0 * (layer - 128.0)).clamp(0.0, 255.0))
    });
    let apart = most_apart(&done(&ai, &original, method, &all()), &plain);
    assert!(apart <= 1.01, "{apart}");
}

#[test]
fn a_hybrid_is_what_apply_image_gives_in_8_and_16_bits() {
    let (ai, original) = (skin(1, 0.6), skin(2, 3.0));
    let sigma = 2.5;
    let as_by_hand = Method::Hybrid { radius_px: Some(sigma), keep: 1.0 };
    let treated = done(&ai, &original, as_by_hand, &all());
    let plain = |bits: u32| {
        [0, 1, 2].map(|c| {
            let white = ((1u32 << bits) - 1) as f32;
            let unit = white / 255.0;
            let code = |v: f32| v.round().clamp(0.0, white);
            let source = eight(&original[c]);
            let there = Plane::from_fn(SIDE, SIDE, |x, y| code(source.row(y)[x] * unit));
            let mut low = blur::gaussian(&there, sigma);
            low.samples_mut().iter_mut().for_each(|v| *v = code(*v));
            // Image > Apply Image: Subtract with scale 2 and offset 128; in 16 bits Add of the inverse with scale 2.
            let half = if bits == 8 { 128.0 } else { white / 2.0 };
            let high = map2(&there, &low, |v, l| code((v - l) / 2.0 + half));
            map2(&eight(&ai[c]), &high, |below, h| (below + 2.0 * (h - half) / unit).clamp(0.0, 255.0))
        })
    };
    let fine = most_apart(&treated, &plain(16));
    assert!(fine <= 0.05, "{fine}");
    // With 8 bits the steps themselves round by up to half a code of the blur and one of the layer, which Linear Light doubles.
    let coarse = most_apart(&treated, &plain(8));
    assert!(coarse <= 1.55, "{coarse}");
}

#[test]
fn a_hybrid_has_the_high_band_of_one_and_the_low_band_of_the_other() {
    let (ai, original) = (skin(1, 0.6), skin(2, 3.0));
    let mut mask = all();
    (0..SIDE).for_each(|y| mask.plane.row_mut(y)[..40].fill(0.0));
    let treated = done(&ai, &original, Method::Hybrid { radius_px: Some(3.0), keep: 0.0 }, &mask);
    for c in 0..3 {
        let inner = Rect { x0: 60, y0: 20, x1: 300, y1: 300 };
        let split = |rgb: &Rgb16| {
            let (plane, part) = (eight(&rgb[c]), inner);
            let low = blur::gaussian(&plane, 3.0);
            let high = map2(&plane, &low, |v, l| v - l);
            [tile::cut(&low, part), tile::cut(&high, part)]
        };
        let ([out_low, out_high], [ai_low, _], [_, high]) =
            (split(&treated.rgb), split(&ai), split(&original));
        let (high, low) = (psnr(&out_high, &high), psnr(&out_low, &ai_low));
        assert!(high >= 50.0 && low >= 50.0, "{high} {low}");
        // The same arithmetic without a layer: exact but for its 16 bits.
        let plain = map2(&split(&ai)[0], &split(&original)[1], |l, h| l + h);
        let exact = psnr(&tile::cut(&eight(&treated.rgb[c]), inner), &plain);
        assert!(exact > 90.0, "{exact}");
        for y in 0..SIDE {
            assert_eq!(treated.rgb[c].row(y)[..40], ai[c].row(y)[..40], "outside nothing changes");
        }
    }
    let layer = &treated.layers[0];
    assert_eq!((layer.spots, layer.blending, layer.rect), (0, Blending::LinearLight, whole()));
}

#[test]
fn noise_is_soft_grey_overlay_and_the_same_wherever_it_begins() {
    let ai = skin(1, 0.6);
    let method = Method::Synthetic { noise: 0.04, blur_px: 0.5, seed: 9 };
    let treated = done(&ai, &ai, method, &all());
    let taps = blur::weights(0.5);
    let raw = |x: i64, y: i64| {
        let key = noise::hash32(9 ^ (y as u32).wrapping_mul(0xc2b2_ae35));
        let bits = noise::hash32(key ^ (x as u32).wrapping_mul(0x9e37_79b9));
        f64::from(bits >> 8) / 16_777_215.0 * 2.0 - 1.0
    };
    let (mut most, mut sum) = (0.0f64, 0.0f64);
    for (x, y) in (20..60i64).flat_map(|x| (20..60i64).map(move |y| (x, y))) {
        let mut soft = 0.0;
        for (u, v) in (-2..=2i64).flat_map(|u| (-2..=2i64).map(move |v| (u, v))) {
            let tap = |i: i64| f64::from(taps.get(i.unsigned_abs() as usize).copied().unwrap_or(0.0));
            soft += tap(u) * tap(v) * raw(x + u, y + v);
        }
        let (below, grey) = (f64::from(ai[1].row(y as usize)[x as usize]) / 65535.0, 0.5 + 0.04 * soft);
        let over = if below < 0.5 { 2.0 * below * grey } else { 1.0 - 2.0 * (1.0 - below) * (1.0 - grey) };
        let out = f64::from(treated.rgb[1].row(y as usize)[x as usize]) / 65535.0;
        most = most.max((out - over).abs() * 255.0);
        sum += (out - below).abs();
    }
    assert!(most < 0.05 && sum > 1.0, "{most} {sum}");
    let mut part = all();
    part.rect = Rect { x0: 37, y0: 11, x1: 137, y1: 111 };
    part.plane = Plane::filled(100, 100, 1.0);
    let there = done(&ai, &ai, method, &part);
    assert_eq!(there.rgb[0].row(60)[50..100], treated.rgb[0].row(60)[50..100]);
    let (small, large) = (Method::synthetic(200.0, 1), Method::synthetic(1008.0, 1));
    let radius = |m: Method| if let Method::Synthetic { blur_px, .. } = m { blur_px } else { f32::NAN };
    assert!(radius(small) < 0.5 && (radius(large) - 1.0).abs() < 1e-6);
}

#[test]
fn removed_blemishes_stay_away_and_pores_around_them_come_back() {
    let (ai, clean) = (skin(1, 0.3), skin(2, 3.0));
    let mut original = clean.clone();
    let spots: Vec<(usize, usize, f32)> =
        (0..12).map(|i| (50 + 72 * (i % 4), 60 + 95 * (i / 4), [2.0, 3.2, 4.8][i % 3])).collect();
    for (plane, share) in original.iter_mut().zip([0.10f32, 0.24, 0.2]) {
        for y in 0..SIDE {
            for (x, o) in plane.row_mut(y).iter_mut().enumerate() {
                let bell = |&(cx, cy, s): &(usize, usize, f32)| {
                    let far2 = (x as f32 - cx as f32).powi(2) + (y as f32 - cy as f32).powi(2);
                    1.0 - share * (-far2 / (2.0 * s * s)).exp()
                };
                *o = (f32::from(*o) * spots.iter().map(bell).product::<f32>()).round() as u16;
            }
        }
    }
    for method in [Method::hybrid(), Method::Graft { radius_px: 3.0, opacity: 0.5 }] {
        let treated = done(&ai, &original, method, &all());
        assert!((12..16).contains(&treated.layers[0].spots), "{}", treated.layers[0].spots);
        let contrast = |rgb: &Rgb16, without: &Rgb16, &(cx, cy, s): &(usize, usize, f32)| {
            let reach = (2.5 * s) as isize;
            let (mut sum, mut all) = (0.0, 0.0);
            for (u, v) in (-reach..=reach).flat_map(|u| (-reach..=reach).map(move |v| (u, v))) {
                let bell = (-((u * u + v * v) as f32) / (2.0 * s * s)).exp();
                let at = |rgb: &Rgb16| f32::from(rgb[1].at(cx as isize + u, cy as isize + v));
                (sum, all) = (sum + bell * (at(rgb) - at(without)), all + bell * bell);
            }
            sum / all
        };
        for spot in &spots {
            let share = contrast(&treated.rgb, &ai, spot) / contrast(&original, &clean, spot);
            assert!(share.abs() <= 0.1, "{method:?} {spot:?}: {share}");
        }
        let fine = |rgb: &Rgb16| {
            let plane = eight(&rgb[1]);
            map2(&plane, &blur::gaussian(&plane, 1.1), |v, l| v - l)
        };
        let (out, there) = (fine(&treated.rgb), fine(&clean));
        let (mut both, mut own) = (0.0f32, 0.0f32);
        for (i, (a, b)) in out.samples().iter().zip(there.samples()).enumerate() {
            let (x, y) = ((i % SIDE) as f32, (i / SIDE) as f32);
            let far =
                spots.iter().map(|s| (x - s.0 as f32).hypot(y - s.1 as f32) / s.2).fold(f32::MAX, f32::min);
            if (4.5..9.0).contains(&far) {
                (both, own) = (both + a * b, own + b * b);
            }
        }
        assert!(both / own >= 0.9, "{method:?}: {}", both / own);
    }
}

/// A drawn face and its copy, softened as a beauty filter does.
pub(super) fn drawn() -> (Rgb16, Rgb16, FaceState) {
    let face =
        DrawnFace::new(480, 480, 1).with_flaws(Flaws { pores_levels: 3.0, ..Flaws::none() }).held_still();
    let (picture, frame) = (face.picture(), face.frame(0));
    let original = rgb::rgb_of_frame(&frame, picture.siting, picture.weights, &picture.levels, 16);
    let copy = original.each_ref().map(|p| {
        let soft = blur::gaussian(&tile::cut(p, Rect::of(480, 480)), 0.7);
        Plane::from_fn(480, 480, |x, y| round_u16(soft.row(y)[x], 65_535.0))
    });
    (original, copy, state(1.8, [240.0, 201.0]))
}

/// A picture along a map from its pixels to those of the source.
fn moved(rgb: &Rgb16, map: &Affine, side: usize) -> Rgb16 {
    rgb.each_ref().map(|p| {
        let there = warp::warp(&tile::cut(p, Rect::of(480, 480)), map.0, side, side);
        Plane::from_fn(side, side, |x, y| round_u16(there.row(y)[x], 65_535.0))
    })
}

#[test]
fn an_original_is_laid_under_what_was_moved_or_enlarged_and_not_under_anything_else() {
    let (original, copy, state_there) = drawn();
    let there = Side { rgb: &original, faces: &[&state_there] };
    let (sin, cos) = crate::color::math::sin_cos_deg(0.4);
    let s = 1.0 / 1.015;
    for (map, side) in [
        (Affine::IDENTITY, 480),
        (Affine([s * cos, -s * sin, 2.6 + 4.0, s * sin, s * cos, -2.0 + 2.0]), 480),
        (Affine([0.5, 0.0, -0.25, 0.0, 0.5, -0.25]), 960),
    ] {
        let size = if side == 480 { 1.0 } else { 2.0 };
        let back = map.inverse().unwrap();
        let (x, y) = back.apply(240.0, 201.0);
        // Landmarks of a finder are a pixel beside.
        let here = state(1.8 * size, [x + 0.9, y - 0.7]);
        let ai = moved(&copy, &map, side);
        let wanted = Rect { x0: side / 5, y0: side / 5, x1: side * 4 / 5, y1: side * 4 / 5 };
        let laid = lay(&Side { rgb: &ai, faces: &[&here] }, &there, None, &[wanted]).unwrap();
        let face = laid.face(0).unwrap();
        assert_eq!(
            face.is_exact,
            map == Affine::IDENTITY,
            "{:?} bent {} left {}",
            face.map,
            face.bent_px,
            face.residual_px
        );
        for (x, y) in [(0.3, 0.3), (0.7, 0.35), (0.5, 0.5), (0.35, 0.7), (0.65, 0.68)] {
            let (x, y) = (x * side as f64, y * side as f64);
            let (found, want) = (face.place([x, y]), map.apply(x, y));
            let apart = (found[0] - want.0).hypot(found[1] - want.1) / f64::from(face.scale);
            assert!(apart <= 0.15, "{apart} px beside at {x}, {y} of {map:?}");
        }
        if face.is_exact {
            let cut = Rect { x0: 0, y0: 0, x1: face.rect.width(), y1: face.rect.height() };
            let there = original[1].part(face.rect);
            assert_eq!(face.rgb[1].part(cut), there, "nothing is resampled");
        }
    }
    let here = state(1.8, [240.0, 201.0]);
    let ai = Side { rgb: &copy, faces: &[&here] };
    let wanted = [Rect::of(480, 480)];
    let other = skin(4, 20.0);
    let not = lay(&ai, &Side { rgb: &other, faces: &[&state_there] }, None, &wanted);
    assert!(matches!(not, Err(NotTheSame::Different { .. })), "{not:?}");
    // Eyes on cheeks: what the pictures show agrees, what the finder says does not.
    let elsewhere = state(1.8, [240.0 + 40.0, 201.0 + 50.0]);
    let not = lay(&ai, &Side { rgb: &original, faces: &[&elsewhere] }, None, &wanted);
    assert!(matches!(not, Err(NotTheSame::Landmarks { .. })), "{not:?}");
    assert_eq!(
        lay(&Side { rgb: &copy, faces: &[] }, &ai, None, &[]),
        Err(NotTheSame::NoFace("the AI version"))
    );
}
