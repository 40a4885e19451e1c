//! One block around the skin in both files: how much detail was kept, and how much is new.

use super::sides::Sides;
use crate::kernels::{blur, tile};
use crate::lock::{SKIN_BLOCK_PX, band_sigmas};
use crate::px::{LEVEL, Rect};

/// A block around the skin, in squared 8-bit levels.
pub(super) struct Detail {
    /// Source with source, and result with source, 2-4 and 4-8 px.
    pub(super) ss: [f64; 2],
    pub(super) rs: [f64; 2],
    /// Energy of the finest band in source and result.
    pub(super) fine: [f64; 2],
    /// Energy of what is new in the result.
    pub(super) fresh: f64,
}

impl Detail {
    pub(super) fn of(sides: &Sides<'_>, (x, y): (usize, usize), gain: f32) -> Self {
        let halo = blur::radius_px(band_sigmas(1).1);
        let block = Rect { x0: x, y0: y, x1: x + SKIN_BLOCK_PX, y1: y + SKIN_BLOCK_PX };
        let part = block.grown(halo, sides.source.width(), sides.source.height());
        let planes = [sides.source, sides.result].map(|frame| {
            let whole = tile::cut(frame.luma(), part);
            let (fine, mid) =
                (blur::gaussian(&whole, band_sigmas(0).1), blur::gaussian(&whole, band_sigmas(1).1));
            [whole, fine, mid]
        });
        let (mut ss, mut rs, mut fine) = ([0.0f64; 2], [0.0f64; 2], [0.0f64; 2]);
        let (mut both_ss, mut both_sn, mut both_nn) = (0.0f64, 0.0f64, 0.0f64);
        let count = (SKIN_BLOCK_PX * SKIN_BLOCK_PX) as f64;
        for row in y - part.y0..y - part.y0 + SKIN_BLOCK_PX {
            for column in x - part.x0..x - part.x0 + SKIN_BLOCK_PX {
                let at = |side: usize, level: usize| f64::from(planes[side][level].row(row)[column] / LEVEL);
                for band in 0..2 {
                    let [s, r] = [0, 1].map(|side| at(side, band) - at(side, band + 1));
                    ss[band] += s * s / count;
                    rs[band] += r * s / count / f64::from(gain.max(0.1));
                }
                fine.iter_mut()
                    .enumerate()
                    .for_each(|(side, f)| *f += (at(side, 0) - at(side, 1)).powi(2) / count);
                let [s, r] = [0, 1].map(|side| at(side, 0) - at(side, 2));
                let new = r - f64::from(gain) * s;
                both_ss += s * s / count;
                both_sn += s * new / count;
                both_nn += new * new / count;
            }
        }
        // What follows the source's own structure is blur or sharpening, not noise.
        let fresh = (both_nn - both_sn * both_sn / both_ss.max(1e-9)).max(0.0);
        Self { ss, rs, fine, fresh }
    }
}
