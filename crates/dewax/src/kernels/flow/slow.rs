//! The textbook version, pixel by pixel in f64: every stage on its own, and the whole. One thread, one stripe.

use super::found::Grid;
use super::slow_pyramid::{Numbers, between, halved, wide};
use super::{Flow, PATCH_PX, Preset};
use crate::kernels::blur;
use crate::px::Plane;

/// A vector field: motion of every pixel, or of every patch.
type Vectors = Plane<[f64; 2]>;

/// A patch at a motion: squared difference without the means, mean difference, gradient of half the cost, and squared
/// gradients with `damping`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fit {
    /// Motion, px of the level.
    pub(super) motion: [f64; 2],
    /// What the coarser level said.
    pub(super) guess: [f64; 2],
    /// Squared difference without the means.
    pub(super) cost: f64,
    /// Mean difference.
    pub(super) brighter: f64,
    /// Gradient of half the cost.
    pub(super) slope: [f64; 2],
    /// Squared gradients: xx, xy, yy.
    pub(super) matrix: [f64; 3],
}

/// The fit of the patch at `place` of picture `one` in picture `two`.
pub(super) fn fit(one: &Numbers, two: &Numbers, place: (usize, usize), motion: [f64; 2]) -> Fit {
    let side = PATCH_PX as f64;
    let corner_x = (place.0 as f64 + motion[0]).clamp(-side, one.width() as f64);
    let corner_y = (place.1 as f64 + motion[1]).clamp(-side, one.height() as f64);
    let mut pixels = Vec::new();
    for j in 0..PATCH_PX {
        for i in 0..PATCH_PX {
            let (x, y) = ((place.0 + i) as isize, (place.1 + j) as isize);
            let across = (one.at(x + 1, y) - one.at(x - 1, y)) * 0.5;
            let down = (one.at(x, y + 1) - one.at(x, y - 1)) * 0.5;
            let there = between(two, corner_x + i as f64, corner_y + j as f64);
            pixels.push((there - one.at(x, y), across, down));
        }
    }
    let count = pixels.len() as f64;
    let mean = |f: &dyn Fn(&(f64, f64, f64)) -> f64| pixels.iter().map(f).sum::<f64>() / count;
    let (brighter, mean_x, mean_y) = (mean(&|p| p.0), mean(&|p| p.1), mean(&|p| p.2));
    let product = |f: &dyn Fn(f64, f64, f64) -> f64| {
        pixels.iter().map(|p| f(p.0 - brighter, p.1 - mean_x, p.2 - mean_y)).sum::<f64>()
    };
    let damping = 6.4;
    Fit {
        motion,
        guess: [0.0; 2],
        cost: product(&|d, _, _| d * d),
        brighter,
        slope: [product(&|d, x, _| d * x), product(&|d, _, y| d * y)],
        matrix: [
            product(&|_, x, _| x * x) + damping,
            product(&|_, x, y| x * y),
            product(&|_, _, y| y * y) + damping,
        ],
    }
}

/// A Gauss-Newton step.
pub(super) fn step(fit: &Fit) -> [f64; 2] {
    let ([xx, xy, yy], [x, y]) = (fit.matrix, fit.slope);
    let determinant = xx * yy - xy * xy;
    [-(yy * x - xy * y) / determinant, -(xx * y - xy * x) / determinant]
}

fn apart(one: [f64; 2], other: [f64; 2]) -> f64 {
    (one[0] - other[0]).abs().max((one[1] - other[1]).abs())
}

fn descended(one: &Numbers, two: &Numbers, place: (usize, usize), start: Fit, steps: usize) -> Fit {
    let mut best = start;
    for _ in 0..steps {
        let step = step(&best);
        if apart(step, [0.0; 2]) < 0.04 {
            break;
        }
        let next = fit(one, two, place, [best.motion[0] + step[0], best.motion[1] + step[1]]);
        if next.cost >= best.cost {
            break;
        }
        best = next;
    }
    if apart(best.motion, start.motion) > 4.0 { start } else { best }
}

