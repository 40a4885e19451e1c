//! The given mask of a recipe: which file says where the skin is, so that the recipe renders the same pixels again.

use super::{RecipeError, no_rest, quoted, shape, string};

/// A clip or still that was given as the mask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipeMatte {
    /// The file, as it was named.
    pub file: String,
    /// The file's fingerprint, made like [`crate::clip::Clip::fingerprint`].
    pub fingerprint: String,
}

impl RecipeMatte {
    /// The table of the recipe file.
    pub(super) fn to_toml(&self) -> String {
        format!("\n[matte]\nfile = {}\nfingerprint = {}\n", quoted(&self.file), quoted(&self.fingerprint))
    }

    /// Reads the table, if the recipe has one.
    pub(super) fn take(recipe: &mut toml::Table) -> Result<Option<Self>, RecipeError> {
        let mut table = match recipe.remove("matte") {
            None => return Ok(None),
            Some(toml::Value::Table(table)) => table,
            Some(_) => return Err(shape("matte", "a table")),
        };
        let matte =
            Self { file: string(&mut table, "file")?, fingerprint: string(&mut table, "fingerprint")? };
        no_rest(&table, "recipe's matte")?;
        Ok(Some(matte))
    }
}
