//! Why a still was not made.

use crate::error::JobError;
use dewax::still::NotTheSame;
use dewax_media::guard::GuardError;
use dewax_media::picture_file::PictureFileError;
use dewax_media::psd::PsdError;
use std::path::PathBuf;

/// Why a still, or the page of all of them, was not made.
#[derive(Debug, thiserror::Error)]
pub enum StillsError {
    /// A picture cannot be read or written.
    #[error(transparent)]
    Picture(#[from] PictureFileError),
    /// As of clips.
    #[error(transparent)]
    Job(#[from] JobError),
    /// A file may not be written, or could not be.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// Layers cannot be written.
    #[error(transparent)]
    Layers(#[from] PsdError),
    /// A file could not be read.
    #[error("`{path}` cannot be read: {error}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The method needs an original.
    #[error(
        "the method {method} takes texture from an original, and there is none: {why}; name it with --original, or take --method pores"
    )]
    NoOriginal {
        /// The method.
        method: &'static str,
        /// Why there is none.
        why: String,
    },
    /// The original does not lie under the picture.
    #[error("the original `{original}` does not lie under it: {why}")]
    NotTheSame {
        /// The original.
        original: String,
        /// Why.
        why: NotTheSame,
    },
    /// The original is the picture.
    #[error("the original `{0}` is the picture itself: name the one that it was made of")]
    Itself(PathBuf),
    /// The method needs a face.
    #[error(
        "no face was found, and the method {0} knows skin by its face; take --method pores, or --faces mesh with `dewax models install`"
    )]
    NoFace(&'static str),
    /// dewax made it.
    #[error("it was made by dewax (the folder beside it says so); --again treats it once more")]
    OwnResult,
    /// The thread that treated it is gone.
    #[error("the thread that treated it died; this is a fault of dewax: run it again, and report it")]
    Died,
    /// Two results would have one name.
    #[error("`{0}` would be written by two pictures; treat them in calls of their own")]
    Twice(PathBuf),
}
