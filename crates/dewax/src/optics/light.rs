//! The light that codes stand for and back, by a table: a background has some hundred thousand samples per frame.

use crate::color::Transfer;
use crate::color::transfer::to_linear;

/// Entries of the table. Between them a curve is a line: of PQ, the steepest, that is off by less than a code of 10 bits from 1 cd/m² on.
const ENTRIES: usize = 4096;

/// A transfer curve.
pub(super) struct Curve {
    /// Light of the codes 0..=1, rising.
    light: Vec<f32>,
}

impl Curve {
    pub(super) fn of(transfer: Transfer) -> Self {
        let last = (ENTRIES - 1) as f64;
        let mut light: Vec<f32> = (0..ENTRIES).map(|i| to_linear(transfer, i as f64 / last) as f32).collect();
        // Logarithmic curves jump at their black; what falls by a rounding must not.
        let mut most = 0.0f32;
        light.iter_mut().for_each(|l| {
            most = most.max(*l);
            *l = most;
        });
        Self { light }
    }

    /// The light of a code; codes beyond 0..=1 go on as a line.
    pub(super) fn light(&self, code: f32) -> f32 {
        let at = code * (ENTRIES - 1) as f32;
        let i = (at.max(0.0) as usize).min(ENTRIES - 2);
        self.light[i] + (self.light[i + 1] - self.light[i]) * (at - i as f32)
    }

    /// The code of a light.
    pub(super) fn code(&self, light: f32) -> f32 {
        let i = self.light.partition_point(|l| *l <= light).clamp(1, ENTRIES - 1) - 1;
        let step = self.light[i + 1] - self.light[i];
        let part = if step > 0.0 { (light - self.light[i]) / step } else { 0.0 };
        (i as f32 + part) / (ENTRIES - 1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_where_it_was() {
        for transfer in [Transfer::Bt709, Transfer::Srgb, Transfer::Pq, Transfer::Hlg, Transfer::Linear] {
            let curve = Curve::of(transfer);
            for code in [0.0f32, 0.02, 0.1, 0.33, 0.5, 0.77, 0.99, 1.0, 1.06] {
                let back = curve.code(curve.light(code));
                assert!((back - code).abs() < 1e-3, "{transfer:?} {code} {back}");
            }
        }
    }
}
