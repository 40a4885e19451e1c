//! `still`: a frame with the skin of its shot, for other shots to be matched to.

use crate::args::{faces, faces_of, guard_of, mask_of, opening, opening_of, overwrite};
use crate::given::{is_talkative, name_of};
use crate::outcome::{WrongWords, exit};
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_job::ops::still::{StillWish, run};
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::{Path, PathBuf};

pub(super) fn cli() -> Command {
    let grab = Command::new("grab").about("Take a still of a frame: picture, colour and skin of its shot");
    let grab = faces(opening(grab))
        .arg(Arg::new("FILE").required(true).value_name("FILE@TIME").help(
            "A clip or picture, and when: a frame number, seconds (shot.mov@2.5s) or timecode; the middle when not given",
        ))
        .arg(
            Arg::new("out")
                .short('o')
                .long("out")
                .value_name("STILL")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help("Where the still goes: a PNG that any program shows"),
        )
        .arg(overwrite());
    Command::new("still")
        .about("Stills to grade to: taken with `still grab`, given with --reference")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(grab)
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    match m.subcommand() {
        Some(("grab", m)) => grab(m),
        _ => Ok(exit::USAGE),
    }
}

/// A file and when in it. A file whose own name holds an @ is meant where it is there.
fn parted(text: &str) -> (PathBuf, Option<String>) {
    match text.rsplit_once('@') {
        Some((file, at)) if !Path::new(text).is_file() => (file.into(), Some(at.to_owned())),
        _ => (text.into(), None),
    }
}

fn grab(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let (clip, at) = parted(m.get_one::<String>("FILE").map_or("", String::as_str));
    if at.as_deref().is_some_and(|at| at.contains("..")) {
        return Err(WrongWords("a still is of one frame: FILE@TIME takes one time, no range".into()).into());
    }
    if at.as_deref().is_some_and(|at| at.trim().is_empty()) {
        return Err(WrongWords("FILE@TIME names no time behind its @: leave the @ out for the middle".into()).into());
    }
    let wish = StillWish {
        at,
        out: m.get_one::<PathBuf>("out").cloned().unwrap_or_default(),
        faces: faces_of(m),
        opening: opening_of(m),
        mask: mask_of(m),
        guard: guard_of(m),
    };
    let bar = Bar::new(&name_of(&clip), !is_talkative(m));
    let still = run(&tools, &clip, &wish, &bar)?;
    drop(bar);
    if m.get_flag("json") {
        show::json(&json!({"file": wish.out.display().to_string(), "still": still}));
    } else if is_talkative(m) {
        let [light, a, b] = still.skin_lab;
        let persons = still.skin.persons.len();
        let faces = if persons == 1 { "one face".into() } else { format!("{persons} faces") };
        show::line(&format!("still: {}, frame {} of {}", wish.out.display(), still.frame, still.from));
        show::line(&format!("  skin of {faces}: L* {light} a* {a} b* {b}"));
    }
    Ok(exit::DONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_stands_behind_the_last_at() {
        assert_eq!(parted("a@b/shot.mov@2.5s"), ("a@b/shot.mov".into(), Some("2.5s".into())));
        assert_eq!(parted("shot.mov"), ("shot.mov".into(), None));
        let place = tempfile::tempdir().unwrap();
        let odd = place.path().join("shot@2.mov");
        std::fs::write(&odd, b"x").unwrap();
        assert_eq!(parted(odd.to_str().unwrap()), (odd.clone(), None));
    }
}
