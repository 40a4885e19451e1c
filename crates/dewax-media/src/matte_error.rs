//! Why a given mask cannot be used.

use crate::probe_error::ProbeError;

/// Why a given mask cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MatteError {
    /// It is no file that could be one.
    #[error("the mask cannot be used: {0}")]
    Probe(#[from] ProbeError),
    /// It has not the size of the clip.
    #[error(
        "the mask `{name}` is {}x{}, the clip `{clip}` is {}x{}: export the mask at the size of the clip",
        found.0, found.1, want.0, want.1
    )]
    Size {
        /// The mask.
        name: String,
        /// Its columns and rows.
        found: (usize, usize),
        /// The clip.
        clip: String,
        /// Its columns and rows.
        want: (usize, usize),
    },
    /// It ends before the clip does.
    #[error(
        "the mask `{name}` has {frames} frames and the clip `{clip}` has more: export one for every frame of the \
         clip, or give a still"
    )]
    Short {
        /// The mask.
        name: String,
        /// Its frames.
        frames: usize,
        /// The clip.
        clip: String,
    },
    /// It goes on after the clip's end.
    #[error(
        "the mask `{name}` has more frames than the clip `{clip}`, which has {frames}: export one for every frame \
         of the clip, or give a still"
    )]
    Long {
        /// The mask.
        name: String,
        /// The clip.
        clip: String,
        /// The clip's frames.
        frames: usize,
    },
    /// The recipe was made with another file.
    #[error(
        "the recipe was made with the mask `{made_with}`, and `{found}` is another file (its bytes differ): give \
         that mask with --mask, or plan again"
    )]
    Other {
        /// The file that the recipe names.
        made_with: String,
        /// The file that was opened.
        found: String,
    },
    /// The file that the recipe names is not there.
    #[error("the recipe's mask `{0}` is not there: say with --mask where it is")]
    Gone(String),
    /// The recipe was made without a mask.
    #[error("the recipe was made without a mask, so it cannot take `{0}`: plan again with --mask")]
    NotPlanned(String),
}
