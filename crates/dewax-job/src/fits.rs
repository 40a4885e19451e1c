//! Is what is wished there already? What was wished lies beside an output; the same wish for the same source makes the same file.

use crate::error::JobError;
use crate::sidecar::{RECIPE_FILE, WISH_FILE, folder_of, read_recipe, read_text};
use crate::wish::FixWish;
use dewax::analysis::ANALYSIS_VERSION;
use dewax::recipe::{RECIPE_VERSION, Recipe};
use dewax::report::Report;
use dewax_media::film::FieldsWish;
use dewax_media::guard::{is_as_made, is_own_file};
use dewax_media::input::fingerprint;
use dewax_media::json::to_json;
use dewax_media::own;
use dewax_media::probe::Source;
use dewax_media::target::Target;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Everything that the bytes of a result depend on, as a file; none where that cannot be told, such as for a mask of many files.
///
/// # Errors
/// When faces are not to be had as wished.
pub(crate) fn wish_text(
    tools: &Tools,
    source: &Source,
    target: &Target,
    wish: &FixWish,
) -> Result<Option<String>, JobError> {
    let available = wish.faces.available()?;
    let texture = wish.texture_from.as_ref();
    let mut read: Vec<PathBuf> = wish
        .mask
        .iter()
        .chain(wish.reference.iter().map(|still| &still.path))
        .chain(wish.show_lut.iter().map(|lut| &lut.path))
        .cloned()
        .chain(texture.iter().flat_map(|t| t.files()))
        .collect();
    // What a recipe names is read as well.
    if let Some(recipe) = &wish.recipe {
        let named = recipe.graft.iter().map(|g| &g.file).chain(recipe.matte.iter().map(|m| &m.file));
        read.extend(named.map(PathBuf::from));
    }
    let Ok(files) = read.iter().map(|path| fingerprint(path)).collect::<Result<Vec<_>, _>>() else {
        return Ok(None);
    };
    let pinned: Vec<String> = wish.look.pinned.iter().map(|pin| format!("{pin:?}")).collect();
    let document = json!({
        "dewax": dewax::VERSION,
        "recipe_version": RECIPE_VERSION,
        "analysis_version": ANALYSIS_VERSION,
        "ffmpeg": tools.version,
        "source": { "path": place_of(source), "fingerprint": source.fingerprint, "files": source.stamp },
        "look": wish.look.to_toml(),
        "pinned": pinned,
        "seed": wish.seed,
        "recipe": wish.recipe.as_ref().map(Recipe::to_toml),
        "range": wish.range,
        "spots": wish.spots.iter().map(|spot| &spot.text).collect::<Vec<_>>(),
        "faces": {
            "tier": format!("{:?}", available.tier),
            "options": format!("{:?}", wish.faces.options),
            "models": available.models(),
        },
        "mask": wish.mask.is_some(),
        "reference": wish.reference.is_some(),
        "matched": wish.matched.as_ref().map(|m| &m.to),
        "show_lut": wish.show_lut.as_ref().map(|lut| &lut.sha256),
        "texture_from": texture.map(|t| format!("{t:?}")),
        "files": files,
        "target": target,
        "upscale": wish.upscale.to_string(),
        "accept_missing": wish.opening.accept_missing,
        "deinterlace": wish.opening.fields == FieldsWish::Deinterlace,
    });
    Ok(Some(to_json(&document)))
}

/// The report, the recipe and the target of an output that is there, whole, judged, and just what is wished; none where a look at the files does not
/// prove that.
///
/// # Errors
/// When the wish cannot be met.
pub(crate) fn there(
    tools: &Tools,
    source: &Source,
    out: &Path,
    wish: &FixWish,
) -> Result<Option<(Report, Recipe, Target)>, JobError> {
    let folder = folder_of(out);
    let Ok(wished) = read_text(&folder.join(WISH_FILE)) else { return Ok(None) };
    let target = Target::resolve(tools, source, out, &wish.delivery)?;
    let now = wish_text(tools, source, &target, wish)?;
    if !now.is_some_and(|now| is_same(&now, &wished)) || !is_as_made(out, &folder) {
        return Ok(None);
    }
    let report = read_text(&folder.join("report.json")).ok();
    let report: Option<Report> = report.and_then(|text| serde_json::from_str(&text).ok());
    let recipe = read_recipe(&folder.join(RECIPE_FILE)).ok();
    let judged = report.filter(|report| report.certificate.is_some());
    Ok(judged.zip(recipe).map(|(report, recipe)| (report, recipe, target)))
}

/// Where a source lies, as one text however it is named.
fn place_of(source: &Source) -> String {
    let at = &source.path;
    let folder = at.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folder.join(at.file_name().unwrap_or_default()).display().to_string()
}

/// Whether two wishes make the same bytes: a source that was moved is the same one.
fn is_same(one: &str, other: &str) -> bool {
    let told = |text: &str| {
        let mut document: serde_json::Value = serde_json::from_str(text).ok()?;
        document.get_mut("source")?.as_object_mut()?.remove("path");
        Some(document)
    };
    told(one).is_some_and(|one| told(other).as_ref() == Some(&one))
}

/// Refuses a place that holds the result of another clip, in another folder, where nobody named the place: two clips of one name.
/// A clip that was made anew where it lay is no other one.
///
/// # Errors
/// When it does.
pub(crate) fn of_another(source: &Source, out: &Path, wish: &FixWish) -> Result<(), JobError> {
    if !wish.is_named_by_clip || wish.guard.may_overwrite() {
        return Ok(());
    }
    let text = read_text(&folder_of(out).join(WISH_FILE)).unwrap_or_default();
    let there: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let told = |what: &str| there["source"][what].as_str().map(str::to_owned);
    match told("path").zip(told("fingerprint")) {
        Some((made_of, print)) if made_of != place_of(source) && print != source.fingerprint => {
            Err(JobError::OtherResult { out: out.to_owned(), made_of })
        }
        _ => Ok(()),
    }
}

/// How often dewax treated a source, and how that is known; none where it did not.
fn treated(source: &Source) -> Option<(u32, &'static str)> {
    if let Some(times) = own::treated(source) {
        return Some((times, "it says so itself"));
    }
    // Pictures carry no mark; a renamed one is not known again.
    let folder = folder_of(&source.path);
    is_own_file(&source.path, &folder).then_some((1, "the folder beside it says so"))
}

/// Refuses a source that dewax made, unless it is to be treated once more: the sentence that says so.
///
/// # Errors
/// When it is not.
pub(crate) fn once_more(source: &Source, wish: &FixWish) -> Result<Option<String>, JobError> {
    let Some((times, how)) = treated(source) else { return Ok(None) };
    if !wish.again {
        return Err(JobError::OwnResult { name: source.name.clone(), how });
    }
    let times = times.saturating_add(1);
    Ok(Some(format!("The source was made by dewax ({how}): it is treated {times} times now, as was wished.")))
}
