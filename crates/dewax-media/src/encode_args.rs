//! What FFmpeg is told when a file is written: inputs, streams, colours, metadata.

use crate::codec::Coding;
use crate::encode_meta;
use crate::encoding::{EncodeError, EncodeOptions};
use crate::input::input_args;
use crate::output::Output;
use crate::rational::Rational;
use crate::source::{AudioStream, OtherStream, Source};
use crate::streams::{goes_along, subtitle_codec, surely_taken};
use crate::target::{Container, Target};
use crate::tools::{Tools, capture};
use dewax::color::Transfer;
use dewax::px::Format;
use std::path::Path;
use std::process::Command;

/// Which streams of the source go along.
#[derive(Debug)]
pub(crate) struct Inputs {
    audio: Vec<usize>,
    /// Stream and the codec it is written with.
    subtitles: Vec<(usize, &'static str)>,
    /// Attachments.
    others: Vec<usize>,
    /// Metadata of streams that must be spelled otherwise: stream of the output, such as `a:0`, and key and value.
    spelled: Vec<(String, String)>,
    /// Whether FFmpeg 5 wants to be told that FLAC and TrueHD in MP4 are meant.
    experimental: bool,
}

impl Inputs {
    pub(crate) fn choose(source: &Source, target: &Target) -> Self {
        if target.container == Container::Pictures {
            return Self {
                audio: Vec::new(),
                subtitles: Vec::new(),
                others: Vec::new(),
                spelled: Vec::new(),
                experimental: false,
            };
        }
        let container = target.container;
        let subtitles: Vec<(&OtherStream, &'static str)> =
            source.subtitles.iter().filter_map(|s| Some((s, subtitle_codec(s, container)?))).collect();
        let others = source.data.iter().filter(|s| goes_along(s, container));
        let others = others.map(|s| s.index).collect();
        let sound = source.audio.iter().map(|a| (&a.language, &a.title)).enumerate();
        let text = subtitles.iter().map(|(s, _)| (&s.language, &s.title)).enumerate();
        let sound =
            sound.flat_map(|(place, (code, title))| spelled(&format!("a:{place}"), code, title, container));
        let text =
            text.flat_map(|(place, (code, title))| spelled(&format!("s:{place}"), code, title, container));
        let spelled = sound.chain(text).collect();
        let mp4 = target.container == Container::Mp4;
        Self {
            audio: source.audio.iter().map(|a| a.index).collect(),
            subtitles: subtitles.iter().map(|(stream, codec)| (stream.index, *codec)).collect(),
            others,
            spelled,
            experimental: mp4 && source.audio.iter().any(|a| matches!(a.codec.as_str(), "flac" | "truehd")),
        }
    }

    /// Whether the container might refuse a stream of the source.
    pub(crate) fn needs_trial(&self, source: &Source, container: Container) -> bool {
        let surely = |a: &AudioStream| surely_taken(container).contains(&a.codec.as_str());
        !(source.audio.iter().all(surely) && self.subtitles.is_empty() && self.others.is_empty())
    }

    /// The streams in words, in the order of the output, behind the picture.
    pub(crate) fn sound_names(&self, source: &Source) -> Vec<String> {
        let sound = source.audio.iter().map(|a| format!("sound stream #{} ({})", a.index, a.codec));
        let subtitles = source
            .subtitles
            .iter()
            .filter(|s| self.subtitles.iter().any(|(index, _)| *index == s.index))
            .map(|s| format!("subtitle stream #{} ({})", s.index, s.codec));
        sound.chain(subtitles).collect()
    }

    fn map(&self, command: &mut Command, input: usize) {
        for index in &self.audio {
            command.args(["-map", &format!("{input}:{index}")]);
        }
        for (index, _) in &self.subtitles {
            command.args(["-map", &format!("{input}:{index}")]);
        }
        command.args(["-c:a", "copy"]);
        for (stream, entry) in &self.spelled {
            command.args([&format!("-metadata:s:{stream}"), entry]);
        }
        if self.experimental {
            command.args(["-strict", "experimental"]);
        }
        for (place, (_, codec)) in self.subtitles.iter().enumerate() {
            command.args([&format!("-c:s:{place}"), *codec]);
        }
        for index in &self.others {
            command.args(["-map", &format!("{input}:{index}"), "-c:t", "copy"]);
        }
    }
}

/// What a stream is called and in which language it is, where MOV and MP4 spell that otherwise: their tracks have no title that FFmpeg
/// would write, but what handles them has a name.
fn spelled(
    stream: &str,
    language: &Option<String>,
    title: &Option<String>,
    container: Container,
) -> Vec<(String, String)> {
    let code = language.as_deref().and_then(quicktime_language).filter(|_| container == Container::Mov);
    let is_movie = matches!(container, Container::Mov | Container::Mp4);
    let title = title.as_ref().filter(|_| is_movie);
    let entries = code
        .map(|code| format!("language={code}"))
        .into_iter()
        .chain(title.map(|t| format!("handler_name={t}")));
    entries.map(|entry| (stream.to_owned(), entry)).collect()
}

/// QuickTime's spelling of a language code, where it differs from ISO 639-2/T or from what other containers use.
fn quicktime_language(code: &str) -> Option<&'static str> {
    Some(match code {
        "deu" => "ger",
        "nld" => "dut",
        "fre" => "fra",
        "swe" => "sve",
        "ell" => "gre",
        "isl" => "ice",
        "zho" => "chi",
        _ => return None,
    })
}

/// The ending of a file name in lower case, with its dot.
pub(crate) fn ending(out: &Path) -> String {
    format!(".{}", out.extension().unwrap_or_default().to_string_lossy().to_lowercase())
}

/// Lets FFmpeg write the headers of the kept streams, so that a refusal comes before hours of rendering.
pub(crate) fn try_streams(
    tools: &Tools,
    source: &Source,
    target: &Target,
    inputs: &Inputs,
    output: &Output,
) -> Result<(), EncodeError> {
    let mut command = tools.ffmpeg_command();
    command.arg("-y");
    input(&mut command, source);
    inputs.map(&mut command, 0);
    command.args(["-t", "0.01", "-f", target.container.muxer()]).arg(output.url());
    capture(&mut command).map(drop).map_err(|text| {
        let names = inputs.sound_names(source);
        refusal_at(&text, &ending(output.path()), &names, 0).unwrap_or_else(|| EncodeError::Failed {
            path: output.path().to_owned(),
            frames: 0,
            why: text,
        })
    })
}

/// A refused stream, from FFmpeg's words, when the picture is stream 0 of the output.
pub(crate) fn refusal(text: &str, ending: &str, names: &[String]) -> Option<EncodeError> {
    refusal_at(text, ending, names, 1)
}

/// A refused stream, where `names` starts at stream `first` of the output.
fn refusal_at(text: &str, ending: &str, names: &[String], first: usize) -> Option<EncodeError> {
    let marks = [
        "only supported in MP4",
        "support is experimental",
        "not currently supported in container",
        "codec not supported",
        "is not supported in",
        "Could not find tag",
    ];
    if !marks.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let number: Option<usize> = text.split_once("stream #").and_then(|(_, rest)| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    let numbered = number.and_then(|n| n.checked_sub(first)).and_then(|place| names.get(place));
    // Some refusals name the codec only.
    let codec_in_text = |name: &&String| {
        let codec = name.rsplit('(').next().map(|codec| codec.trim_end_matches(')'));
        codec.is_some_and(|codec| !codec.is_empty() && text.contains(codec))
    };
    let named = numbered.or_else(|| names.iter().find(codec_in_text)).cloned();
    let what = named.unwrap_or_else(|| names.join(" or "));
    (!what.is_empty()).then(|| EncodeError::Refused { ending: ending.to_owned(), what })
}

/// Ticks that are added to timestamps on their way through the pipe, which has no negative ones: the start of a
/// part, or whole seconds for a source that starts before 0. [`fill`] takes them off again.
pub(crate) fn pipe_shift(source: &Source, options: &EncodeOptions<'_>) -> i64 {
    let base = options.time_base;
    match options.audio_range {
        Some((start_s, _)) => base.rescale(micros(start_s), Rational::new(1, 1_000_000)).unwrap_or(0),
        None => early_seconds(source, base).and_then(|s| base.rescale(s, Rational::new(1, 1))).unwrap_or(0),
    }
}

fn micros(seconds: f64) -> i64 {
    (seconds.max(0.0) * 1e6).round() as i64
}

/// For a source that starts before 0: a number of seconds that is at least as long and whole in ticks.
fn early_seconds(source: &Source, base: Rational) -> Option<i64> {
    let early_s = -base.seconds(source.video.start_pts);
    if early_s <= 0.0 || !base.is_positive() {
        return None;
    }
    // `num` seconds are exactly `den` ticks.
    Some((early_s / base.num as f64).ceil() as i64 * base.num)
}

fn input(command: &mut Command, source: &Source) {
    let mut args = input_args(&source.path, source.pattern, source.start_number);
    let url = args.pop().unwrap_or_default();
    command.args(args).arg("-i").arg(url);
}

/// Everything between `ffmpeg` and the output's name.
pub(crate) fn fill(
    command: &mut Command,
    source: &Source,
    target: &Target,
    options: &EncodeOptions<'_>,
    inputs: &Inputs,
    output: &Output,
    format: &Format,
) {
    command.args(["-y", "-copyts"]);
    colours(command, target);
    if target.is_float() {
        let rate = source.video.frame_rate.to_string();
        let size = format!("{}x{}", format.width, format.height);
        command.args(["-f", "rawvideo", "-pix_fmt", &target.pix_fmt, "-video_size", &size]);
        command.args(["-framerate", &rate, "-i", "pipe:0"]);
        if let Some((num, den)) = crate::encoding::sample_aspect(source, options) {
            command.args(["-vf", &format!("setsar={num}/{den}")]);
        }
    } else {
        let early_s = early_seconds(source, options.time_base).filter(|_| options.audio_range.is_none());
        if let Some(early_s) = early_s {
            command.args(["-itsoffset", &format!("-{early_s}")]);
        }
        command.args(["-f", "nut", "-i", "pipe:0"]);
    }
    let pictures = target.container == Container::Pictures;
    if !pictures {
        input(command, source);
    }
    command.args(["-map", "0:v:0"]);
    if !pictures {
        inputs.map(command, 1);
        encode_meta::fill(command, source, target, options);
    }
    if let Some((start_s, end_s)) = options.audio_range.filter(|_| !pictures) {
        let time = |micros: i64| format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        command.args(["-ss", &time(micros(start_s)), "-to", &time(micros(end_s))]);
    }
    command.args(["-c:v:0", target.codec.encoder(), "-pix_fmt:v:0", &target.pix_fmt]);
    command.args(["-sws_flags", "bilinear+accurate_rnd+full_chroma_int+full_chroma_inp"]);
    codec(command, source, target);
    colours(command, target);
    command.args(["-fps_mode", "passthrough"]);
    if pictures {
        if options.place.path().to_string_lossy().contains('%') {
            let first = source.start_number.unwrap_or(1).to_string();
            command.args(["-start_number", &first]);
        } else {
            command.args(["-update", "1"]);
        }
    } else {
        command.args(["-enc_time_base", &options.time_base.to_string()]);
        let scale = options.time_base.den.to_string();
        if matches!(target.container, Container::Mov | Container::Mp4) {
            command.args(["-video_track_timescale", &scale]);
        }
    }
    if target.container == Container::Mkv {
        // Sound that starts early (AAC's priming) would otherwise move the pictures; and a random identifier would make
        // every render of one recipe another file.
        command.args(["-avoid_negative_ts", "disabled", "-fflags", "+bitexact"]);
    }
    command.args(["-f", target.container.muxer()]).arg(output.url());
}

fn codec(command: &mut Command, source: &Source, target: &Target) {
    let coding = Coding {
        crf: target.crf.unwrap_or(crate::target::DEFAULT_CRF),
        preset: target.preset.as_deref().unwrap_or(crate::target::DEFAULT_PRESET),
        container: target.container,
        alpha: target.layout.alpha,
        least_side_px: source.upscale * source.video.format.width.min(source.video.format.height),
        levels: source.film.x265(),
    };
    command.args((target.codec.row().args)(&coding));
}

/// FFmpeg takes two curves under other names than it gives them.
fn option_name(transfer: Transfer) -> &'static str {
    match transfer {
        Transfer::Gamma22 => "gamma22",
        Transfer::Gamma28 => "gamma28",
        other => other.name(),
    }
}

/// The stated colours; NUT carries none, so they are said before the input and again for the encoder.
fn colours(command: &mut Command, target: &Target) {
    let tags = &target.tags;
    let rgb = target.layout.planes == crate::layout::Planes::Rgb;
    if let Some(primaries) = tags.primaries.if_stated() {
        command.args(["-color_primaries", primaries.name()]);
    }
    if target.is_float() {
        command.args(["-color_trc", "linear"]);
    } else if let Some(transfer) = tags.transfer.if_stated() {
        command.args(["-color_trc", option_name(*transfer)]);
    }
    if rgb {
        return;
    }
    if let Some(matrix) = tags.matrix.if_stated() {
        command.args(["-colorspace", matrix.name()]);
    }
    if let Some(range) = tags.range.if_stated() {
        command.args(["-color_range", range.name()]);
    }
    if let Some(siting) = tags.siting.if_stated() {
        command.args(["-chroma_sample_location", siting.name()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_stream() {
        let text = "[mov] Could not find tag for codec vorbis in stream #1, codec not currently supported in container";
        let error = refusal(text, ".mov", &["sound stream #1 (vorbis)".to_owned()]).unwrap();
        assert!(error.to_string().contains("vorbis") && error.to_string().contains(".mkv"), "{error}");
        assert!(refusal("No space left on device", ".mov", &[]).is_none());
    }
}
