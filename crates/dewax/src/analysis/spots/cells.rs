//! A face laid on cells of its lock: light, colour and roughness of each, and whether it is skin that holds still.

use crate::face::Topology;
use crate::kernels::blur;
use crate::kernels::tile;
use crate::lock::{Locked, Segment, Subject};
use crate::px::{Frame, LEVEL, Plane, Rect};
use rayon::prelude::*;

/// Cells per eye distance: the smallest spot, 0.05 of it, is one and a half of them.
pub(super) const PER_IOD: f64 = 32.0;
/// Light, two of colour, roughness; 8-bit levels.
pub(super) const CHANNELS: usize = 4;
/// Cells that are skin of the lock by this share are looked at.
const SKIN: f32 = 0.75;
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

    pub(super) fn cells(&self) -> usize {
        self.columns * self.rows
    }
}

/// A frame on the cells of a face.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    pub(super) planes: [Plane<f32>; CHANNELS],
    /// Whether a cell is skin that holds still.
    pub(super) usable: Vec<bool>,
}

impl Laid {
    /// Lays a frame. `None` where too little of the face lies in it.
    pub(super) fn of(
        board: &Board,
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
        let places: Vec<[f64; 2]> = (0..board.cells())
            .into_par_iter()
            .map(|i| lock.to_frame(board.point([(i % board.columns) as f64, (i / board.columns) as f64])))
            .collect();
        let luma = in_levels(tile::cut(frame.luma(), part));
        let soft = blur::gaussian(&luma, sigma);
        let mut rough = blur::gaussian(&luma, (0.75 * cell_px).max(1.0));
        rough.samples_mut().iter_mut().zip(luma.samples()).for_each(|(r, v)| *r = (v - *r) * (v - *r));
        let mut rough = blur::gaussian(&rough, cell_px);
        rough.samples_mut().iter_mut().for_each(|r| *r = r.max(0.0).sqrt());
        let (sx, sy) = frame.subsampling.factors();
        let colour = |which: usize| {
            let plane = frame.plane(which);
            let own = part.subsampled(sx, sy);
            let own = Rect { x1: own.x1.min(plane.width()), y1: own.y1.min(plane.height()), ..own };
            let soft = blur::gaussian(&in_levels(tile::cut(plane, own)), (sigma / sx as f32).max(0.4));
            sampled(board, &soft, &places, ([own.x0, own.y0], [sx, sy]))
        };
        let one = ([part.x0, part.y0], [1, 1]);
        let planes =
            [sampled(board, &soft, &places, one), colour(1), colour(2), sampled(board, &rough, &places, one)];
        let usable = usable(board, lock, subject, topology, &places)?;
        Some(Self { planes, usable })
    }
}

fn in_levels(mut plane: Plane<f32>) -> Plane<f32> {
    plane.samples_mut().iter_mut().for_each(|v| *v /= LEVEL);
    plane
}

/// The values of a part of a plane at places of the frame. `corner`: of the part, in samples; `factors`: luma px per sample.
fn sampled(
    board: &Board,
    plane: &Plane<f32>,
    places: &[[f64; 2]],
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
    Plane::from_fn(board.columns, board.rows, |x, y| value(places[y * board.columns + x]))
}

/// Which cells are skin that holds still; `None` where landmarks are missing.
fn usable(
    board: &Board,
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
        lock.skin(still) >= SKIN
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
