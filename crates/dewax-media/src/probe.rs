//! What a source is: asks ffprobe, chooses the picture stream, states or assumes its colours, refuses what cannot be read.

use crate::credentials::{self, Credential};
use crate::film::{FieldsWish, FilmFacts};
use crate::input;
use crate::layout::{Layout, Planes};
use crate::losses::Lacks;
use crate::rational::Rational;
use crate::shown::shown;
use crate::stated::{Listing, RawStream, display_matrix, rotation_deg, tags};
use crate::still;
use crate::tools::{Tools, ToolsError, capture};
use dewax::clip::Signs;
use dewax::color::Tags;
use dewax::px::Format;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The longest side that is accepted, in pixels: what H.265 and ProRes can hold, and an end for broken headers.
const MAX_SIDE_PX: usize = 16384;

/// Why a file cannot be treated.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// There is no such file.
    #[error("`{0}` does not exist; check the path")]
    Missing(PathBuf),
    /// It is a folder or something else that is not a file.
    #[error("`{0}` is not a file; give a video, a still, or a sequence such as shot_%05d.png")]
    NotAFile(PathBuf),
    /// The file has no bytes.
    #[error(
        "`{0}` is empty (0 bytes); it was probably not written to its end, so export or download it again"
    )]
    Empty(PathBuf),
    /// The file cannot be read.
    #[error("`{path}` cannot be read: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A list of other files instead of pictures.
    #[error(
        "`{0}` is a list or script that leads to other files, not a video; give the video itself, or write one with FFmpeg first"
    )]
    Playlist(PathBuf),
    /// FFmpeg does not know what it is.
    #[error("`{path}` is not a video or picture that FFmpeg can read: {why}")]
    NotMedia {
        /// The file.
        path: PathBuf,
        /// What FFmpeg said.
        why: String,
    },
    /// ffprobe does not run.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// What is beside its pixels is not known.
    #[error("ffprobe does not say what `{path}` holds beside its pixels: {why}; run `dewax doctor`")]
    NotTold {
        /// The file.
        path: PathBuf,
        /// What it said.
        why: String,
    },
    /// There is sound or data, but no picture.
    #[error("`{0}` has no video stream; dewax needs pictures to treat")]
    NoVideo(PathBuf),
    /// FFmpeg 5.1 to 7.1 have no decoder for it.
    #[error(
        "`{0}` is an animated WebP, which this FFmpeg cannot decode; convert it to a video first, or install a \
         newer FFmpeg"
    )]
    AnimatedWebp(PathBuf),
    /// No picture size.
    #[error("`{path}` has a {codec} video stream of {width}x{height} pixels, which cannot be decoded")]
    Size {
        /// The file.
        path: PathBuf,
        /// The codec.
        codec: String,
        /// Columns.
        width: i64,
        /// Rows.
        height: i64,
    },
    /// A picture format or colour model that dewax cannot treat.
    #[error(
        "`{path}` has pictures in {what}, which dewax cannot treat; convert it with FFmpeg to yuv444p16 first"
    )]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// The format.
        what: String,
    },
}

/// A source and everything about it that a render keeps or reports.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its file name.
    pub name: String,
    /// Its length in bytes; for a sequence the sum of its files.
    pub bytes: u64,
    /// SHA-256 in hex over its length and its first, middle and last MiB.
    pub fingerprint: String,
    /// FFmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`.
    pub container: String,
    /// When the container starts, in seconds.
    pub start_s: f64,
    /// The picture stream that is treated.
    pub video: VideoStream,
    /// All sound streams.
    pub audio: Vec<AudioStream>,
    /// All subtitle streams.
    pub subtitles: Vec<OtherStream>,
    /// All other streams: data, attachments, cover pictures, further video.
    pub data: Vec<OtherStream>,
    /// Number of chapters.
    pub chapters: usize,
    /// Start timecode, such as `01:00:00:00`.
    pub timecode: Option<String>,
    /// The container's metadata.
    pub metadata: BTreeMap<String, String>,
    /// Statements of origin.
    pub credentials: Vec<Credential>,
    /// Whether it is a single picture.
    pub still: bool,
    /// Whether `path` is the pattern of an image sequence.
    pub pattern: bool,
    /// The first number of an image sequence.
    pub start_number: Option<u64>,
    /// What is seen to be missing before anything is decoded.
    pub lacks: Lacks,
    /// Whether it is treated although something of it is missing; see [`crate::losses::open`].
    pub accepts_missing: bool,
    /// What a film says beside its pixels; empty before it is opened to be treated.
    pub film: FilmFacts,
    /// What is done with its fields.
    pub fields_wish: FieldsWish,
    /// The turn of each picture of a sequence in degrees clockwise; empty for anything else.
    pub turns_deg: Vec<i32>,
    /// Lengths and times of change of the files of a sequence, as a hash.
    pub stamp: String,
}

