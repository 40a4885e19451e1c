//! Why a file is no source.

use crate::tools::ToolsError;
use std::path::PathBuf;

/// Why a file cannot be treated.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// There is no such file.
    #[error("`{0}` does not exist; check the path")]
    Missing(PathBuf),
    /// It is a folder or something else that is not a file.
    #[error("`{0}` is not a file; give a video, a still, or a sequence such as shot_%05d.png")]
    NotAFile(PathBuf),
    /// The file has no bytes.
    #[error(
        "`{0}` is empty (0 bytes); it was probably not written to its end, so export or download it again"
    )]
    Empty(PathBuf),
    /// The file cannot be read.
    #[error("`{path}` cannot be read: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A list of other files instead of pictures.
    #[error(
        "`{0}` is a list or script that leads to other files, not a video; give the video itself, or write one with FFmpeg first"
    )]
    Playlist(PathBuf),
    /// FFmpeg does not know what it is.
    #[error("`{path}` is not a video or picture that FFmpeg can read: {why}")]
    NotMedia {
        /// The file.
        path: PathBuf,
        /// What FFmpeg said.
        why: String,
    },
    /// ffprobe does not run.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// What is beside its pixels is not known.
    #[error("ffprobe does not say what `{path}` holds beside its pixels: {why}; run `dewax doctor`")]
    NotTold {
        /// The file.
        path: PathBuf,
        /// What it said.
        why: String,
    },
    /// There is sound or data, but no picture.
    #[error("`{0}` has no video stream; dewax needs pictures to treat")]
    NoVideo(PathBuf),
    /// FFmpeg 5.1 to 7.1 have no decoder for it.
    #[error(
        "`{0}` is an animated WebP, which this FFmpeg cannot decode; convert it to a video first, or install a \
         newer FFmpeg"
    )]
    AnimatedWebp(PathBuf),
    /// No picture size.
    #[error("`{path}` has a {codec} video stream of {width}x{height} pixels, which cannot be decoded")]
    Size {
        /// The file.
        path: PathBuf,
        /// The codec.
        codec: String,
        /// Columns.
        width: i64,
        /// Rows.
        height: i64,
    },
    /// A picture format or colour model that dewax cannot treat.
    #[error(
        "`{path}` has pictures in {what}, which dewax cannot treat; convert it with FFmpeg to yuv444p16 first"
    )]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// The format.
        what: String,
    },
}
