//! `plan`: the recipe of a clip.

use crate::args::{
    faces, faces_of, guard_of, look_of, mask_of, measured_grain, one_clip, opening_of, out, overwrite, seed, taste,
    texture_of,
};
use crate::brief::Subject;
use crate::each::Outcome;
use crate::given::{given_path, is_talkative, name_of};
use crate::outcome::exit;
use crate::progress::Bar;
use crate::show;
use anyhow::bail;
use clap::{ArgMatches, Command};
use dewax_job::ops::plan::{PlanWish, run};
use dewax_media::shown::shown;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    faces(taste(one_clip(Command::new("plan").about("Make the recipe of a clip"))))
        .arg(out("Where the recipe goes; standard output when not given"))
        .arg(overwrite())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let look = look_of(m, measured_grain(m, &tools)?)?;
    let clip = given_path(m, "CLIP");
    let out = m.get_one::<PathBuf>("out").cloned();
    if out.is_none() && texture_of(m).is_some() {
        bail!("the recipe may name a file with pores: say with -o where the recipe goes, they lie beside it");
    }
    let wish = PlanWish {
        look,
        seed: seed(m),
        faces: faces_of(m),
        mask: mask_of(m),
        texture_from: texture_of(m),
        out,
        opening: opening_of(m),
        guard: guard_of(m),
    };
    let bar = Bar::new(&name_of(&clip), !is_talkative(m));
    let planned = run(&tools, &clip, &wish, &bar)?;
    drop(bar);
    let losses = planned.report.losses.clone();
    match &wish.out {
        Some(out) if is_talkative(m) => {
            let files = vec![("recipe", shown(&out.display().to_string()))];
            let subject = Subject { done: "will do", files };
            Outcome { report: planned.report, recipe: planned.recipe, subject }.say(m);
        }
        Some(_) => {}
        None if m.get_flag("json") => show::json(&json!({"recipe": planned.text})),
        None => show::text(&planned.text),
    }
    for loss in &losses {
        show::error(&format!("missing in the source: {loss}"));
    }
    Ok(if losses.is_empty() { exit::DONE } else { exit::ADVISE })
}
