//! Stills that are graded to: the picture of a frame with what is known of the skin of its shot, as one PNG that any program shows.

use crate::error::JobError;
pub use crate::error::StillError;
use dewax::color::{Cdl, lab_from_rgb};
use dewax::matching::SkinSamples;
use dewax_media::json::to_json;
use dewax_show::exhibits::{Rgb8Image, png_text, png_with_text};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of stills.
pub const STILL_VERSION: u32 = 1;
/// The name of the text in the PNG that holds what is known.
const KEYWORD: &str = "dewax still";
/// Larger files are not read: a PNG of an 8K frame at 8 bit takes at most 100 MB.
const MOST_BYTES: u64 = 128 << 20;

/// What a still says beside its picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Still {
    /// [`STILL_VERSION`].
    pub still_version: u32,
    /// The program that wrote it.
    pub dewax: String,
    /// The file it was taken from.
    pub from: String,
    /// The frame, counted from 0, and when it is shown, seconds from the first one.
    pub frame: usize,
    /// See [`Still::frame`].
    pub at_s: f64,
    /// The look that the file was treated with; empty where dewax did not treat it.
    pub look: String,
    /// The grade that was laid on its shot; neutral where dewax did not treat it. To know by: the skin is as it is after it.
    pub cdl: Cdl,
    /// Mean colour of the skin, CIE L*a*b* (D65, code values on a BT.1886 display). To compare by.
    pub skin_lab: [f64; 3],
    /// Contrast of the skin of pores and fine lines, and of what is coarser, RMS in percent of its light; none where the face is too small.
    pub skin_percent: Option<[f32; 2]>,
    /// The skin of its shot, patch by patch: what other shots are matched to.
    pub skin: SkinSamples,
}

impl Still {
    /// The still of a picture.
    ///
    /// # Errors
    /// When the picture is empty.
    pub fn bytes(&self, picture: &Rgb8Image) -> Result<Vec<u8>, JobError> {
        Ok(png_with_text(picture, KEYWORD, &to_json(self))?)
    }

    /// What the bytes of a file say.
    ///
    /// # Errors
    /// Why it is no still, in words.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = png_text(bytes, KEYWORD)?
            .ok_or("it is a picture that dewax did not make, or that was saved anew without its texts")?;
        let still: Self = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        if still.still_version != STILL_VERSION {
            return Err(format!(
                "it is of version {}, this program reads {STILL_VERSION}",
                still.still_version
            ));
        }
        let colours = still.skin_lab.iter().all(|v| v.is_finite() && v.abs() < 1e3);
        let contrast = still.skin_percent.iter().flatten().all(|v| (0.0..=100.0).contains(v));
        let grade = &still.cdl;
        let numbers = grade.slope.iter().chain(&grade.offset).chain(&grade.power).chain([&grade.saturation]);
        let is_grade = numbers.into_iter().all(|v| v.is_finite() && v.abs() < 1e3);
        if !(still.skin.is_sane() && colours && contrast && is_grade && still.at_s.is_finite()) {
            return Err("what it says of the skin is impossible".into());
        }
        Ok(still)
    }

    /// Whether a name says that a file is a still of this kind.
    pub fn is_named(path: &Path) -> bool {
        path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("still"))
    }

    /// Reads a still.
    ///
    /// # Errors
    /// When the file is none.
    pub fn read(path: &Path) -> Result<Self, StillError> {
        let bad = |why: String| StillError::Unreadable { path: path.to_owned(), why };
        let length = std::fs::metadata(path).map_err(|e| bad(e.to_string()))?.len();
        if length > MOST_BYTES {
            return Err(bad(format!("it has {} MB", length >> 20)));
        }
        let bytes = std::fs::read(path).map_err(|e| bad(e.to_string()))?;
        Self::parse(&bytes).map_err(bad)
    }

    /// The mean colour of skin, CIE L*a*b*, to a tenth.
    pub(crate) fn lab_of(skin: &SkinSamples) -> [f64; 3] {
        lab_from_rgb(skin.mean_rgb()).map(|v| (v * 10.0).round() / 10.0)
    }
}
