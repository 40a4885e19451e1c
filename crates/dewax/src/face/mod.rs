//! Faces as data: where they are in a frame, and what a finder of faces must be able to say.
//!
//! The models that find and map faces live outside this crate, behind [`Finder`]. Points are in luma pixels of the
//! whole frame; the centre of the frame's first pixel is (0, 0). "Left" and "right" are the person's own.

mod breath;
mod descriptor;
mod enlarged;
mod finder;
mod hand;
mod hand_run;
mod matte;
mod person;
mod shot;
mod square;
pub mod tint;
mod topology;
mod track;
mod verify;
mod view;

pub use breath::PointCourse;
pub(crate) use breath::{Bend, SEEN_SHARE, ways_out};
pub use descriptor::{
    CHIP_SAMPLES, DESCRIPTOR_NUMBERS, Describe, Descriptor, LEAST_VOTE_IOD_PX, MOST_SIDEWAYS, bearing, chip,
    may_vote, turned,
};
pub use finder::{Detection, Finder, MeshReading, Search, Tier};
pub use hand::{HAND_JOINTS, Hand, PALM};
pub use hand_run::{HandRun, hand_frames, hand_runs};
pub use matte::{MATTE_CELLS, Matte};
pub(crate) use matte::{joined, steady_mattes, whole_square};
pub use person::{LOOK_EVERY_FRAMES, LOOKS_OF_A_MEAN, PersonDrift, SamePerson};
pub use shot::{FaceFilter, ShotFaces};
pub use square::{REGION_PER_FACE, Square};
pub use topology::{BadTopology, MESH_POINTS, Topology};
pub use track::{
    FaceOptions, FaceState, FaceTrack, Likeness, MOST_OTHERS, Mesh, Mode, PERSON_CELLS, PERSON_SIDES, Scores,
    Surface, person_square,
};
pub(crate) use track::{length, middle};
pub use verify::verified;
pub use view::{Outside, View};
