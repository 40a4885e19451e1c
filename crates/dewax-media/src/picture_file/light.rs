//! Codes of a profile as light and back: tables of every code of 16 bits, and the matrix between two sets of primaries.

use dewax::color::math::pow;
use dewax::px::{Plane, Rgb16};
use moxcms::ToneReprCurve;
use rayon::prelude::*;
use std::sync::Arc;

/// Codes of 16 bits.
const CODES: usize = 1 << 16;
/// Parts of the way back, by the root of light: with tone curves between linear and a power of 3 each has at most some 50 codes.
const PARTS: usize = 4096;

/// A tone curve.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Curve {
    /// Light is a power of the code.
    Power(f64),
    /// (a x + b)^g + e from d on, c x + f below: g, a, b, c, d, e, f (ICC.1, parametricCurveType 4, which holds the others).
    Parts([f64; 7]),
    /// Light at codes of equal distance, 65535 being white.
    Table(Vec<u16>),
}

impl Curve {
    /// Of a profile; none where it says nothing that can be followed.
    pub(super) fn of(curve: &ToneReprCurve) -> Option<Self> {
        match curve {
            // ICC.1: none is the identity, one a power of 8.8 bits.
            ToneReprCurve::Lut(table) => Some(match table.as_slice() {
                [] => Self::Power(1.0),
                [power] => Self::Power(f64::from(*power) / 256.0),
                _ => Self::Table(table.clone()),
            }),
            ToneReprCurve::Parametric(all) => {
                let all: Vec<f64> = all.iter().map(|x| f64::from(*x)).collect();
                let parts = match all.as_slice() {
                    [g] => return Some(Self::Power(*g)),
                    [g, a, b] if *a != 0.0 => [*g, *a, *b, 0.0, -b / a, 0.0, 0.0],
                    [g, a, b, c] if *a != 0.0 => [*g, *a, *b, 0.0, -b / a, *c, *c],
                    [g, a, b, c, d] => [*g, *a, *b, *c, *d, 0.0, 0.0],
                    [g, a, b, c, d, e, f] => [*g, *a, *b, *c, *d, *e, *f],
                    _ => return None,
                };
                parts.iter().all(|x| x.is_finite()).then_some(Self::Parts(parts))
            }
        }
    }

