//! Curves for the report, measured the same way on both sides while the frames go by.

use dewax::clip::Picture;
use dewax::color::{ciede2000, lab_from_ycc};
use dewax::px::Frame;

/// A curve before and after.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Series {
    /// What it shows.
    pub title: String,
    /// In what.
    pub unit: String,
    /// Number in the clip of the frame of the first values.
    pub first_frame: usize,
    /// A value per frame of the source.
    pub before: Vec<f32>,
    /// A value per frame of the result; empty when there is none.
    pub after: Vec<f32>,
}

/// Title of the curve of the frame's brightness.
pub(super) const EXPOSURE: &str = "Exposure jumps";
/// Title of the curve of blotches.
pub(super) const PATCH: &str = "Patch flicker";

/// Cells across the picture's shorter side in which patch flicker is looked for: cheek-sized on a close-up.
const CELLS: usize = 22;

/// The brightness of a frame in small.
#[derive(Clone, Debug, Default)]
struct Glance {
    /// Mean luma of each cell in 8-bit levels.
    cells: Vec<f32>,
    /// Mean of the whole picture above black, in 8-bit levels.
    mean: f32,
}

/// One side (before or after) of a shot.
#[derive(Clone, Debug, Default)]
struct Side {
    last: [Glance; 2],
    exposure: Vec<f32>,
    patch: Vec<f32>,
    colour: Vec<[f32; 3]>,
}

/// Both sides of a shot while its frames go by, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    first_frame: Option<usize>,
    sides: [Side; 2],
    /// Skin of each cell in the last two frames, 0..=1.
    skin: [Vec<f32>; 2],
}

impl Course {
    pub(super) fn take(&mut self, index: usize, before: &Frame, after: &Frame, picture: &Picture) {
        let first = *self.first_frame.get_or_insert(index);
        // Frames come in order; one that does not cannot be compared with its neighbours.
        if index != first + self.sides[0].colour.len() {
            return;
        }
        // Even, so that every second row is half of every cell.
        let cell_px = (before.width().min(before.height()) / CELLS).max(4) & !1;
        let grid = (before.width() / cell_px, before.height() / cell_px);
        let mut skin = vec![1.0f32; grid.0 * grid.1];
        if let Some(mask) = &before.skin {
            for (i, weight) in skin.iter_mut().enumerate() {
                let (x, y) = (i % grid.0 * cell_px, i / grid.0 * cell_px);
                let quarter = |k: usize| cell_px * (1 + 2 * k) / 4;
                let sum: f32 = (0..4).map(|k| mask.at(x + quarter(k % 2), y + quarter(k / 2))).sum();
                *weight = sum / 4.0;
            }
        }
        for (side, frame) in self.sides.iter_mut().zip([before, after]) {
            let glance = glance(frame, picture, cell_px, grid);
            side.colour.push(skin_colour(frame, picture, &skin, cell_px, grid));
            side.exposure.push(0.0);
            side.patch.push(0.0);
            let count = side.patch.len();
            if count >= 3 {
                let [older, old] = &side.last;
                let bend = |a: f32, b: f32, c: f32| b - (a + c) / 2.0;
                side.exposure[count - 2] =
                    100.0 * bend(older.mean, old.mean, glance.mean) / old.mean.max(1.0);
                let (mut squares, mut weights) = (0.0f64, 0.0f64);
                for (i, now) in skin.iter().enumerate() {
                    let weight = now.min(self.skin[0][i]).min(self.skin[1][i]);
                    if weight > 0.8 {
                        // What the whole frame does is exposure, not a patch.
                        let own = bend(older.cells[i], old.cells[i], glance.cells[i])
                            - bend(older.mean, old.mean, glance.mean) * old.cells[i] / old.mean.max(1.0);
                        squares += f64::from(weight * own * own);
                        weights += f64::from(weight);
                    }
                }
                // A bend of independent values has 3/2 of their variance.
                side.patch[count - 2] = (squares / weights.max(1e-9) / 1.5).sqrt() as f32;
            }
            side.last.swap(0, 1);
            side.last[1] = glance;
        }
        self.skin.swap(0, 1);
        self.skin[1] = skin;
    }

