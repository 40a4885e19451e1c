//! Clouds of colours as normal distributions, and the Monge-Kantorovich way from one to another.

use crate::color::Oklab;

type Matrix3 = [[f64; 3]; 3];

/// Mean and covariance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cloud {
    mean: Oklab,
    covariance: Matrix3,
}

impl Cloud {
    /// The distribution of weighted colours; `None` without weight.
    pub(super) fn of(colours: &[(Oklab, f64)]) -> Option<Self> {
        let whole: f64 = colours.iter().map(|c| c.1).sum();
        if whole <= 0.0 {
            return None;
        }
        let mean: Oklab = std::array::from_fn(|i| colours.iter().map(|(c, w)| w * c[i]).sum::<f64>() / whole);
        let moment = |i: usize, j: usize| {
            let each = colours.iter().map(|(c, w)| w * (c[i] - mean[i]) * (c[j] - mean[j]));
            each.sum::<f64>() / whole
        };
        Some(Self { mean, covariance: std::array::from_fn(|i| std::array::from_fn(|j| moment(i, j))) })
    }

    /// The linear map that takes this cloud to another one and moves as little as it can (F. Pitié, A. Kokaram, "The linear
    /// Monge-Kantorovitch linear colour mapping for example-based colour transfer", 2007), drawn towards the identity in directions
    /// along which this cloud is thinner than `thin`.
    pub(super) fn way_to(&self, other: &Self, thin: f64) -> impl Fn(Oklab) -> Oklab + use<> {
        // The same is added to both: a direction in which nothing varies is left as it is.
        let padded = |m: Matrix3| -> Matrix3 {
            std::array::from_fn(|i| std::array::from_fn(|j| m[i][j] + if i == j { thin * thin } else { 0.0 }))
        };
        let (from, to) = (padded(self.covariance), padded(other.covariance));
        let root = powered(from, 0.5);
        let back = powered(from, -0.5);
        let middle = powered(times(times(root, to), root), 0.5);
        let map = times(times(back, middle), back);
        let (here, there) = (self.mean, other.mean);
        move |colour| {
            let off: Oklab = std::array::from_fn(|i| colour[i] - here[i]);
            std::array::from_fn(|i| there[i] + (0..3).map(|j| map[i][j] * off[j]).sum::<f64>())
        }
    }
}

fn times(a: Matrix3, b: Matrix3) -> Matrix3 {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

/// A power of ½ or −½ of a symmetric matrix with positive eigenvalues, by Jacobi rotations.
fn powered(mut m: Matrix3, power: f64) -> Matrix3 {
    let mut axes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    // Cyclic sweeps converge quadratically: a symmetric 3 × 3 matrix is diagonal to the last bit after five or six.
    for _ in 0..8 {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if m[p][q].abs() < 1e-300 {
                continue;
            }
            let theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
            let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
            let cos = 1.0 / (t * t + 1.0).sqrt();
            let sin = t * cos;
            let mut turn = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
            (turn[p][p], turn[q][q], turn[p][q], turn[q][p]) = (cos, cos, sin, -sin);
            let back = std::array::from_fn(|i| std::array::from_fn(|j| turn[j][i]));
            m = times(times(back, m), turn);
            axes = times(axes, turn);
        }
    }
    let value = |i: usize| {
        let root = m[i][i].max(1e-15).sqrt();
        if power > 0.0 { root } else { 1.0 / root }
    };
    std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| axes[i][k] * value(k) * axes[j][k]).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cloud(of: impl Fn(Oklab) -> Oklab) -> Vec<(Oklab, f64)> {
        let at = |i: i32| {
            [0.6 + 0.02 * f64::from(i % 5), 0.05 + 0.004 * f64::from(i % 7), 0.06 + 0.003 * f64::from(i % 3)]
        };
        (0..105).map(|i| (of(at(i)), 1.0)).collect()
    }

    #[test]
    fn a_shift_and_a_stretch_are_found_and_unspanned_directions_stay() {
        let there = |c: Oklab| [1.2 * c[0] - 0.1, 0.8 * c[1], c[2] + 0.02];
        let (from, to) = (Cloud::of(&cloud(|c| c)).unwrap(), Cloud::of(&cloud(there)).unwrap());
        let way = from.way_to(&to, 1e-6);
        for colour in [[0.6, 0.05, 0.06], [0.7, 0.07, 0.065]] {
            let (is, due) = (way(colour), there(colour));
            assert!(is.iter().zip(due).all(|(a, b)| (a - b).abs() < 2e-3), "{is:?} {due:?}");
        }
        // A cloud that is a point says where it goes, not how it is stretched.
        let point = |at: f64| Cloud::of(&[([at, 0.05, 0.05], 1.0)]).unwrap();
        let moved = point(0.5).way_to(&point(0.6), 0.01)([0.7, 0.0, 0.05]);
        assert!((moved[0] - 0.8).abs() < 1e-9 && moved[1].abs() < 1e-9, "{moved:?}");
    }
}