/// The patches of a level, found from the coarser level's field.
fn searched(
    one: &Numbers,
    two: &Numbers,
    grid: &Grid,
    preset: &Preset,
    coarser: Option<&Vectors>,
) -> Vec<Fit> {
    let columns = grid.columns;
    let mut fits = vec![Fit::default(); columns * grid.rows];
    for back in [false, true] {
        for turn in 0..fits.len() {
            let index = if back { fits.len() - 1 - turn } else { turn };
            let (i, j) = (index % columns, index / columns);
            let place = (grid.x(i), grid.y(j));
            let mut best = fits[index];
            if !back {
                let (x, y) = ((place.0 + 4) as f64 * 0.5 - 0.5, (place.1 + 4) as f64 * 0.5 - 0.5);
                let guess = coarser.map_or([0.0; 2], |field| {
                    [0, 1].map(|axis| 2.0 * between(&component(field, axis), x, y))
                });
                best = Fit { guess, ..fit(one, two, place, guess) };
            }
            let before = best;
            let neighbours: [Option<usize>; 2] = if back {
                [(i + 1 < columns).then_some(index + 1), (j + 1 < grid.rows).then_some(index + columns)]
            } else {
                [(i > 0).then(|| index - 1), (j > 0).then(|| index - columns)]
            };
            for neighbour in neighbours.into_iter().flatten() {
                if apart(fits[neighbour].motion, best.motion) > 0.05 {
                    let other = fit(one, two, place, fits[neighbour].motion);
                    if other.cost < best.cost {
                        best = other;
                    }
                }
            }
            if !back || best.motion != before.motion {
                best = descended(one, two, place, best, preset.descent_steps.div_ceil(2));
            }
            fits[index] = Fit { guess: before.guess, ..best };
        }
    }
    fits
}

/// Information matrix of a fit for a motion that differs from its own with the variance `change`.
fn known(fit: &Fit, change: f64) -> [f64; 3] {
    let variance = fit.cost.max(0.0) / 64.0 + 0.03;
    let [xx, xy, yy] = fit.matrix.map(|v| v / variance);
    let determinant = xx * yy - xy * xy;
    // Inverse, plus the variance, inverse.
    let (cxx, cxy, cyy) = (yy / determinant + change, -xy / determinant, xx / determinant + change);
    let determinant = cxx * cyy - cxy * cxy;
    [cyy / determinant, -cxy / determinant, cxx / determinant]
}

/// Two passes in which neighbours agree.
pub(super) fn agreed(columns: usize, fits: &[Fit]) -> Vec<[f64; 2]> {
    let mut rest: Vec<[f64; 2]> =
        fits.iter().map(|f| [f.motion[0] - f.guess[0], f.motion[1] - f.guess[1]]).collect();
    for _ in 0..2 {
        let before = rest.clone();
        for (index, own) in rest.iter_mut().enumerate() {
            let (i, j) = ((index % columns) as isize, (index / columns) as isize);
            let mut matrix = known(&fits[index], 0.0).map(|v| 2.0 * v);
            let mut right = [0.0; 2];
            for (di, dj) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
                let (x, y) = (i + di, j + dj);
                if x < 0 || y < 0 || x >= columns as isize || y >= (fits.len() / columns) as isize {
                    continue;
                }
                let other = y as usize * columns + x as usize;
                let way = [0, 1].map(|axis| before[other][axis] - before[index][axis]);
                let weight = if di == 0 || dj == 0 { 2.0 } else { 1.0 };
                let weight = weight / (1.0 + (way[0] * way[0] + way[1] * way[1]) / 9.0);
                let [xx, xy, yy] = known(&fits[other], 0.005).map(|v| v * weight);
                matrix = [matrix[0] + xx, matrix[1] + xy, matrix[2] + yy];
                right = [right[0] + xx * way[0] + xy * way[1], right[1] + xy * way[0] + yy * way[1]];
            }
            let [xx, xy, yy] = matrix;
            let determinant = xx * yy - xy * xy;
            own[0] += (yy * right[0] - xy * right[1]) / determinant;
            own[1] += (xx * right[1] - xy * right[0]) / determinant;
        }
    }
    rest.iter().zip(fits).map(|(r, f)| [r[0] + f.guess[0], r[1] + f.guess[1]]).collect()
}

