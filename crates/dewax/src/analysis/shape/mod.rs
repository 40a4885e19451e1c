//! The shape of a face through a shot, from its raw meshes and its lock: whether the outline breathes, whether something
//! becomes something else for some frames, and whether it is the same shape at the end.

mod breathing;
mod morph;
mod pose;

use crate::clip::Shot;
use crate::face::{FaceTrack, Mode, Topology};
use crate::facts::{FaceShape, ShotFacts};
use pose::Pose;

/// The points of a mesh, right, down and away from the viewer, in eye distances once they are laid over a reference.
pub(super) type Cloud = Vec<[f64; 3]>;

/// Outer and inner corners of both eyes of the mesh, right eye first (numbering of the MediaPipe face mesh).
const EYE_CORNERS: [usize; 4] = [33, 133, 362, 263];
/// Below the tip of the nose: what lies lower moves with the mouth.
const NOSE_BASE: usize = 2;
/// Fewer frames with a mesh say nothing of a shape.
const LEAST_FRAMES: usize = 12;
/// Of a face that is held by a box in more of its frames the mesh is a guess in the others, too: it is seen from the side.
const MOST_BOXED: f32 = 0.1;
/// Meshes of faces that turn away more than this from the track's usual pose are guesses, degrees.
const MOST_TURN_DEG: f64 = 30.0;
/// First and last second are compared when their poses differ by no more, degrees: the mesh's depth is a guess, so that a
/// turn changes the shape.
const COMPARABLE_DEG: f64 = 12.0;

/// Which points of a mesh serve for what.
pub(super) struct Points {
    /// Move with the skull alone: the upper face without eyes, brows and outline.
    pub(super) rigid: Vec<usize>,
    /// Tell faces apart: the rigid ones, and the upper outline.
    shape: Vec<usize>,
    /// The outline of the face.
    outline: Vec<usize>,
}

/// One frame's mesh.
struct Laid {
    /// Counted from the start of the shot.
    frame: usize,
    /// As measured, in eye distances of the track.
    raw: Cloud,
    /// Laid over the reference.
    cloud: Cloud,
    pose: Pose,
}

/// Of one frame's mesh what can be held for all frames of a shot: where it is in its track, and how it is laid over the reference.
struct Seen {
    frame: usize,
    at: usize,
    pose: Pose,
}

/// A track's meshes, laid over their mean.
struct Series<'a> {
    points: Points,
    seen: Vec<Seen>,
    meshes: Meshes<'a>,
}

/// The meshes of a track.
#[derive(Clone, Copy)]
struct Meshes<'a> {
    track: &'a FaceTrack,
    iod_px: f64,
}

impl Meshes<'_> {
    /// As measured, in eye distances of the track.
    fn raw(&self, at: usize) -> Option<Cloud> {
        let mesh = self.track.states.get(at)?.mesh()?;
        Some(mesh.raw.iter().map(|p| p.map(|v| f64::from(v) / self.iod_px)).collect())
    }
}

/// The shape of every face of a shot. `rate` in frames per second.
pub(super) fn of_shot(facts: &ShotFacts, rate: f64) -> Vec<FaceShape> {
    let Some(topology) = facts.faces.topology.as_deref() else { return Vec::new() };
    let kept = facts.faces.tracks.iter().filter(|t| !t.dropped);
    kept.filter_map(|track| of_track(facts, track, topology, rate)).collect()
}

fn of_track(facts: &ShotFacts, track: &FaceTrack, topology: &Topology, rate: f64) -> Option<FaceShape> {
    let series = Series::of(track, topology, facts.shot)?;
    let lock = facts.locks.iter().find(|l| l.face == track.id);
    let breath = breathing::of(&series, lock, facts.shot, rate);
    let morphs = lock.map(|l| morph::of(l, &series, facts.shot, rate)).unwrap_or_default();
    let same = series.sameness(rate);
    Some(FaceShape {
        face: track.id,
        mesh_frames: series.seen.len(),
        outline_percent: breath.outline,
        skin_percent: breath.skin,
        breathing_frame: breath.frame,
        contours: Vec::new(),
        breath: Vec::new(),
        morphs,
        fleeting: Vec::new(),
        change_percent: same.map(|s| s.0),
        change_frame: same.map_or(0, |s| s.1),
    })
}

