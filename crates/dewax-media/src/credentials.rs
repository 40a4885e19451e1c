//! What a file says of its origin: Content Credentials (C2PA), XMP, and the notes of image generators. Never removed.

use crate::codec::Part;
use crate::input::Pattern;
pub use crate::origin::{Credential, CredentialKind, Found, in_metadata};
use crate::shown::plain_stem;
use crate::source::Source;
use crate::statements;
use crate::still;
use crate::target::by_ending;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// The statements in a file: boxes of MP4/MOV, chunks of PNG, WebP and AVI, segments of JPEG, entries of TIFF, extensions of GIF. Nothing
/// in other files.
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
    statements::find_in(file)
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
pub fn companions(out: &Path) -> [PathBuf; 2] {
    [C2PA_ENDING, XMP_ENDING].map(|ending| companion(out, ending))
}

/// The C2PA store and the XMP packet of a source as files beside an output, `OUT.c2pa` and `OUT.xmp`: FFmpeg drops both when it
/// writes a file. Of a sequence those of its first picture. None when the source has neither.
///
/// # Errors
/// When the source cannot be read.
pub fn beside(source: &Source, out: &Path) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    of_file(&still::file_of(source, 0).unwrap_or_else(|| source.path.clone()), out)
}

/// [`beside`], of one file.
///
/// # Errors
/// When it cannot be read.
pub fn of_file(file: &Path, out: &Path) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for found in outside(file, out)? {
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
pub fn not_beside(source: &Source, out: &Path) -> std::io::Result<Option<String>> {
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
    let carries = by_ending(out).is_ok_and(|codec| codec.row().carries.contains(&Part::Xmp));
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
pub(crate) use tests::samples;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::{C2PA_BOX, XMP_BOX};
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

    fn avi() -> Vec<u8> {
        b"RIFF\x28\0\0\0AVI C2PA\x05\0\0\0JUMBF\0_PMX\x04\0\0\0<x/>".to_vec()
    }

    fn gif() -> Vec<u8> {
        // A picture with colours of its own between the statements.
        let magic: Vec<u8> = (0..=255u8).rev().chain([0]).collect();
        [
            &b"GIF89a\x01\0\x01\0\x80\0\x00123456\x21\xff\x0bXMP DataXMP<x:xmpmeta a='1'/>\x01"[..],
            &magic,
            b"\x2c\0\0\0\0\x01\0\x01\0\x80abcdef\x02\x02\x44\x01\0",
            b"\x21\xff\x0bC2PA_GIF\x01\0\0\x03JUM\x02BF\0;",
        ]
        .concat()
    }

    fn tiff() -> Vec<u8> {
        let entry = |tag: u16, count: u32, at: u32| {
            [&tag.to_le_bytes()[..], &1u16.to_le_bytes(), &count.to_le_bytes(), &at.to_le_bytes()].concat()
        };
        let entries = [entry(700, 8, 38), entry(52545, 5, 46)].concat();
        [&b"II*\0\x08\0\0\0\x02\0"[..], &entries, &[0; 4], b"<x:meta>JUMBF"].concat()
    }

    #[test]
    fn finds_statements_in_avi_gif_and_tiff() {
        for (file, xmp) in [(avi(), &b"<x/>"[..]), (gif(), b"<x:xmpmeta a='1'/>"), (tiff(), b"<x:meta>")] {
            let found = find_in(&mut Cursor::new(file)).unwrap();
            let of = |kind| found.iter().find(|f| f.kind == kind).unwrap().bytes.as_slice();
            assert_eq!((of(CredentialKind::C2pa), of(CredentialKind::Xmp)), (&b"JUMBF"[..], xmp));
            assert_eq!(found.len(), 2);
        }
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

    /// A file of each kind that has statements.
    pub(crate) fn samples() -> Vec<Vec<u8>> {
        let webp = b"RIFF\x1e\0\0\0WEBPC2PA\x05\0\0\0JUMBF\0XMP \x04\0\0\0<x/>".to_vec();
        vec![mp4(), png(), jpeg(), webp, avi(), gif(), tiff()]
    }
}