/// Motion and brightness (motion to the right, down, brightness) of every pixel from those of the patches.
pub(super) fn spread(
    one: &Numbers,
    two: &Numbers,
    grid: &Grid,
    patches: &[([f64; 2], f64)],
) -> Plane<[f64; 3]> {
    Plane::from_fn(one.width(), one.height(), |x, y| {
        let (mut sums, mut weights) = ([0.0; 3], 0.0);
        for (index, &(motion, brighter)) in patches.iter().enumerate() {
            let (left, top) = (grid.x(index % grid.columns), grid.y(index / grid.columns));
            if x < left || y < top || x >= left + PATCH_PX || y >= top + PATCH_PX {
                continue;
            }
            let side = PATCH_PX as f64;
            let there_x = (left as f64 + motion[0]).clamp(-side, one.width() as f64) + (x - left) as f64;
            let there_y = (top as f64 + motion[1]).clamp(-side, one.height() as f64) + (y - top) as f64;
            let apart = between(two, there_x, there_y) - one.row(y)[x] - brighter;
            let weight = 1.0 / apart.abs().max(1.0);
            weights += weight;
            sums = [sums[0] + weight * motion[0], sums[1] + weight * motion[1], sums[2] + weight * brighter];
        }
        sums.map(|sum| sum / weights)
    })
}

/// One part of a field of vectors.
fn component<const N: usize>(field: &Plane<[f64; N]>, axis: usize) -> Numbers
where
    [f64; N]: Copy + Default,
{
    Plane::from_fn(field.width(), field.height(), |x, y| field.row(y)[x][axis])
}

/// The variational refinement of a spread field.
pub(super) fn refined(one: &Numbers, two: &Numbers, found: &Plane<[f64; 3]>, rounds: usize) -> Vectors {
    let (width, height) = (one.width(), one.height());
    let (last_x, last_y) = ((width - 1) as f64, (height - 1) as f64);
    let place = |x: usize, y: usize| {
        let [dx, dy, _] = found.row(y)[x];
        (x as f64 + dx, y as f64 + dy)
    };
    let laid = Plane::from_fn(width, height, |x, y| {
        let (px, py) = place(x, y);
        between(two, px.clamp(-1.0, last_x + 1.0), py.clamp(-1.0, last_y + 1.0)) - found.row(y)[x][2]
    });
    let mean = Plane::from_fn(width, height, |x, y| (one.row(y)[x] + laid.row(y)[x]) * 0.5);
    let change = Plane::from_fn(width, height, |x, y| laid.row(y)[x] - one.row(y)[x]);
    let across = |p: &Numbers| {
        Plane::from_fn(width, height, |x, y| {
            (p.at(x as isize + 1, y as isize) - p.at(x as isize - 1, y as isize)) * 0.5
        })
    };
    let second = |x: usize, y: usize, dx: isize, dy: isize| {
        let (x, y) = (x as isize, y as isize);
        (mean.at(x + 2 * dx, y + 2 * dy) - 2.0 * mean.at(x, y) + mean.at(x - 2 * dx, y - 2 * dy)) * 0.25
    };
    let down = |p: &Numbers, x: usize, y: usize| {
        (p.at(x as isize, y as isize + 1) - p.at(x as isize, y as isize - 1)) * 0.5
    };
    let (mean_x, change_x) = (across(&mean), across(&change));
    let lines = Plane::from_fn(width, height, |x, y| {
        let (px, py) = place(x, y);
        let seen = px >= -0.5 && py >= -0.5 && px <= last_x + 0.5 && py <= last_y + 0.5;
        let xy = down(&mean_x, x, y);
        let three = [
            [mean_x.row(y)[x], down(&mean, x, y), change.row(y)[x]],
            [second(x, y, 1, 0), xy, change_x.row(y)[x]],
            [xy, second(x, y, 0, 1), down(&change, x, y)],
        ];
        let [u, v, _] = found.row(y)[x];
        three.map(|[a, b, c]| {
            let share = if seen { 1.0 / (a * a + b * b + 0.01).sqrt() } else { 0.0 };
            [a * share, b * share, (c - a * u - b * v) * share]
        })
    });
    let mut field = Plane::from_fn(width, height, |x, y| [found.row(y)[x][0], found.row(y)[x][1]]);
    for _ in 0..rounds {
        relaxed(&lines, &mut field);
    }
    field
}

