//! What to do when a result does not hold: the steps that can have done it are weakened, shot by shot and face by face, and in
//! the end left out. What a user pinned stays as it is.

use super::{Cause, Fault, FrameProof, SkinProof};
use crate::recipe::{FaceStack, RecipeShot};
use crate::stack::{Setting, Stack};
use crate::step::{Step, Touches};
use crate::steps::STEPS;
use crate::steps::balance::Balance;
use crate::steps::calm::Calm;
use crate::steps::finish::Finish;
use crate::steps::grain::Grain;
use crate::steps::skin_grain::SkinGrain;
use crate::steps::texture_contrast::TextureContrast;

/// After so many rounds nothing is left to be weakened: twice by half, then off.
pub const MOST_ROUNDS: usize = 3;

/// The steps that can bring about what was seen, the likeliest first.
fn suspects(cause: Cause) -> &'static [&'static str] {
    match cause {
        Cause::Sharpened => &[TextureContrast::NAME, Finish::NAME],
        Cause::Noise => &[SkinGrain::NAME, Grain::NAME],
        Cause::Colour | Cause::Surroundings => &[Balance::NAME],
        Cause::Seam => &[TextureContrast::NAME, SkinGrain::NAME, Calm::NAME],
        _ => &[Calm::NAME],
    }
}

/// Weakens in a shot what can have brought about its faults, in the given round (from 0). What was changed, in words; nothing
/// when no step of the recipe can have done it.
pub fn back_off(
    shot: &mut RecipeShot,
    frame: &FrameProof,
    skin: &[SkinProof],
    round: usize,
    pinned: &[Setting],
) -> Vec<String> {
    let share = if round + 1 >= MOST_ROUNDS { 0.0 } else { 0.5 };
    let mut said = Vec::new();
    for fault in &frame.faults {
        weaken(shot, None, fault, share, pinned, &mut said);
    }
    let one_face = skin.len() < 2;
    for proof in skin {
        // The only skin of a shot is the shot.
        let face = Some(proof.face).filter(|id| *id > 0 && !one_face);
        for fault in &proof.faults {
            weaken(shot, face, fault, share, pinned, &mut said);
        }
    }
    said
}

fn weaken(
    shot: &mut RecipeShot,
    face: Option<u32>,
    fault: &Fault,
    share: f32,
    pinned: &[Setting],
    said: &mut Vec<String>,
) {
    let held = |step: &str, param: &str| {
        let concerns = |s: &Setting| s.face.is_none() || s.face == face;
        pinned.iter().any(|s| concerns(s) && s.step == step && s.param == param)
    };
    let now = |stack: &Stack, name: &str| stack.step(name).is_some_and(|s| !s.is_neutral());
    // When none of the suspects runs, anything that is bound to the skin can have done it.
    let likely = suspects(fault.cause);
    let stack = own_stack(shot, face);
    let running: Vec<&str> = likely.iter().copied().filter(|name| now(stack, name)).collect();
    let any = || STEPS.iter().filter(|e| e.touches == Touches::Skin).map(|e| e.name);
    let names = if running.is_empty() { any().filter(|n| now(stack, n)).collect() } else { running };
    for name in names {
        let of_frame = STEPS.iter().any(|e| e.name == name && e.touches == Touches::Frame);
        // A step of the whole frame has one strength for all faces.
        let whose = face.filter(|_| !of_frame);
        let place = whose.map_or(String::new(), |id| format!("face{id}."));
        let line = format!("{place}{name} weakened: {}", fault.cause.words());
        if said.contains(&line) {
            continue;
        }
        let mut changed = stack_of(shot, whose).weaken(name, share, |param| held(name, param));
        if whose.is_none() {
            for own in &mut shot.faces {
                changed |= own.stack.weaken(name, share, |param| held(name, param));
            }
        }
        if changed {
            said.push(line);
        }
    }
}

/// The values that hold for a face.
fn own_stack(shot: &RecipeShot, face: Option<u32>) -> &Stack {
    let own = face.and_then(|id| shot.faces.iter().find(|f| f.id == id));
    own.map_or(&shot.stack, |f| &f.stack)
}

/// The same, to be changed: a face gets values of its own.
fn stack_of(shot: &mut RecipeShot, face: Option<u32>) -> &mut Stack {
    let Some(id) = face else { return &mut shot.stack };
    let at = shot.faces.iter().position(|f| f.id == id).unwrap_or_else(|| {
        shot.faces.push(FaceStack::like(&shot.stack, id));
        shot.faces.len() - 1
    });
    &mut shot.faces[at].stack
}
