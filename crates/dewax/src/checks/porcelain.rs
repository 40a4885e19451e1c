//! Porcelain: too little texture that sticks to the skin.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};

/// See [`Check`].
#[derive(Debug)]
pub struct Porcelain;

/// Real skin at ordinary face sizes carries about this much texture in the 2-8 px bands; skin with less looks smooth.
/// Without a face the size is not known, so this check never says more than "minor".
const THIN_LEVELS: f32 = 0.7;

impl Check for Porcelain {
    const NAME: &'static str = "porcelain";
    const MEASURES: &'static str = "Texture of 2-8 px that successive frames share along the motion of the skin, in 8-bit \
        luma levels. Only what sticks counts: noise and boil are no skin.";
    const WHY: &'static str = "Skin without pores reads as porcelain, wax or plastic, however sharp the eyes are.";
    const REMEDY: &'static str = "Treat: `texture.contrast` where there is something to lift, `skin_grain` where there is \
        nothing. Heavy compression smooths camera footage too: the size of the face and the bitrate decide, so this \
        check alone never condemns a shot.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let [finest, fine, _] = facts.figures.sticky_levels;
        let value = (finest * finest + fine * fine).sqrt();
        let severity = match facts.texture.len() {
            0 | 1 => Severity::CannotTell,
            _ if value < THIN_LEVELS => Severity::Minor,
            _ => Severity::Fine,
        };
        let thin = severity == Severity::Minor;
        let weakest = facts.texture.iter().min_by(|a, b| a.sticky[1].total_cmp(&b.sticky[1]));
        Judgement {
            worst_frame: weakest.map_or(0, |p| p.frame),
            value,
            unit: "levels",
            threshold: THIN_LEVELS,
            severity,
            remedy: if thin {
                Remedy::Treat(vec!["texture.contrast".into(), "skin_grain".into()])
            } else {
                Remedy::Leave
            },
            confidence: 0.4 * facts.figures.locked,
            text: match severity {
                Severity::CannotTell => "There is too little skin, or too little motion known, to tell.".into(),
                Severity::Fine => format!("The skin has texture ({value:.2} levels)."),
                _ => format!("The skin is smooth ({value:.2} levels of texture that sticks)."),
            },
        }
    }
}
