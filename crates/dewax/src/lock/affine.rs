//! An affine map of the picture plane.

use serde::{Deserialize, Serialize};

/// `(x, y) → (a·x + b·y + tx, c·x + d·y + ty)`, in luma pixels, pixel centres at whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Affine(
    /// a, b, tx, c, d, ty.
    pub [f64; 6],
);

impl Affine {
    /// Leaves every point where it is.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);

    /// Where a point goes.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let m = &self.0;
        (m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])
    }

    /// How many times as long lengths become, in the mean of both axes: the root of how areas grow.
    pub fn scale(&self) -> f64 {
        let [a, b, _, c, d, _] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    /// First this map, then `next`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let (p, q) = (&self.0, &next.0);
        Self([
            q[0] * p[0] + q[1] * p[3],
            q[0] * p[1] + q[1] * p[4],
            q[0] * p[2] + q[1] * p[5] + q[2],
            q[3] * p[0] + q[4] * p[3],
            q[3] * p[1] + q[4] * p[4],
            q[3] * p[2] + q[4] * p[5] + q[5],
        ])
    }

    /// The map back; `None` when this one flattens the plane.
    pub fn inverse(&self) -> Option<Self> {
        let m = &self.0;
        let det = m[0] * m[4] - m[1] * m[3];
        if !det.is_finite() || det.abs() < 1e-6 {
            return None;
        }
        let (a, b, c, d) = (m[4] / det, -m[1] / det, -m[3] / det, m[0] / det);
        Some(Self([a, b, -(a * m[2] + b * m[5]), c, d, -(c * m[2] + d * m[5])]))
    }

    /// The same motion for a picture sampled `factor` times as densely, pixel centres kept in place:
    /// block means put their centre at `(factor − 1) / 2` of the finer grid.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let m = &self.0;
        let o = (factor - 1.0) / 2.0;
        let tx = factor * m[2] + o - (m[0] + m[1]) * o;
        let ty = factor * m[5] + o - (m[3] + m[4]) * o;
        Self([m[0], m[1], tx, m[3], m[4], ty])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: Affine = Affine([1.02, 0.03, 5.5, -0.02, 0.98, -3.25]);

    #[test]
    fn there_and_back() {
        let back = SOME.then(&SOME.inverse().unwrap());
        for (got, want) in back.0.iter().zip(Affine::IDENTITY.0) {
            assert!((got - want).abs() < 1e-12);
        }
        assert_eq!(Affine([1.0, 1.0, 0.0, 1.0, 1.0, 0.0]).inverse(), None);
    }

    #[test]
    fn scaling_keeps_block_centres() {
        let fine = SOME.scaled(4.0);
        let (x, y) = (7.0, 9.0);
        let (cx, cy) = SOME.apply(x, y);
        let (fx, fy) = fine.apply(4.0 * x + 1.5, 4.0 * y + 1.5);
        assert!((fx - (4.0 * cx + 1.5)).abs() < 1e-9 && (fy - (4.0 * cy + 1.5)).abs() < 1e-9);
    }
}
