//! How many pictures are treated at once: as many as there are cores, and no more of them than memory has room for.

use dewax_media::picture_file;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes that pictures in work take at once.
const MOST_BYTES: usize = 2_000_000_000;
/// Bytes that a picture with its original takes for each pixel of both: a close-up pair of 24 megapixels was measured to take 0.97 GB.
pub(crate) const OF_PAIR: usize = 20;
/// Bytes that a picture takes for each pixel which steps treat: one of 24 megapixels was measured to take 1.77 GB.
pub(crate) const ALONE: usize = 74;
/// Bytes that a picture takes for each pixel while it is read: codes as they are stored, and planes of 16 bits.
pub(crate) const READ: usize = 10;
/// More pictures at once than this do not end sooner: each shares its rows among the threads, too.
const MOST_WORKERS: usize = 8;

/// Room for pictures.
#[derive(Debug, Default)]
pub(crate) struct Room {
    taken_bytes: Mutex<usize>,
    freed: Condvar,
}

/// Room that was taken, until it is dropped.
#[derive(Debug)]
pub(crate) struct Taken<'a> {
    room: &'a Room,
    bytes: usize,
}

/// Does `work` for every place of a list of so many, by as many threads as pictures may be begun at once. A place of which it makes nothing ends
/// its thread. The threads are of their own: one that waits for room may hold none of those that share rows.
pub(crate) fn each<T: Send>(count: usize, work: impl Fn(usize) -> Option<T> + Sync) -> Vec<Option<T>> {
    let made: Vec<Mutex<Option<T>>> = (0..count).map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let run = || {
        loop {
            let at = next.fetch_add(1, Ordering::SeqCst);
            let Some(slot) = made.get(at) else { break };
            let Some(one) = work(at) else { break };
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(one);
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS);
    std::thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(run))));
    made.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

impl Room {
    /// Waits for room for pictures, so many bytes for each of their pixels. What is larger than all of it waits until it is alone.
    pub(crate) fn take<'a>(
        &self,
        pictures: impl IntoIterator<Item = &'a Path>,
        bytes_per_px: usize,
    ) -> Taken<'_> {
        // What cannot be read takes no room.
        let px = |path| picture_file::size(path).map_or(0, |(width, height)| width * height);
        self.take_bytes(bytes_per_px * pictures.into_iter().map(px).sum::<usize>())
    }

    fn take_bytes(&self, bytes: usize) -> Taken<'_> {
        let bytes = bytes.min(MOST_BYTES);
        let mut taken = self.taken_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken + bytes > MOST_BYTES {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Taken { room: self, bytes }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.taken_bytes.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
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
                    for bytes in [MOST_BYTES / 3, MOST_BYTES / 2, 3 * MOST_BYTES] {
                        let taken = room.take_bytes(bytes);
                        let own = bytes.min(MOST_BYTES);
                        most.fetch_max(now.fetch_add(own, Ordering::SeqCst) + own, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(own, Ordering::SeqCst);
                        drop(taken);
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= MOST_BYTES);
        assert_eq!(done.into_inner(), 18);
        assert_eq!(*room.taken_bytes.lock().unwrap(), 0);
    }
}
