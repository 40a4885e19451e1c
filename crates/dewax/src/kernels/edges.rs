//! Isolated contours: where they are, how far the picture overshoots beside them, and how wide they are.
//!
//! A sharpener leaves a bright line on the bright side of a contour and a dark one on the dark side. So does a textured
//! background by chance, so only contours count that are straight, stand alone, and lie between two flat surfaces. The
//! places are values: the same contours can be measured again in another version of the picture.

use crate::px::{LEVEL, Plane, Rect};

/// How far the profile reaches on each side, px. A fixed reach: sharpening works in pixels, whatever the picture's size.
pub const REACH_PX: usize = 10;
/// The nearest and the farthest pixel beside the contour in which an overshoot is sought.
const NEAR_PX: [f32; 2] = [1.0, 5.0];
/// Rows of the profile, on each side of its middle one.
const ROWS: isize = 3;
/// A step of less is no strong contour, 8-bit levels.
const LEAST_STEP_LEVELS: f32 = 20.0;
/// The least slope at the middle of a contour that is looked at, 8-bit levels per px.
const LEAST_SLOPE_LEVELS: f32 = 3.0;
/// The most that a contour may lean away from its axis, px per px (about 14°): beyond, the profile is not across it.
const MOST_LEAN: f32 = 0.25;
/// Both surfaces must be this flat: RMS of all their samples about their level, as a share of the step.
const FLAT_SHARE: f32 = 0.06;
/// A contour that rises over more than this is shading or out of focus, px from 10 to 90 %.
const MOST_WIDTH_PX: f32 = 4.0;
/// Contours are sought in every this many rows.
const EVERY_ROWS: usize = 3;
/// More contours than this tell no more than these.
const MOST_PLACES: usize = 600;
/// Surfaces within this of black or white may be clipped there: 16 and 235 are the ends of the usual range, 8-bit levels.
const CLIPPED_LEVELS: [f32; 2] = [19.0, 232.0];
/// Lines that reach these are cut off, 8-bit levels: sharpeners stop at the ends of the codes.
const CUT_OFF_LEVELS: [f32; 2] = [1.5, 253.5];
/// A line on one side alone (rim light, an outline) is no sharpening: the larger side counts at most so many times the
/// smaller one, plus [`ONE_SIDED`].
const LOPSIDED: f32 = 3.0;
/// See [`LOPSIDED`]; a share of the step.
const ONE_SIDED: f32 = 0.02;
/// How far the largest of the few samples near a contour stands out by noise alone, in sigmas of a sample: less than the 1.16
/// of five independent ones, because those nearest to the contour are still on their way.
const NOISE_STANDS_OUT: f32 = 0.8;

/// A place on an isolated contour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgePlace {
    /// Column of the steepest pixel.
    pub x: usize,
    /// Row of the steepest pixel.
    pub y: usize,
    /// Whether the profile runs down a column (the contour lies flat) instead of along a row.
    pub down: bool,
    /// How far the contour moves along the profile from one row of it to the next, px.
    pub lean: f32,
    /// Whether the picture gets brighter along the profile.
    pub rises: bool,
}

/// Contours in figures.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct EdgeFigures {
    /// Mean of over- and undershoot of the median contour, as a share of its step; a little below 0 where contours are soft.
    pub overshoot: f32,
    /// From 10 to 90 % of the step of the median contour, px.
    pub width_px: f32,
    /// How many contours were measured.
    pub edges: usize,
}

/// One contour.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Edge {
    overshoot: f32,
    width_px: f32,
}

/// Samples of a picture in units of 8-bit levels, along rows or along columns.
struct Seen<'a> {
    luma: &'a Plane<u16>,
    down: bool,
}

impl Seen<'_> {
    /// `along` the profile, `across` it.
    #[inline]
    fn at(&self, along: usize, across: usize) -> f32 {
        let (x, y) = if self.down { (across, along) } else { (along, across) };
        f32::from(self.luma.row(y)[x]) / LEVEL
    }

    fn size(&self) -> (usize, usize) {
        let (width, height) = (self.luma.width(), self.luma.height());
        if self.down { (height, width) } else { (width, height) }
    }

    /// Slope along and across the profile, levels per px.
    fn slopes(&self, along: usize, across: usize) -> [f32; 2] {
        let sum = |f: &dyn Fn(usize) -> f32| f(0) + 2.0 * f(1) + f(2);
        let by_along = sum(&|k| self.at(along + 1, across + k - 1) - self.at(along - 1, across + k - 1));
        let by_across = sum(&|k| self.at(along + k - 1, across + 1) - self.at(along + k - 1, across - 1));
        [by_along / 8.0, by_across / 8.0]
    }
}

