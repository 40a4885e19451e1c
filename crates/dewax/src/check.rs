//! One diagnosis: what its author writes, and the finding it gives.

use crate::clip::Clip;
use crate::facts::ShotFacts;
use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// As in good camera footage.
    Fine,
    /// It could not be measured honestly.
    CannotTell,
    /// To be seen when looked for.
    Minor,
    /// To be seen.
    Clear,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(from = "RemedyFile", into = "RemedyFile")]
#[schemars(with = "RemedyFile")]
pub enum Remedy {
    /// Nothing.
    Leave,
    /// These steps.
    Treat(Vec<String>),
    /// Ask the generator again.
    Regenerate,
}

/// A [`Remedy`] in files: always of this form.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "Remedy")]
struct RemedyFile {
    /// What to do.
    action: RemedyAction,
    /// The steps that treat it; empty unless it is to be treated.
    steps: Vec<String>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum RemedyAction {
    /// Nothing.
    Leave,
    /// These steps.
    Treat,
    /// Ask the generator again.
    Regenerate,
}

impl From<Remedy> for RemedyFile {
    fn from(remedy: Remedy) -> Self {
        let (action, steps) = match remedy {
            Remedy::Leave => (RemedyAction::Leave, Vec::new()),
            Remedy::Treat(steps) => (RemedyAction::Treat, steps),
            Remedy::Regenerate => (RemedyAction::Regenerate, Vec::new()),
        };
        Self { action, steps }
    }
}

impl From<RemedyFile> for Remedy {
    fn from(file: RemedyFile) -> Self {
        match file.action {
            RemedyAction::Leave => Self::Leave,
            RemedyAction::Treat => Self::Treat(file.steps),
            RemedyAction::Regenerate => Self::Regenerate,
        }
    }
}

/// What a check found in a shot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Finding {
    /// The check.
    pub code: String,
    /// The shot: the first is 1 in files, as in words.
    #[serde(with = "crate::clip::from_one")]
    #[schemars(with = "std::num::NonZeroUsize")]
    pub shot: usize,
    /// Number of the worst frame in the clip.
    pub worst_frame: usize,
    /// How much was measured.
    pub value: f32,
    /// In what.
    pub unit: String,
    /// From where on it counts.
    pub threshold: f32,
    /// How bad.
    pub severity: Severity,
    /// What to do.
    pub remedy: Remedy,
    /// How sure, 0..=1.
    pub confidence: f32,
    /// The same in a sentence.
    pub text: String,
}

impl Finding {
    /// How many times the value from where on it counts was measured; the value itself where that is 0.
    pub fn of_threshold(&self) -> f32 {
        if self.threshold.abs() > 1e-6 { self.value / self.threshold } else { self.value }
    }
}

/// What a check may know.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The shot that is judged.
    pub facts: &'a ShotFacts,
    /// All shots of the clip.
    pub shots: &'a [ShotFacts],
    /// The clip.
    pub clip: &'a Clip,
}

/// Written by the author of a check.
pub trait Check {
    /// Its name in reports.
    const NAME: &'static str;
    /// What it measures.
    const MEASURES: &'static str;
    /// Why that looks plastic.
    const WHY: &'static str;
    /// When to treat and when to regenerate.
    const REMEDY: &'static str;
    /// Whether it holds a face against real ones: of a drawn face it cannot tell.
    const OF_REAL_SKIN: bool = false;

    /// What it finds in a shot. Pure.
    fn judge(seen: &Evidence<'_>) -> Judgement;
}

/// A finding before it is tied to a shot's number.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// See [`Finding::worst_frame`], counted from the start of the shot.
    pub worst_frame: usize,
    /// How much.
    pub value: f32,
    /// In what.
    pub unit: &'static str,
    /// From where on it counts.
    pub threshold: f32,
    /// How bad.
    pub severity: Severity,
    /// What to do.
    pub remedy: Remedy,
    /// How sure, 0..=1.
    pub confidence: f32,
    /// In a sentence.
    pub text: String,
}

/// A line of the table of checks.
#[derive(Clone, Copy, Debug)]
pub struct CheckEntry {
    /// Its name.
    pub name: &'static str,
    /// What it measures.
    pub measures: &'static str,
    /// Why that looks plastic.
    pub why: &'static str,
    /// When to treat and when to regenerate.
    pub remedy: &'static str,
    /// See [`Check::OF_REAL_SKIN`].
    pub of_real_skin: bool,
    /// The check itself.
    pub judge: fn(&Evidence<'_>) -> Judgement,
}

impl CheckEntry {
    /// The line of a check.
    pub const fn of<C: Check>() -> Self {
        Self {
            name: C::NAME,
            measures: C::MEASURES,
            why: C::WHY,
            remedy: C::REMEDY,
            of_real_skin: C::OF_REAL_SKIN,
            judge: C::judge,
        }
    }

    /// What the check finds in shot number `shot`.
    pub fn find(&self, shot: usize, seen: &Evidence<'_>) -> Finding {
        let mut j = (self.judge)(seen);
        if self.of_real_skin && seen.facts.is_stylised() && j.severity != Severity::CannotTell {
            j.text = format!("A drawn face is not held against real skin. Were it real: {}", j.text);
            (j.severity, j.remedy) = (Severity::CannotTell, Remedy::Leave);
        }
        Finding {
            code: self.name.into(),
            shot,
            worst_frame: seen.facts.shot.first_frame + j.worst_frame,
            value: j.value,
            unit: j.unit.into(),
            threshold: j.threshold,
            severity: j.severity,
            remedy: j.remedy,
            confidence: j.confidence,
            text: j.text,
        }
    }
}

/// Fine below the threshold, minor up to twice of it, clear above.
pub fn severity_of(value: f32, threshold: f32) -> Severity {
    match value / threshold {
        r if r < 1.0 => Severity::Fine,
        r if r < 2.0 => Severity::Minor,
        _ => Severity::Clear,
    }
}

/// Number of the largest value; 0 of nothing.
pub fn worst(values: &[f32]) -> usize {
    (0..values.len()).max_by(|&a, &b| values[a].abs().total_cmp(&values[b].abs())).unwrap_or(0)
}

/// Declares the modules and the table together: a new check is one file and one line.
#[macro_export]
macro_rules! checks {
    ($($module:ident :: $check:ident),* $(,)?) => {
        $(pub mod $module;)*
        /// The checks, in the order in which reports list them.
        pub static CHECKS: &[$crate::check::CheckEntry] = &[$($crate::check::CheckEntry::of::<$module::$check>()),*];
    };
}
