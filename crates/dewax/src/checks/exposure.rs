//! Exposure flicker: the whole frame's brightness jumps.

use super::treat;
use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of, worst};
use crate::flaw::{COLOUR_FLICKER_FLOOR_PERCENT, FLICKER_FLOOR_PERCENT, Flaw};

/// See [`Check`].
#[derive(Debug)]
pub struct ExposureFlicker;

impl Check for ExposureFlicker {
    const NAME: &'static str = "exposure-flicker";
    const MEASURES: &'static str = "The RMS of what changes direction from frame to frame in the frame's brightness (its \
        second difference), or of what red, green and blue do apart from each other, in percent. Fades, and lamps that go on and stay on, do not count.";
    const WHY: &'static str = "Light in a real scene does not breathe from frame to frame; a generator's does.";
    const REMEDY: &'static str = "Treat: `balance` takes it out of each frame. Never a reason to regenerate.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let (light, colour) = (facts.figures.exposure_flicker_percent, facts.figures.colour_flicker_percent);
        let is_colour = colour / COLOUR_FLICKER_FLOOR_PERCENT > light / FLICKER_FLOOR_PERCENT;
        let (value, floor) =
            if is_colour { (colour, COLOUR_FLICKER_FLOOR_PERCENT) } else { (light, FLICKER_FLOOR_PERCENT) };
        let severity = if facts.shot.frames < 5 {
            Severity::CannotTell
        } else {
            severity_of(value, floor)
        };
        let flickers = severity >= Severity::Minor;
        Judgement {
            worst_frame: worst(&facts.exposure_stops),
            value,
            unit: "%",
            threshold: floor,
            severity,
            remedy: if flickers { treat(Flaw::Exposure) } else { Remedy::Leave },
            confidence: if facts.shot.frames < 12 { 0.5 } else { 0.9 },
            text: match severity {
                Severity::CannotTell => "The shot is too short to tell flicker from change.".into(),
                Severity::Fine => format!("The exposure is steady ({value:.2} %)."),
                _ if is_colour => {
                    format!("The colour of the light flickers by {value:.2} % from frame to frame.")
                }
                _ => format!("The exposure flickers by {value:.2} % from frame to frame."),
            },
        }
    }
}
