//! What a file says of its origin: Content Credentials (C2PA), XMP, and the notes of image generators. Never removed.

use crate::bmff;
use crate::input::Pattern;
use crate::probe::Source;
use crate::sidecar::plain_stem;
use crate::still;
use crate::target::{Codec, by_ending};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// The extended type of the box that holds a C2PA manifest store.
const C2PA_BOX: [u8; 16] =
    [0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81];

/// The extended type of the box that holds an XMP packet.
const XMP_BOX: [u8; 16] =
    [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];

/// The largest manifest or packet that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Metadata keys in which image generators note how the picture was made.
const GENERATOR_KEYS: &[&str] = &["prompt", "workflow", "parameters", "aigc", "ai_metadata"];

/// What kind of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CredentialKind {
    /// A C2PA manifest store.
    C2pa,
    /// An XMP packet.
    Xmp,
    /// A generator's note, such as ComfyUI's prompt.
    Generator,
}

/// A statement of origin found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// What kind of statement it is.
    pub kind: CredentialKind,
    /// Its length in bytes.
    pub bytes_len: u64,
    /// The IPTC digital source type that it names, such as `trainedAlgorithmicMedia`.
    pub digital_source_type: Option<String>,
}

/// A statement with its bytes: the JUMBF store of C2PA, the packet of XMP, the text of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What kind of statement it is.
    pub kind: CredentialKind,
    /// The bytes as they are in the file, without the box or chunk around them.
    pub bytes: Vec<u8>,
}

impl Found {
    /// What a report says of it.
    pub fn summary(&self) -> Credential {
        Credential {
            kind: self.kind,
            bytes_len: self.bytes.len() as u64,
            digital_source_type: source_type(&self.bytes),
        }
    }
}

/// The statements in a file: boxes of MP4/MOV, chunks of PNG and WebP, segments of JPEG. Nothing in other files.
///
/// # Errors
/// When the file cannot be read.
pub fn find(path: &Path) -> std::io::Result<Vec<Found>> {
    find_in(&mut BufReader::new(File::open(path)?))
}

/// [`find`] in anything that can be read.
///
/// # Errors
/// When it cannot be read.
pub fn find_in(file: &mut (impl Read + Seek)) -> std::io::Result<Vec<Found>> {
    let end = bmff::length(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(12).read_to_end(&mut head)?;
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        in_png(file, end)
    } else if head.starts_with(&[0xff, 0xd8]) {
        in_jpeg(file)
    } else if head.starts_with(b"RIFF") && head.ends_with(b"WEBP") {
        in_webp(file, end)
    } else if head.get(4..8).is_some_and(|kind| kind.iter().all(u8::is_ascii_alphanumeric)) {
        in_boxes(file, end)
    } else {
        Ok(Vec::new())
    }
}

