//! What is said of a clip, as data: `dewax advise --json`.

use dewax::advice::{Ask, Change, Negative, ShotAdvice};
use dewax::report::Verdict;
use dewax_media::provenance::Provenance;
use serde::Serialize;

/// Raised when the meaning of the document changes.
pub(super) const ADVICE_VERSION: u32 = 1;

/// The generator that hints are for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct AdvisedGenerator {
    /// What it is called in the table of hints.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the file names it; else it was said.
    pub is_told: bool,
    /// Where it takes what is not wanted.
    pub negative: Negative,
}

/// What was done to the words of a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct AdvisedPrompt {
    /// Characters of what is wanted, and of what is not.
    pub characters: [usize; 2],
    /// Whether the file says which is which; else it was guessed.
    pub is_told: bool,
    /// Words that were taken out of what is wanted, and of what is not.
    pub dropped: [Vec<String>; 2],
    /// Words that were added to what is wanted, and to what is not.
    pub added: [Vec<String>; 2],
    /// What the prompt names itself, and gets no other of.
    pub own: Vec<Change>,
    /// Why it was left as it is; none where it was not.
    pub left_alone: Option<String>,
    /// The prompt itself; none unless it was asked for.
    pub shown: Option<ShownPrompt>,
}

/// A prompt before and after, each what is wanted and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ShownPrompt {
    /// As the file has it.
    pub before: [String; 2],
    /// With other words.
    pub after: [String; 2],
}

/// Everything there is to say, `dewax advise --json`.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AdviceFile {
    /// The version of this form.
    pub advice_version: u32,
    /// The program.
    pub dewax: String,
    /// The clip's file name.
    pub source: String,
    /// What the file says of how it was made.
    pub provenance: Provenance,
    /// The generator that hints are for; none where nobody said.
    pub generator: Option<AdvisedGenerator>,
    /// The worst verdict of its shots, without a trial repair; none where nothing was measured.
    pub verdict: Option<Verdict>,
    /// What to ask for, shot by shot; empty where nothing was measured.
    pub shots: Vec<ShotAdvice>,
    /// General hints, where nothing was measured.
    pub unmeasured: Vec<Ask>,
    /// What was done to the prompt; none where there is none.
    pub prompt: Option<AdvisedPrompt>,
    /// What to know, in sentences.
    pub notes: Vec<String>,
    /// What of the clip is missing: it was accepted.
    pub losses: Vec<String>,
    /// Files that were written.
    pub files: Vec<String>,
}

impl AdviceFile {
    /// The JSON schema of it.
    pub fn schema() -> serde_json::Value {
        let writing = schemars::generate::SchemaSettings::default().for_serialize();
        writing.into_generator().into_root_schema_for::<Self>().to_value()
    }
}
