//! Attire: hair, clothes and outlines of persons that flicker or crawl.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::{Attire as Part, AttireFlicker, ShotFacts};

/// See [`Check`].
#[derive(Debug)]
pub struct Attire;

/// From here on hair and clothes flicker, % of their texture: two camera clips that set it (d_re_lp_neutral, d_re_lp_green) measured at most 8 as they are, and
/// with hair of which 35 % is drawn anew in every frame 31 and 32 (`cargo xtask bench flaws --only hair`); a model of the same figure in another language, on these and
/// d_re_mustache in six more encodings and softened, at most 8.4.
pub(crate) const FLICKER_PERCENT: f32 = 17.0;
/// From here on an outline crawls, hundredths of a pixel: camera clips measured at most 12, and one of a speaker who turns all the time 22; with an outline
/// that jitters by half a pixel four of them measured 37 to 45 (`--only crawl`).
pub(crate) const CRAWL_HUNDREDTHS: f32 = 28.0;
/// So many times as much is to be seen at a glance.
const CLEAR_TIMES: f32 = 2.0;
/// From so many times on, and where it goes on for half of the shot, the shot is better asked for again, if nothing else of it is worth a repair.
const AGAIN_TIMES: f32 = 2.5;
/// Below this rate too much goes by between two frames, frames per second.
const LEAST_RATE: f64 = 10.0;
/// Below this many bits per pixel a codec draws hair and cloth anew with every frame that it can afford.
const LEAST_BITS_PER_PIXEL: f32 = 0.01;

impl Check for Attire {
    const NAME: &'static str = "hair-flicker";
    const MEASURES: &'static str = "What of hair and clothes is drawn anew in every frame: blocks of 16 px of a person, without the skin, are \
        followed to the frame before and behind (and to those two frames away) by their coarse structure, and the share of their texture of \
        1-6 px that a frame has by itself, in neither neighbour, counts: RMS in % of the texture, the median block, over a quarter of a \
        second. Motion, slow change and the steps of a codec's keyframes are shared with one of both and drop out; noise, told from what is flat, is \
        taken off. And how far the outline of the person lies off that of both neighbours, across it, in hundredths of a pixel. Hair is what lies above \
        the chin beside the face, clothes what lies below, with the hair that falls there. What is blurred by motion, what cannot be \
        followed, persons that are not found and clips below 10 frames per second are not judged; texture that changes slower than a few \
        times a second is not seen.";
    const WHY: &'static str = "Hair and weave stay as they are when a head moves. Strands that are drawn anew shimmer, and their edge crawls, also \
        where the skin is right.";
    const REMEDY: &'static str = "Leave: the steps for skin do not touch hair and clothes. Regenerate only where it is strong through half of the shot \
        and nothing else of the shot is worth a repair. Look at it at full size: small previews hide it.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let rate = seen.clip.frames() as f64 / seen.clip.duration_s().max(1e-6);
        let starved = seen.clip.signs.bits_per_pixel.is_some_and(|b| b < LEAST_BITS_PER_PIXEL);
        let told = facts.attire.iter().filter(|_| rate >= LEAST_RATE && !starved);
        let worst = told.max_by(|a, b| excess(a).total_cmp(&excess(b)));
        let Some(worst) = worst else { return untold(facts, rate, starved) };
        let severity = match excess(worst) {
            e if e < 1.0 => Severity::Fine,
            e if e < CLEAR_TIMES => Severity::Minor,
            _ => Severity::Clear,
        };
        let is_strong = excess(worst) >= AGAIN_TIMES && worst.usual >= limit(worst.attire);
        Judgement {
            worst_frame: worst.frame,
            value: worst.level,
            unit: if worst.attire == Part::Outline { "px/100" } else { "% of texture" },
            threshold: limit(worst.attire),
            severity,
            remedy: if is_strong { Remedy::Regenerate } else { Remedy::Leave },
            confidence: 0.7 * (worst.frames_told as f32 / facts.shot.frames.max(1) as f32).min(1.0),
            text: words(facts, worst, severity),
        }
    }
}

fn limit(attire: Part) -> f32 {
    match attire {
        Part::Hair | Part::Clothes => FLICKER_PERCENT,
        Part::Outline => CRAWL_HUNDREDTHS,
    }
}

/// How many times its limit it flickers.
fn excess(found: &AttireFlicker) -> f32 {
    found.level / limit(found.attire)
}

