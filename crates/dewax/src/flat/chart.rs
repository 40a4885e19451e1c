//! The chart of a lock: where each of its nodes lies on the person's skin laid flat, in millimetres. The same spot of the same
//! skin has the same place in every segment and shot.

use super::points::{FLAT_POINTS, flat_mm};
use super::way::{Pair, Way};
use crate::face::FaceTrack;
use crate::lock::{Grid, Lock, Segment};
use rayon::prelude::*;

/// Meshes are read in so many frames of a segment, evenly spread.
const MOST_FRAMES: usize = 9;
/// Landmarks this near count alike, mm: a mesh is right to about so much.
const NEAR_MM: f64 = 5.0;
/// No face in a picture has fewer or more pixels per mm.
const SANE_PX_PER_MM: std::ops::Range<f64> = 0.02..200.0;
/// Nothing of a person lies farther from between the eyes, mm.
const FAR_MM: f64 = 10_000.0;
/// The depth of the mesh is read this smoothly, mm: it is the least certain of its coordinates.
const DEPTH_NEAR_MM: f64 = 12.0;

/// Places on the skin laid flat (see [`flat_mm`]) of the nodes of a segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// One per node, mm.
    pub nodes_mm: Vec<[f32; 2]>,
    /// How the skin at each node is turned from the camera: x and y of its unit normal, along the axes of lock space.
    pub normals: Vec<[f32; 2]>,
    /// Lock pixels per mm in the middle of the face.
    pub px_per_mm: f32,
}

impl Chart {
    /// The chart of a segment from the meshes of its face. `None` where the face was never held by its mesh.
    pub fn of(lock: &Lock, segment: &Segment, track: &FaceTrack) -> Option<Self> {
        let landmarks = landmarks(lock, segment, track)?;
        let pairs: Vec<Pair> = landmarks.iter().map(|l| Pair { from: l.still, to: l.flat }).collect();
        let way = Way::through(&pairs, NEAR_MM)?;
        let px_per_mm = 1.0 / way.scale();
        if !SANE_PX_PER_MM.contains(&px_per_mm) {
            return None;
        }
        let grid = &segment.grid;
        let point_of = |index: usize| grid.node(index % grid.columns, index / grid.columns);
        let node = |index: usize| way.at(point_of(index)).map(|v| v.clamp(-FAR_MM, FAR_MM) as f32);
        let wide2 = (DEPTH_NEAR_MM * px_per_mm).powi(2);
        let depth = |index: usize| {
            let point = point_of(index);
            let (mut sum, mut weight) = (0.0f64, 1e-9);
            for landmark in &landmarks {
                let (dx, dy) = (point[0] - landmark.still[0], point[1] - landmark.still[1]);
                let falls = 1.0 / (1.0 + (dx * dx + dy * dy) / wide2);
                sum += falls * falls * landmark.depth;
                weight += falls * falls;
            }
            sum / weight
        };
        let depths: Vec<f64> = (0..grid.nodes()).into_par_iter().map(depth).collect();
        Some(Self {
            nodes_mm: (0..grid.nodes()).into_par_iter().map(node).collect(),
            normals: normals(grid, &depths),
            px_per_mm: px_per_mm as f32,
        })
    }

    /// The chart with its nodes' places averaged over their neighbours, `rounds` times: where the mesh strays, noise that is drawn by
    /// it gets ribs and whirls. Landmarks lie up to some mm from where they were.
    #[must_use]
    pub fn softened(mut self, grid: &Grid, rounds: usize) -> Self {
        for _ in 0..rounds {
            let with_ones: Vec<[f32; 3]> = self.nodes_mm.iter().map(|&[x, y]| [x, y, 1.0]).collect();
            // Border nodes stay: their mean would lie inside of them.
            let smooth = grid.smoothed(&with_ones);
            let inner = |n: usize| {
                let (column, row) = (n % grid.columns, n / grid.columns);
                column > 0 && row > 0 && column + 1 < grid.columns && row + 1 < grid.rows
            };
            for (n, (place, sum)) in self.nodes_mm.iter_mut().zip(&smooth).enumerate() {
                if inner(n) {
                    *place = [sum[0] / sum[2], sum[1] / sum[2]];
                }
            }
        }
        self
    }

    /// How many mm of skin a lock pixel covers around a point of lock space, in the direction in which it covers most and in the
    /// one in which it covers least.
    pub fn stretch(&self, grid: &Grid, still: [f64; 2]) -> [f32; 2] {
        // Over two steps of the grid: landmarks are no surer.
        let reach = f64::from(grid.step_px);
        let at = |dx: f64, dy: f64| {
            let nodes = grid.around([still[0] + dx, still[1] + dy]);
            nodes.iter().fold([0.0f32; 2], |sum, &(node, share)| {
                let place = self.nodes_mm[node];
                [sum[0] + share * place[0], sum[1] + share * place[1]]
            })
        };
        let slope = |a: [f32; 2], b: [f32; 2]| [0, 1].map(|i| (b[i] - a[i]) / (2.0 * reach) as f32);
        let ([a, c], [b, d]) =
            (slope(at(-reach, 0.0), at(reach, 0.0)), slope(at(0.0, -reach), at(0.0, reach)));
        // Singular values of the 2 × 2 matrix.
        let (sum, det) = (a * a + b * b + c * c + d * d, (a * d - b * c).abs());
        let root = (sum * sum - 4.0 * det * det).max(0.0).sqrt();
        [((sum + root) / 2.0).sqrt(), ((sum - root) / 2.0).max(0.0).sqrt()]
    }

