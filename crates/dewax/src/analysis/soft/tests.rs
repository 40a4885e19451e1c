//! What is soft for some frames, and what is none, on a textured face.

use super::*;
use crate::kernels::blur;
use crate::kernels::noise::{key, normal_row};
use crate::px::{Format, LEVEL, Mask, Plane, Subsampling};
use bands::{lost_db, sigma_of};

const SIDE: usize = 160;
const FRAMES: usize = 40;

/// The runs of a face that is blurred by `sigma` in each frame and goes `step_px` to the right.
fn found(sigma: impl Fn(usize) -> f32, step_px: usize) -> Vec<SoftRun> {
    let format = Format { width: SIDE, height: SIDE, subsampling: Subsampling::C420, bits: 8, alpha: false };
    let mut texture: Plane<f32> = Plane::new(SIDE + FRAMES * step_px, SIDE);
    for y in 0..SIDE {
        normal_row(key(9, 0, 0), y as i32, 0, texture.row_mut(y));
    }
    let texture = blur::gaussian(&texture, 1.0);
    let mut seeker = SoftSeeker::default();
    for n in 0..FRAMES {
        let from = (FRAMES - n) * step_px;
        let own = Plane::from_fn(SIDE, SIDE, |x, y| 120.0 + 30.0 * texture.row(y)[x + from]);
        let own = if sigma(n) > 0.0 { blur::gaussian(&own, sigma(n)) } else { own };
        let mut frame = Frame::new(&format, n);
        frame
            .plane_mut(0)
            .samples_mut()
            .iter_mut()
            .zip(own.samples())
            .for_each(|(s, v)| *s = (v * LEVEL) as u16);
        let points = (0..400).map(|i| {
            [40.0 + 4.0 * (i % 20) as f32 + (n * step_px) as f32 % 8.0, 40.0 + 4.0 * (i / 20) as f32]
        });
        let mask =
            Mask { weights: Plane::filled(80, 80, 1.0), step_px: 2, roi: crate::px::Rect::of(SIDE, SIDE) };
        let subject = Subject { face: 1, iod_px: 45.0, mask, points: points.collect(), eyes: Vec::new() };
        seeker.push(&frame, &[subject]);
    }
    let face = seeker.faces.remove(0);
    runs::of_face(1, 0, &face.seen, FRAMES)
}

#[test]
fn soft_frames_are_found_with_their_blur() {
    for sigma in [2.0, 3.0, 4.0] {
        let runs = found(|n| if (15..20).contains(&n) { sigma } else { 0.0 }, 0);
        assert_eq!(runs.len(), 1, "{runs:?}");
        assert_eq!((runs[0].first_frame, runs[0].last_frame), (15, 19));
        assert!((0.5 * sigma..1.6 * sigma).contains(&runs[0].most_sigma_px()), "{runs:?}");
        assert_eq!((runs[0].before.first(), runs[0].behind.first()), (Some(&14), Some(&20)));
    }
}

#[test]
fn what_is_soft_throughout_or_for_long_or_slowly_is_none() {
    assert_eq!(found(|_| 3.0, 0), [], "a clip of only soft frames");
    assert_eq!(found(|n| if n >= 20 { 3.0 } else { 0.0 }, 0), [], "focus that is lost");
    assert_eq!(found(|n| if (10..30).contains(&n) { 3.0 } else { 0.0 }, 0), [], "half a second and more");
    let slowly = |n: usize| (3.0 - 0.25 * (n as f32 - 20.0).abs()).max(0.0);
    assert_eq!(found(slowly, 0), [], "focus that breathes");
    assert_eq!(found(|n| 0.3 * ((n % 3) as f32), 0), [], "a codec's frames of other kinds");
}

#[test]
fn what_a_blur_takes_is_known_both_ways() {
    for band in 0..bands::BANDS {
        assert!(lost_db(band, 0.0).abs() < 0.01);
        for sigma in [1.0, 2.0, 4.0] {
            assert!((sigma_of(band, lost_db(band, sigma) + 0.01) - sigma).abs() < 0.11, "{band} {sigma}");
        }
    }
}
