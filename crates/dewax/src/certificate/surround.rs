//! The picture around the skin, eyes and lips included: whether it was left alone, and if not, what was done to it.
//!
//! Filters of other programs work on the whole frame, and what they do is plainest where there are contours and motion: a
//! blur softens hair, an average over time leaves trails, a frozen picture stands still where the source moves.

use super::block::Detail;
use super::cells::{apart_levels, outside};
use super::order::OutOfOrder;
use super::places::Tone;
use super::sides::Sides;
use super::solve;
use super::{Cause, Fault, TEXTURE_FLOOR_LEVELS};
use crate::asks::Unsharpen;
use crate::kernels::extent::extent;
use crate::kernels::{edges, middle};
use crate::lock::SKIN_BLOCK_PX;
use crate::px::{Mask, Plane, Rect};
use rayon::prelude::*;
use std::collections::VecDeque;

/// Frames before and after one of which traces are sought in it.
const TRACES: [isize; 5] = [-3, -2, -1, 1, 2];
/// The window that this takes: the frames between the first and the last of [`TRACES`].
const WINDOW_FRAMES: usize = 6;
/// Place of the judged frame in the window.
const MIDDLE: usize = 3;
/// Unknowns of a trace: one weight per neighbour, two for what a filter does within the frame, one for an offset.
const UNKNOWNS: usize = TRACES.len() + 3;
/// A cell moves when its brightness differs from that of the frames beside it by this much, 8-bit levels.
const MOVES_LEVELS: f32 = 3.0;
/// How much a mix of frames may differ from one, beside the most different of them that is looked at: older ones are in a
/// recursive mean.
const MOST_OF_A_MIX: f64 = 1.3;
/// Fewer moving cells over a shot say nothing of averages over time.
const LEAST_CELLS: f64 = 600.0;
/// More cells of one frame than this add nothing.
const MOST_CELLS: usize = 4000;
/// A frame of the source differs from the one before it when its cells do by this much, RMS, 8-bit levels.
const LEAST_MOTION_LEVELS: f64 = 0.3;
/// A frame of the result repeats the one before it when it differs from it by less than this share of what the source does.
const REPEATS: f64 = 0.1;
/// Every this many frames detail is compared.
const DETAIL_EVERY_FRAMES: usize = 6;
/// Fewer isolated contours over a shot say nothing.
const LEAST_CONTOURS: f64 = 24.0;
/// Where brightness differs by so much within so many px there is a contour, beside which a sharpening may be taken back: as the step
/// looks for them, 8-bit levels.
const CONTOUR_LEVELS: f32 = 16.0;
const LINES_PX: usize = 6;
/// At most about this many blocks of detail are compared per frame.
const MOST_BLOCKS: usize = 120;

/// A frame at the mask's resolution in both files, in 8-bit levels.
struct Kept {
    source: Plane<f32>,
    result: Plane<f32>,
    /// Where the skin certainly is not.
    outside: Vec<bool>,
}

/// What was seen around the skin of a shot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SurroundFigures {
    /// Mean gain that explains the result around the skin; 1 when nothing was graded.
    pub(super) gain: f32,
    /// Share of other frames that is mixed into each, 0..=1; none where too little moves.
    pub(super) mixed: Option<f32>,
    /// The largest share that comes from one other frame.
    pub(super) one_frame: f32,
    /// Frames that repeat the one before them, of those that should not.
    pub(super) repeated: (usize, usize),
    /// Detail of contours that is kept, 2-4 and 4-8 px, in dB; none where there is too little to be seen.
    pub(super) detail_db: [Option<f32>; 2],
    /// What is new beside the source's own structure in the flatter half of the surroundings, 2-8 px, RMS, 8-bit levels.
    pub(super) noise_levels: Option<f32>,
    /// Finest band of the flattest places before and after, RMS, 8-bit levels; none where there are none.
    pub(super) grain_levels: Option<(f32, f32)>,
    /// Mean change of brightness that one gain and one offset per frame do not explain, 8-bit levels.
    pub(super) touched_levels: Option<f32>,
    /// Mean slope of what was changed where the mask ends, along it, 8-bit levels per luma px.
    pub(super) seam_levels_px: Option<f32>,
    /// Overshoot of isolated contours in source and result, percent of their step; none without such contours.
    pub(super) halo_percent: Option<(f32, f32)>,
    /// Their width from 10 to 90 %, luma px.
    pub(super) contour_px: Option<(f32, f32)>,
    /// How wide the source's contours are without the sharpening that is to be taken back; none where none is.
    pub(super) contour_due_px: Option<f32>,
    /// By how much cells change when the sharpening that is to be taken back goes, mean, 8-bit levels.
    pub(super) lines_levels: f32,
}

