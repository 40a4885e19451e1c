//! Findings, verdicts, and the report of a whole clip as it is stored beside it.

mod faces;
mod matched;
mod treatment;
mod verdict;

pub use faces::{
    FACE_OF_SQUARE, FACES_VERSION, FaceColumns, FaceRow, FaceShot, FaceSummary, FaceTable, LikeFace,
    faces_note, least_sure,
};

pub use matched::ShotMatch;
pub use treatment::Treatment;
pub use verdict::{ALL_LEFT_OUT, ShotTrial, Verdict, verdict_after, worst_frame};

use crate::advice;
use crate::analysis::Analysis;
use crate::certificate::Certificate;
use crate::check::Finding;
use crate::clip::Shot;
use crate::face::Tier;
use crate::facts::{ShotFacts, ShotFigures};
use crate::recipe::Recipe;
use serde::{Deserialize, Serialize};

/// Raised when the meaning of a report file changes.
pub const REPORT_VERSION: u32 = 3;

/// The most runs of lost frames that a note names.
const MOST_RANGES: usize = 8;

/// One shot of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShotReport {
    /// Which frames.
    pub shot: Shot,
    /// What to do with it.
    pub verdict: Verdict,
    /// The verdict in a sentence.
    pub because: String,
    /// What was measured.
    pub figures: ShotFigures,
    /// The faces that were followed.
    #[serde(default)]
    pub faces: Vec<FaceSummary>,
    /// What to know when no face was found; empty when one was, or when none was looked for.
    #[serde(default)]
    pub faces_note: String,
    /// The frames in which skin is not locked and therefore left alone by `calm`; empty when it is locked throughout.
    #[serde(default)]
    pub locks_note: String,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// How sure the verdict is, 0..=1: as sure as the least sure finding that it rests on.
    pub confidence: f32,
    /// What to ask of the generator next time, three sentences at most (`dewax advise` has all); empty where the shot is to be left.
    #[serde(default)]
    pub advice: Vec<String>,
    /// What came of the worst second when it was treated; none when nothing was to be treated, or nothing was tried.
    #[serde(default)]
    pub trial: Option<ShotTrial>,
    /// What the recipe does, step by step; empty for a diagnosis.
    pub treatment: Vec<Treatment>,
    /// What its colours were taken to; none where they were not.
    #[serde(default)]
    pub matched: Option<ShotMatch>,
}

/// What happened to a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Delivery {
    /// The file, or the pattern of a sequence.
    pub path: String,
    /// Codec and pixel format.
    pub codec: String,
    /// First frame of the range, and one past its last.
    pub range: (usize, usize),
    /// Bytes.
    pub bytes: u64,
    /// How long the whole job took, in seconds.
    pub seconds: f64,
    /// SHA-256 of the recipe that made it.
    pub recipe_sha256: String,
}

/// Everything there is to say of a clip.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Report {
    /// [`REPORT_VERSION`] of the program that wrote it.
    pub report_version: u32,
    /// The program that wrote it.
    pub dewax: String,
    /// The source's file name.
    pub source: String,
    /// How much was known of the faces.
    pub tier: Tier,
    /// What that leaves out.
    pub tier_note: String,
    /// Colour tags in a line, `?` behind the assumed ones.
    pub tags: String,
    /// Width, height, frames, seconds.
    pub picture: String,
    /// The worst verdict of its shots; of a part of the clip, of those that are in it.
    pub verdict: Verdict,
    /// Things the reader must know: assumptions, what a container could not take, Content Credentials.
    pub notes: Vec<String>,
    /// What of the source is missing or damaged: it was accepted, and such a report is never clean.
    #[serde(default)]
    pub losses: Vec<String>,
    /// Its shots.
    pub shots: Vec<ShotReport>,
    /// What was written; none for a diagnosis.
    pub delivery: Option<Delivery>,
    /// What was proven of it; none for a diagnosis.
    pub certificate: Option<Certificate>,
}

impl Report {
    /// The report of an analysis, and of the recipe made from it if there is one. `trials` are those of the recipe,
    /// none when nothing was tried: of a shot whose trial failed it is never said that it can be treated.
    pub fn of(analysis: &Analysis, recipe: Option<&Recipe>, trials: Option<&[ShotTrial]>) -> Self {
        let clip = &analysis.clip;
        let shots: Vec<ShotReport> =
            (0..analysis.shots.len()).map(|i| shot_report(analysis, recipe, trials, i)).collect();
        let f = &clip.format;
        Self {
            report_version: REPORT_VERSION,
            dewax: analysis.dewax.clone(),
            source: clip.name.clone(),
            tier: analysis.tier,
            tier_note: analysis.tier.leaves_out().into(),
            tags: clip.tags.line(),
            picture: format!(
                "{}x{}, {} frames, {:.2} s, {} bit",
                f.width,
                f.height,
                clip.frames(),
                clip.duration_s(),
                f.bits
            ),
            verdict: shots.iter().map(|s| s.verdict).max().unwrap_or(Verdict::Leave),
            notes: Vec::new(),
            losses: Vec::new(),
            shots,
            delivery: None,
            certificate: None,
        }
    }

