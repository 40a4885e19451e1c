//! `diagnose`: what is wrong with the skin of clips.

use crate::args::{clips, faces, faces_of, guard_of, mask_of, opening_of, overwrite, show_lut, show_lut_of};
use crate::brief::Subject;
use crate::each::{Outcome, each_clip};
use crate::given::{given_clips, name_of};
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_job::diagnose::{DiagnoseWish, SAVED, diagnose};
use dewax_media::guard::Guard;
use dewax_media::shown::shown;
use dewax_media::tools::Tools;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    show_lut(faces(clips(
        Command::new("diagnose").about("Measure clips: what is wrong with the skin, and what to do"),
    )))
    .arg(
        Arg::new("save")
            .long("save")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .help("Also write what was measured (analysis.json, faces.bin) and the report (report.json, report.html) into this folder"),
    )
    .arg(overwrite())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let save = m.get_one::<PathBuf>("save");
    let clips = given_clips(m)?;
    let (faces, mask, lut) = (faces_of(m), mask_of(m), show_lut_of(m)?);
    let guard = clips.iter().fold(guard_of(m), Guard::reading);
    each_clip(m, &clips, |_, clip, bar| {
        let folder = save.map(|s| if clips.len() > 1 { s.join(name_of(clip)) } else { s.clone() });
        let saved = folder.clone();
        // Asked before the work: who waited for it is not told then that it cannot be kept.
        let mut folder = folder.map(|folder| guard.folder(&folder, &SAVED)).transpose()?;
        let wish = DiagnoseWish {
            faces: &faces,
            mask: mask.as_deref(),
            opening: opening_of(m),
            saved: saved.as_deref(),
            show_lut: lut.as_deref(),
        };
        let found = diagnose(&tools, clip, &wish, bar)?;
        let mut files = Vec::new();
        if let Some(folder) = &mut folder {
            found.save(folder)?;
            files.push(("saved", shown(&folder.path().display().to_string())));
        }
        let subject = Subject { done: "would do", files, was_there: false };
        Ok(Outcome { report: found.report, recipe: found.recipe, subject })
    })
}
