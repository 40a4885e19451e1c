//! Frames in which a face is softer than in the frames around them.

use serde::{Deserialize, Serialize};

/// Successive frames in which a face lacks detail that it has in the frames before and behind them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SoftRun {
    /// Number of the face's track.
    pub face: u32,
    /// Its first frame, counted from the start of the shot.
    pub first_frame: usize,
    /// Its last frame, counted from the start of the shot.
    pub last_frame: usize,
    /// How soft each of its frames is beside the good ones: the sigma of a Gaussian blur that takes as much detail away, luma px.
    pub sigma_px: Vec<f32>,
    /// What the softest frame lacks of the finer of two bands of detail, dB.
    pub lacks_db: f32,
    /// Good frames before it, the nearest first, counted from the start of the shot.
    pub before: Vec<usize>,
    /// Good frames behind it, likewise.
    pub behind: Vec<usize>,
}

impl SoftRun {
    /// The sigma of its softest frame, luma px.
    pub fn most_sigma_px(&self) -> f32 {
        self.sigma_px.iter().copied().fold(0.0, f32::max)
    }

    /// Whether the figures are possible; files may say anything.
    pub fn is_sane(&self, frames: usize) -> bool {
        let order = self.first_frame <= self.last_frame && self.last_frame < frames;
        let sigmas = self.sigma_px.iter().all(|s| (0.0..=100.0).contains(s));
        let good = self.before.iter().all(|n| *n < self.first_frame)
            && self.behind.iter().all(|n| *n > self.last_frame && *n < frames);
        order && sigmas && good && self.lacks_db.is_finite()
    }
}
