//! What is proven of a picture on which an original or noise was laid: beside the picture before, and beside the original.

use super::made::Made;
use super::originals::{Grafted, Seen};
use dewax::certificate::Proof;
use dewax::still::{Figure, Side, judge};
use dewax_media::picture_file::{PictureFile, PictureKind};
use dewax_show::stills_page::StillRow;

/// Figures that ask for codes that do not change at all: what writes JPEG changes all of them a little.
const OF_CODES: [&str; 2] = ["outside", "eyes and lips"];
/// The figure that pictures are sorted by.
const FINEST: &str = "texture, fine";

/// Proves it, and says so in the row.
pub(super) fn prove(seen: &Seen, done: &Grafted, made: &Made, written: &PictureFile, row: &mut StillRow) {
    if done.layers.is_empty() {
        row.proofs.push(Proof::skipped("skin", "nothing was laid on it"));
        return;
    }
    let side = Side { rgb: &made.file.rgb, faces: &seen.states() };
    let under = |face: usize| done.laid.as_ref().and_then(|laid| laid.face(face));
    let is_lossy = written.kind == PictureKind::Jpeg;
    for judged in judge(&side, &written.rgb, &done.layers, under, seen.topology.as_ref()) {
        let id = seen.id(judged.face);
        let finest =
            judged.figures.iter().find(|figure| figure.name == FINEST).and_then(|figure| figure.value);
        row.texture_db = row.texture_db.into_iter().chain(finest).reduce(f32::min);
        row.proofs.extend(judged.figures.iter().map(|figure| proof(figure, id, is_lossy)));
    }
}

fn proof(figure: &Figure, id: u32, is_lossy: bool) -> Proof {
    let what = format!("{} of face {id}", figure.name);
    if is_lossy && OF_CODES.contains(&figure.name) {
        return Proof::skipped(
            &what,
            "a JPEG is written anew as a whole: see how near it is to the picture that was made",
        );
    }
    let seen = match figure.value {
        None => return Proof::skipped(&what, figure.words.clone()),
        Some(value) => {
            let [least, most] = figure.limits;
            let wrong = if figure.words.is_empty() { String::new() } else { format!(": {}", figure.words) };
            format!("{value:.2} {} ({least:.2} to {most:.2}){wrong}", figure.unit)
        }
    };
    Proof { what, holds: figure.holds(), seen }
}
