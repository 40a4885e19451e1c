//! The whole path, once: probe → analyse → plan → render → verify → report. Every front end calls this.

use crate::ahead::{next, read_ahead};
use crate::character::CharacterError;
use crate::decode::{DecodeError, DecodeOptions};
use crate::encode::EncodeError;
use crate::faces::FacesError;
use crate::guard::{GuardError, scratch};
use crate::losses::LossError;
use crate::matte::{Matte, MatteError, Matted};
use crate::probe::{ProbeError, Source};
pub use crate::render::{RenderJob, Rendered};
use crate::sidecar::SidecarError;
use crate::target::TargetError;
use crate::tools::{Tools, ToolsError};
pub use dewax::analysis::Noticed;
use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::clip::{Clip, Ratio, Signs};
use dewax::recipe::RecipeError;
use std::path::Path;

/// Frames that wait between two stages.
pub(crate) const IN_FLIGHT: usize = 2;

/// Why a job did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// FFmpeg is missing or too old.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// The source is not one.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// It could not be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The wished output is impossible.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// It could not be written.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A look or recipe is wrong.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// A file beside the output could not be written or read.
    #[error(transparent)]
    Sidecar(#[from] SidecarError),
    /// Faces cannot be found as wished.
    #[error(transparent)]
    Faces(#[from] FacesError),
    /// The mask that was given cannot be used.
    #[error(transparent)]
    Matte(#[from] MatteError),
    /// A character cannot be taken or read.
    #[error(transparent)]
    Character(#[from] CharacterError),
    /// No grain can be taken from the reference.
    #[error(transparent)]
    GrainFrom(#[from] crate::grain_from::GrainFromError),
    /// A file may not be written.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// Content Credentials could not be read.
    #[error("the source's Content Credentials could not be read: {0}")]
    Credentials(std::io::Error),
    /// Faces cannot be shown as wished.
    #[error(transparent)]
    View(#[from] crate::face_views::ViewError),
    /// A picture of the report could not be made.
    #[error(transparent)]
    Exhibit(#[from] crate::exhibits::ExhibitError),
    /// The range lies outside the clip.
    #[error(
        "the range is {from}..{to}, the clip has frames 0..{frames} ({seconds:.3} s): choose a range inside it"
    )]
    Range {
        /// First frame asked for.
        from: usize,
        /// One past the last.
        to: usize,
        /// Frames of the clip.
        frames: usize,
        /// Its length.
        seconds: f64,
    },
    /// Recipe or analysis belong to another file.
    #[error(
        "the {what} was made for `{made_for}`, this is `{found}` ({why}): make it again with `dewax plan`"
    )]
    OtherClip {
        /// Recipe or analysis.
        what: &'static str,
        /// The clip it names.
        made_for: String,
        /// The clip that was given.
        found: String,
        /// What differs.
        why: &'static str,
    },
    /// The source gave other frames than when it was analysed.
    #[error(
        "frame {frame} of `{name}` came with another timestamp than in the analysis: the file changed, analyse it again"
    )]
    Changed {
        /// The clip.
        name: String,
        /// The frame.
        frame: usize,
    },
    /// Something of the source is missing, or it is not the one any more that was measured.
    #[error(transparent)]
    Loss(#[from] LossError),
    /// What was put away in a file of this run is not there any more.
    #[error(
        "what was measured could not be read again from the file it was put away in: is the disk sound, and has nobody cut \
         off files of a run? Run it again"
    )]
    PutAway,
    /// A thread is gone.
    #[error("the thread that {0} died; this is a fault of dewax: run it again, and report it")]
    Died(&'static str),
    /// The words of a range cannot be read.
    #[error("{0}")]
    RangeText(String),
    /// The user stopped it.
    #[error("interrupted; nothing was left behind")]
    Interrupted,
}

/// The parts of a job, as progress shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the source for the first time.
    Analyse,
    /// Treating and judging the worst second of each shot.
    Trial,
    /// Treating and encoding.
    Render,
    /// Reading the result.
    Verify,
}

/// How a job tells the world how far it is, and learns that it is no longer wanted.
pub trait Progress: Sync {
    /// A stage begins; `frames` when the number is known.
    fn begin(&self, stage: Stage, frames: Option<usize>);
    /// So many of its frames are done.
    fn done(&self, frames: usize);
    /// Whether the user wants to stop.
    fn stopped(&self) -> bool;
}

