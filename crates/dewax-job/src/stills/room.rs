//! How many pictures are treated at once: as many as there are cores, and no more pixels than memory has room for.

use dewax_media::picture_file;
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

/// Pixels in work at once. A picture takes some 40 bytes a pixel at the most (its codes, those of the original and of the result, a frame
/// of floats for a moment), so that these are about 1.5 GB.
const MOST_PX: usize = 40_000_000;
/// More pictures at once than this do not end sooner: each shares its rows among the threads, too.
const MOST_WORKERS: usize = 8;

/// Room for pictures.
#[derive(Debug, Default)]
pub(crate) struct Room {
    taken_px: Mutex<usize>,
    freed: Condvar,
}

/// Room that was taken, until it is dropped.
#[derive(Debug)]
pub(crate) struct Taken<'a> {
    room: &'a Room,
    px: usize,
}

impl Room {
    /// How many pictures may be begun at once.
    pub(crate) fn workers() -> usize {
        std::thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS)
    }

    /// Waits for room for a picture. One that is larger than all of it waits until it is alone.
    pub(crate) fn take(&self, picture: &Path) -> Taken<'_> {
        // What cannot be read takes no room.
        let px = picture_file::size(picture).map_or(0, |(width, height)| width * height);
        self.take_px(px)
    }

    fn take_px(&self, px: usize) -> Taken<'_> {
        let px = px.min(MOST_PX);
        let mut taken = self.taken_px.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken + px > MOST_PX {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += px;
        Taken { room: self, px }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.taken_px.lock().unwrap_or_else(PoisonError::into_inner) -= self.px;
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_is_in_work_at_once_than_there_is_room_for_and_all_get_their_turn() {
        let room = Room::default();
        let (now, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    for px in [MOST_PX / 3, MOST_PX / 2, 3 * MOST_PX] {
                        let taken = room.take_px(px);
                        let own = px.min(MOST_PX);
                        most.fetch_max(now.fetch_add(own, Ordering::SeqCst) + own, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(own, Ordering::SeqCst);
                        drop(taken);
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= MOST_PX);
        assert_eq!(done.into_inner(), 18);
        assert_eq!(*room.taken_px.lock().unwrap(), 0);
    }
}
