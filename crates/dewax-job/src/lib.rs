//! The job: what is done with a clip, from opening it to a judged result with everything that lies beside it. The sequence stands here once;
//! every front end calls it.

mod advise_error;
pub mod brief;
pub mod cdl;
pub mod character;
mod error;
pub mod estimate;
mod faces_places;
pub mod film;
mod fits;
#[cfg(test)]
#[path = "../../dewax-media/src/fuzz/damage.rs"]
mod fuzz;
#[cfg(test)]
mod fuzz_readers;
mod graft_file;
pub mod grain_from;
pub mod job;
mod making;
mod notes;
pub mod ops;
pub mod original;
pub mod passes;
mod progress;
pub mod range;
pub mod reference;
pub mod render;
pub mod schema;
pub mod session;
mod side_by_side;
pub mod sidecar;
mod sidecar_faces;
pub mod spots;
pub mod still;
pub mod stills;
pub mod texture_from;
pub mod trial;
pub mod upscale;
pub mod verify;
mod wish;

pub use ops::{diagnose, fix};
