//! Pixels as TIFF: strips of rows, deflated as differences along the row by several threads, the same bytes with any number of them.

use super::planes::{Depth, join_row};
use dewax::px::Plane;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rayon::prelude::*;
use std::io::Write;

/// Bytes of a strip before it is packed: few enough that several threads have some, many enough to pack well.
const STRIP_BYTES: usize = 1 << 20;
/// How hard the deflater tries: 24 million pixels of 16 bits take 1.5 s of a core and 125 MB at level 1 (`cargo xtask bench files` times them).
const LEVEL: u32 = 1;
/// Packed by deflate (TIFF Technical Note 3, Adobe's number), as differences to the left (TIFF 6.0, section 14).
const DEFLATE: u32 = 8;
const DIFFERENCES: u32 = 2;
/// Kinds of values.
const SHORT: u16 = 3;
const LONG: u16 = 4;

/// A file of one plane of grey or three of colours, and opacity last where `alpha` says how: 1 multiplied into the colours, 2 not.
///
/// # Errors
/// When it would have more than 4 GiB, or the deflater fails, in words.
pub(super) fn write(planes: &[&Plane<u16>], alpha: Option<u16>, is_sixteen: bool) -> Result<Vec<u8>, String> {
    let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
    let depth = if is_sixteen { Depth::Little } else { Depth::Eight };
    let channels = planes.len();
    let stride = width * channels * depth.bytes();
    let rows_at_once = (STRIP_BYTES / stride.max(1)).max(1);
    let strips: Vec<Result<Vec<u8>, String>> = (0..height.div_ceil(rows_at_once))
        .into_par_iter()
        .map(|strip| {
            let rows = strip * rows_at_once..((strip + 1) * rows_at_once).min(height);
            let mut raw = Vec::with_capacity(rows.len() * stride);
            for y in rows {
                let from = raw.len();
                join_row(planes, y, depth, &mut raw);
                differences(raw.get_mut(from..).unwrap_or_default(), channels, depth);
            }
            packed(&raw).map_err(|error| error.to_string())
        })
        .collect();
    let mut out = b"II*\0\0\0\0\0".to_vec();
    let (mut places, mut lengths) = (Vec::new(), Vec::new());
    for strip in strips {
        let strip = strip?;
        places.push(out.len());
        lengths.push(strip.len());
        out.extend(strip);
        out.resize(out.len().next_multiple_of(2), 0);
    }
    let too_large = || "it would have more than 4 GiB; write PNG".to_owned();
    let long = |all: Vec<usize>| {
        all.into_iter().map(u32::try_from).collect::<Result<Vec<_>, _>>().map_err(|_| too_large())
    };
    let bits = 8 * depth.bytes() as u32;
    let is_colour = channels > 2;
    let mut entries = vec![
        (256, LONG, vec![width as u32]),
        (257, LONG, vec![height as u32]),
        (258, SHORT, vec![bits; channels]),
        (259, SHORT, vec![DEFLATE]),
        (262, SHORT, vec![if is_colour { 2 } else { 1 }]),
        (273, LONG, long(places)?),
        (277, SHORT, vec![channels as u32]),
        (278, LONG, vec![rows_at_once.min(height) as u32]),
        (279, LONG, long(lengths)?),
        // Pixel by pixel.
        (284, SHORT, vec![1]),
        (317, SHORT, vec![DIFFERENCES]),
    ];
    entries.extend(alpha.map(|how| (338, SHORT, vec![u32::from(how)])));
    directory(&mut out, &entries).ok_or_else(too_large)?;
    Ok(out)
}

/// Puts the directory behind the strips, what does not fit into its entries before it.
fn directory(out: &mut Vec<u8>, entries: &[(u16, u16, Vec<u32>)]) -> Option<()> {
    let mut list = (entries.len() as u16).to_le_bytes().to_vec();
    for (tag, kind, values) in entries {
        let mut own: Vec<u8> = if *kind == SHORT {
            values.iter().flat_map(|value| (*value as u16).to_le_bytes()).collect()
        } else {
            values.iter().flat_map(|value| value.to_le_bytes()).collect()
        };
        if own.len() > 4 {
            let place = u32::try_from(out.len()).ok()?;
            out.extend(&own);
            own = place.to_le_bytes().to_vec();
        }
        own.resize(4, 0);
        list.extend(
            [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &(values.len() as u32).to_le_bytes(), &own]
                .concat(),
        );
    }
    out.resize(out.len().next_multiple_of(2), 0);
    let place = u32::try_from(out.len()).ok()?;
    out.extend(list);
    // No further page.
    out.extend([0; 4]);
    out.get_mut(4..8)?.copy_from_slice(&place.to_le_bytes());
    Some(())
}

/// A row as differences to the pixel on the left.
fn differences(row: &mut [u8], channels: usize, depth: Depth) {
    if depth == Depth::Eight {
        for at in (channels..row.len()).rev() {
            row[at] = row[at].wrapping_sub(row[at - channels]);
        }
        return;
    }
    let (codes, _) = row.as_chunks_mut::<2>();
    for at in (channels..codes.len()).rev() {
        let difference = u16::from_le_bytes(codes[at]).wrapping_sub(u16::from_le_bytes(codes[at - channels]));
        codes[at] = difference.to_le_bytes();
    }
}

fn packed(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(raw.len() / 2), Compression::new(LEVEL));
    encoder.write_all(raw)?;
    encoder.finish()
}