/// The notes of generators among a file's metadata.
pub fn in_metadata(metadata: &BTreeMap<String, String>) -> Vec<Credential> {
    let noted = metadata.iter().filter(|(key, _)| GENERATOR_KEYS.contains(&key.to_lowercase().as_str()));
    noted
        .map(|(_, value)| Credential {
            kind: CredentialKind::Generator,
            bytes_len: value.len() as u64,
            digital_source_type: source_type(value.as_bytes()),
        })
        .collect()
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

fn in_webp(file: &mut (impl Read + Seek), end: u64) -> std::io::Result<Vec<Found>> {
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
            b"XMP " => Some(CredentialKind::Xmp),
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
        let [mark, kind, high, low] = head;
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

/// The IPTC digital source type that a statement names: the word behind `digitalsourcetype/`.
fn source_type(bytes: &[u8]) -> Option<String> {
    const BEFORE: &[u8] = b"digitalsourcetype/";
    let at = bytes.windows(BEFORE.len()).position(|w| w.eq_ignore_ascii_case(BEFORE))?;
    let word =
        bytes.get(at + BEFORE.len()..)?.iter().take(64).take_while(|byte| byte.is_ascii_alphanumeric());
    let word: String = word.map(|byte| char::from(*byte)).collect();
    (!word.is_empty()).then_some(word)
}

/// What is put behind an output's name for its statements of origin.
const C2PA_ENDING: &str = "c2pa";
const XMP_ENDING: &str = "xmp";

fn companion(out: &Path, ending: &str) -> PathBuf {
    // No pattern is a file's name.
    let is_pattern =
        out.file_name().and_then(|name| name.to_str()).is_some_and(|name| Pattern::parse(name).is_some());
    let plain = out.with_file_name(plain_stem(out)).with_added_extension(out.extension().unwrap_or_default());
    let mut name = if is_pattern { plain.into_os_string() } else { out.as_os_str().to_owned() };
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Where the statements of origin of an output can lie.
pub(crate) fn companions(out: &Path) -> [PathBuf; 2] {
    [C2PA_ENDING, XMP_ENDING].map(|ending| companion(out, ending))
}

/// The C2PA store and the XMP packet of a source as files beside an output, `OUT.c2pa` and `OUT.xmp`: FFmpeg drops both when it
/// writes a file. Of a sequence those of its first picture. None when the source has neither.
///
/// # Errors
/// When the source cannot be read.
pub fn beside(source: &Source, out: &Path) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let first = still::file_of(source, 0).unwrap_or_else(|| source.path.clone());
    for found in outside(&first, out)? {
        let ending = if found.kind == CredentialKind::C2pa { C2PA_ENDING } else { XMP_ENDING };
        let path = companion(out, ending);
        if !files.iter().any(|(there, _)| *there == path) {
            files.push((path, found.bytes));
        }
    }
    Ok(files)
}

/// What is said of the statements that [`beside`] does not give: those of the other pictures of a sequence.
///
/// # Errors
/// When a picture cannot be read.
pub(crate) fn not_beside(source: &Source, out: &Path) -> std::io::Result<Option<String>> {
    if !source.pattern {
        return Ok(None);
    }
    let run = source.lacks.run.unwrap_or_default() as i64;
    let of = |index| still::file_of(source, index).map_or_else(|| Ok(Vec::new()), |file| outside(&file, out));
    let first = of(0)?;
    let mut others = 0;
    for index in 1..run {
        let own = of(index)?;
        others += usize::from(own.iter().any(|found| !first.contains(found)));
    }
    let which = if first.is_empty() { "none is" } else { "only those of the first are" };
    Ok((others > 0).then(|| {
        format!(
            "{others} pictures of the sequence have statements of origin of their own (C2PA, XMP) that the written ones do not carry: \
             {which} saved beside the output, the others stay in the source's files"
        )
    }))
}

/// The statements of a file that an output does not carry itself.
fn outside(path: &Path, out: &Path) -> std::io::Result<Vec<Found>> {
    let carries = by_ending(out).is_ok_and(|codec| codec.is_pictures() && codec != Codec::Exr);
    let mut all = find(path)?;
    // A written picture carries the packet itself, where it was read.
    let is_inside = carries
        && all.iter().any(|found| found.kind == CredentialKind::Xmp)
        && still::Facts::read(path)?.is_some_and(|facts| facts.xmp.is_some());
    all.retain(|found| match found.kind {
        CredentialKind::C2pa => true,
        CredentialKind::Xmp => !is_inside,
        CredentialKind::Generator => false,
    });
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn boxed(user_type: [u8; 16], content: &[u8]) -> Vec<u8> {
        let mut bytes = (content.len() as u32 + 24).to_be_bytes().to_vec();
        bytes.extend_from_slice(b"uuid");
        bytes.extend_from_slice(&user_type);
        bytes.extend_from_slice(content);
        bytes
    }

    fn mp4() -> Vec<u8> {
        let mut bytes = b"\0\0\0\x0cftypisom".to_vec();
        bytes.extend(boxed(
            C2PA_BOX,
            b"\0\0\0\0manifest\0\0\0\0\0\0\0\0\0JUMBF digitalSourceType/trainedAlgorithmicMedia\"",
        ));
        bytes.extend(boxed(XMP_BOX, b"<x:xmpmeta/>"));
        bytes
    }

    fn png() -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        let chunks: [(&[u8; 4], &[u8]); 4] = [
            (b"caBX", b"JUMBF"),
            (b"tEXt", b"prompt\0{}"),
            (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"),
            (b"IEND", b""),
        ];
        for (kind, content) in chunks {
            bytes.extend((content.len() as u32).to_be_bytes());
            bytes.extend(kind);
            bytes.extend(content);
            bytes.extend([0; 4]);
        }
        bytes
    }

    fn jpeg() -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        for content in
            [&b"JP\0\x01\0\0\0\x01\0\0\0\x20jumbFIRST"[..], b"JP\0\x01\0\0\0\x02\0\0\0\x20jumbSECOND"]
        {
            bytes.extend([0xff, 0xeb]);
            bytes.extend((content.len() as u16 + 2).to_be_bytes());
            bytes.extend(content);
        }
        bytes.extend([0xff, 0xda, 0, 2]);
        bytes
    }

    #[test]
    fn finds_statements_in_all_three() {
        let found = find_in(&mut Cursor::new(mp4())).unwrap();
        assert_eq!(found.len(), 2);
        assert!(found[0].bytes.starts_with(b"JUMBF"));
        assert_eq!(found[0].summary().digital_source_type.as_deref(), Some("trainedAlgorithmicMedia"));
        assert_eq!(found[1].bytes, b"<x:xmpmeta/>");
        let found = find_in(&mut Cursor::new(png())).unwrap();
        assert_eq!(found[0].bytes, b"JUMBF");
        assert_eq!(found[1].kind, CredentialKind::Generator);
        assert_eq!(found[2].bytes, b"<x/>");
        let found = find_in(&mut Cursor::new(jpeg())).unwrap();
        assert_eq!(found[0].bytes, b"\0\0\0\x20jumbFIRSTSECOND");
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let mut state = 3u64;
        for good in [mp4(), png(), jpeg()] {
            for _ in 0..20_000 {
                let mut bytes = good.clone();
                for _ in 0..3 {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let at = (state >> 33) as usize % bytes.len();
                    bytes[at] = (state >> 20) as u8;
                }
                for found in find_in(&mut Cursor::new(bytes)).unwrap() {
                    found.summary();
                }
            }
        }
    }
}