impl<'a> Series<'a> {
    fn of(track: &'a FaceTrack, topology: &Topology, shot: Shot) -> Option<Self> {
        let meshes = Meshes { track, iod_px: f64::from(track.iod_px()).max(1.0) };
        if track.frames_in(Mode::BoxOnly) as f32 > MOST_BOXED * track.states.len() as f32 {
            return None;
        }
        let held = track.states.iter().enumerate().filter(|(_, s)| s.mode == Mode::Mesh && s.weight > 0.5);
        let held: Vec<(usize, usize)> = held
            .filter_map(|(at, _)| Some(((track.first_frame + at).checked_sub(shot.first_frame)?, at)))
            .collect();
        if held.len() < LEAST_FRAMES {
            return None;
        }
        let mut reference = meshes.raw(held[held.len() / 2].1)?;
        let points = Points::of(&reference, topology)?;
        let mut seen = Vec::new();
        for _ in 0..2 {
            seen.clear();
            let mut sum = vec![[0.0; 3]; reference.len()];
            for &(frame, at) in &held {
                let Some(raw) = meshes.raw(at) else { continue };
                let Some(pose) = Pose::between(&raw, &reference, &points.rigid) else { continue };
                if pose.turn_deg() <= MOST_TURN_DEG {
                    add(&mut sum, raw.iter().map(|p| pose.apply(*p)));
                    seen.push(Seen { frame, at, pose });
                }
            }
            if seen.len() < LEAST_FRAMES {
                return None;
            }
            reference = sum.iter().map(|s| s.map(|v| v / seen.len() as f64)).collect();
        }
        Some(Self { points, seen, meshes })
    }

    /// The meshes of some of the frames, made one by one.
    fn laid<'b>(&'b self, seen: &'b [Seen]) -> impl Iterator<Item = Laid> + 'b {
        seen.iter().filter_map(|one| {
            let raw = self.meshes.raw(one.at)?;
            let cloud = raw.iter().map(|p| one.pose.apply(*p)).collect();
            Some(Laid { frame: one.frame, raw, cloud, pose: one.pose })
        })
    }

    /// The largest difference between the shape in the first second and in a later one, in % of the eye distance, with the
    /// frame in whose middle that second is; `None` when no later second has a pose like the first.
    fn sameness(&self, rate: f64) -> Option<(f32, usize)> {
        let span = (rate.round() as usize).clamp(6, (self.seen.len() / 2).max(6));
        let first: Vec<Laid> = self.laid(self.seen.get(..span)?).collect();
        let mut worst: Option<(f32, usize)> = None;
        let mut from = self.seen.len().checked_sub(span)?;
        while from >= span {
            let later: Vec<Laid> = self.laid(&self.seen[from..from + span]).collect();
            if first.len() < span || later.len() < span {
                return None;
            }
            if let Some(change) = difference(&first, &later, &self.points) {
                let is_worse = worst.is_none_or(|w| change > w.0);
                if is_worse {
                    worst = Some((change, later[span / 2].frame));
                }
            }
            from = from.saturating_sub(span);
        }
        worst
    }
}

/// RMS distance between the mean shapes of two runs of frames, in % of the eye distance; `None` when their poses differ.
fn difference(one: &[Laid], two: &[Laid], points: &Points) -> Option<f32> {
    // Every frame of both must show the first second's pose: the mean of a turn has the pose of its middle, and another shape.
    let pose = &one[one.len() / 2].raw;
    let turns =
        |l: &Laid| Pose::between(&l.raw, pose, &points.rigid).is_none_or(|p| p.turn_deg() > COMPARABLE_DEG);
    if one.iter().chain(two).any(turns) {
        return None;
    }
    Some(apart(&mean(one), &mean(two), points))
}

/// RMS distance of two shapes once the one is laid over the other, in % of the eye distance.
fn apart(one: &Cloud, two: &Cloud, points: &Points) -> f32 {
    let Some(pose) = Pose::between(one, two, &points.shape) else { return 0.0 };
    let sum: f64 = points
        .shape
        .iter()
        .map(|&p| {
            let at = pose.apply(one[p]);
            // Depth is the model's guess: it does not count.
            (0..2).map(|i| (at[i] - two[p][i]).powi(2)).sum::<f64>()
        })
        .sum();
    (100.0 * (sum / points.shape.len().max(1) as f64).sqrt()) as f32
}

