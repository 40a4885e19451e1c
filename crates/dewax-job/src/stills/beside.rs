//! What is proven of a picture on which an original or noise was laid: beside the picture before, and beside the original.

use super::error::StillsError;
use super::one::Made;
use super::originals::{Grafted, Seen};
use dewax::certificate::Proof;
use dewax_media::picture_file::PictureFile;

/// The proofs.
pub(super) fn proofs(
    _seen: &Seen,
    _done: &Grafted,
    _made: &Made,
    _written: &PictureFile,
) -> Result<Vec<Proof>, StillsError> {
    Ok(Vec::new())
}
