//! A face held still by what is rigid of it, the upper face without eyes and brows: the slow picture of it, and how far the points
//! around its outline lie off that in each frame.

use super::super::shape::Points;
use super::fleeting::Structure;
use super::windows::Pair;
use super::{CAUSES, Outlined, POINTS, Places, ROWS_IOD, Row, apart};
use crate::color::math::exp;
use crate::face::{Topology, ways_out};
use crate::kernels::{blur, shrink, warp};
use crate::lock::{Affine, weighted_motion};
use crate::px::{LEVEL, Plane, Rect};
use rayon::prelude::*;

/// At most so many samples per eye distance: a hundredth of it is a sample, which windows tell to a tenth.
const MOST_SAMPLES: f64 = 100.0;
/// Faces with fewer px between the eyes: a hundredth of that is too little to be seen.
const LEAST_IOD_PX: f32 = 40.0;
/// Side of the picture that is held, eye distances: the mesh is 2.3 high, windows reach half an eye distance around it.
const SIDE_IOD: f64 = 3.6;
/// Softens what the sampling of camera and codec left hard, samples: slopes of sharper edges are no straight lines.
const SOFT_SIGMA: f32 = 0.8;
/// The slow picture follows within so many seconds: breathing is quicker, turning and growing hair are not.
const FOLLOWS_S: f64 = 0.5;
/// A window's bell, eye distances: an ear or a piece of jaw. Half of it sees noise, twice of it half of a local warp.
const WINDOW_IOD: f64 = 0.13;
/// What is rigid is looked at around the mesh's rigid points, and not around the eyes, eye distances.
const AROUND_RIGID_IOD: f64 = 0.08;
const AROUND_EYES_IOD: f64 = 0.25;
/// Points nearer to the picture's edge than this, eye distances, see the edge.
const IN_PICTURE_IOD: f64 = 0.2;
/// A face that grew or shrank by more is followed anew.
const MOST_SCALE: f32 = 1.35;
/// Eyes, nose and mouth in the MediaPipe face mesh.
const EYES: [usize; 4] = [33, 133, 362, 263];
const MOUTH_CORNERS: [usize; 2] = [61, 291];
const NOSE: usize = 1;
const NOSE_BASE: usize = 2;

/// See the file's first line. Samples are those of the held picture.
pub(super) struct Still {
    /// Luma px per sample, whole.
    step: usize,
    /// Samples per eye distance.
    iod: f64,
    /// Eye distance of the first frame, luma px.
    iod_px: f32,
    size: usize,
    /// The slow picture, 8-bit levels.
    mean: Plane<f32>,
    /// What is rigid, at half the resolution.
    rigid_weight: Plane<f32>,
    rigid: Vec<usize>,
    oval: Vec<usize>,
    /// The slow mesh, samples.
    mesh: Vec<[f64; 2]>,
    /// Where each point of the outline is usually, eye distances out from where it was first.
    usual: Vec<f64>,
    frames: usize,
}

impl Still {
    /// Begins with a frame. `None` where the face is too small or its mesh incomplete.
    pub(super) fn new(luma: &Plane<u16>, seen: &Outlined<'_>, topology: &Topology) -> Option<Self> {
        if seen.iod_px.is_nan() || seen.iod_px < LEAST_IOD_PX || topology.oval.len() != POINTS {
            return None;
        }
        let points: Vec<[f64; 2]> = seen.points.iter().map(|p| p.map(f64::from)).collect();
        let rigid = Points::of(&points.iter().map(|p| [p[0], p[1], 0.0]).collect(), topology)?.rigid;
        let step = (f64::from(seen.iod_px) / MOST_SAMPLES).ceil().max(1.0);
        let iod = f64::from(seen.iod_px) / step;
        let size = (SIDE_IOD * iod / 2.0).ceil() as usize * 2;
        let oval: Vec<usize> = topology.oval.iter().map(|&i| usize::from(i)).collect();
        let middle = middle_of(oval.iter().filter_map(|&i| points.get(i)));
        let half = size as f64 / 2.0;
        let to_frame = Affine([step, 0.0, middle[0] - step * half, 0.0, step, middle[1] - step * half]);
        let back = to_frame.inverse()?;
        let mesh: Vec<[f64; 2]> = points.iter().map(|p| place(&back, *p)).collect();
        let mean = cut(luma, &to_frame, step as usize, size)?;
        let rigid_weight = weight_of(&mesh, &rigid, iod, size);
        Some(Self {
            step: step as usize,
            iod,
            iod_px: seen.iod_px,
            size,
            mean,
            rigid_weight,
            rigid,
            oval,
            mesh,
            usual: vec![0.0; POINTS * ROWS_IOD.len()],
            frames: 1,
        })
    }

    /// Whether a face is still about as large.
    pub(super) fn holds(&self, seen: &Outlined<'_>) -> bool {
        let scale = seen.iod_px / self.iod_px;
        (1.0 / MOST_SCALE..MOST_SCALE).contains(&scale)
    }

