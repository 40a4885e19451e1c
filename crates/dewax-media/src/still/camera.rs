//! Camera data (EXIF) as directories that can be moved: between a block of its own, as JPEG, PNG and WebP have it, and the first directory of
//! a TIFF (TIFF 6.0, section 2; CIPA DC-008, 4.6).

use super::exif::Tiff;
use std::collections::BTreeSet;

/// Entries that lead to another directory: of the camera, of the place, of compatibility.
const INNER: [u16; 3] = [34665, 34853, 40965];
/// Directories in directories at most: those three are two deep.
const DEEPEST: usize = 3;
/// Bytes of all entries and values at most: a camera's own notes have some ten thousand. What is beyond it is left out.
const MOST_BYTES: usize = 1 << 22;
/// Entries of a TIFF that say how its pixels lie, or that have a place of their own among [`super::Facts`].
const OF_PIXELS: [std::ops::RangeInclusive<u16>; 14] = [
    254..=259,
    262..=266,
    273..=273,
    277..=284,
    288..=293,
    296..=301,
    // Tiles, other pages, further channels.
    317..=347,
    // JPEG in TIFF, thumbnails, and how colours are subsampled.
    512..=532,
    700..=700,
    33723..=33723,
    34377..=34377,
    34675..=34675,
    // Photoshop's layers.
    37724..=37724,
    // Content Credentials.
    52545..=52545,
];
/// The tag of the orientation.
const ORIENTATION: u16 = 274;
/// The kind of a number of two bytes.
const SHORT: u16 = 3;
/// The kind of a place of four bytes.
const LONG: u16 = 4;

/// Entries in the order of their tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Directory(pub(super) Vec<Item>);

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) tag: u16,
    kind: u16,
    count: u32,
    value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    /// Low bytes first.
    Bytes(Vec<u8>),
    Inner(Directory),
}

/// Bytes of a value of a kind, and of its parts that have an order of bytes.
fn sizes(kind: u16) -> Option<(usize, usize)> {
    match kind {
        1 | 2 | 6 | 7 => Some((1, 1)),
        3 | 8 => Some((2, 2)),
        4 | 9 | 11 | 13 => Some((4, 4)),
        5 | 10 => Some((8, 4)),
        12 => Some((8, 8)),
        _ => None,
    }
}

impl Directory {
    /// The camera's entries of a block or of a TIFF; none where it is no such structure. What is broken is left out.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let tiff = Tiff::new(bytes)?;
        let first = tiff.long(4)? as usize;
        let mut all = Reading { tiff, left: MOST_BYTES, seen: BTreeSet::new() }.directory(first, 0)?;
        all.0.retain(|item| !OF_PIXELS.iter().any(|range| range.contains(&item.tag)));
        Some(all)
    }

    /// The one that says that a picture is upright, and nothing else.
    pub(super) fn upright() -> Self {
        let value = Value::Bytes(vec![1, 0]);
        Self(vec![Item { tag: ORIENTATION, kind: SHORT, count: 1, value }])
    }

    /// A block of its own.
    pub(super) fn block(&self) -> Option<Vec<u8>> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        out.extend(self.at(8)?);
        Some(out)
    }

    /// The bytes of the directory where it stands at this place of a file, without a next one.
    fn at(&self, place: u32) -> Option<Vec<u8>> {
        let head = 2 + 12 * self.0.len() + 4;
        let mut list = u16::try_from(self.0.len()).ok()?.to_le_bytes().to_vec();
        let mut values = Vec::new();
        for item in &self.0 {
            list.extend(item.entry(place.checked_add(u32::try_from(head).ok()?)?, &mut values)?);
        }
        list.extend([0; 4]);
        list.extend(values);
        Some(list)
    }

    /// Whether it has all entries of another one but the orientation, which is the written picture's own.
    pub(super) fn holds(&self, other: &Self) -> bool {
        other.0.iter().filter(|item| item.tag != ORIENTATION).all(|item| self.0.contains(item))
    }
}

impl Item {
    /// The twelve bytes of the entry, with what does not fit into them put behind `values`, which begin at `start`.
    pub(super) fn entry(&self, start: u32, values: &mut Vec<u8>) -> Option<Vec<u8>> {
        let place = start.checked_add(u32::try_from(values.len()).ok()?)?;
        let (kind, count, mut own) = match &self.value {
            Value::Bytes(bytes) => (self.kind, self.count, bytes.clone()),
            Value::Inner(inner) => {
                values.extend(inner.at(place)?);
                (LONG, 1, place.to_le_bytes().to_vec())
            }
        };
        if own.len() > 4 {
            values.extend(&own);
            own = place.to_le_bytes().to_vec();
        }
        values.resize(values.len().next_multiple_of(2), 0);
        own.resize(4, 0);
        Some([&self.tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &own].concat())
    }
}

