//! Finds and maps faces: runs the face models on pictures. No files, no clock, no printing; models come in as bytes.
//!
//! [`MeshFinder`] needs the models of MediaPipe and says everything; [`BoxFinder`] needs nothing and says where frontal
//! faces are. Both are a [`dewax::face::Finder`].

mod bad_models;
mod blaze;
mod boxes;
mod describer;
mod detect;
mod finder;
mod hands;
mod mesh;
mod person;
pub mod tflite;

pub use bad_models::BadModels;
pub use boxes::{BadWeights, BoxFinder};
pub use describer::{Describer, DescriptorBytes};
pub use finder::{MeshFinder, ModelBytes};
pub use hands::HandBytes;
