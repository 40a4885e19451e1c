//! Colour tags: what a file says of its colours, and what is assumed where it says nothing.

use serde::{Deserialize, Serialize};

/// Whether a tag was in the file or is dewax's assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The file says so.
    Stated,
    /// The file says nothing; this is the usual meaning of such a file.
    Assumed,
}

/// A tag and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Tag<T> {
    /// The tag.
    pub value: T,
    /// Who says so.
    pub origin: Origin,
}

impl<T> Tag<T> {
    /// A tag that the file states.
    pub fn stated(value: T) -> Self {
        Self { value, origin: Origin::Stated }
    }

    /// A tag that the file lacks.
    pub fn assumed(value: T) -> Self {
        Self { value, origin: Origin::Assumed }
    }

    /// `stated` when there is one, else `assumed`.
    pub fn or_assume(stated: Option<T>, assumed: T) -> Self {
        stated.map_or_else(|| Self::assumed(assumed), Self::stated)
    }

    /// The tag, if the file states it.
    pub fn if_stated(&self) -> Option<&T> {
        (self.origin == Origin::Stated).then_some(&self.value)
    }
}

macro_rules! tag {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $ffmpeg:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $ffmpeg)] $variant),* }

        impl $name {
            /// The name that FFmpeg prints and reads.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $ffmpeg),* }
            }

            /// The tag of that name; `None` for an unknown or unspecified one.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($ffmpeg => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

tag! {
    /// The primaries and white point (ITU-T H.273, ColourPrimaries).
    Primaries {
        /// BT.709, sRGB.
        Bt709 = "bt709",
        /// BT.470 System M.
        Bt470m = "bt470m",
        /// BT.470 System B/G: 625-line SD.
        Bt470bg = "bt470bg",
        /// SMPTE 170M: 525-line SD.
        Smpte170m = "smpte170m",
        /// SMPTE 240M.
        Smpte240m = "smpte240m",
        /// Generic film.
        Film = "film",
        /// BT.2020.
        Bt2020 = "bt2020",
        /// SMPTE ST 428 (XYZ).
        Smpte428 = "smpte428",
        /// SMPTE RP 431: DCI-P3.
        Smpte431 = "smpte431",
        /// SMPTE EG 432: Display P3.
        Smpte432 = "smpte432",
        /// EBU 3213.
        Ebu3213 = "ebu3213",
    }
}

tag! {
    /// The transfer curve (ITU-T H.273, TransferCharacteristics).
    Transfer {
        /// BT.709.
        Bt709 = "bt709",
        /// Gamma 2.2.
        Gamma22 = "bt470m",
        /// Gamma 2.8.
        Gamma28 = "bt470bg",
        /// SMPTE 170M: the BT.709 curve in an SD file.
        Smpte170m = "smpte170m",
        /// SMPTE 240M.
        Smpte240m = "smpte240m",
        /// Linear light.
        Linear = "linear",
        /// sRGB.
        Srgb = "iec61966-2-1",
        /// xvYCC.
        Xvycc = "iec61966-2-4",
        /// BT.1361.
        Bt1361 = "bt1361e",
        /// BT.2020, 10 bit.
        Bt2020_10 = "bt2020-10",
        /// BT.2020, 12 bit.
        Bt2020_12 = "bt2020-12",
        /// SMPTE ST 2084: PQ.
        Pq = "smpte2084",
        /// SMPTE ST 428.
        Smpte428 = "smpte428",
        /// ARIB STD-B67: HLG.
        Hlg = "arib-std-b67",
        /// Logarithmic, 100:1.
        Log100 = "log100",
        /// Logarithmic, 316:1.
        Log316 = "log316",
    }
}

tag! {
    /// The Y'CbCr matrix (ITU-T H.273, MatrixCoefficients).
    Matrix {
        /// No matrix: the planes are G, B, R.
        Rgb = "gbr",
        /// BT.709.
        Bt709 = "bt709",
        /// FCC Title 47.
        Fcc = "fcc",
        /// BT.470 System B/G: the BT.601 matrix.
        Bt470bg = "bt470bg",
        /// SMPTE 170M: the BT.601 matrix.
        Smpte170m = "smpte170m",
        /// SMPTE 240M.
        Smpte240m = "smpte240m",
        /// BT.2020, non-constant luminance.
        Bt2020nc = "bt2020nc",
    }
}

tag! {
    /// Which code values are black and white.
    Range {
        /// Black at 16, white at 235 (8 bit).
        Limited = "tv",
        /// Black at 0, white at the largest code.
        Full = "pc",
    }
}

tag! {
    /// Where a chroma sample sits among its luma pixels (ITU-T H.273, ChromaLocType).
    Siting {
        /// MPEG-2: level with the left column, between the rows.
        Left = "left",
        /// MPEG-1 and JPEG: between the columns, between the rows.
        Center = "center",
        /// BT.2020: on the top left pixel.
        TopLeft = "topleft",
        /// On the top row, between the columns.
        Top = "top",
    }
}

/// Everything a clip says, or is assumed to say, of its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Tags {
    /// Primaries.
    pub primaries: Tag<Primaries>,
    /// Transfer curve.
    pub transfer: Tag<Transfer>,
    /// Y'CbCr matrix. For RGB sources: the matrix that dewax works in.
    pub matrix: Tag<Matrix>,
    /// Code range.
    pub range: Tag<Range>,
    /// Chroma siting.
    pub siting: Tag<Siting>,
}

impl Tags {
    /// Tags for a picture of `height` rows of which the file says nothing: BT.709 from 720 rows up, else
    /// BT.601 (SMPTE 170M), limited range, left siting: what players assume of an untagged file.
    pub fn assumed(height: usize) -> Self {
        let hd = height >= 720;
        Self {
            primaries: Tag::assumed(if hd { Primaries::Bt709 } else { Primaries::Smpte170m }),
            transfer: Tag::assumed(if hd { Transfer::Bt709 } else { Transfer::Smpte170m }),
            matrix: Tag::assumed(if hd { Matrix::Bt709 } else { Matrix::Smpte170m }),
            range: Tag::assumed(Range::Limited),
            siting: Tag::assumed(Siting::Left),
        }
    }

    /// A line for people: each tag, with `?` behind the assumed ones.
    pub fn line(&self) -> String {
        fn one<T>(tag: &Tag<T>, name: &str) -> String {
            format!("{name}{}", if tag.origin == Origin::Assumed { "?" } else { "" })
        }
        [
            one(&self.primaries, self.primaries.value.name()),
            one(&self.transfer, self.transfer.value.name()),
            one(&self.matrix, self.matrix.value.name()),
            one(&self.range, self.range.value.name()),
            one(&self.siting, self.siting.value.name()),
        ]
        .join("/")
    }

    /// Whether the transfer curve is one of high dynamic range (PQ or HLG).
    pub fn is_hdr(&self) -> bool {
        matches!(self.transfer.value, Transfer::Pq | Transfer::Hlg)
    }
}
