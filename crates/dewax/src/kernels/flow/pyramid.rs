//! The picture at half its size, a quarter, and so on, each level with a margin that repeats its edge.

use super::PATCH_PX;
use crate::kernels::simd;
use crate::px::Plane;
use rayon::prelude::*;

/// Pixels that every level repeats beyond each edge: a patch may lie outside by its size, and is read one pixel further.
pub(super) const MARGIN_PX: usize = 16;

/// Luma beyond this many levels is taken as damaged and read as 0, like what is no number.
const LARGEST_LEVEL: f32 = 1e5;

/// A level is made by the weights 1, 3, 3, 1 (eighths) along and down. Plain means of 2 × 2 pixels let through what is
/// finer than the level; patches then lock onto half pixels, and the error was 1.05 to 1.4 times as large.
const OUTER: f32 = 0.125;
const INNER: f32 = 0.375;

/// A level is of use while its longer side has this many pixels: OpenCV's choice of the coarsest level, rounding
/// log2(longer side / (4 × patch)), ends at 32 / √2.
const SHORTEST_LONG_SIDE_PX: usize = 23;

/// Rows that one task of the thread pool makes.
const ROWS_PER_TASK: usize = 32;

/// A level of the pyramid.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// Columns without the margin.
    pub(super) width: usize,
    /// Rows without the margin.
    pub(super) height: usize,
    /// Samples from one row to the next.
    pub(super) stride: usize,
    /// Rows with their margins, from the upper margin to the lower.
    pub(super) samples: Vec<f32>,
}

impl Level {
    /// Where the sample of column `x`, row `y` is, both from −[`MARGIN_PX`] on.
    #[inline(always)]
    pub(super) fn place(&self, x: isize, y: isize) -> usize {
        let margin = MARGIN_PX as isize;
        ((y + margin) * self.stride as isize + x + margin) as usize
    }

    /// Row `y` from column 0 on, with the right margin.
    #[inline(always)]
    pub(super) fn row(&self, y: usize) -> &[f32] {
        let start = (y + MARGIN_PX) * self.stride + MARGIN_PX;
        &self.samples[start..start + self.width + MARGIN_PX]
    }

    /// Half the size of the rows `source(y)`, which are `width` long.
    fn halved<'a>(width: usize, height: usize, source: impl Fn(usize) -> &'a [f32] + Sync) -> Self {
        let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
        let stride = half_width + 2 * MARGIN_PX;
        let mut samples = vec![0.0f32; stride * (half_height + 2 * MARGIN_PX)];
        let inner = &mut samples[MARGIN_PX * stride..(MARGIN_PX + half_height) * stride];
        inner.par_chunks_mut(stride * ROWS_PER_TASK).enumerate().for_each_init(
            || vec![0.0f32; width + 3],
            |mixed, (task, rows)| {
                for (i, row) in rows.chunks_exact_mut(stride).enumerate() {
                    let y = (task * ROWS_PER_TASK + i) * 2;
                    let four = [y.saturating_sub(1), y, y + 1, y + 2].map(|y| source(y.min(height - 1)));
                    halve_row(four, mixed, &mut row[MARGIN_PX..MARGIN_PX + half_width]);
                    let (first, last) = (row[MARGIN_PX], row[MARGIN_PX + half_width - 1]);
                    row[..MARGIN_PX].fill(first);
                    row[MARGIN_PX + half_width..].fill(last);
                }
            },
        );
        let (first, last) = (MARGIN_PX * stride, (MARGIN_PX + half_height - 1) * stride);
        for row in 0..MARGIN_PX {
            samples.copy_within(first..first + stride, row * stride);
            samples.copy_within(last..last + stride, last + (row + 1) * stride);
        }
        Self { width: half_width, height: half_height, stride, samples }
    }
}

/// What is no number, or no luma, becomes 0.
#[inline(always)]
fn clean(value: f32) -> f32 {
    if value > -LARGEST_LEVEL && value < LARGEST_LEVEL { value } else { 0.0 }
}

/// A row of half the size from four rows; `mixed` has room for their sum, one sample to the left and two to the right.
fn halve_row(rows: [&[f32]; 4], mixed: &mut [f32], out: &mut [f32]) {
    let width = mixed.len() - 3;
    let [above, upper, lower, below] = rows.map(|row| &row[..width]);
    simd::run(
        #[inline(always)]
        || {
            for (i, mixed) in mixed[1..=width].iter_mut().enumerate() {
                *mixed =
                    OUTER * (clean(above[i]) + clean(below[i])) + INNER * (clean(upper[i]) + clean(lower[i]));
            }
            mixed[0] = mixed[1];
            (mixed[width + 1], mixed[width + 2]) = (mixed[width], mixed[width]);
            let first = mixed.as_chunks::<2>().0;
            let second = &mixed[2..].as_chunks::<2>().0[..first.len() - 1];
            for ((o, a), b) in out.iter_mut().zip(first).zip(second) {
                *o = OUTER * (a[0] + b[1]) + INNER * (a[1] + b[0]);
            }
        },
    );
}

/// A picture made ready for [`super::flow`]: its pyramid. Made once, used in both directions and for the next pair.
#[derive(Clone, Debug)]
pub struct Prepared {
    width: usize,
    height: usize,
    /// Levels 1 (half the size), 2 and so on; none when the picture is too small for a patch at level 1.
    levels: Vec<Level>,
}

impl Prepared {
    /// Makes a picture ready. `luma` is in 8-bit levels (0 to 255, with fractions); what is no number counts as 0.
    pub fn new(luma: &Plane<f32>) -> Self {
        let (width, height) = (luma.width(), luma.height());
        let mut levels: Vec<Level> = Vec::new();
        loop {
            let (w, h) = levels.last().map_or((width, height), |l| (l.width, l.height));
            let (half_w, half_h) = (w.div_ceil(2), h.div_ceil(2));
            let worth = levels.is_empty() || half_w.max(half_h) >= SHORTEST_LONG_SIDE_PX;
            if half_w.min(half_h) < PATCH_PX || !worth {
                break;
            }
            let next = match levels.last() {
                None => Level::halved(w, h, |y| luma.row(y)),
                Some(finer) => Level::halved(w, h, |y| finer.row(y)),
            };
            levels.push(next);
        }
        Self { width, height, levels }
    }

    /// Columns of the picture.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows of the picture.
    pub fn height(&self) -> usize {
        self.height
    }

    /// How many levels there are, from level 1 on.
    pub(super) fn count(&self) -> usize {
        self.levels.len()
    }

    /// Level `number`, 1 being half the size; `None` beyond the coarsest.
    pub(super) fn level(&self, number: usize) -> Option<&Level> {
        number.checked_sub(1).and_then(|i| self.levels.get(i))
    }
}
