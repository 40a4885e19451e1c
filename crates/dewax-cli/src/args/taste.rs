//! What is done: look, single values, texture, grain, seed, or a recipe that says it all.

use super::{Offers, flag, guard_of, opening_of};
use crate::given::{is_talkative, name_of};
use crate::outcome::WrongWords;
use crate::progress::Bar;
use crate::show;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use dewax::param::{Kind, Limits};
use dewax::recipe::{LOOKS, Look, Recipe, RecipeError, stocks};
use dewax::stack::Setting;
use dewax::steps::STEPS;
use dewax::surface;
use dewax_job::reference::Reference;
use dewax_job::sidecar::read_recipe;
use dewax_job::spots::SpotWish;
use dewax_job::texture_from::TextureFrom;
use dewax_job::upscale::Upscale;
use dewax_job::{cdl, grain_from};
use dewax_media::cdl_file;
use dewax_media::tools::Tools;
use std::path::PathBuf;

/// Flags that choose what is done: look, single values, seed.
pub(crate) fn taste(command: Command) -> Command {
    let command = plain_taste(command)
        .arg(
            Arg::new("stock")
                .long("stock")
                .value_name("LOOK")
                .conflicts_with("grain-from")
                .value_parser(Offers::names(&stocks()))
                .hide_possible_values(true)
                .help(format!("Lay the grain of another look on top ({}, or a look file)", stocks().join(", "))),
        )
        .arg(
            Arg::new("grain-from")
                .long("grain-from")
                .value_name("CLIP")
                .value_parser(value_parser!(PathBuf))
                .help("Measure the grain of this clip or still and lay the same"),
        )
        .arg(cdl_file_arg())
        .arg(
            Arg::new("texture-from").long("texture-from").alias("character").value_name("WHOSE").help(
                "Give skin the texture of this one: an original in register with the clip gives back what was lost, where it \
                 lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip's own best frame",
            ),
        )
        .arg(reference_arg())
        .arg(spot_arg())
        .arg(upscale_arg());
    value_flags(command)
}

