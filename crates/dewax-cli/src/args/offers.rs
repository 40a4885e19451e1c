//! Values that a shell offers behind a flag, where others are taken as well: names from the tables, beside files.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};
use dewax::param::{Kind, Param};
use dewax::recipe::LOOKS;
use dewax::steps::STEPS;
use std::ffi::OsStr;

/// Any text; completions offer these.
#[derive(Clone, Debug)]
pub(crate) struct Offers(Vec<String>);

impl Offers {
    /// The looks that come with the program.
    pub(crate) fn looks() -> Self {
        Self(LOOKS.iter().map(|look| look.0.to_owned()).collect())
    }

    /// These names.
    pub(super) fn names(names: &[&str]) -> Self {
        Self(names.iter().map(|&name| name.to_owned()).collect())
    }

    /// `step.parameter=` of every parameter.
    pub(super) fn settings() -> Self {
        let of =
            |e: &'static dewax::step::Entry| e.params.iter().map(move |p| format!("{}.{}=", e.name, p.name));
        Self(STEPS.iter().flat_map(of).collect())
    }

    /// The values of a parameter, where they can be told one by one; none for numbers.
    pub(super) fn values(param: &Param) -> Self {
        match param.kind {
            Kind::Pick { names } => Self::names(names),
            Kind::B => Self::names(&["true", "false"]),
            _ => Self(Vec::new()),
        }
    }
}

impl TypedValueParser for Offers {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        (!self.0.is_empty()).then(|| Box::new(self.0.iter().map(PossibleValue::new)) as Box<_>)
    }
}
