//! Outlines of faces that breathe: how far their points are off by themselves, and the smooth warp that takes it back.

use super::{FaceState, MESH_POINTS, Topology};
use crate::color::math::exp;
use crate::kernels::round_u16;
use crate::kernels::warp::{Field, under_field_crisp};
use crate::px::{Frame, Rect};
use serde::{Deserialize, Serialize};

/// How far a point of a face's outline is off by itself, frame by frame: what there is to be steadied.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PointCourse {
    /// Which point of the mesh's oval.
    pub point: usize,
    /// The first frame of the course, counted from the start of the shot; before and behind it nothing is off.
    pub first_frame: usize,
    /// Outward, in ten thousandths of the eye distance, [`PointCourse::MOST_IOD`] at most.
    pub off: Vec<i16>,
}

impl PointCourse {
    /// Units of the course per eye distance.
    const UNITS: f32 = 10_000.0;
    /// No course goes farther, eye distances: 1.5 % of the width of a wide face, which is three eye distances.
    pub const MOST_IOD: f32 = 0.045;

    /// A course from a frame on, in eye distances.
    pub fn of(point: usize, first_frame: usize, off_iod: impl Iterator<Item = f32>) -> Self {
        let most = Self::MOST_IOD;
        let unit = |v: f32| (Self::UNITS * v.clamp(-most, most)).round() as i16;
        Self { point, first_frame, off: off_iod.map(unit).collect() }
    }

    /// Whether the course is possible; files may say anything.
    pub fn is_sane(&self, frames: usize) -> bool {
        self.point < MESH_POINTS && self.first_frame.saturating_add(self.off.len()) <= frames
    }

    /// How far it is off, `frame` counted from the start of the shot, eye distances outward.
    pub fn off_iod(&self, frame: usize) -> f32 {
        let unit = frame.checked_sub(self.first_frame).and_then(|at| self.off.get(at));
        unit.map_or(0.0, |v| (f32::from(*v) / Self::UNITS).clamp(-Self::MOST_IOD, Self::MOST_IOD))
    }
}

/// How wide a point moves what lies around it, eye distances: a bell of this sigma, as wide as ears and pieces of jaw are.
const SIGMA_IOD: f64 = 0.25;
/// Beyond so many sigmas nothing moves: a bell that is 0.0002 there is taken down by that, so that it ends without a step.
const AROUND_SIGMAS: f64 = 3.6;
/// What windows and the mean of their neighbours see of a bell of that width, and how wide that is then, eye distances: both are bells
/// themselves (`analysis/outline`).
pub(crate) const SEEN_SHARE: f64 = 0.85;
const SEEN_SIGMA_IOD: f64 = 0.28;
/// Points beside each other see nearly the same: how far each is trusted alone, beside what it sees of itself.
const RIDGE: f64 = 0.15;
/// Rounds in which the points' bells are fitted to what they see together; the last changes less than a hundredth.
const ROUNDS: usize = 24;
/// Lips, eyes and brows stay where expression put them: nothing moves nearer to them than the first, eye distances, and all of it from the
/// second on. Points of their edges lie a tenth of an eye distance apart; the outline of a jaw passes a mouth at half of one.
const KEEP_IOD: [f64; 2] = [0.1, 0.35];
/// Less is nothing, luma px.
const LEAST_PX: f64 = 0.02;
/// Samples between places where the way is asked for; a multiple of two for chroma.
const STEP_PX: usize = 4;

/// A point of an outline, and how far it moves what lies around it, luma px.
#[derive(Clone, Copy, Debug)]
struct Bell {
    at: [f64; 2],
    by: [f64; 2],
}

/// How the outline of a face is moved back.
pub(crate) struct Bend {
    bells: Vec<Bell>,
    /// Edges of lips, eyes and brows, luma px, and from where on and up to where they keep what lies around them.
    kept: Vec<[f64; 2]>,
    keep_px: [f64; 2],
    /// Around all of them: low and high corner.
    around: [[f64; 2]; 2],
    sigma_px: f64,
    /// What is left of a bell where it ends.
    end: f64,
}

