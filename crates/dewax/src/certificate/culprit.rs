//! Which step did the harm: steps, and the parts of those that have parts, are taken out one at a time, and the largest set that holds stays. A pure search; rendering and
//! judging are the caller's.

use super::back_off::{Proofs, Unit, suspects};
use crate::flaw::{BOIL_FLOOR_LEVELS, FLICKER_FLOOR_PERCENT, Flaw, HALO_PERCENT, PATCH_FLOOR_LEVELS};
use crate::recipe::RecipeShot;
use crate::stack::Setting;
use crate::step::AnyStep;

/// So many renderings are made at most: what does not hold by then is left alone.
const MOST_TRIES: usize = 16;
/// A repair that leaves more than this of its flaw is none.
const MOST_LEFT: f32 = 0.9;

/// What the search ends with.
#[derive(Clone, Debug)]
pub struct Search<T> {
    /// The recipe of the shot.
    pub shot: RecipeShot,
    /// What it was judged by.
    pub tried: T,
    /// How often the shot was rendered.
    pub rounds: usize,
    /// What was taken out or weakened, and why, in words.
    pub changes: Vec<String>,
}

/// Finds the most of a recipe that holds. `judge` renders and judges; `of` reads what it says.
///
/// # Errors
/// Those of `judge`.
pub fn search<T, E>(
    shot: &RecipeShot,
    pinned: &[Setting],
    mut judge: impl FnMut(&RecipeShot) -> Result<T, E>,
    of: impl Fn(&T) -> Proofs<'_>,
) -> Result<Search<T>, E> {
    let mut found = Search { shot: shot.clone(), tried: judge(shot)?, rounds: 1, changes: Vec::new() };
    while !of(&found.tried).holds() && found.rounds < MOST_TRIES {
        // Without each of them in turn, the likeliest first: the first that lets the rest hold did it.
        let mut best: Option<(usize, Unit, RecipeShot, T)> = None;
        let now = of(&found.tried).faults();
        for unit in suspects(&found.shot, of(&found.tried)) {
            if found.rounds >= MOST_TRIES {
                break;
            }
            let Some(without) = unit.weakened(&found.shot, 0.0, pinned) else { continue };
            let tried = judge(&without)?;
            found.rounds += 1;
            let (left, holds) = (of(&tried).faults(), of(&tried).holds());
            // A part without which as much is wrong had no share in it: the whole step is asked next.
            let may_be = unit.part.is_none() || left < now;
            if may_be && best.as_ref().is_none_or(|b| left < b.0) {
                best = Some((left, unit, without, tried));
            }
            if holds {
                break;
            }
        }
        let Some((left, unit, without, tried)) = best else { break };
        let did = of(&found.tried).gone(of(&tried));
        // Half of it may do no harm.
        let half = unit.weakened(&found.shot, 0.5, pinned).filter(|_| left == 0 && found.rounds < MOST_TRIES);
        let half = half.map(|half| judge(&half).map(|tried| (half, tried))).transpose()?;
        found.rounds += usize::from(half.is_some());
        match half.filter(|(_, tried)| of(tried).holds()) {
            Some((half, tried)) => {
                found.changes.push(unit.said("weakened", did));
                (found.shot, found.tried) = (half, tried);
            }
            None => {
                found.changes.push(unit.said("left out", did));
                (found.shot, found.tried) = (without, tried);
            }
        }
    }
    without_idle(&mut found, pinned, &mut judge, &of)?;
    Ok(found)
}

/// Takes out what holds but does not lessen the flaw that it is there for.
fn without_idle<T, E>(
    found: &mut Search<T>,
    pinned: &[Setting],
    judge: &mut impl FnMut(&RecipeShot) -> Result<T, E>,
    of: &impl Fn(&T) -> Proofs<'_>,
) -> Result<(), E> {
    for step in idle(&found.shot, of(&found.tried)) {
        let unit = Unit { face: None, step, part: None };
        let Some(without) = unit.weakened(&found.shot, 0.0, pinned) else { continue };
        let tried = judge(&without)?;
        found.rounds += 1;
        if of(&tried).holds() || !of(&found.tried).holds() {
            found.changes.push(unit.said("left out", "it did not lessen what it treats"));
            (found.shot, found.tried) = (without, tried);
        }
    }
    Ok(())
}

