//! The first reading of a clip.

pub use crate::error::JobError;
use crate::error::is_whole;
pub use crate::progress::{Progress, Silent, Stage};
pub use crate::range::{RangeError, parse_range};
pub use dewax::analysis::Noticed;
use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::clip::{Clip, Ratio, Signs};
use dewax_media::ahead::{next, read_ahead};
use dewax_media::decode::DecodeOptions;
use dewax_media::guard::scratch;
use dewax_media::matte::{Matte, Matted};
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::path::Path;

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
