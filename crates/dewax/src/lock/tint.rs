//! How the colour of a face moves through a shot, apart from the light on it: from the low bands that are stored with the lock.
//!
//! Every node is compared with itself, so that a head that moves or a mask that breathes changes nothing. What is compared is
//! Cb ÷ Y' and Cr ÷ Y': on a display with one gamma they depend on the ratios of linear light only, so that brightness and
//! shading drop out. A drift of colour is the same at every node; light differs from node to node, in colour and in strength.

use super::glow::unpacked;
use super::place::{Lock, SKIN, Segment, TRUSTED};
use crate::clip::{Picture, Shot};
use crate::color::math::ln;
use crate::color::{Join, at_equal_light, graded_whole, joins_back};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Darker nodes have no colour that could be told, luma 0..=1.
const LEAST_LUMA: f32 = 0.08;
/// Fewer nodes in common say nothing.
const LEAST_NODES: usize = 12;
/// A node counts in half a second when it is trusted in this share of its frames.
const LEAST_SEEN: f32 = 0.5;
/// Gamma of the display, BT.1886.
const GAMMA: f32 = 2.4;

/// The colour of one face over half a second, beside that of the shot's first half second.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TintStep {
    /// Number of the face's track; 0 for skin of which no face is known.
    pub face: u32,
    /// First frame of the half second, counted from the start of the shot.
    pub frame: usize,
    /// Mean colour of the face: Y' 0..=1, Cb and Cr −0.5..=0.5.
    pub face_ycc: [f32; 3],
    /// Change of Cb ÷ Y' and Cr ÷ Y' that all of the face shares.
    pub shift: [f32; 2],
    /// That change seen at equal lightness, CIEDE2000.
    pub moved_de: f32,
    /// How much of the change of colour is the same all over the face, 0..=1.
    pub uniform_share: f32,
    /// How much the change of brightness differs between the parts of the face, in stops (half the middle two thirds).
    pub relit_stops: f32,
}

impl TintStep {
    /// Whether a file could have said this of a shot of that many frames.
    pub(crate) fn is_sane(&self, frames: usize) -> bool {
        let colours = self.face_ycc.iter().chain(&self.shift);
        let all = colours.chain([&self.moved_de, &self.relit_stops]);
        let inside = self.frame < frames && (0.0..=1.0).contains(&self.uniform_share);
        inside && all.into_iter().all(|v| v.is_finite() && v.abs() < 1e4)
    }
}

/// The mean low band of every node over some frames; none where it was not trusted.
type Nodes = Vec<Option<[f32; 3]>>;

/// The course of one face's colour through its shot, a step per half second, as it is without the steps of colour at `joins`: they are
/// no drift.
pub(crate) fn tint_course(
    lock: &Lock,
    picture: &Picture,
    shot: Shot,
    rate: f64,
    joins: &[Join],
) -> Vec<TintStep> {
    let steady = |segment: &Segment, frames: Range<usize>| span_mean(segment, frames, picture, (shot, joins));
    let half = ((rate / 2.0).round() as usize).max(1);
    let mut out: Vec<TintStep> = Vec::new();
    // Where a lock begins anew nothing can be compared across: the shift goes on from where it was.
    let mut origin: Option<[f32; 3]> = None;
    for segment in &lock.segments {
        let carried = out.last().map_or([0.0; 2], |s| s.shift);
        let frames = segment.frames();
        let first = steady(segment, frames.start..frames.end.min(frames.start + half));
        let Some(first) = first else { continue };
        let mut from = frames.start;
        while from < frames.end {
            // A rest shorter than a quarter of a second belongs to the step before it.
            let end = if frames.end - from < half + half.div_ceil(2) { frames.end } else { from + half };
            if let Some(now) = steady(segment, from..end)
                && let Some(mut step) = compared(segment, &first, &now)
            {
                step.shift = std::array::from_fn(|i| step.shift[i] + carried[i]);
                step.face = lock.face;
                step.frame = from.saturating_sub(shot.first_frame);
                step.moved_de = moved_de(picture, *origin.get_or_insert(step.face_ycc), step.shift);
                out.push(step);
            }
            from = end;
        }
    }
    out
}

