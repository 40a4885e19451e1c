//! Whether what was added to a skin looks like skin: how evenly it is spread, whether its dark side is the longer one.
//!
//! An island has a coast: where texture ends within the skin, its local strength changes steeply from place to place. Measured at the
//! 99th percentile of places 6 mm apart on faces that people judged: a factor of 2.0 on a rash, 1.7 on leather, 1.4-1.5 where islands
//! were seen, 1.2-1.4 on what was believed. Skin has pores and spots, and nothing that is as bright: the unevenness of camera
//! photographs between 2.2 and 7 mm is skewed by −0.5 in the median.

use super::sides::Sides;
use super::{Cause, Fault};
use crate::color::Levels;
use crate::face::FaceTrack;
use crate::flat::Chart;
use crate::kernels::{blur, middle, shrink};
use crate::lock::{BANDS_MM, IOD_MM, Lock, Locked, SIGMA_OF_MEDIAN, WAVE_PER_SIGMA};
use crate::px::{Frame, LEVEL, Mask, Plane, Rect};
use crate::skin::{Cell, FACE_PERCENT, MOST_SKEW, Region, SIZES_MM, Sample, cells, inside};

/// Faces are looked at with about so many samples per eye distance.
const SAMPLES_PER_IOD: f32 = 110.0;
/// Skin of the mask that counts, and how much of what a blur sees around a sample must be skin.
const SKIN_ENOUGH: f32 = 0.7;
const INSIDE: f32 = 0.9;
/// What is slower than this is light and colour, not texture; strength is the RMS in this window; eye distances.
const SLOW_IOD: f32 = 0.1;
const WINDOW_IOD: f32 = 0.05;
/// On small faces the window is at least so many pixels: of fewer, chance makes strengths differ.
const LEAST_WINDOW_PX: f32 = 5.5;
/// What is so many deviations strong is a single event.
const SINGLE: f32 = 4.0;
/// A change that goes against the source by a correlation of so much over a face begins to be noise that went, and is nothing else from
/// the second on: grain has 0.0, calmed boil 0.5 and more.
const AGAINST: [f32; 2] = [0.2, 0.4];
/// Strengths are compared so far apart, mm.
const APART_MM: f32 = 6.0;
/// What no eye sees, 8-bit levels: added to each strength, so that nothing beside nothing is no step.
const UNSEEN_LEVELS: f32 = 0.15;
/// Fewer samples say nothing.
const LEAST_SAMPLES: usize = 400;

/// Less than this is not seen, 8-bit levels.
const LEAST_ADDED_LEVELS: f32 = 0.5;
/// What reads as a rash or as leather (1.7 and more) is refused. Fainter islands pass: by this figure they are not told from what grain
/// and chance leave on small faces (up to 1.5).
const MOST_STEP: f32 = 1.6;
/// Skewness of skin may not be above [`MOST_SKEW`] where it rose by that much.
const MOST_NEW_SKEW: f32 = 0.2;
/// Skin that has more contrast than real skin may keep it, and this much more.
const MOST_OVER_REAL: f32 = 1.2;
/// A figure of a region counts as outside of real skin when it is so many times the highest, and got so much farther from it. Photographs
/// held against the others have one in four figures outside by less.
const CELL_OVER: f32 = 1.25;
/// And when what it got is so many 8-bit levels: in deep shadow the grain of a look is a large share of hardly any light.
const CELL_LEVELS: f32 = 0.5;
/// Grain in one band of sizes is at most so many times what is measured around the skin.
const OF_GRAIN: f32 = 1.25;
/// So many figures outside are no accident: grain, a mole, a hard shadow are in one or two.
const MOST_CELLS: usize = 3;

/// One frame of one face.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    /// Typical strength of what was added, 8-bit levels.
    pub(super) added_levels: f32,
    /// By what factor strength differs between places 6 mm apart, 99th percentile.
    pub(super) step: f32,
    /// 90th over 10th percentile of the strength.
    pub(super) range: f32,
    /// Skewness of the coarser band of [`BANDS_MM`], source and result.
    pub(super) skew: [f32; 2],
    /// Figures of its regions, source and result.
    pub(super) cells: Vec<[Cell; 2]>,
}