    /// The place on the skin of a point of lock space, mm.
    #[inline]
    pub fn at(&self, segment: &Segment, still: [f64; 2]) -> [f32; 2] {
        segment.grid.around(still).iter().fold([0.0; 2], |sum, &(node, share)| {
            let place = self.nodes_mm[node];
            [sum[0] + share * place[0], sum[1] + share * place[1]]
        })
    }
}

/// A point of the mesh.
struct Landmark {
    still: [f64; 2],
    flat: [f64; 2],
    /// Away from the camera, lock px.
    depth: f64,
}

/// Unit normals, x and y, of a surface whose depth is known at the nodes of a grid.
fn normals(grid: &Grid, depths: &[f64]) -> Vec<[f32; 2]> {
    let slope = |low: usize, high: usize, steps: usize| {
        (depths[high] - depths[low]) / (steps.max(1) as f64 * f64::from(grid.step_px))
    };
    let normal = |index: usize| {
        let (column, row) = (index % grid.columns, index / grid.columns);
        let (left, right) = (column.saturating_sub(1), (column + 1).min(grid.columns - 1));
        let (upper, lower) = (row.saturating_sub(1), (row + 1).min(grid.rows - 1));
        let at = |column: usize, row: usize| row * grid.columns + column;
        let x = slope(at(left, row), at(right, row), right - left);
        let y = slope(at(column, upper), at(column, lower), lower - upper);
        // Where the surface recedes to the right it faces the right.
        let length = (1.0 + x * x + y * y).sqrt();
        [(x / length) as f32, (y / length) as f32]
    };
    (0..grid.nodes()).map(normal).collect()
}

/// Where the points of the mesh lie in lock space, in the mean of some frames.
fn landmarks(lock: &Lock, segment: &Segment, track: &FaceTrack) -> Option<Vec<Landmark>> {
    let frames = segment.places.len();
    let count = frames.min(MOST_FRAMES);
    let mut sums = vec![[0.0f64; 3]; FLAT_POINTS];
    let mut seen = 0.0;
    for k in 0..count {
        let index = segment.first_frame + (2 * k + 1) * frames / (2 * count);
        let mesh = track.at(index).and_then(|s| s.mesh());
        let (Some(mesh), Some(here)) = (mesh, lock.held(index)) else { continue };
        let Some(back) = here.back() else { continue };
        let scale = f64::from(here.scale()).max(1e-6);
        for (sum, (&[x, y], raw)) in sums.iter_mut().zip(mesh.points.iter().zip(&mesh.raw)) {
            let still = back([f64::from(x), f64::from(y)]);
            *sum = [sum[0] + still[0], sum[1] + still[1], sum[2] + f64::from(raw[2]) / scale];
        }
        seen += 1.0;
    }
    let landmark = |(i, sum): (usize, &[f64; 3])| Landmark {
        still: [sum[0] / seen, sum[1] / seen],
        flat: flat_mm(i).map(f64::from),
        depth: sum[2] / seen,
    };
    (seen > 0.0).then(|| sums.iter().enumerate().map(landmark).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::held_face;
    use crate::lock::Affine;

    #[test]
    fn landmarks_lie_where_the_flat_skin_says_at_any_size_and_turn() {
        // The head is round: its left side faces left.
        for (scale, turn) in [(2.0f64, 0.0f64), (5.0, 23.0)] {
            let (lock, track) = held_face((4, 3), [300.0, 200.0], scale, turn, Affine::IDENTITY);
            let segment = &lock.segments[0];
            let chart = Chart::of(&lock, segment, &track).unwrap();
            assert!((f64::from(chart.px_per_mm) / scale - 1.0).abs() < 0.02, "{}", chart.px_per_mm);
            let mesh = track.states[0].mesh().unwrap();
            for i in [1, 10, 50, 152, 205, 425] {
                let point = mesh.points[i].map(f64::from);
                let (found, truth) = (chart.at(segment, point), flat_mm(i));
                let off = (found[0] - truth[0]).hypot(found[1] - truth[1]);
                assert!(off < 1.5, "{i}: {found:?} for {truth:?}");
            }
            let nearest = |mm: f32| {
                let node =
                    |n: &usize| (chart.nodes_mm[*n][0] - mm).abs() + (chart.nodes_mm[*n][1] - 30.0).abs();
                (0..segment.grid.nodes()).min_by(|a, b| node(a).total_cmp(&node(b))).unwrap()
            };
            let (left, right) = (chart.normals[nearest(-50.0)], chart.normals[nearest(50.0)]);
            assert!(right[0] - left[0] > 0.5, "{left:?} {right:?}");
        }
    }
}
