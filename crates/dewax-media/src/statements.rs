//! Where statements of origin lie in the kinds of files: boxes, chunks, segments, entries and extensions.

use crate::bmff;
use crate::origin::{CredentialKind, Found, GENERATOR_KEYS};
use crate::still;
use std::io::{Read, Seek, SeekFrom};

/// The extended type of the box that holds a C2PA manifest store.
pub(crate) const C2PA_BOX: [u8; 16] =
    [0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81];

/// The extended type of the box that holds an XMP packet.
pub(crate) const XMP_BOX: [u8; 16] =
    [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];

/// The largest manifest or packet that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// What follows an XMP packet in GIF, in bytes: 1, then all numbers from 255 down to 0, and the end of the blocks.
const GIF_XMP_TAIL: usize = 258;

/// The statements in anything that can be read.
pub(crate) fn find_in(file: &mut (impl Read + Seek)) -> std::io::Result<Vec<Found>> {
    let end = bmff::length(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(12).read_to_end(&mut head)?;
    match head.as_slice() {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => in_png(file, end),
        [0xff, 0xd8, ..] => in_jpeg(file),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => in_riff(file, end),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' '] => in_riff(file, end),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => in_tiff(file),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => in_gif(file),
        [_, _, _, _, kind @ ..] if kind.len() >= 4 && kind.iter().take(4).all(u8::is_ascii_alphanumeric) => {
            in_boxes(file, end)
        }
        _ => Ok(Vec::new()),
    }
}

fn in_boxes(file: &mut (impl Read + Seek), end: u64) -> std::io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for span in bmff::boxes(file, 0, end)? {
        match span.user_type {
            Some(C2PA_BOX) => {
                let bytes = bmff::content(file, &span, MAX_BYTES)?;
                if let Some(store) = manifest_store(&bytes) {
                    found.push(Found { kind: CredentialKind::C2pa, bytes: store.to_vec() });
                }
            }
            Some(XMP_BOX) => {
                let bytes = bmff::content(file, &span, MAX_BYTES)?;
                found.push(Found { kind: CredentialKind::Xmp, bytes });
            }
            _ if &span.kind == b"moov" => {
                // QuickTime keeps XMP in moov/udta/XMP_.
                for data in bmff::boxes(file, span.content, span.end)?.iter().filter(|b| &b.kind == b"udta") {
                    for packet in
                        bmff::boxes(file, data.content, data.end)?.iter().filter(|b| &b.kind == b"XMP_")
                    {
                        let bytes = bmff::content(file, packet, MAX_BYTES)?;
                        found.push(Found { kind: CredentialKind::Xmp, bytes });
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The JUMBF store within a C2PA box: version and flags, the purpose as text, an offset of 8 bytes, the store.
fn manifest_store(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.get(4..)?;
    let purpose = rest.iter().position(|byte| *byte == 0)?;
    if rest.get(..purpose)? == b"merkle" {
        return None;
    }
    rest.get(purpose + 9..)
}

fn in_png(file: &mut (impl Read + Seek), end: u64) -> std::io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut at = 8u64;
    while at.saturating_add(12) <= end {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0u8; 8];
        if file.read_exact(&mut head).is_err() {
            break;
        }
        let [s0, s1, s2, s3, kind @ ..] = head;
        let size = u64::from(u32::from_be_bytes([s0, s1, s2, s3]));
        if at.saturating_add(12).saturating_add(size) > end {
            break;
        }
        if matches!(&kind, b"caBX" | b"iTXt" | b"tEXt") {
            let mut bytes = Vec::new();
            file.take(size.min(MAX_BYTES)).read_to_end(&mut bytes)?;
            let key = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
            let key = String::from_utf8_lossy(key).to_lowercase();
            if &kind == b"caBX" {
                found.push(Found { kind: CredentialKind::C2pa, bytes });
            } else if key == "xml:com.adobe.xmp" {
                // Keyword, two compression bytes, language, translated keyword, text.
                let mut parts = bytes.splitn(2, |byte| *byte == 0);
                let rest = parts.nth(1).unwrap_or_default().get(2..).unwrap_or_default();
                let packet = rest.splitn(3, |byte| *byte == 0).nth(2).unwrap_or_default();
                found.push(Found { kind: CredentialKind::Xmp, bytes: packet.to_vec() });
            } else if GENERATOR_KEYS.contains(&key.as_str()) {
                found.push(Found { kind: CredentialKind::Generator, bytes });
            }
        }
        at += 12 + size;
    }
    Ok(found)
}

/// The chunks of WebP and AVI.
fn in_riff(file: &mut (impl Read + Seek), end: u64) -> std::io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut at = 12u64;
    while at.saturating_add(8) <= end {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0u8; 8];
        if file.read_exact(&mut head).is_err() {
            break;
        }
        let [kind @ .., s0, s1, s2, s3] = head;
        let size = u64::from(u32::from_le_bytes([s0, s1, s2, s3]));
        let kind = match &kind {
            b"C2PA" => Some(CredentialKind::C2pa),
            // AVI calls it otherwise.
            b"XMP " | b"_PMX" => Some(CredentialKind::Xmp),
            _ => None,
        };
        if let Some(kind) = kind {
            let mut bytes = Vec::new();
            file.take(size.min(MAX_BYTES)).read_to_end(&mut bytes)?;
            found.push(Found { kind, bytes });
        }
        at = at.saturating_add(8).saturating_add(size.next_multiple_of(2));
    }
    Ok(found)
}

fn in_jpeg(file: &mut (impl Read + Seek)) -> std::io::Result<Vec<Found>> {
    const XMP_NAME: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    let mut found = Vec::new();
    let mut store: Vec<u8> = Vec::new();
    file.seek(SeekFrom::Start(2))?;
    loop {
        let mut head = [0u8; 4];
        if file.read_exact(&mut head).is_err() {
            break;
        }
        let [mark, mut kind, mut high, mut low] = head;
        // Bytes of ones may fill up before a mark (ITU-T T.81, B.1.1.2).
        while mark == 0xff && kind == 0xff {
            let mut next = [0u8; 1];
            if file.read_exact(&mut next).is_err() {
                break;
            }
            (kind, high, low) = (high, low, next[0]);
        }
        // The picture's own data starts with SOS; nothing of interest follows.
        if mark != 0xff || kind == 0xda || kind == 0xd9 {
            break;
        }
        let size = u64::from(u16::from_be_bytes([high, low])).saturating_sub(2);
        let mut bytes = Vec::new();
        file.take(size).read_to_end(&mut bytes)?;
        if let Some(packet) = bytes.strip_prefix(XMP_NAME).filter(|_| kind == 0xe1) {
            found.push(Found { kind: CredentialKind::Xmp, bytes: packet.to_vec() });
        }
        if kind == 0xeb && bytes.starts_with(b"JP") {
            // "JP", instance (2 bytes), number in sequence (4), then the box; its header is repeated each time.
            let first = bytes.get(4..8).is_some_and(|number| number == [0, 0, 0, 1]);
            let skip = if first || store.is_empty() { 8 } else { 16 };
            store.extend_from_slice(bytes.get(skip..).unwrap_or_default());
        }
        if store.len() as u64 > MAX_BYTES {
            break;
        }
    }
    if !store.is_empty() {
        found.push(Found { kind: CredentialKind::C2pa, bytes: store });
    }
    Ok(found)
}

/// The first directory of TIFF.
fn in_tiff(file: &mut (impl Read + Seek)) -> std::io::Result<Vec<Found>> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.take(still::MAX_BYTES).read_to_end(&mut bytes)?;
    let [xmp, store] = still::statements_of_tiff(&bytes);
    let xmp = xmp.map(|bytes| Found { kind: CredentialKind::Xmp, bytes });
    let store = store.map(|bytes| Found { kind: CredentialKind::C2pa, bytes });
    Ok(xmp.into_iter().chain(store).collect())
}

