//! Clips in and out: raw frames through FFmpeg, without loss.

use super::scene::{FRAMES_PER_SECOND, Planes, SIZE};
use anyhow::{Context, Result, bail};
use dewax::px::Plane;
use dewax_media::tools::{Running, Tools};
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes a clip: 8 bit 4:2:0, BT.709, limited range, FFV1.
pub(crate) fn write_clip(tools: &Tools, path: &Path, frames: &[Planes]) -> Result<()> {
    let tags =
        ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"];
    let parts = frames.iter().flat_map(|planes| planes.iter().map(Plane::samples));
    let size = frames.first().map_or(SIZE, |planes| (planes[0].width(), planes[0].height()));
    write(tools, path, (size, "yuv420p"), &tags, parts)
}

/// Writes masks: 8 bit grey, full range, FFV1.
pub(super) fn write_masks(tools: &Tools, path: &Path, masks: &[Plane<u8>]) -> Result<()> {
    write(tools, path, (SIZE, "gray"), &["-color_range", "pc"], masks.iter().map(Plane::samples))
}

fn write<'a>(
    tools: &Tools,
    path: &Path,
    (size, pixels): ((usize, usize), &str),
    tags: &[&str],
    parts: impl Iterator<Item = &'a [u8]>,
) -> Result<()> {
    let mut command = Command::new(&tools.ffmpeg);
    command
        .args(["-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", pixels])
        .args(["-s", &format!("{}x{}", size.0, size.1), "-r", &FRAMES_PER_SECOND.to_string()])
        .args(tags)
        .args(["-i", "pipe:0", "-c:v", "ffv1"])
        .args(tags)
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = Running::start(&mut command)?;
    let mut out = BufWriter::new(child.stdin().context("FFmpeg has no standard input")?);
    let mut sent = Ok(());
    for part in parts {
        sent = sent.and_then(|()| out.write_all(part));
    }
    sent = sent.and_then(|()| out.flush());
    drop(out);
    let (status, text) = child.wait()?;
    if !status.success() {
        bail!("FFmpeg could not write {}: {text}", path.display());
    }
    sent.with_context(|| format!("writing {}", path.display()))
}

/// The luma of a clip, frame by frame, as 8-bit codes.
pub(super) fn read_luma(tools: &Tools, path: &Path) -> Result<Vec<Plane<u8>>> {
    let (width, height) = SIZE;
    let words = ["-fps_mode", "passthrough", "-pix_fmt", "yuv420p"];
    let bytes = read(tools, path, &words)?;
    let frames = bytes.chunks_exact(width * height * 3 / 2);
    if !frames.remainder().is_empty() || bytes.is_empty() {
        bail!("{} is no clip of {width}x{height}", path.display());
    }
    frames
        .map(|frame| Plane::from_vec(width, height, frame[..width * height].to_vec()).context("a frame"))
        .collect()
}

/// A still of any kind as R'G'B', 0 to 255, scaled to a size.
pub(super) fn decode_rgb(
    tools: &Tools,
    path: &Path,
    (width, height): (usize, usize),
) -> Result<[Plane<f32>; 3]> {
    let scale = format!("scale={width}:{height}:flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp");
    let bytes = read(tools, path, &["-vf", &scale, "-frames:v", "1", "-pix_fmt", "rgb24"])?;
    if bytes.len() != width * height * 3 {
        bail!("{} does not decode to {width}x{height}", path.display());
    }
    Ok([0, 1, 2]
        .map(|which| Plane::from_fn(width, height, |x, y| f32::from(bytes[(y * width + x) * 3 + which]))))
}

fn read(tools: &Tools, path: &Path, words: &[&str]) -> Result<Vec<u8>> {
    let mut command = Command::new(&tools.ffmpeg);
    command.args(["-nostdin", "-v", "error", "-i"]).arg(path).args(words).args(["-f", "rawvideo", "-"]);
    let mut child = Running::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let mut bytes = Vec::new();
    child.stdout().context("FFmpeg has no standard output")?.read_to_end(&mut bytes)?;
    let (status, text) = child.wait()?;
    if !status.success() {
        bail!("FFmpeg could not read {}: {text}", path.display());
    }
    Ok(bytes)
}
