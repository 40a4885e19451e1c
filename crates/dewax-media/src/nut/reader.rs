//! Reads the raw pictures and their timestamps that FFmpeg writes as NUT. No byte sequence makes it panic or
//! allocate more than the caller allows.

use super::fields::{Code, Fields, frame_codes, push7};
use super::{
    FILE_ID, FLAG_CHECKSUM, FLAG_CODED, FLAG_CODED_PTS, FLAG_HEADER_INDEX, FLAG_INVALID, FLAG_MATCH_TIME,
    FLAG_RESERVED, FLAG_SIDE_DATA, FLAG_SIZE_MSB, FLAG_STREAM_ID, HEADER_CHECKSUM_FROM, INDEX, INFO, MAIN,
    NutError, STREAM, SYNCPOINT,
};
use std::io::{BufReader, ErrorKind, Read};

/// The largest header packet that is read into memory; FFmpeg's are below 1 KiB.
const MAX_HEADER_BYTES: u64 = 1 << 20;

/// The most streams; dewax asks FFmpeg for one.
const MAX_STREAMS: u64 = 64;

/// What a stream header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NutStream {
    /// Codec tag: the raw pixel format.
    pub fourcc: Vec<u8>,
    /// Columns.
    pub width: u64,
    /// Rows.
    pub height: u64,
    /// Seconds per tick as a ratio.
    pub time_base: (u64, u64),
    pts_shift: u32,
    last_pts: i64,
}

/// Reads pictures of stream 0 from a NUT stream.
pub struct NutReader<R> {
    input: BufReader<R>,
    version: u64,
    time_bases: Vec<(u64, u64)>,
    codes: Vec<Code>,
    elisions: Vec<Vec<u8>>,
    streams: Vec<Option<NutStream>>,
    max_payload: usize,
    /// The byte after the headers, read already.
    ahead: Option<u8>,
}

impl<R> std::fmt::Debug for NutReader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NutReader").field("streams", &self.streams).finish_non_exhaustive()
    }
}

impl<R: Read> NutReader<R> {
    /// Reads the headers. `max_payload` is the largest picture in bytes that [`NutReader::next`] accepts.
    ///
    /// # Errors
    /// When the stream is not NUT, has no stream 0, or ends before the first picture's place.
    pub fn new(input: R, max_payload: usize) -> Result<Self, NutError> {
        let mut input = BufReader::with_capacity(1 << 16, input);
        let mut id = [0u8; FILE_ID.len()];
        input.read_exact(&mut id)?;
        if &id != FILE_ID {
            return Err(NutError::Broken("it does not start like NUT"));
        }
        let mut reader = Self {
            input,
            version: 0,
            time_bases: Vec::new(),
            codes: Vec::new(),
            elisions: Vec::new(),
            streams: Vec::new(),
            max_payload,
            ahead: None,
        };
        while reader.streams.is_empty() || reader.streams.iter().any(Option::is_none) {
            let first = reader.byte()?;
            if first != b'N' {
                return Err(NutError::Broken("a picture comes before the headers"));
            }
            reader.packet()?;
        }
        Ok(reader)
    }

    /// What the header says of the pictures.
    pub fn stream(&self) -> NutStream {
        // `new` does not return before every stream has its header.
        self.streams.first().cloned().flatten().unwrap_or(NutStream {
            fourcc: Vec::new(),
            width: 0,
            height: 0,
            time_base: (1, 1),
            pts_shift: 0,
            last_pts: 0,
        })
    }

    /// The next picture of stream 0: its bytes go to `payload` (which is cleared first), its timestamp in ticks of
    /// the stream's time base is returned. `None` at the end.
    ///
    /// # Errors
    /// When the bytes are not NUT, or end within a picture, or a picture is larger than allowed.
    pub fn next(&mut self, payload: &mut Vec<u8>) -> Result<Option<i64>, NutError> {
        loop {
            let first = match self.ahead.take() {
                Some(byte) => byte,
                None => match self.byte() {
                    Ok(byte) => byte,
                    Err(NutError::Io(error)) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
                    Err(error) => return Err(error),
                },
            };
            if first == b'N' {
                self.packet()?;
                continue;
            }
            let (stream, pts) = self.frame(first, payload)?;
            if stream == 0 {
                return Ok(Some(pts));
            }
        }
    }

