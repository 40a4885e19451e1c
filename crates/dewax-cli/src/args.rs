//! The arguments. Flags of step parameters come from the table of steps; nothing is declared twice.

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use dewax::face::{FaceOptions, Tier};
use dewax::param::{Kind, Limits};
use dewax::recipe::{LOOKS, Look, RecipeError, stocks};
use dewax::stack::Setting;
use dewax::steps::STEPS;
use dewax::surface;
use dewax_job::character::TextureFrom;
use dewax_media::faces::FaceChoice;
use dewax_media::target::Codec;
use std::path::PathBuf;

mod guard;

pub(crate) use guard::{guard_of, opening_of};
use guard::{opening, overwrite};

const AFTER_HELP: &str = "Exit codes: 0 done and verified, 1 error, 2 usage, 3 finished but the verdict is REGENERATE, \
    the certificate failed or the source is not whole, 4 (verify) nothing failed but no skin could be judged, 130 interrupted.";

/// The whole command line.
pub fn command() -> Command {
    Command::new("dewax")
        .version(dewax::VERSION)
        .about("Takes the plastic look out of AI-generated video, and proves that it did not wax the skin.")
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(flag("quiet", "No progress, no summary: only errors").short('q').global(true))
        .arg(flag("json", "One JSON document on standard output").global(true))
        .arg(
            Arg::new("threads")
                .long("threads")
                .value_name("N")
                .value_parser(value_parser!(u16).range(1..=1024))
                .help("Threads for the treatment; the pixels do not depend on it")
                .global(true),
        )
        .subcommands([
            faces(clips(
                Command::new("diagnose").about("Measure clips: what is wrong with the skin, and what to do"),
            ))
            .arg(
                Arg::new("save")
                    .long("save")
                    .value_name("DIR")
                    .value_parser(value_parser!(PathBuf))
                    .help("Also write analysis.json and report.json into this folder"),
            )
            .arg(overwrite()),
            faces(taste(one_clip(Command::new("plan").about("Make the recipe of a clip"))))
                .arg(out("Where the recipe goes; standard output when not given"))
                .arg(overwrite()),
            delivery(faces(taste(one_clip(
                Command::new("render").about("Render a clip from a recipe, or a part of it"),
            ))))
            .arg(recipe("The recipe; made from the look when not given"))
            .arg(out("The file to write, or a pattern such as name_%05d.png").required(true)),
            faces(opening(Command::new("verify")))
                .about("Judge a written file beside its source, also one that dewax did not make")
                .arg(path("OUT", "The written file"))
                .arg(
                    Arg::new("source")
                        .long("source")
                        .value_name("CLIP")
                        .value_parser(value_parser!(PathBuf))
                        .required(true)
                        .help("The clip that it was made from"),
                )
                .arg(range()),
            delivery(faces(taste(clips(
                Command::new("fix").about("Measure, plan, render, verify and report: the whole job"),
            ))))
            .arg(recipe("Render this recipe instead of planning one"))
            .arg(out("The file to write, or a folder; default: NAME_dewax.mov in the current folder")),
            Command::new("compare")
                .about("Show two clips side by side: a split picture or video with a 200 % loupe")
                .arg(path("BEFORE", "The first clip"))
                .arg(path("AFTER", "The second clip"))
                .arg(out("split.png for one frame, split.mp4 or .mov for all").required(true))
                .arg(
                    Arg::new("frame")
                        .long("frame")
                        .value_name("N")
                        .value_parser(value_parser!(usize))
                        .help("The frame of a picture; the middle one when not given"),
                )
                .arg(
                    Arg::new("loupe")
                        .long("loupe")
                        .value_name("X,Y")
                        .help("Middle of the loupe in pixels; on the skin when not given"),
                )
                .arg(overwrite()),
            show_faces(faces(one_clip(
                Command::new("faces")
                    .about("Show the faces that are found: drawn on the clip, as pictures, as data"),
            ))),
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
            ),
            Command::new("looks")
                .about("List the looks, or print one as a file to start from")
                .arg(Arg::new("NAME").help("The look to print")),
            Command::new("schema")
                .about("Print the JSON schema of a file format")
                .arg(Arg::new("FORMAT").required(true).value_parser(surface::SCHEMAS).help("The format")),
            crate::models::command(),
            Command::new("doctor").about("Say what this machine has, what is missing, and how to get it"),
            Command::new("demo")
                .about("Make a small clip, treat it, and say where before, after and report lie")
                .arg(
                    Arg::new("DIR")
                        .value_parser(value_parser!(PathBuf))
                        .default_value("dewax-demo")
                        .help("Where to"),
                )
                .arg(overwrite()),
            Command::new("completions")
                .about("Print shell completions")
                .arg(Arg::new("SHELL").required(true).value_parser(value_parser!(clap_complete::Shell))),
            Command::new("man").about("Print the man page").hide(true),
        ])
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_parser(value_parser!(PathBuf)).required(true).help(help)
}

fn out(help: &'static str) -> Arg {
    Arg::new("out").short('o').long("out").value_name("OUT").value_parser(value_parser!(PathBuf)).help(help)
}

fn range() -> Arg {
    Arg::new("range")
        .long("range")
        .value_name("FROM..TO")
        .help("Only these frames: 2s..4s (seconds) or 48..96 (frame numbers), the end not included")
}

