//! Files with a character's pores.

use crate::error::CharacterError;
use dewax::flat::{Graft, Original};
use dewax_media::input::hex;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// What the name of the file with its pores ends with.
const GRAFT_SUFFIX: &str = ".graft";
/// What the file of a graft begins with.
const MAGIC: &[u8] = b"dewax graft 1\n";
/// What that of an original begins with.
const MAGIC_ORIGINAL: &[u8] = b"dewax original 1\n";
/// A graft file larger than this is none.
const LARGEST_BYTES: u64 = 32 << 20;

/// Texture that a recipe names.
#[derive(Clone, Debug)]
pub(crate) enum Kept {
    /// A skin laid flat.
    Flat(Arc<Graft>),
    /// What a clip lacks beside its original.
    Original(Arc<Original>),
}

/// The name of a file with pores: other pores get another one, so that none are ever replaced.
pub(crate) fn graft_name(name: &str, sha256: &str) -> String {
    format!("{name}-{}{GRAFT_SUFFIX}", &sha256[..8.min(sha256.len())])
}

/// The bytes of a file with pores.
pub(crate) fn graft_bytes(kept: &Kept) -> Vec<u8> {
    let (magic, body) = match kept {
        Kept::Flat(graft) => (MAGIC, postcard::to_allocvec(&**graft)),
        Kept::Original(original) => (MAGIC_ORIGINAL, postcard::to_allocvec(&**original)),
    };
    let mut bytes = magic.to_vec();
    bytes.extend(body.unwrap_or_default());
    bytes
}

/// Reads a file with pores that must be those of the fingerprint.
pub(crate) fn read_graft(path: &Path, sha256: &str) -> Result<Kept, CharacterError> {
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
    of_bytes(&bytes).map_err(bad)
}

/// The pores in the bytes of a file.
pub(crate) fn of_bytes(bytes: &[u8]) -> Result<Kept, &'static str> {
    let broken = |_| "are broken";
    if let Some(body) = bytes.strip_prefix(MAGIC_ORIGINAL) {
        let original: Original = postcard::from_bytes(body).map_err(broken)?;
        return if original.is_sane() { Ok(Kept::Original(Arc::new(original))) } else { Err("are broken") };
    }
    let body = bytes.strip_prefix(MAGIC).ok_or("are no pores")?;
    let graft: Graft = postcard::from_bytes(body).map_err(broken)?;
    if graft.is_sane() { Ok(Kept::Flat(Arc::new(graft))) } else { Err("are broken") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_original_is_read_as_it_was_written_and_damage_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ada.graft");
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            read_graft(&path, &hex(&Sha256::digest(bytes)))
        };
        let bytes = graft_bytes(&Kept::Original(Arc::new(Original::default())));
        let Kept::Original(back) = read(&bytes).unwrap() else { panic!("a graft came back") };
        assert_eq!(*back, Original::default());
        let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        // A patch that says it is there and is not.
        assert!(refused(&[MAGIC_ORIGINAL, &[1]].concat()).contains("are broken"));
        assert!(refused(b"dewax original 9\n").contains("are no pores"));
    }
}
