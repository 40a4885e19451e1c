//! Patterns of names that the shell was not to open: `shots/*.mp4` in quotes, or where there is no shell that opens them.

use std::path::{Component, Path, PathBuf};

/// Whether a path has marks of a pattern: `*`, `?`, `[a-z]`. Whether it is a file all the same is for the caller to ask.
pub(crate) fn is_pattern(path: &Path) -> bool {
    has_marks(&path.to_string_lossy())
}

fn has_marks(text: &str) -> bool {
    text.contains(['*', '?']) || text.split_once('[').is_some_and(|(_, rest)| rest.contains(']'))
}

/// The files that a pattern means, sorted. A name that begins with a dot is meant only where the pattern begins with one.
pub(crate) fn files(pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let text = part.as_os_str().to_string_lossy().into_owned();
        found = match part {
            Component::Normal(_) if has_marks(&text) => {
                let wanted: Vec<char> = text.chars().collect();
                // What is called so is meant: `[2024] shots` is a folder's name.
                let meant = |folder: &PathBuf| match folder.join(part) {
                    named if named.symlink_metadata().is_ok() => vec![named],
                    _ => inside(folder, &wanted),
                };
                found.iter().flat_map(meant).collect()
            }
            _ => found.into_iter().map(|folder| folder.join(part)).collect(),
        };
    }
    found.retain(|path| path.is_file());
    found.sort();
    found
}

/// The names in a folder that match, as paths.
fn inside(folder: &Path, wanted: &[char]) -> Vec<PathBuf> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = std::fs::read_dir(here) else { return Vec::new() };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    let meant = |name: &std::ffi::OsString| {
        let name: Vec<char> = name.to_string_lossy().chars().collect();
        (name.first() != Some(&'.') || wanted.first() == Some(&'.')) && matches(wanted, &name)
    };
    names.filter(meant).map(|name| folder.join(name)).collect()
}

/// Whether a name matches: the last `*` takes one letter more wherever the rest does not fit.
fn matches(wanted: &[char], name: &[char]) -> bool {
    let (mut w, mut n, mut back) = (0, 0, None);
    loop {
        if wanted.get(w) == Some(&'*') {
            back = Some((w, n));
            w += 1;
        } else if n == name.len() && w == wanted.len() {
            return true;
        } else if let Some(taken) = name.get(n).and_then(|c| one(&wanted[w..], *c)) {
            (w, n) = (w + taken, n + 1);
        } else {
            let Some((star, from)) = back.filter(|(_, from)| *from < name.len()) else { return false };
            (w, n, back) = (star + 1, from + 1, Some((star, from + 1)));
        }
    }
}

/// How many marks of the pattern stand for this one letter, if they do.
fn one(wanted: &[char], letter: char) -> Option<usize> {
    match wanted.first()? {
        '?' => Some(1),
        '[' => match wanted.iter().position(|c| *c == ']').filter(|end| *end > 1) {
            Some(end) => in_set(&wanted[1..end], letter).then_some(end + 1),
            None => (letter == '[').then_some(1),
        },
        own => (*own == letter).then_some(1),
    }
}

/// Whether a letter is in `a-z5`, or not in `!a-z5`.
fn in_set(set: &[char], letter: char) -> bool {
    let (without, mut set) = match set {
        ['!' | '^', rest @ ..] => (true, rest),
        _ => (false, set),
    };
    let mut is_in = false;
    loop {
        match set {
            [] => return is_in != without,
            [from, '-', to, rest @ ..] => {
                is_in |= (*from..=*to).contains(&letter);
                set = rest;
            }
            [own, rest @ ..] => {
                is_in |= *own == letter;
                set = rest;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_as_in_a_shell() {
        let fits = |wanted: &str, name: &str| {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            matches(&letters(wanted), &letters(name))
        };
        for (wanted, name) in [
            ("*.mp4", "a.mp4"),
            ("*", "x"),
            ("s*t*.m?v", "shot_take.mov"),
            ("take_[0-9][0-9].mp4", "take_07.mp4"),
            ("[!a]*.mp4", "b.mp4"),
            ("*a*b", "xaab"),
            ("a[b", "a[b"),
            ("gesicht_?.png", "gesicht_ö.png"),
        ] {
            assert!(fits(wanted, name), "{wanted} {name}");
        }
        for (wanted, name) in [
            ("*.mp4", "a.mov"),
            ("?.mp4", "ab.mp4"),
            ("take_[0-9].mp4", "take_x.mp4"),
            ("[!a]*", "ab"),
            ("", "a"),
            ("*a", "b"),
        ] {
            assert!(!fits(wanted, name), "{wanted} {name}");
        }
        assert!(is_pattern(Path::new("a/*.mp4")) && is_pattern(Path::new("[ab].mov")));
        assert!(!is_pattern(Path::new("shot_%05d.png")) && !is_pattern(Path::new("a[b.mp4")));
    }

    #[test]
    fn files_are_found_in_folders_that_match_too() {
        let place = tempfile::tempdir().unwrap();
        for name in ["b/2.mp4", "a/1.mp4", "a/3.mov", "a/.4.mp4", "c/d.mp4/x"] {
            let path = place.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found = files(&place.path().join("[abc]/*.mp4"));
        assert_eq!(found, ["a/1.mp4", "b/2.mp4"].map(|name| place.path().join(name)));
        assert!(files(&place.path().join("none/*.mp4")).is_empty());
        // A folder that is called like a pattern is meant, not those that the pattern would mean.
        std::fs::create_dir(place.path().join("[ab]")).unwrap();
        std::fs::write(place.path().join("[ab]/5.mp4"), "").unwrap();
        assert_eq!(files(&place.path().join("[ab]/*.mp4")), [place.path().join("[ab]/5.mp4")]);
    }
}
