//! Takes the face descriptor out of its package. Such a package is a packed tape archive; nothing in it is run, and names in it name no
//! file here.

use super::wheel::{Unpacked, opened};
use super::{DescriptorManifest, check};
use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The longest package that is looked at, in bytes; the real one has 13 million.
const MOST_PACKAGE_BYTES: u64 = 1 << 28;
/// The most bytes that are unpacked of it; the real one has 24 million.
const MOST_UNPACKED_BYTES: u64 = 1 << 27;
/// The longest text of a licence that is taken out, in bytes; the real one has 1067.
const MOST_LICENCE_BYTES: u64 = 1 << 16;

/// Reads and checks everything that the store needs of the descriptor.
///
/// # Errors
/// What is wrong with the package, to be read after its name.
pub(super) fn unpack(package: &Path, manifest: &DescriptorManifest) -> Result<Unpacked, String> {
    let called = "package of this descriptor";
    let (file, is_pinned) = opened(package, &manifest.package, MOST_PACKAGE_BYTES, called)?;
    let licence = (manifest.licence_entry, MOST_LICENCE_BYTES);
    let wanted = manifest.files.iter().map(|f| (f.entry, f.bytes)).chain([licence]);
    let mut found = entries(file, &wanted.collect())?;
    let mut take = |entry: &str| found.remove(entry).ok_or_else(|| format!("holds no {entry}"));
    let mut files = Vec::new();
    for wanted in &manifest.files {
        let bytes = take(wanted.entry)?;
        check(&bytes, bytes.len() as u64, wanted)
            .map_err(|why| format!("holds a {} that {why}", wanted.entry))?;
        files.push((wanted.name, bytes));
    }
    files.push((manifest.licence_file, take(manifest.licence_entry)?));
    Ok(Unpacked { files, is_pinned })
}

/// The wanted entries of a package, each not longer than said.
fn entries(
    file: File,
    wanted: &BTreeMap<&'static str, u64>,
) -> Result<BTreeMap<&'static str, Vec<u8>>, String> {
    let broken = |error: std::io::Error| format!("is no whole package: {error}");
    let unpacked = GzDecoder::new(BufReader::new(file)).take(MOST_UNPACKED_BYTES);
    let mut archive = tar::Archive::new(unpacked);
    let mut found = BTreeMap::new();
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let path = entry.path_bytes();
        let Some((&name, &most)) = wanted.iter().find(|(name, _)| name.as_bytes() == &*path) else {
            continue;
        };
        if !entry.header().entry_type().is_file() {
            return Err(format!("holds a {name} that is no file"));
        }
        let mut bytes = Vec::new();
        (&mut entry).take(most + 1).read_to_end(&mut bytes).map_err(broken)?;
        if bytes.len() as u64 > most {
            return Err(format!("holds a {name} of more than {most} bytes, which it must not have"));
        }
        found.insert(name, bytes);
    }
    Ok(found)
}
