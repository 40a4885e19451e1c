//! `looks`: the looks that come with the program.

use crate::args::Offers;
use crate::outcome::exit;
use crate::show;
use clap::{Arg, ArgMatches, Command};
use dewax::recipe::{LOOKS, Look};
use serde_json::{Value, json};

pub(super) fn cli() -> Command {
    Command::new("looks")
        .about("List the looks, or print one as a file to start from")
        .arg(Arg::new("NAME").value_parser(Offers::looks()).hide_possible_values(true).help("The look to print"))
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    if let Some(name) = m.get_one::<String>("NAME") {
        let look = Look::named(name)?;
        if m.get_flag("json") {
            show::json(&json!({"name": look.name, "about": look.about, "look": look.to_toml()}));
        } else {
            show::text(&look.to_toml());
        }
        return Ok(exit::DONE);
    }
    let all = LOOKS.iter().map(|(name, _)| Look::named(name)).collect::<Result<Vec<_>, _>>()?;
    if m.get_flag("json") {
        let list: Vec<Value> = all.iter().map(|l| json!({"name": l.name, "about": l.about})).collect();
        show::json(&Value::Array(list));
    } else {
        for look in all {
            show::line(&format!("{:<18} {}", look.name, look.about));
        }
    }
    Ok(exit::DONE)
}
