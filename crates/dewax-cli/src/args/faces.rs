//! How faces are found, and where the skin is.

use super::flag;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use dewax::face::{FaceOptions, Tier};
use dewax_media::faces::FaceChoice;
use std::path::PathBuf;

/// Flags that say how faces are found, and which are treated; or where the skin is.
pub(crate) fn faces(command: Command) -> Command {
    found_faces(command).arg(
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

/// Flags that say how faces are found, and which are treated.
pub(crate) fn found_faces(command: Command) -> Command {
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
}

/// The mask that is given.
pub(crate) fn mask_of(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one("mask").cloned()
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
