//! The kinds of picture files that are read and written in this process.

use crate::codec::{Codec, Part};
use std::path::Path;

/// A kind of picture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureKind {
    /// PNG: 8 and 16 bits, nothing lost.
    Png,
    /// JPEG: 8 bits, with loss.
    Jpeg,
    /// TIFF: 8 and 16 bits, nothing lost.
    Tiff,
    /// WebP: 8 bits; written without loss.
    Webp,
}

impl PictureKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Tiff, Self::Webp];

    /// The name that people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Tiff => "TIFF",
            Self::Webp => "WebP",
        }
    }

    /// Endings of such files, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Tiff => &["tif", "tiff"],
            Self::Webp => &["webp"],
        }
    }

    /// The kind that a name's ending asks for.
    pub fn by_ending(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        let has = |kind: &Self| kind.endings().iter().any(|own| own.eq_ignore_ascii_case(ending));
        Self::ALL.into_iter().find(has)
    }

    /// The kind that the first bytes of a file are of.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xff, 0xd8, ..] => Some(Self::Jpeg),
            // 43 is BigTIFF, of files beyond 4 GB: its reader refuses it in words.
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Self::Tiff),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// The most bits of a channel that it holds here.
    pub fn most_bits(self) -> u8 {
        match self {
            Self::Png | Self::Tiff => 16,
            Self::Jpeg | Self::Webp => 8,
        }
    }

    /// Whether it holds opacity.
    pub fn has_alpha(self) -> bool {
        self != Self::Jpeg
    }

    /// What of a picture's own words is put into it.
    pub(super) fn carries(self) -> &'static [Part] {
        match self {
            Self::Png => Codec::Png.row().carries,
            Self::Jpeg => Codec::Jpeg.row().carries,
            Self::Tiff => Codec::Tiff.row().carries,
            Self::Webp => &[Part::Profile, Part::Exif, Part::Xmp],
        }
    }
}
