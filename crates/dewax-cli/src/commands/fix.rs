//! `fix`: the whole job, on one clip, on many, or on a film.

use crate::args::{
    PASSES, Taste, clips, delivery, faces, faces_of, flag, guard_of, mask_of, opening_of, out, passes, passes_of, plain_look, recipe, show_lut,
    show_lut_of, taste, taste_of, wishes,
};
use crate::batch;
use crate::brief::{self, Subject};
use crate::each::{Outcome, each_clip, each_shot};
use crate::given::{given_clips, is_talkative};
use crate::outcome::WrongWords;
use crate::progress::Bar;
use clap::{ArgMatches, Command};
use dewax::recipe::Look;
use dewax_job::film::is_film;
use dewax_job::fix::{FixWish, Fixed, fix};
use dewax_job::ops::{self, film::FilmWish};
use dewax_job::passes::PassWish;
use dewax_media::guard::Guard;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    show_lut(passes(delivery(faces(taste(clips(
        Command::new("fix").about("Measure, plan, render, verify and report: the whole job"),
    ))))))
    .arg(flag("force", "Make it again, although the output is there and is just what is wished"))
    .arg(flag("again", "Treat what dewax made already once more"))
    .arg(recipe("Render this recipe instead of planning one"))
    .arg(out("The file to write, or a folder, which is made if it ends in a slash; default: NAME_dewax.mov in the current folder; of a film (NAME.dewax.toml) a folder"))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    if let Some(film) = film_of(m)? {
        // Of each of its shots there would be one.
        passes_of(m, usize::MAX)?;
        return fix_film(m, &tools, film);
    }
    let clips = given_clips(m)?;
    let passes = passes_of(m, clips.len())?;
    let mut wish = FixWish { passes, ..fix_wish(m, &tools)? };
    // Also what lies in a folder that was named.
    wish.guard = clips.iter().fold(wish.guard, Guard::reading);
    let out = m.get_one::<PathBuf>("out").map(PathBuf::as_path);
    let outs = batch::outputs(&clips, out, wish.delivery.codec, None, &wish.guard)?;
    each_clip(m, &clips, |number, clip, bar| {
        let to = &outs.files[number];
        let wish = FixWish { is_named_by_clip: out != Some(to), ..wish.clone() };
        Ok(outcome_of(fix(&tools, clip, to, &wish, bar)?))
    })
}

/// The film that is meant, where one is.
fn film_of(m: &ArgMatches) -> anyhow::Result<Option<PathBuf>> {
    let given: Vec<&PathBuf> = m.get_many("CLIP").into_iter().flatten().collect();
    let Some(film) = given.iter().find(|path| is_film(path)) else { return Ok(None) };
    let own = ["recipe", "range", "reference", "spot", "upscale"].into_iter().chain(PASSES);
    let beside = own.into_iter().find(|name| m.contains_id(name));
    let problem = match (given.len(), beside) {
        (1, None) => return Ok(Some((*film).clone())),
        (1, Some(name)) => format!("--{name} was given beside a film, which is of many shots: leave it out"),
        _ => format!("`{}` is a film, and other clips were given beside it: give each a call of its own", film.display()),
    };
    Err(WrongWords(problem).into())
}

/// The whole job on every shot of a film.
fn fix_film(m: &ArgMatches, tools: &Tools, film: PathBuf) -> anyhow::Result<u8> {
    let Some(out) = m.get_one::<PathBuf>("out").cloned() else {
        return Err(WrongWords("say with -o into which folder the shots of the film go".into()).into());
    };
    let strength = m.get_one::<f32>("strength").copied().unwrap_or(1.0);
    let mut each = fix_wish(m, tools)?;
    // Each shot strengthens it once, by its own number where it has one.
    each.look = Look { pinned: each.look.pinned, ..plain_look(m)? };
    let wish = FilmWish { film, out, strength, each };
    let watch = |name: &str| Bar::new(name, !is_talkative(m));
    let mut open = ops::film::open(tools, wish, watch)?;
    let shots: Vec<PathBuf> = open.shots().into_iter().map(PathBuf::from).collect();
    let told = each_shot(m, &shots, |number, _, bar| Ok(outcome_of(open.fix(number, bar)?)))?;
    let done = match open.finish() {
        Ok(done) => done,
        Err(error) => {
            // What came of the shots is said all the same.
            told.end(json!({}), "the film: no overview".into());
            return Err(error.into());
        }
    };
    let (measured, read) = (done.measured.len(), done.read.len());
    let words = format!(
        "the film: {} ({measured} files measured, {read} as they were measured before)",
        done.page.display()
    );
    let data = json!({"page": done.page.display().to_string(), "data": done.data.display().to_string(), "measured": done.measured, "read": done.read, "overview": done.film});
    Ok(told.end(data, words))
}

/// Whether a flag was given that only some verbs have.
fn is_set(m: &ArgMatches, name: &str) -> bool {
    m.try_get_one(name).ok().flatten().copied().unwrap_or(false)
}

/// What is said of a clip that was treated.
pub(super) fn outcome_of(fixed: Fixed) -> Outcome {
    let (bytes, seconds) = fixed.report.delivery.as_ref().map_or((0, 0.0), |d| (d.bytes, d.seconds));
    let files = brief::files(&fixed.out, &fixed.folder, bytes, seconds);
    let subject = Subject { done: "done", files, was_there: fixed.was_there };
    Outcome { report: fixed.report, recipe: fixed.recipe, subject }
}

/// What is wished of a clip that is treated.
pub(super) fn fix_wish(m: &ArgMatches, tools: &Tools) -> anyhow::Result<FixWish> {
    let Taste { look, seed, texture_from, reference, spots, upscale, recipe, recipe_file } = taste_of(m, tools)?;
    Ok(FixWish {
        look,
        recipe,
        recipe_file,
        seed,
        range: m.get_one::<String>("range").cloned(),
        faces: faces_of(m),
        mask: mask_of(m),
        texture_from,
        reference,
        spots,
        upscale,
        matched: None,
        show_lut: if m.try_contains_id("show-lut").is_ok() { show_lut_of(m)? } else { None },
        delivery: wishes(m)?,
        keeps_what_fits: !is_set(m, "force"),
        again: is_set(m, "again"),
        analyses: Vec::new(),
        passes: PassWish::default(),
        is_named_by_clip: false,
        opening: opening_of(m),
        guard: guard_of(m),
    })
}
