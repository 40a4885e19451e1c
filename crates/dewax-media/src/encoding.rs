//! How pictures are written, and why they could not be.

use crate::guard::{GuardError, Place};
use crate::nut::NutError;
use crate::rational::Rational;
use crate::source::Source;
use std::path::PathBuf;

/// Why an output could not be written. Nothing is left under the final name.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The output may not be written.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// The folder or file cannot be written.
    #[error("`{path}` cannot be written: {error}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// FFmpeg did not start.
    #[error("FFmpeg did not start: {0}; run `dewax doctor`")]
    Start(std::io::Error),
    /// The container does not take a stream of the source.
    #[error("{ending} files cannot hold {what}; write .mkv, which takes it unchanged")]
    Refused {
        /// The ending.
        ending: String,
        /// The stream, in words.
        what: String,
    },
    /// FFmpeg failed.
    #[error("writing `{path}` failed after {frames} frames: {why}")]
    Failed {
        /// The output.
        path: PathBuf,
        /// Frames that were handed over.
        frames: usize,
        /// What FFmpeg said.
        why: String,
    },
    /// A frame of another size than the output's.
    #[error("frame {frame} is {got_width}x{got_height}, but the output is {width}x{height}")]
    Size {
        /// The frame's number.
        frame: usize,
        /// Its columns.
        got_width: usize,
        /// Its rows.
        got_height: usize,
        /// The output's columns.
        width: usize,
        /// The output's rows.
        height: usize,
    },
    /// A timestamp that is not after the one before.
    #[error("frame {frame} is shown at tick {pts}, not after the frame before it (tick {before})")]
    Order {
        /// The frame's number.
        frame: usize,
        /// Its timestamp.
        pts: i64,
        /// The timestamp before.
        before: i64,
    },
    /// No frame at all.
    #[error("no frame was written to `{0}`")]
    NoFrames(PathBuf),
    /// The pipe's own limits.
    #[error(transparent)]
    Stream(#[from] NutError),
}

/// How to write.
#[derive(Clone, Debug)]
pub struct EncodeOptions<'a> {
    /// The place of the file to write, or of a pattern such as `shot_%05d.png`.
    pub place: &'a Place,
    /// Seconds per tick of every `pts` that is put: the source's `video.time_base`.
    pub time_base: Rational,
    /// How long the last frame is shown, in ticks; see [`Source::last_duration`].
    pub last_duration: i64,
    /// For a part of the source: its start and end in seconds of the source's own clock, the start being the time of
    /// the first frame that is put. The output then starts at 0: the first frame's `pts` is subtracted from every
    /// `pts` (so a caller may have done that already), sound, subtitles and chapters are cut to the part by whole
    /// packets and move with it, and a timecode is advanced.
    pub audio_range: Option<(f64, f64)>,
    /// Metadata to add to the container's.
    pub extra_metadata: Vec<(String, String)>,
    /// Whether the frames were decoded upright; then the display matrix is not written.
    pub bake_rotation: bool,
}

/// The shape of a pixel of the written pictures, where the source says one.
pub(crate) fn sample_aspect(source: &Source, options: &EncodeOptions<'_>) -> Option<(u64, u64)> {
    let aspect = source.video.sample_aspect;
    let turned = options.bake_rotation && source.video.rotation_deg % 180 != 0;
    let part = |number: i64| u64::try_from(number).unwrap_or(0);
    let own = (part(aspect.num), part(aspect.den));
    let shown = if turned { (own.1, own.0) } else { own };
    aspect.is_positive().then_some(shown)
}
