//! Findings, verdicts, and the report of a whole clip as it is stored beside it.

mod faces;

pub use faces::{
    FACE_OF_SQUARE, FACES_VERSION, FaceColumns, FaceRow, FaceShot, FaceSummary, FaceTable, LikeFace,
    faces_note, least_sure,
};

use crate::analysis::Analysis;
use crate::certificate::Certificate;
use crate::check::{Evidence, Finding, Remedy, Severity};
use crate::checks::CHECKS;
use crate::clip::Shot;
use crate::face::Tier;
use crate::facts::{ShotFacts, ShotFigures};
use crate::recipe::Recipe;
use serde::{Deserialize, Serialize};

/// Raised when the meaning of a report file changes.
pub const REPORT_VERSION: u32 = 1;

/// The most runs of lost frames that a note names.
const MOST_RANGES: usize = 8;

/// What to do with a shot.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// Nothing needs doing.
    Leave,
    /// It can be treated.
    Treat,
    /// Ask the generator again.
    Regenerate,
}

impl Verdict {
    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leave => "LEAVE",
            Self::Treat => "TREAT",
            Self::Regenerate => "REGENERATE",
        }
    }
}

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
    /// What the recipe does, a line per step; empty for a diagnosis.
    pub treatment: Vec<String>,
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
    /// The worst verdict of its shots.
    pub verdict: Verdict,
    /// Things the reader must know: assumptions, what a container could not take, Content Credentials.
    pub notes: Vec<String>,
    /// Its shots.
    pub shots: Vec<ShotReport>,
    /// What was written; none for a diagnosis.
    pub delivery: Option<Delivery>,
    /// What was proven of it; none for a diagnosis.
    pub certificate: Option<Certificate>,
}

impl Report {
    /// The report of an analysis, and of the recipe made from it if there is one.
    pub fn of(analysis: &Analysis, recipe: Option<&Recipe>) -> Self {
        let clip = &analysis.clip;
        let shots: Vec<ShotReport> =
            (0..analysis.shots.len()).map(|i| shot_report(analysis, recipe, i)).collect();
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
            shots,
            delivery: None,
            certificate: None,
        }
    }

    /// Whether the job counts as a success: nothing to regenerate, and everything proven.
    pub fn is_clean(&self) -> bool {
        self.verdict != Verdict::Regenerate && self.certificate.as_ref().is_none_or(|c| c.passed)
    }
}

fn shot_report(analysis: &Analysis, recipe: Option<&Recipe>, index: usize) -> ShotReport {
    let facts = &analysis.shots[index];
    let seen = Evidence { facts, shots: &analysis.shots, clip: &analysis.clip };
    let findings: Vec<Finding> = CHECKS.iter().map(|c| c.find(index, &seen)).collect();
    let (verdict, because) = verdict(&findings);
    let treatment =
        recipe.and_then(|r| r.shot_of(facts.shot.first_frame)).map(|s| s.stack.summary()).unwrap_or_default();
    let faces = faces::summaries(analysis, index);
    let faces_note = faces_note(analysis.tier, faces.len()).to_string();
    ShotReport {
        shot: facts.shot,
        verdict,
        because,
        figures: facts.figures,
        faces,
        faces_note,
        locks_note: locks_note(facts),
        findings,
        treatment,
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

/// The verdict of a shot, and why.
pub fn verdict(findings: &[Finding]) -> (Verdict, String) {
    let seen = |f: &&Finding| f.severity >= Severity::Minor;
    let texts = |wanted: &dyn Fn(&Remedy) -> bool| {
        let chosen = findings.iter().filter(seen).filter(|f| wanted(&f.remedy));
        chosen.map(|f| f.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    let regenerate = texts(&|r| *r == Remedy::Regenerate);
    if !regenerate.is_empty() {
        return (Verdict::Regenerate, regenerate);
    }
    let treat = texts(&|r| matches!(r, Remedy::Treat(_)));
    if !treat.is_empty() {
        return (Verdict::Treat, treat);
    }
    let known = findings.iter().filter(|f| f.severity == Severity::Fine).count();
    let because = if known == 0 {
        "Nothing could be measured.".to_string()
    } else {
        "Nothing was found that needs treating.".to_string()
    };
    (Verdict::Leave, because)
}
