//! What texture takes from the frames around: it comes and goes softly, and neither trust nor strain jitters.

use super::light::ramp;
use crate::facts::ShotFacts;
use crate::lock::{Lock, Locked, Nodes};
use std::sync::Arc;

/// Frames over which texture comes and goes beside frames in which the lock is lost.
const FADE_FRAMES: usize = 6;
/// Frames on each side over which trust in a place is averaged: texture must not come and go with it.
const TRUST_FRAMES: usize = 6;
/// Frames on each side over which shifts are averaged before strain is read from them.
const STRAIN_FRAMES: usize = 3;

/// How much of the texture is there in a frame: all of it, but none in the frames beside those in which the lock is lost.
pub(super) fn fade(lock: &Lock, facts: &ShotFacts, index: usize) -> f32 {
    let shot = facts.shot;
    let lost = |by: usize| {
        let before = index.checked_sub(by).filter(|&i| i >= shot.first_frame);
        let after = Some(index + by).filter(|&i| i < shot.end());
        before.into_iter().chain(after).any(|i| lock.share(i).is_none())
    };
    let near = (1..=FADE_FRAMES).find(|&by| lost(by)).unwrap_or(FADE_FRAMES + 1);
    ramp(near as f32 / (FADE_FRAMES + 1) as f32, 0.0, 1.0)
}

/// Places of the segment of a frame that hold, up to `frames` before and after it.
fn around<'a>(here: &Locked<'a>, index: usize, frames: usize) -> impl Iterator<Item = Arc<Nodes>> + use<'a> {
    let places = &here.segment.places;
    let at = index - here.segment.first_frame.min(index);
    let near = at.saturating_sub(frames).min(places.len())..(at + frames + 1).min(places.len());
    places[near].iter().filter(|p| p.holds()).filter_map(|p| p.nodes.get())
}

/// Trust at the nodes of the segment of a frame, 0..=1: the mean of the frames around it.
pub(super) fn steady_trust(here: &Locked<'_>, index: usize) -> Vec<f32> {
    let mut sums = vec![0.0f32; here.segment.grid.nodes()];
    for place in around(here, index, TRUST_FRAMES) {
        sums.iter_mut().zip(&place.trust).for_each(|(s, &t)| *s += f32::from(t));
    }
    let whole = 255.0 * around(here, index, TRUST_FRAMES).count().max(1) as f32;
    sums.iter_mut().for_each(|s| *s /= whole);
    sums
}

/// Shifts of the nodes of the segment of a frame, lock px: the mean of the frames around it. Strain is a difference of neighbours, in
/// which the jitter of a lock would be seen as skin that breathes.
pub(super) fn steady_shifts(here: &Locked<'_>, index: usize) -> Vec<[f32; 2]> {
    let mut sums = vec![[0.0f32; 2]; here.segment.grid.nodes()];
    for place in around(here, index, STRAIN_FRAMES) {
        for (node, sum) in sums.iter_mut().enumerate() {
            let by = place.shift_px(node);
            *sum = [sum[0] + by[0], sum[1] + by[1]];
        }
    }
    let count = around(here, index, STRAIN_FRAMES).count().max(1) as f32;
    sums.iter_mut().for_each(|s| *s = s.map(|v| v / count));
    sums
}
