//! What an AVIF or HEIC picture says beside its pixels, by name only: it is said, not carried.

use crate::bmff::{BoxSpan, boxes, content};
use std::io::Cursor;

/// The most bytes of a list of items or of a colour that are read.
const MOST_BYTES: u64 = 1 << 20;

/// Whether a file is such a picture, by its brand.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
        && matches!(bytes.get(8..12), Some(b"avif" | b"avis" | b"heic" | b"heix" | b"mif1"))
}

/// The names of what is there.
pub(super) fn untold(bytes: &[u8]) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut file = Cursor::new(bytes);
    let inside = |span: &BoxSpan, skipped: u64, file: &mut Cursor<&[u8]>| {
        boxes(file, span.content.saturating_add(skipped), span.end).unwrap_or_default()
    };
    let top = boxes(&mut file, 0, bytes.len() as u64).unwrap_or_default();
    for meta in top.iter().filter(|span| &span.kind == b"meta") {
        // Version and flags stand before the boxes.
        for span in inside(meta, 4, &mut file) {
            match &span.kind {
                b"iinf" => found.extend(items(&content(&mut file, &span, MOST_BYTES).unwrap_or_default())),
                b"iprp" => {
                    let lists = inside(&span, 0, &mut file);
                    for list in lists.iter().filter(|list| &list.kind == b"ipco") {
                        for property in inside(list, 0, &mut file) {
                            found.extend(name_of(
                                &property,
                                &content(&mut file, &property, 4).unwrap_or_default(),
                            ));
                        }
                    }
                }
                _ => {}
            }
        }
    }
    found.dedup();
    found
}

fn name_of(property: &BoxSpan, head: &[u8]) -> Option<&'static str> {
    match (&property.kind, head) {
        (b"colr", b"prof" | b"rICC") => Some("the colour profile"),
        (b"irot" | b"imir", _) => Some("how it is to be turned"),
        _ => None,
    }
}

/// Items that are no pictures, by the list of items.
fn items(list: &[u8]) -> Vec<&'static str> {
    let has = |kind: &[u8]| list.windows(kind.len()).any(|window| window == kind);
    let all = [(has(b"Exif"), "camera data (EXIF)"), (has(b"application/rdf+xml"), "XMP")];
    all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, name)| name).collect()
}
