//! What is written: codec, container, depth, subsampling, range, chosen from the source and the user's few wishes.

pub use crate::codec::{Codec, Container};
use crate::input::{self, is_picture};
use crate::layout::{Layout, Planes};
use crate::source::Source;
use crate::still;
use crate::streams;
use crate::tools::Tools;
use dewax::color::{Origin, Range, Tag, Tags};
use dewax::px::Subsampling;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Rate factor of H.264 and H.265 when none is wished: visually lossless for grain and pores, about a fifth of the
/// size of a lossless file.
pub const DEFAULT_CRF: f32 = 12.0;

/// Preset of H.264 and H.265 when none is wished: the usual balance of time and size.
pub const DEFAULT_PRESET: &str = "medium";

/// The presets that x264 and x265 know.
pub const PRESETS: &[&str] = &[
    "ultrafast",
    "superfast",
    "veryfast",
    "faster",
    "fast",
    "medium",
    "slow",
    "slower",
    "veryslow",
    "placebo",
];

/// Why a target is not possible.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// No codec of that name.
    #[error("there is no codec `{0}`; choose {names}", names = Codec::all().map(Codec::name).collect::<Vec<_>>().join(", "))]
    UnknownCodec(String),
    /// A file name ending that says nothing.
    #[error(
        "`{0}` does not say what to write; end it in .mov (ProRes), .mp4 (H.264), .mkv (FFV1) or .png, .tif, .exr, .jpg (pictures)"
    )]
    UnknownEnding(PathBuf),
    /// A codec in a container that does not take it.
    #[error("{codec} does not go into `{ending}` files; use {instead}")]
    Container {
        /// The codec's name.
        codec: &'static str,
        /// The ending that was given.
        ending: String,
        /// Endings that work.
        instead: String,
    },
    /// A depth that the codec does not have.
    #[error("{codec} cannot be written with {bits} bits; it has {depths}")]
    Depth {
        /// The codec's name.
        codec: &'static str,
        /// The wish.
        bits: u8,
        /// What is there.
        depths: String,
    },
    /// A rate factor out of range or for a codec without one.
    #[error("a rate factor of {crf} was asked for; only h264 and h265 have one, from 0 (largest file) to 51")]
    Crf {
        /// The wish.
        crf: f32,
    },
    /// A preset that is not known, or for a codec without one.
    #[error("the preset `{preset}` was asked for; only h264 and h265 have presets: {}", PRESETS.join(", "))]
    Preset {
        /// The wish.
        preset: String,
    },
    /// FFmpeg was built without the encoder.
    #[error(
        "this FFmpeg ({version}) has no encoder `{encoder}` for {codec}; install a full build, or choose {instead}"
    )]
    NoEncoder {
        /// The codec's name.
        codec: &'static str,
        /// The encoder.
        encoder: &'static str,
        /// FFmpeg's version.
        version: String,
        /// Another way.
        instead: &'static str,
    },
    /// JPEG from something else.
    #[error(
        "JPEG is written only from JPEG, so that colours stay what they are; write .png or .tif instead of `{0}`"
    )]
    OnlyFromJpeg(PathBuf),
    /// Many pictures and one file name.
    #[error(
        "`{0}` is one picture, but the source has many; write a numbered name such as shot_%05d.png, or a film (.mov, .mp4, .mkv)"
    )]
    OnePicture(PathBuf),
}

/// What a user may choose; nothing means the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wishes {
    /// The codec; by the file name's ending when not given.
    pub codec: Option<Codec>,
    /// Bits of a sample; the source's, as far as the codec has them, when not given.
    pub bits: Option<u8>,
    /// Rate factor of H.264 and H.265; [`DEFAULT_CRF`] when not given.
    pub crf: Option<f32>,
    /// Preset of H.264 and H.265; [`DEFAULT_PRESET`] when not given.
    pub preset: Option<String>,
}

