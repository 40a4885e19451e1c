//! The few places of an EXIF block (a TIFF structure) that a treated picture changes.

/// Tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// Tag of the directory of what the camera says (Exif 2.32), and in it those of the time of taking and of its part of a second.
const CAMERA: u16 = 0x8769;
const TAKEN: u16 = 0x9003;
const TAKEN_PART: u16 = 0x9291;

/// Tag of the comment there (Exif 2.32, UserComment).
const COMMENT: u16 = 0x9286;

/// A TIFF structure: reads numbers in its own order of bytes.
pub(super) struct Tiff<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) is_big: bool,
}

/// An entry of a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) tag: u16,
    pub(super) kind: u16,
    pub(super) count: u32,
    /// Where its value, or the place of its value, stands.
    pub(super) value_at: usize,
}

impl<'a> Tiff<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let is_big = match bytes {
            [b'I', b'I', 42, 0, ..] => false,
            [b'M', b'M', 0, 42, ..] => true,
            _ => return None,
        };
        Some(Self { bytes, is_big })
    }

    pub(super) fn short(&self, at: usize) -> Option<u16> {
        let two: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    }

    pub(super) fn long(&self, at: usize) -> Option<u32> {
        let four: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    }

    /// The first directory: its entries, and where the place of the next one stands.
    pub(super) fn first(&self) -> Option<(Vec<Entry>, usize)> {
        self.directory(self.long(4)? as usize)
    }

    /// The directory at this place: its entries, and where the place of the next one stands.
    pub(super) fn directory(&self, start: usize) -> Option<(Vec<Entry>, usize)> {
        let count = usize::from(self.short(start)?);
        let entry = |number: usize| {
            let at = start.checked_add(2 + number * 12)?;
            let (tag, kind, count) = (self.short(at)?, self.short(at + 2)?, self.long(at + 4)?);
            Some(Entry { tag, kind, count, value_at: at + 8 })
        };
        let entries = (0..count).map(entry).collect::<Option<Vec<_>>>()?;
        Some((entries, start + 2 + count * 12))
    }

    /// The bytes of an entry's value, of a kind with bytes of `size`.
    pub(super) fn value(&self, entry: &Entry, size: usize) -> Option<&'a [u8]> {
        let length = size.checked_mul(entry.count as usize)?;
        let at = if length <= 4 { entry.value_at } else { self.long(entry.value_at)? as usize };
        self.bytes.get(at..at.checked_add(length)?)
    }
}

fn place_of_orientation(bytes: &[u8]) -> Option<(usize, bool)> {
    let tiff = Tiff::new(bytes)?;
    let (entries, _) = tiff.first()?;
    let entry = entries.iter().find(|entry| entry.tag == ORIENTATION)?;
    Some((entry.value_at, tiff.is_big))
}

/// How the picture is stored: 1 is upright, 6 is to be turned by a quarter clockwise.
pub(super) fn orientation(bytes: &[u8]) -> Option<u16> {
    let (at, _) = place_of_orientation(bytes)?;
    Tiff::new(bytes)?.short(at)
}

/// The directory of what the camera says, by way of the first one.
fn camera(tiff: &Tiff<'_>, first: &[Entry]) -> Option<Vec<Entry>> {
    let camera = first.iter().find(|entry| entry.tag == CAMERA)?;
    let (entries, _) = tiff.directory(tiff.long(camera.value_at)? as usize)?;
    Some(entries)
}

/// When the picture was taken: `2024:05:01 10:00:00`, and `.123` where the camera told parts of seconds.
pub(super) fn taken(bytes: &[u8]) -> Option<String> {
    let tiff = Tiff::new(bytes)?;
    let (first, _) = tiff.first()?;
    let entries = camera(&tiff, &first)?;
    let text = |tag: u16| {
        let entry = entries.iter().find(|entry| entry.tag == tag)?;
        let text = String::from_utf8_lossy(tiff.value(entry, 1)?);
        let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned();
        // Cameras whose clock was never set write zeros or blanks.
        text.chars().any(|c| c.is_ascii_digit() && c != '0').then_some(text)
    };
    let at = text(TAKEN)?;
    Some(text(TAKEN_PART).map_or(at.clone(), |part| format!("{at}.{part}")))
}

