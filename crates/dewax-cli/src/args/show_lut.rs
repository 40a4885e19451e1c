//! What people see a sequence through.

use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use dewax_media::cube_file::{CubeFileError, ShowLut};
use std::path::PathBuf;
use std::sync::Arc;

/// The same for every verb that shows pictures or judges colours.
pub(crate) fn show_lut(command: Command) -> Command {
    command.arg(
        Arg::new("show-lut")
            .long("show-lut")
            .value_name("FILE.cube")
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
            .help("Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it"),
    )
}

/// The LUT that is given.
///
/// # Errors
/// When it is none.
pub(crate) fn show_lut_of(m: &ArgMatches) -> Result<Option<Arc<ShowLut>>, CubeFileError> {
    let file = m.get_one::<PathBuf>("show-lut");
    Ok(file.map(|file| ShowLut::read(file)).transpose()?.map(Arc::new))
}