/// The way out of a face at each point of its outline, of length 1: away from their middle.
pub(crate) fn ways_out(oval: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let count = oval.len().max(1) as f64;
    let middle = [0, 1].map(|axis| oval.iter().map(|p| p[axis]).sum::<f64>() / count);
    let way_of = |p: &[f64; 2]| {
        let way = [p[0] - middle[0], p[1] - middle[1]];
        let length = (way[0] * way[0] + way[1] * way[1]).sqrt().max(1e-6);
        way.map(|v| v / length)
    };
    oval.iter().map(way_of).collect()
}

/// Points of the mesh on lips, eyes and brows.
fn features(topology: &Topology) -> impl Iterator<Item = u16> {
    let Topology { lips_outer, lips_inner, right_eye, left_eye, right_brow, left_brow, .. } = topology;
    [lips_outer, lips_inner, right_eye, left_eye, right_brow, left_brow].into_iter().flatten().copied()
}

impl Bend {
    /// Of a face in one frame, counted from the start of the shot; none where nothing is off, or its mesh is not held.
    pub(crate) fn of(
        state: &FaceState,
        topology: &Topology,
        breath: &[PointCourse],
        frame: usize,
        share: f32,
    ) -> Option<Self> {
        let mesh = state.mesh()?;
        let oval: Vec<[f64; 2]> = topology
            .oval
            .iter()
            .filter_map(|&i| mesh.points.get(usize::from(i)).map(|p| [f64::from(p[0]), f64::from(p[1])]))
            .collect();
        let out = ways_out(&oval);
        let iod_px = f64::from(state.iod_px);
        let points: Vec<&PointCourse> = breath.iter().filter(|course| course.point < oval.len()).collect();
        let seen: Vec<f64> = points.iter().map(|course| f64::from(course.off_iod(frame))).collect();
        let at: Vec<[f64; 2]> = points.iter().map(|c| oval[c.point].map(|v| v / iod_px.max(1.0))).collect();
        let own = bells_of(&at, &seen);
        let bells: Vec<Bell> = points
            .iter()
            .zip(own)
            .map(|(course, much)| {
                let px = much * f64::from(share * state.weight) * iod_px;
                Bell { at: oval[course.point], by: out[course.point].map(|v| v * px) }
            })
            .collect();
        let moves = bells.iter().any(|b| b.by[0].hypot(b.by[1]) >= LEAST_PX);
        let end = exp(-0.5 * AROUND_SIGMAS * AROUND_SIGMAS);
        let kept: Vec<[f64; 2]> = features(topology)
            .filter_map(|i| mesh.points.get(usize::from(i)).map(|p| [f64::from(p[0]), f64::from(p[1])]))
            .collect();
        let keep_px = KEEP_IOD.map(|v| v * iod_px);
        let corner = |far: f64, of: fn(f64, f64) -> f64| {
            [0, 1].map(|axis| kept.iter().map(|p| p[axis]).fold(far, of) - far.signum() * keep_px[1])
        };
        let around = [corner(f64::INFINITY, f64::min), corner(f64::NEG_INFINITY, f64::max)];
        moves.then_some(Self { bells, kept, keep_px, around, sigma_px: SIGMA_IOD * iod_px, end })
    }

    /// How far the picture at a point lies off, luma px.
    fn off(&self, point: [f64; 2]) -> [f64; 2] {
        let mut sum = [0.0f64; 2];
        for bell in &self.bells {
            let [x, y] = [0, 1].map(|axis| (point[axis] - bell.at[axis]) / self.sigma_px);
            let share = exp(-0.5 * (x * x + y * y)) - self.end;
            if share > 0.0 {
                sum = [0, 1].map(|axis| sum[axis] + bell.by[axis] * share);
            }
        }
        if sum == [0.0; 2] {
            return sum;
        }
        let free = self.free(point);
        sum.map(|v| free * v)
    }

    /// How freely what lies at a point moves, 0..=1: not at all on and beside lips, eyes and brows, without a step around them.
    fn free(&self, point: [f64; 2]) -> f64 {
        if (0..2).any(|axis| point[axis] < self.around[0][axis] || point[axis] > self.around[1][axis]) {
            return 1.0;
        }
        let square = |p: &[f64; 2]| (p[0] - point[0]).powi(2) + (p[1] - point[1]).powi(2);
        let away_px = self.kept.iter().map(square).fold(f64::INFINITY, f64::min).sqrt();
        let [from, to] = self.keep_px;
        let t = ((away_px - from) / (to - from).max(1e-6)).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    }

