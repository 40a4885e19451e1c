//! Fingerprints of compressed sound packets, to prove that sound was copied and not encoded again.

use crate::input::input_args;
use crate::rational::Rational;
use crate::tools::{Tools, capture};
use dewax::certificate::Proof;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A packet of sound as it is in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PacketHash {
    /// Hash of its bytes, in hex.
    pub hash: String,
    /// Its bytes.
    pub size: u64,
    /// When it is heard, in seconds.
    pub pts_s: f64,
    /// When it is decoded, in seconds.
    pub dts_s: f64,
}

/// Why the packets could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the sound packets of `{path}` could not be read: {why}")]
pub struct AudioError {
    path: String,
    why: String,
}

/// The packets of every sound stream of a file, stream by stream. Empty when it has no sound.
///
/// # Errors
/// When FFmpeg cannot read the file.
pub fn packet_hashes(tools: &Tools, path: &Path) -> Result<Vec<Vec<PacketHash>>, AudioError> {
    let error = |why: String| AudioError { path: path.display().to_string(), why };
    let mut command = tools.ffmpeg_command();
    let mut input = input_args(path, false, None);
    let url = input.pop().unwrap_or_default();
    command.arg("-copyts").args(input).arg("-i").arg(url);
    command.args(["-map", "0:a", "-c", "copy", "-f", "framehash", "-hash", "md5", "pipe:1"]);
    let printed = match capture(&mut command) {
        Ok(printed) => printed,
        Err(why) if why.contains("matches no streams") => return Ok(Vec::new()),
        Err(why) => return Err(error(why)),
    };
    parse(&String::from_utf8_lossy(&printed))
        .ok_or_else(|| error("FFmpeg's list could not be read".to_owned()))
}

fn parse(text: &str) -> Option<Vec<Vec<PacketHash>>> {
    let mut bases: Vec<Rational> = Vec::new();
    let mut streams: Vec<Vec<PacketHash>> = Vec::new();
    for line in text.lines() {
        if let Some(base) = line.strip_prefix("#tb ") {
            bases.push(Rational::parse(base.split_once(':')?.1.trim())?);
            streams.push(Vec::new());
        }
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        // Stream, dts, pts, duration, size, hash; side data may follow.
        let mut fields = line.split(',').map(str::trim);
        let stream: usize = fields.next()?.parse().ok()?;
        let base = *bases.get(stream)?;
        let dts: i64 = fields.next()?.parse().ok()?;
        let pts: i64 = fields.next()?.parse().ok()?;
        let size = fields.nth(1)?.parse().ok()?;
        let hash = fields.next()?.to_owned();
        streams.get_mut(stream)?.push(PacketHash {
            hash,
            size,
            pts_s: base.seconds(pts),
            dts_s: base.seconds(dts),
        });
    }
    Some(streams)
}

/// Whether `part` is a contiguous run of `whole`, packet by packet; returns where it starts.
/// An empty part starts at 0.
pub fn run_within(part: &[PacketHash], whole: &[PacketHash]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    let same =
        |window: &[PacketHash]| window.iter().zip(part).all(|(a, b)| a.hash == b.hash && a.size == b.size);
    whole.windows(part.len()).position(same)
}

/// What the proof of sound is called.
pub const WHAT: &str = "sound";

/// How far sound may move against the pictures, in seconds: Matroska has whole milliseconds, and FFmpeg writes Opus there without
/// the 6.5 ms that its decoder drops. A tenth of what is noticed (ITU-R BT.1359: 45 ms early, 125 ms late).
const MOST_MOVED_S: f64 = 0.010;

/// Proves that the sound of `out` is that of `source`: packet by packet, or, where containers cut it into other packets, sample by
/// sample; and that it lies where it lay beside the picture. `picture_s` is when the first picture is shown in either, in seconds:
/// containers may move their zero. Of a part, packets only.
pub fn proof(tools: &Tools, source: &Path, out: &Path, whole: bool, picture_s: [f64; 2]) -> Proof {
    let (before, after) = match (packet_hashes(tools, source), packet_hashes(tools, out)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(e), _) | (_, Err(e)) => return Proof::made(WHAT, false, e.to_string()),
    };
    if before.len() != after.len() {
        return Proof::made(WHAT, false, format!("{} of {} tracks", after.len(), before.len()));
    }
    let (mut packets, mut by_samples, mut moved_s) = (0, 0, 0.0f64);
    for (track, (a, b)) in before.iter().zip(&after).enumerate() {
        packets += b.len();
        let run = run_within(b, a);
        let first = a.get(if whole { 0 } else { run.unwrap_or(a.len()) });
        if let Some((first, now)) = first.zip(b.first()) {
            let later_s = (now.pts_s - picture_s[1]) - (first.pts_s - picture_s[0]);
            if later_s.abs() > moved_s.abs() {
                moved_s = later_s;
            }
        }
        let same = run.is_some_and(|at| !whole || (a.len() == b.len() && at == 0));
        if same {
            continue;
        }
        let heard = |path: &Path| samples_hash(tools, path, track);
        let same = whole && heard(source).zip(heard(out)).is_some_and(|(a, b)| a == b);
        if !same {
            let what = if whole {
                "sounds otherwise than in the source"
            } else {
                "has other packets than the source"
            };
            return Proof::made(WHAT, false, format!("track {} {what}", track + 1));
        }
        by_samples += 1;
    }
    let tracks = before.len();
    let how = match by_samples {
        0 => format!("{packets} packets of {tracks} track(s) are bit-identical"),
        _ => format!(
            "{by_samples} of {tracks} track(s) are in other packets, with every sample the same; the rest is bit-identical"
        ),
    };
    let moved = if moved_s.abs() > 0.0005 {
        format!("; moved by {:+.1} ms beside the picture", moved_s * 1000.0)
    } else {
        String::new()
    };
    Proof::made(WHAT, moved_s.abs() <= MOST_MOVED_S, how + &moved)
}

/// A hash of every sample that a track decodes to; none when it cannot be decoded.
fn samples_hash(tools: &Tools, path: &Path, track: usize) -> Option<String> {
    let mut input = input_args(path, false, None);
    let url = input.pop().unwrap_or_default();
    let mut command = tools.ffmpeg_command();
    command.args(input).arg("-i").arg(url).args(["-map", &format!("0:a:{track}"), "-c:a", "pcm_s32le"]);
    let printed = capture(command.args(["-f", "md5", "pipe:1"])).ok()?;
    Some(String::from_utf8_lossy(&printed).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_list() {
        let text = "#format: frame checksums\n#tb 0: 1/48000\n0, -1024, -1024, 1024, 5, abc\n0, 0, 0, 1024, 6, def\n";
        let streams = parse(text).unwrap();
        assert_eq!(streams[0].len(), 2);
        assert_eq!(streams[0][1].hash, "def");
        assert!(streams[0][0].pts_s < 0.0);
        assert_eq!(run_within(&streams[0][1..], &streams[0]), Some(1));
        assert_eq!(run_within(&streams[0], &streams[0][1..]), None);
    }
}
