//! The list of layers and their pixels, as PSD and PSB store them.

use super::bytes::Bytes;
use super::{Blend, Entry, Layer};
use dewax::px::Plane;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rayon::prelude::*;
use std::io::Write;

/// Pixels are stored as differences to their left neighbour, and those deflated.
const DEFLATED_DIFFERENCES: u16 = 3;
/// The number of the channel that a layer's mask is.
const MASK: i16 = -2;
/// Flags of a layer: unseen; the next flag means something, and says that pixels do not matter.
const HIDDEN: u8 = 2;
const EMPTY: u8 = 8 | 16;
/// What a folder of layers is: its open form, and the line below it that people do not see.
const OPEN_FOLDER: u32 = 1;
const END_OF_FOLDER: u32 = 3;

/// One line of the list, from the bottom upwards.
#[derive(Debug)]
pub(super) enum Record<'a> {
    Layer(&'a Layer),
    /// The line that a folder begins above.
    Below,
    Folder(&'a str),
}

impl<'a> Record<'a> {
    pub(super) fn planes(&self) -> Vec<&'a Plane<u16>> {
        match self {
            Self::Layer(layer) => layer.rgb.iter().chain(&layer.mask).collect(),
            _ => Vec::new(),
        }
    }
}

/// The list of all entries.
pub(super) fn flattened(entries: &[Entry]) -> Vec<Record<'_>> {
    let mut out = Vec::new();
    for entry in entries {
        match entry {
            Entry::Layer(layer) => out.push(Record::Layer(layer)),
            Entry::Group(name, members) => {
                out.push(Record::Below);
                out.extend(members.iter().map(Record::Layer));
                out.push(Record::Folder(name));
            }
        }
    }
    out
}

/// The channels of all layers, as they are stored.
///
/// # Errors
/// When the deflater fails.
pub(super) fn channels(records: &[Record<'_>]) -> std::io::Result<Vec<Vec<Vec<u8>>>> {
    records.iter().map(|record| record.planes().par_iter().map(|plane| packed(plane)).collect()).collect()
}

/// How many layers there are, what they are, and their pixels.
pub(super) fn layer_info(
    records: &[Record<'_>],
    channels: &[Vec<Vec<u8>>],
    size: (usize, usize),
    out: &mut Bytes,
) {
    out.u16(records.len() as u16);
    for (record, own) in records.iter().zip(channels) {
        line(record, own, size, out);
    }
    for (record, own) in records.iter().zip(channels) {
        for channel in own {
            out.u16(DEFLATED_DIFFERENCES);
            out.put(channel);
        }
        if !matches!(record, Record::Layer(_)) {
            // Four channels without a pixel: what they would be packed with, no more.
            out.put(&[0; 8]);
        }
    }
}

/// The line of a layer or folder.
fn line(record: &Record<'_>, channels: &[Vec<u8>], size: (usize, usize), out: &mut Bytes) {
    let whole = [0, 0, size.1 as u32, size.0 as u32];
    match record {
        Record::Layer(_) => {
            whole.iter().for_each(|side| out.u32(*side));
            out.u16(channels.len() as u16);
            for (number, channel) in [0, 1, 2, MASK].iter().zip(channels) {
                out.u16(number.cast_unsigned());
                out.wide(channel.len() as u64 + 2);
            }
        }
        _ => {
            out.put(&[0; 16]);
            out.u16(4);
            for number in [-1i16, 0, 1, 2] {
                out.u16(number.cast_unsigned());
                out.wide(2);
            }
        }
    }
    let (key, hidden) = match record {
        Record::Layer(layer) => (key(layer.blend), if layer.hidden { HIDDEN } else { 0 }),
        Record::Folder(_) => (b"pass", EMPTY),
        Record::Below => (b"norm", EMPTY | HIDDEN),
    };
    out.put(b"8BIM");
    out.put(key);
    // All of it is seen; it is clipped by nothing.
    out.put(&[u8::MAX, 0, hidden, 0]);
    out.counted32(|out| rest(record, whole, out));
}

/// Mask, name and kind of a layer.
fn rest(record: &Record<'_>, whole: [u32; 4], out: &mut Bytes) {
    let has_mask = matches!(record, Record::Layer(Layer { mask: Some(_), .. }));
    if has_mask {
        out.counted32(|out| {
            whole.iter().for_each(|side| out.u32(*side));
            // Outside of it nothing is seen; it goes with the layer.
            out.put(&[0; 4]);
        });
    } else {
        out.u32(0);
    }
    // Blending by ranges of values: none.
    out.u32(0);
    let name = match record {
        Record::Layer(layer) => &layer.name,
        Record::Folder(name) => *name,
        Record::Below => "</Layer group>",
    };
    // The old name has at most 255 bytes of one byte a letter, and is filled up to a multiple of four.
    let old: Vec<u8> =
        name.chars().take(usize::from(u8::MAX)).map(|c| if c.is_ascii() { c as u8 } else { b'?' }).collect();
    let mut counted = vec![old.len() as u8];
    counted.extend(&old);
    counted.resize(counted.len().next_multiple_of(4), 0);
    out.put(&counted);
    block(*b"luni", out, |out| {
        let units: Vec<u16> = name.encode_utf16().collect();
        out.u32(units.len() as u32);
        units.iter().for_each(|unit| out.u16(*unit));
    });
    let folder = |out: &mut Bytes, kind: u32, key: &[u8; 4]| {
        block(*b"lsct", out, |out| {
            out.u32(kind);
            out.put(b"8BIM");
            out.put(key);
        });
    };
    match record {
        Record::Layer(_) => {}
        Record::Folder(_) => folder(out, OPEN_FOLDER, b"pass"),
        Record::Below => folder(out, END_OF_FOLDER, b"norm"),
    }
}

fn block(key: [u8; 4], out: &mut Bytes, put: impl FnOnce(&mut Bytes)) {
    out.put(b"8BIM");
    out.put(&key);
    out.counted32(|out| {
        put(out);
        out.even_out(4);
    });
}

fn key(blend: Blend) -> &'static [u8; 4] {
    match blend {
        Blend::Normal => b"norm",
        Blend::LinearLight => b"lLit",
        Blend::Overlay => b"over",
    }
}

/// A plane as differences along its rows, deflated.
fn packed(plane: &Plane<u16>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(2 * plane.samples().len());
    for row in plane.rows() {
        let mut left = 0u16;
        for sample in row {
            bytes.extend_from_slice(&sample.wrapping_sub(left).to_be_bytes());
            left = *sample;
        }
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&bytes)?;
    encoder.finish()
}