/// Those of them that need no file beside the pictures.
pub(crate) fn plain_taste(command: Command) -> Command {
    let names = LOOKS.map(|l| l.0).join(", ");
    command
        .arg(
            Arg::new("look")
                .long("look")
                .value_name("LOOK")
                .default_value("natural")
                .value_parser(Offers::looks())
                .hide_possible_values(true)
                .help(format!("A look by name ({names}), a beginning of one, or a look file")),
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
        .arg(flag("beyond-limits", "Let values cross their limits"))
}

fn reference_arg() -> Arg {
    Arg::new("reference")
        .long("reference")
        .value_name("STILL")
        .value_parser(value_parser!(PathBuf))
        .help("Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot")
}

fn spot_arg() -> Arg {
    Arg::new("spot")
        .long("spot")
        .value_name("X,Y@FROM..TO[:SIZE[:KIND]]")
        .action(ArgAction::Append)
        .value_hint(ValueHint::Other)
        .help(
            "Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; \
             :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin's lines) or \
             :inpaint how; may be given several times",
        )
}

fn upscale_arg() -> Arg {
    Arg::new("upscale").long("upscale").value_name("2|4|auto").value_parser(value_parser!(Upscale)).help(
        "Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; \
         auto does so only where faces are too small for texture, and says why",
    )
}

fn cdl_file_arg() -> Arg {
    Arg::new("cdl")
        .long("cdl")
        .value_name("FILE[#ID]")
        .value_hint(ValueHint::FilePath)
        .help("Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like")
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
    Arg::new("recipe").long("recipe").value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
}

/// What a recipe says by itself: arguments that would say it otherwise are refused beside it, as are the flags of step parameters.
const IN_RECIPE: [&str; 16] = [
    "spot",
    "upscale",
    "look",
    "cdl",
    "stock",
    "strength",
    "grain-from",
    "texture-from",
    "reference",
    "set",
    "seed",
    "beyond-limits",
    "faces",
    "small-faces",
    "drop-track",
    "only-track",
];

/// The recipe that is given, and where it was read. It wins, so that nothing else may say what is done.
fn recipe_of(m: &ArgMatches) -> anyhow::Result<Option<(Recipe, PathBuf)>> {
    // Verbs without the argument render no recipe.
    let Some(path) = m.try_get_one::<PathBuf>("recipe").ok().flatten() else { return Ok(None) };
    let flags = STEPS.iter().flat_map(|e| e.params.iter().map(move |p| format!("{}.{}", e.name, p.name)));
    let said = |name: &String| m.value_source(name) == Some(ValueSource::CommandLine);
    if let Some(name) = IN_RECIPE.map(String::from).into_iter().chain(flags).find(said) {
        let text = format!(
            "--{name} was given beside --recipe: a recipe holds every value, and it wins; leave --{name} out, or change the value in `{}`",
            path.display()
        );
        return Err(WrongWords(text).into());
    }
    Ok(Some((read_recipe(path)?, path.clone())))
}

/// What is to be done with a clip: the same for every verb that renders.
#[derive(Clone, Debug)]
pub(crate) struct Taste {
    /// The look, with every value that was given pinned; nothing where a recipe says it all.
    pub(crate) look: Look,
    pub(crate) seed: u32,
    pub(crate) texture_from: Option<TextureFrom>,
    /// A still that the shots are matched to.
    pub(crate) reference: Option<Reference>,
    /// Retouches by hand.
    pub(crate) spots: Vec<SpotWish>,
    /// How much larger pictures are made.
    pub(crate) upscale: Upscale,
    /// What is rendered instead.
    pub(crate) recipe: Option<Recipe>,
    pub(crate) recipe_file: Option<PathBuf>,
}

/// What the arguments wish to be done.
pub(crate) fn taste_of(m: &ArgMatches, tools: &Tools) -> anyhow::Result<Taste> {
    let (recipe, recipe_file) = recipe_of(m)?.unzip();
    let look = if recipe.is_some() { Look::named("off")? } else { look_of(m, measured_grain(m, tools)?)? };
    let seed = m.get_one::<u32>("seed").copied().unwrap_or(1);
    let reference = m.get_one::<PathBuf>("reference").map(|file| Reference::read(file)).transpose()?;
    let spots = m.get_many::<String>("spot").into_iter().flatten();
    let spots = spots.map(|text| SpotWish::read(text)).collect::<Result<Vec<_>, _>>()?;
    let upscale = m.get_one::<Upscale>("upscale").copied().unwrap_or_default();
    Ok(Taste { look, seed, texture_from: texture_of(m), reference, spots, upscale, recipe, recipe_file })
}

/// A look by its name, or a beginning of it, or a file: a file of a look's name is meant where it has a path or an ending.
fn open_look(name: &str, limits: Limits) -> anyhow::Result<Look> {
    let file = std::path::Path::new(name);
    let is_named = file.extension().is_none() && file.components().count() == 1;
    match Look::named(name) {
        Ok(look) if is_named => Ok(look),
        Err(unknown) if is_named && !(matches!(unknown, RecipeError::NoLook { .. }) && file.is_file()) => {
            Err(unknown.into())
        }
        _ => {
            let text = dewax_job::sidecar::read_text(file)?;
            Look::parse(&text, limits).map_err(|e| anyhow::anyhow!("look `{name}`: {e}"))
        }
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

/// The look that the arguments name, not strengthened yet and with nothing pinned.
pub(crate) fn plain_look(matches: &ArgMatches) -> anyhow::Result<Look> {
    let limits = limits_of(matches);
    let mut look = open_look(matches.get_one::<String>("look").map_or("natural", String::as_str), limits)?;
    if let Some(stock) = given(matches, "stock") {
        look.lay_stock(&open_look(stock, limits)?)?;
    }
    Ok(look)
}

/// The look that the arguments ask for, with what was `measured` in a reference and then every given value pinned.
pub(crate) fn look_of(matches: &ArgMatches, measured: Vec<Setting>) -> anyhow::Result<Look> {
    let limits = limits_of(matches);
    let mut look = plain_look(matches)?;
    look.stack.strengthen(matches.get_one::<f32>("strength").copied().unwrap_or(1.0));
    for setting in measured {
        look.pin(setting);
    }
    let graded = grade_of(matches, limits)?;
    let single = single_values(matches, limits)?;
    let is_same = |a: &Setting, b: &Setting| (a.face, a.step, a.param.name) == (b.face, b.step, b.param.name);
    if let Some(twice) = single.iter().find(|one| graded.iter().any(|grade| is_same(grade, one))) {
        let text = format!(
            "{}.{} is given twice: by --cdl, which gives all ten numbers of a grade, and by itself; leave one of them out",
            twice.step, twice.param.name
        );
        return Err(WrongWords(text).into());
    }
    graded.into_iter().chain(single).for_each(|setting| look.pin(setting));
    Ok(look)
}

/// A text that an argument gives; none where the verb has no such argument.
fn given<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a String> {
    matches.try_get_one(name).ok().flatten()
}

/// Values that are given one by one.
fn single_values(matches: &ArgMatches, limits: Limits) -> anyhow::Result<Vec<Setting>> {
    let set = matches.get_many::<String>("set").into_iter().flatten();
    let mut all = set.map(|text| Setting::read(text, limits)).collect::<Result<Vec<_>, _>>()?;
    for e in STEPS {
        for p in e.params {
            if let Some(value) = given(matches, &format!("{}.{}", e.name, p.name)) {
                all.push(Setting::named(None, e.name, p.name, value, limits)?);
            }
        }
    }
    Ok(all)
}

/// The grade of the file that the arguments name, as settings; none when they name none.
fn grade_of(matches: &ArgMatches, limits: Limits) -> anyhow::Result<Vec<Setting>> {
    let Some(named) = given(matches, "cdl") else { return Ok(Vec::new()) };
    let grade = cdl_file::pick(named)?;
    cdl::settings(&grade.cdl, limits).map_err(|error| anyhow::anyhow!("the CDL `{named}`: {error}"))
}

/// Whose skin texture is to be taken.
pub(crate) fn texture_of(matches: &ArgMatches) -> Option<TextureFrom> {
    // Verbs without the argument take nobody's.
    given(matches, "texture-from").map(|whose| match whose.as_str() {
        "own" => TextureFrom::Own,
        file => TextureFrom::File(file.into()),
    })
}

/// The grain of the clip that the arguments name as a reference, as settings; none when they name none.
fn measured_grain(m: &ArgMatches, tools: &Tools) -> anyhow::Result<Vec<Setting>> {
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
