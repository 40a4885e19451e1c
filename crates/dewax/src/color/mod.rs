//! What the code values mean: primaries, transfer, matrix, range, siting, and the arithmetic that follows.

mod cdl;
mod course;
mod cube;
mod cube_of;
mod fitted;
mod join;
mod lab;
mod light;
pub mod math;
mod matrix;
mod oklab;
mod tags;
pub mod transfer;

pub use cdl::Cdl;
pub use course::{ColourCourse, ColourKnot};
pub use cube::Cube;
pub use cube_of::{cube_of, farthest};
pub use fitted::{Expected, Wanted, fitted};
pub use join::{Join, MOST_JOINS, MOST_STEADY_SHARE, TAKEN_BACK_DE, graded_whole, joins_back};
pub use lab::{Lab, at_equal_light, ciede2000, lab_from_rgb, lab_from_ycc, lab_seen};
pub use light::Light;
pub use matrix::{Levels, LumaWeights, rgb_from_ycc, ycc_from_rgb};
pub use oklab::{Oklab, oklab_from_rgb, oklab_seen};
pub use tags::{Matrix, Origin, Primaries, Range, Siting, Tag, Tags, Transfer};