/// The picture stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VideoStream {
    /// Its number in the container.
    pub index: usize,
    /// FFmpeg's name of the codec.
    pub codec: String,
    /// FFmpeg's name of the pixel format.
    pub pix_fmt: String,
    /// The pipe's layout that it is decoded to.
    pub layout: Layout,
    /// The shape of the frames that it is decoded to, before any rotation is baked in.
    pub format: Format,
    /// Whether the source holds R'G'B'; its frames are full-range Y'CbCr 4:4:4 then.
    pub rgb: bool,
    /// Colours, stated or assumed. For RGB sources `matrix` and `range` say what the frames are in.
    pub tags: Tags,
    /// Seconds per tick of every `pts`.
    pub time_base: Rational,
    /// First timestamp that the container states; 0 when it states none.
    pub start_pts: i64,
    /// Average frame rate.
    pub frame_rate: Rational,
    /// Width by height of a pixel; 0/1 when not stated.
    pub sample_aspect: Rational,
    /// How players turn the picture, as in the `tkhd` box.
    pub display_matrix: Option<[i32; 9]>,
    /// The turn in degrees clockwise: 0, 90, 180 or 270.
    pub rotation_deg: i32,
    /// How many frames the container claims; not to be trusted.
    pub frames_hint: Option<u64>,
    /// Duration in ticks that the container states.
    pub duration_ts: Option<i64>,
    /// Bits per second, when the stream states them.
    pub bit_rate: Option<f64>,
    /// What the stream is marked as, such as `original`.
    pub marks: Vec<String>,
    /// The stream's metadata.
    pub metadata: BTreeMap<String, String>,
}

/// A sound stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AudioStream {
    /// Its number in the container.
    pub index: usize,
    /// FFmpeg's name of the codec.
    pub codec: String,
    /// Channels.
    pub channels: u32,
    /// Samples per second.
    pub sample_rate_hz: u32,
    /// ISO language code, when stated.
    pub language: Option<String>,
    /// Its title, when it has one.
    pub title: Option<String>,
    /// What it is marked as, such as `comment`.
    pub marks: Vec<String>,
    /// First timestamp in seconds.
    pub start_s: f64,
}

/// A stream that is neither the treated picture nor sound.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OtherStream {
    /// Its number in the container.
    pub index: usize,
    /// `subtitle`, `data`, `attachment` or `video`.
    pub kind: String,
    /// FFmpeg's name of the codec; empty when it does not know it.
    pub codec: String,
    /// ISO language code, when stated.
    pub language: Option<String>,
    /// Its title, when it has one.
    pub title: Option<String>,
    /// What it is marked as, such as `forced`.
    pub marks: Vec<String>,
    /// Whether it is a cover picture.
    pub attached_picture: bool,
}

impl Source {
    /// Whether it is a still or a sequence of them. Such pictures are always turned upright: many viewers turn no written one.
    pub fn is_pictures(&self) -> bool {
        self.still || self.pattern
    }

    /// How long the last of the frames with these timestamps is shown, in ticks: up to the end of the stream when
    /// the container states it and it is plausible, else as long as the frame before it.
    pub fn last_duration(&self, pts: &[i64]) -> i64 {
        let rate = self.video.frame_rate;
        let nominal = if rate.is_positive() {
            self.video.time_base.rescale(1, Rational::new(rate.den, rate.num))
        } else {
            None
        };
        let last = pts.last().copied().unwrap_or(self.video.start_pts);
        let before = pts.iter().rev().nth(1).map(|p| last - p).filter(|d| *d > 0);
        let usual = before.or(nominal).unwrap_or(1).max(1);
        let stated = self.video.duration_ts.map(|d| self.video.start_pts + d - last);
        // Containers that count the end of the sound as the end of the picture claim far too much.
        stated.filter(|d| *d > 0 && *d <= usual.saturating_mul(30)).unwrap_or(usual)
    }

