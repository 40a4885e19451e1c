//! Why a cut list could not be read or written.

use std::path::PathBuf;

/// Why a cut list could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TimelineError {
    /// The system said no.
    #[error("cannot read the cut list `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// Of another kind.
    #[error(
        "`{0}` is no cut list that is known: give an .otio (OpenTimelineIO), an .edl (CMX 3600) or an .xml (Final Cut Pro 7 XML)"
    )]
    Kind(PathBuf),
    /// Larger than any cut list.
    #[error("`{path}` has more than {most_mib} MiB, and no cut list has: is it one?")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What is read at most, in MiB.
        most_mib: u64,
    },
    /// What no such file can hold.
    #[error("the film `{name}` cannot be written as a cut list: {what}")]
    NotWritten {
        /// The film.
        name: String,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The file may not be written, or could not be.
    #[error(transparent)]
    Guard(#[from] crate::guard::GuardError),
    /// Damaged, or not what its name says.
    #[error("the cut list `{path}` cannot be used: {what}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
}
