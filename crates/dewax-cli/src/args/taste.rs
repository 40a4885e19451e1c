//! What is done: look, single values, texture, grain, seed, or a recipe that says it all.

use super::{Offers, flag, guard_of, opening_of};
use crate::given::{is_talkative, name_of};
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use dewax::param::{Kind, Limits};
use dewax::recipe::{LOOKS, Look, RecipeError, stocks};
use dewax::stack::Setting;
use dewax::steps::STEPS;
use dewax::surface;
use dewax_job::grain_from;
use dewax_job::texture_from::TextureFrom;
use dewax_media::tools::Tools;
use std::path::PathBuf;

/// Flags that choose what is done: look, single values, seed.
pub(crate) fn taste(command: Command) -> Command {
    let names = LOOKS.map(|l| l.0).join(", ");
    let command =
        command
            .arg(
                Arg::new("look")
                    .long("look")
                    .value_name("LOOK")
                    .default_value("natural")
                    .value_parser(Offers::looks())
                    .hide_possible_values(true)
                    .help(format!("A look by name ({names}) or a look file")),
            )
            .arg(
                Arg::new("stock")
                    .long("stock")
                    .value_name("LOOK")
                    .conflicts_with("grain-from")
                    .value_parser(Offers::names(&stocks()))
                    .hide_possible_values(true)
                    .help(format!(
                        "Lay the grain of another look on top ({}, or a look file)",
                        stocks().join(", ")
                    )),
            )
            .arg(
                Arg::new("grain-from")
                    .long("grain-from")
                    .value_name("CLIP")
                    .value_parser(value_parser!(PathBuf))
                    .help("Measure the grain of this clip or still and lay the same"),
            )
            .arg(
                Arg::new("strength")
                    .long("strength")
                    .value_name("0..2")
                    .value_parser(strength)
                    .default_value("1")
                    .help("How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs"),
            )
            .arg(
                Arg::new("set")
                    .long("set")
                    .value_name("STEP.PARAM=VALUE")
                    .action(ArgAction::Append)
                    .value_parser(Offers::settings())
                    .hide_possible_values(true)
                    .value_hint(ValueHint::Other)
                    .help(
                        "Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; \
                         may be given several times",
                    ),
            )
            .arg(
                Arg::new("seed")
                    .long("seed")
                    .value_name("N")
                    .default_value("1")
                    .value_parser(value_parser!(u32))
                    .help("Seed of everything random"),
            )
            .arg(
                Arg::new("texture-from")
                    .long("texture-from")
                    .alias("character")
                    .value_name("WHOSE")
                    .help(
                        "Give skin the texture of this one: an original in register with the clip gives back what was lost, where it \
                         lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip's own best frame",
                    ),
            )
            .arg(flag("beyond-limits", "Let values cross their limits"));
    value_flags(command)
}

/// A flag for every value of every step.
fn value_flags(mut command: Command) -> Command {
    for e in STEPS {
        for p in e.params {
            let limit = match p.kind {
                Kind::F { cap, max, .. } if cap < max => format!(", limit {cap}"),
                _ => String::new(),
            };
            command = command.arg(
                Arg::new(format!("{}.{}", e.name, p.name))
                    .long(format!("{}.{}", e.name, p.name))
                    .value_name("VALUE")
                    .allow_negative_numbers(true)
                    .value_parser(Offers::values(p))
                    .hide_possible_values(true)
                    .hide_short_help(true)
                    .help_heading(format!("Step {}", e.name))
                    .help(format!(
                        "{} [{}{limit}; default {}]",
                        surface::doc(p),
                        p.want(),
                        p.show(&p.default)
                    )),
            );
        }
    }
    command
}

pub(crate) fn recipe(help: &'static str) -> Arg {
    Arg::new("recipe")
        .long("recipe")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .conflicts_with_all([
            "look",
            "stock",
            "strength",
            "grain-from",
            "texture-from",
            "set",
            "seed",
            "faces",
            "small-faces",
            "drop-track",
            "only-track",
        ])
        .help(help)
}

/// A look by name or file.
fn open_look(name: &str, limits: Limits) -> anyhow::Result<Look> {
    let file = std::path::Path::new(name);
    match Look::named(name) {
        Ok(look) => Ok(look),
        Err(unknown @ RecipeError::NoLook { .. }) => {
            if file.extension().is_none_or(|e| e != "toml") && !file.is_file() {
                return Err(unknown.into());
            }
            let text = dewax_job::sidecar::read_text(file)?;
            Look::parse(&text, limits).map_err(|e| anyhow::anyhow!("look `{name}`: {e}"))
        }
        Err(other) => Err(other.into()),
    }
}

/// A strength as it is given.
fn strength(text: &str) -> Result<f32, String> {
    let value: f32 = text.trim().parse().map_err(|_| format!("`{text}` is not a number"))?;
    if (0.0..=2.0).contains(&value) { Ok(value) } else { Err(format!("{text} is not within 0 to 2")) }
}

/// Whether values may cross their limits.
fn limits_of(matches: &ArgMatches) -> Limits {
    if matches.get_flag("beyond-limits") { Limits::Beyond } else { Limits::Hold }
}

/// The look that the arguments ask for, with what was `measured` in a reference and then every given value pinned.
pub(crate) fn look_of(matches: &ArgMatches, measured: Vec<Setting>) -> anyhow::Result<Look> {
    let limits = limits_of(matches);
    let mut look = open_look(matches.get_one::<String>("look").map_or("natural", String::as_str), limits)?;
    if let Some(stock) = matches.get_one::<String>("stock") {
        look.lay_stock(&open_look(stock, limits)?)?;
    }
    look.stack.strengthen(matches.get_one::<f32>("strength").copied().unwrap_or(1.0));
    for setting in measured {
        look.pin(setting);
    }
    for text in matches.get_many::<String>("set").into_iter().flatten() {
        look.pin(Setting::read(text, limits)?);
    }
    for e in STEPS {
        for p in e.params {
            if let Some(value) = matches.get_one::<String>(&format!("{}.{}", e.name, p.name)) {
                look.pin(Setting::named(None, e.name, p.name, value, limits)?);
            }
        }
    }
    Ok(look)
}

/// Whose skin texture is to be taken.
pub(crate) fn texture_of(matches: &ArgMatches) -> Option<TextureFrom> {
    // Verbs without the argument take nobody's.
    matches.try_get_one::<String>("texture-from").ok().flatten().map(|whose| match whose.as_str() {
        "own" => TextureFrom::Own,
        file => TextureFrom::File(file.into()),
    })
}

pub(crate) fn seed(m: &ArgMatches) -> u32 {
    m.get_one::<u32>("seed").copied().unwrap_or(1)
}

/// The grain of the clip that the arguments name as a reference, as settings; none when they name none.
pub(crate) fn measured_grain(m: &ArgMatches, tools: &Tools) -> anyhow::Result<Vec<Setting>> {
    let Some(path) = m.get_one::<PathBuf>("grain-from") else { return Ok(Vec::new()) };
    if let Some(out) = m.get_one::<PathBuf>("out").filter(|out| !out.is_dir()) {
        guard_of(m).check(out)?;
    }
    let bar = Bar::new(&name_of(path), !is_talkative(m));
    let found = grain_from::measure(tools, path, opening_of(m), &bar)?;
    drop(bar);
    if is_talkative(m) {
        show::note(&format!("{}: {}", name_of(path), found.note()));
    }
    Ok(found.settings(limits_of(m)))
}
