//! A face that is known without having been looked for: its mesh and its lock, made from the flat skin. For tests.

use crate::color::math::sin_cos_deg;
use crate::face::{FaceState, FaceTrack, MESH_POINTS, Mesh, Mode, Scores, Square};
use crate::flat::{FLAT_POINTS, flat_mm};
use crate::lock::{Affine, Grid, IOD_MM, Lock, Nodes, Place, Segment};

/// Millimetres that the lock covers on each side of the middle between the eyes, and above and below it.
const HALF_WIDTH_MM: f64 = 75.0;
const ABOVE_MM: f64 = 65.0;
const BELOW_MM: f64 = 115.0;
/// Millimetres between the nodes of the lock.
const NODES_MM: f64 = 6.0;
/// How deep a head is behind the tip of its nose, in mm of depth per squared mm from its middle.
const ROUND_PER_MM: f64 = 1.0 / 130.0;

/// A flat face in `frames` frames from number `first_frame` on, between whose eyes `middle` lies in the first one (luma px),
/// with `px_per_mm`, turned by `turn_deg` in the picture. From frame to frame it moves by `step`, an affine map of the frame.
pub fn held_face(
    (first_frame, frames): (usize, usize),
    middle: [f64; 2],
    px_per_mm: f64,
    turn_deg: f64,
    step: Affine,
) -> (Lock, FaceTrack) {
    let (sin, cos) = sin_cos_deg(turn_deg);
    // In the first frame lock space is the frame.
    let place_of = |[x, y]: [f64; 2]| {
        let (x, y) = (x * px_per_mm, y * px_per_mm);
        [middle[0] + cos * x - sin * y, middle[1] + sin * x + cos * y]
    };
    let step_px = NODES_MM * px_per_mm;
    let reach = (HALF_WIDTH_MM.powi(2) + BELOW_MM.powi(2)).sqrt() * px_per_mm;
    let side = (2.0 * reach / step_px).ceil() as usize + 1;
    let grid = Grid {
        x: (middle[0] - reach) as f32,
        y: (middle[1] - reach) as f32,
        step_px: step_px as f32,
        columns: side,
        rows: side,
    };
    let is_skin = |node: usize| {
        let [x, y] = grid.node(node % side, node / side);
        let (x, y) = ((x - middle[0]) / px_per_mm, (y - middle[1]) / px_per_mm);
        let (across, down) = (cos * x + sin * y, cos * y - sin * x);
        across.abs() < HALF_WIDTH_MM && -ABOVE_MM < down && down < BELOW_MM
    };
    let skin = (0..grid.nodes()).map(|n| if is_skin(n) { 255 } else { 0 }).collect();
    let (mut places, mut states) = (Vec::new(), Vec::new());
    let mut affine = Affine::IDENTITY;
    let iod_px = (f64::from(IOD_MM) * px_per_mm) as f32;
    for _ in 0..frames {
        places.push(Place {
            affine,
            locked: 1.0,
            nodes: Nodes {
                shift: vec![[0; 2]; grid.nodes()],
                trust: vec![255; grid.nodes()],
                low: vec![[36_000, 29_000, 38_000]; grid.nodes()],
            }
            .into(),
        });
        let raw = (0..MESH_POINTS)
            .map(|i| {
                let flat = if i < FLAT_POINTS { flat_mm(i) } else { [0.0; 2] }.map(f64::from);
                let still = place_of(flat);
                let (x, y) = affine.apply(still[0], still[1]);
                let deep = (flat[0] * flat[0] + (flat[1] - 30.0).powi(2)) * ROUND_PER_MM * px_per_mm;
                [x as f32, y as f32, deep as f32]
            })
            .collect();
        let (x, y) = affine.apply(middle[0], middle[1]);
        states.push(FaceState {
            mode: Mode::Mesh,
            weight: 1.0,
            square: Square::upright(x as f32, y as f32, 3.5 * iod_px),
            iod_px,
            scores: Scores { flag: 1.0, look: 1.0, ..Scores::default() },
            mesh: Some(Mesh::from_raw(raw).into()),
            skin: None,
            person: crate::stow::Stowed::default(),
            hands: Vec::new(),
        });
        affine = affine.then(&step);
    }
    let edge = |from: f64| from as f32;
    let face =
        [edge(middle[0] - reach), edge(middle[1] - reach), edge(middle[0] + reach), edge(middle[1] + reach)];
    let segment = Segment { first_frame, iod_px, grid, skin, face, places, detail: Vec::new() };
    let track =
        FaceTrack { id: 1, first_frame, states, others: Vec::new(), like: Vec::new(), dropped: false };
    (Lock { face: 1, segments: vec![segment] }, track)
}
