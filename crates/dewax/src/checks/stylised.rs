//! Stylised: a drawn face, for which real skin is no measure.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::Glimpse;

/// See [`Check`].
#[derive(Debug)]
pub struct Stylised;

/// Share of the skin that four tones make up from which it is drawn.
const FEW_TONES: f32 = 0.75;
/// The tones lie so far apart, 8-bit levels: skin in even light has few tones as well, but close together.
const APART_LEVELS: f32 = 24.0;
/// Share of the skin's pixels that are as their neighbours.
const FLAT: f32 = 0.5;
/// So many blocks of skin must have been seen in a frame.
const LEAST_BLOCKS: usize = 20;

impl Check for Stylised {
    const NAME: &'static str = "stylised";
    const MEASURES: &'static str = "The share of the skin that its four commonest tones make up, where they lie apart and most of \
        the skin is flat, the median over frames. It finds flat colours and cel shading; drawings with soft shading and \
        rendered figures are not told from skin.";
    const WHY: &'static str = "It does not: a drawn face need not look real, so figures for pores, shape and light mean nothing.";
    const REMEDY: &'static str = "Leave, or treat what flickers. Findings about real skin do not apply.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let told: Vec<&Glimpse> = seen.facts.glimpses.iter().filter(|g| g.skin_blocks >= LEAST_BLOCKS).collect();
        let mut shares: Vec<f32> = told.iter().map(|g| drawn_share(g)).collect();
        shares.sort_by(f32::total_cmp);
        let value = shares.get(shares.len() / 2).copied();
        let drawn = value.is_some_and(|v| v >= FEW_TONES);
        let most = told.iter().max_by(|a, b| drawn_share(a).total_cmp(&drawn_share(b)));
        let v = value.unwrap_or(0.0);
        Judgement {
            worst_frame: most.map_or(0, |g| g.frame),
            value: v,
            unit: "share",
            threshold: FEW_TONES,
            // A drawing is no fault.
            severity: if drawn || value.is_none() { Severity::CannotTell } else { Severity::Fine },
            remedy: Remedy::Leave,
            confidence: 0.6,
            text: match value {
                None => "There is too little skin to tell whether it is drawn.".into(),
                Some(_) if drawn => format!(
                    "The face is drawn ({:.0} % of the skin are four tones): what is said of real skin does not apply.",
                    100.0 * v
                ),
                Some(_) => "The face is not drawn in flat colours.".into(),
            },
        }
    }
}

/// The share of four tones; 0 where they are no flat colours.
fn drawn_share(glimpse: &Glimpse) -> f32 {
    let flat = glimpse.tone_span_levels >= APART_LEVELS && glimpse.flat_share >= FLAT;
    if flat { glimpse.tone_share } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;

    fn with(tone_share: f32, tone_span_levels: f32, flat_share: f32) -> Judgement {
        judged::<Stylised>(|facts| {
            facts.glimpses =
                vec![Glimpse { skin_blocks: 90, tone_share, tone_span_levels, flat_share, ..Glimpse::default() }];
        })
    }

    #[test]
    fn flat_colours_that_lie_apart_are_a_drawing() {
        let drawn = with(0.9, 60.0, 0.8);
        assert!(drawn.severity == Severity::CannotTell && drawn.text.contains("drawn"), "{}", drawn.text);
        assert_eq!(with(0.9, 8.0, 0.8).severity, Severity::Fine, "even light");
        assert_eq!(with(0.4, 60.0, 0.8).severity, Severity::Fine, "shading");
        assert_eq!(with(0.9, 60.0, 0.1).severity, Severity::Fine, "texture");
    }
}