/// One fixed-point iteration: weights from the field, then five red-black sweeps.
fn relaxed(lines: &Plane<[[f64; 3]; 3]>, field: &mut Vectors) {
    let (width, height) = (field.width(), field.height());
    let epsilon = 1e-6;
    let before = field.clone();
    let smooth = Plane::from_fn(width, height, |x, y| {
        let (x, y) = (x as isize, y as isize);
        let here = before.at(x, y);
        let mut sum = epsilon;
        for other in [before.at(x + 1, y), before.at(x, y + 1)] {
            sum += (other[0] - here[0]).powi(2) + (other[1] - here[1]).powi(2);
        }
        10.0 / sum.sqrt()
    });
    for half in 0..10 {
        for y in 0..height {
            for x in (0..width).filter(|x| (x + y) % 2 == half % 2) {
                let [u, v] = before.row(y)[x];
                let off = lines.row(y)[x].map(|[a, b, c]| a * u + b * v + c);
                let bright = 2.5 / (off[0] * off[0] + epsilon).sqrt();
                let edge = 5.0 / (off[1] * off[1] + off[2] * off[2] + epsilon).sqrt();
                let (mut xx, mut xy, mut yy, mut right) = (0.0, 0.0, 0.0, [0.0; 2]);
                for ([a, b, c], weight) in lines.row(y)[x].into_iter().zip([bright, edge, edge]) {
                    (xx, xy, yy) = (xx + weight * a * a, xy + weight * a * b, yy + weight * b * b);
                    right = [right[0] - weight * a * c, right[1] - weight * b * c];
                }
                let mut neighbours = Vec::new();
                if x + 1 < width {
                    neighbours.push((smooth.row(y)[x], field.row(y)[x + 1]));
                }
                if x > 0 {
                    neighbours.push((smooth.row(y)[x - 1], field.row(y)[x - 1]));
                }
                if y + 1 < height {
                    neighbours.push((smooth.row(y)[x], field.row(y + 1)[x]));
                }
                if y > 0 {
                    neighbours.push((smooth.row(y - 1)[x], field.row(y - 1)[x]));
                }
                for (weight, other) in neighbours {
                    (xx, yy) = (xx + weight, yy + weight);
                    right = [right[0] + weight * other[0], right[1] + weight * other[1]];
                }
                let determinant = xx * yy - xy * xy;
                let solved = [
                    (yy * right[0] - xy * right[1]) / determinant,
                    (xx * right[1] - xy * right[0]) / determinant,
                ];
                let own = &mut field.row_mut(y)[x];
                *own = [0, 1].map(|axis| own[axis] + 1.6 * (solved[axis] - own[axis]));
            }
        }
    }
}

