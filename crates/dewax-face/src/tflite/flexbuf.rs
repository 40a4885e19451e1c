//! Reads FlexBuffer maps, in which custom operations keep their options. Every offset is checked.

use super::BadModel;

/// Most entries of a map or a list that are read; the longest real list has 80.
const MOST: usize = 4096;

fn bad(found: impl Into<String>) -> BadModel {
    BadModel::new("custom options".into(), found.into())
}

/// One value: where its bytes are, how wide they are, and its type.
#[derive(Clone, Copy)]
struct Value<'a> {
    bytes: &'a [u8],
    at: usize,
    width: usize,
    kind: u8,
    child_width: usize,
}

/// A map from names to numbers or lists of numbers.
#[derive(Clone, Copy)]
pub(super) struct Map<'a> {
    bytes: &'a [u8],
    values: usize,
    width: usize,
    keys: usize,
    key_width: usize,
    count: usize,
}

/// The unsigned number of `width` bytes at `at`.
fn unsigned(bytes: &[u8], at: usize, width: usize) -> Result<u64, BadModel> {
    let end = at.checked_add(width).ok_or_else(|| bad("an offset is too large"))?;
    let part = bytes.get(at..end).ok_or_else(|| bad(format!("byte {at} is past the end")))?;
    let mut eight = [0u8; 8];
    eight.get_mut(..width).ok_or_else(|| bad("a number is wider than 8 bytes"))?.copy_from_slice(part);
    Ok(u64::from_le_bytes(eight))
}

fn signed(bytes: &[u8], at: usize, width: usize) -> Result<i64, BadModel> {
    let unused_bits = 64 - 8 * width as u32;
    Ok(((unsigned(bytes, at, width)? << unused_bits) as i64) >> unused_bits)
}

/// Follows the backward offset of `width` bytes at `at`.
fn back(bytes: &[u8], at: usize, width: usize) -> Result<usize, BadModel> {
    let offset = unsigned(bytes, at, width)?;
    usize::try_from(offset)
        .ok()
        .and_then(|offset| at.checked_sub(offset))
        .ok_or_else(|| bad(format!("an offset leads {offset} bytes back from byte {at}")))
}

/// A type byte holds the kind and, in its two low bits, how wide the children are.
fn unpack(kind: u8) -> (u8, usize) {
    (kind >> 2, 1 << (kind & 3))
}

impl<'a> Map<'a> {
    /// The map that is the whole buffer.
    pub(super) fn root(bytes: &'a [u8]) -> Result<Self, BadModel> {
        let [.., kind, width] = *bytes else { return Err(bad("there are none")) };
        let width = usize::from(width);
        if !matches!(width, 1 | 2 | 4 | 8) {
            return Err(bad(format!("a width of {width} bytes is no FlexBuffer's")));
        }
        let at = (bytes.len() - 2).checked_sub(width).ok_or_else(|| bad("they are too short"))?;
        let (kind, child_width) = unpack(kind);
        if kind != 9 {
            return Err(bad(format!("a map is wanted, type {kind} was found")));
        }
        let (values, width) = (back(bytes, at, width)?, child_width);
        let head = values.checked_sub(3 * width).ok_or_else(|| bad("a map starts before its buffer"))?;
        let keys = back(bytes, head, width)?;
        let key_width = unsigned(bytes, head + width, width)?;
        let count = unsigned(bytes, head + 2 * width, width)?;
        if !matches!(key_width, 1 | 2 | 4 | 8) || count > MOST as u64 {
            return Err(bad(format!("a map has {count} keys of {key_width} bytes")));
        }
        Ok(Map { bytes, values, width, keys, key_width: key_width as usize, count: count as usize })
    }

    fn value(&self, name: &str) -> Result<Option<Value<'a>>, BadModel> {
        for i in 0..self.count {
            let key = back(self.bytes, self.keys + i * self.key_width, self.key_width)?;
            let text = self.bytes.get(key..).and_then(|rest| rest.strip_prefix(name.as_bytes()));
            if text.is_some_and(|rest| rest.first() == Some(&0)) {
                let kind = unsigned(self.bytes, self.values + self.count * self.width + i, 1)? as u8;
                let (kind, child_width) = unpack(kind);
                let at = self.values + i * self.width;
                return Ok(Some(Value { bytes: self.bytes, at, width: self.width, kind, child_width }));
            }
        }
        Ok(None)
    }

    /// The number of that name.
    pub(super) fn number(&self, name: &str) -> Result<f64, BadModel> {
        self.value(name)?.ok_or_else(|| bad(format!("`{name}` is missing")))?.number()
    }

    /// The whole number of that name, from `least` to `most`.
    pub(super) fn whole(&self, name: &str, least: usize, most: usize) -> Result<usize, BadModel> {
        whole(self.number(name)?, name, least, most)
    }

    /// The list of whole numbers of that name, each from 0 to `most`.
    pub(super) fn list(&self, name: &str, most: usize) -> Result<Vec<usize>, BadModel> {
        let value = self.value(name)?.ok_or_else(|| bad(format!("`{name}` is missing")))?;
        let typed = match value.kind {
            10 => None,
            11..=13 => Some(value.kind - 10),
            kind => return Err(bad(format!("`{name}` should be a list, but is of type {kind}"))),
        };
        let (start, width) = (back(self.bytes, value.at, value.width)?, value.child_width);
        let head = start.checked_sub(width).ok_or_else(|| bad("a list starts before its buffer"))?;
        let count = unsigned(self.bytes, head, width)?;
        if count > MOST as u64 {
            return Err(bad(format!("`{name}` has {count} entries, at most {MOST} are supported")));
        }
        (0..count as usize)
            .map(|i| {
                let (kind, child_width) = match typed {
                    Some(kind) => (kind, width),
                    None => unpack(unsigned(self.bytes, start + count as usize * width + i, 1)? as u8),
                };
                let entry = Value { bytes: self.bytes, at: start + i * width, width, kind, child_width };
                whole(entry.number()?, name, 0, most)
            })
            .collect()
    }
}

