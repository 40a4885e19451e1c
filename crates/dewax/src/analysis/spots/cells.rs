//! A face laid on cells of its lock: light, colour, roughness and structure of each, and whether it is skin that holds still.

use crate::face::Topology;
use crate::kernels::blur;
use crate::kernels::tile;
use crate::lock::{Locked, Segment, Subject};
use crate::px::{Frame, Plane, Rect};
use rayon::prelude::*;

/// Cells per eye distance: the smallest spot, 0.05 of it, is one and a half of them.
pub(super) const PER_IOD: f64 = 32.0;
/// What is laid on cells: light, two of colour, roughness; 8-bit levels.
pub(super) const LAID: usize = 4;
/// Structure is laid on so many times as many cells on each axis: it is what is finer than a cell.
pub(super) const FINER: usize = 2;
/// Structure lies between these sigmas, cells, and, px, no finer than these: noise and codecs have their own there.
const STRUCTURE_CELLS: [f32; 2] = [0.25, 1.2];
const STRUCTURE_LEAST_PX: [f32; 2] = [0.5, 1.5];
/// Cells that are skin of the lock by this share are looked at.
const SKIN: f32 = 0.75;
/// Points of the mesh between which a cell lies: it is made of triangles.
const CORNERS: usize = 3;
/// Nearer than this to eyes with brows, and to lips, things move by themselves: lids, folds below them, corners of the mouth. Eye distances.
const FROM_EYES_IOD: f64 = 0.2;
const FROM_LIPS_IOD: f64 = 0.12;
/// Nearer to the outline hair, ears and background are seen in some frames, eye distances.
const FROM_OUTLINE_IOD: f64 = 0.03;
/// More cells than this on a side are no face.
const MOST_CELLS: usize = 400;

/// The cells of a segment, in its lock space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Board {
    origin: [f64; 2],
    /// Lock px from cell to cell.
    pub(super) pitch: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Board {
    /// `None` where there is no face to be laid.
    pub(super) fn of(segment: &Segment) -> Option<Self> {
        let pitch = f64::from(segment.iod_px) / PER_IOD;
        let [left, upper, right, lower] = segment.face.map(f64::from);
        let count = |from: f64, to: f64| ((to - from) / pitch).ceil().max(0.0) as usize;
        let (columns, rows) = (count(left, right), count(upper, lower));
        let fits = |n: usize| (8..=MOST_CELLS).contains(&n);
        (pitch > 0.0 && fits(columns) && fits(rows)).then_some(Self {
            origin: [left, upper],
            pitch,
            columns,
            rows,
        })
    }

    /// Lock px of a place between cells.
    pub(super) fn point(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.origin[0] + x * self.pitch, self.origin[1] + y * self.pitch]
    }

    /// Where the cells lie in a frame, `finer` times as many on each axis, row by row.
    fn places(&self, lock: &Locked<'_>, finer: usize) -> Vec<[f64; 2]> {
        let (columns, count) = (finer * self.columns, finer * finer * self.cells());
        let along = |at: usize| (at as f64 - (finer as f64 - 1.0) / 2.0) / finer as f64;
        let place = |i: usize| lock.to_frame(self.point([along(i % columns), along(i / columns)]));
        (0..count).into_par_iter().map(place).collect()
    }

    /// Which cells lie in a frame among points of a mesh of which all are `marked`.
    pub(super) fn among(&self, lock: &Locked<'_>, points: &[[f32; 2]], marked: &[bool]) -> Vec<bool> {
        let is_among = |place: &[f64; 2]| {
            let mut nearest = [(f64::INFINITY, false); CORNERS];
            for (point, marked) in points.iter().zip(marked) {
                let far = (f64::from(point[0]) - place[0]).powi(2) + (f64::from(point[1]) - place[1]).powi(2);
                if far < nearest[CORNERS - 1].0 {
                    nearest[CORNERS - 1] = (far, *marked);
                    nearest.sort_by(|a, b| a.0.total_cmp(&b.0));
                }
            }
            nearest.iter().all(|(_, marked)| *marked)
        };
        self.places(lock, 1).par_iter().map(is_among).collect()
    }

    pub(super) fn cells(&self) -> usize {
        self.columns * self.rows
    }
}

/// A frame on the cells of a face.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    pub(super) planes: [Plane<f32>; LAID],
    /// Its structure, on [`FINER`] cells.
    pub(super) structure: Plane<f32>,
    /// Whether a cell is skin that holds still.
    pub(super) usable: Vec<bool>,
}

