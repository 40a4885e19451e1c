//! The CDL that takes colours to others, as near as ten numbers can and as little as they must: least squares with a prior.

use super::math::{exp, ln};
use super::{Cdl, Cube, Oklab, oklab_seen};

/// Slope, offset and power of red, green and blue, and saturation.
const NUMBERS: usize = 10;
type Numbers = [f64; NUMBERS];

/// What is known of a grade before it is sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// How far it usually goes from none (standard deviation): logarithm of slope, offset, logarithm of power, saturation. Directions
    /// that the colours do not span stay where they are.
    pub usual: [f64; 4],
    /// How far a colour may lie from where the grade puts it, Oklab.
    pub noise: f64,
    /// Neighbouring colours say nearly the same: so many of them count as one.
    pub alike: f64,
    /// How much a miss of lightness counts beside one of colour.
    pub lightness: f64,
    /// Whether rare tones count for more: shadows and highlights beside the mids.
    pub by_tone: bool,
    /// Whether greys are held, which the grade has no reason to move farther than the colours.
    pub holds_greys: bool,
}

/// Steps of lightness between the darkest and the brightest patch in which it is counted how much skin there is: enough to tell shadows,
/// mids and highlights apart, and wide enough for some patches in each.
const TONE_STEPS: usize = 9;
/// A patch counts by the root of how rare its tone is, and at most so many times: most of a face is of its middle tones, and where they alone
/// decide, the lift is wrong. Counted alike, shadows come out 1.30 off instead of 1.10, and the skin 1.26 instead of 1.17 (framed otherwise).
const RARER: f64 = 4.0;
/// Steps of the search at most; it ends earlier where a step changes next to nothing.
const ROUNDS: usize = 20;
/// How far a number is moved to see what it does.
const STEP: f64 = 1e-3;
/// Bounds of the numbers: a CDL beyond them is no balance. One stop and a half on a BT.1886 display is a slope of 1.54.
const MOST_SLOPE: f64 = 2.0;
const MOST_OFFSET: f64 = 0.25;
const MOST_POWER: f64 = 2.0;
const SATURATION: (f64, f64) = (0.3, 2.5);

/// A colour, what is to become of it, and how much it counts.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Red, green and blue, code values 0..=1.
    pub rgb: [f32; 3],
    /// What is to become of it.
    pub to: Oklab,
    /// How much it counts.
    pub weight: f64,
}

