//! Files that are made from the program's own tables: reference, schemas, man pages, completions.

use anyhow::{Context, Result, bail};
use clap_complete::Shell;
use dewax::surface;
use dewax_job::schema;
use std::path::Path;

/// The shells that have completions, and how the names of their files end.
const SHELLS: [(Shell, &str); 4] =
    [(Shell::Bash, "bash"), (Shell::Zsh, "zsh"), (Shell::Fish, "fish"), (Shell::PowerShell, "ps1")];

/// Every generated file: its path in the repository, and what must be in it.
fn files() -> Result<Vec<(String, Vec<u8>)>> {
    let mut out = vec![("docs/reference.md".to_string(), surface::manual().into_bytes())];
    out.push(("docs/media.md".to_string(), dewax_media::kept::document().into_bytes()));
    for name in schema::names() {
        let found = schema::schema(name).with_context(|| format!("no schema `{name}`"))?;
        let text = serde_json::to_string_pretty(&found)? + "\n";
        out.push((format!("docs/schema/{name}.json"), text.into_bytes()));
    }
    out.extend(dewax_cli::pages()?.into_iter().map(|(name, page)| (format!("docs/man/{name}"), page)));
    for (shell, ending) in SHELLS {
        out.push((format!("docs/completions/dewax.{ending}"), dewax_cli::completion(shell)));
    }
    Ok(out)
}

/// Writes those that differ.
pub(crate) fn write(root: &Path) -> Result<()> {
    for (name, bytes) in files()? {
        let path = root.join(&name);
        if std::fs::read(&path).is_ok_and(|there| there == bytes) {
            continue;
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {name}"))?;
        println!("wrote {name}");
    }
    Ok(())
}

/// Fails when one is stale, and says which.
pub(crate) fn check(root: &Path) -> Result<()> {
    let stale: Vec<String> = files()?
        .into_iter()
        .filter(|(name, bytes)| std::fs::read(root.join(name)).map_or(true, |there| there != *bytes))
        .map(|(name, _)| name)
        .collect();
    if stale.is_empty() { Ok(()) } else { bail!("stale: {}; run `cargo xtask gen`", stale.join(", ")) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn generated_files_are_fresh() {
        super::check(&crate::root()).unwrap();
    }

    #[test]
    fn stale_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        super::write(folder.path()).unwrap();
        super::check(folder.path()).unwrap();
        std::fs::write(folder.path().join("docs/reference.md"), "old").unwrap();
        std::fs::remove_file(folder.path().join("docs/schema/look.json")).unwrap();
        let text = super::check(folder.path()).unwrap_err().to_string();
        assert!(text.contains("docs/reference.md, docs/schema/look.json;"), "{text}");
    }
}
