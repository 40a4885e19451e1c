//! A source on disk before FFmpeg sees it: a file or a numbered sequence, its length and its fingerprint.

use crate::lacks::{Lacks, cut_off};
use crate::probe_error::ProbeError;
use crate::tools::file_url;
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// How much of each end and of the middle counts for a fingerprint, in bytes.
const SAMPLE_BYTES: u64 = 1 << 20;

/// File name endings that FFmpeg's sequence reader takes, where a `%` in the name would be a pattern.
const PICTURE_ENDINGS: &[&str] = &[
    "png", "jpg", "jpeg", "tif", "tiff", "exr", "webp", "bmp", "dpx", "tga", "jp2", "jxl", "ppm", "pgm",
    "avif",
];

/// FFmpeg's names of what leads to other files.
pub(crate) const LISTS: &[&str] =
    &["hls", "dash", "concat", "imf", "sdp", "avisynth", "vapoursynth", "webm_dash_manifest"];

/// How lists and scripts begin, whatever they are called.
const LIST_STARTS: &[&str] = &[
    "#extm3u",
    "<?xml",
    "<mpd",
    "<smil",
    "ffconcat",
    "[playlist]",
    "file '",
    "file \"",
    "v=0",
    "rtsptext",
    "[reference]",
];

/// How scripts end that FFmpeg runs.
const SCRIPT_ENDINGS: &[&str] = &["avs", "vpy", "m3u", "m3u8", "mpd", "sdp", "ffconcat"];

/// Whether a file leads FFmpeg to other files: told by its beginning, before FFmpeg sees it.
fn is_list(path: &Path) -> std::io::Result<bool> {
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(64).read_to_end(&mut head)?;
    let text = String::from_utf8_lossy(&head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    Ok(LIST_STARTS.iter().any(|start| text.starts_with(start)) || SCRIPT_ENDINGS.contains(&ending.as_str()))
}

/// Whether a name ends as pictures do.
pub(crate) fn is_picture(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    PICTURE_ENDINGS.contains(&ending.as_str())
}

/// A file or sequence that is there and has bytes.
pub(crate) struct File {
    path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) fingerprint: String,
    pub(crate) pattern: bool,
    pub(crate) start_number: Option<u64>,
    pub(crate) lacks: Lacks,
    /// Lengths and times of change of its file or files: to tell whether one was written to in between.
    pub(crate) stamp: String,
}

impl File {
    /// Looks at the file, or at the files of a sequence when `path` is a pattern and not itself a file.
    pub(crate) fn open(path: &Path) -> Result<Self, ProbeError> {
        let io = |error| ProbeError::Io { path: path.to_owned(), error };
        let meta = match std::fs::metadata(path) {
            Ok(meta) => meta,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::sequence(path),
            Err(error) => return Err(io(error)),
        };
        if !meta.is_file() {
            return Err(ProbeError::NotAFile(path.to_owned()));
        }
        if meta.len() == 0 {
            return Err(ProbeError::Empty(path.to_owned()));
        }
        if is_list(path).map_err(io)? {
            return Err(ProbeError::Playlist(path.to_owned()));
        }
        let fingerprint = fingerprint(path).map_err(io)?;
        let mut stamp = Sha256::new();
        update_stamp(&mut stamp, &meta);
        let stamp = hex(&stamp.finalize());
        let lacks = Lacks { cut_off: cut_off(path).map_err(io)?, ..Lacks::default() };
        let (path, bytes) = (path.to_owned(), meta.len());
        Ok(Self { path, bytes, fingerprint, pattern: false, start_number: None, lacks, stamp })
    }

