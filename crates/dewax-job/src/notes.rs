//! What a reader of a report must know of the source, and what the change log says of a render, in sentences.

use dewax::analysis::Analysis;
use dewax::certificate::Certificate;
use dewax::color::Origin;
use dewax::recipe::{Look, Recipe, RecipeShowLut};
use dewax::report::{Report, Treatment};
use dewax::step::Touches;
use dewax::steps::entry;
use dewax_media::cube_file::ShowLut;
use dewax_media::probe::Source;
use dewax_media::shown::shown;

/// Said when texture was asked for and no shot gets any.
pub(crate) const NOT_GIVEN: &str = "The texture that was asked for is laid on nowhere: no face is followed by its mesh, or a trial repair \
    did not hold with it.";

/// Said when a lens was asked for and a shot gets none; nothing else.
pub(crate) fn without_lens(look: &Look, recipe: &Recipe, analysis: &Analysis) -> Option<String> {
    let asked = look.stack.steps().iter().any(|step| step.asks().lens.is_asked());
    let has_none = |i: &usize| analysis.shots.get(*i).is_some_and(|facts| facts.eyes_in_focus_px().is_none());
    let shots: Vec<String> = (0..recipe.shots.len()).filter(has_none).map(|i| (i + 1).to_string()).collect();
    (asked && !shots.is_empty()).then(|| {
        format!(
            "No lens is laid on shot {}: it needs a face that is held by its mesh for half of the shot, and persons that are known from its \
             start on; `dewax models install` fetches what finds them.",
            shots.join(", ")
        )
    })
}

/// What a reader of the report must know of the source.
pub(crate) fn notes(source: &Source, warnings: &[String]) -> Vec<String> {
    let mut notes = Vec::new();
    let tags = &source.video.tags;
    let mut assumed = Vec::new();
    let mut one = |origin: Origin, what: &str, value: &str| {
        if origin == Origin::Assumed {
            assumed.push(format!("{what} {value}"));
        }
    };
    if !source.video.rgb {
        one(tags.primaries.origin, "primaries", tags.primaries.value.name());
        one(tags.transfer.origin, "transfer", tags.transfer.value.name());
        one(tags.matrix.origin, "matrix", tags.matrix.value.name());
        one(tags.range.origin, "range", tags.range.value.name());
    }
    if !assumed.is_empty() {
        let list = assumed.join(", ");
        notes.push(format!(
            "The file does not state all of its colours; assumed: {list}. The output states no more than the source did."
        ));
    }
    if tags.is_hdr() {
        notes.push(
            "The clip is HDR (PQ or HLG): it is treated on its code values, and figures in levels mean code values."
                .into(),
        );
    }
    for credential in &source.credentials {
        let kind = credential
            .digital_source_type
            .as_deref()
            .map(|t| format!(", source type {t}"))
            .unwrap_or_default();
        notes.push(format!(
            "The source carries a statement of origin ({:?}, {} bytes{kind}).",
            credential.kind, credential.bytes_len
        ));
    }
    for warning in warnings {
        notes.push(format!("While decoding: {warning}"));
    }
    notes
}

/// What a look still does to shots whose skin is left as it is; nothing where there are none.
pub(crate) fn beside_the_skin(recipe: &Recipe, analysis: &Analysis) -> Option<String> {
    let mut shots = Vec::new();
    let mut steps: Vec<&str> = Vec::new();
    for (i, shot) in recipe.shots.iter().enumerate() {
        let running = shot.running();
        let of_skin = running.iter().any(|name| entry(name).is_some_and(|e| e.touches == Touches::Skin));
        let has_skin = analysis.shots.get(i).is_some_and(|facts| facts.has_skin());
        if has_skin && !running.is_empty() && !of_skin {
            shots.push((i + 1).to_string());
            steps.extend(running.iter().filter(|name| !steps.contains(name)).copied().collect::<Vec<_>>());
        }
    }
    (!shots.is_empty()).then(|| {
        format!(
            "The skin of shot {} is left as it is; over the whole frame the look still does: {}.",
            shots.join(", "),
            steps.join(", ")
        )
    })
}

/// What a recipe that is there is, and was, seen through.
pub(crate) fn seen_through(recipe: Option<&Recipe>, show_lut: Option<&ShowLut>) -> Option<String> {
    let given = show_lut.map(ShowLut::note);
    let made = recipe.and_then(|r| r.show_lut.as_ref());
    let other = made.filter(|made| show_lut.is_none_or(|lut| lut.sha256 != made.sha256));
    let Some(RecipeShowLut { name, sha256 }) = other else { return given };
    let (name, sha256) = (shown(name), shown(sha256));
    Some(match given {
        Some(given) => {
            format!("{given} The recipe was made behind another show LUT, {name} (SHA-256 {sha256}).")
        }
        None => format!(
            "The recipe was made behind the show LUT {name} (SHA-256 {sha256}), which is not in what is written: look at it through \
             that, or say --show-lut."
        ),
    })
}

/// The change log's lines of one render.
pub(crate) fn changes(report: &Report, recipe: &Recipe, recipe_sha256: &str) -> Vec<String> {
    let certified = report.certificate.as_ref().map_or_else(|| "none".into(), Certificate::words);
    let path = report.delivery.as_ref().map(|d| d.path.as_str()).unwrap_or_default();
    let mut lines = vec![format!(
        "\n## {} to {}\n\nlook {}, recipe {}, seed {}, dewax {}, certificate {}\n",
        report.source,
        shown(path),
        shown(&recipe.look),
        &recipe_sha256[..12.min(recipe_sha256.len())],
        recipe.seed,
        report.dewax,
        certified
    )];
    for (i, shot) in report.shots.iter().enumerate() {
        let done: Vec<String> = shot.treatment.iter().map(Treatment::line).collect();
        let what = if done.is_empty() { "nothing".to_string() } else { done.join("; ") };
        lines.push(format!(
            "- shot {} (frames {}-{}): {what}",
            i + 1,
            shot.shot.first_frame,
            shot.shot.end() - 1
        ));
    }
    lines
}
