//! Drift: the colour of the skin moves within the shot, apart from the light on it.

use super::treat;
use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of};
use crate::flaw::Flaw;
use crate::lock::{SEEN_DRIFT_DE, TintStep, de_at_equal_lightness, farthest, is_uniform, worst_course};

/// See [`Check`].
#[derive(Debug)]
pub struct Drift;

/// From here on drift that grows to the end and that no grade takes back is a reason to ask the generator again.
const REGENERATE_DE: f32 = 10.0;
/// How closely a drift that grows follows time (Pearson), and how much of its largest value it has at the end.
const GROWS: f32 = 0.8;
/// Difference between two shots of one person that is worth a word: other light on the same person makes as much as 5.
const WORTH_A_WORD_DE: f32 = 8.0;

impl Check for Drift {
    const NAME: &'static str = "drift";
    const MEASURES: &'static str = "How far the colour that all of a face shares moves from the first half second, half second by \
        half second in the still space of its lock, in CIEDE2000 at equal lightness. Brightness and shading drop out. What \
        differs from place to place on the face is light, and is not called drift. A lamp that changes the colour of the \
        whole face alike, and a camera's white balance, cannot be told from drift. The whole picture is followed as well, \
        from frame to frame: where all of it goes the skin's way, the drift is the picture's.";
    const WHY: &'static str = "A face that slowly turns orange or grey was never lit by one light.";
    const REMEDY: &'static str = "Where all of the picture drifts alike, balance takes it back along a smooth course to the colour \
        of the start (drift = 0 leaves it, where the light was meant to change). Else look at the frames, and match the end of \
        the shot to its beginning in the grade. Regenerate when the drift is large, grows to the end and no step takes it back.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let course = worst_course(&seen.facts.tint);
        let of_picture = seen.facts.drift();
        let is_picture = of_picture.is_some();
        let far = farthest(&course).or_else(|| course.last().filter(|_| is_picture));
        let Some(worst) = far else {
            return judgement(0.0, 0, Severity::CannotTell, Remedy::Leave, 0.0, "No skin was followed long enough to tell.".into());
        };
        let value = of_picture.map_or(worst.moved_de, |d| d.moved_de);
        let severity = match severity_of(value, SEEN_DRIFT_DE) {
            Severity::Fine => Severity::Fine,
            _ if !is_picture && !is_uniform(worst) => Severity::CannotTell,
            other => other,
        };
        let grows = grows(&course);
        let lost = severity == Severity::Clear && grows && value >= REGENERATE_DE && !is_picture;
        let text = match severity {
            Severity::Fine => format!("The skin keeps its colour (ΔE {value:.1})."),
            Severity::CannotTell => format!(
                "The skin's colour moves by ΔE {value:.1}, but not alike all over the face: that is light rather than drift."
            ),
            _ if is_picture => format!(
                "The colour of the whole picture drifts, the skin's by ΔE {value:.1}: it is taken back to the colour of the start."
            ),
            _ if grows => format!(
                "The skin's colour drifts by ΔE {value:.1}, growing to the end: match the end to the beginning in the grade{}.",
                if lost { ", or generate the shot again" } else { "" }
            ),
            _ => format!("The skin's colour wanders by ΔE {value:.1}: look at the frames."),
        };
        let confidence = if severity == Severity::Fine { 0.8 } else { worst.uniform_share };
        let remedy = match (is_picture, lost) {
            (true, _) => treat(Flaw::Drift),
            (_, true) => Remedy::Regenerate,
            _ => Remedy::Leave,
        };
        let text = [Some(text), beside_other_shots(seen, &course)];
        let text = text.into_iter().flatten().collect::<Vec<_>>().join(" ");
        judgement(value, worst.frame, severity, remedy, confidence * seen.facts.figures.locked, text)
    }
}

fn judgement(
    value: f32,
    worst_frame: usize,
    severity: Severity,
    remedy: Remedy,
    confidence: f32,
    text: String,
) -> Judgement {
    Judgement { worst_frame, value, unit: "ΔE2000", threshold: SEEN_DRIFT_DE, severity, remedy, confidence, text }
}

