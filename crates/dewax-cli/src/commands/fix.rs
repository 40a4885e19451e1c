//! `fix`: the whole job, on one clip or many.

use crate::args::{
    Taste, clips, delivery, faces, faces_of, flag, guard_of, mask_of, opening_of, out, passes, passes_of, recipe, taste, taste_of, wishes,
};
use crate::batch;
use crate::brief::{self, Subject};
use crate::each::{Outcome, each_clip};
use crate::given::given_clips;
use clap::{ArgMatches, Command};
use dewax_job::fix::{FixWish, Fixed, fix};
use dewax_job::passes::PassWish;
use dewax_media::guard::Guard;
use dewax_media::tools::Tools;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    passes(delivery(faces(taste(clips(
        Command::new("fix").about("Measure, plan, render, verify and report: the whole job"),
    )))))
    .arg(flag("force", "Make it again, although the output is there and is just what is wished"))
    .arg(flag("again", "Treat what dewax made already once more"))
    .arg(recipe("Render this recipe instead of planning one"))
    .arg(out("The file to write, or a folder, which is made if it ends in a slash; default: NAME_dewax.mov in the current folder"))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
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
    let Taste { look, seed, texture_from, recipe, recipe_file } = taste_of(m, tools)?;
    Ok(FixWish {
        look,
        recipe,
        recipe_file,
        seed,
        range: m.get_one::<String>("range").cloned(),
        faces: faces_of(m),
        mask: mask_of(m),
        texture_from,
        delivery: wishes(m)?,
        keeps_what_fits: !is_set(m, "force"),
        again: is_set(m, "again"),
        passes: PassWish::default(),
        is_named_by_clip: false,
        opening: opening_of(m),
        guard: guard_of(m),
    })
}