/// Everything about the pictures that are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The codec.
    pub codec: Codec,
    /// The container.
    pub container: Container,
    /// The layout of the raw pictures that FFmpeg is given.
    pub layout: Layout,
    /// FFmpeg's pixel format of the encoder; the same planes as `layout`, possibly in another order.
    pub pix_fmt: String,
    /// Code range of the pictures.
    pub range: Range,
    /// Rate factor.
    pub crf: Option<f32>,
    /// Preset.
    pub preset: Option<String>,
    /// The colours of the written file: those that are `Stated` are written into it.
    pub tags: Tags,
    /// What this target does not keep of the source, in sentences for people.
    pub notes: Vec<String>,
}

impl Target {
    /// Decides how `source` is written to `out`.
    ///
    /// # Errors
    /// When the wishes contradict each other, the ending or what FFmpeg was built with.
    pub fn resolve(tools: &Tools, source: &Source, out: &Path, wishes: &Wishes) -> Result<Self, TargetError> {
        let ending = ending_of(out);
        let codec = wishes.codec.map_or_else(|| by_ending(out), Ok)?;
        // An ending that says nothing is told so, whatever codec was named.
        by_ending(out)?;
        let container = codec.container(&ending).ok_or_else(|| TargetError::Container {
            codec: codec.name(),
            ending: format!(".{ending}"),
            instead: codec.endings_in_words(),
        })?;
        if !tools.has_encoder(codec.encoder()) {
            let instead = if codec.is_pictures() { "png" } else { "prores or ffv1" };
            let version = tools.version.clone();
            return Err(TargetError::NoEncoder {
                codec: codec.name(),
                encoder: codec.encoder(),
                version,
                instead,
            });
        }
        let one_name = container == Container::Pictures && !out.to_string_lossy().contains('%');
        if one_name && !source.still && source.video.frames_hint != Some(1) {
            return Err(TargetError::OnePicture(out.to_owned()));
        }
        let video = &source.video;
        let is_jpeg = source.is_pictures()
            && video.codec == "mjpeg"
            && !video.rgb
            && video.tags.range.value == Range::Full;
        if codec.row().only_from_itself && !is_jpeg {
            return Err(TargetError::OnlyFromJpeg(out.to_owned()));
        }
        let bits = depth(codec, source, wishes.bits)?;
        let layout = codec.layout(&source.video.format, (source.video.rgb, source.is_turned()), bits);
        let (crf, preset) = rate(codec, wishes)?;
        let keeps_codes = codec.row().keeps_range && !source.video.rgb;
        let range = match layout.planes {
            Planes::Rgb => Range::Full,
            _ if keeps_codes => source.video.tags.range.value,
            _ => Range::Limited,
        };
        let mut target = Self {
            codec,
            container,
            pix_fmt: codec.pix_fmt(&layout),
            tags: written_tags(source, range),
            layout,
            range,
            crf,
            preset,
            notes: Vec::new(),
        };
        target.note_losses(source);
        target.notes.extend(still::notes(source, codec));
        target.notes.extend(streams::notes(source, container, codec));
        Ok(target)
    }

    /// Whether the pictures are written in linear light as 32-bit floats.
    pub fn is_float(&self) -> bool {
        self.codec.is_float()
    }

    /// Bits of a sample in the file.
    pub fn bits(&self) -> u8 {
        if self.is_float() { 32 } else { self.layout.bits }
    }

    /// The time base of the written file for pictures that come in `wanted`: Matroska has whole milliseconds,
    /// the others keep what they get.
    pub fn time_base(&self, wanted: crate::rational::Rational) -> crate::rational::Rational {
        if self.container == Container::Mkv { crate::rational::Rational::new(1, 1000) } else { wanted }
    }

