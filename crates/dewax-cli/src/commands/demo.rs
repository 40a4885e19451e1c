//! `demo`: a clip with every flaw, before and after.

use crate::args::{Taste, guard_of, overwrite, taste, taste_of};
use super::fix::outcome_of;
use crate::each::code_of;
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax::demo::{DrawnFace, Flaws};
use dewax_job::fix::{FixWish, fix};
use dewax_media::drawn::write_clip;
use dewax_media::shown::shown;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

/// A second and a half: long enough to see flicker, short enough to wait for.
const FRAMES: usize = 36;
/// Large enough to see pores in the middle of a face; 1280x720 takes a third longer.
const SIZE_PX: (usize, usize) = (960, 540);
/// Blotches that one trial settles: those of [`Flaws::plastic`] (2.5) take six, and twice the time.
const PATCH_LEVELS: f32 = 1.6;
/// The clip that is drawn.
const BEFORE: &str = "before.mp4";

pub(super) fn cli() -> Command {
    taste(Command::new("demo").about("Make a small clip, treat it, and say where before, after and report lie")).arg(
            Arg::new("DIR")
                .value_parser(value_parser!(PathBuf))
                .default_value("dewax-demo")
                .help("Where to"),
        )
        .arg(overwrite())
}

/// Makes a clip with every flaw, treats it, and says where everything lies.
pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let folder = m.get_one::<PathBuf>("DIR").cloned().unwrap_or_else(|| "dewax-demo".into());
    let talk = !m.get_flag("quiet") && !m.get_flag("json");
    let guard = guard_of(m);
    let mut made = guard.folder(&folder, &[BEFORE])?;
    let tools = Tools::find()?;
    // Before anything is drawn.
    let Taste { look, seed, texture_from, reference, spots, upscale, .. } = taste_of(m, &tools)?;
    let (before, after) = (folder.join(BEFORE), folder.join("after.mp4"));
    if talk {
        show::note("drawing a face with boiling skin, pulsing cheeks and flickering light ...");
    }
    let flaws = Flaws { patch_levels: PATCH_LEVELS, ..Flaws::plastic() };
    let face = DrawnFace::new(SIZE_PX.0, SIZE_PX.1, FRAMES).with_flaws(flaws);
    write_clip(&tools, &face, &made.permit(BEFORE)?)?;
    made.wrote(BEFORE)?;
    let wish = FixWish { seed, texture_from, reference, spots, upscale, ..FixWish::new(look, guard) };
    let bar = Bar::new(BEFORE, !talk);
    let fixed = fix(&tools, &before, &after, &wish, &bar)?;
    drop(bar);
    let page = fixed.folder.join("report.html");
    let code = code_of(&fixed.report);
    if m.get_flag("json") {
        show::json(&json!({
            "before": before.display().to_string(),
            "after": after.display().to_string(),
            "report": page.display().to_string(),
            "certified": fixed.report.certificate.as_ref().map(|c| c.passed),
        }));
    } else if talk {
        let mut outcome = outcome_of(fixed);
        outcome.subject.files.insert(0, ("before", shown(&before.display().to_string())));
        outcome.say(m);
    }
    Ok(code)
}
