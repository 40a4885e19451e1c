//! Whole jobs on a clip, or on a film of many: one file each, with what is wished, what came of it, and the one function that does it.

pub mod advise;
pub mod at_cut;
pub mod diagnose;
pub mod export;
pub mod faces;
pub mod film;
pub mod fix;
mod mending;
pub mod neighbours;
pub mod plan;
pub mod project;
pub mod still;
pub mod stills;
pub mod verify;
