//! `man`: the man page.

use super::command;
use crate::outcome::exit;
use crate::show;
use anyhow::Context;
use clap::{ArgMatches, Command};

pub(super) fn cli() -> Command {
    Command::new("man").about("Print the man page").hide(true)
}

pub(super) fn exec(_: &ArgMatches) -> anyhow::Result<u8> {
    let mut out = Vec::new();
    clap_mangen::Man::new(command()).render(&mut out).context("cannot make the man page")?;
    show::text(&String::from_utf8_lossy(&out));
    Ok(exit::DONE)
}
