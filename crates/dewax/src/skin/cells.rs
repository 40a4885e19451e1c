//! Figures of a skin, cell by cell: how much luma, blue and red differ in each region of a face, at each size.

use super::kinds::{Channel, PLANES, Region, SIZES_MM};
use super::real::{Real, real};
use super::{IOD_MM, SIGMA_OF_MEDIAN, WAVE_PER_SIGMA};
use crate::kernels::{blur, middle};
use crate::px::Plane;

/// How much of what a blur sees around a sample must be skin.
const INSIDE: f32 = 0.8;
/// Fewer samples of a region, as a share of a square eye distance, say nothing.
const LEAST_SHARE: f32 = 0.02;
/// Waves shorter than so many samples are not in the picture.
const LEAST_WAVE_PX: f32 = 1.6;
/// No light is counted as less than this share of white.
const LEAST_LIGHT: f32 = 0.05;

/// One figure of a skin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Where.
    pub region: Region,
    /// Which of [`SIZES_MM`].
    pub size: usize,
    /// Of what.
    pub channel: Channel,
    /// Standard deviation, robust (1.4826 × median), percent of the light.
    pub percent: f32,
    /// The light on the region, share of white.
    pub light: f32,
}

impl Cell {
    /// What real skin has there.
    pub fn real(&self) -> Real {
        real(self.region, self.size, self.channel)
    }
}

/// A face as it is measured.
#[derive(Debug)]
pub struct Sample<'a> {
    /// Y' as a share of white; Cb and Cr as shares of the same, 0 is no colour. All of one size.
    pub planes: [&'a Plane<f32>; PLANES],
    /// 1 where there is skin that counts.
    pub weights: &'a Plane<f32>,
    /// Place on the skin laid flat, mm, of a sample.
    pub regions: &'a [Option<Region>],
    /// Samples per mm.
    pub per_mm: f32,
}

/// Figures of a skin; without cells of which too little is seen.
pub fn cells(sample: &Sample<'_>) -> Vec<Cell> {
    let width = sample.weights.width();
    let least = (LEAST_SHARE * (IOD_MM * sample.per_mm).powi(2)) as usize;
    let mut out = Vec::new();
    for (size, (short, long)) in SIZES_MM.into_iter().enumerate() {
        if short * sample.per_mm < LEAST_WAVE_PX {
            continue;
        }
        let soft = |mm: f32| {
            let sigma = mm * sample.per_mm / WAVE_PER_SIGMA;
            let sums = blur::gaussian(sample.weights, sigma);
            (sample.planes.map(|p| inside(p, sample.weights, &sums, sigma)), sums)
        };
        let ((fine, _), (slow, sums)) = (soft(short), soft(long));
        for region in Region::ALL {
            let here: Vec<usize> = (0..sample.regions.len())
                .filter(|&i| sample.regions[i] == Some(region))
                .filter(|&i| sample.weights.samples()[i] > 0.0 && sums.row(i / width)[i % width] > INSIDE)
                .collect();
            if here.len() < least.max(30) {
                continue;
            }
            let light = here.iter().map(|&at| slow[0].samples()[at]).sum::<f32>() / here.len() as f32;
            for (i, channel) in Channel::ALL.into_iter().enumerate() {
                let differs = |at: usize| {
                    let light = slow[0].samples()[at].max(LEAST_LIGHT);
                    (fine[i].samples()[at] - slow[i].samples()[at]) / light * 100.0
                };
                let values: Vec<f32> = here.iter().map(|&at| differs(at)).collect();
                out.push(Cell { region, size, channel, percent: deviation(values), light });
            }
        }
    }
    out
}

/// Robust standard deviation.
fn deviation(mut values: Vec<f32>) -> f32 {
    let Some(typical) = middle(&mut values.clone(), f32::total_cmp) else { return 0.0 };
    values.iter_mut().for_each(|v| *v = (*v - typical).abs());
    SIGMA_OF_MEDIAN * middle(&mut values, f32::total_cmp).unwrap_or(0.0)
}

/// A blur that looks at skin only; `sums` is the weights blurred alike.
pub(crate) fn inside(plane: &Plane<f32>, weights: &Plane<f32>, sums: &Plane<f32>, sigma: f32) -> Plane<f32> {
    let mut weighted = plane.clone();
    weighted.samples_mut().iter_mut().zip(weights.samples()).for_each(|(v, w)| *v *= w);
    let mut out = blur::gaussian(&weighted, sigma);
    out.samples_mut().iter_mut().zip(sums.samples()).for_each(|(v, s)| *v /= s.max(1e-3));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::noise;

    fn noisy(key: u32, side: usize, sigma: f32, mean: f32, rms: f32) -> Plane<f32> {
        let mut plane = Plane::filled(side, side, mean);
        noise::soft_rows(key, sigma, (0, side), (0, side), |y, row| {
            plane.row_mut(y).iter_mut().zip(row).for_each(|(p, v)| *p += rms * v);
        });
        plane
    }

    #[test]
    fn a_region_is_measured_where_it_lies_and_colour_apart_from_light() {
        let side = 160;
        let luma = Plane::filled(side, side, 0.6);
        let red = noisy(5, side, 1.0, 0.05, 0.006);
        let blue = Plane::filled(side, side, -0.04);
        let weights = Plane::filled(side, side, 1.0);
        let regions: Vec<_> = (0..side * side)
            .map(|i| Some(if i % side < 80 { Region::Cheek } else { Region::Chin }))
            .collect();
        let sample =
            Sample { planes: [&luma, &blue, &red], weights: &weights, regions: &regions, per_mm: 1.6 };
        let found = cells(&sample);
        assert_eq!(found.len(), 2 * SIZES_MM.len() * PLANES);
        for cell in &found {
            match cell.channel {
                Channel::Red if cell.size == 0 => assert!((0.1..1.2).contains(&cell.percent), "{cell:?}"),
                Channel::Red => {}
                _ => assert!(cell.percent < 1e-3, "{cell:?}"),
            }
        }
    }

    #[test]
    fn regions_lie_where_they_do_on_a_face_and_on_both_sides() {
        let places = [[0.0, -45.0], [0.0, 30.0], [-44.0, 42.0], [3.0, 96.0], [55.0, 84.0], [36.0, 0.0]];
        let expected = [
            Some(Region::Forehead),
            Some(Region::Nose),
            Some(Region::Cheek),
            Some(Region::Chin),
            Some(Region::Jaw),
            None,
        ];
        assert_eq!(places.map(Region::at), expected);
        for [x, y] in places {
            assert_eq!(Region::at([x, y]), Region::at([-x, y]));
        }
    }
}