/// The mean of some frames of a segment; `None` where nothing is held.
fn span_mean(
    segment: &Segment,
    frames: Range<usize>,
    picture: &Picture,
    (shot, joins): (Shot, &[Join]),
) -> Option<Nodes> {
    let from = frames.start.checked_sub(segment.first_frame)?;
    let places = segment.places.get(from..frames.end - segment.first_frame)?;
    let back = |index: usize| joins_back(joins, index.saturating_sub(shot.first_frame), 1.0);
    let numbered = frames.zip(places).filter(|(_, p)| p.holds());
    let held: Vec<_> = numbered.filter_map(|(index, p)| Some((p.nodes.get()?, back(index)))).collect();
    if held.is_empty() {
        return None;
    }
    let least = (LEAST_SEEN * held.len() as f32).max(1.0);
    let node = |n: usize| {
        let seen = held.iter().filter(|(p, _)| p.trust[n] >= TRUSTED);
        let (mut sum, mut count) = ([0.0f32; 3], 0.0f32);
        for (place, back) in seen {
            let colour = graded_whole(picture.weights, back, unpacked(place.low[n], &picture.levels));
            sum = std::array::from_fn(|i| sum[i] + colour[i]);
            count += 1.0;
        }
        let mean = sum.map(|s| s / count.max(1.0));
        (segment.skin[n] > SKIN && count >= least && mean[0] >= LEAST_LUMA).then_some(mean)
    };
    Some((0..segment.grid.nodes()).map(node).collect())
}

/// What changed between two means of the same segment; `None` where they have too little in common.
fn compared(segment: &Segment, first: &Nodes, now: &Nodes) -> Option<TintStep> {
    let grid = &segment.grid;
    let on_face = |n: usize| segment.is_face(grid.node(n % grid.columns, n / grid.columns));
    let all = (0..grid.nodes()).filter(|&n| on_face(n));
    let common: Vec<([f32; 3], [f32; 3])> = all.filter_map(|n| first[n].zip(now[n])).collect();
    if common.len() < LEAST_NODES {
        return None;
    }
    let mean = |colours: &[[f32; 3]]| -> [f32; 3] {
        std::array::from_fn(|i| colours.iter().map(|c| c[i]).sum::<f32>() / colours.len().max(1) as f32)
    };
    let face_ycc = mean(&common.iter().map(|c| c.1).collect::<Vec<_>>());
    // A grade multiplies colour, or adds to it: the one that explains more is taken.
    let ratio = |c: &[f32; 3], i: usize| c[1 + i] / c[0];
    let moved: Vec<[f32; 2]> =
        common.iter().map(|(a, b)| [0, 1].map(|i| ratio(b, i) - ratio(a, i))).collect();
    let added: Vec<[f32; 2]> = moved.iter().zip(&common).map(|(m, (_, b))| m.map(|v| v * b[0])).collect();
    let ((shift, share), (sum, sum_share)) = (explained(&moved), explained(&added));
    let better = sum_share > share;
    let mut stops: Vec<f32> = common
        .iter()
        .map(|(a, b)| GAMMA * (ln(f64::from(b[0] / a[0])) / std::f64::consts::LN_2) as f32)
        .collect();
    Some(TintStep {
        face_ycc,
        shift: if better { sum.map(|v| v / face_ycc[0]) } else { shift },
        uniform_share: share.max(sum_share),
        relit_stops: (rank(&mut stops, 0.84) - rank(&mut stops, 0.16)) / 2.0,
        ..TintStep::default()
    })
}

/// The change that most nodes share, and how much of the median node's change it explains, 0..=1.
fn explained(changes: &[[f32; 2]]) -> ([f32; 2], f32) {
    let shift = [0, 1].map(|i| rank(&mut changes.iter().map(|c| c[i]).collect::<Vec<_>>(), 0.5));
    let square = |about: [f32; 2]| {
        let far = |c: &[f32; 2]| (c[0] - about[0]).powi(2) + (c[1] - about[1]).powi(2);
        rank(&mut changes.iter().map(far).collect::<Vec<_>>(), 0.5)
    };
    let whole = square([0.0; 2]);
    (shift, if whole > 0.0 { (1.0 - square(shift) / whole).clamp(0.0, 1.0) } else { 0.0 })
}

