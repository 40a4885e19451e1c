//! Specular glow: how much of a face is a smooth, pale highlight, from the low band that is stored with the lock.

use super::place::{Locked, SKIN, TRUSTED};
use crate::color::Levels;

/// A highlight is this much brighter than the face's median, as a ratio of luma, and this much paler, as a ratio of chroma
/// over luma. Light that skin reflects at its surface has the colour of the lamp; what comes out of it has that of skin.
const BRIGHTER: f32 = 1.12;
const PALER: f32 = 0.8;
/// Fewer nodes say nothing.
const LEAST_NODES: usize = 12;

/// Share of the face's skin nodes that lie in a highlight, 0..=1; 0 where too few are seen.
pub(crate) fn glow_share(lock: &Locked<'_>, levels: &Levels) -> f32 {
    let nodes = face_nodes(lock, levels);
    if nodes.len() < LEAST_NODES {
        return 0.0;
    }
    let pale = |c: &[f32; 3]| (c[1] * c[1] + c[2] * c[2]).sqrt() / c[0].max(0.02);
    let median = |pick: &dyn Fn(&[f32; 3]) -> f32| {
        let mut all: Vec<f32> = nodes.iter().map(pick).collect();
        let at = all.len() / 2;
        *all.select_nth_unstable_by(at, f32::total_cmp).1
    };
    let (luma, saturation) = (median(&|c| c[0]), median(&pale));
    let glows = |c: &&[f32; 3]| c[0] > BRIGHTER * luma && pale(c) < PALER * saturation;
    nodes.iter().filter(glows).count() as f32 / nodes.len() as f32
}

/// Colours of the trusted skin nodes of the face: luma 0..=1, chroma −0.5..=0.5.
fn face_nodes(lock: &Locked<'_>, levels: &Levels) -> Vec<[f32; 3]> {
    let grid = &lock.segment.grid;
    let on_face = |n: usize| lock.segment.is_face(grid.node(n % grid.columns, n / grid.columns));
    let place = &lock.nodes;
    let nodes = 0..grid.nodes().min(place.low.len()).min(place.trust.len());
    nodes
        .filter(|&n| lock.segment.skin[n] > SKIN && place.trust[n] >= TRUSTED && on_face(n))
        .map(|n| unpacked(place.low[n], levels))
        .collect()
}

/// A stored low band as luma 0..=1 and chroma −0.5..=0.5.
pub(super) fn unpacked(low: [u16; 3], levels: &Levels) -> [f32; 3] {
    let [y, cb, cr] = low.map(f32::from);
    [
        (y - levels.black) / levels.luma_span,
        (cb - levels.chroma_zero) / levels.chroma_span,
        (cr - levels.chroma_zero) / levels.chroma_span,
    ]
}
