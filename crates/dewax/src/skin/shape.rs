//! Where a face is on the mask's grid: its surface, what in it is no skin, and the regions around it.

use super::cover::{convex, fill, grown};
use crate::face::{FaceState, Topology, length};
use crate::px::{Plane, Rect};

/// The points of MediaPipe's face mesh around each nostril.
const NOSTRILS: [[usize; 7]; 2] = [[218, 219, 239, 238, 20, 60, 75], [438, 439, 459, 458, 250, 290, 305]];

/// A face on a part of the mask's grid. Planes have the size of `part`.
#[derive(Debug)]
pub struct Shape {
    /// Which cells of the mask.
    pub part: Rect,
    /// How much the face's surface covers, 0..=1.
    pub surface: Plane<f32>,
    /// How much eyes, brows, lips, mouth and nostrils cover, 0..=1.
    pub features: Plane<f32>,
    /// Eye distance in cells.
    pub iod: f32,
    axes: Axes,
}

/// The face's own axes: origin between the eyes, one unit is an eye distance.
#[derive(Clone, Copy, Debug)]
struct Axes {
    origin: [f32; 2],
    right: [f32; 2],
    iod: f32,
}

impl Axes {
    fn of(&self, point: [f32; 2]) -> [f32; 2] {
        let (x, y) = (point[0] - self.origin[0], point[1] - self.origin[1]);
        [
            (x * self.right[0] + y * self.right[1]) / self.iod,
            (y * self.right[0] - x * self.right[1]) / self.iod,
        ]
    }
}

/// Which part of a person a place beside the face belongs to, as shares of forehead, ears, neck, and the rest (hands).
/// High above the face there is only hair: no share.
pub(crate) fn regions(at: [f32; 2]) -> [f32; 4] {
    let [u, v] = [at[0].abs(), at[1]];
    let step = |value: f32, from: f32| ((value - from) / 0.25 + 0.5).clamp(0.0, 1.0);
    let far = 1.0 - (1.0 - step(u, 1.6)) * (1.0 - step(v, 3.8));
    let above = 1.0 - step(v, -0.6);
    let below = step(v, 1.2);
    let near_hair = step(v, -1.4);
    [
        above * near_hair * (1.0 - step(u, 1.2)),
        (1.0 - above) * (1.0 - below) * (1.0 - far),
        below * (1.0 - far),
        far * step(v, -1.0),
    ]
}

impl Shape {
    /// The face of a state, on the cells of `part` of a mask with one cell per `step_px`.
    pub fn of(state: &FaceState, topology: Option<&Topology>, step_px: usize, part: Rect) -> Self {
        let cell = |p: [f32; 2]| {
            let at = |v: f32, from: usize| (v + 0.5) / step_px as f32 - 0.5 - from as f32;
            [at(p[0], part.x0), at(p[1], part.y0)]
        };
        let empty = || Plane::new(part.width(), part.height());
        let iod = state.iod_px / step_px as f32;
        match (state.mesh(), topology) {
            (Some(mesh), Some(topology)) => {
                let points: Vec<[f32; 2]> = mesh.points.iter().map(|&p| cell(p)).collect();
                let mut surface = empty();
                for triangle in &topology.triangles {
                    let corners =
                        triangle.map(|i| points.get(usize::from(i)).copied().unwrap_or([f32::NAN; 2]));
                    fill(&mut surface, &corners);
                }
                // Eyes and mouth are holes in the surface: they belong to the face, and to its features.
                let mut features = empty();
                for outline in outlines(&points, topology, iod) {
                    fill(&mut surface, &outline);
                    fill(&mut features, &outline);
                }
                let [right, left] = mesh.eyes(topology).map(cell);
                Self { part, surface, features, iod, axes: axes(right, left, iod) }
            }
            _ => Self::of_box(state, topology.is_some(), iod, part, cell),
        }
    }

