//! Why a picture file was not read or written, in words.

use super::PictureKind;

/// Why a picture file was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum PictureFileError {
    /// The file system did not give it.
    #[error("`{name}` cannot be read: {source}")]
    Unreadable {
        /// The file, as people know it.
        name: String,
        /// What the file system said.
        source: std::io::Error,
    },
    /// It is none of the kinds that are read.
    #[error("`{name}` is no picture that is read here: PNG, JPEG, TIFF and WebP are")]
    Unknown {
        /// The file, as people know it.
        name: String,
    },
    /// It has more pixels than are held in memory.
    #[error(
        "`{name}` has {width}×{height} pixels: {most} million at most are read; scale it down, or cut it into parts"
    )]
    Large {
        /// The file, as people know it.
        name: String,
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
        /// Millions of pixels that are read.
        most: usize,
    },
    /// It is cut off or broken.
    #[error(
        "`{name}` is damaged or cut off ({why}): open and save it in the program that it comes from, or copy it again"
    )]
    Damaged {
        /// The file, as people know it.
        name: String,
        /// What its reader said.
        why: String,
    },
    /// It is whole, but of a form that is not treated.
    #[error("`{name}` is {what}, which is not treated: {cure}")]
    Form {
        /// The file, as people know it.
        name: String,
        /// What it is.
        what: String,
        /// What to do.
        cure: String,
    },
    /// What is to be written does not fit the file that it comes from.
    #[error("{what} does not fit `{name}`")]
    Misfit {
        /// The file, as people know it.
        name: String,
        /// What was handed in, and what it would have to be.
        what: String,
    },
    /// A kind of file cannot hold it.
    #[error("`{name}` cannot be written as {kind}: {why}", kind = kind.name())]
    Unwritable {
        /// The file, as people know it.
        name: String,
        /// The kind that was asked for.
        kind: PictureKind,
        /// What stands in the way, and what to do.
        why: String,
    },
    /// Its colour profile leads nowhere.
    #[error("the colours of `{name}` cannot be converted: {why}")]
    Colours {
        /// The file, as people know it.
        name: String,
        /// What is wrong with its profile.
        why: String,
    },
}
