//! A look at pictures that are not measured: when each was taken, and the picture as small as a stamp.

use super::pairs::Glance;
use super::room::{READ, Room, each};
use super::stamp::Stamp;
use dewax_media::picture_file;
use std::path::{Path, PathBuf};

/// Looks at files, as many at once as there is room for.
pub(crate) fn glances(paths: &[PathBuf]) -> Vec<Glance> {
    let room = Room::default();
    let look = |at: usize| {
        let path = paths.get(at)?;
        let _room = room.take([path.as_path()], READ);
        Some(glance(path))
    };
    each(paths.len(), look).into_iter().map(Option::unwrap_or_default).collect()
}

/// Looks at a file; what cannot be read tells nothing but its time.
fn glance(path: &Path) -> Glance {
    let Ok(file) = picture_file::read(path) else {
        return Glance { taken: picture_file::taken(path), stamp: None };
    };
    let srgb = file.as_srgb(&file.rgb).ok();
    // Green carries most of the light.
    let stamp = srgb.map(|srgb| {
        let green = &srgb[1];
        Stamp::of(green.width(), green.height(), |x, y| f32::from(green.row(y)[x]) / 257.0)
    });
    Glance { taken: file.taken(), stamp }
}
