//! `schema`: the form of a file, for programs.

use crate::outcome::exit;
use crate::show;
use anyhow::anyhow;
use clap::{Arg, ArgMatches, Command};
use dewax_job::schema;

pub(super) fn cli() -> Command {
    Command::new("schema")
        .about("Print the JSON schema of a file format")
        .arg(Arg::new("FORMAT").required(true).value_parser(clap::builder::PossibleValuesParser::new(schema::names())).help("The format"))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let name = m.get_one::<String>("FORMAT").map_or("", String::as_str);
    let found = schema::schema(name).ok_or_else(|| anyhow!("no schema `{name}`"))?;
    show::json(&found);
    Ok(exit::DONE)
}
