//! How the points of a face mesh are joined: triangles, and the contours that skin must stay out of.

use serde::{Deserialize, Serialize};

/// Points of a mesh: 468 of the surface and five of each iris (right, then left).
pub const MESH_POINTS: usize = 478;
/// The most triangles that are believed.
const MOST_TRIANGLES: usize = 4096;

/// Triangles and contours over the points of a mesh. It comes with the model.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topology {
    /// The surface, without eyes and open mouth.
    pub triangles: Vec<[u16; 3]>,
    /// Outline of the face, as a closed loop.
    pub oval: Vec<u16>,
    /// Outer edge of the lips, as a closed loop.
    pub lips_outer: Vec<u16>,
    /// Inner edge of the lips, as a closed loop.
    pub lips_inner: Vec<u16>,
    /// The person's right eye, as a closed loop.
    pub right_eye: Vec<u16>,
    /// The person's left eye, as a closed loop.
    pub left_eye: Vec<u16>,
    /// Points of the right brow, upper and lower edge.
    pub right_brow: Vec<u16>,
    /// Points of the left brow, upper and lower edge.
    pub left_brow: Vec<u16>,
}

/// Why a topology cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mesh's topology is unusable: {0}")]
pub struct BadTopology(String);

impl Topology {
    /// Checks what a file could have got wrong.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), BadTopology> {
        let loops = [
            ("oval", &self.oval),
            ("lips_outer", &self.lips_outer),
            ("lips_inner", &self.lips_inner),
            ("right_eye", &self.right_eye),
            ("left_eye", &self.left_eye),
            ("right_brow", &self.right_brow),
            ("left_brow", &self.left_brow),
        ];
        if self.triangles.is_empty() || self.triangles.len() > MOST_TRIANGLES {
            return Err(BadTopology(format!("{} triangles", self.triangles.len())));
        }
        if let Some((name, points)) = loops.iter().find(|(_, l)| l.len() < 3 || l.len() > MESH_POINTS) {
            return Err(BadTopology(format!("{name} has {} points", points.len())));
        }
        let all = self.triangles.iter().flatten().chain(loops.iter().flat_map(|(_, l)| l.iter()));
        match all.copied().find(|&i| usize::from(i) >= MESH_POINTS) {
            Some(beyond) => Err(BadTopology(format!("it names point {beyond} of {MESH_POINTS}"))),
            None => Ok(()),
        }
    }
}
