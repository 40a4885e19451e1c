//! Frames in which a face loses the structure that it has before and after, while it hardly moves: something became
//! something else for a moment, or something passed in front of it.

use super::Series;
use crate::clip::Shot;
use crate::lock::Lock;

/// Shortest and longest run that counts, frames: one frame is a glitch of the lock, and what lasts longer is no event.
const RUN_FRAMES: [usize; 2] = [2, 12];
/// Trust has collapsed below this share of what it is around.
const COLLAPSED: f32 = 0.6;
/// What is around: so many seconds on each side.
const AROUND_S: f64 = 1.0;
/// Trust of a face that never holds well says nothing, 0..=1.
const LEAST_TRUST: f32 = 0.4;
/// A head that turns by more between before and after hides and shows skin by itself, degrees.
const STILL_DEG: f64 = 6.0;

/// The runs, first and last frame counted from the start of the shot.
pub(super) fn of(lock: &Lock, series: &Series<'_>, shot: Shot, rate: f64) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let reach = ((rate * AROUND_S).round() as usize).max(4);
    for segment in &lock.segments {
        let nodes = segment.places.iter().map(|p| p.nodes.get());
        let trust: Vec<f32> = nodes.map(|n| n.map_or(0.0, |n| mean_trust(&segment.skin, &n.trust))).collect();
        let fallen = |i: usize| {
            let near = &trust[i.saturating_sub(reach)..(i + reach + 1).min(trust.len())];
            let usual = super::super::figures::median(&mut near.to_vec());
            usual >= LEAST_TRUST && trust[i] < COLLAPSED * usual
        };
        let mut i = 0;
        while i < trust.len() {
            let from = i;
            while i < trust.len() && fallen(i) {
                i += 1;
            }
            let returns = from > 0 && i < trust.len();
            if returns && (RUN_FRAMES[0]..=RUN_FRAMES[1]).contains(&(i - from)) {
                let at = |k: usize| (segment.first_frame + k).checked_sub(shot.first_frame);
                if let (Some(before), Some(after)) = (at(from - 1), at(i))
                    && is_still(series, before, after)
                {
                    out.push((before + 1, after - 1));
                }
            }
            i = i.max(from + 1);
        }
    }
    out
}

/// Mean trust over the skin's nodes, 0..=1.
fn mean_trust(skin: &[u8], trust: &[u8]) -> f32 {
    let (mut sum, mut weight) = (0.0f32, 0.0f32);
    for (&s, &t) in skin.iter().zip(trust) {
        sum += f32::from(s) * f32::from(t);
        weight += f32::from(s);
    }
    sum / (255.0 * weight).max(1.0)
}

/// Whether the head has about the same pose in all frames of a run and beside it.
fn is_still(series: &Series<'_>, before: usize, after: usize) -> bool {
    let from = series.seen.partition_point(|s| s.frame < before);
    let to = series.seen.partition_point(|s| s.frame <= after);
    let within: Vec<super::Laid> = series.laid(&series.seen[from..to.max(from)]).collect();
    let (Some(first), Some(last)) = (within.first(), within.last()) else { return false };
    let turn = |l: &super::Laid| {
        super::Pose::between(&first.raw, &l.raw, &series.points.rigid).map_or(f64::INFINITY, |p| p.turn_deg())
    };
    first.frame <= before + 1 && last.frame + 1 >= after && within.iter().all(|l| turn(l) <= STILL_DEG)
}
