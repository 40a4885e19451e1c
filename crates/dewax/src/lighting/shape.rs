//! The shape of a face in one frame, from its mesh: how each point is turned, and where the head's axes point.

use super::{dot, unit};
use crate::face::{Mesh, Topology};

/// Points of the mesh that say how a head is turned: outer corners of the person's right and left eye, middle of the hairline, chin.
const EYES: [usize; 2] = [33, 263];
const UPRIGHT: [usize; 2] = [10, 152];

/// How a face is turned.
pub(super) struct Shape {
    /// Unit normal of each point: x right, y down, z towards the camera. Points without a triangle have none (0, 0, 0).
    pub(super) normals: Vec<[f32; 3]>,
    /// The head's axes in the same coordinates: towards the person's left, towards the chin, out of the face.
    pub(super) head: [[f32; 3]; 3],
}

impl Shape {
    /// `None` where the mesh is not one of a face.
    pub(super) fn of(mesh: &Mesh, topology: &Topology) -> Option<Self> {
        // Depth grows away from the camera.
        let points: Vec<[f32; 3]> = mesh.raw.iter().map(|p| [p[0], p[1], -p[2]]).collect();
        let mut sums = vec![[0.0f32; 3]; points.len()];
        for triangle in &topology.triangles {
            let corners = triangle.map(|i| points.get(usize::from(i)));
            let [Some(a), Some(b), Some(c)] = corners else { continue };
            // Its length is twice the area: large triangles count for more.
            let across = cross(minus(*b, *a), minus(*c, *a));
            let across = if across[2] < 0.0 { across.map(|v| -v) } else { across };
            for &i in triangle {
                if let Some(sum) = sums.get_mut(usize::from(i)) {
                    *sum = std::array::from_fn(|axis| sum[axis] + across[axis]);
                }
            }
        }
        let normals = sums.into_iter().map(|sum| unit(sum).unwrap_or_default()).collect();
        let along = |[from, to]: [usize; 2]| Some(minus(*points.get(to)?, *points.get(from)?));
        let left = unit(along(EYES)?)?;
        let down = along(UPRIGHT)?;
        let off = dot(down, left);
        let down = unit(std::array::from_fn(|axis| down[axis] - off * left[axis]))?;
        // Left, down and towards the camera turn the other way round than x, y and depth.
        Some(Self { normals, head: [left, down, cross(left, down)] })
    }
}

fn minus(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn cross(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
