//! What a source promises and does not give: gaps of a sequence, files that are cut off, pictures that are damaged.

use crate::bmff;
use crate::film::{FieldsWish, FilmFacts};
use crate::input;
use crate::probe::{ProbeError, Source, probe};
use crate::tools::{Tools, capture};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::Command;

/// Words of FFmpeg's errors by which pictures of a film are gone or damaged. The others are about how a file is written:
/// every picture came, as it was.
const DAMAGE: &[&str] = &[
    "ended prematurely",
    "partial file",
    "while decoding",
    "Invalid NAL unit size",
    "corrupt",
    "truncated",
    "overread",
    "CRC mismatch",
    "damaged",
    "submitting packet to decoder",
    "Invalid data found when processing input",
];

/// Why a source is not treated although it can be read, or not any more.
#[derive(Debug, thiserror::Error)]
pub enum LossError {
    /// Something is missing.
    #[error("`{name}` is not whole: {what}; get the rest, or say --accept-missing to treat what is there")]
    NotWhole {
        /// The source.
        name: String,
        /// What is missing.
        what: String,
    },
    /// Its frames are two fields each.
    #[error(
        "`{name}` is interlaced ({fields}): say --interlaced deinterlace to make whole frames of its fields first, or \
         --interlaced whole if its frames are whole although it says otherwise"
    )]
    Interlaced {
        /// The source.
        name: String,
        /// The order of its fields.
        fields: &'static str,
    },
    /// Another file has its name now.
    #[error(
        "`{name}` was changed while it was treated; nothing was written: run again when it stays as it is"
    )]
    Replaced {
        /// The source.
        name: String,
    },
}

/// What a source is seen to lack before it is decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacks {
    /// How many pictures of a sequence follow each other from the first on.
    pub run: Option<usize>,
    /// A gap in the numbers of a sequence: the last number before it, the first after it, and the last of all.
    pub gap: Option<(u64, u64, u64)>,
    /// Bytes that a file says it has, where it has fewer, and those it has.
    pub cut_off: Option<(u64, u64)>,
}

impl Lacks {
    /// In words; empty when nothing is missing.
    fn words(&self) -> Vec<String> {
        let gap = self.gap.zip(self.run).map(|((before, after, last), run)| {
            let missing = if after == before + 2 {
                format!("picture {} is missing", before + 1)
            } else {
                format!("pictures {} to {} are missing", before + 1, after - 1)
            };
            format!("{missing}, so {run} pictures are read and those up to {last} are not")
        });
        let cut = self
            .cut_off
            .map(|(stated, there)| format!("it is cut off ({there} of {stated} bytes are there)"));
        gap.into_iter().chain(cut).collect()
    }
}

/// How a source is opened that is to be treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Whether it is treated as far as it goes when something of it is missing.
    pub accept_missing: bool,
    /// What is done with interlaced frames.
    pub fields: FieldsWish,
}

/// Probes a source that is to be treated.
///
/// # Errors
/// As of [`probe`], and when something of it is missing, or it is interlaced and nothing is said of that.
pub fn open(tools: &Tools, path: &Path, opening: Opening) -> Result<Source, crate::job::JobError> {
    let mut source = probe(tools, path)?;
    source.accepts_missing = opening.accept_missing;
    source.film = FilmFacts::of(tools, &source);
    source.fields_wish = opening.fields;
    if let Some(fields) = source.film.fields.filter(|_| opening.fields == FieldsWish::Refuse) {
        let (name, fields) = (source.name.clone(), fields.words());
        return Err(LossError::Interlaced { name, fields }.into());
    }
    // Films wait for the count of their pictures: then it can be said how many are there.
    if source.lacks.gap.is_some() {
        source.refuse(&source.lacks.words())?;
    }
    Ok(source)
}

impl Source {
    /// What is missing, in sentences, when so many pictures were decoded and FFmpeg complained in these words.
    ///
    /// # Errors
    /// When something is, and that was not accepted.
    pub(crate) fn losses(
        &self,
        tools: &Tools,
        decoded: usize,
        complaints: &[String],
    ) -> Result<Vec<String>, LossError> {
        let mut losses = self.lacks.words();
        if let Some(run) = self.lacks.run.filter(|run| *run != decoded) {
            losses.push(format!("{decoded} of the {run} pictures that are there could be decoded"));
        }
        if let Some(stated) = self.stated_frames(tools, decoded) {
            losses.push(format!("{decoded} of the {stated} frames that it states could be decoded"));
        }
        let is_picture = self.still || self.pattern;
        let of_damage = |words: &&String| is_picture || DAMAGE.iter().any(|mark| words.contains(mark));
        losses.extend(complaints.iter().filter(of_damage).cloned());
        self.refuse(&losses)?;
        Ok(losses)
    }

