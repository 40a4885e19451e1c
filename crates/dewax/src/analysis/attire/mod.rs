//! Hair, clothes and outlines of the persons of a shot: what of them is drawn anew in every frame, told while the frames go by. Of a frame a few
//! numbers are held; small pictures of the last five.

mod compare;
mod motion;
mod places;
mod told;

use crate::clip::Shot;
use crate::face::length;
use crate::facts::{Attire, AttireFlicker};
use crate::kernels::middle;
use crate::px::Frame;
use compare::{Compared, compare, contours};
use motion::{Pyramid, motion};
use places::BLOCK_PX;
pub(super) use places::{Block, blocks};
use rayon::prelude::*;
use std::collections::VecDeque;
use told::Told;

/// A frame is compared with those so many frames before and behind: with the next ones in every frame, and with those behind them, for what is
/// drawn anew in every second one, in every second frame.
const LAGS: [usize; 2] = [1, 2];
/// Texture of less is none, 8-bit levels (RMS of about 1-6 px).
const LEAST_TEXTURE_LEVELS: f32 = 2.0;
/// And it must be so many times the variance of the noise.
const ABOVE_NOISE: f32 = 6.0;
/// Noise differs with brightness: so many times that of the flat blocks is taken off.
const NOISE_SAFETY: f32 = 1.5;
/// Noise is told from the flattest of the blocks, one in so many, and from no fewer than so many.
const FLATTEST: usize = 4;
const LEAST_FLAT: usize = 6;
/// Where a larger share of the coarse band is a frame's own, motion was not followed. At 0.06 strong flicker, which reaches into the coarse band, hid itself: clothes
/// of which 60 % was drawn anew had too few blocks left. Three camera clips and three generated ones have the same median with 0.06 and with 0.2.
const MOST_COARSE_OWN: f32 = 0.2;
/// What goes further from frame to frame is blurred by its motion, px; what goes one way before and another behind was not followed.
const MOST_MOTION_PX: f32 = 6.0;
const MOST_TURN_PX: f32 = 1.5;
/// Fewer blocks of a frame, or pieces of contour, say nothing.
const LEAST_BLOCKS: usize = 4;
const LEAST_PIECES: usize = 8;
/// The motion of a piece of outline is the middle one of the blocks so near, px: what jitters along it must not be followed.
const NEAR_PX: f32 = 72.0;
const LEAST_NEAR: usize = 5;

/// See the file's first line.
#[derive(Default)]
pub(super) struct Attires {
    /// The last frames.
    recent: VecDeque<Seen>,
    told: [Told; 3],
}

/// A frame, small pictures of it, and what of it is to be looked at.
struct Seen {
    frame: Frame,
    small: Pyramid,
    blocks: Vec<Block>,
}

/// A frame beside an earlier and a later one.
struct Moment<'a>([&'a Seen; 3]);

/// A block that was followed both ways.
struct Follow {
    block: Block,
    by: [[f32; 2]; 2],
    compared: Compared,
}

impl Attires {
    /// Takes the next frame of a shot with its blocks, and looks at what it shows of those before it.
    pub(super) fn push(&mut self, frame: &Frame, blocks: &[Block], shot: Shot) {
        let small = Pyramid::of(frame.luma());
        self.recent.push_back(Seen { frame: frame.clone(), small, blocks: blocks.to_vec() });
        if self.recent.len() > 1 + 2 * LAGS[1] {
            self.recent.pop_front();
        }
        for lag in LAGS {
            let Some(at) = frame.index.checked_sub(shot.first_frame + lag) else { continue };
            if lag > LAGS[0] && !at.is_multiple_of(2) {
                continue;
            }
            let Some(looks) = self.moment(lag).map(|m| m.look()) else { continue };
            for (told, look) in self.told.iter_mut().zip(looks) {
                told.note(at, look, lag > LAGS[0]);
            }
        }
    }

    fn moment(&self, lag: usize) -> Option<Moment<'_>> {
        let back = |by: usize| self.recent.len().checked_sub(1 + by).map(|i| &self.recent[i]);
        let [here, earlier, later] = [back(lag)?, back(2 * lag)?, back(0)?];
        // Frames that are shown again have nothing of their own, and nothing is known by that.
        let is_shown_again = |other: &Seen| here.frame.luma() == other.frame.luma();
        let is_known = !here.blocks.is_empty() && !is_shown_again(earlier) && !is_shown_again(later);
        is_known.then_some(Moment([here, earlier, later]))
    }

    /// What was found in a shot of so many frames. `rate` in frames per second.
    pub(super) fn found(self, rate: f64) -> Vec<AttireFlicker> {
        Attire::ALL.into_iter().zip(self.told).filter_map(|(attire, told)| told.worst(attire, rate)).collect()
    }
}

