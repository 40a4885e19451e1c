//! Show LUTs: a `.cube` file through which a sequence is seen while it is judged. It is never in what is written.

use crate::input::hex;
use dewax::color::Cube;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes: 256³ rows of three numbers of ten letters.
const MOST_BYTES: u64 = 600 << 20;
/// Letters of the SHA-256 that people are told.
const TOLD_LETTERS: usize = 12;

/// Why a show LUT could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CubeFileError {
    /// The system said no.
    #[error("cannot read the show LUT `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// Not such a file.
    #[error("`{path}` is no .cube: {what}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, and in which line.
        what: String,
    },
}

/// A show LUT that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ShowLut {
    /// The file.
    pub path: PathBuf,
    /// Its name, for people.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The table.
    pub cube: Cube,
}

impl ShowLut {
    /// Reads a `.cube`.
    ///
    /// # Errors
    /// When it cannot be read, or is none.
    pub fn read(path: &Path) -> Result<Self, CubeFileError> {
        let io = |error| CubeFileError::Io { path: path.to_owned(), error };
        let bad = |what: String| CubeFileError::Content { path: path.to_owned(), what };
        // A folder opens as a file does on some systems.
        if !std::fs::metadata(path).map_err(io)?.is_file() {
            return Err(bad("it is no file".into()));
        }
        let mut bytes = Vec::new();
        std::fs::File::open(path).map_err(io)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(bad(format!("it has more than {} MiB, and no .cube has", MOST_BYTES >> 20)));
        }
        let cube = parse(&bytes).map_err(bad)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Ok(Self {
            path: path.to_owned(),
            name: crate::shown::shown(&name),
            sha256: hex(&Sha256::digest(&bytes)),
            cube,
        })
    }

    /// What a reader of a report must know of it.
    pub fn note(&self) -> String {
        format!(
            "{}: pictures, colours of skin and what is matched. It is not in what is written.",
            self.named()
        )
    }

    /// What is to be known of a picture that was made to be looked at.
    pub fn seen(&self) -> String {
        format!("{}.", self.named())
    }

    fn named(&self) -> String {
        let title = match self.cube.title.as_str() {
            "" => String::new(),
            title => format!("\u{201c}{}\u{201d}, ", crate::shown::shown(title)),
        };
        let print = self.sha256.get(..TOLD_LETTERS).unwrap_or(&self.sha256);
        format!("Seen through the show LUT {} ({title}{}, SHA-256 {print}…)", self.name, self.cube.size())
    }
}

/// A table from the bytes of its file: text in UTF-8, or in any other alphabet where it is only titles and comments.
fn parse(bytes: &[u8]) -> Result<Cube, String> {
    if bytes.contains(&0) {
        return Err("it is not text".into());
    }
    Cube::parse(&String::from_utf8_lossy(bytes))
}

/// Whole files, to be damaged.
#[cfg(test)]
pub(crate) fn samples() -> Vec<Vec<u8>> {
    let rows = |count: usize| (0..count).map(|i| format!("0.{i} 1 -{i}e-1\n")).collect::<String>();
    [
        format!(
            "# made by hand\nTITLE \"a\"\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n\n{}",
            rows(8)
        ),
        format!("LUT_1D_SIZE 3\r\n{}", rows(3).replace('\n', "\r\n")),
        format!("LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 0 2\nLUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 1\n{}", rows(10)),
    ]
    .map(String::into_bytes)
    .to_vec()
}

#[cfg(test)]
pub(crate) fn parse_any(bytes: &[u8]) -> Option<Cube> {
    parse(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_named_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("show.cube");
        for bytes in samples() {
            std::fs::write(&path, &bytes).unwrap();
            let read = ShowLut::read(&path).unwrap();
            assert_eq!(read.sha256, hex(&Sha256::digest(&bytes)));
            assert!(read.note().contains("show.cube (") && read.note().contains(&read.cube.size()));
        }
        let said = |path: &Path| ShowLut::read(path).unwrap_err().to_string();
        std::fs::write(&path, "LUT_3D_SIZE 2\n0 0\n").unwrap();
        assert!(said(&path).contains("show.cube` is no .cube: line 2: there must be 3 numbers"));
        std::fs::write(&path, [0, 1, 2]).unwrap();
        assert!(said(&path).contains("not text"));
        assert!(
            said(folder.path()).contains("no file")
                && said(&folder.path().join("x.cube")).contains("cannot read")
        );
    }
}
