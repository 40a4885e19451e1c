//! What a source is seen to lack before it is decoded: gaps of a sequence, files that are cut off.

use crate::bmff;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

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
    pub(crate) fn words(&self) -> Vec<String> {
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
