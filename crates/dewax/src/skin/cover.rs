//! Polygons drawn onto a small grid: how much of each cell they cover.

use crate::px::Plane;

/// Sub-rows per cell. Along the row coverage is exact.
const SUB_ROWS: usize = 4;

/// Adds to every cell the share that a polygon covers (even-odd rule), never above 1. Points are in cells; the middle
/// of the first cell is (0, 0). What lies outside the grid is cut off; a point that is no number covers nothing.
pub(super) fn fill(plane: &mut Plane<f32>, points: &[[f32; 2]]) {
    let (width, height) = (plane.width(), plane.height());
    if points.len() < 3 || width == 0 || !points.iter().flatten().all(|v| v.is_finite()) {
        return;
    }
    let (low, high) =
        points.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(l, h), p| (l.min(p[1]), h.max(p[1])));
    let row_of = |y: f32| (y + 0.5).clamp(0.0, height as f32) as usize;
    let (first, last) = (row_of(low), (row_of(high) + 1).min(height));
    let mut crossings: Vec<f32> = Vec::with_capacity(8);
    for row in first..last {
        for sub in 0..SUB_ROWS {
            let y = row as f32 - 0.5 + (sub as f32 + 0.5) / SUB_ROWS as f32;
            crossings.clear();
            for (i, a) in points.iter().enumerate() {
                let b = points[(i + 1) % points.len()];
                if (a[1] <= y) != (b[1] <= y) {
                    crossings.push(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) + 0.5);
                }
            }
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let (from, to) = (pair[0].clamp(0.0, width as f32), pair[1].clamp(0.0, width as f32));
                if to <= from {
                    continue;
                }
                let cells = plane.row_mut(row);
                let (begin, end) = (from as usize, (to as usize).min(width - 1));
                for (cell, out) in cells.iter_mut().enumerate().take(end + 1).skip(begin) {
                    let share = (to.min(cell as f32 + 1.0) - from.max(cell as f32)).max(0.0);
                    *out = (*out + share / SUB_ROWS as f32).min(1.0);
                }
            }
        }
    }
}

/// The convex outline of some points (A. M. Andrew, "Another efficient algorithm for convex hulls", 1979).
pub(super) fn convex(points: impl Iterator<Item = [f32; 2]>) -> Vec<[f32; 2]> {
    let mut sorted: Vec<[f32; 2]> = points.filter(|p| p.iter().all(|v| v.is_finite())).collect();
    sorted.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let turn =
        |o: [f32; 2], a: [f32; 2], b: [f32; 2]| (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
    let half = |points: &mut dyn Iterator<Item = [f32; 2]>| {
        let mut chain: Vec<[f32; 2]> = Vec::new();
        for p in points {
            while chain.len() >= 2 && turn(chain[chain.len() - 2], chain[chain.len() - 1], p) <= 0.0 {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut outline = half(&mut sorted.iter().copied());
    outline.extend(half(&mut sorted.iter().rev().copied()));
    outline
}

/// The outline moved away from its own middle: scaled, then by `by` cells.
pub(super) fn grown(outline: &[[f32; 2]], scale: [f32; 2], by: f32) -> Vec<[f32; 2]> {
    let [x, y] = crate::face::middle(outline.iter().copied());
    outline
        .iter()
        .map(|p| {
            let away = [(p[0] - x) * scale[0], (p[1] - y) * scale[1]];
            let far = crate::face::length(away).max(1e-3);
            [x + away[0] * (1.0 + by / far), y + away[1] * (1.0 + by / far)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_adds_up_to_the_area() {
        let mut plane = Plane::new(20, 16);
        let square = [[3.25, 2.5], [9.75, 2.5], [9.75, 8.25], [3.25, 8.25]];
        fill(&mut plane, &square);
        let sum: f32 = plane.samples().iter().sum();
        assert!((sum - 6.5 * 5.75).abs() < 0.1, "{sum}");
        assert_eq!(plane.at(6, 5), 1.0);
        assert_eq!(plane.at(12, 5), 0.0);
        // Two triangles that share an edge leave no seam.
        let mut plane = Plane::new(20, 16);
        fill(&mut plane, &[square[0], square[1], square[2]]);
        fill(&mut plane, &[square[0], square[2], square[3]]);
        assert!((4..9).all(|x| (4..8).all(|y| plane.at(x, y) > 0.99)), "{plane:?}");
    }

    #[test]
    fn outside_and_nonsense_cover_nothing() {
        let mut plane = Plane::new(5, 5);
        fill(&mut plane, &[[-9.0, -9.0], [-7.0, -9.0], [-8.0, -7.0]]);
        fill(&mut plane, &[[90.0, 90.0], [97.0, 90.0], [98.0, 1e30]]);
        fill(&mut plane, &[[f32::NAN, 0.0], [3.0, 0.0], [3.0, 3.0]]);
        assert!(plane.samples().iter().all(|&v| v == 0.0), "{plane:?}");
        fill(&mut plane, &[[-1e6, -1e6], [1e6, -1e6], [1e6, 1e6], [-1e6, 1e6]]);
        assert!(plane.samples().iter().all(|&v| v == 1.0));
    }

    #[test]
    fn outlines() {
        let points = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [2.0, 2.0], [1.0, 3.0]];
        assert_eq!(convex(points.into_iter()).len(), 4);
        let larger = grown(&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]], [1.0; 2], 1.0);
        assert!((larger[0][0] + 0.707).abs() < 0.01, "{larger:?}");
    }
}
