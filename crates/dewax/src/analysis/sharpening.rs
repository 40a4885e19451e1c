//! How a shot was sharpened: the unsharp mask that makes its contours out of plain steps.
//!
//! Whatever blurred a contour before and after it was sharpened (lens, scaler, the mean over rows that lean) changes places with the
//! sharpening: a contour is a step under some blur of its own, sharpened. So contours are sorted by width and laid over each
//! other. Two questions are answered apart, because the shape of a contour hardly tells a small radius with a large amount from a
//! large one with a small one. *Radius*: one mask for all and one blur per width that explain the contours best, the usual
//! radius unless another one is clearly better, or the usual one asks for an amount that nobody sets. *Amount*: the least that
//! leaves no overshoot when it is taken back, which makes up for a wrong radius: taken back at 0.7 to 1.4 times the true one
//! it leaves 10 to 25 % of what was done.
//! The amount of the best explanation was tried: it was up to a third too large, and contours got too wide. So was the median over
//! single contours: soft ones, which hardly overshoot, decide it, and it was too small.

use crate::color::math::log2;
use crate::facts::{Glimpse, Sharpening};
use crate::kernels::edges::HalfProfile;
use crate::kernels::unsharp::rise;
use crate::kernels::{blur, middle};

/// Contours that are kept of a shot, at most: more tell no more.
const MOST_CONTOURS: usize = 6000;
/// Fewer contours tell nothing.
const LEAST_CONTOURS: usize = 40;
/// Upper ends of the classes of contours, by their width from 10 to 90 %, px.
const WIDTHS_PX: [f32; 5] = [1.5, 1.9, 2.4, 3.1, 4.5];
/// A class with fewer contours is left out.
const LEAST_OF_CLASS: usize = 12;
/// Bins of half a pixel: the surface is told by what lies beyond.
const BINS: usize = 16;
const BINS_PER_PX: f32 = 2.0;
/// Fewer samples in a bin have no middle.
const LEAST_OF_BIN: usize = 8;
/// The sigmas of the blur that was sharpened against which are tried, px: windows of 3 to 13 px, and a little beyond.
const RADII_PX: [f64; 12] = [0.55, 0.7, 0.85, 1.0, 1.15, 1.3, 1.45, 1.6, 1.8, 2.0, 2.3, 2.6];
/// Amounts that are tried: so many, so far apart.
const AMOUNTS: usize = 81;
const AMOUNT_STEP: f64 = 0.05;
/// Blurs that a contour may have of its own: so many, from the first on, so far apart, px.
const BLURS: usize = 49;
const BLUR_FROM_PX: f64 = 0.25;
const BLUR_STEP_PX: f64 = 0.04;
/// A radius away from that of the commonest mask (a window of 5 px) must explain contours this much better, as a share of what
/// is unexplained, per octave. Without it, camera clips sharpened by a window of 5 px were taken for one of 3 px.
const USUAL_RADIUS_PX: f64 = 1.0;
const UNUSUAL: f64 = 1.0;
/// Overshoot that may stay when the mask is taken back, as a share of the step: less cannot be told from unevenness.
const MAY_STAY: f64 = 0.0015;
/// A frame with fewer contours does not tell how much they overshoot.
const LEAST_EDGES: usize = 12;
/// Halvings of the range in which the amount lies.
const HALVINGS: usize = 12;
const MOST_AMOUNT: f64 = 4.0;
/// A profile across a contour on a fine grid: steps per pixel, and pixels on each side.
const STEPS_PER_PX: usize = 4;
const SIDE_PX: usize = 12;
/// Where overshoot is sought, px from the middle.
const BESIDE_PX: [f64; 2] = [1.0, 5.0];
/// Rounds of taking a mask back.
const ROUNDS: usize = 12;

