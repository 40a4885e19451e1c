//! A look at pictures that are not measured: when each was taken, and the picture as small as a stamp.

use super::pairs::Glance;
use super::room::Room;
use super::small::Small;
use dewax_media::picture_file;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Looks at files, as many at once as there is room for.
pub(crate) fn glances(paths: &[PathBuf]) -> Vec<Glance> {
    let seen: Vec<Mutex<Glance>> = paths.iter().map(|_| Mutex::default()).collect();
    let (next, room) = (AtomicUsize::new(0), Room::default());
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::SeqCst);
            let Some(path) = paths.get(at) else { break };
            let _room = room.take(path, None);
            let found = glance(path);
            if let Some(Ok(mut slot)) = seen.get(at).map(Mutex::lock) {
                *slot = found;
            }
        }
    };
    // Threads of its own: one that waits for room may hold none of those that share rows.
    std::thread::scope(|scope| {
        (0..Room::workers()).for_each(|_| drop(scope.spawn(work)));
    });
    seen.into_iter().map(|slot| slot.into_inner().unwrap_or_default()).collect()
}

/// Looks at a file; what cannot be read tells nothing.
fn glance(path: &Path) -> Glance {
    let taken = picture_file::taken(path);
    let Ok(file) = picture_file::read(path) else { return Glance { taken, small: None } };
    let Ok([_, green, _]) = file.as_srgb(&file.rgb) else { return Glance { taken, small: None } };
    // Green carries most of the light.
    let small = Small::of(green.width(), green.height(), |x, y| f32::from(green.row(y)[x]) / 257.0);
    Glance { taken, small: Some(small) }
}
