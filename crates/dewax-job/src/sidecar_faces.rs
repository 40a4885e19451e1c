//! `faces.bin`: the faces of an analysis and the locks of their skin, too large for text. Postcard behind a name, a version and a checksum.
//! It also holds the checksum of the analysis that it belongs to, so that both are as they were written, or neither is trusted.

use dewax::analysis::{ANALYSIS_VERSION, Analysis};
use dewax::face::{FaceTrack, Matte, Topology};
use dewax::facts::ShotFaces;
use dewax::lock::Lock;
use dewax::stow::Stowed;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The first bytes of the file.
const MAGIC: &[u8; 8] = b"dewaxfa3";
/// Bytes before the content: the name, and the SHA-256 of the content.
const HEAD_BYTES: usize = 8 + 32;

/// Faces, locks and mattes of a shot, to be written.
type ShotWritten<'a> = (&'a [FaceTrack], &'a [Lock], &'a [Stowed<Matte>]);

/// The same, as read.
type ShotRead = (Vec<FaceTrack>, Vec<Lock>, Vec<Stowed<Matte>>);

/// What the file holds, to be written.
#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    fingerprint: &'a str,
    analysis_sha256: [u8; 32],
    topology: Option<&'a Topology>,
    shots: Vec<ShotWritten<'a>>,
}

/// What the file holds, as read.
#[derive(Deserialize)]
struct Read {
    version: u32,
    fingerprint: String,
    analysis_sha256: [u8; 32],
    topology: Option<Topology>,
    shots: Vec<ShotRead>,
}

/// The faces of an analysis as a file; `text` is the analysis as it is written.
///
/// # Errors
/// When something of them was put away and is lost.
pub(crate) fn to_bytes(analysis: &Analysis, text: &[u8]) -> Result<Vec<u8>, String> {
    let shots: Vec<ShotWritten<'_>> =
        analysis.shots.iter().map(|s| (&*s.faces.tracks, &*s.locks, &*s.faces.mattes)).collect();
    let topology = analysis.shots.iter().find_map(|s| s.faces.topology.as_deref());
    let written = Written {
        version: ANALYSIS_VERSION,
        fingerprint: &analysis.clip.fingerprint,
        analysis_sha256: Sha256::digest(text).into(),
        topology,
        shots,
    };
    let content = postcard::to_allocvec(&written).map_err(|e| e.to_string())?;
    let mut out = Vec::with_capacity(HEAD_BYTES + content.len());
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&Sha256::digest(&content));
    out.extend_from_slice(&content);
    Ok(out)
}

/// Puts the faces of a file into the analysis that they belong to, which was read from `text`.
///
/// # Errors
/// What is wrong with the file, in words.
pub(crate) fn add(analysis: &mut Analysis, bytes: &[u8], text: &[u8]) -> Result<(), String> {
    let content =
        bytes.get(HEAD_BYTES..).filter(|_| bytes.starts_with(MAGIC)).ok_or("it has another name inside")?;
    if Sha256::digest(content)[..] != bytes[MAGIC.len()..HEAD_BYTES] {
        return Err("its checksum does not hold: it was cut off or changed".into());
    }
    add_content(analysis, content, Sha256::digest(text).into())
}

/// [`add`] behind the checksum.
fn add_content(analysis: &mut Analysis, content: &[u8], sha256: [u8; 32]) -> Result<(), String> {
    let (read, rest): (Read, &[u8]) = postcard::take_from_bytes(content).map_err(|e| e.to_string())?;
    if !rest.is_empty() {
        return Err(format!("{} bytes are left over", rest.len()));
    }
    if read.version != ANALYSIS_VERSION || read.fingerprint != analysis.clip.fingerprint {
        return Err("it belongs to another analysis".into());
    }
    if read.analysis_sha256 != sha256 {
        return Err("the analysis beside it is not as it was written with it".into());
    }
    if read.shots.len() != analysis.shots.len() {
        return Err(format!("it has {} shots instead of {}", read.shots.len(), analysis.shots.len()));
    }
    if let Some(topology) = &read.topology {
        topology.check().map_err(|e| e.to_string())?;
    }
    let topology = read.topology.map(Arc::new);
    for (shot, (tracks, locks, mattes)) in analysis.shots.iter_mut().zip(read.shots) {
        shot.locks = locks;
        shot.faces = ShotFaces { topology: topology.clone(), tracks, mattes };
    }
    Ok(())
}

#[cfg(test)]
#[path = "sidecar_faces_tests.rs"]
mod tests;
