//! How a picture file is stored, without reading all of it: a sequence has many.

use super::{Facts, exif};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// What is read of a JPEG: its segments lie before the picture, a profile of usual size among them.
const HEAD_BYTES: u64 = 256 << 10;
/// The most chunks or entries that are looked at: far above any real file, and an end for broken ones.
const MOST: usize = 1 << 16;
/// The largest EXIF block that is read.
const MOST_EXIF_BYTES: u64 = 1 << 20;

/// The EXIF orientation of a file, 1 where it says none.
pub(super) fn orientation(path: &Path) -> std::io::Result<u16> {
    orientation_in(BufReader::new(File::open(path)?))
}

/// [`orientation`] in anything that can be read.
pub(super) fn orientation_in(mut file: impl Read + Seek) -> std::io::Result<u16> {
    let mut head = Vec::new();
    (&mut file).take(16).read_to_end(&mut head)?;
    let found = match head.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => of_chunks(&mut file, 8, u32::from_be_bytes, false, b"eXIf")?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            of_chunks(&mut file, 12, u32::from_le_bytes, true, b"EXIF")?
        }
        [0xff, 0xd8, ..] => {
            file.take(HEAD_BYTES).read_to_end(&mut head)?;
            Facts::of(&head).and_then(|facts| facts.exif).and_then(|bytes| exif::orientation(&bytes))
        }
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => of_tiff(&mut file, &head)?,
        _ => None,
    };
    Ok(found.unwrap_or(1))
}

/// Walks the chunks of PNG or WebP to the one with EXIF.
fn of_chunks(
    file: &mut (impl Read + Seek),
    start: u64,
    number: fn([u8; 4]) -> u32,
    is_riff: bool,
    wanted: &[u8; 4],
) -> std::io::Result<Option<u16>> {
    let mut at = start;
    for _ in 0..MOST {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 8];
        if file.read_exact(&mut head).is_err() {
            return Ok(None);
        }
        let [a, b, c, d, e, f, g, h] = head;
        let (size, kind) = if is_riff { ([e, f, g, h], [a, b, c, d]) } else { ([a, b, c, d], [e, f, g, h]) };
        let size = u64::from(number(size));
        if kind == *wanted {
            let mut bytes = Vec::new();
            file.take(size.min(MOST_EXIF_BYTES)).read_to_end(&mut bytes)?;
            return Ok(exif::orientation(super::webp::bare(&bytes)));
        }
        // WebP keeps chunks at even places; PNG has a checksum behind each.
        at += 8 + if is_riff { size.next_multiple_of(2) } else { size + 4 };
    }
    Ok(None)
}

/// Puts the first directory of a TIFF behind its head, and asks that.
fn of_tiff(file: &mut (impl Read + Seek), head: &[u8]) -> std::io::Result<Option<u16>> {
    let Some(start) = exif::Tiff::new(head).and_then(|tiff| tiff.long(4)) else { return Ok(None) };
    let is_big = head.starts_with(b"M");
    let mut bytes = head.get(..4).unwrap_or_default().to_vec();
    bytes.extend(if is_big { [0, 0, 0, 8] } else { [8, 0, 0, 0] });
    file.seek(SeekFrom::Start(u64::from(start)))?;
    let mut count = [0; 2];
    if file.read_exact(&mut count).is_err() {
        return Ok(None);
    }
    let entries = if is_big { u16::from_be_bytes(count) } else { u16::from_le_bytes(count) };
    bytes.extend(count);
    file.take(u64::from(entries) * 12).read_to_end(&mut bytes)?;
    bytes.extend([0; 4]);
    Ok(exif::orientation(&bytes))
}
