//! What was measured of hair, clothes and the outline of persons.

use serde::{Deserialize, Serialize};

/// What of a person is not skin.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Attire {
    /// What of the person is above the chin and beside the face: hair, a hat, the background between strands.
    Hair,
    /// What of the person is below the chin: clothes, and hair that lies on them.
    Clothes,
    /// Where the person ends and the background begins.
    Outline,
}

impl Attire {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hair, Self::Clothes, Self::Outline];
}

/// How hair, clothes or the outline of the persons of a shot flicker, where and when they do so most.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AttireFlicker {
    /// Which of them.
    pub attire: Attire,
    /// In the worst run of frames. Hair and clothes: the share of the texture of 1-6 px that a frame has by itself, in neither of its
    /// neighbours along the motion (RMS, in % of the texture's). Outline: how far a frame has its contour off that of both neighbours, in
    /// hundredths of a pixel.
    pub level: f32,
    /// The same in half of the frames.
    pub usual: f32,
    /// The worst frame, counted from the start of the shot.
    pub frame: usize,
    /// First and last frame of the worst run, counted from the start of the shot: those around the worst one that have half of its level.
    pub run: (usize, usize),
    /// Where in the worst frame it is worst, luma px.
    pub at_px: [f32; 2],
    /// The frames in which enough of it could be followed.
    pub frames_told: usize,
}

impl AttireFlicker {
    /// Whether the figures are possible; files may say anything.
    pub fn is_sane(&self, frames: usize) -> bool {
        let figures = [self.level, self.usual, self.at_px[0], self.at_px[1]];
        self.frame < frames
            && self.run.0 <= self.run.1
            && self.run.1 < frames
            && figures.iter().all(|v| (0.0..=100_000.0).contains(v))
    }
}
