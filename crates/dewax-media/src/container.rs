//! The files around pictures that are written.

use serde::{Deserialize, Serialize};

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

impl Container {
    /// The endings of its files, the usual one first; none of pictures, whose codecs have endings of their own.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Mov => &["mov"],
            Self::Mp4 => &["mp4", "m4v"],
            Self::Mkv => &["mkv"],
            Self::Pictures => &[],
        }
    }

    /// FFmpeg's muxer.
    pub(crate) fn muxer(self) -> &'static str {
        match self {
            Self::Mov => "mov",
            Self::Mp4 => "mp4",
            Self::Mkv => "matroska",
            Self::Pictures => "image2",
        }
    }

    /// The container whose files end like that.
    pub(crate) fn of(ending: &str) -> Option<Self> {
        [Self::Mov, Self::Mp4, Self::Mkv].into_iter().find(|c| c.endings().contains(&ending))
    }
}
