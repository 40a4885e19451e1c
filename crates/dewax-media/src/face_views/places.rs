//! Where the views of faces go: an overlay clip, a contact sheet, the data, or a folder with all three.

use crate::encode::check_place;
use crate::job::JobError;
use std::path::{Path, PathBuf};

/// Why faces cannot be shown as wished.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// The name says nothing that can be written.
    #[error(
        "`{0}` is no place for faces: end it in .mp4 or .mov (the clip drawn over), .png (a contact sheet) or .json \
         (the data), or name a folder for all three"
    )]
    Ending(PathBuf),
    /// Something is there.
    #[error("`{0}` exists: choose another name, or say --overwrite")]
    Exists(PathBuf),
    /// The folder cannot be made.
    #[error("the folder `{path}` cannot be made: {error}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

/// The files to write.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Places {
    /// The clip drawn over.
    pub overlay: Option<PathBuf>,
    /// The contact sheet.
    pub sheet: Option<PathBuf>,
    /// The data.
    pub data: Option<PathBuf>,
    /// The folder that they are in, when it was named instead of a file.
    pub folder: Option<PathBuf>,
}

impl Places {
    /// What a name asks for: by its ending, or a folder.
    ///
    /// # Errors
    /// When the ending is unknown.
    pub fn of(out: &Path) -> Result<Self, ViewError> {
        let file = Some(out.to_owned());
        let ending = out.extension().map(|e| e.to_string_lossy().to_lowercase());
        let is_folder = out.is_dir() || out.to_string_lossy().ends_with(['/', '\\']);
        match ending.as_deref().filter(|_| !is_folder) {
            Some("mp4" | "mov") => Ok(Self { overlay: file, ..Self::default() }),
            Some("png") => Ok(Self { sheet: file, ..Self::default() }),
            Some("json") => Ok(Self { data: file, ..Self::default() }),
            Some(ending) if ending != "faces" => Err(ViewError::Ending(out.to_owned())),
            _ => Ok(Self {
                overlay: Some(out.join("overlay.mp4")),
                sheet: Some(out.join("sheet.png")),
                data: Some(out.join("faces.json")),
                folder: file,
            }),
        }
    }

    /// The folder for a clip when none was named: `shot.mp4` has `shot.faces` in the current folder.
    pub fn default_folder(clip: &Path) -> PathBuf {
        let beside = crate::sidecar::folder_of(Path::new(clip.file_name().unwrap_or_default()));
        beside.with_extension("faces")
    }

    /// The files, in the order in which they are told.
    pub fn files(&self) -> Vec<PathBuf> {
        [&self.overlay, &self.sheet, &self.data].into_iter().flatten().cloned().collect()
    }

    /// Whether pictures are wished.
    pub fn has_pictures(&self) -> bool {
        self.overlay.is_some() || self.sheet.is_some()
    }

    /// Makes the folder, and checks that every file can be written: its place is there, it is not the source, and it
    /// replaces nothing unless it may. What `dewax faces` put into a folder earlier it may always replace.
    ///
    /// # Errors
    /// What is in the way.
    pub(super) fn claim(&self, source: &Path, overwrite: bool) -> Result<Claim, JobError> {
        let mut claim = Claim { folder: None };
        if let Some(folder) = self.folder.as_ref().filter(|f| !f.is_dir()) {
            std::fs::create_dir(folder).map_err(|error| ViewError::Folder { path: folder.clone(), error })?;
            claim.folder = Some(folder.clone());
        }
        let ours = self.folder.is_some() && self.data.as_ref().is_some_and(|d| d.is_file());
        for file in self.files() {
            check_place(&file, source)?;
            if file.exists() && !overwrite && !ours {
                return Err(ViewError::Exists(file).into());
            }
        }
        Ok(claim)
    }
}

/// A folder that was made for files that are not there yet. It goes with the attempt, unless something is in it.
#[derive(Debug)]
pub(super) struct Claim {
    folder: Option<PathBuf>,
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // Mostly it is full by now and stays.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_written() {
        let of = |name: &str| Places::of(Path::new(name)).unwrap();
        assert_eq!(of("a/b.MP4").files(), [PathBuf::from("a/b.MP4")]);
        assert!(of("b.mov").overlay.is_some() && of("b.png").sheet.is_some() && of("b.json").data.is_some());
        for folder in ["some", "clip.faces", "x.mp4/"] {
            let places = of(folder);
            assert_eq!(places.files().len(), 3, "{folder}");
            assert_eq!(places.folder.as_deref(), Some(Path::new(folder)));
        }
        assert!(of("b.json").files().len() == 1 && !of("b.json").has_pictures());
        let text = Places::of(Path::new("b.gif")).unwrap_err().to_string();
        assert!(text.contains("b.gif") && text.contains(".mp4") && !text.contains('\n'), "{text}");
        assert_eq!(Places::default_folder(Path::new("in/some shot.mp4")), Path::new("some shot.faces"));
        assert_eq!(Places::default_folder(Path::new("in/p_%05d.png")), Path::new("p.faces"));
    }

    #[test]
    fn nothing_is_replaced_by_chance_and_an_empty_folder_goes_again() {
        let place = tempfile::tempdir().unwrap();
        let (source, sheet) = (place.path().join("clip.mp4"), place.path().join("sheet.png"));
        std::fs::write(&source, "clip").unwrap();
        std::fs::write(&sheet, "precious").unwrap();
        let places = Places::of(&sheet).unwrap();
        assert!(places.claim(&source, false).unwrap_err().to_string().contains("--overwrite"));
        places.claim(&source, true).unwrap();
        assert!(Places::of(&source).unwrap().claim(&source, true).is_err(), "onto the source");
        let folder = place.path().join("clip.faces");
        let places = Places::of(&folder).unwrap();
        drop(places.claim(&source, false).unwrap());
        assert!(!folder.exists());
        let claim = places.claim(&source, false).unwrap();
        std::fs::write(folder.join("sheet.png"), "somebody's").unwrap();
        drop(claim);
        assert!(places.claim(&source, false).is_err());
        std::fs::write(folder.join("faces.json"), "{}").unwrap();
        places.claim(&source, false).unwrap();
        assert!(Places::of(&place.path().join("no/such")).unwrap().claim(&source, false).is_err());
    }
}
