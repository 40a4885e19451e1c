//! The codecs and containers that are written: one row of [`TABLE`] each. Whoever adds a codec adds a row and its name.

use crate::bulk::Bulk;
pub use crate::container::Container;
use crate::layout::{Layout, Planes};
use dewax::px::{Format, Subsampling};
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

/// What a picture says beside its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Profile,
    Exif,
    Xmp,
    Iptc,
    Density,
    Texts,
}

/// What planes a codec is given.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Always these, with the source's alpha or without.
    Fixed(Subsampling, bool),
    /// The source's subsampling where its sides divide by it, else none; R'G'B' becomes 4:2:0.
    EvenSides,
    /// The source's, also R'G'B', with its alpha.
    AsSource,
    /// The source's; of turned pictures 4:4:4, since turned 4:2:0 would be softer than the source.
    AsUnturned,
    /// R'G'B' with the source's alpha.
    Rgb,
    /// The same in linear light, 32-bit floats.
    LinearRgb,
}

/// What the arguments of an encoder may depend on.
pub(crate) struct Coding<'a> {
    pub(crate) crf: f32,
    pub(crate) preset: &'a str,
    pub(crate) container: Container,
    pub(crate) alpha: bool,
    pub(crate) least_side_px: usize,
    /// The levels of HDR, as x265 takes them.
    pub(crate) levels: String,
}

/// All that there is to know of a codec.
pub(crate) struct Row {
    codec: Codec,
    name: &'static str,
    /// The name that people know.
    title: &'static str,
    /// Roughly the bits of a pixel in the file: ProRes by FFmpeg's table, the others on five clips of 512 to 1792 px with noise of 2 levels.
    bulk: fn(&Bulk) -> f64,
    encoder: &'static str,
    /// Whether a name that ends like its container asks for it.
    is_usual: bool,
    /// Where it goes, the usual one first.
    into: &'static [Container],
    /// Endings of pictures.
    endings: &'static [&'static str],
    depths: &'static [u8],
    pub(crate) shape: Shape,
    /// FFmpeg's own formats where they are not the pipe's: R'G'B' only, bits, alpha. Repacked without arithmetic.
    packed: &'static [(u8, bool, &'static str)],
    /// Whether the source's code range stays; the others have one.
    pub(crate) keeps_range: bool,
    /// Whether it has rate factor and preset.
    pub(crate) is_rated: bool,
    /// Whether it is written from its own kind only.
    pub(crate) only_from_itself: bool,
    /// Whether the levels of HDR are written into the pictures.
    pub(crate) carries_levels: bool,
    /// What of a picture's own words dewax can put into it.
    pub(crate) carries: &'static [Part],
    pub(crate) args: fn(&Coding<'_>) -> Vec<String>,
}

/// What most rows have.
const PLAIN: Row = Row {
    codec: Codec::Png,
    name: "",
    title: "",
    bulk: |bulk| bulk.raw_bits,
    encoder: "",
    is_usual: true,
    into: &[Container::Pictures],
    endings: &[],
    depths: &[],
    shape: Shape::Rgb,
    packed: &[],
    keeps_range: false,
    is_rated: false,
    only_from_itself: false,
    carries_levels: false,
    carries: &[],
    args: |_| Vec::new(),
};