/// The isolated contours of a region, at most a few hundred, evenly spread.
pub fn find(luma: &Plane<u16>, region: Rect) -> Vec<EdgePlace> {
    let mut out = Vec::new();
    for down in [false, true] {
        let seen = Seen { luma, down };
        let (length, width) = seen.size();
        let ((from, to), (top, end)) = if down {
            ((region.y0, region.y1), (region.x0, region.x1))
        } else {
            ((region.x0, region.x1), (region.y0, region.y1))
        };
        // The profile, moved by the most lean and by half a step of correction, must fit into the picture.
        let margin = REACH_PX + ROWS as usize + 2;
        let (from, to) = (from.max(margin), to.min(length.saturating_sub(margin)));
        let (top, end) = (top.max(ROWS as usize + 2), end.min(width.saturating_sub(ROWS as usize + 2)));
        for across in (top..end).step_by(EVERY_ROWS) {
            let mut along = from;
            while along < to {
                match place(&seen, along, across) {
                    Some(found) => {
                        out.push(found);
                        along += REACH_PX;
                    }
                    None => along += 1,
                }
            }
        }
    }
    let stride = out.len().div_ceil(MOST_PLACES).max(1);
    out.into_iter().step_by(stride).collect()
}

/// The contour whose steepest pixel is here, if there is one.
fn place(seen: &Seen<'_>, along: usize, across: usize) -> Option<EdgePlace> {
    let quick = |at: usize| (seen.at(at + 1, across) - seen.at(at - 1, across)) / 2.0;
    let slope = quick(along);
    let steep = slope.abs();
    if steep < LEAST_SLOPE_LEVELS || quick(along - 1).abs() > steep || quick(along + 1).abs() >= steep {
        return None;
    }
    // The ends of the profile tell soonest that there is no step.
    let ends = seen.at(along + REACH_PX, across) - seen.at(along - REACH_PX, across);
    if ends.abs() < LEAST_STEP_LEVELS || (ends > 0.0) != (slope > 0.0) {
        return None;
    }
    let [by_along, by_across] = seen.slopes(along, across);
    let lean = -by_across / by_along;
    if lean.is_nan() || lean.abs() > MOST_LEAN {
        return None;
    }
    let (x, y) = if seen.down { (across, along) } else { (along, across) };
    let found = EdgePlace { x, y, down: seen.down, lean, rises: slope > 0.0 };
    let profile = Profile::at(seen.luma, &found)?;
    let edge = profile.edge()?;
    (profile.is_isolated() && edge.width_px <= MOST_WIDTH_PX).then_some(found)
}

