//! Seam: a part was joined on to the shot, and its colours step at one frame.

use super::treat;
use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of};
use crate::color::{Join, MOST_STEADY_SHARE, TAKEN_BACK_DE};
use crate::flaw::{Flaw, JOIN_DE};

/// See [`Check`].
#[derive(Debug)]
pub struct Seam;

impl Check for Seam {
    const NAME: &'static str = "seam";
    const MEASURES: &'static str = "How far colours step at one frame and stay, in CIEDE2000, the skin's or those of the whole picture, \
        whichever step is larger: blocks of the picture are followed along its motion, skin along its lock. The step has to stand out from \
        those of the frames near it, to stay, and to be one grade of all of the picture with which the skin goes. Flicker comes back, drift is slow, \
        most lamps light a part, a cut shows something else: none of them is a seam. A camera that steps its exposure or white balance in one \
        frame, and a light that reaches all of the picture alike, make the same and cannot be told from one.";
    const WHY: &'static str = "Generators that make a clip longer give the new part another contrast and colour, and the light of a real take \
        does not jump.";
    const REMEDY: &'static str = "Treat: balance takes the step back by one fixed grade for all frames behind it (seam = 0 leaves it, where \
        it is meant). It is named and left where it is below ΔE 1.2, or above 8 and so taken for meant, and where bars, a logo or what is cut off \
        stay as they are. Never a reason to regenerate.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let joins = &seen.facts.joins;
        let worst = joins.iter().max_by(|a, b| a.de().total_cmp(&b.de()));
        let value = worst.map_or(0.0, Join::de);
        let severity = match (seen.facts.has_skin(), worst) {
            (false, _) => Severity::CannotTell,
            (_, None) => Severity::Fine,
            // What is called one is seen.
            (_, Some(_)) => severity_of(value, JOIN_DE).max(Severity::Minor),
        };
        let first = seen.facts.shot.first_frame;
        let lines: Vec<String> = joins.iter().map(|j| told(j, first + j.frame)).collect();
        Judgement {
            worst_frame: worst.map_or(0, |j| j.frame),
            value,
            unit: "ΔE2000",
            threshold: JOIN_DE,
            severity,
            remedy: if joins.iter().any(Join::is_taken_back) { treat(Flaw::Join) } else { Remedy::Leave },
            confidence: worst.map_or(0.8, |j| j.explained),
            text: match severity {
                Severity::CannotTell => "Without skin that is followed a seam cannot be told.".into(),
                Severity::Fine => "No part was joined on.".into(),
                _ => lines.join(" "),
            },
        }
    }
}

/// A join in a sentence.
fn told(join: &Join, frame: usize) -> String {
    format!(
        "A part was joined on at frame {frame}: contrast {:+.0} %, saturation {:+.0} %, middle greys {:+.1} % of white, the skin \
         ΔE {:.1}, the picture ΔE {:.1}.{}",
        join.contrast_percent,
        join.saturation_percent,
        join.lighter_percent,
        join.skin_de,
        join.picture_de,
        why_left(join)
    )
}

/// Why a join is not taken back, in a sentence; nothing where it is.
fn why_left(join: &Join) -> String {
    let (least, most) = TAKEN_BACK_DE;
    match join.de() {
        _ if join.is_taken_back() => String::new(),
        de if de > most => format!(" Steps above ΔE {most} are taken for meant, as a light that is turned on, and left."),
        de if de < least => format!(" Steps below ΔE {least} are left."),
        _ => format!(
            " It is left: {:.1} % of the picture (bars, a caption, what is cut off) stays as it is, and would step (limit: {:.1} %).",
            100.0 * join.steady_share,
            100.0 * MOST_STEADY_SHARE
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;
    use crate::color::Cdl;
    use crate::facts::SkinModel;

    const SKIN: SkinModel = SkinModel {
        hue_deg: 123.0,
        hue_width_deg: 15.0,
        sat_min: 0.1,
        sat_max: 0.5,
        luma_min: 0.2,
        luma_max: 0.8,
        support: 0.3,
    };

    fn seen(joins: &[Join]) -> Judgement {
        judged::<Seam>(|facts| {
            facts.skin = Some(SKIN);
            facts.joins = joins.to_vec();
        })
    }

    #[test]
    fn a_join_is_named_with_its_frame_and_treated() {
        let join = Join {
            frame: 12,
            back: Cdl::NEUTRAL,
            contrast_percent: 10.2,
            saturation_percent: 14.8,
            lighter_percent: -0.3,
            skin_de: 2.4,
            picture_de: 1.9,
            explained: 0.95,
            steady_share: 0.0,
        };
        let found = seen(&[Join { skin_de: 0.8, picture_de: 0.6, frame: 6, ..join }, join]);
        assert_eq!((found.worst_frame, found.value, found.severity), (12, 2.4, Severity::Clear));
        assert!(matches!(&found.remedy, Remedy::Treat(steps) if !steps.is_empty()), "{:?}", found.remedy);
        for words in ["frame 6", "frame 12", "contrast +10 %", "saturation +15 %"] {
            assert!(found.text.contains(words), "{words}: {}", found.text);
        }
        for (left, words) in [
            (Join { skin_de: 0.8, picture_de: 0.9, ..join }, "below ΔE 1.2"),
            (Join { picture_de: 12.0, ..join }, "taken for meant"),
            (Join { steady_share: 0.2, ..join }, "20.0 % of the picture"),
        ] {
            let told = seen(&[left]);
            assert!(told.remedy == Remedy::Leave && told.text.contains(words), "{}", told.text);
        }
        assert_eq!(seen(&[]).severity, Severity::Fine);
        assert_eq!(judged::<Seam>(|_| {}).severity, Severity::CannotTell);
    }
}
