//! Unknown grades, always the same ones for the same number: what a generator, or another day, does to a shot.

use dewax::clip::Picture;
use dewax::color::Cdl;
use dewax::color::math::pow;
use dewax::color::{rgb_from_ycc, ycc_from_rgb};
use dewax::kernels::round_u16;
use dewax::px::{Frame, LEVEL};

/// A change of code values.
#[derive(Clone, Copy, Debug)]
pub(super) enum Grade {
    /// Nothing.
    None,
    /// Gains of linear light: exposure and white balance.
    Light([f64; 3]),
    /// Contrast around middle grey of the code values, and saturation.
    Contrast(f32, f32),
    /// A CDL.
    Cdl(Cdl),
    /// All of them, one after the other.
    All([f64; 3], f32, Cdl),
}

/// Code value around which contrast turns: middle grey of BT.709.
const PIVOT: f32 = 0.41;
/// Gamma of the display, BT.1886.
const GAMMA: f64 = 2.4;

impl Grade {
    /// The grade of that number; five kinds in turn.
    pub(super) fn of(number: usize) -> Self {
        let mut state = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // SplitMix64 (S. Vigna): any seed will do, so long as it is always the same.
        let mut within = move |low: f64, high: f64| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            low + (high - low) * ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        };
        let mut away = |least: f64, most: f64| {
            let far = within(least, most);
            if within(0.0, 1.0) < 0.5 { far } else { -far }
        };
        let stops = away(0.2, 0.6);
        let warm = away(0.05, 0.25);
        let (contrast, saturation) = (1.0 + away(0.08, 0.2), 1.0 + away(0.1, 0.3));
        let cdl = Cdl {
            slope: std::array::from_fn(|_| (1.0 + away(0.0, 0.08)) as f32),
            offset: std::array::from_fn(|_| away(0.0, 0.02) as f32),
            power: std::array::from_fn(|_| (1.0 + away(0.0, 0.08)) as f32),
            saturation: (1.0 + away(0.0, 0.25)) as f32,
        };
        match number % 5 {
            0 => Self::Light([pow(2.0, stops); 3]),
            1 => Self::Light([1.0 + warm, 1.0, 1.0 - warm]),
            2 => Self::Contrast(contrast as f32, saturation as f32),
            3 => Self::Cdl(cdl),
            _ => Self::All([pow(2.0, stops / 2.0); 3].map(|v| v + warm / 4.0), contrast as f32, cdl),
        }
    }

    /// What becomes of a colour.
    pub(super) fn graded(&self, rgb: [f32; 3]) -> [f32; 3] {
        let lit = |rgb: [f32; 3], gains: [f64; 3]| {
            std::array::from_fn(|c| {
                let light = pow(f64::from(rgb[c].clamp(0.0, 1.0)), GAMMA) * gains[c];
                pow(light, 1.0 / GAMMA).min(1.0) as f32
            })
        };
        let contrasted = |rgb: [f32; 3], by: f32| rgb.map(|v| (PIVOT + (v - PIVOT) * by).clamp(0.0, 1.0));
        match self {
            Self::None => rgb,
            Self::Light(gains) => lit(rgb, *gains),
            Self::Contrast(by, saturation) => {
                Cdl { saturation: *saturation, ..Cdl::NEUTRAL }.graded(contrasted(rgb, *by))
            }
            Self::Cdl(cdl) => cdl.graded(rgb),
            Self::All(gains, by, cdl) => cdl.graded(contrasted(lit(rgb, *gains), *by)),
        }
    }

    /// The grade on every pixel of a frame; 8-bit codes come out as 8-bit codes.
    pub(super) fn lay(&self, picture: &Picture, frame: &mut Frame) {
        if matches!(self, Self::None) {
            return;
        }
        let (sx, sy) = frame.subsampling.factors();
        let (width, height) = (frame.width(), frame.height());
        let source = frame.clone();
        let graded = |x: usize, y: usize| {
            let at = |which: usize| f32::from(source.plane(which).row(y / sy)[x / sx]);
            let ycc = picture.levels.units([f32::from(source.luma().row(y)[x]), at(1), at(2)]);
            let rgb = rgb_from_ycc(picture.weights, ycc);
            picture.levels.stored(ycc_from_rgb(picture.weights, self.graded(rgb)))
        };
        let code = |v: f32| round_u16((v / LEVEL).round() * LEVEL, picture.levels.legal.1);
        let mut sums = vec![[0.0f32; 3]; width.div_ceil(sx) * height.div_ceil(sy)];
        for y in 0..height {
            let mut row = vec![0u16; width];
            for (x, o) in row.iter_mut().enumerate() {
                let stored = graded(x, y);
                *o = code(stored[0]);
                let sum = &mut sums[(y / sy) * width.div_ceil(sx) + x / sx];
                *sum = [sum[0] + stored[1], sum[1] + stored[2], sum[2] + 1.0];
            }
            frame.plane_mut(0).row_mut(y).copy_from_slice(&row);
        }
        for which in 1..3 {
            for (o, sum) in frame.plane_mut(which).samples_mut().iter_mut().zip(&sums) {
                *o = code(sum[which - 1] / sum[2].max(1.0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_always_the_same_grade_and_each_changes_skin() {
        let skin = [0.68, 0.52, 0.45];
        for number in 0..20 {
            let (one, again) = (Grade::of(number).graded(skin), Grade::of(number).graded(skin));
            assert_eq!(one, again);
            let far = one.iter().zip(skin).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!((0.005..0.3).contains(&far), "{number}: {one:?}");
        }
    }
}
