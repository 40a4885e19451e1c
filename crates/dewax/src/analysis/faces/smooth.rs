//! The second pass over a track: meshes smoothed along their own motion, fades, person masks without flicker.

use super::patch::Moves;
use crate::face::{FaceState, Mesh, Mode, Topology};
use crate::stow::{Stow, Stowed};
use std::sync::Arc;

/// Width of the window for the face, and for lips, lids and irises, which move by themselves. In frames.
const SIGMA: (f32, f32) = (2.0, 1.0);
/// Frames on each side that the window reads.
const RADIUS: usize = 6;
/// Frames over which a face that comes back is faded in.
const FADE_FRAMES: usize = 3;

/// Fills `points` of every mesh: the weighted mean of the raw points of the neighbours, each brought to this frame by
/// the flow. Without flow the mean would lag behind what moves; with it, it only averages the readings' errors.
pub(super) fn smooth(
    states: &mut [FaceState],
    moves: &[Option<Stowed<Moves>>],
    topology: &Topology,
    stow: Option<&Stow>,
) {
    let lively = lively_points(states, topology);
    let gauss = |k: usize, sigma: f32| {
        let t = k as f32 / sigma;
        crate::color::math::exp(f64::from(-0.5 * t * t)) as f32
    };
    let weights: Vec<[f32; 2]> = (0..=RADIUS).map(|k| [gauss(k, SIGMA.0), gauss(k, SIGMA.1)]).collect();
    let trust: Vec<f32> = states.iter().map(|s| s.confidence().max(0.05)).collect();
    for at in 0..states.len() {
        let Some(mesh) = states[at].mesh() else { continue };
        let count = mesh.raw.len();
        let mut sums: Vec<[f32; 3]> =
            mesh.raw.iter().map(|p| [p[0] * trust[at], p[1] * trust[at], trust[at]]).collect();
        for forward in [false, true] {
            let mut carried = vec![[0.0f32; 2]; count];
            for (k, weight) in weights.iter().enumerate().skip(1) {
                // The pair's later frame: its motion leads from the frame k away towards this one.
                let (from, pair) =
                    if forward { (at + k, at + k) } else { (at.wrapping_sub(k), (at + 1).wrapping_sub(k)) };
                let (Some(state), Some(Some(moved))) = (states.get(from), moves.get(pair)) else { break };
                let Some((other, moved)) = state.mesh().zip(moved.get()) else { break };
                let steps = if forward { &moved.back } else { &moved.forward };
                for i in 0..count {
                    carried[i][0] += steps[i][0];
                    carried[i][1] += steps[i][1];
                    let w = weight[usize::from(lively[i])] * trust[from];
                    sums[i][0] += w * (other.raw[i][0] + carried[i][0]);
                    sums[i][1] += w * (other.raw[i][1] + carried[i][1]);
                    sums[i][2] += w;
                }
            }
        }
        let points = sums.iter().map(|s| [s[0] / s[2], s[1] / s[2]]).collect();
        let mut smoothed = Stowed::new(Mesh { raw: mesh.raw.clone(), points });
        stow.into_iter().for_each(|stow| smoothed.put_away(stow));
        states[at].mesh = Some(smoothed);
    }
}

/// Which points move by themselves.
fn lively_points(states: &[FaceState], topology: &Topology) -> Vec<bool> {
    let count = states.iter().find_map(FaceState::mesh).map_or(0, |m| m.raw.len());
    let mut lively = vec![false; count];
    let contours = [&topology.lips_outer, &topology.lips_inner, &topology.right_eye, &topology.left_eye];
    let irises = 468..count;
    for i in contours.into_iter().flatten().map(|&i| usize::from(i)).chain(irises) {
        if let Some(point) = lively.get_mut(i) {
            *point = true;
        }
    }
    lively
}

/// A face that came late into the shot, or was lost and came back, fades in, as it faded out.
pub(super) fn fade_in(states: &mut [FaceState], is_late: bool) {
    // Before its first frame a late face was as good as lost.
    let was_lost = |states: &[FaceState], at: usize, since: usize| match at.checked_sub(since) {
        Some(before) => states[before].mode == Mode::Lost,
        None => is_late && since == at + 1,
    };
    for at in 0..states.len() {
        if let Some(since) = (1..=FADE_FRAMES).find(|&since| was_lost(states, at, since)) {
            let most = since as f32 / (FADE_FRAMES + 1) as f32;
            states[at].weight = states[at].weight.min(most);
        }
    }
}

/// Person masks averaged over five frames: they ride on the face, so what stays still in them belongs to it.
pub(super) fn steady_persons(states: &mut [FaceState], stow: Option<&Stow>) {
    /// A triangle, by the distance in frames: two on each side.
    const WEIGHTS: [u32; 3] = [3, 2, 1];
    let masks: Vec<Stowed<Vec<u8>>> = states.iter().map(|s| s.person.clone()).collect();
    for (at, state) in states.iter_mut().enumerate() {
        let mut mean = state.person().to_vec();
        if mean.is_empty() {
            continue;
        }
        let near: Vec<(u32, Arc<Vec<u8>>)> = (-2isize..=2)
            .filter_map(|by| {
                let mask = masks.get(at.checked_add_signed(by)?)?.get()?;
                (!mask.is_empty()).then_some((WEIGHTS[by.unsigned_abs()], mask))
            })
            .collect();
        let total: u32 = near.iter().map(|(w, _)| w).sum();
        for (i, cell) in mean.iter_mut().enumerate() {
            let sum: u32 = near.iter().map(|(w, m)| w * u32::from(m[i])).sum();
            *cell = ((sum + total / 2) / total) as u8;
        }
        state.person = mean.into();
        stow.into_iter().for_each(|stow| state.person.put_away(stow));
    }
}
