//! Patch flicker: cheek-sized blotches of brightness that come and go.

use super::treat;
use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of, worst};
use crate::flaw::{Flaw, PATCH_FLOOR_LEVELS};

/// See [`Check`].
#[derive(Debug)]
pub struct PatchFlicker;

impl Check for PatchFlicker {
    const NAME: &'static str = "patch-flicker";
    const MEASURES: &'static str = "How the skin's low band bends in time in the still space of its lock, beside what all the \
        skin does together, robustly over the skin, in 8-bit luma levels. The fourth difference of successive frames sees \
        what is new in every frame: its lower quartile counts. The second difference over a twelfth and a sixth of a second \
        sees what swells and fades from one and a half times a second on: the median over half a second, and of that the \
        lowest eighth of the shot, because flicker never rests, and faces that speak and turn do.";
    const WHY: &'static str = "Blotches that pulse on a cheek are the surest sign of a face that is redrawn every frame.";
    const REMEDY: &'static str = "Treat: `calm` steadies the low band over two seconds of time.";

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
            remedy: if flickers { treat(Flaw::Patch) } else { Remedy::Leave },
            confidence: 0.7 * facts.figures.locked,
            text: match severity {
                Severity::CannotTell => "No skin was followed long enough to tell.".into(),
                Severity::Fine => format!("The light on the skin is steady ({value:.2} levels)."),
                _ => format!("Patches of the skin pulse by {value:.2} levels."),
            },
        }
    }
}