impl Value<'_> {
    fn number(&self) -> Result<f64, BadModel> {
        // Kinds 6 to 8 are kinds 1 to 3 behind an offset.
        let (at, width, kind) = match self.kind {
            6..=8 => (back(self.bytes, self.at, self.width)?, self.child_width, self.kind - 5),
            kind => (self.at, self.width, kind),
        };
        match (kind, width) {
            (1, _) => Ok(signed(self.bytes, at, width)? as f64),
            (2, _) => Ok(unsigned(self.bytes, at, width)? as f64),
            (3, 4) => Ok(f64::from(f32::from_bits(unsigned(self.bytes, at, 4)? as u32))),
            (3, 8) => Ok(f64::from_bits(unsigned(self.bytes, at, 8)?)),
            _ => Err(bad(format!("a number is wanted, type {kind} of {width} bytes was found"))),
        }
    }
}

fn whole(number: f64, name: &str, least: usize, most: usize) -> Result<usize, BadModel> {
    if number.fract() == 0.0 && number >= least as f64 && number <= most as f64 {
        Ok(number as usize)
    } else {
        Err(bad(format!("`{name}` is {number}; it must be a whole number from {least} to {most}")))
    }
}

#[cfg(test)]
mod tests {
    use super::Map;

    // Both written by Google's flexbuffers for Python: numbers of 4 bytes and of 1 byte.
    const WIDE: &[u8] = &[
        97, 110, 103, 108, 101, 0, 110, 97, 114, 114, 111, 119, 0, 112, 111, 105, 110, 116, 115, 0, 3, 0, 3,
        0, 200, 0, 41, 0, 109, 105, 120, 101, 100, 0, 44, 1, 3, 5, 6, 5, 8, 4, 25, 119, 105, 100, 101, 0, 5,
        49, 22, 45, 39, 10, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 128, 190, 35, 0, 0, 0, 249, 255,
        255, 255, 58, 0, 0, 0, 112, 17, 1, 0, 14, 40, 6, 45, 10, 25, 38, 1,
    ];
    const NARROW: &[u8] = &[
        104, 101, 105, 103, 104, 116, 0, 119, 105, 100, 116, 104, 0, 2, 14, 8, 2, 1, 2, 16, 24, 4, 4, 4, 36,
        1,
    ];

    #[test]
    fn reads_what_others_write() {
        let map = Map::root(WIDE).unwrap();
        assert_eq!(map.number("angle").unwrap(), -0.25);
        assert_eq!(map.number("narrow").unwrap(), -7.0);
        assert_eq!(map.list("points", 200).unwrap(), [3, 200, 41]);
        assert_eq!(map.list("mixed", 300).unwrap(), [5, 6, 300]);
        assert_eq!(map.whole("wide", 0, 70_000).unwrap(), 70_000);
        let map = Map::root(NARROW).unwrap();
        assert_eq!((map.whole("height", 1, 99).unwrap(), map.whole("width", 1, 99).unwrap()), (16, 24));
    }

    #[test]
    fn says_what_is_wrong() {
        let map = Map::root(WIDE).unwrap();
        for (error, says) in [
            (map.number("depth").unwrap_err(), "`depth` is missing"),
            (map.whole("angle", 0, 9).unwrap_err(), "-0.25"),
            (map.whole("narrow", 0, 9).unwrap_err(), "from 0 to 9"),
            (map.list("points", 199).unwrap_err(), "200"),
            (map.list("wide", 9).unwrap_err(), "should be a list"),
            (map.number("points").unwrap_err(), "a number is wanted"),
        ] {
            assert!(error.to_string().contains(says), "`{error}` does not say `{says}`");
        }
        assert!(Map::root(&[]).is_err() && Map::root(&[0, 36, 1]).is_err());
        for end in 0..WIDE.len() {
            assert!(Map::root(&WIDE[..end]).and_then(|map| map.list("points", 200)).is_err(), "cut at {end}");
        }
    }
}