    /// The light of a code; both are 0 to 1.
    pub(super) fn light(&self, code: f64) -> f64 {
        let light = match self {
            Self::Power(power) => pow(code, *power),
            Self::Parts([g, a, b, c, d, e, f]) => {
                if code < *d {
                    c * code + f
                } else {
                    pow((a * code + b).max(0.0), *g) + e
                }
            }
            Self::Table(table) => {
                let place = code * table.len().saturating_sub(1) as f64;
                let at = |place: f64| f64::from(table.get(place as usize).copied().unwrap_or(u16::MAX));
                let (low, high) = (at(place.floor()), at(place.ceil()));
                (low + (high - low) * place.fract()) / f64::from(u16::MAX)
            }
        };
        if light.is_finite() { light.clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// A tone curve as tables.
#[derive(Clone, Debug)]
struct Tables {
    /// Light of every code, never falling.
    forth: Arc<Vec<f32>>,
    /// The first code of each part of the way back.
    back: Arc<Vec<u16>>,
}

/// Tone curves and primaries of R'G'B' as tables.
#[derive(Debug)]
pub(super) struct Light {
    /// Of red, green and blue.
    tables: [Tables; 3],
    /// Red, green and blue as columns of XYZ under D50.
    xyz: [[f64; 3]; 3],
}

impl Light {
    pub(super) fn new(curves: &[Curve; 3], xyz: [[f64; 3]; 3]) -> Self {
        let [red, green, blue] = curves;
        let first = Tables::of(red);
        let other = |curve: &Curve| if curve == red { first.clone() } else { Tables::of(curve) };
        let (second, third) = (other(green), other(blue));
        Self { tables: [first, second, third], xyz }
    }
}

impl Tables {
    fn of(curve: &Curve) -> Self {
        let forth = table(curve);
        let back = Arc::new(parts(&forth));
        Self { forth: Arc::new(forth), back }
    }

    fn light(&self, code: u16) -> f32 {
        self.forth.get(usize::from(code)).copied().unwrap_or_default()
    }

    /// The nearest code of a light.
    fn code(&self, light: f32) -> u16 {
        let part = (light.max(0.0).sqrt() * PARTS as f32) as usize;
        let first = usize::from(self.back.get(part).copied().unwrap_or(u16::MAX));
        let last = usize::from(self.back.get(part + 1).copied().unwrap_or(u16::MAX));
        let own = self.forth.get(first..=last).unwrap_or_default();
        let above = first + own.partition_point(|at| *at < light);
        let at = |code: usize| self.forth.get(code.min(CODES - 1)).copied().unwrap_or(1.0);
        let below = above.saturating_sub(1);
        let is_below = light - at(below) < at(above) - light || above >= CODES;
        (if is_below { below } else { above }) as u16
    }
}

/// The light of every code.
fn table(curve: &Curve) -> Vec<f32> {
    let mut most = 0.0f32;
    let light = |code: usize| curve.light(code as f64 / (CODES - 1) as f64) as f32;
    // A curve that falls somewhere has no way back: it stays level there.
    let rising = (0..CODES).map(light).map(|light| {
        most = most.max(light);
        most
    });
    rising.collect()
}

/// The first code whose light is not below the start of each part, of which there are equally many by the root of light.
fn parts(forth: &[f32]) -> Vec<u16> {
    let start = |part: usize| {
        let root = part as f32 / PARTS as f32;
        // One before it, since the start itself lies between two codes.
        forth.partition_point(|light| *light < root * root).saturating_sub(1).min(CODES - 1) as u16
    };
    (0..=PARTS).map(start).collect()
}

/// A picture of one profile in the codes of another, through light and D50: what lies outside of it is cut off.
pub(super) fn converted(rgb: &Rgb16, from: &Light, to: &Light) -> Option<Rgb16> {
    let matrix = product(&inverse(&to.xyz)?, &from.xyz).map(|row| row.map(|x| x as f32));
    let ([reds, greens, blues], [to_red, to_green, to_blue]) = (&from.tables, &to.tables);
    let [red, green, blue] = rgb;
    let (width, height) = (red.width(), red.height());
    let mut out: Rgb16 = std::array::from_fn(|_| Plane::new(width, height));
    let [r, g, b] = &mut out;
    let step = width.max(1);
    let rows = (
        r.samples_mut().par_chunks_mut(step),
        g.samples_mut().par_chunks_mut(step),
        b.samples_mut().par_chunks_mut(step),
    );
    rows.into_par_iter().enumerate().for_each(|(y, (r, g, b))| {
        let own = red.row(y).iter().zip(green.row(y)).zip(blue.row(y));
        for (((red, green), blue), ((r, g), b)) in own.zip(r.iter_mut().zip(g).zip(b)) {
            let light = [reds.light(*red), greens.light(*green), blues.light(*blue)];
            let [x, y, z] = matrix.map(|[a, b, c]| a * light[0] + b * light[1] + c * light[2]);
            (*r, *g, *b) = (to_red.code(x), to_green.code(y), to_blue.code(z));
        }
    });
    Some(out)
}

/// One matrix after the other.
fn product(one: &[[f64; 3]; 3], two: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    one.map(|row| std::array::from_fn(|c| (0..3).map(|i| row[i] * two[i][c]).sum()))
}

/// The matrix that undoes another, by its cofactors; none where nothing does.
fn inverse(m: &[[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let volume: f64 = (0..3).map(|c| m[0][c] * minor(0, c)).sum();
    // Primaries on a line have no area; those of real profiles have a tenth.
    const LEAST: f64 = 1e-9;
    (volume.abs() > LEAST).then(|| std::array::from_fn(|r| std::array::from_fn(|c| minor(c, r) / volume)))
}
