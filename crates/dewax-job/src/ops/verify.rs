//! The judge of a written file beside its source, also of one that dewax did not make.

use crate::error::JobError;
use crate::job::parse_range;
use crate::notes::seen_through;
use crate::progress::Progress;
use crate::session::{Session, SessionWish};
use crate::sidecar::recipe_beside;
use crate::upscale::Upscale;
use crate::verify::VerifyJob;
use dewax::report::Report;
use dewax_media::cube_file::ShowLut;
use dewax_media::faces::FaceChoice;
use dewax_media::losses::{self, Opening};
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a file is to be judged.
#[derive(Clone, Debug, Default)]
pub struct VerifyWish {
    /// How faces are found; a recipe beside the file says so itself.
    pub faces: FaceChoice,
    /// A clip or still that says where the skin is, also where the recipe knew none.
    pub mask: Option<PathBuf>,
    /// The part of the source that the file holds, as [`parse_range`] reads it.
    pub range: Option<String>,
    /// What people see both through; nothing is judged through it.
    pub show_lut: Option<Arc<ShowLut>>,
    /// How the source is opened.
    pub opening: Opening,
}

/// Judges the file `out` that was made of `clip`.
///
/// # Errors
/// When one of them cannot be read, or the user stops. What is merely wrong is in the report's certificate.
pub fn run(
    tools: &Tools,
    out: &Path,
    clip: &Path,
    wish: &VerifyWish,
    progress: &dyn Progress,
) -> Result<Report, JobError> {
    let source = losses::open(tools, clip, wish.opening)?;
    let made = probe(tools, out)?;
    let bake_rotation = source.is_turned() && !made.is_turned();
    // The recipe beside the file says what was asked for; without it the stricter rule holds: nothing was.
    let recipe = recipe_beside(out).filter(|r| r.source.fingerprint == source.fingerprint);
    let times = recipe.as_ref().map_or_else(|| source.times_to(&made, bake_rotation), |r| r.source.upscale);
    let faces = recipe.as_ref().map_or_else(|| wish.faces.clone(), FaceChoice::of_recipe);
    let seen = SessionWish {
        faces,
        mask: wish.mask.as_deref(),
        // A file may be judged in the skin of a mask that its recipe did not know.
        recipe: recipe.as_ref().filter(|r| r.matte.is_some()),
        bake_rotation,
        upscale: Upscale::Times(times),
        // Who hands in a file may hand in the folder beside it: a judge measures for himself.
        folders: Vec::new(),
        ..SessionWish::default()
    };
    let session = Session::open(tools, source, &seen, progress)?;
    let Session { source, analysis, matte, .. } = &session;
    let range = wish.range.as_ref().map(|text| parse_range(text, &analysis.clip, source)).transpose();
    let range = range.map_err(|e| JobError::RangeText(e.to_string()))?;
    let (range, counted) = range.map_or((None, None), |(range, note)| (Some(range), note));
    let (certificate, _) = VerifyJob {
        tools,
        source,
        analysis,
        recipe: recipe.as_ref(),
        target: None,
        rendered: None,
        out,
        matte: matte.as_ref(),
        range,
        bake_rotation,
        through: wish.show_lut.as_ref().map(|lut| &lut.cube),
        exhibits: false,
    }
    .run(progress)?;
    let mut report = Report::of(analysis, recipe.as_ref(), None);
    report.losses = session.losses().to_vec();
    report.notes = session.notes.iter().cloned().chain(counted).collect();
    report.notes.extend(seen_through(recipe.as_ref(), wish.show_lut.as_deref()));
    report.certificate = Some(certificate);
    if let Some(matte) = matte {
        matte.mention(&mut report);
    }
    Ok(report)
}
