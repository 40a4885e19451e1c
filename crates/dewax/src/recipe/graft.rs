//! The graft of a recipe: which file holds the texture of a real skin, so that the recipe renders the same pixels again.

use super::{RecipeError, no_rest, quoted, shape, string};

/// A file with the texture of a portrait or character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipeGraft {
    /// The file, as it was named.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl RecipeGraft {
    /// The table of the recipe file.
    pub(super) fn to_toml(&self) -> String {
        format!("\n[graft]\nfile = {}\nsha256 = {}\n", quoted(&self.file), quoted(&self.sha256))
    }

    /// Reads the table, if the recipe has one.
    pub(super) fn take(recipe: &mut toml::Table) -> Result<Option<Self>, RecipeError> {
        let mut table = match recipe.remove("graft") {
            None => return Ok(None),
            Some(toml::Value::Table(table)) => table,
            Some(_) => return Err(shape("graft", "a table")),
        };
        let graft = Self { file: string(&mut table, "file")?, sha256: string(&mut table, "sha256")? };
        no_rest(&table, "recipe's graft")?;
        Ok(Some(graft))
    }
}
