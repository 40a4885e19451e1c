//! Reads a face mesh from one region of a frame: 468 points of the surface, those of lips and eyes refined, and five of
//! each iris.

use crate::bad_models::{BadModels, check_input};
use crate::blaze::sigmoid;
use crate::tflite::Model;
use dewax::face::{MESH_POINTS, MeshReading, Outside, Square, Topology, View};

/// Samples on a side of the region as the model sees it.
const SAMPLES: usize = 192;
/// Points of the surface; those of the irises follow.
const SURFACE: usize = 468;
/// Points of an iris: its centre and four of its rim.
const IRIS: usize = 5;
const NAME: &str = "face mesh";

/// An output of refined points, and which points of the mesh they are.
#[derive(Debug)]
struct Refined {
    output: usize,
    points: Vec<u16>,
}

/// An output of an iris, where it goes, and the contour of the eye around it.
#[derive(Debug)]
struct Iris {
    output: usize,
    first: usize,
    contour: Vec<u16>,
}

/// The mesh model (MediaPipe `face_landmark_with_attention`) and what its outputs are.
#[derive(Debug)]
pub(crate) struct Mesher {
    model: Model,
    surface: usize,
    flag: usize,
    refined: Vec<Refined>,
    irises: [Iris; 2],
}

impl Mesher {
    /// The reader of a model.
    ///
    /// # Errors
    /// The file is no model, or is another one.
    pub(crate) fn new(bytes: &[u8], topology: &Topology) -> Result<Self, BadModels> {
        let model = Model::read(bytes).map_err(|source| BadModels::Unreadable { name: NAME, source })?;
        check_input(NAME, &model, SAMPLES)?;
        let output = |name: &str, size: usize| {
            let fits =
                |o: &crate::tflite::Output| o.name == name && o.shape.iter().product::<usize>() == size;
            let place = model.outputs().iter().position(fits);
            place.ok_or(BadModels::Other { name: NAME, what: "an output" })
        };
        // The model itself knows which points it refines: they are those that it cuts its lips and eyes by.
        let subsets = model.landmark_subsets();
        let subset = |contour: &[u16]| {
            let holds = |s: &&Vec<u16>| contour.iter().all(|p| s.contains(p)) && within_surface(s);
            let found = subsets.iter().find(holds).cloned();
            found.ok_or(BadModels::Other { name: NAME, what: "a list of refined points" })
        };
        let refine = |name: &str, contour: &[u16]| {
            let points = subset(contour)?;
            Ok::<_, BadModels>(Refined { output: output(name, points.len() * 2)?, points })
        };
        let iris = |name: &str, first: usize, contour: &[u16]| {
            Ok::<_, BadModels>(Iris { output: output(name, IRIS * 2)?, first, contour: contour.to_vec() })
        };
        // Its names say left and right as seen on the screen.
        let refined = vec![
            refine("output_lips", &topology.lips_inner)?,
            refine("output_left_eye", &topology.right_eye)?,
            refine("output_right_eye", &topology.left_eye)?,
        ];
        let irises = [
            iris("output_left_iris", SURFACE, &topology.right_eye)?,
            iris("output_right_iris", SURFACE + IRIS, &topology.left_eye)?,
        ];
        if !topology.right_eye.iter().chain(&topology.left_eye).all(|&p| usize::from(p) < SURFACE) {
            return Err(BadModels::Other { name: NAME, what: "the topology" });
        }
        let (surface, flag) = (output("output_mesh_identity", SURFACE * 3)?, output("conv_faceflag", 1)?);
        Ok(Self { surface, flag, refined, irises, model })
    }

    /// The mesh in a square; `None` when the model gives something that is no mesh.
    pub(crate) fn read(&self, view: &View, square: &Square) -> Option<MeshReading> {
        // MediaPipe repeats the picture's edge here, and so was the model trained.
        let outputs = self.model.run(&view.crop(square, SAMPLES, Outside::Repeat)).ok()?;
        let part = |which: usize| outputs.get(which).map(Vec::as_slice);
        let mut points = vec![[0.0f32; 3]; MESH_POINTS];
        for (point, from) in points.iter_mut().zip(part(self.surface)?.as_chunks::<3>().0) {
            *point = *from;
        }
        for refined in &self.refined {
            for (&which, from) in refined.points.iter().zip(part(refined.output)?.as_chunks::<2>().0) {
                let point = points.get_mut(usize::from(which))?;
                // Depth stays that of the coarse mesh: the refinement has none.
                (point[0], point[1]) = (from[0], from[1]);
            }
        }
        for iris in &self.irises {
            // An iris has no depth of its own: it gets that of its lids (as MediaPipe does).
            let sum: f32 =
                iris.contour.iter().map(|&p| points.get(usize::from(p)).map_or(0.0, |p| p[2])).sum();
            let depth = sum / iris.contour.len().max(1) as f32;
            let places = points.get_mut(iris.first..iris.first + IRIS)?;
            for (point, from) in places.iter_mut().zip(part(iris.output)?.as_chunks::<2>().0) {
                *point = [from[0], from[1], depth];
            }
        }
        let unit = 1.0 / SAMPLES as f32;
        for point in &mut points {
            let [x, y] = square.point(point[0] * unit, point[1] * unit);
            *point = [x, y, point[2] * unit * square.side_px];
        }
        let flag = sigmoid(*part(self.flag)?.first()?);
        (flag.is_finite() && points.iter().flatten().all(|v| v.is_finite()))
            .then_some(MeshReading { points, flag })
    }
}

fn within_surface(points: &[u16]) -> bool {
    points.iter().all(|&p| usize::from(p) < SURFACE)
}