    fn sequence(path: &Path) -> Result<Self, ProbeError> {
        let missing = || ProbeError::Missing(path.to_owned());
        let io = |error| ProbeError::Io { path: path.to_owned(), error };
        let name = path.file_name().and_then(|n| n.to_str()).ok_or_else(missing)?;
        let pattern = Pattern::parse(name).ok_or_else(missing)?;
        let folder = folder_around(path);
        let mut numbers: Vec<u64> = std::fs::read_dir(folder)
            .map_err(|_| missing())?
            .filter_map(Result::ok)
            .filter_map(|entry| pattern.number_in(entry.file_name().to_str()?))
            .collect();
        numbers.sort_unstable();
        let start = *numbers.first().ok_or_else(missing)?;
        // FFmpeg reads up to the first gap.
        let run = (start..).zip(&numbers).take_while(|(want, got)| want == *got).count();
        let end = start + run as u64;
        let behind = numbers.get(run).zip(numbers.last());
        let gap = behind.map(|(after, last)| (end - 1, *after, *last));
        let lacks = Lacks { run: Some(run), gap, cut_off: None };
        let (mut hash, mut stamp) = (Sha256::new(), Sha256::new());
        let mut bytes = 0;
        for number in start..end {
            let file = folder.join(pattern.name(number));
            let meta = std::fs::metadata(&file).map_err(io)?;
            let length = meta.len();
            hash.update(length.to_le_bytes());
            update_stamp(&mut stamp, &meta);
            if number == start {
                hash.update(fingerprint(&file).map_err(io)?);
            }
            bytes += length;
        }
        let (fingerprint, stamp) = (hex(&hash.finalize()), hex(&stamp.finalize()));
        let (path, start_number) = (path.to_owned(), Some(start));
        Ok(Self { path, bytes, fingerprint, pattern: true, start_number, lacks, stamp })
    }

    /// The first file of a sequence.
    pub(crate) fn first(&self) -> Option<PathBuf> {
        let pattern = Pattern::parse(self.path.file_name()?.to_str()?)?;
        Some(self.path.with_file_name(pattern.name(self.start_number.filter(|_| self.pattern)?)))
    }

    /// The arguments that make FFmpeg or ffprobe read it; for FFmpeg, `-i` goes before the last.
    pub(crate) fn args(&self) -> Vec<OsString> {
        input_args(&self.path, self.pattern, self.start_number)
    }
}

/// Adds length and time of change of a file.
fn update_stamp(stamp: &mut Sha256, meta: &std::fs::Metadata) {
    let changed = meta.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    stamp.update(meta.len().to_le_bytes());
    stamp.update(changed.unwrap_or_default().as_nanos().to_le_bytes());
}

/// The options and, last, the address of a source.
pub(crate) fn input_args(path: &Path, pattern: bool, start_number: Option<u64>) -> Vec<OsString> {
    // No file may make FFmpeg open the network, or anything but files.
    let mut args: Vec<OsString> = ["-protocol_whitelist", "file,pipe"].map(OsString::from).to_vec();
    if pattern {
        args.extend(["-f", "image2", "-start_number"].map(OsString::from));
        args.push(start_number.unwrap_or(0).to_string().into());
        args.push(pattern_url(path));
        return args;
    }
    if path.to_string_lossy().contains('%') && is_picture(path) {
        args.extend(["-f", "image2", "-pattern_type", "none"].map(OsString::from));
    }
    args.push(file_url(path));
    args
}

/// A pattern as FFmpeg must be told it: a `%` in the folder's name is doubled, since it is no number's place.
pub(crate) fn pattern_url(path: &Path) -> OsString {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if folder.to_string_lossy().contains('%') => {
            let folder = PathBuf::from(folder.to_string_lossy().replace('%', "%%"));
            file_url(&folder.join(name))
        }
        _ => file_url(path),
    }
}

/// The name of a numbered file: text, `%05d`, text.
#[derive(Clone, Debug)]
pub struct Pattern {
    before: String,
    digits: usize,
    after: String,
}

impl Pattern {
    /// Reads a name with exactly one `%d` or `%0Nd` (N up to 12).
    pub fn parse(name: &str) -> Option<Self> {
        let (before, rest) = name.split_once('%')?;
        let (digits, after) = rest.split_once('d')?;
        let plain = !after.contains('%') && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
        let digits = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        (plain && digits <= 12).then(|| Self { before: before.to_owned(), digits, after: after.to_owned() })
    }

    /// The number in a name.
    pub fn number_in(&self, name: &str) -> Option<u64> {
        let number: u64 = name.strip_prefix(&self.before)?.strip_suffix(&self.after)?.parse().ok()?;
        (self.name(number) == name).then_some(number)
    }

