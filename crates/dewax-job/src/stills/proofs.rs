//! What is proven of a written picture, beside the picture before: read from the bytes that were written.

use super::error::StillsError;
use super::made::{Made, Treatment, frame_in_srgb};
use super::measured::{FRAMES_PER_SECOND, Measured};
use super::pores::Stepped;
use dewax::certificate::{Asked, Judge, Proof};
use dewax_media::picture_file::{PictureFile, PictureKind};
use dewax_show::stills_page::StillRow;
use std::sync::Arc;

/// What a JPEG may differ from the picture that was made, RMS in levels of 8 bits: at the quality that is written three photographs were off by
/// 0.3 to 0.8 (test `jpeg_loses_little_of_photographs`), and another picture is tens of levels off.
const MOST_JPEG_LEVELS: f64 = 1.6;

/// Proves it, and says so in the row.
pub(super) fn prove(made: &Made, written: &PictureFile, row: &mut StillRow) -> Result<(), StillsError> {
    row.proofs.push(pixels(made, written)?);
    let missing = made.file.missing_in(written);
    let seen = if missing.is_empty() {
        "as in the picture before".into()
    } else {
        format!("lost: {}", missing.join(", "))
    };
    row.proofs.push(Proof::made("what the file says", missing.is_empty(), seen));
    match &made.treatment {
        Treatment::Left => {}
        Treatment::Stepped(done) => row.proofs.extend(stepped(&done.0, &done.1, made, written)?),
        Treatment::Laid(done) => super::beside::prove(&done.0, &done.1, made, written, row),
    }
    row.holds = Some(row.proofs.iter().all(|proof| proof.holds != Some(false)));
    Ok(())
}

/// Whether the file holds the picture that was made.
fn pixels(made: &Made, written: &PictureFile) -> Result<Proof, StillsError> {
    let what = "the file holds the picture";
    let size = |file: &PictureFile| (file.width(), file.height());
    if size(&made.file) != size(written) {
        return Ok(Proof::made(what, false, "it has another size"));
    }
    // What was copied holds its own codes.
    let is_copy = made.rgb().is_none() && written.kind == made.file.kind;
    let made_of = made.rgb().unwrap_or(&made.file.rgb);
    let apart = made.file.apart(made_of, written)?;
    let levels = apart.rms_codes / 257.0;
    let is_lossy = written.kind == PictureKind::Jpeg && !is_copy;
    let holds = if is_lossy { levels <= MOST_JPEG_LEVELS } else { apart.most_codes == 0 };
    let most = f64::from(apart.most_codes) / 257.0;
    Ok(Proof::made(what, holds, format!("RMS difference {levels:.3} levels, most {most:.2}")))
}

/// The certificate of a picture that steps treated: that of a clip of one frame.
fn stepped(
    measured: &Measured,
    done: &Stepped,
    made: &Made,
    written: &PictureFile,
) -> Result<Vec<Proof>, StillsError> {
    let picture = measured.picture();
    let (Some(facts), Some(shot)) = (measured.analysis.shots.first(), done.recipe.shots.first()) else {
        return Ok(Vec::new());
    };
    let mask = facts.has_skin().then(|| facts.skin_search());
    let mut judge =
        Judge::new(&picture, facts, FRAMES_PER_SECOND as f64, Asked::of(shot, &picture, mask.is_some()));
    let mut before = measured.frame.clone();
    before.skin = mask.and_then(|mask| mask.find(&picture, &facts.faces, &before)).map(Arc::new);
    let after = frame_in_srgb(&made.file, &written.rgb, picture.format.bits)?;
    judge.push(&before, &after);
    let judged = judge.finish(0);
    let words = |faults: &[dewax::certificate::Fault], kept: &str| match faults {
        [] => kept.to_owned(),
        faults => {
            faults.iter().map(|f| format!("{}: {}", f.cause.words(), f.seen)).collect::<Vec<_>>().join("; ")
        }
    };
    let mut proofs = vec![Proof::made(
        "picture",
        judged.frame.holds,
        words(&judged.frame.faults, "nothing but what was asked for"),
    )];
    for skin in &judged.skin {
        let what = if skin.face == 0 { "skin".into() } else { format!("skin of face {}", skin.face) };
        proofs.push(match &skin.not_judged {
            Some(why) => Proof::skipped(&what, why.clone()),
            None => Proof::made(&what, skin.holds, words(&skin.faults, "its own texture kept")),
        });
    }
    Ok(proofs)
}
