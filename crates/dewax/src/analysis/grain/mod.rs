//! Measures the grain of a reference shot, so that the `grain` step can lay the same: strength over the tones, size, colour.
//!
//! Blocks are looked at in which nothing but grain happens. With frames, that is the difference of two successive ones, where
//! nothing moved: texture and shading are gone from it. With a still, it is what is left of a block without its plane.
//! Motion and texture only ever add, so the quiet blocks of each tone count and the others do not.

mod fit;

use crate::clip::Picture;
use crate::kernels::grain::model::Response;
use crate::param::{Limits, Value};
use crate::px::{Frame, LEVEL, Plane};
use crate::stack::Setting;
use crate::steps::grain::{Grain, colour_share};
use fit::{covered, fitted_sigma, fitted_tones, independent, quiet_blocks};

/// Side of a block at 1080p, px: the largest grain that is measured fits into it three times.
const BLOCK_PX: f32 = 32.0;
/// About so many blocks of one picture are looked at.
const BLOCKS: usize = 1500;
/// Lags at which blocks are compared with themselves, px.
const LAGS: usize = 8;
/// Fewer quiet blocks say nothing about the picture.
const LEAST_BLOCKS: usize = 16;
/// Nearer to black and white than this, grain is cut off.
const ENDS: f32 = 0.03;
/// A block that is as correlated at a quarter of its side as this has structure.
const STRUCTURE: f64 = 0.35;
/// Grain below this RMS, in 8-bit levels, is rounding.
const LEAST_LEVELS: f64 = 0.12;
/// The largest grain that the step lays, px at 1080p.
const MOST_SIZE_PX: f64 = 8.0;
/// What is stronger than the step can lay, in 8-bit levels, is texture.
const MOST_LEVELS: f64 = 16.0;
/// Colour grain below this share of the brightness grain says nothing of how the two go together.
const LEAST_CHROMA: f64 = 0.05;

/// Why no grain was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoGrain {
    /// No picture came.
    #[error("it has no picture")]
    Empty,
    /// Nothing is flat and still enough.
    #[error(
        "no area of it is flat (or still) enough to measure grain in: take a shot with sky, wall or soft background"
    )]
    NoFlatArea,
    /// What changes in quiet areas is no grain.
    #[error("what changes in its quiet areas is coarser than grain: it is compressed, enlarged or unsharp")]
    Coarse,
    /// There is none.
    #[error("it has no grain that could be measured: it is as clean as its rounding")]
    Clean,
}

/// The grain of a shot, as the parameters of the `grain` step that lays it.
#[derive(Clone, Debug, PartialEq)]
pub struct GrainMatch {
    /// RMS at the tone where it is strongest, 8-bit levels of the usual (limited) range.
    pub amount_levels: f32,
    /// Full width at half maximum of a grain, px at 1080p.
    pub size_px: f32,
    /// RMS of colour grain as a share of that of brightness grain.
    pub chroma: f32,
    /// How much colour grain follows brightness grain, 0..=1.
    pub correlation: f32,
    /// Where it is strong.
    pub response: Response,
    /// Blocks that it was measured in.
    pub blocks: usize,
    /// Whether it was measured between frames; else in single pictures.
    pub between_frames: bool,
}

impl GrainMatch {
    /// The settings that lay this grain; values that the step does not take, and with [`Limits::Hold`] values above its limits,
    /// are the nearest that it takes.
    pub fn settings(&self, limits: Limits) -> Vec<Setting> {
        // Recipes are read by people: two places are enough.
        let number = |param, value: f32| {
            Setting::nearest::<Grain>(param, Value::F((value * 100.0).round() / 100.0), limits)
        };
        let response = Response::ALL.iter().position(|r| *r == self.response).unwrap_or(0);
        vec![
            number(Grain::amount_levels, self.amount_levels),
            number(Grain::size_px, self.size_px),
            number(Grain::chroma, self.chroma),
            number(Grain::correlation, self.correlation),
            Setting::nearest::<Grain>(Grain::response, Value::Pick(response), limits),
        ]
    }

