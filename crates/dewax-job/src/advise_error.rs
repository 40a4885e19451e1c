//! Why there is no advice: what was asked, what was found, what to do.

use dewax::advice::BadHints;
use std::path::PathBuf;

/// Why there is no advice.
#[derive(Debug, thiserror::Error)]
pub enum AdviseError {
    /// The table of hints is none.
    #[error(transparent)]
    Hints(#[from] BadHints),
    /// It cannot be read.
    #[error("the table of hints `{path}` cannot be read: {why}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// No such generator.
    #[error("the table of hints knows no generator `{asked}`; it knows {known}")]
    NoGenerator {
        /// What was asked for.
        asked: String,
        /// Those that there are.
        known: String,
    },
    /// The clip cannot be measured, and its marks can be read.
    #[error("{why}; its marks can be read all the same: --no-measure")]
    NotMeasured {
        /// Why not.
        why: String,
    },
    /// There is no prompt to be written.
    #[error("the file holds no prompt that could be written to `{0}`")]
    NoPrompt(PathBuf),
    /// What is shown is measured.
    #[error("an evidence pack needs measurements: leave --no-measure out")]
    NoEvidence,
    /// Its marks cannot be read.
    #[error("the marks of generators in the file cannot be read: {0}")]
    Marks(std::io::Error),
    /// The pack could not be made.
    #[error(transparent)]
    Zip(#[from] dewax_media::zipped::ZipError),
}