impl Look {
    /// Whether enough was added to be seen.
    pub(super) fn is_seen(&self) -> bool {
        self.added_levels >= LEAST_ADDED_LEVELS
    }
}

/// What does not look like skin: by what was added, and by the contrast of the skin before and after.
/// `everywhere_levels`: new noise around the skin; grain on the whole picture is on the skin as well and no texture of it.
pub(super) fn unnatural(
    look: Option<&Look>,
    detail_percent: Option<[[f32; 2]; 2]>,
    everywhere_levels: f32,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |seen: String| faults.push(Fault { cause: Cause::Unnatural, seen });
    if let Some(look) = look.filter(|l| l.is_seen()) {
        if look.step > MOST_STEP {
            fault(format!(
                "what was added lies in islands: its strength differs by {:.2} over 6 mm",
                look.step
            ));
        }
        let [was, is] = look.skew;
        if is > MOST_SKEW && is > was + MOST_NEW_SKEW {
            fault(format!("bright specks: the skin's skewness went from {was:+.2} to {is:+.2}"));
        }
    }
    if let Some(look) = look {
        let mut outside: Vec<&[Cell; 2]> =
            look.cells.iter().filter(|c| is_outside(c, everywhere_levels)).collect();
        if outside.len() > MOST_CELLS {
            let over = |[_, is]: &[Cell; 2]| is.percent / is.real().high.max(0.01);
            outside.sort_by(|a, b| over(b).total_cmp(&over(a)));
            let [was, is] = outside[0];
            let (short, long) = SIZES_MM[is.size];
            fault(format!(
                "{} figures of its regions are outside of real skin; worst is the {}'s {} from {short} to {long} mm: {:.2} to {:.2} %, real skin has \
                 up to {:.2} %",
                outside.len(),
                is.region.name(),
                is.channel.name(),
                was.percent,
                is.percent,
                is.real().high
            ));
        }
    }
    let Some([was, is]) = detail_percent else { return faults };
    for band in 0..2 {
        if is[band] > FACE_PERCENT[band].high && is[band] > MOST_OVER_REAL * was[band] {
            let (short, long) = BANDS_MM[band];
            fault(format!(
                "{:.2} % of contrast between {short} and {long} mm is more than real skin has",
                is[band]
            ));
        }
    }
    faults
}

/// Whether a figure left what real skin has by more than grain that is everywhere.
fn is_outside([was, is]: &[Cell; 2], everywhere_levels: f32) -> bool {
    let got = (is.percent * is.percent - was.percent * was.percent).max(0.0).sqrt();
    let levels = got / 100.0 * is.light * 255.0;
    levels > CELL_LEVELS.hypot(OF_GRAIN * everywhere_levels)
        && is.percent > CELL_OVER * is.real().high
        && is.percent > CELL_OVER * was.percent
}

/// A face of a frame: its lock, its track, and the lock as it is held in the frame.
pub(super) struct Held<'a> {
    pub(super) lock: &'a Lock,
    pub(super) track: Option<&'a FaceTrack>,
    pub(super) held: Locked<'a>,
}

/// What was seen of a face over a shot: medians.
#[derive(Clone, Debug, Default)]
pub(super) struct Natural {
    looks: Vec<Look>,
    /// Where the nodes of a segment (that begins there) lie on the skin.
    chart: Option<(usize, Chart)>,
}

impl Natural {
    /// Looks at one frame of both.
    pub(super) fn push(&mut self, sides: &Sides<'_>, face: &Held<'_>, mask: &Mask, levels: &Levels) {
        let first = face.held.segment.first_frame;
        if self.chart.as_ref().is_none_or(|(at, _)| *at != first) {
            let chart = face.track.and_then(|t| Chart::of(face.lock, face.held.segment, t));
            self.chart = chart.map(|c| (first, c));
        }
        self.looks.extend(look(sides, &face.held, mask, (self.chart.as_ref().map(|c| &c.1), levels)));
    }

