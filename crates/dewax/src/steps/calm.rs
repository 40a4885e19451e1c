//! Temporal calming: takes out of the skin what its neighbours in time do not share.
//!
//! Neighbour frames are brought into place by the shot's motion, one sampling each, and averaged with the frame where
//! they agree with it. The change is split into bands, so that boil (fine) and patch flicker (coarse) have a strength
//! each. Agreement is judged per block and without the block's mean: brightness that differs is the flicker to be
//! removed, structure that differs is motion the model missed, a hand, or a mouth, and is left alone.

use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::kernels::{blur, simd, tile, warp};
use crate::lock::Affine;
use crate::params;
use crate::px::{Frame, LEVEL, Mask, Plane, Rect, Window};
use crate::step::{Context, Reach, Step, Touches};
use rayon::prelude::*;

params! {
    /// Light temporal calming of the skin.
    pub struct Calm {
        /// How much of the boil (fine texture redrawn every frame) to take out.
        amount: f32 = 0.8, in 0.0..1.0, cap 0.9;
        /// How much of the patch flicker (cheek-sized brightness) to take out, as far as the window allows.
        patch: f32 = 0.9, in 0.0..1.0;
        /// Frames read on each side.
        radius_frames: i64 = 3, in 1..3, unit "frames";
        /// The boil measured in the shot: what differs by clearly more is motion, and is left alone.
        boil_levels: f32 = 1.5, in 0.0..20.0, unit "levels";
        /// Fit all of the above to what was measured in the shot; false takes them as they are.
        auto: bool = true;
    }
}

/// Boil below this is what codecs and sensors leave in calm footage.
pub const BOIL_FLOOR_LEVELS: f32 = 0.7;
/// Patch flicker below this is expression and breathing light.
pub const PATCH_FLOOR_LEVELS: f32 = 0.6;
/// Least share of the skin that must follow the motion for a neighbour to be read.
const LEAST_INLIERS: f32 = 0.5;
/// Blocks in which agreement is judged, at 1080p.
const BLOCK_PX: f32 = 24.0;
/// Above this wavelength (as a sigma, at 1080p) a change is patch flicker, below it boil.
const SPLIT_SIGMA_PX: f32 = 8.0;
/// A neighbour that moved further than this share of the frame's shorter side is not read.
const LARGEST_MOVE: f32 = 0.12;

fn split_sigma(picture: &Picture) -> f32 {
    (SPLIT_SIGMA_PX * picture.scale()).max(1.5)
}

fn block_px(picture: &Picture) -> usize {
    ((BLOCK_PX * picture.scale()).round() as usize).max(8)
}

fn largest_move_px(picture: &Picture) -> f32 {
    LARGEST_MOVE * picture.format.width.min(picture.format.height) as f32
}

/// A neighbour in place: how to sample it, and how far to trust each block.
struct Neighbour<'a> {
    frame: &'a Frame,
    /// From pixels of this frame to pixels of the neighbour.
    map: Affine,
}

