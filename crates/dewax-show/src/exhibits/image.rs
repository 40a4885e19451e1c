//! Pictures for people: frames as 8-bit R'G'B', smaller where they must be, and PNG bytes of them.

use dewax::clip::Picture;
use dewax::color::{Cube, rgb_from_ycc};
use dewax::kernels::chroma;
use dewax::px::{Frame, Rect, Subsampling};

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExhibitError {
    /// The PNG encoder refused it.
    #[error("a picture for the report could not be written as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// A picture of 8-bit R'G'B'.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Rgb8Image {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// R, G, B of each pixel, row after row.
    pub pixels: Vec<u8>,
}

impl Rgb8Image {
    /// The picture made smaller, if it is wider than `most_px` columns; each pixel is the mean of what it covers.
    #[must_use]
    pub fn shrunk(&self, most_px: usize) -> Self {
        if self.width <= most_px || most_px == 0 || self.height == 0 {
            return self.clone();
        }
        let height = ((self.height * most_px) as f64 / self.width as f64).round().max(1.0) as usize;
        let (across, down) = (shares(self.width, most_px), shares(self.height, height));
        let mut lines = vec![0.0f32; most_px * 3 * self.height];
        for (line, row) in lines.chunks_exact_mut(most_px * 3).zip(self.pixels.chunks_exact(self.width * 3)) {
            for (out, (first, weights)) in line.chunks_exact_mut(3).zip(&across) {
                for (pixel, weight) in row[first * 3..].chunks_exact(3).zip(weights) {
                    for (o, &v) in out.iter_mut().zip(pixel) {
                        *o += f32::from(v) * weight;
                    }
                }
            }
        }
        let mut pixels = Vec::with_capacity(most_px * 3 * height);
        let mut sum = vec![0.0f32; most_px * 3];
        for (first, weights) in &down {
            sum.fill(0.0);
            for (line, weight) in lines[first * most_px * 3..].chunks_exact(most_px * 3).zip(weights) {
                sum.iter_mut().zip(line).for_each(|(s, v)| *s += v * weight);
            }
            pixels.extend(sum.iter().map(|v| (v + 0.5) as u8));
        }
        Self { width: most_px, height, pixels }
    }
}

/// For each of `to` samples, the first of `from` that it covers and how much of each counts.
fn shares(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let wide = from as f64 / to as f64;
    (0..to)
        .map(|i| {
            let (start, end) = (i as f64 * wide, ((i + 1) as f64 * wide).min(from as f64));
            let first = start as usize;
            let last = (end.ceil() as usize).clamp(first + 1, from);
            let part = |k: usize| ((k + 1) as f64).min(end) - (k as f64).max(start);
            (first, (first..last).map(|k| (part(k) / (end - start)) as f32).collect())
        })
        .collect()
}

/// A part of a frame as R'G'B' for a screen: chroma interpolated where it sits, the picture's matrix and range
/// honoured, the source's own transfer curve kept. The rectangle is cut to the frame.
pub fn to_rgb8(frame: &Frame, picture: &Picture, rect: Rect) -> Rgb8Image {
    to_rgb8_through(frame, picture, rect, None)
}

/// The same as it is seen `through` a table, where one is given.
pub fn to_rgb8_through(frame: &Frame, picture: &Picture, rect: Rect, through: Option<&Cube>) -> Rgb8Image {
    let (whole_w, whole_h) = (frame.width(), frame.height());
    let rect = Rect { x1: rect.x1.min(whole_w), y1: rect.y1.min(whole_h), ..rect };
    if rect.is_empty() {
        return Rgb8Image::default();
    }
    // Cut on chroma's grid and with neighbours to interpolate from.
    let (sx, sy) = frame.subsampling.factors();
    let even = |v: usize, by: usize| v / by * by;
    let near = rect.grown(4, whole_w, whole_h);
    let near = Rect { x0: even(near.x0, sx), y0: even(near.y0, sy), ..near };
    let up = |which: usize| {
        let part = near.subsampled(sx, sy);
        let small = frame.plane(which).part(part);
        let size = (near.width(), near.height());
        chroma::resample(&small, size, frame.subsampling, Subsampling::C444, picture.siting)
    };
    let (cb, cr) = (up(1), up(2));
    let levels = &picture.levels;
    let mut pixels = Vec::with_capacity(rect.area() * 3);
    for y in rect.y0..rect.y1 {
        let span = rect.x0 - near.x0..rect.x1 - near.x0;
        let luma = &frame.luma().row(y)[rect.x0..rect.x1];
        let (cb, cr) = (&cb.row(y - near.y0)[span.clone()], &cr.row(y - near.y0)[span]);
        for ((&l, &b), &r) in luma.iter().zip(cb).zip(cr) {
            let chroma = |v: u16| (f32::from(v) - levels.chroma_zero) / levels.chroma_span;
            let ycc = [(f32::from(l) - levels.black) / levels.luma_span, chroma(b), chroma(r)];
            let rgb = rgb_from_ycc(picture.weights, ycc);
            let rgb = through.map_or(rgb, |cube| cube.shown(rgb));
            pixels.extend(rgb.map(|v| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8));
        }
    }
    Rgb8Image { width: rect.width(), height: rect.height(), pixels }
}

/// A text longer than this is not read, nor is more than this of all that stands before the pixels.
const MOST_TEXT_BYTES: usize = 32 << 20;

/// The picture as a PNG file that carries a text under a keyword of at most 79 letters.
///
/// # Errors
/// As of [`png_bytes`].
pub fn png_with_text(image: &Rgb8Image, keyword: &str, text: &str) -> Result<Vec<u8>, ExhibitError> {
    written(image, Some((keyword, text)))
}

/// The text that a PNG carries under a keyword; none where it carries no such text. Its pixels are not decoded.
///
/// # Errors
/// When it is no PNG, or a damaged one.
pub fn png_text(bytes: &[u8], keyword: &str) -> Result<Option<String>, String> {
    let limits = png::Limits { bytes: MOST_TEXT_BYTES };
    let decoder = png::Decoder::new_with_limits(std::io::Cursor::new(bytes), limits);
    let reader = decoder.read_info().map_err(|e| e.to_string())?;
    let found = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == keyword);
    let text = |chunk: &png::text_metadata::ITXtChunk| {
        // A few bytes can be made into more than a machine holds.
        let mut chunk = chunk.clone();
        chunk
            .decompress_text_with_limit(MOST_TEXT_BYTES)
            .and_then(|()| chunk.get_text())
            .map_err(|e| e.to_string())
    };
    found.map(text).transpose()
}

/// The picture as a PNG file.
///
/// # Errors
/// When it is empty or its pixels do not fit its size.
pub fn png_bytes(image: &Rgb8Image) -> Result<Vec<u8>, ExhibitError> {
    written(image, None)
}

fn written(image: &Rgb8Image, text: Option<(&str, &str)>) -> Result<Vec<u8>, ExhibitError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, image.width as u32, image.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::Adaptive);
    if let Some((keyword, text)) = text {
        encoder.add_itxt_chunk(keyword.into(), text.into())?;
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&image.pixels)?;
    writer.finish()?;
    Ok(out)
}
