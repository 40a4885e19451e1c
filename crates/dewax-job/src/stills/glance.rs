//! A look at a picture that is not measured: when it was taken, and the picture as small as a stamp.

use super::pairs::Glance;
use super::small::Small;
use dewax_media::picture_file;
use std::path::Path;

/// Looks at a file; what cannot be read tells nothing.
pub(crate) fn glance(path: &Path) -> Glance {
    let taken = picture_file::taken(path);
    let Ok(file) = picture_file::read(path) else { return Glance { taken, small: None } };
    let Ok([_, green, _]) = file.as_srgb(&file.rgb) else { return Glance { taken, small: None } };
    // Green carries most of the light.
    let small = Small::of(green.width(), green.height(), |x, y| f32::from(green.row(y)[x]) / 257.0);
    Glance { taken, small: Some(small) }
}
