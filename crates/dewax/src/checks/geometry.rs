//! Geometry: jaw, cheeks and hairline breathe by themselves, or something becomes something else.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::FaceShape;

/// See [`Check`].
#[derive(Debug)]
pub struct Geometry;

/// Breathing up to which a face keeps its shape, in % of the eye distance of the lock's nodes, which show a quarter of a local warp at
/// most: 6 camera clips measured 0.13-0.48. Above, nothing is said: a clean speaking face measured 1.4-1.8, a face whose outline
/// was warped 0.34, 10 generated clips 0.36-1.9, so that more does not tell breathing from speech.
const STEADY_PERCENT: f32 = 0.6;
/// Below this rate an expression comes and goes within a few frames and cannot be told from breathing (a camera clip of hard
/// grimaces at 12 per second measured 1.6 %), frames per second.
const LEAST_RATE: f64 = 18.0;

impl Check for Geometry {
    const NAME: &'static str = "geometry";
    const MEASURES: &'static str = "How much the outer skin of the face (jaw, cheeks, edge of the forehead) moves in its lock, \
        faster than a second, that neither the pose of the head nor mouth, brows and lids explain: RMS in % of the eye \
        distance, exceeded by one node in five. Where nothing is locked it cannot be told. And runs of 2-12 frames in \
        which the face loses its structure and finds it again while it hardly moves. Landmarks are good to about 0.1 px and the \
        lock to a fraction of that, so small faces breathe a little by measurement alone. Hard grimaces are not fully \
        explained; a hand or hair that passes in front looks like a morph.";
    const WHY: &'static str = "Bone does not breathe. A jaw that swells and shrinks is drawn anew in every frame.";
    const REMEDY: &'static str = "Leave: no step steadies a shape yet, and speech moves a face as much as breathing does. A run in \
        which the face loses its structure is named and never condemns a shot: look at the frames.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let breath = |s: &FaceShape| s.skin_percent;
        let rate = seen.clip.frames() as f64 / seen.clip.duration_s().max(1e-6);
        let is_quick = rate >= LEAST_RATE;
        let known = facts.shapes.iter().filter(|s| is_quick && breath(s).is_some());
        let worst = known.max_by(|a, b| breath(a).unwrap_or(0.0).total_cmp(&breath(b).unwrap_or(0.0)));
        let value = worst.and_then(breath).unwrap_or(0.0);
        let morphs: Vec<(usize, usize)> = facts.shapes.iter().flat_map(|s| s.morphs.iter().copied()).collect();
        let keeps = worst.is_some() && value < STEADY_PERCENT;
        let severity = if keeps && morphs.is_empty() { Severity::Fine } else { Severity::CannotTell };
        let mut text = match worst {
            None if !is_quick => "Too few frames per second to tell breathing from expression.".to_string(),
            None => "No face was seen from the front and locked long enough to tell.".to_string(),
            Some(_) if keeps => format!("The face keeps its shape ({value:.2} % of the eye distance)."),
            Some(_) => format!(
                "The outer face moves by {value:.2} % of the eye distance: speech and breathing cannot be told apart yet."
            ),
        };
        if let Some((from, to)) = morphs.first() {
            let first = facts.shot.first_frame;
            text += &format!(
                " In frames {}-{}{} the face loses its structure and finds it again: something changes, or something is in \
                 front of it.",
                first + from,
                first + to,
                if morphs.len() > 1 { format!(" and {} more runs", morphs.len() - 1) } else { String::new() }
            );
        }
        Judgement {
            worst_frame: match (severity, morphs.first()) {
                (Severity::CannotTell, Some(run)) => run.0,
                _ => worst.map_or(0, |s| s.breathing_frame),
            },
            value,
            unit: "% IOD",
            threshold: STEADY_PERCENT,
            severity,
            remedy: Remedy::Leave,
            confidence: 0.5,
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;

    fn with(skin_percent: Option<f32>, morphs: Vec<(usize, usize)>) -> Judgement {
        judged::<Geometry>(|facts| {
            facts.shapes = vec![FaceShape { skin_percent, breathing_frame: 7, morphs, ..FaceShape::default() }];
        })
    }

    #[test]
    fn what_moves_more_is_no_finding_and_a_morph_is_named_without_a_verdict() {
        assert_eq!(with(Some(0.8 * STEADY_PERCENT), vec![]).severity, Severity::Fine);
        for more in [1.2, 3.0, 20.0] {
            let more = with(Some(more * STEADY_PERCENT), vec![]);
            assert_eq!((more.severity, more.remedy, more.worst_frame), (Severity::CannotTell, Remedy::Leave, 7));
        }
        let morph = with(Some(0.1), vec![(9, 12)]);
        assert_eq!((morph.severity, morph.worst_frame), (Severity::CannotTell, 9));
        assert!(morph.text.contains("9-12"), "{}", morph.text);
        assert_eq!(with(None, vec![]).severity, Severity::CannotTell);
    }
}
