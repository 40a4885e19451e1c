//! `render`: a clip from a recipe, or a part of it, without a report: for farms and for trying values.

use super::fix::fix_wish;
use crate::args::{delivery, faces, one_clip, out, passes, passes_of, recipe, show_lut, taste};
use crate::batch;
use crate::brief::Subject;
use crate::each::{Outcome, certified};
use crate::given::{given_path, is_talkative, name_of};
use crate::progress::Bar;
use clap::{ArgMatches, Command};
use dewax::report::Report;
use dewax_job::fix::{FixWish, treat};
use dewax_job::sidecar::{RECIPE_FILE, folder_of};
use dewax_media::shown::shown;
use dewax_media::tools::Tools;

pub(super) fn cli() -> Command {
    show_lut(passes(delivery(faces(taste(one_clip(
        Command::new("render").about("Render a clip from a recipe, or a part of it"),
    ))))))
    .arg(recipe("The recipe; made from the look when not given"))
    .arg(out("The file to write, or a pattern such as name_%05d.png").required(true))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let wish = FixWish { passes: passes_of(m, 1)?, ..fix_wish(m, &tools)? };
    let clip = given_path(m, "CLIP");
    let outs = batch::outputs(std::slice::from_ref(&clip), Some(&given_path(m, "out")), wish.delivery.codec, None, &wish.guard)?;
    let out = outs.files.first().cloned().unwrap_or_default();
    let bar = Bar::new(&name_of(&clip), !is_talkative(m));
    let treated = treat(&tools, &clip, &out, &wish, &bar)?;
    drop(bar);
    let mut report = Report::of(&treated.analysis, Some(&treated.recipe), treated.trials.as_deref());
    report.losses = treated.losses;
    report.notes = treated.notes;
    report.certificate = Some(treated.certificate);
    if let Some(matte) = &treated.matte {
        matte.mention(&mut report);
    }
    let beside = folder_of(&out).join(RECIPE_FILE);
    let files = [("output", &out), ("recipe", &beside)].map(|(what, at)| (what, shown(&at.display().to_string())));
    let subject = Subject { done: "done", files: files.into(), was_there: false };
    let made = Outcome { report, recipe: treated.recipe, subject };
    Ok(certified(m, &out, &made.report, Some(&made)))
}