/// Says nothing and never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: Stage, _frames: Option<usize>) {}
    fn done(&self, _frames: usize) {}
    fn stopped(&self) -> bool {
        false
    }
}

/// Reads the source once and measures it, with `faces` if they can be found, and in the skin of `matte` if one is given.
/// Beside the measurements: what was noticed, such as a file that ends early.
///
/// # Errors
/// When it cannot be decoded, is not whole and that was not accepted, or the user stops.
pub fn analyse(
    tools: &Tools,
    source: &Source,
    bake_rotation: bool,
    faces: Option<&FaceWish>,
    matte: Option<&Matte>,
    progress: &dyn Progress,
) -> Result<(Analysis, Noticed), JobError> {
    analyse_beside(None, tools, source, bake_rotation, faces, matte, progress)
}

/// [`analyse`], which puts away what it does not need now in a file beside `out`, or where the system has such files.
pub(crate) fn analyse_beside(
    out: Option<&Path>,
    tools: &Tools,
    source: &Source,
    bake_rotation: bool,
    faces: Option<&FaceWish>,
    matte: Option<&Matte>,
    progress: &dyn Progress,
) -> Result<(Analysis, Noticed), JobError> {
    let options = DecodeOptions { bake_rotation, ..DecodeOptions::default() };
    let decoder = Matted::open(tools, source, options, matte, 0)?;
    progress.begin(Stage::Analyse, source.video.frames_hint.map(|n| n as usize));
    let format = source.frame_format(bake_rotation);
    let mut clip = clip_of(source, format);
    let analyser = Analyser::new(clip.picture(), source.video.frame_rate.value(), faces);
    let mut analyser = match scratch(out) {
        Some(stow) => analyser.putting_away(&stow),
        None => analyser,
    };
    let ((), warnings) = read_ahead(decoder, |pictures| {
        while let Some(picture) = next(pictures)? {
            if progress.stopped() {
                return Err(JobError::Interrupted);
            }
            clip.pts.push(picture.pts);
            analyser.push(&picture.frame);
            progress.done(clip.pts.len());
        }
        Ok(())
    })?;
    let losses = source.losses(tools, clip.frames(), &warnings)?;
    let warnings = warnings.into_iter().filter(|warning| !losses.contains(warning)).collect();
    clip.last_duration = source.last_duration(&clip.pts);
    clip.signs = source.signs(clip.frames());
    let analysis = analyser.finish(clip, dewax::VERSION);
    is_whole(&analysis)?;
    Ok((analysis, Noticed { warnings, losses }))
}

/// Whether everything that was put away could be read again.
///
/// # Errors
/// When not: what was made of it since is worth nothing.
pub(crate) fn is_whole(analysis: &Analysis) -> Result<(), JobError> {
    if analysis.is_lossy() { Err(JobError::PutAway) } else { Ok(()) }
}

/// The clip of a source, without its timestamps.
fn clip_of(source: &Source, format: dewax::px::Format) -> Clip {
    Clip {
        name: source.name.clone(),
        fingerprint: source.fingerprint.clone(),
        format,
        tags: source.video.tags,
        time_base: Ratio { num: source.video.time_base.num, den: source.video.time_base.den },
        pts: Vec::new(),
        last_duration: 1,
        signs: Signs::default(),
    }
}

/// Reads `2s..4s`, `48..96`, `..4s`, `2s..` as frames of a clip: seconds with an `s`, frame numbers without.
/// The end is not included.
///
/// # Errors
/// A sentence that says how to write it.
pub fn parse_range(text: &str, clip: &Clip) -> Result<(usize, usize), String> {
    let bad =
        || format!("`{text}` is no range: write 2s..4s (seconds), 48..96 (frames), or leave one end out");
    let (from, to) = text.split_once("..").ok_or_else(bad)?;
    let frame = |part: &str| -> Result<usize, String> {
        match part.trim().strip_suffix('s') {
            Some(seconds) => {
                let seconds: f64 = seconds.parse().map_err(|_| bad())?;
                if !seconds.is_finite() || seconds < 0.0 {
                    return Err(bad());
                }
                Ok((0..clip.frames()).find(|&i| clip.seconds(i) >= seconds - 1e-6).unwrap_or(clip.frames()))
            }
            None => part.trim().parse().map_err(|_| bad()),
        }
    };
    let from = if from.trim().is_empty() { 0 } else { frame(from)? };
    let to = if to.trim().is_empty() { clip.frames() } else { frame(to)? };
    Ok((from, to))
}