/// The contours at these places in figures. The picture may be another one of the same size than that in which they were
/// found: a place whose step is gone does not count.
pub fn profile(luma: &Plane<u16>, places: &[EdgePlace]) -> EdgeFigures {
    let edges: Vec<Edge> =
        places.iter().filter_map(|place| Profile::at(luma, place).and_then(|p| p.edge())).collect();
    let middle = |pick: &dyn Fn(&Edge) -> f32| {
        let mut values: Vec<f32> = edges.iter().map(pick).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    EdgeFigures { overshoot: middle(&|e| e.overshoot), width_px: middle(&|e| e.width_px), edges: edges.len() }
}

/// Half a contour, from its middle outwards: both sides laid over each other.
#[derive(Clone, Debug, PartialEq)]
pub struct HalfProfile {
    /// From 10 to 90 % of the step, px.
    pub width_px: f32,
    /// Distance from the middle in px, and how far the picture is there from half way up, as a share of the step: ½ is the
    /// level of the surface, more is overshoot. In no order.
    pub samples: Vec<[f32; 2]>,
}

/// The contours at these places laid open, for finding what made them. Only those that have lines on both sides or on none: a
/// line on one side alone is no sharpening, or is clipped on the other one.
pub fn halves(luma: &Plane<u16>, places: &[EdgePlace]) -> Vec<HalfProfile> {
    places.iter().filter_map(|place| Profile::at(luma, place)?.half()).collect()
}

/// Samples of a profile.
const LENGTH: usize = 2 * REACH_PX + 1;

/// The picture across a contour, from its dark to its bright side, in 8-bit levels.
struct Profile {
    /// Mean over the rows.
    mean: [f32; LENGTH],
    /// Level of the dark and of the bright surface.
    low: f32,
    high: f32,
    /// RMS of single samples about the levels of the surfaces.
    rough: f32,
    /// RMS of the mean profile about a straight line, on the dark and on the bright surface.
    noise: [f32; 2],
    /// Where the contour is half way up, in samples from the start.
    middle: f32,
}

impl Profile {
    fn at(luma: &Plane<u16>, place: &EdgePlace) -> Option<Self> {
        let seen = Seen { luma, down: place.down };
        let (along, across) = if place.down { (place.y, place.x) } else { (place.x, place.y) };
        let (length, width) = seen.size();
        let margin = REACH_PX + ROWS as usize;
        let inside = along >= margin
            && along + margin < length
            && across >= ROWS as usize
            && across + (ROWS as usize) < width;
        if !inside {
            return None;
        }
        let mut rows = [[0.0f32; LENGTH]; 2 * ROWS as usize + 1];
        for (k, row) in (-ROWS..=ROWS).zip(&mut rows) {
            // Whole pixels: samples between pixels would be softer, and hide an overshoot.
            let moved = along.checked_add_signed((place.lean * k as f32).round() as isize)?;
            let at = across.checked_add_signed(k)?;
            for (i, v) in row.iter_mut().enumerate() {
                let i = if place.rises { i } else { LENGTH - 1 - i };
                *v = seen.at(moved + i - REACH_PX, at);
            }
        }
        let mut mean = [0.0f32; LENGTH];
        for (i, m) in mean.iter_mut().enumerate() {
            *m = rows.iter().map(|r| r[i]).sum::<f32>() / rows.len() as f32;
        }
        let far = REACH_PX - NEAR_PX[1] as usize;
        let level = |part: &[f32]| {
            let mut sorted = [0.0f32; REACH_PX];
            sorted[..part.len()].copy_from_slice(part);
            sorted[..part.len()].sort_by(f32::total_cmp);
            sorted[part.len() / 2]
        };
        let (low, high) = (level(&mean[..far]), level(&mean[LENGTH - far..]));
        let off = |part: &[f32], level: f32| part.iter().map(|v| (v - level) * (v - level)).sum::<f32>();
        let sums = [0, 1].map(|side: usize| {
            let part = |row: &[f32; LENGTH]| {
                if side == 0 { off(&row[..far], low) } else { off(&row[LENGTH - far..], high) }
            };
            (rows.iter().map(part).sum::<f32>() / (rows.len() * far) as f32).sqrt()
        });
        let noise = [scatter(&mean[..far]), scatter(&mean[LENGTH - far..])];
        let half = (low + high) / 2.0;
        // The crossing nearest to the middle.
        let crossing = |i: &usize| mean[*i] < half && mean[i + 1] >= half;
        let at = (0..LENGTH - 1).filter(crossing).min_by_key(|i| i.abs_diff(REACH_PX))?;
        let middle = at as f32 + (half - mean[at]) / (mean[at + 1] - mean[at]).max(1e-6);
        Some(Self { mean, low, high, rough: sums[0].max(sums[1]), noise, middle })
    }

    fn step(&self) -> f32 {
        self.high - self.low
    }

    /// Whether both sides are flat beside the step.
    fn is_isolated(&self) -> bool {
        self.rough <= FLAT_SHARE * self.step()
    }

    /// Its figures; `None` when there is no step, or no side on which an overshoot could show.
    fn edge(&self) -> Option<Edge> {
        let step = self.step();
        // Half of what is asked when contours are sought: another version of the picture may have less contrast.
        if step < LEAST_STEP_LEVELS / 2.0 || (self.middle - REACH_PX as f32).abs() > 2.5 {
            return None;
        }
        // What stands out near the contour, beyond what the noise of a flat surface does.
        let beside = |sign: f32, level: f32, noise: f32| {
            let distance = |i: usize| sign * (i as f32 - self.middle);
            let near = (1..LENGTH - 1).filter(|&i| (NEAR_PX[0]..=NEAR_PX[1]).contains(&distance(i)));
            let most = near.map(|i| sign * (self.mean[i] - level)).fold(f32::NEG_INFINITY, f32::max);
            (most - NOISE_STANDS_OUT * noise) / step
        };
        let under = (self.low > CLIPPED_LEVELS[0]).then(|| beside(-1.0, self.low, self.noise[0]));
        let over = (self.high < CLIPPED_LEVELS[1]).then(|| beside(1.0, self.high, self.noise[1]));
        let overshoot = match (under, over) {
            (Some(a), Some(b)) => {
                let (small, large) = (a.min(b).max(-ONE_SIDED), a.max(b));
                (small + large.min(LOPSIDED * small.max(0.0) + ONE_SIDED)) / 2.0
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return None,
        };
        Some(Edge { overshoot, width_px: self.width_px() })
    }

    /// Both sides laid over each other; `None` where one of them cannot tell.
    fn half(&self) -> Option<HalfProfile> {
        let edge = self.edge()?;
        let [under, over] = [-1.0, 1.0].map(|side| self.mean_beside(side));
        let (small, large) = (under.min(over), under.max(over));
        // A line that is cut off at the end of the codes is one, but does not say how strong it is.
        let ends = self.mean.iter().fold([f32::MAX, f32::MIN], |[l, h], &v| [l.min(v), h.max(v)]);
        let is_cut =
            [ends[0] <= CUT_OFF_LEVELS[0] && under > 0.0, ends[1] >= CUT_OFF_LEVELS[1] && over > 0.0];
        if is_cut == [true; 2] || (is_cut == [false; 2] && large > LOPSIDED * small.max(0.0) + ONE_SIDED) {
            return None;
        }
        let (middle, half) = (self.middle, (self.low + self.high) / 2.0);
        let samples = self.mean.iter().enumerate().filter_map(|(i, v)| {
            let (distance, value) = (i as f32 - middle, (v - half) / self.step());
            let side = usize::from(distance >= 0.0);
            let folded = if side == 0 { [-distance, -value] } else { [distance, value] };
            (!is_cut[side]).then_some(folded)
        });
        Some(HalfProfile { width_px: edge.width_px, samples: samples.collect() })
    }

    /// Largest of the means of two neighbouring pixels beside the contour beyond the surface, as a share of the step: steadier
    /// than the largest pixel.
    fn mean_beside(&self, side: f32) -> f32 {
        let level = if side < 0.0 { self.low } else { self.high };
        let near = |i: usize| (NEAR_PX[0]..=NEAR_PX[1]).contains(&(side * (i as f32 - self.middle)));
        let pairs = (1..LENGTH - 2).filter(|&i| near(i) && near(i + 1));
        let beyond = pairs.map(|i| side * ((self.mean[i] + self.mean[i + 1]) / 2.0 - level) / self.step());
        beyond.fold(0.0, f32::max)
    }

    /// From 10 to 90 % of the step, px.
    fn width_px(&self) -> f32 {
        let start = self.middle as usize;
        let cross = |mut i: usize, share: f32| {
            let level = self.low + share * self.step();
            while i > 0 && self.mean[i] >= level {
                i -= 1;
            }
            while i + 2 < LENGTH && self.mean[i + 1] < level {
                i += 1;
            }
            i as f32 + ((level - self.mean[i]) / (self.mean[i + 1] - self.mean[i]).max(1e-6)).clamp(0.0, 1.0)
        };
        cross(start, 0.9) - cross(start, 0.1)
    }
}

/// RMS of some samples about their straight line.
fn scatter(values: &[f32]) -> f32 {
    let count = values.len() as f32;
    let mean = values.iter().sum::<f32>() / count;
    let at = |i: usize| i as f32 - (count - 1.0) / 2.0;
    let spread: f32 = (0..values.len()).map(|i| at(i) * at(i)).sum();
    let slope = values.iter().enumerate().map(|(i, v)| at(i) * v).sum::<f32>() / spread.max(1e-6);
    let off = values.iter().enumerate().map(|(i, v)| (v - mean - slope * at(i)).powi(2));
    // Two degrees of freedom are the line's.
    (off.sum::<f32>() / (count - 2.0).max(1.0)).sqrt()
}

#[cfg(test)]
#[path = "edges_tests.rs"]
mod tests;
