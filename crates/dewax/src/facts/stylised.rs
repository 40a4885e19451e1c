//! Whether the faces of a shot are drawn in flat colours: then figures of real skin mean nothing.

use super::{Glimpse, ShotFacts};

/// Share of the skin that four tones make up from which it is drawn.
pub const FEW_TONES: f32 = 0.75;
/// The tones lie so far apart, 8-bit levels: skin in even light has few tones as well, but close together.
const APART_LEVELS: f32 = 24.0;
/// Share of the skin's pixels that are as their neighbours.
const FLAT: f32 = 0.5;
/// So many blocks of skin must have been seen in a frame.
const LEAST_BLOCKS: usize = 20;

impl Glimpse {
    /// The share of four tones; 0 where they are no flat colours.
    pub fn stylised_share(&self) -> f32 {
        let flat = self.tone_span_levels >= APART_LEVELS && self.flat_share >= FLAT;
        if flat { self.tone_share } else { 0.0 }
    }
}

impl ShotFacts {
    /// The frames in which enough skin was seen to tell whether it is drawn.
    pub fn tells_stylised(&self) -> impl Iterator<Item = &Glimpse> {
        self.glimpses.iter().filter(|g| g.skin_blocks >= LEAST_BLOCKS)
    }

    /// The share of the skin that its four commonest flat tones make up, the median over frames; none where there is too little skin.
    pub fn stylised_share(&self) -> Option<f32> {
        let mut shares: Vec<f32> = self.tells_stylised().map(Glimpse::stylised_share).collect();
        shares.sort_by(f32::total_cmp);
        shares.get(shares.len() / 2).copied()
    }

    /// Whether the faces are drawn in flat colours.
    pub fn is_stylised(&self) -> bool {
        self.stylised_share().is_some_and(|share| share >= FEW_TONES)
    }
}
