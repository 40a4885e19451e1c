//! Pictures for looking at, as JPEG.

use super::PictureFileError;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

/// R, G, B of 8 bits, row after row, as JPEG with colours at full size; `quality` as of the Independent JPEG Group, 1 to 100.
///
/// # Errors
/// When there are not that many pixels, or a side is longer than JPEG has.
pub fn jpeg(width: usize, height: usize, pixels: &[u8], quality: u8) -> Result<Vec<u8>, PictureFileError> {
    let unwritable = |why: String| PictureFileError::Unwritable {
        name: "a picture for looking at".into(),
        kind: super::PictureKind::Jpeg,
        why,
    };
    if width.max(height) > usize::from(u16::MAX) || pixels.len() != 3 * width * height {
        return Err(unwritable(format!("{} bytes are no {width}×{height} pixels of JPEG", pixels.len())));
    }
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode(pixels, width as u32, height as u32, ExtendedColorType::Rgb8)
        .map_err(|error| unwritable(error.to_string()))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(jpeg(2, 2, &[0; 12], 90).unwrap().starts_with(&[0xff, 0xd8]));
        assert!(jpeg(2, 2, &[0; 11], 90).is_err());
        assert!(jpeg(70_000, 1, &[0; 210_000], 90).is_err());
    }
}
