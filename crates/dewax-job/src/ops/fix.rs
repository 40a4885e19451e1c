//! The main job on one clip, from file to treated, verified, reported file.

use crate::character::Pinned;
use crate::estimate::{Expecting, Known};
use crate::fits::{self, of_another, once_more, wish_text};
use crate::job::{JobError, Progress, parse_range};
use crate::notes::{beside_the_skin, changes, seen_through};
use crate::ops::mending::{
    MOST_RAISES, forgive_encoder, lost_by_encoder, running, taken_back, written_finer,
};
use crate::ops::plan::{Taste, tried};
use crate::passes::{Beside, Claimed};
use crate::reference::say_matches;
use crate::render::{RenderJob, Rendered};
use crate::session::{Session, SessionWish, bakes_turn};
use crate::sidecar::{RECIPE_FILE, Sidecar, WISH_FILE, analysis_files, folder_of, folders_of_recipe};
use crate::texture_from::TextureFrom;
use crate::verify::VerifyJob;
pub use crate::wish::FixWish;
use dewax::analysis::Analysis;
use dewax::certificate::{Certificate, MOST_ROUNDS};
use dewax::recipe::Recipe;
use dewax::report::{Delivery, Report, ShotMatch, ShotTrial};
use dewax_media::credentials;
use dewax_media::encode::sweep;
use dewax_media::guard::{Guard, Permit, Place};
use dewax_media::input::hex;
use dewax_media::json::to_json;
use dewax_media::losses;
use dewax_media::matte::Matte;
use dewax_media::probe::Source;
use dewax_media::target::{Container, Target};
use dewax_media::tools::Tools;
use dewax_show::exhibits::Exhibits;
use dewax_show::report_page;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The written file.
    pub out: PathBuf,
    /// The folder with report, recipe and analysis.
    pub folder: PathBuf,
    /// The report.
    pub report: Report,
    /// What was done.
    pub recipe: Recipe,
    /// Whether it was there and is what was wished, so that nothing was done.
    pub was_there: bool,
}

/// Everything that is decided before a clip is rendered.
struct Prepared<'a> {
    session: Session<'a>,
    place: Place,
    /// Files outside the folder beside the output, with what goes into them.
    companions: Vec<(Permit, Vec<u8>)>,
    notes: Vec<String>,
    target: Target,
    recipe: Recipe,
    /// None when the recipe was given: it renders what it says.
    trials: Option<Vec<ShotTrial>>,
    /// Pores of a character.
    pores: Option<Pinned>,
    /// What each shot was matched to, where it was.
    matches: Vec<Option<ShotMatch>>,
    range: Option<(usize, usize)>,
    passes: Vec<Claimed>,
}

/// A clip that was rendered and judged.
#[derive(Debug)]
pub struct Treated {
    /// What was measured in the source.
    pub analysis: Analysis,
    /// What was done.
    pub recipe: Recipe,
    /// What was proven of the result.
    pub certificate: Certificate,
    /// The mask that was given.
    pub matte: Option<Matte>,
    /// The trials that the recipe came from; none when it was given.
    pub trials: Option<Vec<ShotTrial>>,
    /// What each shot was matched to, where it was.
    pub matches: Vec<Option<ShotMatch>>,
    /// What of the source is missing, in sentences: it was accepted.
    pub losses: Vec<String>,
    /// What a reader of a report must know, in sentences.
    pub notes: Vec<String>,
    target: Target,
    exhibits: Exhibits,
}

/// Beside it: what is to be put in place.
struct Waiting<'a> {
    place: Place,
    rendered: Rendered,
    companions: Vec<(Permit, Vec<u8>)>,
    /// What is written beside it once it is in place.
    passes: Option<Beside<'a>>,
    pores: Option<(String, Vec<u8>)>,
    /// Whether the analysis is to lie beside the output, also where nothing else is said of the clip.
    keeps_analysis: bool,
    /// What was wished, to be known again.
    wished: Option<String>,
}