    /// Whether no frame showed enough skin.
    pub(super) fn is_empty(&self) -> bool {
        self.looks.is_empty()
    }

    /// The median frame; none where too little skin was seen.
    pub(super) fn typical(&self) -> Option<Look> {
        let of = |pick: &dyn Fn(&Look) -> f32| {
            let mut values: Vec<f32> = self.looks.iter().map(pick).collect();
            middle(&mut values, f32::total_cmp)
        };
        Some(Look {
            added_levels: of(&|l| l.added_levels)?,
            step: of(&|l| l.step)?,
            range: of(&|l| l.range)?,
            skew: [of(&|l| l.skew[0])?, of(&|l| l.skew[1])?],
            cells: self.typical_cells(),
        })
    }

    /// Medians of the figures that were measured in any frame.
    fn typical_cells(&self) -> Vec<[Cell; 2]> {
        let all = || self.looks.iter().flat_map(|l| &l.cells);
        let same = |a: &Cell, b: &Cell| (a.region, a.size, a.channel) == (b.region, b.size, b.channel);
        let mut out: Vec<[Cell; 2]> = Vec::new();
        for cell in all() {
            if out.iter().any(|c| same(&c[0], &cell[0])) {
                continue;
            }
            let typical = [0, 1].map(|side| {
                let mut values: Vec<f32> =
                    all().filter(|c| same(&c[0], &cell[0])).map(|c| c[side].percent).collect();
                Cell { percent: middle(&mut values, f32::total_cmp).unwrap_or(0.0), ..cell[side] }
            });
            out.push(typical);
        }
        out
    }
}

fn look(
    sides: &Sides<'_>,
    lock: &Locked<'_>,
    mask: &Mask,
    (chart, levels): (Option<&Chart>, &Levels),
) -> Option<Look> {
    let (width, height) = (sides.source.width(), sides.source.height());
    let region = lock.face_bounds(width, height).and(&mask.roi);
    if region.is_empty() {
        return None;
    }
    let iod_px = lock.segment.iod_px * lock.scale();
    let step = ((iod_px / SAMPLES_PER_IOD).round() as usize).max(1);
    let iod = iod_px / step as f32;
    let back = lock.back()?;
    let source = shrink::shrink_part(sides.source.luma(), region, step);
    let result = shrink::shrink_part(sides.result.luma(), region, step);
    let weights = Plane::from_fn(source.width(), source.height(), |x, y| {
        let at = [region.x0 + x * step + step / 2, region.y0 + y * step + step / 2];
        let is_face = lock.segment.is_face(back(at.map(|v| v as f64)));
        f32::from(u8::from(is_face && mask.at(at[0].min(width - 1), at[1].min(height - 1)) >= SKIN_ENOUGH))
    });
    let size = (source.width(), source.height());
    let added = Plane::from_fn(size.0, size.1, |x, y| (result.row(y)[x] - source.row(y)[x]) / LEVEL);
    let window = (WINDOW_IOD * iod).max(LEAST_WINDOW_PX / step as f32);
    let sums = blur::gaussian(&weights, window);
    let strength = strength(added, &source, (&weights, &sums), (SLOW_IOD * iod, window));
    let known = |x: usize, y: usize| weights.row(y)[x] > 0.0 && sums.row(y)[x] > INSIDE;
    let mut all: Vec<f32> =
        samples(size).filter(|&(x, y)| known(x, y)).map(|(x, y)| strength.row(y)[x]).collect();
    if all.len() < LEAST_SAMPLES {
        return None;
    }
    let mut steps = steps(&strength, known, APART_MM * iod / IOD_MM);
    if steps.len() < LEAST_SAMPLES {
        return None;
    }
    let at = |values: &mut Vec<f32>, share: f32| {
        let place = (share * (values.len() - 1) as f32) as usize;
        *values.select_nth_unstable_by(place, f32::total_cmp).1
    };
    let (low, typical, high) = (at(&mut all, 0.1), at(&mut all, 0.5), at(&mut all, 0.9));
    let per_mm = iod / IOD_MM;
    let cells = chart.map_or_else(Vec::new, |chart| {
        let part = Part { region, step, weights: &weights };
        let regions: Vec<Option<Region>> = samples(size)
            .map(|(x, y)| Region::at(chart.at(lock.segment, back(part.at(x, y).map(|v| v as f64)))))
            .collect();
        let of = |frame: &Frame| part.cells(frame, &regions, per_mm, levels);
        let (was, is) = (of(sides.source), of(sides.result));
        was.into_iter().zip(is).map(|(w, i)| [w, i]).collect()
    });
    Some(Look {
        added_levels: typical - UNSEEN_LEVELS,
        step: at(&mut steps, 0.99),
        range: high / low,
        skew: [&source, &result].map(|luma| skew(luma, &weights, per_mm)),
        cells,
    })
}