    /// What was found, in a sentence.
    pub fn note(&self) -> String {
        let response = self.response.name();
        let how = if self.between_frames { "between frames" } else { "in single pictures" };
        format!(
            "grain of {:.2} levels, {:.2} px at 1080p, colour {:.2} of it, correlation {:.2}, response {response}; measured \
             in {} quiet blocks {how}",
            self.amount_levels, self.size_px, self.chroma, self.correlation, self.blocks
        )
    }
}

/// What is known of one block: all in 8-bit levels, squared where they are variances.
#[derive(Clone, Debug)]
struct Block {
    /// Y', 0..=1.
    tone: f32,
    /// Autocovariance of brightness along rows and columns; its variance first.
    lags: [f64; LAGS + 1],
    /// Whether something else than grain is in it.
    is_structured: bool,
    /// Of the means of the pixels that share a chroma sample: variance; covariance with Cb and Cr; variances of these, as they
    /// would be on grey.
    mean_var: f64,
    with: [f64; 2],
    chroma_var: [f64; 2],
}

/// Collects blocks from frames. Push single pictures, or pairs of successive frames.
#[derive(Debug)]
pub struct GrainMeter {
    picture: Picture,
    last: Option<Frame>,
    between: Vec<Block>,
    within: Vec<Block>,
    /// Blocks in which nothing differs: between frames, and within one.
    frozen: usize,
    blank: usize,
}

impl GrainMeter {
    /// A meter for pictures of this kind.
    pub fn new(picture: Picture) -> Self {
        Self { picture, last: None, between: Vec::new(), within: Vec::new(), frozen: 0, blank: 0 }
    }

    /// Looks at a frame; also beside the one before, if that is the frame before it in its clip.
    pub fn push(&mut self, frame: &Frame) {
        self.collect(frame, None);
        if let Some(last) = self.last.take().filter(|last| last.index + 1 == frame.index) {
            self.collect(frame, Some(&last));
        }
        self.last = Some(frame.clone());
    }

    fn side(&self) -> usize {
        ((BLOCK_PX * self.picture.scale() / 4.0).round() as usize * 4).clamp(24, 96)
    }

    fn collect(&mut self, frame: &Frame, before: Option<&Frame>) {
        let side = self.side();
        let (columns, rows) = (frame.width() / side, frame.height() / side);
        let stride = (1..64usize).find(|s| (columns / s) * (rows / s) <= BLOCKS).unwrap_or(64);
        for row in (0..rows).step_by(stride) {
            for column in (0..columns).step_by(stride) {
                let place = (column * side, row * side);
                let Some(block) = self.block(frame, before, place, side) else { continue };
                if block.lags[0] <= 0.0 {
                    let count = if before.is_some() { &mut self.frozen } else { &mut self.blank };
                    *count += 1;
                } else if before.is_some() {
                    self.between.push(block);
                } else {
                    self.within.push(block);
                }
            }
        }
    }

