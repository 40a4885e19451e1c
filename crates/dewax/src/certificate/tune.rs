//! How much stronger made texture must be so that as much of it arrives on the skin as was asked for.

use super::SkinProof;
use crate::lock::BAND_WEIGHTS;
use crate::param::{Param, Params, Value};
use crate::recipe::RecipeShot;
use crate::stack::Setting;
use crate::step::Step;
use crate::steps::texture_pores::Pores;

/// Less than this is left as it is: a ratio of amplitudes.
const NEAR_ENOUGH: f32 = 1.08;
/// No more is corrected at once: a measurement can be wrong.
const MOST: f32 = 1.8;

/// Sets the gain of `texture.pores` from what was measured in a trial. What was changed, in words; nothing where as much arrived
/// as was asked for, where it cannot be told, or where the user set it.
pub fn tune_texture(shot: &mut RecipeShot, skin: &[SkinProof], pinned: &[Setting]) -> Option<String> {
    let is_pinned = |s: &Setting| s.step == Pores::NAME && (s.param == "gain" || s.param == "amount");
    if pinned.iter().any(is_pinned) {
        return None;
    }
    let step = shot.stack.step(Pores::NAME).filter(|s| !s.is_neutral())?;
    let number = |name: &str| match step.get(name) {
        Some(Value::F(value)) => Some(value),
        _ => None,
    };
    let asked = [number("fine_percent")?, number("coarse_percent")?];
    let (gain, amount) = (number("gain")?, number("amount")?);
    let factors: Vec<f32> = skin.iter().filter_map(|s| factor(asked, amount, s.detail_percent?)).collect();
    if factors.is_empty() {
        return None;
    }
    let factor = factors.iter().sum::<f32>() / factors.len() as f32;
    if (1.0 / NEAR_ENOUGH..=NEAR_ENOUGH).contains(&factor) {
        return None;
    }
    let limit: Option<&Param> = Pores::LIST.iter().find(|p| p.name == "gain");
    let (least, most) = match limit.map(|p| p.kind) {
        Some(crate::param::Kind::F { min, cap, .. }) => (min, cap),
        _ => return None,
    };
    let new = ((gain * factor.clamp(1.0 / MOST, MOST)).clamp(least, most.max(gain)) * 100.0).round() / 100.0;
    if new == gain {
        return None;
    }
    let set = |stack: &mut crate::stack::Stack| {
        let setting =
            Setting { face: None, step: Pores::NAME.into(), param: "gain".into(), value: new.to_string() };
        stack.set(&setting, crate::param::Limits::Hold).is_ok()
    };
    let mut changed = set(&mut shot.stack);
    for own in &mut shot.faces {
        changed &= set(&mut own.stack);
    }
    let why = if factor > 1.0 { "less of it arrived" } else { "more of it arrived" };
    changed.then(|| format!("texture.pores gain {new} ({why} than was asked for)"))
}

/// By how much what was added must grow so that the skin has `amount` of what it lacks of what was asked for: energies of what is
/// independent add up.
fn factor(asked: [f32; 2], amount: f32, [before, after]: [[f32; 2]; 2]) -> Option<f32> {
    let (mut sum, mut weight) = (0.0f32, 0.0f32);
    for band in 0..2 {
        let (wanted2, made2) =
            (asked[band].powi(2) - before[band].powi(2), after[band].powi(2) - before[band].powi(2));
        // Where hardly anything is missing, or nothing was made, the ratio says nothing.
        if wanted2 > 0.2 * asked[band].powi(2) && made2 > 0.02 * amount * amount * asked[band].powi(2) {
            sum += BAND_WEIGHTS[band] * amount * (wanted2 / made2).sqrt();
            weight += BAND_WEIGHTS[band];
        }
    }
    (weight > 0.0).then(|| sum / weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_made_up_for() {
        let asked = [0.6, 0.85];
        assert!((factor(asked, 1.0, [[0.0, 0.0], [0.6, 0.85]]).unwrap() - 1.0).abs() < 1e-3);
        assert!((factor(asked, 1.0, [[0.0, 0.0], [0.3, 0.425]]).unwrap() - 2.0).abs() < 1e-3);
        let half = factor(asked, 1.0, [[0.36, 0.84], [0.438, 0.9]]).unwrap();
        assert!((half - 1.92).abs() < 0.05, "the coarse band lacks nothing: {half}");
        assert_eq!(factor(asked, 1.0, [[0.9, 0.9], [0.9, 0.9]]), None);
        let less = factor(asked, 0.5, [[0.0, 0.0], [0.3, 0.425]]).unwrap();
        assert!((less - 1.0).abs() < 1e-3, "half was wanted, half is there: {less}");
    }
}
