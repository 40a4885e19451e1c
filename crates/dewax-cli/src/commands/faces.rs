//! `faces`: which faces are found, where, how surely, and how to leave one alone.

use crate::args::{faces, faces_of, guard_of, mask_of, one_clip, opening_of, out, overwrite};
use crate::given::{given_path, is_talkative, name_of};
use crate::outcome::exit;
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax::face::Tier;
use dewax::report::faces_note;
use dewax_job::ops::faces::{FacesShown, FacesWish, Places, show as draw};
use dewax_job::sidecar::read_recipe;
use dewax_media::tools::Tools;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    faces(one_clip(
        Command::new("faces").about("Show the faces that are found: drawn on the clip, as pictures, as data"),
    ))
        .arg(out(
            "overlay.mp4 or .mov: all frames drawn over; sheet.png: a contact sheet; faces.json: the data; a folder: all \
             three. Default: NAME.faces in the current folder, and nothing with --json",
        ))
        .arg(
            Arg::new("recipe")
                .long("recipe")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["faces", "small-faces", "drop-track", "only-track"])
                .help("Find faces as this recipe does, and draw its skin mask"),
        )
        .arg(overwrite())
}

/// Finds the faces of a clip, and shows them.
pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let clip = given_path(m, "CLIP");
    let places = match m.get_one::<PathBuf>("out") {
        Some(out) => Places::of(out)?,
        // Who asks for the data alone need not wait for pictures.
        None if m.get_flag("json") => Places::default(),
        None => Places::of(&Places::default_folder(&clip))?,
    };
    let wish = FacesWish {
        places,
        choice: faces_of(m),
        recipe: m.get_one::<PathBuf>("recipe").map(|path| read_recipe(path)).transpose()?,
        recipe_file: m.get_one::<PathBuf>("recipe").cloned(),
        mask: mask_of(m),
        opening: opening_of(m),
        guard: guard_of(m),
    };
    let bar = Bar::new(&name_of(&clip), !is_talkative(m));
    let shown = draw(&tools, &clip, &wish, &bar)?;
    drop(bar);
    if m.get_flag("json") {
        show::json(&serde_json::to_value(&shown.table)?);
    } else if is_talkative(m) {
        say(&shown);
    }
    Ok(if shown.losses.is_empty() { exit::DONE } else { exit::ADVISE })
}

/// What was found, for people.
fn say(shown: &FacesShown) {
    let table = &shown.table;
    show::line(&format!("{}: {}", table.source, found(shown)));
    for row in &table.tracks {
        show::line(&format!("  face {}  shot {}  {}", row.face.id, row.face.shot, row.face.line()));
    }
    for (number, _) in table.shots.iter().enumerate().filter(|(_, s)| s.faces.is_empty()) {
        let note = faces_note(table.tier, 0);
        if !note.is_empty() && !shown.is_skin_given {
            show::line(&format!("  shot {}  {note}", number + 1));
        }
    }
    if let Some(row) = table.tracks.iter().find(|r| !r.face.dropped) {
        show::line(&format!("  to leave a face alone: --drop-track {}", row.face.id));
    }
    if !table.tier_note.is_empty() {
        show::line(&format!("  note: {}", table.tier_note));
    }
    show::losses(&shown.losses);
    for note in &shown.notes {
        show::line(&format!("  note: {note}"));
    }
    for file in &shown.files {
        show::line(&format!("wrote: {}", file.display()));
    }
}

/// How many faces there are, and what it means when there is none.
fn found(shown: &FacesShown) -> String {
    match (shown.table.tier, shown.table.tracks.len()) {
        (Tier::ColourOnly, _) => "faces were not looked for".into(),
        (_, 0) if shown.is_skin_given => "no face was found".into(),
        (_, 0) => "no face was found, so anything of skin colour is treated as skin".into(),
        (_, 1) => "1 face".into(),
        (_, many) => format!("{many} faces"),
    }
}
