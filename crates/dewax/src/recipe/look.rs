//! Looks: taste without a clip, as files.

use super::{RecipeError, quoted, string, toml_table, version};
use crate::param::{Limits, nearest};
use crate::stack::{Setting, Stack};
use crate::steps::STEPS;

/// Raised when looks change their form.
pub const LOOK_VERSION: i64 = 1;
/// The looks that come with the program, by name.
pub const LOOKS: [(&str, &str); 12] = [
    ("natural", include_str!("../../looks/natural.toml")),
    ("light", include_str!("../../looks/light.toml")),
    ("film-35", include_str!("../../looks/film-35.toml")),
    ("portrait-close-up", include_str!("../../looks/portrait-close-up.toml")),
    ("restore-soft", include_str!("../../looks/restore-soft.toml")),
    ("close-up-85mm", include_str!("../../looks/close-up-85mm.toml")),
    ("off", include_str!("../../looks/off.toml")),
    ("grain-35mm-50d", include_str!("../../looks/grain-35mm-50d.toml")),
    ("grain-35mm-250d", include_str!("../../looks/grain-35mm-250d.toml")),
    ("grain-35mm-500t", include_str!("../../looks/grain-35mm-500t.toml")),
    ("grain-16mm", include_str!("../../looks/grain-16mm.toml")),
    ("grain-digital", include_str!("../../looks/grain-digital.toml")),
];

/// A portable, named set of step parameters.
#[derive(Clone, Debug)]
pub struct Look {
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// The steps. Those that the look does not name change nothing.
    pub stack: Stack,
    /// Names of the steps that the look names.
    pub mentioned: Vec<&'static str>,
    /// Values that the user gave: they hold whatever is measured.
    pub pinned: Vec<Setting>,
}

impl Look {
    /// A look that comes with the program, by its name or a beginning that no other look has.
    ///
    /// # Errors
    /// When there is none of that name, or several begin so.
    pub fn named(name: &str) -> Result<Self, RecipeError> {
        let whole = LOOKS.iter().find(|(n, _)| *n == name);
        let begun: Vec<_> = LOOKS.iter().filter(|(n, _)| !name.is_empty() && n.starts_with(name)).collect();
        match (whole, begun.as_slice()) {
            (Some(look), _) | (None, &[look]) => Self::parse(look.1, Limits::Hold),
            (None, []) => {
                Err(RecipeError::NoLook { name: name.into(), near: nearest(name, LOOKS.iter().map(|l| l.0)) })
            }
            (None, several) => Err(RecipeError::ManyLooks {
                name: name.into(),
                names: several.iter().map(|l| l.0).collect(),
            }),
        }
    }

    /// Reads a look file.
    ///
    /// # Errors
    /// When it is not TOML, of another version, or names what does not exist.
    pub fn parse(text: &str, limits: Limits) -> Result<Self, RecipeError> {
        let mut table = toml_table(text)?;
        version(&mut table, "look_version", LOOK_VERSION)?;
        let name = string(&mut table, "name")?;
        let about = string(&mut table, "about")?;
        let mut stack = Stack::neutral();
        let mentioned: Vec<&str> =
            STEPS.iter().filter(|e| table.contains_key(e.name)).map(|e| e.name).collect();
        // A step that is named starts from its declared defaults, so that a look can be short.
        let defaults = Stack::defaults();
        for name in &mentioned {
            stack.take_step(name, &defaults)?;
        }
        stack.read(&table, limits, false)?;
        Ok(Self { name, about, stack, mentioned, pinned: Vec::new() })
    }

    /// Sets one parameter for good: neither the look nor what is measured will change it.
    pub fn pin(&mut self, setting: Setting) {
        // A value for one face leaves the other faces theirs.
        if setting.face.is_none() {
            self.stack.set(&setting);
        }
        if !self.mentioned.contains(&setting.step) {
            self.mentioned.push(setting.step);
        }
        self.pinned.push(setting);
    }

    /// Takes values that hold whatever is measured, unless the user gave another one: those that come with a character.
    pub fn pin_below(&mut self, settings: Vec<Setting>) {
        let users = std::mem::take(&mut self.pinned);
        settings.into_iter().chain(users).for_each(|setting| self.pin(setting));
    }

    /// The look as a file.
    pub fn to_toml(&self) -> String {
        let mut out = format!(
            "look_version = {LOOK_VERSION}\nname = {}\nabout = {}\n",
            quoted(&self.name),
            quoted(&self.about)
        );
        self.stack.write("", &mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_enough_where_it_is_the_only_one() {
        for (said, want) in [
            ("nat", "natural"),
            ("o", "off"),
            ("film", "film-35"),
            ("grain-16", "grain-16mm"),
            ("light", "light"),
        ] {
            assert_eq!(Look::named(said).unwrap().name, want, "{said}");
        }
        let many = Look::named("grain-35").unwrap_err().to_string();
        assert!(
            many.contains("grain-35mm-50d, grain-35mm-250d, grain-35mm-500t") && !many.contains("natural"),
            "{many}"
        );
        for none in ["", "naturel", "NAT"] {
            assert!(matches!(Look::named(none), Err(RecipeError::NoLook { .. })), "{none}");
        }
    }
}
