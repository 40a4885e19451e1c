//! The face descriptor on this machine: the model that tells persons apart. It is optional, comes from another package than the face
//! models, and lies in the same store.

use super::{Absent, ModelFile, Package, folder, loaded};
use crate::input::hex;
use dewax_face::DescriptorBytes;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What a user can do about a descriptor that is missing or damaged.
pub const DESCRIPTOR_REMEDY: &str = "run `dewax models install --identity`";

/// What belongs to the descriptor, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct DescriptorManifest {
    /// The package.
    pub package: Package,
    /// Under what it is, in a few words.
    pub licence: &'static str,
    /// The name of the text of the package's licence in the store.
    pub licence_file: &'static str,
    /// The path of that text in the package.
    pub licence_entry: &'static str,
    /// The list of weights, and the weights.
    pub files: [ModelFile; 2],
}

/// What this version of dewax wants. The hashes were taken from the package of that name.
pub const DESCRIPTOR: DescriptorManifest = DescriptorManifest {
    package: Package {
        what: "the face descriptor",
        requirement: "@vladmandic/face-api@1.7.15",
        file: "vladmandic-face-api-1.7.15.tgz",
        bytes: 12_677_476,
        sha256: "0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031",
        without: "but does not tell persons apart",
        needs: "npm",
        by_hand: "--identity --file",
    },
    licence: "weights by dlib, in the public domain; package MIT",
    licence_file: "LICENSE.face-api",
    licence_entry: "package/LICENSE",
    files: [
        ModelFile {
            name: "face_recognition_model-weights_manifest.json",
            entry: "package/model/face_recognition_model-weights_manifest.json",
            bytes: 19_615,
            sha256: "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
            purpose: "what the weights of the descriptor are",
        },
        ModelFile {
            name: "face_recognition_model.bin",
            entry: "package/model/face_recognition_model.bin",
            bytes: 6_444_032,
            sha256: "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
            purpose: "tells persons apart",
        },
    ],
};

impl DescriptorManifest {
    /// All its files as one hash, after `models`, that of the face models: an analysis says with which models it was made.
    pub fn fingerprint_after(&self, models: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(models);
        self.files.iter().for_each(|file| hash.update(file.sha256));
        hex(&hash.finalize())
    }
}

/// The descriptor, checked and in memory.
#[derive(Clone)]
pub struct DescriptorFiles {
    list: Vec<u8>,
    weights: Vec<u8>,
}

impl DescriptorFiles {
    /// The bytes as the finder of faces takes them.
    pub fn bytes(&self) -> DescriptorBytes<'_> {
        DescriptorBytes { list: &self.list, weights: &self.weights }
    }
}

impl std::fmt::Debug for DescriptorFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DescriptorFiles")
    }
}

/// Opens the descriptor of this machine; every file is checked against its hash.
///
/// # Errors
/// When it is missing or damaged: the program goes on without it.
pub fn open_descriptor() -> Result<DescriptorFiles, Absent> {
    open_descriptor_in(&folder()?, &DESCRIPTOR)
}

/// Opens the descriptor in a folder.
///
/// # Errors
/// As [`open_descriptor`].
pub(super) fn open_descriptor_in(
    folder: &Path,
    manifest: &DescriptorManifest,
) -> Result<DescriptorFiles, Absent> {
    let [list, weights] = loaded(folder, manifest.package.what, manifest.files.iter())?;
    Ok(DescriptorFiles { list, weights })
}
