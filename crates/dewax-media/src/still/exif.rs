//! The few places of an EXIF block (a TIFF structure) that a treated picture changes.

/// Tag of the orientation.
const ORIENTATION: u16 = 0x0112;

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
