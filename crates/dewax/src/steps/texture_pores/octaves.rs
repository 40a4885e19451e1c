//! Noise of skin on the skin laid flat: octaves of a wavelength, skewed towards the dark, and gentle differences from area to area.

use crate::flat::GRAFT_PER_MM;
use crate::kernels::{blur, noise};
use crate::lock::WAVE_PER_SIGMA;
use crate::px::Plane;
use rayon::prelude::*;

/// Samples per mm of the fine relief: a pore's hollow has two on each side of its middle. As in grafts.
pub(super) const FINE_PER_MM: f32 = GRAFT_PER_MM[0];
/// The same of all that is coarser.
pub(super) const COARSE_PER_MM: f32 = GRAFT_PER_MM[1];

/// A number 0..1 from a cell and a purpose.
pub(super) fn chance(key: u32, [x, y]: [i32; 2], purpose: u32) -> f32 {
    let cell = noise::hash32(key ^ (x as u32).wrapping_mul(0x9e37_79b9) ^ noise::hash32(y as u32 ^ 0x51ed_270b));
    (noise::hash32(cell ^ purpose) >> 8) as f32 / 16_777_216.0
}

/// A square plane of noise between two wavelengths, given in samples. Mean 0, RMS 1.
pub(super) fn band_noise(key: u32, side: usize, [short, long]: [f32; 2]) -> Plane<f32> {
    let mut plane = Plane::new(side, side);
    noise::soft_rows(key, short / WAVE_PER_SIGMA, (0, side), (0, side), |y, row| {
        plane.row_mut(y).copy_from_slice(row);
    });
    let low = blur::gaussian(&plane, long / WAVE_PER_SIGMA);
    plane.samples_mut().iter_mut().zip(low.samples()).for_each(|(v, l)| *v -= l);
    levelled(plane)
}

/// The plane with mean 0 and an RMS of 1; as it is when it is flat.
pub(super) fn levelled(mut plane: Plane<f32>) -> Plane<f32> {
    let count = plane.samples().len().max(1) as f64;
    let mean = plane.samples().iter().map(|v| f64::from(*v)).sum::<f64>() / count;
    let square: f64 = plane.samples().iter().map(|v| (f64::from(*v) - mean).powi(2)).sum();
    let own = (square / count).sqrt();
    if own > 1e-9 {
        let (mean, gain) = (mean as f32, (1.0 / own) as f32);
        plane.samples_mut().iter_mut().for_each(|v| *v = (*v - mean) * gain);
    }
    plane
}

/// Noise whose dark side is the longer one: real skin has pores and spots, and nothing that is as bright. `skew` of 0 leaves it as
/// it is; the skewness of the result is about −6 `skew` for small ones. Mean 0 and RMS 1 stay.
pub(super) fn darkened(mut plane: Plane<f32>, skew: f32) -> Plane<f32> {
    let gain = 1.0 / (1.0 + 2.0 * skew * skew).sqrt();
    plane.samples_mut().iter_mut().for_each(|x| *x = (*x - skew * (*x * *x - 1.0)) * gain);
    plane
}

/// `into += amount * what`.
pub(super) fn add(into: &mut Plane<f32>, what: &Plane<f32>, amount: f32) {
    if amount == 0.0 {
        return;
    }
    let width = into.width().max(1);
    into.samples_mut().par_chunks_mut(width).zip(what.samples().par_chunks(width)).for_each(|(a, b)| {
        a.iter_mut().zip(b).for_each(|(a, &b)| *a += amount * b);
    });
}

/// The same, `amount` times what the areas are, RMS kept; the planes have so many samples per mm.
pub(super) fn add_by_area(into: &mut Plane<f32>, what: &Plane<f32>, amount: f32, (areas, per_mm): (&Areas, f32)) {
    if amount == 0.0 {
        return;
    }
    let amount = amount / (1.0 + areas.by * areas.by).sqrt();
    let width = into.width().max(1);
    let rows = into.samples_mut().par_chunks_mut(width).zip(what.samples().par_chunks(width)).enumerate();
    rows.for_each(|(y, (a, b))| {
        a.iter_mut().zip(b).enumerate().for_each(|(x, (a, &b))| *a += amount * b * areas.at(x, y, per_mm));
    });
}

/// RMS of the difference of neighbours in a row.
pub(super) fn slope_rms(plane: &Plane<f32>) -> f32 {
    let width = plane.width().max(2);
    let row = |r: &[f32]| r.windows(2).map(|w| f64::from(w[1] - w[0]).powi(2)).sum::<f64>();
    let squares: Vec<f64> = plane.samples().par_chunks(width).map(row).collect();
    (squares.iter().sum::<f64>() / plane.samples().len().max(1) as f64).sqrt() as f32
}

/// How strong texture is from area to area: about 1, `by` RMS, over `mm` wavelengths. Made at one sample per mm, nothing in it is
/// finer; `at` is in samples of a plane with `per_mm` of them.
pub(super) struct Areas {
    soft: Plane<f32>,
    by: f32,
}

impl Areas {
    /// Areas over a square of `side_mm`.
    pub(super) fn new(key: u32, side_mm: usize, mm: [f32; 2], by: f32) -> Self {
        Self { soft: band_noise(key, side_mm, mm), by }
    }

    /// The strength at a sample of a plane.
    #[inline]
    pub(super) fn at(&self, x: usize, y: usize, per_mm: f32) -> f32 {
        let last = (self.soft.width() - 2) as f32;
        let along = |i: usize| {
            let at = (i as f32 / per_mm).min(last);
            (at as usize, at.fract())
        };
        let ((x, s), (y, t)) = (along(x), along(y));
        let row = |y: usize| {
            let row = self.soft.row(y);
            row[x] + s * (row[x + 1] - row[x])
        };
        let value = row(y) + t * (row(y + 1) - row(y));
        (1.0 + self.by * value.clamp(-2.0, 2.0)).max(0.3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skewness(plane: &Plane<f32>) -> f32 {
        plane.samples().iter().map(|v| v * v * v).sum::<f32>() / plane.samples().len() as f32
    }

    #[test]
    fn octaves_are_level_and_dark() {
        let noise = band_noise(7, 256, [4.0, 12.0]);
        let dark = darkened(noise.clone(), 0.15);
        for plane in [&noise, &dark] {
            let mean = plane.samples().iter().sum::<f32>() / 65536.0;
            let rms = (plane.samples().iter().map(|v| v * v).sum::<f32>() / 65536.0).sqrt();
            assert!(mean.abs() < 0.02 && (rms - 1.0).abs() < 0.05, "{mean} {rms}");
        }
        assert!(skewness(&noise).abs() < 0.25 && skewness(&dark) < -0.5, "{}", skewness(&dark));
    }

    #[test]
    fn areas_differ_gently() {
        let areas = Areas::new(3, 256, [22.0, 60.0], 0.24);
        let values: Vec<f32> = (0..250).map(|x| areas.at(2 * x, 100, 2.0)).collect();
        let (low, high) = values.iter().fold((9.0f32, 0.0f32), |(l, h), &v| (l.min(v), h.max(v)));
        assert!(low > 0.3 && high < 1.7 && high / low > 1.2, "{low} {high}");
        // Six millimetres on it is hardly another.
        let mut steps: Vec<f32> = values.windows(7).map(|w| (w[6] / w[0]).max(w[0] / w[6])).collect();
        steps.sort_by(f32::total_cmp);
        let usual = steps[steps.len() / 2];
        assert!(usual < 1.25, "{usual}");
    }
}
