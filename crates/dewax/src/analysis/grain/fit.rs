//! From quiet blocks to strength, size and tones of grain.

use super::{Block, LAGS};
use crate::color::math::exp;
use crate::kernels::grain::model::{Response, ToneCurve};

/// Tones are told apart in so many bins from black to white.
const BINS: usize = 16;
/// Fewer quiet blocks in a bin say nothing about its tone.
const LEAST_IN_BIN: usize = 4;
/// Tones must span this much of the range for the response to be told; film is taken otherwise.
const LEAST_SPAN: f64 = 0.25;
/// A tone this far from a response's curve, as a share of it, does not follow it: texture was taken for grain there.
const FAR_OFF: f64 = 0.3;
/// A response that the tones follow to this share of their strength is taken for film's, though another may be nearer.
const FILM_IF_WITHIN: f64 = 0.05;

/// Sum of the correlations of a pixel with all others, for grain of this sigma: the mean of an area varies by so many pixels.
pub(super) fn covered(sigma: f64) -> f64 {
    (4.0 * std::f64::consts::PI * sigma * sigma).max(1.0)
}

/// Pixels per independent one, where squares are averaged.
pub(super) fn independent(sigma: f64) -> f64 {
    (2.0 * std::f64::consts::PI * sigma * sigma).max(1.0)
}

/// The blocks of every tone in which nothing but grain is: the quietest tenth says how strong it is there, and whatever chance
/// can make of that is taken.
pub(super) fn quiet_blocks(blocks: &[Block], samples: f64) -> Vec<&Block> {
    let spread = (2.0 / samples.max(4.0)).sqrt();
    let mut out = Vec::new();
    for bin in 0..BINS {
        let of_bin = |b: &&Block| ((b.tone * BINS as f32) as usize).min(BINS - 1) == bin && !b.is_structured;
        let mut all: Vec<&Block> = blocks.iter().filter(of_bin).collect();
        if all.len() < LEAST_IN_BIN {
            continue;
        }
        all.sort_by(|a, b| a.lags[0].total_cmp(&b.lags[0]));
        // A tenth of normal numbers lies 1.28 sigmas below their middle.
        let middle = all[all.len() / 10].lags[0] / (1.0 - 1.28 * spread).max(0.3);
        let most = middle * (1.0 + 3.0 * spread);
        let before = out.len();
        out.extend(all.into_iter().take_while(|b| b.lags[0] <= most));
        if out.len() - before < LEAST_IN_BIN {
            out.truncate(before);
        }
    }
    out
}

/// The sigma whose correlations lie nearest to those of the blocks.
pub(super) fn fitted_sigma(quiet: &[&Block], rounding: f64, taken: f64, area: f64) -> f64 {
    let n = quiet.len().max(1) as f64;
    let mean: Vec<f64> = (0..=LAGS).map(|lag| quiet.iter().map(|b| b.lags[lag]).sum::<f64>() / n).collect();
    let misfit = |sigma: f64| -> f64 {
        // What goes with the mean is missing from every lag alike.
        let gone = (taken * covered(sigma) / area).min(0.5);
        let variance = (mean[0] - rounding).max(1e-9) / (1.0 - gone);
        let at = |lag: usize| exp(-0.25 * (lag * lag) as f64 / (sigma * sigma)) - gone;
        (1..=LAGS).map(|lag| (mean[lag] / variance - at(lag)).powi(2)).sum()
    };
    // A tenth finer than the bar at every size; sizes are few.
    let sizes = (0..=120).map(|i| 0.2 * exp(f64::from(i) * 0.03));
    sizes.map(|sigma| (misfit(sigma), sigma)).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(1.0, |best| best.1)
}

/// The strength at the strongest tone, and the response whose curve over the tones the blocks follow best.
pub(super) fn fitted_tones(quiet: &[&Block], variance: impl Fn(&Block) -> f64) -> (f64, Response) {
    let mut bins = vec![(0.0f64, 0.0f64, 0.0f64); BINS];
    for b in quiet {
        let bin = &mut bins[((b.tone * BINS as f32) as usize).min(BINS - 1)];
        *bin = (bin.0 + 1.0, bin.1 + f64::from(b.tone), bin.2 + variance(b));
    }
    let tones: Vec<(f64, f64, f64)> =
        bins.iter().filter(|b| b.0 > 0.0).map(|b| (b.0.sqrt(), b.1 / b.0, (b.2 / b.0).sqrt())).collect();
    let span = tones.iter().fold(0.0f64, |most, t| most.max(t.1))
        - tones.iter().fold(1.0f64, |least, t| least.min(t.1));
    let fit = |response: Response| {
        let curve = ToneCurve::of(response);
        let curve: Vec<f64> = tones.iter().map(|t| curve.rms(t.1)).collect();
        // How far a tone lies off, as a share of what it should be.
        let off = |amount: f64, t: &(f64, f64, f64), c: f64| (t.2 / (amount * c).max(1e-6) - 1.0).abs();
        let curve = || tones.iter().zip(&curve).filter(|(_, c)| **c > 0.1).map(|(t, c)| (t, *c));
        // A tone far off says that there was texture, not how much.
        let loss =
            |amount: f64| -> f64 { curve().map(|(t, c)| t.0 * off(amount, t, c).min(FAR_OFF).powi(2)).sum() };
        // Every tone in turn says how strong grain is; that which most of them agree with, then the mean of those.
        let proposals = curve().map(|(t, c)| t.2 / c);
        let best = proposals.map(|amount| (loss(amount), amount)).min_by(|a, b| a.0.total_cmp(&b.0));
        let proposed = best.map_or(0.0, |best| best.1);
        let agreeing = || curve().filter(|&(t, c)| off(proposed, t, c) < FAR_OFF);
        let along: f64 = agreeing().map(|(t, c)| t.0 * t.2 * c).sum();
        let amount = along / agreeing().map(|(t, c)| t.0 * c * c).sum::<f64>().max(1e-9);
        (loss(amount), amount, response)
    };
    let film = fit(Response::Film);
    let whole: f64 = tones.iter().map(|t| t.0).sum();
    let is_film = span < LEAST_SPAN || film.0 <= FILM_IF_WITHIN * FILM_IF_WITHIN * whole;
    let others = Response::ALL.into_iter().map(fit).filter(|f| !is_film && f.0 < film.0);
    let (_, amount, response) = others.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or(film);
    (amount, response)
}