/// What the run of a wish reads: what the user named, and what that names.
fn guard_of(clip: &Path, wish: &FixWish) -> Guard {
    let named = wish.texture_from.iter().flat_map(TextureFrom::files);
    let planned = wish.recipe.iter().flat_map(|recipe| {
        let graft = recipe.graft.iter().map(|graft| PathBuf::from(&graft.file));
        graft.chain(recipe.matte.iter().map(|matte| PathBuf::from(&matte.file)))
    });
    let all = [clip.to_owned()]
        .into_iter()
        .chain(wish.mask.clone())
        .chain(wish.reference.iter().map(|still| still.path.clone()))
        .chain(wish.show_lut.iter().map(|lut| lut.path.clone()))
        .chain(named)
        .chain(planned);
    all.fold(wish.guard.clone(), Guard::reading)
}

fn prepare<'a>(
    tools: &'a Tools,
    mut source: Source,
    out: &Path,
    wish: &FixWish,
    is_fix: bool,
    progress: &Expecting<'_>,
) -> Result<Prepared<'a>, JobError> {
    source.upscale = wish.upscale.first(wish.recipe.as_ref());
    let twice = if is_fix { once_more(&source, wish)? } else { None };
    let target = Target::resolve(tools, &source, out, &wish.delivery)?;
    of_another(&source, out, wish)?;
    let guard = guard_of(&source.path, wish);
    let place = guard.place(out, Some(&folder_of(out)))?;
    wish.passes.check(tools, &source, &guard, out, wish.show_lut.as_deref())?;
    progress.knows(Known::before(&source, wish, &target)?);
    let companions = credentials::beside(&source, out).map_err(JobError::Credentials)?;
    let not_beside = credentials::not_beside(&source, out).map_err(JobError::Credentials)?;
    let companions = companions.into_iter().map(|(path, bytes)| Ok((place.companion(&path)?, bytes)));
    let companions = companions.collect::<Result<Vec<_>, JobError>>()?;
    let bake_rotation = bakes_turn(&source, matches!(target.container, Container::Mov | Container::Mp4));
    let of_recipe = wish.recipe_file.iter().flat_map(|file| folders_of_recipe(file));
    let seen = SessionWish {
        faces: wish.faces.clone(),
        mask: wish.mask.as_deref(),
        recipe: wish.recipe.as_ref(),
        bake_rotation,
        upscale: wish.upscale,
        folders: wish.analyses.iter().cloned().chain([folder_of(out)]).chain(of_recipe).collect(),
        out: Some(out),
        must_know_faces: true,
    };
    let mut session = Session::open(tools, source, &seen, progress)?;
    let mut notes = std::mem::take(&mut session.notes);
    notes.extend(twice.into_iter().chain(not_beside));
    let range = wish
        .range
        .as_ref()
        .map(|text| parse_range(text, &session.analysis.clip, &session.source))
        .transpose();
    let range = range.map_err(|e| JobError::RangeText(e.to_string()))?;
    let range = range.map(|(range, counted)| {
        notes.extend(counted);
        range
    });
    let passes = Claimed::all(&session, (&wish.passes, wish.show_lut.as_ref()), &guard, out, range)?;
    let mut matches = Vec::new();
    let (recipe, trials, pores) = match &wish.recipe {
        Some(recipe) => {
            let pores = recipe.graft.as_ref().map(Pinned::of_recipe).transpose()?;
            if let Some(pores) = &pores {
                pores.attach(&mut session.analysis);
            }
            notes.extend(seen_through(Some(recipe), wish.show_lut.as_deref()));
            (recipe.clone(), None, pores)
        }
        None => {
            let taste = Taste {
                look: &wish.look,
                seed: wish.seed,
                texture_from: wish.texture_from.as_ref(),
                reference: wish.reference.as_ref(),
                spots: &wish.spots,
                show_lut: wish.show_lut.as_deref(),
                faces: &wish.faces,
                range,
            };
            let tried = tried(&mut session, &taste, &folder_of(out), progress)?;
            notes.extend(tried.notes);
            matches = match &wish.matched {
                Some(matched) => vec![Some(matched.clone()); tried.recipe.shots.len()],
                None => tried.matches,
            };
            (tried.recipe, Some(tried.trials), tried.pores)
        }
    };
    notes.extend(passes.iter().flat_map(Claimed::notes));
    Ok(Prepared { session, place, companions, notes, target, recipe, trials, pores, matches, range, passes })
}

