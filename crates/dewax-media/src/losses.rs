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

/// What FFmpeg says, and only says, of a film that ends in the middle of something: some films do not state how long they are.
const ENDS_EARLY: &[&str] = &["ended prematurely", "partial file"];
/// Codecs of whole pictures, whose decoders go on over damage without telling FFmpeg: whatever they complain of is damage.
const TOLERANT: &[&str] = &["ffv1", "prores", "dnxhd", "mjpeg"];

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
        /// The order of its fields, or where they were seen.
        fields: String,
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

/// Why a source cannot be treated.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is not one.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// It is not whole, or not taken as it is.
    #[error(transparent)]
    Loss(#[from] LossError),
}

/// Probes a source that is to be treated.
///
/// # Errors
/// As of [`probe`], and when something of it is missing, or it is interlaced and nothing is said of that.
pub fn open(tools: &Tools, path: &Path, opening: Opening) -> Result<Source, OpenError> {
    let mut source = probe(tools, path)?;
    source.accepts_missing = opening.accept_missing;
    source.film = FilmFacts::of(tools, &source)?;
    source.fields_wish = opening.fields;
    if let Some(fields) = source.film.fields.filter(|_| opening.fields == FieldsWish::Refuse) {
        let (name, fields) = (source.name.clone(), fields.words().to_owned());
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
    pub fn losses(
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
        // What FFmpeg complains of in words may be harmless. Where no count says that pictures are gone, FFmpeg is asked to stop at the
        // first that is damaged.
        let of_decoder = format!("[{}]", self.video.codec);
        let by_decoder = TOLERANT.contains(&self.video.codec.as_str())
            && complaints.iter().any(|complaint| complaint.contains(&of_decoder));
        let ends_early = complaints.iter().any(|said| ENDS_EARLY.iter().any(|words| said.contains(words)));
        let of_damage =
            || self.is_pictures() || by_decoder || ends_early || !losses.is_empty() || !self.is_sound(tools);
        if !complaints.is_empty() && of_damage() {
            losses.extend(complaints.iter().cloned());
        }
        self.refuse(&losses)?;
        Ok(losses)
    }

    /// Whether FFmpeg reads and decodes the film to its end when it is to fail at the first damage.
    fn is_sound(&self, tools: &Tools) -> bool {
        let mut command = tools.ffmpeg_command();
        command.arg("-xerror");
        let mut input = input::input_args(&self.path, false, None);
        let url = input.pop().unwrap_or_default();
        command.args(input).arg("-i").arg(url).args(["-map", &format!("0:{}", self.video.index)]);
        capture(command.args(["-fps_mode", "passthrough", "-f", "null", "-"])).is_ok()
    }

    /// Refuses what is not whole, unless that was accepted.
    pub fn refuse(&self, losses: &[String]) -> Result<(), LossError> {
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

/// Bytes that an MP4, MOV, AVI or Matroska file says it has and that it has, where it has fewer.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn cut_off(path: &Path) -> std::io::Result<Option<(u64, u64)>> {
    cut_off_in(&mut BufReader::new(File::open(path)?))
}

pub(crate) fn cut_off_in(file: &mut (impl Read + Seek)) -> std::io::Result<Option<(u64, u64)>> {
    let there = bmff::length(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(12).read_to_end(&mut head)?;
    let stated = match head.as_slice() {
        [b'R', b'I', b'F', b'F', s0, s1, s2, s3, b'A', b'V', b'I', b' '] => {
            u64::from(u32::from_le_bytes([*s0, *s1, *s2, *s3])) + 8
        }
        [0x1a, 0x45, 0xdf, 0xa3, ..] => matroska_length(file)?,
        // Other files have no boxes, and a box that is cut off in another place tells nothing.
        [_, _, _, _, kind @ ..] if kind.starts_with(b"ftyp") || kind.starts_with(b"moov") => {
            bmff::stated_length(file, there)?
        }
        _ => 0,
    };
    Ok((stated > there).then_some((stated, there)))
}

/// How long a Matroska file says it is: its head, and behind it the segment that holds everything. 0 where it does not say.
fn matroska_length(file: &mut (impl Read + Seek)) -> std::io::Result<u64> {
    const SEGMENT: [u8; 4] = [0x18, 0x53, 0x80, 0x67];
    let Some((_, head_end)) = element(file, 0)? else { return Ok(0) };
    Ok(match element(file, head_end)? {
        Some((id, end)) if id == SEGMENT => end,
        _ => 0,
    })
}

/// The element of EBML with a name of four bytes at a place: its name, and where it ends. None where it does not say.
fn element(file: &mut (impl Read + Seek), at: u64) -> std::io::Result<Option<([u8; 4], u64)>> {
    file.seek(SeekFrom::Start(at))?;
    let mut head = Vec::new();
    file.take(12).read_to_end(&mut head)?;
    let [a, b, c, d, first, rest @ ..] = head.as_slice() else { return Ok(None) };
    // As many bytes follow the first as it begins with zeros; all ones say that nobody knows.
    let length = first.leading_zeros() as usize;
    let Some(more) = rest.get(..length).filter(|_| length < 8) else { return Ok(None) };
    let own = u64::from(*first) & (0x7f >> length);
    let size = more.iter().fold(own, |size, byte| (size << 8) | u64::from(*byte));
    let unknown = (1u64 << (7 * (length + 1))) - 1;
    let end = (at + 5 + length as u64).checked_add(size);
    Ok(end.filter(|_| size != unknown).map(|end| ([*a, *b, *c, *d], end)))
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
        let mkv = b"\x1a\x45\xdf\xa3\x82\0\0\x18\x53\x80\x67\x40\x041234";
        assert_eq!(cut(mkv), None);
        assert_eq!(cut(&mkv[..15]), Some((17, 15)));
        // Live streams do not say how long they are.
        assert_eq!(cut(b"\x1a\x45\xdf\xa3\x82\0\0\x18\x53\x80\x67\xff1"), None);
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
