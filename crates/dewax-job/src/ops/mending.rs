//! What is changed when a finished file does not hold: a finer rate factor, a weaker treatment.

use crate::wish::FixWish;
use dewax::certificate::{Cause, Certificate, Fault, back_off};
use dewax::recipe::{Look, Recipe};
use dewax::report::ShotTrial;
use dewax_media::target::Target;

/// The steps that run in a shot.
pub(super) fn running(recipe: &Recipe, shot: usize) -> Vec<String> {
    recipe.shots[shot].running().into_iter().map(String::from).collect()
}

/// That the encoder took what the treatment gave.
pub(super) fn lost_by_encoder(target: &Target) -> String {
    format!(
        "Texture was lost or noise was added on the way through {}: the tried second held as it was rendered. Write it with a lower \
         --crf, or as a master (.mov, .mkv).",
        target.codec.name()
    )
}

/// By how much the rate factor falls when an encoder took too much, and how often: three halvings of its error at most.
const FINER_CRF: f32 = 4.0;
pub(super) const MOST_RAISES: usize = 2;

/// Asks for a finer rate factor, unless the user chose it: what the encoder takes, no weaker treatment would mend. The sentence for
/// the report; none where nothing was changed.
pub(super) fn written_finer(target: &mut Target, wish: &FixWish) -> Option<String> {
    let crf = target.crf?;
    let finer = finer(crf, wish.delivery.crf)?;
    target.crf = Some(finer);
    Some(format!(
        "{} at CRF {crf} took texture or added noise that the certificate does not let pass: written again at CRF {finer}.",
        target.codec.name()
    ))
}

/// The next finer rate factor; none where the user chose one.
fn finer(crf: f32, chosen: Option<f32>) -> Option<f32> {
    (chosen.is_none() && crf > 0.0).then(|| (crf - FINER_CRF).max(0.0))
}

/// Leaves out what an encoder with a rate factor does by itself, which no weaker treatment would mend: in shots whose trial has
/// shown that the treatment does not. Whether there was such a fault.
pub(super) fn forgive_encoder(certificate: &mut Certificate, trials: &[ShotTrial]) -> bool {
    let held = |shot: usize| trials.iter().find(|t| t.shot == shot).is_none_or(|t| t.holds);
    let by_encoder = |fault: &Fault| {
        matches!(fault.cause, Cause::Blurred | Cause::Waxed | Cause::Noise | Cause::Unnatural)
    };
    let mut found = false;
    let frames = certificate.frame.iter_mut().map(|f| (f.shot, &mut f.faults, &mut f.holds));
    let skin = certificate.skin.iter_mut().map(|s| (s.shot, &mut s.faults, &mut s.holds));
    for (_, faults, holds) in frames.chain(skin).filter(|(shot, ..)| held(*shot)) {
        found |= faults.iter().any(by_encoder);
        faults.retain(|fault| !by_encoder(fault));
        *holds = faults.is_empty();
    }
    found
}

/// Weakens in every shot that failed what can have brought it about. What was changed, in sentences.
pub(super) fn taken_back(
    recipe: &mut Recipe,
    certificate: &Certificate,
    round: usize,
    look: &Look,
) -> Vec<String> {
    let mut said = Vec::new();
    for number in certificate.failed_shots() {
        let Some(frame) = certificate.frame.iter().find(|f| f.shot == number) else { continue };
        let skin: Vec<_> = certificate.skin.iter().filter(|s| s.shot == number).cloned().collect();
        let Some(shot) = recipe.shots.get_mut(number) else { continue };
        let changes = back_off(shot, frame, &skin, round, &look.pinned);
        said.extend(changes.iter().map(|what| {
            format!("Shot {} did not hold on the finished file and was rendered again: {what}.", number + 1)
        }));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_rate_factor_that_nobody_chose_is_made_finer() {
        assert_eq!(finer(12.0, None), Some(8.0));
        assert_eq!(finer(3.0, None), Some(0.0));
        assert_eq!(finer(0.0, None), None);
        assert_eq!(finer(23.0, Some(23.0)), None);
    }
}