/// Measures, plans, renders and verifies one clip, without a report. The output and its recipe are in place afterwards.
///
/// # Errors
/// When it does not come to its end. What merely failed to be proven is in the certificate.
pub fn treat(
    tools: &Tools,
    clip: &Path,
    out: &Path,
    wish: &FixWish,
    progress: &dyn Progress,
) -> Result<Treated, JobError> {
    let source = losses::open(tools, clip, wish.opening)?;
    let (treated, waiting) = judged(tools, source, out, wish, false, progress)?;
    let recipe = recipe_text(&waiting.place, &treated.recipe);
    let Waiting { place, rendered, companions, passes, pores, keeps_analysis, .. } = waiting;
    let mut files = if keeps_analysis { analysis_files(&treated.analysis)? } else { Vec::new() };
    files.extend(pores);
    let sidecar = Sidecar { files, ..Sidecar::default() };
    sidecar.put_in_place(&place, rendered.sealed, &recipe, &companions)?;
    passes.map_or(Ok(()), |passes| passes.write(out, &treated.recipe, progress))?;
    Ok(treated)
}

/// The recipe's text. One that was read from the very place where it goes stays as it was written there.
fn recipe_text(place: &Place, recipe: &Recipe) -> String {
    let kept = place.kept(&folder_of(place.path()).join(RECIPE_FILE));
    kept.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| recipe.to_toml())
}

/// Renders and judges one clip, with pictures for a report if they are wished; nothing is in place yet.
fn judged<'a>(
    tools: &'a Tools,
    source: Source,
    out: &Path,
    wish: &FixWish,
    is_fix: bool,
    progress: &dyn Progress,
) -> Result<(Treated, Waiting<'a>), JobError> {
    let progress = &Expecting::new(progress);
    let prepared = prepare(tools, source, out, wish, is_fix, progress)?;
    let Prepared { session, place, companions, pores, matches, range, passes, .. } = prepared;
    let Prepared { mut notes, mut target, mut recipe, mut trials, .. } = prepared;
    let Session { source, analysis, matte, .. } = &session;
    let wished = wish_text(tools, source, &target, wish)?;
    let (mut round, mut raised) = (0, 0);
    loop {
        let rendered =
            RenderJob { session: &session, recipe: &recipe, target: &target, place: &place, range }
                .run(progress)?;
        let (certificate, exhibits) = VerifyJob {
            tools,
            source,
            analysis,
            recipe: Some(&recipe),
            target: Some(&target),
            rendered: Some(&rendered),
            out: &rendered.sealed.at(),
            matte: matte.as_ref(),
            range: Some((rendered.range.start, rendered.range.end)),
            bake_rotation: session.bake_rotation,
            through: wish.show_lut.as_ref().map(|lut| &lut.cube),
            exhibits: is_fix,
        }
        .run(progress)?;
        let mut failed = certificate.clone();
        // A recipe that was given renders what it says, proven or not.
        let may_change = trials.is_some() && round < MOST_ROUNDS;
        let (mut said, mut by_encoder) = (Vec::new(), false);
        if may_change {
            by_encoder =
                target.crf.is_some() && forgive_encoder(&mut failed, trials.as_deref().unwrap_or_default());
            said = taken_back(&mut recipe, &failed, round, &wish.look);
        }
        if by_encoder
            && said.is_empty()
            && raised < MOST_RAISES
            && let Some(note) = written_finer(&mut target, wish)
        {
            notes.push(note);
            raised += 1;
            continue;
        }
        if by_encoder && said.is_empty() {
            notes.push(lost_by_encoder(&target));
        }
        if said.is_empty() {
            trials.iter_mut().flatten().for_each(|trial| trial.steps = running(&recipe, trial.shot));
            let pores = pores.filter(|_| recipe.graft.is_some()).and_then(|p| p.pending_file());
            let keeps_analysis = session.keeps(is_fix, &wish.analyses, &folder_of(out));
            let (analysis, matte, passes) = Beside::of(session, passes, rendered.range.clone());
            let waiting = Waiting { place, rendered, companions, passes, pores, keeps_analysis, wished };
            let losses = analysis.noticed.losses.clone();
            let treated = Treated {
                analysis,
                recipe,
                certificate,
                matte,
                trials,
                matches,
                losses,
                notes,
                target,
                exhibits,
            };
            return Ok((treated, waiting));
        }
        notes.extend(said);
        round += 1;
    }
}