fn words(facts: &ShotFacts, worst: &AttireFlicker, severity: Severity) -> String {
    let first = facts.shot.first_frame;
    let said = |found: &AttireFlicker| {
        let (from, to) = (first + found.run.0, first + found.run.1);
        let [x, y] = found.at_px.map(|v| v.round() as i64);
        let place = format!("frames {from}-{to}, worst in frame {} around x {x}, y {y}", first + found.frame);
        match found.attire {
            Part::Hair => format!("hair flickers by {:.0} % of its texture ({place})", found.level),
            Part::Clothes => format!("clothes flicker by {:.0} % of their texture ({place})", found.level),
            Part::Outline => format!("the person's outline crawls by {:.2} px ({place})", found.level / 100.0),
        }
    };
    if severity == Severity::Fine {
        let name = match worst.attire {
            Part::Hair => format!("hair changes most, by {:.0} % of its texture", worst.level),
            Part::Clothes => format!("clothes change most, by {:.0} % of their texture", worst.level),
            Part::Outline => format!("the outline changes most, by {:.2} px", worst.level / 100.0),
        };
        return format!("Hair, clothes and outline are steady: {name}.");
    }
    let mut named: Vec<&AttireFlicker> = facts.attire.iter().filter(|a| excess(a) >= 1.0).collect();
    named.sort_by(|a, b| excess(b).total_cmp(&excess(a)));
    let list: Vec<String> = named.into_iter().map(said).collect();
    format!("Beside the skin: {}. No step for skin touches that.", list.join("; "))
}

/// What is said where nothing can be told.
fn untold(facts: &ShotFacts, rate: f64, starved: bool) -> Judgement {
    let text = if facts.attire.is_empty() {
        "No hair, clothes or outline of a person could be followed long enough to tell."
    } else if starved {
        "The codec had so few bits that it draws hair and clothes anew by itself: this cannot be told."
    } else if rate < LEAST_RATE {
        "Too few frames per second to tell flicker of hair and clothes from motion."
    } else {
        "Hair and clothes could not be told."
    };
    Judgement {
        worst_frame: 0,
        value: 0.0,
        unit: "% of texture",
        threshold: FLICKER_PERCENT,
        severity: Severity::CannotTell,
        remedy: Remedy::Leave,
        confidence: 0.5,
        text: text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judged, judged_clip};
    use super::*;

    fn found(attire: Part, times: f32) -> AttireFlicker {
        let level = times * limit(attire);
        AttireFlicker { attire, level, usual: level, frame: 12, run: (9, 15), at_px: [30.0, 20.0], frames_told: 20 }
    }

    fn with(all: &[AttireFlicker]) -> Judgement {
        judged::<Attire>(|facts| facts.attire = all.to_vec())
    }

    #[test]
    fn what_flickers_is_named_with_its_frames_and_its_place_and_is_left() {
        assert_eq!(with(&[]).severity, Severity::CannotTell);
        let fine = with(&[found(Part::Hair, 0.5), found(Part::Outline, 0.8)]);
        assert!(fine.severity == Severity::Fine && fine.text.contains("outline"), "{}", fine.text);
        let named = with(&[found(Part::Hair, 1.2), found(Part::Clothes, 1.6), found(Part::Outline, 0.3)]);
        assert_eq!((named.severity, named.remedy, named.worst_frame), (Severity::Minor, Remedy::Leave, 12));
        assert!(named.text.contains("clothes flicker by 27 %") && named.text.contains("frames 9-15"), "{}", named.text);
        assert!(named.text.contains("hair flickers") && !named.text.contains("outline"), "{}", named.text);
        let crawls = with(&[found(Part::Outline, 2.2)]);
        assert!(crawls.severity == Severity::Clear && crawls.text.contains("crawls by 0.62 px"), "{}", crawls.text);
    }

    #[test]
    fn only_what_is_strong_and_goes_on_asks_for_another_take() {
        let strong = found(Part::Hair, 1.1 * AGAIN_TIMES);
        assert_eq!(with(&[strong]).remedy, Remedy::Regenerate);
        assert_eq!(with(&[AttireFlicker { usual: 2.0, ..strong }]).remedy, Remedy::Leave, "one run");
    }

    #[test]
    fn a_codec_without_bits_and_few_frames_per_second_tell_nothing() {
        let starved = judged_clip::<Attire>(|facts, clip| {
            facts.attire = vec![found(Part::Hair, 2.0)];
            clip.signs.bits_per_pixel = Some(0.5 * LEAST_BITS_PER_PIXEL);
        });
        assert!(starved.severity == Severity::CannotTell && starved.text.contains("codec"), "{}", starved.text);
    }
}
