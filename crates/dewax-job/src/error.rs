//! Why something was not done: what was asked, what was found, what to do.

use crate::faces_places::ViewError;
use crate::spots::SpotError;
use crate::upscale::UpscaleError;
use dewax::analysis::Analysis;
use dewax::analysis::grain::NoGrain;
use dewax::recipe::RecipeError;
use dewax_media::ahead::ReadError;
use dewax_media::cdl_file::CdlFileError;
use dewax_media::cube_file::CubeFileError;
use dewax_media::decode::DecodeError;
use dewax_media::encode::EncodeError;
use dewax_media::faces::FacesError;
use dewax_media::guard::GuardError;
use dewax_media::losses::{LossError, OpenError};
use dewax_media::matte::MatteError;
use dewax_media::probe::ProbeError;
use dewax_media::psd::PsdError;
use dewax_media::target::TargetError;
use dewax_media::timeline::TimelineError;
use dewax_media::tools::ToolsError;
use std::io;
use std::path::PathBuf;

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
    /// A retouch that was given cannot be done.
    #[error(transparent)]
    Spot(#[from] SpotError),
    /// Pictures cannot be made as large.
    #[error(transparent)]
    Upscale(#[from] UpscaleError),
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
    GrainFrom(#[from] GrainFromError),
    /// The show LUT cannot be read.
    #[error(transparent)]
    ShowLut(#[from] CubeFileError),
    /// A still cannot be taken or read.
    #[error(transparent)]
    Still(#[from] StillError),
    /// There is no advice.
    #[error(transparent)]
    Advise(#[from] crate::advise_error::AdviseError),
    /// A file may not be written.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// A layered picture cannot be written.
    #[error(transparent)]
    Psd(#[from] PsdError),
    /// Content Credentials could not be read.
    #[error("the source's Content Credentials could not be read: {0}")]
    Credentials(io::Error),
    /// Faces cannot be shown as wished.
    #[error(transparent)]
    View(#[from] ViewError),
    /// A picture of the report could not be made.
    #[error(transparent)]
    Exhibit(#[from] dewax_show::exhibits::ExhibitError),
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
    /// A result is to be treated.
    #[error(
        "`{name}` was made by dewax ({how}): treated again it gets everything twice; take the source that it was made from, or say --again"
    )]
    OwnResult {
        /// The source.
        name: String,
        /// How that is known.
        how: &'static str,
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
    /// The place, which nobody named, holds the result of another clip.
    #[error(
        "`{out}` is the result of another clip, `{made_of}`: say where this one goes with -o, or replace it with --overwrite"
    )]
    OtherResult {
        /// The output.
        out: PathBuf,
        /// What it was made of.
        made_of: String,
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
    #[error("what was measured and put away in a file cannot be read again: is the disk sound? Run it again")]
    PutAway,
    /// A thread is gone.
    #[error("the thread that {0} died; this is a fault of dewax: run it again, and report it")]
    Died(&'static str),
    /// The film cannot be treated.
    #[error(transparent)]
    Film(#[from] FilmError),
    /// The file of a shot could not be measured: said of each of its shots.
    #[error(transparent)]
    Measured(std::sync::Arc<JobError>),
    /// The words of a range cannot be read.
    #[error("{0}")]
    RangeText(String),
    /// The number of a face where a pass has none, or for more faces than are written at once, or for none.
    #[error("{0}")]
    FaceName(String),
    /// A clip is wished as it is seen through a LUT, and none was given, or its file is none for eyes.
    #[error("{0}")]
    Baked(String),
    /// The output is in place; a file that was wished beside it is not.
    #[error(
        "the treated clip is in `{out}`, whole; what was wished beside it was not written: {error}; run it again with --overwrite"
    )]
    Beside {
        /// The output.
        out: PathBuf,
        /// Why the pass was not written.
        error: Box<JobError>,
    },
    /// The user stopped it.
    #[error("interrupted; nothing was left behind")]
    Interrupted,
}

impl From<ReadError> for JobError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Decode(error) => error.into(),
            ReadError::Died(what) => Self::Died(what),
        }
    }
}

impl From<OpenError> for JobError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Probe(error) => error.into(),
            OpenError::Loss(error) => error.into(),
        }
    }
}

/// Whether everything that was put away could be read again.
///
/// # Errors
/// When not: what was made of it since is worth nothing.
pub(crate) fn is_whole(analysis: &Analysis) -> Result<(), JobError> {
    if analysis.is_lossy() { Err(JobError::PutAway) } else { Ok(()) }
}

