//! Who may import whom, through the whole house: crates name only crates below them, and no files of a crate go in a circle.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every crate with those that it may name.
const CRATES: [(&str, &[&str]); 6] = [
    ("dewax", &[]),
    ("dewax-face", &["dewax"]),
    ("dewax-media", &["dewax", "dewax-face"]),
    ("dewax-show", &["dewax", "dewax-media"]),
    ("dewax-job", &["dewax", "dewax-media", "dewax-show"]),
    ("dewax-cli", &["dewax", "dewax-media", "dewax-show", "dewax-job"]),
];

type Module = Vec<String>;

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files of a crate by the paths of their modules, without tests and comments.
fn modules(name: &str) -> BTreeMap<Module, String> {
    let (root, mut found) = (house().join(name).join("src"), BTreeMap::new());
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs")
                && !stem.ends_with("tests")
                && !path.to_str().unwrap().contains("fuzz")
            {
                let inner = path.strip_prefix(&root).unwrap().with_extension("");
                let mut module: Module = inner.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
                if module.last().is_some_and(|last| last == "mod") || matches!(stem, "lib" | "main") {
                    module.pop();
                }
                let text = std::fs::read_to_string(&path).unwrap();
                found.insert(module, code(&text));
            }
        }
    }
    found
}

/// A file without its tests and comments.
fn code(text: &str) -> String {
    let before = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = before.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths of a `use` tree, groups taken apart.
fn tree(before: &[String], rest: &mut &str) -> Vec<Module> {
    let (mut path, mut word) = (before.to_vec(), String::new());
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("::") {
            path.push(std::mem::take(&mut word).trim().to_owned());
            *rest = &rest[2..];
            continue;
        }
        if matches!(next, ',' | '}' | ';') {
            break;
        }
        *rest = &rest[next.len_utf8()..];
        if next == '{' {
            let mut all = Vec::new();
            while !rest.is_empty() && !rest.starts_with('}') {
                all.extend(tree(&path, rest));
                *rest = rest.strip_prefix(',').unwrap_or(rest);
            }
            *rest = rest.strip_prefix('}').unwrap_or(rest);
            return all;
        }
        word.push(next);
    }
    let own = word.split(" as ").next().unwrap_or_default().trim();
    path.extend((!own.is_empty()).then(|| own.to_owned()));
    vec![path]
}

/// Every path that a file names: by `use`, or written out from `crate` or `super`.
fn paths(text: &str) -> Vec<Module> {
    let mut all = Vec::new();
    let mut body = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("use ") {
        let is_word = rest[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == ';');
        body.push_str(&rest[..at]);
        rest = &rest[at + 4..];
        if is_word {
            all.extend(tree(&[], &mut rest));
        }
    }
    body.push_str(rest);
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    for word in body.split(|c: char| !is_part(c)) {
        let parts: Module = word.split("::").map(str::to_owned).collect();
        if parts.len() > 1 && matches!(parts[0].as_str(), "crate" | "super") {
            all.push(parts);
        }
    }
    all
}

/// The file that a path named in `from` leads to; none where that is another crate, the root, or a room of the file's own folder.
fn file_of(from: &Module, path: &Module, files: &BTreeMap<Module, String>) -> Option<Module> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let full: Module = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "self" => from.iter().chain(&path[1..]).cloned().collect(),
        "super" => from[..from.len().checked_sub(ups)?].iter().chain(&path[ups..]).cloned().collect(),
        _ => return None,
    };
    let found =
        (1..=full.len()).rev().map(|length| full[..length].to_vec()).find(|m| files.contains_key(m))?;
    // A door may use its own rooms, and they its words.
    (!found.starts_with(from)).then_some(found)
}