/// Whether a grade could have been fitted: within the bounds, but for how files round.
pub(super) fn is_balance(grade: &Cdl) -> bool {
    let rounded = 1e-4;
    let within =
        |v: f32, (least, most): (f64, f64)| (least - rounded..=most + rounded).contains(&f64::from(v));
    grade.slope.iter().all(|v| within(*v, (1.0 / MOST_SLOPE, MOST_SLOPE)))
        && grade.offset.iter().all(|v| within(*v, (-MOST_OFFSET, MOST_OFFSET)))
        && grade.power.iter().all(|v| within(*v, (1.0 / MOST_POWER, MOST_POWER)))
        && within(grade.saturation, SATURATION)
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

/// Greys that a grade has no reason to move farther than the skin: without them, the whites behind a dark face take the colour that the fit
/// gives to what the face does not span.
const GREYS: [f32; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];
/// What they are held to at least, Oklab.
const LEAST_HOLD: f64 = 0.002;
/// Fits with them: the second knows how far the first moved the skin.
const HELD_FITS: usize = 2;

/// The CDL that takes the colours nearest to what is wanted of them, as they are seen `through` a table where one is given.
///
/// Where greys are held, the walls behind a dark face keep a colour that its skin never asked to change.
pub fn fitted(wanted: &[Wanted], expected: &Expected, through: Option<&Cube>) -> Cdl {
    let by_tones = expected.by_tone.then(|| by_tone(wanted));
    let wanted = by_tones.as_deref().unwrap_or(wanted);
    let mut numbers = found(wanted, expected, None, through);
    if !expected.holds_greys {
        return cdl(&numbers);
    }
    for _ in 0..HELD_FITS {
        let grade = cdl(&numbers);
        let whole: f64 = wanted.iter().map(|w| w.weight).sum::<f64>().max(1e-9);
        let moved = |w: &Wanted| {
            w.weight * length(&miss(oklab_seen(grade.graded(w.rgb), through), oklab_seen(w.rgb, through)))
        };
        let far = wanted.iter().map(moved).sum::<f64>() / whole;
        numbers = found(wanted, expected, Some(far.max(LEAST_HOLD)), through);
    }
    cdl(&numbers)
}

/// The same, with tones that are rare counting for more: shadows and highlights beside the mids.
fn by_tone(wanted: &[Wanted]) -> Vec<Wanted> {
    let lightness = |w: &Wanted| w.to[0];
    let (low, high) =
        wanted.iter().map(lightness).fold((f64::MAX, f64::MIN), |(low, high), l| (low.min(l), high.max(l)));
    let step = |w: &Wanted| {
        (((lightness(w) - low) / (high - low).max(1e-9) * TONE_STEPS as f64) as usize).min(TONE_STEPS - 1)
    };
    let mut there = [0.0; TONE_STEPS];
    wanted.iter().for_each(|w| there[step(w)] += w.weight);
    let whole: f64 = there.iter().sum();
    let counts = |w: &Wanted| {
        let rare = whole / TONE_STEPS as f64 / there[step(w)].max(1e-9);
        w.weight * rare.sqrt().min(RARER)
    };
    let now: f64 = wanted.iter().map(counts).sum();
    // What all of it says together stays as much.
    wanted.iter().map(|w| Wanted { weight: counts(w) * whole / now.max(1e-9), ..*w }).collect()
}

fn miss(to: Oklab, is: Oklab) -> Oklab {
    std::array::from_fn(|k| to[k] - is[k])
}

fn length(miss: &Oklab) -> f64 {
    miss.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// The equations of one step.
struct Equations<'a> {
    grade: Cdl,
    /// What colours are seen through.
    through: Option<&'a Cube>,
    lightness: f64,
    moved: [Cdl; NUMBERS],
    normal: [[f64; NUMBERS]; NUMBERS],
    right: Numbers,
}

impl<'a> Equations<'a> {
    /// Around these numbers, which are unlikely the farther they are from none.
    fn at(numbers: Numbers, expected: &Expected, through: Option<&'a Cube>) -> Self {
        let moved = std::array::from_fn(|i| {
            let mut near = numbers;
            near[i] += STEP;
            cdl(&near)
        });
        let mut normal = [[0.0; NUMBERS]; NUMBERS];
        let mut right = [0.0; NUMBERS];
        for i in 0..NUMBERS {
            let usual = expected.usual[i / 3];
            normal[i][i] = 1.0 / (usual * usual);
            right[i] = -numbers[i] / (usual * usual);
        }
        Self { grade: cdl(&numbers), through, lightness: expected.lightness, moved, normal, right }
    }

    /// Where a colour is now.
    fn reached(&self, rgb: [f32; 3]) -> Oklab {
        oklab_seen(self.grade.graded(rgb), self.through)
    }

    /// That a colour is to go somewhere.
    fn want(&mut self, rgb: [f32; 3], to: Oklab, weight: f64) {
        let is = self.reached(rgb);
        let off = miss(to, is);
        let slopes: [Oklab; NUMBERS] = std::array::from_fn(|i| {
            miss(oklab_seen(self.moved[i].graded(rgb), self.through), is).map(|v| v / STEP)
        });
        let lightness = self.lightness;
        let along = |a: &Oklab, b: &Oklab| lightness * a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        for i in 0..NUMBERS {
            self.right[i] += weight * along(&slopes[i], &off);
            for j in 0..NUMBERS {
                self.normal[i][j] += weight * along(&slopes[i], &slopes[j]);
            }
        }
    }
}

/// The numbers of the CDL; greys are held to where they are within `hold` (Oklab), where one is given.
fn found(wanted: &[Wanted], expected: &Expected, hold: Option<f64>, through: Option<&Cube>) -> Numbers {
    let Expected { noise, alike, .. } = *expected;
    let mut numbers = [0.0; NUMBERS];
    for _ in 0..ROUNDS {
        let mut equations = Equations::at(numbers, expected, through);
        let misses: Vec<f64> = wanted.iter().map(|w| length(&miss(w.to, equations.reached(w.rgb)))).collect();
        let usual_miss = median(misses.clone()).max(2.0 * noise) / 2.0;
        for (want, off) in wanted.iter().zip(misses) {
            let far = off / usual_miss;
            // Patches that no grade takes there, as where light or face moved, count less and less: Cauchy's weights at half the median
            // miss. Without them shots of one clip come out 10 to 30 % farther from what they were.
            let weight = want.weight / alike / (noise * noise) / (1.0 + far * far);
            equations.want(want.rgb, want.to, weight);
        }
        if let Some(hold) = hold {
            GREYS
                .map(|v| [v; 3])
                .into_iter()
                .for_each(|rgb| equations.want(rgb, oklab_seen(rgb, through), 1.0 / (hold * hold)));
        }
        let step = solved(equations.normal, equations.right);
        numbers = bounded(std::array::from_fn(|i| numbers[i] + step[i]));
        if step.iter().all(|s| s.abs() < 1e-4) {
            break;
        }
    }
    numbers
}

fn median(mut values: Vec<f64>) -> f64 {
    let at = values.len() / 2;
    if values.is_empty() { 0.0 } else { *values.select_nth_unstable_by(at, f64::total_cmp).1 }
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
    use crate::color::oklab_from_rgb;

    const EXPECTED: Expected = Expected {
        usual: [0.25, 0.06, 0.2, 0.3],
        noise: 0.01,
        alike: 6.0,
        lightness: 1.0,
        by_tone: true,
        holds_greys: true,
    };

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
        let found = fitted(&wanted, &EXPECTED, None);
        let miss = |w: &Wanted| {
            let is = oklab_from_rgb(found.graded(w.rgb));
            (0..3).map(|k| (is[k] - w.to[k]).powi(2)).sum::<f64>().sqrt()
        };
        assert!(wanted.iter().all(|w| miss(w) < 0.002), "{found:?}");
    }

    #[test]
    fn nothing_wanted_is_nothing_done() {
        assert!(fitted(&[], &EXPECTED, None).is_neutral());
        let same: Vec<Wanted> = [[0.6, 0.45, 0.4], [0.3, 0.2, 0.18]]
            .map(|rgb| Wanted { rgb, to: oklab_from_rgb(rgb), weight: 1.0 })
            .to_vec();
        assert!(fitted(&same, &EXPECTED, None).is_neutral());
    }
}
