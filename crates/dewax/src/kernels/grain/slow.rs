//! The textbook: disks thrown on the plane and looked at through a Gaussian; and spectra, to compare fields by.

use crate::color::math::{exp, ln, sin_cos_deg};
use crate::kernels::noise::hash32;

/// The field of [`super::rows`] at (x, y).
pub use crate::kernels::noise::slow::filtered as at;

/// Film as the model has it: disks of one radius whose centres are a Poisson process, dense where the picture is bright.
#[derive(Clone, Debug)]
pub struct Film {
    /// Which throw of the dice.
    pub key: u32,
    /// Radius of the disks, px.
    pub radius_px: f64,
    /// Sigma of the Gaussian through which they are seen, px.
    pub blur_px: f64,
}

/// Numbers between 0 and 1, one after the other.
struct Dice(u32);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = hash32(self.0.wrapping_add(0x9e37_79b9));
        (f64::from(self.0) + 0.5) / 4_294_967_296.0
    }
}

impl Film {
    /// Film whose grain is seen as grain of `sigma_px` (see [`super::sigma_px`]) at a middle tone.
    pub fn of_sigma(key: u32, sigma_px: f64) -> Self {
        // Sigma^2 = blur^2 + kappa r^2 / 4, where kappa is 1 for the first few disks and 0.935 at u = 0.5, by the second
        // moment of the covariance.
        let blur_px = sigma_px / (1.0 + 0.935 * super::GRAIN_PER_BLUR.powi(2) / 4.0).sqrt();
        Self { key, radius_px: blur_px * super::GRAIN_PER_BLUR, blur_px }
    }

    /// The centres of the disks in a cell, which is as wide as their radius; `u` says how much of the area is to be covered at
    /// a place.
    fn disks(&self, u: &impl Fn(f64, f64) -> f64, column: i64, row: i64) -> Vec<(f64, f64)> {
        let r = self.radius_px;
        let share = u((column as f64 + 0.5) * r, (row as f64 + 0.5) * r).clamp(0.0, 1.0 - 1e-9);
        // Centres in a cell of area r^2: lambda r^2 = -ln(1 - u) / pi.
        let expected = -ln(1.0 - share) / std::f64::consts::PI;
        let mut dice = Dice(hash32(self.key ^ hash32(column as u32 ^ hash32(row as u32 ^ 0x00b0_01ea))));
        let (chance, mut left) = (dice.next(), exp(-expected));
        let (mut disks, mut sum) = (0, left);
        while chance > sum && disks < 60 {
            disks += 1;
            left *= expected / f64::from(disks);
            sum += left;
        }
        (0..disks).map(|_| ((column as f64 + dice.next()) * r, (row as f64 + dice.next()) * r)).collect()
    }

    /// What is seen of a tile of `side` pixels: at each of them the share of `samples` points around it, spread as the
    /// Gaussian is, that are covered. The points are the same around every pixel, as in the paper, so that their number
    /// makes the Gaussian coarser and adds no noise.
    pub fn seen(&self, side: usize, samples: usize, u: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let points: Vec<(f64, f64)> = (0..samples)
            .map(|k| {
                let outside = 1.0 - (k as f64 + 0.5) / samples as f64;
                let away = self.blur_px * (-2.0 * ln(outside)).sqrt();
                // The golden angle spreads any number of points evenly.
                let (sin, cos) = sin_cos_deg(137.507_764_05 * k as f64);
                (away * cos, away * sin)
            })
            .collect();
        let r = self.radius_px;
        let reach = points.last().map_or(0.0, |(x, y)| x.hypot(*y));
        let first = (-reach / r).floor() as i64 - 1;
        let cells = ((side as f64 + reach) / r).floor() as i64 + 2 - first;
        let cell = |i: i64| self.disks(&u, first + i % cells, first + i / cells);
        let disks: Vec<Vec<(f64, f64)>> = (0..cells * cells).map(cell).collect();
        // A disk over a point has its centre in one of the nine cells around it.
        let is_covered = |x: f64, y: f64| {
            let (column, row) = ((x / r).floor() as i64 - first, (y / r).floor() as i64 - first);
            let over = |(cx, cy): &(f64, f64)| (cx - x) * (cx - x) + (cy - y) * (cy - y) <= r * r;
            let lines = (row - 1..=row + 1).map(|row| (row * cells + column) as usize);
            lines.flat_map(|at| &disks[at - 1..=at + 1]).flatten().any(over)
        };
        let pixel = |i: usize| {
            let (x, y) = ((i % side) as f64 + 0.5, (i / side) as f64 + 0.5);
            points.iter().filter(|(dx, dy)| is_covered(x + dx, y + dy)).count() as f64 / samples as f64
        };
        (0..side * side).map(pixel).collect()
    }
}

/// The mean and the variance of some numbers.
pub fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let square = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
    (mean, square / values.len().max(1) as f64)
}

