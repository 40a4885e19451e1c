//! One frame of both files in cells: per plane what is skin and what is beside it, how far the result's level and detail lie from
//! the source's, and what of a change is only a shift of what was there.

use super::tone::Tone;
use crate::kernels::{blur, warp};
use crate::lock::{Locked, band_sigmas};
use crate::px::{Frame, LEVEL, Mask, Plane, Rect};
use rayon::prelude::*;

/// Bands of detail that are compared: 2-4 and 4-8 px.
pub(super) const BANDS: usize = 2;
/// Skin of the mask that counts as skin.
const SKIN_ENOUGH: f32 = 0.5;
/// Field nodes of a motion lie so far apart, px.
const NODES_PX: usize = 8;
/// Trust below which a place of the lock says nothing.
const LEAST_TRUST: f32 = 0.4;

/// Sums over pixels of one kind in one plane, 8-bit levels; the result without what the tone explains.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) n: f32,
    /// Level of the source, and by how much the result's differs.
    pub(super) s: f32,
    pub(super) e: f32,
    pub(super) ss: [f32; BANDS],
    pub(super) sr: [f32; BANDS],
    pub(super) rr: [f32; BANDS],
}

/// Skin beside the source's other frame, along the lock.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stick {
    pub(super) n: f32,
    /// Source and result with the source's other frame; energy of that; and both frames' own.
    pub(super) so: [f32; BANDS],
    pub(super) ro: [f32; BANDS],
    pub(super) oo: [f32; BANDS],
    pub(super) ss: [f32; BANDS],
    pub(super) sr: [f32; BANDS],
    pub(super) rr: [f32; BANDS],
}

/// Normal equations of a shift that would explain the change.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moved {
    pub(super) n: f32,
    pub(super) gg: [f32; 3],
    pub(super) gd: [f32; 2],
    pub(super) dd: f32,
}

/// Everything of one cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// Per plane: beside the skin, and skin.
    pub(super) planes: [[Sums; 2]; 3],
    pub(super) stick: Stick,
    /// The same of a neck, where the lock knows less.
    pub(super) neck: Stick,
    /// Of fine and of coarse luma.
    pub(super) moved: [Moved; 2],
    /// Brightness of the source under the result's tone, of the result, and of the source without the sharpening that is to be taken
    /// back, of all its pixels: sums of a frame, which are not joined.
    /// Beside the source as it is, a colour that flickers less than the picture would seem to flicker where the tone takes the
    /// picture's flicker out.
    pub(super) lit: [f32; 3],
    pub(super) lit_n: f32,
    /// Of brightness in time.
    pub(super) swing: Swing,
    /// How much of it is near a face, 0..=1.
    pub(super) face: f32,
}

/// How brightness bends from frame to frame: squares of half its second difference, source and result, 8-bit levels.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Swing {
    pub(super) n: f32,
    pub(super) s: f32,
    pub(super) r: f32,
}

macro_rules! add_fields {
    ($a:expr, $b:expr, $($one:ident),* ; $($many:ident),*) => {
        $($a.$one += $b.$one;)*
        $($a.$many.iter_mut().zip($b.$many).for_each(|(x, y)| *x += y);)*
    };
}

impl Cell {
    pub(super) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.planes.iter_mut().flatten().zip(other.planes.iter().flatten()) {
            add_fields!(mine, theirs, n, s, e ; ss, sr, rr);
        }
        add_fields!(self.stick, other.stick, n ; so, ro, oo, ss, sr, rr);
        add_fields!(self.neck, other.neck, n ; so, ro, oo, ss, sr, rr);
        add_fields!(self.swing, other.swing, n, s, r ;);
        self.join_moved(other);
        self.face = self.face.max(other.face);
    }

    /// Mean brightness of the source under the result's tone, of the result, and of the source as it is to become.
    pub(super) fn brightness(&self) -> [f32; 3] {
        self.lit.map(|sum| sum / self.lit_n.max(1.0))
    }

    /// Joins what tells a shift.
    pub(super) fn join_moved(&mut self, other: &Self) {
        for (mine, theirs) in self.moved.iter_mut().zip(&other.moved) {
            add_fields!(mine, theirs, n, dd ; gg, gd);
        }
    }
}

/// The cells of a picture: squares of `block` luma px.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    pub(super) block: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Grid {
    pub(super) fn new((width, height): (usize, usize), block: usize) -> Self {
        Self { block, columns: width.div_ceil(block), rows: height.div_ceil(block) }
    }
}

/// One frame of both files, and the source's other one with the locks that lead there.
pub(super) struct Shown<'a> {
    pub(super) source: &'a Frame,
    pub(super) result: &'a Frame,
    /// Luma of the source without the sharpening that is to be taken back.
    pub(super) due: Option<Plane<u16>>,
    pub(super) tones: [Tone; 3],
    pub(super) other: Option<(&'a Frame, Vec<(Locked<'a>, Locked<'a>)>)>,
    pub(super) faces: Vec<Locked<'a>>,
}

