//! The course of patch flicker through a shot: cheek-sized brightness that comes and goes, seen as the fourth difference in
//! time of the low band in lock space.

use crate::clip::Shot;
use crate::lock::{Lock, PATCH_FRAMES, patch_levels};

/// Patch flicker of one lock at every frame of a shot, in 8-bit luma levels; 0 where it cannot be told.
pub(super) fn of_lock(lock: &Lock, shot: Shot) -> Vec<f32> {
    let mut out = vec![0.0; shot.frames];
    for segment in &lock.segments {
        for (i, near) in segment.places.windows(PATCH_FRAMES).enumerate() {
            let index = segment.first_frame + i + PATCH_FRAMES / 2;
            let at = index.checked_sub(shot.first_frame).and_then(|at| out.get_mut(at));
            if let Some(slot) = at.filter(|_| near.iter().all(|p| p.holds())) {
                *slot = patch_levels(segment, std::array::from_fn(|k| &near[k].low[..])).unwrap_or(0.0);
            }
        }
    }
    out
}

/// Patch flicker at every frame of a shot: that of the worst lock.
pub(super) fn course(locks: &[Lock], shot: Shot) -> Vec<f32> {
    let mut out = vec![0.0f32; shot.frames];
    for lock in locks {
        out.iter_mut().zip(of_lock(lock, shot)).for_each(|(o, v)| *o = o.max(v));
    }
    out
}

/// One figure for a course: its lower quartile over the frames in which it could be told. Flicker is there in every frame;
/// highlights that slide over a shaken head come and go.
pub(super) fn level(course: &[f32]) -> f32 {
    let mut seen: Vec<f32> = course.iter().copied().filter(|&v| v > 0.0).collect();
    if seen.is_empty() {
        return 0.0;
    }
    let at = seen.len() / 4;
    *seen.select_nth_unstable_by(at, f32::total_cmp).1
}