/// Files that lead to each other: every set in which each reaches each.
fn circles(files: &BTreeMap<Module, String>) -> Vec<BTreeSet<String>> {
    let edges: BTreeMap<&Module, BTreeSet<Module>> = files
        .iter()
        .map(|(from, text)| (from, paths(text).iter().filter_map(|p| file_of(from, p, files)).collect()))
        .collect();
    let reached = |from: &Module| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = next.pop() {
            for there in &edges[&module] {
                if seen.insert(there.clone()) {
                    next.push(there.clone());
                }
            }
        }
        seen
    };
    let from_each: BTreeMap<&Module, BTreeSet<Module>> = files.keys().map(|m| (m, reached(m))).collect();
    let mut found = BTreeSet::new();
    for (module, there) in &from_each {
        let both = there.iter().filter(|other| from_each[other].contains(*module));
        let circle: BTreeSet<String> = both.map(|m| m.join("/")).collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

#[test]
fn no_files_go_in_a_circle() {
    let mut seen = 0;
    for (name, _) in CRATES {
        let files = modules(name);
        seen += files.len();
        let all = circles(&files);
        assert!(all.is_empty(), "{name}: these files import each other in a circle: {all:?}");
    }
    assert!(seen > 300, "the test sees only {seen} files");
}

#[test]
fn a_circle_is_seen_and_a_door_is_none() {
    let file = |name: &str, text: &str| (name.split('/').map(str::to_owned).collect(), text.to_owned());
    let files = BTreeMap::from([
        file("a", "use crate::b::{self, inner::Deep};\npub use self::room::X;"),
        file("a/room", "use super::Word;"),
        file("b", "pub(crate) fn f() -> crate::c::C { todo() }"),
        file("c", "use super::{a::A, d};"),
        file("d", "use std::path::Path;"),
    ]);
    assert_eq!(circles(&files), [BTreeSet::from(["a", "b", "c"].map(String::from))]);
}

#[test]
fn crates_name_only_crates_below_them() {
    let mut named = 0;
    for (name, below) in CRATES {
        let manifest = std::fs::read_to_string(house().join(name).join("Cargo.toml")).unwrap();
        let own = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap().to_owned();
        let code: String = modules(name).into_values().collect();
        for (other, _) in CRATES.iter().filter(|(other, _)| *other != name) {
            let is_asked_for = own.lines().any(|line| line.starts_with(&format!("{other}.workspace")));
            let path = format!("{}::", other.replace('-', "_"));
            let is_used = code
                .match_indices(&path)
                .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            assert!(!is_asked_for || below.contains(other), "{name} may not depend on {other}");
            assert!(!is_used || below.contains(other), "{name} may not name {other}");
            named += usize::from(is_used);
        }
    }
    assert!(named > 8, "the test sees only {named} crates that are named");
}

/// Files that are nothing but a table may be as long as their table.
const TABLES: [&str; 1] = ["dewax-media/src/models/topology.rs"];

/// The functions of a file with the number of their lines. The house is formatted: a function ends where its brace stands under it.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let words: Vec<&str> = line.split_whitespace().take_while(|word| !word.starts_with("//")).collect();
        let Some(name) = words.iter().position(|word| *word == "fn").and_then(|i| words.get(i + 1)) else {
            continue;
        };
        if line.trim_end().ends_with(['}', ';']) {
            continue;
        }
        let end = format!("{}}}", " ".repeat(indent));
        if let Some(length) = lines[at..].iter().position(|line| *line == end) {
            found.push(((*name).to_owned(), length + 1));
        }
    }
    found
}

#[test]
fn files_and_functions_can_be_read_at_a_glance() {
    let (mut files, mut seen, mut folders) =
        (0, 0, vec![house(), house().parent().unwrap().join("xtask/src")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.display().to_string();
            files += 1;
            let lines = text.lines().count();
            assert!(
                lines <= 400 || TABLES.iter().any(|table| name.ends_with(table)),
                "{name} has {lines} lines: 400 at most"
            );
            assert!(text.starts_with("//!"), "{name} does not say in its first line what it is for");
            for (function, lines) in functions(&text) {
                seen += 1;
                assert!(lines <= 80, "{name}: {function} has {lines} lines, 80 at most");
            }
        }
    }
    assert!(files > 400 && seen > 2000, "the test sees only {files} files and {seen} functions");
}

#[test]
fn every_number_of_the_treatment_says_why() {
    let (mut seen, mut bare) = (0, Vec::new());
    for module in modules("dewax").into_keys() {
        // Comments are gone from `modules`: read the file again, up to its tests.
        let at = house().join("dewax/src").join(module.join("/"));
        let path = [at.with_extension("rs"), at.join("mod.rs")].into_iter().find(|path| path.is_file());
        let Some(text) = path.and_then(|path| std::fs::read_to_string(path).ok()) else { continue };
        let lines: Vec<&str> = text.split("#[cfg(test)]\nmod tests {").next().unwrap().lines().collect();
        let is_number = |line: &str| {
            let words: Vec<&str> =
                line.split_whitespace().skip_while(|word| word.starts_with("pub")).collect();
            let kind = words.get(2).map(|kind| kind.trim_start_matches(['[', '(']));
            words.first() == Some(&"const")
                && kind.is_some_and(|k| {
                    ["f32", "f64", "usize", "u8", "u16", "u32"].iter().any(|n| k.starts_with(n))
                })
        };
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| is_number(line)) {
            // One comment may stand above several.
            let above = lines[..at].iter().rev().find(|line| !is_number(line)).map_or("", |line| line.trim());
            if !above.starts_with("//") && !above.starts_with("#[") {
                bare.push(format!("dewax/{}: `{}`", module.join("/"), lines[at].trim()));
            }
            seen += 1;
        }
    }
    assert!(bare.is_empty(), "these numbers have no reason: {bare:#?}");
    assert!(seen > 500, "the test sees only {seen} numbers");
}