/// The repairs that run and leave every flaw that they are there for as it was.
fn idle(shot: &RecipeShot, seen: Proofs<'_>) -> Vec<&'static str> {
    let is_idle = |step: &dyn AnyStep| {
        let treated = FLAWS.iter().filter(|flaw| step.treats(**flaw));
        let mut figures = treated.flat_map(|flaw| before_and_after(*flaw, shot, seen)).peekable();
        figures.peek().is_some() && figures.all(|(was, is)| is > MOST_LEFT * was)
    };
    let running = shot.running();
    let steps = running.iter().filter_map(|name| Some((*name, shot.stack.step(name)?)));
    steps.filter(|(_, step)| is_idle(*step)).map(|(name, _)| name).collect()
}

/// The flaws that are measured in a result as they are in its source.
const FLAWS: [Flaw; 5] = [Flaw::Boil, Flaw::Patch, Flaw::Exposure, Flaw::Halo, Flaw::Breath];

/// How large a flaw was and is, wherever it was large enough to count.
fn before_and_after(flaw: Flaw, shot: &RecipeShot, seen: Proofs<'_>) -> Vec<(f32, f32)> {
    let counted = |floor: f32| move |f: &(f32, f32)| f.0 >= floor;
    match flaw {
        Flaw::Boil => {
            // Grain is new in every frame, too: what was laid on after the repair is not the flaw.
            let asks = shot.stack.steps().iter().map(|s| s.asks());
            let laid = asks.fold(0.0f32, |sum, a| sum.hypot(a.noise_levels).hypot(a.skin_noise_levels));
            let own = |is: f32| (is * is - laid * laid).max(0.0).sqrt();
            let boil = seen.skin.iter().map(|s| (s.boil.0, own(s.boil.1)));
            boil.filter(counted(BOIL_FLOOR_LEVELS)).collect()
        }
        Flaw::Patch => seen.skin.iter().map(|s| s.patch).filter(counted(PATCH_FLOOR_LEVELS)).collect(),
        Flaw::Exposure => {
            Some(seen.frame.exposure).filter(counted(FLICKER_FLOOR_PERCENT)).into_iter().collect()
        }
        Flaw::Halo => seen.frame.halo_percent.filter(counted(HALO_PERCENT)).into_iter().collect(),
        Flaw::Breath => seen.frame.breath_percent.into_iter().collect(),
        Flaw::Drift | Flaw::Join | Flaw::Limbs | Flaw::Porcelain => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cause, Fault, FrameProof};
    use super::*;
    use crate::clip::Shot;
    use crate::param::Value;
    use crate::stack::Stack;

    fn shot(steps: &[&str]) -> RecipeShot {
        let mut stack = Stack::neutral();
        for name in steps {
            stack.take_step(name, &Stack::defaults()).unwrap_or_default();
        }
        RecipeShot { shot: Shot { first_frame: 0, frames: 9 }, stack, faces: Vec::new() }
    }

    fn amount(shot: &RecipeShot, step: &str) -> f32 {
        number(shot, step, "amount")
    }

    fn number(shot: &RecipeShot, step: &str, param: &str) -> f32 {
        match shot.stack.step(step).and_then(|s| s.get(param)) {
            Some(Value::F(v)) => v,
            _ => f32::NAN,
        }
    }

    fn proofs(frame: &FrameProof) -> Proofs<'_> {
        Proofs { frame, skin: &[] }
    }

    /// A world in which a step at more than `most` makes a fault of this cause.
    fn world(harms: &'static [(&'static str, f32, Cause)]) -> impl Fn(&RecipeShot) -> Result<FrameProof, ()> {
        move |shot| {
            let guilty = harms.iter().filter(|(step, most, _)| amount(shot, step) > *most);
            let faults: Vec<Fault> =
                guilty.map(|(_, _, cause)| Fault { cause: *cause, seen: String::new() }).collect();
            Ok(FrameProof { holds: faults.is_empty(), faults, ..FrameProof::default() })
        }
    }

    fn searched(
        steps: &[&str],
        harms: &'static [(&'static str, f32, Cause)],
        pinned: &[Setting],
    ) -> Search<FrameProof> {
        search(&shot(steps), pinned, world(harms), proofs).unwrap()
    }

    #[test]
    fn the_step_that_did_it_goes_and_the_others_stay_as_they_were() {
        // A seam that dehalo makes, which nobody would suspect of it.
        let steps = ["dehalo", "calm", "texture.contrast"];
        let found = searched(&steps, &[("dehalo", 0.0, Cause::Seam)], &[]);
        assert!(found.tried.holds);
        assert_eq!(found.shot.running(), ["calm", "texture.contrast"]);
        assert_eq!(amount(&found.shot, "calm"), amount(&shot(&steps), "calm"));
        assert_eq!(found.changes.len(), 1, "{:?}", found.changes);
        assert!(found.changes[0].starts_with("dehalo left out"), "{:?}", found.changes);
    }

    #[test]
    fn half_of_a_step_that_does_no_harm_stays() {
        let found = searched(&["dehalo", "calm"], &[("calm", 0.6, Cause::Waxed)], &[]);
        assert_eq!((amount(&found.shot, "calm"), amount(&found.shot, "dehalo")), (0.5, 1.0));
        assert!(found.changes[0].starts_with("calm.amount weakened"), "{:?}", found.changes);
    }

    #[test]
    fn of_a_step_with_parts_only_the_part_goes_that_did_it() {
        let one = |harmful: &'static str| {
            move |shot: &RecipeShot| -> Result<FrameProof, ()> {
                let is_on = number(shot, "calm", harmful) > 0.6;
                let faults: Vec<Fault> = is_on
                    .then(|| Fault { cause: Cause::Unnatural, seen: String::new() })
                    .into_iter()
                    .collect();
                Ok(FrameProof { holds: faults.is_empty(), faults, ..FrameProof::default() })
            }
        };
        for (harmful, other) in [("patch", "amount"), ("amount", "patch")] {
            let found = search(&shot(&["dehalo", "calm"]), &[], one(harmful), proofs).unwrap();
            assert!(found.tried.holds);
            let number = |param: &str| number(&found.shot, "calm", param);
            assert_eq!((number(harmful), number(other)), (0.5, 1.0), "half of {harmful} does no harm");
            assert_eq!(found.shot.running(), ["dehalo", "calm"]);
            let said = format!("calm.{harmful} weakened");
            assert!(found.changes.len() == 1 && found.changes[0].starts_with(&said), "{:?}", found.changes);
        }
        // What is pinned stays, and so does the rest where the other part did it.
        let pinned: Vec<Setting> = "calm.patch=1".parse().into_iter().collect();
        let found = search(&shot(&["calm"]), &pinned, one("patch"), proofs).unwrap();
        assert!(!found.tried.holds && number(&found.shot, "calm", "patch") == 1.0);
        // Where either does it the whole step goes.
        let either = |shot: &RecipeShot| -> Result<FrameProof, ()> {
            let is_on = shot.running().contains(&"calm");
            let faults: Vec<Fault> =
                is_on.then(|| Fault { cause: Cause::Waxed, seen: String::new() }).into_iter().collect();
            Ok(FrameProof { holds: !is_on, faults, ..FrameProof::default() })
        };
        let found = search(&shot(&["dehalo", "calm"]), &[], either, proofs).unwrap();
        assert_eq!(found.shot.running(), ["dehalo"]);
        assert!(found.changes[0].starts_with("calm left out"), "{:?}", found.changes);
    }

    #[test]
    fn two_that_do_harm_both_go_and_pinned_ones_stay() {
        let harms = &[("dehalo", 0.0, Cause::Blurred), ("calm", 0.0, Cause::Waxed)];
        let found = searched(&["dehalo", "calm", "texture.contrast"], harms, &[]);
        assert!(found.tried.holds && amount(&found.shot, "calm") == 0.0, "{:?}", found.changes);
        assert_eq!(found.shot.running(), ["calm", "texture.contrast"], "its other part did no harm");
        let pinned: Vec<Setting> = "dehalo.amount=1".parse().into_iter().collect();
        let found = searched(&["dehalo", "calm", "texture.contrast"], harms, &pinned);
        assert!(!found.tried.holds);
        assert_eq!(found.shot.running().first(), Some(&"dehalo"));
    }

    #[test]
    fn what_holds_is_left_and_what_does_nothing_is_taken_out() {
        let found = searched(&["calm"], &[], &[]);
        assert_eq!((found.rounds, found.changes.len()), (1, 0));
        let flickers = |shot: &RecipeShot| -> Result<FrameProof, ()> {
            let is_on = !shot.running().is_empty();
            let exposure = (2.0, if is_on { 1.9 } else { 2.0 });
            Ok(FrameProof { exposure, holds: true, ..FrameProof::default() })
        };
        let idle = search(&shot(&["balance"]), &[], flickers, proofs).unwrap();
        assert!(idle.shot.running().is_empty(), "{:?}", idle.changes);
        assert!(idle.changes[0].contains("did not lessen"), "{:?}", idle.changes);
        let works = |_: &RecipeShot| -> Result<FrameProof, ()> {
            Ok(FrameProof { exposure: (2.0, 0.4), holds: true, ..FrameProof::default() })
        };
        assert_eq!(search(&shot(&["balance"]), &[], works, proofs).unwrap().shot.running(), ["balance"]);
    }
}