/// Adds a shape to a sum of shapes.
fn add(sum: &mut Cloud, cloud: impl Iterator<Item = [f64; 3]>) {
    for (s, p) in sum.iter_mut().zip(cloud) {
        *s = [0, 1, 2].map(|i| s[i] + p[i]);
    }
}

/// The mean of some shapes.
fn mean(laid: &[Laid]) -> Cloud {
    let Some(first) = laid.first() else { return Vec::new() };
    let mut sum = vec![[0.0; 3]; first.cloud.len()];
    for l in laid {
        add(&mut sum, l.cloud.iter().copied());
    }
    sum.iter().map(|s| s.map(|v| v / laid.len() as f64)).collect()
}

impl Points {
    /// By their place in a mesh: `None` when it is incomplete or flat.
    pub(super) fn of(mesh: &Cloud, topology: &Topology) -> Option<Self> {
        if mesh.len() < crate::face::MESH_POINTS {
            return None;
        }
        let index = |list: &[u16]| list.iter().map(|&i| usize::from(i)).collect::<Vec<usize>>();
        let outline = index(&topology.oval);
        let moves: Vec<usize> = [
            &topology.lips_outer,
            &topology.lips_inner,
            &topology.right_eye,
            &topology.left_eye,
            &topology.right_brow,
            &topology.left_brow,
        ]
        .into_iter()
        .flat_map(|l| index(l))
        .collect();
        // Down the face: from the middle of the eyes to the base of the nose.
        let eyes = [0, 1].map(|i| EYE_CORNERS.iter().map(|&p| mesh[p][i]).sum::<f64>() / 4.0);
        let down = [0, 1].map(|i| mesh[NOSE_BASE][i] - eyes[i]);
        let length = down[0] * down[0] + down[1] * down[1];
        if length <= 1e-6 || !length.is_finite() {
            return None;
        }
        let along = |p: usize| ((mesh[p][0] - eyes[0]) * down[0] + (mesh[p][1] - eyes[1]) * down[1]) / length;
        // The last ten points are the irises, which look around.
        let still = |p: &usize| along(*p) < 1.0 && (!moves.contains(p) || EYE_CORNERS.contains(p));
        let shape: Vec<usize> = (0..mesh.len().min(468)).filter(still).collect();
        let rigid: Vec<usize> = shape.iter().copied().filter(|p| !outline.contains(p)).collect();
        (rigid.len() >= 20).then_some(Self { rigid, shape, outline })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bumpy mask turned to the side; the model's guess of depth is too small, so that a turn changes its shape.
    fn laid(frame: usize, turn_deg: f64) -> Laid {
        let cloud: Cloud = (0..60)
            .map(|i| {
                let (u, v) = (f64::from(i % 10) / 10.0 - 0.5, f64::from(i / 10) / 6.0 - 0.5);
                let (sin, cos) = crate::color::math::sin_cos_deg(turn_deg);
                let z = 0.4 - u * u - 0.5 * v * v;
                [u * cos + z * sin, v, 0.7 * (z * cos - u * sin)]
            })
            .collect();
        let rigid: Vec<usize> = (0..60).collect();
        let pose = Pose::between(&cloud, &cloud, &rigid).unwrap();
        Laid { frame, raw: cloud.clone(), cloud, pose }
    }

    #[test]
    fn a_turning_head_is_nobody_else() {
        let all: Vec<usize> = (0..60).collect();
        let points = Points { rigid: all.clone(), shape: all, outline: Vec::new() };
        let run = |from: f64, to: f64| -> Vec<Laid> {
            (0..12).map(|i| laid(i, from + (to - from) * i as f64 / 11.0)).collect()
        };
        let ahead = run(-2.0, 2.0);
        assert!(difference(&ahead, &run(0.0, 4.0), &points).is_some_and(|d| d < 3.0));
        // The middle frame has the first second's pose, the others do not.
        for turn in [run(-30.0, 30.0), run(0.0, 40.0)] {
            assert_eq!(difference(&ahead, &turn, &points), None);
            assert_eq!(difference(&turn, &ahead, &points), None);
        }
    }
}
