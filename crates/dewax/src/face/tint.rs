//! How a surface looks: the spread of its luma, chroma and roughness, as a normal distribution.

use crate::color::math::{exp, ln};
use serde::{Deserialize, Serialize};

/// How many figures describe a place.
pub const LOOKS: usize = 4;

/// Luma 0..=1, Cb and Cr −0.5..=0.5, and roughness (see [`roughness`]).
pub type Look = [f32; LOOKS];

/// The least standard deviation of each: noise and compression move every surface by this much.
const LEAST_DEVIATION: [f64; LOOKS] = [0.02, 0.006, 0.006, 0.05];

/// Farther than anything that is compared.
const FAR: f32 = 1e9;

/// Local contrast in 8-bit levels as a figure that is spread evenly over what skin, cloth and hair have: 0..≈1.
pub fn roughness(contrast_levels: f32) -> f32 {
    // A rational stand-in for a logarithm: 0 at none, 0.5 at 4 levels, towards 1.
    contrast_levels / (contrast_levels + 4.0)
}

/// A surface.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Tint {
    /// The mean of each figure.
    pub mean: Look,
    /// The upper triangle of the covariance, row by row.
    pub covariance: [f32; 10],
}

/// Place of (row, column) in a stored triangle.
const fn place(row: usize, column: usize) -> usize {
    let (low, high) = if row < column { (row, column) } else { (column, row) };
    low * LOOKS - low * (low + 1) / 2 + high
}

impl Tint {
    /// The surface that these places are of. `None` of fewer than eight.
    pub fn of(looks: &[Look]) -> Option<Self> {
        if looks.len() < 2 * LOOKS {
            return None;
        }
        let count = looks.len() as f64;
        let mut mean = [0.0f64; LOOKS];
        for look in looks {
            mean.iter_mut().zip(look).for_each(|(m, &v)| *m += f64::from(v) / count);
        }
        let mut covariance = [0.0f64; 10];
        for look in looks {
            for row in 0..LOOKS {
                for column in row..LOOKS {
                    covariance[place(row, column)] +=
                        (f64::from(look[row]) - mean[row]) * (f64::from(look[column]) - mean[column]) / count;
                }
            }
        }
        Some(Self { mean: mean.map(|v| v as f32), covariance: covariance.map(|v| v as f32) })
    }

    /// The surface, ready to be compared with; its luma may stray by `luma_slack` more than was seen.
    pub fn ready(&self, luma_slack: f32) -> Ready {
        self.ready_with(luma_slack, 0.0)
    }

    /// [`Tint::ready`], whose Cb and Cr may stray by `chroma_slack` more than was seen, too.
    pub fn ready_with(&self, luma_slack: f32, chroma_slack: f32) -> Ready {
        // Cholesky: covariance = L·Lᵀ, then every place is measured in deviations along L.
        let mut lower = [[0.0f64; LOOKS]; LOOKS];
        let mut log_volume = 0.0;
        for row in 0..LOOKS {
            for column in 0..=row {
                let mut sum = f64::from(self.covariance[place(row, column)]);
                if row == column {
                    sum += LEAST_DEVIATION[row] * LEAST_DEVIATION[row];
                    sum += match row {
                        0 => f64::from(luma_slack * luma_slack),
                        1 | 2 => f64::from(chroma_slack * chroma_slack),
                        _ => 0.0,
                    };
                }
                sum -= lower[row].iter().zip(&lower[column]).take(column).map(|(a, b)| a * b).sum::<f64>();
                lower[row][column] = if row == column {
                    let least = LEAST_DEVIATION[row] * LEAST_DEVIATION[row] / 4.0;
                    // A file may hold anything: what is no covariance becomes a narrow one.
                    let pivot = if sum > least { sum.sqrt() } else { least.sqrt() };
                    log_volume += ln(pivot);
                    pivot
                } else {
                    sum / lower[column][column]
                };
            }
        }
        let lower = lower.map(|row| row.map(|v| v as f32));
        Ready { mean: self.mean, lower, log_volume: log_volume as f32 }
    }
}

/// A surface to compare with.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    mean: Look,
    lower: [[f32; LOOKS]; LOOKS],
    log_volume: f32,
}

impl Ready {
    /// The mean of each figure.
    pub fn mean(&self) -> &Look {
        &self.mean
    }

    /// Squared distance of a place from the surface, in deviations.
    #[inline]
    pub fn distance(&self, look: &Look) -> f32 {
        let mut along = [0.0f32; LOOKS];
        let mut sum = 0.0;
        for row in 0..LOOKS {
            let mut value = look[row] - self.mean[row];
            value -= self.lower[row].iter().zip(&along).take(row).map(|(l, a)| l * a).sum::<f32>();
            along[row] = value / self.lower[row][row];
            sum += along[row] * along[row];
        }
        // A file may hold anything: what overflows is far away.
        if sum < FAR { sum } else { FAR }
    }

    /// The density at that distance, as a logarithm; only differences between surfaces mean anything.
    pub fn log_density(&self, distance: f32) -> f32 {
        -0.5 * distance - self.log_volume
    }
}

/// The share of `one` in `one + others`, all given as logarithms: 0..=1.
pub fn share(one: f32, others: impl Iterator<Item = f32>) -> f32 {
    let mut sum = 1.0;
    for other in others {
        let more = (other - one).min(60.0);
        if more > -20.0 {
            sum += exp(f64::from(more));
        }
    }
    (1.0 / sum) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_in_deviations() {
        // Two figures that go together: a place off the line is far, a place along it is near.
        let looks: Vec<Look> = (0..200)
            .map(|i| {
                let t = (i as f32 - 100.0) / 100.0;
                let off = if i % 2 == 0 { 0.01 } else { -0.01 };
                [0.5 + 0.2 * t, 0.1 * t + off, 0.1, 0.3]
            })
            .collect();
        let ready = Tint::of(&looks).unwrap().ready(0.0);
        assert!(ready.distance(&[0.5, 0.0, 0.1, 0.3]) < 0.01);
        assert!(ready.distance(&[0.7, 0.1, 0.1, 0.3]) < 4.0);
        assert!(ready.distance(&[0.7, -0.1, 0.1, 0.3]) > 40.0);
    }

    #[test]
    fn garbage_stays_finite() {
        let tint =
            Tint { mean: [0.0; 4], covariance: [-1e6, 3.0, 1e6, -2.0, 0.0, 7.0, 1.0, -5.0, 2.0, -9.0] };
        assert!(tint.ready(0.1).distance(&[0.5; 4]).is_finite());
        assert_eq!(share(0.0, [1e9].into_iter()), (1.0 / (1.0 + exp(60.0))) as f32);
        assert_eq!(Tint::of(&[[0.0; 4]; 3]), None);
    }
}