impl Laid {
    /// Lays a frame. `None` where too little of the face lies in it.
    pub(super) fn of(
        (board, also): (&Board, &[bool]),
        frame: &Frame,
        lock: &Locked<'_>,
        subject: &Subject,
        topology: &Topology,
    ) -> Option<Self> {
        let cell_px = board.pitch as f32 * lock.scale();
        let sigma = (0.5 * cell_px).max(0.5);
        let margin = (6.0 * cell_px).ceil() as usize + 4;
        let part =
            lock.face_bounds(frame.width(), frame.height()).grown(margin, frame.width(), frame.height());
        if part.width() < 16 || part.height() < 16 {
            return None;
        }
        let places = board.places(lock, 1);
        let luma = tile::cut(frame.luma(), part).in_levels();
        let soft = blur::gaussian(&luma, sigma);
        let mut rough = blur::gaussian(&luma, (0.75 * cell_px).max(1.0));
        rough.samples_mut().iter_mut().zip(luma.samples()).for_each(|(r, v)| *r = (v - *r) * (v - *r));
        let mut rough = blur::gaussian(&rough, cell_px);
        rough.samples_mut().iter_mut().for_each(|r| *r = r.max(0.0).sqrt());
        let mut structure = blur::gaussian(&luma, (STRUCTURE_CELLS[0] * cell_px).max(STRUCTURE_LEAST_PX[0]));
        let slow = blur::gaussian(&luma, (STRUCTURE_CELLS[1] * cell_px).max(STRUCTURE_LEAST_PX[1]));
        structure.samples_mut().iter_mut().zip(slow.samples()).for_each(|(s, l)| *s -= l);
        let (sx, sy) = frame.subsampling.factors();
        let colour = |which: usize| {
            let plane = frame.plane(which);
            let own = part.subsampled(sx, sy);
            let own = Rect { x1: own.x1.min(plane.width()), y1: own.y1.min(plane.height()), ..own };
            let soft = blur::gaussian(&tile::cut(plane, own).in_levels(), (sigma / sx as f32).max(0.4));
            sampled(&soft, (&places, board.columns), ([own.x0, own.y0], [sx, sy]))
        };
        let one = ([part.x0, part.y0], [1, 1]);
        let planes = [
            sampled(&soft, (&places, board.columns), one),
            colour(1),
            colour(2),
            sampled(&rough, (&places, board.columns), one),
        ];
        let structure = sampled(&structure, (&board.places(lock, FINER), FINER * board.columns), one);
        let usable = usable((board, also), lock, subject, topology, &places)?;
        Some(Self { planes, structure, usable })
    }
}

/// The values of a part of a plane at places of the frame, so many to a row. `corner`: of the part, in samples; `factors`: luma px per sample.
fn sampled(
    plane: &Plane<f32>,
    (places, columns): (&[[f64; 2]], usize),
    (corner, factors): ([usize; 2], [usize; 2]),
) -> Plane<f32> {
    let value = |place: [f64; 2]| {
        let along = |i: usize, size: usize| {
            let at = (place[i] + 0.5) / factors[i] as f64 - 0.5 - corner[i] as f64;
            let at = at.clamp(0.0, size.saturating_sub(1) as f64);
            (at as usize, (at - at.floor()) as f32)
        };
        let ((x, s), (y, t)) = (along(0, plane.width()), along(1, plane.height()));
        let (above, below) = (plane.row(y), plane.row((y + 1).min(plane.height() - 1)));
        let right = (x + 1).min(plane.width() - 1);
        let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
        mix(mix(above[x], above[right], s), mix(below[x], below[right], s), t)
    };
    Plane::from_fn(columns, places.len() / columns.max(1), |x, y| value(places[y * columns + x]))
}

/// Whether a point of lock space is skin of the lock.
pub(super) fn is_skin(lock: &Locked<'_>, point: [f64; 2]) -> bool {
    lock.skin(point) >= SKIN
}

/// Which cells are skin that holds still, those that were `also` skin before among them; `None` where landmarks are missing.
fn usable(
    (board, also): (&Board, &[bool]),
    lock: &Locked<'_>,
    subject: &Subject,
    topology: &Topology,
    places: &[[f64; 2]],
) -> Option<Vec<bool>> {
    let ring = |contour: &[u16]| -> Option<Vec<[f64; 2]>> {
        contour.iter().map(|&i| Some(subject.points.get(usize::from(i))?.map(f64::from))).collect()
    };
    let (lips, oval) = (ring(&topology.lips_outer)?, ring(&topology.oval)?);
    let iod = f64::from(subject.iod_px);
    let near_eye = |p: [f64; 2]| {
        subject.eyes.iter().any(|eye| {
            let [left, upper, right, lower] = eye.map(f64::from);
            let beyond = |v: f64, from: f64, to: f64| (from - v).max(v - to).max(0.0);
            let (dx, dy) = (beyond(p[0], left, right), beyond(p[1], upper, lower));
            dx * dx + dy * dy < (FROM_EYES_IOD * iod).powi(2)
        })
    };
    let is_usable = |(i, &p): (usize, &[f64; 2])| {
        let still = board.point([(i % board.columns) as f64, (i / board.columns) as f64]);
        (is_skin(lock, still) || also.get(i).is_some_and(|a| *a))
            && !near_eye(p)
            && depth(&lips, p) < -FROM_LIPS_IOD * iod
            && depth(&oval, p) > FROM_OUTLINE_IOD * iod
    };
    (subject.eyes.len() == 2 && lips.len() > 2 && oval.len() > 2)
        .then(|| places.par_iter().enumerate().map(is_usable).collect())
}

/// How deep a point lies in a closed loop; negative outside.
pub(super) fn depth(ring: &[[f64; 2]], p: [f64; 2]) -> f64 {
    let (mut inside, mut least) = (false, f64::INFINITY);
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0] + (p[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) {
            inside = !inside;
        }
        let (along, to) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
        let length2 = (along[0] * along[0] + along[1] * along[1]).max(1e-12);
        let t = ((to[0] * along[0] + to[1] * along[1]) / length2).clamp(0.0, 1.0);
        let (dx, dy) = (to[0] - t * along[0], to[1] - t * along[1]);
        least = least.min(dx * dx + dy * dy);
    }
    if inside { least.sqrt() } else { -least.sqrt() }
}
