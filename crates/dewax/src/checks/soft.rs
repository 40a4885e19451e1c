//! Soft frames: a face that is blurred or smeared for a few frames.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::SoftRun;
use crate::flaw::SOFT_SIGMA_PX;

/// See [`Check`].
#[derive(Debug)]
pub struct SoftFrames;

/// So many are named, the softest first.
const MOST_NAMED: usize = 4;

impl Check for SoftFrames {
    const NAME: &'static str = "soft-frames";
    const MEASURES: &'static str = "Frames in which a face lacks detail that it has in the frames before and behind: the energy of two bands of detail at the \
        points of its mesh, frame beside frame, told as the sigma of the blur that takes as much away. Up to twelve successive frames between \
        good ones count; a face that is soft throughout, focus that comes and goes slowly, and a head that moves so quickly that the shutter \
        explains it do not. Needs the face mesh.";
    const WHY: &'static str = "A generator loses a face for some frames and finds it again; a camera does not.";
    const REMEDY: &'static str = "Leave, and look: `--restore.auto true` (the look `restore-soft`) gives those frames the features of the good ones around \
        them.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let first = facts.shot.first_frame;
        let looked = facts.faces.topology.is_some();
        let mut runs: Vec<&SoftRun> = facts.soft.iter().collect();
        runs.sort_by(|a, b| b.most_sigma_px().total_cmp(&a.most_sigma_px()));
        let Some(worst) = runs.first() else {
            let text = if looked {
                "No face is softer in some frames than in those around them."
            } else {
                "No face was followed by its mesh: soft frames cannot be told."
            };
            return Judgement {
                worst_frame: 0,
                value: 0.0,
                unit: "px",
                threshold: SOFT_SIGMA_PX,
                severity: if looked { Severity::Fine } else { Severity::CannotTell },
                remedy: Remedy::Leave,
                confidence: 0.7,
                text: text.into(),
            };
        };
        let name = |run: &&SoftRun| {
            let frames = match (first + run.first_frame, first + run.last_frame) {
                (from, to) if from == to => format!("frame {from}"),
                (from, to) => format!("frames {from}-{to}"),
            };
            format!("{frames} (face {}, as by a blur of {:.1} px)", run.face, run.most_sigma_px())
        };
        let named: Vec<String> = runs.iter().take(MOST_NAMED).map(name).collect();
        let more = runs.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let softest = worst.sigma_px.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(n, _)| n);
        Judgement {
            worst_frame: worst.first_frame + softest,
            value: worst.most_sigma_px(),
            unit: "px",
            threshold: SOFT_SIGMA_PX,
            severity: Severity::Minor,
            remedy: Remedy::Leave,
            confidence: 0.7,
            text: format!("The face is softer than in the frames around: {}{more}.", named.join("; ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;
    use crate::face::Topology;
    use std::sync::Arc;

    #[test]
    fn soft_frames_are_named_with_their_blur() {
        let run = SoftRun {
            face: 1,
            first_frame: 3,
            last_frame: 6,
            sigma_px: vec![1.5, 2.1, 2.0, 1.2],
            lacks_db: 12.0,
            before: vec![2, 1],
            behind: vec![7],
        };
        let with = |runs: Vec<SoftRun>| {
            judged::<SoftFrames>(|facts| {
                facts.soft = runs;
                facts.faces.topology = Some(Arc::new(Topology::default()));
            })
        };
        let one = with(vec![run.clone()]);
        assert_eq!((one.severity, one.worst_frame, one.value), (Severity::Minor, 4, 2.1));
        assert!(one.text.contains("frames 3-6 (face 1, as by a blur of 2.1 px)"), "{}", one.text);
        assert!(with(vec![run; 6]).text.contains("and 2 more"));
        assert_eq!(with(Vec::new()).severity, Severity::Fine);
        assert_eq!(judged::<SoftFrames>(|_| {}).severity, Severity::CannotTell);
    }
}
