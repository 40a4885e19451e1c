//! What is looked at in every few frames only: contours, and how the skin's finest band and its tones are beside the rest of
//! the picture.

use crate::clip::Picture;
use crate::face::FaceState;
use crate::facts::Glimpse;
use crate::kernels::edges::{self, HalfProfile};
use crate::px::{Frame, LEVEL, Mask, Plane, Rect};

/// Contours are sought in the face's square grown to this many sides.
const SQUARES: f32 = 2.0;
/// Side of the blocks in which surfaces are compared, px.
const BLOCK_PX: usize = 8;
/// About so many blocks of a picture are looked at.
const BLOCKS: usize = 6000;
/// A block is skin when this much of it is, and not when less than [`NO_SKIN`] is.
const IS_SKIN: f32 = 0.7;
/// See [`IS_SKIN`].
const NO_SKIN: f32 = 0.02;
/// A block is flat when the means of its quarters differ by no more, 8-bit levels.
const FLAT_LEVELS: f32 = 4.0;
/// Blocks are compared with blocks that are as bright, in bins of so many 8-bit levels.
const BIN_LEVELS: usize = 16;
/// Fewer blocks in a bin say nothing.
const LEAST_BLOCKS: usize = 6;
/// The tones of drawn skin: so many, each so many 8-bit levels wide.
const TONES: usize = 4;
/// See [`TONES`].
const TONE_LEVELS: usize = 3;

/// Looks at frame number `at` of the shot. With it come the contours of the whole frame.
pub(super) fn of_frame(
    picture: &Picture,
    frame: &Frame,
    mask: Option<&Mask>,
    faces: &[&FaceState],
    at: usize,
) -> (Glimpse, Vec<HalfProfile>) {
    let luma = frame.luma();
    let (width, height) = (luma.width(), luma.height());
    let region = |f: &&FaceState| {
        let half = f.square.side_px * SQUARES / 2.0;
        let cut = |v: f32, most: usize| (v.max(0.0) as usize).min(most);
        Rect {
            x0: cut(f.square.x - half, width),
            y0: cut(f.square.y - half, height),
            x1: cut(f.square.x + half, width),
            y1: cut(f.square.y + half, height),
        }
    };
    let all = faces.iter().map(region).filter(|r| !r.is_empty());
    let around = all.reduce(|a, b| Rect {
        x0: a.x0.min(b.x0),
        y0: a.y0.min(b.y0),
        x1: a.x1.max(b.x1),
        y1: a.y1.max(b.y1),
    });
    let places = edges::find(luma, around.unwrap_or_else(|| Rect::of(width, height)));
    let seen = edges::profile(luma, &places);
    let mut out = Glimpse {
        frame: at,
        edges: seen.edges,
        overshoot_percent: 100.0 * seen.overshoot.max(0.0),
        edge_width_px: seen.width_px,
        ..Glimpse::default()
    };
    if let Some(mask) = mask {
        surfaces(luma, mask, picture.levels.luma_span / (219.0 * LEVEL), &mut out);
    }
    // A sharpener works on the whole frame, and contours are few.
    let halves = match around {
        Some(_) => edges::halves(luma, &edges::find(luma, Rect::of(width, height))),
        None => edges::halves(luma, &places),
    };
    (out, halves)
}

/// One block of the picture.
struct Block {
    mean: f32,
    fine: f32,
    is_flat: bool,
}

impl Block {
    fn at(luma: &Plane<u16>, x0: usize, y0: usize) -> Self {
        let at = |x: usize, y: usize| f32::from(luma.row(y0 + y)[x0 + x]) / LEVEL;
        let mut quarters = [0.0f32; 4];
        let mut fine = 0.0;
        for y in 0..BLOCK_PX {
            for x in 0..BLOCK_PX {
                quarters[(y / 4) * 2 + x / 4] += at(x, y) / 16.0;
            }
        }
        // Noise by Immerkær's mask (1996), which no plane and no straight shading moves.
        for y in 1..BLOCK_PX - 1 {
            for x in 1..BLOCK_PX - 1 {
                let corners = at(x - 1, y - 1) + at(x + 1, y - 1) + at(x - 1, y + 1) + at(x + 1, y + 1);
                let sides = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
                fine += (corners - 2.0 * sides + 4.0 * at(x, y)).abs();
            }
        }
        let inner = ((BLOCK_PX - 2) * (BLOCK_PX - 2)) as f32;
        let high = quarters.iter().fold(f32::MIN, |m, &q| m.max(q));
        let low = quarters.iter().fold(f32::MAX, |m, &q| m.min(q));
        Self {
            mean: quarters.iter().sum::<f32>() / 4.0,
            // √(π/2) / 6: the mask's gain, and from the mean size to the RMS of noise.
            fine: fine / inner * 0.208_9,
            is_flat: high - low <= FLAT_LEVELS,
        }
    }
}

