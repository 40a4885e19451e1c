//! A retouch that mends holds, one that harms does not, and what lies beside it is judged as ever.

use super::*;
use crate::clip::Shot;
use crate::px::Mask;
use crate::stack::Stack;

const SIZE: usize = 96;

fn picture() -> Picture {
    Picture::usual(SIZE, SIZE)
}

/// Skin of fine texture with a place of another brightness and roughness.
fn frame(by_levels: f32, rough: f32) -> Frame {
    let mut frame = Frame::new(&picture().format, 6);
    for y in 0..SIZE {
        for x in 0..SIZE {
            let inside = (x as f32 - 48.0).hypot(y as f32 - 48.0) < 13.0;
            let texture = if (x + y) % 2 == 0 { 2.0 } else { -2.0 };
            let v = 120.0 + if inside { by_levels + rough * texture } else { texture };
            frame.plane_mut(0).row_mut(y)[x] = (v * LEVEL) as u16;
        }
    }
    frame.plane_mut(1).samples_mut().fill(29_000);
    frame.plane_mut(2).samples_mut().fill(38_000);
    let weights = Plane::filled(SIZE / 2, SIZE / 2, 1.0);
    frame.skin = Some(Arc::new(Mask { weights, step_px: 2, roi: Rect::of(SIZE, SIZE) }));
    frame
}

fn judged(source: &Frame, result: &Frame) -> (Retouched, Vec<Fault>, (Frame, Frame)) {
    let weights = Plane::from_fn(40, 40, |x, y| {
        let far = (x as f32 - 20.0).hypot(y as f32 - 20.0);
        ((16.0 - far) / 4.0).clamp(0.0, 1.0)
    });
    let touched = Touched { part: Rect { x0: 28, y0: 28, x1: 68, y1: 68 }, weights, is_face: false };
    let mut retouches = Retouches::NONE;
    retouches.note(&picture(), source, result, &[&touched]);
    let mut spared = result.clone();
    put_back(&touched, source, &mut spared);
    let (told, faults) = retouches.finish();
    (told.unwrap(), faults, (source.clone(), spared))
}

#[test]
fn what_mends_holds_and_is_said_with_its_frames_and_its_share() {
    let (told, faults, (source, spared)) = judged(&frame(-30.0, 1.0), &frame(0.0, 1.0));
    assert!(faults.is_empty(), "{faults:?}");
    assert!(told.stands_out_de.0 > 6.0 && told.stands_out_de.1 < 0.5, "{told:?}");
    assert!(told.words().starts_with("touched in frames 6, at most 6."), "{}", told.words());
    assert!(spared.same_picture(&source), "what was put is not judged as a change of the picture");
}

#[test]
fn what_harms_does_not_hold() {
    let causes =
        |result: &Frame| judged(&frame(0.0, 1.0), result).1.iter().map(|f| f.cause).collect::<Vec<_>>();
    assert_eq!(causes(&frame(9.0, 1.0)), [Cause::Replaced]);
    assert_eq!(causes(&frame(0.0, 0.1)), [Cause::Unnatural]);
    assert!(causes(&frame(0.0, 0.9)).is_empty());
}

#[test]
fn of_a_recipe_without_retouches_nothing_is_said() {
    let shot =
        RecipeShot { shot: Shot { first_frame: 0, frames: 9 }, stack: Stack::neutral(), faces: Vec::new() };
    let mut none = Retouches::of(&shot);
    let (source, facts) = (frame(0.0, 1.0), ShotFacts::still(shot.shot));
    assert!(none.push(&picture(), &facts, &source, &source).is_none());
    assert_eq!(none.finish(), (None, Vec::new()));
}
