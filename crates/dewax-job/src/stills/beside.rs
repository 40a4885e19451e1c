//! What is proven of a picture on which an original or noise was laid: beside the picture before, and beside the original.

use super::one::Made;
use super::originals::{Grafted, Seen};
use dewax::certificate::Proof;
use dewax::still::{Owed, outside};
use dewax_media::picture_file::{PictureFile, PictureKind};
use dewax_show::stills_page::StillRow;

/// What a JPEG may differ where nothing was laid, RMS in levels of 8 bits: what writing it anew costs.
const MOST_OUTSIDE_LEVELS: f32 = 1.0;

/// Proves it, and says so in the row.
pub(super) fn prove(seen: &Seen, done: &Grafted, made: &Made, written: &PictureFile, row: &mut StillRow) {
    let layers = &done.treated.layers;
    let (changed, levels) = outside(&made.file.rgb, &written.rgb, layers);
    let is_lossy = written.kind == PictureKind::Jpeg;
    let holds = if is_lossy { levels <= MOST_OUTSIDE_LEVELS } else { changed == 0 };
    row.proofs.push(Proof::made(
        "outside the skin, eyes and lips",
        holds,
        format!("{changed} codes changed, RMS {levels:.3} levels"),
    ));
    if layers.is_empty() {
        row.proofs.push(Proof::skipped("skin", "nothing was laid on it"));
    }
    let mut worst: Option<(f32, f32)> = None;
    for layer in layers {
        let laid = done.laid.as_ref().and_then(|laid| laid.face(layer.face));
        let id = seen.faces.get(layer.face).map_or(0, |(id, _)| *id);
        let Some(owed) = Owed::of(&made.file.rgb, &written.rgb, layer, laid) else {
            row.proofs.push(Proof::skipped(&format!("skin of face {id}"), "too little of it is seen"));
            continue;
        };
        if let Some(texture) = owed.texture_db.filter(|own| worst.is_none_or(|worst| own.0 < worst.0)) {
            worst = Some(texture);
        }
        for proof in owed.proofs() {
            let what = format!("{} of face {id}", proof.what);
            row.proofs.push(Proof { what, holds: proof.holds, seen: proof.seen });
        }
    }
    row.texture_db = worst;
}