/// Compares the skin with what is as bright and as flat around it, and counts the tones of the skin. `range` is how long the
/// picture's range is beside the usual one.
fn surfaces(luma: &Plane<u16>, mask: &Mask, range: f32, out: &mut Glimpse) {
    let (width, height) = (luma.width(), luma.height());
    let (columns, rows) = (width / BLOCK_PX, height / BLOCK_PX);
    let stride = (1..64usize).find(|s| (columns / s) * (rows / s) <= BLOCKS).unwrap_or(64);
    let mut bins: Vec<[Vec<f32>; 2]> = vec![Default::default(); 256 / BIN_LEVELS];
    let mut tones = vec![0usize; 256];
    let (mut same, mut pixels) = (0usize, 0usize);
    for row in (0..rows).step_by(stride) {
        for column in (0..columns).step_by(stride) {
            let (x, y) = (column * BLOCK_PX, row * BLOCK_PX);
            let weights = [(0, 0), (7, 0), (0, 7), (7, 7)].map(|(dx, dy)| mask.at(x + dx, y + dy));
            let is_skin = weights.iter().all(|&w| w >= IS_SKIN);
            if !is_skin && weights.iter().any(|&w| w > NO_SKIN) {
                continue;
            }
            let block = Block::at(luma, x, y);
            if block.is_flat {
                let bin = (block.mean as usize / BIN_LEVELS).min(bins.len() - 1);
                bins[bin][usize::from(!is_skin)].push(block.fine);
            }
            if is_skin {
                out.skin_blocks += 1;
                for dy in 0..BLOCK_PX - 1 {
                    let (line, below) = (luma.row(y + dy), luma.row(y + dy + 1));
                    for dx in x..x + BLOCK_PX - 1 {
                        let near = |v: u16| v.abs_diff(line[dx]) < (LEVEL / 2.0) as u16;
                        same += usize::from(near(line[dx + 1]) && near(below[dx]));
                        pixels += 1;
                        tones[usize::from(line[dx] >> 8)] += 1;
                    }
                }
            }
        }
    }
    let (mut sums, mut weight) = ([0.0f32; 2], 0.0f32);
    for [skin, around] in &mut bins {
        let count = skin.len().min(around.len());
        if count < LEAST_BLOCKS {
            continue;
        }
        // The middle of the skin beside the cleaner quarter of the rest: what is textured around it does not count.
        let at = |values: &mut Vec<f32>, share: usize| {
            let at = values.len() / share;
            *values.select_nth_unstable_by(at, f32::total_cmp).1
        };
        sums[0] += count as f32 * at(skin, 2);
        sums[1] += count as f32 * at(around, 4);
        weight += count as f32;
    }
    out.compared_blocks = weight as usize;
    [out.skin_fine_levels, out.around_fine_levels] = sums.map(|s| s / weight.max(1.0) / range.max(0.1));
    out.flat_share = same as f32 / pixels.max(1) as f32;
    [out.tone_share, out.tone_span_levels] = few_tones(&mut tones, pixels);
}

/// The share of the pixels that has one of the few commonest tones, and how far these lie apart, 8-bit levels.
fn few_tones(counts: &mut [usize], pixels: usize) -> [f32; 2] {
    let (mut sum, mut ends) = (0usize, [usize::MAX, 0]);
    for _ in 0..TONES {
        let most = (0..=counts.len().saturating_sub(TONE_LEVELS))
            .max_by_key(|&i| counts[i..i + TONE_LEVELS].iter().sum::<usize>());
        let Some(at) = most else { break };
        let found: usize = counts[at..at + TONE_LEVELS].iter().sum();
        // A tone that hardly anything has is none.
        if found * 50 < pixels.max(1) {
            break;
        }
        sum += found;
        ends = [ends[0].min(at), ends[1].max(at)];
        counts[at..at + TONE_LEVELS].fill(0);
    }
    [sum as f32 / pixels.max(1) as f32, ends[1].saturating_sub(ends[0].min(ends[1])) as f32]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(value: impl Fn(usize, usize) -> f32) -> Glimpse {
        let luma = Plane::from_fn(256, 256, |x, y| (value(x, y) * LEVEL) as u16);
        let weights = Plane::from_fn(64, 64, |x, _| if x < 32 { 1.0 } else { 0.0 });
        let mask = Mask { weights, step_px: 4, roi: Rect { x0: 0, y0: 0, x1: 130, y1: 256 } };
        let mut out = Glimpse::default();
        surfaces(&luma, &mask, 1.0, &mut out);
        out
    }

    fn noise(x: usize, y: usize) -> f32 {
        let bits = (x as u32).wrapping_mul(2_654_435_761) ^ (y as u32).wrapping_mul(2_246_822_519);
        let mixed = (bits ^ (bits >> 15)).wrapping_mul(2_654_435_761);
        ((mixed ^ (mixed >> 13)) % 9) as f32 - 4.0
    }

    #[test]
    fn skin_that_was_smoothed_is_cleaner_than_what_is_around_it() {
        let all = look(|x, y| 110.0 + noise(x, y));
        assert!(all.compared_blocks > 50, "{all:?}");
        assert!((all.skin_fine_levels / all.around_fine_levels - 1.0).abs() < 0.35, "{all:?}");
        let smoothed = look(|x, y| if x < 132 { 110.0 } else { 110.0 + noise(x, y) });
        assert!(smoothed.skin_fine_levels < 0.2 * smoothed.around_fine_levels, "{smoothed:?}");
    }

    #[test]
    fn few_tones_are_told_from_shading() {
        let drawn = look(|x, y| if (x / 32 + y / 32) % 2 == 0 { 90.0 } else { 150.0 });
        assert!(
            drawn.tone_share > 0.95 && drawn.tone_span_levels > 50.0 && drawn.flat_share > 0.8,
            "{drawn:?}"
        );
        let shaded = look(|x, y| 80.0 + (x + y) as f32 / 4.0);
        assert!(shaded.tone_share < 0.4, "{shaded:?}");
    }
}
