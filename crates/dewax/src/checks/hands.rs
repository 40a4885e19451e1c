//! Hands: where they are before a face, and whether they keep their shape.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::face::{HandRun, hand_runs};

/// See [`Check`].
#[derive(Debug)]
pub struct Hands;

/// Joints that jump by more against their palm are no hand's: a camera's hand at rest has 0.02-0.04, one that is waved 0.07, one whose picture is
/// warped anew in every frame by a twelfth of its size 0.25 and more.
const RESTLESS: f32 = 0.15;
/// From here on it is plain to see.
const CLEARLY: f32 = 0.25;
/// A hand is in the foreground when it is so large beside the square of its face: as large as the face itself.
const FOREGROUND: f32 = 0.6;

impl Check for Hands {
    const NAME: &'static str = "hands";
    const MEASURES: &'static str = "Hands near a face, read joint by joint in every frame: in which frames one is before the face (there nothing is \
        locked, laid or judged), and how much the joints jump against their palm while the hand is clear, inside the picture and slow: \
        median change of direction from frame to frame, in sizes of the hand. Fused or surplus fingers that stand still are not seen: the \
        reader of joints makes a hand of them. Limits are from one person's hands and from warped ones.";
    const WHY: &'static str = "Generators draw fingers anew from frame to frame; no step gives a hand its bones back.";
    const REMEDY: &'static str = "Regenerate where a hand in the foreground, as large as the face or before it, clearly jumps; else leave, and look.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let format = &seen.clip.format;
        let kept = seen.facts.faces.tracks.iter().filter(|t| !t.dropped);
        let runs: Vec<HandRun> = kept.flat_map(|t| hand_runs(t, (format.width, format.height))).collect();
        let worst = runs.iter().filter_map(|run| Some((run.restless?, run))).max_by(|a, b| a.0.total_cmp(&b.0));
        let value = worst.map_or(0.0, |(value, _)| value);
        let near = |run: &HandRun| run.of_face >= FOREGROUND || !run.before.is_empty();
        let severity = match (&*runs, worst) {
            ([], _) if !seen.facts.hands_looked => Severity::CannotTell,
            ([], _) => Severity::Fine,
            (_, Some(_)) if value >= CLEARLY => Severity::Clear,
            (_, Some(_)) if value >= RESTLESS => Severity::Minor,
            (_, Some(_)) => Severity::Fine,
            (_, None) => Severity::CannotTell,
        };
        let is_hopeless = severity == Severity::Clear && worst.is_some_and(|(_, run)| near(run));
        let said = match severity {
            Severity::CannotTell if runs.is_empty() => {
                "Hands were not looked for: that takes the hand models and a face (`dewax models install`).".into()
            }
            Severity::CannotTell => "A hand is seen too shortly, too fast or cut off, so that its shape cannot be told.".into(),
            Severity::Fine if runs.is_empty() => "No hand is near a face.".into(),
            Severity::Fine => "Hands keep their shape.".into(),
            Severity::Minor | Severity::Clear => {
                let (first, last) = worst.map_or((0, 0), |(_, run)| run.frames);
                let place = if is_hopeless { "A hand in the foreground" } else { "A hand" };
                format!("{place} does not keep its shape in frames {first}-{last}: its joints jump by {value:.2} of its size.")
            }
        };
        let before: Vec<usize> = runs.iter().flat_map(|run| run.before.iter().copied()).collect();
        let text = match (before.iter().min(), before.iter().max()) {
            (Some(first), Some(last)) => {
                format!("{said} One is before the face in {} frames ({first}-{last}): nothing is laid there.", before.len())
            }
            _ => said,
        };
        let first = seen.facts.shot.first_frame;
        Judgement {
            worst_frame: worst.map_or(0, |(_, run)| run.restless_frame.saturating_sub(first)),
            value,
            unit: "sizes",
            threshold: RESTLESS,
            severity,
            remedy: if is_hopeless { Remedy::Regenerate } else { Remedy::Leave },
            confidence: 0.4,
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{handed, judged};
    use super::*;

    fn with(x: f32, jump: f32) -> Judgement {
        judged::<Hands>(|facts| {
            facts.hands_looked = true;
            facts.faces.tracks = vec![handed(x, jump)];
        })
    }

    #[test]
    fn only_a_hand_before_the_face_or_as_large_condemns_a_shot() {
        let calm = with(52.0, 0.02);
        assert_eq!((calm.severity, calm.remedy), (Severity::Fine, Remedy::Leave));
        let beside = with(52.0, 0.4);
        assert_eq!((beside.severity, beside.remedy), (Severity::Clear, Remedy::Leave), "{}", beside.text);
        let before = with(22.0, 0.4);
        assert_eq!((before.severity, before.remedy), (Severity::Clear, Remedy::Regenerate), "{}", before.text);
        assert!(before.text.contains("foreground") && before.text.contains("in 24 frames (0-23)"), "{}", before.text);
    }

    #[test]
    fn no_hand_is_told_from_no_look() {
        let none = |looked| judged::<Hands>(|facts| facts.hands_looked = looked);
        assert_eq!(none(true).severity, Severity::Fine);
        let not = none(false);
        assert!(not.severity == Severity::CannotTell && not.text.contains("not looked for"), "{}", not.text);
    }
}
