//! A source read by another thread, ahead of who needs its pictures; a thread that dies is not the end of a file.

use crate::decode::{DecodeError, FrameSource, Picture as Decoded};
use std::cell::Cell;
use std::sync::mpsc::{Receiver, sync_channel};

/// Frames that wait between two stages.
pub const IN_FLIGHT: usize = 2;

/// Why a source that is read ahead gives no more pictures.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It could not be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A thread is gone.
    #[error("the thread that {0} died; this is a fault of dewax: run it again, and report it")]
    Died(&'static str),
}

/// Runs `body` while another thread decodes ahead. Beside its result: what FFmpeg complained about.
///
/// # Errors
/// As `body`, and when that thread died.
pub fn read_ahead<R, E: From<ReadError>>(
    mut decoder: impl FrameSource + Send,
    body: impl FnOnce(&Ahead) -> Result<R, E>,
) -> Result<(R, Vec<String>), E> {
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
        let warnings = reader.join().map_err(|_| ReadError::Died(READER))?;
        Ok((result?, warnings))
    })
}

/// What the thread that decodes is called when it dies.
const READER: &str = "reads the source";

/// The pictures that another thread decodes.
#[derive(Debug)]
pub struct Ahead {
    pictures: Receiver<Result<Option<Decoded>, DecodeError>>,
    is_over: Cell<bool>,
}

/// The next decoded picture; `None` at the end. A thread that ends without saying so is not the end.
///
/// # Errors
/// When the source cannot be decoded, or the thread died.
pub fn next(ahead: &Ahead) -> Result<Option<Decoded>, ReadError> {
    if ahead.is_over.get() {
        return Ok(None);
    }
    let picture = ahead.pictures.recv().map_err(|_| ReadError::Died(READER))??;
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
            Ok::<_, ReadError>(frames)
        };
        assert_eq!(read_ahead(Source { left: 2, dies: false }, count).unwrap().0, 2);
        let died = read_ahead(Source { left: 2, dies: true }, count).unwrap_err();
        assert!(matches!(died, ReadError::Died(_)), "{died}");
        // Also where nobody waited for the last picture.
        let died = read_ahead(Source { left: 0, dies: true }, |_| Ok::<_, ReadError>(())).unwrap_err();
        assert!(died.to_string().contains("died"), "{died}");
    }
}
