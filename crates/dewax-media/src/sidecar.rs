//! The folder beside an output that holds its analysis, recipe and report; and files that appear whole or not at all.

use crate::sidecar_faces;
use dewax::analysis::{ANALYSIS_VERSION, Analysis};
use dewax::recipe::Recipe;
use dewax::report::Report;
use serde::Serialize;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a sidecar file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SidecarError {
    /// The file system said no.
    #[error("cannot {what} `{path}`: {source}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("`{path}` is not {want}: {why}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What it should be.
        want: &'static str,
        /// What is wrong.
        why: String,
    },
}

/// The recipe's name in an output's folder. It is written first, so it also marks the output as dewax's own.
pub const RECIPE_FILE: &str = "recipe.toml";

/// The folder of an output: `shot.mov` has `shot.dewax`, `frame_%05d.png` has `frame.dewax`.
pub fn folder_of(out: &Path) -> PathBuf {
    let stem = out.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = stem.split('%').next().unwrap_or_default().trim_end_matches(['_', '-', '.']);
    let name = if plain.is_empty() { "sequence" } else { plain };
    out.with_file_name(format!("{name}.dewax"))
}

/// Writes a file so that it is there whole or not at all: a temporary file beside it, synced, then renamed.
///
/// # Errors
/// When the folder cannot be made or the file not be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), SidecarError> {
    let fail = |what| move |source| SidecarError::Io { what, path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail("make the folder of"))?;
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let write = || {
        let mut file = fs::File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|source| {
        // Whatever is left of the attempt is of no use to anybody.
        let _ = fs::remove_file(&temporary);
        SidecarError::Io { what: "write", path: path.to_owned(), source }
    })
}

/// Reads a text file.
///
/// # Errors
/// When it cannot be read.
pub fn read_text(path: &Path) -> Result<String, SidecarError> {
    fs::read_to_string(path).map_err(|source| SidecarError::Io {
        what: "read",
        path: path.to_owned(),
        source,
    })
}

/// Reads a recipe file.
///
/// # Errors
/// When it cannot be read or is not a recipe.
pub fn read_recipe(path: &Path) -> Result<Recipe, SidecarError> {
    let bad = |why: String| SidecarError::Content { path: path.to_owned(), want: "a recipe", why };
    let mut recipe = Recipe::parse(&read_text(path)?).map_err(|e| bad(e.to_string()))?;
    if let Some(graft) = &mut recipe.graft {
        // Recipe and pores may have moved together, and the caller may stand elsewhere.
        let beside = Path::new(&graft.file).file_name().map(|name| path.with_file_name(name));
        if let Some(beside) = beside.filter(|b| b.is_file() && !Path::new(&graft.file).is_file()) {
            graft.file = beside.display().to_string();
        }
    }
    Ok(recipe)
}

/// The faces of an analysis, beside it.
const FACES_FILE: &str = "faces.bin";

/// Writes an analysis into a folder: analysis.json, and faces.bin when there are faces.
///
/// # Errors
/// When a file cannot be written.
pub fn write_analysis(folder: &Path, analysis: &Analysis) -> Result<(), SidecarError> {
    let faces = folder.join(FACES_FILE);
    match sidecar_faces::to_bytes(analysis) {
        Some(bytes) => write_whole(&faces, &bytes)?,
        // What an earlier analysis left would not fit this one.
        None if faces.exists() => fs::remove_file(&faces).map_err(|source| SidecarError::Io {
            what: "remove",
            path: faces.clone(),
            source,
        })?,
        None => {}
    }
    write_whole(&folder.join("analysis.json"), to_json(analysis).as_bytes())
}