    fn frame(&mut self, first: u8, payload: &mut Vec<u8>) -> Result<(u64, i64), NutError> {
        let code = *self.codes.get(usize::from(first)).ok_or(NutError::Broken("an unknown frame code"))?;
        let mut flags = code.flags;
        if flags & FLAG_INVALID != 0 {
            return Err(NutError::Broken("an invalid frame code"));
        }
        if flags & FLAG_CODED != 0 {
            flags ^= self.number()?;
        }
        let stream = if flags & FLAG_STREAM_ID != 0 { self.number()? } else { code.stream };
        let coded_pts = if flags & FLAG_CODED_PTS != 0 { Some(self.number()?) } else { None };
        let mut size = code.size_lsb;
        if flags & FLAG_SIZE_MSB != 0 {
            let more = self.number()?.checked_mul(code.size_mul);
            size = more.and_then(|m| m.checked_add(size)).ok_or(NutError::Broken("a picture too large"))?;
        }
        if flags & FLAG_MATCH_TIME != 0 {
            self.number()?;
        }
        let mut header = if flags & FLAG_HEADER_INDEX != 0 { self.number()? } else { code.header };
        let reserved = if flags & FLAG_RESERVED != 0 { self.number()? } else { code.reserved };
        for _ in 0..reserved.min(256) {
            self.number()?;
        }
        if flags & FLAG_CHECKSUM != 0 {
            self.skip(4)?;
        }
        if size > HEADER_CHECKSUM_FROM {
            header = 0;
        }
        let state =
            usize::try_from(stream).ok().and_then(|s| self.streams.get_mut(s)).and_then(Option::as_mut);
        let state = state.ok_or(NutError::Broken("a picture of a stream without header"))?;
        let pts = match coded_pts {
            Some(coded) => full_pts(coded, state.pts_shift, state.last_pts),
            None => state.last_pts.checked_add(code.pts_delta),
        };
        let pts = pts.ok_or(NutError::Broken("a timestamp out of range"))?;
        state.last_pts = pts;
        let elided = usize::try_from(header).ok().and_then(|h| self.elisions.get(h));
        let elided = elided.ok_or(NutError::Broken("an unknown elision header"))?;
        let rest = size.checked_sub(elided.len() as u64).ok_or(NutError::Broken("a picture too small"))?;
        if size > self.max_payload as u64 {
            return Err(NutError::Broken("a picture is larger than its format allows"));
        }
        payload.clear();
        payload.extend_from_slice(elided);
        let got = (&mut self.input).take(rest).read_to_end(payload)?;
        if got as u64 != rest {
            return Err(NutError::Broken("the stream ends within a picture"));
        }
        if flags & FLAG_SIDE_DATA != 0 && self.version > 3 {
            return Err(NutError::Broken("a picture with side data"));
        }
        Ok((stream, pts))
    }

    /// A packet with a start code, of which the `N` was read.
    fn packet(&mut self) -> Result<(), NutError> {
        let mut rest = [0u8; 7];
        self.input.read_exact(&mut rest)?;
        let start = rest.iter().fold(u64::from(b'N'), |code, &byte| (code << 8) | u64::from(byte));
        let size = self.number()?;
        if size > HEADER_CHECKSUM_FROM {
            self.skip(4)?;
        }
        match start {
            MAIN | STREAM | SYNCPOINT => {
                if size > MAX_HEADER_BYTES {
                    return Err(NutError::Broken("a header too large"));
                }
                let mut bytes = Vec::new();
                (&mut self.input).take(size).read_to_end(&mut bytes)?;
                if bytes.len() as u64 != size || size < 4 {
                    return Err(NutError::Broken("a header that is cut off"));
                }
                bytes.truncate(bytes.len() - 4);
                let mut fields = Fields { bytes: &bytes };
                match start {
                    MAIN => self.main_header(&mut fields),
                    STREAM => self.stream_header(&mut fields),
                    _ => self.syncpoint(&mut fields),
                }
            }
            INFO | INDEX => self.skip(size),
            // Unknown packets are to be skipped: that is how the format grows.
            _ => self.skip(size),
        }
    }

