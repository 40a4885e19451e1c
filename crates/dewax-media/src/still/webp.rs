//! Facts in the chunks of WebP.

use super::Facts;

/// Where the chunks begin: behind `RIFF`, the length and `WEBP`.
const START: usize = 12;

pub(super) fn read(bytes: &[u8]) -> Facts {
    let mut facts = Facts::default();
    let mut at = START;
    while let Some((kind, content, next)) = chunk(bytes, at) {
        match kind {
            b"ICCP" => facts.icc = Some(content.to_vec()),
            b"EXIF" => facts.exif = Some(bare(content).to_vec()),
            b"XMP " => facts.xmp = Some(content.to_vec()),
            _ => {}
        }
        at = next;
    }
    facts
}

fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8], &[u8], usize)> {
    let kind = bytes.get(at..at.checked_add(4)?)?;
    let size: [u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
    let end = (at + 8).checked_add(u32::from_le_bytes(size) as usize)?;
    Some((kind, bytes.get(at + 8..end)?, end.checked_next_multiple_of(2)?))
}

/// An EXIF block without the name that JPEG puts before it, and some programs also here.
pub(super) fn bare(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes)
}
