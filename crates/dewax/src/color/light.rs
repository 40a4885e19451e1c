//! Another light: what takes every colour of a frame to what it would be under it.

use super::matrix::{LumaWeights, rgb_from_ycc, ycc_from_rgb};

/// `colour → matrix · colour + added`, for Y' (0..=1), Cb and Cr (−0.5..=0.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    /// Rows: what Y', Cb and Cr become.
    pub matrix: [[f32; 3]; 3],
    /// Added to Y'.
    pub added: f32,
}

impl Light {
    /// Everything stays.
    pub const AS_IT_IS: Self = Self::gain(1.0, 0.0);

    /// The same gain for everything, then something added to Y'.
    pub const fn gain(gain: f32, added: f32) -> Self {
        Self { matrix: [[gain, 0.0, 0.0], [0.0, gain, 0.0], [0.0, 0.0, gain]], added }
    }

    /// Gains of R', G' and B'.
    pub fn gains(weights: LumaWeights, gains: [f32; 3]) -> Self {
        let column = |which: usize| {
            let mut unit = [0.0; 3];
            unit[which] = 1.0;
            let mut rgb = rgb_from_ycc(weights, unit);
            rgb.iter_mut().zip(gains).for_each(|(v, gain)| *v *= gain);
            ycc_from_rgb(weights, rgb)
        };
        let columns = [0, 1, 2].map(column);
        Self { matrix: std::array::from_fn(|row| std::array::from_fn(|c| columns[c][row])), added: 0.0 }
    }

    /// The one gain of everything, where there is one.
    pub fn one_gain(&self) -> Option<f32> {
        let gain = self.matrix[0][0];
        (self.matrix == Self::gain(gain, 0.0).matrix).then_some(gain)
    }

    /// What a colour becomes.
    #[inline(always)]
    pub fn of(&self, [y, cb, cr]: [f32; 3]) -> [f32; 3] {
        let m = &self.matrix;
        let row = |i: usize| m[i][0] * y + m[i][1] * cb + m[i][2] * cr;
        [row(0) + self.added, row(1), row(2)]
    }

    /// The other way; as it is where there is none.
    pub fn back(&self) -> Self {
        let m = self.matrix.map(|row| row.map(f64::from));
        let minor =
            |r: [usize; 2], c: [usize; 2]| m[r[0]][c[0]] * m[r[1]][c[1]] - m[r[0]][c[1]] * m[r[1]][c[0]];
        let others = |i: usize| [[1, 2], [0, 2], [0, 1]][i];
        let cofactor = |r: usize, c: usize| {
            let sign = if (r + c).is_multiple_of(2) { 1.0 } else { -1.0 };
            sign * minor(others(r), others(c))
        };
        let whole: f64 = (0..3).map(|c| m[0][c] * cofactor(0, c)).sum();
        if whole.abs() < 1e-6 {
            return Self::AS_IT_IS;
        }
        let matrix: [[f32; 3]; 3] =
            std::array::from_fn(|r| std::array::from_fn(|c| (cofactor(c, r) / whole) as f32));
        // What is added to Y' alone is taken off before the matrix; here it stays with Y' as far as the matrix does.
        Self { matrix, added: -matrix[0][0] * self.added }
    }

    /// This one, then another one.
    pub fn then(&self, next: &Self) -> Self {
        let m = |r: usize, c: usize| (0..3).map(|k| next.matrix[r][k] * self.matrix[k][c]).sum();
        let matrix = std::array::from_fn(|r| std::array::from_fn(|c| m(r, c)));
        Self { matrix, added: next.matrix[0][0] * self.added + next.added }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tags::Matrix;
    use super::*;

    #[test]
    fn gains_are_those_of_red_green_and_blue_and_lead_back() {
        let weights = LumaWeights::of(Matrix::Bt709);
        let light = Light::gains(weights, [1.1, 0.95, 0.9]);
        let rgb = rgb_from_ycc(weights, light.of(ycc_from_rgb(weights, [0.6, 0.4, 0.3])));
        for (is, due) in rgb.iter().zip([0.66, 0.38, 0.27]) {
            assert!((is - due).abs() < 1e-5, "{rgb:?}");
        }
        let colour = [0.5, -0.1, 0.2];
        let there = light.back().of(light.of(colour));
        assert!(there.iter().zip(colour).all(|(a, b)| (a - b).abs() < 1e-5), "{there:?}");
        let both = light.then(&light.back()).of(colour);
        assert!(both.iter().zip(colour).all(|(a, b)| (a - b).abs() < 1e-5), "{both:?}");
        assert_eq!((Light::AS_IT_IS.one_gain(), light.one_gain()), (Some(1.0), None));
        let all = Light::gain(0.9, 0.1).of([0.5, 0.1, 0.2]);
        assert!(all.iter().zip([0.55, 0.09, 0.18]).all(|(a, b)| (a - b).abs() < 1e-6), "{all:?}");
    }
}
