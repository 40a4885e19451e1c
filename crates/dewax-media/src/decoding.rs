//! How pictures are decoded, and why they could not be.

use crate::losses::LossError;
use crate::matte_error::MatteError;
use crate::nut::NutError;

/// Why pictures could not be decoded.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// FFmpeg did not start.
    #[error("FFmpeg did not start: {0}; run `dewax doctor`")]
    Start(std::io::Error),
    /// Not one picture came.
    #[error("no picture of `{name}` could be decoded: {why}")]
    NoPicture {
        /// The source's name.
        name: String,
        /// What FFmpeg said.
        why: String,
    },
    /// No picture at or after the place that was asked for.
    #[error("`{name}` has no picture at or after {at_s:.3} s")]
    Beyond {
        /// The source's name.
        name: String,
        /// The place, in seconds.
        at_s: f64,
    },
    /// The decoder failed after some pictures.
    #[error("decoding `{name}` failed after {frames} frames: {why}; the file is probably damaged there")]
    Failed {
        /// The source's name.
        name: String,
        /// Pictures that came before.
        frames: usize,
        /// What FFmpeg said.
        why: String,
    },
    /// A picture of another size or format than the file promised, or turned to another size than the first one.
    #[error(
        "frame {frame} of `{name}` is not {width}x{height} {pix_fmt} as the first one is; split the source where it changes"
    )]
    Changed {
        /// The source's name.
        name: String,
        /// The frame's number, counted from the first that was decoded.
        frame: usize,
        /// Columns promised.
        width: usize,
        /// Rows promised.
        height: usize,
        /// Format promised.
        pix_fmt: String,
    },
    /// The thread that reads the pictures is gone.
    #[error(
        "the thread that reads `{name}` died after {frames} frames; this is a fault of dewax: run it again, and report it"
    )]
    Died {
        /// The source's name.
        name: String,
        /// Pictures that came before.
        frames: usize,
    },
    /// The mask that was given has not the frames of the source.
    #[error(transparent)]
    Matte(#[from] MatteError),
    /// Its frames are two fields each, which is seen only here.
    #[error(transparent)]
    Loss(#[from] LossError),
    /// The pipe brought something unreadable.
    #[error(transparent)]
    Stream(#[from] NutError),
}

/// A place to start at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeekTo {
    /// Timestamp in ticks of the source's `video.time_base`; the first picture at or after it comes first.
    pub pts: i64,
}

/// How to decode.
#[derive(Clone, Copy, Debug, Default)]
pub struct DecodeOptions {
    /// Where to start; the beginning when not given.
    pub from: Option<SeekTo>,
    /// Whether pictures are turned upright, see [`Source::frame_format`](crate::probe::Source::frame_format).
    pub bake_rotation: bool,
    /// How many pictures to leave out, counted from where it starts.
    pub skip_frames: usize,
}
