//! What is written beside a treated clip, for a grade or for eyes.

use crate::outcome::WrongWords;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_job::passes::PassWish;
use std::path::PathBuf;

/// Files that are written beside the treated clip.
pub(crate) const PASSES: [&str; 5] = ["matte-out", "texture-out", "base-out", "layers-out", "bake-lut"];

/// Flags that ask for them.
pub(crate) fn passes(command: Command) -> Command {
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
    };
    command
        .arg(file(
            "matte-out",
            "Also write the mask that the steps used, with its feather (.mov: ProRes 4444; .mkv; name_%05d.png); {face} in the name \
             writes one for each face",
        ))
        .arg(file(
            "texture-out",
            "Also write what texture added, about mid grey, to be laid on --base-out as Linear Light",
        ))
        .arg(file("base-out", "Also write the treated picture without what texture added"))
        .arg(file(
            "layers-out",
            "Also write source, treatment and texture (Linear Light, with its mask) as layers of one picture (.psd, .psb); for one frame",
        ))
        .arg(file(
            "bake-lut",
            "Also write the treated clip with the show LUT laid on it, for whoever has no LUT; the output itself stays without it",
        ))
}

/// What is asked for; it is of one clip, and refused for more.
pub(crate) fn passes_of(m: &ArgMatches, clips: usize) -> anyhow::Result<PassWish> {
    let [matte, texture, base, layers, baked] = PASSES.map(|name| m.get_one::<PathBuf>(name).cloned());
    let wish = PassWish { matte, texture, base, layers, baked };
    if !wish.is_empty() && clips > 1 {
        let named = PASSES.iter().find(|name| m.contains_id(name)).copied().unwrap_or_default();
        return Err(WrongWords(format!(
            "--{named} names the file of one clip, and here are several; treat them one by one"
        ))
        .into());
    }
    Ok(wish)
}
