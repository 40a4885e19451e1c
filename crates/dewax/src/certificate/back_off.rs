//! What to do when a result does not hold: the steps that can have done it are weakened, shot by shot and face by face, and in
//! the end left out. What a user pinned stays as it is.

use super::{Cause, Fault, FrameProof, SkinProof};
use crate::param::Param;
use crate::recipe::{FaceStack, RecipeShot};
use crate::stack::{Setting, Stack};
use crate::step::Touches;
use crate::steps::STEPS;

/// After so many rounds nothing is left to be weakened: twice by half, then off.
pub const MOST_ROUNDS: usize = 3;

/// The steps that can bring about what was seen, by what they say themselves, the likeliest first.
fn suspects_of(cause: Cause, in_skin: bool) -> Vec<&'static str> {
    let blamed = STEPS.iter().filter_map(|e| Some((e.blamed_for(cause, in_skin)?, e.name)));
    let mut blamed: Vec<(u8, &'static str)> = blamed.collect();
    blamed.sort_by_key(|(likelier, _)| *likelier);
    blamed.into_iter().map(|(_, name)| name).collect()
}

/// Leaves a shot alone but for what is pinned: when no weaker treatment holds. Whether anything changed.
pub fn leave_alone(shot: &mut RecipeShot, pinned: &[Setting]) -> bool {
    let mut round = Round { shot, share: 0.0, pinned, done: Vec::new(), said: Vec::new() };
    for name in STEPS.iter().filter(|e| e.touches != Touches::Mask).map(|e| e.name) {
        round.weaken_step(None, name, "");
    }
    !round.said.is_empty()
}

/// What a rendering was judged by.
#[derive(Clone, Copy, Debug)]
pub struct Proofs<'a> {
    /// The whole picture.
    pub frame: &'a FrameProof,
    /// The skin, per face.
    pub skin: &'a [SkinProof],
}

impl Proofs<'_> {
    pub(super) fn holds(self) -> bool {
        self.frame.holds && self.skin.iter().all(|s| s.holds)
    }

    fn all(&self) -> impl Iterator<Item = &Fault> {
        self.frame.faults.iter().chain(self.skin.iter().flat_map(|s| &s.faults))
    }

    /// How much does not hold.
    pub(super) fn faults(self) -> usize {
        self.all().count()
    }

    /// What a step did without which there are these faults instead, in words.
    pub(super) fn gone(self, without: Proofs<'_>) -> &'static str {
        let stays = |cause: Cause| without.all().any(|f| f.cause == cause);
        let gone = self.all().find(|f| !stays(f.cause)).or_else(|| self.all().next());
        gone.map_or("", |fault| fault.cause.words())
    }
}

/// A step or a part of it that may be taken out: of one face, or of the shot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The face; the whole shot when not given.
    pub(super) face: Option<u32>,
    /// The step.
    pub(super) step: &'static str,
    /// The parameter that is the strength of the part (see [`Step::PARTS`]); the whole step when not given.
    pub(super) part: Option<&'static str>,
}

impl Unit {
    /// The shot with `share` of its strength left; none where that changes nothing, as of what is pinned.
    pub(super) fn weakened(self, shot: &RecipeShot, share: f32, pinned: &[Setting]) -> Option<RecipeShot> {
        let mut made = shot.clone();
        let mut round = Round { shot: &mut made, share, pinned, done: Vec::new(), said: Vec::new() };
        round.weaken_part(self.face, self.step, self.part, "");
        let is_changed = !round.said.is_empty();
        is_changed.then_some(made)
    }

    /// What was done with it and why, for people.
    pub(super) fn said(self, how: &str, why: &str) -> String {
        let place = self.face.map_or(String::new(), |id| format!("face{id}."));
        format!("{place}{}{} {how} ({why})", self.step, of_part(self.part))
    }
}

/// The name of a part behind that of its step.
fn of_part(part: Option<&str>) -> String {
    part.map_or(String::new(), |part| format!(".{part}"))
}

