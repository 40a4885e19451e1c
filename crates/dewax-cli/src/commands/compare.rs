//! `compare`: two clips side by side.

use crate::args::{guard_of, out, overwrite, path};
use crate::given::{given_path, is_talkative};
use crate::outcome::{WrongWords, exit};
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_media::tools::Tools;
use serde_json::json;

pub(super) fn cli() -> Command {
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
                .arg(overwrite())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
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
    let compared = dewax_show::compare::compare(
        &tools,
        &before,
        &after,
        &out,
        &guard_of(m),
        m.get_one::<usize>("frame").copied(),
        loupe,
    )?;
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
