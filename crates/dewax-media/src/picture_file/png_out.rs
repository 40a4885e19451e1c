//! Pixels as PNG: rows filtered and deflated in blocks that threads share, the same bytes with any number of them.

use super::planes::{Depth, join_row};
use crate::still::chunk_of_png as chunk;
use dewax::px::Plane;
use flate2::{Compress, Compression, FlushCompress, Status};
use rayon::prelude::*;

/// Bytes of rows that are deflated as one block: of 32 KiB that a deflater looks back it loses a thirty-second part.
const BLOCK_BYTES: usize = 1 << 20;
/// How hard the deflater tries, of 8 bits and of 16. 24 million pixels of a photograph with grain of 3 codes take 1.4 s of a core and 41 MB at
/// level 1, 1.8 s and 44 MB at 2, 2.6 s and 44 MB at 3; of a clean one (2000 pixels across, side by side) 0.65 s and 14 MB, 0.8 s and 10.5 MB,
/// 1.0 s and 7.7 MB. Of 16 bits the low bytes are noise: 2 s and 112 MB at 1, 7.7 s and 113 MB at 3 (`cargo xtask bench files` times what ships).
const LEVELS: [u32; 2] = [2, 1];
/// Modulus of Adler-32 (RFC 1950).
const ADLER: u32 = 65_521;
/// Bytes that may be added up before the modulus (RFC 1950 in zlib: the most for which 32 bits do not overflow).
const ADLER_AT_ONCE: usize = 5552;