/// The codecs, in the order in which they are named to people.
pub(crate) const TABLE: &[Row] = &[
    Row {
        codec: Codec::Prores422Hq,
        name: "prores",
        title: "ProRes 422 HQ",
        bulk: |bulk| bulk.of_blocks([1566.0, 1216.0, 1070.0, 950.0]),
        encoder: "prores_ks",
        into: &[Container::Mov, Container::Mkv],
        depths: &[10],
        shape: Shape::Fixed(Subsampling::C422, false),
        args: |_| words("-profile:v:0 hq -vendor apl0"),
        ..PLAIN
    },
    Row {
        codec: Codec::Prores4444,
        name: "prores4444",
        title: "ProRes 4444",
        bulk: |bulk| bulk.of_blocks([2350.0, 1828.0, 1600.0, 1425.0]),
        encoder: "prores_ks",
        is_usual: false,
        into: &[Container::Mov, Container::Mkv],
        depths: &[10],
        shape: Shape::Fixed(Subsampling::C444, true),
        args: |coding| {
            let alpha = if coding.alpha { " -alpha_bits 16" } else { "" };
            words(&format!("-profile:v:0 4444 -vendor apl0{alpha}"))
        },
        ..PLAIN
    },
    Row {
        codec: Codec::H264,
        name: "h264",
        title: "H.264",
        bulk: |bulk| 0.65 * bulk.rate,
        encoder: "libx264",
        into: &[Container::Mp4, Container::Mov, Container::Mkv],
        depths: &[8, 10],
        shape: Shape::EvenSides,
        keeps_range: true,
        is_rated: true,
        args: |coding| words(&format!("-crf {} -preset {}", coding.crf, coding.preset)),
        ..PLAIN
    },
    Row {
        codec: Codec::H265,
        name: "h265",
        title: "H.265",
        bulk: |bulk| 0.45 * bulk.rate,
        encoder: "libx265",
        is_usual: false,
        into: &[Container::Mp4, Container::Mov, Container::Mkv],
        depths: &[8, 10, 12],
        shape: Shape::EvenSides,
        keeps_range: true,
        is_rated: true,
        carries_levels: true,
        args: |coding| {
            // `hvc1` is what Apple's players want; x265 prints its banner on the error channel.
            let tag = if coding.container == Container::Mkv { "" } else { " -tag:v:0 hvc1" };
            let params = format!(" -x265-params log-level=error{}", coding.levels);
            words(&format!("-crf {} -preset {}{tag}{params}", coding.crf, coding.preset))
        },
        ..PLAIN
    },
    Row {
        codec: Codec::Ffv1,
        name: "ffv1",
        title: "FFV1",
        bulk: |bulk| bulk.raw_bits / 3.0,
        encoder: "ffv1",
        into: &[Container::Mkv, Container::Mov],
        depths: &[8, 10, 12, 16],
        shape: Shape::AsSource,
        packed: &[(8, false, "bgr0"), (8, true, "bgra")],
        keeps_range: true,
        // Level 3 cuts the picture into slices, for threads and against damage; FFmpeg loses pictures of a few pixels that way (1x1
        // comes back as zeros), and level 1 does not.
        args: |coding| {
            words(if coding.least_side_px >= 64 {
                "-level 3 -slicecrc 1 -slices 16 -g 1"
            } else {
                "-level 1 -g 1"
            })
        },
        ..PLAIN
    },
    Row {
        codec: Codec::Jpeg,
        name: "jpg",
        title: "JPEG",
        bulk: |_| 2.0,
        encoder: "mjpeg",
        endings: &["jpg", "jpeg"],
        depths: &[8],
        shape: Shape::AsUnturned,
        keeps_range: true,
        only_from_itself: true,
        carries: &[Part::Profile, Part::Exif, Part::Xmp, Part::Iptc, Part::Density],
        // The finest quantiser: what is lost is below a level.
        args: |_| words("-q:v 1 -qmin 1 -huffman optimal"),
        ..PLAIN
    },
    Row {
        codec: Codec::Png,
        name: "png",
        title: "PNG",
        bulk: |bulk| bulk.raw_bits * 0.63,
        encoder: "png",
        endings: &["png"],
        depths: &[8, 16],
        packed: &[(8, false, "rgb24"), (8, true, "rgba"), (16, false, "rgb48be"), (16, true, "rgba64be")],
        carries: &[Part::Profile, Part::Exif, Part::Xmp, Part::Density, Part::Texts],
        ..PLAIN
    },
    Row {
        codec: Codec::Tiff,
        name: "tiff",
        title: "TIFF",
        bulk: |bulk| bulk.raw_bits * 0.97,
        encoder: "tiff",
        endings: &["tif", "tiff"],
        depths: &[16],
        packed: &[(16, false, "rgb48le"), (16, true, "rgba64le")],
        carries: &[Part::Profile, Part::Exif, Part::Xmp, Part::Iptc, Part::Density],
        ..PLAIN
    },
    Row {
        codec: Codec::Exr,
        name: "exr",
        title: "OpenEXR",
        bulk: |_| 65.0,
        encoder: "exr",
        endings: &["exr"],
        depths: &[32],
        shape: Shape::LinearRgb,
        packed: &[(16, false, "gbrpf32le"), (16, true, "gbrapf32le")],
        args: |_| words("-compression zip1"),
        ..PLAIN
    },
];

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

