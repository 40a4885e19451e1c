//! Camera data (EXIF) as directories that can be moved: between a block of its own, as JPEG, PNG and WebP have it, and the first directory of
//! a TIFF (TIFF 6.0, section 2; CIPA DC-008, 4.6).

use super::exif::Tiff;

/// Entries that lead to another directory: of the camera, of the place, of compatibility.
const INNER: [u16; 3] = [34665, 34853, 40965];
/// Directories in directories at most: those three are two deep.
const DEEPEST: usize = 3;
/// Bytes of all values at most: a camera's own notes have some ten thousand. Beyond it entries are left out.
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
        let mut left = MOST_BYTES;
        let mut all = read(&tiff, tiff.long(4)? as usize, 0, &mut left)?;
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

fn read(tiff: &Tiff<'_>, at: usize, depth: usize, left: &mut usize) -> Option<Directory> {
    let (entries, _) = tiff.directory(at)?;
    let mut all = Vec::new();
    for entry in entries {
        let value = if INNER.contains(&entry.tag) && depth < DEEPEST {
            let Some(place) = tiff.long(entry.value_at) else { continue };
            let Some(inner) = read(tiff, place as usize, depth + 1, left) else { continue };
            Value::Inner(inner)
        } else {
            let Some((size, part)) = sizes(entry.kind) else { continue };
            let Some(own) = tiff.value(&entry, size).filter(|own| own.len() <= *left) else { continue };
            *left -= own.len();
            let mut own = own.to_vec();
            if tiff.is_big {
                own.chunks_exact_mut(part).for_each(<[u8]>::reverse);
            }
            Value::Bytes(own)
        };
        // An entry costs memory, too.
        *left = left.checked_sub(ENTRY_BYTES)?;
        all.push(Item { tag: entry.tag, kind: entry.kind, count: entry.count, value });
    }
    all.sort_by_key(|item| item.tag);
    Some(Directory(all))
}

/// Bytes that an entry has at least in a file.
const ENTRY_BYTES: usize = 12;
