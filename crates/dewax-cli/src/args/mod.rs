//! Arguments that several verbs share, each with what reads it. Flags of step parameters come from the table of steps.

mod delivery;
mod faces;
mod guard;
mod offers;
mod passes;
mod show_lut;
mod taste;

pub(crate) use delivery::{delivery, range, wishes};
pub(crate) use faces::{faces, faces_of, found_faces, mask_of};
pub(crate) use guard::{guard_of, opening, opening_of, overwrite};
pub(crate) use offers::Offers;
pub(crate) use passes::{PASSES, passes, passes_of};
pub(crate) use show_lut::{show_lut, show_lut_of};
pub(crate) use taste::{Taste, look_of, plain_look, plain_taste, recipe, taste, taste_of, texture_of};

use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;

pub(crate) fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

pub(crate) fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_parser(value_parser!(PathBuf)).required(true).help(help)
}

pub(crate) fn out(help: &'static str) -> Arg {
    Arg::new("out").short('o').long("out").value_name("OUT").value_parser(value_parser!(PathBuf)).help(help)
}

pub(crate) fn one_clip(command: Command) -> Command {
    opening(command).arg(path("CLIP", "The clip, or a pattern such as shot_%05d.png"))
}

pub(crate) fn clips(command: Command) -> Command {
    opening(command).arg(
        path("CLIP", "Clips, numbered pictures such as shot_%05d.png, folders, or names with * in quotes")
            .num_args(1..)
            .action(ArgAction::Append),
    )
}

#[cfg(test)]
mod tests;
