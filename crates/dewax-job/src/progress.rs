//! How a job tells the world how far it is, and learns that it is no longer wanted.

use dewax_media::target::Codec;

/// From so many seconds on it is worth to be told, and from so many times the source's length.
const LONG_S: f64 = 30.0;
pub(crate) const TIMES_LARGER: f64 = 10.0;
/// What is to be expected of a job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// How long all of it takes.
    pub seconds: f64,
    /// The length of the written file.
    pub bytes: f64,
    /// How many times as long it is as what it is made from.
    pub times_larger: f64,
    /// How it is written.
    pub codec: Codec,
    /// What writes a much smaller one, where this grows.
    pub smaller: Option<Codec>,
}

impl Estimate {
    /// Whether somebody should hear of it before he waits for it.
    pub fn is_worth_telling(&self) -> bool {
        self.seconds > LONG_S || self.times_larger >= TIMES_LARGER
    }
}

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
    /// Making the frames once more for what is written beside them.
    Passes,
}

/// How a job tells the world how far it is, and learns that it is no longer wanted.
pub trait Progress: Sync {
    /// A stage begins; `frames` when the number is known.
    fn begin(&self, stage: Stage, frames: Option<usize>);
    /// So many of its frames are done.
    fn done(&self, frames: usize);
    /// What is to be expected of the job, as soon as it can be told: once, and only where it takes long or the file grows much.
    fn expects(&self, _estimate: &Estimate) {}
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
