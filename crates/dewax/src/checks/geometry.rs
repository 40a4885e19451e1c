//! Geometry: jaw, cheeks and hairline breathe by themselves, or something becomes something else.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::face::hand_frames;
use crate::facts::{Contour, ContourMotion, FaceShape, SEVERE_WIDTH_PERCENT, ShotFacts};

/// See [`Check`].
#[derive(Debug)]
pub struct Geometry;

/// Where no outline was followed: breathing up to which a face keeps its shape, in % of the eye distance of the lock's nodes, which show a
/// quarter of a local warp at most: 6 camera clips measured 0.13-0.48. Above, nothing is said: a clean speaking face measured 1.4-1.8, a
/// face whose outline was warped 0.34.
const STEADY_PERCENT: f32 = 0.6;
/// Below this rate an expression comes and goes within a few frames and cannot be told from breathing (a camera clip of hard
/// grimaces at 12 per second measured 1.6 %), frames per second.
const LEAST_RATE: f64 = 18.0;

/// What is there for some frames is compared with frames so far away; a hand in any of them explains it.
const HAND_FRAMES: usize = 6;

/// A shot is condemned only where a contour moves by so many times its limit: hair that swings beside a jaw reached 1.35.
const SURE_TIMES: f32 = 1.5;

impl Check for Geometry {
    const NAME: &'static str = "geometry";
    const MEASURES: &'static str = "How far jaw, cheeks, ears and hairline move by themselves: 36 places of the outline, each with what lies \
        inside and outside of it, are followed to a tenth of a pixel in a picture that goes with the upper face. What is slower \
        than a second is taken out, and so is what the expression and the far rest of the outline foretell in frames that were not \
        asked for it. RMS over a second, in % of the eye distance, beside what the faces of camera clips leave unexplained there: \
        0.08 % and a third of what the outline moves, and only where it goes on: in half of the runs of 2.4 s of a shot. Chin, small faces (less than 40 px between the eyes) and clips below \
        18 frames per second are not judged. And runs of 2 to 8 frames in which pieces of the face look as they do neither 4 nor 5 \
        frames before and behind (all of them: another face; plain skin: a second feature), or the mouth is wider; and runs \
        of 2-12 frames in which the face loses its structure and finds it again while it hardly moves: hair that passes in \
        front looks like one, and so does a hand where hands are not looked for.";
    const WHY: &'static str = "Bone does not breathe. A jaw that swells and shrinks is drawn anew in every frame.";
    const REMEDY: &'static str = "Regenerate when a contour goes by 1.5 % of the face's width or more. Leave what is milder: the step `steady` \
        bends a part of it back where that is asked for (`--steady.amount 1`). Runs of frames in which something is in the face that does not belong there are named and never condemn a shot: look at them.";
    const OF_REAL_SKIN: bool = true;

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let rate = seen.clip.frames() as f64 / seen.clip.duration_s().max(1e-6);
        let is_quick = rate >= LEAST_RATE;
        let outlines = facts.shapes.iter().flat_map(|s| &s.contours).filter(|_| is_quick);
        let worst = outlines.max_by(|a, b| a.excess().total_cmp(&b.excess()));
        let mut judged = worst.map_or_else(|| of_lock(facts, is_quick), |w| of_outline(facts, w));
        let first = facts.shot.first_frame;
        let told = |runs: &[(usize, usize)]| {
            let (from, to) = runs.first().copied().unwrap_or_default();
            let more = if runs.len() > 1 { format!(" and {} more runs", runs.len() - 1) } else { String::new() };
            format!("In frames {}-{}{more}", first + from, first + to)
        };
        // A hand before the face is in the face for some frames, and no flaw of it.
        let hands = facts.faces.tracks.iter().flat_map(hand_frames);
        let hands: Vec<usize> = hands.filter_map(|at| at.checked_sub(first)).collect();
        let is_near = |(from, to): &(usize, usize), at: usize| (from.saturating_sub(HAND_FRAMES)..=to + HAND_FRAMES).contains(&at);
        let of_all = |pick: fn(&FaceShape) -> &Vec<(usize, usize)>| -> Vec<(usize, usize)> {
            let runs = facts.shapes.iter().flat_map(|s| pick(s).iter().copied());
            runs.filter(|run| !hands.iter().any(|at| is_near(run, *at))).collect()
        };
        let (morphs, fleeting) = (of_all(|s| &s.morphs), of_all(|s| &s.fleeting));
        if !morphs.is_empty() {
            judged.text += &format!(
                " {} the face loses its structure and finds it again: something changes, or something is in front of it.",
                told(&morphs)
            );
            if judged.severity <= Severity::CannotTell {
                (judged.severity, judged.worst_frame) = (Severity::CannotTell, morphs[0].0);
            }
        }
        if let Some((from, to)) = fleeting.first().filter(|_| is_quick) {
            judged.text += &format!(
                " {} something is in the face that is there neither before nor behind: another face, a second feature, a \
                 stretched mouth.",
                told(&fleeting)
            );
            judged.severity = judged.severity.max(Severity::Minor);
            judged.worst_frame = (from + to) / 2;
        }
        judged
    }
}

