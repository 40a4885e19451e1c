//! A Python wheel: `pip install` puts the program beside the Python that it is for, and its manual into the share folder.
//! The format is that of the Python packaging user guide, "Binary distribution format" and "Core metadata".

use super::pack::Item;
use super::system::System;
use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dewax::VERSION;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The wheel's file name: any Python 3, no ABI of it, these platforms.
pub(super) fn name(system: &System) -> String {
    format!("dewax-{VERSION}-py3-none-{}.whl", system.platforms)
}

/// What is known of the package. Licences by their SPDX names, as the workspace states them.
fn metadata() -> String {
    let about = env!("CARGO_PKG_DESCRIPTION");
    format!(
        "Metadata-Version: 2.4\nName: dewax\nVersion: {VERSION}\nSummary: {about}\n\
         License-Expression: {}\nLicense-File: LICENSE-APACHE\nLicense-File: LICENSE-MIT\nLicense-File: NOTICE\n\
         License-File: THIRD-PARTY.txt\nRequires-Python: >=3.7\nRequires-External: ffmpeg (>=5.1)\n\
         Classifier: Environment :: Console\nClassifier: Operating System :: POSIX :: Linux\n\
         Classifier: Topic :: Multimedia :: Video\nDescription-Content-Type: text/markdown\n\n\
         {about}\n\n`dewax doctor` says what the machine lacks: FFmpeg 5.1 or newer is needed, and `dewax models install` fetches the \
         face models.\n",
        env!("CARGO_PKG_LICENSE")
    )
}

/// The wheel's bytes.
pub(super) fn wheel(system: &System, program: &[u8], items: &[Item]) -> Result<Vec<u8>> {
    let (info, data) = (format!("dewax-{VERSION}.dist-info"), format!("dewax-{VERSION}.data"));
    let mut tags = String::new();
    for platform in system.platforms.split('.') {
        writeln!(tags, "Tag: py3-none-{platform}")?;
    }
    let about = format!("Wheel-Version: 1.0\nGenerator: xtask dist\nRoot-Is-Purelib: false\n{tags}");
    let mut files = vec![
        (Item::of(format!("{data}/scripts/dewax"), program), 0o755),
        (Item::of(format!("{info}/METADATA"), metadata()), 0o644),
        (Item::of(format!("{info}/WHEEL"), about), 0o644),
    ];
    for item in items {
        // Licences have a place of their own.
        let licence = item.path.strip_prefix("share/doc/dewax/").filter(|name| is_licence(name));
        let path = match licence {
            Some(name) => format!("{info}/licenses/{name}"),
            None => format!("{data}/data/{}", item.path),
        };
        files.push((Item::of(path, item.bytes.clone()), 0o644));
    }
    files.sort_by(|a, b| a.0.path.cmp(&b.0.path));
    let mut record = String::new();
    for (file, _) in &files {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&file.bytes));
        writeln!(record, "{},sha256={hash},{}", file.path, file.bytes.len())?;
    }
    writeln!(record, "{info}/RECORD,,")?;
    // Last, so that whoever reads from the end finds it first.
    files.push((Item::of(format!("{info}/RECORD"), record), 0o644));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (file, mode) in &files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(*mode);
        zip.start_file(file.path.as_str(), options)?;
        zip.write_all(&file.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn is_licence(name: &str) -> bool {
    name.starts_with("LICENSE") || name == "NOTICE" || name == "THIRD-PARTY.txt"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::io::Read;

    fn sample() -> (System, Vec<Item>) {
        let system = System::of("x86_64-unknown-linux-musl", b"").unwrap();
        let items = vec![
            Item::of("share/doc/dewax/LICENSE-MIT", "mit"),
            Item::of("share/doc/dewax/README.md", "read"),
            Item::of("share/man/man1/dewax.1", ".TH dewax"),
        ];
        (system, items)
    }

    #[test]
    fn a_wheel_records_every_file_with_its_hash() {
        let (system, mut items) = sample();
        let packed = wheel(&system, b"program", &items).unwrap();
        items.reverse();
        assert_eq!(packed, wheel(&system, b"program", &items).unwrap(), "the same bytes in any order");
        let mut zip = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
        let mut files = BTreeMap::new();
        for i in 0..zip.len() {
            let mut file = zip.by_index(i).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let name = file.name().unwrap().into_owned();
            let mode = file.unix_mode().unwrap() & 0o777;
            assert_eq!(mode, if name.ends_with("scripts/dewax") { 0o755 } else { 0o644 }, "{name}");
            files.insert(name, bytes);
        }
        let info = format!("dewax-{VERSION}.dist-info");
        let text = |name: &str| String::from_utf8(files[&format!("{info}/{name}")].clone()).unwrap();
        let record = text("RECORD");
        assert_eq!(record.lines().count(), files.len());
        for line in record.lines() {
            let [name, hash, length] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
            if name.ends_with("RECORD") {
                assert_eq!((hash, length), ("", ""));
                continue;
            }
            let bytes = &files[name];
            assert_eq!(hash, format!("sha256={}", URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))), "{name}");
            assert_eq!(length, bytes.len().to_string(), "{name}");
        }
        assert_eq!(files[&format!("dewax-{VERSION}.data/scripts/dewax")], b"program");
        assert_eq!(files[&format!("{info}/licenses/LICENSE-MIT")], b"mit");
        let metadata = text("METADATA");
        let (head, body) = metadata.split_once("\n\n").unwrap();
        assert!(
            head.lines().all(|line| line.split_once(": ").is_some_and(|(_, value)| !value.is_empty())),
            "{head}"
        );
        for line in ["Name: dewax", "License-Expression: MIT OR Apache-2.0", &format!("Version: {VERSION}")] {
            assert!(head.lines().any(|l| l == line), "{line}: {head}");
        }
        assert!(body.contains("dewax doctor"));
        for platform in system.platforms.split('.') {
            assert!(text("WHEEL").contains(&format!("Tag: py3-none-{platform}\n")));
        }
        assert!(name(&system).starts_with(&format!("dewax-{VERSION}-py3-none-manylinux_2_17_x86_64.")));
    }
}
