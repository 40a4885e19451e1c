//! The outlines of the faces of a shot, followed to a fraction of a pixel while the frames go by: how far jaws, cheeks, ears and hairlines
//! move by themselves. Of a frame a few numbers per point are held, and only for a few seconds.

mod courses;
mod fleeting;
mod split;
mod still;
mod unexplained;
mod windows;

use crate::clip::Shot;
use crate::face::Topology;
use crate::facts::{ContourMotion, FaceShape};
use crate::px::Frame;
use courses::Courses;
use fleeting::{Lacks, Seen, Structure};
use std::collections::VecDeque;
use still::Still;

/// Points of the mesh's oval.
pub(super) const POINTS: usize = 36;
/// Rows of points: on the outline, outside of it, inside of it, eye distances outward. A warp of the picture moves all three; what
/// only the middle one says is noise of a contour.
pub(super) const ROWS_IOD: [f64; 3] = [0.0, 0.18, -0.2];
/// What moves a face without its shape being wrong, as told by the mesh.
pub(super) const CAUSES: usize = 6;
/// So many seconds are judged together: shorter ones hold no two breaths, longer ones more expressions than one can tell apart.
const TOGETHER_S: f64 = 2.4;
/// And no more frames than this, which bounds the time that it takes.
const MOST_TOGETHER: usize = 96;
/// Fewer seconds say nothing.
const LEAST_S: f64 = 1.4;
/// Frames without the mesh after which a face is followed anew.
const MOST_MISSED: usize = 3;

/// A face in a frame whose outline is followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outlined<'a> {
    pub(crate) face: u32,
    pub(crate) iod_px: f32,
    /// Its mesh, luma px; empty where it is not held.
    pub(crate) points: &'a [[f32; 2]],
}

/// One frame of a face.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Counted from the start of the shot.
    pub(super) frame: usize,
    /// How far out each point lies, row by row, eye distances from where it was first; not a number where it is not in the picture.
    pub(super) out_iod: Vec<f32>,
    /// Opening and width of the mouth, jaw, nose beside the eyes (two), lids; eye distances.
    pub(super) causes: [f32; CAUSES],
    /// What of it is neither before nor behind; known some frames later.
    lacks: Option<Lacks>,
}

/// Where the points of an outline lie, eye distances.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// Row by row.
    pub(super) at: Vec<[f64; 2]>,
    /// The way out, per point of the oval.
    pub(super) out: Vec<[f64; 2]>,
    /// The lowest point of the oval.
    pub(super) chin: usize,
    /// Whether the points before the chin are those of the person's right side.
    pub(super) right_first: bool,
    /// Width of the face, eye distances.
    pub(super) width_iod: f64,
    /// The right eye, the left one, and the mouth.
    pub(super) features: [[f64; 2]; 3],
}

/// A face that is being followed.
struct Followed {
    face: u32,
    still: Option<Still>,
    missed: usize,
    rows: VecDeque<Row>,
    /// Rows that were not judged yet.
    fresh: usize,
    /// What was found in each run of frames that was judged, part by part, and how many there were.
    found: Vec<ContourMotion>,
    judged: usize,
    /// What is off by itself, frame by frame.
    courses: Courses,
    /// The last frames, small.
    structures: VecDeque<Structure>,
    /// Runs of frames in which something is fleeting.
    fleeting: Vec<(usize, usize)>,
}

/// All faces of a shot.
#[derive(Default)]
pub(crate) struct Outlines {
    faces: Vec<Followed>,
}

impl Outlines {
    /// Takes the faces of the next frame. `rate` in frames per second.
    pub(crate) fn push(
        &mut self,
        frame: &Frame,
        faces: &[Outlined<'_>],
        topology: Option<&Topology>,
        shot: Shot,
        rate: f64,
    ) {
        let Some((topology, index)) = topology.zip(frame.index.checked_sub(shot.first_frame)) else { return };
        for seen in faces.iter().filter(|s| s.points.len() >= crate::face::MESH_POINTS) {
            if !self.faces.iter().any(|f| f.face == seen.face) {
                self.faces.push(Followed::new(seen.face));
            }
        }
        for face in &mut self.faces {
            let seen = faces.iter().find(|s| s.face == face.face);
            face.push(frame, index, seen, topology, rate);
        }
    }

    /// Writes what was found beside the other figures of the faces.
    pub(crate) fn write(mut self, shapes: &mut [FaceShape], rate: f64) {
        for face in &mut self.faces {
            face.judge(rate);
            if let Some(shape) = shapes.iter_mut().find(|s| s.face == face.face) {
                shape.contours = lasting(std::mem::take(&mut face.found), face.judged);
                shape.breath = face.courses.of_breathing(&shape.contours);
                shape.fleeting = joined(std::mem::take(&mut face.fleeting));
            }
        }
    }
}

impl Followed {
    fn new(face: u32) -> Self {
        Self {
            face,
            still: None,
            missed: 0,
            rows: VecDeque::new(),
            fresh: 0,
            found: Vec::new(),
            judged: 0,
            courses: Courses::default(),
            structures: VecDeque::new(),
            fleeting: Vec::new(),
        }
    }

