//! Files as one zip, always the same bytes for the same files: pictures as they are, texts packed.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Why files could not be put into a zip.
#[derive(Debug, thiserror::Error)]
#[error("the zip could not be made: {0}")]
pub struct ZipError(String);

/// A zip of these files, by name, in this order.
///
/// # Errors
/// When a name is there twice, or there is more than a zip holds.
pub fn zipped(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let bad = |error: &dyn std::fmt::Display| ZipError(error.to_string());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // A PNG is packed already.
        let method =
            if name.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        zip.start_file(name.as_str(), options).map_err(|e| bad(&e))?;
        zip.write_all(bytes).map_err(|e| bad(&e))?;
    }
    Ok(zip.finish().map_err(|e| bad(&e))?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_was_put_in_comes_out_and_bytes_are_always_the_same() {
        let files = [("a.png".to_owned(), vec![7; 4000]), ("README.txt".to_owned(), b"words".repeat(400))];
        let bytes = zipped(&files).unwrap();
        assert_eq!(bytes, zipped(&files).unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for (name, wanted) in &files {
            let mut found = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(&found, wanted);
        }
        assert!(zipped(&[files[0].clone(), files[0].clone()]).is_err());
    }
}
