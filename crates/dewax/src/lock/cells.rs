//! What each cell of a grid says about how far two pictures lie apart there, and how sure of it it is: one step of Lucas and Kanade with a gain
//! of its own, so that what one of the two has smoothed away pulls at nothing, and its information, so that flat skin has little to say.

use super::Grid;
use super::band::Bands;
use crate::px::Plane;

/// Structure that is shared less than this is chance: correlations of textures that have nothing in common stray by 0.05 in a cell with
/// its neighbours.
const LEAST_SHARED: f64 = 0.25;
/// So many samples of a band say as much as one: the area of the bell of 0.8 samples by which they are softened, 4πσ².
const SAMPLES_ALIKE: f64 = 8.0;
/// Noise of flattened bands below which nothing is believed, mean square: rounding to 8 bits is 0.29 levels, and 1.5 are one unit.
const LEAST_NOISE: f64 = 0.01;
/// Cells with fewer samples than this say nothing.
const LEAST_SAMPLES: f64 = 12.0;

/// What a cell says: of its step δ, px of the one picture, the information `I` (inverse variance, per px²) and `I·δ`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// xx, xy, yy.
    pub(super) info: [f64; 3],
    pub(super) pull: [f64; 2],
    /// δᵀ·I·δ: how much speaks against no step at all.
    pub(super) against: f64,
}

impl Cell {
    /// What two cells say together.
    #[must_use]
    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            info: [0, 1, 2].map(|i| self.info[i] + other.info[i]),
            pull: [0, 1].map(|i| self.pull[i] + other.pull[i]),
            against: self.against + other.against,
        }
    }

    /// The same with so much of its say.
    #[must_use]
    pub(super) fn weighed(&self, by: f64) -> Self {
        Self { info: self.info.map(|v| v * by), pull: self.pull.map(|v| v * by), against: self.against * by }
    }

    /// How much speaks against a step.
    pub(super) fn against(&self, [x, y]: [f64; 2]) -> f64 {
        let [a, b, c] = self.info;
        let along = a * x * x + 2.0 * b * x * y + c * y * y;
        (self.against - 2.0 * (self.pull[0] * x + self.pull[1] * y) + along).max(0.0)
    }

    /// How much it has to say about either axis.
    pub(super) fn says(&self) -> f64 {
        0.5 * (self.info[0] + self.info[2])
    }
}

/// n, K², J², KJ; xx, xy, yy of J's slopes; K and J along them. K is the one picture, J the other one.
type Sums = [f32; 11];

/// What the cells around the nodes of a grid say at a level. `own` gives the level its place, `there` lies on it sample by sample.
pub(super) fn told(own: &Bands, there: &Plane<f32>, level: usize, grid: &Grid) -> Vec<Cell> {
    let sums = sums(own, there, level, grid);
    grid.smoothed(&sums).iter().zip(&sums).map(|(around, own)| cell(around, own)).collect()
}

fn sums(own: &Bands, there: &Plane<f32>, level: usize, grid: &Grid) -> Vec<Sums> {
    let plane = &own.levels[level];
    let half = 0.5 / own.step_px(level) as f32;
    let nearest = |at: f64, start: f32, count: usize| {
        (((at - f64::from(start)) / f64::from(grid.step_px) + 0.5).max(0.0) as usize).min(count - 1)
    };
    let columns: Vec<usize> = (0..plane.width())
        .map(|x| nearest(own.point(level, x as f64, 0.0)[0], grid.x, grid.columns))
        .collect();
    let mut out = vec![[0.0f32; 11]; grid.nodes()];
    for y in 1..plane.height().saturating_sub(1) {
        let row = nearest(own.point(level, 0.0, y as f64)[1], grid.y, grid.rows) * grid.columns;
        let (k_row, j_row) = (plane.row(y), there.row(y));
        let (above, below) = (there.row(y - 1), there.row(y + 1));
        for x in 1..plane.width() - 1 {
            let (k, j) = (k_row[x], j_row[x]);
            let (gx, gy) = ((j_row[x + 1] - j_row[x - 1]) * half, (below[x] - above[x]) * half);
            let more = [1.0, k * k, j * j, k * j, gx * gx, gx * gy, gy * gy, k * gx, k * gy, j * gx, j * gy];
            out[row + columns[x]].iter_mut().zip(more).for_each(|(s, v)| *s += v);
        }
    }
    out
}

/// A cell from the sums around it, which tell gain and noise, and its own.
fn cell(around: &Sums, own: &Sums) -> Cell {
    let [n, kk, jj, kj, ..] = around.map(f64::from);
    if n < LEAST_SAMPLES || kj <= LEAST_SHARED * (kk * jj).sqrt() {
        return Cell::default();
    }
    let gain = kj / jj;
    let noise = ((kk - gain * kj) / n).max(LEAST_NOISE);
    let [.., xx, xy, yy, kx, ky, jx, jy] = own.map(f64::from);
    let by = gain * gain / (noise * SAMPLES_ALIKE);
    let info = [xx * by, xy * by, yy * by];
    // K ≈ gain · (J + slopes · δ).
    let pull = [(kx / gain - jx) * by, (ky / gain - jy) * by];
    let [a, b, c] = [info[0] + 1e-9, info[1], info[2] + 1e-9];
    let det = (a * c - b * b).max(1e-18);
    let [p, q] = pull;
    Cell { info, pull, against: ((c * p * p - 2.0 * b * p * q + a * q * q) / det).max(0.0) }
}