fn in_levels(plane: &Plane<u16>) -> Plane<f32> {
    let mut out = Plane::new(plane.width(), plane.height());
    out.samples_mut().par_iter_mut().zip(plane.samples()).for_each(|(o, v)| *o = f32::from(*v) / LEVEL);
    out
}

/// A plane of the result without what coloured light explains, which moves colours where it is bright.
fn without_light(
    mut plane: Plane<f32>,
    tone: Tone,
    luma: &Plane<u16>,
    (across, down): (usize, usize),
) -> Plane<f32> {
    if tone.has_light() && plane.width() > 0 {
        let width = plane.width();
        plane.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
            let rows: Vec<&[u16]> =
                (0..down).map(|k| luma.row((y * down + k).min(luma.height() - 1))).collect();
            for (x, sample) in row.iter_mut().enumerate() {
                let columns = x * across..((x + 1) * across).min(luma.width());
                let count = (columns.len() * rows.len()).max(1) as f32;
                let sum: f32 = rows.iter().flat_map(|r| &r[columns.clone()]).map(|v| f32::from(*v)).sum();
                *sample -= tone.lit(sum / count / LEVEL);
            }
        });
    }
    plane
}

/// A plane and its blurs.
fn blurs(whole: Plane<f32>) -> [Plane<f32>; 3] {
    let (fine, mid) =
        rayon::join(|| blur::gaussian(&whole, band_sigmas(0).1), || blur::gaussian(&whole, band_sigmas(1).1));
    [whole, fine, mid]
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Beside,
    Skin,
    Edge,
}

/// Which pixels of luma are skin.
fn kinds(mask: Option<&Mask>, width: usize, height: usize) -> Plane<u8> {
    let mut out = Plane::new(width, height);
    out.samples_mut().par_chunks_mut(width).enumerate().for_each(|(y, row)| {
        let mut weights = vec![0.0f32; width];
        if let Some(mask) = mask {
            mask.expand_row(y, 0, &mut weights);
        }
        row.iter_mut().zip(weights).for_each(|(o, w)| {
            *o = if w <= 0.0 {
                Kind::Beside
            } else if w >= SKIN_ENOUGH {
                Kind::Skin
            } else {
                Kind::Edge
            } as u8;
        });
    });
    out
}

/// All cells of a frame.
pub(super) fn cells(grid: &Grid, shown: &Shown<'_>) -> Vec<Cell> {
    let (source, result) = (shown.source, shown.result);
    let kinds = kinds(source.skin.as_deref(), source.width(), source.height());
    let mut out = vec![Cell::default(); grid.columns * grid.rows];
    for which in 0..3 {
        let (fx, fy) = if which == 0 { (1, 1) } else { source.subsampling.factors() };
        let tone = shown.tones[which];
        let (s, r) = rayon::join(
            || blurs(in_levels(source.plane(which))),
            || blurs(without_light(in_levels(result.plane(which)), tone, source.luma(), (fx, fy))),
        );
        out.par_chunks_mut(grid.columns).enumerate().for_each(|(row, cells)| {
            let (from, to) = (row * grid.block / fy, ((row + 1) * grid.block / fy).min(s[0].height()));
            for y in from..to {
                let kinds = kinds.row((y * fy).min(kinds.height() - 1));
                let [s0, s1, s2] = [s[0].row(y), s[1].row(y), s[2].row(y)];
                let [r0, r1, r2] = [r[0].row(y), r[1].row(y), r[2].row(y)];
                for x in 0..s0.len() {
                    let kind = kinds[(x * fx).min(kinds.len() - 1)];
                    let cell = &mut cells[(x * fx / grid.block).min(grid.columns - 1)];
                    let apart = r0[x] - tone.at(s0[x]);
                    if which == 0 {
                        cell.lit[0] += tone.at(s0[x]);
                        cell.lit[1] += r0[x];
                        let due = shown.due.as_ref().map_or(s0[x], |d| f32::from(d.row(y)[x]) / LEVEL);
                        cell.lit[2] += tone.at(due);
                        cell.lit_n += 1.0;
                    }
                    if kind == Kind::Edge as u8 {
                        continue;
                    }
                    let sums = &mut cell.planes[which][usize::from(kind)];
                    let slope = 1.0 / tone.slope(s2[x]).clamp(0.25, 4.0);
                    sums.n += 1.0;
                    sums.s += s0[x];
                    sums.e += apart;
                    let bands = [(s0[x] - s1[x], r0[x] - r1[x]), (s1[x] - s2[x], r1[x] - r2[x])];
                    for (band, (p, q)) in bands.into_iter().enumerate() {
                        let q = q * slope;
                        sums.ss[band] += p * p;
                        sums.sr[band] += p * q;
                        sums.rr[band] += q * q;
                    }
                }
            }
        });
        if which == 0 {
            shifts(grid, &s, &r, tone, &mut out);
            stick(grid, shown, &s, &r, &kinds, &mut out);
        }
    }
    near_faces(grid, shown, &mut out);
    out
}

