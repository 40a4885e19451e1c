//! Patch flicker: cheek-sized blotches of brightness that come and go.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of, worst};
use crate::steps::calm::PATCH_FLOOR_LEVELS;

/// See [`Check`].
#[derive(Debug)]
pub struct PatchFlicker;

impl Check for PatchFlicker {
    const NAME: &'static str = "patch-flicker";
    const MEASURES: &'static str = "The fourth difference in time of the skin's low band in the still space of its lock, \
        robustly over the skin, in 8-bit luma levels: the lower quartile over frames, because flicker is in every frame. \
        Light that changes over ten frames hardly counts; what is shorter cannot be told from flicker.";
    const WHY: &'static str = "Blotches that pulse on a cheek are the surest sign of a face that is redrawn every frame.";
    const REMEDY: &'static str = "Treat: `calm` steadies the low band over a second of time.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
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
            confidence: 0.7 * facts.figures.locked,
            text: match severity {
                Severity::CannotTell => "No skin was followed long enough to tell.".into(),
                Severity::Fine => format!("The light on the skin is steady ({value:.2} levels)."),
                _ => format!("Patches of the skin pulse by {value:.2} levels."),
            },
        }
    }
}
