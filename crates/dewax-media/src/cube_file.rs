//! Tables of colour as files (`.cube`): the show LUT through which people see a sequence, read, and grades, written.

use crate::guard::{GuardError, Permit};
use crate::input::hex;
use dewax::color::{Cdl, Cube, cube_of, farthest};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes: rows of the largest tables of 1D and 3D, of three numbers of eleven letters each, with what
/// stands between them.
const MOST_BYTES: u64 = (256 * 256 * 256 + 65_536) * 36;
/// The longest line that is read, in bytes: a row takes fewer than 100, and what is longer is no title.
const MOST_LINE: usize = 1024;
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

/// Writes a grade as a `.cube` under a title, and says how far the table lies from it between its points, in code values 0..=1.
///
/// # Errors
/// When the file may not be written, or could not be.
pub fn write(title: &str, cdl: &Cdl, permit: &Permit) -> Result<f32, GuardError> {
    let text = cube_of(cdl, title);
    permit.write(text.as_bytes())?;
    // What was made here is a table.
    Ok(farthest(&text, cdl).unwrap_or(1.0))
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
        let mut lines = Lines::of(BufReader::new(File::open(path).map_err(io)?));
        let cube = Cube::of_lines(&mut lines).map_err(|stop| match stop {
            Stop::Io(error) => io(error),
            Stop::Content(what) => bad(what),
        })?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Ok(Self {
            path: path.to_owned(),
            name: crate::shown::shown(&name),
            sha256: hex(&lines.hash.finalize()),
            cube,
        })
    }

    /// What a reader of a report must know of it.
    pub fn note(&self) -> String {
        format!(
            "{}: pictures and what is matched. Curves, faces close up and the certificate are of code values. It is not in the output.",
            self.named()
        )
    }

    /// What is to be known of a picture that was made to be looked at.
    pub fn seen(&self) -> String {
        format!("{}.", self.named())
    }

    /// Its name and the beginning of its SHA-256.
    pub fn called(&self) -> String {
        format!("{} (SHA-256 {}…)", self.name, self.print())
    }

    fn print(&self) -> &str {
        self.sha256.get(..TOLD_LETTERS).unwrap_or(&self.sha256)
    }

    fn named(&self) -> String {
        let title = match self.cube.title.as_str() {
            "" => String::new(),
            title => format!("\u{201c}{}\u{201d}, ", crate::shown::shown(title)),
        };
        format!(
            "Seen through the show LUT {} ({title}{}, SHA-256 {}…)",
            self.name,
            self.cube.size(),
            self.print()
        )
    }
}

/// Why the lines of a file end before it does.
enum Stop {
    Io(std::io::Error),
    Content(String),
}

impl From<String> for Stop {
    fn from(what: String) -> Self {
        Self::Content(what)
    }
}

/// The lines of a file, of which one at a time is kept: text in UTF-8, or in any other alphabet where it is only titles and comments.
struct Lines<R> {
    from: R,
    line: Vec<u8>,
    number: usize,
    bytes: u64,
    /// Of what was read.
    hash: Sha256,
}

impl<R: BufRead> Lines<R> {
    fn of(from: R) -> Self {
        Self { from, line: Vec::new(), number: 0, bytes: 0, hash: Sha256::new() }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<String, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        self.line.clear();
        let mut part = (&mut self.from).take(MOST_LINE as u64 + 1);
        match part.read_until(b'\n', &mut self.line) {
            Ok(0) => return None,
            Ok(read) => self.bytes += read as u64,
            Err(error) => return Some(Err(Stop::Io(error))),
        }
        self.number += 1;
        let number = self.number;
        let stop = |what: String| Some(Err(Stop::Content(format!("line {number}: {what}"))));
        if self.line.contains(&0) {
            return stop("it is not text".into());
        }
        if self.line.len() > MOST_LINE {
            return stop(format!("it has more than {MOST_LINE} bytes, and no line of a .cube has"));
        }
        if self.bytes > MOST_BYTES {
            return stop(format!("there the file has more than {} MiB, and no .cube has", MOST_BYTES >> 20));
        }
        self.hash.update(&self.line);
        Some(Ok(String::from_utf8_lossy(&self.line).into_owned()))
    }
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
    Cube::of_lines(Lines::of(bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_that_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("grade.cube");
        let cdl = Cdl { slope: [1.1, 1.0, 0.9], saturation: 0.8, ..Cdl::NEUTRAL };
        let far = write("sh010", &cdl, &crate::guard::Guard::new(false).file(&path).unwrap()).unwrap();
        let read = ShowLut::read(&path).unwrap();
        assert_eq!(read.cube.title, "sh010");
        let (is, due) = (read.cube.shown([0.5, 0.25, 0.75]), cdl.graded([0.5, 0.25, 0.75]));
        assert!(far < 0.01 && is.iter().zip(due).all(|(is, due)| (is - due).abs() < 2e-6), "{is:?} {due:?}");
        assert!(
            crate::guard::Guard::new(false).file(&path).and_then(|p| write("", &cdl, &p)).is_err(),
            "it is there"
        );
    }

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
        assert!(said(&path).contains("line 1: it is not text"));
        // One line of any length is not kept.
        let long = [b"LUT_1D_SIZE 2\n# ".to_vec(), vec![b'x'; MOST_LINE]].concat();
        std::fs::write(&path, &long).unwrap();
        assert!(said(&path).contains("line 2: it has more than 1024 bytes"));
        std::fs::write(&path, [&long[..14], &long[20..], b"\n0 0 0\n1 1 1"].concat()).unwrap();
        assert!(said(&path).contains("line 2: "), "what is no longer too long is no word");
        assert!(
            said(folder.path()).contains("no file")
                && said(&folder.path().join("x.cube")).contains("cannot read")
        );
    }
}
