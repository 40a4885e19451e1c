//! What a recipe was made behind: a show LUT that is in no picture, so that whoever renders the recipe again looks at it as its maker did.

use super::{RecipeError, no_rest, quoted, shape, string};

/// The show LUT that was there when a recipe was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipeShowLut {
    /// Its file's name, for people.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl RecipeShowLut {
    /// The table of the recipe file.
    pub(super) fn to_toml(&self) -> String {
        format!(
            "\n# Seen through it while it was made; it is not in the pictures.\n[show_lut]\nname = {}\nsha256 = {}\n",
            quoted(&self.name),
            quoted(&self.sha256)
        )
    }

    /// Reads the table, if the recipe has one.
    pub(super) fn take(recipe: &mut toml::Table) -> Result<Option<Self>, RecipeError> {
        let mut table = match recipe.remove("show_lut") {
            None => return Ok(None),
            Some(toml::Value::Table(table)) => table,
            Some(_) => return Err(shape("show_lut", "a table")),
        };
        let lut = Self { name: string(&mut table, "name")?, sha256: string(&mut table, "sha256")? };
        no_rest(&table, "recipe's show_lut")?;
        Ok(Some(lut))
    }
}