/// Flags that say how faces are found, and which are treated.
fn faces(command: Command) -> Command {
    let track = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("ID")
            .value_parser(value_parser!(u32).range(1..))
            .action(ArgAction::Append)
            .value_delimiter(',')
            .help_heading("Faces")
            .help(help)
    };
    command
        .arg(
            Arg::new("faces")
                .long("faces")
                .value_name("HOW")
                .value_parser(["best", "mesh", "boxes", "off"])
                .default_value("best")
                .help_heading("Faces")
                .help("Find faces by mesh, by boxes, or not at all; best takes the most that is installed"),
        )
        .arg(flag("small-faces", "Look for small faces too; takes longer").help_heading("Faces"))
        .arg(track("drop-track", "Leave this face alone (numbers as `dewax faces` shows them)"))
        .arg(track("only-track", "Treat this face and no other").conflicts_with("drop-track"))
        .arg(
            Arg::new("mask")
                .long("mask")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                // Whose skin a given mask shows is for its maker to say.
                .conflicts_with_all(["drop-track", "only-track"])
                .help_heading("Faces")
                .help(
                    "A clip or still that says where the skin is, white on black, instead of finding it: of the clip's \
                     size, with a frame for each of its frames, or one for all",
                ),
        )
}

/// What `dewax faces` takes beside them.
fn show_faces(command: Command) -> Command {
    command
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

/// The mask that is given.
pub(crate) fn mask_of(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one("mask").cloned()
}

/// Whose skin texture is to be taken.
pub(crate) fn texture_of(matches: &ArgMatches) -> Option<TextureFrom> {
    // Verbs without the argument take nobody's.
    matches.try_get_one::<String>("texture-from").ok().flatten().map(|whose| match whose.as_str() {
        "own" => TextureFrom::Own,
        file => TextureFrom::File(file.into()),
    })
}

/// How faces are to be found.
pub(crate) fn faces_of(matches: &ArgMatches) -> FaceChoice {
    let ids = |name: &str| matches.get_many::<u32>(name).into_iter().flatten().copied().collect();
    FaceChoice {
        tier: match matches.get_one::<String>("faces").map(String::as_str) {
            Some("mesh") => Some(Tier::Mesh),
            Some("boxes") => Some(Tier::BoxOnly),
            Some("off") => Some(Tier::ColourOnly),
            _ => None,
        },
        options: FaceOptions {
            small: matches.get_flag("small-faces"),
            drop: ids("drop-track"),
            only: ids("only-track"),
        },
    }
}

fn recipe(help: &'static str) -> Arg {
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

fn one_clip(command: Command) -> Command {
    opening(command).arg(path("CLIP", "The clip, or a pattern such as shot_%05d.png"))
}

fn clips(command: Command) -> Command {
    opening(command).arg(
        path("CLIP", "Clips, patterns such as shot_%05d.png, or folders of clips")
            .num_args(1..)
            .action(ArgAction::Append),
    )
}

/// Flags that choose what is done: look, single values, seed.
fn taste(command: Command) -> Command {
    let names = LOOKS.map(|l| l.0).join(", ");
    let mut command =
        command
            .arg(
                Arg::new("look")
                    .long("look")
                    .value_name("LOOK")
                    .default_value("natural")
                    .help(format!("A look by name ({names}) or a look file")),
            )
            .arg(Arg::new("stock").long("stock").value_name("LOOK").conflicts_with("grain-from").help(
                format!("Lay the grain of another look on top ({}, or a look file)", stocks().join(", ")),
            ))
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
            .arg(Arg::new("set").long("set").value_name("STEP.PARAM=VALUE").action(ArgAction::Append).help(
                "Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; \
                     may be given several times",
            ))
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
                    .hide_short_help(true)
                    .help_heading(format!("Step {}", e.name))
                    .help(format!(
                        "{} [{}{limit}; default {}]",
                        surface::doc(p),
                        p.want(),
                        p.show(p.default)
                    )),
            );
        }
    }
    command
}

/// Flags that choose how it is written.
fn delivery(command: Command) -> Command {
    let codecs: Vec<&str> = Codec::ALL.iter().map(|c| c.name()).collect();
    command
        .arg(range())
        .arg(
            Arg::new("codec")
                .long("codec")
                .value_name("CODEC")
                .value_parser(codecs)
                .help("Codec; by the file's ending when not given (.mov: prores, .mp4: h264, .mkv: ffv1)"),
        )
        .arg(
            Arg::new("bits")
                .long("bits")
                .value_name("N")
                .value_parser(value_parser!(u8))
                .help("Bits of a sample; the source's, as far as the codec has them, when not given"),
        )
        .arg(
            Arg::new("crf")
                .long("crf")
                .value_name("N")
                .value_parser(value_parser!(f32))
                .help("Rate factor of h264 and h265; smaller is better and larger"),
        )
        .arg(Arg::new("preset").long("preset").value_name("NAME").help("Preset of h264 and h265"))
        .arg(overwrite())
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
pub(crate) fn limits_of(matches: &ArgMatches) -> Limits {
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
        look.pin(setting, limits)?;
    }
    for text in matches.get_many::<String>("set").into_iter().flatten() {
        look.pin(text.parse::<Setting>()?, limits)?;
    }
    for e in STEPS {
        for p in e.params {
            if let Some(value) = matches.get_one::<String>(&format!("{}.{}", e.name, p.name)) {
                let setting =
                    Setting { face: None, step: e.name.into(), param: p.name.into(), value: value.clone() };
                look.pin(setting, limits)?;
            }
        }
    }
    Ok(look)
}

#[cfg(test)]
mod tests;
