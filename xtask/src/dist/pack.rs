//! Files into an archive, always to the same bytes: sorted, of one time, of nobody.

use anyhow::Result;
use flate2::{Compression, GzBuilder};

/// A file of an archive or wheel.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Where it lies below the prefix.
    pub(super) path: String,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

impl Item {
    pub(super) fn of(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

/// When every file was changed: 1980 began, the earliest time that a zip can say.
const CHANGED_S: u64 = 315_532_800;

/// A `.tar.gz` of one folder, named as the archive, that can be unpacked into any prefix.
pub(super) fn archive(name: &str, program: &[u8], items: &[Item]) -> Result<Vec<u8>> {
    let folder = name.trim_end_matches(".tar.gz");
    let mut all: Vec<(String, &[u8], u32)> =
        items.iter().map(|item| (item.path.clone(), item.bytes.as_slice(), 0o644)).collect();
    all.push(("bin/dewax".into(), program, 0o755));
    all.sort();
    // A stamp of its own has none; 255 is "no system".
    let packed = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    let mut tar = tar::Builder::new(packed);
    for (path, bytes, mode) in all {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(mode);
        header.set_mtime(CHANGED_S);
        header.set_uid(0);
        header.set_gid(0);
        tar.append_data(&mut header, format!("{folder}/{path}"), bytes)?;
    }
    Ok(tar.into_inner()?.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn an_archive_has_its_files_and_always_the_same_bytes() {
        let items = [Item::of("share/b", "two"), Item::of("share/a", "one")];
        let packed = archive("dewax-1-x.tar.gz", b"program", &items).unwrap();
        let turned = [items[1].clone(), items[0].clone()];
        assert_eq!(packed, archive("dewax-1-x.tar.gz", b"program", &turned).unwrap());
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(packed.as_slice()));
        let seen: Vec<_> = tar
            .entries()
            .unwrap()
            .map(|entry| {
                let mut entry = entry.unwrap();
                let mut text = String::new();
                entry.read_to_string(&mut text).unwrap();
                let header = entry.header();
                assert_eq!((header.mtime().unwrap(), header.uid().unwrap()), (CHANGED_S, 0));
                (entry.path().unwrap().display().to_string(), entry.header().mode().unwrap(), text)
            })
            .collect();
        let want = [("bin/dewax", 0o755, "program"), ("share/a", 0o644, "one"), ("share/b", 0o644, "two")];
        assert_eq!(
            seen,
            want.map(|(path, mode, text)| (format!("dewax-1-x/{path}"), mode, text.to_string()))
        );
    }
}
