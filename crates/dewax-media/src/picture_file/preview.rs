//! Pictures for looking at, as JPEG.

use super::jpeg_out::encoded;
use super::{PictureFileError, PictureKind};

/// R, G, B of 8 bits, row after row, as JPEG with colours at full size; `quality` as of the Independent JPEG Group, 1 to 100.
///
/// # Errors
/// When there are not that many pixels, or a side is longer than JPEG has.
pub fn jpeg(width: usize, height: usize, pixels: &[u8], quality: u8) -> Result<Vec<u8>, PictureFileError> {
    encoded(pixels, (width, height), false, quality).map_err(|why| PictureFileError::Unwritable {
        name: "a picture for looking at".into(),
        kind: PictureKind::Jpeg,
        why,
    })
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
