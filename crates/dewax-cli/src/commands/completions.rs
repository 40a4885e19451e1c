//! `completions`: for the shell.

use super::command;
use crate::outcome::exit;
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};

pub(super) fn cli() -> Command {
    Command::new("completions")
        .about("Print shell completions")
        .arg(Arg::new("SHELL").required(true).value_parser(value_parser!(clap_complete::Shell)))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    if let Some(&shell) = m.get_one::<clap_complete::Shell>("SHELL") {
        show::text(&String::from_utf8_lossy(&completion(shell)));
    }
    Ok(exit::DONE)
}

/// What a shell reads to complete the words of the program.
pub fn completion(shell: clap_complete::Shell) -> Vec<u8> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut command(), "dewax", &mut out);
    out
}