    fn main_header(&mut self, fields: &mut Fields<'_>) -> Result<(), NutError> {
        self.version = fields.number()?;
        if !(2..=4).contains(&self.version) {
            return Err(NutError::Broken("a version of NUT that is not known"));
        }
        if self.version > 3 {
            fields.number()?;
        }
        let streams = fields.number()?;
        if streams == 0 || streams > MAX_STREAMS {
            return Err(NutError::Broken("an impossible number of streams"));
        }
        fields.number()?;
        let bases = fields.number()?;
        if bases == 0 || bases > MAX_STREAMS {
            return Err(NutError::Broken("an impossible number of time bases"));
        }
        self.time_bases.clear();
        for _ in 0..bases {
            let (num, den) = (fields.number()?, fields.number()?);
            if num == 0 || den == 0 || num >= 1 << 31 || den >= 1 << 31 {
                return Err(NutError::Broken("an impossible time base"));
            }
            self.time_bases.push((num, den));
        }
        self.codes = frame_codes(fields, streams)?;
        self.elisions = vec![Vec::new()];
        let headers = fields.number()?;
        if headers > 127 {
            return Err(NutError::Broken("too many elision headers"));
        }
        for _ in 0..headers {
            self.elisions.push(fields.bytes()?.to_vec());
        }
        self.streams = vec![None; streams as usize];
        Ok(())
    }

    fn stream_header(&mut self, fields: &mut Fields<'_>) -> Result<(), NutError> {
        let id = fields.number()?;
        let class = fields.number()?;
        let fourcc = fields.bytes()?.to_vec();
        let base = usize::try_from(fields.number()?).ok().and_then(|b| self.time_bases.get(b)).copied();
        let time_base = base.ok_or(NutError::Broken("a stream without time base"))?;
        let pts_shift = fields.number()?;
        if pts_shift > 16 {
            return Err(NutError::Broken("an impossible timestamp shift"));
        }
        // Largest gap, decode delay, flags, codec data.
        fields.number()?;
        fields.number()?;
        fields.number()?;
        fields.bytes()?;
        let (width, height) = if class == 0 { (fields.number()?, fields.number()?) } else { (0, 0) };
        let slot = usize::try_from(id).ok().and_then(|i| self.streams.get_mut(i));
        let slot = slot.ok_or(NutError::Broken("a stream header with an impossible number"))?;
        *slot =
            Some(NutStream { fourcc, width, height, time_base, pts_shift: pts_shift as u32, last_pts: 0 });
        Ok(())
    }

    /// A syncpoint sets every stream's clock.
    fn syncpoint(&mut self, fields: &mut Fields<'_>) -> Result<(), NutError> {
        let stamp = fields.number()?;
        let bases = self.time_bases.len() as u64;
        if bases == 0 {
            return Err(NutError::Broken("a syncpoint before the headers"));
        }
        let (num, den) = self.time_bases.get((stamp % bases) as usize).copied().unwrap_or((1, 1));
        for stream in self.streams.iter_mut().flatten() {
            let (own_num, own_den) = stream.time_base;
            let ticks = u128::from(stamp / bases) * (u128::from(num) * u128::from(own_den));
            let ticks = ticks / (u128::from(den) * u128::from(own_num));
            stream.last_pts =
                i64::try_from(ticks).map_err(|_| NutError::Broken("a syncpoint out of range"))?;
        }
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, NutError> {
        let mut one = [0u8];
        self.input.read_exact(&mut one)?;
        Ok(one[0])
    }

    /// A number of 7 bits per byte, most significant first.
    fn number(&mut self) -> Result<u64, NutError> {
        let mut value = 0u64;
        loop {
            let byte = self.byte()?;
            value = push7(value, byte)?;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
    }

    fn skip(&mut self, count: u64) -> Result<(), NutError> {
        let skipped = std::io::copy(&mut (&mut self.input).take(count), &mut std::io::sink())?;
        if skipped == count { Ok(()) } else { Err(NutError::Broken("the stream ends within a header")) }
    }
}

/// The timestamp that a coded one stands for: whole, or the low bits of one near the last.
fn full_pts(coded: u64, shift: u32, last: i64) -> Option<i64> {
    let span = 1i64 << shift;
    let coded = i64::try_from(coded).ok()?;
    if coded >= span {
        return coded.checked_sub(span);
    }
    let mask = span - 1;
    let from = last.checked_sub(mask / 2)?;
    (coded.wrapping_sub(from) & mask).checked_add(from)
}
