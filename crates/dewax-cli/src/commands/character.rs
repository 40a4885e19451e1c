//! `character`: the skin of a person, for every shot of them.

use crate::args::{faces, faces_of, guard_of, out, overwrite};
use crate::given::{given_path, is_talkative, name_of};
use crate::outcome::exit;
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_job::character;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    faces(
                Command::new("character")
                    .about("Take a person's skin from a portrait or clip, so that every shot gets the same pores")
                    .arg(Arg::new("NAME").required(true).help("What to call it: letters, digits, - and _"))
                    .arg(
                        Arg::new("from")
                            .long("from")
                            .value_name("FILE")
                            .value_parser(value_parser!(PathBuf))
                            .required(true)
                            .help("A portrait or clip that shows the face large and clear"),
                    )
                    .arg(out("The folder for NAME.character.toml; default: the current one"))
                    .arg(overwrite()),
)
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let (from, folder) = (given_path(m, "from"), m.get_one::<PathBuf>("out").cloned().unwrap_or_default());
    let name = m.get_one::<String>("NAME").map_or("", String::as_str);
    let bar = Bar::new(&name_of(&from), !is_talkative(m));
    let folder = guard_of(m).folder(&folder, &[&character::file_name(name)?])?;
    let taken = character::take(&tools, name, &from, &faces_of(m), &bar)?;
    let file = taken.save(&folder)?;
    drop(bar);
    let own = &taken.character;
    if m.get_flag("json") {
        show::json(&json!({"file": file.display().to_string(), "character": own}));
    } else if is_talkative(m) {
        show::line(&format!("character: {}", file.display()));
        let [light, a, b] = own.skin_lab;
        show::line(&format!(
            "  skin: L* {light} a* {a} b* {b}; contrast {} % (pores and fine lines), {} % (lines and unevenness)",
            own.fine_percent, own.coarse_percent
        ));
        show::line(match taken.graft {
            Some(_) => "  its own pores are kept beside it",
            None => "  the picture is too coarse for its own pores: they are made to its measure",
        });
    }
    Ok(exit::DONE)
}