    /// The next frame, `index` of the shot. `None` where the face cannot be laid over the slow picture.
    pub(super) fn push(
        &mut self,
        luma: &Plane<u16>,
        seen: &Outlined<'_>,
        index: usize,
        rate: f64,
    ) -> Option<(Row, Structure)> {
        let points: Vec<[f64; 2]> = seen.points.iter().map(|p| p.map(f64::from)).collect();
        let guess = affine_between(&self.mesh, &points, &self.rigid)?;
        let rough = cut(luma, &guess, self.step, self.size)?;
        let [before, after] = [&self.mean, &rough].map(|p| shrink::shrink_f32(p, 2));
        let motion = weighted_motion(&before, &after, &self.rigid_weight)?.scaled(2.0);
        let to_frame = motion.then(&guess);
        let here = cut(luma, &to_frame, self.step, self.size)?;
        let back = to_frame.inverse()?;
        let now: Vec<[f64; 2]> = points.iter().map(|p| place(&back, *p)).collect();
        let places = self.places()?;
        let pair = Pair::new(&self.mean, &here);
        let (iod, sigma) = (self.iod, WINDOW_IOD * self.iod);
        let inside = |p: [f64; 2]| {
            let [x, y] = place(&to_frame, p);
            let margin = IN_PICTURE_IOD * f64::from(seen.iod_px);
            x > margin && y > margin && x + margin < luma.width() as f64 && y + margin < luma.height() as f64
        };
        let off: Vec<Option<f32>> = (0..self.usual.len())
            .into_par_iter()
            .map(|i| {
                let at = places.at[i].map(|v| v * iod);
                if inside(at) { pair.off(at, places.out[i % POINTS], sigma) } else { None }
            })
            .collect();
        self.frames += 1;
        let quick = 1.0 - exp(-1.0 / (FOLLOWS_S * rate.max(1.0)));
        let share = quick.max(1.0 / self.frames as f64);
        let mut out_iod = Vec::with_capacity(off.len());
        for (usual, off) in self.usual.iter_mut().zip(off) {
            let off = off.map(|v| f64::from(v) / iod);
            out_iod.push(off.map_or(f32::NAN, |o| (*usual + o) as f32));
            *usual += share * off.unwrap_or(0.0);
        }
        for (m, h) in self.mean.samples_mut().iter_mut().zip(here.samples()) {
            *m += share as f32 * (h - *m);
        }
        for (m, n) in self.mesh.iter_mut().zip(&now) {
            *m = [0, 1].map(|i| m[i] + share * (n[i] - m[i]));
        }
        let row = Row { frame: index, out_iod, causes: causes(&now, iod), lacks: None };
        Some((row, Structure::of(&here, iod)))
    }

    /// Where the points around the outline lie now.
    pub(super) fn places(&self) -> Option<Places> {
        let oval: Vec<[f64; 2]> = self.oval.iter().filter_map(|&i| self.mesh.get(i)).copied().collect();
        if oval.len() != POINTS {
            return None;
        }
        let out = ways_out(&oval);
        let at = ROWS_IOD.iter().flat_map(|by| {
            oval.iter().zip(&out).map(move |(p, n)| [0, 1].map(|i| p[i] / self.iod + by * n[i]))
        });
        let eyes = middle_of(EYES.iter().filter_map(|&i| self.mesh.get(i)));
        let nose = self.mesh.get(NOSE_BASE)?;
        let down = [nose[0] - eyes[0], nose[1] - eyes[1]];
        let along = |p: &[f64; 2]| (p[0] - eyes[0]) * down[0] + (p[1] - eyes[1]) * down[1];
        let chin = (0..POINTS).max_by(|&a, &b| along(&oval[a]).total_cmp(&along(&oval[b])))?;
        let before = oval[(chin + POINTS - POINTS / 4) % POINTS];
        let behind = oval[(chin + POINTS / 4) % POINTS];
        let right_eye = *self.mesh.get(EYES[0])?;
        let right_first = apart(before, right_eye) < apart(behind, right_eye);
        let of = |points: [usize; 2]| {
            middle_of(points.iter().filter_map(|&i| self.mesh.get(i))).map(|v| v / self.iod)
        };
        Some(Places {
            features: [of([EYES[0], EYES[1]]), of([EYES[2], EYES[3]]), of(MOUTH_CORNERS)],
            at: at.collect(),
            chin,
            right_first,
            width_iod: apart(before, behind) / self.iod,
            out,
        })
    }
}

/// What moves a face without its shape being wrong, in eye distances.
fn causes(mesh: &[[f64; 2]], iod: f64) -> [f32; CAUSES] {
    let at = |i: usize| mesh.get(i).copied().unwrap_or_default();
    let apart = |a: usize, b: usize| apart(at(a), at(b));
    let eyes = middle_of(EYES.iter().filter_map(|&i| mesh.get(i)));
    [
        apart(13, 14),
        apart(78, 308),
        apart(17, NOSE_BASE),
        at(NOSE)[0] - eyes[0],
        at(NOSE)[1] - eyes[1],
        apart(159, 145) + apart(386, 374),
    ]
    .map(|v| (v / iod) as f32)
}