/// Why a sidecar file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SidecarError {
    /// The file system said no.
    #[error("cannot {what} `{path}`: {source}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("`{path}` is not {want}: {why}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What it should be.
        want: &'static str,
        /// What is wrong.
        why: String,
    },
}

/// Why there is no character.
#[derive(Debug, thiserror::Error)]
pub enum CharacterError {
    /// No face of which enough is known.
    #[error(
        "`{0}` shows no face large and clear enough to take its skin from: give a portrait, or a clip in which the face is seen from \
         the front ({1})"
    )]
    NoSkin(String, &'static str),
    /// The file is not one.
    #[error("`{path}` is no character file: {why}; make one with `dewax character NAME --from PORTRAIT`")]
    Unreadable {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file with the pores is missing or another one.
    #[error("the pores `{path}` {why}: make the character again, or plan without it")]
    Pores {
        /// The file.
        path: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A name that cannot be a file's.
    #[error("`{0}` is no name for a character: use letters, digits, - and _")]
    Name(String),
}

/// Why a film was not read, made or written.
#[derive(Debug, thiserror::Error)]
pub enum FilmError {
    /// It cannot be read.
    #[error(transparent)]
    Sidecar(#[from] SidecarError),
    /// It is none.
    #[error("`{path}` is no film: {why}")]
    NoFilm {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// It may not be written.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// The cut list cannot be read.
    #[error(transparent)]
    CutList(#[from] TimelineError),
    /// A file of it has a name that no text can hold.
    #[error("`{0}` has a name that is no Unicode, which a film file cannot hold: rename it")]
    NotUnicode(PathBuf),
    /// A part of a file that is not there.
    #[error("shot `{shot}` is frames {first}..{end} of `{file}`, which has {there}: change its `frames`")]
    NoFrames {
        /// The shot.
        shot: String,
        /// The file.
        file: String,
        /// Its first frame.
        first: usize,
        /// One past its last.
        end: usize,
        /// Frames of the file.
        there: usize,
    },
    /// The hero of a scene, or what may be it, could not be measured: without it the others would be made anew, unmatched.
    #[error(
        "shot `{shot}`, which the colours of scene `{scene}` come from, cannot be measured ({why}): mend that, or name another `hero`, or say `match = false`"
    )]
    NoHero {
        /// The scene.
        scene: String,
        /// The shot, or the reference.
        shot: String,
        /// What is wrong with it.
        why: String,
    },
    /// The folder holds what came of another film.
    #[error("`{folder}` holds what came of another film, `{other}`: name another folder, or say --overwrite")]
    OtherFilm {
        /// The folder.
        folder: PathBuf,
        /// The film, as seen from the folder.
        other: String,
    },
    /// The cut list, or the grades, cannot be written.
    #[error(transparent)]
    Grades(#[from] CdlFileError),
    /// Nothing there to write a cut list of.
    #[error(
        "`{folder}` does not hold what came of `{film}` ({why}); treat it first: dewax fix {film} -o {folder}"
    )]
    NotTreated {
        /// The film.
        film: PathBuf,
        /// The folder.
        folder: PathBuf,
        /// What is missing.
        why: String,
    },
    /// A shot is asked for that the film has not.
    #[error("`{film}` has no shot `{name}`; its shots are {}", there.join(", "))]
    NoSuchShot {
        /// The film.
        film: PathBuf,
        /// What was asked for.
        name: String,
        /// Its shots.
        there: Vec<String>,
    },
    /// Nothing to make a film of.
    #[error("{0}")]
    NoShots(String),
}

/// Why a still cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StillError {
    /// The file is none.
    #[error("`{path}` is no still: {why}; make one with `dewax still grab FILE@TIME -o STILL`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// There is no face in the shot.
    #[error(
        "`{name}` shows no face at frame {frame} whose skin could be followed: take a frame of a shot in which a face is seen"
    )]
    NoSkin {
        /// The clip.
        name: String,
        /// The frame.
        frame: usize,
    },
}

/// Why no grain can be taken from a file.
#[derive(Debug, thiserror::Error)]
pub enum GrainFromError {
    /// It is no clip or still.
    #[error("no grain can be taken from it: {0}")]
    Probe(#[from] ProbeError),
    /// It has none, or no place to measure it in.
    #[error("no grain can be taken from `{name}`: {why}")]
    None {
        /// The file.
        name: String,
        /// Why.
        why: NoGrain,
    },
}
