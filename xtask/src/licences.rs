//! Licences of everything that is linked into the program, against the list in deny.toml.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The licences that deny.toml allows.
fn allowed(deny: &str) -> Vec<&str> {
    let list =
        deny.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    list.split(',').map(|word| word.trim().trim_matches('"')).filter(|word| !word.is_empty()).collect()
}

/// Whether a licence expression can be met with allowed licences alone. `/` is the old way to write `OR`.
fn fits(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    either(&mut words, allowed) && words.next().is_none()
}

type Words<'a, 'b> = std::iter::Peekable<std::str::SplitWhitespace<'b>>;

fn either(words: &mut Words<'_, '_>, allowed: &[&str]) -> bool {
    let mut fits = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        fits |= both(words, allowed);
    }
    fits
}

fn both(words: &mut Words<'_, '_>, allowed: &[&str]) -> bool {
    let mut fits = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        fits &= one(words, allowed);
    }
    fits
}

fn one(words: &mut Words<'_, '_>, allowed: &[&str]) -> bool {
    match words.next() {
        Some("(") => {
            let fits = either(words, allowed);
            words.next_if_eq(&")").is_some() && fits
        }
        Some(name) => {
            let exception = words.next_if_eq(&"WITH").and_then(|_| words.next());
            let whole = exception.map_or(name.to_string(), |e| format!("{name} WITH {e}"));
            allowed.contains(&whole.as_str())
        }
        None => false,
    }
}

/// Fails when a dependency has a licence that is not allowed, and names it.
pub(crate) fn check(root: &Path) -> Result<()> {
    let deny = std::fs::read_to_string(root.join("deny.toml")).context("cannot read deny.toml")?;
    let allowed = allowed(&deny);
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let mut wrong = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none stated");
        if !fits(licence, &allowed) {
            wrong.push(format!("{} ({licence})", package["name"].as_str().unwrap_or("?")));
        }
    }
    if !wrong.is_empty() {
        bail!("not among the licences that deny.toml allows: {}", wrong.join(", "));
    }
    println!("licences of {} packages are allowed", packages.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let deny = "[licenses]\nallow = [\"MIT\", \"Apache-2.0\",\n \"Apache-2.0 WITH LLVM-exception\", ]\n";
        let allowed = allowed(deny);
        assert_eq!(allowed.len(), 3);
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "(MIT OR GPL-3.0) AND Apache-2.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(fits(good, &allowed), "{good}");
        }
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "", "none stated", "GPL-3.0 WITH x OR LGPL-2.1", "MIT MIT"]
        {
            assert!(!fits(bad, &allowed), "{bad}");
        }
    }
}
