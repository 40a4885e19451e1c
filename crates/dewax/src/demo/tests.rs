//! The truth about the drawn face is true.

use super::*;
use crate::kernels::blur;
use crate::kernels::tile::cut;
use crate::px::Rect;

#[test]
fn a_frame_depends_on_its_number_alone() {
    let face = DrawnFace::new(160, 120, 30).with_flaws(Flaws::plastic());
    let later = face.frame(21);
    face.frame(3);
    assert!(face.frame(21).same_picture(&later));
    let fresh = DrawnFace::new(160, 120, 30).with_flaws(Flaws::plastic());
    assert!(fresh.frame(21).same_picture(&later), "a blink must not depend on what was drawn before");
    assert!(!face.frame(22).same_picture(&later));
    assert!(!face.with_seed(2).frame(21).same_picture(&later));
}

/// Luma of frame `index` as seen from face space, in 8-bit levels.
fn in_face_space(face: &DrawnFace, index: usize) -> Plane<f32> {
    let luma = cut(face.frame(index).luma(), Rect::of(face.width(), face.height()));
    let mut seen = warp::warp(&luma, face.motion(index).0, face.width(), face.height());
    seen.samples_mut().iter_mut().for_each(|v| *v /= 256.0);
    seen
}

/// RMS of the difference on the cheeks and forehead, of what is finer than a blur of 4 px.
fn fine_difference(face: &DrawnFace, one: usize, two: usize) -> f64 {
    let (a, b) = (in_face_space(face, one), in_face_space(face, two));
    let difference = Plane::from_fn(face.width(), face.height(), |x, y| a.row(y)[x] - b.row(y)[x]);
    fine_rms(face, &difference)
}

fn fine_rms(face: &DrawnFace, plane: &Plane<f32>) -> f64 {
    let soft = blur::gaussian(plane, 4.0);
    let skin = DrawnFace::held_still(face.clone()).skin_mask(0);
    let (cx, cy) = face.middle();
    let (mut sum, mut count) = (0.0, 0.0);
    for y in 0..face.height() {
        for x in 0..face.width() {
            let (u, v) = (x as f64 - cx, y as f64 - cy);
            let near = u * u + v * v < (0.55 * f64::from(face.unit_px())).powi(2);
            if near && skin.row(y)[x] > 0.999 {
                sum += f64::from(plane.row(y)[x] - soft.row(y)[x]).powi(2);
                count += 1.0;
            }
        }
    }
    assert!(count > 1000.0);
    (sum / f64::max(count, 1.0)).sqrt()
}

#[test]
fn pores_move_with_the_skin() {
    let pores = Flaws { pores_levels: 4.0, ..Flaws::none() };
    let face = DrawnFace::new(320, 240, 40).with_flaws(pores).with_samples(Subsampling::C420, 10);
    let texture = fine_rms(&face, &in_face_space(&face, 0));
    assert!(texture > 2.0, "{texture}");
    for other in [1, 9, 33] {
        let left = fine_difference(&face, 0, other);
        assert!(left < 0.45 * texture, "frame {other}: {left} of {texture}");
    }
    // And nothing sticks that is drawn anew.
    let boil = Flaws { boil_levels: 4.0, pores_levels: 0.0, ..Flaws::none() };
    let face = DrawnFace::new(320, 240, 40).with_flaws(boil).with_samples(Subsampling::C420, 10);
    assert!(fine_difference(&face, 0, 1) > 3.0);
}

#[test]
fn flaws_have_the_strength_they_say() {
    let flat = Flaws { pores_levels: 0.0, ..Flaws::none() };
    let rms_of = |flaws: Flaws| {
        let clean =
            DrawnFace::new(640, 360, 4).held_still().with_flaws(flat).with_samples(Subsampling::C444, 16);
        let bad =
            DrawnFace::new(640, 360, 4).held_still().with_flaws(flaws).with_samples(Subsampling::C444, 16);
        let skin = clean.skin_mask(0);
        let (mut sum, mut count) = (0.0, 0.0);
        for index in 0..4 {
            let (one, two) = (clean.frame(index), bad.frame(index));
            let pairs = one.luma().samples().iter().zip(two.luma().samples()).zip(skin.samples());
            for ((a, b), _) in pairs.filter(|(_, skin)| **skin > 0.99) {
                sum += ((f64::from(*a) - f64::from(*b)) / 256.0).powi(2);
                count += 1.0;
            }
        }
        f64::sqrt(sum / count)
    };
    let boil = rms_of(Flaws { boil_levels: 2.0, ..flat });
    assert!((boil - 2.0).abs() < 0.1, "{boil}");
    let patch = rms_of(Flaws { patch_levels: 2.0, ..flat });
    assert!((patch - 2.0).abs() < 0.6, "{patch}");
    let pores = rms_of(Flaws { pores_levels: 2.0, ..flat });
    assert!((pores - 2.0).abs() < 0.1, "{pores}");
}

#[test]
fn skin_is_of_skin_colour() {
    let face = DrawnFace::new(320, 180, 2);
    let (frame, skin, levels) = (face.frame(0), face.skin_mask(0), face.picture().levels);
    let mut sums = [0.0f64; 4];
    for y in 0..180 {
        for x in (0..320).filter(|&x| skin.row(y)[x] > 0.99) {
            let luma = (f32::from(frame.luma().row(y)[x]) - levels.black) / levels.luma_span;
            let chroma = |which: usize| {
                (f32::from(frame.plane(which).row(y / 2)[x / 2]) - levels.chroma_zero) / levels.chroma_span
            };
            for (sum, v) in sums.iter_mut().zip([luma, chroma(1), chroma(2), 1.0]) {
                *sum += f64::from(v);
            }
        }
    }
    let hue = crate::color::math::angle_deg(sums[2], sums[1]);
    assert!((hue - 122.0).abs() < 4.0, "{hue}");
    assert!((0.5..0.7).contains(&(sums[0] / sums[3])), "{}", sums[0] / sums[3]);
    let share = sums[3] / (320.0 * 180.0);
    assert!((0.1..0.3).contains(&share), "{share}");
}

#[test]
fn every_size_and_depth() {
    for (w, h) in [(1, 1), (7, 5), (64, 48), (97, 55), (54, 96)] {
        for (sub, bits) in [(Subsampling::C420, 8), (Subsampling::C422, 10), (Subsampling::C444, 16)] {
            let face = DrawnFace::new(w, h, 3).with_flaws(Flaws::plastic()).with_samples(sub, bits);
            let frame = face.frame(1);
            assert_eq!((frame.width(), frame.height()), (w, h));
            let low = (1u32 << (16 - bits)) - 1;
            assert!(frame.luma().samples().iter().all(|&v| u32::from(v) & low == 0));
            assert_eq!(face.skin_mask(1).width(), w);
        }
    }
}
