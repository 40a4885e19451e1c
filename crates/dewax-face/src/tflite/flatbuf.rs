//! Reads FlatBuffers without trusting them: every offset and length is checked against the file.

use super::BadModel;

/// `N` bytes at `at`.
pub(super) fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], BadModel> {
    bytes.get(at..).and_then(|rest| rest.first_chunk::<N>()).copied().ok_or_else(|| {
        BadModel::new(
            format!("byte {at}"),
            format!("{N} bytes are wanted where the file has {} in all", bytes.len()),
        )
    })
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, BadModel> {
    Ok(u32::from_le_bytes(bytes_at(bytes, at)?))
}

/// Follows the forward offset that is stored at `at`.
fn follow(bytes: &[u8], at: usize) -> Result<usize, BadModel> {
    let target = u64::from(u32_at(bytes, at)?) + at as u64;
    match usize::try_from(target) {
        Ok(target) if target < bytes.len() => Ok(target),
        _ => Err(BadModel::new(
            format!("byte {at}"),
            format!("an offset leads to byte {target}, past the end"),
        )),
    }
}

/// One table: a row of optional fields, found through its list of field offsets.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
    fields: usize,
    fields_len: usize,
}

impl<'a> Table<'a> {
    /// The table that the file's first offset leads to.
    pub(super) fn root(bytes: &'a [u8]) -> Result<Self, BadModel> {
        Table::at(bytes, follow(bytes, 0)?)
    }

    fn at(bytes: &'a [u8], at: usize) -> Result<Self, BadModel> {
        let back = i64::from(i32::from_le_bytes(bytes_at(bytes, at)?));
        let fields = usize::try_from(at as i64 - back).map_err(|_| {
            BadModel::new(format!("byte {at}"), "a table's field list lies before the file".into())
        })?;
        let fields_len = usize::from(u16::from_le_bytes(bytes_at(bytes, fields)?));
        if fields_len < 4 || fields_len > bytes.len() - fields {
            let found = format!("a table's field list of {fields_len} bytes does not fit in the file");
            return Err(BadModel::new(format!("byte {fields}"), found));
        }
        Ok(Table { bytes, at, fields, fields_len })
    }

    /// Where field number `field` lies, if the table has it.
    fn place(&self, field: usize) -> Result<Option<usize>, BadModel> {
        let entry = 4 + 2 * field;
        if entry + 2 > self.fields_len {
            return Ok(None);
        }
        let offset = u16::from_le_bytes(bytes_at(self.bytes, self.fields + entry)?);
        Ok((offset != 0).then_some(self.at + usize::from(offset)))
    }

    pub(super) fn i8(&self, field: usize, default: i8) -> Result<i8, BadModel> {
        let Some(at) = self.place(field)? else { return Ok(default) };
        Ok(i8::from_le_bytes(bytes_at(self.bytes, at)?))
    }

    pub(super) fn bool(&self, field: usize) -> Result<bool, BadModel> {
        Ok(self.i8(field, 0)? != 0)
    }

    pub(super) fn i32(&self, field: usize, default: i32) -> Result<i32, BadModel> {
        let Some(at) = self.place(field)? else { return Ok(default) };
        Ok(i32::from_le_bytes(bytes_at(self.bytes, at)?))
    }

    /// An unsigned field that is a count, a size or an index, 0 when it is not there.
    pub(super) fn index(&self, field: usize) -> Result<usize, BadModel> {
        let Some(at) = self.place(field)? else { return Ok(0) };
        Ok(u32_at(self.bytes, at)? as usize)
    }

    pub(super) fn table(&self, field: usize) -> Result<Option<Table<'a>>, BadModel> {
        let Some(at) = self.place(field)? else { return Ok(None) };
        Table::at(self.bytes, follow(self.bytes, at)?).map(Some)
    }

    /// Start and count of a vector whose elements have `size` bytes; nothing is an empty one.
    fn vector(&self, field: usize, size: usize) -> Result<(usize, usize), BadModel> {
        let Some(at) = self.place(field)? else { return Ok((0, 0)) };
        let start = follow(self.bytes, at)?;
        let count = u32_at(self.bytes, start)? as usize;
        // The four bytes of the count were just read, so `start + 4` is inside.
        if count > (self.bytes.len() - start - 4) / size {
            let found = format!("a list of {count} entries of {size} bytes does not fit in the file");
            return Err(BadModel::new(format!("byte {start}"), found));
        }
        Ok((start + 4, count))
    }

    /// The bytes of a vector of bytes or of a text.
    pub(super) fn bytes(&self, field: usize) -> Result<&'a [u8], BadModel> {
        let (start, count) = self.vector(field, 1)?;
        Ok(self.bytes.get(start..start + count).unwrap_or_default())
    }

    /// A name, for messages and outputs: at most 200 bytes of it, what is not UTF-8 replaced.
    pub(super) fn name(&self, field: usize) -> Result<String, BadModel> {
        let bytes = self.bytes(field)?;
        Ok(String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned())
    }

    /// A vector of at most `most` numbers of `N` bytes.
    pub(super) fn numbers<const N: usize>(
        &self,
        field: usize,
        most: usize,
    ) -> Result<&'a [[u8; N]], BadModel> {
        let (start, count) = self.vector(field, N)?;
        if count > most {
            let found = format!("a list has {count} entries, at most {most} are supported");
            return Err(BadModel::new(format!("byte {start}"), found));
        }
        Ok(self.bytes.get(start..start + N * count).unwrap_or_default().as_chunks::<N>().0)
    }

    /// A vector of at most `most` `i32`.
    pub(super) fn i32s(&self, field: usize, most: usize) -> Result<Vec<i32>, BadModel> {
        Ok(self.numbers::<4>(field, most)?.iter().map(|four| i32::from_le_bytes(*four)).collect())
    }

    /// A vector of at most `most` tables.
    pub(super) fn tables(&self, field: usize, most: usize) -> Result<Vec<Table<'a>>, BadModel> {
        let (start, _) = self.vector(field, 4)?;
        let count = self.numbers::<4>(field, most)?.len();
        (0..count).map(|i| Table::at(self.bytes, follow(self.bytes, start + 4 * i)?)).collect()
    }
}
