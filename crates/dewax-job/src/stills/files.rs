//! What is written of a picture: the picture, layers, and the folder beside it by which the next run knows it again.

use super::error::StillsError;
use super::layers::document;
use super::made::{Made, Task, Treatment};
use super::wish::StillsWish;
use crate::sidecar::{WISH_FILE, folder_of, read_text};
use dewax_media::credentials;
use dewax_media::guard::{Permit, Place, Set, is_as_made};
use dewax_media::json::to_json;
use dewax_media::picture_file::{self, PictureFile, jpeg};
use dewax_show::stills_page::{Shown, StillRow, strip};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// What is said of a picture.
const STILL_FILE: &str = "still.json";
/// Its loupes.
const LOUPES_FILE: &str = "loupes.jpg";
/// Loupes are for looking at texture: nearly nothing of it is lost at this quality.
const LOUPES_QUALITY: u8 = 92;

/// The result that is there, if it is just what is wished.
pub(super) fn there(out: &Path, wished: &str) -> Option<StillRow> {
    let folder = folder_of(out);
    let is_same = read_text(&folder.join(WISH_FILE)).is_ok_and(|text| text == wished);
    if !is_same || !is_as_made(out, &folder) {
        return None;
    }
    let row: StillRow = serde_json::from_str(&read_text(&folder.join(STILL_FILE)).ok()?).ok()?;
    let strip_jpeg = std::fs::read(folder.join(LOUPES_FILE)).unwrap_or_default();
    Some(StillRow { strip_jpeg, ..row })
}

/// The layers of a result.
pub(crate) fn layers_of(out: &Path) -> PathBuf {
    out.with_extension("psd")
}

/// A picture that is to be written.
pub(super) struct Files<'a> {
    pub(super) wish: &'a StillsWish,
    pub(super) task: &'a Task,
    pub(super) place: &'a Place,
    pub(super) made: &'a Made,
    pub(super) wished: &'a str,
}

impl Files<'_> {
    /// The bytes of the result, and what a reader finds in them. What stays as it is keeps its bytes, where the kind of file stays, too.
    pub(super) fn written(&self, row: &mut StillRow) -> Result<(Vec<u8>, PictureFile), StillsError> {
        let file = &self.made.file;
        let kind = self.kind();
        let bytes = match self.made.rgb() {
            None if kind == file.kind => {
                row.notes.push("It was left as it is: the result is a copy of it, byte for byte.".into());
                let path = &self.task.picture;
                std::fs::read(path).map_err(|error| StillsError::Unreadable { path: path.clone(), error })?
            }
            rgb => {
                let lost = file.lost_in(kind);
                if !lost.is_empty() {
                    row.notes.push(format!(
                        "{} files do not carry {} of the picture.",
                        kind.name(),
                        lost.join(", ")
                    ));
                }
                file.written(rgb.unwrap_or(&file.rgb), kind, file.bits.min(kind.most_bits()))?
            }
        };
        let name = self.task.out.file_name().unwrap_or_default().to_string_lossy();
        let written = picture_file::read_bytes(&name, &bytes)?;
        Ok((bytes, written))
    }

    /// The kind of file that is written.
    fn kind(&self) -> picture_file::PictureKind {
        let by_name = picture_file::PictureKind::by_ending(&self.task.out);
        self.wish.flat.or(by_name).unwrap_or(self.made.file.kind)
    }

    /// Gives everything its name: the folder beside the picture is prepared first, so that a killed run leaves all of it or nothing.
    pub(super) fn put_in_place(
        &self,
        bytes: &[u8],
        written: &PictureFile,
        row: &mut StillRow,
    ) -> Result<(), StillsError> {
        let Files { place, task, .. } = *self;
        let unreadable = |error| StillsError::Unreadable { path: task.picture.clone(), error };
        let mut beside = credentials::of_file(&task.picture, &task.out).map_err(unreadable)?;
        for (path, _) in &beside {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            row.notes.push(format!(
                "The picture's statement of origin was saved as {name}: a treated file can no longer carry it."
            ));
        }
        if let Some(document) = self.layers(written)? {
            let path = layers_of(&task.out);
            let lost = self.made.file.lost_in_layers();
            if !lost.is_empty() {
                row.notes.push(format!("The layers do not carry {} of the picture.", lost.join(", ")));
            }
            beside.push((path.clone(), self.made.file.layered(&document, &path)?));
            row.layers = path.file_name().map(|name| name.to_string_lossy().into_owned());
        }
        row.out = task.out.file_name().map(|name| name.to_string_lossy().into_owned());
        row.strip_jpeg = self.loupes(written)?;
        let folder = folder_of(place.path());
        row.loupes = folder.file_name().map(|name| format!("{}/{LOUPES_FILE}", name.to_string_lossy()));
        let companions: Vec<(Permit, Vec<u8>)> = beside
            .into_iter()
            .map(|(path, bytes)| Ok((place.companion(&path)?, bytes)))
            .collect::<Result<_, StillsError>>()?;
        let mut set = Set::begin(place, &folder)?;
        set.write(WISH_FILE, self.wished.as_bytes())?;
        set.write(STILL_FILE, to_json(row).as_bytes())?;
        set.write(LOUPES_FILE, &row.strip_jpeg)?;
        set.note_bytes(place.path(), bytes)?;
        for (permit, bytes) in &companions {
            set.note_bytes(permit.path(), bytes)?;
        }
        set.close()?;
        place.check_folder(&folder)?;
        place.write(bytes)?;
        companions.iter().try_for_each(|(permit, bytes)| permit.write(bytes))?;
        // What an earlier result said, and this one does not.
        let old = credentials::companions(place.path()).into_iter().chain([layers_of(place.path())]);
        old.filter(|file| !companions.iter().any(|(permit, _)| permit.path() == file))
            .try_for_each(|file| place.remove_own(&file))?;
        Ok(set.put_in_place()?)
    }

    /// The layers, if they are wished and there are any.
    fn layers(&self, written: &PictureFile) -> Result<Option<dewax_media::psd::Document>, StillsError> {
        if !self.wish.layers {
            return Ok(None);
        }
        let Made { file, treatment, .. } = self.made;
        Ok(document(&file.rgb, &written.rgb, treatment))
    }

    /// Before, original and after beside each other.
    fn loupes(&self, written: &PictureFile) -> Result<Vec<u8>, StillsError> {
        let Made { file, treatment, at, .. } = self.made;
        let shown = |title, rgb| Shown { title, rgb, over: Vec::new() };
        let mut all = vec![shown("before", &file.rgb)];
        if let Treatment::Laid(done) = treatment {
            let faces = done.1.laid.iter().flat_map(|laid| laid.faces.iter().flatten());
            let over: Vec<_> = faces.map(|face| (face.rect, &face.rgb)).collect();
            if !over.is_empty() {
                all.push(Shown { over, ..shown("original", &file.rgb) });
            }
        }
        all.push(shown("after", &written.rgb));
        let image = strip(&all, *at, |rgb| file.as_srgb(rgb).map(Cow::into_owned))?;
        Ok(jpeg(image.width, image.height, &image.pixels, LOUPES_QUALITY)?)
    }
}
