//! The treatment: pixels in, pixels and verdicts out.
//!
//! No files, no clock, no printing, no threads of its own beyond rayon. The five verbs: [`analysis::Analyser`] measures
//! frames, [`plan::plan`] turns the measurements and a look into a recipe, [`chain::Chain`] renders it, [`certificate`]
//! proves the result, [`report`] says all of it.

pub mod advice;
pub mod analysis;
pub mod asks;
pub mod cause;
pub mod certificate;
pub mod chain;
pub mod check;
pub mod checks;
pub mod clip;
pub mod color;
pub mod deed;
pub mod demo;
pub mod face;
pub mod facts;
pub mod flat;
pub mod flaw;
pub mod kernels;
pub mod lighting;
pub mod lock;
pub mod matching;
pub mod optics;
pub mod param;
pub mod plan;
pub mod px;
pub mod recipe;
pub mod report;
pub mod shelf;
pub mod skin;
pub mod stack;
pub mod step;
pub mod steps;
pub mod still;
pub mod stow;
pub mod surface;

/// Version of the program, as written into every file it makes.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