/// The application extensions of GIF.
fn in_gif(file: &mut (impl Read + Seek)) -> std::io::Result<Vec<Found>> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut bytes)?;
    let mut found = Vec::new();
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + bytes.get(10).map_or(0, |flags| colours(*flags));
    while let Some(kind) = bytes.get(at) {
        let blocks = match kind {
            // An extension: its label.
            0x21 => at + 2,
            // A picture: its place and flags, its colours, the size of its codes.
            0x2c => at + 11 + bytes.get(at + 9).map_or(0, |flags| colours(*flags)),
            _ => break,
        };
        let Some(end) = after_blocks(&bytes, blocks, |_| ()) else { break };
        if bytes.get(at..at + 3) == Some(&[0x21, 0xff, 11]) {
            let name = bytes.get(blocks + 1..blocks + 12).unwrap_or_default();
            if name == b"XMP DataXMP" {
                // The packet lies there as it is; what follows it makes readers of blocks find the end.
                let raw = bytes.get(blocks + 12..end).unwrap_or_default();
                let length = raw.len().saturating_sub(GIF_XMP_TAIL);
                let packet = raw.get(..length).unwrap_or_default().to_vec();
                found.push(Found { kind: CredentialKind::Xmp, bytes: packet });
            } else if name.starts_with(b"C2PA_GIF") {
                let mut store = Vec::new();
                after_blocks(&bytes, blocks + 12, |part| store.extend_from_slice(part));
                found.push(Found { kind: CredentialKind::C2pa, bytes: store });
            }
        }
        at = end;
    }
    Ok(found)
}

/// Goes through the sub-blocks of GIF from a place on: where what follows them begins; none where they are cut off.
fn after_blocks<'a>(bytes: &'a [u8], start: usize, mut take: impl FnMut(&'a [u8])) -> Option<usize> {
    let mut at = start;
    loop {
        let size = usize::from(*bytes.get(at)?);
        at += 1;
        if size == 0 {
            return Some(at);
        }
        take(bytes.get(at..at + size)?);
        at += size;
    }
}