    /// A face of which only the box is known: ellipses where face, eyes and mouth of an upright face lie. Of a profile,
    /// which has no mesh where others have one, only the middle of the cheek is sure.
    fn of_box(
        state: &FaceState,
        is_profile: bool,
        iod: f32,
        part: Rect,
        cell: impl Fn([f32; 2]) -> [f32; 2],
    ) -> Self {
        let ellipse = |u: f32, v: f32, wide: f32, high: f32| -> Vec<[f32; 2]> {
            (0..32)
                .map(|i| {
                    let (sin, cos) = crate::color::math::sin_cos_deg(f64::from(i) * 360.0 / 32.0);
                    cell(state.square.point(u + wide * cos as f32, v + high * sin as f32))
                })
                .collect()
        };
        let (mut surface, mut features) =
            (Plane::new(part.width(), part.height()), Plane::new(part.width(), part.height()));
        // The box is two thirds of the square: eyes at 0.38 of its height, the mouth at 0.75.
        let (wide, high) = if is_profile { (0.14, 0.17) } else { (0.27, 0.33) };
        fill(&mut surface, &ellipse(0.5, 0.5, wide, high));
        for (u, v, wide, high) in [(0.37, 0.42, 0.1, 0.07), (0.63, 0.42, 0.1, 0.07), (0.5, 0.667, 0.13, 0.07)]
        {
            if is_profile {
                break;
            }
            fill(&mut features, &ellipse(u, v, wide, high));
        }
        let eye = |u: f32| cell(state.square.point(u, 0.42));
        Self { part, surface, features, iod, axes: axes(eye(0.37), eye(0.63), iod) }
    }

    /// Place of a cell of the part in the face's axes: right of and below the eyes, in eye distances.
    pub fn place(&self, x: usize, y: usize) -> [f32; 2] {
        self.axes.of([x as f32, y as f32])
    }

    /// How surely a cell is skin by its place alone: 1 well inside the face and off its features.
    pub fn core(&self, x: usize, y: usize) -> f32 {
        let [u, v] = self.place(x, y);
        // Cheeks, nose and lower forehead: hair and beard seldom reach there.
        let inner = u.abs() < 0.85 && (-0.5..0.8).contains(&v);
        if inner { self.surface.row(y)[x] * (1.0 - self.features.row(y)[x]) } else { 0.0 }
    }
}

fn axes(right: [f32; 2], left: [f32; 2], iod: f32) -> Axes {
    let across = [left[0] - right[0], left[1] - right[1]];
    let far = length(across).max(1e-3);
    Axes {
        origin: [(right[0] + left[0]) / 2.0, (right[1] + left[1]) / 2.0],
        right: across.map(|v| v / far),
        iod: iod.max(1e-3),
    }
}

/// What in the face is no skin, in cells: each outline a little larger than the mesh has it, because the mesh strays.
fn outlines(points: &[[f32; 2]], topology: &Topology, iod: f32) -> Vec<Vec<[f32; 2]>> {
    let of = |contour: &[u16]| -> Vec<[f32; 2]> {
        contour.iter().filter_map(|&i| points.get(usize::from(i)).copied()).collect()
    };
    let mut all = Vec::new();
    for eye in [&topology.right_eye, &topology.left_eye] {
        // Lashes and the lid's edge with them.
        all.push(grown(&convex(of(eye).into_iter()), [1.08, 1.25], 0.05 * iod));
    }
    for brow in [&topology.right_brow, &topology.left_brow] {
        all.push(grown(&convex(of(brow).into_iter()), [1.0; 2], 0.05 * iod));
    }
    // The convex outline: at the corners of an open mouth the loop turns inwards.
    all.push(grown(&convex(of(&topology.lips_outer).into_iter()), [1.0; 2], 0.04 * iod));
    for side in NOSTRILS {
        all.push(grown(&convex(side.iter().filter_map(|&i| points.get(i).copied())), [1.0; 2], 0.015 * iod));
    }
    all
}
