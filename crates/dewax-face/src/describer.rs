//! Describes a face by 128 numbers, near each other for pictures of one person: the model behind `dewax::face::Describe`.

use crate::bad_models::{BadModels, check_input};
use crate::tflite::Model;
use dewax::face::{CHIP_SAMPLES, Describe, Descriptor, Outside, View, chip};

const NAME: &str = "face descriptor";

/// The descriptor model, as the bytes of its two files (`face_recognition_model` of the package @vladmandic/face-api 1.7.15).
#[derive(Clone, Copy)]
pub struct DescriptorBytes<'a> {
    /// The list of its weights.
    pub list: &'a [u8],
    /// Their numbers.
    pub weights: &'a [u8],
}

impl std::fmt::Debug for DescriptorBytes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DescriptorBytes({}, {})", self.list.len(), self.weights.len())
    }
}

/// The model that describes faces.
#[derive(Debug)]
pub struct Describer(Model);

impl Describer {
    /// The model of these bytes. They can go.
    ///
    /// # Errors
    /// They are no such model.
    pub fn new(bytes: DescriptorBytes<'_>) -> Result<Self, BadModels> {
        let model = Model::read_residual(bytes.list, bytes.weights)
            .map_err(|source| BadModels::Unreadable { name: NAME, source })?;
        check_input(NAME, &model, CHIP_SAMPLES)?;
        Ok(Self(model))
    }

    /// A face that is cut out: [`CHIP_SAMPLES`] squared R'G'B' samples, 0..=1, row by row. `None` of anything else.
    pub fn of_chip(&self, samples: &[f32]) -> Option<Descriptor> {
        Descriptor::of(self.0.run(samples).ok()?.first()?)
    }
}

impl Describe for Describer {
    fn describe(&self, view: &View, mesh: &[[f32; 3]]) -> Option<Descriptor> {
        // dlib fills with black what lies beyond the picture.
        self.of_chip(&view.crop(&chip(mesh)?, CHIP_SAMPLES, Outside::Black))
    }
}