    /// What a block holds; `None` next to black and white.
    fn block(
        &self,
        frame: &Frame,
        before: Option<&Frame>,
        (x0, y0): (usize, usize),
        side: usize,
    ) -> Option<Block> {
        let levels = &self.picture.levels;
        let values = |which: usize, (x0, y0): (usize, usize), (w, h): (usize, usize)| {
            residual(frame.plane(which), before.map(|b| b.plane(which)), (x0, y0), (w, h))
        };
        let (luma, mean) = values(0, (x0, y0), (side, side));
        let tone = (mean - levels.black) / levels.luma_span;
        if !(ENDS..=1.0 - ENDS).contains(&tone) {
            return None;
        }
        let lags = std::array::from_fn(|lag| covariance(&luma, side, lag));
        let far = covariance(&luma, side, side / 4);
        let (sx, sy) = frame.subsampling.factors();
        let (width, height) = (side / sx, side / sy);
        let means: Vec<f64> = (0..width * height)
            .map(|i| {
                let at = |k: usize| luma[(i / width * sy + k / sx) * side + i % width * sx + k % sx];
                (0..sx * sy).map(at).sum::<f64>() / (sx * sy) as f64
            })
            .collect();
        let n = means.len().max(1) as f64;
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / n;
        let [(cb, cb_mean), (cr, cr_mean)] = [1, 2].map(|w| values(w, (x0 / sx, y0 / sy), (width, height)));
        let share = |v: f32| (v - levels.chroma_zero) / levels.chroma_span;
        // The step lays less in strong colours: what it would lay on grey.
        let full = f64::from(1.0 / colour_share(share(cb_mean), share(cr_mean)));
        Some(Block {
            tone,
            is_structured: lags[0] > 0.0 && far > STRUCTURE * lags[0],
            lags,
            mean_var: product(&means, &means),
            with: [full * product(&means, &cb), full * product(&means, &cr)],
            chroma_var: [full * full * product(&cb, &cb), full * full * product(&cr, &cr)],
        })
    }

    /// What the grain of the pushed frames is.
    ///
    /// # Errors
    /// When there is none, or no place to measure it in.
    pub fn finish(self) -> Result<GrainMatch, NoGrain> {
        if self.last.is_none() {
            return Err(NoGrain::Empty);
        }
        let side = self.side();
        // Where an encoder repeats blocks, frames differ by less than they have grain.
        let repeats = self.frozen > self.between.len();
        let (between, within) =
            (self.measure(&self.between, side, 1.0), self.measure(&self.within, side, 3.0));
        match between {
            Ok(found) if !repeats => Ok(GrainMatch { between_frames: true, ..found }),
            Ok(found) => within.or(Ok(found)),
            Err(NoGrain::NoFlatArea) if within.is_err() && self.blank >= LEAST_BLOCKS => Err(NoGrain::Clean),
            Err(NoGrain::NoFlatArea) => within,
            Err(other) => Err(other),
        }
    }

    /// Measures in these blocks, from each of which so many free numbers (a mean, a plane) were taken.
    fn measure(&self, blocks: &[Block], side: usize, taken: f64) -> Result<GrainMatch, NoGrain> {
        let area = (side * side) as f64;
        // Rounding to the source's codes adds the variance of an even spread over a code, and no covariance.
        let code = 256.0 / f64::from(1u32 << self.picture.format.bits.min(16));
        let rounding = code * code / 12.0;
        let mut sigma = f64::from(self.picture.scale()).clamp(0.4, 4.0);
        let mut quiet: Vec<&Block> = Vec::new();
        for _ in 0..3 {
            quiet = quiet_blocks(blocks, area / independent(sigma));
            if quiet.len() < LEAST_BLOCKS {
                return Err(NoGrain::NoFlatArea);
            }
            sigma = fitted_sigma(&quiet, rounding, taken, area);
        }
        // What went with mean or plane comes back.
        let kept = (1.0 - taken * covered(sigma) / area).max(0.5);
        let range = f64::from(self.picture.levels.luma_span / (219.0 * LEVEL));
        let all = quiet.len() as f64;
        let variance = |b: &Block| (b.lags[0] / kept - rounding).max(0.0);
        let mean_variance = quiet.iter().map(|b| variance(b)).sum::<f64>() / all;
        if mean_variance.sqrt() < LEAST_LEVELS {
            return Err(NoGrain::Clean);
        }
        if mean_variance.sqrt() > MOST_LEVELS {
            return Err(NoGrain::NoFlatArea);
        }
        let size_px = sigma * 2.354_820_045 / f64::from(self.picture.scale());
        if size_px > MOST_SIZE_PX {
            return Err(NoGrain::Coarse);
        }
        let (amount, response) = fitted_tones(&quiet, variance);
        // A chroma sample is rounded by itself, the mean of several pixels by less.
        let sum = |value: &dyn Fn(&Block) -> f64| quiet.iter().map(|b| value(b)).sum::<f64>() / all;
        let chroma_var = [0, 1].map(|i| (sum(&|b| b.chroma_var[i]) / kept - rounding).max(0.0));
        let chroma = ((chroma_var[0] + chroma_var[1]) / 2.0 / mean_variance).sqrt();
        let mean_var = sum(&|b| b.mean_var) / kept;
        let follows = |i: usize| -sum(&|b| b.with[i]) / kept / (mean_var * chroma_var[i]).sqrt().max(1e-9);
        let correlation = if chroma < LEAST_CHROMA { 0.5 } else { (follows(0) + follows(1)) / 2.0 };
        Ok(GrainMatch {
            amount_levels: (amount / range) as f32,
            size_px: size_px as f32,
            chroma: chroma.min(1.0) as f32,
            correlation: correlation.clamp(0.0, 1.0) as f32,
            response,
            blocks: quiet.len(),
            between_frames: false,
        })
    }
}

