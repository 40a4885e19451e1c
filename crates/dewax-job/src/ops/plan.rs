//! The recipe of a clip: strengths that hold on the worst second of each shot, and the texture that was asked for.

use crate::character::Pinned;
use crate::error::JobError;
use crate::notes::{NOT_GIVEN, without_lens};
use crate::original::Onto;
use crate::progress::Progress;
use crate::reference::{Reference, grades, say_matches};
use crate::session::{Session, SessionWish};
use crate::sidecar::{ANALYSIS_FILES, folder_of, folders_of_recipe, write_analysis};
use crate::spots::{self, SpotWish};
use crate::texture_from::TextureFrom;
use crate::trial::TrialJob;
use crate::upscale::Upscale;
use dewax::recipe::{Look, Recipe, RecipeShowLut};
use dewax::report::{Report, ShotMatch, ShotTrial};
use dewax_media::cube_file::ShowLut;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{self, Opening};
use dewax_media::tools::Tools;
use dewax_show::exhibits::Exhibits;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is wished of a recipe.
#[derive(Clone, Debug)]
pub struct PlanWish {
    /// The taste.
    pub look: Look,
    /// Seed of everything random.
    pub seed: u32,
    /// How faces are found.
    pub faces: FaceChoice,
    /// A clip or still that says where the skin is.
    pub mask: Option<PathBuf>,
    /// Whose skin texture is taken.
    pub texture_from: Option<TextureFrom>,
    /// A still that the shots are matched to.
    pub reference: Option<Reference>,
    /// Retouches by hand.
    pub spots: Vec<SpotWish>,
    /// What the sequence is seen through.
    pub show_lut: Option<Arc<ShowLut>>,
    /// Where the recipe goes; nowhere when not given, and then no texture of a file can be kept beside it.
    pub out: Option<PathBuf>,
    /// How much larger pictures are made before anything else.
    pub upscale: Upscale,
    /// How the clip is opened.
    pub opening: Opening,
    /// What else the run reads, and whether it may replace what dewax did not make.
    pub guard: Guard,
}

/// A recipe that was made.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The recipe as a file.
    pub text: String,
    /// The same, read.
    pub recipe: Recipe,
    /// What was found in the clip, with what the user should know and what of it is missing.
    pub report: Report,
}

/// Measures a clip, or reads what was measured, and makes its recipe. With a place for that, recipe, pores and measurements are written.
///
/// # Errors
/// When the clip cannot be read, the wish cannot be met, a file may not be written, or the user stops.
pub fn run(
    tools: &Tools,
    clip: &Path,
    wish: &PlanWish,
    progress: &dyn Progress,
) -> Result<Planned, JobError> {
    let out = wish.out.as_deref();
    let permit = out.map(|path| wish.guard.file(path)).transpose()?;
    // Measurements lie in a folder that belongs to the recipe: who renders it need not measure again.
    let kept = out.map(|path| wish.guard.folder(&folder_of(path), &ANALYSIS_FILES)).transpose()?;
    let source = losses::open(tools, clip, wish.opening)?;
    let seen = SessionWish {
        faces: wish.faces.clone(),
        mask: wish.mask.as_deref(),
        bake_rotation: source.is_pictures(),
        upscale: wish.upscale,
        folders: out.into_iter().flat_map(folders_of_recipe).collect(),
        must_know_faces: true,
        ..SessionWish::default()
    };
    let mut session = Session::open(tools, source, &seen, progress)?;
    let taste = Taste {
        look: &wish.look,
        seed: wish.seed,
        texture_from: wish.texture_from.as_ref(),
        reference: wish.reference.as_ref(),
        spots: &wish.spots,
        show_lut: wish.show_lut.as_deref(),
        faces: &wish.faces,
        range: None,
    };
    // A recipe names the file with the pores: they lie beside it.
    let beside = out.and_then(Path::parent).map_or_else(PathBuf::new, PathBuf::from);
    let tried = tried(&mut session, &taste, &beside, progress)?;
    if let Some(pores) = tried.pores.filter(|_| tried.recipe.graft.is_some()) {
        pores.store(&wish.guard)?;
    }
    let text = tried.recipe.to_toml();
    if let Some(permit) = permit {
        permit.write(text.as_bytes())?;
    }
    if let Some(mut folder) = kept.filter(|kept| session.keeps_analysis_beside(kept.path())) {
        write_analysis(&mut folder, &session.analysis)?;
    }
    let mut report = Report::of(&session.analysis, Some(&tried.recipe), Some(&tried.trials));
    report.losses = session.losses().to_vec();
    report.notes = session.notes.into_iter().chain(tried.notes).collect();
    say_matches(&mut report, &tried.recipe, &tried.matches);
    Ok(Planned { text, recipe: tried.recipe, report })
}

