//! Drift: the colour of the skin moves within the shot.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of, worst};

/// See [`Check`].
#[derive(Debug)]
pub struct Drift;

/// CIEDE2000 that is seen side by side in moving pictures; about three just noticeable differences.
const SEEN_DE: f32 = 3.0;

impl Check for Drift {
    const NAME: &'static str = "drift";
    const MEASURES: &'static str = "The largest CIEDE2000 between half a second of skin and the shot's median skin.";
    const WHY: &'static str = "A face that slowly turns orange or grey was never lit by one light.";
    const REMEDY: &'static str = "A head that turns into shade, or a lamp, moves skin colour as well, and colour alone cannot \
        tell them apart: look at the frames. Real drift: grade by `balance`, or regenerate when it grows to the end.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let value = facts.figures.skin_drift_de;
        let seen: Vec<f32> = facts.skin_color.iter().map(|c| c.0[0]).collect();
        let severity = match severity_of(value, SEEN_DE) {
            _ if facts.figures.skin_share == 0.0 => Severity::CannotTell,
            // Colour alone cannot tell drift from light, so it is never called clear.
            Severity::Clear | Severity::Minor => Severity::CannotTell,
            other => other,
        };
        let mean = seen.iter().sum::<f32>() / seen.len().max(1) as f32;
        let off: Vec<f32> = seen.iter().map(|l| l - mean).collect();
        Judgement {
            worst_frame: worst(&off),
            value,
            unit: "ΔE2000",
            threshold: SEEN_DE,
            severity,
            remedy: Remedy::Leave,
            confidence: 0.3,
            text: match severity {
                Severity::Fine => format!("The skin keeps its colour (ΔE {value:.1})."),
                _ if value >= SEEN_DE => {
                    format!("The skin's colour moves by ΔE {value:.1}: drift or light, look at the frames.")
                }
                _ => "No skin was found.".into(),
            },
        }
    }
}