impl Step for Calm {
    const NAME: &'static str = "calm";
    const DOC: &'static str = "Averages the skin with its neighbours in time along the motion of the skin: texture that \
        boils and patches that pulse go, texture that sticks stays. Does nothing where nothing flickers, where the \
        motion is not known, or where neighbours show something else.";
    const TOUCHES: Touches = Touches::Skin;
    const NEEDS: &'static [&'static str] = &["mask"];

    fn neutral() -> Self {
        Self { amount: 0.0, patch: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0 && self.patch == 0.0
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        if !self.auto {
            return self.clone();
        }
        // From nothing at the floor to the wished strength at one and a half times the floor.
        let share = |measured: f32, floor: f32| (2.0 * (measured / floor - 1.0)).clamp(0.0, 1.0);
        let figures = &facts.figures;
        let round = |v: f32| (v * 100.0).round() / 100.0;
        Self {
            amount: round(self.amount * share(figures.boil_levels, BOIL_FLOOR_LEVELS)),
            patch: round(self.patch * share(figures.patch_levels, PATCH_FLOOR_LEVELS)),
            boil_levels: round(figures.boil_levels.max(BOIL_FLOOR_LEVELS)),
            ..self.clone()
        }
    }

    fn reach(&self, picture: &Picture) -> Reach {
        let radius = self.radius_frames.max(0) as usize;
        let halo = largest_move_px(picture).ceil() as usize
            + blur::radius_px(split_sigma(picture))
            + 3 * block_px(picture)
            + 8;
        Reach { back_frames: radius, ahead_frames: radius, halo_px: halo }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let Some(mask) = here.skin.clone() else { return };
        let picture = context.picture;
        let (width, height) = (here.width(), here.height());
        let region = mask.roi.grown(blur::radius_px(split_sigma(picture)), width, height);
        let radius = self.radius_frames as isize;
        let neighbours: Vec<Neighbour<'_>> = (-radius..=radius)
            .filter(|&by| by != 0)
            .filter_map(|by| {
                let frame = source.off(by)?;
                let (map, inliers) = context.facts.motion_between(here.index, frame.index)?;
                let near = farthest_move(&map, region) <= largest_move_px(picture);
                (inliers >= LEAST_INLIERS && near).then_some(Neighbour { frame, map })
            })
            .collect();
        if neighbours.is_empty() {
            return;
        }
        let block = block_px(picture);
        // Differences of pure boil between two frames are sqrt(2) of the boil; structure that moved is larger.
        let limit = 2.2 * std::f32::consts::SQRT_2 * self.boil_levels * LEVEL;
        let mut luma = Average::new(region);
        let mut chroma: [Average; 2] = [1, 2].map(|_| {
            let (sx, sy) = here.subsampling.factors();
            Average::new(region.subsampled(sx, sy))
        });
        let now = tile::cut(here.luma(), region);
        for n in &neighbours {
            let moved = sample(n.frame.luma(), &n.map, region, 1.0, 1.0);
            let trust = trust(&now, &moved, block, limit);
            luma.add(&now, &moved, &trust, (block, block));
            for (which, average) in chroma.iter_mut().enumerate() {
                let (sx, sy) = here.subsampling.factors();
                let part = average.region;
                let now = tile::cut(here.plane(which + 1), part);
                let moved = sample(n.frame.plane(which + 1), &n.map, part, sx as f64, sy as f64);
                average.add(&now, &moved, &trust, (block / sx, block / sy));
            }
        }
        let change = self.split(luma.change(), split_sigma(picture));
        add_masked(out.plane_mut(0), &change, region, &mask, (1, 1), picture.levels.legal);
        let (sx, sy) = here.subsampling.factors();
        for (which, average) in chroma.into_iter().enumerate() {
            let part = average.region;
            let change = self.split(average.change(), split_sigma(picture) / sx as f32);
            add_masked(out.plane_mut(which + 1), &change, part, &mask, (sx, sy), picture.levels.legal);
        }
    }
}

impl Calm {
    /// The change to apply: its fine part times `amount`, its coarse part times `patch`.
    fn split(&self, change: Plane<f32>, sigma_px: f32) -> Plane<f32> {
        let coarse = blur::gaussian(&change, sigma_px);
        let mut out = change;
        for (o, &c) in out.samples_mut().iter_mut().zip(coarse.samples()) {
            *o = self.amount * (*o - c) + self.patch * c;
        }
        out
    }
}

/// How far the map moves the corners of a region, in pixels.
fn farthest_move(map: &Affine, region: Rect) -> f32 {
    [(region.x0, region.y0), (region.x1, region.y0), (region.x0, region.y1), (region.x1, region.y1)]
        .iter()
        .map(|&(x, y)| {
            let (nx, ny) = map.apply(x as f64, y as f64);
            ((nx - x as f64).abs().max((ny - y as f64).abs())) as f32
        })
        .fold(0.0, f32::max)
}

/// The region of a neighbour's plane, brought into place with one sampling. `sx`, `sy`: luma pixels per sample.
fn sample(plane: &Plane<u16>, map: &Affine, region: Rect, sx: f64, sy: f64) -> Plane<f32> {
    let m = &map.0;
    let on_plane = [m[0], m[1] * sy / sx, m[2] / sx, m[3] * sx / sy, m[4], m[5] / sy];
    warp::under(plane, on_plane, region)
}