/// Reads an analysis file, and the faces beside it.
///
/// # Errors
/// When it cannot be read, is no analysis, one of another version, or its faces are missing or damaged.
pub fn read_analysis(path: &Path) -> Result<Analysis, SidecarError> {
    let bad = |why: String| SidecarError::Content { path: path.to_owned(), want: "an analysis", why };
    let mut analysis: Analysis = serde_json::from_str(&read_text(path)?).map_err(|e| bad(e.to_string()))?;
    if analysis.analysis_version != ANALYSIS_VERSION {
        let (found, want) = (analysis.analysis_version, ANALYSIS_VERSION);
        return Err(bad(format!("version {found}, this program reads {want}: run `dewax diagnose` again")));
    }
    let faces = path.with_file_name(FACES_FILE);
    if faces.exists() {
        let io = |source| SidecarError::Io { what: "read", path: faces.clone(), source };
        let bytes = fs::read(&faces).map_err(io)?;
        let want = "the faces of this analysis";
        sidecar_faces::add(&mut analysis, &bytes).map_err(|why| SidecarError::Content {
            path: faces.clone(),
            want,
            why,
        })?;
    }
    analysis.check().map_err(|e| bad(e.to_string()))?;
    Ok(analysis)
}

/// JSON for people: indented, but lists of numbers stay on one line.
pub fn to_json<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or(serde_json::Value::Null);
    let mut out = String::new();
    json_value(&value, 0, &mut out);
    out.push('\n');
    out
}

fn json_value(value: &serde_json::Value, depth: usize, out: &mut String) {
    use serde_json::Value;
    let flat = |v: &Value| !matches!(v, Value::Array(_) | Value::Object(_));
    let row = |v: &Value| v.as_array().is_some_and(|a| a.iter().all(flat));
    let indent = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    match value {
        // A list of numbers, or of short lists of numbers (matrices, colours): no line breaks inside the short ones.
        Value::Array(items) if items.iter().all(flat) => out.push_str(&value.to_string()),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                indent(out, depth + 1);
                if row(item) { out.push_str(&item.to_string()) } else { json_value(item, depth + 1, out) }
            }
            indent(out, depth);
            out.push(']');
        }
        Value::Object(fields) if fields.is_empty() => out.push_str("{}"),
        Value::Object(fields) => {
            out.push('{');
            for (i, (key, item)) in fields.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                indent(out, depth + 1);
                out.push_str(&Value::String(key.clone()).to_string());
                out.push_str(": ");
                json_value(item, depth + 1, out);
            }
            indent(out, depth);
            out.push('}');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

/// Everything that goes into the folder of an output.
#[derive(Debug)]
pub struct Sidecar<'a> {
    /// The measurements.
    pub analysis: &'a Analysis,
    /// The recipe, as text.
    pub recipe: &'a str,
    /// The report.
    pub report: &'a Report,
    /// The report as a page.
    pub page: &'a str,
    /// Lines to add to the change log.
    pub changes: &'a [String],
}

impl Sidecar<'_> {
    /// Writes analysis.json, faces.bin, recipe.toml, report.json and report.html, and adds to changelog.md.
    ///
    /// # Errors
    /// When one of them cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), SidecarError> {
        write_analysis(folder, self.analysis)?;
        write_whole(&folder.join(RECIPE_FILE), self.recipe.as_bytes())?;
        write_whole(&folder.join("report.json"), to_json(self.report).as_bytes())?;
        write_whole(&folder.join("report.html"), self.page.as_bytes())?;
        let log = folder.join("changelog.md");
        let mut text = match fs::read_to_string(&log) {
            Ok(text) => text,
            Err(_) => "# What dewax did\n".to_string(),
        };
        for line in self.changes {
            text.push_str(line);
            text.push('\n');
        }
        write_whole(&log, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders() {
        for (out, want) in
            [("a/shot.mov", "a/shot.dewax"), ("s_%05d.png", "s.dewax"), ("%d.exr", "sequence.dewax")]
        {
            assert_eq!(folder_of(Path::new(out)), Path::new(want));
        }
    }

    #[test]
    fn json_is_for_people_and_exact() {
        let value = serde_json::json!({"a": [1, 0.4f32, 3], "b": {"c": [[1, 2], [3, 4]]}, "d": {}, "e": []});
        let text = to_json(&value);
        assert!(text.contains("  \"a\": [1,"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
        let float = to_json(&[0.4f32]);
        assert_eq!(float, "[0.4]\n", "the shortest decimal");
    }

    #[test]
    fn whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/file.txt");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(write_whole(Path::new("/proc/none/file"), b"x").is_err());
    }
}