/// [`super::flow`] without a flow known beforehand.
pub fn flow(one: &Plane<f32>, two: &Plane<f32>, preset: &Preset) -> Flow {
    let (width, height) = (one.width(), one.height());
    let mut levels: Vec<[Numbers; 2]> = vec![[wide(one), wide(two)]];
    while let Some([a, b]) = levels.last() {
        let (w, h) = (a.width().div_ceil(2), a.height().div_ceil(2));
        if w.min(h) < PATCH_PX || (levels.len() > 1 && w.max(h) < 23) {
            break;
        }
        levels.push([halved(a), halved(b)]);
    }
    let finest = preset.finest.clamp(1, (levels.len() - 1).max(1));
    let mut field: Option<Vectors> = None;
    for [a, b] in levels.iter().skip(finest).rev() {
        let grid = Grid::over(a.width(), a.height(), preset.stride_px);
        let fits = searched(a, b, &grid, preset, field.as_ref());
        let motions = agreed(grid.columns, &fits);
        let patches: Vec<_> = motions.into_iter().zip(fits.iter().map(|f| f.brighter)).collect();
        field = Some(refined(a, b, &spread(a, b, &grid, &patches), preset.refinement));
    }
    let Some(field) = field else { return Flow::still(width, height) };
    let scale = (1usize << finest) as f64;
    let [dx, dy] = [0, 1].map(|axis| {
        let part = component(&field, axis);
        let place = |v: usize| (v as f64 + 0.5) / scale - 0.5;
        Plane::from_fn(width, height, |x, y| (scale * between(&part, place(x), place(y))) as f32)
    });
    Flow { dx, dy }
}

/// [`super::confidence()`], from the picture itself.
pub fn confidence(forward: &Flow, backward: &Flow, luma: &Plane<f32>) -> Plane<f32> {
    let (width, height) = (luma.width(), luma.height());
    if width.min(height) <= 2 * (PATCH_PX - 1) {
        return Plane::new(width, height);
    }
    let [there, back] = [forward, backward].map(|flow| [wide(&flow.dx), wide(&flow.dy)]);
    let trips = Plane::from_fn(width.div_ceil(4), height.div_ceil(4), |i, j| {
        let (x, y) = (4.0 * i as f64 + 1.5, 4.0 * j as f64 + 1.5);
        let vector = |flow: &[Numbers; 2], x: f64, y: f64| {
            let (x, y) = (x.clamp(0.0, width as f64 - 1.0), y.clamp(0.0, height as f64 - 1.0));
            [between(&flow[0], x, y), between(&flow[1], x, y)]
        };
        let [dx, dy] = vector(&there, x, y);
        let inside = |v: f64, size: usize| (-0.5..=size as f64 - 0.5).contains(&v);
        if !inside(x + dx, width) || !inside(y + dy, height) {
            return 0.0;
        }
        let back = vector(&back, x + dx, y + dy);
        let allowed = 0.49 + 0.0025 * (dx * dx + dy * dy);
        allowed / (allowed + (dx + back[0]).powi(2) + (dy + back[1]).powi(2))
    });
    let half = halved(&wide(luma));
    let product = |f: fn(f64, f64) -> f64| {
        let plane = Plane::from_fn(half.width(), half.height(), |x, y| {
            let (x, y) = (x as isize, y as isize);
            let (gx, gy) = (half.at(x + 1, y) - half.at(x - 1, y), half.at(x, y + 1) - half.at(x, y - 1));
            f(gx * 0.5, gy * 0.5) as f32
        });
        wide(&blur::slow::gaussian(&plane, 2.5))
    };
    let [xx, xy, yy] = [product(|x, _| x * x), product(|x, y| x * y), product(|_, y| y * y)];
    let trust = Plane::from_fn(half.width(), half.height(), |x, y| {
        let (a, b, c) = (xx.row(y)[x], xy.row(y)[x], yy.row(y)[x]);
        let smaller = (a + c) * 0.5 - ((a - c).powi(2) * 0.25 + b * b).sqrt();
        let above = (smaller - 0.12).max(0.0);
        above / (above + 0.25) * between(&trips, x as f64 * 0.5 - 0.25, y as f64 * 0.5 - 0.25)
    });
    Plane::from_fn(width, height, |x, y| between(&trust, x as f64 * 0.5 - 0.25, y as f64 * 0.5 - 0.25) as f32)
}
