//! The smoothest bend of a thin plate that meets what cells say, each as much as it is sure, and how far it foretells cells that were not
//! asked (F. Bookstein, "Principal Warps: Thin-Plate Splines and the Decomposition of Deformations", 1989, for the energy; M. Black,
//! P. Anandan 1996 for the weights).

use super::Grid;
use super::cells::Cell;

/// A second difference over two cells is as large as this, eye distances, standard deviation. Photographs that were bent by 0.004 to 0.014 eye
/// distances over 1.6 of them are laid back best with 0.001 (`bench stills`); at 0.0007 the larger ones are lost, and tools that push pixels
/// bend more.
const CURVES_IOD: f64 = 0.0013;
/// A first difference: where cells say nothing, a bend ends after some of them.
const SLOPES_IOD: f64 = 0.02;
/// A cell that is contradicted by so much has half its say: three standard deviations, squared.
const CONTRADICTED: f64 = 9.0;
/// Times that the weights of cells are made anew.
const WEIGHINGS: usize = 2;
/// Steps of the solver, and the share of the right side at which it ends.
const STEPS: usize = 200;
const NEARLY: f64 = 1e-4;
/// Cells are held back in blocks of so many across: neighbours tell gain and noise together.
const BLOCK: usize = 2;

/// How stiff a plate is over a grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plate<'a> {
    pub(super) grid: &'a Grid,
    pub(super) iod_px: f64,
}

/// How well a bend foretells what it did not ask.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Foretold {
    /// Share of what speaks against no bend that it explains in cells that were held back, at most 1; below 0 it makes it worse.
    pub(super) explained: f64,
    /// Its size where cells have something to say, RMS, px.
    pub(super) rms_px: f64,
}

impl Plate<'_> {
    /// The shift of each node that meets what cells say of steps from `shift`.
    pub(super) fn fit(&self, cells: &[Cell], shift: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut out = shift.to_vec();
        let mut weighed = cells.to_vec();
        for round in 0..=WEIGHINGS {
            out = self.solved(&weighed, shift, &out);
            if round < WEIGHINGS {
                for ((w, cell), (new, old)) in weighed.iter_mut().zip(cells).zip(out.iter().zip(shift)) {
                    let against = cell.against([new[0] - old[0], new[1] - old[1]]);
                    *w = cell.weighed(1.0 / (1.0 + against / CONTRADICTED));
                }
            }
        }
        out
    }

    /// Fits a bend to half of the cells and asks the others, both ways.
    pub(super) fn foretold(&self, cells: &[Cell]) -> Foretold {
        let none = vec![[0.0; 2]; cells.len()];
        let side = |i: usize| (i % self.grid.columns / BLOCK + i / self.grid.columns / BLOCK) % 2;
        let (mut before, mut after, mut size, mut says) = (0.0, 0.0, 0.0, 0.0);
        for half in 0..2 {
            let asked: Vec<Cell> = cells
                .iter()
                .enumerate()
                .map(|(i, c)| if side(i) == half { *c } else { Cell::default() })
                .collect();
            let bend = self.fit(&asked, &none);
            for (_, (cell, step)) in cells.iter().zip(&bend).enumerate().filter(|(i, _)| side(*i) != half) {
                // What one cell contradicts counts no more than a few.
                let few = |against: f64| against / (1.0 + against / (4.0 * CONTRADICTED));
                before += few(cell.against([0.0; 2]));
                after += few(cell.against(*step));
                size += cell.says() * (step[0] * step[0] + step[1] * step[1]);
                says += cell.says();
            }
        }
        Foretold { explained: 1.0 - after / before.max(1e-9), rms_px: (size / says.max(1e-9)).sqrt() }
    }

    /// Conjugate gradients on the normal equations, from `start` on.
    fn solved(&self, cells: &[Cell], shift: &[[f64; 2]], start: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let right: Vec<[f64; 2]> = cells
            .iter()
            .zip(shift)
            .map(|(cell, s)| {
                let [x, y] = times(cell, *s);
                [cell.pull[0] + x, cell.pull[1] + y]
            })
            .collect();
        let diagonal: Vec<[f64; 2]> = self.diagonal(cells);
        let mut out = start.to_vec();
        let mut rest: Vec<[f64; 2]> = self.applied(cells, &out);
        rest.iter_mut().zip(&right).for_each(|(r, b)| *r = [b[0] - r[0], b[1] - r[1]]);
        let eased = |rest: &[[f64; 2]]| -> Vec<[f64; 2]> {
            rest.iter().zip(&diagonal).map(|(r, d)| [r[0] / d[0], r[1] / d[1]]).collect()
        };
        let mut toward = eased(&rest);
        let mut along = dot(&rest, &toward);
        let enough = NEARLY * NEARLY * dot(&right, &eased(&right)).max(1e-12);
        for _ in 0..STEPS {
            if along <= enough {
                break;
            }
            let pushed = self.applied(cells, &toward);
            let by = along / dot(&toward, &pushed).max(1e-300);
            for ((o, t), (r, p)) in out.iter_mut().zip(&toward).zip(rest.iter_mut().zip(&pushed)) {
                for k in 0..2 {
                    o[k] += by * t[k];
                    r[k] -= by * p[k];
                }
            }
            let next = eased(&rest);
            let new = dot(&rest, &next);
            let keep = new / along;
            toward.iter_mut().zip(&next).for_each(|(t, n)| *t = [0, 1].map(|k| n[k] + keep * t[k]));
            along = new;
        }
        out
    }

    /// How much second and first differences weigh.
    fn stiff(&self) -> [f64; 2] {
        [CURVES_IOD, SLOPES_IOD].map(|s| 1.0 / (s * self.iod_px).powi(2))
    }

    /// The nodes and factors of every difference that costs, with its weight.
    fn differences(&self, mut each: impl FnMut(&[(usize, f64)], f64)) {
        let Grid { columns, rows, .. } = *self.grid;
        let [curve, slope] = self.stiff();
        for at in 0..columns * rows {
            let (x, y) = (at % columns, at / columns);
            let (right, below) = (x + 1 < columns, y + 1 < rows);
            if right {
                each(&[(at, -1.0), (at + 1, 1.0)], slope);
            }
            if below {
                each(&[(at, -1.0), (at + columns, 1.0)], slope);
            }
            if right && below {
                let four = [(at, 1.0), (at + 1, -1.0), (at + columns, -1.0), (at + columns + 1, 1.0)];
                each(&four, 2.0 * curve);
            }
            if right && x > 0 {
                each(&[(at - 1, 1.0), (at, -2.0), (at + 1, 1.0)], curve);
            }
            if below && y > 0 {
                each(&[(at - columns, 1.0), (at, -2.0), (at + columns, 1.0)], curve);
            }
        }
    }

    fn applied(&self, cells: &[Cell], to: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut out: Vec<[f64; 2]> = cells.iter().zip(to).map(|(cell, v)| times(cell, *v)).collect();
        self.differences(|nodes, weight| {
            for k in 0..2 {
                let sum: f64 = nodes.iter().map(|&(at, f)| f * to[at][k]).sum();
                nodes.iter().for_each(|&(at, f)| out[at][k] += weight * f * sum);
            }
        });
        out
    }

    fn diagonal(&self, cells: &[Cell]) -> Vec<[f64; 2]> {
        let mut out: Vec<[f64; 2]> = cells.iter().map(|c| [c.info[0] + 1e-12, c.info[2] + 1e-12]).collect();
        self.differences(|nodes, weight| {
            for &(at, f) in nodes {
                (0..2).for_each(|k| out[at][k] += weight * f * f);
            }
        });
        out
    }
}

