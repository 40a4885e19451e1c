//! Patch flicker: cheek-sized blotches of brightness that come and go.

use crate::check::{Check, Judgement, Remedy, Severity, severity_of, worst};
use crate::facts::ShotFacts;
use crate::steps::calm::PATCH_FLOOR_LEVELS;

/// See [`Check`].
#[derive(Debug)]
pub struct PatchFlicker;

impl Check for PatchFlicker {
    const NAME: &'static str = "patch-flicker";
    const MEASURES: &'static str = "The second difference in time of the skin's slow band along its motion, robustly over \
        the skin, in 8-bit luma levels. Light that changes steadily does not count.";
    const WHY: &'static str = "Blotches that pulse on a cheek are the surest sign of a face that is redrawn every frame.";
    const REMEDY: &'static str = "Treat: `calm`, as far as its window of three frames on each side reaches.";

    fn judge(facts: &ShotFacts) -> Judgement {
        let value = facts.figures.patch_levels;
        let seen = facts.patch_levels.iter().filter(|&&v| v > 0.0).count();
        let severity = if seen < 3 { Severity::CannotTell } else { severity_of(value, PATCH_FLOOR_LEVELS) };
        let flickers = severity >= Severity::Minor;
        Judgement {
            worst_frame: worst(&facts.patch_levels),
            value,
            unit: "levels",
            threshold: PATCH_FLOOR_LEVELS,
            severity,
            remedy: if flickers { Remedy::Treat(vec!["calm".into()]) } else { Remedy::Leave },
            confidence: 0.7 * facts.figures.inliers,
            text: match severity {
                Severity::CannotTell => "No skin was followed long enough to tell.".into(),
                Severity::Fine => format!("The light on the skin is steady ({value:.2} levels)."),
                _ => format!("Patches of the skin pulse by {value:.2} levels."),
            },
        }
    }
}
