//! Whether a detection is a face: its mesh must say so, and lie where the detector saw eyes, nose and mouth.

use super::{Detection, Finder, MeshReading, REGION_PER_FACE, Square, Topology, View, length, middle};

/// A mesh below this is none. Measured on 944 candidates in 145 pictures: the flag of true faces is above 0.62 in 98 %,
/// that of false ones has its median at 0.003. But a tenth of the false ones is above 0.94: the flag alone is not enough.
const LEAST_FLAG: f32 = 0.5;
/// A mesh below this needs two witnesses, not one. Same pictures: 95 % of the true faces are above 0.99. What is between
/// was, in 540 pictures of 40 clips and stills, a cheek seen from behind and the same face in a region twice too large.
const SURE_FLAG: f32 = 0.9;
/// Mean distance of the detector's points from the mesh, in distances between the eyes, below which the two agree. Same
/// pictures: 98 % of the true faces are below 0.24.
const AGREES: f32 = 0.25;
/// A detector that looks again, at the region of the mesh, and sees a face with this score, makes up for points that do
/// not agree well: those of a face in three-quarter view, whose far eye the detector guesses. Measured on the same 540
/// pictures, candidates whose flag is high: true faces with eyes 30 px apart and more score 0.78 and above
/// (their points lie up to 0.51 off), false ones up to 0.58.
const SEEN_AGAIN: f32 = 0.7;
/// Distance of the points from which on they belong to something else, whatever the detector sees.
const APART: f32 = 0.6;
/// The least overlap of the regions of detection and mesh. Below it the mesh has slipped to another face, which has a
/// detection of its own. Same pictures: sizes of true faces' regions are 0.83 to 1.27 of each other.
const LEAST_OVERLAP: f32 = 0.4;
/// Distance between the eyes of a face seen from the front, in sides of its region. In profile the eyes close up, and
/// would make the same distance in px look larger.
const FRONTAL_EYES: f32 = 0.24;
/// The tip of the nose among the points of a mesh.
const NOSE_TIP: u16 = 1;

impl MeshReading {
    /// The region in which to read this face again, here or in the next frame: all points and half as much, turned as
    /// the eyes are. `None` when the mesh has no extent.
    pub fn square(&self, topology: &Topology) -> Option<Square> {
        let [right, left] = self.eyes(topology);
        let axis = [left[0] - right[0], left[1] - right[1]];
        Square::around(self.points.iter().map(|&[x, y, _]| [x, y]), axis, REGION_PER_FACE)
    }

    /// The middle of a contour, luma px.
    fn middle(&self, contour: &[u16]) -> [f32; 2] {
        middle(contour.iter().filter_map(|&i| self.points.get(usize::from(i)).map(|&[x, y, _]| [x, y])))
    }

    /// Middle of the right and of the left eye.
    fn eyes(&self, topology: &Topology) -> [[f32; 2]; 2] {
        [self.middle(&topology.right_eye), self.middle(&topology.left_eye)]
    }

    /// Distance between the middles of the eyes, luma px.
    pub fn iod_px(&self, topology: &Topology) -> f32 {
        let [right, left] = self.eyes(topology);
        length([left[0] - right[0], left[1] - right[1]])
    }

    /// How far the points of a detector (eyes, nose and mouth) lie from this mesh on average, in distances between the
    /// eyes as seen from the front. `None` when that is no number.
    fn distance(&self, points: &[[f32; 2]; 6], square: &Square, topology: &Topology) -> Option<f32> {
        let [right, left] = self.eyes(topology);
        let mesh = [right, left, self.middle(&[NOSE_TIP]), self.middle(&topology.lips_inner)];
        let sum: f32 = mesh.iter().zip(points).map(|(a, b)| length([a[0] - b[0], a[1] - b[1]])).sum();
        let eyes = length([left[0] - right[0], left[1] - right[1]]).max(FRONTAL_EYES * square.side_px);
        let distance = sum / mesh.len() as f32 / eyes;
        distance.is_finite().then_some(distance)
    }
}

/// The mesh of a detection, if it is a face. The mesh is read twice: where the detector saw the face, and where the
/// first mesh is, which is what a tracker will look at. `None` for a finder without meshes, and for a detection without
/// points, which leaves nothing to compare with.
pub fn verified(finder: &dyn Finder, view: &View, detection: &Detection) -> Option<MeshReading> {
    let (topology, points) = (finder.topology()?, detection.points.as_ref()?);
    let region = detection.square();
    let first = finder.mesh(view, &region)?;
    let mesh = finder.mesh(view, &first.square(topology)?)?;
    if mesh.flag.is_nan() || mesh.flag <= LEAST_FLAG {
        return None;
    }
    let square = mesh.square(topology)?;
    let distance = mesh.distance(points, &square, topology)?;
    if distance >= APART || square.overlap(&region) < LEAST_OVERLAP {
        return None;
    }
    let (sure, agrees) = (mesh.flag > SURE_FLAG, distance < AGREES);
    let seen_again = || finder.look(view, &square) > SEEN_AGAIN;
    let is_face = (sure && agrees) || ((sure || agrees) && seen_again());
    is_face.then_some(mesh)
}

