//! Where the views of faces go: an overlay clip, a contact sheet, the data, or a folder with all three.

use dewax_media::guard::{Folder, Guard, GuardError, Permit, Place};
use dewax_media::shown::plain_stem;
use std::path::{Path, PathBuf};

const OVERLAY: &str = "overlay.mp4";
const SHEET: &str = "sheet.png";
const DATA: &str = "faces.json";

/// Why faces cannot be shown as wished.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// The name says nothing that can be written.
    #[error(
        "`{0}` is no place for faces: end it in .mp4 or .mov (the clip drawn over), .png (a contact sheet) or .json \
         (the data), or name a folder for all three"
    )]
    Ending(PathBuf),
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
                overlay: Some(out.join(OVERLAY)),
                sheet: Some(out.join(SHEET)),
                data: Some(out.join(DATA)),
                folder: file,
            }),
        }
    }

    /// The folder for a clip when none was named: `shot.mp4` has `shot.faces` in the current folder.
    pub fn default_folder(clip: &Path) -> PathBuf {
        format!("{}.faces", plain_stem(clip)).into()
    }

    /// The files, in the order in which they are told.
    pub fn files(&self) -> Vec<PathBuf> {
        [&self.overlay, &self.sheet, &self.data].into_iter().flatten().cloned().collect()
    }

    /// Whether pictures are wished.
    pub fn has_pictures(&self) -> bool {
        self.overlay.is_some() || self.sheet.is_some()
    }

    /// Makes the folder, and asks whether every file may be written. What `dewax faces` put into a folder earlier it may replace.
    ///
    /// # Errors
    /// What is in the way.
    pub(crate) fn claim(&self, guard: &Guard) -> Result<Claim, GuardError> {
        if let Some(folder) = &self.folder {
            // A name that was misspelt makes no tree of folders.
            let around = folder.parent().filter(|p| !p.as_os_str().is_empty() && !p.is_dir());
            around.map_or(Ok(()), |around| Err(GuardError::NoFolder(around.to_owned())))?;
            let folder = guard.folder(folder, &[OVERLAY, SHEET, DATA])?;
            let overlay = Some(folder.place(OVERLAY)?);
            let (sheet, data) = (Some(folder.permit(SHEET)?), Some(folder.permit(DATA)?));
            return Ok(Claim { overlay, sheet, data, folder: Some(folder) });
        }
        let file = |path: &Option<PathBuf>| path.as_ref().map(|path| guard.file(path)).transpose();
        let overlay = self.overlay.as_ref().map(|path| guard.place(path, None)).transpose()?;
        Ok(Claim { overlay, sheet: file(&self.sheet)?, data: file(&self.data)?, folder: None })
    }
}

/// The files that may be written. A folder that was made for them goes with the attempt, unless something is in it.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) overlay: Option<Place>,
    pub(crate) sheet: Option<Permit>,
    pub(crate) data: Option<Permit>,
    folder: Option<Folder>,
}

impl Claim {
    /// Notes a file that was written, so that it may be replaced later.
    pub(crate) fn wrote(&mut self, path: &Path) -> Result<(), GuardError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.folder.as_mut().map_or(Ok(()), |folder| folder.wrote(&name))
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
        let guard = |overwrite| Guard::new(overwrite).reading(&source);
        let places = Places::of(&sheet).unwrap();
        assert!(places.claim(&guard(false)).unwrap_err().to_string().contains("--overwrite"));
        places.claim(&guard(true)).unwrap();
        assert!(Places::of(&source).unwrap().claim(&guard(true)).is_err(), "onto the source");
        let folder = place.path().join("clip.faces");
        let places = Places::of(&folder).unwrap();
        drop(places.claim(&guard(false)).unwrap());
        assert!(!folder.exists());
        let mut claim = places.claim(&guard(false)).unwrap();
        std::fs::write(folder.join("sheet.png"), "somebody's").unwrap();
        std::fs::write(folder.join("faces.json"), "{}").unwrap();
        assert!(places.claim(&guard(false)).is_err(), "faces.json beside it makes nothing ours");
        for file in ["sheet.png", "faces.json"] {
            claim.wrote(&folder.join(file)).unwrap();
        }
        drop(claim);
        places.claim(&guard(false)).unwrap();
        assert!(Places::of(&place.path().join("no.mp4/such.png")).unwrap().claim(&guard(false)).is_err());
    }
}