/// What the outlines say. `worst` is the part that moves furthest beyond its limit.
fn of_outline(facts: &ShotFacts, worst: &ContourMotion) -> Judgement {
    let first = facts.shot.first_frame;
    let is_severe = worst.excess() >= SURE_TIMES && worst.width_percent >= SEVERE_WIDTH_PERCENT;
    let severity = match (worst.is_named(), is_severe) {
        (false, _) => Severity::Fine,
        (true, false) => Severity::Minor,
        (true, true) => Severity::Clear,
    };
    let mut parts: Vec<&ContourMotion> = facts.shapes.iter().flat_map(|s| &s.contours).collect();
    parts.retain(|c| c.is_named());
    parts.sort_by(|a, b| b.excess().total_cmp(&a.excess()));
    let list: Vec<String> = parts
        .iter()
        .map(|c| format!("{} {:.2} % (frame {})", name(c), c.percent, first + c.frame))
        .collect();
    let text = match severity {
        Severity::Clear => format!(
            "The outline breathes by {:.1} % of the face's width: {} of the eye distance; no step can steady as much.",
            worst.width_percent,
            list.join(", ")
        ),
        Severity::Minor => format!(
            "The outline breathes: {} of the eye distance, at most {:.1} % of the face's width.",
            list.join(", "),
            worst.width_percent
        ),
        _ => format!(
            "The outline keeps its shape: {} moves most by itself, {:.2} % of the eye distance.",
            name(worst),
            worst.percent
        ),
    };
    Judgement {
        worst_frame: worst.frame,
        value: worst.percent,
        unit: "% IOD",
        threshold: worst.limit_percent,
        severity,
        remedy: if is_severe { Remedy::Regenerate } else { Remedy::Leave },
        confidence: 0.7,
        text,
    }
}

/// A part of an outline in words.
fn name(part: &ContourMotion) -> String {
    let what = match part.contour {
        Contour::Jaw => "jaw",
        Contour::Cheek => "cheek",
        Contour::Ear => "ear",
        Contour::Hairline => "hairline",
    };
    format!("{} {what}", if part.is_right { "right" } else { "left" })
}

