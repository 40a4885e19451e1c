//! How a job tells the world how far it is, and learns that it is no longer wanted.

/// The parts of a job, as progress shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the source for the first time.
    Analyse,
    /// Treating and judging the worst second of each shot.
    Trial,
    /// Treating and encoding.
    Render,
    /// Reading the result.
    Verify,
}

/// How a job tells the world how far it is, and learns that it is no longer wanted.
pub trait Progress: Sync {
    /// A stage begins; `frames` when the number is known.
    fn begin(&self, stage: Stage, frames: Option<usize>);
    /// So many of its frames are done.
    fn done(&self, frames: usize);
    /// Whether the user wants to stop.
    fn stopped(&self) -> bool;
}

/// Says nothing and never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: Stage, _frames: Option<usize>) {}
    fn done(&self, _frames: usize) {}
    fn stopped(&self) -> bool {
        false
    }
}