    /// The number in a name that differs in capitals, as file systems may write it that do not tell them apart.
    pub(crate) fn number_in_any_case(&self, name: &str) -> Option<u64> {
        let (name, own) = (name.to_lowercase(), |text: &str| text.to_lowercase());
        let number = name.strip_prefix(&own(&self.before))?.strip_suffix(&own(&self.after))?.parse().ok()?;
        (own(&self.name(number)) == name).then_some(number)
    }

    /// The name of file `number`.
    pub(crate) fn name(&self, number: u64) -> String {
        format!("{}{number:0width$}{}", self.before, self.after, width = self.digits)
    }
}

/// SHA-256 over all bytes of a file: tells whether it is still as it was written, wherever it was changed.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn whole_hash(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut part = vec![0; SAMPLE_BYTES as usize];
    loop {
        match file.read(&mut part) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(bytes) => hash.update(&part[..bytes]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// SHA-256 over the length and the first, middle and last MiB: tells sources from each other without reading all of them.
///
/// # Errors
/// When it cannot be read.
pub fn fingerprint(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    let mut hash = Sha256::new();
    hash.update(length.to_le_bytes());
    let mut sample = Vec::new();
    for start in [0, (length / 2).saturating_sub(SAMPLE_BYTES / 2), length.saturating_sub(SAMPLE_BYTES)] {
        file.seek(SeekFrom::Start(start))?;
        sample.clear();
        (&mut file).take(SAMPLE_BYTES).read_to_end(&mut sample)?;
        hash.update(&sample);
    }
    Ok(hex(&hash.finalize()))
}

/// Bytes in hex, as hashes are written.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How many pictures a PNG says it holds: one, or as many as its `acTL` chunk says. None where it is no PNG.
pub(crate) fn png_pictures(path: &Path) -> Option<u32> {
    /// Far more than any program puts before the first picture.
    const MOST_CHUNKS: usize = 4096;
    let mut file = std::io::BufReader::new(std::fs::File::open(path).ok()?);
    let mut head = [0; 8];
    file.read_exact(&mut head).ok()?;
    if head != *b"\x89PNG\r\n\x1a\n" {
        return None;
    }
    for _ in 0..MOST_CHUNKS {
        let mut head = [0; 12];
        file.read_exact(&mut head).ok()?;
        let [s0, s1, s2, s3, kind @ .., n0, n1, n2, n3] = head;
        match &kind {
            b"acTL" => return Some(u32::from_be_bytes([n0, n1, n2, n3])),
            b"IDAT" | b"IEND" => return Some(1),
            // The checksum behind it; four bytes of it are read already.
            _ => file.seek_relative(i64::from(u32::from_be_bytes([s0, s1, s2, s3]))).ok()?,
        }
    }
    None
}

/// Whether a picture's file holds a moving one, by what it says of itself.
pub(crate) fn moves(path: &Path) -> bool {
    let mut brand = [0; 12];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut brand));
    let is_avis = read.is_ok() && brand.ends_with(b"ftypavis");
    is_avis || is_animated_webp(path) || png_pictures(path).is_some_and(|pictures| pictures > 1)
}

/// Whether a file is a WebP that says it moves: the flag in its `VP8X` chunk.
pub(crate) fn is_animated_webp(path: &Path) -> bool {
    let mut head = [0u8; 21];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head.starts_with(b"RIFF") && head[8..16] == *b"WEBPVP8X" && head[20] & 2 != 0
}

/// The folder that a path lies in.
pub(crate) fn folder_around(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let pattern = Pattern::parse("shot_%05d.png").unwrap();
        assert_eq!(pattern.name(42), "shot_00042.png");
        assert_eq!(pattern.number_in("shot_00042.png"), Some(42));
        assert_eq!(pattern.number_in("shot_42.png"), None);
        assert_eq!(pattern.number_in("SHOT_00042.PNG"), None);
        assert_eq!(pattern.number_in_any_case("SHOT_00042.PNG"), Some(42));
        assert!(Pattern::parse("100%.png").is_none());
        assert!(Pattern::parse("a%05d_%d.png").is_none());
        assert!(Pattern::parse("a%99d.png").is_none());
    }
}
