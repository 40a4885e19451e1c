//! Facts in the segments of JPEG.

use super::Facts;
use super::resources::{captions, of_captions};

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const JFIF: &[u8] = b"JFIF\0";
/// The most content of a segment: its length has 16 bits and counts itself.
const MOST: usize = 0xffff - 2;

/// The segments before the picture's own data: mark, content, and where the next one begins.
pub(super) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8], usize)> {
    let mut at = 2;
    std::iter::from_fn(move || {
        let (mark, behind) = next_mark(bytes, at)?;
        if matches!(mark, 0xda | 0xd9) {
            return None;
        }
        let size: [u8; 2] = bytes.get(behind..behind + 2)?.try_into().ok()?;
        at = behind + usize::from(u16::from_be_bytes(size));
        Some((mark, bytes.get(behind + 2..at)?, at))
    })
}

/// The next mark from `at` on before the picture's own data, and the place behind it. Bytes of ones may fill up before a mark (ITU-T T.81,
/// B.1.1.2), and some programs leave others there: they are passed over, as by the decoder.
pub(crate) fn next_mark(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let ones = at + bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
    let mark = ones + bytes.get(ones..)?.iter().position(|byte| !matches!(byte, 0xff | 0))?;
    Some((*bytes.get(mark)?, mark + 1))
}

pub(super) fn read(bytes: &[u8]) -> Facts {
    let mut facts = Facts::default();
    let mut profile: Vec<(u8, &[u8])> = Vec::new();
    for (mark, content, _) in segments(bytes) {
        match mark {
            0xe0 => facts.density = content.strip_prefix(JFIF).and_then(density).or(facts.density),
            0xe1 => {
                if let Some(exif) = content.strip_prefix(EXIF) {
                    facts.exif = Some(exif.to_vec());
                } else if let Some(xmp) = content.strip_prefix(XMP) {
                    facts.xmp = Some(xmp.to_vec());
                }
            }
            0xe2 => {
                if let Some([number, _, piece @ ..]) = content.strip_prefix(ICC) {
                    profile.push((*number, piece));
                }
            }
            0xed => facts.iptc = content.strip_prefix(PHOTOSHOP).map(<[u8]>::to_vec).or(facts.iptc),
            _ => {}
        }
    }
    profile.sort_by_key(|(number, _)| *number);
    let whole: Vec<u8> = profile.iter().flat_map(|(_, piece)| piece.iter().copied()).collect();
    facts.icc = (!whole.is_empty()).then_some(whole);
    facts
}

/// Pixels per metre, by what stands behind the name and the version (2 bytes): unit, across, down.
fn density(rest: &[u8]) -> Option<(u32, u32)> {
    let [_, _, unit, x1, x0, y1, y0, ..] = rest else { return None };
    let metre = |high: u8, low: u8| {
        let number = f64::from(u16::from_be_bytes([high, low]));
        // Inches, or centimetres.
        (number * if *unit == 1 { 1.0 / 0.0254 } else { 100.0 }).round() as u32
    };
    matches!(unit, 1 | 2).then(|| (metre(*x1, *x0), metre(*y1, *y0)))
}

fn push(out: &mut Vec<u8>, mark: u8, parts: &[&[u8]]) {
    let size = parts.iter().map(|part| part.len()).sum::<usize>();
    out.extend([0xff, mark]);
    out.extend(((size + 2).min(0xffff) as u16).to_be_bytes());
    parts.iter().for_each(|part| out.extend(*part));
}

/// Whether a fact fits into a segment behind its name.
fn fits(name: &[u8], fact: &[u8]) -> bool {
    name.len() + fact.len() <= MOST
}

/// The facts without those that are too large for a segment.
pub(super) fn fitted(mut facts: Facts) -> Facts {
    facts.exif = facts.exif.filter(|fact| fits(EXIF, fact));
    facts.xmp = facts.xmp.filter(|fact| fits(XMP, fact));
    if facts.iptc.as_ref().is_some_and(|fact| !fits(PHOTOSHOP, fact)) {
        let own = facts.iptc.as_deref().and_then(captions).map(of_captions);
        facts.iptc = own.filter(|fact| fits(PHOTOSHOP, fact));
    }
    facts
}

/// The file with these facts instead of its own; none where one of them is too large for a segment.
pub(super) fn write(bytes: &[u8], facts: &Facts) -> Option<Vec<u8>> {
    let all = [(EXIF, &facts.exif), (XMP, &facts.xmp), (PHOTOSHOP, &facts.iptc)];
    if all.iter().any(|(name, fact)| fact.as_ref().is_some_and(|fact| !fits(name, fact))) {
        return None;
    }
    let mut out = bytes.get(..2)?.to_vec();
    let (unit, across, down) = match facts.density {
        // Whole dots per cm stay what they are; what has no number is left out.
        Some((x, y)) => match (centimetres(x).zip(centimetres(y)), inches(x).zip(inches(y))) {
            (Some((x, y)), _) => (2, x, y),
            (_, Some((x, y))) => (1, x, y),
            _ => (0, 1, 1),
        },
        None => (0, 1, 1),
    };
    let [x1, x0] = across.to_be_bytes();
    let [y1, y0] = down.to_be_bytes();
    push(&mut out, 0xe0, &[JFIF, &[1, 2, unit, x1, x0, y1, y0, 0, 0]]);
    if let Some(exif) = &facts.exif {
        push(&mut out, 0xe1, &[EXIF, exif]);
    }
    if let Some(xmp) = &facts.xmp {
        push(&mut out, 0xe1, &[XMP, xmp]);
    }
    if let Some(icc) = &facts.icc {
        let pieces = icc.chunks(MOST - ICC.len() - 2);
        let count = u8::try_from(pieces.len()).ok()?;
        for (number, piece) in (1..).zip(pieces) {
            push(&mut out, 0xe2, &[ICC, &[number, count], piece]);
        }
    }
    if let Some(iptc) = &facts.iptc {
        push(&mut out, 0xed, &[PHOTOSHOP, iptc]);
    }
    let mut start = 2;
    for (mark, _, end) in segments(bytes) {
        // What FFmpeg says of itself goes with its other facts.
        if !matches!(mark, 0xe0 | 0xe1 | 0xe2 | 0xed | 0xfe) {
            out.extend(bytes.get(start..end)?);
        }
        start = end;
    }
    out.extend(bytes.get(start..)?);
    Some(out)
}

fn centimetres(per_metre: u32) -> Option<u16> {
    per_metre.is_multiple_of(100).then(|| u16::try_from(per_metre / 100).ok()).flatten()
}

fn inches(per_metre: u32) -> Option<u16> {
    u16::try_from((f64::from(per_metre) * 0.0254).round() as i64).ok()
}
