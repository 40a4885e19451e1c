//! Stylised: a drawn face, for which real skin is no measure.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::FEW_TONES;

/// See [`Check`].
#[derive(Debug)]
pub struct Stylised;

impl Check for Stylised {
    const NAME: &'static str = "stylised";
    const MEASURES: &'static str = "The share of the skin that its four commonest tones make up, where they lie apart and most of \
        the skin is flat, the median over frames. It finds flat colours and cel shading; drawings with soft shading and \
        rendered figures are not told from skin.";
    const WHY: &'static str = "It does not: a drawn face need not look real, so figures for pores, shape and light mean nothing.";
    const REMEDY: &'static str = "Leave the skin: no step that is bound to it is planned, and checks of real skin (texture, shape, light, limbs, earlier \
        treatment, identity) say that they cannot tell. Flicker, drift, seams and halos of the picture are treated as in any other.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let value = seen.facts.stylised_share();
        let drawn = seen.facts.is_stylised();
        let most = seen.facts.tells_stylised().max_by(|a, b| a.stylised_share().total_cmp(&b.stylised_share()));
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
                    "The face is drawn ({:.0} % of the skin are four tones): no check of real skin decides, and its skin is left as it is.",
                    100.0 * v
                ),
                Some(_) => "The face is not drawn in flat colours.".into(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;
    use crate::facts::Glimpse;

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