// What a mask must be to be believed. Measured on the 8 camera clips of the bench as they are and sharpened by 0.8-2.0
// (`unsharp=5:5`), and on 15 generated clips and 22 stills that were not sharpened: below these limits no clip that was not
// sharpened has a mask, and what sharpened ones become is at most 1.1 times as wide as it was.
/// The two halves of the contours, in the order in which they were seen, differ by at most this share: sharpened clips up to 0.17;
/// a camera clip that was not (0.49 and 2.08) and a generated one that was not, by more or have no mask in one half.
const HALVES_AGREE: f32 = 0.2;
/// Every other contour beside the rest: both halves show the same frames, so that only chance tells them apart, which is more
/// among few contours (0.33 among 160 of a sharpened clip).
const OTHERS_AGREE: f32 = 0.35;
/// No larger amount is believed: a soft clip that overshoots by itself was read as 3.06, which took it from 3.2 to 4.8 px.
const MOST_BELIEVED: f64 = 2.75;
/// Contours tell the radius where the narrowest and the widest mask leave so many times as much unexplained as the best one, RMS: six of nine
/// sharpened camera clips 1.15-1.84 (the others, 1.00-1.08, are judged as those that do not tell); nine as they came 1.00-1.03, among
/// them one whose camera sharpens; six generated ones 1.00 and 1.18, of which the amount is not believed. Then frames may show
/// contours that differ more (0.30 where a scene changes), and where the usual radius asks for an amount that is not believed, the
/// one that was told is taken.
const TOLD: f64 = 1.1;
/// Without its mask a contour is no wider than this, px: lenses leave 0.8-3.3, and what is wider than a contour may be to count as
/// one was not sharpened.
const WIDEST_PLAIN_PX: f64 = 4.0;
/// Unexplained at most, percent of the step: sharpened camera clips 0.7-3.2; contours that were cut out and pasted (0.8 px
/// wide), of which a mask made twice as wide ones, 3.8-5.5.
const MOST_MISFIT_PERCENT: f32 = 3.5;

/// The contours of a shot.
#[derive(Debug, Default)]
pub(super) struct Contours {
    seen: Vec<HalfProfile>,
}

/// Contours of like width, laid over each other.
#[derive(Debug)]
struct Class {
    /// Distance from the middle in px, value as a share of the step, weight.
    bins: Vec<[f64; 3]>,
    contours: usize,
}

impl Contours {
    /// Takes those of the next frame.
    pub(super) fn push(&mut self, contours: Vec<HalfProfile>) {
        let room = MOST_CONTOURS.saturating_sub(self.seen.len());
        self.seen.extend(contours.into_iter().take(room));
    }

    /// The mask that explains them; none where too few tell, none is needed, or it is not sure to be one.
    pub(super) fn sharpening(&self, glimpses: &[Glimpse]) -> Option<Sharpening> {
        let all: Vec<&HalfProfile> = self.seen.iter().collect();
        let found = Fit::of(&all)?;
        // Contours that tell the radius are held against each other under that one: two radii would be told apart first.
        let radius_px = (found.told >= TOLD).then_some(found.radius_px);
        let agree = |one: Vec<&HalfProfile>, other: Vec<&HalfProfile>, most: f32| {
            let of = |part: &[&HalfProfile]| Fit::under(part, radius_px);
            let strength = |fit: &Fit| fit.amount * fit.radius_px.powi(2);
            of(&one).zip(of(&other)).is_some_and(|(a, b)| {
                let (a_tells, b_tells) = (a.explains(&b.classes), b.explains(&a.classes));
                let (a, b) = (strength(&a), strength(&b));
                (a - b).abs() <= f64::from(most) * a.max(b) && (radius_px.is_none() || (a_tells && b_tells))
            })
        };
        let (early, late) = all.split_at(all.len() / 2);
        let every_other = |first: usize| all.iter().skip(first).step_by(2).copied().collect();
        let halves_agree = if radius_px.is_some() { OTHERS_AGREE } else { HALVES_AGREE };
        let is_sure = found.misfit_percent <= MOST_MISFIT_PERCENT
            && found.amount <= MOST_BELIEVED
            && found.plain_px <= WIDEST_PLAIN_PX
            && agree(early.to_vec(), late.to_vec(), halves_agree)
            && agree(every_other(0), every_other(1), OTHERS_AGREE);
        if !is_sure {
            return None;
        }
        Some(Sharpening {
            amount: found.amount as f32,
            radius_px: found.radius_px as f32,
            overshoot_percent: overshoot_percent(glimpses)?,
            misfit_percent: found.misfit_percent,
            contours: found.contours,
        })
    }
}

/// The mask that explains some contours best.
struct Fit {
    amount: f64,
    radius_px: f64,
    misfit_percent: f32,
    /// How wide the contours are without it, from 10 to 90 %.
    plain_px: f64,
    contours: usize,
    /// How many times as much the worse end of the radii leaves unexplained as the best radius.
    told: f64,
    classes: Vec<Class>,
}

impl Fit {
    /// None where too few tell, or none is needed.
    fn of(seen: &[&HalfProfile]) -> Option<Self> {
        Self::under(seen, None)
    }

