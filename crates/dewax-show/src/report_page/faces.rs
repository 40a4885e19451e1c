//! The faces of a shot on the page: what was found, how surely, and how to leave a face alone.

use super::image;
use super::text::{escape, number};
use crate::face_views::FaceCrop;
use dewax::face::Tier;
use dewax::report::{FaceSummary, LikeFace, ShotReport};
use std::fmt::Write;

/// Writes the part of a shot about its faces; nothing when none was looked for.
pub(super) fn faces(shot: &ShotReport, crops: &[FaceCrop], tier: Tier, out: &mut String) {
    if tier == Tier::ColourOnly && shot.faces.is_empty() {
        return;
    }
    out.push_str("<h3>Faces</h3>");
    if !shot.faces_note.is_empty() {
        let _ = write!(out, "<p>{}</p>", escape(&shot.faces_note));
    }
    if !shot.locks_note.is_empty() {
        let _ = write!(out, "<p>{}</p>", escape(&shot.locks_note));
    }
    if shot.faces.is_empty() {
        return;
    }
    if !tier.leaves_out().is_empty() {
        let _ = write!(out, "<p class=\"quiet\">{}</p>", escape(tier.leaves_out()));
    }
    pictures(crops, out);
    out.push_str(
        "<div class=\"scroll\"><table><thead><tr><th>Face</th><th class=\"n\">Frames</th><th class=\"n\">By mesh</th>\
         <th class=\"n\">By box</th><th class=\"n\">Lost</th><th class=\"n\">Eye distance</th>\
         <th class=\"n\">Confidence</th><th class=\"n\">Least</th><th>Remarks</th></tr></thead><tbody>",
    );
    shot.faces.iter().for_each(|face| row(face, out));
    out.push_str("</tbody></table></div>");
    if let Some(face) = shot.faces.iter().find(|f| !f.dropped) {
        let _ = write!(
            out,
            "<p class=\"quiet\">To leave a face alone, render again with its number: <code>--drop-track {}</code>. \
             <code>dewax faces</code> draws the faces on every frame.</p>",
            face.id
        );
    }
}

fn pictures(crops: &[FaceCrop], out: &mut String) {
    if crops.is_empty() {
        return;
    }
    out.push_str("<div class=\"faces\">");
    for crop in crops {
        let FaceCrop { id, frame, confidence, least_sure, png } = crop;
        let least = if *least_sure { ", least sure" } else { "" };
        out.push_str("<figure>");
        image(png, &format!("Face {id} in frame {frame} with its skin tinted green"), out);
        let _ = write!(
            out,
            "<figcaption>Face {id}, frame {frame}<br>confidence {}{least}</figcaption></figure>",
            number(*confidence)
        );
    }
    out.push_str(
        "</div><p class=\"quiet\">Green is what counts as skin; the lines are the face as it was found.</p>",
    );
}

fn row(face: &FaceSummary, out: &mut String) {
    let mut remarks: Vec<String> = face.like.iter().take(1).map(LikeFace::words).collect();
    if face.dropped {
        remarks.push("left alone, as was wished".into());
    }
    let _ = write!(
        out,
        "<tr><td class=\"n\">{}</td><td class=\"n\">{} to {}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td><td class=\"n\">{} px</td><td class=\"n\">{}</td><td class=\"n\">{}, frame {}</td>\
         <td>{}</td></tr>",
        face.id,
        face.first_frame,
        face.last_frame,
        face.mesh_frames,
        face.box_frames,
        face.lost_frames,
        number(face.iod_px),
        number(face.confidence),
        number(face.least_confidence),
        face.least_sure_frame,
        escape(&remarks.join("; ")),
    );
}