/// Whether the shift follows time and is largest at the end.
fn grows(course: &[TintStep]) -> bool {
    let Some(last) = course.last() else { return false };
    let along: Vec<f32> = course.iter().map(|t| t.shift[0] * last.shift[0] + t.shift[1] * last.shift[1]).collect();
    let most = course.iter().map(|t| t.moved_de).fold(0.0, f32::max);
    let count = along.len() as f32;
    let middle = along.iter().sum::<f32>() / count;
    let (mut both, mut times, mut shifts) = (0.0f32, 0.0f32, 0.0f32);
    for (i, shift) in along.iter().enumerate() {
        let (time, off) = (i as f32 - (count - 1.0) / 2.0, shift - middle);
        both += time * off;
        times += time * time;
        shifts += off * off;
    }
    both > GROWS * (times * shifts).sqrt() && last.moved_de >= GROWS * most
}

/// The mean colour over a course.
fn mean(colours: &[[f32; 3]]) -> Option<[f32; 3]> {
    let count = colours.len() as f32;
    (count > 0.0).then(|| std::array::from_fn(|i| colours.iter().map(|c| c[i]).sum::<f32>() / count))
}

fn face_colour(course: &[TintStep]) -> Option<[f32; 3]> {
    mean(&course.iter().map(|t| t.face_ycc).collect::<Vec<_>>())
}

/// What to say of the same person in an earlier shot.
fn beside_other_shots(seen: &Evidence<'_>, course: &[TintStep]) -> Option<String> {
    let face = course.first()?.face;
    let track = seen.facts.faces.tracks.iter().find(|t| t.id == face)?;
    let like = track.like.iter().find(|like| like.is_taken())?;
    let has_it = |s: &crate::facts::ShotFacts| s.tint.iter().any(|t| t.face == like.id);
    let (number, other) = seen.shots.iter().enumerate().find(|(_, s)| has_it(s))?;
    let theirs: Vec<TintStep> = other.tint.iter().filter(|t| t.face == like.id).copied().collect();
    let de = de_at_equal_lightness(&seen.clip.picture(), face_colour(&theirs)?, face_colour(course)?);
    let who = format!("face {} of shot {}", like.id, number + 1);
    (de >= WORTH_A_WORD_DE)
        .then(|| format!("Its skin differs by ΔE {de:.0} from {who}, which may be the same person."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Shot;
    use crate::demo::DrawnFace;
    use crate::facts::ShotFacts;

    /// A course that ends at `end_de`, growing or going there and back.
    fn judged(end_de: f32, uniform_share: f32, relit_stops: f32, and_back: bool) -> Judgement {
        let clip = DrawnFace::new(64, 48, 60).clip();
        let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 60 });
        facts.tint = (0..5u8)
            .map(|i| {
                let part = if and_back { 1.0 - (f32::from(i) / 2.0 - 1.0).abs() } else { f32::from(i) / 4.0 };
                TintStep {
                    face: 1,
                    frame: 12 * usize::from(i),
                    face_ycc: [0.5, -0.05, 0.08],
                    shift: [-0.02 * part, 0.03 * part],
                    moved_de: end_de * part,
                    uniform_share,
                    relit_stops,
                }
            })
            .collect();
        facts.figures.locked = 1.0;
        let shots = [facts];
        Drift::judge(&Evidence { facts: &shots[0], shots: &shots, clip: &clip })
    }

    #[test]
    fn drift_is_uniform_and_light_is_not() {
        assert_eq!(judged(1.0, 0.9, 0.0, false).severity, Severity::Fine);
        assert_eq!(judged(4.0, 0.9, 0.0, false).severity, Severity::Minor);
        let drift = judged(7.0, 0.9, 0.05, false);
        assert_eq!((drift.severity, drift.remedy.clone()), (Severity::Clear, Remedy::Leave), "{}", drift.text);
        assert_eq!(drift.worst_frame, 48);
        assert_eq!(judged(12.0, 0.3, 0.05, false).severity, Severity::CannotTell);
        assert_eq!(judged(12.0, 0.9, 0.6, false).severity, Severity::CannotTell);
    }

    #[test]
    fn only_large_drift_that_grows_is_given_back() {
        assert_eq!(judged(14.0, 0.95, 0.0, false).remedy, Remedy::Regenerate);
        let wander = judged(14.0, 0.95, 0.0, true);
        assert_eq!((wander.severity, wander.remedy.clone()), (Severity::Clear, Remedy::Leave), "{}", wander.text);
    }
}
