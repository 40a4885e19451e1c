//! A part of a clip as people say it: in frames, seconds or timecode. Every unit is held to the clip's length.

use dewax::clip::Clip;
use dewax_media::probe::Source;
use dewax_media::rational::Rational;
use dewax_media::timecode::{Counting, TimecodeError};

/// How a range is written.
const HOW: &str =
    "write 2s..4s (seconds), 48..96 (frames) or 00:00:02:00..00:00:04:00 (timecode), or leave one end out";

/// Why a range is none of this clip.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RangeError {
    /// Not readable.
    #[error("`{0}` is no range: {HOW}")]
    Words(String),
    /// A timecode that is none.
    #[error("the range `{0}`: {1}")]
    Timecode(String, TimecodeError),
    /// It ends where it begins, or before.
    #[error("the range `{0}` holds no frame: its end, which is not included, must lie behind its beginning")]
    Empty(String),
    /// It lies, or reaches, outside the clip.
    #[error(
        "the range `{asked}` reaches beyond the clip, which has {length}: choose a range inside it{instead}"
    )]
    Beyond {
        /// What was asked for.
        asked: String,
        /// How long the clip is, in the unit of the question and in frames.
        length: String,
        /// What else helps.
        instead: String,
    },
    /// A timecode before the first one of the clip.
    #[error(
        "the range `{asked}` begins before the clip: {length}; count from there, or write seconds or frames, which count from 0"
    )]
    Before {
        /// What was asked for.
        asked: String,
        /// Where the clip lies.
        length: String,
    },
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
enum End {
    /// Left out.
    Open,
    Frame(usize),
    Seconds(f64),
    Timecode(String),
}

impl End {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::Open);
        }
        if text.contains([':', ';']) {
            return Some(Self::Timecode(text.to_owned()));
        }
        match text.strip_suffix('s') {
            Some(seconds) => {
                seconds.parse().ok().filter(|s: &f64| s.is_finite() && *s >= 0.0).map(Self::Seconds)
            }
            None => text.parse().ok().map(Self::Frame),
        }
    }
}

/// A range that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    text: String,
    ends: [End; 2],
}

impl Asked {
    /// Reads `2s..4s`, `48..96`, `00:00:02:00..00:00:04:00`, `..4s`, `2s..`. The end is not included.
    ///
    /// # Errors
    /// A sentence that says how to write it.
    pub(crate) fn read(text: &str) -> Result<Self, RangeError> {
        let bad = || RangeError::Words(text.to_owned());
        let (from, to) = text.split_once("..").ok_or_else(bad)?;
        let ends = [End::read(from).ok_or_else(bad)?, End::read(to).ok_or_else(bad)?];
        Ok(Self { text: text.to_owned(), ends })
    }

    /// About how many frames it has in a clip of so many, before they are read.
    pub(crate) fn rough_frames(&self, frames: usize, rate: Rational, start: Option<&str>) -> usize {
        let at = |end: &End, open: usize| match end {
            End::Open => open,
            End::Frame(frame) => *frame,
            End::Seconds(seconds) => (seconds * rate.value()).round() as usize,
            End::Timecode(text) => since_start(text, start, rate).unwrap_or(0).max(0) as usize,
        };
        at(&self.ends[1], frames).min(frames).saturating_sub(at(&self.ends[0], 0)).max(1)
    }

    /// The frames: the first, and one past the last.
    ///
    /// # Errors
    /// When it does not lie inside the clip.
    pub(crate) fn frames(
        &self,
        clip: &Clip,
        rate: Rational,
        start: Option<&str>,
    ) -> Result<(usize, usize), RangeError> {
        let from = self.at(&self.ends[0], 0, clip, rate, start)?;
        let to = self.at(&self.ends[1], clip.frames(), clip, rate, start)?;
        match (from, to) {
            (Some(from), Some(to)) if from < to => Ok((from, to)),
            (Some(from), Some(_)) if from < clip.frames() => Err(RangeError::Empty(self.text.clone())),
            _ => Err(self.beyond(clip, rate, start)),
        }
    }