fn middle_of<'a>(points: impl Iterator<Item = &'a [f64; 2]>) -> [f64; 2] {
    let (mut sum, mut count) = ([0.0f64; 2], 0.0f64);
    for p in points {
        sum = [sum[0] + p[0], sum[1] + p[1]];
        count += 1.0;
    }
    sum.map(|s| s / count.max(1.0))
}

fn place(map: &Affine, p: [f64; 2]) -> [f64; 2] {
    let (x, y) = map.apply(p[0], p[1]);
    [x, y]
}

/// What of a frame lies under a square of `size` samples along a map, 8-bit levels.
fn cut(luma: &Plane<u16>, map: &Affine, step: usize, size: usize) -> Option<Plane<f32>> {
    let far = size as f64;
    let corners = [[0.0, 0.0], [far, 0.0], [0.0, far], [far, far]].map(|p| place(map, p));
    if corners.iter().flatten().any(|v| !v.is_finite()) {
        return None;
    }
    let margin = (4 * step + 4) as f64;
    let span = |axis: usize, most: usize| {
        let low = corners.iter().map(|c| c[axis]).fold(f64::INFINITY, f64::min) - margin;
        let high = corners.iter().map(|c| c[axis]).fold(f64::NEG_INFINITY, f64::max) + margin;
        ((low.max(0.0) as usize).min(most), (high.max(0.0).ceil() as usize).min(most))
    };
    let ((x0, x1), (y0, y1)) = (span(0, luma.width()), span(1, luma.height()));
    let part = Rect { x0, y0, x1, y1 };
    if part.width() < 4 * step || part.height() < 4 * step {
        return None;
    }
    let mut small = shrink::shrink_part(luma, part, step);
    small.samples_mut().iter_mut().for_each(|v| *v /= LEVEL);
    let small = blur::gaussian(&small, SOFT_SIGMA);
    let by = 1.0 / step as f64;
    let into = |start: usize| (0.5 - start as f64) * by - 0.5;
    let there = map.then(&Affine([by, 0.0, into(x0), 0.0, by, into(y0)]));
    Some(warp::warp(&small, there.0, size, size))
}

/// Where a picture shows what is rigid, at half its resolution.
fn weight_of(mesh: &[[f64; 2]], rigid: &[usize], iod: f64, size: usize) -> Plane<f32> {
    let half = size / 2;
    let near = |p: [f64; 2], q: &[f64; 2], by: f64| {
        (p[0] - q[0]).powi(2) + (p[1] - q[1]).powi(2) < (by * iod).powi(2)
    };
    let eyes = [&EYES[..2], &EYES[2..]].map(|e| middle_of(e.iter().filter_map(|&i| mesh.get(i))));
    let solid: Vec<[f64; 2]> = rigid.iter().filter_map(|&i| mesh.get(i)).copied().collect();
    let weight = Plane::from_fn(half, half, |x, y| {
        let p = [2.0 * x as f64 + 0.5, 2.0 * y as f64 + 0.5];
        let is_rigid = solid.iter().any(|q| near(p, q, AROUND_RIGID_IOD))
            && !eyes.iter().any(|q| near(p, q, AROUND_EYES_IOD));
        f32::from(u8::from(is_rigid))
    });
    blur::gaussian(&weight, (0.025 * iod) as f32)
}

/// The affine map that leads some points of one mesh to those of another best.
fn affine_between(from: &[[f64; 2]], to: &[[f64; 2]], which: &[usize]) -> Option<Affine> {
    let pairs: Vec<([f64; 2], [f64; 2])> =
        which.iter().filter_map(|&i| Some((*from.get(i)?, *to.get(i)?))).collect();
    let (a, b) = (middle_of(pairs.iter().map(|p| &p.0)), middle_of(pairs.iter().map(|p| &p.1)));
    let ([mut xx, mut xy, mut yy], mut right) = ([0.0f64; 3], [[0.0f64; 2]; 2]);
    for (p, q) in &pairs {
        let (u, v) = ([p[0] - a[0], p[1] - a[1]], [q[0] - b[0], q[1] - b[1]]);
        xx += u[0] * u[0];
        xy += u[0] * u[1];
        yy += u[1] * u[1];
        for i in 0..2 {
            right[i] = [right[i][0] + u[0] * v[i], right[i][1] + u[1] * v[i]];
        }
    }
    let det = xx * yy - xy * xy;
    if det.is_nan() || det <= 1e-9 * (xx + yy).powi(2) {
        return None;
    }
    let rows = right.map(|[p, q]| [(yy * p - xy * q) / det, (xx * q - xy * p) / det]);
    let shift = [0, 1].map(|i| b[i] - rows[i][0] * a[0] - rows[i][1] * a[1]);
    Some(Affine([rows[0][0], rows[0][1], shift[0], rows[1][0], rows[1][1], shift[1]]))
}