/// What is read of a structure, and how much more may be.
struct Reading<'a> {
    tiff: Tiff<'a>,
    /// Bytes of entries and values that may still be taken.
    left: usize,
    /// Where directories were looked for: none is read twice, so that none leads to itself.
    seen: BTreeSet<usize>,
}

impl Reading<'_> {
    /// The directory at this place; none where it is broken, was read before, or is more than may still be taken: then nothing more is.
    fn directory(&mut self, at: usize, depth: usize) -> Option<Directory> {
        if !self.seen.insert(at) {
            return None;
        }
        // Entries cost time and memory, too: they are charged before one of them is looked at.
        let cost = ENTRY_BYTES * usize::from(self.tiff.short(at)?);
        self.left = self.left.checked_sub(cost).or_else(|| {
            self.left = 0;
            None
        })?;
        let (entries, _) = self.tiff.directory(at)?;
        let mut all = Vec::new();
        for entry in entries {
            let value = if INNER.contains(&entry.tag) && depth < DEEPEST {
                let Some(place) = self.tiff.long(entry.value_at) else { continue };
                let Some(inner) = self.directory(place as usize, depth + 1) else { continue };
                Value::Inner(inner)
            } else {
                let Some((size, part)) = sizes(entry.kind) else { continue };
                let Some(own) = self.tiff.value(&entry, size).filter(|own| own.len() <= self.left) else {
                    continue;
                };
                self.left -= own.len();
                let mut own = own.to_vec();
                if self.tiff.is_big {
                    own.chunks_exact_mut(part).for_each(<[u8]>::reverse);
                }
                Value::Bytes(own)
            };
            all.push(Item { tag: entry.tag, kind: entry.kind, count: entry.count, value });
        }
        all.sort_by_key(|item| item.tag);
        Some(Directory(all))
    }
}

/// Bytes that an entry has at least in a file.
const ENTRY_BYTES: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    /// A block whose directories have these entries, each as its tag, kind, count and value.
    fn block(directories: &[Vec<(u16, u16, u32, u32)>]) -> Vec<u8> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        for entries in directories {
            out.extend((entries.len() as u16).to_le_bytes());
            for (tag, kind, count, value) in entries {
                out.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
                out.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
            }
            out.extend([0; 4]);
        }
        out
    }

    #[test]
    fn directories_that_lead_to_themselves_are_read_once() {
        // Without an end to it these would be 65 535³ steps.
        let own = vec![(INNER[0], LONG, 1, 8); usize::from(u16::MAX)];
        assert_eq!(Directory::of(&block(&[own])), Some(Directory::default()));
        // As usual: one leads to another.
        let found = Directory::of(&block(&[vec![(INNER[0], LONG, 1, 26)], vec![(33434, SHORT, 1, 7)]]));
        let inner = Item { tag: 33434, kind: SHORT, count: 1, value: Value::Bytes(vec![7, 0]) };
        let inner = Value::Inner(Directory(vec![inner]));
        let all = vec![Item { tag: INNER[0], kind: LONG, count: 1, value: inner }];
        assert_eq!(found, Some(Directory(all)));
    }

    #[test]
    fn more_entries_than_a_camera_writes_end_the_reading() {
        // Seven of the largest directories are more than may be taken.
        let full = vec![(33434, SHORT, 1, 7); usize::from(u16::MAX)];
        let (start, size) = (8 + 2 + 8 * 12 + 4, 2 + 12 * u32::from(u16::MAX) + 4);
        let mut first: Vec<_> = (0..7).map(|number| (INNER[0], LONG, 1, start + number * size)).collect();
        first.push((33434, SHORT, 1, 7));
        let mut all = vec![first];
        all.extend(vec![full; 7]);
        let found = Directory::of(&block(&all)).expect("a directory");
        let count: usize = found
            .0
            .iter()
            .map(|item| match &item.value {
                Value::Inner(inner) => inner.0.len(),
                Value::Bytes(_) => 1,
            })
            .sum();
        assert!(count <= MOST_BYTES / ENTRY_BYTES && count > 4 * 60_000, "{count}");
        assert!(!found.0.iter().any(|item| item.kind == SHORT), "what stands behind is left out");
    }
}
