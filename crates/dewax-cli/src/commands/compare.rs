//! `compare`: two clips side by side.

use crate::args::{flag, guard_of, out, overwrite, path, show_lut, show_lut_of};
use crate::given::{given_path, is_talkative};
use crate::progress::Bar;
use crate::outcome::{WrongWords, exit};
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_job::film::is_film;
use dewax_job::ops::at_cut::{self, AtCutWish, Neighbours};
use dewax_job::ops::neighbours::{NeighboursWish, run};
use dewax_show::compare::{Seeing, compare_seen};
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
            show_lut(Command::new("compare"))
                .about("Show two clips side by side: a split picture or video with a 200 % loupe")
                .arg(path("BEFORE", "The first clip, or a film's file"))
                .arg(path("AFTER", "The second clip, or the folder that the film was treated into"))
                .arg(
                    path("MORE", "More clips, of any size: all of them beside each other, skin at one scale, with its figures, in a .png")
                        .required(false)
                        .num_args(0..)
                        .conflicts_with("loupe"),
                )
                .arg(out("split.png for one frame, split.mp4 or .mov for all; of the cuts of a film a folder").required(true))
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
                .arg(
                    flag("at-cut", "The second clip follows the first: the twelve frames on each side as a strip with their skin, in a .png. Of a film and the folder of its results a picture of each cut, in a folder")
                        .conflicts_with_all(["frame", "loupe", "MORE", "show-lut"]),
                )
                .arg(overwrite())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    if m.get_flag("at-cut") || is_film(&given_path(m, "BEFORE")) {
        return at_cut(m, &tools);
    }
    if let Some(more) = m.get_many::<PathBuf>("MORE") {
        let clips = [given_path(m, "BEFORE"), given_path(m, "AFTER")].into_iter().chain(more.cloned()).collect();
        return beside(m, &tools, clips);
    }
    let loupe =
        match m.get_one::<String>("loupe") {
            None => None,
            Some(text) => {
                let place = text
                    .split_once(',')
                    .and_then(|(x, y)| Some((x.trim().parse().ok()?, y.trim().parse().ok()?)));
                Some(place.ok_or_else(|| {
                    WrongWords(format!("`{text}` is no place: write --loupe X,Y in pixels"))
                })?)
            }
        };
    let (before, after, out) = (given_path(m, "BEFORE"), given_path(m, "AFTER"), given_path(m, "out"));
    let lut = show_lut_of(m)?;
    let seeing = Seeing {
        frame: m.get_one::<usize>("frame").copied(),
        loupe,
        through: lut.as_ref().map(|lut| &lut.cube),
    };
    let mut compared = compare_seen(&tools, [&before, &after], &out, &guard_of(m), &seeing)?;
    compared.notes.extend(lut.as_ref().map(|lut| lut.seen()));
    if m.get_flag("json") {
        show::json(
            &json!({"out": out.display().to_string(), "frames": compared.frames, "notes": compared.notes}),
        );
    } else if is_talkative(m) {
        show::line(&format!("wrote: {}", out.display()));
        for note in &compared.notes {
            show::line(&format!("  note: {note}"));
        }
    }
    Ok(exit::DONE)
}

/// Both sides of a cut, or of every cut of a film.
fn at_cut(m: &ArgMatches, tools: &Tools) -> anyhow::Result<u8> {
    let [before, after, out] = ["BEFORE", "AFTER", "out"].map(|name| given_path(m, name));
    let is_of_film = is_film(&before);
    if is_of_film && !m.get_flag("at-cut") {
        return Err(WrongWords(format!("`{}` is a film: compare its shots with --at-cut, and the folder of its results", before.display())).into());
    }
    let is_picture = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    if is_picture == is_of_film {
        let instead = if is_of_film { "the cuts of a film make a picture each; give a folder" } else { "a cut makes one picture; end it in .png" };
        return Err(WrongWords(format!("`{}`: {instead}", out.display())).into());
    }
    let of = if is_of_film { Neighbours::Film { film: before, results: after } } else { Neighbours::Clips([before, after]) };
    let wish = AtCutWish { of, out, guard: guard_of(m) };
    let all = at_cut::run(tools, &wish, |name| Bar::new(name, !is_talkative(m)))?;
    if m.get_flag("json") {
        show::json(&json!(all));
    } else if is_talkative(m) {
        for cut in &all.cuts {
            let [before, after] = &cut.between;
            let figures = match (cut.jump_de00, cut.within_de00) {
                (Some(jump), Some(within)) => format!("skin jumps by {jump:.1} ΔE2000; from frame to frame on its sides by {within:.1} at most"),
                _ => "no skin is seen on both sides".to_owned(),
            };
            show::line(&format!("wrote: {}", cut.out.display()));
            show::line(&format!("  {before} to {after}: {figures}"));
        }
    }
    for text in &all.left_out {
        show::error(text);
    }
    Ok(if all.left_out.is_empty() { exit::DONE } else { exit::ADVISE })
}

/// Three clips or more, beside each other.
fn beside(m: &ArgMatches, tools: &Tools, clips: Vec<PathBuf>) -> anyhow::Result<u8> {
    let out = given_path(m, "out");
    if !out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png")) {
        return Err(WrongWords(format!("`{}`: several clips beside each other make one picture; end it in .png", out.display())).into());
    }
    let frame = m.get_one::<usize>("frame").copied();
    let wish = NeighboursWish { clips, out, frame, show_lut: show_lut_of(m)?, guard: guard_of(m) };
    let all = run(tools, &wish, |name| Bar::new(name, !is_talkative(m)))?;
    if m.get_flag("json") {
        show::json(&json!({"out": wish.out.display().to_string(), "clips": all}));
    } else if is_talkative(m) {
        show::line(&format!("wrote: {}", wish.out.display()));
        if let Some(lut) = &wish.show_lut {
            show::line(&format!("  note: {}", lut.seen()));
        }
        for (number, one) in all.iter().enumerate() {
            let skin = match (one.lab, one.to_first_de00) {
                (Some([l, a, b]), Some(far)) => format!("skin L* {l:.1} a* {a:.1} b* {b:.1}, {far:.1} ΔE2000 from the first"),
                (Some([l, a, b]), None) => format!("skin L* {l:.1} a* {a:.1} b* {b:.1}"),
                (None, _) => "no skin is known".to_owned(),
            };
            show::line(&format!("  {}  {} frame {}: {skin}", number + 1, one.name, one.frame));
        }
    }
    Ok(exit::DONE)
}
