//! Grain that was laid is measured back; what cannot be measured is said.
#![allow(clippy::panic, reason = "a test that fails says so by panicking")]

use super::*;
use crate::clip::Shot;
use crate::demo::{DrawnFace, Flaws};
use crate::facts::ShotFacts;
use crate::px::{Subsampling, Window};
use crate::shelf::Shelf;
use crate::step::Step;
use crate::step::{Context, FaceFilter};
use std::sync::Arc;

/// A frame with a wedge of twelve greys along its upper edge, so that there are tones to tell a response by.
fn with_wedge(mut frame: Frame) -> Frame {
    let height = frame.height() / 4;
    for which in 0..3 {
        let plane = frame.plane_mut(which);
        let (wide, rows) = (plane.width(), height * plane.height() / (4 * height).max(1));
        for y in 0..rows {
            for (x, v) in plane.row_mut(y).iter_mut().enumerate() {
                let tone = 0.06 + 0.08 * (x * 12 / wide) as f32;
                *v = if which == 0 { ((16.0 + 219.0 * tone) as u16) << 8 } else { 128 << 8 };
            }
        }
    }
    frame
}

/// A drawn clip with this grain on it, measured.
fn measured(step: &Grain, face: &DrawnFace, frames: usize) -> Result<GrainMatch, NoGrain> {
    let picture = face.picture();
    let facts = ShotFacts::still(Shot { first_frame: 0, frames: 99 });
    let context = Context {
        picture: &picture,
        facts: &facts,
        seed: 3,
        faces: FaceFilter::All,
        shelf: &Shelf::default(),
    };
    let mut meter = GrainMeter::new(picture);
    for i in 0..frames {
        let clean = vec![Arc::new(with_wedge(face.frame(i)))];
        let mut out = (*clean[0]).clone();
        step.apply(&context, &Window::new(&clean, 0), &mut out);
        // As a file would hold it.
        let code = 1u32 << (16 - picture.format.bits);
        let top = 65_536 - code;
        for which in 0..3 {
            let to_code = |v: &mut u16| *v = ((u32::from(*v) + code / 2) / code * code).min(top) as u16;
            out.plane_mut(which).samples_mut().iter_mut().for_each(to_code);
        }
        meter.push(&out);
    }
    meter.finish()
}

#[test]
fn grain_that_was_laid_is_measured_back() {
    let base = Grain { amount_levels: 2.6, size_px: 2.2, chroma: 0.4, correlation: 0.5, response: 0 };
    let steps = [
        base.clone(),
        Grain { amount_levels: 1.2, size_px: 1.6, chroma: 0.25, ..base.clone() },
        Grain { amount_levels: 3.6, size_px: 3.2, correlation: 0.1, ..base.clone() },
        Grain { amount_levels: 2.0, size_px: 1.2, response: 1, ..base.clone() },
        Grain { amount_levels: 2.0, response: 2, ..base },
    ];
    let clip = DrawnFace::new(1280, 720, 6).with_flaws(Flaws::none());
    for (frames, subsampling) in [(4, Subsampling::C420), (1, Subsampling::C444)] {
        for step in &steps {
            // The colour of fine grain is finer than codes of 8 bits.
            let bits = if step.amount_levels < 1.5 { 10 } else { 8 };
            let found = measured(step, &clip.clone().with_samples(subsampling, bits), frames)
                .unwrap_or_else(|e| panic!("{step:?}, {frames}: {e}"));
            let off = |a: f32, b: f32| (a / b - 1.0).abs();
            assert!(off(found.amount_levels, step.amount_levels) < 0.15, "{frames}: {step:?} {found:?}");
            assert!(off(found.size_px, step.size_px) < 0.2, "{frames}: {step:?} {found:?}");
            assert!((found.chroma - step.chroma).abs() < 0.08, "{frames}: {step:?} {found:?}");
            assert!((found.correlation - step.correlation).abs() < 0.15, "{frames}: {step:?} {found:?}");
            assert_eq!(found.response, step.tones(), "{frames}: {step:?} {found:?}");
            assert_eq!(found.between_frames, frames > 1);
        }
    }
}

#[test]
fn what_cannot_be_measured_is_said() {
    let clip = DrawnFace::new(640, 360, 3).held_still();
    let picture = clip.picture();
    assert_eq!(GrainMeter::new(picture).finish(), Err(NoGrain::Empty));
    // Nothing but texture: checks of changing size.
    let mut frame = clip.frame(0);
    let value =
        |x: usize, y: usize| if (x * x / 90 + y * y / 70).is_multiple_of(2) { 20_000u16 } else { 44_000 };
    frame.set_plane(0, Plane::from_fn(640, 360, value));
    let mut meter = GrainMeter::new(picture);
    meter.push(&frame);
    let textured = meter.finish();
    assert!(textured.is_err(), "checks are no grain: {textured:?}");
    let mut flat = clip.frame(0);
    flat.plane_mut(0).samples_mut().fill(30_000);
    let mut meter = GrainMeter::new(picture);
    meter.push(&flat);
    assert_eq!(meter.finish(), Err(NoGrain::Clean));
    // Blotches of sixteen pixels that are new in every frame: what a codec leaves of a wall.
    let mut meter = GrainMeter::new(picture);
    for index in 0..4 {
        let mut frame = clip.frame(index);
        let key = crate::kernels::noise::key(1, 2, index);
        let plane = frame.plane_mut(0);
        crate::kernels::noise::soft_rows(key, 8.0, (0, 640), (0, 360), |y, row| {
            let blotch = |(v, &n): (&mut u16, &f32)| *v = (30_000.0 + 300.0 * n) as u16;
            plane.row_mut(y).iter_mut().zip(row).for_each(blotch);
        });
        meter.push(&frame);
    }
    assert_eq!(meter.finish(), Err(NoGrain::Coarse));
}

#[test]
fn settings_are_what_the_step_takes() {
    let found = GrainMatch {
        amount_levels: 9.0,
        size_px: 0.2,
        chroma: 0.3333,
        correlation: 0.5,
        response: Response::Sensor,
        blocks: 99,
        between_frames: true,
    };
    let texts =
        |limits| found.settings(limits).into_iter().map(|s| s.param.show(&s.value)).collect::<Vec<_>>();
    assert_eq!(texts(Limits::Hold), ["6", "0.5", "0.33", "0.5", "sensor"]);
    assert_eq!(texts(Limits::Beyond)[0], "9");
}
