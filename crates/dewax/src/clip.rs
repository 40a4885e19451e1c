//! What the source is: a clip and its shots. No paths, no pixels, no taste.

use crate::color::{Levels, LumaWeights, Siting, Tags, Transfer};
use crate::kernels::{chroma, round_u16};
use crate::px::{Format, Frame, Plane};
use serde::{Deserialize, Serialize};

/// A fraction, such as a time base in seconds per tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Ratio {
    /// Numerator.
    pub num: i64,
    /// Denominator, above 0.
    pub den: i64,
}

impl Ratio {
    /// The fraction as a number; 0 when the denominator is.
    pub fn value(self) -> f64 {
        if self.den == 0 { 0.0 } else { self.num as f64 / self.den as f64 }
    }
}

/// What the file says of how it came about, beside its pictures.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Signs {
    /// The codec of the pictures, such as `h264`; empty when not known.
    pub codec: String,
    /// Bits that the file spends on a pixel of a frame; none when not known.
    pub bits_per_pixel: Option<f32>,
    /// What the file's metadata say of who made or changed it, as `key: value`.
    pub written_by: Vec<String>,
}

/// The number of a shot in files and words, where the first is 1; in the program it is its place in a list.
pub(crate) mod from_one {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(place: &usize, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(*place as u64 + 1)
    }

    pub(crate) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<usize, D::Error> {
        usize::deserialize(from)?.checked_sub(1).ok_or_else(|| D::Error::custom("shots are counted from 1"))
    }
}

/// The clip that an analysis or a recipe belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Clip {
    /// File name, for people; the fingerprint is what counts.
    pub name: String,
    /// SHA-256 over the file's length and three samples of its bytes, in hex.
    pub fingerprint: String,
    /// Shape of its frames.
    pub format: Format,
    /// Its colours, stated or assumed.
    pub tags: Tags,
    /// Seconds per tick of `pts`.
    pub time_base: Ratio,
    /// When each frame is shown, in ticks.
    pub pts: Vec<i64>,
    /// How long the last frame is shown, in ticks.
    pub last_duration: i64,
    /// What its file says of how it came about.
    #[serde(default)]
    pub signs: Signs,
}

impl Clip {
    /// Number of frames.
    pub fn frames(&self) -> usize {
        self.pts.len()
    }

    /// When frame `index` is shown, in seconds from the first frame.
    pub fn seconds(&self, index: usize) -> f64 {
        let at = |i: usize| self.pts.get(i).copied().unwrap_or_default() as f64;
        (at(index) - at(0)) * self.time_base.value()
    }

    /// Length in seconds, the last frame included.
    pub fn duration_s(&self) -> f64 {
        let last = self.frames().saturating_sub(1);
        self.seconds(last) + self.last_duration as f64 * self.time_base.value()
    }

    /// What steps need to know of the pictures.
    pub fn picture(&self) -> Picture {
        Picture {
            format: self.format,
            levels: Levels::of_tags(&self.tags, self.format.bits),
            weights: LumaWeights::of(self.tags.matrix.value),
            siting: self.tags.siting.value,
            transfer: self.tags.transfer.value,
        }
    }
}

/// What the pictures of a clip have in common, as a step needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// Size, subsampling, depth.
    pub format: Format,
    /// Where black, white and neutral chroma lie.
    pub levels: Levels,
    /// Weights of the Y'CbCr matrix.
    pub weights: LumaWeights,
    /// Where chroma samples sit.
    pub siting: Siting,
    /// How codes stand for light.
    pub transfer: Transfer,
}

impl Picture {
    /// How large this picture is beside 1080p: lengths given in "px at 1080p" are multiplied by it.
    /// The shorter side counts, so that an upright clip is treated like a lying one.
    pub fn scale(&self) -> f32 {
        self.format.width.min(self.format.height) as f32 / 1080.0
    }

    /// Luma pixels per weight of a mask, so that the mask has about 270 rows (1080p: 4).
    pub fn mask_step_px(&self) -> usize {
        ((self.scale() * 4.0).round() as usize).max(1)
    }
}

#[cfg(test)]
impl Picture {
    /// What tests draw: 8 bit, 4:2:0, BT.709, limited range.
    pub(crate) fn usual(width: usize, height: usize) -> Self {
        use crate::color::{Matrix, Range};
        use crate::px::Subsampling;
        Self {
            format: Format { width, height, subsampling: Subsampling::C420, bits: 8, alpha: false },
            levels: Levels::of(Range::Limited, 8),
            weights: LumaWeights::of(Matrix::Bt709),
            siting: Siting::Left,
            transfer: Transfer::Bt709,
        }
    }
}

impl Picture {
    /// A frame of this kind as a frame of kind `to`: levels of its range, its chroma subsampling. For comparing files;
    /// sizes must agree, matrices are not changed.
    pub fn converted(&self, frame: &Frame, to: &Self) -> Frame {
        let size = (frame.width(), frame.height());
        let mut out = frame.clone();
        let (from_levels, to_levels) = (&self.levels, &to.levels);
        let same = from_levels == to_levels;
        for which in 0..3 {
            let (zero, span, to_zero, to_span) = if which == 0 {
                (from_levels.black, from_levels.luma_span, to_levels.black, to_levels.luma_span)
            } else {
                let (f, t) = (from_levels, to_levels);
                (f.chroma_zero, f.chroma_span, t.chroma_zero, t.chroma_span)
            };
            if !same {
                for s in out.plane_mut(which).samples_mut() {
                    *s = round_u16(to_zero + (f32::from(*s) - zero) * (to_span / span), 65535.0);
                }
            }
        }
        if frame.subsampling == to.format.subsampling {
            return out;
        }
        let moved = |which: usize| {
            chroma::resample(out.plane(which), size, frame.subsampling, to.format.subsampling, self.siting)
        };
        let planes: [Plane<u16>; 3] = [out.luma().clone(), moved(1), moved(2)];
        let (alpha, index, skin) = (out.alpha.clone(), out.index, out.skin.clone());
        let Some(mut converted) = Frame::from_planes(index, to.format.subsampling, planes) else {
            return out;
        };
        converted.alpha = alpha;
        converted.skin = skin;
        converted
    }
}

/// A run of frames without a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Shot {
    /// Number of its first frame in the clip.
    pub first_frame: usize,
    /// How many frames it has.
    pub frames: usize,
}

impl Shot {
    /// One past its last frame.
    pub fn end(&self) -> usize {
        self.first_frame + self.frames
    }

    /// Whether the frame is in the shot.
    pub fn contains(&self, frame: usize) -> bool {
        (self.first_frame..self.end()).contains(&frame)
    }
}
