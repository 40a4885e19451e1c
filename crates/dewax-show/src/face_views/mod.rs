//! What was found of faces, drawn for people: on every frame of a clip, on a contact sheet, and for the report.
//!
//! Drawing never touches what is treated: it works on copies, in the frame's own Y'CbCr at its own depth and subsampling.

mod crops;
mod draw;
mod layer;
mod sheet;
mod small;

pub use crops::{CROPS_BYTES, FaceCrop, FaceCrops, around};
pub use draw::{FaceView, Wires, skin_of};
pub use sheet::{Pick, Sheet, picks};

#[cfg(test)]
mod tests;