/// A file of one plane of grey or three of colours, and opacity last where it `has_alpha`.
///
/// # Errors
/// When the deflater fails, in its words.
pub(super) fn write(planes: &[&Plane<u16>], has_alpha: bool, is_sixteen: bool) -> Result<Vec<u8>, String> {
    let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
    let depth = if is_sixteen { Depth::Big } else { Depth::Eight };
    let level = LEVELS[usize::from(is_sixteen)];
    let pixel = planes.len() * depth.bytes();
    let stride = width * pixel;
    let rows_at_once = (BLOCK_BYTES / (stride + 1)).max(1);
    let blocks = height.div_ceil(rows_at_once);
    let packed: Vec<Result<(Vec<u8>, Adler), String>> = (0..blocks)
        .into_par_iter()
        .map(|block| {
            let rows = block * rows_at_once..((block + 1) * rows_at_once).min(height);
            let mut raw = Vec::with_capacity(rows.len() * (stride + 1));
            let (mut above, mut own) = (vec![0; stride], Vec::with_capacity(stride));
            if rows.start > 0 {
                above.clear();
                join_row(planes, rows.start - 1, depth, &mut above);
            }
            let mut tried = Tried::default();
            for y in rows {
                own.clear();
                join_row(planes, y, depth, &mut own);
                tried.filtered(&own, &above, pixel, &mut raw);
                std::mem::swap(&mut own, &mut above);
            }
            Ok((deflated(&raw, level, block + 1 == blocks)?, Adler::of(&raw)))
        })
        .collect();
    let mut out = vec![0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    let kind = if planes.len() > 2 { 2 } else { 0 } + if has_alpha { 4 } else { 0 };
    let mut head = [(width as u32).to_be_bytes(), (height as u32).to_be_bytes()].concat();
    head.extend([8 * depth.bytes() as u8, kind, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &head);
    let mut sum = Adler::default();
    for (number, block) in packed.into_iter().enumerate() {
        let (mut bytes, own) = block?;
        sum = sum.followed_by(&own);
        if number == 0 {
            // A window of 32 KiB, the fast kinds of deflating.
            bytes.splice(0..0, [0x78, 0x01]);
        }
        if number + 1 == blocks {
            bytes.extend(sum.value().to_be_bytes());
        }
        chunk(&mut out, *b"IDAT", &bytes);
    }
    chunk(&mut out, *b"IEND", &[]);
    Ok(out)
}

/// A block of a stream of deflate; all but the last end at a whole byte.
fn deflated(raw: &[u8], level: u32, is_last: bool) -> Result<Vec<u8>, String> {
    let mut state = Compress::new(Compression::new(level), false);
    let mut out = Vec::with_capacity(raw.len() / 2 + 1024);
    let flush = if is_last { FlushCompress::Finish } else { FlushCompress::Sync };
    loop {
        let taken = usize::try_from(state.total_in()).unwrap_or(usize::MAX).min(raw.len());
        let status = state
            .compress_vec(raw.get(taken..).unwrap_or_default(), &mut out, flush)
            .map_err(|error| error.to_string())?;
        let is_done = match status {
            Status::StreamEnd => true,
            // Room that is left says that nothing more was to be written.
            _ => !is_last && state.total_in() == raw.len() as u64 && out.len() < out.capacity(),
        };
        if is_done {
            return Ok(out);
        }
        out.reserve(raw.len() / 4 + 1024);
    }
}

/// The rows that the filters make of one, kept to be used again.
#[derive(Default)]
struct Tried([Vec<u8>; 3]);

impl Tried {
    /// Puts the filtered row behind `out`: of Sub, Up and Paeth the one whose bytes, as signed numbers, are smallest in sum (PNG
    /// specification, "Filter selection"); None and Average seldom are on photographs.
    fn filtered(&mut self, own: &[u8], above: &[u8], pixel: usize, out: &mut Vec<u8>) {
        let Self([sub, up, paeth]) = self;
        let start = own.get(..pixel).unwrap_or(own);
        let rest = own.get(pixel..).unwrap_or_default();
        let before = above.get(pixel..).unwrap_or_default();
        sub.clear();
        sub.extend(start);
        sub.extend(rest.iter().zip(own).map(|(x, left)| x.wrapping_sub(*left)));
        up.clear();
        up.extend(own.iter().zip(above).map(|(x, above)| x.wrapping_sub(*above)));
        paeth.clear();
        paeth.extend(start.iter().zip(above).map(|(x, above)| x.wrapping_sub(*above)));
        let around = own.iter().zip(before.iter().zip(above));
        paeth.extend(rest.iter().zip(around).map(|(x, (a, (b, c)))| x.wrapping_sub(predicted(*a, *b, *c))));
        let all = [(1, sub), (2, up), (4, paeth)];
        if let Some((number, row)) = all.into_iter().min_by_key(|(_, row)| weight(row)) {
            out.push(number);
            out.extend_from_slice(row);
        }
    }
}

/// The sum of bytes as signed numbers without their signs.
fn weight(row: &[u8]) -> u64 {
    row.chunks(1 << 16)
        .map(|part| u64::from(part.iter().map(|x| u32::from(x.cast_signed().unsigned_abs())).sum::<u32>()))
        .sum()
}

/// The neighbour that Paeth's filter takes: left, above or both, whichever is nearest to left + above − both.
fn predicted(left: u8, above: u8, both: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(both));
    let (by_left, by_above, by_both) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if by_left <= by_above && by_left <= by_both {
        left
    } else if by_above <= by_both {
        above
    } else {
        both
    }
}

/// The checksum of zlib, of parts that can be put together.
#[derive(Clone, Copy)]
struct Adler {
    low: u32,
    high: u32,
    length: u64,
}

impl Default for Adler {
    fn default() -> Self {
        Self { low: 1, high: 0, length: 0 }
    }
}

impl Adler {
    fn of(bytes: &[u8]) -> Self {
        let mut sum = Self { length: bytes.len() as u64, ..Self::default() };
        for part in bytes.chunks(ADLER_AT_ONCE) {
            for byte in part {
                sum.low += u32::from(*byte);
                sum.high += sum.low;
            }
            sum.low %= ADLER;
            sum.high %= ADLER;
        }
        sum
    }

    /// The sum of both parts, one behind the other.
    fn followed_by(self, next: &Self) -> Self {
        // What the first part leaves in the low half counts once for every byte of the second; both began with 1.
        let carried = u64::from(self.low + ADLER - 1) * (next.length % u64::from(ADLER)) % u64::from(ADLER);
        Self {
            low: (self.low + next.low + ADLER - 1) % ADLER,
            high: (self.high + next.high + carried as u32) % ADLER,
            length: self.length + next.length,
        }
    }

    fn value(self) -> u32 {
        self.high << 16 | self.low
    }
}