    /// The part of the frame that is moved, even for chroma.
    fn part(&self, frame: &Frame) -> Rect {
        let reach_px = AROUND_SIGMAS * self.sigma_px;
        let span = |axis: usize, size: usize| {
            let low = self.bells.iter().map(|b| b.at[axis]).fold(f64::INFINITY, f64::min) - reach_px;
            let high = self.bells.iter().map(|b| b.at[axis]).fold(f64::NEG_INFINITY, f64::max) + reach_px;
            let from = (low.max(0.0) as usize).min(size) / STEP_PX * STEP_PX;
            (
                from,
                (high.max(0.0).ceil() as usize).div_ceil(STEP_PX).saturating_mul(STEP_PX).clamp(from, size),
            )
        };
        let ((x0, x1), (y0, y1)) = (span(0, frame.width()), span(1, frame.height()));
        Rect { x0, y0, x1, y1 }
    }

    /// Moves a frame.
    pub(crate) fn lay(&self, frame: &mut Frame) {
        let part = self.part(frame);
        if part.is_empty() {
            return;
        }
        let field = Field::new((part.width(), part.height()), STEP_PX, |x, y| {
            let place = [(part.x0 + x) as f64, (part.y0 + y) as f64];
            let off = self.off(place);
            [place[0] + off[0], place[1] + off[1]]
        });
        for which in 0..3 {
            let (across, down) = if which == 0 { (1, 1) } else { frame.subsampling.factors() };
            let (x0, y0) = (part.x0 / across, part.y0 / down);
            let plane = frame.plane(which);
            let size = (
                part.width().div_ceil(across).min(plane.width().saturating_sub(x0)),
                part.height().div_ceil(down).min(plane.height().saturating_sub(y0)),
            );
            let moved = if which == 0 {
                under_field_crisp(plane, &field)
            } else {
                under_field_crisp(plane, &field.subsampled((across, down), size))
            };
            // No sample leaves the range of those around: splines would ring beyond legal codes.
            let near = || (y0..y0 + size.1).flat_map(|y| plane.row(y)[x0..x0 + size.0].iter().copied());
            let low = f32::from(near().min().unwrap_or(0));
            let high = f32::from(near().max().unwrap_or(0)).max(low);
            let out = frame.plane_mut(which);
            for y in 0..size.1 {
                let row = &mut out.row_mut(y0 + y)[x0..x0 + size.0];
                for (x, (sample, made)) in row.iter_mut().zip(moved.row(y)).enumerate() {
                    let off = self.off([((x0 + x) * across) as f64, ((y0 + y) * down) as f64]);
                    if off[0].abs().max(off[1].abs()) >= LEAST_PX {
                        *sample = round_u16(made.max(low), high);
                    }
                }
            }
        }
    }
}

/// How large each point's bell has to be for the points to see together what they saw, by Gauss and Seidel; eye distances.
fn bells_of(at: &[[f64; 2]], seen: &[f64]) -> Vec<f64> {
    let like = |i: usize, j: usize| {
        let [x, y] = [0, 1].map(|axis| (at[i][axis] - at[j][axis]) / SEEN_SIGMA_IOD);
        SEEN_SHARE * exp(-0.5 * (x * x + y * y))
    };
    let mut own = vec![0.0f64; at.len()];
    for _ in 0..ROUNDS {
        for i in 0..at.len() {
            let others: f64 = (0..at.len()).filter(|&j| j != i).map(|j| like(i, j) * own[j]).sum();
            own[i] = (seen[i] - others) / (SEEN_SHARE + RIDGE);
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bells_show_together_what_their_points_saw() {
        // Three points beside each other that see the same: windows would see of their bells what they saw.
        let at = [[0.0, 0.0], [0.17, 0.0], [0.34, 0.0]];
        let seen = [0.01, 0.011, 0.01];
        let own = bells_of(&at, &seen);
        let like = |i: usize, j: usize| {
            let x = (at[i][0] - at[j][0]) / SEEN_SIGMA_IOD;
            SEEN_SHARE * exp(-0.5 * x * x)
        };
        for (i, seen) in seen.iter().enumerate() {
            let shown: f64 = own.iter().enumerate().map(|(j, own)| like(i, j) * own).sum();
            assert!((shown / seen - 1.0).abs() < 0.2, "{shown} beside {seen}");
        }
        assert!(bells_of(&[], &[]).is_empty());
    }
}
