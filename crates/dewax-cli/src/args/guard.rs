//! What the arguments say of files: which are read, and whether those that are there may be replaced.

use super::{flag, texture_of};
use clap::{Arg, ArgMatches, Command};
use dewax_job::texture_from::TextureFrom;
use dewax_media::cdl_file;
use dewax_media::film::FieldsWish;
use dewax_media::guard::Guard;
use dewax_media::losses::Opening;

/// The arguments that name what is read: paths, and words that may be paths.
pub(super) const READ: [&str; 18] = [
    "CLIP",
    "PICTURE",
    "original",
    "source",
    "BEFORE",
    "AFTER",
    "MORE",
    "from",
    "mask",
    "recipe",
    "look",
    "stock",
    "grain-from",
    "texture-from",
    "reference",
    "show-lut",
    "hints",
    "saved",
];

/// The same for every verb that writes.
pub(crate) fn overwrite() -> Arg {
    flag("overwrite", "Replace files that dewax did not make; never what is read")
}

/// The same for every verb that reads a whole clip.
pub(crate) fn opening(command: Command) -> Command {
    let interlaced = Arg::new("interlaced")
        .long("interlaced")
        .value_name("HOW")
        .value_parser(["deinterlace", "whole"])
        .help("Of an interlaced source: make whole frames of its fields first, or take them for whole");
    command.arg(interlaced).arg(flag(
        "accept-missing",
        "Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it \
         goes; the report says what, and the exit code is 3",
    ))
}

/// What the arguments name to be read, and whether files that dewax did not make may be replaced.
pub(crate) fn guard_of(matches: &ArgMatches) -> Guard {
    let raw = |name: &&str| matches.try_get_raw(name).ok().flatten();
    let named = READ.iter().filter_map(raw).flatten();
    let guard = named.fold(Guard::new(matches.get_flag("overwrite")), |guard, name| guard.reading(name));
    // A grade is named in its file.
    let grade = matches.try_get_one::<String>("cdl").ok().flatten().map(|named| cdl_file::split(named).0);
    let guard = grade.into_iter().fold(guard, Guard::reading);
    // A character names a file with its pores.
    texture_of(matches).iter().flat_map(TextureFrom::files).fold(guard, Guard::reading)
}

/// How the clip is to be opened.
pub(crate) fn opening_of(matches: &ArgMatches) -> Opening {
    let fields = match matches.try_get_one::<String>("interlaced").ok().flatten().map(String::as_str) {
        Some("deinterlace") => FieldsWish::Deinterlace,
        Some(_) => FieldsWish::Whole,
        None => FieldsWish::Refuse,
    };
    // Verbs that open no clip of others have no such flag.
    let accept_missing = matches.try_get_one("accept-missing").ok().flatten().copied().unwrap_or(false);
    Opening { accept_missing, fields }
}
