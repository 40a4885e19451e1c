//! The fields of NUT's headers: numbers of variable length, and the table of frame codes.

use super::{FLAG_INVALID, NutError};

/// What a frame code stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    pub(super) flags: u64,
    pub(super) pts_delta: i64,
    pub(super) size_mul: u64,
    pub(super) size_lsb: u64,
    pub(super) stream: u64,
    pub(super) reserved: u64,
    pub(super) header: u64,
}

pub(super) fn push7(value: u64, byte: u8) -> Result<u64, NutError> {
    if value >> 56 != 0 {
        return Err(NutError::Broken("a number too large"));
    }
    Ok((value << 7) | u64::from(byte & 0x7f))
}

/// The table of frame codes, run-length coded.
pub(super) fn frame_codes(fields: &mut Fields<'_>, streams: u64) -> Result<Vec<Code>, NutError> {
    let mut table: Vec<Code> = Vec::with_capacity(256);
    let (mut pts_delta, mut size_mul, mut stream, mut header) = (0i64, 1u64, 0u64, 0u64);
    let invalid = Code {
        flags: FLAG_INVALID,
        pts_delta: 0,
        size_mul: 0,
        size_lsb: 0,
        stream: 0,
        reserved: 0,
        header: 0,
    };
    while table.len() < 256 {
        let flags = fields.number()?;
        let given = fields.number()?;
        if given > 0 {
            pts_delta = fields.signed()?;
        }
        if given > 1 {
            size_mul = fields.number()?;
        }
        if given > 2 {
            stream = fields.number()?;
        }
        let size = if given > 3 { fields.number()? } else { 0 };
        let reserved = if given > 4 { fields.number()? } else { 0 };
        let count = if given > 5 { fields.number()? } else { size_mul.saturating_sub(size) };
        if given > 6 {
            fields.signed()?;
        }
        if given > 7 {
            header = fields.number()?;
        }
        for _ in 8..given.min(64) {
            fields.number()?;
        }
        let room = 256 - u64::from(table.len() <= usize::from(b'N')) - table.len() as u64;
        if count == 0 || count > room || stream >= streams {
            return Err(NutError::Broken("an impossible table of frame codes"));
        }
        for step in 0..count {
            if table.len() == usize::from(b'N') {
                table.push(invalid);
            }
            let size_lsb = size.checked_add(step).ok_or(NutError::Broken("a picture too large"))?;
            table.push(Code { flags, pts_delta, size_mul, size_lsb, stream, reserved, header });
        }
    }
    Ok(table)
}

/// The fields of a header packet.
pub(super) struct Fields<'a> {
    pub(super) bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn number(&mut self) -> Result<u64, NutError> {
        let mut value = 0u64;
        loop {
            let (&byte, rest) =
                self.bytes.split_first().ok_or(NutError::Broken("a header that is cut off"))?;
            self.bytes = rest;
            value = push7(value, byte)?;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
    }

    pub(super) fn signed(&mut self) -> Result<i64, NutError> {
        let raw = self.number()?.checked_add(1).and_then(|r| i64::try_from(r).ok());
        let raw = raw.ok_or(NutError::Broken("a number too large"))?;
        Ok(if raw & 1 == 1 { -(raw >> 1) } else { raw >> 1 })
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], NutError> {
        let length = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        let taken = self.bytes.get(..length).ok_or(NutError::Broken("a header that is cut off"))?;
        self.bytes = self.bytes.get(length..).unwrap_or_default();
        Ok(taken)
    }
}