/// The steps of a shot that can have brought about its faults, the likeliest first, and then all others that run: which one it
/// was only trying tells. The parts of a step come before it, where more than one runs.
pub(super) fn suspects(shot: &RecipeShot, seen: Proofs<'_>) -> Vec<Unit> {
    let mut shot = shot.clone();
    let round = Round { shot: &mut shot, share: 0.0, pinned: &[], done: Vec::new(), said: Vec::new() };
    let mut all: Vec<Unit> = Vec::new();
    let mut add = |face: Option<u32>, step: &'static str| {
        let of_frame = STEPS.iter().any(|e| e.name == step && e.touches == Touches::Frame);
        let unit = Unit { face: face.filter(|_| !of_frame), step, part: None };
        if round.runs(unit.face, step) && !all.contains(&unit) {
            let parts = STEPS.iter().filter(|e| e.name == step).flat_map(|e| e.parts);
            let parts: Vec<Unit> = parts
                .map(|part| Unit { part: Some(part), ..unit })
                .filter(|part| part.weakened(round.shot, 0.0, &[]).is_some())
                .collect();
            let several = parts.len() > 1;
            all.extend(parts.into_iter().filter(|_| several).chain([unit]));
        }
    };
    let one_face = seen.skin.len() < 2;
    let whose = |proof: &SkinProof| Some(proof.face).filter(|id| *id > 0 && !one_face);
    for fault in &seen.frame.faults {
        suspects_of(fault.cause, false).into_iter().for_each(|step| add(None, step));
    }
    for proof in seen.skin {
        for fault in &proof.faults {
            suspects_of(fault.cause, true).into_iter().for_each(|step| add(whose(proof), step));
        }
    }
    for entry in STEPS.iter().filter(|e| e.touches != Touches::Mask) {
        seen.skin.iter().filter(|p| !p.holds).for_each(|proof| add(whose(proof), entry.name));
        add(None, entry.name);
    }
    all
}

/// Takes everything that is bound to the skin out of a shot but for what is pinned. Whether anything changed.
pub fn rest_skin(shot: &mut RecipeShot, pinned: &[Setting]) -> bool {
    let mut round = Round { shot, share: 0.0, pinned, done: Vec::new(), said: Vec::new() };
    for entry in STEPS.iter().filter(|e| e.touches == Touches::Skin) {
        round.weaken_step(None, entry.name, "");
    }
    !round.said.is_empty()
}

/// One round of weakening a shot.
struct Round<'a> {
    shot: &'a mut RecipeShot,
    /// What is left of a strength.
    share: f32,
    pinned: &'a [Setting],
    /// What was weakened already, and for whom.
    done: Vec<(Option<u32>, &'static str)>,
    said: Vec<String>,
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
    let mut round = Round { shot, share, pinned, done: Vec::new(), said: Vec::new() };
    for fault in &frame.faults {
        round.weaken(None, fault, &suspects_of(fault.cause, false));
    }
    let one_face = skin.len() < 2;
    for proof in skin {
        // The only skin of a shot is the shot.
        let face = Some(proof.face).filter(|id| *id > 0 && !one_face);
        for fault in &proof.faults {
            round.weaken(face, fault, &suspects_of(fault.cause, true));
        }
    }
    round.said
}

