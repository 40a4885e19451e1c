//! Halo: bright and dark lines beside contours, as sharpening leaves them.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of};
use crate::facts::{Glimpse, Sharpening, ShotFacts};
use crate::flaw::{Flaw, HALO_PERCENT};
use super::treat;

/// See [`Check`].
#[derive(Debug)]
pub struct Halo;

/// A frame with fewer isolated contours tells nothing.
const LEAST_EDGES: usize = 12;

impl Check for Halo {
    const NAME: &'static str = "halo";
    const MEASURES: &'static str = "How far the picture goes beyond the surfaces on both sides of a contour, right beside it: \
        mean of over- and undershoot in percent of the step, the median of all contours in and around the faces (in the whole \
        frame without one) that are straight, stand alone between flat surfaces and are no wider than 4 px; the median over \
        frames. A line on one side alone, such as rim light, hardly counts. Soft contours cannot tell, nor can a frame with \
        fewer than 12 of them; what sharpening did to texture is not measured.";
    const WHY: &'static str = "Bright and dark lines along a jaw or a sleeve are the mark of a sharpener, and of enhancers that \
        sharpen without saying so.";
    const REMEDY: &'static str = "Treat with dehalo where one unsharp mask explains the contours and two halves of the shot agree on \
        it: it takes that mask back. Otherwise it is left: export again without sharpening if it was sharpened. A camera that \
        sharpens leaves the same lines, so this alone never condemns a shot.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let value = median(facts, |g| g.overshoot_percent);
        let width = median(facts, |g| g.edge_width_px);
        let severity = match value {
            None => Severity::CannotTell,
            Some(v) => severity_of(v, HALO_PERCENT),
        };
        let worst = told(facts).max_by(|a, b| a.overshoot_percent.total_cmp(&b.overshoot_percent));
        let edges: usize = told(facts).map(|g| g.edges).sum();
        let (v, w) = (value.unwrap_or(0.0), width.unwrap_or(0.0));
        let mask = facts.sharpening.filter(Sharpening::shows);
        Judgement {
            worst_frame: worst.map_or(0, |g| g.frame),
            value: v,
            unit: "% of step",
            threshold: HALO_PERCENT,
            severity,
            remedy: if mask.is_some() { treat(Flaw::Halo) } else { Remedy::Leave },
            confidence: 0.7 * (edges as f32 / 200.0).min(1.0),
            text: match severity {
                Severity::CannotTell => "There are too few sharp contours that stand alone to tell.".into(),
                Severity::Fine => format!("Contours have no halo ({v:.1} % of their step, {w:.1} px wide)."),
                _ => match mask {
                    Some(mask) => format!(
                        "Contours have a halo of {v:.1} % of their step ({w:.1} px wide), as an unsharp mask of amount {:.2} \
                         at {:.1} px leaves it.",
                        mask.amount, mask.radius_px
                    ),
                    None => format!(
                        "Contours have a halo of {v:.1} % of their step ({w:.1} px wide) that no one unsharp mask \
                         explains, so it is left: export again without sharpening if it was sharpened."
                    ),
                },
            },
        }
    }
}

/// The frames in which there were contours enough.
fn told(facts: &ShotFacts) -> impl Iterator<Item = &Glimpse> {
    facts.glimpses.iter().filter(|g| g.edges >= LEAST_EDGES)
}

fn median(facts: &ShotFacts, pick: impl Fn(&Glimpse) -> f32) -> Option<f32> {
    let mut values: Vec<f32> = told(facts).map(pick).collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;

    fn with(edges: usize, overshoot_percent: f32) -> Judgement {
        with_mask(edges, overshoot_percent, None)
    }

    fn with_mask(edges: usize, overshoot_percent: f32, mask: Option<Sharpening>) -> Judgement {
        judged::<Halo>(|facts| {
            facts.sharpening = mask;
            let at = |frame: usize| Glimpse {
                frame: 6 * frame,
                edges,
                overshoot_percent: overshoot_percent + frame as f32 * 0.1,
                edge_width_px: 2.0,
                ..Glimpse::default()
            };
            facts.glimpses = (0..4).map(at).collect();
        })
    }

    #[test]
    fn sharpening_shows_and_too_few_contours_tell_nothing() {
        assert_eq!(with(40, 0.5).severity, Severity::Fine);
        assert_eq!(with(40, 1.4 * HALO_PERCENT).severity, Severity::Minor);
        let clear = with(40, 9.0);
        assert_eq!((clear.severity, clear.worst_frame), (Severity::Clear, 18));
        assert_eq!(with(5, 9.0).severity, Severity::CannotTell);
    }

    #[test]
    fn it_is_treated_where_a_mask_explains_it() {
        let mask = Sharpening { amount: 1.5, radius_px: 1.0, overshoot_percent: 8.0, ..Sharpening::default() };
        let treated = with_mask(40, 9.0, Some(mask));
        assert_eq!(treated.remedy, Remedy::Treat(vec!["dehalo".into()]));
        assert!(treated.text.contains("1.50 at 1.0 px"), "{}", treated.text);
        for too_little in [None, Some(Sharpening { overshoot_percent: 0.4, ..mask })] {
            let left = with_mask(40, 9.0, too_little);
            assert_eq!(left.remedy, Remedy::Leave);
            assert!(left.text.contains("so it is left"), "{}", left.text);
        }
    }
}
