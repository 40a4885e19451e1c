//! A source read by another thread, ahead of who needs its pictures; a thread that dies is not the end of a file.

use crate::decode::{DecodeError, FrameSource, Picture as Decoded};
use crate::job::{IN_FLIGHT, JobError};
use std::cell::Cell;
use std::sync::mpsc::{Receiver, sync_channel};

/// Runs `body` while another thread decodes ahead. Beside its result: what FFmpeg complained about.
pub(crate) fn read_ahead<R>(
    mut decoder: impl FrameSource + Send,
    body: impl FnOnce(&Ahead) -> Result<R, JobError>,
) -> Result<(R, Vec<String>), JobError> {
    std::thread::scope(|scope| {
        let (sender, pictures) = sync_channel(IN_FLIGHT);
        let reader = scope.spawn(move || {
            // Ends when the source does, when it fails, or when nobody listens any more.
            loop {
                let result = decoder.next();
                let more = matches!(result, Ok(Some(_)));
                if sender.send(result).is_err() || !more {
                    return decoder.warnings();
                }
            }
        });
        let ahead = Ahead { pictures, is_over: Cell::new(false) };
        let result = body(&ahead);
        drop(ahead);
        let warnings = reader.join().map_err(|_| JobError::Died(READER))?;
        Ok((result?, warnings))
    })
}

/// What the thread that decodes is called when it dies.
const READER: &str = "reads the source";

/// The pictures that another thread decodes.
pub(crate) struct Ahead {
    pictures: Receiver<Result<Option<Decoded>, DecodeError>>,
    is_over: Cell<bool>,
}

/// The next decoded picture; `None` at the end. A thread that ends without saying so is not the end.
pub(crate) fn next(ahead: &Ahead) -> Result<Option<Decoded>, JobError> {
    if ahead.is_over.get() {
        return Ok(None);
    }
    let picture = ahead.pictures.recv().map_err(|_| JobError::Died(READER))??;
    ahead.is_over.set(picture.is_none());
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::px::{Frame, Plane, Subsampling};

    /// Gives two pictures; then its thread dies, or the source ends.
    struct Source {
        left: usize,
        dies: bool,
    }

    impl FrameSource for Source {
        #[allow(clippy::panic, reason = "this is what is tested")]
        fn next(&mut self) -> Result<Option<Decoded>, DecodeError> {
            if self.left == 0 {
                assert!(!self.dies, "the thread dies here on purpose");
                return Ok(None);
            }
            self.left -= 1;
            let planes = [0; 3].map(|_| Plane::new(2, 2));
            let frame = Frame::from_planes(0, Subsampling::C444, planes);
            Ok(frame.map(|frame| Decoded { frame, pts: 0 }))
        }

        fn warnings(&self) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn a_reader_that_dies_is_not_the_end_of_the_file() {
        let count = |ahead: &Ahead| {
            let mut frames = 0;
            while next(ahead)?.is_some() {
                frames += 1;
            }
            // The end stays the end.
            assert!(next(ahead)?.is_none());
            Ok(frames)
        };
        assert_eq!(read_ahead(Source { left: 2, dies: false }, count).unwrap().0, 2);
        let died = read_ahead(Source { left: 2, dies: true }, count).unwrap_err();
        assert!(matches!(died, JobError::Died(_)), "{died}");
        // Also where nobody waited for the last picture.
        let died = read_ahead(Source { left: 0, dies: true }, |_| Ok(())).unwrap_err();
        assert!(died.to_string().contains("died"), "{died}");
    }
}