/// RMS in a window of what was added to a texture, 8-bit levels; what was only taken off it (noise that calm averaged away) is not added.
fn strength(
    mut added: Plane<f32>,
    source: &Plane<f32>,
    (weights, sums): (&Plane<f32>, &Plane<f32>),
    (slow_sigma, window): (f32, f32),
) -> Plane<f32> {
    let slow_sums = blur::gaussian(weights, slow_sigma);
    let without_slow = |plane: &mut Plane<f32>| {
        let slow = inside(plane, weights, &slow_sums, slow_sigma);
        plane.samples_mut().iter_mut().zip(slow.samples()).for_each(|(v, s)| *v -= s);
    };
    without_slow(&mut added);
    let mut fine = source.clone();
    without_slow(&mut fine);
    let fine = fine.in_levels();
    // A spot or a hair is no island: what is far above the usual counts as no more than that.
    let all = added.samples().iter().zip(weights.samples());
    let mut sizes: Vec<f32> = all.filter(|(_, w)| **w > 0.0).map(|(v, _)| v.abs()).collect();
    let most = SINGLE * SIGMA_OF_MEDIAN * middle(&mut sizes, f32::total_cmp).unwrap_or(0.0);
    added.samples_mut().iter_mut().for_each(|v| *v = v.clamp(-most, most));
    let mean = |a: &Plane<f32>, b: &Plane<f32>| {
        let mut product = a.clone();
        product.samples_mut().iter_mut().zip(b.samples()).for_each(|(v, b)| *v *= b);
        inside(&product, weights, sums, window)
    };
    let (mut square, shared, own) = (mean(&added, &added), mean(&added, &fine), mean(&fine, &fine));
    // Noise that went was in the source and is not in the result: over the whole face the change goes against the one, and place by place
    // it knows nothing of the other. Grain and texture that were added go with neither.
    let all = |plane: &Plane<f32>| -> f32 {
        plane.samples().iter().zip(weights.samples()).filter(|(_, w)| **w > 0.0).map(|(v, _)| v).sum()
    };
    let against = -all(&shared) / (all(&square) * all(&own)).max(1e-6).sqrt();
    let went = ((against - AGAINST[0]) / (AGAINST[1] - AGAINST[0])).clamp(0.0, 1.0);
    let places = square.samples_mut().iter_mut().zip(shared.samples().iter().zip(own.samples()));
    for (v, (&shared, &own)) in places {
        let taken = shared.min(0.0).powi(2) / own.max(1e-6);
        let rest = (*v - taken).max(0.0);
        let in_result = (*v + shared).clamp(0.0, rest);
        *v = (rest + went * (in_result - rest)).sqrt() + UNSEEN_LEVELS;
    }
    square
}

/// Where a face is measured in a frame.
struct Part<'a> {
    region: Rect,
    /// Pixels per sample.
    step: usize,
    weights: &'a Plane<f32>,
}

