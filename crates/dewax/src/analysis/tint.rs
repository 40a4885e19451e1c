//! How the colour of the whole picture moves through a shot: from frame to frame, the second one brought into place, block by block.

use super::blocks::{BRIGHT, DARK, LEAST_BLOCKS, small};
use super::course::{SMOOTH_SIGMA_S, smoothed};
use crate::color::{ColourCourse, ColourKnot, LumaWeights, ycc_from_rgb};
use crate::kernels::middle;
use crate::px::Plane;

/// How often blocks that do not follow are given less weight before the step stands.
const ROUNDS: usize = 6;
/// Blocks farther off than this many times the median one hardly count (Cauchy's weights).
const FAR: f64 = 2.0;
/// A picture whose blocks differ by less than this in chroma over luma does not tell saturation from tint: it is taken for tint.
const LEAST_SPREAD: f64 = 0.01;
/// The halves of the picture: left, right, upper, lower.
const HALVES: usize = 4;
/// Shots shorter than this have no drift, s.
const LEAST_S: f64 = 1.0;

/// The change of the picture's colour from one frame to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Step {
    /// Chroma over luma is multiplied by 1 + this.
    gain: f64,
    /// And gets so much more (Cb, Cr).
    tint: [f64; 2],
    /// The same of the halves of the picture.
    halves: [[f64; 2]; HALVES],
}

/// A block in both frames: Cb ÷ Y' and Cr ÷ Y', how much it tells, and in which halves it lies.
struct Block {
    was: [f64; 2],
    is: [f64; 2],
    weight: f64,
    halves: [usize; 2],
}

/// The change between two frames, R'G'B' at the mask's resolution, the second one in place; none where nothing can be compared.
pub(super) fn step(before: &[Plane<f32>; 3], after: &[Plane<f32>; 3], weights: LumaWeights) -> Step {
    let [was, is] = [before, after].map(|planes| planes.each_ref().map(small));
    let (width, height) = (was[0].width(), was[0].height());
    let mut blocks = Vec::new();
    for i in 0..was[0].samples().len() {
        let [a, b] = [&was, &is].map(|p| ycc_from_rgb(weights, [0, 1, 2].map(|c| p[c].samples()[i])));
        let cut = |p: &[Plane<f32>; 3]| p.iter().any(|p| p.samples()[i] > BRIGHT);
        if a[0] < DARK || b[0] < DARK || cut(&was) || cut(&is) {
            continue;
        }
        let ratio = |c: [f32; 3]| [1, 2].map(|k| f64::from(c[k] / c[0]));
        let halves = [usize::from(2 * (i % width) >= width), 2 + usize::from(2 * (i / width) >= height)];
        blocks.push(Block { was: ratio(a), is: ratio(b), weight: f64::from(a[0] * b[0]), halves });
    }
    if blocks.len() < LEAST_BLOCKS { Step::default() } else { fitted(&blocks) }
}

/// Gain and tint by least squares, blocks that do not follow weighing less and less.
fn fitted(blocks: &[Block]) -> Step {
    let change = |b: &Block, k: usize| b.is[k] - b.was[k];
    let median = |of: &dyn Fn(&Block) -> f64| {
        middle(&mut blocks.iter().map(of).collect::<Vec<f64>>(), f64::total_cmp).unwrap_or(0.0)
    };
    let mut step = Step { tint: [0, 1].map(|k| median(&|b| change(b, k))), ..Step::default() };
    let mut weights = vec![0.0; blocks.len()];
    for _ in 0..ROUNDS {
        let off = |b: &Block| {
            let [x, y] = [0, 1].map(|k| change(b, k) - step.gain * b.was[k] - step.tint[k]);
            x.hypot(y)
        };
        let typical = FAR * median(&off) + 1e-9;
        for (weight, block) in weights.iter_mut().zip(blocks) {
            *weight = block.weight / (1.0 + (off(block) / typical).powi(2));
        }
        let all: f64 = weights.iter().sum();
        let mean = |of: &dyn Fn(&Block) -> f64| {
            weights.iter().zip(blocks).map(|(w, b)| w * of(b)).sum::<f64>() / all.max(1e-12)
        };
        let (mut spread, mut both) = (2.0 * LEAST_SPREAD * LEAST_SPREAD, 0.0);
        let centres = [0, 1].map(|k| (mean(&|b| b.was[k]), mean(&|b| change(b, k))));
        for (k, (was, by)) in centres.iter().enumerate() {
            spread += mean(&|b| (b.was[k] - was).powi(2));
            both += mean(&|b| (b.was[k] - was) * (change(b, k) - by));
        }
        step.gain = both / spread;
        step.tint = centres.map(|(was, by)| by - step.gain * was);
    }
    step.halves = std::array::from_fn(|half| {
        let own = || blocks.iter().zip(&weights).filter(|(b, _)| b.halves.contains(&half));
        let all: f64 = own().map(|(_, w)| w).sum();
        let mean = |k: usize| {
            own().map(|(b, w)| w * (change(b, k) - step.gain * b.was[k])).sum::<f64>() / all.max(1e-12)
        };
        if own().count() < LEAST_BLOCKS / 4 { step.tint } else { [mean(0), mean(1)] }
    });
    step
}

