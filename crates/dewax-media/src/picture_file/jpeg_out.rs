//! Pixels as JPEG: baseline, colours at full size, codes fitted to the picture; rows of blocks that threads share, the same bytes with any
//! number of them (ITU-T T.81).

use super::huffman::{Bits, Codes, Counts};
use super::jpeg_blocks::{AREA, Blocks, SIDE, ZIGZAG, quantisers};
use dewax::px::Plane;
use rayon::prelude::*;

/// How finely it is written, on the scale of the Independent JPEG Group. Three photographs, read from JPEG, PNG and JPEG and written again, are
/// off by 0.41, 1.03 and 0.41 codes (root of the mean square); at 95 by 0.49, 1.47 and 0.51 with a quarter to a third fewer bytes, at 100 by
/// 0.33, 0.67 and 0.29 with half again as many.
const QUALITY: u16 = 98;
/// The longest side in pixels: 16 bits.
const LONGEST_PX: usize = 65_535;
/// The symbol of sixteen zeros, and that of nothing but zeros.
const SIXTEEN: u8 = 0xf0;
const REST: u8 = 0;

/// A file of one plane of grey or three of colours.
///
/// # Errors
/// When a side is too long, in words.
pub(super) fn write(planes: &[&Plane<u16>]) -> Result<Vec<u8>, String> {
    let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
    if width.max(height) > LONGEST_PX {
        return Err(format!("its sides are at most {LONGEST_PX} pixels; write PNG or TIFF"));
    }
    let tables = quantisers(QUALITY);
    let blocks = Blocks::new(&tables);
    let channels = planes.len();
    let rows: Vec<(Vec<[i16; AREA]>, [Counts; 4])> = (0..height.div_ceil(SIDE))
        .into_par_iter()
        .map(|row| {
            let own = blocks.of_rows(planes, row * SIDE);
            let mut counts = std::array::from_fn(|_| Counts::none());
            each_symbol(&own, channels, |table, symbol, _, _| counts[table].0[usize::from(symbol)] += 1);
            (own, counts)
        })
        .collect();
    let none = std::array::from_fn(|_| Counts::none());
    let counts: [Counts; 4] = rows.iter().fold(none, |sum: [Counts; 4], (_, own)| {
        let mut own = own.iter();
        sum.map(|sum| own.next().map_or_else(Counts::none, |own| sum.and(own)))
    });
    let codes = counts.map(|counts| Codes::of(&counts));
    let coded: Vec<Vec<u8>> = rows
        .into_par_iter()
        .map(|(own, _)| {
            let mut bits = Bits::default();
            each_symbol(&own, channels, |table, symbol, value, count| {
                let (code, length) = codes[table].code(symbol);
                bits.put(u32::from(code), length);
                bits.put(value, count);
            });
            bits.end()
        })
        .collect();
    let mut out = head((width, height), channels, &tables, &codes);
    let count = coded.len();
    for (number, row) in coded.into_iter().enumerate() {
        out.extend(row);
        if number + 1 < count {
            // Every row begins anew, and says so.
            out.extend([0xff, 0xd0 + (number % 8) as u8]);
        }
    }
    out.extend([0xff, 0xd9]);
    Ok(out)
}

/// All segments before the pixels.
fn head(
    (width, height): (usize, usize),
    channels: usize,
    tables: &[[u8; AREA]; 2],
    codes: &[Codes; 4],
) -> Vec<u8> {
    let kinds = channels.min(2);
    let mut out = vec![0xff, 0xd8];
    segment(&mut out, 0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    for (number, table) in tables.iter().take(kinds).enumerate() {
        let stored: Vec<u8> = ZIGZAG.iter().map(|place| table[*place]).collect();
        segment(&mut out, 0xdb, &[&[number as u8][..], &stored].concat());
    }
    let mut frame = vec![8];
    frame.extend((height as u16).to_be_bytes());
    frame.extend((width as u16).to_be_bytes());
    frame.push(channels as u8);
    let mut scan = vec![channels as u8];
    for channel in 0..channels as u8 {
        let kind = channel.min(1);
        // Full size across and down.
        frame.extend([channel + 1, 0x11, kind]);
        scan.extend([channel + 1, kind << 4 | kind]);
    }
    scan.extend([0, 63, 0]);
    segment(&mut out, 0xc0, &frame);
    // Means and rest of brightness, then of colour.
    for (number, codes) in codes.iter().take(2 * kinds).enumerate() {
        let class = (number % 2) as u8;
        let table = [&[class << 4 | (number / 2) as u8][..], &codes.lengths, &codes.symbols].concat();
        segment(&mut out, 0xc4, &table);
    }
    segment(&mut out, 0xdd, &(width.div_ceil(SIDE) as u16).to_be_bytes());
    segment(&mut out, 0xda, &scan);
    out
}

fn segment(out: &mut Vec<u8>, mark: u8, content: &[u8]) {
    out.extend([0xff, mark]);
    out.extend((content.len() as u16 + 2).to_be_bytes());
    out.extend(content);
}

/// Hands on the symbols of a row of blocks: their table, symbol, and the bits behind it (T.81, F.1.2).
fn each_symbol(blocks: &[[i16; AREA]], channels: usize, mut each: impl FnMut(usize, u8, u32, u8)) {
    let mut before = [0i32; 4];
    for (number, block) in blocks.iter().enumerate() {
        let channel = number % channels.max(1);
        let table = 2 * channel.min(1);
        let mean = i32::from(block[0]);
        let (size, bits) = sized(mean - before[channel.min(3)]);
        before[channel.min(3)] = mean;
        each(table, size, bits, size);
        let last = block.iter().rposition(|value| *value != 0).unwrap_or(0);
        let mut zeros = 0u8;
        for value in block.get(1..=last).unwrap_or_default() {
            if *value == 0 {
                zeros += 1;
                continue;
            }
            while zeros >= 16 {
                each(table + 1, SIXTEEN, 0, 0);
                zeros -= 16;
            }
            let (size, bits) = sized(i32::from(*value));
            each(table + 1, zeros << 4 | size, bits, size);
            zeros = 0;
        }
        if last < AREA - 1 {
            each(table + 1, REST, 0, 0);
        }
    }
}

/// How many bits a number has, and these; of negative ones those of the number less one.
fn sized(value: i32) -> (u8, u32) {
    let size = (32 - value.unsigned_abs().leading_zeros()) as u8;
    let bits = if value < 0 { value - 1 } else { value };
    (size, bits.cast_unsigned() & ((1 << size) - 1))
}