/// What is wished of a treatment, whatever is done with its recipe.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taste<'a> {
    pub(crate) look: &'a Look,
    pub(crate) seed: u32,
    pub(crate) texture_from: Option<&'a TextureFrom>,
    /// A still that the shots are matched to.
    pub(crate) reference: Option<&'a Reference>,
    /// Retouches by hand.
    pub(crate) spots: &'a [SpotWish],
    /// What the sequence is seen through.
    pub(crate) show_lut: Option<&'a ShowLut>,
    /// How the faces of whom texture is taken from are found.
    pub(crate) faces: &'a FaceChoice,
    /// Which frames are to be rendered; all of them when not given.
    pub(crate) range: Option<(usize, usize)>,
}

/// A recipe with what it was proven by.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) recipe: Recipe,
    pub(crate) trials: Vec<ShotTrial>,
    pub(crate) exhibits: Exhibits,
    /// Pores that were asked for; the recipe names them where it lays them on.
    pub(crate) pores: Option<Pinned>,
    /// What each shot was matched to, where it was; empty where no match was asked for.
    pub(crate) matches: Vec<Option<ShotMatch>>,
    pub(crate) notes: Vec<String>,
}

/// The recipe of a clip that is known, with texture as it is asked for. Pores that must be kept are to lie in the folder `beside`.
pub(crate) fn tried(
    session: &mut Session<'_>,
    taste: &Taste<'_>,
    beside: &Path,
    progress: &dyn Progress,
) -> Result<Tried, JobError> {
    let (mut look, mut notes, mut pores) = (taste.look.clone(), Vec::new(), None);
    if let Some(from) = taste.texture_from {
        let onto = Onto {
            source: &session.source,
            analysis: &session.analysis,
            matte: session.matte.as_ref(),
            bake_rotation: session.bake_rotation,
        };
        let texture = from.open(session.tools, &onto, beside, taste.faces, progress)?;
        look.pin_below(texture.settings);
        notes.push(texture.note);
        pores = texture.pores;
    }
    if let Some(pores) = &pores {
        pores.attach(&mut session.analysis);
    }
    notes.extend(taste.show_lut.map(ShowLut::note));
    let through = taste.show_lut.map(|lut| &lut.cube);
    let matched =
        taste.reference.map(|still| grades(&session.analysis, still, &look, through)).unwrap_or_default();
    notes.extend(matched.notes);
    let (mut settings, told) = spots::settings(taste.spots, &session.analysis, &session.source)?;
    notes.extend(told);
    settings.iter_mut().zip(matched.settings).for_each(|(own, grade)| own.extend(grade));
    let grades = &settings;
    let clip = session.on_trial();
    let trial = TrialJob { clip, look: &look, seed: taste.seed, range: taste.range, grades, through };
    let mut tried = trial.run(progress)?;
    if taste.texture_from.is_some() && !tried.makes_texture() {
        notes.push(NOT_GIVEN.into());
    }
    notes.extend(without_lens(&look, &tried.recipe, &session.analysis));
    let used = pores.as_ref().filter(|_| tried.makes_texture());
    tried.recipe.graft = used.map(|pores| pores.in_recipe.clone());
    tried.recipe.show_lut =
        taste.show_lut.map(|lut| RecipeShowLut { name: lut.name.clone(), sha256: lut.sha256.clone() });
    Ok(Tried {
        recipe: tried.recipe,
        trials: tried.trials,
        exhibits: tried.exhibits,
        pores,
        matches: matched.matches,
        notes,
    })
}
