//! The skin laid flat: where each point of a face lies on its own skin, in millimetres, and what is known of a skin there.
//!
//! What is drawn in these coordinates is on the same spot of the same skin in every segment and shot.

mod chart;
mod graft;
mod original;
mod points;
mod way;

pub use chart::Chart;
pub use graft::{FLAT_SIDE_MM, FLAT_START_MM, GRAFT_PER_MM, Graft};
pub use original::{Beside, Original};
pub use points::{FLAT_POINTS, flat_mm};
pub(crate) use way::{Pair, Way};
