//! The finder of faces with a mesh: two detectors, the mesh model, and the person mask, behind `dewax::face::Finder`.

use crate::blaze::Blaze;
use crate::detect::{self, Detector};
use crate::mesh::Mesher;
use crate::person::PersonMask;
use crate::tflite::{BadModel, Model};
use dewax::face::{BadTopology, Detection, Finder, MeshReading, Search, Square, Tier, Topology, View};
use dewax::px::Plane;

/// The models, as the bytes of their `.tflite` files (MediaPipe 0.10.21).
#[derive(Clone, Copy)]
pub struct ModelBytes<'a> {
    /// `face_detection_short_range`.
    pub short: &'a [u8],
    /// `face_detection_full_range_sparse`.
    pub full: &'a [u8],
    /// `face_landmark_with_attention`.
    pub mesh: &'a [u8],
    /// `selfie_segmentation`; without it [`Finder::person`] answers `None`.
    pub person: Option<&'a [u8]>,
}

impl std::fmt::Debug for ModelBytes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sizes = (self.short.len(), self.full.len(), self.mesh.len(), self.person.map(<[u8]>::len));
        write!(f, "ModelBytes{sizes:?}")
    }
}

/// Why no finder can be made of these models.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadModels {
    /// A file is no model that can be run.
    #[error("the {name} model cannot be used: {source}")]
    Unreadable {
        /// Which one.
        name: &'static str,
        /// What is wrong.
        source: BadModel,
    },
    /// A file is a model, but not the one that belongs here.
    #[error("the {name} model is not the expected one: {what} differs; install the models anew")]
    Other {
        /// Which one.
        name: &'static str,
        /// What differs.
        what: &'static str,
    },
    /// The topology of the mesh cannot be used.
    #[error(transparent)]
    Topology(#[from] BadTopology),
}

/// Finds faces, maps them, and tells people from what is behind them.
#[derive(Debug)]
pub struct MeshFinder {
    short: Detector,
    full: Detector,
    mesher: Mesher,
    person: Option<PersonMask>,
    topology: Topology,
}

impl MeshFinder {
    /// The finder that these models make. They are copied; the bytes can go.
    ///
    /// # Errors
    /// A file is no model or not the expected one, or the topology does not fit the mesh.
    pub fn new(models: ModelBytes<'_>, topology: Topology) -> Result<Self, BadModels> {
        topology.check()?;
        Ok(Self {
            short: Detector::new(Blaze::ShortRange, "short-range detector", models.short)?,
            full: Detector::new(Blaze::FullRange, "full-range detector", models.full)?,
            mesher: Mesher::new(models.mesh, &topology)?,
            person: models.person.map(PersonMask::new).transpose()?,
            topology,
        })
    }
}

impl Finder for MeshFinder {
    fn tier(&self) -> Tier {
        Tier::Mesh
    }

    fn detect(&self, view: &View, search: Search) -> Vec<Detection> {
        detect::detect(&self.short, &self.full, view, search)
    }

    fn look(&self, view: &View, square: &Square) -> f32 {
        self.short.face_in(view, square).map_or(0.0, |face| face.score)
    }

    fn mesh(&self, view: &View, square: &Square) -> Option<MeshReading> {
        self.mesher.read(view, square)
    }

    fn person(&self, view: &View, square: &Square, cells: usize) -> Option<Plane<f32>> {
        self.person.as_ref()?.mask(view, square, cells)
    }

    fn topology(&self) -> Option<&Topology> {
        Some(&self.topology)
    }
}

/// That a model looks at square pictures of that many samples on a side.
pub(crate) fn check_input(name: &'static str, model: &Model, samples: usize) -> Result<(), BadModels> {
    let fits = model.input_shape() == [1, samples, samples, 3];
    fits.then_some(()).ok_or(BadModels::Other { name, what: "the size of its picture" })
}
