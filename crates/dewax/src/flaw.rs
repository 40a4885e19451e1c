//! What can be wrong with a shot that a step can take away, and from how much on it counts.

/// A flaw that is measured, and that some step treats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Fine texture of the skin that is redrawn in every frame.
    Boil,
    /// Patches of the skin that pulse.
    Patch,
    /// Brightness of the whole frame, or the colour of its light, that jumps from frame to frame.
    Exposure,
    /// Colour of the whole picture that moves slowly.
    Drift,
    /// Colour of the whole picture that steps at one frame, where a part was joined on.
    Join,
    /// Neck, arms or hands that are hotter than the face.
    Limbs,
    /// Bright and dark lines beside contours.
    Halo,
    /// Skin without texture.
    Porcelain,
    /// Outlines of faces that swell and shrink by themselves.
    Breath,
}

/// A place of the skin stands out of the frames around by so many deviations of what it usually does to be named: `analysis/spots` says what
/// was measured for it.
pub const SPOT_DEVIATIONS: f32 = 6.5;
/// A face is soft that lacks as much as a blur of this sigma takes away, px: `analysis/soft` says what was measured for it.
pub const SOFT_SIGMA_PX: f32 = 1.0;
/// Boil below this is what codecs and sensors leave in calm footage, 8-bit levels.
pub const BOIL_FLOOR_LEVELS: f32 = 1.0;
/// Patch flicker below this is expression and breathing light, 8-bit levels.
pub const PATCH_FLOOR_LEVELS: f32 = 0.5;
/// Below this, a course of brightness counts as steady: camera footage in good light measures 0.1-0.3 %.
pub const FLICKER_FLOOR_PERCENT: f32 = 0.5;
/// The same for channels that go up and down apart from each other: rounding of 8-bit chroma in a dark channel was seen to make 0.56 %,
/// camera footage 0.2 %.
pub const COLOUR_FLICKER_FLOOR_PERCENT: f32 = 0.7;
/// Steps of colour beyond which a join is named, CIEDE2000: a step of the whole picture between two frames is seen from about one just
/// noticeable difference on. Taken back is what [`crate::color::Join::is_taken_back`] says.
pub const JOIN_DE: f32 = 0.7;
/// Overshoot beyond which lines beside contours are named and treated, in percent of the step: 6 camera clips measured 0-0.5;
/// sharpened by 0.5, 1 and 1.5 (`unsharp=5:5`) those with crisp contours 0.3-2.9, 1.6-6.1 and 2.9-9.1, while soft contours (3 px
/// and wider) hardly overshoot at any of these. Less is what cameras do, and is left.
pub const HALO_PERCENT: f32 = 1.5;