/// What the lock says where no outline was followed.
fn of_lock(facts: &ShotFacts, is_quick: bool) -> Judgement {
    let known = facts.shapes.iter().filter(|s| is_quick && s.skin_percent.is_some());
    let breath = |s: &FaceShape| s.skin_percent.unwrap_or(0.0);
    let worst = known.max_by(|a, b| breath(a).total_cmp(&breath(b)));
    let value = worst.map_or(0.0, breath);
    let keeps = worst.is_some() && value < STEADY_PERCENT;
    let text = match worst {
        None if !is_quick => "Too few frames per second to tell breathing from expression.".to_string(),
        None => "No face was seen from the front, locked, and without turning all the time, for long enough to tell.".to_string(),
        Some(_) if keeps => format!("The face keeps its shape ({value:.2} % of the eye distance)."),
        Some(_) => format!(
            "The outer face moves by {value:.2} % of the eye distance: speech and breathing cannot be told apart here."
        ),
    };
    Judgement {
        worst_frame: worst.map_or(0, |s| s.breathing_frame),
        value,
        unit: "% IOD",
        threshold: STEADY_PERCENT,
        severity: if keeps { Severity::Fine } else { Severity::CannotTell },
        remedy: Remedy::Leave,
        confidence: 0.5,
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{handed, judged};
    use super::*;

    fn with(skin_percent: Option<f32>, morphs: Vec<(usize, usize)>, contours: Vec<ContourMotion>) -> Judgement {
        judged::<Geometry>(|facts| {
            facts.shapes =
                vec![FaceShape { skin_percent, breathing_frame: 7, morphs, contours, ..FaceShape::default() }];
        })
    }

    #[test]
    fn what_is_there_for_some_frames_only_is_named_with_them() {
        let glitch = judged::<Geometry>(|facts| {
            let contours = vec![ear(0.2, 0.3)];
            facts.shapes = vec![FaceShape { contours, fleeting: vec![(9, 11)], ..FaceShape::default() }];
        });
        assert_eq!((glitch.severity, glitch.remedy, glitch.worst_frame), (Severity::Minor, Remedy::Leave, 10));
        assert!(glitch.text.contains("In frames 9-11 something"), "{}", glitch.text);
        let handed = |x| {
            judged::<Geometry>(|facts| {
                let contours = vec![ear(0.2, 0.3)];
                facts.shapes = vec![FaceShape { contours, fleeting: vec![(9, 11)], ..FaceShape::default() }];
                facts.faces.tracks = vec![handed(x, 0.0)];
            })
        };
        assert_eq!(handed(22.0).severity, Severity::Fine, "a hand before the face explains it");
        assert_eq!(handed(55.0).severity, Severity::Minor, "one beside it does not");
    }

    fn ear(percent: f32, width_percent: f32) -> ContourMotion {
        let (contour, is_right) = (Contour::Ear, true);
        ContourMotion { contour, is_right, percent, limit_percent: 0.4, width_percent, frame: 9 }
    }

    #[test]
    fn without_an_outline_what_moves_more_is_no_finding_and_a_morph_is_named_without_a_verdict() {
        assert_eq!(with(Some(0.8 * STEADY_PERCENT), vec![], vec![]).severity, Severity::Fine);
        for more in [1.2, 3.0, 20.0] {
            let more = with(Some(more * STEADY_PERCENT), vec![], vec![]);
            assert_eq!((more.severity, more.remedy, more.worst_frame), (Severity::CannotTell, Remedy::Leave, 7));
        }
        let morph = with(Some(0.1), vec![(9, 12)], vec![]);
        assert_eq!((morph.severity, morph.worst_frame), (Severity::CannotTell, 9));
        assert!(morph.text.contains("9-12"), "{}", morph.text);
        assert_eq!(with(None, vec![], vec![]).severity, Severity::CannotTell);
    }

    #[test]
    fn a_contour_that_breathes_is_named_and_asks_for_another_take_only_where_it_is_severe() {
        // What a face that speaks shows in its lock does not count where the outline was followed.
        assert_eq!(with(Some(1.8), vec![], vec![ear(0.38, 0.5)]).severity, Severity::Fine);
        let mild = with(None, vec![], vec![ear(0.44, 0.9)]);
        assert_eq!((mild.severity, mild.remedy, mild.worst_frame), (Severity::Minor, Remedy::Leave, 9));
        assert!(mild.text.contains("right ear") && mild.text.contains("0.44 % (frame 9)"), "{}", mild.text);
        let severe = with(None, vec![], vec![ear(0.9, 1.2 * SEVERE_WIDTH_PERCENT)]);
        assert_eq!((severe.severity, severe.remedy), (Severity::Clear, Remedy::Regenerate));
        assert!(severe.text.contains("1.8 % of the face's width"), "{}", severe.text);
    }
}
