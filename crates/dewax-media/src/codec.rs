//! The codecs and containers that are written.

use crate::target::TargetError;
use serde::{Deserialize, Serialize};

/// How a picture stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// ProRes 422 HQ: 10-bit 4:2:2.
    #[serde(rename = "prores")]
    Prores422Hq,
    /// ProRes 4444: 10-bit 4:4:4 with alpha.
    Prores4444,
    /// H.264 by x264: 8 or 10 bit.
    H264,
    /// H.265 by x265: 8, 10 or 12 bit.
    H265,
    /// FFV1: lossless.
    Ffv1,
    /// JPEG pictures: 8 bit, with loss.
    #[serde(rename = "jpg")]
    Jpeg,
    /// PNG pictures: 8 or 16 bit.
    Png,
    /// TIFF pictures: 16 bit.
    Tiff,
    /// OpenEXR pictures: 32-bit float, linear light.
    Exr,
}

impl Codec {
    /// All codecs, in the order in which they are named to people.
    pub const ALL: [Self; 9] = [
        Self::Prores422Hq,
        Self::Prores4444,
        Self::H264,
        Self::H265,
        Self::Ffv1,
        Self::Jpeg,
        Self::Png,
        Self::Tiff,
        Self::Exr,
    ];

    /// The name that users give.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prores422Hq => "prores",
            Self::Prores4444 => "prores4444",
            Self::H264 => "h264",
            Self::H265 => "h265",
            Self::Ffv1 => "ffv1",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Tiff => "tiff",
            Self::Exr => "exr",
        }
    }

    /// The codec of that name.
    ///
    /// # Errors
    /// When there is none; the message lists the names.
    pub fn from_name(name: &str) -> Result<Self, TargetError> {
        let found = Self::ALL.into_iter().find(|codec| codec.name() == name.to_lowercase());
        found.ok_or_else(|| TargetError::UnknownCodec(name.to_owned()))
    }

    /// FFmpeg's encoder.
    pub fn encoder(self) -> &'static str {
        match self {
            Self::Prores422Hq | Self::Prores4444 => "prores_ks",
            Self::H264 => "libx264",
            Self::H265 => "libx265",
            Self::Ffv1 => "ffv1",
            Self::Jpeg => "mjpeg",
            Self::Png => "png",
            Self::Tiff => "tiff",
            Self::Exr => "exr",
        }
    }

    /// Whether it writes single pictures.
    pub fn is_pictures(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Tiff | Self::Exr)
    }

    /// The depths that it can hold.
    pub fn depths(self) -> &'static [u8] {
        match self {
            Self::Prores422Hq | Self::Prores4444 => &[10],
            Self::H264 => &[8, 10],
            Self::H265 => &[8, 10, 12],
            Self::Ffv1 => &[8, 10, 12, 16],
            Self::Jpeg => &[8],
            Self::Png => &[8, 16],
            Self::Tiff => &[16],
            Self::Exr => &[32],
        }
    }
}

/// The file around the pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Container {
    /// QuickTime.
    Mov,
    /// MPEG-4.
    Mp4,
    /// Matroska. Its timestamps are whole milliseconds.
    Mkv,
    /// A file per picture, or one picture.
    Pictures,
}