impl SurroundFigures {
    /// How much grain the skin is to have, when so much changed with every frame of it: what it shares with its surroundings, as
    /// far as that is still there, and what was laid on there. None where that is not known.
    pub(super) fn grain_due(&self, loose_levels: f32) -> Option<f32> {
        let (was, is) = self.grain_levels?;
        let shared = loose_levels.min(was) * (is / was.max(1e-3)).min(1.0);
        let laid_on = (is * is - was * was).max(0.0).sqrt();
        Some(shared.hypot(laid_on))
    }

    /// Whether each frame is a mix of several.
    pub(super) fn is_mix(&self) -> bool {
        /// Most of what is mixed in must be of one frame for it to be that frame.
        const OF_ONE: f32 = 0.8;
        /// Less than this is no mix.
        const MIXED: f32 = 0.3;
        self.mixed.is_some_and(|m| m > MIXED && self.one_frame < OF_ONE * m)
    }

    /// Frames out of order are no fault of their own where each frame is a mix of several.
    pub(super) fn in_order(&self, order: Option<OutOfOrder>) -> Option<Fault> {
        order.filter(|o| !self.is_mix() || o.is_exact).map(|o| Fault { cause: Cause::Order, seen: o.seen })
    }
}

/// Watches the surroundings of one shot.
#[derive(Default)]
pub(super) struct Surround {
    window: VecDeque<Kept>,
    normal: [[f64; UNKNOWNS]; UNKNOWNS],
    right: [f64; UNKNOWNS],
    cells: f64,
    repeated: (usize, usize),
    /// Per band: result with source, source with source.
    detail: [(f64, f64); 2],
    /// Blocks whose detail that is.
    detailed: usize,
    noise: Vec<f32>,
    grain: [Vec<f32>; 2],
    touched: (f64, f64),
    gain: (f64, f64),
    seam: (f64, f64),
    /// Isolated contours: overshoot and width in source and result, times their number, and that number.
    contours: ([f64; 2], [f64; 2], f64),
    /// The sharpening that is to be taken back, and the width of contours without it, times their number.
    dehalo: Unsharpen,
    due: f64,
    /// By how much cells change when it goes.
    lines: (f64, f64),
    frames: usize,
}

