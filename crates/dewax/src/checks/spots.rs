//! Spots: places of the skin that are wrong in a few frames.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::FoundSpot;
use crate::flaw::SPOT_DEVIATIONS;

/// See [`Check`].
#[derive(Debug)]
pub struct Spots;

/// So many are named, the plainest first.
const MOST_NAMED: usize = 4;

impl Check for Spots {
    const NAME: &'static str = "fleeting-spots";
    const MEASURES: &'static str = "Places of a face that look in one to six frames as they do neither in five frames before nor in five behind: a blot, a \
        speck, a smear. Skin is laid on cells of its lock, 32 to an eye distance; each is compared in light, colour, roughness and structure, in deviations of \
        what that cell usually does. Light that a wide surrounding shares does not count, nor do faces on which there is more than one in eight frames, eyes, mouth, outline, frames with a hand before the \
        face, and frames in which more than three places stand out. What stays (a mole, a freckle, a scar) is none. Needs the face mesh.";
    const WHY: &'static str = "A generator draws something for a frame or two that was not there and does not stay; no skin does that.";
    const REMEDY: &'static str = "Leave, and look: `--spots.auto true` lays there what the frames before and behind show, `--spot` does so for one \
        place. A place at the edge of the face, or beside eyes and mouth, is never taken unasked.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let first = facts.shot.first_frame;
        let mut spots: Vec<&FoundSpot> = facts.spots.iter().collect();
        spots.sort_by(|a, b| b.deviations.total_cmp(&a.deviations));
        let looked = facts.faces.topology.is_some();
        let Some(worst) = spots.first() else {
            let text = if looked {
                "No place of a face is wrong in a few frames only."
            } else {
                "No face was followed by its mesh: places that are wrong in a few frames cannot be told."
            };
            return Judgement {
                worst_frame: 0,
                value: 0.0,
                unit: "deviations",
                threshold: SPOT_DEVIATIONS,
                severity: if looked { Severity::Fine } else { Severity::CannotTell },
                remedy: Remedy::Leave,
                confidence: 0.7,
                text: text.into(),
            };
        };
        let name = |s: &&FoundSpot| {
            let frames = match (first + s.first_frame, first + s.last_frame) {
                (from, to) if from == to => format!("in frame {from}"),
                (from, to) => format!("in frames {from}-{to}"),
            };
            let [x, y] = s.at_px;
            let edge = if s.is_free { "" } else { ", at the edge of something: not proposed" };
            format!("{frames} at {x:.0},{y:.0} ({:.2} eye distances wide{edge})", s.size_iod)
        };
        let named: Vec<String> = spots.iter().take(MOST_NAMED).map(name).collect();
        let more = spots.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        Judgement {
            worst_frame: worst.in_frame,
            value: worst.deviations,
            unit: "deviations",
            threshold: SPOT_DEVIATIONS,
            // An expression that comes and goes looks the same: on a generated speaker in whom nothing is to be seen five places were named.
            severity: Severity::CannotTell,
            remedy: Remedy::Leave,
            confidence: worst.confidence,
            text: format!(
                "Something may be on the skin that is there neither before nor behind, or it is an expression that comes and goes: look at it {}{more}.",
                named.join("; ")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;
    use crate::face::Topology;
    use std::sync::Arc;

    fn spot(is_free: bool) -> FoundSpot {
        FoundSpot {
            face: 1,
            at_px: [812.0, 430.0],
            in_frame: 7,
            size_px: 24.0,
            size_iod: 0.12,
            first_frame: 6,
            last_frame: 8,
            deviations: 20.0,
            is_free,
            confidence: 1.0,
        }
    }

    #[test]
    fn spots_are_named_with_frames_and_places_and_none_is_treated_unasked() {
        let with = |spots: Vec<FoundSpot>| {
            judged::<Spots>(|facts| {
                facts.spots = spots;
                facts.faces.topology = Some(Arc::new(Topology::default()));
            })
        };
        let one = with(vec![spot(true)]);
        assert_eq!((one.severity, one.worst_frame), (Severity::CannotTell, 7));
        assert!(one.text.contains("in frames 6-8 at 812,430 (0.12"), "{}", one.text);
        assert_eq!(one.remedy, Remedy::Leave);
        let edge = with(vec![spot(false)]);
        assert_eq!(edge.remedy, Remedy::Leave);
        assert!(edge.text.contains("not proposed"), "{}", edge.text);
        assert!(with(vec![spot(true); 9]).text.contains("and 5 more"));
        assert_eq!(with(Vec::new()).severity, Severity::Fine);
        assert_eq!(judged::<Spots>(|_| {}).severity, Severity::CannotTell);
    }
}
