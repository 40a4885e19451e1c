//! Whether the whole picture was moved, turned or scaled: least squares on brightness, coarse to fine, of shift, zoom and turn.

use super::places::{TUKEY, Tone};
use super::solve;
use crate::kernels::{blur, middle, shrink, warp};
use crate::px::Plane;

/// Every so many frames the whole picture is laid over its source.
pub(super) const EVERY_FRAMES: usize = 6;
/// Cells to which a picture is shrunk, across, coarse and fine.
const CELLS: [usize; 3] = [64, 128, 256];
const ROUNDS: usize = 6;
/// A move by less is none, luma px; one must explain so much of the energy of the change, of so many levels.
const LEAST_MOVE_PX: f32 = 0.25;
const EXPLAINS: f32 = 0.6;
const LEAST_CHANGE_LEVELS: f32 = 0.5;

/// How one frame lies on its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Laid {
    /// Shift of the middle, luma px.
    pub(super) shift_px: [f32; 2],
    /// How much larger the result's picture is, in percent.
    pub(super) zoom_percent: f32,
    pub(super) turn_deg: f32,
    /// Mean way of the corners, luma px.
    pub(super) way_px: f32,
    /// Share of the change that this explains.
    pub(super) explains: f32,
    /// RMS of the change, levels.
    pub(super) change_levels: f32,
}

impl Laid {
    pub(super) fn is_moved(&self) -> bool {
        self.way_px >= LEAST_MOVE_PX && self.explains >= EXPLAINS && self.change_levels >= LEAST_CHANGE_LEVELS
    }

    /// What was moved, in words.
    pub(super) fn words(&self) -> String {
        let [x, y] = self.shift_px;
        format!(
            "the picture lies {x:+.1}, {y:+.1} px from its place, is {:+.1} % larger and turned by {:+.1}°",
            self.zoom_percent, self.turn_deg
        )
    }
}

/// Lays a result over its source; `step_px` luma px to a cell, brightness in levels.
pub(super) fn lay(source: &Plane<f32>, result: &Plane<f32>, tone: Tone, step_px: usize) -> Option<Laid> {
    let mut toned = source.clone();
    toned.samples_mut().iter_mut().for_each(|v| *v = tone.at(*v));
    // Shift across and down and zoom and turn about the middle, in cells of the full plane and shares.
    let mut by = [0.0f64; 4];
    let mut told = None;
    for cells in CELLS {
        let shrunk = (source.width() / cells).max(1);
        if source.width() / shrunk < 24 || source.height() / shrunk < 16 {
            continue;
        }
        let small = |plane: &Plane<f32>| blur::gaussian(&shrink::shrink_f32(plane, shrunk), 1.0);
        let (s, r) = (small(&toned), small(result));
        for _ in 0..ROUNDS {
            told = Some(refine(&s, &r, shrunk as f64, &mut by)?);
        }
    }
    let (before, after) = told?;
    let [dx, dy, zoom, turn] = by;
    let step = step_px as f64;
    let reach = (source.width().min(source.height()) as f64) / 2.0;
    let way = (dx * dx + dy * dy).sqrt() + (zoom * zoom + turn * turn).sqrt() * reach;
    Some(Laid {
        shift_px: [(dx * step) as f32, (dy * step) as f32],
        zoom_percent: 100.0 * zoom as f32,
        turn_deg: turn.to_degrees() as f32,
        way_px: (way * step) as f32,
        explains: 1.0 - after / before.max(1e-9),
        change_levels: before.sqrt(),
    })
}

/// One round; energy of the change before any move and after the one that came in.
fn refine(s: &Plane<f32>, r: &Plane<f32>, unit: f64, by: &mut [f64; 4]) -> Option<(f32, f32)> {
    let (width, height) = (s.width(), s.height());
    let (cx, cy) = ((width as f64 - 1.0) / 2.0, (height as f64 - 1.0) / 2.0);
    // The result shows at p what the source has at p less its move.
    let [dx, dy, zoom, turn] = [by[0] / unit, by[1] / unit, by[2], by[3]];
    let map = [1.0 - zoom, turn, -dx + cx * zoom - cy * turn, -turn, 1.0 - zoom, -dy + cy * zoom + cx * turn];
    let moved = warp::warp(s, map, width, height);
    let margin = 3;
    let inner = (margin..height - margin).flat_map(|y| (margin..width - margin).map(move |x| (x, y)));
    let inner: Vec<(usize, usize)> = inner.collect();
    let mut sizes: Vec<f32> = inner.iter().map(|&(x, y)| (r.row(y)[x] - moved.row(y)[x]).abs()).collect();
    let cut = TUKEY * middle(&mut sizes, f32::total_cmp)?.max(0.3);
    let (mut normal, mut right) = ([[0.0f64; 4]; 4], [0.0f64; 4]);
    let (mut before, mut after) = (0.0f64, 0.0f64);
    for (x, y) in inner {
        let d = r.row(y)[x] - moved.row(y)[x];
        before += f64::from(r.row(y)[x] - s.row(y)[x]).powi(2);
        after += f64::from(d).powi(2);
        let w = f64::from((1.0 - (d / cut).powi(2)).max(0.0).powi(2));
        let gx = f64::from(moved.row(y)[x + 1] - moved.row(y)[x - 1]) / 2.0;
        let gy = f64::from(moved.row(y + 1)[x] - moved.row(y - 1)[x]) / 2.0;
        let (u, v) = (x as f64 - cx, y as f64 - cy);
        let row = [-gx, -gy, -(gx * u + gy * v), -(gy * u - gx * v)];
        for i in 0..4 {
            right[i] += w * row[i] * f64::from(d);
            for j in 0..4 {
                normal[i][j] += w * row[i] * row[j];
            }
        }
    }
    let step = solve(normal, right);
    if step.iter().all(|v| v.is_finite()) {
        by[0] += step[0] * unit;
        by[1] += step[1] * unit;
        by[2] += step[2];
        by[3] += step[3];
    }
    let count = ((width - 2 * margin) * (height - 2 * margin)).max(1) as f64;
    Some(((before / count) as f32, (after / count) as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(map: [f64; 6]) -> Laid {
        let source = Plane::from_fn(256, 144, |x, y| {
            let (x, y) = (x as f32, y as f32);
            110.0 + 40.0 * (x / 9.0 + y / 31.0).sin() + 30.0 * (y / 8.0 - x / 23.0).cos()
        });
        let result = warp::warp(&source, map, 256, 144);
        lay(&source, &result, Tone::NONE, 1).unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn a_move_is_measured() {
        let still = laid([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        assert!(!still.is_moved(), "{still:?}");
        let half = laid([1.0, 0.0, -0.5, 0.0, 1.0, 0.0]);
        assert!(half.is_moved() && (half.shift_px[0] - 0.5).abs() < 0.1, "{half:?}");
        // Three percent cut off all round.
        let (x, y) = (0.03 * 127.5, 0.03 * 71.5);
        let crop = laid([0.97, 0.0, x, 0.0, 0.97, y]);
        assert!(crop.is_moved() && (crop.zoom_percent - 3.0).abs() < 0.4, "{crop:?}");
    }
}