impl Surround {
    /// Takes the next frame: both files, their luma at the mask's resolution in 8-bit levels, and the source's skin.
    pub(super) fn push(
        &mut self,
        sides: &Sides<'_>,
        source: Plane<f32>,
        result: Plane<f32>,
        mask: Option<&Mask>,
        tone: Tone,
    ) {
        let here_width = source.width();
        let outside = outside(mask, source.width(), source.height());
        // What the tone explains is no change: the result is judged beside the source as the tone leaves it.
        let mut source = source;
        let (sum, count) = source
            .samples()
            .iter()
            .zip(&outside)
            .filter(|(_, o)| **o)
            .fold((0.0f64, 0.0f64), |(s, n), (v, _)| (s + f64::from(*v), n + 1.0));
        let gain = tone.slope((sum / count.max(1.0)) as f32);
        let mut plain = source.clone();
        source.samples_mut().iter_mut().for_each(|v| *v = tone.at(*v));
        self.gain = (self.gain.0 + f64::from(gain), self.gain.1 + 1.0);
        if let Some(mask) = mask {
            // A curve that bends differs between dark surroundings and bright skin: at the edge one for both is asked.
            let both = Tone::of(&plain, &result, &vec![true; plain.samples().len()], true);
            plain.samples_mut().iter_mut().for_each(|v| *v = both.at(*v));
            self.follow_seam(&plain, &result, mask);
        }
        let cells = outside.iter().filter(|o| **o).count();
        // A face that fills the picture leaves nothing that should not change.
        let all_is_skin = mask.is_some() && cells == outside.len();
        if cells > 0 && !all_is_skin {
            let pairs = source.samples().iter().zip(result.samples()).zip(&outside);
            let apart = pairs.filter(|(_, o)| **o).map(|((s, r), _)| f64::from((r - s).abs()));
            self.touched.0 += apart.sum::<f64>() / cells as f64;
            self.touched.1 += 1.0;
        }
        if self.frames.is_multiple_of(DETAIL_EVERY_FRAMES) {
            self.compare_detail(sides, mask, gain, sides.source.width().div_ceil(here_width.max(1)));
        }
        self.frames += 1;
        let here = Kept { source, result, outside };
        if let Some(before) = self.window.back() {
            let (source, result) = (
                change(&before.source, &here.source, &here.outside),
                change(&before.result, &here.result, &here.outside),
            );
            if source >= LEAST_MOTION_LEVELS {
                self.repeated.1 += 1;
                self.repeated.0 += usize::from(result < REPEATS * source);
            }
        }
        self.window.push_back(here);
        if self.window.len() > WINDOW_FRAMES {
            self.window.pop_front();
        }
        if self.window.len() == WINDOW_FRAMES {
            self.trace();
        }
    }

    /// Looks for traces of its neighbours in the middle frame of the window.
    fn trace(&mut self) {
        let here = &self.window[MIDDLE];
        let (width, height) = (here.source.width(), here.source.height());
        let beside: [&Plane<f32>; TRACES.len()] =
            TRACES.map(|at| &self.window[MIDDLE.saturating_add_signed(at)].source);
        let moves = |i: usize| {
            let own = here.source.samples()[i];
            let by = |plane: &Plane<f32>| (plane.samples()[i] - own).abs();
            by(beside[2]).max(by(beside[3])) >= MOVES_LEVELS
        };
        let inner = (2..height.saturating_sub(2))
            .flat_map(|y| (2..width.saturating_sub(2)).map(move |x| y * width + x));
        let moving: Vec<usize> = inner.filter(|&i| here.outside[i] && moves(i)).collect();
        let source = here.source.samples();
        for &i in moving.iter().step_by(moving.len().div_ceil(MOST_CELLS).max(1)) {
            let around = |far: usize| {
                let near = [i - far, i + far, i - far * width, i + far * width];
                f64::from(near.iter().map(|&j| source[j]).sum::<f32>() / 4.0 - source[i])
            };
            let mut row = [0.0f64; UNKNOWNS];
            for (cell, plane) in row.iter_mut().zip(beside) {
                *cell = f64::from(plane.samples()[i] - source[i]);
            }
            row[TRACES.len()..].copy_from_slice(&[around(1), around(2), 1.0]);
            let change = f64::from(here.result.samples()[i] - source[i]);
            // No mix of frames differs by more than the most different of them: what does is another picture.
            let most = row[..TRACES.len()].iter().fold(0.0f64, |m, v| m.max(v.abs()));
            if change.abs() > MOST_OF_A_MIX * most + f64::from(MOVES_LEVELS) {
                continue;
            }
            for (a, line) in row.iter().zip(&mut self.normal) {
                line.iter_mut().zip(row).for_each(|(n, b)| *n += a * b);
            }
            self.right.iter_mut().zip(row).for_each(|(r, a)| *r += a * change);
            self.cells += 1.0;
        }
    }

