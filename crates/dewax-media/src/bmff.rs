//! Walks the boxes of MP4 and MOV files: finds the ones dewax keeps, and writes the display matrix of an output.

use std::io::{Read, Seek, SeekFrom, Write};

/// The most boxes that are looked at on one level: far above any real file, and an end for broken ones.
const MAX_BOXES: usize = 1 << 16;

/// A box of a file: where it is and what it says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxSpan {
    /// Four-character type.
    pub kind: [u8; 4],
    /// The extended type of a `uuid` box.
    pub user_type: Option<[u8; 16]>,
    /// First byte of the content in the file.
    pub content: u64,
    /// One past the last byte of the box.
    pub end: u64,
}

/// The boxes between the bytes `start` and `end`. A box that claims more than there is ends the list.
///
/// # Errors
/// When the file cannot be read.
pub fn boxes(file: &mut (impl Read + Seek), start: u64, end: u64) -> std::io::Result<Vec<BoxSpan>> {
    let mut found = Vec::new();
    let mut at = start;
    while at.checked_add(8).is_some_and(|next| next <= end) && found.len() < MAX_BOXES {
        let Some(span) = box_at(file, at, end)? else { break };
        at = span.end;
        found.push(span);
    }
    Ok(found)
}

fn box_at(file: &mut (impl Read + Seek), at: u64, end: u64) -> std::io::Result<Option<BoxSpan>> {
    let Some(head) = bytes_at::<8>(file, at, end)? else { return Ok(None) };
    let [s0, s1, s2, s3, k0, k1, k2, k3] = head;
    let kind = [k0, k1, k2, k3];
    let mut content = at + 8;
    let size = match u32::from_be_bytes([s0, s1, s2, s3]) {
        0 => end - at,
        1 => {
            let Some(large) = bytes_at::<8>(file, content, end)? else { return Ok(None) };
            content += 8;
            u64::from_be_bytes(large)
        }
        small => u64::from(small),
    };
    let mut user_type = None;
    if &kind == b"uuid" {
        user_type = bytes_at::<16>(file, content, end)?;
        if user_type.is_none() {
            return Ok(None);
        }
        content += 16;
    }
    let fits = at.checked_add(size).filter(|stop| *stop <= end && *stop >= content);
    Ok(fits.map(|stop| BoxSpan { kind, user_type, content, end: stop }))
}