    /// The same, where the radius is known.
    fn under(seen: &[&HalfProfile], radius_px: Option<f64>) -> Option<Self> {
        let mut low = 0.0;
        let classes: Vec<Class> = WIDTHS_PX
            .into_iter()
            .filter_map(|high| {
                let within = std::mem::replace(&mut low, high)..high;
                let own: Vec<&HalfProfile> =
                    seen.iter().copied().filter(|c| within.contains(&c.width_px)).collect();
                (own.len() >= LEAST_OF_CLASS).then(|| Class::of(&own))
            })
            .collect();
        let contours: usize = classes.iter().map(|c| c.contours).sum();
        if contours < LEAST_CONTOURS {
            return None;
        }
        let profiles: Vec<(f64, Vec<f64>)> =
            classes.iter().map(|c| (c.contours as f64 / contours as f64, c.profile())).collect();
        let (usual_px, best_px, told) = radius_px.map_or_else(|| radii_of(&classes), |r| (r, r, 1.0));
        let (mut radius_px, mut amount) = (usual_px, amount_of(&profiles, usual_px)?);
        if amount > MOST_BELIEVED && told >= TOLD {
            (radius_px, amount) = (best_px, amount_of(&profiles, best_px)?);
        }
        let misfits = classes.iter().map(|c| c.contours as f64 * c.misfit(radius_px, amount));
        let widths = profiles.iter().map(|(share, p)| share * width_px(&taken_back(p, amount, radius_px)));
        Some(Self {
            amount,
            radius_px,
            misfit_percent: 100.0 * (misfits.sum::<f64>() / contours as f64).sqrt() as f32,
            plain_px: widths.sum(),
            contours,
            told,
            classes,
        })
    }

    /// Whether it explains contours from which it was not made better than none does.
    fn explains(&self, others: &[Class]) -> bool {
        let left = |amount: f64| -> f64 {
            others.iter().map(|c| c.contours as f64 * c.misfit(self.radius_px, amount)).sum()
        };
        left(self.amount) < left(0.0)
    }
}

/// How far contours overshoot in the middle frame, in percent of their step; none where no frame tells.
pub(super) fn overshoot_percent(glimpses: &[Glimpse]) -> Option<f32> {
    let mut told: Vec<f32> =
        glimpses.iter().filter(|g| g.edges >= LEAST_EDGES).map(|g| g.overshoot_percent).collect();
    middle(&mut told, f32::total_cmp)
}

/// The radius of the mask that explains the classes best: the usual one unless another is clearly better, and whichever it is; and how
/// surely they tell it.
fn radii_of(classes: &[Class]) -> (f64, f64, f64) {
    let left = RADII_PX.map(|radius_px| (least_misfit(classes, radius_px), radius_px));
    let least = |cost: &dyn Fn(f64, f64) -> f64| {
        let costs = left.iter().map(|&(misfit, radius_px)| (cost(misfit, radius_px), radius_px));
        costs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, USUAL_RADIUS_PX))
    };
    let usual =
        least(&|misfit, radius_px| misfit * (1.0 + UNUSUAL * log2(radius_px / USUAL_RADIUS_PX).abs()));
    let best = least(&|misfit, _| misfit);
    let ends = left[0].0.min(left[left.len() - 1].0);
    (usual.1, best.1, (ends / best.0.max(1e-12)).sqrt())
}

/// The least amount that leaves no overshoot when it is taken back; none when there is none.
fn amount_of(profiles: &[(f64, Vec<f64>)], radius_px: f64) -> Option<f64> {
    // What crisp contours have too much weighs against what soft ones lack: classes by width sort chance, too.
    let left = |amount: f64| -> f64 {
        profiles.iter().map(|(share, p)| share * overshoot(&taken_back(p, amount, radius_px))).sum()
    };
    if left(0.0) <= MAY_STAY {
        return None;
    }
    let (mut low, mut high) = (0.0, MOST_AMOUNT);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if left(middle) > MAY_STAY { low = middle } else { high = middle }
    }
    Some((low + high) / 2.0)
}

/// Distance of a sample of a profile from the middle, px.
fn distance_px(sample: usize) -> f64 {
    sample as f64 / STEPS_PER_PX as f64 - SIDE_PX as f64
}

/// A profile without a mask.
fn taken_back(profile: &[f64], amount: f64, radius_px: f64) -> Vec<f64> {
    let weights: Vec<f64> =
        blur::weights(radius_px as f32 * STEPS_PER_PX as f32).into_iter().map(f64::from).collect();
    let last = profile.len() - 1;
    let mut made = profile.to_vec();
    for _ in 0..ROUNDS {
        let soft = |i: usize| {
            let pair = |k: usize| made[i.saturating_sub(k)] + made[(i + k).min(last)];
            let beside = weights.iter().enumerate().skip(1);
            made[i] * weights[0] + beside.map(|(k, w)| w * pair(k)).sum::<f64>()
        };
        made = (0..=last).map(|i| (profile[i] + amount * soft(i)) / (1.0 + amount)).collect();
    }
    made
}

/// How far a profile goes beyond its surface.
fn overshoot(profile: &[f64]) -> f64 {
    let near = |i: &usize| (BESIDE_PX[0]..=BESIDE_PX[1]).contains(&distance_px(*i));
    (0..profile.len()).filter(near).map(|i| profile[i] - 0.5).fold(f64::NEG_INFINITY, f64::max)
}