    /// Compares contours and noise in blocks around the skin.
    fn compare_detail(&mut self, sides: &Sides<'_>, mask: Option<&Mask>, gain: f32, cell_px: usize) {
        self.compare_contours(sides, cell_px);
        let (width, height) = (sides.source.width(), sides.source.height());
        let (columns, rows) = (width / SKIN_BLOCK_PX, height / SKIN_BLOCK_PX);
        let corner = |i: usize| ((i % columns) * SKIN_BLOCK_PX, (i / columns) * SKIN_BLOCK_PX);
        let off_skin = |&(x, y): &(usize, usize)| {
            let far = SKIN_BLOCK_PX - 1;
            let places = [(0, 0), (far, 0), (0, far), (far, far), (far / 2, far / 2)];
            mask.is_none_or(|m| places.iter().all(|(dx, dy)| m.at(x + dx, y + dy) <= 0.0))
        };
        let all: Vec<(usize, usize)> = (0..columns * rows).map(corner).filter(off_skin).collect();
        let stride = all.len().div_ceil(MOST_BLOCKS).max(1);
        let mut blocks: Vec<Detail> =
            all.par_iter().step_by(stride).map(|&place| Detail::of(sides, place, gain)).collect();
        if blocks.len() < 8 {
            return;
        }
        blocks.sort_by(|a, b| a.ss[0].total_cmp(&b.ss[0]));
        // Contours are in the blocks with most detail; in the flat ones what is new is noise.
        let quarter = blocks.len() / 4;
        self.detailed += quarter;
        for block in &blocks[blocks.len() - quarter..] {
            for (sum, band) in self.detail.iter_mut().zip(0..2) {
                *sum = (sum.0 + block.rs[band], sum.1 + block.ss[band]);
            }
        }
        for (side, grain) in self.grain.iter_mut().enumerate() {
            let mut flat: Vec<f64> = blocks[..quarter].iter().map(|b| b.fine[side]).collect();
            grain.extend(middle(&mut flat, f64::total_cmp).map(|energy| energy.sqrt() as f32));
        }
        let mut fresh: Vec<f64> = blocks[..blocks.len() / 2].iter().map(|b| b.fresh).collect();
        self.noise.extend(middle(&mut fresh, f64::total_cmp).map(|energy| energy.sqrt() as f32));
    }

    /// Compares isolated contours of the source with what they are in the result.
    fn compare_contours(&mut self, sides: &Sides<'_>, cell_px: usize) {
        let luma = sides.source.luma();
        let places = edges::find(luma, Rect::of(luma.width(), luma.height()));
        let [was, is] = [sides.source, sides.result].map(|frame| edges::profile(frame.luma(), &places));
        // Contours that are gone were not measured in the result: the same number on both sides.
        let count = was.edges.min(is.edges) as f64;
        if let Some(due) = self.dehalo.taken_back(luma) {
            self.due += count * f64::from(edges::profile(&due, &places).width_px);
            let change = f64::from(apart_levels(luma, &due, cell_px));
            self.lines = (self.lines.0 + change, self.lines.1 + 1.0);
        }
        let (overshoot, width, all) = &mut self.contours;
        for (side, figures) in [was, is].into_iter().enumerate() {
            overshoot[side] += count * f64::from(figures.overshoot);
            width[side] += count * f64::from(figures.width_px);
        }
        *all += count;
    }

    /// How steeply what was changed falls off where the mask ends: its slope along that of the mask.
    fn follow_seam(&mut self, source: &Plane<f32>, result: &Plane<f32>, mask: &Mask) {
        let (width, height) = (source.width(), source.height());
        if (mask.weights.width(), mask.weights.height()) != (width, height) {
            return;
        }
        let weights = mask.weights.samples();
        // Lines that are taken from both sides of a contour are a change of its own sign on each; where the picture has an edge
        // nobody sees that of a mask.
        let near = (self.dehalo.is_asked()).then(|| extent(source, LINES_PX.div_ceil(mask.step_px.max(1))));
        let is_contour = |i: usize| near.as_ref().is_some_and(|n| n.samples()[i] >= CONTOUR_LEVELS);
        let changed = |i: usize| result.samples()[i] - source.samples()[i];
        let (mut sum, mut count) = (0.0f64, 0.0f64);
        for i in (0..height.saturating_sub(1)).flat_map(|y| (0..width - 1).map(move |x| y * width + x)) {
            let (across, down) = (weights[i + 1] - weights[i], weights[i + width] - weights[i]);
            let steep = (across * across + down * down).sqrt();
            if steep > 0.02 && !is_contour(i) {
                let own = changed(i);
                let slope = ((changed(i + 1) - own) * across + (changed(i + width) - own) * down) / steep;
                sum += f64::from(slope) / mask.step_px as f64;
                count += 1.0;
            }
        }
        if count > 0.0 {
            // What encoders and filters leave at the contour of a face has no common sign.
            self.seam = (self.seam.0 + (sum / count).abs(), self.seam.1 + 1.0);
        }
    }

