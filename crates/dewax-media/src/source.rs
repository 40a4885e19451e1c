//! A source: its streams, and everything about it that a render keeps or reports.

use crate::film::{FieldsWish, FilmFacts};
use crate::lacks::Lacks;
use crate::layout::Layout;
use crate::origin::Credential;
use crate::rational::Rational;
use dewax::clip::Signs;
use dewax::color::Tags;
use dewax::px::Format;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

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
    /// How many times as wide and as high its pictures are made when they are decoded: 1, 2 or 4.
    pub upscale: usize,
    /// What is done with its fields.
    pub fields_wish: FieldsWish,
    /// The turn of each picture of a sequence in degrees clockwise; empty for anything else.
    pub turns_deg: Vec<i32>,
    /// Lengths and times of change of its file or files, as a hash: another one where it was written to in between.
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
        // Where the rate varies the last frame may be shown longer as well: no longer than another one, and only where that makes a difference.
        let longest = pts.windows(2).map(|two| two[1] - two[0]).max().unwrap_or(usual);
        let end = self.noted_seconds().filter(|_| self.video.duration_ts.is_none());
        let end = end.map(|s| (s / self.video.time_base.value()).round() as i64 - last);
        let noted = end.filter(|d| *d <= longest && (*d - usual) * 2 > usual);
        let stated = stated.or(noted);
        // Containers that count the end of the sound as the end of the picture claim far too much.
        stated.filter(|d| *d > 0 && *d <= usual.saturating_mul(30)).unwrap_or(usual)
    }

    /// When the picture stream ends, as a note says it: Matroska has no other place for that.
    pub fn noted_seconds(&self) -> Option<f64> {
        let text = self.video.metadata.iter().find(|(key, _)| key.starts_with("DURATION"))?.1;
        let parts: Vec<f64> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        let seconds = parts.into_iter().reduce(|all, part| all * 60.0 + part)?;
        Some(seconds).filter(|s| s.is_finite() && *s > 0.0)
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
