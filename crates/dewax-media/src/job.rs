//! The whole path, once: probe → analyse → plan → render → verify → report. Every front end calls this.

use crate::ahead::{next, read_ahead};
use crate::character::CharacterError;
use crate::decode::{DecodeError, DecodeOptions};
use crate::encode::{EncodeError, EncodeOptions, Encoder, FrameSink, Sealed};
use crate::faces::FacesError;
use crate::guard::{GuardError, Place, scratch};
use crate::losses::LossError;
use crate::making::Making;
use crate::matte::{Matte, MatteError, Matted};
use crate::probe::{ProbeError, Source};
use crate::sidecar::SidecarError;
use crate::still;
use crate::target::{Target, TargetError};
use crate::tools::{Tools, ToolsError};
use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::certificate;
use dewax::clip::{Clip, Ratio, Signs};
use dewax::px::Frame;
use dewax::recipe::{Recipe, RecipeError};
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::sync_channel;

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

/// What was noticed while a source was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// What FFmpeg complained about, although every picture came.
    pub warnings: Vec<String>,
    /// What of the source is missing, in sentences.
    pub losses: Vec<String>,
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

/// What to render, and to where.
#[derive(Clone, Copy, Debug)]
pub struct RenderJob<'a> {
    /// The programs.
    pub tools: &'a Tools,
    /// The source.
    pub source: &'a Source,
    /// Its measurements.
    pub analysis: &'a Analysis,
    /// What to do.
    pub recipe: &'a Recipe,
    /// How to write it.
    pub target: &'a Target,
    /// Where to.
    pub place: &'a Place,
    /// The mask that was given.
    pub matte: Option<&'a Matte>,
    /// Which frames; all of them when not given.
    pub range: Option<(usize, usize)>,
    /// Whether pictures are turned upright.
    pub bake_rotation: bool,
}

/// What a render leaves for the verification.
#[derive(Debug)]
pub struct Rendered {
    /// The file, which gets its name when it was judged.
    pub sealed: Sealed,
    /// Which frames of the clip it holds.
    pub range: Range<usize>,
    /// Every frame in a few numbers, to be found again in the written file.
    pub signatures: Vec<[f32; 48]>,
    /// Samples outside the skin that a step bound to the skin changed: must be none.
    pub changed_outside: usize,
}

impl RenderJob<'_> {
    /// The frames to render.
    ///
    /// # Errors
    /// When the range lies outside the clip.
    pub fn frames(&self) -> Result<Range<usize>, JobError> {
        let clip = &self.analysis.clip;
        let (from, to) = self.range.unwrap_or((0, clip.frames()));
        if from >= to || to > clip.frames() {
            return Err(JobError::Range { from, to, frames: clip.frames(), seconds: clip.duration_s() });
        }
        Ok(from..to)
    }

    /// Checks that source, analysis and recipe belong together.
    fn check(&self) -> Result<(), JobError> {
        let (found, clip, made) = (self.source, &self.analysis.clip, &self.recipe.source);
        let differs = |what, made_for: &str, why| {
            let (made_for, found) = (made_for.to_string(), found.name.clone());
            Err(JobError::OtherClip { what, made_for, found, why })
        };
        if clip.fingerprint != found.fingerprint {
            return differs("analysis", &clip.name, "its bytes differ");
        }
        if made.fingerprint != found.fingerprint {
            return differs("recipe", &made.name, "its bytes differ");
        }
        if self.recipe.tier != self.analysis.tier || self.recipe.faces != self.analysis.face_options {
            return differs("recipe", &made.name, "the analysis found its faces in another way");
        }
        if made.frames != clip.frames()
            || (made.width, made.height) != (clip.format.width, clip.format.height)
        {
            return differs("recipe", &made.name, "it has another size or length");
        }
        Ok(Matte::check_recipe(self.matte, self.recipe)?)
    }

    /// Renders and encodes.
    ///
    /// # Errors
    /// When something does not fit together, cannot be decoded or written, or the user stops. Nothing is then left
    /// under the output's name.
    pub fn run(&self, progress: &dyn Progress) -> Result<Rendered, JobError> {
        self.check()?;
        let range = self.frames()?;
        // Before the long work: pictures of somebody else that would follow these.
        self.place.stale(self.source.start_number.unwrap_or(1), range.len())?;
        let clip = &self.analysis.clip;
        let whole = range == (0..clip.frames());
        let tick = |pts: i64| pts as f64 * clip.time_base.value();
        let end_pts =
            clip.pts.get(range.end).copied().unwrap_or(clip.pts[range.end - 1] + clip.last_duration);
        let writing = EncodeOptions {
            place: self.place,
            time_base: self.source.video.time_base,
            last_duration: end_pts - clip.pts[range.end - 1],
            audio_range: (!whole).then(|| (tick(clip.pts[range.start]), tick(end_pts))),
            extra_metadata: still::as_metadata(self.source),
            bake_rotation: self.bake_rotation,
        };
        let encoder = Encoder::create(self.tools, self.source, self.target, &writing)?;
        progress.begin(Stage::Render, Some(range.len()));
        self.write(range, encoder, progress)
    }

    /// What is rendered.
    fn making(&self) -> Making<'_> {
        let Self { tools, source, analysis, recipe, matte, bake_rotation, .. } = *self;
        Making { tools, source, analysis, recipe, matte, bake_rotation }
    }

    /// Makes the frames and hands them to the encoder's thread.
    fn write(
        &self,
        range: Range<usize>,
        encoder: Encoder,
        progress: &dyn Progress,
    ) -> Result<Rendered, JobError> {
        let pts = &self.analysis.clip.pts;
        let (mut signatures, mut changed_outside) = (Vec::with_capacity(range.len()), 0);
        let sealed = std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<(Frame, i64)>(IN_FLIGHT);
            let writer = scope.spawn(move || -> Result<Encoder, EncodeError> {
                let mut encoder = encoder;
                for (frame, pts) in receiver {
                    encoder.put(&frame, pts)?;
                }
                Ok(encoder)
            });
            let treated = self.making().each(range.clone(), progress, |index, made| {
                changed_outside += certificate::changed_outside(&made.masked, &made.treated);
                signatures.push(certificate::signature(&made.done));
                progress.done(signatures.len());
                // When the writer ended first, its own error says why.
                Ok(sender.send(((*made.done).clone(), pts[index])).is_ok())
            });
            drop(sender);
            let encoder = match writer.join() {
                Ok(result) => result.map_err(JobError::from),
                Err(_) => Err(JobError::Died("writes the pictures")),
            };
            treated?;
            if progress.stopped() {
                return Err(JobError::Interrupted);
            }
            Box::new(encoder?).seal().map_err(JobError::from)
        })?;
        is_whole(self.analysis)?;
        Ok(Rendered { sealed, range, signatures, changed_outside })
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
