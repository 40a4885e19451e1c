//! Tests of the store with a small wheel that is made here: what is whole is installed, what is not leaves no trace.

#[path = "tests_made.rs"]
mod made;
#[path = "tests_descriptor.rs"]
mod of_descriptor;

use super::fetch::{Fetcher, Installer};
use super::install::install_into;
use super::*;
pub(super) use made::edges;
use made::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Points on a side of the drawn mesh: a square with holes for two eyes and a mouth.
pub(super) const SIDE: u16 = 10;
pub(super) const SHAPE: Shape =
    Shape { edges: 261, triangles: 158, oval: 36, lips_outer: 12, lips_inner: 4, eye: 4, top: 4, chin: 95 };
/// A point inside a triangle, so that the triangle around it is a clique but no surface.
const INNER: u16 = 100;

const LICENCE: &[u8] = b"do as you please";
const DIST: &str = "face-1.dist-info/LICENSE";
const EDGES: &str = "face/edges.py";
const MODELS: [(&str, &str, &[u8]); 4] = [
    ("a.tflite", "face/a.tflite", b"first"),
    ("b.tflite", "face/b.tflite", b"the second"),
    ("c.tflite", "face/c.tflite", &[7; 5000]),
    ("d.tflite", "face/d.tflite", b"4"),
];
const HANDS: [(&str, &str, &[u8]); 2] =
    [("e.tflite", "face/e.tflite", b"a palm"), ("f.tflite", "face/f.tflite", b"a hand")];

/// A folder with room for a wheel and a store.
struct Place {
    root: tempfile::TempDir,
    store: PathBuf,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let store = root.path().join("data/models");
        Self { root, store }
    }

    fn wheel(&self, bytes: &[u8]) -> InstallWish {
        let path = self.root.path().join("some.whl");
        fs::write(&path, bytes).unwrap();
        InstallWish { file: Some(path), force: false }
    }

    fn install(&self, wish: &InstallWish, fetchers: &[Fetcher]) -> Result<Installed, InstallError> {
        let caller = Caller { say: &|_| (), stopped: &|| false };
        install_into(&self.store, &manifest(), fetchers, wish, caller)
    }

    fn open(&self) -> Result<Models, Absent> {
        open_in(&self.store, &manifest())
    }

    /// Says that this wheel is refused for that reason, and that nothing is left.
    #[track_caller]
    fn refuses(&self, bytes: &[u8], words: &[&str]) {
        let error = self.install(&self.wheel(bytes), &[]).unwrap_err();
        assert!(matches!(error, InstallError::Package { .. }), "{error:?}");
        for word in words {
            assert!(error.to_string().contains(word), "`{word}` is not in: {error}");
        }
        assert_eq!(names(self.store.parent().unwrap()), [""; 0]);
        assert!(matches!(self.open(), Err(Absent::Missing { .. })));
    }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

const ALL: [&str; 8] =
    ["LICENSE.face", "a.tflite", "b.tflite", "c.tflite", "d.tflite", "e.tflite", "f.tflite", "mesh.json"];

#[test]
fn a_good_wheel_is_installed_once() {
    let place = Place::new();
    assert!(matches!(place.open(), Err(Absent::Missing { .. })));
    let wish = place.wheel(&zipped(&good()));
    let first = place.install(&wish, &[]).unwrap();
    assert!(first.is_new && first.note.unwrap().contains("another file"));
    assert_eq!(names(&place.store), ALL);
    assert_eq!(names(place.store.parent().unwrap()), ["models"]);
    let models = place.open().unwrap();
    assert_eq!(
        [models.short.len(), models.full.len(), models.mesh.len(), models.person.len()],
        [5, 10, 5000, 1]
    );
    assert_eq!(models.topology, topology::derive(&edges(), &SHAPE).unwrap());
    assert_eq!(fs::read(place.store.join("LICENSE.face")).unwrap(), LICENCE);

    // From now on it does nothing, even where nothing could be had.
    let again = place.install(&InstallWish::default(), &[]).unwrap();
    assert!(!again.is_new && again.note.is_none());
    let forced = place.install(&InstallWish { force: true, ..wish }, &[]).unwrap();
    assert!(forced.is_new);
    assert!(place.install(&InstallWish { force: true, file: None }, &[]).is_err());
    assert_eq!(place.open().unwrap().mesh, [7; 5000], "a failed installation leaves the old one");
}