    pub(super) fn finish(mut self, picture: &Picture) -> Vec<Series> {
        let Some(first_frame) = self.first_frame else { return Vec::new() };
        for side in &mut self.sides {
            // The first and last frame have one neighbour only: they repeat what is beside them.
            for values in [&mut side.exposure, &mut side.patch] {
                if let [first, second, .., before_last, last] = values.as_mut_slice() {
                    (*first, *last) = (*second, *before_last);
                }
            }
        }
        let [before, after] = self.sides;
        let mut middle = [0.0f32; 3];
        for (k, value) in middle.iter_mut().enumerate() {
            let mut column: Vec<f32> = before.colour.iter().map(|c| c[k]).collect();
            column.sort_by(f32::total_cmp);
            *value = column.get(column.len() / 2).copied().unwrap_or_default();
        }
        let drift = |side: &Side| {
            let usual = lab_from_ycc(picture.weights, middle);
            side.colour.iter().map(|c| ciede2000(usual, lab_from_ycc(picture.weights, *c)) as f32).collect()
        };
        let series = |title: &str, unit: &str, before: Vec<f32>, after: Vec<f32>| Series {
            title: title.into(),
            unit: unit.into(),
            first_frame,
            before,
            after,
        };
        let levels = |side: &Side| side.colour.iter().map(|c| c[0] * 255.0).collect();
        vec![
            series("Skin brightness", "8-bit levels", levels(&before), levels(&after)),
            series("Skin colour, from the shot's median", "CIEDE2000", drift(&before), drift(&after)),
            series(EXPOSURE, "% from the neighbouring frames", before.exposure, after.exposure),
            series(PATCH, "8-bit levels, cheek-sized cells", before.patch, after.patch),
        ]
    }
}

/// Means of the cells; every second row is enough.
fn glance(frame: &Frame, picture: &Picture, cell_px: usize, grid: (usize, usize)) -> Glance {
    let mut sums = vec![0u64; grid.0 * grid.1];
    for y in (0..grid.1 * cell_px).step_by(2) {
        let row = frame.luma().row(y);
        let sums = &mut sums[y / cell_px * grid.0..][..grid.0];
        for (sum, cell) in sums.iter_mut().zip(row.chunks_exact(cell_px)) {
            *sum += cell.iter().map(|&v| u64::from(v)).sum::<u64>();
        }
    }
    let samples = (cell_px * cell_px / 2) as f32;
    let level = 255.0 / picture.levels.luma_span;
    let cells: Vec<f32> =
        sums.iter().map(|&sum| (sum as f32 / samples - picture.levels.black) * level).collect();
    let mean = cells.iter().sum::<f32>() / cells.len().max(1) as f32;
    Glance { cells, mean }
}

/// Mean Y', Cb, Cr of the cells that are skin.
fn skin_colour(
    frame: &Frame,
    picture: &Picture,
    skin: &[f32],
    cell_px: usize,
    grid: (usize, usize),
) -> [f32; 3] {
    let (sx, sy) = frame.subsampling.factors();
    let (mut sums, mut weights) = ([0.0f64; 3], 0.0f64);
    for (i, &weight) in skin.iter().enumerate().filter(|(_, w)| **w > 0.5) {
        let (x0, y0) = (i % grid.0 * cell_px, i / grid.0 * cell_px);
        for (which, sum) in sums.iter_mut().enumerate() {
            let (fx, fy) = if which == 0 { (1, 1) } else { (sx, sy) };
            let (mut own, mut count) = (0u64, 0u64);
            for y in (y0 / fy..(y0 + cell_px) / fy).step_by(2) {
                let row = &frame.plane(which).row(y)[x0 / fx..(x0 + cell_px) / fx];
                own += row.iter().map(|&v| u64::from(v)).sum::<u64>();
                count += row.len() as u64;
            }
            *sum += f64::from(weight) * own as f64 / count.max(1) as f64;
        }
        weights += f64::from(weight);
    }
    let levels = &picture.levels;
    let mean = |k: usize| (sums[k] / weights.max(1e-9)) as f32;
    if weights == 0.0 {
        return [0.0; 3];
    }
    let chroma = |v: f32| (v - levels.chroma_zero) / levels.chroma_span;
    [(mean(0) - levels.black) / levels.luma_span, chroma(mean(1)), chroma(mean(2))]
}
