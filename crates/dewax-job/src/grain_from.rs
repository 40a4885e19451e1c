//! The grain of a reference clip or still, measured: what `--grain-from` lays on another clip.

pub use crate::error::GrainFromError;
use crate::error::JobError;
use crate::progress::{Progress, Stage};
use dewax::analysis::grain::{GrainMatch, GrainMeter};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::losses::{OpenError, Opening, open};
use dewax_media::picture::picture_of;
use dewax_media::tools::Tools;
use std::path::Path;

/// Pictures that are decoded at most: ten seconds.
const MOST_FRAMES: usize = 240;
/// Of each of these many pictures the first [`PAIR`] are measured.
const EVERY: usize = 10;
/// Successive pictures that are measured: two make a difference.
const PAIR: usize = 2;

/// Measures the grain of the first seconds of a clip, or of a still.
///
/// # Errors
/// When the file cannot be read or opened as said, nothing in it is flat, it has no grain, or the user stops.
pub fn measure(
    tools: &Tools,
    path: &Path,
    opening: Opening,
    progress: &dyn Progress,
) -> Result<GrainMatch, JobError> {
    let source = open(tools, path, opening).map_err(|error| match error {
        OpenError::Probe(error) => GrainFromError::from(error).into(),
        other => JobError::from(other),
    })?;
    let mut meter = GrainMeter::new(picture_of(&source, false));
    let mut decoder = Decoder::open(tools, &source, DecodeOptions::default())?;
    let hint = source.video.frames_hint.map_or(MOST_FRAMES, |n| (n as usize).min(MOST_FRAMES));
    progress.begin(Stage::Analyse, Some(hint));
    for index in 0..MOST_FRAMES {
        if progress.stopped() {
            return Err(JobError::Interrupted);
        }
        let Some(mut picture) = decoder.next()? else { break };
        if index % EVERY < PAIR {
            picture.frame.index = index;
            meter.push(&picture.frame);
        }
        progress.done(index + 1);
    }
    let why = |why| GrainFromError::None { name: source.name.clone(), why };
    Ok(meter.finish().map_err(why)?)
}