#[test]
fn a_store_without_hands_is_used_and_made_whole_by_the_next_installation() {
    let place = Place::new();
    let wish = place.wheel(&zipped(&good()));
    place.install(&wish, &[]).unwrap();
    assert_eq!(place.open().unwrap().hands.unwrap(), [b"a palm".to_vec(), b"a hand".to_vec()]);
    // As an earlier version left it.
    HANDS.iter().for_each(|(name, ..)| fs::remove_file(place.store.join(name)).unwrap());
    let models = place.open().unwrap();
    assert!(matches!(models.hands, Err(Absent::Missing { .. })) && models.bytes().hands.is_none());
    assert!(place.install(&wish, &[]).unwrap().is_new);
    // One that is damaged leaves the faces as they are.
    fs::write(place.store.join("f.tflite"), "a foot").unwrap();
    let models = place.open().unwrap();
    assert!(models.hands.unwrap_err().to_string().contains("f.tflite"));
    assert_ne!(MANIFEST.fingerprint(true), MANIFEST.fingerprint(false));
}

#[test]
fn damage_is_named_and_repaired() {
    let place = Place::new();
    let wish = place.wheel(&zipped(&good()));
    let say = |place: &Place| place.open().unwrap_err().to_string();
    for (file, content, word) in [
        ("c.tflite", Some(&[8; 5000][..]), "has the SHA-256"),
        ("b.tflite", Some(b"cut"), "has 3 bytes instead of 10"),
        ("mesh.json", None, "is missing"),
        ("a.tflite", None, "is missing"),
    ] {
        place.install(&wish, &[]).unwrap();
        fs::write(place.store.join("mine.txt"), "kept").unwrap();
        match content {
            Some(bytes) => fs::write(place.store.join(file), bytes).unwrap(),
            None => fs::remove_file(place.store.join(file)).unwrap(),
        }
        let said = say(&place);
        assert!(said.contains(file) && said.contains(word) && said.contains("damaged"), "{said}");
        assert!(place.install(&wish, &[]).unwrap().is_new);
        place.open().unwrap();
        assert!(place.store.join("mine.txt").exists(), "what is not ours stays");
    }
    fs::remove_file(place.store.join("a.tflite")).unwrap();
    fs::create_dir(place.store.join("a.tflite")).unwrap();
    assert!(say(&place).contains("a.tflite is no file"));
}

#[test]
fn bad_wheels_are_refused() {
    let place = Place::new();
    let whole = zipped(&good());
    for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
        place.refuses(&whole[..cut], &["some.whl` is no whole wheel", "wanted is the file face-1.whl"]);
    }
    place.refuses(b"no wheel at all", &["is no whole wheel"]);
    for missing in 0..good().len() {
        let mut entries = good();
        let (name, _) = entries.remove(missing);
        place.refuses(&zipped(&entries), &[if name == DIST { "no text of its licence" } else { &name }]);
    }
    let with = |number: usize, bytes: &[u8]| {
        let mut entries = good();
        entries[number].1 = bytes.to_vec();
        zipped(&entries)
    };
    place.refuses(&with(0, b"fivst"), &["face/a.tflite that has the SHA-256"]);
    place.refuses(&with(1, b"short"), &["face/b.tflite that has 5 bytes instead of 10"]);
    place.refuses(&with(4, b"\xff\xfe"), &["no text"]);
    place.refuses(&with(4, edges().replace("(4, ", "(5, ").as_bytes()), &["list of mesh edges"]);
    place.refuses(&with(4, edges().replace("(17, 18)", "(17, 19)").as_bytes()), &["gives a mesh.json"]);
    // A mistake in the middle of the compressed data.
    let mut spoilt = whole.clone();
    let at = spoilt.windows(13).position(|w| w == b"face/c.tflite").unwrap() + 15;
    spoilt[at] ^= 0x55;
    place.refuses(&spoilt, &["face/c.tflite"]);

    let nowhere = InstallWish { file: Some("/no/such.whl".into()), force: false };
    assert!(place.install(&nowhere, &[]).unwrap_err().to_string().contains("`/no/such.whl` cannot be read"));
}

