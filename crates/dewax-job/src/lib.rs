//! The job: what is done with a clip, from opening it to a judged result with everything that lies beside it. The sequence stands here once;
//! every front end calls it.

pub mod character;
pub mod diagnose;
mod error;
mod faces_places;
pub mod faces_shown;
pub mod fix;
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
pub mod original;
mod progress;
mod render;
pub mod session;
pub mod sidecar;
mod sidecar_faces;
pub mod trial;
pub mod verify;
mod wish;
