//! The licences of what is linked into the program, with their texts: what their authors ask for.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// What is linked in beside the packages, without a package of its own.
const BESIDE: &str = "\
The Rust standard library (MIT OR Apache-2.0), The Rust Project Developers: https://www.rust-lang.org
musl, in programs that are linked with it (MIT), Copyright (c) 2005-2020 Rich Felker, et al.: https://musl.libc.org
";

/// All of them: package, version and licence, then the texts that lie beside its sources. A text that several share stands once.
pub(super) fn text(root: &Path, triple: &str) -> Result<String> {
    let metadata = metadata(root, triple)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let linked = linked(&metadata)?;
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut out = format!("What is part of the program dewax and comes from others\n\n{BESIDE}");
    for package in packages.iter().filter(|p| linked.contains(p["id"].as_str().unwrap_or_default())) {
        let word = |key: &str| package[key].as_str().unwrap_or_default();
        if package["source"].is_null() {
            continue;
        }
        let name = format!("{} {}", word("name"), word("version"));
        writeln!(out, "{name} ({}): {}", word("license"), word("repository"))?;
        let folder = Path::new(word("manifest_path")).parent().context("a package without a folder")?;
        for text in texts_of(folder)? {
            texts.entry(text).or_default().insert(name.clone());
        }
    }
    for (text, names) in texts {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        write!(out, "\n{}\n{names}\n\n{}\n", "=".repeat(80), text.trim_end())?;
    }
    Ok(out)
}

fn metadata(root: &Path, triple: &str) -> Result<Value> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", triple])
        .current_dir(root)
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The packages that the program is made of: what it depends on when it runs, over any number of steps.
fn linked(metadata: &Value) -> Result<BTreeSet<&str>> {
    let nodes = metadata["resolve"]["nodes"].as_array().context("cargo metadata resolves nothing")?;
    let by_id: BTreeMap<&str, &Value> = nodes.iter().filter_map(|n| Some((n["id"].as_str()?, n))).collect();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let mut left: Vec<&str> =
        packages.filter(|p| p["name"] == "dewax-cli").filter_map(|p| p["id"].as_str()).collect();
    let mut out = BTreeSet::new();
    while let Some(id) = left.pop() {
        if !out.insert(id) {
            continue;
        }
        let deps = by_id.get(id).and_then(|n| n["deps"].as_array()).into_iter().flatten();
        let runs = |dep: &&Value| {
            dep["dep_kinds"].as_array().is_some_and(|all| all.iter().any(|k| k["kind"].is_null()))
        };
        left.extend(deps.filter(runs).filter_map(|dep| dep["pkg"].as_str()));
    }
    Ok(out)
}

/// The texts of licences in a package's folder, sorted by the names of their files.
fn texts_of(folder: &Path) -> Result<Vec<String>> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            let name = name.to_uppercase();
            ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|start| name.starts_with(start))
        })
        .collect();
    names.sort();
    let files = names.iter().map(|name| folder.join(name)).filter(|path| path.is_file());
    Ok(files
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .map(|text| text.replace('\r', ""))
        .collect())
}
