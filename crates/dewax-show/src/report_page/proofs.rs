//! The certificate's tables of pictures and skin.

use super::held;
use super::text::{escape, number};
use dewax::certificate::{Fault, FrameProof, SkinProof};
use dewax::lock::BANDS_PX;
use std::fmt::Write;

/// What was kept of the whole picture, a row per shot.
pub(super) fn pictures(proofs: &[FrameProof], out: &mut String) {
    if proofs.is_empty() {
        return;
    }
    out.push_str(
        "<h3>The whole picture, per shot</h3><div class=\"scroll\"><table><caption>Outside the skin, eyes and lips included: \
         a treatment of skin leaves it alone.</caption><thead><tr><th>Shot</th><th>Result</th><th class=\"n\">Exposure flicker</th>\
         <th class=\"n\">Contours</th><th class=\"n\">From other frames</th><th class=\"n\">Repeated frames</th>\
         <th class=\"n\">Changed</th><th>Why</th></tr></thead><tbody>",
    );
    for proof in proofs {
        let (was, is) = proof.exposure;
        let [fine, mid] = proof.detail_db.map(decibels);
        let mixed = proof.mixed.map_or("cannot tell".into(), |m| format!("{} %", number(m * 100.0)));
        let changed = proof.touched_levels.map_or("–".into(), |l| format!("{} levels", number(l)));
        let (again, of) = proof.repeated;
        let _ = write!(
            out,
            "<tr><td class=\"n\">{}</td>{}<td class=\"n\">{} → {} %</td><td class=\"n\">{fine}<br>{mid}</td>\
             <td class=\"n\">{mixed}</td><td class=\"n\">{again} of {of}</td><td class=\"n\">{changed}</td><td>{}</td></tr>",
            proof.shot + 1,
            held(Some(proof.holds)),
            number(was),
            number(is),
            why_of(proof),
        );
    }
    out.push_str("</tbody></table></div>");
}

/// Why a picture does not hold, and what of it was retouched or is behind a lens.
fn why_of(proof: &FrameProof) -> String {
    let told = proof.retouched.iter().map(|told| escape(&format!("Retouched: {}.", told.words())));
    let restored = proof.restored.iter().map(|told| escape(&format!("Restored: {}.", told.words())));
    let lens = proof.lens.iter().map(|told| escape(&format!("Lens: {}.", told.words())));
    let all: Vec<String> = told
        .chain(restored)
        .chain(lens)
        .chain([why(&proof.faults)])
        .filter(|text| !text.is_empty())
        .collect();
    all.join("<br>")
}

/// What was kept of the skin, a row per shot and face.
pub(super) fn skin(proofs: &[SkinProof], out: &mut String) {
    if proofs.is_empty() {
        return;
    }
    out.push_str(
        "<h3>Skin, per shot and face</h3><div class=\"scroll\"><table><caption>Texture that sticks to the skin, before → after in \
         8-bit levels, and what is kept of the source's own in dB. A fall of more than 1 dB is wax. Then flicker, before → \
         after.</caption><thead><tr><th>Skin</th><th>Result</th>",
    );
    for (short, long) in BANDS_PX {
        let _ = write!(out, "<th class=\"n\">{short}–{long} px</th>");
    }
    out.push_str("<th class=\"n\">Asked for</th><th class=\"n\">Patches</th><th class=\"n\">Boil, with grain</th><th>Why</th></tr></thead><tbody>");
    for proof in proofs {
        let _ = write!(out, "<tr><td>{}</td>{}", proof.place(), held(Some(proof.holds)));
        for ((before, after), db) in proof.sticky_before.iter().zip(proof.sticky_after).zip(proof.kept_db) {
            let change = db.map_or("too little to judge".into(), |db| decibels(Some(db)));
            let _ = write!(out, "<td class=\"n\">{} → {}<br>{change}</td>", number(*before), number(after));
        }
        let _ = write!(out, "<td class=\"n\">up to +{} dB</td>", number(proof.asked_db));
        for (before, after) in [proof.patch, proof.boil] {
            let _ = write!(out, "<td class=\"n\">{} → {}</td>", number(before), number(after));
        }
        let _ = write!(out, "<td>{}</td></tr>", why(&proof.faults));
    }
    out.push_str("</tbody></table></div>");
}

fn decibels(value: Option<f32>) -> String {
    value.map_or("–".into(), |db| format!("{}{} dB", if db >= 0.0 { "+" } else { "" }, number(db)))
}

fn why(faults: &[Fault]) -> String {
    let lines: Vec<String> =
        faults.iter().map(|f| escape(&format!("{}: {}", f.cause.words(), f.seen))).collect();
    lines.join("<br>")
}