/// Runs the whole path on one clip: [`treat`], then the report and everything else that lies beside the output.
///
/// # Errors
/// When it does not come to its end. What merely failed to be proven is in the report's certificate.
pub fn fix(
    tools: &Tools,
    clip: &Path,
    out: &Path,
    wish: &FixWish,
    progress: &dyn Progress,
) -> Result<Fixed, JobError> {
    let started = Instant::now();
    let source = losses::open(tools, clip, wish.opening)?;
    if wish.keeps_what_fits
        && wish.passes.is_there(out)
        && let Some((report, recipe, target)) = fits::there(tools, &source, out, wish)?
    {
        let folder = folder_of(out);
        // Another run may hold the place: it sweeps for itself.
        if let Ok(place) = guard_of(clip, wish).place(out, Some(&folder)) {
            sweep(&place, target.container == Container::Pictures);
        }
        return Ok(Fixed { out: out.to_owned(), folder, report, recipe, was_there: true });
    }
    let (treated, waiting) = judged(tools, source, out, wish, true, progress)?;
    let Treated { analysis, recipe, target, .. } = &treated;
    let Waiting { place, rendered, companions, passes, pores, wished, keeps_analysis } = waiting;
    let recipe_text = recipe_text(&place, recipe);
    let recipe_sha256 = hex(&Sha256::digest(recipe_text.as_bytes()));
    let mut report = Report::of(analysis, Some(recipe), treated.trials.as_deref());
    say_matches(&mut report, recipe, &treated.matches);
    report.losses = treated.losses.clone();
    report.notes = treated.notes.clone();
    report.notes.extend(beside_the_skin(recipe, analysis));
    if let Some(matte) = &treated.matte {
        matte.mention(&mut report);
    }
    report.notes.extend(target.notes.iter().cloned());
    report.notes.extend(rendered.sealed.warnings.iter().map(|w| format!("While encoding: {w}")));
    for (permit, _) in &companions {
        let name = permit.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        report.notes.push(format!(
            "Saved the source's statement of origin as {name}: a treated file can no longer carry it, because its pixels changed."
        ));
    }
    report.deliver(Delivery {
        path: out.display().to_string(),
        codec: format!("{} ({})", target.codec.name(), target.pix_fmt),
        range: (rendered.range.start, rendered.range.end),
        bytes: rendered.sealed.bytes,
        seconds: (started.elapsed().as_secs_f64() * 100.0).round() / 100.0,
        recipe_sha256: recipe_sha256.clone(),
    });
    report.certificate = Some(treated.certificate.clone());
    let folder = folder_of(out);
    let page = report_page::page(&report, &recipe_text, &treated.exhibits);
    let changes = changes(&report, recipe, &recipe_sha256);
    let mut files = if keeps_analysis { analysis_files(analysis)? } else { Vec::new() };
    files.extend(wished.map(|text| (WISH_FILE.into(), text.into_bytes())));
    files.push(("report.json".into(), to_json(&report).into_bytes()));
    files.push(("report.html".into(), page.into_bytes()));
    files.extend(pores);
    Sidecar { files, changes }.put_in_place(&place, rendered.sealed, &recipe_text, &companions)?;
    passes.map_or(Ok(()), |passes| passes.write(out, recipe, progress))?;
    Ok(Fixed { out: out.to_owned(), folder, report, recipe: treated.recipe, was_there: false })
}