/// What of the change of brightness is a shift of what was there.
fn shifts(grid: &Grid, s: &[Plane<f32>; 3], r: &[Plane<f32>; 3], tone: Tone, out: &mut [Cell]) {
    for scale in 0..2 {
        let (s, r) = (&s[scale + 1], &r[scale + 1]);
        let (width, height) = (s.width(), s.height());
        out.par_chunks_mut(grid.columns).enumerate().for_each(|(row, cells)| {
            let (from, to) =
                ((row * grid.block).max(1), ((row + 1) * grid.block).min(height.saturating_sub(1)));
            for y in from..to {
                let (above, own, below, made) = (s.row(y - 1), s.row(y), s.row(y + 1), r.row(y));
                for x in 1..width.saturating_sub(1) {
                    let moved = &mut cells[x / grid.block].moved[scale];
                    let slope = tone.slope(own[x]);
                    let (gx, gy) =
                        (slope * (own[x + 1] - own[x - 1]) / 2.0, slope * (below[x] - above[x]) / 2.0);
                    let d = made[x] - tone.at(own[x]);
                    moved.n += 1.0;
                    moved.gg[0] += gx * gx;
                    moved.gg[1] += gx * gy;
                    moved.gg[2] += gy * gy;
                    moved.gd[0] += gx * d;
                    moved.gd[1] += gy * d;
                    moved.dd += d * d;
                }
            }
        });
    }
}

/// Compares skin with the source's other frame along the locks.
fn stick(
    grid: &Grid,
    shown: &Shown<'_>,
    s: &[Plane<f32>; 3],
    r: &[Plane<f32>; 3],
    kinds: &Plane<u8>,
    out: &mut [Cell],
) {
    let (Some((other, locks)), Some(mask)) = (&shown.other, shown.source.skin.as_deref()) else { return };
    for (here, there) in locks {
        let (width, height) = (s[0].width(), s[0].height());
        let margin = blur::radius_px(band_sigmas(1).1);
        let face = here.face_bounds(width, height);
        let region = here.bounds(width, height).and(&mask.roi);
        let Some(back) = here.back().filter(|_| !region.is_empty()) else { continue };
        let wide: Rect = region.grown(margin, width, height);
        let field = warp::Field::new((wide.width(), wide.height()), NODES_PX, |x, y| {
            there.to_frame(back([(wide.x0 + x) as f64, (wide.y0 + y) as f64]))
        });
        let mut moved = warp::under_field(other.luma(), &field);
        moved.samples_mut().par_iter_mut().for_each(|v| *v /= LEVEL);
        let o = blurs(moved);
        let trust = Plane::from_fn(wide.width() / NODES_PX + 1, wide.height() / NODES_PX + 1, |i, j| {
            let still = back([(wide.x0 + i * NODES_PX) as f64, (wide.y0 + j * NODES_PX) as f64]);
            here.trust(still).min(there.trust(still)) >= LEAST_TRUST
        });
        let tone = shown.tones[0];
        out.par_chunks_mut(grid.columns).enumerate().for_each(|(row, cells)| {
            let (from, to) = ((row * grid.block).max(region.y0), ((row + 1) * grid.block).min(region.y1));
            for y in from..to {
                let v = y - wide.y0;
                for x in region.x0..region.x1 {
                    let u = x - wide.x0;
                    if kinds.row(y)[x] != Kind::Skin as u8 || !trust.row(v / NODES_PX)[u / NODES_PX] {
                        continue;
                    }
                    let cell = &mut cells[x / grid.block];
                    let is_face = (face.x0..face.x1).contains(&x) && (face.y0..face.y1).contains(&y);
                    let stick = if is_face { &mut cell.stick } else { &mut cell.neck };
                    stick.n += 1.0;
                    let slope = 1.0 / tone.slope(s[2].row(y)[x]).clamp(0.25, 4.0);
                    for band in 0..BANDS {
                        let p = s[band].row(y)[x] - s[band + 1].row(y)[x];
                        let q = (r[band].row(y)[x] - r[band + 1].row(y)[x]) * slope;
                        let w = o[band].row(v)[u] - o[band + 1].row(v)[u];
                        stick.so[band] += p * w;
                        stick.ro[band] += q * w;
                        stick.oo[band] += w * w;
                        stick.ss[band] += p * p;
                        stick.sr[band] += p * q;
                        stick.rr[band] += q * q;
                    }
                }
            }
        });
    }
}

/// Which cells lie on a face.
fn near_faces(grid: &Grid, shown: &Shown<'_>, out: &mut [Cell]) {
    for lock in &shown.faces {
        let bounds = lock.face_bounds(shown.source.width(), shown.source.height());
        let Some(back) = lock.back() else { continue };
        for (i, cell) in out.iter_mut().enumerate() {
            let at = [i % grid.columns, i / grid.columns].map(|k| (k * grid.block + grid.block / 2) as f64);
            let within = at[0] >= bounds.x0 as f64
                && at[0] < bounds.x1 as f64
                && at[1] >= bounds.y0 as f64
                && at[1] < bounds.y1 as f64;
            if within && lock.segment.is_face(back(at)) {
                cell.face = 1.0;
            }
        }
    }
}
