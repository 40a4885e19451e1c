//! What was measured of the shape of a face.

use super::ShotFacts;
use crate::face::{Bend, PointCourse};
use crate::px::Frame;
use serde::{Deserialize, Serialize};

/// From here on a breath is more than a step could steady without bending what lies beside the face, % of the face's width.
pub const SEVERE_WIDTH_PERCENT: f32 = 1.5;

/// A breath that goes less far is not seen, % of the face's width: half a pixel of a face 170 px wide.
const SEEN_WIDTH_PERCENT: f32 = 0.3;

/// A part of a face's outline.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum Contour {
    /// Between chin and corner of the jaw.
    Jaw,
    /// The corner of the jaw and what lies above it.
    Cheek,
    /// The ear.
    Ear,
    /// Temple and forehead, where the hair begins.
    Hairline,
}

/// How a part of a face's outline moves by itself, where and when it does so most.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ContourMotion {
    /// Which part.
    pub contour: Contour,
    /// Whether it is on the person's right side.
    pub is_right: bool,
    /// What the pose, the expression and the rest of the outline do not foretell: RMS over a second, in % of the eye distance.
    pub percent: f32,
    /// What a face that does not breathe leaves unexplained there, in % of the eye distance: more is breathing.
    pub limit_percent: f32,
    /// How far it goes at most, in % of the face's width.
    pub width_percent: f32,
    /// The frame in which it is furthest off, counted from the start of the shot.
    pub frame: usize,
}

impl ContourMotion {
    /// How many times its limit it moves.
    pub fn excess(&self) -> f32 {
        self.percent / self.limit_percent.max(1e-6)
    }

    /// Whether it breathes.
    pub fn is_named(&self) -> bool {
        self.excess() >= 1.0
    }

    /// Whether it breathes by what can be seen, and by no more than a step can take back.
    pub fn is_steadied(&self) -> bool {
        self.is_named() && (SEEN_WIDTH_PERCENT..SEVERE_WIDTH_PERCENT).contains(&self.width_percent)
    }

    /// Whether the figures are possible; files may say anything.
    pub fn is_sane(&self, frames: usize) -> bool {
        let figures = [self.percent, self.limit_percent, self.width_percent];
        self.frame < frames && figures.iter().all(|v| (0.0..=1000.0).contains(v))
    }
}

/// The shape of a face through the shot.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FaceShape {
    /// Number of the face's track.
    pub face: u32,
    /// Frames whose mesh was judged.
    pub mesh_frames: usize,
    /// How much the outline of the mesh breathes, in % of the eye distance; none when it was not seen long enough.
    pub outline_percent: Option<f32>,
    /// How much the outer skin breathes in its lock, in % of the eye distance; none when it was not locked long enough.
    pub skin_percent: Option<f32>,
    /// The frame in which most breathes, counted from the start of the shot.
    pub breathing_frame: usize,
    /// How its outline moves by itself, part by part; empty when it was not followed long enough.
    #[serde(default)]
    pub contours: Vec<ContourMotion>,
    /// What of its outline can be steadied: the points of the parts that breathe, and by less than a step could not bend back.
    #[serde(default)]
    pub breath: Vec<PointCourse>,
    /// Runs of frames in which the face loses its structure and finds it again, first and last one counted from the start of
    /// the shot.
    pub morphs: Vec<(usize, usize)>,
    /// Runs of frames in which something is in the face that is there neither before nor behind (another face that shows through, a second
    /// feature, a stretched mouth), first and last one counted from the start of the shot.
    #[serde(default)]
    pub fleeting: Vec<(usize, usize)>,
    /// Largest difference between the shape of the first second and of a later one at a like pose, in % of the eye distance;
    /// none when there is no such second.
    pub change_percent: Option<f32>,
    /// The middle of that second, counted from the start of the shot.
    pub change_frame: usize,
}

impl ShotFacts {
    /// Takes back this share, 0..=1, of what the outlines of a frame's faces are off by themselves.
    pub fn steady(&self, share: f32, frame: &mut Frame) {
        let (Some(topology), Some(at)) =
            (self.faces.topology.as_deref(), frame.index.checked_sub(self.shot.first_frame))
        else {
            return;
        };
        let faces = self.faces.at(frame.index).filter_map(|(track, state)| {
            let shape = self.shapes.iter().find(|s| s.face == track.id)?;
            Bend::of(state, topology, &shape.breath, at, share)
        });
        faces.for_each(|bend| bend.lay(frame));
    }
}