/// The smooth course of a shot's colour, from the steps between its frames; none of a shot that is too short.
pub(super) fn course(steps: &[Step], frames_per_second: f64) -> Option<ColourCourse> {
    if (steps.len() as f64) < LEAST_S * frames_per_second {
        return None;
    }
    // How the colours of the start came to where they are, step by step.
    let path = |tint: &dyn Fn(&Step) -> [f64; 2]| {
        let mut here = (1.0, [0.0; 2]);
        let mut out = vec![here];
        for step in steps {
            let own = tint(step);
            here = ((1.0 + step.gain) * here.0, [0, 1].map(|k| (1.0 + step.gain) * here.1[k] + own[k]));
            out.push(here);
        }
        out
    };
    let whole = path(&|s| s.tint);
    // What is faster is flicker, and no drift.
    let sigma = SMOOTH_SIGMA_S * frames_per_second;
    let smooth = |series: Vec<f64>| smoothed(&series, sigma);
    let gain = smooth(whole.iter().map(|p| p.0).collect());
    let [cb, cr] = [0, 1].map(|k| smooth(whole.iter().map(|p| p.1[k]).collect()));
    let start = (gain[0].max(0.1), [cb[0], cr[0]]);
    let knot = |frame: usize| {
        let gain = gain[frame] / start.0;
        let tint = [cb[frame] - gain * start.1[0], cr[frame] - gain * start.1[1]];
        ColourKnot { frame, gain: gain as f32, tint: tint.map(|v| v as f32) }
    };
    let half = ((frames_per_second / 2.0).round() as usize).max(1);
    let last = steps.len();
    let mut frames: Vec<usize> = (0..last).step_by(half).collect();
    if frames.last().is_some_and(|f| frames.len() > 1 && last - f < half.div_ceil(2)) {
        frames.pop();
    }
    frames.push(last);
    let size = |tint: &[f64; 2]| tint[0].hypot(tint[1]);
    let far = (0..=last).max_by(|a, b| size(&whole[*a].1).total_cmp(&size(&whole[*b].1))).unwrap_or(0);
    let most = size(&whole[far].1);
    let uneven = (0..HALVES).map(|half| {
        let own = path(&|s| s.halves[half])[far].1;
        size(&[0, 1].map(|k| own[k] - whole[far].1[k])) / most.max(1e-6)
    });
    Some(ColourCourse {
        knots: frames.into_iter().map(knot).collect(),
        uneven: uneven.fold(0.0, f64::max) as f32,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Matrix, rgb_from_ycc};

    const FRAMES: usize = 48;
    const WEIGHTS: fn() -> LumaWeights = || LumaWeights::of(Matrix::Bt709);

    /// A picture of many colours, of which a guest covers more and more; `colour` says what a colour is at a place (0..=1).
    fn drawn(guest: usize, colour: impl Fn([f32; 3], f32) -> [f32; 3]) -> [Plane<f32>; 3] {
        let at = |x: usize, y: usize| {
            let (u, v) = (x / 20, y / 20);
            let own = [
                0.3 + 0.05 * ((u + 2 * v) % 7) as f32,
                -0.08 + 0.02 * (u % 6) as f32,
                -0.05 + 0.03 * (v % 5) as f32,
            ];
            let own = if x < guest { [0.5, 0.1, -0.1] } else { own };
            rgb_from_ycc(WEIGHTS(), colour(own, x as f32 / 160.0))
        };
        [0, 1, 2].map(|c| Plane::from_fn(160, 120, |x, y| at(x, y)[c]))
    }

    fn course_of(colour: impl Fn([f32; 3], f32, f32) -> [f32; 3]) -> ColourCourse {
        let frame = |t: usize| drawn(t, |c, x| colour(c, x, t as f32 / (FRAMES - 1) as f32));
        let frames: Vec<_> = (0..FRAMES).map(frame).collect();
        let steps: Vec<Step> = frames.windows(2).map(|w| step(&w[0], &w[1], WEIGHTS())).collect();
        course(&steps, 24.0).unwrap()
    }

    #[test]
    fn a_drift_is_told_from_what_enters_and_from_brightness() {
        let (gain, tint) = (1.15, [-0.06, 0.05]);
        let told = course_of(|[y, b, r], _, t| {
            let dim = 1.0 - 0.2 * t;
            let chroma = |v: f32, k: usize| dim * ((1.0 + (gain - 1.0) * t) * v + t * tint[k] * y);
            [dim * y, chroma(b, 0), chroma(r, 1)]
        });
        assert!(told.is_sane(FRAMES) && told.knots.len() == 5, "{told:?}");
        let end = told.knots[told.knots.len() - 1];
        assert!((end.gain - gain).abs() < 0.02, "{end:?}");
        assert!(end.tint.iter().zip(tint).all(|(a, b)| (a - b).abs() < 0.004), "{end:?}");
        assert!(told.uneven < 0.1, "{}", told.uneven);
    }

    #[test]
    fn a_lamp_at_one_side_is_uneven() {
        let told = course_of(|[y, b, r], x, t| {
            let lit = 0.12 * t * x * x;
            [y, b - lit * y, r + lit * y]
        });
        assert!(told.uneven > 0.5, "{}", told.uneven);
    }

    #[test]
    fn short_shots_have_no_course() {
        assert_eq!(course(&[Step::default(); 20], 24.0), None);
    }
}