impl Part<'_> {
    /// The middle of a sample in the frame.
    fn at(&self, x: usize, y: usize) -> [usize; 2] {
        [self.region.x0 + x * self.step + self.step / 2, self.region.y0 + y * self.step + self.step / 2]
    }

    fn cells(&self, frame: &Frame, regions: &[Option<Region>], per_mm: f32, levels: &Levels) -> Vec<Cell> {
        let (width, height) = (self.weights.width(), self.weights.height());
        let mut luma = shrink::shrink_part(frame.luma(), self.region, self.step);
        luma.samples_mut().iter_mut().for_each(|v| *v = (*v - levels.black) / levels.luma_span);
        let (sx, sy) = frame.subsampling.factors();
        let chroma = [1, 2].map(|i| {
            let plane = frame.plane(i);
            // A sample is the mean of the chroma samples below it.
            let (across, down) = ((self.step / sx).max(1), (self.step / sy).max(1));
            Plane::from_fn(width, height, |x, y| {
                let (cx, cy) = ((self.region.x0 + x * self.step) / sx, (self.region.y0 + y * self.step) / sy);
                let below = (0..down).flat_map(|j| (0..across).map(move |i| (cx + i, cy + j)));
                let sum: f32 = below
                    .map(|(x, y)| f32::from(plane.row_clamped(y as isize)[x.min(plane.width() - 1)]))
                    .sum();
                (sum / (across * down) as f32 - levels.chroma_zero) / levels.chroma_span
            })
        });
        cells(&Sample { planes: [&luma, &chroma[0], &chroma[1]], weights: self.weights, regions, per_mm })
    }
}

fn samples((width, height): (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
    (0..height).flat_map(move |y| (0..width).map(move |x| (x, y)))
}

/// Factors by which strengths `apart` samples from each other differ, in four directions.
fn steps(strength: &Plane<f32>, known: impl Fn(usize, usize) -> bool, apart: f32) -> Vec<f32> {
    let (far, slant) = (apart.round() as isize, (0.7 * apart).round() as isize);
    let (width, height) = (strength.width(), strength.height());
    let mut out = Vec::new();
    for (x, y) in samples((width, height)).filter(|&(x, y)| known(x, y)) {
        for (dx, dy) in [(far, 0), (0, far), (slant, slant), (slant, -slant)] {
            let there = x.checked_add_signed(dx).zip(y.checked_add_signed(dy));
            let Some((u, v)) = there.filter(|&(u, v)| u < width && v < height && known(u, v)) else {
                continue;
            };
            let (a, b) = (strength.row(y)[x], strength.row(v)[u]);
            out.push((a / b).max(b / a));
        }
    }
    out
}

/// Skewness of the coarser band of the skin; what is beyond four deviations counts as four.
fn skew(luma: &Plane<f32>, weights: &Plane<f32>, per_mm: f32) -> f32 {
    let (short, long) = BANDS_MM[1];
    let [fine, slow] = [short, long].map(|mm| {
        let sigma = mm * per_mm / WAVE_PER_SIGMA;
        let sums = blur::gaussian(weights, sigma);
        (inside(luma, weights, &sums, sigma), sums)
    });
    let known = samples((luma.width(), luma.height())).filter(|&(x, y)| slow.1.row(y)[x] > INSIDE);
    let values: Vec<f32> = known.map(|(x, y)| fine.0.row(y)[x] - slow.0.row(y)[x]).collect();
    let mut sizes: Vec<f32> = values.iter().map(|v| v.abs()).collect();
    let Some(typical) = middle(&mut sizes, f32::total_cmp).filter(|t| *t > LEVEL / 20.0) else { return 0.0 };
    let most = 4.0 * SIGMA_OF_MEDIAN * typical;
    let moment = |power: i32| {
        values.iter().map(|v| f64::from(v.clamp(-most, most)).powi(power)).sum::<f64>() / values.len() as f64
    };
    let deviation = moment(2).sqrt();
    if deviation > 0.0 { (moment(3) / deviation.powi(3)) as f32 } else { 0.0 }
}

#[cfg(test)]
#[path = "natural_tests.rs"]
mod tests;
