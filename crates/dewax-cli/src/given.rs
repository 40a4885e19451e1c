//! What every verb is given: paths, and whether it is to talk.

use crate::inputs;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

pub(crate) fn given_path(m: &ArgMatches, name: &str) -> PathBuf {
    m.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

pub(crate) fn given_clips(m: &ArgMatches) -> anyhow::Result<Vec<PathBuf>> {
    let arguments: Vec<PathBuf> = m.get_many::<PathBuf>("CLIP").into_iter().flatten().cloned().collect();
    inputs::clips(&arguments, !is_talkative(m))
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Whether everything is to be said.
pub(crate) fn is_verbose(m: &ArgMatches) -> bool {
    m.get_flag("verbose")
}

pub(crate) fn is_talkative(m: &ArgMatches) -> bool {
    !m.get_flag("quiet") && !m.get_flag("json")
}
