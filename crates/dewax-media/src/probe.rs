//! What a source is: asks ffprobe, chooses the picture stream, states or assumes its colours, refuses what cannot be read.

use crate::credentials;
use crate::film::{FieldsWish, FilmFacts};
use crate::input;
use crate::layout::{Layout, Planes};
pub use crate::probe_error::ProbeError;
use crate::rational::Rational;
use crate::shown::shown;
pub use crate::source::{AudioStream, OtherStream, Source, VideoStream};
use crate::stated::{Listing, RawFormat, RawStream, display_matrix, rotation_deg, tags};
use crate::still;
use crate::tools::{Tools, capture};
use dewax::px::Format;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The longest side that is accepted, in pixels: what H.265 and ProRes can hold, and an end for broken headers.
const MAX_SIDE_PX: usize = 16384;

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
    let of_kind = |kind: &'static str| listing.streams.iter().filter(move |s| s.codec_type == kind);
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
        start_s: seconds(&format.start_time),
        audio: of_kind("audio").map(sound_stream).collect(),
        subtitles: of_kind("subtitle").map(RawStream::other).collect(),
        data: listing.streams.iter().filter(rest).map(RawStream::other).collect(),
        chapters: listing.chapters.len(),
        timecode: timecode(&listing, raw, &format),
        credentials,
        still,
        pattern: file.pattern,
        start_number: file.start_number,
        lacks: file.lacks,
        accepts_missing: false,
        film: FilmFacts::default(),
        // Who only looks at it takes it as it is.
        upscale: 1,
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

fn seconds(text: &Option<String>) -> f64 {
    text.as_deref().and_then(|t| t.parse().ok()).unwrap_or(0.0)
}

/// The start timecode: the picture's own, else the container's, else that of any other stream.
fn timecode(listing: &Listing, picture: &RawStream, container: &RawFormat) -> Option<String> {
    // Matroska writes its keys in capitals.
    let noted = |tags: &BTreeMap<String, String>| {
        tags.iter().find(|(key, _)| key.eq_ignore_ascii_case("timecode")).map(|(_, value)| value.clone())
    };
    noted(&picture.tags)
        .or_else(|| noted(&container.tags))
        .or_else(|| listing.streams.iter().find_map(|s| noted(&s.tags)))
}

fn sound_stream(raw: &RawStream) -> AudioStream {
    AudioStream {
        index: raw.index,
        codec: raw.codec_name.clone(),
        channels: raw.channels.unwrap_or(0),
        sample_rate_hz: raw.sample_rate.as_deref().and_then(|r| r.parse().ok()).unwrap_or(0),
        language: raw.language(),
        title: raw.title(),
        marks: raw.marks(),
        start_s: seconds(&raw.start_time),
    }
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
