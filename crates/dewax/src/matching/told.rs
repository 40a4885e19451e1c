//! How far the skin of one shot lies from that of another: place by place where places are known, else rank by rank of lightness.

use super::{Patch, Person};
use crate::color::math::log2;
use crate::color::{Cdl, Cube, Oklab, ciede2000, lab_from_rgb, lab_seen, oklab_from_rgb};
use std::collections::BTreeMap;

/// Ranks of lightness in which skin without places is compared: shadow to highlight, each with enough patches in it.
const RANKS: usize = 8;

/// A colour of the one shot and what corresponds to it in the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) from: [f32; 3],
    pub(super) to: [f32; 3],
    pub(super) weight: f32,
}

/// Patches that both have at the same place of the skin; each counts as the less trusted of both.
pub(super) fn by_place(from: &Person, to: &Person) -> Vec<Pair> {
    let there: BTreeMap<[i16; 2], &Patch> = to.patches.iter().filter_map(|p| Some((p.place?, p))).collect();
    let pair = |p: &Patch| {
        let other = there.get(&p.place?)?;
        Some(Pair { from: p.rgb, to: other.rgb, weight: p.weight.min(other.weight) })
    };
    from.patches.iter().filter_map(pair).collect()
}

/// How alike two skins are lit and coloured, from place to place, whatever grade lies on them: the mean of the correlations of lightness,
/// of red against green and of yellow against blue, −1..=1.
pub(super) fn alike(pairs: &[Pair]) -> f32 {
    let colours: Vec<(Oklab, Oklab, f64)> =
        pairs.iter().map(|p| (oklab_from_rgb(p.from), oklab_from_rgb(p.to), f64::from(p.weight))).collect();
    let whole: f64 = colours.iter().map(|c| c.2).sum::<f64>().max(1e-9);
    let correlation = |k: usize| {
        let mean = |pick: &dyn Fn(&(Oklab, Oklab, f64)) -> f64| {
            colours.iter().map(|c| c.2 * pick(c)).sum::<f64>() / whole
        };
        let (one, other) = (mean(&|c| c.0[k]), mean(&|c| c.1[k]));
        let both = mean(&|c| (c.0[k] - one) * (c.1[k] - other));
        let (first, second) = (mean(&|c| (c.0[k] - one).powi(2)), mean(&|c| (c.1[k] - other).powi(2)));
        if first * second > 0.0 { both / (first * second).sqrt() } else { 0.0 }
    };
    ((0..3).map(correlation).sum::<f64>() / 3.0) as f32
}

/// What lies between the mean colours of two skins.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Between {
    /// Of colour, at equal lightness, CIEDE2000.
    pub(super) cast_de: f32,
    /// Of light, in stops; above 0 where the second is brighter.
    pub(super) stops: f32,
}

/// What lies between the means of pairs.
pub(super) fn between(pairs: &[Pair], through: Option<&Cube>) -> Between {
    let whole: f32 = pairs.iter().map(|p| p.weight).sum::<f32>().max(1e-9);
    let mean = |pick: &dyn Fn(&Pair) -> [f32; 3]| -> [f32; 3] {
        std::array::from_fn(|c| pairs.iter().map(|p| p.weight * pick(p)[c]).sum::<f32>() / whole)
    };
    let (from, to) = (lab_seen(mean(&|p| p.from), through), lab_seen(mean(&|p| p.to), through));
    // The light of a lightness, as far as skin goes (CIE 15:2004).
    let light = |l: f64| ((l + 16.0) / 116.0).max(1e-3).powi(3);
    Between {
        cast_de: ciede2000(from, [from[0], to[1], to[2]]) as f32,
        stops: log2(light(to[0]) / light(from[0])) as f32,
    }
}

/// The mean colours of equal shares of both, from dark to bright.
pub(super) fn by_rank(from: &Person, to: &Person) -> Vec<Pair> {
    let (from, to) = (ranks(from), ranks(to));
    from.into_iter().zip(to).map(|(from, to)| Pair { from, to, weight: 1.0 }).collect()
}

fn ranks(person: &Person) -> Vec<[f32; 3]> {
    let light = |p: &Patch| lab_from_rgb(p.rgb)[0];
    let mut all: Vec<(f64, &Patch)> = person.patches.iter().map(|p| (light(p), p)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f32 = all.iter().map(|(_, p)| p.weight).sum();
    let mut sums = [([0.0f32; 3], 0.0f32); RANKS];
    let mut past = 0.0;
    for (_, patch) in all {
        let rank = ((past + patch.weight / 2.0) / whole.max(1e-9) * RANKS as f32) as usize;
        past += patch.weight;
        let sum = &mut sums[rank.min(RANKS - 1)];
        sum.0 = std::array::from_fn(|c| sum.0[c] + patch.weight * patch.rgb[c]);
        sum.1 += patch.weight;
    }
    sums.iter().filter(|s| s.1 > 0.0).map(|(rgb, weight)| rgb.map(|v| v / weight)).collect()
}

/// Mean and ninetieth percentile of the difference, CIEDE2000.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Apart {
    pub(super) mean: f32,
    pub(super) p90: f32,
}

/// How far pairs lie apart when the first of each is graded, as they are seen `through` a table where one is given.
pub(super) fn apart(pairs: &[Pair], grade: &Cdl, through: Option<&Cube>) -> Apart {
    let off = |p: &Pair| ciede2000(lab_seen(grade.graded(p.from), through), lab_seen(p.to, through)) as f32;
    let mut all: Vec<(f32, f32)> = pairs.iter().map(|p| (off(p), p.weight)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f32 = all.iter().map(|p| p.1).sum();
    if whole <= 0.0 {
        return Apart::default();
    }
    let mut past = 0.0;
    let p90 = all.iter().find(|(_, weight)| {
        past += weight;
        past >= 0.9 * whole
    });
    Apart { mean: all.iter().map(|(d, w)| d * w).sum::<f32>() / whole, p90: p90.map_or(0.0, |p| p.0) }
}
