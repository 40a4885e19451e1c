//! What FFmpeg is told when a source is decoded.

use crate::decoding::{DecodeError, DecodeOptions, SeekTo};
use crate::film::{Fields, FieldsWish};
use crate::input::input_args;
use crate::layout::Planes;
use crate::source::Source;
use crate::tools::{Running, Tools, Watched};
use std::process::{ChildStdout, Stdio};

/// How far before the wanted frame a seek aims, in seconds: demuxers seek by decoding time, which lies before the
/// shown time by the depth of the B-frames.
const SEEK_MARGIN_S: f64 = 2.0;

/// Containers with an index, where a seek finds the key frame before the place that is asked for.
const SEEKABLE: &[&str] = &["mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"];

/// Timestamps travel this much later than they are, because NUT has no negative ones.
const HEADROOM_S: f64 = 60.0;

/// Ticks by which pictures of two fields come later than they are, where that is asked. No film is half as long (at 90 kHz: three
/// years), and FFmpeg, which multiplies by 2^16 on the way, still counts it.
pub(crate) const FLAGGED: i64 = 1 << 45;

/// Codecs that write the rows of a whole picture in another order, which FFmpeg calls interlaced.
const IN_ANOTHER_ORDER: &[&str] = &["png", "apng", "gif"];

/// Makes a picture of another size small, so that it cannot pass for one of the right size whose sides are swapped.
fn same_size(source: &Source) -> Vec<String> {
    let (width, height) = (source.video.format.width, source.video.format.height);
    // Nothing else has as few bytes as one pixel.
    if width * height == 1 {
        return Vec::new();
    }
    let only = |side: &str| format!("'if(eq(iw,{width})*eq(ih,{height}),{side},1)'");
    vec![format!("crop=w={}:h={}:x=0:y=0:exact=1", only("iw"), only("ih"))]
}

/// Takes packed R'G'B' with alpha apart by copying: FFmpeg's own conversion of 8-bit alpha to planes adds one to its upper half.
fn apart(source: &Source) -> Vec<String> {
    let (layout, pix_fmt) = (&source.video.layout, source.video.pix_fmt.as_str());
    if layout.planes != Planes::Rgb || !layout.alpha || layout.bits != 8 || pix_fmt == "gbrap" {
        return Vec::new();
    }
    let is_packed = matches!(pix_fmt, "rgba" | "bgra" | "argb" | "abgr");
    let packed = (!is_packed).then(|| "format=rgba".to_owned());
    let planes = "extractplanes=r+g+b+a[r][g][b][a];[g][b][r][a]mergeplanes=0x00102030:gbrap".to_owned();
    packed.into_iter().chain([planes]).collect()
}

/// Makes whole frames of fields, where that is wished: as many as there were. Where the first frames do not say that they are
/// interlaced, of those that do.
fn whole_frames(source: &Source) -> Vec<String> {
    if source.fields_wish != FieldsWish::Deinterlace || source.is_pictures() {
        return Vec::new();
    }
    let (parity, which) = match source.film.fields {
        Some(Fields::TopFirst) => ("tff", "all"),
        Some(Fields::BottomFirst) => ("bff", "all"),
        None => ("auto", "interlaced"),
    };
    let base = source.video.time_base;
    // Counts in half ticks, which are given back before anything else counts.
    vec![
        format!("bwdif=mode=send_frame:parity={parity}:deint={which}"),
        format!("settb={}/{}", base.num, base.den),
    ]
}

/// Whether an interlaced picture is an error: of who treats the source, nothing was said of its fields.
fn asks_for_fields(source: &Source) -> bool {
    let any_order = IN_ANOTHER_ORDER.contains(&source.video.codec.as_str());
    source.fields_wish == FieldsWish::Refuse && !source.is_pictures() && !any_order
}

/// Where to seek to, in seconds from the container's start; `None` where decoding from the beginning is better.
pub(crate) fn seek_point_s(source: &Source, place: SeekTo) -> Option<f64> {
    let wanted_s = source.video.time_base.seconds(place.pts);
    let point_s = wanted_s - SEEK_MARGIN_S - source.start_s;
    (point_s > 0.0 && SEEKABLE.contains(&source.container.as_str())).then_some(point_s)
}

/// Starts FFmpeg on a source. Beside it: its pictures, and how many ticks later than they are its timestamps come.
pub(crate) fn spawn(
    tools: &Tools,
    source: &Source,
    options: DecodeOptions,
    seek_s: Option<f64>,
) -> Result<(Running, Watched<ChildStdout>, i64), DecodeError> {
    let video = &source.video;
    let base = video.time_base;
    let headroom =
        (HEADROOM_S / base.value().max(1e-12)).round() as i64 + video.start_pts.min(0).saturating_neg();
    let mut command = tools.ffmpeg_command();
    command.args(["-copyts", "-noautorotate"]);
    if let Some(point_s) = seek_s {
        command.args(["-noaccurate_seek", "-ss", &format!("{point_s:.6}")]);
    }
    let mut input = input_args(&source.path, source.pattern, source.start_number);
    let url = input.pop().unwrap_or_default();
    command.args(input).arg("-i").arg(url);
    command.args(["-map", &format!("0:{}", video.index), "-map_metadata", "-1", "-map_chapters", "-1"]);
    let mut filters = same_size(source);
    filters.extend(apart(source));
    filters.extend(whole_frames(source));
    filters.extend(options.from.map(|place| format!("trim=start_pts={}", place.pts)));
    if options.skip_frames > 0 {
        filters.push(format!("trim=start_frame={}", options.skip_frames));
    }
    let flag = if asks_for_fields(source) { format!("+INTERLACED*{FLAGGED}") } else { String::new() };
    filters.push(format!("setpts=PTS+{headroom}{flag}"));
    let filters = filters.join(",");
    // Without `-autoscale 0` a picture of another size is scaled to that of the first.
    command.args([
        "-autoscale",
        "0",
        "-vf",
        &filters,
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        &base.to_string(),
    ]);
    // Asking for a yuvj picture as yuv would make swscale change its range; the bytes are the same.
    let carrier = video.layout.pix_fmt();
    let same = video.pix_fmt.replace("yuvj", "yuv") == carrier;
    let pix_fmt = if same { &video.pix_fmt } else { &carrier };
    command.args([
        "-pix_fmt",
        pix_fmt,
        "-sws_flags",
        "bilinear+accurate_rnd+full_chroma_int+full_chroma_inp",
    ]);
    if source.still {
        command.args(["-frames:v", "1"]);
    }
    command.args(["-c:v", "rawvideo", "-f", "nut", "pipe:1"]);
    let mut child =
        Running::start(command.stdin(Stdio::null()).stdout(Stdio::piped())).map_err(DecodeError::Start)?;
    let stdout = child
        .stdout()
        .ok_or_else(|| DecodeError::Start(std::io::Error::other("it has no standard output")))?;
    Ok((child, stdout, headroom))
}