/// The pixels of a block in 8-bit levels without what is not grain, and its mean in stored units: their difference to the
/// frame before (halved in power), without its mean; else without a plane.
fn residual(
    plane: &Plane<u16>,
    before: Option<&Plane<u16>>,
    (x0, y0): (usize, usize),
    (width, height): (usize, usize),
) -> (Vec<f64>, f32) {
    let mut out = Vec::with_capacity(width * height);
    let mut sum = 0.0f64;
    for y in y0..y0 + height {
        let row = &plane.row(y)[x0..x0 + width];
        sum += row.iter().map(|&v| f64::from(v)).sum::<f64>();
        match before {
            Some(before) => {
                let pairs = row.iter().zip(&before.row(y)[x0..x0 + width]);
                let scale = std::f64::consts::FRAC_1_SQRT_2 / f64::from(LEVEL);
                out.extend(pairs.map(|(&a, &b)| (f64::from(a) - f64::from(b)) * scale));
            }
            None => out.extend(row.iter().map(|&v| f64::from(v) / f64::from(LEVEL))),
        }
    }
    let n = out.len().max(1) as f64;
    let mean = out.iter().sum::<f64>() / n;
    let centred = |i: usize| {
        ((i % width) as f64 - (width as f64 - 1.0) / 2.0, (i / width) as f64 - (height as f64 - 1.0) / 2.0)
    };
    let (mut slope_x, mut slope_y) = (0.0, 0.0);
    if before.is_none() {
        let (mut xx, mut yy) = (0.0, 0.0);
        for (i, v) in out.iter().enumerate() {
            let (x, y) = centred(i);
            (slope_x, slope_y) = (slope_x + x * (v - mean), slope_y + y * (v - mean));
            (xx, yy) = (xx + x * x, yy + y * y);
        }
        (slope_x, slope_y) = (slope_x / f64::max(xx, 1.0), slope_y / f64::max(yy, 1.0));
    }
    for (i, v) in out.iter_mut().enumerate() {
        let (x, y) = centred(i);
        *v -= mean + slope_x * x + slope_y * y;
    }
    (out, (sum / n) as f32)
}

/// Covariance of a square block with itself, moved by `lag` along rows and along columns.
fn covariance(values: &[f64], side: usize, lag: usize) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for y in 0..side {
        let row = &values[y * side..(y + 1) * side];
        sum += row.iter().zip(&row[lag..]).map(|(a, b)| a * b).sum::<f64>();
        count += (side - lag) as f64;
        if y + lag < side {
            let below = &values[(y + lag) * side..(y + lag + 1) * side];
            sum += row.iter().zip(below).map(|(a, b)| a * b).sum::<f64>();
            count += side as f64;
        }
    }
    sum / count
}

#[cfg(test)]
mod tests;
