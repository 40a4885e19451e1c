//! A statement of origin: what kind it is, its bytes, and what a report says of it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Metadata keys in which image generators note how the picture was made.
pub(crate) const GENERATOR_KEYS: &[&str] = &["prompt", "workflow", "parameters", "aigc", "ai_metadata"];

/// What kind of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CredentialKind {
    /// A C2PA manifest store.
    C2pa,
    /// An XMP packet.
    Xmp,
    /// A generator's note, such as ComfyUI's prompt.
    Generator,
}

/// A statement of origin found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// What kind of statement it is.
    pub kind: CredentialKind,
    /// Its length in bytes.
    pub bytes_len: u64,
    /// The IPTC digital source type that it names, such as `trainedAlgorithmicMedia`.
    pub digital_source_type: Option<String>,
}

/// A statement with its bytes: the JUMBF store of C2PA, the packet of XMP, the text of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What kind of statement it is.
    pub kind: CredentialKind,
    /// The bytes as they are in the file, without the box or chunk around them.
    pub bytes: Vec<u8>,
}

impl Found {
    /// What a report says of it.
    pub fn summary(&self) -> Credential {
        Credential {
            kind: self.kind,
            bytes_len: self.bytes.len() as u64,
            digital_source_type: source_type(&self.bytes),
        }
    }
}

/// The notes of generators among a file's metadata.
pub fn in_metadata(metadata: &BTreeMap<String, String>) -> Vec<Credential> {
    let noted = metadata.iter().filter(|(key, _)| GENERATOR_KEYS.contains(&key.to_lowercase().as_str()));
    noted
        .map(|(_, value)| Credential {
            kind: CredentialKind::Generator,
            bytes_len: value.len() as u64,
            digital_source_type: source_type(value.as_bytes()),
        })
        .collect()
}

/// The IPTC digital source type that a statement names: the word behind `digitalsourcetype/`.
fn source_type(bytes: &[u8]) -> Option<String> {
    const BEFORE: &[u8] = b"digitalsourcetype/";
    let at = bytes.windows(BEFORE.len()).position(|w| w.eq_ignore_ascii_case(BEFORE))?;
    let word =
        bytes.get(at + BEFORE.len()..)?.iter().take(64).take_while(|byte| byte.is_ascii_alphanumeric());
    let word: String = word.map(|byte| char::from(*byte)).collect();
    (!word.is_empty()).then_some(word)
}
