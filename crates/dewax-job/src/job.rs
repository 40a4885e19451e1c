//! The first reading of a clip, and the words of a range.

pub use crate::error::JobError;
use crate::error::is_whole;
pub use crate::progress::{Progress, Silent, Stage};
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