impl Round<'_> {
    fn weaken(&mut self, face: Option<u32>, fault: &Fault, suspects: &[&'static str]) {
        let running: Vec<&'static str> =
            suspects.iter().copied().filter(|name| self.runs(face, name)).collect();
        // When none of the suspects runs, anything that is bound to the skin can have done it.
        let any = STEPS.iter().filter(|e| e.touches == Touches::Skin).map(|e| e.name);
        let names = if running.is_empty() { any.filter(|n| self.runs(face, n)).collect() } else { running };
        for name in names {
            self.weaken_step(face, name, fault.cause.words());
        }
    }

    fn weaken_step(&mut self, face: Option<u32>, name: &'static str, why: &str) {
        self.weaken_part(face, name, None, why);
    }

    /// Weakens a step, or one part of it.
    fn weaken_part(&mut self, face: Option<u32>, name: &'static str, part: Option<&'static str>, why: &str) {
        let of_frame = STEPS.iter().any(|e| e.name == name && e.touches == Touches::Frame);
        // A step of the whole frame has one strength for all faces.
        let whose = face.filter(|_| !of_frame);
        if self.done.contains(&(whose, name)) || self.done.contains(&(None, name)) {
            return;
        }
        let (share, pinned) = (self.share, self.pinned);
        let held = |of: Option<u32>, param: &Param| {
            let concerns = |s: &Setting| s.face.is_none() || s.face == of;
            if part.is_some_and(|part| part != param.name) {
                return true;
            }
            pinned.iter().any(|s| concerns(s) && s.step == name && s.param.name == param.name)
        };
        let mut changed = stack_of(self.shot, whose).weaken(name, share, |param| held(whose, param));
        if whose.is_none() {
            for own in &mut self.shot.faces {
                let id = Some(own.id);
                changed |= own.stack.weaken(name, share, |param| held(id, param));
            }
        }
        if changed {
            self.done.push((whose, name));
            let place = whose.map_or(String::new(), |id| format!("face{id}."));
            let how = if share > 0.0 { "weakened" } else { "left out" };
            self.said.push(format!("{place}{name}{} {how} ({why})", of_part(part)));
        }
    }

    /// Whether a step does something for a face, or in the shot at all.
    fn runs(&self, face: Option<u32>, name: &str) -> bool {
        let now = |stack: &Stack| stack.step(name).is_some_and(|s| !s.is_neutral());
        let own = face.and_then(|id| self.shot.faces.iter().find(|f| f.id == id));
        match own {
            Some(own) => now(&own.stack),
            None => {
                now(&self.shot.stack) || (face.is_none() && self.shot.faces.iter().any(|f| now(&f.stack)))
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Shot;
    use crate::param::Value;

    fn frame() -> FrameProof {
        FrameProof { holds: true, ..FrameProof::default() }
    }

    fn skin(face: u32, causes: &[Cause]) -> SkinProof {
        SkinProof {
            shot: 0,
            face,
            pairs: 5,
            sticky_before: [1.0; 3],
            sticky_after: [1.0; 3],
            sticky_db: [None; 3],
            kept_db: [None; 3],
            asked_db: 0.0,
            detail_percent: None,
            boil: (0.0, 0.0),
            patch: (0.0, 0.0),
            ghost: None,
            on_screen_levels: None,
            not_judged: None,
            added_evenness: None,
            skew: None,
            regions: Vec::new(),
            holds: causes.is_empty(),
            faults: causes.iter().map(|&cause| Fault { cause, seen: String::new() }).collect(),
        }
    }

    fn shot() -> RecipeShot {
        let mut stack = Stack::neutral();
        for name in ["calm", "texture.contrast"] {
            stack.take_step(name, &Stack::defaults()).unwrap_or_default();
        }
        RecipeShot { shot: Shot { first_frame: 0, frames: 9 }, stack, faces: Vec::new() }
    }

    fn number(stack: &Stack, step: &str, param: &str) -> f32 {
        match stack.step(step).and_then(|s| s.get(param)) {
            Some(Value::F(v)) => v,
            _ => f32::NAN,
        }
    }

    #[test]
    fn what_did_it_is_halved_twice_and_then_left_out() {
        let (mut shot, waxed) = (shot(), [skin(1, &[Cause::Waxed])]);
        for (round, left) in [(0, 0.5), (1, 0.25), (2, 0.0)] {
            let said = back_off(&mut shot, &frame(), &waxed, round, &[]);
            assert_eq!(said.len(), 1, "{said:?}");
            assert_eq!(number(&shot.stack, "calm", "amount"), left);
        }
        assert_eq!(number(&shot.stack, "texture.contrast", "amount"), 0.25);
        // Nothing is left that can have done it but what lifts texture; after that there is nothing to say.
        assert_eq!(back_off(&mut shot, &frame(), &waxed, 2, &[]).len(), 1);
        assert!(back_off(&mut shot, &frame(), &waxed, 2, &[]).is_empty());
        assert!(shot.running().is_empty());
    }

    #[test]
    fn a_dehalo_that_widens_contours_is_weakened() {
        let mut shot = shot();
        shot.stack.take_step("dehalo", &Stack::defaults()).unwrap_or_default();
        let faults = vec![Fault { cause: Cause::Blurred, seen: String::new() }];
        let blurred = FrameProof { holds: false, faults, ..FrameProof::default() };
        back_off(&mut shot, &blurred, &[], 0, &[]);
        assert_eq!(number(&shot.stack, "dehalo", "amount"), 0.5);
        assert_eq!(number(&shot.stack, "dehalo", "sharpened"), 1.0, "what was measured stays");
    }

    #[test]
    fn a_pinned_face_stays_when_the_shot_is_weakened() {
        let mut shot = shot();
        shot.faces.push(FaceStack::like(&shot.stack, 1));
        let pinned: Vec<Setting> = "face1.calm.amount=1".parse().into_iter().collect();
        // Two faults that calm can have brought about halve it once.
        back_off(&mut shot, &frame(), &[skin(1, &[Cause::Waxed, Cause::Flicker])], 0, &pinned);
        assert_eq!(number(&shot.stack, "calm", "amount"), 0.5);
        assert_eq!(number(&shot.faces[0].stack, "calm", "amount"), 1.0);
    }

    #[test]
    fn a_face_is_weakened_alone_and_pinned_values_stay() {
        let mut shot = shot();
        let faces = [skin(1, &[]), skin(2, &[Cause::Sharpened])];
        let texts = ["texture.contrast.curve=0.04", "face2.texture.contrast.curve=0.04"];
        let pinned: Vec<Setting> = texts.iter().flat_map(|text| text.parse()).collect();
        back_off(&mut shot, &frame(), &faces, 0, &pinned);
        assert_eq!(number(&shot.stack, "texture.contrast", "amount"), 0.25);
        assert_eq!(shot.faces.len(), 1);
        let own = &shot.faces[0];
        assert_eq!((own.id, number(&own.stack, "texture.contrast", "amount")), (2, 0.125));
        assert_eq!(
            number(&own.stack, "texture.contrast", "curve"),
            number(&shot.stack, "texture.contrast", "curve")
        );
    }
}
