//! Writes one stream of raw pictures as NUT: headers, the last picture's duration, a syncpoint before each picture.

use super::{
    FILE_ID, FLAG_CHECKSUM, FLAG_CODED, FLAG_CODED_PTS, FLAG_INVALID, FLAG_KEY, FLAG_SIZE_MSB,
    HEADER_CHECKSUM_FROM, INFO, MAIN, NutError, STREAM, SYNCPOINT, checksum,
};
use std::io::Write;

/// Bits of a timestamp that could be sent short; ours are always sent whole.
const PTS_SHIFT: u32 = 7;

/// The frame code of every picture that is written; 0 and 255 stay unused, so that zeroed bytes are noticed.
const FRAME_CODE: u8 = 1;

/// What the header says of the pictures.
#[derive(Clone, Copy, Debug)]
pub struct NutVideo {
    /// Raw pixel format, see [`crate::layout::Layout::fourcc`].
    pub fourcc: [u8; 4],
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Width and height of a pixel; (0, 0) when not known.
    pub sample_aspect: (u64, u64),
    /// Seconds per tick as a ratio, both 1..2^31.
    pub time_base: (u64, u64),
    /// Ticks that the last picture lasts. FFmpeg takes it from the nominal frame rate, which is written from it:
    /// without, newer versions give the last picture no duration and players hide it.
    pub last_duration: i64,
}

/// Writes pictures to a NUT stream.
#[derive(Debug)]
pub struct NutWriter<W> {
    output: W,
    position: u64,
    last_syncpoint: Option<u64>,
}

impl<W: Write> NutWriter<W> {
    /// Writes the headers.
    ///
    /// # Errors
    /// When the output fails or the time base is impossible.
    pub fn new(output: W, video: &NutVideo) -> Result<Self, NutError> {
        let mut writer = Self { output, position: 0, last_syncpoint: None };
        let (num, den) = reduced(video.time_base);
        if num == 0 || den == 0 || num >= 1 << 31 || den >= 1 << 31 {
            return Err(NutError::Broken("its time base does not fit into NUT"));
        }
        let mut bytes = FILE_ID.to_vec();
        bytes.extend(packet(MAIN, &main_header(num, den)));
        bytes.extend(packet(STREAM, &stream_header(video, den.div_ceil(num))));
        if let Some(info) = rate_info(video.last_duration, num, den) {
            bytes.extend(packet(INFO, &info));
        }
        writer.send(&bytes)?;
        Ok(writer)
    }

    /// Writes a picture that is shown from `pts` (ticks, not negative).
    ///
    /// # Errors
    /// When the output fails, as it does when FFmpeg ended, or `pts` is negative.
    pub fn put(&mut self, pts: i64, payload: &[u8]) -> Result<(), NutError> {
        let ticks = u64::try_from(pts).map_err(|_| NutError::Broken("a negative timestamp"))?;
        let here = self.position;
        let mut sync = Vec::with_capacity(16);
        number(&mut sync, ticks);
        number(&mut sync, self.last_syncpoint.map_or(0, |last| (here - last) >> 4));
        self.last_syncpoint = Some(here);
        let mut bytes = packet(SYNCPOINT, &sync);
        let mut head = vec![FRAME_CODE];
        number(
            &mut head,
            FLAG_CODED ^ (FLAG_CODED | FLAG_KEY | FLAG_CODED_PTS | FLAG_SIZE_MSB | FLAG_CHECKSUM),
        );
        number(&mut head, ticks + (1 << PTS_SHIFT));
        number(&mut head, payload.len() as u64);
        let crc = checksum(&head);
        head.extend_from_slice(&crc.to_be_bytes());
        bytes.extend(head);
        self.send(&bytes)?;
        self.send(payload)
    }

    /// Hands the output back.
    pub fn into_inner(self) -> W {
        self.output
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), NutError> {
        self.output.write_all(bytes)?;
        self.position += bytes.len() as u64;
        Ok(())
    }
}

/// A packet: start code, size, checksums.
fn packet(start: u64, payload: &[u8]) -> Vec<u8> {
    let mut bytes = start.to_be_bytes().to_vec();
    let size = payload.len() as u64 + 4;
    number(&mut bytes, size);
    if size > HEADER_CHECKSUM_FROM {
        let crc = checksum(&bytes);
        bytes.extend_from_slice(&crc.to_be_bytes());
    }
    bytes.extend_from_slice(payload);
    bytes.extend_from_slice(&checksum(payload).to_be_bytes());
    bytes
}

fn main_header(num: u64, den: u64) -> Vec<u8> {
    let mut out = Vec::new();
    // Version, streams, largest distance between syncpoints, time bases.
    for value in [3, 1, 65536, 1, num, den] {
        number(&mut out, value);
    }
    // Frame codes as flags, fields given, pts delta, size multiplier, stream, size, reserved, count.
    for (flags, count) in [(FLAG_INVALID, 1u64), (FLAG_CODED, 253), (FLAG_INVALID, 1)] {
        for value in [flags, 6, 0, 1, 0, 0, 0, count] {
            number(&mut out, value);
        }
    }
    // No elision headers.
    number(&mut out, 0);
    out
}

fn stream_header(video: &NutVideo, max_gap: u64) -> Vec<u8> {
    let mut out = Vec::new();
    // Stream 0, class video, codec.
    number(&mut out, 0);
    number(&mut out, 0);
    text(&mut out, &video.fourcc);
    // Time base 0, timestamp shift, largest gap, decode delay, flags, no codec data.
    for value in [0, u64::from(PTS_SHIFT), max_gap, 0, 0, 0] {
        number(&mut out, value);
    }
    let (aspect_w, aspect_h) = reduced(video.sample_aspect);
    // Size, pixel aspect, colour space unknown.
    for value in [video.width as u64, video.height as u64, aspect_w, aspect_h, 0] {
        number(&mut out, value);
    }
    out
}

/// An info packet whose `r_frame_rate` is that of a picture of `duration` ticks. FFmpeg ignores rates from 1000 up.
fn rate_info(duration: i64, num: u64, den: u64) -> Option<Vec<u8>> {
    let ticks = u64::try_from(duration).ok().filter(|d| *d > 0)?;
    let (rate, per) = reduced((den, num.checked_mul(ticks)?));
    if rate >= 1 << 31 || per >= 1 << 31 {
        return None;
    }
    let mut out = Vec::new();
    // Stream 0 (plus 1), no chapter, one entry; −1 says that its value is text.
    for value in [1, 0, 0, 0, 1] {
        number(&mut out, value);
    }
    text(&mut out, b"r_frame_rate");
    number(&mut out, 2);
    text(&mut out, format!("{rate}/{per}").as_bytes());
    Some(out)
}

fn text(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A number of 7 bits per byte, most significant first; all but the last byte have the top bit set.
fn number(out: &mut Vec<u8>, value: u64) {
    let bits = 64 - value.leading_zeros();
    let groups = bits.div_ceil(7).max(1);
    for group in (1..groups).rev() {
        out.push(0x80 | ((value >> (7 * group)) & 0x7f) as u8);
    }
    out.push((value & 0x7f) as u8);
}

/// The ratio in lowest terms.
fn reduced((num, den): (u64, u64)) -> (u64, u64) {
    let (mut a, mut b) = (num, den);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (num.checked_div(a).unwrap_or(0), den.checked_div(a).unwrap_or(0))
}
