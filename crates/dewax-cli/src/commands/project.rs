//! `project`: many shots as one film, in a file that is edited by hand and given to `fix`.

use crate::args::{clips, faces, faces_of, guard_of, mask_of, opening_of, out, overwrite, path};
use crate::given::{given_clips, given_path, is_talkative, is_verbose};
use crate::outcome::{WrongWords, exit};
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use dewax_job::film::FILM_SUFFIX;
use dewax_job::ops::export::{self, ExportWish};
use dewax_job::ops::project::{self, Material, ProjectWish, Projected};
use dewax_media::guard::Guard;
use dewax_media::rational::Rational;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Endings of cut lists.
const CUT_LISTS: [&str; 3] = ["otio", "edl", "xml"];

pub(super) fn cli() -> Command {
    let init = Command::new("init").about("Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml): shots, scenes, heroes");
    let handles = Arg::new("handles")
        .long("handles")
        .value_name("N")
        .value_parser(value_parser!(u32))
        .default_value("0")
        .help("Frames before and behind each shot of a cut list that are treated as well, where the file has them");
    let rate = Arg::new("rate")
        .long("rate")
        .value_name("N/D")
        .help("How many frames a second an EDL counts, which it does not say itself: 25, 24000/1001, 29.97");
    let init = faces(clips(init)).arg(handles).arg(rate).arg(overwrite());
    let init = init.arg(out("The film file to write; default: film.dewax.toml in the current folder"));
    Command::new("project")
        .about("Many shots as one film: a file to edit, and to give to `fix`")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(init)
        .subcommand(export_cli())
}

fn export_cli() -> Command {
    Command::new("export")
        .about("Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)")
        .arg(path("FILM", "The film file"))
        .arg(path("RESULTS", "The folder that it was treated into"))
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help(
                    "film.otio, film.edl, film.xml (Final Cut Pro 7: Premiere, Resolve), film.ccc or film.cdl; one.cc or one.cube for one shot, \
                     {shot}.cube for a file of each",
                ),
        )
        .arg(
            Arg::new("shot")
                .long("shot")
                .value_name("NAME")
                .action(ArgAction::Append)
                .help("Only this shot; again for more; default: all"),
        )
        .arg(overwrite())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    match m.subcommand() {
        Some(("init", m)) => init(m),
        Some(("export", m)) => export(m),
        _ => Ok(exit::USAGE),
    }
}

fn init(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let material = material(m)?;
    let out = m.get_one::<PathBuf>("out").cloned().unwrap_or_else(|| PathBuf::from(format!("film{FILM_SUFFIX}")));
    if !dewax_job::film::is_film(&out) {
        let text = format!("`{}` is no name for a film: end it in .toml, such as film{FILM_SUFFIX}", out.display());
        return Err(WrongWords(text).into());
    }
    let handles = m.get_one::<u32>("handles").copied().unwrap_or(0) as usize;
    let wish = ProjectWish {
        material,
        out,
        handles,
        faces: faces_of(m),
        mask: mask_of(m),
        opening: opening_of(m),
        guard: guard_of(m),
    };
    let made = project::init(&tools, &wish, |name| Bar::new(name, !is_talkative(m)))?;
    if m.get_flag("json") {
        show::json(&document(&wish.out, &made));
    } else if is_talkative(m) {
        say(m, &wish.out, &made);
    }
    for text in &made.left_out {
        show::error(text);
    }
    Ok(if made.left_out.is_empty() { exit::DONE } else { exit::ADVISE })
}

fn export(m: &ArgMatches) -> anyhow::Result<u8> {
    let [film, results, to] = ["FILM", "RESULTS", "to"].map(|name| given_path(m, name));
    let shots = m.get_many("shot").into_iter().flatten().cloned().collect();
    let wish = ExportWish { film, results, to, shots, guard: Guard::new(m.get_flag("overwrite")) };
    let exported = export::export(&Tools::find()?, &wish)?;
    if m.get_flag("json") {
        show::json(&json!({
            "to": wish.to.display().to_string(),
            "shots": exported.shots,
            "left_out": exported.left_out,
            "lost": exported.lost,
        }));
    } else if is_talkative(m) {
        show::line(&format!("wrote: {} ({} shots)", wish.to.display(), exported.shots.len()));
        exported.lost.iter().for_each(|text| show::line(&format!("  note: such a file cannot say {text}")));
    }
    for text in &exported.left_out {
        show::error(text);
    }
    Ok(if exported.left_out.is_empty() { exit::DONE } else { exit::ADVISE })
}

