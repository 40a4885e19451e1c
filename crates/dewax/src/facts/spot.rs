//! A place of a face that is wrong in a few frames.

use serde::{Deserialize, Serialize};

/// A place of the skin that looks in a few frames as it does neither before nor behind them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FoundSpot {
    /// Number of the face's track.
    pub face: u32,
    /// Where it lies in the frame `in_frame`, luma px from the left and from above.
    pub at_px: [f32; 2],
    /// The frame in which it stands out most, counted from the start of the shot.
    pub in_frame: usize,
    /// Its diameter there, luma px.
    pub size_px: f32,
    /// The same in eye distances.
    pub size_iod: f32,
    /// Its first frame, counted from the start of the shot.
    pub first_frame: usize,
    /// Its last frame, counted from the start of the shot.
    pub last_frame: usize,
    /// By how many deviations of what its place usually does it stands out.
    pub deviations: f32,
    /// Whether there is skin that holds still all around it: at the edge of a face, or beside eyes and mouth, it may be something else, as a
    /// hand, and is told and not proposed to be retouched.
    pub is_free: bool,
    /// How sure, 0..=1.
    pub confidence: f32,
}

impl FoundSpot {
    /// Whether the figures are possible; files may say anything.
    pub fn is_sane(&self, frames: usize) -> bool {
        let places = self.at_px.iter().all(|v| v.is_finite() && v.abs() < 1e6);
        let sizes = (0.0..1e5).contains(&self.size_px) && (0.0..100.0).contains(&self.size_iod);
        let order =
            self.first_frame <= self.in_frame && self.in_frame <= self.last_frame && self.last_frame < frames;
        places && sizes && order && self.deviations.is_finite() && (0.0..=1.0).contains(&self.confidence)
    }
}