#[test]
fn entries_that_are_too_long_are_not_unpacked() {
    let place = Place::new();
    let mut entries = good();
    entries[0].1 = vec![0; 64 << 20];
    place.refuses(&zipped(&entries), &["a.tflite of more than 5 bytes"]);
    let mut entries = good();
    entries[4].1 = vec![b' '; 2 << 20];
    place.refuses(&zipped(&entries), &["edges.py of more than 1048576 bytes"]);
    // One that lies about its length: five bytes are promised in both of its headers, and more come.
    let mut entries = good();
    entries[0].1 = vec![0; 12345];
    let mut lying = zipped(&entries);
    let real = 12345u32.to_le_bytes();
    let places: Vec<usize> = (0..lying.len() - 4).filter(|&at| lying[at..at + 4] == real).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        lying[at..at + 4].copy_from_slice(&5u32.to_le_bytes());
    }
    place.refuses(&lying, &["a.tflite"]);
}

#[test]
fn names_in_a_wheel_name_no_file() {
    let place = Place::new();
    let mut entries = good();
    for name in ["../../escaped", "/tmp/dewax-escaped", "face/../../../escaped", "C:\\escaped"] {
        entries.push((name.into(), b"x".to_vec()));
    }
    place.install(&place.wheel(&zipped(&entries)), &[]).unwrap();
    assert_eq!(names(&place.store), ALL);
    assert_eq!(names(place.root.path()), ["data", "some.whl"]);
    assert!(!Path::new("/tmp/dewax-escaped").exists());
}

#[test]
fn what_a_killed_installation_left_is_removed() {
    let place = Place::new();
    let wish = place.wheel(&zipped(&good()));
    let beside = place.store.with_file_name(".models.dewax-part");
    fs::create_dir_all(beside.join("new")).unwrap();
    fs::write(beside.join("new/a.tflite"), "half").unwrap();
    assert!(matches!(place.open(), Err(Absent::Missing { .. })), "half an installation is none");
    place.install(&wish, &[]).unwrap();
    assert_eq!(names(place.store.parent().unwrap()), ["models"]);
    let inside = place.store.join(".dewax-part/new");
    fs::create_dir_all(&inside).unwrap();
    fs::write(inside.join("a.tflite"), "half").unwrap();
    place.open().unwrap();
    place.install(&InstallWish { force: true, ..wish }, &[]).unwrap();
    assert_eq!(names(&place.store), ALL);
}

#[test]
fn only_one_installs_at_a_time() {
    let place = Place::new();
    let wish = place.wheel(&zipped(&good()));
    fs::create_dir_all(&place.store).unwrap();
    let lock = File::create(place.store.join(".dewax-lock")).unwrap();
    lock.lock().unwrap();
    let error = place.install(&wish, &[]).unwrap_err();
    assert!(matches!(error, InstallError::Busy(_)), "{error}");
    drop(lock);
    assert!(place.install(&wish, &[]).unwrap().is_new);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let mut place = Place::new();
    let wish = place.wheel(&zipped(&good()));
    place.store = place.root.path().join("some.whl/models");
    let text = place.install(&wish, &[]).unwrap_err().to_string();
    assert!(text.contains("some.whl") && text.contains("set DEWAX_MODELS"), "{text}");
    assert!(matches!(place.open(), Err(Absent::Missing { .. })));
}

