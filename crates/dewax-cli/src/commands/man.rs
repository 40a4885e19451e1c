//! `man`: the manual, a page for the program and one for each verb.

use super::command;
use crate::outcome::{WrongWords, exit};
use crate::show;
use anyhow::Context;
use clap::{Arg, ArgMatches, Command};

pub(super) fn cli() -> Command {
    Command::new("man")
        .about("Print the man page, or that of a verb")
        .hide(true)
        .arg(Arg::new("VERB").num_args(0..).help("The verb, for example `fix`"))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let words = m.get_many::<String>("VERB").into_iter().flatten().map(String::as_str);
    let wanted = std::iter::once("dewax").chain(words).collect::<Vec<_>>().join("-");
    let pages = pages()?;
    let page = pages.iter().find(|(name, _)| *name == format!("{wanted}.1"));
    let there = || pages.iter().map(|(name, _)| name.trim_end_matches(".1")).collect::<Vec<_>>().join(", ");
    let (_, page) = page.ok_or_else(|| WrongWords(format!("no page `{wanted}`; the pages are {}", there())))?;
    show::text(&String::from_utf8_lossy(page));
    Ok(exit::DONE)
}

/// Every page of the manual: its file name, and what is in it.
///
/// # Errors
/// When a page cannot be made.
pub fn pages() -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut command = command().disable_help_subcommand(true);
    command.build();
    let mut out = Vec::new();
    pages_of(&command, &mut out)?;
    Ok(out)
}

fn pages_of(command: &Command, out: &mut Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    let man = clap_mangen::Man::new(command.clone());
    let name = man.get_filename();
    let mut page = Vec::new();
    man.render(&mut page).with_context(|| format!("cannot make the man page {name}"))?;
    out.push((name, page));
    command.get_subcommands().filter(|verb| !verb.is_hide_set()).try_for_each(|verb| pages_of(verb, out))
}
