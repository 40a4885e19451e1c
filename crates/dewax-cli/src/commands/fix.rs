//! `fix`: the whole job, on one clip or many.

use crate::args::{
    clips, delivery, faces, faces_of, guard_of, look_of, mask_of, measured_grain, opening_of, out, recipe, seed, taste,
    texture_of, wishes,
};
use crate::batch;
use crate::each::each_clip;
use crate::given::given_clips;
use clap::{ArgMatches, Command};
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_job::sidecar::read_recipe;
use dewax_media::guard::Guard;
use dewax_media::tools::Tools;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    delivery(faces(taste(clips(
        Command::new("fix").about("Measure, plan, render, verify and report: the whole job"),
    ))))
    .arg(recipe("Render this recipe instead of planning one"))
    .arg(out("The file to write, or a folder; default: NAME_dewax.mov in the current folder"))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let clips = given_clips(m)?;
    let mut wish = fix_wish(m, &tools)?;
    // Also what lies in a folder that was named.
    wish.guard = clips.iter().fold(wish.guard, Guard::reading);
    let outs = batch::outputs(&clips, m.get_one::<PathBuf>("out").map(|p| &**p), wish.delivery.codec)?;
    each_clip(m, &clips, |number, clip, bar| {
        let fixed = fix(&tools, clip, &outs[number], &wish, bar)?;
        let page = fixed.folder.join("report.html");
        let seconds = fixed.report.delivery.as_ref().map_or(0.0, |d| d.seconds);
        let place = format!("  wrote:  {} ({seconds} s)\n  report: {}", fixed.out.display(), page.display());
        Ok((fixed.report, place))
    })
}

/// What is wished of a clip that is treated.
pub(super) fn fix_wish(m: &ArgMatches, tools: &Tools) -> anyhow::Result<FixWish> {
    let recipe = m.get_one::<PathBuf>("recipe").map(|path| read_recipe(path)).transpose()?;
    Ok(FixWish {
        look: if recipe.is_some() { Look::named("off")? } else { look_of(m, measured_grain(m, tools)?)? },
        recipe,
        recipe_file: m.get_one::<PathBuf>("recipe").cloned(),
        seed: seed(m),
        range: m.get_one::<String>("range").cloned(),
        faces: faces_of(m),
        mask: mask_of(m),
        texture_from: texture_of(m),
        delivery: wishes(m)?,
        opening: opening_of(m),
        guard: guard_of(m),
    })
}