fn times(cell: &Cell, [x, y]: [f64; 2]) -> [f64; 2] {
    let [a, b, c] = cell.info;
    [a * x + b * y, b * x + c * y]
}

fn dot(a: &[[f64; 2]], b: &[[f64; 2]]) -> f64 {
    a.iter().zip(b).map(|(p, q)| p[0] * q[0] + p[1] * q[1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::noise::hash32;

    const GRID: Grid = Grid { x: 0.0, y: 0.0, step_px: 20.0, columns: 14, rows: 16 };
    const PLATE: Plate<'_> = Plate { grid: &GRID, iod_px: 200.0 };

    /// Cells that are all sure to half a pixel of their steps, each beside the truth by so much.
    fn cells(truth: impl Fn(f64, f64) -> [f64; 2], noise_px: f64) -> Vec<Cell> {
        (0..GRID.nodes())
            .map(|i| {
                let [x, y] = GRID.node(i % GRID.columns, i / GRID.columns);
                let stray = [0, 1].map(|k| f64::from(hash32((2 * i + k) as u32)) / f64::from(u32::MAX) - 0.5);
                let step = [0, 1].map(|k| truth(x, y)[k] + noise_px * stray[k] * 12f64.sqrt());
                let against = 4.0 * (step[0] * step[0] + step[1] * step[1]);
                Cell { info: [4.0, 0.0, 4.0], pull: step.map(|v| 4.0 * v), against }
            })
            .collect()
    }

    #[test]
    fn a_bend_foretells_its_cells_and_noise_does_not() {
        let wave = |x: f64, y: f64| [1.5 * (y / 50.0).sin(), 1.5 * (x / 50.0).sin()];
        let told = PLATE.foretold(&cells(wave, 0.5));
        assert!(told.explained > 0.6 && told.rms_px > 1.0, "{told:?}");
        let told = PLATE.foretold(&cells(|_, _| [0.0; 2], 0.5));
        assert!(told.explained < 0.1, "{told:?}");
    }

    #[test]
    fn cells_are_met_and_one_that_strays_is_not() {
        let none = vec![[0.0; 2]; GRID.nodes()];
        let slope = |x: f64, y: f64| [0.4 + 0.004 * x, -0.003 * y];
        let mut told = cells(slope, 0.0);
        let odd = 7 * GRID.columns + 6;
        told[odd] = Cell { info: [4.0, 0.0, 4.0], pull: [40.0, 0.0], against: 400.0 };
        for (i, shift) in PLATE.fit(&told, &none).iter().enumerate() {
            let [x, y] = GRID.node(i % GRID.columns, i / GRID.columns);
            let want = slope(x, y);
            let off = (shift[0] - want[0]).hypot(shift[1] - want[1]);
            assert!(off < 0.15, "node {i}: {off}");
        }
    }
}