impl Moment<'_> {
    /// What of hair, clothes and outline the frame has by itself: variance as a share of the texture's, and px²; with how many blocks tell it, and
    /// where it is worst.
    fn look(&self) -> [Option<told::Look>; 3] {
        let luma = self.0.map(|s| s.frame.luma());
        let small = self.0.map(|s| &s.small);
        let half = small.map(Pyramid::half);
        let middle_of = |b: &Block| [b.x, b.y].map(|v| v as f32 + (BLOCK_PX as f32 - 1.0) / 2.0);
        let follow = |block: &Block| {
            let at = middle_of(block);
            let by = [motion(small[0], small[1], at)?, motion(small[0], small[2], at)?];
            let compared = compare(luma, half, [block.x, block.y], by);
            Some(Follow { block: *block, by, compared })
        };
        let all: Vec<Follow> = self.0[0].blocks.par_iter().filter_map(follow).collect();
        let noise = noise_of(&all);
        let of_texture = |attire: Attire| {
            let textured = all.iter().filter(|f| f.block.attire == Some(attire) && f.is_followed());
            let shares = textured.filter_map(|f| Some((f.own_share(noise)?, middle_of(&f.block)))).collect();
            told::Look::of(shares, 2, LEAST_BLOCKS)
        };
        let outline = all.iter().filter(|f| f.block.attire == Some(Attire::Outline));
        let outline: Vec<&Follow> = outline.collect();
        let off = outline.par_iter().filter_map(|f| {
            let by = around(f, &all)?;
            let pieces = contours(luma, [f.block.x, f.block.y], by);
            Some(pieces.into_iter().map(|v| (v, middle_of(&f.block))).collect::<Vec<_>>())
        });
        let off: Vec<(f32, [f32; 2])> = off.flatten().collect();
        // A contour crawls here and there: the worse quarter counts.
        let outline = told::Look::of(off, 4, LEAST_PIECES);
        [of_texture(Attire::Hair), of_texture(Attire::Clothes), outline]
    }
}

/// Whether a motion before and one behind can be those of one thing.
fn is_steady(by: &[[f32; 2]; 2]) -> bool {
    let [before, behind] = by;
    let turn = [before[0] + behind[0], before[1] + behind[1]];
    length(*before).max(length(*behind)) <= MOST_MOTION_PX && length(turn) <= MOST_TURN_PX
}

impl Follow {
    fn is_followed(&self) -> bool {
        is_steady(&self.by) && self.compared.coarse_own <= MOST_COARSE_OWN
    }

    /// The share of the texture that the frame has by itself, beyond noise; none of what has no texture.
    fn own_share(&self, noise: f32) -> Option<f32> {
        let texture = self.compared.texture - noise;
        let least = LEAST_TEXTURE_LEVELS.powi(2).max(ABOVE_NOISE * noise);
        (texture >= least).then(|| (self.compared.own - NOISE_SAFETY * noise) / texture)
    }
}

/// The variance that noise has in the fine band, squares of 8-bit levels: what flat blocks do not share. What is drawn anew in hair and clothes is
/// not taken for it: of them only what is flat counts.
fn noise_of(all: &[Follow]) -> f32 {
    let is_flat = |f: &&Follow| {
        let flat = f.compared.texture < LEAST_TEXTURE_LEVELS.powi(2);
        is_steady(&f.by) && (flat || f.block.attire.is_none())
    };
    let mut flat: Vec<&Compared> = all.iter().filter(is_flat).map(|f| &f.compared).collect();
    flat.sort_by(|a, b| a.texture.total_cmp(&b.texture));
    let count = flat.len().div_ceil(FLATTEST).max(LEAST_FLAT);
    if flat.len() < count {
        return 0.0;
    }
    let mut own: Vec<f32> = flat[..count].iter().map(|c| c.own).collect();
    middle(&mut own, f32::total_cmp).unwrap_or(0.0).max(0.0)
}

/// The motion around a block, both ways; none where too little is known, or it is not steady.
fn around(here: &Follow, all: &[Follow]) -> Option<[[f32; 2]; 2]> {
    let is_near = |f: &&Follow| {
        let (dx, dy) = (f.block.x.abs_diff(here.block.x), f.block.y.abs_diff(here.block.y));
        f.block.attire.is_some() && length([dx as f32, dy as f32]) <= NEAR_PX
    };
    let near: Vec<&Follow> = all.iter().filter(is_near).collect();
    if near.len() < LEAST_NEAR {
        return None;
    }
    let middle_one = |which: usize, axis: usize| {
        let mut values: Vec<f32> = near.iter().map(|f| f.by[which][axis]).collect();
        middle(&mut values, f32::total_cmp).unwrap_or(0.0)
    };
    let by = [0, 1].map(|which| [middle_one(which, 0), middle_one(which, 1)]);
    is_steady(&by).then_some(by)
}

impl std::fmt::Debug for Attires {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attires").field("frames", &self.told[0].frames()).finish_non_exhaustive()
    }
}