/// `N` bytes of the file at `at`; `None` when they reach beyond `end`.
fn bytes_at<const N: usize>(
    file: &mut (impl Read + Seek),
    at: u64,
    end: u64,
) -> std::io::Result<Option<[u8; N]>> {
    if at.checked_add(N as u64).is_none_or(|stop| stop > end) {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = [0u8; N];
    match file.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// The content of a box, at most `limit` bytes of it.
///
/// # Errors
/// When the file cannot be read.
pub fn content(file: &mut (impl Read + Seek), span: &BoxSpan, limit: u64) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(span.content))?;
    let mut bytes = Vec::new();
    file.take((span.end - span.content).min(limit)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The length that a file says it has by its outermost boxes, `there` being the one it has: more when the last is cut off.
///
/// # Errors
/// When the file cannot be read.
pub fn stated_length(file: &mut (impl Read + Seek), there: u64) -> std::io::Result<u64> {
    let last = boxes(file, 0, there)?.last().map_or(0, |span| span.end);
    let Some(head) = bytes_at::<8>(file, last, there)? else { return Ok(last) };
    let [s0, s1, s2, s3, kind @ ..] = head;
    let size = match u32::from_be_bytes([s0, s1, s2, s3]) {
        1 => bytes_at::<8>(file, last + 8, there)?.map_or(0, u64::from_be_bytes),
        size => u64::from(size),
    };
    // What follows the last box may be anything, such as zeros that a disk left.
    let is_name = kind.iter().all(|byte| byte.is_ascii_graphic());
    Ok(if is_name { last.saturating_add(size) } else { last })
}

/// Length of a file or buffer.
///
/// # Errors
/// When the file cannot be read.
pub fn length(file: &mut impl Seek) -> std::io::Result<u64> {
    file.seek(SeekFrom::End(0))
}

/// Writes a display matrix (the nine numbers of `tkhd`, as FFmpeg prints them) into every video track.
/// Returns how many tracks were changed: 0 when the file is not MP4/MOV or has no video track.
///
/// # Errors
/// When the file cannot be read or written.
pub fn set_display_matrix(
    file: &mut (impl Read + Write + Seek),
    matrix: &[i32; 9],
) -> std::io::Result<usize> {
    let end = length(file)?;
    let mut changed = 0;
    for movie in boxes(file, 0, end)?.iter().filter(|b| &b.kind == b"moov") {
        for track in boxes(file, movie.content, movie.end)?.iter().filter(|b| &b.kind == b"trak") {
            let inside = boxes(file, track.content, track.end)?;
            let Some(header) = inside.iter().find(|b| &b.kind == b"tkhd") else { continue };
            let Some(media) = inside.iter().find(|b| &b.kind == b"mdia") else { continue };
            let handlers = boxes(file, media.content, media.end)?;
            let Some(handler) = handlers.iter().find(|b| &b.kind == b"hdlr") else { continue };
            // A `hdlr` box: version and flags, predefined (4 bytes each), then the handler type.
            if bytes_at::<4>(file, handler.content + 8, handler.end)? != Some(*b"vide") {
                continue;
            }
            let Some([version]) = bytes_at::<1>(file, header.content, header.end)? else { continue };
            let offset = if version == 0 { 40 } else { 52 };
            if header.content + offset + 36 > header.end {
                continue;
            }
            let bytes: Vec<u8> = matrix.iter().flat_map(|number| number.to_be_bytes()).collect();
            file.seek(SeekFrom::Start(header.content + offset))?;
            file.write_all(&bytes)?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// Puts boxes at the end of the sample entry of every video track, and moves what follows. Only where the movie's header is the last
/// box, as FFmpeg writes it: nothing then points behind it. Returns how many tracks were changed.
///
/// # Errors
/// When the file cannot be read or written.
pub fn add_to_sample_entry(file: &mut (impl Read + Write + Seek), added: &[u8]) -> std::io::Result<usize> {
    let end = length(file)?;
    let top = boxes(file, 0, end)?;
    let Some(movie) = top.last().filter(|b| &b.kind == b"moov" && b.end == end).cloned() else {
        return Ok(0);
    };
    let mut ways = Vec::new();
    for track in boxes(file, movie.content, movie.end)?.into_iter().filter(|b| &b.kind == b"trak") {
        ways.extend(way_to_entry(file, vec![movie.clone(), track])?);
    }
    let mut bytes = content(file, &movie, u64::MAX)?;
    // From the last to the first, so that places stay what they are.
    for way in ways.iter().rev() {
        let Some(at) = way.last().map(|entry| (entry.end - movie.content) as usize) else { continue };
        bytes.splice(at..at, added.iter().copied());
        for parent in way.iter().skip(1) {
            grow(&mut bytes, (parent.content - movie.content) as usize, added.len());
        }
    }
    let size =
        u32::try_from(bytes.len() + 8).map_err(|_| std::io::Error::other("the header is too large"))?;
    file.seek(SeekFrom::Start(movie.content - 8))?;
    file.write_all(&size.to_be_bytes())?;
    file.seek(SeekFrom::Start(movie.content))?;
    file.write_all(&bytes)?;
    Ok(ways.len())
}

/// The boxes down to the first sample entry of a video track; none for other tracks.
fn way_to_entry(
    file: &mut (impl Read + Seek),
    mut way: Vec<BoxSpan>,
) -> std::io::Result<Option<Vec<BoxSpan>>> {
    for wanted in [b"mdia", b"minf", b"stbl", b"stsd"] {
        let Some(parent) = way.last() else { return Ok(None) };
        let inside = boxes(file, parent.content, parent.end)?;
        if wanted == b"minf" && !is_video(file, &inside)? {
            return Ok(None);
        }
        let Some(next) = inside.into_iter().find(|b| &b.kind == wanted) else { return Ok(None) };
        way.push(next);
    }
    let Some(table) = way.last() else { return Ok(None) };
    // Version and flags, then the number of entries.
    let entry = boxes(file, table.content + 8, table.end)?.into_iter().next();
    Ok(entry.map(|entry| {
        way.push(entry);
        way
    }))
}

fn is_video(file: &mut (impl Read + Seek), media: &[BoxSpan]) -> std::io::Result<bool> {
    let Some(handler) = media.iter().find(|b| &b.kind == b"hdlr") else { return Ok(false) };
    Ok(bytes_at::<4>(file, handler.content + 8, handler.end)? == Some(*b"vide"))
}

/// Makes the box larger whose content begins at `content`.
fn grow(bytes: &mut [u8], content: usize, by: usize) {
    let Some(place) = content.checked_sub(8).and_then(|at| bytes.get_mut(at..at + 4)) else { return };
    let old = place.iter().fold(0u32, |size, byte| (size << 8) | u32::from(*byte));
    place.copy_from_slice(&old.saturating_add(by as u32).to_be_bytes());
}

#[cfg(test)]
pub(crate) use tests::make;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A box with this content.
    pub(crate) fn make(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let mut bytes = (content.len() as u32 + 8).to_be_bytes().to_vec();
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(content);
        bytes
    }

    fn movie() -> Vec<u8> {
        let mut handler = vec![0; 8];
        handler.extend_from_slice(b"vide");
        let media = make(b"mdia", &make(b"hdlr", &handler));
        let track = make(b"trak", &[make(b"tkhd", &[0; 84]), media].concat());
        [make(b"ftyp", b"isom"), make(b"moov", &track), make(b"uuid", &[7; 20])].concat()
    }

    #[test]
    fn finds_boxes_and_writes_the_matrix() {
        let mut file = Cursor::new(movie());
        let end = length(&mut file).unwrap();
        let all = boxes(&mut file, 0, end).unwrap();
        assert_eq!(all.iter().map(|b| &b.kind).collect::<Vec<_>>(), [b"ftyp", b"moov", b"uuid"]);
        assert_eq!(all[2].user_type, Some([7; 16]));
        assert_eq!(content(&mut file, &all[2], 99).unwrap(), [7; 4]);
        let matrix = [0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30];
        assert_eq!(set_display_matrix(&mut file, &matrix).unwrap(), 1);
        let bytes = file.into_inner();
        let at = bytes.windows(4).position(|w| w == b"tkhd").unwrap() + 4 + 40;
        assert_eq!(&bytes[at + 4..at + 8], &65536i32.to_be_bytes());
        assert_eq!(&bytes[at + 12..at + 16], &(-65536i32).to_be_bytes());
    }
}
