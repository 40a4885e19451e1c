//! Boil: fine texture that is redrawn every frame.

use super::treat;
use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of};
use crate::flaw::{BOIL_FLOOR_LEVELS, Flaw};

/// See [`Check`].
#[derive(Debug)]
pub struct Boil;

impl Check for Boil {
    const NAME: &'static str = "boil";
    const MEASURES: &'static str = "Texture of 2-8 px that two successive frames do not share in the still space of the face, in \
        the median block of the face, in 8-bit luma levels, less what flat places around the skin do not share either: that is \
        grain. Where nothing flat is around the skin, grain counts too.";
    const WHY: &'static str = "Pores stay on a face. Texture that changes with every frame reads as noise crawling on plastic.";
    const REMEDY: &'static str = "Treat: `calm` keeps what frames share and takes out the rest.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let value = facts.figures.own_boil_levels();
        let severity = if facts.texture.len() < 2 {
            Severity::CannotTell
        } else {
            severity_of(value, BOIL_FLOOR_LEVELS)
        };
        let boils = severity >= Severity::Minor;
        let worst = facts.texture.iter().max_by(|a, b| a.boil.total_cmp(&b.boil));
        Judgement {
            worst_frame: worst.map_or(0, |p| p.frame),
            value,
            unit: "levels",
            threshold: BOIL_FLOOR_LEVELS,
            severity,
            remedy: if boils { treat(Flaw::Boil) } else { Remedy::Leave },
            confidence: 0.7 * facts.figures.locked,
            text: match severity {
                Severity::CannotTell => "There is too little skin, or too little motion known, to tell.".into(),
                Severity::Fine => format!("The skin's texture is steady ({value:.2} levels)."),
                _ if facts.detail.iter().any(|d| d.palette_percent != [0.0; 2]) => {
                    format!("The skin boils by {value:.2} levels, the dither of the picture's few colours included.")
                }
                _ => format!("The skin's texture boils by {value:.2} levels."),
            },
        }
    }
}