    fn push(
        &mut self,
        frame: &Frame,
        index: usize,
        seen: Option<&Outlined<'_>>,
        topology: &Topology,
        rate: f64,
    ) {
        let seen = seen.filter(|s| s.points.len() >= crate::face::MESH_POINTS);
        let Some(seen) = seen else {
            self.missed += 1;
            if self.missed > MOST_MISSED {
                self.begin_anew(rate);
            }
            return;
        };
        self.missed = 0;
        if self.still.as_ref().is_some_and(|s| !s.holds(seen)) {
            self.begin_anew(rate);
        }
        let Some(still) = &mut self.still else {
            self.still = Still::new(frame.luma(), seen, topology);
            return;
        };
        let Some(row) = still.push(frame.luma(), seen, index, rate) else {
            self.begin_anew(rate);
            return;
        };
        let (row, glance) = row;
        self.rows.push_back(row);
        self.structures.push_back(glance);
        if self.structures.len() > 1 + 2 * fleeting::LATER {
            self.structures.pop_front();
        }
        if let Some(at) = self.rows.len().checked_sub(1 + fleeting::LATER) {
            self.rows[at].lacks = fleeting::lacks(&self.structures);
        }
        self.fresh += 1;
        if self.rows.len() >= together(rate) {
            self.judge(rate);
            // The half that is judged again lies in the middle of the next ones.
            self.rows.drain(..self.rows.len() / 2);
        }
    }

    fn begin_anew(&mut self, rate: f64) {
        self.judge(rate);
        self.still = None;
        self.structures.clear();
        self.rows.clear();
        self.fresh = 0;
    }

    /// Judges the rows that are held, and keeps the worst of each part of the outline.
    fn judge(&mut self, rate: f64) {
        let enough = ((LEAST_S * rate).round() as usize).max(unexplained::LEAST_ROWS);
        if self.fresh == 0 || self.rows.len() < enough {
            return;
        }
        let Some(places) = self.still.as_ref().and_then(Still::places) else { return };
        self.fresh = 0;
        let rows: Vec<&Row> = self.rows.iter().collect();
        let seen: Vec<Seen<'_>> = rows
            .iter()
            .map(|r| Seen { frame: r.frame, lacks: r.lacks.as_ref(), mouth_iod: r.causes[1] })
            .collect();
        self.fleeting.extend(fleeting::runs(&seen, &places, places.features));
        let told = unexplained::of(&rows, &places, rate);
        self.courses.add(&rows, &told, &places);
        // A run in which the head turns throughout names nothing, and counts: one glimpse between turns does not last.
        self.judged += 1;
        self.found.extend(told.parts);
    }
}

/// Of each part of the outline the most that it did in every second of the runs that were judged: what breathes goes on breathing, what a
/// grimace or a strand of hair does is over by the next run.
fn lasting(mut found: Vec<ContourMotion>, judged: usize) -> Vec<ContourMotion> {
    let runs = judged.div_ceil(2).max(1);
    found.sort_by(|a, b| {
        (a.contour, a.is_right).cmp(&(b.contour, b.is_right)).then(b.excess().total_cmp(&a.excess()))
    });
    let parts = found.chunk_by(|a, b| (a.contour, a.is_right) == (b.contour, b.is_right));
    parts.filter_map(|part| part.get(runs - 1).copied()).collect()
}

/// Runs in order; those that touch are one.
fn joined(mut runs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    runs.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (from, to) in runs {
        match out.last_mut() {
            Some(last) if from <= last.1 + 1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// How far two points lie apart.
fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt()
}

fn together(rate: f64) -> usize {
    ((TOGETHER_S * rate).round() as usize).clamp(unexplained::LEAST_ROWS + 8, MOST_TOGETHER)
}

impl std::fmt::Debug for Outlines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outlines").field("faces", &self.faces.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Contour;

    #[test]
    fn what_lasts_counts_and_one_grimace_does_not() {
        let one = |contour, excess: f32, frame| ContourMotion {
            contour,
            is_right: true,
            percent: excess,
            limit_percent: 1.0,
            width_percent: 0.5,
            frame,
        };
        let jaw = [1.2, 3.0, 1.5, 0.1, 0.2].map(|excess| one(Contour::Jaw, excess, (10.0 * excess) as usize));
        let ear = [0.1, 5.0, 0.3, 0.2, 0.1].map(|excess| one(Contour::Ear, excess, 7));
        let all = lasting([jaw, ear].concat(), 5);
        assert_eq!(
            all.iter().map(|c| (c.contour, c.excess())).collect::<Vec<_>>(),
            [(Contour::Jaw, 1.2), (Contour::Ear, 0.2)]
        );
        assert_eq!(lasting(jaw.to_vec(), 1)[0].excess(), 3.0, "of a short shot the most");
        // Seen in too few runs to last.
        assert!(lasting(vec![one(Contour::Cheek, 4.0, 3)], 10).is_empty());
    }
}