    /// What the file says of how it came about; it holds that many frames.
    pub fn signs(&self, frames: usize) -> Signs {
        let format = &self.video.format;
        let pixels = frames as f64 * format.width as f64 * format.height as f64;
        // Sound and container count as pictures where the stream does not state its own rate.
        let of_stream = self.video.bit_rate.map(|r| r * frames as f64 / self.video.frame_rate.value());
        let bits = of_stream.filter(|b| b.is_finite()).unwrap_or(self.bytes as f64 * 8.0);
        let telling = |key: &str| WRITERS.contains(&key.to_lowercase().as_str());
        let all = self.metadata.iter().chain(&self.video.metadata).filter(|(key, _)| telling(key));
        Signs {
            codec: self.video.codec.clone(),
            bits_per_pixel: (pixels > 0.0).then_some((bits / pixels) as f32),
            // A generator's note can be a whole workflow, and a name can hold what a terminal would obey.
            written_by: all.map(|(key, value)| format!("{key}: {}", plain(value))).collect(),
        }
    }
}

/// The beginning of a text without control characters.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Metadata keys under which programs name themselves.
const WRITERS: &[&str] =
    &["encoder", "comment", "description", "software", "handler_name", "writing_application", "videoai"];

/// Asks what `path` is: a video, a still, or the pattern of a sequence such as `shot_%05d.png`.
///
/// # Errors
/// One sentence when there is no such file, or nothing in it that dewax can treat.
pub fn probe(tools: &Tools, path: &Path) -> Result<Source, ProbeError> {
    let file = input::File::open(path)?;
    let mut command = Command::new(&tools.ffprobe);
    command.args(["-v", "error", "-show_streams", "-show_format", "-show_chapters", "-show_programs"]);
    command.args(["-of", "json"]);
    command.args(file.args());
    let printed = match capture(&mut command) {
        Ok(printed) => printed,
        Err(_) if input::is_animated_webp(path) => return Err(ProbeError::AnimatedWebp(path.to_owned())),
        Err(why) => {
            tools.check_ffprobe()?;
            return Err(ProbeError::NotMedia { path: path.to_owned(), why: shorter(&why, path) });
        }
    };
    let not_media = |why: String| ProbeError::NotMedia { path: path.to_owned(), why };
    // Tags may hold bytes that are not UTF-8.
    let mut listing: Listing = serde_json::from_str(&String::from_utf8_lossy(&printed))
        .map_err(|error| not_media(format!("ffprobe's answer could not be understood ({error})")))?;
    let format = listing.format.take().ok_or_else(|| not_media("ffprobe found no container".to_owned()))?;
    // Lists that do not look like one at their beginning.
    if format.format_name.split(',').any(|name| input::LISTS.contains(&name)) {
        return Err(ProbeError::Playlist(path.to_owned()));
    }
    let one_picture = format.format_name.ends_with("_pipe")
        || format.format_name == "image2"
        || (format.format_name == "apng" && input::png_pictures(path) == Some(1));
    let still = !file.pattern && one_picture;
    let is_picture = |s: &&RawStream| s.codec_type == "video" && !s.is_cover();
    let raw = listing.streams.iter().find(is_picture).ok_or_else(|| ProbeError::NoVideo(path.to_owned()))?;
    let video = video_stream(raw, path, still || file.pattern)?;
    // Matroska writes its keys in capitals.
    let noted = |tags: &BTreeMap<String, String>| {
        tags.iter().find(|(key, _)| key.eq_ignore_ascii_case("timecode")).map(|(_, value)| value.clone())
    };
    let timecode = noted(&raw.tags)
        .or_else(|| noted(&format.tags))
        .or_else(|| listing.streams.iter().find_map(|s| noted(&s.tags)));
    let number = |text: &Option<String>| text.as_deref().and_then(|t| t.parse().ok()).unwrap_or(0.0);
    let of_kind = |kind: &'static str| listing.streams.iter().filter(move |s| s.codec_type == kind);
    let audio = of_kind("audio")
        .map(|s| AudioStream {
            index: s.index,
            codec: s.codec_name.clone(),
            channels: s.channels.unwrap_or(0),
            sample_rate_hz: s.sample_rate.as_deref().and_then(|r| r.parse().ok()).unwrap_or(0),
            language: s.language(),
            title: s.title(),
            marks: s.marks(),
            start_s: number(&s.start_time),
        })
        .collect();
    let rest = |s: &&RawStream| s.index != raw.index && s.codec_type != "audio" && s.codec_type != "subtitle";
    let mut credentials = credentials::in_metadata(&format.tags);
    let io = |error| ProbeError::Io { path: path.to_owned(), error };
    let first = file.first().unwrap_or_else(|| path.to_owned());
    credentials.extend(credentials::find(&first).map_err(io)?.iter().map(credentials::Found::summary));
    let mut source = Source {
        path: path.to_owned(),
        name: shown(&path.file_name().unwrap_or_default().to_string_lossy()),
        bytes: file.bytes,
        fingerprint: file.fingerprint,
        container: format.format_name.clone(),
        start_s: number(&format.start_time),
        audio,
        subtitles: of_kind("subtitle").map(RawStream::other).collect(),
        data: listing.streams.iter().filter(rest).map(RawStream::other).collect(),
        chapters: listing.chapters.len(),
        timecode,
        credentials,
        still,
        pattern: file.pattern,
        start_number: file.start_number,
        lacks: file.lacks,
        accepts_missing: false,
        film: FilmFacts::default(),
        // Who only looks at it takes it as it is.
        fields_wish: FieldsWish::Whole,
        turns_deg: Vec::new(),
        stamp: file.stamp,
        video,
        metadata: listing.programmes().chain(format.tags).collect(),
    };
    if source.is_pictures() {
        let run = if file.pattern { source.lacks.run.unwrap_or_default() } else { 0 };
        source.turns_deg = (0..run as i64).map(|index| still::turn_deg_of(&source, index)).collect();
        source.video.rotation_deg = still::turn_deg_of(&source, 0);
    }
    Ok(source)
}

