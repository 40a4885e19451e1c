//! A shot in figures: its locks in short, and what is worst in it.

use super::{course, patch};
use crate::color::math::{exp, ln};
use crate::facts::{LockSummary, PAIR_GAPS, ShotFacts, ShotFigures};
use crate::kernels::middle;
use crate::lock::{Lock, PairTexture};

/// A lock in short.
pub(super) fn summary(lock: &Lock, patch: &patch::Course, facts: &ShotFacts) -> LockSummary {
    let own = |gap: usize| facts.texture.iter().filter(move |p| p.face == lock.face && p.gap == gap);
    let mut boil: Vec<f32> = own(PAIR_GAPS[0]).map(|p| p.boil).collect();
    let lasting = std::array::from_fn(|band| {
        // Of the same frames, so that a change of pose between the samples does not count.
        let [_, near_gap, far_gap] = PAIR_GAPS;
        let starts: Vec<usize> = own(far_gap).map(|p| p.frame).collect();
        let far: f32 = own(far_gap).map(|p| p.sticky[band].powi(2)).sum();
        let near = own(near_gap).filter(|p| starts.contains(&p.frame));
        let near: f32 = near.map(|p| p.sticky[band].powi(2)).sum();
        let share = if near > 0.0 { (far / near).clamp(0.01, 1.0) } else { 1.0 };
        exp(ln(f64::from(share)) / (far_gap - near_gap) as f64) as f32
    });
    let track = facts.faces.tracks.iter().find(|t| t.id == lock.face);
    let within = track.map_or(facts.shot.first_frame..facts.shot.end(), |t| t.first_frame..t.end());
    let locked: f32 = within.clone().filter_map(|i| lock.share(i)).sum();
    LockSummary {
        face: lock.face,
        boil_levels: median(&mut boil),
        patch_levels: patch.level(),
        lasting,
        locked: locked / within.len().max(1) as f32,
        lost: lock.lost(within).into_iter().map(|r| (r.start, r.end - 1)).collect(),
    }
}

pub(super) fn figures(facts: &ShotFacts) -> ShotFigures {
    let mean = |v: &[f32]| v.iter().map(|&x| f64::from(x)).sum::<f64>() / v.len().max(1) as f64;
    let of = |pick: &dyn Fn(&PairTexture) -> f32| {
        let mut v: Vec<f32> = facts.texture.iter().filter(|p| p.gap == PAIR_GAPS[0]).map(pick).collect();
        median(&mut v)
    };
    // A shot is as bad as its worst face.
    let worst =
        |pick: &dyn Fn(&LockSummary) -> f32| facts.lock_summaries.iter().map(pick).fold(0.0, f32::max);
    ShotFigures {
        exposure_flicker_percent: course::flicker_percent(&facts.exposure_stops),
        colour_flicker_percent: facts.figures.colour_flicker_percent,
        patch_levels: worst(&|l| l.patch_levels),
        boil_levels: worst(&|l| l.boil_levels),
        grain_levels: 0.0,
        sticky_levels: std::array::from_fn(|band| of(&|p| p.sticky[band])),
        lasting: std::array::from_fn(|b| {
            facts.lock_summaries.iter().map(|l| l.lasting[b]).fold(1.0, f32::min)
        }),
        skin_drift_de: facts.tint.iter().map(|t| t.moved_de).fold(0.0, f32::max),
        skin_share: mean(&facts.skin_share) as f32,
        locked: worst(&|l| l.locked),
    }
}

/// The middle value; 0 of nothing.
pub(super) fn median(values: &mut [f32]) -> f32 {
    middle(values, f32::total_cmp).unwrap_or(0.0)
}
