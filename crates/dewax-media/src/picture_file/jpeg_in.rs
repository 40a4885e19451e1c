//! Pixels of JPEG: baseline and progressive, any subsampling, grey, three colours and four inks.

use super::decoded::{Decoded, Refusal};
use super::planes::{split, widened};
use crate::still::next_mark;
use dewax::px::Plane;
use rayon::prelude::*;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

/// The longest side: 16 bits.
const LONGEST_PX: usize = 65_535;
/// Pixels that a byte can say at most: eight blocks of 64, each by a code of one bit. A file with fewer bytes is cut off, or made to fill memory.
const MOST_PX_BY_BYTE: usize = 512;

/// The pixels of a file.
pub(super) fn read(bytes: &[u8], most_px: usize) -> Result<Decoded, Refusal> {
    has_end(bytes)?;
    match decoded(bytes, most_px, true) {
        // Cameras leave such bytes; what is not whole between them is then not told apart from what is.
        Err(Refusal::Damaged(why)) if why.contains("Extra bytes between headers") => {
            let mut out = decoded(bytes, most_px, false)?;
            out.notes.push("it has stray bytes between its parts, which were passed over".into());
            Ok(out)
        }
        other => other,
    }
}

fn decoded(bytes: &[u8], most_px: usize, is_strict: bool) -> Result<Decoded, Refusal> {
    let options = DecoderOptions::default()
        .set_strict_mode(is_strict)
        .set_max_width(LONGEST_PX)
        .set_max_height(LONGEST_PX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(refused)?;
    let size = decoder.dimensions().ok_or_else(|| Refusal::Damaged("it has no size".into()))?;
    Refusal::too_large(size, most_px)?;
    if size.0 * size.1 / MOST_PX_BY_BYTE > bytes.len() {
        return Err(Refusal::Damaged(format!(
            "{} bytes cannot hold {}×{} pixels",
            bytes.len(),
            size.0,
            size.1
        )));
    }
    let stored = decoder.input_colorspace().unwrap_or(ColorSpace::Unknown);
    let (wanted, channels) = match stored {
        ColorSpace::Luma => (ColorSpace::Luma, 1),
        ColorSpace::YCbCr | ColorSpace::RGB => (ColorSpace::RGB, 3),
        // As it is stored: how inks are told is not the decoder's to choose.
        ColorSpace::CMYK | ColorSpace::YCCK => (stored, 4),
        other => {
            let what = format!("a JPEG of unusual channels ({other:?})");
            return Err(Refusal::Form(what, "save it as RGB".into()));
        }
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let samples = decoder.decode().map_err(refused)?;
    let mut planes = split(&samples, size, channels, widened)
        .ok_or_else(|| Refusal::Damaged("its pixels are not all there".into()))?;
    if stored == ColorSpace::YCCK {
        to_inks(&mut planes);
    }
    if channels == 4 && has_adobe(bytes) {
        // Adobe's programs store what is left of white.
        planes.iter_mut().for_each(inverted);
    }
    Decoded::of(planes, false, 8)
}

/// Whether Adobe's mark (APP14) stands before the pixels.
fn has_adobe(bytes: &[u8]) -> bool {
    segments(bytes).any(|(mark, at)| mark == 0xee && bytes.get(at + 2..at + 7) == Some(b"Adobe"))
}

/// Marks before the pixels, and the places behind them.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let mut at = 2;
    std::iter::from_fn(move || {
        let (mark, behind) = next_mark(bytes, at)?;
        let length: [u8; 2] = bytes.get(behind..behind + 2)?.try_into().ok()?;
        at = behind + usize::from(u16::from_be_bytes(length));
        Some((mark, behind))
    })
}

/// Refuses a file whose pixels have no end: between them, no byte of ones stands before 0xd9.
fn has_end(bytes: &[u8]) -> Result<(), Refusal> {
    let scan = segments(bytes).find(|(mark, _)| *mark == 0xda).map(|(_, at)| at);
    let rest = scan.and_then(|at| bytes.get(at..)).unwrap_or_default();
    if rest.windows(2).any(|pair| pair == [0xff, 0xd9]) {
        return Ok(());
    }
    Err(Refusal::Damaged("its pixels have no end".into()))
}

/// Brightness and two differences of three inks as these (ITU-T T.871, with inks for colours).
fn to_inks(planes: &mut [Plane<u16>]) {
    let [luma, cb, cr, ..] = planes else { return };
    let step = luma.width().max(1);
    let rows = (
        luma.samples_mut().par_chunks_mut(step),
        cb.samples_mut().par_chunks_mut(step),
        cr.samples_mut().par_chunks_mut(step),
    );
    let code = |value: f32| value.round().clamp(0.0, 65535.0) as u16;
    const MIDDLE: f32 = 128.0 * 257.0;
    rows.into_par_iter().for_each(|(luma, cb, cr)| {
        for ((a, b), c) in luma.iter_mut().zip(cb).zip(cr) {
            let (y, blue, red) = (f32::from(*a), f32::from(*b) - MIDDLE, f32::from(*c) - MIDDLE);
            *a = code(y + 1.402 * red);
            *b = code(y - 0.344_136_3 * blue - 0.714_136_3 * red);
            *c = code(y + 1.772 * blue);
            // As Adobe stores them: what is left of white, so that 255 − R is the ink.
            (*a, *b, *c) = (u16::MAX - *a, u16::MAX - *b, u16::MAX - *c);
        }
    });
}

fn inverted(plane: &mut Plane<u16>) {
    plane.samples_mut().par_iter_mut().for_each(|code| *code = u16::MAX - *code);
}

fn refused(error: DecodeErrors) -> Refusal {
    let why = format!("{error:?}").replace('"', "");
    match error {
        DecodeErrors::Unsupported(_) => Refusal::Form(
            format!("a JPEG of a rare form ({why})"),
            "save it as a usual one, of 8 bits".into(),
        ),
        _ => Refusal::Damaged(why),
    }
}