    /// Says what was written. Where that is a part of the clip, the verdict is that of its shots: the others are not in it.
    pub fn deliver(&mut self, delivery: Delivery) {
        self.delivery = Some(delivery);
        self.verdict = self.delivered_shots().map(|s| s.verdict).max().unwrap_or(Verdict::Leave);
    }

    /// Says what the colours of a shot were taken to.
    pub fn say_matched(&mut self, shot: usize, matched: ShotMatch) {
        if let Some(shot) = self.shots.get_mut(shot) {
            shot.because = verdict::because_matched(&shot.because, &matched);
            shot.matched = Some(matched);
        }
    }

    /// What the colours of the shots that were written were taken to, in short; none where no shot's were.
    pub fn matched_to(&self) -> Option<String> {
        let all: Vec<Option<&ShotMatch>> = self.delivered_shots().map(|s| s.matched.as_ref()).collect();
        let matched: Vec<&str> = all.iter().flatten().map(|m| m.to.as_str()).collect();
        let names = matched.iter().enumerate().filter(|(i, to)| !matched[..*i].contains(to));
        let names: Vec<&str> = names.map(|(_, to)| *to).collect();
        let some = if matched.len() < all.len() {
            format!("{} of {} shots ", matched.len(), all.len())
        } else {
            String::new()
        };
        (!matched.is_empty()).then(|| format!("{some}matched to {}", names.join(", ")))
    }

    /// The shots that were written, in whole or in part; all of them where nothing was.
    pub fn delivered_shots(&self) -> impl Iterator<Item = &ShotReport> {
        let (from, to) = self.delivery.as_ref().map_or((0, usize::MAX), |d| d.range);
        self.shots.iter().filter(move |s| s.shot.first_frame < to && s.shot.end() > from)
    }

    /// Whether the job counts as a success: nothing to regenerate, nothing missing, and everything proven.
    pub fn is_clean(&self) -> bool {
        self.losses.is_empty()
            && self.verdict != Verdict::Regenerate
            && self.certificate.as_ref().is_none_or(|c| c.passed)
    }
}

fn shot_report(
    analysis: &Analysis,
    recipe: Option<&Recipe>,
    trials: Option<&[ShotTrial]>,
    index: usize,
) -> ShotReport {
    let facts = &analysis.shots[index];
    let findings = verdict::findings(analysis, index);
    let trial = trials.and_then(|all| all.iter().find(|t| t.shot == index));
    let decided = verdict::decide(&findings, trials.map(|_| trial));
    let advice = match decided.verdict {
        Verdict::Leave => Vec::new(),
        other => advice::in_short(&findings, &analysis.clip.signs, other == Verdict::Treat),
    };
    let treatment =
        recipe.and_then(|r| r.shot_of(facts.shot.first_frame)).map(treatment::of_shot).unwrap_or_default();
    let faces = faces::summaries(analysis, index);
    let faces_note = faces_note(analysis.tier, faces.len()).to_string();
    ShotReport {
        shot: facts.shot,
        verdict: decided.verdict,
        because: decided.because,
        confidence: decided.confidence,
        advice,
        trial: trial.cloned(),
        figures: facts.figures,
        faces,
        faces_note,
        locks_note: locks_note(facts),
        findings,
        treatment,
        matched: None,
    }
}

/// Which frames are not locked, in a sentence per face.
fn locks_note(facts: &ShotFacts) -> String {
    let name = |face: u32| if face == 0 { "The skin".into() } else { format!("Face {face}") };
    let lost = facts.lock_summaries.iter().filter(|l| !l.lost.is_empty()).map(|l| {
        let mut ranges: Vec<String> = l
            .lost
            .iter()
            .take(MOST_RANGES)
            .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") })
            .collect();
        if l.lost.len() > MOST_RANGES {
            ranges.push(format!("and {} more runs", l.lost.len() - MOST_RANGES));
        }
        format!("{} is not locked in frames {} and left alone there.", name(l.face), ranges.join(", "))
    });
    let kept = facts.faces.tracks.iter().filter(|t| !t.dropped);
    let never = kept
        .filter(|t| !facts.lock_summaries.iter().any(|l| l.face == t.id))
        .map(|t| format!("{} is never locked and left alone by calm.", name(t.id)));
    lost.chain(never).collect::<Vec<_>>().join(" ")
}