#[cfg(test)]
mod tests {
    use super::super::{Search, Tier};
    use super::*;
    use crate::demo::DrawnFace;
    use crate::px::Plane;

    /// Reads the same mesh from whatever region it is asked for, with that flag.
    #[derive(Debug)]
    struct Always {
        topology: Topology,
        mesh: MeshReading,
        look: f32,
    }

    impl Finder for Always {
        fn tier(&self) -> Tier {
            Tier::Mesh
        }
        fn detect(&self, _: &View, _: Search) -> Vec<Detection> {
            Vec::new()
        }
        fn look(&self, _: &View, _: &Square) -> f32 {
            self.look
        }
        fn mesh(&self, _: &View, square: &Square) -> Option<MeshReading> {
            (square.side_px > 0.0).then(|| self.mesh.clone())
        }
        fn person(&self, _: &View, _: &Square, _: usize) -> Option<Plane<f32>> {
            None
        }
        fn topology(&self) -> Option<&Topology> {
            Some(&self.topology)
        }
    }

    /// Eyes at (80, 100) and (120, 100), nose at (100, 120), mouth at (100, 140).
    fn always(flag: f32) -> Always {
        let topology = Topology {
            right_eye: vec![2, 3],
            left_eye: vec![4, 5],
            lips_inner: vec![6, 7],
            ..Topology::default()
        };
        let places = [
            [100.0, 60.0],
            [100.0, 120.0],
            [75.0, 100.0],
            [85.0, 100.0],
            [115.0, 100.0],
            [125.0, 100.0],
            [95.0, 140.0],
            [105.0, 140.0],
        ];
        let points = places.iter().map(|&[x, y]| [x, y, 0.0]).collect();
        Always { topology, mesh: MeshReading { points, flag }, look: 0.0 }
    }

    fn seen(points: [[f32; 2]; 6]) -> Detection {
        Detection { edges: [60.0, 60.0, 140.0, 160.0], score: 0.9, points: Some(points) }
    }

    const POINTS: [[f32; 2]; 6] =
        [[80.0, 100.0], [120.0, 100.0], [100.0, 120.0], [100.0, 140.0], [0.0, 0.0], [0.0, 0.0]];

    #[test]
    fn a_face_needs_a_sure_mesh_where_the_detector_saw_it() {
        let clip = DrawnFace::new(64, 64, 1);
        let (picture, frame) = (clip.picture(), clip.frame(0));
        let view = View::new(&picture, &frame);
        let ask = |flag, detection: &Detection| verified(&always(flag), &view, detection);
        assert!(ask(0.95, &seen(POINTS)).is_some());
        assert!(ask(0.8, &seen(POINTS)).is_none(), "a rather sure mesh and nothing more");
        assert!(ask(0.5, &seen(POINTS)).is_none(), "an unsure mesh");
        assert!(ask(f32::NAN, &seen(POINTS)).is_none());
        // A quarter of 40 px is 10 px.
        let moved = |by: f32| seen(POINTS.map(|[x, y]| [x + by, y]));
        assert!(ask(0.95, &moved(9.9)).is_some());
        assert!(ask(0.95, &moved(10.1)).is_none(), "a mesh beside the face");
        let again = |look, flag, by| verified(&Always { look, ..always(flag) }, &view, &moved(by));
        assert!(again(0.8, 0.95, 10.1).is_some(), "a second look makes up for it");
        assert!(again(0.8, 0.6, 9.9).is_some() && again(0.8, 0.6, 10.1).is_none());
        assert!(again(0.6, 0.95, 10.1).is_none() && again(0.9, 0.95, 24.1).is_none());
        let larger = Detection { edges: [20.0, 0.0, 180.0, 220.0], ..seen(POINTS) };
        assert!(ask(0.95, &larger).is_none(), "a region twice as large as the face");
        assert!(ask(0.95, &Detection { points: None, ..seen(POINTS) }).is_none(), "nothing to compare with");
    }

    #[test]
    fn the_region_of_a_mesh_is_half_as_large_again_and_turned_as_the_eyes() {
        let Always { topology, mesh, .. } = always(1.0);
        let square = mesh.square(&topology).unwrap();
        assert_eq!((square.x, square.y, square.side_px, square.turn), (100.0, 100.0, 120.0, [1.0, 0.0]));
        let upside_down =
            MeshReading { points: mesh.points.iter().map(|&[x, y, z]| [-x, -y, z]).collect(), flag: 1.0 };
        assert_eq!(upside_down.square(&topology).unwrap().turn, [-1.0, 0.0]);
        let none = MeshReading { points: vec![[1.0; 3]; 8], flag: 1.0 };
        assert_eq!(none.square(&topology), None);
    }
}
