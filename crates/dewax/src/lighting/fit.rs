//! One distant lamp and light from everywhere, fitted to how bright the points of a face are.

use super::{dot, unit};
use crate::color::math::{log2, sin_cos_deg};

/// A point that differs by more than this from what the lamp gives it, as a share of the light, counts ever less: it lies in the shadow of the
/// nose, is bearded, or shines. Of 0.12, 0.2, 0.35 and 1 this gave the least error on faces relit by known lamps: less mistakes the shading
/// itself for spots.
const APART: f32 = 0.35;
/// Directions are tried this far apart at first, then at halves of it, degrees.
const STEP_DEG: f64 = 12.0;
const HALVINGS: usize = 3;
/// A lamp farther behind a face than this lights nothing that the camera sees, degrees from the camera's axis.
const FARTHEST_DEG: f64 = 132.0;
/// What fills shadows is at least this share of the whole: 5 stops.
const LEAST_FILL: f32 = 0.03;
/// Rounds in which points that do not fit lose their weight.
const ROUNDS: usize = 3;

/// A point of skin in a frame.
pub(super) struct Lit {
    /// How it is turned.
    pub(super) normal: [f32; 3],
    /// How much light comes from it; as a share of the face's mean once it is fitted.
    pub(super) light: f32,
    /// Which of the frames that were looked at.
    pub(super) frame: usize,
}

/// A lamp.
pub(super) struct Lamp {
    pub(super) from: [f32; 3],
    pub(super) key_fill_stops: f32,
    pub(super) explained: f32,
}

/// What is left of the shading of a face lit from one direction.
struct Try {
    from: [f32; 3],
    fill: f32,
    key: f32,
    misfit: f32,
}

impl Try {
    /// The better one.
    fn or(self, other: Self) -> Self {
        if other.misfit < self.misfit { other } else { self }
    }
}

/// The lamp that explains the points best. Frames of different exposure count alike. `None` of a black face.
pub(super) fn fitted(lit: &mut [Lit], frames: usize) -> Option<Lamp> {
    for frame in 0..frames {
        let own = || lit.iter().filter(|l| l.frame == frame);
        let (sum, count) = own().fold((0.0f32, 0), |(s, n), l| (s + l.light, n + 1));
        if count > 0 && sum <= 0.0 {
            return None;
        }
        let mean = sum / count.max(1) as f32;
        lit.iter_mut().filter(|l| l.frame == frame).for_each(|l| l.light /= mean);
    }
    let mut best = lit_from([0.0, 0.0, 1.0], lit);
    let rings = (FARTHEST_DEG / STEP_DEG) as usize;
    for ring in 1..=rings {
        let (sin, cos) = sin_cos_deg(ring as f64 * STEP_DEG);
        // As many around as they are apart from ring to ring.
        let around = ((360.0 / STEP_DEG * sin).ceil() as usize).max(1);
        for k in 0..around {
            let (up, right) = sin_cos_deg(360.0 * k as f64 / around as f64);
            best = best.or(lit_from([sin * right, sin * up, cos].map(|v| v as f32), lit));
        }
    }
    let mut step_deg = STEP_DEG;
    for _ in 0..HALVINGS {
        step_deg /= 2.0;
        let (sin, _) = sin_cos_deg(step_deg);
        let here = best.from;
        // Two directions across it.
        let other = if here[0].abs() < 0.7 { [1.0, 0.0, 0.0] } else { [0.0, 1.0, 0.0] };
        let along = dot(other, here);
        let one = unit(std::array::from_fn(|i| other[i] - along * here[i]))?;
        let two = [
            here[1] * one[2] - here[2] * one[1],
            here[2] * one[0] - here[0] * one[2],
            here[0] * one[1] - here[1] * one[0],
        ];
        for (a, b) in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)] {
            let (a, b) = (a as f32 * sin as f32, b as f32 * sin as f32);
            if let Some(from) = unit(std::array::from_fn(|i| here[i] + a * one[i] + b * two[i])) {
                best = best.or(lit_from(from, lit));
            }
        }
    }
    let even = even(lit);
    let fill = best.fill.max(LEAST_FILL * (best.fill + best.key));
    Some(Lamp {
        from: best.from,
        key_fill_stops: log2(f64::from((fill + best.key) / fill)) as f32,
        explained: (1.0 - best.misfit / even.max(1e-9)).clamp(0.0, 1.0),
    })
}

/// How much a difference of light counts: as its square where it is small, as a constant beyond [`APART`] (Geman and McClure).
fn cost(off: f32) -> f32 {
    let square = off * off;
    square / (1.0 + square / (APART * APART))
}

/// The weight with which least squares see the same.
fn weight(off: f32) -> f32 {
    let one = 1.0 + off * off / (APART * APART);
    1.0 / (one * one)
}

/// The misfit of even light.
fn even(lit: &[Lit]) -> f32 {
    let mut mean = 1.0f32;
    for _ in 0..ROUNDS {
        let (sum, total) = lit.iter().fold((0.0f32, 1e-9f32), |(s, t), l| {
            let w = weight(l.light - mean);
            (s + w * l.light, t + w)
        });
        mean = sum / total;
    }
    lit.iter().map(|l| cost(l.light - mean)).sum()
}

/// Key and fill of a lamp in one direction: least squares, a few rounds without what does not fit; neither is negative.
fn lit_from(from: [f32; 3], lit: &[Lit]) -> Try {
    let (mut fill, mut key) = (1.0f32, 0.0f32);
    for round in 0..=ROUNDS {
        let mut sums = [0.0f32; 5];
        for l in lit {
            let reach = dot(l.normal, from).max(0.0);
            // At first all count.
            let w = if round == 0 { 1.0 } else { weight(l.light - fill - key * reach) };
            let terms = [1.0, reach, reach * reach, l.light, reach * l.light];
            sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += w * term);
        }
        let [n, r, rr, y, ry] = sums;
        let det = n * rr - r * r;
        (fill, key) =
            if det > 1e-6 * n * n { ((rr * y - r * ry) / det, (n * ry - r * y) / det) } else { (y / n, 0.0) };
        if key < 0.0 {
            (fill, key) = (y / n.max(1e-9), 0.0);
        } else if fill < 0.0 {
            (fill, key) = (0.0, ry / rr.max(1e-9));
        }
    }
    let misfit = lit.iter().map(|l| cost(l.light - fill - key * dot(l.normal, from).max(0.0))).sum();
    Try { from, fill, key, misfit }
}
