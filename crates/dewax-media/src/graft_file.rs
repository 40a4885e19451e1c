//! Files with a character's pores.

use crate::character::CharacterError;
use crate::input::hex;
use dewax::lock::Graft;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// What the name of the file with its pores ends with.
const GRAFT_SUFFIX: &str = ".graft";
/// What the file of a graft begins with.
const MAGIC: &[u8] = b"dewax graft 1\n";
/// A graft file larger than this is none.
const LARGEST_BYTES: u64 = 16 << 20;

/// The name of a file with pores: other pores get another one, so that none are ever replaced.
pub(crate) fn graft_name(name: &str, sha256: &str) -> String {
    format!("{name}-{}{GRAFT_SUFFIX}", &sha256[..8.min(sha256.len())])
}

/// The bytes of a file with pores.
pub(crate) fn graft_bytes(graft: &Graft) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(postcard::to_allocvec(graft).unwrap_or_default());
    bytes
}

/// Reads a file with pores that must be those of the fingerprint.
pub(crate) fn read_graft(path: &Path, sha256: &str) -> Result<Arc<Graft>, CharacterError> {
    let bad = |why| CharacterError::Pores { path: path.display().to_string(), why };
    if !path.is_file() {
        return Err(bad("are not there"));
    }
    let file = std::fs::File::open(path).map_err(|_| bad("cannot be read"))?;
    let mut bytes = Vec::new();
    file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes).map_err(|_| bad("cannot be read"))?;
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(bad("are no pores"));
    }
    if hex(&Sha256::digest(&bytes)) != sha256 {
        return Err(bad("are not those that were used (their bytes differ)"));
    }
    let body = bytes.strip_prefix(MAGIC).ok_or_else(|| bad("are no pores"))?;
    let graft: Graft = postcard::from_bytes(body).map_err(|_| bad("are broken"))?;
    if graft.is_sane() { Ok(Arc::new(graft)) } else { Err(bad("are broken")) }
}
