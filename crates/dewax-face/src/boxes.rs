//! The finder for when no models are installed: boxes around frontal faces and nothing else. Its weights are part of the
//! program.
//!
//! SeetaFace's funnel-structured cascade (Wu et al. 2017), as ported in the package `rustface`. It finds faces of at least
//! 40 px of the shrunk picture that look at the camera; turned and tilted ones it misses.

use crate::blaze;
use dewax::face::{Detection, Finder, MeshReading, Search, Square, Tier, Topology, View};
use dewax::kernels::shrink;
use dewax::px::Plane;
use rustface::{FaceInfo, ImageData, Model};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Weights of the cascade (see `build.rs`).
static WEIGHTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/boxes.bin"));
/// Side of the window that slides over the picture and its smaller copies: smaller faces are not seen.
const WINDOW_PX: usize = 40;

/// Finds boxes around faces.
pub struct BoxFinder {
    model: Model,
}

/// The weights that are part of the program cannot be used: the build is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the built-in face detector cannot be read: {0}")]
pub struct BadWeights(String);

/// The longer side of the picture that is searched is at most this, so that faces of 6 % of it are found. Costs 25 to
/// 55 ms. [`Search::SmallFaces`] searches one of twice the size.
const LONGEST_PX: usize = 720;
/// SeetaFace sums the scores of the windows that it merges. At 2.0 (its own usual threshold) the sum counts as half sure.
/// Measured on 40 clips and stills: faces that look at the camera 2.5 to 48, what is none below 2.
const HALF_SURE: f64 = 2.0;
/// The same in a known region, where hardly anything but the face can be meant.
const HALF_SURE_LOOK: f64 = 0.5;
/// Samples of a region that is looked at: two thirds of them are the face, twice the window.
const LOOK_SAMPLES: usize = 128;

impl BoxFinder {
    /// The finder.
    ///
    /// # Errors
    /// The weights that were built in are damaged.
    pub fn new() -> Result<Self, BadWeights> {
        let model = rustface::read_model(WEIGHTS).map_err(|e| BadWeights(e.to_string()))?;
        Ok(Self { model })
    }

    /// Faces in a grey picture of 8-bit levels, in its own pixels from its upper left corner. Those whose scores sum up to
    /// `half_sure` are half sure, and surer ones are told.
    fn faces(&self, grey: &Plane<f32>, half_sure: f64) -> Vec<Detection> {
        let (width, height) = (grey.width(), grey.height());
        if width.min(height) < WINDOW_PX {
            return Vec::new();
        }
        let samples: Vec<u8> = grey.samples().iter().map(|v| (v.clamp(0.0, 255.0) + 0.5) as u8).collect();
        // The package counts without checks against overflow; where those are compiled in, a box that has shrunk to
        // nothing ends in a panic. It is of no face.
        let found = catch_unwind(AssertUnwindSafe(|| {
            let mut detector = rustface::create_detector_with_model(self.model.clone());
            detector.set_score_thresh(half_sure);
            detector.detect(&ImageData::new(&samples, width as u32, height as u32))
        }));
        let found = found.unwrap_or_default();
        found.iter().map(|f| detection(f, half_sure)).filter(|d| d.edges[0] < d.edges[2]).collect()
    }
}

/// A face of the package in our terms.
fn detection(face: &FaceInfo, half_sure: f64) -> Detection {
    let area = face.bbox();
    let [left, upper] = [area.x(), area.y()].map(|v| v as f32);
    let [width, height] = [area.width(), area.height()].map(|v| v as f32);
    // Its score passes through the platform's `exp`; a thousandth hides the last bit.
    let score = (face.score() / (face.score() + half_sure) * 1000.0).round() / 1000.0;
    Detection { edges: [left, upper, left + width, upper + height], score: score as f32, points: None }
}

impl std::fmt::Debug for BoxFinder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BoxFinder").finish_non_exhaustive()
    }
}

impl Finder for BoxFinder {
    fn tier(&self) -> Tier {
        Tier::BoxOnly
    }

    fn detect(&self, view: &View, search: Search) -> Vec<Detection> {
        let longest = match search {
            Search::Usual => LONGEST_PX,
            Search::SmallFaces => 2 * LONGEST_PX,
        };
        let step = view.width().max(view.height()).div_ceil(longest).max(1);
        let levels = &view.picture().levels;
        let mut grey = shrink::shrink(view.frame().luma(), step);
        grey.samples_mut().iter_mut().for_each(|v| *v = (*v - levels.black) / levels.luma_span * 255.0);
        let mut found = self.faces(&grey, HALF_SURE);
        for face in &mut found {
            // Corners of samples to pixels, whose centres have whole numbers.
            face.edges = face.edges.map(|v| v * step as f32 - 0.5);
        }
        blaze::merged(found)
    }

    fn look(&self, view: &View, square: &Square) -> f32 {
        let found = self.faces(&view.luma(square, LOOK_SAMPLES), HALF_SURE_LOOK);
        blaze::in_middle(found, LOOK_SAMPLES as f32).iter().fold(0.0, |best, d| d.score.max(best))
    }

    fn mesh(&self, _: &View, _: &Square) -> Option<MeshReading> {
        None
    }

    fn person(&self, _: &View, _: &Square, _: usize) -> Option<Plane<f32>> {
        None
    }

    fn topology(&self) -> Option<&Topology> {
        None
    }
}