/// FFmpeg repeats the path in front of its reasons.
fn shorter(why: &str, path: &Path) -> String {
    why.replace(&format!("file:{}: ", path.display()), "")
}

fn video_stream(raw: &RawStream, path: &Path, picture_file: bool) -> Result<VideoStream, ProbeError> {
    let side = |value: i64| usize::try_from(value).ok().filter(|v| (1..=MAX_SIDE_PX).contains(v));
    let (Some(width), Some(height)) = (side(raw.width), side(raw.height)) else {
        if input::is_animated_webp(path) {
            return Err(ProbeError::AnimatedWebp(path.to_owned()));
        }
        let codec = raw.codec_name.clone();
        return Err(ProbeError::Size { path: path.to_owned(), codec, width: raw.width, height: raw.height });
    };
    let unsupported = |what: String| ProbeError::Unsupported { path: path.to_owned(), what };
    let layout = Layout::for_source(&raw.pix_fmt)
        .ok_or_else(|| unsupported(format!("the pixel format `{}`", raw.pix_fmt)))?;
    let rgb = layout.planes == Planes::Rgb;
    let space = raw.color_space.as_deref().unwrap_or_default();
    if !rgb && matches!(space, "ycgco" | "ictcp" | "bt2020c" | "chroma-derived-c" | "smpte2085" | "gbr") {
        return Err(unsupported(format!("the colour model `{space}`")));
    }
    let matrix = raw.side_data_list.iter().find_map(|s| s.displaymatrix.as_deref()).and_then(display_matrix);
    let positive =
        |text: &Option<String>| text.as_deref().and_then(Rational::parse).filter(Rational::is_positive);
    let frame_rate =
        positive(&raw.avg_frame_rate).or_else(|| positive(&raw.r_frame_rate)).unwrap_or(Rational::new(25, 1));
    Ok(VideoStream {
        index: raw.index,
        codec: raw.codec_name.clone(),
        pix_fmt: raw.pix_fmt.clone(),
        layout,
        format: Format {
            width,
            height,
            subsampling: layout.subsampling(),
            bits: layout.bits,
            alpha: layout.alpha,
        },
        rgb,
        tags: tags(raw, &layout, height, picture_file),
        time_base: positive(&raw.time_base).unwrap_or(Rational::new(1, 1000)),
        start_pts: raw.start_pts.unwrap_or(0),
        frame_rate,
        sample_aspect: positive(&raw.sample_aspect_ratio).unwrap_or(Rational::new(0, 1)),
        rotation_deg: matrix.as_ref().map_or(0, rotation_deg),
        display_matrix: matrix,
        frames_hint: raw.nb_frames.as_deref().and_then(|n| n.parse().ok()),
        duration_ts: raw.duration_ts.filter(|d| *d > 0),
        bit_rate: raw.bit_rate.as_deref().and_then(|r| r.parse().ok()).filter(|r: &f64| *r > 0.0),
        marks: raw.marks(),
        metadata: raw.tags.clone(),
    })
}