    fn refuse(&self, losses: &[String]) -> Result<(), LossError> {
        if losses.is_empty() || self.accepts_missing {
            return Ok(());
        }
        Err(LossError::NotWhole { name: self.name.clone(), what: losses.join("; ") })
    }

    /// How many frames a film states, where that is more than were decoded and no edit list says why.
    fn stated_frames(&self, tools: &Tools, decoded: usize) -> Option<u64> {
        let stated = self.video.frames_hint.filter(|stated| *stated > decoded as u64)?;
        if self.lacks.cut_off.is_some() {
            return Some(stated);
        }
        // An edit list takes frames out that the index counts: the packets say which are to be shown.
        let shown = self.shown_packets(tools)?;
        (self.container.contains("mp4") && shown > decoded as u64).then_some(shown)
    }

    /// Packets of the picture stream that are to be shown.
    fn shown_packets(&self, tools: &Tools) -> Option<u64> {
        let mut command = Command::new(&tools.ffprobe);
        command.args(["-v", "error", "-select_streams", &self.video.index.to_string()]);
        command.args(["-show_entries", "packet=flags", "-of", "csv=p=0"]);
        command.args(input::input_args(&self.path, false, None));
        let printed = capture(&mut command).ok()?;
        let text = String::from_utf8_lossy(&printed);
        Some(text.lines().filter(|flags| !flags.trim().is_empty() && !flags.contains('D')).count() as u64)
    }

    /// Looks whether the source is still the one that was probed.
    ///
    /// # Errors
    /// When it is not.
    pub fn unchanged(&self) -> Result<(), LossError> {
        let replaced = || LossError::Replaced { name: self.name.clone() };
        let now = input::File::open(&self.path).map_err(|_: ProbeError| replaced())?;
        // A file has samples of its bytes in its fingerprint; of the many files of a sequence only the first has.
        let same = now.fingerprint == self.fingerprint && (!self.pattern || now.stamp == self.stamp);
        if same { Ok(()) } else { Err(replaced()) }
    }
}

/// Bytes that an MP4, MOV or AVI file says it has and that it has, where it has fewer.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn cut_off(path: &Path) -> std::io::Result<Option<(u64, u64)>> {
    cut_off_in(&mut BufReader::new(File::open(path)?))
}

fn cut_off_in(file: &mut (impl Read + Seek)) -> std::io::Result<Option<(u64, u64)>> {
    let there = bmff::length(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(12).read_to_end(&mut head)?;
    let stated = match head.as_slice() {
        [b'R', b'I', b'F', b'F', s0, s1, s2, s3, b'A', b'V', b'I', b' '] => {
            u64::from(u32::from_le_bytes([*s0, *s1, *s2, *s3])) + 8
        }
        // Other files have no boxes, and a box that is cut off in another place tells nothing.
        [_, _, _, _, kind @ ..] if kind.starts_with(b"ftyp") || kind.starts_with(b"moov") => {
            bmff::stated_length(file, there)?
        }
        _ => 0,
    };
    Ok((stated > there).then_some((stated, there)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn cut(bytes: &[u8]) -> Option<(u64, u64)> {
        cut_off_in(&mut Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn a_box_that_is_cut_off_is_seen() {
        let mut film = b"\0\0\0\x0cftypisom\0\0\0\x10mdat12345678".to_vec();
        assert_eq!(cut(&film), None);
        film.truncate(film.len() - 3);
        assert_eq!(cut(&film), Some((28, 25)));
        let large = b"\0\0\0\x0cftypisom\0\0\0\x01mdat\0\0\0\0\0\0\0\x20123";
        assert_eq!(cut(large), Some((44, 31)));
        // A box to the end of the file, and what is no film.
        assert_eq!(cut(b"\0\0\0\x0cftypisom\0\0\0\0mdat1"), None);
        assert_eq!(cut(b"\x89PNG\r\n\x1a\n0000000"), None);
        assert_eq!(cut(b"RIFF\x20\0\0\0AVI 1234"), Some((40, 16)));
        assert_eq!(cut(b""), None);
    }

    #[test]
    fn a_gap_is_named() {
        let lacks = Lacks { run: Some(8), gap: Some((8, 10, 22)), cut_off: None };
        assert_eq!(
            lacks.words(),
            ["picture 9 is missing, so 8 pictures are read and those up to 22 are not"]
        );
        let lacks = Lacks { gap: Some((8, 12, 22)), ..lacks };
        assert!(lacks.words()[0].starts_with("pictures 9 to 11 are missing"));
        assert!(Lacks::default().words().is_empty());
    }
}
