//! Who may import whom, checked: reads the `crate::` paths of every source file against the order of the house.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test that fails says so by panicking"
)]

use std::path::Path;

/// From the bottom up. A module may import those above it in this list and itself.
const ORDER: &[&str] = &[
    "stow",
    "shelf",
    "cause",
    "px",
    "param",
    "color",
    "kernels",
    "clip",
    "face",
    "skin",
    "optics",
    "lock",
    "flat",
    "deed",
    "asks",
    "flaw",
    "facts",
    "lighting",
    "demo",
    "step",
    "check",
    "steps",
    "checks",
    "advice",
    "stack",
    "analysis",
    "matching",
    "still",
    "recipe",
    "plan",
    "chain",
    "certificate",
    "report",
    "surface",
];

fn visit(dir: &Path, each: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, each);
        } else if path.extension().is_some_and(|x| x == "rs") {
            each(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The first parts of every `crate::…` path of a line, groups in braces included.
fn heads(line: &str) -> Vec<String> {
    let word = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    line.split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => group.split(',').map(|s| word(s.trim())).collect(),
            None => vec![word(rest)],
        })
        .filter(|w| w.chars().next().is_some_and(char::is_lowercase))
        .collect()
}

#[test]
fn modules_import_only_what_lies_below_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    visit(&root, &mut |path, text| {
        let module = path.strip_prefix(&root).unwrap().iter().next().unwrap().to_str().unwrap();
        let module = module.trim_end_matches(".rs");
        if module == "lib" {
            return;
        }
        let rank = |name: &str| ORDER.iter().position(|m| *m == name);
        let own = rank(module).unwrap_or_else(|| panic!("`{module}` has no place in the order of the house"));
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
            for head in heads(line).iter().filter(|h| !["params", "steps", "checks"].contains(&h.as_str())) {
                let there =
                    rank(head).unwrap_or_else(|| panic!("`{head}` has no place in the order: {line}"));
                assert!(there <= own, "{}: `{module}` may not import `{head}`\n{line}", path.display());
                seen += 1;
            }
        }
    });
    assert!(seen > 60, "the test sees only {seen} imports");
}

#[test]
fn the_treatment_does_not_touch_the_world() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    visit(&root, &mut |path, text| {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for word in
            ["std::fs", "std::net", "std::process", "std::time", "std::env", "println!", "std::thread::spawn"]
        {
            assert!(!code.contains(word), "{}: {word}", path.display());
        }
    });
}

/// Who wants to know what a step does asks the step: its name stands in its own file.
#[test]
fn no_file_names_a_step_but_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    visit(&root, &mut |path, text| {
        let room = path.strip_prefix(&root).unwrap();
        let is_test = path.file_stem().is_some_and(|s| s.to_string_lossy().ends_with("tests"));
        if room.starts_with("steps") || is_test {
            return;
        }
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
            for entry in dewax::steps::STEPS {
                // What is to be changed at a generator is no step, though a lens is both.
                let advises = room.starts_with("advice");
                let says_it = line.contains(&format!("\"{}\"", entry.name));
                assert!(!says_it || advises, "{}: {line}", path.display());
                // The table alone lists them by type.
                let own = format!("steps::{}", entry.name.replace('.', "_"));
                let names_it = line.contains(&own) || line.contains(&format!("steps::{{{}", entry.name));
                let measures = room.starts_with("analysis/grain");
                assert!(!names_it || measures, "{}: {line}", path.display());
            }
        }
    });
}