/// Trust per block, 0..=1: Tukey's weight of the RMS difference without its mean.
fn trust(now: &Plane<f32>, moved: &Plane<f32>, block: usize, limit: f32) -> Plane<f32> {
    let (columns, rows) = (now.width().div_ceil(block), now.height().div_ceil(block));
    let mut out = Plane::new(columns, rows);
    out.samples_mut().par_chunks_mut(columns.max(1)).enumerate().for_each(|(j, row)| {
        let (y0, y1) = (j * block, ((j + 1) * block).min(now.height()));
        for (i, o) in row.iter_mut().enumerate() {
            let (x0, x1) = (i * block, ((i + 1) * block).min(now.width()));
            let (mut sum, mut squares) = (0.0f32, 0.0f32);
            for y in y0..y1 {
                for (a, b) in now.row(y)[x0..x1].iter().zip(&moved.row(y)[x0..x1]) {
                    let d = (b - a) / LEVEL;
                    sum += d;
                    squares += d * d;
                }
            }
            let count = ((x1 - x0) * (y1 - y0)) as f32;
            let variance = (squares / count - (sum / count) * (sum / count)).max(0.0);
            let t = 1.0 - variance / (limit / LEVEL).powi(2);
            *o = if t > 0.0 { t * t } else { 0.0 };
        }
    });
    out
}

/// The running mean of a region over its neighbours.
struct Average {
    region: Rect,
    sum: Plane<f32>,
    weight: Plane<f32>,
}

impl Average {
    fn new(region: Rect) -> Self {
        let empty = Plane::new(region.width(), region.height());
        Self { region, sum: empty.clone(), weight: empty }
    }

    /// Adds `trust · (moved − now)`, the trust of blocks of `block` samples interpolated between their centres.
    fn add(&mut self, now: &Plane<f32>, moved: &Plane<f32>, trust: &Plane<f32>, block: (usize, usize)) {
        let width = self.sum.width().max(1);
        let (columns, rows) = (block.0.max(1), block.1.max(1));
        let sums = self.sum.samples_mut().par_chunks_mut(width);
        sums.zip(self.weight.samples_mut().par_chunks_mut(width)).enumerate().for_each_init(
            || vec![0.0f32; width],
            |here, (y, (sums, weights))| {
                let fy = (y as f32 + 0.5) / rows as f32 - 0.5;
                let (top, ty) = (fy.floor(), fy - fy.floor());
                let (a, b) = (trust.row_clamped(top as isize), trust.row_clamped(top as isize + 1));
                let last = trust.width() as isize - 1;
                let at = |i: isize| {
                    let i = i.clamp(0, last) as usize;
                    a[i] + (b[i] - a[i]) * ty
                };
                // Half a block to the first centre, then a straight line from centre to centre.
                for (cell, part) in here.chunks_mut(columns).enumerate() {
                    let (before, middle, after) = (at(cell as isize - 1), at(cell as isize), at(cell as isize + 1));
                    for (i, o) in part.iter_mut().enumerate() {
                        let t = (i as f32 + 0.5) / columns as f32 - 0.5;
                        *o = middle + t.abs() * if t < 0.0 { before - middle } else { after - middle };
                    }
                }
                simd::run(
                    #[inline(always)]
                    || {
                        let pairs = moved.row(y).iter().zip(now.row(y));
                        for (((s, w), &t), (&m, &n)) in sums.iter_mut().zip(weights).zip(here.iter()).zip(pairs) {
                            *s += t * (m - n);
                            *w += t;
                        }
                    },
                );
            },
        );
    }

    /// Mean of the frame (weight 1) and its neighbours, minus the frame.
    fn change(self) -> Plane<f32> {
        let mut out = self.sum;
        for (o, &w) in out.samples_mut().iter_mut().zip(self.weight.samples()) {
            *o /= 1.0 + w;
        }
        out
    }
}

/// Adds `mask · change` to the samples of a region. `factors`: luma pixels per sample.
fn add_masked(
    plane: &mut Plane<u16>,
    change: &Plane<f32>,
    region: Rect,
    mask: &Mask,
    factors: (usize, usize),
    legal: (f32, f32),
) {
    let width = plane.width().max(1);
    let rows = plane.samples_mut().par_chunks_mut(width).enumerate();
    rows.skip(region.y0).take(region.height()).for_each_init(
        || vec![0.0f32; region.width() * factors.0],
        |weights, (y, row)| {
            mask.expand_row(y * factors.1, region.x0 * factors.0, weights);
            let part = &mut row[region.x0..region.x1];
            let weights = weights.iter().step_by(factors.0);
            for ((s, &c), &w) in part.iter_mut().zip(change.row(y - region.y0)).zip(weights) {
                if w > 0.0 {
                    let v = f32::from(*s) + w * c;
                    *s = crate::kernels::round_u16(v.max(legal.0), legal.1);
                }
            }
        },
    );
}
