//! `plan`: the recipe of a clip, or of several into a folder.

use crate::args::{
    clips, faces, faces_of, guard_of, mask_of, opening_of, out, overwrite, show_lut, show_lut_of, taste, taste_of,
};
use crate::batch;
use crate::brief::Subject;
use crate::each::{Outcome, each_clip};
use crate::given::{given_clips, is_talkative, name_of};
use crate::outcome::exit;
use crate::progress::Bar;
use crate::show;
use anyhow::bail;
use clap::{ArgMatches, Command};
use dewax_job::ops::plan::{PlanWish, Planned, run};
use dewax_media::guard::Guard;
use dewax_media::shown::shown;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::{Path, PathBuf};

pub(super) fn cli() -> Command {
    show_lut(faces(taste(clips(Command::new("plan").about("Make the recipe of a clip, or of several")))))
        .arg(out("Where the recipe goes, a folder for several; standard output when not given"))
        .arg(overwrite())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let taste = taste_of(m, &tools)?;
    let clips = given_clips(m)?;
    let out = m.get_one::<PathBuf>("out").map(PathBuf::as_path);
    if out.is_none() && taste.texture_from.is_some() {
        bail!("the recipe may name a file with pores: say with -o where the recipe goes, they lie beside it");
    }
    if out.is_none() && clips.len() > 1 {
        bail!("{} clips have {} recipes: say with -o into which folder", clips.len(), clips.len());
    }
    let guard = clips.iter().fold(guard_of(m), Guard::reading);
    let outs = out.map(|out| batch::outputs(&clips, Some(out), None, Some("toml"), &guard)).transpose()?;
    let wish = PlanWish {
        look: taste.look,
        seed: taste.seed,
        faces: faces_of(m),
        mask: mask_of(m),
        texture_from: taste.texture_from,
        reference: taste.reference,
        spots: taste.spots,
        upscale: taste.upscale,
        show_lut: show_lut_of(m)?,
        out: None,
        opening: opening_of(m),
        guard,
    };
    let wish_of = |number: usize| {
        let out = outs.as_ref().and_then(|outs| outs.files.get(number)).cloned();
        PlanWish { out, ..wish.clone() }
    };
    if let [clip] = clips.as_slice() {
        let wish = wish_of(0);
        let bar = Bar::new(&name_of(clip), !is_talkative(m));
        let planned = run(&tools, clip, &wish, &bar)?;
        drop(bar);
        return Ok(one(m, planned, wish.out.as_deref()));
    }
    each_clip(m, &clips, |number, clip, bar| {
        let wish = wish_of(number);
        Ok(outcome_of(run(&tools, clip, &wish, bar)?, wish.out.as_deref()))
    })
}

fn outcome_of(planned: Planned, out: Option<&Path>) -> Outcome {
    let files = out.map(|out| ("recipe", shown(&out.display().to_string()))).into_iter().collect();
    let subject = Subject { done: "will do", files, was_there: false };
    Outcome { report: planned.report, recipe: planned.recipe, subject }
}

/// Says what came of one clip: its recipe, or where that lies.
fn one(m: &ArgMatches, planned: Planned, out: Option<&Path>) -> u8 {
    let losses = planned.report.losses.clone();
    match out {
        Some(out) if is_talkative(m) => outcome_of(planned, Some(out)).say(m),
        Some(_) => {}
        None if m.get_flag("json") => show::json(&json!({"recipe": planned.text})),
        None => show::text(&planned.text),
    }
    for loss in &losses {
        show::error(&format!("missing in the source: {loss}"));
    }
    if losses.is_empty() { exit::DONE } else { exit::ADVISE }
}
