//! Hundreds of pictures at once: which original belongs to which, what each gets, and what is said of all of them.

mod beside;
pub(crate) mod error;
pub(crate) mod files;
pub(crate) mod glance;
mod layers;
pub(crate) mod made;
mod measured;
pub(crate) mod one;
mod originals;
pub mod pairs;
mod pores;
mod proofs;
pub(crate) mod room;
pub mod stamp;
pub(crate) mod wish;
