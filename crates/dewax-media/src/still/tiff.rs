//! Facts in the first directory of TIFF.

use super::Facts;
use super::camera::Directory;
use super::exif::{Entry, Tiff};
use super::resources::{captions, of_captions};

const XMP: u16 = 700;
const ICC: u16 = 34675;
const ACROSS: u16 = 282;
const DOWN: u16 = 283;
const UNIT: u16 = 296;
/// What Photoshop packs into JPEG, and of that the captions (IPTC) alone.
const RESOURCES: u16 = 34377;
const CAPTIONS: u16 = 33723;
const BYTES: u16 = 1;
const SHORT: u16 = 3;
const RATIO: u16 = 5;
const UNDEFINED: u16 = 7;
/// The tag of Content Credentials.
const C2PA: u16 = 52545;

pub(super) fn read(bytes: &[u8]) -> Facts {
    let mut facts = Facts::default();
    let Some((tiff, entries)) =
        Tiff::new(bytes).and_then(|tiff| Some((tiff.first()?.0, tiff))).map(|(e, t)| (t, e))
    else {
        return facts;
    };
    let find = |tag: u16| entries.iter().find(|entry| entry.tag == tag);
    let bytes_of = |tag: u16| find(tag).and_then(|entry| tiff.value(entry, 1)).map(<[u8]>::to_vec);
    facts.icc = bytes_of(ICC);
    facts.xmp = bytes_of(XMP);
    // Inches, or centimetres.
    let unit = find(UNIT).and_then(|entry| tiff.short(entry.value_at)).unwrap_or(2);
    let scale = match unit {
        2 => Some(1.0 / 0.0254),
        3 => Some(100.0),
        _ => None,
    };
    let ratio = |tag: u16| {
        let at = tiff.long(find(tag).filter(|entry| entry.kind == RATIO)?.value_at)? as usize;
        let (above, below) = (tiff.long(at)?, tiff.long(at + 4)?);
        (below > 0).then(|| (f64::from(above) / f64::from(below) * scale.unwrap_or(1.0)).round() as u32)
    };
    facts.density = scale.and(ratio(ACROSS).zip(ratio(DOWN)));
    facts.exif = Directory::of(bytes).filter(says_something).and_then(|camera| camera.block());
    facts.iptc = bytes_of(RESOURCES).or_else(|| bytes_of(CAPTIONS).map(|own| of_captions(&own)));
    facts
}

/// The XMP packet and the store of Content Credentials of a file.
pub(crate) fn statements(bytes: &[u8]) -> [Option<Vec<u8>>; 2] {
    let tiff = Tiff::new(bytes);
    let entries = tiff.as_ref().and_then(Tiff::first).map(|(entries, _)| entries).unwrap_or_default();
    let value = |tag: u16| {
        let entry = entries.iter().find(|entry| entry.tag == tag)?;
        tiff.as_ref()?.value(entry, 1).map(<[u8]>::to_vec)
    };
    [value(XMP), value(C2PA)]
}

/// Whether there is more than that the picture is upright.
fn says_something(camera: &Directory) -> bool {
    let upright = Directory::upright();
    !camera.0.is_empty() && *camera != upright
}

fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
    [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
}

/// The file with these facts: its first directory is written again behind everything else.
pub(super) fn write(bytes: &[u8], facts: &Facts) -> Option<Vec<u8>> {
    let tiff = Tiff::new(bytes)?;
    let (own, next) = tiff.first()?;
    let mut out = bytes.to_vec();
    let mut added: Vec<(u16, Vec<u8>)> = Vec::new();
    let append = |out: &mut Vec<u8>, value: &[u8]| -> Option<u32> {
        // Values begin at even places.
        out.resize(out.len().next_multiple_of(2), 0);
        let at = u32::try_from(out.len()).ok()?;
        out.extend(value);
        Some(at)
    };
    let all = [
        (ICC, UNDEFINED, facts.icc.as_deref()),
        (XMP, BYTES, facts.xmp.as_deref()),
        (RESOURCES, BYTES, facts.iptc.as_deref()),
        (CAPTIONS, UNDEFINED, facts.iptc.as_deref().and_then(captions)),
    ];
    for (tag, kind, fact) in all {
        if let Some(fact) = fact.filter(|fact| fact.len() > 4) {
            let at = append(&mut out, fact)?;
            added.push((tag, entry(tag, kind, u32::try_from(fact.len()).ok()?, at)));
        }
    }
    for item in facts.exif.as_deref().and_then(Directory::of).unwrap_or_default().0 {
        let start = append(&mut out, &[])?;
        let mut values = Vec::new();
        added.push((item.tag, item.entry(start, &mut values)?));
        out.extend(values);
    }
    if let Some((across, down)) = facts.density {
        for (tag, per_metre) in [(ACROSS, across), (DOWN, down)] {
            let value = [per_metre.to_le_bytes(), 100u32.to_le_bytes()].concat();
            let at = append(&mut out, &value)?;
            added.push((tag, entry(tag, RATIO, 1, at)));
        }
        // Per centimetre.
        added.push((UNIT, entry(UNIT, SHORT, 1, 3)));
    }
    let is_kept = |entry: &&Entry| !added.iter().any(|(tag, _)| *tag == entry.tag);
    let raw = |entry: &Entry| Some((entry.tag, bytes.get(entry.value_at - 8..entry.value_at + 4)?.to_vec()));
    let mut all = own.iter().filter(is_kept).map(raw).collect::<Option<Vec<_>>>()?;
    all.extend(added);
    all.sort();
    let mut directory = u16::try_from(all.len()).ok()?.to_le_bytes().to_vec();
    directory.extend(all.iter().flat_map(|(_, raw)| raw.iter().copied()));
    directory.extend(bytes.get(next..next + 4)?);
    let at = append(&mut out, &directory)?;
    out.get_mut(4..8)?.copy_from_slice(&at.to_le_bytes());
    Some(out)
}
