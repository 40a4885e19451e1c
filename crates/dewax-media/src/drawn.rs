//! Writes a drawn face as a clip with a tone: something to treat on a machine that has no clip yet.

use crate::guard::{Part, Permit};
use crate::tools::{Running, Tools, file_url};
use dewax::demo::DrawnFace;
use dewax::kernels::depth::{CodeMap, pack8};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Why a drawn clip could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the drawn clip `{path}`: {why}")]
pub struct DrawnError {
    /// Where to.
    path: PathBuf,
    /// Why not.
    why: String,
}

/// Frames per second of drawn clips.
pub const FRAMES_PER_SECOND: usize = 24;

/// Draws the clip and encodes it as H.264 with a quiet tone, BT.709 tagged. Appears under its name when it is whole.
///
/// # Errors
/// When FFmpeg does not take it or the file cannot be written.
pub fn write_clip(tools: &Tools, face: &DrawnFace, out: &Permit) -> Result<(), DrawnError> {
    let fail = |why: String| DrawnError { path: out.path().to_owned(), why };
    let part = Part::of(out.path());
    let seconds = face.frames() as f64 / FRAMES_PER_SECOND as f64;
    let tags =
        ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"];
    let mut command = Command::new(&tools.ffmpeg);
    command
        .args(["-nostdin", "-hide_banner", "-v", "error", "-y", "-f", "yuv4mpegpipe"])
        .args(tags)
        .args(["-i", "pipe:0", "-f", "lavfi", "-i"])
        .arg(format!("sine=frequency=220:duration={seconds:.6}"))
        .args(["-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-crf", "10", "-preset", "veryfast"])
        .args(["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-af", "volume=0.1"])
        .args(tags)
        .arg(file_url(part.at()))
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = Running::start(&mut command).map_err(|e| fail(e.to_string()))?;
    let sent = match child.stdin() {
        Some(stdin) => send(face, BufWriter::new(stdin)),
        None => Err(io::Error::other("FFmpeg has no standard input")),
    };
    let (status, text) = child.wait().map_err(|e| fail(e.to_string()))?;
    if !status.success() || sent.is_err() {
        let why =
            sent.err().filter(|_| text.trim().is_empty()).map_or(text.trim().to_string(), |e| e.to_string());
        return Err(fail(why));
    }
    out.put_in_place(part).map_err(|e| fail(e.to_string()))
}

/// The clip as YUV4MPEG2, 8 bit 4:2:0.
fn send(face: &DrawnFace, mut out: impl Write) -> io::Result<()> {
    let picture = face.picture();
    let format = picture.format;
    writeln!(out, "YUV4MPEG2 W{} H{} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420mpeg2", format.width, format.height)?;
    let maps = [
        CodeMap::luma(&picture.levels, &picture.levels, 8),
        CodeMap::chroma(&picture.levels, &picture.levels, 8),
    ];
    let mut row = Vec::new();
    for index in 0..face.frames() {
        let frame = face.frame(index);
        writeln!(out, "FRAME")?;
        for which in 0..3 {
            let plane = frame.plane(which);
            for y in 0..plane.height() {
                row.resize(plane.width(), 0);
                pack8(plane.row(y), &maps[which.min(1)], y, &mut row);
                out.write_all(&row)?;
            }
        }
    }
    out.flush()
}