    /// For a result from which this sharpening is to be taken back.
    pub(super) fn without(dehalo: Unsharpen) -> Self {
        Self { dehalo, ..Self::default() }
    }

    /// What was seen.
    pub(super) fn figures(&self) -> SurroundFigures {
        let mean = |(sum, count): (f64, f64)| (count > 0.0).then(|| sum / count);
        let weights = (self.cells >= LEAST_CELLS).then(|| solve(self.normal, self.right));
        let mixed = weights.map(|weights| {
            // Each neighbour counts as far as it is in there; what is subtracted is no trace.
            weights[..TRACES.len()].iter().map(|w| w.max(0.0)).sum::<f64>() as f32
        });
        let one_frame = weights.map_or(0.0, |w| w[..TRACES.len()].iter().copied().fold(0.0, f64::max) as f32);
        // Less than is seen is not lost: what encoders leave of a picture that was enlarged.
        let least = f64::from(TEXTURE_FLOOR_LEVELS).powi(2) * self.detailed as f64;
        let db = |(rs, ss): (f64, f64)| (ss > least).then(|| super::decibel((rs / ss) as f32));
        let noise = self.noise.iter().sum::<f32>() / self.noise.len().max(1) as f32;
        let (overshoot, width_px, count) = self.contours;
        let both = |v: [f64; 2]| (count >= LEAST_CONTOURS).then(|| (v[0] / count, v[1] / count));
        SurroundFigures {
            gain: mean(self.gain).unwrap_or(1.0).max(0.1) as f32,
            mixed,
            one_frame,
            repeated: self.repeated,
            detail_db: self.detail.map(db),
            noise_levels: (!self.noise.is_empty()).then_some(noise),
            grain_levels: {
                let of = |side: usize| {
                    let sum: f32 = self.grain[side].iter().sum();
                    sum / self.grain[side].len().max(1) as f32
                };
                (!self.grain[0].is_empty()).then(|| (of(0), of(1)))
            },
            touched_levels: mean(self.touched).map(|v| v as f32),
            seam_levels_px: mean(self.seam).map(|v| v as f32),
            halo_percent: both(overshoot).map(|(was, is)| (100.0 * was as f32, 100.0 * is as f32)),
            contour_px: both(width_px).map(|(was, is)| (was as f32, is as f32)),
            lines_levels: mean(self.lines).unwrap_or(0.0) as f32,
            contour_due_px: (count >= LEAST_CONTOURS && self.due > 0.0).then(|| (self.due / count) as f32),
        }
    }
}

/// RMS by which two frames differ outside the skin, a common offset apart.
fn change(before: &Plane<f32>, here: &Plane<f32>, outside: &[bool]) -> f64 {
    let (mut sum, mut squares, mut count) = (0.0f64, 0.0f64, 0.0f64);
    for ((a, b), _) in before.samples().iter().zip(here.samples()).zip(outside).filter(|(_, o)| **o) {
        let by = f64::from(b - a);
        (sum, squares, count) = (sum + by, squares + by * by, count + 1.0);
    }
    let mean = sum / count.max(1.0);
    (squares / count.max(1.0) - mean * mean).max(0.0).sqrt()
}

#[cfg(test)]
#[path = "surround_tests.rs"]
mod tests;