/// How wide a profile is from 10 to 90 %, px.
fn width_px(profile: &[f64]) -> f64 {
    let half = profile.iter().skip(profile.len() / 2).take_while(|v| **v < 0.4).count();
    2.0 * half as f64 / STEPS_PER_PX as f64
}

impl Class {
    /// The middle of some contours, bin by bin.
    fn of(contours: &[&HalfProfile]) -> Self {
        let mut filled: Vec<Vec<[f32; 2]>> = vec![Vec::new(); BINS];
        for &sample in contours.iter().flat_map(|c| &c.samples) {
            if let Some(bin) = filled.get_mut((sample[0] * BINS_PER_PX) as usize) {
                bin.push(sample);
            }
        }
        let all: usize = filled.iter().map(Vec::len).sum();
        let bins = filled.iter_mut().filter(|bin| bin.len() >= LEAST_OF_BIN).filter_map(|bin| {
            let count = bin.len() as f64;
            let distance = bin.iter().map(|s| f64::from(s[0])).sum::<f64>() / count;
            let value = middle(bin, |a, b| a[1].total_cmp(&b[1]))?[1];
            Some([distance, f64::from(value), count / all.max(1) as f64])
        });
        Self { bins: bins.collect(), contours: contours.len() }
    }

    /// Both sides of the contour on a fine grid, with straight lines between the bins.
    fn profile(&self) -> Vec<f64> {
        let mut known: Vec<[f64; 2]> = vec![[0.0, 0.0]];
        known.extend(self.bins.iter().map(|b| [b[0], b[1]]));
        known.push([SIDE_PX as f64, 0.5]);
        let at = |distance: f64| {
            let next = known.iter().position(|k| k[0] > distance).unwrap_or(known.len() - 1).max(1);
            let ([x0, y0], [x1, y1]) = (known[next - 1], known[next]);
            y0 + (y1 - y0) * ((distance - x0) / (x1 - x0).max(1e-9)).clamp(0.0, 1.0)
        };
        let mirrored = |distance: f64| if distance < 0.0 { -at(-distance) } else { at(distance) };
        (0..=2 * SIDE_PX * STEPS_PER_PX).map(|i| mirrored(distance_px(i))).collect()
    }

    /// How far the class lies from a step of each blur under a mask of `radius_px`: three numbers a, b, c, so that its mean square
    /// is a − 2 b · amount + c · amount².
    fn misfits(&self, radius_px: f64) -> Vec<[f64; 3]> {
        let weights: Vec<f64> = blur::weights(radius_px as f32).into_iter().map(f64::from).collect();
        let of_blur = |blur_px: f64| {
            let mut sums = [0.0; 3];
            for &[distance, value, weight] in &self.bins {
                let plain = rise(distance, blur_px);
                // On whole pixels, as a mask works: at crisp contours that is another thing than a Gaussian.
                let beside = weights.iter().enumerate().skip(1).map(|(k, w)| {
                    w * (rise(distance - k as f64, blur_px) + rise(distance + k as f64, blur_px))
                });
                let added = plain - (plain * weights[0] + beside.sum::<f64>());
                let off = value - plain;
                let terms = [off * off, off * added, added * added];
                sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += weight * term);
            }
            sums
        };
        (0..BLURS).map(|i| of_blur(BLUR_FROM_PX + BLUR_STEP_PX * i as f64)).collect()
    }

    /// Mean square of what is unexplained by the best blur under one mask.
    fn misfit(&self, radius_px: f64, amount: f64) -> f64 {
        least(&self.misfits(radius_px), amount)
    }
}

/// The least mean square over all blurs.
fn least(misfits: &[[f64; 3]], amount: f64) -> f64 {
    let of_blur = |[a, b, c]: &[f64; 3]| a - 2.0 * b * amount + c * amount * amount;
    misfits.iter().map(of_blur).fold(f64::INFINITY, f64::min).max(0.0)
}

/// What is left unexplained at this radius by the best amount, mean square.
fn least_misfit(classes: &[Class], radius_px: f64) -> f64 {
    let misfits: Vec<(f64, Vec<[f64; 3]>)> =
        classes.iter().map(|c| (c.contours as f64, c.misfits(radius_px))).collect();
    let all: f64 = misfits.iter().map(|(count, _)| count).sum();
    let of_amount = |step: usize| {
        let amount = AMOUNT_STEP * step as f64;
        misfits.iter().map(|(count, of_blur)| count * least(of_blur, amount)).sum::<f64>() / all
    };
    (0..AMOUNTS).map(of_amount).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
#[path = "sharpening_tests.rs"]
mod tests;
