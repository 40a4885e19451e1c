//! Who may change files: reads the sources of the outside world, of what is made with it, and of the program for calls that write, move or remove.
#![allow(clippy::unwrap_used, reason = "a test that fails says so by panicking")]

use std::path::Path;

/// The guard, what it hands out, and the store of the models, which holds nothing but pinned files.
const ALLOWED: [&str; 4] = [
    "dewax-media/src/guard/",
    "dewax-media/src/output.rs",
    "dewax-media/src/models/",
    "dewax-media/src/bmff.rs",
];

/// Calls that change files.
const CHANGES: [&str; 15] = [
    "File::create",
    "File::options",
    "OpenOptions",
    "fs::write",
    "fs::copy",
    "fs::rename",
    "fs::hard_link",
    "fs::soft_link",
    "fs::remove_",
    "fs::create_dir",
    "fs::set_permissions",
    "DirBuilder",
    "symlink(",
    ".set_len(",
    ".persist(",
];

fn visit(folder: &Path, each: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, each);
        } else if path.extension().is_some_and(|x| x == "rs") {
            each(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn only_the_guard_changes_files() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (mut seen, mut wrong) = (0, Vec::new());
    for part in ["dewax-media/src", "dewax-show/src", "dewax-job/src", "dewax-cli/src"] {
        visit(&crates.join(part), &mut |path, text| {
            let name = path.strip_prefix(crates).unwrap().to_str().unwrap();
            if name.ends_with("tests.rs") {
                return;
            }
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let found = lines.filter(|line| CHANGES.iter().any(|call| line.contains(call)));
            for line in found {
                if ALLOWED.iter().any(|room| name.starts_with(room)) {
                    seen += 1;
                } else {
                    wrong.push(format!("{name}: {}", line.trim()));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "ask the guard (`guard/mod.rs`) instead: {wrong:#?}");
    assert!(seen > 15, "the test sees only {seen} calls");
}