/// Texts that programs leave in EXIF, by the name of their tag: those of the first directory, and the comment of the camera's.
pub(super) fn texts(bytes: &[u8]) -> Vec<(&'static str, String)> {
    const FIRST: [(u16, &str); 5] = [
        (0x010e, "description"),
        (0x010f, "make"),
        (0x0110, "model"),
        (0x0131, "software"),
        (0x9c9c, "comment"),
    ];
    let Some(tiff) = Tiff::new(bytes) else { return Vec::new() };
    let Some((first, _)) = tiff.first() else { return Vec::new() };
    let value = |entries: &[Entry], tag: u16| {
        let entry = entries.iter().find(|entry| entry.tag == tag)?;
        tiff.value(entry, 1)
    };
    let mut out: Vec<(&'static str, String)> = FIRST
        .into_iter()
        .filter_map(|(tag, name)| {
            let bytes = value(&first, tag)?;
            // Windows writes its own tags in UTF-16.
            let text = if tag == 0x9c9c { utf16(bytes) } else { String::from_utf8_lossy(bytes).into_owned() };
            Some((name, text.trim_end_matches('\0').to_owned()))
        })
        .collect();
    let entries = camera(&tiff, &first);
    let comment = entries.and_then(|entries| Some(comment_text(value(&entries, COMMENT)?)));
    out.extend(comment.map(|text| ("usercomment", text)));
    out
}

/// A comment of EXIF: eight bytes say how the others are to be read.
fn comment_text(bytes: &[u8]) -> String {
    match bytes.split_at_checked(8) {
        Some((b"UNICODE\0", text)) => utf16(text),
        Some((b"ASCII\0\0\0" | b"\0\0\0\0\0\0\0\0", text)) => String::from_utf8_lossy(text).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
    .trim_end_matches('\0')
    .to_owned()
}

/// A text of UTF-16, in the order of bytes that its zeros tell: programs disagree on it.
fn utf16(bytes: &[u8]) -> String {
    let pairs = || bytes.chunks_exact(2);
    let zeros = |at: usize| pairs().filter(|pair| pair.get(at) == Some(&0)).count();
    let is_big = zeros(0) > zeros(1);
    let units: Vec<u16> = pairs()
        .map(|pair| match (pair, is_big) {
            ([a, b], true) => u16::from_be_bytes([*a, *b]),
            ([a, b], false) => u16::from_le_bytes([*a, *b]),
            _ => 0,
        })
        .collect();
    String::from_utf16_lossy(&units).trim_start_matches('\u{feff}').to_owned()
}

/// Says how the picture is stored, where that was said.
pub(super) fn set_orientation(bytes: &mut [u8], value: u16) {
    let Some((at, is_big)) = place_of_orientation(bytes) else { return };
    let two = if is_big { value.to_be_bytes() } else { value.to_le_bytes() };
    if let Some(place) = bytes.get_mut(at..at + 2) {
        place.copy_from_slice(&two);
    }
}

/// Takes away the way to the thumbnail: it shows the picture as it was.
pub(super) fn drop_thumbnail(bytes: &mut [u8]) {
    let next = Tiff::new(bytes).and_then(|tiff| tiff.first()).map(|(_, next)| next);
    if let Some(place) = next.and_then(|at| bytes.get_mut(at..at + 4)) {
        place.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An EXIF block whose camera directory says a time, and a part of the second if one is given.
    fn exif(time: &str, part: Option<&str>) -> Vec<u8> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        let entry = |out: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
            out.extend(tag.to_le_bytes());
            out.extend(kind.to_le_bytes());
            out.extend(count.to_le_bytes());
            out.extend(value.to_le_bytes());
        };
        out.extend(1u16.to_le_bytes());
        entry(&mut out, CAMERA, 4, 1, 26);
        out.extend([0; 4]);
        let count = 1 + part.is_some() as u16;
        out.extend(count.to_le_bytes());
        let text_at = 26 + 2 + 12 * u32::from(count) + 4;
        entry(&mut out, TAKEN, 2, time.len() as u32 + 1, text_at);
        if let Some(part) = part {
            let mut own = [0; 4];
            own[..part.len()].copy_from_slice(part.as_bytes());
            entry(&mut out, TAKEN_PART, 2, part.len() as u32 + 1, u32::from_le_bytes(own));
        }
        out.extend([0; 4]);
        out.extend(time.as_bytes());
        out.push(0);
        out
    }

    #[test]
    fn the_time_of_taking_is_read_with_its_part_of_a_second() {
        assert_eq!(taken(&exif("2024:05:01 10:00:00", None)).as_deref(), Some("2024:05:01 10:00:00"));
        assert_eq!(
            taken(&exif("2024:05:01 10:00:00", Some("07"))).as_deref(),
            Some("2024:05:01 10:00:00.07")
        );
        assert_eq!(taken(&exif("0000:00:00 00:00:00", None)), None);
        // Cut off anywhere it says nothing or the same.
        let whole = exif("2024:05:01 10:00:00", Some("07"));
        (0..whole.len()).for_each(|end| drop(taken(&whole[..end])));
        assert_eq!(taken(&whole[..40]), None);
    }
}
