//! Laying one cloud of 3-D points over another: Horn's closed form (1987), with the largest eigenvector found by squaring.

use super::Cloud;

/// How often the matrix is squared: its largest eigenvalue then counts as after 2¹² rounds of the power method.
const SQUARINGS: usize = 12;

/// Turn, scale and shift that lay one cloud over another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pose {
    /// Rows of the turn, times the scale.
    rows: [[f64; 3]; 3],
    from: [f64; 3],
    to: [f64; 3],
    /// The turn as a unit quaternion, its real part first and not negative.
    pub(super) turn: [f64; 4],
    /// How much larger the other cloud is.
    pub(super) scale: f64,
}

impl Pose {
    /// What lays the named points of `from` over those of `to`, by least squares. `None` when they are degenerate.
    pub(super) fn between(from: &Cloud, to: &Cloud, points: &[usize]) -> Option<Self> {
        let (a, b) = (middle(from, points), middle(to, points));
        let mut cross = [[0.0f64; 3]; 3];
        let mut sizes = [0.0f64; 2];
        for &p in points {
            for i in 0..3 {
                let (u, v) = (from[p][i] - a[i], to[p][i] - b[i]);
                sizes[0] += u * u;
                sizes[1] += v * v;
                for (j, cell) in cross[i].iter_mut().enumerate() {
                    *cell += u * (to[p][j] - b[j]);
                }
            }
        }
        if !(sizes[0] > 1e-9 && sizes[1] > 1e-9) {
            return None;
        }
        let s = |i: usize, j: usize| cross[i][j];
        let (xy, xz, yz) = (s(0, 1) + s(1, 0), s(2, 0) + s(0, 2), s(1, 2) + s(2, 1));
        let (wx, wy, wz) = (s(1, 2) - s(2, 1), s(2, 0) - s(0, 2), s(0, 1) - s(1, 0));
        let mut n = [
            [s(0, 0) + s(1, 1) + s(2, 2), wx, wy, wz],
            [wx, s(0, 0) - s(1, 1) - s(2, 2), xy, xz],
            [wy, xy, s(1, 1) - s(0, 0) - s(2, 2), yz],
            [wz, xz, yz, s(2, 2) - s(0, 0) - s(1, 1)],
        ];
        // Shifted, so that the largest eigenvalue is also the largest in size.
        let shift = n.iter().flatten().map(|v| v * v).sum::<f64>().sqrt();
        n.iter_mut().enumerate().for_each(|(i, row)| row[i] += shift);
        for _ in 0..SQUARINGS {
            let top = n.iter().flatten().fold(0.0f64, |m, v| m.max(v.abs()));
            if !(top > 1e-300 && top.is_finite()) {
                return None;
            }
            let m = n.map(|row| row.map(|v| v / top));
            n = std::array::from_fn(|i| std::array::from_fn(|j| (0..4).map(|k| m[i][k] * m[k][j]).sum()));
        }
        // Every column is the eigenvector times something: the longest is the surest.
        let length = |j: usize| (0..4).map(|i| n[i][j] * n[i][j]).sum::<f64>().sqrt();
        let best = (0..4).max_by(|&i, &j| length(i).total_cmp(&length(j)))?;
        let norm = length(best);
        if !(norm > 0.0 && norm.is_finite()) {
            return None;
        }
        let sign = if n[0][best] < 0.0 { -1.0 } else { 1.0 };
        let turn: [f64; 4] = std::array::from_fn(|i| sign * n[i][best] / norm);
        let [w, x, y, z] = turn;
        let rows = [
            [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)],
            [2.0 * (x * y + w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z - w * x)],
            [2.0 * (x * z - w * y), 2.0 * (y * z + w * x), 1.0 - 2.0 * (x * x + y * y)],
        ];
        let scale = (sizes[1] / sizes[0]).sqrt();
        Some(Self { rows: rows.map(|row| row.map(|v| v * scale)), from: a, to: b, turn, scale })
    }

    /// Where a point of the one cloud lies over the other.
    pub(super) fn apply(&self, point: [f64; 3]) -> [f64; 3] {
        let off: [f64; 3] = std::array::from_fn(|i| point[i] - self.from[i]);
        std::array::from_fn(|i| self.to[i] + (0..3).map(|j| self.rows[i][j] * off[j]).sum::<f64>())
    }

    /// How far it turns, degrees; good to a degree up to a right angle.
    pub(super) fn turn_deg(&self) -> f64 {
        let half_sine = self.turn[1..].iter().map(|v| v * v).sum::<f64>().sqrt();
        2.0 * crate::color::math::angle_deg(half_sine, self.turn[0])
    }
}

fn middle(cloud: &Cloud, points: &[usize]) -> [f64; 3] {
    let sum = points.iter().fold([0.0; 3], |s, &p| [0, 1, 2].map(|i| s[i] + cloud[p][i]));
    sum.map(|v: f64| v / points.len().max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_cloud_is_laid_over_itself() {
        let cloud: Cloud = (0..20)
            .map(|i| {
                let at = |k: usize| f64::from((i * k % 17) as u32) - 8.0;
                [at(3), at(5), at(7)]
            })
            .collect();
        // 40° about a slanted axis.
        let (half_cos, half_sin) = (0.939_692_620_785_908_4, 0.342_020_143_325_668_7);
        let turn = [half_cos, half_sin * 0.6, half_sin * 0.8, 0.0];
        let pose = Pose { rows: [[0.0; 3]; 3], from: [0.0; 3], to: [0.0; 3], turn, scale: 1.0 };
        let [w, x, y, z] = turn;
        let rows = [
            [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)],
            [2.0 * (x * y + w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z - w * x)],
            [2.0 * (x * z - w * y), 2.0 * (y * z + w * x), 1.0 - 2.0 * (x * x + y * y)],
        ];
        let pose = Pose { rows: rows.map(|r| r.map(|v| v * 1.5)), to: [4.0, -2.0, 9.0], ..pose };
        let moved: Cloud = cloud.iter().map(|p| pose.apply(*p)).collect();
        let all: Vec<usize> = (0..20).collect();
        let found = Pose::between(&cloud, &moved, &all).unwrap();
        assert!((found.turn_deg() - 40.0).abs() < 0.01, "{}", found.turn_deg());
        assert!((found.scale - 1.5).abs() < 1e-9);
        for (p, want) in cloud.iter().zip(&moved) {
            let got = found.apply(*p);
            assert!((0..3).all(|i| (got[i] - want[i]).abs() < 1e-6), "{got:?} {want:?}");
        }
        assert_eq!(Pose::between(&vec![[0.0; 3]; 20], &moved, &all), None);
    }
}
