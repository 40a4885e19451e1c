//! The colour of the skin of a shot.

use serde::{Deserialize, Serialize};

/// The colour of the skin of a shot, in the plane of the vectorscope.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SkinModel {
    /// Angle of the skin's chroma from Cb towards Cr, in degrees (the vectorscope's skin line is at 123°).
    pub hue_deg: f32,
    /// Half the width of the accepted angles, in degrees.
    pub hue_width_deg: f32,
    /// Least chroma ÷ luma.
    pub sat_min: f32,
    /// Largest chroma ÷ luma.
    pub sat_max: f32,
    /// Least luma, 0..=1.
    pub luma_min: f32,
    /// Largest luma, 0..=1.
    pub luma_max: f32,
    /// Share of the frame that the model was learnt from, 0..=1.
    pub support: f32,
}