impl Codec {
    /// All codecs, in the order in which they are named to people.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.codec)
    }

    /// Its row. Every codec has one: a test says so.
    pub(crate) fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.codec == self).unwrap_or(&PLAIN)
    }

    /// The name that users give.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The name that people know.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// Roughly how many bits a pixel takes in pictures with so many; `finer` says by how many steps the rate factor is finer than usual.
    pub fn rough_bits_per_pixel(self, pixels: usize, layout: &Layout, finer: f32) -> f64 {
        (self.row().bulk)(&Bulk::of(pixels, layout, finer))
    }

    /// The codec of that name, in capitals or not.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|codec| codec.name() == name.to_lowercase())
    }

    /// The codec that a file name's ending (without its dot, in lower case) asks for.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let asks = |row: &&Row| {
            row.endings.contains(&ending)
                || row.is_usual && row.into.first().copied() == Container::of(ending)
        };
        TABLE.iter().find(asks).map(|row| row.codec)
    }

    /// The usual ending of its files, without a dot.
    pub fn ending(self) -> &'static str {
        self.endings().first().copied().unwrap_or_default()
    }

    /// The endings of files that take it, the usual one first.
    fn endings(self) -> Vec<&'static str> {
        let row = self.row();
        let usual = row.into.iter().filter_map(|c| c.endings().first());
        row.endings.iter().chain(usual).copied().collect()
    }

    /// The endings of files that take it, in words: `.mp4, .mov or .mkv`. Of pictures the usual one.
    pub fn endings_in_words(self) -> String {
        let dotted: Vec<String> = self.endings().iter().map(|e| format!(".{e}")).collect();
        match &dotted[..] {
            [] => String::new(),
            [first, ..] if self.is_pictures() => first.clone(),
            [one] => one.clone(),
            [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
        }
    }

    /// The container of a file with that ending, where it takes this codec.
    pub fn container(self, ending: &str) -> Option<Container> {
        let row = self.row();
        if self.is_pictures() {
            return row.endings.contains(&ending).then_some(Container::Pictures);
        }
        Container::of(ending).filter(|container| row.into.contains(container))
    }

    /// FFmpeg's encoder.
    pub fn encoder(self) -> &'static str {
        self.row().encoder
    }

    /// Whether it writes single pictures.
    pub fn is_pictures(self) -> bool {
        self.row().into == [Container::Pictures]
    }

    /// Whether it writes linear light as 32-bit floats.
    pub fn is_float(self) -> bool {
        matches!(self.row().shape, Shape::LinearRgb)
    }

    /// The depths that it can hold.
    pub fn depths(self) -> &'static [u8] {
        self.row().depths
    }

    /// The pipe's layout for pictures of that shape; `rgb` says that the source holds R'G'B', `turned` that pictures are turned upright.
    pub(crate) fn layout(self, format: &Format, (rgb, turned): (bool, bool), bits: u8) -> Layout {
        let ycc = |sub, alpha| Layout { planes: Planes::Ycc(sub), bits, alpha };
        match self.row().shape {
            Shape::Fixed(sub, alpha) => ycc(sub, alpha && format.alpha),
            Shape::EvenSides => {
                let wanted = if rgb { Subsampling::C420 } else { format.subsampling };
                // Such encoders refuse odd sides where chroma is halved.
                let (sx, sy) = wanted.factors();
                let even = format.width.is_multiple_of(sx) && format.height.is_multiple_of(sy);
                ycc(if even { wanted } else { Subsampling::C444 }, false)
            }
            Shape::AsSource if rgb => Layout { planes: Planes::Rgb, bits, alpha: format.alpha },
            Shape::AsSource => {
                // FFmpeg's FFV1 has alpha at 8, 10 and 16 bits; 12-bit codes ride in 16 bits unchanged.
                let bits = if format.alpha && bits == 12 { 16 } else { bits };
                Layout { planes: Planes::Ycc(format.subsampling), bits, alpha: format.alpha }
            }
            Shape::AsUnturned => ycc(if turned { Subsampling::C444 } else { format.subsampling }, false),
            Shape::Rgb => Layout { planes: Planes::Rgb, bits, alpha: format.alpha },
            Shape::LinearRgb => Layout { planes: Planes::Rgb, bits: 16, alpha: format.alpha },
        }
    }

    /// FFmpeg's pixel format of the encoder: the same planes as `layout`, possibly in another order.
    pub(crate) fn pix_fmt(self, layout: &Layout) -> String {
        let is_packed =
            |p: &&(u8, bool, &str)| layout.planes == Planes::Rgb && (p.0, p.1) == (layout.bits, layout.alpha);
        let packed = self.row().packed.iter().find(is_packed);
        packed.map_or_else(|| layout.pix_fmt(), |(_, _, name)| (*name).to_owned())
    }
}

#[cfg(test)]
#[path = "codec_tests.rs"]
mod tests;
