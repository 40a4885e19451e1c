//! Identity: the person at the end is not the one of the beginning; by the descriptor of the face, and where there is none by its shape.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::face::PersonDrift;

/// See [`Check`].
#[derive(Debug)]
pub struct Identity;

/// Difference of shape that one person does not show within a shot, in % of the eye distance: 18 faces of 6 camera and 11
/// generated clips, each against its own later seconds, measured 0.5-2.3 (camera clips 2.1 at most; one generated face 3.0 when
/// its shot is cut short); of 100 pairs of different people in a like pose, which measured 1.4 and more, 38 % lie above this
/// (AUC 0.97).
const OTHER_PERCENT: f32 = 3.2;
/// Beyond this it is clear; 25 % of the pairs of different people are.
const CLEAR_PERCENT: f32 = 3.5;

/// Distance of descriptors that one person does not reach within a shot: six camera clips measured 0.15-0.22, six generated ones 0.07-0.22, and
/// the woman of `d_ai_ltx2_blonde`, who grows visibly older, 0.28-0.31.
const DRIFT: f32 = 0.25;
/// Beyond this it is clear: halfway to where two persons begin, and beyond what any of these clips measured.
const CLEAR_DRIFT: f32 = 0.35;

impl Check for Identity {
    const NAME: &'static str = "identity";
    const MEASURES: &'static str = "Where the face descriptor is installed (`dewax models install --identity`): the largest distance between the \
        mean descriptor of the first second (the first quarter of a long shot) and that of as long a part later in a like pose and with a like mouth, seen \
        from the front; 0 for the same pictures, 0.8 for two persons. \
        Without it: the largest distance between the mean shape of the upper face (eye corners, nose, cheekbones, \
        temples, forehead) in the first second and in a later one, laid over each other in space: RMS in % of the eye distance. \
        Only seconds in which the head has about the pose of the first one count; without one it cannot be told. The mesh \
        smooths faces towards a usual one, so people of like shape are not told apart by it, and colour, hair and age do not count.";
    const WHY: &'static str = "A person who turns into a sibling of theirs by the end of a shot is no person.";
    const REMEDY: &'static str = "Regenerate when it is clear: no step gives a face its shape back. What is slight is named and \
        left.";
    const OF_REAL_SKIN: bool = true;

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let told = facts.persons.iter().filter_map(|p| Some((p.apart?, p)));
        if let Some((_, person)) = told.max_by(|a, b| a.0.total_cmp(&b.0)) {
            return by_descriptor(person);
        }
        let known = facts.shapes.iter().filter_map(|s| Some((s.change_percent?, s.change_frame)));
        let worst = known.max_by(|a, b| a.0.total_cmp(&b.0));
        let value = worst.map_or(0.0, |w| w.0);
        let severity = match worst {
            None => Severity::CannotTell,
            Some(_) if value >= CLEAR_PERCENT => Severity::Clear,
            Some(_) if value >= OTHER_PERCENT => Severity::Minor,
            Some(_) => Severity::Fine,
        };
        Judgement {
            worst_frame: worst.map_or(0, |w| w.1),
            value,
            unit: "% IOD",
            threshold: OTHER_PERCENT,
            severity,
            remedy: if severity == Severity::Clear { Remedy::Regenerate } else { Remedy::Leave },
            confidence: 0.5,
            text: match severity {
                Severity::CannotTell => "No two seconds show the face in a like pose by its mesh.".into(),
                Severity::Fine => format!("The face has one shape throughout ({value:.1} % of the eye distance)."),
                _ => format!("The shape of the face changes by {value:.1} % of the eye distance within the shot."),
            },
        }
    }
}

fn by_descriptor(person: &PersonDrift) -> Judgement {
    let value = person.apart.unwrap_or(0.0);
    let severity = match value {
        v if v >= CLEAR_DRIFT => Severity::Clear,
        v if v >= DRIFT => Severity::Minor,
        _ => Severity::Fine,
    };
    let is_clear = severity == Severity::Clear;
    Judgement {
        worst_frame: person.frame,
        value,
        unit: "distance",
        threshold: DRIFT,
        severity,
        remedy: if is_clear { Remedy::Regenerate } else { Remedy::Leave },
        confidence: 0.8,
        text: match severity {
            Severity::Fine => format!("It is one person throughout (descriptors at most {value:.2} apart)."),
            _ => format!("Face {} becomes another person within the shot (descriptors {value:.2} apart).", person.face),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;
    use crate::facts::FaceShape;

    fn with(change_percent: Option<f32>) -> Judgement {
        judged::<Identity>(|facts| {
            facts.shapes = vec![FaceShape { change_percent, change_frame: 20, ..FaceShape::default() }];
        })
    }

    #[test]
    fn only_a_clear_change_asks_for_another_take() {
        assert_eq!(with(Some(0.4 * OTHER_PERCENT)).severity, Severity::Fine);
        assert_eq!(with(Some(1.05 * OTHER_PERCENT)).remedy, Remedy::Leave);
        let clear = with(Some(1.1 * CLEAR_PERCENT));
        assert_eq!((clear.remedy, clear.worst_frame), (Remedy::Regenerate, 20));
        assert_eq!(with(None).severity, Severity::CannotTell);
    }

    #[test]
    fn a_descriptor_is_asked_before_the_shape() {
        let with = |apart: Option<f32>| {
            judged::<Identity>(|facts| {
                facts.persons = vec![PersonDrift { face: 1, looks: 20, apart, frame: 30 }];
                let change_percent = Some(1.1 * CLEAR_PERCENT);
                facts.shapes = vec![FaceShape { change_percent, change_frame: 20, ..FaceShape::default() }];
            })
        };
        assert_eq!(with(Some(0.8 * DRIFT)).severity, Severity::Fine);
        let minor = with(Some(1.05 * DRIFT));
        assert_eq!((minor.severity, minor.remedy), (Severity::Minor, Remedy::Leave));
        let clear = with(Some(1.05 * CLEAR_DRIFT));
        assert_eq!((clear.remedy, clear.worst_frame, clear.unit), (Remedy::Regenerate, 30, "distance"));
        assert_eq!(with(None).unit, "% IOD", "no second in a like pose: the shape is asked");
    }
}