    fn note_losses(&mut self, source: &Source) {
        let video = &source.video;
        let name = self.codec.name();
        if video.format.alpha && !self.layout.alpha {
            self.notes.push(format!("{name} has no transparency here, so the alpha channel is left out; prores4444, ffv1 and png keep it"));
        }
        if !self.is_float() && self.layout.bits < video.format.bits {
            let (from, to) = (video.format.bits, self.layout.bits);
            self.notes.push(format!("{name} holds {to} bits, so the {from}-bit source is dithered"));
        }
        if self.container == Container::Pictures && !source.is_pictures() {
            let lost = "pictures carry no sound, subtitles, timing, chapters, timecode, metadata or colour tags of a film; take them from the source";
            self.notes.push(lost.to_owned());
        }
        if self.container == Container::Mkv && 1000 % video.time_base.den.max(1) != 0 {
            self.notes
                .push("Matroska stores times in whole milliseconds; .mov keeps them exactly".to_owned());
        }
        let planes_lost =
            matches!(self.layout.planes, Planes::Ycc(sub) if coarser(sub, video.format.subsampling));
        if planes_lost {
            self.notes.push(format!("{name} stores colour at half the resolution of the source here"));
        }
    }
}

fn coarser(to: Subsampling, from: Subsampling) -> bool {
    let area = |sub: Subsampling| sub.factors().0 * sub.factors().1;
    area(to) > area(from)
}

/// The ending of a file's name in lower case, without its dot.
fn ending_of(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether a file that is called like a picture holds a moving one, such as an animated PNG.
pub fn is_moving_picture(path: &Path) -> bool {
    is_picture(path) && input::moves(path)
}

/// The ending that a treated still gets when nothing is said: its own where that can be written. None for what is no still.
pub fn ending_of_still(still: &Path) -> Option<String> {
    if is_moving_picture(still) {
        return None;
    }
    let own = by_ending(still).is_ok_and(Codec::is_pictures).then(|| ending_of(still));
    is_picture(still).then(|| own.unwrap_or_else(|| "png".to_owned()))
}

/// The codec of that name.
///
/// # Errors
/// When there is none; the message lists the names.
pub fn by_name(name: &str) -> Result<Codec, TargetError> {
    Codec::named(name).ok_or_else(|| TargetError::UnknownCodec(name.to_owned()))
}

/// The codec that a name asks for by its ending.
///
/// # Errors
/// When nothing is written under such a name.
pub fn by_ending(out: &Path) -> Result<Codec, TargetError> {
    Codec::of_ending(&ending_of(out)).ok_or_else(|| TargetError::UnknownEnding(out.to_owned()))
}

fn depth(codec: Codec, source: &Source, wish: Option<u8>) -> Result<u8, TargetError> {
    let depths = codec.depths();
    if let Some(bits) = wish {
        if depths.contains(&bits) {
            return Ok(bits);
        }
        let listed = depths.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        return Err(TargetError::Depth { codec: codec.name(), bits, depths: listed });
    }
    // The smallest that holds the source, else the largest there is.
    let own = source.video.format.bits;
    Ok(depths.iter().copied().find(|d| *d >= own).or(depths.last().copied()).unwrap_or(own))
}

fn rate(codec: Codec, wishes: &Wishes) -> Result<(Option<f32>, Option<String>), TargetError> {
    let rated = codec.row().is_rated;
    if let Some(crf) = wishes.crf.filter(|crf| !rated || !(0.0..=51.0).contains(crf)) {
        return Err(TargetError::Crf { crf });
    }
    if let Some(preset) = wishes.preset.as_ref().filter(|p| !rated || !PRESETS.contains(&p.as_str())) {
        return Err(TargetError::Preset { preset: preset.clone() });
    }
    if !rated {
        return Ok((None, None));
    }
    let preset = wishes.preset.clone().unwrap_or_else(|| DEFAULT_PRESET.to_owned());
    Ok((Some(wishes.crf.unwrap_or(DEFAULT_CRF)), Some(preset)))
}

/// What the file says of its colours: what the source states, and everything where dewax chose the matrix itself.
fn written_tags(source: &Source, range: Range) -> Tags {
    let mut tags = source.video.tags;
    if source.video.rgb {
        tags.primaries = Tag::stated(tags.primaries.value);
        tags.transfer = Tag::stated(tags.transfer.value);
        tags.matrix = Tag::stated(tags.matrix.value);
        tags.range.origin = Origin::Stated;
    }
    tags.range.value = range;
    tags
}