/// The value that `share` of them do not exceed; 0 of nothing.
fn rank(values: &mut [f32], share: f32) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f32 * share).round() as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

/// CIEDE2000 between a colour and the same moved by a shift of chroma over luma, at the lightness of the former.
fn moved_de(picture: &Picture, ycc: [f32; 3], shift: [f32; 2]) -> f32 {
    let [y, cb, cr] = ycc;
    de_at_equal_lightness(picture, ycc, [y, cb + shift[0] * y, cr + shift[1] * y])
}

/// CIEDE2000 between two colours, the second with the luma and lightness of the first: a difference of light drops out.
pub fn de_at_equal_lightness(picture: &Picture, one: [f32; 3], two: [f32; 3]) -> f32 {
    at_equal_light(picture.weights, one, two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;
    use crate::lock::{Affine, Grid, Nodes, Place};

    const FRAMES: usize = 72;

    /// A lock of a face whose nodes have the colours that `colour` gives for place (0..=1) and time (0..=1).
    fn course(colour: impl Fn(f32, f32) -> [f32; 3]) -> Vec<TintStep> {
        let picture = DrawnFace::new(64, 48, FRAMES).picture();
        let grid = Grid { x: 0.0, y: 0.0, step_px: 8.0, columns: 8, rows: 8 };
        let levels = &picture.levels;
        let stored = |[y, b, r]: [f32; 3]| {
            let chroma = |v: f32| (v * levels.chroma_span + levels.chroma_zero) as u16;
            [(y * levels.luma_span + levels.black) as u16, chroma(b), chroma(r)]
        };
        let place = |frame: usize| {
            let node = |n: usize| stored(colour((n % 8) as f32 / 7.0, frame as f32 / (FRAMES - 1) as f32));
            Place {
                affine: Affine::IDENTITY,
                locked: 1.0,
                nodes: Nodes {
                    shift: vec![[0; 2]; 64],
                    trust: vec![255; 64],
                    low: (0..64).map(node).collect(),
                }
                .into(),
            }
        };
        let segment = Segment {
            first_frame: 0,
            iod_px: 64.0,
            grid,
            skin: vec![255; 64],
            face: [0.0, 0.0, 56.0, 56.0],
            places: (0..FRAMES).map(place).collect(),
            detail: Vec::new(),
        };
        let lock = Lock { face: 1, segments: vec![segment] };
        tint_course(&lock, &picture, Shot { first_frame: 0, frames: FRAMES }, 24.0, &[])
    }

    /// Shaded skin: brighter on one side.
    fn shade(x: f32) -> f32 {
        0.35 + 0.3 * x
    }

    #[test]
    fn a_grade_is_uniform_and_brightness_is_not_seen() {
        let grade = course(|x, t| [1.0, -0.1 - 0.03 * t, 0.15 + 0.05 * t].map(|v| v * shade(x)));
        let end = grade.last().unwrap();
        assert_eq!(grade.len(), 6);
        assert!(end.moved_de > 2.5 && end.uniform_share > 0.95 && end.relit_stops < 0.02, "{end:?}");
        let dimmed = course(|x, t| [1.0, -0.1, 0.15].map(|v| v * shade(x) * (1.0 - 0.4 * t)));
        assert!(dimmed.iter().all(|s| s.moved_de < 0.2), "{dimmed:?}");
    }

    #[test]
    fn light_that_comes_from_a_side_differs_from_place_to_place() {
        // A blue lamp rises on the right while the warm one fades.
        let lamp = course(|x, t| {
            let [warm, cool] = [shade(x) * (1.0 - 0.5 * t * (1.0 - x)), 0.25 * t * x * x];
            [warm + cool, -0.1 * warm + 0.1 * cool, 0.15 * warm - 0.05 * cool]
        });
        let end = lamp.last().unwrap();
        assert!(end.uniform_share < 0.6 || end.relit_stops > 0.25, "{end:?}");
    }
}
