//! A picture on its way: what is to be done with it, and what was.

use super::error::StillsError;
use super::measured::{Measured, frame_of};
use super::originals::{Grafted, Seen};
use super::pairs::By;
use super::pores::Stepped;
use dewax::px::{Frame, Rect, Rgb16};
use dewax_media::picture_file::PictureFile;
use dewax_show::stills_page::StillRow;
use std::path::{Path, PathBuf};

/// A picture to be treated.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// The picture.
    pub(crate) picture: PathBuf,
    /// Its original, and how that is known; or why there is none, which is empty where none were given.
    pub(crate) original: Result<(PathBuf, By), String>,
    /// Where the result goes.
    pub(crate) out: PathBuf,
}

/// What became of the pixels of a picture.
pub(crate) enum Treatment {
    /// They stay.
    Left,
    /// Steps changed them.
    Stepped(Box<(Measured, Stepped)>),
    /// Something was laid on them.
    Laid(Box<(Seen, Grafted)>),
}

/// A picture that was treated and has not been written yet.
pub(crate) struct Made {
    pub(crate) file: PictureFile,
    /// After steps, in the file's own profile; none where nothing or something else was done.
    pub(crate) stepped: Option<Rgb16>,
    pub(crate) treatment: Treatment,
    /// The place of the loupes.
    pub(crate) at: Rect,
}

impl Made {
    /// The picture after, in the file's own profile; none where it stays.
    pub(crate) fn rgb(&self) -> Option<&Rgb16> {
        match &self.treatment {
            Treatment::Laid(done) => Some(&done.1.rgb),
            Treatment::Left | Treatment::Stepped(_) => self.stepped.as_ref(),
        }
    }
}

/// The row of a picture of which nothing is known yet.
pub(crate) fn row_of(task: &Task) -> StillRow {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (original, paired) = match &task.original {
        Ok((path, by)) => (Some(path.display().to_string()), by.words().to_owned()),
        Err(why) => (None, why.clone()),
    };
    StillRow {
        name: name(&task.picture),
        file: task.picture.display().to_string(),
        original,
        paired,
        ..StillRow::default()
    }
}

/// The frame of a picture of this file, given in the file's profile.
pub(crate) fn frame_in_srgb(file: &PictureFile, rgb: &Rgb16, bits: u8) -> Result<Frame, StillsError> {
    let srgb = file.as_srgb(rgb)?;
    Ok(frame_of(&srgb, bits))
}