/// The power of a square tile over frequency, in `bins` rings from 0 to half a cycle per pixel; the mean is left out. White
/// noise of variance 1 has 1 in every ring.
pub fn radial_power(tile: &[f64], side: usize, bins: usize) -> Vec<f64> {
    let mean = moments(tile).0;
    let waves: Vec<(f64, f64)> = (0..side).map(|k| sin_cos_deg(360.0 * k as f64 / side as f64)).collect();
    // Rows, then columns, term by term: slow and plain.
    let transform = |line: &dyn Fn(usize) -> (f64, f64), k: usize| {
        (0..side).fold((0.0, 0.0), |(re, im), i| {
            let ((sin, cos), (a, b)) = (waves[k * i % side], line(i));
            (re + a * cos + b * sin, im + b * cos - a * sin)
        })
    };
    let half = side / 2 + 1;
    let mut rows = vec![(0.0, 0.0); side * half];
    for y in 0..side {
        for k in 0..half {
            rows[y * half + k] = transform(&|i| (tile[y * side + i] - mean, 0.0), k);
        }
    }
    let (mut power, mut count) = (vec![0.0; bins], vec![0.0f64; bins]);
    for kx in 0..half {
        for ky in 0..side {
            let (re, im) = transform(&|i| rows[i * half + kx], ky);
            let signed = if 2 * ky > side { ky as f64 - side as f64 } else { ky as f64 };
            let frequency = (kx as f64).hypot(signed) / side as f64;
            let bin = (frequency * 2.0 * bins as f64) as usize;
            if (kx, ky) != (0, 0) && bin < bins {
                power[bin] += (re * re + im * im) / (side * side) as f64;
                count[bin] += 1.0;
            }
        }
    }
    power.iter().zip(count).map(|(p, n)| p / n.max(1.0)).collect()
}

/// A tone at which model and shipped grain were compared: RMS, and power over frequency, both as decibels between them.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The tone.
    pub tone: f64,
    /// RMS of the drawn film, 1 being full coverage.
    pub film_rms: f64,
    /// What the shipped strength lies above it, dB.
    pub rms_db: f64,
    /// The largest difference of the spectra's shape over the passband, dB.
    pub spectrum_db: f64,
}

/// Rings of a comparison.
const BINS: usize = 8;
/// The passband ends where the power is this share of the lowest ring's: -12 dB.
const PASSBAND: f64 = 0.063;

/// Draws `tiles` of `side` pixels at each tone and compares them with as many shipped ones. The strength of the shipped grain
/// is set once for all tones, as a user does.
pub fn compare(sigma_px: f64, tones: &[f64], (tiles, side, samples): (u32, usize, usize)) -> Vec<Comparison> {
    use rayon::prelude::*;
    let mean = |all: Vec<(f64, Vec<f64>)>| {
        let n = all.len().max(1) as f64;
        let mut power = vec![0.0; BINS];
        all.iter().for_each(|(_, p)| power.iter_mut().zip(p).for_each(|(sum, v)| *sum += v / n));
        (all.iter().map(|a| a.0).sum::<f64>() / n, power)
    };
    // More of the fast one, so that chance is on one side only.
    let taps = super::taps(sigma_px);
    let shipped: Vec<(f64, Vec<f64>)> = (0..4 * tiles)
        .into_par_iter()
        .map(|tile| {
            let mut field = Vec::with_capacity(side * side);
            super::rows(hash32(tile ^ 0x5417), &taps, (0, side), (0, side), |_, row| {
                field.extend(row.iter().map(|&v| f64::from(v)));
            });
            (moments(&field).1, radial_power(&field, side, BINS))
        })
        .collect();
    let shipped = mean(shipped);
    let curve = super::model::ToneCurve::of(super::model::Response::Film);
    let film: Vec<(f64, Vec<f64>)> = tones
        .iter()
        .map(|&tone| {
            let one = |tile: u32| {
                let film = Film::of_sigma(hash32(tile ^ 0xf11a), sigma_px).seen(side, samples, |_, _| tone);
                (moments(&film).1, radial_power(&film, side, BINS))
            };
            mean((0..tiles).into_par_iter().map(one).collect())
        })
        .collect();
    let ratio = |i: usize| (film[i].0 / shipped.0).sqrt() / curve.rms(tones[i]);
    let gain = (0..tones.len()).map(|i| ln(ratio(i))).sum::<f64>() / tones.len().max(1) as f64;
    let db = |x: f64| 10.0 * x.log10();
    (0..tones.len())
        .map(|i| {
            let power = &film[i].1;
            let scale = film[i].0 / shipped.0;
            let pass = power.iter().zip(&shipped.1).filter(|(_, s)| **s >= PASSBAND * shipped.1[0]);
            let apart = pass.map(|(f, s)| db(f / (s * scale)).abs());
            Comparison {
                tone: tones[i],
                film_rms: film[i].0.sqrt(),
                rms_db: 20.0 * (gain - ln(ratio(i))) / std::f64::consts::LN_10,
                spectrum_db: apart.fold(0.0, f64::max),
            }
        })
        .collect()
}
