//! How many pictures are treated at once: as many as there are cores, and no more pixels than memory has room for.

use dewax_media::picture_file;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Pixels in work at once. A picture with its original takes some 55 bytes for each pixel of both (codes, what lies under the face, planes of
/// floats): a pair of 24 megapixels was measured to take 1.3 GB, and two of them at once would be more than 2 GB.
const MOST_PX: usize = 60_000_000;
/// A picture that steps treat counts so many times: frames of floats take the place of an original.
const ALONE: usize = 2;
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
    /// Waits for room for a picture and its original. What is larger than all of it waits until it is alone.
    pub(crate) fn take(&self, picture: &Path, original: Option<&Path>) -> Taken<'_> {
        // What cannot be read takes no room.
        let px = |path| picture_file::size(path).map_or(0, |(width, height)| width * height);
        self.take_px(px(picture) + original.map_or((ALONE - 1) * px(picture), px))
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