    /// The frame of an end; none where it lies beyond the clip's last end.
    fn at(
        &self,
        end: &End,
        open: usize,
        clip: &Clip,
        rate: Rational,
        start: Option<&str>,
    ) -> Result<Option<usize>, RangeError> {
        let frames = clip.frames();
        let first_from = |seconds: f64, slack: f64| {
            let found = (0..frames).find(|&i| clip.seconds(i) >= seconds - slack);
            found.or_else(|| (seconds <= clip.duration_s() + slack).then_some(frames))
        };
        // Timestamps are rounded, in Matroska to milliseconds: a quarter of a frame is no other frame.
        let quarter = if rate.is_positive() { 0.25 / rate.value() } else { 0.0 };
        match end {
            End::Open => Ok(Some(open)),
            End::Frame(frame) => Ok((*frame <= frames).then_some(*frame)),
            End::Seconds(seconds) => Ok(first_from(*seconds, 1e-6)),
            End::Timecode(text) => {
                let since =
                    since_start(text, start, rate).map_err(|e| RangeError::Timecode(self.text.clone(), e))?;
                if since < 0 {
                    let length = length_in_timecode(clip, rate, start, text);
                    return Err(RangeError::Before { asked: self.text.clone(), length });
                }
                Ok(first_from(since as f64 / rate.value(), quarter))
            }
        }
    }

    fn beyond(&self, clip: &Clip, rate: Rational, start: Option<&str>) -> RangeError {
        let frames = format!("frames 0..{}", clip.frames());
        let unit = self.ends.iter().rev().find(|end| **end != End::Open);
        let length = match unit {
            Some(End::Seconds(_)) => format!("{:.3} s ({frames})", clip.duration_s()),
            Some(End::Timecode(text)) => {
                format!("{} ({frames})", length_in_timecode(clip, rate, start, text))
            }
            _ => format!("{frames} ({:.3} s)", clip.duration_s()),
        };
        let begins_inside = self
            .at(&self.ends[0], 0, clip, rate, start)
            .ok()
            .flatten()
            .is_some_and(|from| from < clip.frames());
        let from = self
            .text
            .split_once("..")
            .map(|(from, _)| from.trim())
            .filter(|_| begins_inside && self.ends[1] != End::Open);
        let instead = from.map(|from| format!(", or leave the end out ({from}..)")).unwrap_or_default();
        RangeError::Beyond { asked: self.text.clone(), length, instead }
    }
}

/// Frames from the start of a clip, whose own timecode is `start`, to that timecode.
fn since_start(text: &str, start: Option<&str>, rate: Rational) -> Result<i64, TimecodeError> {
    match start {
        // The clip says whether its numbers are drop-frame: `01:00:02:00` is said as often as `01:00:02;00`.
        Some(start) => {
            let counting = Counting::like(start, rate)?;
            Ok(counting.frame(text)? - counting.frame(start)?)
        }
        None => Counting::like(text, rate)?.frame(text),
    }
}

/// From where to where a clip lies, in timecode.
fn length_in_timecode(clip: &Clip, rate: Rational, start: Option<&str>, like: &str) -> String {
    let like = start.unwrap_or(like);
    let Ok(counting) = Counting::like(like, rate) else { return String::new() };
    let first = start.and_then(|start| counting.frame(start).ok()).unwrap_or(0);
    let frames = (clip.duration_s() * rate.value()).round() as i64;
    let whose = if start.is_some() { " by its own timecode" } else { "" };
    format!("{}..{}{whose}", counting.text(first), counting.text(first + frames))
}

/// Reads a range of a clip that was measured: see `Asked::read`. Beside the frames: what a reader must know of how they were counted.
///
/// # Errors
/// When it cannot be read, or does not lie inside the clip.
pub fn parse_range(
    text: &str,
    clip: &Clip,
    source: &Source,
) -> Result<((usize, usize), Option<String>), RangeError> {
    let asked = Asked::read(text)?;
    let start = source.timecode.as_deref();
    let frames = asked.frames(clip, source.video.frame_rate, start)?;
    let is_timecode = asked.ends.iter().any(|end| matches!(end, End::Timecode(_)));
    let note = is_timecode.then(|| match start {
        Some(start) => format!("The range is counted by the clip's own timecode, which starts at {start}: frames {}..{}.", frames.0, frames.1),
        None => format!("The clip carries no timecode: the range is counted from its first frame as 00:00:00:00: frames {}..{}.", frames.0, frames.1),
    });
    Ok((frames, note))
}

#[cfg(test)]
#[path = "range_tests.rs"]
mod tests;
