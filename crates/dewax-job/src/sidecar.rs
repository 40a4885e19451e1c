//! The folder beside an output that holds its analysis, recipe and report.

use crate::error::JobError;
pub use crate::error::SidecarError;
use crate::sidecar_faces;
use dewax::analysis::{ANALYSIS_VERSION, Analysis};
use dewax::recipe::Recipe;
use dewax_media::credentials;
use dewax_media::encode::{Finished, Sealed};
use dewax_media::guard::{Folder, Permit, Place, Set};
use dewax_media::json::to_json;
use dewax_media::shown::plain_stem;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What was wished of an output.
pub(crate) const WISH_FILE: &str = "wish.json";
/// The recipe's name in an output's folder.
pub const RECIPE_FILE: &str = "recipe.toml";

/// The folder of an output: `shot.mov` has `shot.mov.dewax`, `frame_%05d.png` has `frame_%05d.png.dewax`.
pub fn folder_of(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".dewax");
    out.with_file_name(name)
}

/// The recipe that an output was made from, by the folder beside it. Up to version 0.1, outputs of one stem shared a folder
/// `shot.dewax`: it counts when its report names this output.
pub fn recipe_beside(out: &Path) -> Option<Recipe> {
    if let Ok(recipe) = read_recipe(&folder_of(out).join(RECIPE_FILE)) {
        return Some(recipe);
    }
    let shared = out.with_file_name(format!("{}.dewax", plain_stem(out)));
    let report: serde_json::Value =
        serde_json::from_str(&read_text(&shared.join("report.json")).ok()?).ok()?;
    let named = Path::new(report.get("delivery")?.get("path")?.as_str()?).file_name()?;
    (Some(named) == out.file_name()).then(|| read_recipe(&shared.join(RECIPE_FILE)).ok()).flatten()
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

/// The analysis, and the faces and locks beside it.
pub const ANALYSIS_FILE: &str = "analysis.json";
/// See [`ANALYSIS_FILE`].
pub(crate) const FACES_FILE: &str = "faces.bin";

/// Both.
pub const ANALYSIS_FILES: [&str; 2] = [FACES_FILE, ANALYSIS_FILE];

/// The files of an analysis by name.
///
/// # Errors
/// When something of it was put away and is lost.
pub fn analysis_files(analysis: &Analysis) -> Result<Vec<(String, Vec<u8>)>, JobError> {
    let text = to_json(analysis).into_bytes();
    let faces = sidecar_faces::to_bytes(analysis, &text).map_err(|_| JobError::PutAway)?;
    Ok(vec![(FACES_FILE.to_owned(), faces), (ANALYSIS_FILE.to_owned(), text)])
}

/// The folders in which the analysis of a recipe's clip may lie: the one that the recipe is in, as after `fix`, and the one that belongs
/// to it, as after `plan`.
pub fn folders_of_recipe(recipe: &Path) -> [PathBuf; 2] {
    [recipe.parent().map(Path::to_owned).unwrap_or_default(), folder_of(recipe)]
}

/// Writes an analysis into a folder of files that are written together.
///
/// # Errors
/// When a file may not be written or the system says no.
pub fn write_analysis(folder: &mut Folder, analysis: &Analysis) -> Result<(), JobError> {
    Ok(analysis_files(analysis)?.iter().try_for_each(|(name, bytes)| folder.write(name, bytes))?)
}

/// Reads an analysis file, and the faces beside it.
///
/// # Errors
/// When it cannot be read, is no analysis, one of another version, not as it was written, or its faces are missing or damaged.
pub fn read_analysis(path: &Path) -> Result<Analysis, SidecarError> {
    let bad = |why: String| SidecarError::Content { path: path.to_owned(), want: "an analysis", why };
    let text = read_text(path)?;
    let mut analysis: Analysis = serde_json::from_str(&text).map_err(|e| bad(e.to_string()))?;
    if analysis.analysis_version != ANALYSIS_VERSION {
        let (found, want) = (analysis.analysis_version, ANALYSIS_VERSION);
        return Err(bad(format!("version {found}, this program reads {want}: run `dewax diagnose` again")));
    }
    let faces = path.with_file_name(FACES_FILE);
    let bytes = fs::read(&faces).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => bad(format!("its faces are missing: {FACES_FILE} belongs beside it")),
        _ => SidecarError::Io { what: "read", path: faces.clone(), source },
    })?;
    let want = "the faces of this analysis";
    let of_faces = |why| SidecarError::Content { path: faces.clone(), want, why };
    sidecar_faces::add(&mut analysis, &bytes, text.as_bytes()).map_err(of_faces)?;
    analysis.check().map_err(|e| bad(e.to_string()))?;
    Ok(analysis)
}

/// What goes into the folder of an output beside its recipe.
#[derive(Debug, Default)]
pub(crate) struct Sidecar {
    /// Files by name.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Lines to add to the change log.
    pub(crate) changes: Vec<String>,
}

impl Sidecar {
    /// Puts an output in place with everything that lies beside it: the folder is prepared under another name, the output gets
    /// its name, and the folder takes the place of the earlier one. `companions` are files outside the folder.
    ///
    /// # Errors
    /// When one of them may not be written or cannot be. Until the output has its name, all is as it was.
    pub(crate) fn put_in_place(
        self,
        place: &Place,
        sealed: Sealed,
        recipe: &str,
        companions: &[(Permit, Vec<u8>)],
    ) -> Result<Finished, JobError> {
        let folder = folder_of(place.path());
        let mut set = Set::begin(place, &folder)?;
        set.write(RECIPE_FILE, recipe.as_bytes())?;
        for (name, bytes) in &self.files {
            set.write(name, bytes)?;
        }
        set.write(CHANGES_FILE, &changed(&folder.join(CHANGES_FILE), &self.changes)?)?;
        for (name, at) in sealed.files()? {
            set.note(&name, &at)?;
        }
        for (permit, bytes) in companions {
            set.note_bytes(permit.path(), bytes)?;
        }
        set.close()?;
        place.check_folder(&folder)?;
        let finished = sealed.put_in_place()?;
        for (permit, bytes) in companions {
            permit.write(bytes)?;
        }
        // What an earlier output said of another source.
        let old = credentials::companions(place.path()).into_iter();
        old.filter(|file| !companions.iter().any(|(permit, _)| permit.path() == file))
            .try_for_each(|file| place.remove_own(&file))?;
        set.put_in_place()?;
        Ok(finished)
    }
}

/// The change log's name in an output's folder.
const CHANGES_FILE: &str = "changelog.md";

/// The change log with more lines.
fn changed(log: &Path, lines: &[String]) -> Result<Vec<u8>, SidecarError> {
    let mut text = match fs::read(log) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => b"# What dewax did\n".to_vec(),
        Err(source) => return Err(SidecarError::Io { what: "read", path: log.to_owned(), source }),
    };
    for line in lines {
        text.extend_from_slice(line.as_bytes());
        text.push(b'\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders() {
        for (out, want) in [("a/shot.mov", "a/shot.mov.dewax"), ("s_%05d.png", "s_%05d.png.dewax")] {
            assert_eq!(folder_of(Path::new(out)), Path::new(want));
        }
    }
}