/// What the film is to be made of: a cut list alone, or clips in the order of their names, numbers as numbers.
fn material(m: &ArgMatches) -> anyhow::Result<Material> {
    let given: Vec<&PathBuf> = m.get_many("CLIP").into_iter().flatten().collect();
    let is_list = |path: &Path| {
        path.extension().is_some_and(|e| CUT_LISTS.iter().any(|list| e.eq_ignore_ascii_case(list)))
    };
    let rate = m.get_one::<String>("rate").map(|text| rate(text)).transpose()?;
    match given.as_slice() {
        [list] if is_list(list) => Ok(Material::CutList((*list).clone(), rate)),
        all if all.iter().any(|path| is_list(path)) => {
            Err(WrongWords("a cut list is a film of its own: give it alone".into()).into())
        }
        _ => {
            let mut clips = given_clips(m)?;
            clips.sort_by_cached_key(|clip| natural(&clip.to_string_lossy()));
            clips.dedup();
            Ok(Material::Clips(clips))
        }
    }
}

/// Frames a second as people write them; 29.97 and its like are meant as 30000/1001.
fn rate(text: &str) -> anyhow::Result<Rational> {
    let bad = || WrongWords(format!("`{text}` is no number of frames a second: write 25, 24000/1001 or 29.97"));
    let found = match text.split_once('/') {
        Some((num, den)) => num.trim().parse().ok().zip(den.trim().parse().ok()),
        None => {
            let value: f64 = text.trim().parse().map_err(|_| bad())?;
            let whole = value.round();
            // 23.976, 29.97, 59.94 as they are rounded.
            let is_ntsc = (value - whole).abs() > 1e-6 && (value * 1.001 - whole).abs() < 0.01;
            match (is_ntsc, (value - whole).abs() < 1e-6) {
                (true, _) => Some((whole as i64 * 1000, 1001)),
                (_, true) => Some((whole as i64, 1)),
                _ => None,
            }
        }
    };
    let rate = found.map(|(num, den)| Rational::new(num, den)).filter(|r| r.is_positive() && r.value() <= 1000.0);
    Ok(rate.ok_or_else(bad)?)
}

/// A name as people sort it: `shot_2` before `shot_10`.
fn natural(name: &str) -> Vec<(u8, u64, String)> {
    let mut parts: Vec<(u8, u64, String)> = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let length = if digits > 0 { digits } else { rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()) };
        let (part, more) = rest.split_at(length);
        // Words come behind numbers; equal numbers are told by how they are written.
        let value = if digits > 0 { (0, part.parse().unwrap_or(u64::MAX), part.to_owned()) } else { (1, 0, part.to_lowercase()) };
        parts.push(value);
        rest = more;
    }
    parts
}

fn document(out: &Path, made: &Projected) -> serde_json::Value {
    let scenes = made.film.scenes.iter().zip(&made.said.scenes).map(|(scene, why)| {
        json!({"name": scene.name, "shots": scene.shots, "hero": scene.hero, "why": why})
    });
    let shots = made.film.shots.iter().map(|shot| {
        json!({"name": shot.name, "file": shot.file, "frames": shot.frames, "persons": shot.persons})
    });
    json!({
        "film": out.display().to_string(),
        "shots": shots.collect::<Vec<_>>(),
        "scenes": scenes.collect::<Vec<_>>(),
        "left_out": made.left_out,
        "measured": made.measured,
        "read": made.read,
    })
}

/// A line a scene; with everything, why.
fn say(m: &ArgMatches, out: &Path, made: &Projected) {
    show::line(&format!(
        "{}: {} shots in {} scenes, proposed: read it, edit it, then dewax fix {} -o FOLDER",
        out.display(),
        made.film.shots.len(),
        made.film.scenes.len(),
        out.display()
    ));
    for (scene, why) in made.film.scenes.iter().zip(&made.said.scenes) {
        let hero = scene.hero.as_ref().map(|hero| format!(", hero {hero}")).unwrap_or_default();
        show::line(&format!("  {}: {}{hero}", scene.name, scene.shots.join(", ")));
        if is_verbose(m) {
            why.iter().for_each(|text| show::line(&format!("    {text}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_in_which_people_count() {
        let mut names = ["s10.mp4", "s2.mp4", "S1.mp4", "a.mp4", "s02.mp4", "s.mp4", "s2b.mp4"];
        names.sort_by_cached_key(|name| natural(name));
        assert_eq!(names, ["a.mp4", "S1.mp4", "s02.mp4", "s2.mp4", "s2b.mp4", "s10.mp4", "s.mp4"]);
    }

    #[test]
    fn rates_are_read_as_they_are_written() {
        for (text, want) in [("25", (25, 1)), ("24000/1001", (24000, 1001)), ("29.97", (30000, 1001)), ("23.976", (24000, 1001)), ("23.98", (24000, 1001))] {
            assert_eq!(rate(text).unwrap(), Rational::new(want.0, want.1), "{text}");
        }
        for text in ["", "x", "0", "-25", "25/0", "12.5x", "nan", "inf", "24.5", "1e9"] {
            assert!(rate(text).is_err(), "{text}");
        }
    }
}
