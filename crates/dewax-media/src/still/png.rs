//! Facts in the chunks of PNG.

use super::Facts;
use flate2::Crc;
use std::io::{Cursor, Read};

/// Key of the text that is XMP.
const XMP_KEY: &[u8] = b"XML:com.adobe.xmp";
/// Chunks that say what the samples mean.
const COLOURS: [&[u8; 4]; 5] = [b"sRGB", b"gAMA", b"cHRM", b"cICP", b"iCCP"];
/// Where the chunks begin.
const START: usize = 8;

/// The chunks of a file: kind, content, and where the next one begins. A broken one ends the list.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8], usize)> {
    let mut at = START;
    std::iter::from_fn(move || {
        let size: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let kind: [u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let end = (at + 8).checked_add(u32::from_be_bytes(size) as usize)?;
        let content = bytes.get(at + 8..end)?;
        at = end.checked_add(4)?;
        Some((kind, content, at))
    })
}

pub(super) fn read(bytes: &[u8]) -> Facts {
    let mut facts = Facts::default();
    for (kind, content, _) in chunks(bytes) {
        let key = content.split(|byte| *byte == 0).next().unwrap_or_default();
        match &kind {
            b"iTXt" if key == XMP_KEY => facts.xmp = xmp(content).or(facts.xmp.take()),
            b"tEXt" | b"zTXt" | b"iTXt" => facts.texts.push((kind, content.to_vec())),
            b"eXIf" => facts.exif = Some(content.to_vec()),
            b"pHYs" => facts.density = density(content),
            _ if COLOURS.contains(&&kind) && &kind != b"iCCP" => facts.colours.push((kind, content.to_vec())),
            _ => {}
        }
    }
    let opened = png::Decoder::new(Cursor::new(bytes)).read_info().ok();
    facts.icc = opened.and_then(|reader| reader.info().icc_profile.as_ref().map(|icc| icc.to_vec()));
    facts
}

/// The packet of an uncompressed text chunk: key, two bytes of compression, language, translated key, text.
fn xmp(content: &[u8]) -> Option<Vec<u8>> {
    let rest = content.get(XMP_KEY.len() + 1..)?;
    let packet = rest.get(2..)?.splitn(3, |byte| *byte == 0).nth(2)?;
    (rest.first() == Some(&0)).then(|| packet.to_vec())
}

fn density(content: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(content.get(at..at + 4)?.try_into().ok()?));
    (content.get(8) == Some(&1)).then_some((number(0)?, number(4)?))
}

/// Key and text of a chunk that is not compressed.
pub(super) fn plain_text(kind: [u8; 4], content: &[u8]) -> Option<(String, String)> {
    let mut parts = content.splitn(2, |byte| *byte == 0);
    let key: String = parts.next()?.iter().map(|byte| char::from(*byte)).collect();
    let rest = parts.next()?;
    let text = match &kind {
        // Latin-1, so that every byte is a character.
        b"tEXt" => rest.iter().map(|byte| char::from(*byte)).collect(),
        b"iTXt" if rest.first() == Some(&0) => {
            String::from_utf8_lossy(rest.get(2..)?.splitn(3, |byte| *byte == 0).nth(2)?).into_owned()
        }
        _ => return None,
    };
    Some((key, text))
}

/// Key and text of a chunk, also of one that is compressed; none where it is none.
///
/// # Errors
/// When it is larger than that.
pub(super) fn text(kind: [u8; 4], content: &[u8], most_bytes: usize) -> Result<Option<(String, String)>, ()> {
    if let Some(plain) = plain_text(kind, content) {
        return if plain.1.len() > most_bytes { Err(()) } else { Ok(Some(plain)) };
    }
    let mut parts = content.splitn(2, |byte| *byte == 0);
    let key: String = parts.next().unwrap_or_default().iter().map(|byte| char::from(*byte)).collect();
    let rest = parts.next().unwrap_or_default();
    let packed = match (&kind, rest) {
        // The method, of which there is one.
        (b"zTXt", [0, packed @ ..]) => Some(packed),
        (b"iTXt", [1, 0, more @ ..]) => more.splitn(3, |byte| *byte == 0).nth(2),
        _ => None,
    };
    let Some(packed) = packed else { return Ok(None) };
    let mut bytes = Vec::new();
    // A few bytes can be made into more than a machine holds.
    let mut inflated = flate2::read::ZlibDecoder::new(packed).take(most_bytes as u64 + 1);
    if inflated.read_to_end(&mut bytes).is_err() {
        return Ok(None);
    }
    if bytes.len() > most_bytes {
        return Err(());
    }
    let latin = || bytes.iter().map(|byte| char::from(*byte)).collect();
    Ok(Some((key, if &kind == b"zTXt" { latin() } else { String::from_utf8_lossy(&bytes).into_owned() })))
}

/// Puts a chunk behind a file.
pub(crate) fn push(out: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(content);
    out.extend((content.len() as u32).to_be_bytes());
    out.extend(kind);
    out.extend(content);
    out.extend(sum.sum().to_be_bytes());
}

/// The file with these facts instead of its own.
pub(super) fn write(bytes: &[u8], facts: &Facts) -> Option<Vec<u8>> {
    let mut out = bytes.get(..START)?.to_vec();
    let mut start = START;
    for (kind, _, end) in chunks(bytes) {
        let is_own = matches!(&kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"pHYs");
        if !is_own && !COLOURS.contains(&&kind) {
            out.extend(bytes.get(start..end)?);
        }
        start = end;
        if &kind == b"IHDR" {
            put(&mut out, facts);
        }
    }
    // A file without its end is none.
    (start == bytes.len()).then_some(out)
}

fn put(out: &mut Vec<u8>, facts: &Facts) {
    match &facts.icc {
        Some(icc) => {
            let mut content = b"ICC Profile\0\0".to_vec();
            content.extend(stored(icc));
            push(out, *b"iCCP", &content);
        }
        None => facts.colours.iter().for_each(|(kind, content)| push(out, *kind, content)),
    }
    if let Some((across, down)) = facts.density {
        let content = [&across.to_be_bytes()[..], &down.to_be_bytes(), &[1]].concat();
        push(out, *b"pHYs", &content);
    }
    if let Some(exif) = &facts.exif {
        push(out, *b"eXIf", exif);
    }
    facts.texts.iter().for_each(|(kind, content)| push(out, *kind, content));
    if let Some(xmp) = &facts.xmp {
        push(out, *b"iTXt", &[XMP_KEY, &[0; 5], xmp].concat());
    }
}

/// Bytes as a zlib stream that does not compress: a profile is small.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut pieces = bytes.chunks(0xffff).peekable();
    while let Some(piece) = pieces.next() {
        let length = piece.len() as u16;
        out.push(u8::from(pieces.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(piece);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    out.extend(((b << 16) | a).to_be_bytes());
    out
}
