//! The finder of faces with a mesh: two detectors, the mesh model, and the person mask, behind `dewax::face::Finder`.

use crate::bad_models::BadModels;
use crate::blaze::Blaze;
use crate::describer::Describer;
use crate::detect::{self, Detector};
use crate::hands::{HandBytes, Hands};
use crate::mesh::Mesher;
use crate::person::PersonMask;
use dewax::face::{Describe, Detection, Finder, Hand, MeshReading, Search, Square, Tier, Topology, View};
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
    /// What finds hands; without it [`Finder::sees_hands`] says no.
    pub hands: Option<HandBytes<'a>>,
}

impl std::fmt::Debug for ModelBytes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hands = self.hands.map(|hands| (hands.palm.len(), hands.hand.len()));
        let sizes = (self.short.len(), self.full.len(), self.mesh.len(), self.person.map(<[u8]>::len), hands);
        write!(f, "ModelBytes{sizes:?}")
    }
}

/// Finds faces, maps them, and tells people from what is behind them.
#[derive(Debug)]
pub struct MeshFinder {
    short: Detector,
    full: Detector,
    mesher: Mesher,
    person: Option<PersonMask>,
    hands: Option<Hands>,
    describer: Option<Describer>,
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
            hands: models.hands.map(Hands::new).transpose()?,
            describer: None,
            topology,
        })
    }

    /// The same, which also tells persons apart.
    #[must_use]
    pub fn describing(self, describer: Describer) -> Self {
        Self { describer: Some(describer), ..self }
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
        let [mask] = self.person.as_ref()?.mask(view, square, [cells])?;
        Some(mask)
    }

    fn persons(&self, view: &View, square: &Square, cells: [usize; 2]) -> Option<[Plane<f32>; 2]> {
        self.person.as_ref()?.mask(view, square, cells)
    }

    fn topology(&self) -> Option<&Topology> {
        Some(&self.topology)
    }

    fn sees_hands(&self) -> bool {
        self.hands.is_some()
    }

    fn palms(&self, view: &View, square: &Square) -> Vec<Square> {
        self.hands.as_ref().map_or_else(Vec::new, |hands| hands.palms(view, square))
    }

    fn hand(&self, view: &View, square: &Square) -> Option<Hand> {
        self.hands.as_ref()?.read(view, square)
    }

    fn describer(&self) -> Option<&dyn Describe> {
        self.describer.as_ref().map(|describer| describer as &dyn Describe)
    }
}
