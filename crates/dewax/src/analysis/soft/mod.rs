//! Frames in which a face is softer than around them: the energy of two bands of detail at the points of its mesh, frame beside frame. What is soft for
//! a few frames, between good ones, is a run; a face that is soft throughout, defocus of a second and a head that moves quickly are none.

mod bands;
mod runs;

use crate::clip::Shot;
use crate::facts::{ShotFaces, SoftRun};
use crate::lock::Subject;
use crate::px::Frame;
use bands::Seen;
use rayon::prelude::*;

/// Looks for soft frames while the frames of a shot go by.
#[derive(Default)]
pub(super) struct SoftSeeker {
    faces: Vec<Followed>,
}

/// A face through the shot.
struct Followed {
    face: u32,
    /// The number in the clip of the frame of the first entry.
    first_frame: usize,
    /// Each frame's detail; none where its mesh was not read.
    seen: Vec<Option<Seen>>,
    points: Vec<[f32; 2]>,
}

impl SoftSeeker {
    /// Takes the next frame, with the faces in it.
    pub(super) fn push(&mut self, frame: &Frame, subjects: &[Subject]) {
        let with_mesh = |s: &&Subject| s.face > 0 && !s.points.is_empty();
        let seen: Vec<(&Subject, Option<Seen>)> =
            subjects.par_iter().filter(with_mesh).map(|s| (s, Seen::of(frame, s))).collect();
        for (subject, seen) in seen {
            let at = self.faces.iter().position(|f| f.face == subject.face).unwrap_or_else(|| {
                let (face, first_frame) = (subject.face, frame.index);
                self.faces.push(Followed { face, first_frame, seen: Vec::new(), points: Vec::new() });
                self.faces.len() - 1
            });
            let own = &mut self.faces[at];
            let missed = (frame.index - own.first_frame).saturating_sub(own.seen.len());
            own.seen.extend((0..missed).map(|_| None));
            let moved = if missed == 0 { moved_px(&own.points, &subject.points) } else { 0.0 };
            own.seen.push(seen.map(|s| s.having_moved(moved)));
            own.points.clone_from(&subject.points);
        }
    }

    /// The soft frames of the shot, in order.
    pub(super) fn finish(self, shot: Shot, faces: &ShotFaces) -> Vec<SoftRun> {
        let stays = |f: &&Followed| faces.tracks.iter().any(|t| t.id == f.face && !t.dropped);
        let of_face = |f: &Followed| {
            let from = f.first_frame.saturating_sub(shot.first_frame);
            runs::of_face(f.face, from, &f.seen, shot.frames)
        };
        let mut out: Vec<SoftRun> = self.faces.iter().filter(stays).flat_map(of_face).collect();
        out.sort_by_key(|run| (run.first_frame, run.face));
        out
    }
}

/// How far the points of a face moved from one frame to the next, luma px: the median.
fn moved_px(before: &[[f32; 2]], here: &[[f32; 2]]) -> f32 {
    let mut far: Vec<f32> = before
        .iter()
        .zip(here)
        .map(|(a, b)| ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt())
        .collect();
    crate::kernels::middle(&mut far, f32::total_cmp).unwrap_or(0.0)
}

#[cfg(test)]
mod tests;