const NONE: Fetcher =
    Fetcher { program: "/no/such/python", first: &["-m", "pip"], installer: Installer::Pip };

#[test]
fn without_a_program_that_fetches_it_says_what_to_do() {
    let place = Place::new();
    let text = place.install(&InstallWish::default(), &[NONE]).unwrap_err().to_string();
    for word in
        ["`/no/such/python`: no such program", "install Python 3 with pip, or uv", "--wheel face-1.whl"]
    {
        assert!(text.contains(word), "{text}");
    }
    assert_eq!(text.lines().count(), 1);
    assert_eq!(names(place.store.parent().unwrap()), [""; 0]);
}

/// A program that does what the shell script says; `$wheel` is the good wheel, the last argument is the folder.
#[cfg(unix)]
fn script(place: &Place, name: &str, body: &str) -> Fetcher {
    use std::os::unix::fs::PermissionsExt;
    let wheel = place.wheel(&zipped(&good())).file.unwrap();
    let path = place.root.path().join(name);
    let head = format!("#!/bin/sh\nwheel={}\nfor folder; do :; done\n", wheel.display());
    fs::write(&path, head + body).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    Fetcher { program: path.to_str().unwrap().to_owned().leak(), first: &[], installer: Installer::Pip }
}

#[cfg(unix)]
#[test]
fn the_next_program_is_tried_when_one_fails() {
    let place = Place::new();
    let fails = script(&place, "fails", "echo 'ERROR: no route' >&2; exit 1");
    let lazy = script(&place, "lazy", "exit 0");
    let works = script(&place, "works", "cp \"$wheel\" \"$folder/face-1.whl\"");
    let text = place.install(&InstallWish::default(), &[fails, NONE, lazy]).unwrap_err().to_string();
    assert!(text.contains("fails`: no route") && text.contains("left no package"), "{text}");
    let said = std::cell::RefCell::new(Vec::new());
    let say = |line: &str| said.borrow_mut().push(line.to_owned());
    let caller = Caller { say: &say, stopped: &|| false };
    let fetchers = [NONE, fails, works];
    let installed =
        install_into(&place.store, &manifest(), &fetchers, &InstallWish::default(), caller).unwrap();
    assert!(installed.is_new && installed.note.is_none());
    assert_eq!(said.into_inner(), ["fetching the face models (face==1, 1 MB, once) ..."]);
    assert_eq!(names(&place.store), ALL);
}

#[cfg(unix)]
#[test]
fn it_can_be_interrupted() {
    let place = Place::new();
    let slow = script(&place, "slow", "exec sleep 60");
    let asked = std::cell::Cell::new(0);
    let stopped = || asked.replace(asked.get() + 1) > 2;
    let caller = Caller { say: &|_| (), stopped: &stopped };
    let began = std::time::Instant::now();
    let result = install_into(&place.store, &manifest(), &[slow], &InstallWish::default(), caller);
    assert!(matches!(result, Err(InstallError::Interrupted)));
    assert!(began.elapsed().as_secs() < 30);
    assert_eq!(names(place.store.parent().unwrap()), [""; 0]);
}

#[test]
fn the_place_of_the_store() {
    let with = |set: &[(&str, &str)]| {
        folder_from(|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| OsString::from(v)))
    };
    let home = ("HOME", "/home/ann");
    assert_eq!(with(&[home, ("DEWAX_MODELS", "here"), ("XDG_DATA_HOME", "/x")]).unwrap(), Path::new("here"));
    assert_eq!(
        with(&[home, ("DEWAX_MODELS", ""), ("XDG_DATA_HOME", "/x")]).unwrap(),
        Path::new("/x/dewax/models")
    );
    assert_eq!(with(&[]), None);
    if cfg!(target_os = "linux") {
        let usual = Path::new("/home/ann/.local/share/dewax/models");
        assert_eq!(with(&[home]).unwrap(), usual);
        assert_eq!(with(&[home, ("XDG_DATA_HOME", "relative")]).unwrap(), usual);
    }
}
