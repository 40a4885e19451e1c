//! The grid of a lock: nodes evenly spread over the face's own still space.

use serde::{Deserialize, Serialize};

/// Nodes over lock space. Lock space is measured in luma pixels of the frame in which the lock began.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Lock pixel of the first node.
    pub x: f32,
    /// Lock pixel of the first node.
    pub y: f32,
    /// Lock pixels from node to node.
    pub step_px: f32,
    /// Nodes per row.
    pub columns: usize,
    /// Rows of nodes.
    pub rows: usize,
}

impl Grid {
    /// How many nodes.
    pub fn nodes(&self) -> usize {
        self.columns * self.rows
    }

    /// Where a node lies, in lock pixels.
    pub fn node(&self, column: usize, row: usize) -> [f64; 2] {
        let along = |start: f32, i: usize| f64::from(start) + i as f64 * f64::from(self.step_px);
        [along(self.x, column), along(self.y, row)]
    }

    /// The four nodes around a point and their bilinear shares. Beyond the grid its edge is repeated.
    #[inline]
    pub fn around(&self, point: [f64; 2]) -> [(usize, f32); 4] {
        let along = |value: f64, start: f32, count: usize| {
            let at = ((value - f64::from(start)) / f64::from(self.step_px)).clamp(0.0, (count - 1) as f64);
            let low = (at as usize).min(count.saturating_sub(2));
            (low, (low + 1).min(count - 1), (at - low as f64) as f32)
        };
        let (left, right, s) = along(point[0], self.x, self.columns);
        let (upper, lower, t) = along(point[1], self.y, self.rows);
        let at = |column: usize, row: usize| row * self.columns + column;
        [
            (at(left, upper), (1.0 - s) * (1.0 - t)),
            (at(right, upper), s * (1.0 - t)),
            (at(left, lower), (1.0 - s) * t),
            (at(right, lower), s * t),
        ]
    }

    /// Whether a point lies within half a step of the grid.
    pub fn holds(&self, point: [f64; 2]) -> bool {
        let inside = |value: f64, start: f32, count: usize| {
            let at = (value - f64::from(start)) / f64::from(self.step_px);
            (-0.5..=count as f64 - 0.5).contains(&at)
        };
        inside(point[0], self.x, self.columns) && inside(point[1], self.y, self.rows)
    }

    /// The mean over each node's 3 × 3 neighbourhood, 1-2-1 weighted, of values with weights.
    pub(crate) fn smoothed<const N: usize>(&self, values: &[[f32; N]]) -> Vec<[f32; N]> {
        let mut out = vec![[0.0; N]; values.len()];
        for row in 0..self.rows {
            for column in 0..self.columns {
                let mut sum = [0.0f32; N];
                for (dy, wy) in [(-1, 1.0f32), (0, 2.0), (1, 1.0)] {
                    for (dx, wx) in [(-1, 1.0f32), (0, 2.0), (1, 1.0)] {
                        let (Some(x), Some(y)) = (column.checked_add_signed(dx), row.checked_add_signed(dy))
                        else {
                            continue;
                        };
                        if x < self.columns && y < self.rows {
                            let from = &values[y * self.columns + x];
                            sum.iter_mut().zip(from).for_each(|(s, v)| *s += wx * wy * v);
                        }
                    }
                }
                out[row * self.columns + column] = sum.map(|s| s / 16.0);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_lead_back_to_the_point() {
        let grid = Grid { x: 3.0, y: -2.0, step_px: 5.0, columns: 4, rows: 3 };
        for point in [[3.0, -2.0], [9.5, 1.25], [18.0, 8.0]] {
            let mut sum = [0.0f64; 3];
            for (index, share) in grid.around(point) {
                let node = grid.node(index % 4, index / 4);
                let share = f64::from(share);
                sum = [sum[0] + share, sum[1] + share * node[0], sum[2] + share * node[1]];
            }
            assert!((sum[0] - 1.0).abs() < 1e-6);
            assert!((sum[1] - point[0]).abs() < 1e-5 && (sum[2] - point[1]).abs() < 1e-5, "{sum:?}");
        }
        assert!(grid.holds([0.6, -4.4]) && !grid.holds([21.0, 0.0]));
        let one = Grid { x: 0.0, y: 0.0, step_px: 5.0, columns: 1, rows: 1 };
        assert!(one.around([7.0, 7.0]).iter().all(|(i, _)| *i == 0));
    }
}
