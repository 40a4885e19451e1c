//! A still of a frame: its picture with the skin of its shot, for other shots to be matched to.

use crate::cdl;
use crate::error::JobError;
use crate::progress::Progress;
use crate::range::parse_range;
use crate::session::{Session, SessionWish};
use crate::sidecar::{folder_of, recipe_beside};
use crate::still::{STILL_VERSION, Still, StillError};
use dewax::lock::skin_level;
use dewax::matching::SkinSamples;
use dewax::px::Rect;
use dewax::recipe::{Look, Recipe};
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{self, Opening};
use dewax_media::tools::Tools;
use dewax_show::exhibits::to_rgb8;
use std::path::{Path, PathBuf};

/// What is wished of a still.
#[derive(Clone, Debug)]
pub struct StillWish {
    /// When its frame is shown: a frame number, seconds (`2.5s`) or timecode; the middle of the clip when not given.
    pub at: Option<String>,
    /// Where it goes.
    pub out: PathBuf,
    /// How faces are found.
    pub faces: FaceChoice,
    /// Where the skin is, where that is given.
    pub mask: Option<PathBuf>,
    /// How the clip is opened.
    pub opening: Opening,
    /// What else the run reads, and whether it may replace what dewax did not make.
    pub guard: Guard,
}

/// Takes the still of a frame of a clip or picture, and writes it.
///
/// # Errors
/// When the clip cannot be read, has no such frame, or shows no face there; when the still may not be written.
pub fn run(tools: &Tools, clip: &Path, wish: &StillWish, progress: &dyn Progress) -> Result<Still, JobError> {
    let permit = wish.guard.clone().reading(clip).file(&wish.out)?;
    let source = losses::open(tools, clip, wish.opening)?;
    let seen = SessionWish {
        faces: wish.faces.clone(),
        mask: wish.mask.as_deref(),
        bake_rotation: true,
        folders: vec![folder_of(clip)],
        ..SessionWish::default()
    };
    let session = Session::open(tools, source, &seen, progress)?;
    let analysis = &session.analysis;
    let frame = match &wish.at {
        None => analysis.clip.frames() / 2,
        Some(at) => {
            let range = parse_range(&format!("{}..", at.trim()), &analysis.clip, &session.source);
            range.map_err(|e| JobError::RangeText(e.to_string()))?.0.0
        }
    };
    let no_skin = || StillError::NoSkin { name: session.source.name.clone(), frame };
    let shot = analysis.shots.iter().position(|s| s.shot.contains(frame)).ok_or_else(no_skin)?;
    let skin = SkinSamples::of(analysis, shot).ok_or_else(no_skin)?;
    let nothing: Recipe = dewax::plan::plan(analysis, &Look::named("off")?, 1)?;
    let seen = session.frame(frame, &nothing, progress)?.before;
    // Of a result that is cut as its recipe is: of a part, shots would have other numbers.
    let is_cut_alike = |recipe: &Recipe| {
        let lengths = recipe.shots.iter().map(|s| s.shot.frames);
        lengths.eq(analysis.shots.iter().map(|s| s.shot.frames))
    };
    let made_of = recipe_beside(clip).filter(is_cut_alike);
    let facts = &analysis.shots[shot];
    let level = skin.persons.first().and_then(|person| skin_level(person.face, &facts.detail));
    let still = Still {
        still_version: STILL_VERSION,
        dewax: dewax::VERSION.into(),
        from: session.source.name.clone(),
        frame,
        at_s: analysis.clip.seconds(frame),
        look: made_of.as_ref().map(|recipe| recipe.look.clone()).unwrap_or_default(),
        cdl: made_of.and_then(|recipe| recipe.shots.get(shot).map(|s| cdl::of(&s.stack))).unwrap_or_default(),
        skin_lab: Still::lab_of(&skin),
        skin_percent: level.map(|level| level.percent),
        skin,
    };
    let picture = analysis.clip.picture();
    let image = to_rgb8(&seen, &picture, Rect::of(seen.width(), seen.height()));
    permit.write(&still.bytes(&image)?)?;
    Ok(still)
}
