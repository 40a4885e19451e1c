//! The CDL that takes colours to others, as near as ten numbers can and as little as they must: least squares with a prior.

use crate::color::math::{exp, ln};
use crate::color::{Cdl, Oklab, oklab_from_rgb};

/// Slope, offset and power of red, green and blue, and saturation.
const NUMBERS: usize = 10;
type Numbers = [f64; NUMBERS];

/// How far a grade between two shots of a scene usually goes from none (standard deviation): logarithm of slope, offset, logarithm of
/// power, saturation. Directions that the skin does not span stay where they are.
const USUAL: [f64; 4] = [0.25, 0.06, 0.2, 0.3];
/// How far a patch may lie from where the grade puts it, Oklab: about one CIEDE2000.
const NOISE: f64 = 0.01;
/// Neighbouring patches say nearly the same: so many of them count as one.
const ALIKE: f64 = 6.0;
/// Steps of the search; each is damped, and six are enough from none.
const ROUNDS: usize = 12;
/// How far a number is moved to see what it does.
const STEP: f64 = 1e-3;
/// Bounds of the numbers: a CDL beyond them is no balance. One stop and a half on a BT.1886 display is a slope of 1.54.
const MOST_SLOPE: f64 = 2.0;
const MOST_OFFSET: f64 = 0.25;
const MOST_POWER: f64 = 2.0;
const SATURATION: (f64, f64) = (0.3, 2.5);

/// A colour, what is to become of it, and how much it counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) rgb: [f32; 3],
    pub(super) to: Oklab,
    pub(super) weight: f64,
}

fn bounded(numbers: Numbers) -> Numbers {
    std::array::from_fn(|i| match i {
        0..3 => numbers[i].clamp(-ln(MOST_SLOPE), ln(MOST_SLOPE)),
        3..6 => numbers[i].clamp(-MOST_OFFSET, MOST_OFFSET),
        6..9 => numbers[i].clamp(-ln(MOST_POWER), ln(MOST_POWER)),
        _ => numbers[i].clamp(SATURATION.0 - 1.0, SATURATION.1 - 1.0),
    })
}

fn cdl(numbers: &Numbers) -> Cdl {
    let three = |from: usize, of: fn(f64) -> f64| std::array::from_fn(|c| of(numbers[from + c]) as f32);
    Cdl {
        slope: three(0, exp),
        offset: three(3, |v| v),
        power: three(6, exp),
        saturation: (1.0 + numbers[9]) as f32,
    }
}

/// The CDL that takes the colours nearest to what is wanted of them. `whole` weights are believed as far as they add up.
pub(super) fn fitted(wanted: &[Wanted]) -> Cdl {
    let mut numbers = [0.0; NUMBERS];
    let usual: Numbers = std::array::from_fn(|i| USUAL[i / 3]);
    for _ in 0..ROUNDS {
        let grade = cdl(&numbers);
        let moved: [Cdl; NUMBERS] = std::array::from_fn(|i| {
            let mut near = numbers;
            near[i] += STEP;
            cdl(&near)
        });
        let mut normal = [[0.0; NUMBERS]; NUMBERS];
        let mut right = [0.0; NUMBERS];
        for want in wanted {
            let is = oklab_from_rgb(grade.graded(want.rgb));
            let miss: [f64; 3] = std::array::from_fn(|k| want.to[k] - is[k]);
            let far = miss.iter().map(|v| v * v).sum::<f64>().sqrt() / (3.0 * NOISE);
            // Patches that no grade takes there, as under another light, count less and less (Cauchy).
            let weight = want.weight / ALIKE / (NOISE * NOISE) / (1.0 + far * far);
            let slopes: [[f64; 3]; NUMBERS] = std::array::from_fn(|i| {
                let there = oklab_from_rgb(moved[i].graded(want.rgb));
                std::array::from_fn(|k| (there[k] - is[k]) / STEP)
            });
            for i in 0..NUMBERS {
                right[i] += weight * (0..3).map(|k| slopes[i][k] * miss[k]).sum::<f64>();
                for j in 0..NUMBERS {
                    normal[i][j] += weight * (0..3).map(|k| slopes[i][k] * slopes[j][k]).sum::<f64>();
                }
            }
        }
        for i in 0..NUMBERS {
            normal[i][i] += 1.0 / (usual[i] * usual[i]);
            right[i] -= numbers[i] / (usual[i] * usual[i]);
        }
        let step = solved(normal, right);
        numbers = bounded(std::array::from_fn(|i| numbers[i] + step[i]));
        if step.iter().all(|s| s.abs() < 1e-5) {
            break;
        }
    }
    cdl(&numbers)
}

/// The solution of a positive definite system (Cholesky); the prior on its diagonal keeps it so.
fn solved(mut a: [[f64; NUMBERS]; NUMBERS], mut b: Numbers) -> Numbers {
    for i in 0..NUMBERS {
        for j in 0..=i {
            let sum: f64 = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            a[i][j] = if i == j { sum.max(1e-12).sqrt() } else { sum / a[j][j] };
        }
    }
    for i in 0..NUMBERS {
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..NUMBERS).rev() {
        b[i] = (b[i] - (i + 1..NUMBERS).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_grade_is_found_where_colours_span_it() {
        let grade = Cdl {
            slope: [1.12, 1.0, 0.93],
            offset: [0.02, -0.01, 0.03],
            power: [1.1, 0.95, 1.0],
            saturation: 0.8,
        };
        let mut wanted = Vec::new();
        for i in 0..200 {
            let light = 0.25 + 0.5 * (i % 20) as f32 / 19.0;
            let red = 0.02 * (i / 20) as f32;
            let rgb = [light + 0.1 + red, light - 0.04, light - 0.12 - red / 2.0];
            wanted.push(Wanted { rgb, to: oklab_from_rgb(grade.graded(rgb)), weight: 1.0 });
        }
        let found = fitted(&wanted);
        let miss = |w: &Wanted| {
            let is = oklab_from_rgb(found.graded(w.rgb));
            (0..3).map(|k| (is[k] - w.to[k]).powi(2)).sum::<f64>().sqrt()
        };
        assert!(wanted.iter().all(|w| miss(w) < 0.002), "{found:?}");
    }

    #[test]
    fn nothing_wanted_is_nothing_done() {
        assert!(fitted(&[]).is_neutral());
        let same: Vec<Wanted> = [[0.6, 0.45, 0.4], [0.3, 0.2, 0.18]]
            .map(|rgb| Wanted { rgb, to: oklab_from_rgb(rgb), weight: 1.0 })
            .to_vec();
        assert!(fitted(&same).is_neutral());
    }
}
